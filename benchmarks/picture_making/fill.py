"""An archive filled up with strangers: descriptions made of real photographs', perturbed.

Every filler takes a hundred keypoints from each of four photographs, with an eighth to a fifth of
the bits of their codes flipped, and moved a little; its hashes are those of one of them with 70 to
120 of 256 bits flipped, the same ones in every window; its thumbnail is that photograph's, turned
upside down. So it is near real photographs in every way in which strangers are, and a copy of
none. Fillers are made when they are read, from their number alone, and take no room.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.picture_making.scratch import ScratchRecord
from media_provenance.domain.description import StoredDescription
from media_provenance.domain.local_features import STORED_KEYPOINTS, LocalFeatures
from media_provenance.domain.picture_quality import matched_by_features, matched_by_hash
from media_provenance.domain.regions import RegionalCodes
from media_provenance.index import IndexEntry

__all__ = ["FilledRecord"]

_Number = TypeVar("_Number", bound=np.generic)

_PARTS = 4
_FEWEST_BITS, _MOST_BITS = 70, 120
_MOVED_PIXELS = 6.0


class FilledRecord(ScratchRecord):
    """A record with so many fillers behind its own pictures that there are ``total`` in all."""

    def __init__(self, path: Path, sources: Sequence[StoredDescription], total: int) -> None:
        """Take the photographs that fillers are made of; none of them may be asked for."""
        super().__init__(path)
        if len(sources) < _PARTS:
            raise ValueError(f"Fillers are made of {_PARTS} photographs or more.")
        self._sources = sources
        self.total = total

    def newest_change(self) -> int:
        return max(self.total, len(self))

    def changes_after(self, change: int) -> Iterator[IndexEntry]:
        yield from super().changes_after(change)
        for number in range(max(change, len(self)) + 1, self.total + 1):
            stored = self.filler(number)
            yield IndexEntry(
                asset_id=uuid.UUID(int=number),
                change=number,
                regions=stored.regions,
                local=stored.local,
                by_hash=matched_by_hash(stored.marks),
                by_features=matched_by_features(stored.marks),
            )

    def present(self, asset_ids: Sequence[uuid.UUID]) -> Set[uuid.UUID]:
        return {one for one in asset_ids if self._is_filler(one)} | super().present(asset_ids)

    def load(self, asset_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, StoredDescription]:
        fillers = {one: self.filler(one.int) for one in asset_ids if self._is_filler(one)}
        return {**fillers, **super().load(asset_ids)}

    def filler(self, number: int) -> StoredDescription:
        """Return the filler of a number, the same one every time."""
        random = np.random.default_rng(number)
        chosen = [
            self._sources[int(place)] for place in random.integers(len(self._sources), size=4)
        ]
        first = chosen[0]
        flips = np.zeros(256, dtype=np.uint8)
        count = int(random.integers(_FEWEST_BITS, _MOST_BITS + 1))
        flips[random.choice(256, count, replace=False)] = 1
        regions = RegionalCodes(
            first.regions.bits ^ np.packbits(flips), first.regions.quality, first.regions.regions
        )
        local = _mixed([source.local for source in chosen], random)
        return StoredDescription(
            regions=regions,
            local=local,
            thumbnail=np.ascontiguousarray(first.thumbnail[::-1]),
            marks=first.marks,
        )

    def _is_filler(self, asset_id: uuid.UUID) -> bool:
        return len(self) < asset_id.int <= self.total


def _mixed(sources: Sequence[LocalFeatures], random: np.random.Generator) -> LocalFeatures:
    each = STORED_KEYPOINTS // len(sources)
    taken = [
        random.choice(len(source), min(each, len(source)), replace=False) for source in sources
    ]
    count = sum(len(places) for places in taken)
    first = sources[0]
    edge = np.array([first.width - 1, first.height - 1], dtype=np.float32)
    points = _joined([source.points for source in sources], taken)
    points = points + random.normal(0, _MOVED_PIXELS, points.shape).astype(np.float32)
    return LocalFeatures(
        width=first.width,
        height=first.height,
        codes=_joined([source.codes for source in sources], taken) ^ _noise(count, random),
        points=np.clip(points, 0, edge).astype(np.float32),
        scales=_joined([source.scales for source in sources], taken),
        angles=_joined([source.angles for source in sources], taken),
        graphic=_joined([source.graphic for source in sources], taken),
    )


def _joined(
    arrays: Sequence[NDArray[_Number]], taken: Sequence[NDArray[np.intp]]
) -> NDArray[_Number]:
    return np.concatenate([array[places] for array, places in zip(arrays, taken, strict=True)])


def _noise(count: int, random: np.random.Generator) -> NDArray[np.uint8]:
    """Return bits of which an eighth, or three sixteenths, are set."""
    first, second, third, fourth = random.integers(256, size=(4, count, 16), dtype=np.uint8)
    if random.random() < 0.5:
        return np.asarray(first & second & third, dtype=np.uint8)
    return np.asarray(first & second & (third | fourth), dtype=np.uint8)
