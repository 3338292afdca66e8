"""Does what was kept still hold: every file, every link of the chain, every token?

Reads everything anew and believes no row by itself. Changes nothing: what to do about a break is a
person's to decide.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from media_provenance.adapters import storage
from media_provenance.adapters.timestamps import (
    AuthorityRefused,
    NotATimestamp,
    OpensslMissing,
    read_stamp,
)
from media_provenance.domain.manifests import FileFacts, Manifest, ManifestUnreadable
from media_provenance.models import (
    FIRST_PREVIOUS,
    Capture,
    CaptureBundle,
    KeptRole,
    MediaAsset,
    Redaction,
    TimestampToken,
)
from media_provenance.pipeline.redacting import NoteUnreadable, lost_redactions
from media_provenance.queries.redactions import redacted_paths

__all__ = ["Break", "BreakCode", "KeptReport", "RedactedLink", "verify_kept"]


class BreakCode(StrEnum):
    """What does not hold; stable codes. The sentences are ``wording/captures.py``'s."""

    FILE_MISSING = "file_missing"
    FILE_CHANGED = "file_changed"
    LINK_MISSING = "link_missing"
    LINK_BROKEN = "link_broken"
    MANIFEST_UNREADABLE = "manifest_unreadable"
    MANIFEST_DIFFERS = "manifest_differs"
    MANIFEST_WITHOUT_ROW = "manifest_without_row"
    HEAD_UNKNOWN = "head_unknown"
    TOKEN_BROKEN = "token_broken"  # noqa: S105 - no password
    TOKEN_OF_NOTHING = "token_of_nothing"  # noqa: S105 - no password
    REDACTED_BUT_THERE = "redacted_but_there"
    REDACTION_LOST = "redaction_lost"
    NOTE_UNREADABLE = "note_unreadable"


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that does not hold.

    Attributes:
        number: of the link, None for a token.
        what: the path of a file below MEDIA_ROOT, or a digest.
    """

    code: BreakCode
    number: int | None
    what: str


@dataclass(frozen=True, slots=True)
class RedactedLink:
    """A link of which files were taken away on purpose; its manifest is still there.

    Attributes:
        files: how many of its files are gone by that.
    """

    number: int
    redaction: Redaction
    files: int


@dataclass(slots=True)
class KeptReport:
    """What was looked at, and what was found.

    Attributes:
        links: how many bundles there are.
        files: how many files were read.
        tokens: how many tokens hold, of those that were believed when they came.
        unread_tokens: how many of them nobody here can read (no openssl).
        head: digest of the newest manifest, "" without any.
        not_kept: captures that have no bundle yet.
        breaks: in the order of the chain.
        redacted: links of which files were taken away, in that order; they break nothing.
    """

    links: int = 0
    files: int = 0
    tokens: int = 0
    unread_tokens: int = 0
    head: str = ""
    not_kept: int = 0
    breaks: list[Break] = field(default_factory=list)
    redacted: list[RedactedLink] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing is broken; what was never kept breaks nothing."""
        return not self.breaks


def verify_kept(
    on_link: Callable[[int, int], None] = lambda _done, _total: None, *, against: str = ""
) -> KeptReport:
    """Read every file that was kept and check every link and token.

    Args:
        on_link: told how many links were looked at, and how many there are.
        against: digest of a manifest that somebody kept elsewhere and that must be in the chain;
            "" for none.
    """
    redactions = {one.sha256: one for one in Redaction.objects.all()}
    gone = redacted_paths()
    not_kept = Capture.objects.filter(bundle__isnull=True).exclude(sha256__in=redactions)
    report = KeptReport(not_kept=not_kept.count())
    total = CaptureBundle.objects.count()
    number, previous = 0, FIRST_PREVIOUS
    bundles = CaptureBundle.objects.select_related("capture", "asset").order_by("number")
    for bundle in bundles.iterator(chunk_size=500):
        number += 1
        if bundle.number != number:
            for absent in range(number, bundle.number):
                report.breaks.append(Break(BreakCode.LINK_MISSING, absent, ""))
            number = bundle.number
        if bundle.previous_sha256 != previous:
            report.breaks.append(Break(BreakCode.LINK_BROKEN, number, bundle.previous_sha256))
        previous = bundle.manifest_sha256
        report.breaks += _breaks_of(bundle, gone)
        report.links += 1
        taken = sum(path in gone for path, _sha256, _size in _files_of(bundle))
        report.files += 1 + len(bundle.files) - taken
        if taken:
            report.redacted.append(RedactedLink(number, redactions[bundle.content_sha256], taken))
        on_link(report.links, total)
    report.head = previous if report.links else ""
    report.breaks += _beyond(number)
    if against and not CaptureBundle.objects.filter(manifest_sha256=against.lower()).exists():
        report.breaks.append(Break(BreakCode.HEAD_UNKNOWN, None, against))
    _check_tokens(report)
    report.breaks += _lost_redactions()
    return report


def _breaks_of(bundle: CaptureBundle, gone: frozenset[str]) -> Iterator[Break]:
    for path, sha256, size in _files_of(bundle):
        if path in gone:
            if storage.exists(path):
                yield Break(BreakCode.REDACTED_BUT_THERE, bundle.number, path)
            continue
        try:
            data = storage.read(path)
        except FileNotFoundError:
            yield Break(BreakCode.FILE_MISSING, bundle.number, path)
            continue
        if len(data) != size or hashlib.sha256(data).hexdigest() != sha256:
            yield Break(BreakCode.FILE_CHANGED, bundle.number, path)
        elif path == bundle.path_of(KeptRole.MANIFEST):
            yield from _manifest_breaks(bundle, path, data)


def _lost_redactions() -> Iterator[Break]:
    """Give what was redacted once, as the notes beside the media say, and the rows do not."""
    try:
        lost = lost_redactions()
    except NoteUnreadable as error:
        yield Break(BreakCode.NOTE_UNREADABLE, None, str(error))
        return
    for note in lost:
        yield Break(BreakCode.REDACTION_LOST, None, note.sha256)


def _files_of(bundle: CaptureBundle) -> Iterator[tuple[str, str, int]]:
    """Give path, SHA-256 and size of each file, as the rows say."""
    subject = bundle.capture or bundle.asset
    if isinstance(subject, Capture):
        yield subject.path, bundle.content_sha256, bundle.content_size
    elif isinstance(subject, MediaAsset):
        yield subject.original_path, bundle.content_sha256, bundle.content_size
    for role, (sha256, size) in bundle.files.items():
        yield bundle.path_of(role), sha256, size


def _manifest_breaks(bundle: CaptureBundle, path: str, raw: bytes) -> Iterator[Break]:
    """Compare a manifest, whose digest is right, with its row and with the capture's."""
    try:
        manifest = Manifest.from_bytes(raw)
    except ManifestUnreadable:
        yield Break(BreakCode.MANIFEST_UNREADABLE, bundle.number, path)
        return
    files = {
        role.value: FileFacts(bundle.path_of(role).rsplit("/", 1)[-1], sha256, size)
        for role, (sha256, size) in bundle.files.items()
        if role is not KeptRole.MANIFEST
    }
    capture = bundle.capture
    told = (
        manifest.number == bundle.number
        and manifest.previous_sha256 == bundle.previous_sha256
        and manifest.content.sha256 == bundle.content_sha256
        and manifest.content.size == bundle.content_size
        and dict(manifest.files) == files
        and (
            capture is None
            or (
                manifest.url == capture.url
                and manifest.final_url == capture.final_url
                and manifest.status == capture.status
                and manifest.captured_at == capture.captured_at
                and [list(header) for header in manifest.headers] == capture.headers
            )
        )
    )
    if not told:
        yield Break(BreakCode.MANIFEST_DIFFERS, bundle.number, path)


def _beyond(last: int) -> Iterator[Break]:
    """Give the manifests on the disk that come after the last row: rows were removed.

    A manifest below it, of a transaction that ended badly, has its number taken by another.
    """
    for folder in storage.folders_in("bundles"):
        for path in storage.files_in(f"bundles/{folder}", suffix=".json"):
            try:
                number = Manifest.from_bytes(storage.read(path)).number
            except ManifestUnreadable:
                # Whose digest is its name: a row that names it says that it is changed.
                continue
            if number > last:
                yield Break(BreakCode.MANIFEST_WITHOUT_ROW, number, path)


def _check_tokens(report: KeptReport) -> None:
    """Verify the tokens that were believed by the certificates that were believed then."""
    for token in TimestampToken.objects.order_by("pk").iterator(chunk_size=500):
        if not _is_known(token.digest):
            report.breaks.append(Break(BreakCode.TOKEN_OF_NOTHING, None, token.digest))
        if not token.trusted:
            continue
        try:
            stamp = read_stamp(
                bytes(token.reply), bytes(token.request), token.digest, token.certificates
            )
        except OpensslMissing:
            report.unread_tokens += 1
            continue
        except (AuthorityRefused, NotATimestamp):
            report.breaks.append(Break(BreakCode.TOKEN_BROKEN, None, token.digest))
            continue
        if stamp.is_trusted and stamp.at == token.stamped_at:
            report.tokens += 1
        else:
            report.breaks.append(Break(BreakCode.TOKEN_BROKEN, None, token.digest))


def _is_known(digest: str) -> bool:
    return (
        CaptureBundle.objects.filter(manifest_sha256=digest).exists()
        or MediaAsset.objects.filter(sha256=digest).exists()
        or Capture.objects.filter(sha256=digest).exists()
    )
