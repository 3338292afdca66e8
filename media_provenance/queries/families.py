"""The family of a picture: every copy of one original that the archive knows of.

Reads only. How far a chain of pairs carries is ``domain/families.py``'s to say; whether two
pictures are the same is a person's; nothing here says which member is the original, only which
has the oldest evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q

from media_provenance.domain.families import (
    MOST_MEMBERS,
    MOST_STEPS,
    FamilyLink,
    FamilyTree,
    Kin,
    Pair,
    family_tree,
)
from media_provenance.models import Decision, Match, MatchClass, MediaAsset
from media_provenance.queries.evidence import EvidenceView, known_since, own_evidence

# Pictures of the same place that are shown beside a family; more are a list of their own.
MOST_APART = 60


@dataclass(frozen=True, slots=True)
class Member:
    """One picture of a family.

    Attributes:
        asset: the picture.
        link: how it is known to be the same as the one asked about: by the weakest pair of the
            strongest chain that leads to it.
        match: the last pair of that chain, None for the picture asked about.
        through: the picture before it on that chain, likewise.
        dates: the standing evidence about this very file, oldest first.
        known_since: the instant by which that evidence has it, None without any.
    """

    asset: MediaAsset
    link: FamilyLink
    match: Match | None
    through: UUID | None
    dates: tuple[EvidenceView, ...]
    known_since: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether a pair on the way to it still waits for a person."""
        return self.link is FamilyLink.OPEN


@dataclass(frozen=True, slots=True)
class Apart:
    """Another photograph of the same place as a member's.

    Attributes:
        asset: that photograph.
        match: the pair.
        near: the member it was found by.
    """

    asset: MediaAsset
    match: Match
    near: UUID


@dataclass(frozen=True, slots=True)
class Family:
    """All copies of one original, and what stands near them.

    Attributes:
        asset: the picture asked about.
        members: it and the others, those with the oldest evidence first, those without any last.
        apart: the same place, other photographs; never part of the family.
        contradictions: rejected pairs of two members that hang together through a third.
        is_complete: whether the bounds of the search were not reached.
    """

    asset: MediaAsset
    members: tuple[Member, ...]
    apart: tuple[Apart, ...]
    contradictions: tuple[Match, ...]
    is_complete: bool

    @property
    def oldest(self) -> Member | None:
        """The member with the oldest evidence that is the same picture for certain."""
        return next(
            (one for one in self.members if one.known_since is not None and not one.is_open), None
        )


def family_of(
    asset: MediaAsset, *, most_members: int = MOST_MEMBERS, most_steps: int = MOST_STEPS
) -> Family:
    """Return the family of a picture.

    Exact and confirmed pairs carry, and open copies do, named as open; rejected ones cut. Two
    photos of the same place carry only where somebody confirmed that they are one. Costs a query
    for each step from picture to picture, and four more.
    """
    matches = _matches_around(asset.pk, most_steps, most_members)
    tree = family_tree(
        asset.pk,
        [_pair(match) for match in matches.values() if not _is_apart(match)],
        most_members=most_members,
        most_steps=most_steps,
    )
    ids = {kin.picture for kin in tree.members}
    apart = _apart(matches.values(), ids)
    assets = MediaAsset.objects.in_bulk(ids | {found.asset_id for found in apart})
    return Family(
        asset=asset,
        members=_members(tree, assets, matches),
        apart=tuple(
            Apart(assets[one.asset_id], one.match, one.near)
            for one in apart
            if one.asset_id in assets
        ),
        contradictions=tuple(matches[number] for number in tree.contradictions),
        is_complete=tree.is_complete and len(apart) < MOST_APART,
    )


def _matches_around(picture: UUID, most_steps: int, most_members: int) -> dict[int, Match]:
    """Return the pairs that touch anything within so many steps, rejected ones included."""
    found: dict[int, Match] = {}
    seen: set[UUID] = set()
    frontier = {picture}
    # One step more than members are taken, so that pairs among the outermost are known too.
    for _step in range(most_steps + 1):
        seen |= frontier
        rows = Match.objects.filter(Q(first_id__in=frontier) | Q(second_id__in=frontier))
        reached: set[UUID] = set()
        for match in rows.order_by("pk"):
            found[match.pk] = match
            if _pair(match).link is not None and not _is_apart(match):
                reached |= {match.first_id, match.second_id}
        frontier = reached - seen
        # Far more than can become members: the nearest ones are among them already.
        if not frontier or len(seen) > 4 * most_members:
            break
    return found


def _pair(match: Match) -> Pair:
    link: FamilyLink | None = FamilyLink.OPEN
    if match.decision == Decision.REJECTED:
        link = None
    elif match.match_class == MatchClass.EXACT:
        link = FamilyLink.EXACT
    elif match.decision == Decision.CONFIRMED and not match.lacks_second_person:
        link = FamilyLink.CONFIRMED
    return Pair(match.pk, match.first_id, match.second_id, link)


def _is_apart(match: Match) -> bool:
    """Whether the two are other photographs of one place, as far as anybody knows."""
    undecided = match.decision in (Decision.UNDECIDED, Decision.UNSURE)
    return match.match_class == MatchClass.SAME_PLACE and (undecided or match.lacks_second_person)


@dataclass(frozen=True, slots=True)
class _FoundApart:
    asset_id: UUID
    match: Match
    near: UUID


def _apart(matches: Iterable[Match], members: set[UUID]) -> list[_FoundApart]:
    found: dict[UUID, _FoundApart] = {}
    for match in matches:
        if not _is_apart(match):
            continue
        for near, other in (
            (match.first_id, match.second_id),
            (match.second_id, match.first_id),
        ):
            if near in members and other not in members:
                found.setdefault(other, _FoundApart(other, match, near))
    return sorted(found.values(), key=lambda one: one.match.pk)[:MOST_APART]


def _members(
    tree: FamilyTree, assets: Mapping[UUID, MediaAsset], matches: Mapping[int, Match]
) -> tuple[Member, ...]:
    dates = own_evidence([kin.picture for kin in tree.members])
    members = [
        _member(kin, assets[kin.picture], matches, dates[kin.picture])
        for kin in tree.members
        # One that was removed between two queries.
        if kin.picture in assets
    ]
    never = datetime.max.replace(tzinfo=UTC)
    return tuple(
        sorted(members, key=lambda one: (one.known_since or never, one.link, str(one.asset.pk)))
    )


def _member(
    kin: Kin, asset: MediaAsset, matches: Mapping[int, Match], dates: list[EvidenceView]
) -> Member:
    return Member(
        asset=asset,
        link=kin.link,
        match=None if kin.pair is None else matches[kin.pair],
        through=kin.through,
        dates=tuple(dates),
        known_since=known_since(dates),
    )
