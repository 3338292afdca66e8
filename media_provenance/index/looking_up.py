"""Looking a query up on shelves of pictures, in files or in memory, and joining what they say.

Not for what a shelf is made of (``segment_files.py``, ``fresh.py``), nor for how votes are counted
(``domain/voting.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, Protocol
from uuid import UUID

import faiss
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.candidates import Candidate, HashHint, Hint
from media_provenance.domain.description import Effort, PictureQuery
from media_provenance.domain.fingerprints import PDQ_MATCH_DISTANCE, PDQ_MIN_QUALITY, Orientation
from media_provenance.domain.local_features import LocalFeatures
from media_provenance.domain.picture_quality import (
    FEWEST_KEYPOINTS,
    matched_by_features,
    matched_by_hash,
)
from media_provenance.domain.regions import STORED_WINDOWS, WHOLE
from media_provenance.domain.voting import Neighbours, tally
from media_provenance.index import IndexDamaged
from media_provenance.index.segment_files import parts_of

__all__ = [
    "CANDIDATE_DISTANCE",
    "Shelf",
    "in_turns",
    "look_up",
    "mirrors",
    "region_candidates",
    "rows_to_look_up",
]

# Bits of 256 within which two codes are worth a comparison: the loosest distance that had no more
# than one false pair in millions (pictures.md, pair-distance tail).
CANDIDATE_DISTANCE = 60
# How many neighbours each keypoint has, and in how many lists they are looked for. Of 209 hard
# queries against 10,000 pictures, 8 neighbours in 4 lists proposed every original and in 2 lists
# missed one; 16 in 8 lists found no more and took nearly twice the time.
_NEIGHBOURS = {Effort.NORMAL: 8, Effort.HARDER: 24}
_LISTS = {Effort.NORMAL: 6, Effort.HARDER: 32}
# A comparison needs 8 keypoints that agree; fewer than this are chance.
_FEWEST_PAIRS = 3


class Shelf(Protocol):
    """Pictures that can be looked up; numbered from 0."""

    keypoints: Any
    regions: Any

    @property
    def dead(self) -> NDArray[np.bool_]: ...

    @property
    def keypoint_count(self) -> int: ...

    @property
    def region_count(self) -> int: ...

    def asset_id(self, number: int) -> UUID: ...

    def keypoints_of(self, pictures: NDArray[np.int64]) -> NDArray[np.int64]: ...

    def window_of(self, row: int) -> tuple[int, int]: ...


def look_up(query: PictureQuery, shelves: Sequence[Shelf], *, limit: int) -> list[Candidate]:
    """Return the candidates on all shelves together; see ``PictureIndex.candidates``."""
    places = _Places(shelves)
    lists = [_by_regions(query, places, limit)]
    for part, upright, mirrored in _asked(query):
        lists.append(_by_keypoints(upright, places, query.effort, part, False, limit))
        lists.append(_by_keypoints(mirrored, places, query.effort, part, True, limit))
    return in_turns(lists)


def in_turns(lists: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """Join shortlists so that each has its say early: certain ones first, then one of each."""
    certain = [one for one in lists[0] if (one.distance or 0) <= PDQ_MATCH_DISTANCE]
    rest = [lists[0][len(certain) :], *lists[1:]]
    turns = zip_longest(*rest)
    return certain + [one for turn in turns for one in turn if one is not None]


def region_candidates(
    query: PictureQuery,
    found: dict[UUID, tuple[int, int, int]],
) -> list[Candidate]:
    """Return candidates for codes that were near, the nearest first.

    Args:
        query: whose codes were looked up.
        found: by picture the least distance, the row of ``query.regions`` and the stored window.
    """
    candidates = []
    for asset_id, (distance, row, window) in sorted(
        found.items(), key=lambda item: (item[1], item[0])
    ):
        region, turn = query.regions.regions[row], query.regions.orientations[row]
        hint = Hint(
            mirrored=mirrors(turn),
            part=next((i for i, (box, _) in enumerate(query.boxes) if box == region), None),
            region=HashHint(region, STORED_WINDOWS[window], turn, distance),
        )
        candidates.append(Candidate(asset_id, distance, 0.0, hint))
    return candidates


def rows_to_look_up(query: PictureQuery) -> NDArray[np.intp]:
    """Return which codes of a query say enough to be looked up."""
    informative = query.regions.quality >= PDQ_MIN_QUALITY
    if not matched_by_hash(query.marks):
        # A flat page or a page of text may still carry a photograph.
        informative &= np.array([region != WHOLE for region in query.regions.regions])
    return np.flatnonzero(informative)


def mirrors(orientation: Orientation) -> bool:
    """Answer whether an orientation is that of a mirror image."""
    return orientation.value.startswith(Orientation.MIRRORED.value)


class _Places:
    """Numbers of pictures over all shelves: those of a shelf follow those of the one before."""

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        self.shelves = shelves
        self.dead = [shelf.dead for shelf in shelves]
        self.bases = np.cumsum([0] + [len(dead) for dead in self.dead])

    def asset_id(self, number: int) -> UUID:
        place = int(np.searchsorted(self.bases, number, side="right")) - 1
        return self.shelves[place].asset_id(number - int(self.bases[place]))


def _asked(query: PictureQuery) -> Iterator[tuple[int | None, LocalFeatures, LocalFeatures]]:
    """Give the keypoints to ask about: of the whole, then of each part."""
    if matched_by_features(query.marks):
        yield None, query.local.upright, query.local.mirrored
    for part, (_, local) in enumerate(query.boxes):
        if len(local.upright) >= FEWEST_KEYPOINTS:
            yield part, local.upright, local.mirrored


def _by_regions(query: PictureQuery, places: _Places, limit: int) -> list[Candidate]:
    rows = rows_to_look_up(query)
    found: dict[UUID, tuple[int, int, int]] = {}
    if rows.size:
        codes = np.ascontiguousarray(query.regions.bits[rows])
        for shelf, dead in zip(places.shelves, places.dead, strict=True):
            if shelf.region_count:
                # faiss means "nearer than", not "as near as".
                starts, distances, labels = shelf.regions.range_search(
                    codes, CANDIDATE_DISTANCE + 1
                )
                asked = np.repeat(rows, np.diff(starts).astype(np.intp))
                for row, distance, label in zip(asked, distances, labels, strict=True):
                    picture, window = shelf.window_of(int(label))
                    if not dead[picture]:
                        asset_id = shelf.asset_id(picture)
                        near = (int(distance), int(row), window)
                        found[asset_id] = min(near, found.get(asset_id, near))
    candidates = region_candidates(query, found)
    sure = sum(1 for one in candidates if (one.distance or 0) <= PDQ_MATCH_DISTANCE)
    return candidates[: sure + limit]


def _by_keypoints(
    features: LocalFeatures,
    places: _Places,
    effort: Effort,
    part: int | None,
    mirrored: bool,
    limit: int,
) -> list[Candidate]:
    near = _neighbours(features, places, effort)
    tallies, common = tally(features, near, limit=limit)
    return [
        Candidate(
            places.asset_id(one.picture),
            None,
            one.votes,
            Hint(mirrored=mirrored, part=part, pairs=one.pairs, common=common),
        )
        for one in tallies
        if len(one.pairs) >= _FEWEST_PAIRS
    ]


def _neighbours(features: LocalFeatures, places: _Places, effort: Effort) -> Neighbours:
    """Return the nearest stored keypoints over all shelves."""
    codes = np.ascontiguousarray(features.codes)
    k = _NEIGHBOURS[effort]
    nearest: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32], Any]] = []
    lists: tuple[NDArray[np.int32], NDArray[np.int64]] | None = None
    for shelf, dead, base in zip(places.shelves, places.dead, places.bases, strict=False):
        if not shelf.keypoint_count or not len(codes):
            continue
        if isinstance(shelf.keypoints, faiss.IndexBinaryIVF):
            if lists is None:
                # All shelves have the same lists.
                count = min(_LISTS[effort], shelf.keypoints.nlist)
                lists = shelf.keypoints.quantizer.search(codes, count)
            distances, ids = _in_lists(shelf.keypoints, codes, lists, k)
        else:
            distances, ids = shelf.keypoints.search(codes, k)
        known = ids >= 0
        pictures, keypoints, geometry = parts_of(np.where(known, ids, 0))
        if int(pictures.max()) >= len(dead):
            raise IndexDamaged("Keypoints of the picture index belong to no picture.")
        if (keypoints >= shelf.keypoints_of(pictures))[known].any():
            raise IndexDamaged("A picture of the index has fewer keypoints than were found.")
        known &= ~dead[pictures]
        nearest.append((np.where(known, pictures + base, -1), keypoints, distances, geometry))
    if not nearest:
        none = np.full((len(features), k), -1, dtype=np.int64)
        return Neighbours(none, none, none.astype(np.int32), np.zeros((*none.shape, 4), np.uint8))
    if len(nearest) == 1:
        return Neighbours(*nearest[0])
    pictures, keypoints, distances, geometry = (
        np.concatenate(parts, axis=1) for parts in zip(*nearest, strict=True)
    )
    order = np.argsort(np.where(pictures < 0, 1 << 20, distances), axis=1, kind="stable")[:, :k]
    return Neighbours(
        np.take_along_axis(pictures, order, axis=1),
        np.take_along_axis(keypoints, order, axis=1),
        np.take_along_axis(distances, order, axis=1),
        np.take_along_axis(geometry, order[:, :, None], axis=1),
    )


def _in_lists(
    index: faiss.IndexBinaryIVF,
    codes: NDArray[np.uint8],
    lists: tuple[NDArray[np.int32], NDArray[np.int64]],
    k: int,
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Search lists that are known already; distances and ids, shape (q, k) each."""
    list_distances, numbers = lists
    index.nprobe = numbers.shape[1]
    found: tuple[NDArray[np.int32], NDArray[np.int64]] = index.search_preassigned(
        codes, k, numbers, list_distances
    )
    return found
