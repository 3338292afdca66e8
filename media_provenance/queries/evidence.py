"""The evidence that may speak of a picture, as the dating rules and the pages need it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings

from media_provenance.domain.date_evidence import (
    EvidenceItem,
    EvidenceKind,
    Grade,
    ObjectKind,
    Role,
    effective_grade,
    terminus_ante_quem,
)
from media_provenance.domain.date_evidence import MatchClass as EvidenceMatch
from media_provenance.domain.next_checks import AssetFacts
from media_provenance.domain.timeline import TimelineItem
from media_provenance.models import CaptureKind, Evidence, Match, MediaAsset
from media_provenance.queries.matches import LinkedPicture, linked_pictures
from multilingual.intervals import DateInterval, InstantInterval

_SAYS_IT_IS_HERE = frozenset({EvidenceKind.OWN_CAPTURE, EvidenceKind.TRUSTED_TIMESTAMP})
# Operators under this name are pages whose publisher nobody knows: two of them may be one.
UNKNOWN_OPERATOR = "pasted:"


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

    @property
    def waits_for_check(self) -> bool:
        """Whether it counts for less until a second person has checked it.

        Grades A and B count one lower; A, B and C stand beside no other source. Grade D is
        whoever's word it is, and no check makes it more.
        """
        return _is_one_persons(self.evidence) and Grade(self.evidence.grade) is not Grade.D

    @property
    def is_lowered(self) -> bool:
        """Whether it counts by a lower grade than its own for now."""
        return self.item.grade is not Grade(self.evidence.grade)


def evidence_about(asset: MediaAsset) -> list[EvidenceView]:
    """Return the standing evidence about a picture and the pictures linked to it, oldest first.

    Evidence of an undecided copy is included, with a match that does not count. Withdrawn
    evidence and that of rejected matches is not. Costs four queries.
    """
    return evidence_of(linked_pictures(asset.pk))


def own_evidence(asset_ids: Iterable[UUID]) -> dict[UUID, list[EvidenceView]]:
    """Return the standing evidence recorded of each of these files, oldest first. One query."""
    own = [LinkedPicture(asset_id, EvidenceMatch.EXACT, None) for asset_id in asset_ids]
    found: dict[UUID, list[EvidenceView]] = {picture.asset_id: [] for picture in own}
    for view in evidence_of(own):
        found[view.evidence.asset_id].append(view)
    return found


def known_since(views: Iterable[EvidenceView]) -> datetime | None:
    """Return the instant by which this evidence has a picture, None without any that bounds it."""
    oldest = terminus_ante_quem(view.item for view in views)
    return None if oldest is None else oldest.when.latest


def evidence_of(linked: Sequence[LinkedPicture]) -> list[EvidenceView]:
    """Return the standing evidence about these pictures, oldest first."""
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

    What was said of another file's bytes says of this picture only that it was in that file. What
    one person entered and nobody checked counts for less than its kind (``effective_grade``), and
    has no operator: one person could type two sources as easily as one, so it is never the second.
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
        grade=effective_grade(
            Grade(row.grade),
            by_hand=row.is_by_hand,
            checked=row.checked_by_id is not None,
            bytes_compared=_is_compared(row),
        ),
        operator="" if _is_one_persons(row) else _operator_of(row),
        speaks_of=speaks_of,
        zone_known=row.zone_known,
    )


def _operator_of(row: Evidence) -> str:
    return "" if row.operator.startswith(UNKNOWN_OPERATOR) else row.operator


def _is_one_persons(row: Evidence) -> bool:
    """Whether one person typed it, and neither a second one nor the copy's bytes bear it out."""
    return row.is_by_hand and row.checked_by_id is None and not _is_compared(row)


def _is_compared(row: Evidence) -> bool:
    """Whether we fetched the dated copy ourselves, from the address named, and it is this file.

    A copy that somebody uploaded is the picture, too, and says nothing of where it was.
    """
    capture = row.capture
    return (
        capture is not None
        and capture.kind == CaptureKind.FETCHED
        and row.archived_url in (capture.url, capture.final_url)
        and row.archived_url != ""
        and capture.sha256 == row.asset.sha256
    )


def asset_facts(views: Iterable[EvidenceView]) -> AssetFacts:
    """Return what beside the evidence tells what to do next about a picture. No query."""
    given = list(views)
    waiting = [view for view in given if view.waits_for_check]
    return AssetFacts(
        unchecked={view.item.id: Grade(view.evidence.grade) for view in waiting},
        operators={view.item.id: _operator_of(view.evidence) for view in waiting},
        one_person_short=frozenset(
            view.item.id
            for view in given
            if view.match is not None and view.match.lacks_second_person
        ),
        can_time_stamp=bool(settings.TIMESTAMP_AUTHORITIES),
    )


def items_to_weigh(views: Sequence[EvidenceView], event: InstantInterval) -> list[EvidenceItem]:
    """Return the items that enter a finding.

    Our own copies, and the time stamps on them, count only where they were made before the event.
    Afterwards they say what everybody knows who holds the file, that it exists; as the "strongest
    bound" they would push a publisher's date of years ago out of sight.
    """
    return [
        view.item
        for view in views
        if view.item.kind not in _SAYS_IT_IS_HERE or _is_before(view.item, event)
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
            counts=view.item.match.counts,
        )
        for view in evidence_about(asset)
    ]
