"""What is known about pictures, gathered for those who show it or weigh it.

Reads only. It decides nothing about dates (``domain/findings.py`` does), says nothing in words
(``wording.py`` does) and changes no row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db.models import Q
from numpy.typing import NDArray

from media_provenance.domain.date_evidence import (
    EvidenceItem,
    EvidenceKind,
    Grade,
    ObjectKind,
    Role,
    terminus_ante_quem,
)
from media_provenance.domain.date_evidence import MatchClass as EvidenceMatch
from media_provenance.domain.finding_records import item_from_record
from media_provenance.domain.findings import Conflict, ConflictKind
from media_provenance.domain.fingerprints import (
    PDQ_MATCH_DISTANCE,
    Orientation,
    is_informative,
    pdq_dihedral,
)
from media_provenance.domain.timeline import TimelineItem
from media_provenance.index.postgres import PostgresIndex
from media_provenance.models import (
    Capture,
    DatingQuestion,
    Decision,
    Evidence,
    Finding,
    Match,
    MatchClass,
    MediaAsset,
)
from multilingual.intervals import DateInterval, InstantInterval

# Operators under this name are pages whose publisher nobody knows: two of them may be one.
UNKNOWN_OPERATOR = "pasted:"


class RenditionMissing(Exception):
    """A copy of a picture that was not drawn: the picture is not read yet, or was refused."""


# Matches

_UNTURNED: dict[Orientation, Orientation] = {
    Orientation.ROTATED_90: Orientation.ROTATED_270,
    Orientation.ROTATED_270: Orientation.ROTATED_90,
}


def turned_back(orientation: Orientation) -> Orientation:
    """Return the turn that undoes another. Every mirroring undoes itself."""
    return _UNTURNED.get(orientation, orientation)


@dataclass(frozen=True, slots=True)
class MatchView:
    """A match as seen from one of its two pictures.

    Attributes:
        match: the pair.
        other: the picture that is not the one asked about.
        orientation: turning ``other`` by it gives the one asked about.
    """

    match: Match
    other: MediaAsset
    orientation: Orientation

    @property
    def needs_a_person(self) -> bool:
        """Whether nobody has said yet if the two are the same picture."""
        return (
            self.match.match_class == MatchClass.COPY and self.match.decision == Decision.UNDECIDED
        )


def matches_of(asset: MediaAsset) -> list[MatchView]:
    """Return the pictures like this one: undecided first, then exact, then by distance."""
    found = Match.objects.filter(_touching([asset.pk])).select_related("first", "second")
    views = [_seen_from(asset, match) for match in found]
    return sorted(
        views,
        key=lambda view: (
            not view.needs_a_person,
            view.match.match_class != MatchClass.EXACT,
            view.match.distance or 0,
            view.match.pk,
        ),
    )


def _seen_from(asset: MediaAsset, match: Match) -> MatchView:
    orientation = Orientation(match.orientation)
    if match.first_id == asset.pk:
        return MatchView(match, match.second, orientation)
    return MatchView(match, match.first, turned_back(orientation))


def _touching(asset_ids: Sequence[UUID]) -> Q:
    return Q(first_id__in=asset_ids) | Q(second_id__in=asset_ids)


@dataclass(frozen=True, slots=True)
class LinkedPicture:
    """A picture whose evidence speaks of another one, and how it is known to be the same.

    ``match`` is the pair by which it was reached, None for the picture itself.
    """

    asset_id: UUID
    match_class: EvidenceMatch
    match: Match | None


def linked_pictures(asset_id: UUID) -> list[LinkedPicture]:
    """Return the picture itself and every picture whose evidence may speak of it.

    Exact matches link by themselves. A confirmed copy links, and with it the exact matches of
    both sides, since a person who confirmed one file of the same pixels has confirmed all. An
    undecided copy links as merely similar. A pair that a person rejected never links, whatever
    way round it is reached. Costs three queries.
    """
    direct = list(Match.objects.filter(_touching([asset_id])))
    linked = {asset_id: LinkedPicture(asset_id, EvidenceMatch.EXACT, None)}
    barred = {_other(match, asset_id) for match in direct if match.decision == Decision.REJECTED}

    def link(match: Match, known: UUID, match_class: EvidenceMatch) -> None:
        other = _other(match, known)
        if other not in barred:
            linked.setdefault(other, LinkedPicture(other, match_class, match))

    for match in direct:
        if match.match_class == MatchClass.EXACT:
            link(match, asset_id, EvidenceMatch.EXACT)
    same = list(linked)
    confirmed: dict[UUID, Match] = {}
    for match in Match.objects.filter(
        _touching(same), match_class=MatchClass.COPY, decision=Decision.CONFIRMED
    ):
        known = match.first_id if match.first_id in same else match.second_id
        link(match, known, EvidenceMatch.HUMAN)
        confirmed.setdefault(_other(match, known), match)
    reached = [other for other in confirmed if other in linked]
    for match in Match.objects.filter(_touching(reached), match_class=MatchClass.EXACT).exclude(
        decision=Decision.REJECTED
    ):
        known = match.first_id if match.first_id in reached else match.second_id
        twin = _other(match, known)
        if twin not in barred:
            by = confirmed[known]
            linked.setdefault(twin, LinkedPicture(twin, EvidenceMatch.HUMAN, by))
    for match in direct:
        link(match, asset_id, EvidenceMatch.SIMILAR)
    return list(linked.values())


def _other(match: Match, asset_id: UUID) -> UUID:
    return match.second_id if match.first_id == asset_id else match.first_id


# Evidence


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A piece of evidence that may speak of a picture.

    Attributes:
        evidence: the row.
        item: the same as the dating rule sees it, with how its picture was found to be ours.
        days: the days to show; open where the evidence bounds nothing.
        match: the pair through which it speaks of the picture, None for its own evidence.
    """

    evidence: Evidence
    item: EvidenceItem
    days: DateInterval
    match: Match | None

    @property
    def is_own(self) -> bool:
        """Whether it was recorded of this very file."""
        return self.match is None


def evidence_about(asset: MediaAsset) -> list[EvidenceView]:
    """Return the standing evidence about a picture and the pictures linked to it, oldest first.

    Evidence of an undecided copy is included, with a match that does not count. Withdrawn
    evidence and that of rejected matches is not. Costs four queries.
    """
    return _evidence_of(linked_pictures(asset.pk))


def _evidence_of(linked: Sequence[LinkedPicture]) -> list[EvidenceView]:
    by_asset = {picture.asset_id: picture for picture in linked}
    rows = Evidence.objects.filter(asset_id__in=by_asset, withdrawn_at__isnull=True).select_related(
        "asset", "capture"
    )
    views = [_view(row, by_asset[row.asset_id]) for row in rows]
    return sorted(views, key=lambda view: (_age(view.item), view.evidence.pk))


def _age(item: EvidenceItem) -> datetime:
    moment = item.when.latest or item.when.earliest
    return datetime.max.replace(tzinfo=UTC) if moment is None else moment


def _view(row: Evidence, picture: LinkedPicture) -> EvidenceView:
    item = item_of(row, picture.match_class, of_this_file=picture.match is None)
    return EvidenceView(row, item, item.days, picture.match)


def item_of(row: Evidence, match: EvidenceMatch, *, of_this_file: bool) -> EvidenceItem:
    """Return a row of evidence as the dating rule sees it.

    What was said of another file's bytes says of this picture only that it was in that file.
    """
    when = InstantInterval(row.earliest, row.latest)
    speaks_of = ObjectKind(row.about)
    if speaks_of is ObjectKind.BYTES and not of_this_file:
        speaks_of = ObjectKind.PICTURE
    return EvidenceItem(
        id=str(row.pk),
        kind=EvidenceKind(row.kind),
        role=Role(row.role),
        match=match,
        when=when,
        grade=Grade(row.grade),
        operator="" if row.operator.startswith(UNKNOWN_OPERATOR) else row.operator,
        speaks_of=speaks_of,
        zone_known=row.zone_known,
    )


def items_to_weigh(views: Sequence[EvidenceView], event: InstantInterval) -> list[EvidenceItem]:
    """Return the items that enter a finding.

    Our own copies count only where they were made before the event. Afterwards they say what
    everybody knows who holds the file, that it exists; as the "strongest bound" they would
    push a publisher's date of years ago out of sight.
    """
    return [
        view.item
        for view in views
        if view.item.kind is not EvidenceKind.OWN_CAPTURE or _is_before(view.item, event)
    ]


def _is_before(item: EvidenceItem, event: InstantInterval) -> bool:
    latest = item.when.latest
    return latest is not None and event.earliest is not None and latest < event.earliest


def timeline_of(
    asset: MediaAsset,
    *,
    label_of: Callable[[EvidenceView], str],
    when_of: Callable[[DateInterval], str],
    decisive: frozenset[str] = frozenset(),
) -> list[TimelineItem]:
    """Return the evidence about a picture as the rows of a timeline, oldest first.

    Args:
        asset: the picture.
        label_of, when_of: compose the texts in the reader's language.
        decisive: ids of the items that the finding rests on (``EvidenceItem.id``).
    """
    return [
        TimelineItem(
            key=view.item.id,
            label=label_of(view),
            when=when_of(view.days),
            days=view.days,
            role=view.item.role.value,
            decisive=view.item.id in decisive,
        )
        for view in evidence_about(asset)
    ]


# Findings


def current_finding(question: DatingQuestion) -> Finding | None:
    """Return what the evidence says now; None until the picture has been looked at."""
    return question.findings.filter(superseded_at__isnull=True).first()


def inputs_of(finding: Finding) -> dict[str, EvidenceItem]:
    """Return every item that went into a finding, by id, as it was then."""
    items = (item_from_record(record) for record in finding.inputs)
    return {item.id: item for item in items}


def conflicts_of(finding: Finding) -> list[Conflict]:
    """Return what was set aside in a finding, and why."""
    return [
        Conflict(record["item"], record["against"], ConflictKind(record["kind"]))
        for record in finding.conflicts
    ]


# Looking for a picture that need not be stored


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """A stored picture like the one in question.

    Attributes:
        asset: the stored one.
        match_class: exact for the same bytes or pixels.
        same_bytes: whether it is the very same file.
        distance: bits of 256; None where exact.
        orientation: turning the one in question by it gives the stored one.
        known_since: the instant by which its own evidence has it, None without any.
    """

    asset: MediaAsset
    match_class: MatchClass
    same_bytes: bool
    distance: int | None
    orientation: Orientation
    known_since: datetime | None


def find_picture(
    pixels: NDArray[np.uint8], *, sha256: str = "", pixel_sha256: str = ""
) -> list[FoundPicture]:
    """Return the stored pictures like this one, those with the oldest evidence first.

    Args:
        pixels: upright RGB, shape (height, width, 3), as the picture gate gives them.
        sha256: of the file's bytes, to find the very same file.
        pixel_sha256: of its pixels, to find the same picture in other files.

    Costs 40 ms of processor time and, in the database, a pass over all fingerprints.
    """
    found = _found_exactly(sha256, pixel_sha256)
    query = pdq_dihedral(pixels)
    if is_informative(query[Orientation.IDENTITY]):
        near = PostgresIndex().candidates(query, radius=PDQ_MATCH_DISTANCE)
        assets = MediaAsset.objects.in_bulk([one.asset_id for one in near])
        for one in near:
            if one.asset_id in assets and one.asset_id not in found:
                found[one.asset_id] = FoundPicture(
                    assets[one.asset_id],
                    MatchClass.COPY,
                    False,
                    one.distance,
                    one.orientation,
                    None,
                )
    return _oldest_first(found)


def _found_exactly(sha256: str, pixel_sha256: str) -> dict[UUID, FoundPicture]:
    same = Q(sha256=sha256) if sha256 else Q(pk__in=[])
    if pixel_sha256:
        same |= Q(pixel_sha256=pixel_sha256)
    return {
        asset.pk: FoundPicture(
            asset, MatchClass.EXACT, asset.sha256 == sha256, None, Orientation.IDENTITY, None
        )
        for asset in MediaAsset.objects.filter(same)
    }


def _oldest_first(found: dict[UUID, FoundPicture]) -> list[FoundPicture]:
    since: dict[UUID, datetime] = {}
    own = [LinkedPicture(asset_id, EvidenceMatch.EXACT, None) for asset_id in found]
    views = _evidence_of(own)
    for asset_id in found:
        oldest = terminus_ante_quem(
            view.item for view in views if view.evidence.asset_id == asset_id
        )
        if oldest is not None and oldest.when.latest is not None:
            since[asset_id] = oldest.when.latest
    dated = [replace(one, known_since=since.get(asset_id)) for asset_id, one in found.items()]
    never = datetime.max.replace(tzinfo=UTC)
    return sorted(
        dated, key=lambda one: (one.known_since or never, one.distance or 0, str(one.asset.pk))
    )


def evidence_about_found(found: Sequence[FoundPicture]) -> list[EvidenceView]:
    """Return the evidence about a picture that is not stored itself, through those found.

    Pictures with the same bytes or pixels lend all that is known about them, confirmed copies
    included; those that merely look alike lend their own evidence, which does not count until a
    person has confirmed the match.
    """
    linked: dict[UUID, LinkedPicture] = {}
    for one in found:
        if one.match_class == MatchClass.EXACT:
            for picture in linked_pictures(one.asset.pk):
                known = linked.setdefault(picture.asset_id, picture)
                if not known.match_class.counts and picture.match_class.counts:
                    linked[picture.asset_id] = picture
    rejected = _rejected_partners(linked)
    for one in found:
        if one.asset.pk in rejected:
            continue
        linked.setdefault(one.asset.pk, LinkedPicture(one.asset.pk, EvidenceMatch.SIMILAR, None))
    return _evidence_of(list(linked.values()))


def _rejected_partners(asset_ids: Iterable[UUID]) -> set[UUID]:
    """Pictures that a person has said are not the same as one of these."""
    ids = list(asset_ids)
    pairs = Match.objects.filter(_touching(ids), decision=Decision.REJECTED)
    return {one for pair in pairs.values_list("first_id", "second_id") for one in pair} - set(ids)


def find_asset(reference: str) -> MediaAsset | None:
    """Return the asset with that id or SHA-256 (64 hexadecimal digits), if there is one."""
    if len(reference) == 64:
        return MediaAsset.objects.filter(sha256=reference.lower()).first()
    try:
        return MediaAsset.objects.filter(pk=UUID(reference)).first()
    except ValueError:
        return None


# Stored files


def read_capture(capture: Capture) -> bytes:
    """Return the bytes of a capture.

    Raises:
        FileNotFoundError: if the file is gone from MEDIA_ROOT.
    """
    return (Path(settings.MEDIA_ROOT) / capture.path).read_bytes()


def original_file(asset: MediaAsset) -> Path:
    """Return where the original lies. It is never shown; readers and editors get renditions.

    Raises:
        FileNotFoundError: if it is gone from MEDIA_ROOT.
    """
    return (Path(settings.MEDIA_ROOT) / asset.original_path).resolve(strict=True)


def rendition_file(asset: MediaAsset, longest: int) -> Path:
    """Return the file of the copy with that longest side in pixels.

    Raises:
        RenditionMissing: if there is no copy of that size (yet).
    """
    path = Path(settings.MEDIA_ROOT) / asset.rendition_path(longest)
    if not path.is_file():
        raise RenditionMissing(f"{asset.pk} {longest}")
    return path
