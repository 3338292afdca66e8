"""What was taken away on purpose, and which files are to be gone by that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from media_provenance.models import Capture, CaptureBundle, KeptRole, MediaAsset, Redaction

__all__ = [
    "WhatStays",
    "is_redacted",
    "redacted_paths",
    "redactions_of",
    "what_stays",
]

# The roles whose files go; the manifest stays.
_GOING = (KeptRole.WARC, KeptRole.TEXT, KeptRole.SCREENSHOT)


@dataclass(frozen=True, slots=True)
class WhatStays:
    """What a redaction of these bytes does not take away, because others rest on it.

    Attributes:
        picture: the stored picture that has the very same bytes, None if there is none.
        links: numbers of other links of the chain that share a text or a screenshot with it.
    """

    picture: MediaAsset | None
    links: tuple[int, ...]

    @property
    def picture_id(self) -> str:
        """The picture's id, "" where there is none."""
        return "" if self.picture is None else str(self.picture.pk)


def is_redacted(sha256: str) -> bool:
    """Answer whether these bytes were taken away. One query."""
    return Redaction.objects.filter(sha256=sha256).exists()


def redactions_of(digests: Iterable[str]) -> dict[str, Redaction]:
    """Return the redactions of captures, by the digest of their bytes. One query."""
    found = Redaction.objects.filter(sha256__in=set(digests))
    return {one.sha256: one for one in found}


def redacted_paths(digests: Iterable[str] | None = None) -> frozenset[str]:
    """Return the paths of the files that are to be gone. Three queries.

    A text or a screenshot that another capture has too stays until that one is redacted as well;
    the file of a stored picture is no file of a capture.

    Args:
        digests: of the bytes of redacted captures; all that were redacted without it.
    """
    redacted = set(Redaction.objects.values_list("sha256", flat=True))
    wanted = redacted if digests is None else redacted & set(digests)
    if not wanted:
        return frozenset()
    paths = {Capture(sha256=one).path for one in wanted}
    going = CaptureBundle.objects.filter(capture__isnull=False, content_sha256__in=wanted)
    for bundle in going:
        paths |= {bundle.path_of(role) for role in _GOING if role in bundle.files}
    for other in _sharing(going, but=redacted):
        paths -= {other.path_of(role) for role in _GOING if role in other.files}
    return frozenset(paths)


def what_stays(sha256: str) -> WhatStays:
    """Say what taking these bytes away would leave. Three queries."""
    going = CaptureBundle.objects.filter(capture__isnull=False, content_sha256=sha256)
    redacted = set(Redaction.objects.values_list("sha256", flat=True)) | {sha256}
    return WhatStays(
        picture=MediaAsset.objects.filter(sha256=sha256).first(),
        links=tuple(sorted(one.number for one in _sharing(going, but=redacted))),
    )


def _sharing(bundles: Iterable[CaptureBundle], *, but: set[str]) -> list[CaptureBundle]:
    """Find other links with the same text or screenshot, except those of these contents."""
    texts = {one.text_sha256 for one in bundles} - {""}
    screenshots = {one.screenshot_sha256 for one in bundles} - {""}
    same = Q(text_sha256__in=texts) | Q(screenshot_sha256__in=screenshots)
    return list(CaptureBundle.objects.filter(same).exclude(content_sha256__in=but))
