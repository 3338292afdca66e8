"""Descriptions of pictures made up from a number, and a record of them in memory.

For tests of the index and the search: nothing is decoded, and what is near what is known exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import takewhile
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.candidates import Candidate
from media_provenance.domain.description import Effort, PictureQuery, StoredDescription
from media_provenance.domain.fingerprints import Orientation
from media_provenance.domain.local_features import LocalFeatures, QueryLocal, mirrored_features
from media_provenance.domain.picture_quality import (
    QualityMark,
    matched_by_features,
    matched_by_hash,
)
from media_provenance.domain.regions import (
    STORED_WINDOWS,
    WHOLE,
    QueryRegions,
    Region,
    RegionalCodes,
)
from media_provenance.index import IndexEntry

WIDTH, HEIGHT = 480, 360


def picture_id(number: int) -> UUID:
    return UUID(int=(number + 1) * 0x9E3779B97F4A7C15)


def described(
    number: int,
    *,
    keypoints: int = 60,
    quality: int = 100,
    marks: frozenset[QualityMark] = frozenset(),
) -> StoredDescription:
    """Return a picture unlike that of any other number, whose thumbnail has that number's grey."""
    chance = np.random.default_rng(number)
    windows = len(STORED_WINDOWS)
    return StoredDescription(
        regions=RegionalCodes(
            chance.integers(0, 256, (windows, 32), dtype=np.uint8),
            np.full(windows, quality, dtype=np.uint8),
            STORED_WINDOWS,
        ),
        local=LocalFeatures(
            WIDTH,
            HEIGHT,
            chance.integers(0, 256, (keypoints, 16), dtype=np.uint8),
            (chance.random((keypoints, 2)) * [WIDTH - 1, HEIGHT - 1]).astype(np.float32),
            chance.uniform(2, 30, keypoints).astype(np.float32),
            chance.uniform(0, 360, keypoints).astype(np.float32),
            np.zeros(keypoints, dtype=np.bool_),
        ),
        thumbnail=np.full((24, 32), number % 256, dtype=np.uint8),
        marks=marks,
    )


def flipped(code: NDArray[np.uint8], bits: int) -> NDArray[np.uint8]:
    """Return a code with so many of its first bits turned over."""
    mask = np.zeros(code.size * 8, dtype=np.uint8)
    mask[:bits] = 1
    return np.asarray(code ^ np.packbits(mask))


def asked(
    stored: StoredDescription,
    *,
    bits: int = 256,
    orientation: Orientation = Orientation.IDENTITY,
    marks: frozenset[QualityMark] = frozenset(),
    quality: int = 100,
    local: LocalFeatures | None = None,
    region: Region = WHOLE,
    boxes: tuple[tuple[Region, QueryLocal], ...] = (),
    effort: Effort = Effort.NORMAL,
) -> PictureQuery:
    """Ask about a picture with one code, so many bits from the stored picture's first.

    By default a code as far from it as can be, and no keypoints.
    """
    local = described(0, keypoints=0).local if local is None else local
    return PictureQuery(
        regions=QueryRegions(
            flipped(stored.regions.bits[0], bits)[None, :],
            np.array([quality], dtype=np.uint8),
            (region,),
            (orientation,),
        ),
        local=QueryLocal(local, mirrored_features(local)),
        boxes=boxes,
        thumbnail=stored.thumbnail,
        colour=None,
        marks=marks,
        effort=effort,
    )


class MemoryRecord:
    """A `Record` that forgets everything with its process."""

    def __init__(self) -> None:
        self._entries: dict[UUID, IndexEntry] = {}
        self._stored: dict[UUID, StoredDescription] = {}
        self._newest = 0

    def put(self, number: int, description: StoredDescription | None = None) -> IndexEntry:
        """Describe a picture, again or for the first time; return what an index is told of it."""
        description = description or described(number)
        self._newest += 1
        entry = IndexEntry(
            picture_id(number),
            self._newest,
            description.regions,
            description.local,
            matched_by_hash(description.marks),
            matched_by_features(description.marks),
        )
        # At the end, so that the order is that of the changes.
        self._entries.pop(entry.asset_id, None)
        self._entries[entry.asset_id] = entry
        self._stored[entry.asset_id] = description
        return entry

    def drop(self, number: int) -> None:
        del self._entries[picture_id(number)], self._stored[picture_id(number)]

    def newest_change(self) -> int:
        return self._newest

    def changes_after(self, change: int) -> Iterator[IndexEntry]:
        newer = takewhile(lambda entry: entry.change > change, reversed(self._entries.values()))
        return iter(list(newer)[::-1])

    def present(self, asset_ids: Sequence[UUID]) -> Set[UUID]:
        return self._entries.keys() & set(asset_ids)

    def load(self, asset_ids: Sequence[UUID]) -> Mapping[UUID, StoredDescription]:
        return {one: self._stored[one] for one in asset_ids if one in self._stored}


class FixedIndex:
    """What a search needs of an index (`Proposes`): it proposes what it was told to."""

    def __init__(self, candidates: Sequence[Candidate] = ()) -> None:
        self.proposed = list(candidates)
        self.limits: list[int] = []

    def candidates(self, query: PictureQuery, *, limit: int = 20) -> Sequence[Candidate]:
        self.limits.append(limit)
        return self.proposed
