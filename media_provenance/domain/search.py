"""Ask an index for candidates, compare each, and put what is left in order.

Pure: the index and the record are passed in. Not the place for what makes two pictures alike
(``likeness.py``) nor for what an index proposes (``index/``). Pictures with the same pixels are
found by their digests, before and beside this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from media_provenance.domain.candidates import Candidate
from media_provenance.domain.description import Effort, PictureQuery, StoredDescription
from media_provenance.domain.likeness import Likeness, LikenessClass, compare

__all__ = ["FoundLikeness", "Loads", "Proposes", "search"]

# How many pictures the keypoints of a whole and of each part may propose. The right one was among
# the first 20 in 98 to 100 % of every kind of edit; a hard search is for the rest.
_SHORTLIST = {Effort.NORMAL: 20, Effort.HARDER: 60}
# How many pairs are compared at most, so that a picture of which there are hundreds of copies
# does not hold up the rest: a comparison that succeeds costs some 15 ms.
_COMPARISONS = {Effort.NORMAL: 60, Effort.HARDER: 240}
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
    proposed = index.candidates(query, limit=_SHORTLIST[query.effort])
    ways: dict[UUID, list[Candidate]] = {}
    for candidate in proposed:
        if candidate.asset_id not in leave_out:
            ways.setdefault(candidate.asset_id, []).append(candidate)
    asked = list(ways)[: _COMPARISONS[query.effort]]
    found = []
    for start in range(0, len(asked), _AT_A_TIME):
        batch = asked[start : start + _AT_A_TIME]
        stored = record.load(batch)
        for asset_id in batch:
            if asset_id in stored:
                likeness = _likeness(query, stored[asset_id], ways[asset_id])
                if likeness is not None:
                    found.append(FoundLikeness(asset_id, likeness))
    return sorted(found, key=_surest_first)


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
