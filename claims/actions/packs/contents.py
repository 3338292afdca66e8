"""What goes into an evidence pack: what is public of a verdict, and what was kept of it.

Never drafts, what readers sent in, who did what at the desk, or notes. Gathering keeps what was
not kept yet; it writes nothing of the pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from claims.domain.published import PublishedEvidence, PublishedFinding, PublishedVerdict
from claims.models import Submission
from claims.publishing import NotPublic, published_verdict
from claims.queries import public_revisions
from media_provenance.actions import have_kept
from media_provenance.models import (
    Capture,
    CaptureKind,
    Evidence,
    EvidenceMethod,
    KeptRole,
    MediaAsset,
    Redaction,
    TimestampToken,
)
from media_provenance.queries import (
    KeptThing,
    kept_of,
    redacted_paths,
    redactions_of,
    tokens_of,
)


@dataclass(frozen=True, slots=True)
class PackedPicture:
    """A picture's own file; ``name`` is "" where it is left out, ``redaction`` may say why."""

    asset: MediaAsset
    name: str
    redaction: Redaction | None = None


@dataclass(frozen=True, slots=True)
class PackedToken:
    """A time stamp: its three files, and the file of the pack that it speaks of."""

    token: TimestampToken
    name: str
    about: str

    @property
    def seconds(self) -> int:
        """When it was made, as openssl wants to be told: seconds since 1970."""
        return int(self.token.stamped_at.timestamp())


@dataclass(frozen=True, slots=True)
class PackedCapture:
    """A link of the chain: its folder, and its files by role (value of ``KeptRole``).

    Of a redacted capture the manifest, which names the others by digest.
    """

    thing: KeptThing
    folder: str
    files: Mapping[str, str]

    @property
    def manifest(self) -> str:
        """The name of its manifest."""
        return self.files[KeptRole.MANIFEST.value]


@dataclass(slots=True)
class Contents:
    """What goes into a pack, in order."""

    verdicts: list[PublishedVerdict]
    pictures: list[PackedPicture] = field(default_factory=list)
    captures: list[PackedCapture] = field(default_factory=list)
    tokens: list[PackedToken] = field(default_factory=list)
    # Evidence -> the folder of the capture that it rests on.
    capture_of: dict[str, str] = field(default_factory=dict)
    # Addresses that a finding rests on and of which no copy is in the pack.
    not_kept: list[str] = field(default_factory=list)

    @property
    def has_archives(self) -> bool:
        """Whether there is a WARC file in it."""
        return any(KeptRole.WARC.value in one.files for one in self.captures)

    @property
    def left_out(self) -> list[PackedPicture]:
        """Pictures that the pack names by digest and does not hold, as only a reader sent them."""
        return [one for one in self.pictures if not one.name and one.redaction is None]

    @property
    def redacted(self) -> list[PackedCapture]:
        """Captures whose bytes were taken away on purpose."""
        return [one for one in self.captures if one.thing.redaction is not None]

    @property
    def has_named_files(self) -> bool:
        """Whether a manifest names a file that is in it."""
        return any(
            len(one.files) > 1 or one.thing.bundle.asset_id is not None for one in self.captures
        )


def findings_of(verdict: PublishedVerdict) -> list[PublishedFinding]:
    """Return all findings of a page: the verdict's own first, then those its text states."""
    stated = [one.finding for one in verdict.statements if one.finding is not None]
    return [*([verdict.finding] if verdict.finding else []), *stated]


def public_verdicts(public_id: str) -> list[PublishedVerdict]:
    """Return a verdict as readers may read it now, in each language.

    Raises:
        NotPublic: readers may read none of its texts now.
    """
    revisions = public_revisions().filter(text__verdict__public_id=public_id)
    verdicts = [published_verdict(one) for one in revisions.order_by("text__language")]
    if not verdicts:
        raise NotPublic(public_id)
    return verdicts


def contents_of(public_id: str) -> Contents:
    """Gather what the pack of a verdict holds.

    What was not kept yet is kept first, which adds links to the chain.

    Raises:
        NotPublic: readers may read none of its texts now.
    """
    contents = Contents(public_verdicts(public_id))
    counting = [
        one
        for verdict in contents.verdicts
        for finding in findings_of(verdict)
        for one in finding.evidence
        if one.match.counts
    ]
    rows = Evidence.objects.select_related("capture", "asset").in_bulk(
        {int(one.id) for one in counting}
    )
    shown = {
        UUID(picture.asset_id) for verdict in contents.verdicts for picture in verdict.pictures
    } | {
        UUID(finding.asset_id) for verdict in contents.verdicts for finding in findings_of(verdict)
    }
    assets = {row.asset.pk: row.asset for row in rows.values()}
    assets |= MediaAsset.objects.in_bulk(shown - assets.keys())
    captures = {row.capture.pk: row.capture for row in rows.values() if row.capture is not None}
    for capture in _fetched_pictures(assets.values(), _addresses(contents, counting)):
        captures[capture.pk] = capture
    private = _sent_in_only(assets.values())
    ours = [asset for asset in assets.values() if asset.pk not in private]
    have_kept(captures.values(), ours)
    redactions = redactions_of(asset.sha256 for asset in assets.values())
    for asset in sorted(assets.values(), key=lambda one: one.sha256):
        is_out = asset.pk in private or asset.sha256 in redactions
        name = "" if is_out else f"pictures/{asset.sha256}.{asset.format.lower()}"
        contents.pictures.append(PackedPicture(asset, name, redactions.get(asset.sha256)))
    gone = redacted_paths()
    for thing in kept_of(captures.values(), ours):
        contents.captures.append(_packed(thing, gone))
    folders = {
        one.thing.bundle.capture_id: one.folder
        for one in contents.captures
        if one.thing.bundle.capture_id is not None
    }
    contents.capture_of = {
        str(pk): folders[row.capture_id]
        for pk, row in rows.items()
        if row.capture_id is not None and row.capture_id in folders
    }
    contents.not_kept = _not_kept(contents, rows)
    contents.tokens = _packed_tokens(contents)
    return contents


def _addresses(contents: Contents, counting: Iterable[PublishedEvidence]) -> set[str]:
    """The addresses that the page itself names: what was fetched from others stays out."""
    places = {
        address
        for verdict in contents.verdicts
        for picture in verdict.pictures
        for place in picture.places
        for address in (place.file_url, place.archived_url)
    }
    named = {address for one in counting for address in (one.source_url, one.archived_url)}
    return (places | named) - {""}


def _not_kept(contents: Contents, rows: Mapping[int, Evidence]) -> list[str]:
    """The addresses that findings rest on and of which no copy is here, in order, each once."""
    captures = [one.thing.bundle.capture for one in contents.captures]
    kept = {
        url.partition("#")[0]
        for capture in captures
        if capture is not None
        for url in (capture.url, capture.final_url)
        if url
    }
    missing: dict[str, None] = {}
    for verdict in contents.verdicts:
        for finding in findings_of(verdict):
            for one in finding.deciding:
                address = one.source_url or one.archived_url
                places = {url.partition("#")[0] for url in (one.source_url, one.archived_url)}
                is_kept = places & kept or _has_own_copy(one, contents, rows.get(int(one.id)))
                if one.match.counts and address and not is_kept:
                    missing[address] = None
    return list(missing)


def _has_own_copy(one: PublishedEvidence, contents: Contents, row: Evidence | None) -> bool:
    """Whether the capture that it rests on shows its source.

    What a person took over from another service's answer rests on that answer, which is no copy of
    the page that it speaks of.
    """
    if row is None or row.capture is None or one.id not in contents.capture_of:
        return False
    return row.method == EvidenceMethod.AUTO or row.capture.kind != CaptureKind.FETCHED


def _fetched_pictures(assets: Iterable[MediaAsset], addresses: set[str]) -> Iterable[Capture]:
    return Capture.objects.filter(
        kind=CaptureKind.FETCHED, sha256__in=[one.sha256 for one in assets], url__in=addresses
    )


def _sent_in_only(assets: Iterable[MediaAsset]) -> set[UUID]:
    """Pictures that only a reader's message brought: their files may say who sent them."""
    by_digest = {one.sha256: one.pk for one in assets}
    sent = set(
        Submission.objects.filter(asset__in=by_digest.values()).values_list("asset", flat=True)
    )
    public = Capture.objects.filter(kind=CaptureKind.FETCHED, sha256__in=by_digest)
    return sent - {by_digest[sha256] for sha256 in public.values_list("sha256", flat=True)}


def _packed(thing: KeptThing, gone: frozenset[str]) -> PackedCapture:
    folder = f"captures/{thing.bundle.number:06d}"
    files = {
        role.value: (
            f"{folder}/manifest.json"
            if role is KeptRole.MANIFEST
            # The name it has in the manifest.
            else f"{folder}/{thing.bundle.path_of(role).rsplit('/', 1)[-1]}"
        )
        for role in thing.bundle.files
        if thing.bundle.path_of(role) not in gone
    }
    return PackedCapture(thing, folder, files)


def _packed_tokens(contents: Contents) -> list[PackedToken]:
    about = {one.thing.bundle.manifest_sha256: one.manifest for one in contents.captures}
    about |= {one.asset.sha256: one.name for one in contents.pictures if one.name}
    numbered: dict[str, int] = {}
    packed = []
    for token in tokens_of(about):
        numbered[token.digest] = number = numbered.get(token.digest, 0) + 1
        packed.append(PackedToken(token, f"tokens/{token.digest}-{number}", about[token.digest]))
    return packed
