"""What was kept of captures and pictures, for pages that show it and packs that carry it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from media_provenance.models import (
    Capture,
    CaptureBundle,
    Evidence,
    KeptRole,
    MediaAsset,
    Redaction,
    TimestampToken,
)
from media_provenance.queries.redactions import redactions_of

__all__ = ["KeptThing", "kept_file", "kept_of", "kept_of_picture", "tokens_of"]


@dataclass(frozen=True, slots=True)
class KeptThing:
    """A link of the chain, and the time stamps of it that are believed.

    ``tokens`` are of its manifest and, for a picture's own file, of the file; earliest first.
    """

    bundle: CaptureBundle
    tokens: tuple[TimestampToken, ...]
    # That the bytes of the capture were taken away on purpose, None where they were not.
    redaction: Redaction | None = None

    @property
    def capture(self) -> Capture | None:
        """What was captured, None for a picture's own file."""
        return self.bundle.capture

    @property
    def stamped_by(self) -> TimestampToken | None:
        """The earliest token that is believed."""
        return self.tokens[0] if self.tokens else None


def kept_of(captures: Iterable[Capture], assets: Iterable[MediaAsset] = ()) -> list[KeptThing]:
    """Return what was kept of these, in the order of the chain. Three queries."""
    bundles = list(
        CaptureBundle.objects.filter(
            Q(capture__in=[capture.pk for capture in captures])
            | Q(asset__in=[asset.pk for asset in assets])
        )
        .select_related("capture", "asset")
        .order_by("number")
    )
    digests = {digest for bundle in bundles for digest in _stamped(bundle)}
    tokens = tokens_of(digests)
    gone = redactions_of(one.content_sha256 for one in bundles if one.capture_id is not None)
    return [
        KeptThing(
            bundle,
            tuple(token for token in tokens if token.digest in _stamped(bundle)),
            gone.get(bundle.content_sha256) if bundle.capture_id is not None else None,
        )
        for bundle in bundles
    ]


def kept_of_picture(asset: MediaAsset) -> list[KeptThing]:
    """Return what was kept of a picture's own file and of what its evidence rests on.

    Five queries.
    """
    captures = Capture.objects.filter(
        Q(pk__in=Evidence.objects.filter(asset=asset).values("capture")) | Q(sha256=asset.sha256)
    )
    return kept_of(captures, [asset])


def tokens_of(digests: Iterable[str]) -> list[TimestampToken]:
    """Return the believed tokens of digests, earliest first. One query."""
    return list(TimestampToken.objects.filter(digest__in=set(digests), trusted=True))


def kept_file(bundle: CaptureBundle, role: KeptRole) -> Path:
    """Return where a file of a bundle lies.

    Raises:
        KeyError: the bundle has none of that role.
        FileNotFoundError: it is gone from MEDIA_ROOT.
    """
    return (Path(settings.MEDIA_ROOT) / bundle.path_of(role)).resolve(strict=True)


def _stamped(bundle: CaptureBundle) -> set[str]:
    """The digests that authorities are asked to sign of a bundle."""
    own_file = {bundle.content_sha256} if bundle.asset_id is not None else set()
    return {bundle.manifest_sha256} | own_file
