"""Ask an index for candidates, compare each, and put what is left in order.

Pure: the index and the record are passed in. Not the place for what makes two pictures alike
(``likeness.py``) nor for what an index proposes (``index/``). Pictures with the same pixels are
found by their digests, before and beside this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol, Self
from uuid import UUID

from media_provenance.domain.candidates import Candidate
from media_provenance.domain.description import (
    Effort,
    PictureQuery,
    StoredDescription,
    negative_of,
)
from media_provenance.domain.likeness import Likeness, LikenessClass, compare

__all__ = ["FoundLikeness", "Loads", "Proposes", "search"]

# How many pictures the keypoints of a whole and of each part may propose. The right one was among
# the first 20 in 98 to 100 % of every kind of edit; a hard search is for the rest.
_SHORTLIST = {Effort.NORMAL: 20, Effort.HARDER: 60}
# How many pictures are compared at most, so that one of which there are hundreds of copies does not
# hold up the rest: a comparison that succeeds costs some 15 ms.
_COMPARISONS = {Effort.NORMAL: 60, Effort.HARDER: 240}
# After so many that were nothing no more is expected.
_REFUSALS = {Effort.NORMAL: 40, Effort.HARDER: 240}
# The same for pictures that only codes of regions proposed: thousands may be made to share a code,
# and then the keypoints still have their say.
_CODE_REFUSALS = {Effort.NORMAL: 12, Effort.HARDER: 60}
# How many pictures a negative may propose, and how many keypoints have to agree: its features are
# exact, so that the right one has a hundred of them.
_NEGATIVES = 3
_NEGATIVE_PAIRS = 12
# A picture may be proposed by codes, by its whole, by each part, straight and mirrored. So many of
# these ways are tried, those with the most votes first.
_WAYS = {Effort.NORMAL: 3, Effort.HARDER: 8}
# Descriptions are loaded so many at a time: most searches are over after the first of these.
_AT_A_TIME = 16

_ORDER = {
    LikenessClass.EXACT: 0,
    LikenessClass.COPY: 1,
    LikenessClass.LIKELY_COPY: 2,
    LikenessClass.SAME_PLACE: 3,
}


class Proposes(Protocol):
    """The part of an index that a search needs."""

    def candidates(self, query: PictureQuery, *, limit: int = 20) -> Sequence[Candidate]: ...


class Loads(Protocol):
    """The part of the record that a search needs."""

    def load(self, asset_ids: Sequence[UUID]) -> Mapping[UUID, StoredDescription]: ...


@dataclass(frozen=True, slots=True, eq=False)
class FoundLikeness:
    """A stored picture that is like the one asked for, and in what way."""

    asset_id: UUID
    likeness: Likeness


def search(
    query: PictureQuery,
    index: Proposes,
    record: Loads,
    *,
    leave_out: Set[UUID] = frozenset(),
) -> list[FoundLikeness]:
    """Find the stored pictures that are like a picture, the surest first.

    Each part of a collage finds its own; the polygons of a likeness say which part it is. A
    picture that is gone from the record by the time it is compared is left out.

    Args:
        query: the picture in question; its effort decides how long the shortlists are.
        index: proposes candidates.
        record: has their descriptions.
        leave_out: pictures that are not to be proposed, such as the one in question itself.

    Returns:
        Each picture once: by class, then by agreement, then by inliers.
    """
    found = _compared(
        query, index.candidates(query, limit=_SHORTLIST[query.effort]), record, leave_out
    )
    if all(one.likeness.likeness is LikenessClass.SAME_PLACE for one in found):
        negatives = _as_negative(query, index, record, leave_out)
        better = {one.asset_id for one in negatives}
        found = [one for one in found if one.asset_id not in better] + negatives
    return sorted(found, key=_surest_first)


def _as_negative(
    query: PictureQuery, index: Proposes, record: Loads, leave_out: Set[UUID]
) -> list[FoundLikeness]:
    """Find the pictures that are like the query with its colours inverted."""
    negative = negative_of(query)
    if negative is None:
        return []
    proposed = [
        one
        for one in index.candidates(negative, limit=_NEGATIVES)
        if one.distance is not None
        or (one.hint.pairs is not None and len(one.hint.pairs) >= _NEGATIVE_PAIRS)
    ]
    return [
        replace(one, likeness=replace(one.likeness, negative=True))
        for one in _compared(negative, proposed, record, leave_out)
    ]


def _compared(
    query: PictureQuery, proposed: Sequence[Candidate], record: Loads, leave_out: Set[UUID]
) -> list[FoundLikeness]:
    """Compare the proposed pictures, in their order, until nothing more is to be expected."""
    ways: dict[UUID, list[Candidate]] = {}
    for candidate in proposed:
        if candidate.asset_id not in leave_out:
            ways.setdefault(candidate.asset_id, []).append(candidate)
    asked = iter(ways)
    found: list[FoundLikeness] = []
    left = _Left.of(query.effort)
    while batch := list(islice((one for one in asked if left.allows(ways[one])), _AT_A_TIME)):
        stored = record.load(batch)
        for asset_id in batch:
            if asset_id in stored and left.allows(ways[asset_id]):
                likeness = _likeness(query, stored[asset_id], ways[asset_id])
                left.count(ways[asset_id], likeness)
                if likeness is not None:
                    found.append(FoundLikeness(asset_id, likeness))
    return found


@dataclass(slots=True)
class _Left:
    """How many comparisons are left: in all, of refused ones, of refused ones by codes alone."""

    comparisons: int
    refusals: int
    code_refusals: int

    @classmethod
    def of(cls, effort: Effort) -> Self:
        return cls(_COMPARISONS[effort], _REFUSALS[effort], _CODE_REFUSALS[effort])

    def allows(self, ways: Sequence[Candidate]) -> bool:
        """Answer whether a picture that was proposed in these ways is to be compared."""
        if _by_codes_alone(ways) and self.code_refusals <= 0:
            return False
        return self.comparisons > 0 and self.refusals > 0

    def count(self, ways: Sequence[Candidate], likeness: Likeness | None) -> None:
        self.comparisons -= 1
        if likeness is None and _by_codes_alone(ways):
            self.code_refusals -= 1
        elif likeness is None:
            self.refusals -= 1


def _by_codes_alone(ways: Sequence[Candidate]) -> bool:
    return all(one.hint.pairs is None for one in ways)


def _likeness(
    query: PictureQuery, stored: StoredDescription, ways: Sequence[Candidate]
) -> Likeness | None:
    """Return the best likeness over the ways in which a picture was proposed.

    Its distance is that of the codes which proposed it, also where keypoints told more.
    """
    best: Likeness | None = None
    for candidate in sorted(ways, key=lambda one: -one.votes)[: _WAYS[query.effort]]:
        likeness = compare(query, stored, candidate.hint)
        if likeness is not None and (best is None or _rank(likeness) < _rank(best)):
            best = likeness
        if best is not None and best.likeness is LikenessClass.COPY:
            break
    if best is None or best.distance is not None:
        return best
    distances = [one.distance for one in ways if one.distance is not None]
    return replace(best, distance=min(distances, default=None))


def _rank(likeness: Likeness) -> tuple[int, float, int]:
    return (_ORDER[likeness.likeness], -likeness.agreement, -likeness.inliers)


def _surest_first(found: FoundLikeness) -> tuple[int, float, int, UUID]:
    return (*_rank(found.likeness), found.asset_id)
