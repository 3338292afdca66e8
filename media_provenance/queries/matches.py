"""Which pictures are like a picture, and whose evidence speaks of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from media_provenance.domain.date_evidence import MatchClass as EvidenceMatch
from media_provenance.domain.fingerprints import Orientation
from media_provenance.models import COPY_CLASSES, Decision, Match, MatchClass, MediaAsset

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
        return self.match.match_class in COPY_CLASSES and self.match.decision == Decision.UNDECIDED


def matches_of(asset: MediaAsset) -> list[MatchView]:
    """Return the pictures like this one: those that wait for a person first, then the surest."""
    found = Match.objects.filter(touching([asset.pk])).select_related("first", "second")
    views = [_seen_from(asset, match) for match in found]
    return sorted(
        views,
        key=lambda view: (
            not view.needs_a_person,
            _SURENESS[MatchClass(view.match.match_class)],
            -(view.match.agreement or 0.0),
            view.match.distance or 0,
            view.match.pk,
        ),
    )


_SURENESS = {match_class: place for place, match_class in enumerate(MatchClass)}


def _seen_from(asset: MediaAsset, match: Match) -> MatchView:
    orientation = Orientation(match.orientation)
    if match.first_id == asset.pk:
        return MatchView(match, match.second, orientation)
    return MatchView(match, match.first, turned_back(orientation))


def touching(asset_ids: Sequence[UUID]) -> Q:
    """Return the condition that a match is of one of these pictures."""
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

    Exact matches link by themselves. A confirmed pair of any class links, and with it the exact
    matches of both sides, since a person who confirmed one file of the same pixels has confirmed
    all. A copy or likely copy of which nobody is sure links as merely similar; another photo of
    the same place does not link at all unless a person said that it is the same picture, and then
    as merely similar until a second person has said so too. A pair that a person rejected never
    links, whatever way round it is reached. Costs three queries, one where there are no pairs.
    """
    direct = list(Match.objects.filter(touching([asset_id])))
    linked = {asset_id: LinkedPicture(asset_id, EvidenceMatch.EXACT, None)}
    if not direct:
        return list(linked.values())
    barred = {match.other(asset_id) for match in direct if match.decision == Decision.REJECTED}

    def link(match: Match, known: UUID, match_class: EvidenceMatch) -> None:
        other = match.other(known)
        if other not in barred:
            linked.setdefault(other, LinkedPicture(other, match_class, match))

    for match in direct:
        if match.match_class == MatchClass.EXACT:
            link(match, asset_id, EvidenceMatch.EXACT)
    same = list(linked)
    confirmed: dict[UUID, Match] = {}
    one_person_short: list[Match] = []
    for match in Match.objects.filter(touching(same), decision=Decision.CONFIRMED).exclude(
        match_class=MatchClass.EXACT
    ):
        if match.lacks_second_person:
            one_person_short.append(match)
            continue
        known = match.first_id if match.first_id in same else match.second_id
        link(match, known, EvidenceMatch.HUMAN)
        confirmed.setdefault(match.other(known), match)
    reached = [other for other in confirmed if other in linked]
    for match in Match.objects.filter(touching(reached), match_class=MatchClass.EXACT).exclude(
        decision=Decision.REJECTED
    ):
        known = match.first_id if match.first_id in reached else match.second_id
        twin = match.other(known)
        if twin not in barred:
            by = confirmed[known]
            linked.setdefault(twin, LinkedPicture(twin, EvidenceMatch.HUMAN, by))
    for match in direct:
        if match.match_class in COPY_CLASSES or match in one_person_short:
            link(match, asset_id, EvidenceMatch.SIMILAR)
    return list(linked.values())
