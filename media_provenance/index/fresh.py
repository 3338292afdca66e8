"""Pictures that the record has and the files have not yet: kept in this process, searched alike."""

from __future__ import annotations

from uuid import UUID

import faiss
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.local_features import CODE_BYTES
from media_provenance.domain.voting import coarse_geometry
from media_provenance.index import IndexEntry
from media_provenance.index.segment_files import (
    PICTURE_SHIFT,
    Contents,
    empty_lists,
    ids_of,
    informative_regions,
)

__all__ = ["Fresh", "contents_of"]


class Fresh:
    """A shelf of pictures in memory; at most some thousands."""

    def __init__(self, centroids: NDArray[np.uint8] | None) -> None:
        """Start empty.

        Args:
            centroids: of the lists of the files; without, every keypoint is compared.
        """
        self.keypoints = (
            faiss.IndexBinaryIDMap2(faiss.IndexBinaryFlat(CODE_BYTES * 8))
            if centroids is None
            else empty_lists(centroids)
        )
        self.regions = faiss.IndexBinaryFlat(256)
        self._entries: list[IndexEntry] = []
        self._numbers: dict[UUID, int] = {}
        self._dead: list[bool] = []
        self._counts: list[int] = []
        self._owners: list[NDArray[np.uint32]] = []
        self._windows: list[NDArray[np.uint8]] = []

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def dead(self) -> NDArray[np.bool_]:
        return np.array(self._dead, dtype=np.bool_)

    @property
    def keypoint_count(self) -> int:
        return int(self.keypoints.ntotal)

    @property
    def region_count(self) -> int:
        return int(self.regions.ntotal)

    def put(self, entry: IndexEntry) -> None:
        """Take a picture in; what was there of it is superseded."""
        number = len(self._entries)
        former = self._numbers.get(entry.asset_id)
        if former is not None:
            self._dead[former] = True
            # Only so many neighbors are asked for: those of a dead entry would hide the living.
            first = former << PICTURE_SHIFT
            span = faiss.IDSelectorRange(first, first + (1 << PICTURE_SHIFT))
            self.keypoints.remove_ids(span)
        self._numbers[entry.asset_id] = number
        self._entries.append(entry)
        self._dead.append(False)
        count = len(entry.local) if entry.by_features else 0
        self._counts.append(count)
        if count:
            numbers = np.full(count, number, dtype=np.int64)
            ids = ids_of(numbers, np.arange(count, dtype=np.int64), coarse_geometry(entry.local))
            self.keypoints.add_with_ids(np.ascontiguousarray(entry.local.codes), ids)
        windows = informative_regions(entry)
        self.regions.add(np.ascontiguousarray(entry.regions.bits[windows]))
        self._owners.append(np.full(len(windows), number, dtype=np.uint32))
        self._windows.append(windows.astype(np.uint8))

    def entries(self) -> list[IndexEntry]:
        """Return the pictures that are not superseded, in the order of their changes."""
        return [one for one, dead in zip(self._entries, self._dead, strict=True) if not dead]

    def asset_id(self, number: int) -> UUID:
        return self._entries[number].asset_id

    def keypoints_of(self, pictures: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.array(self._counts, dtype=np.int64)[pictures]

    def window_of(self, row: int) -> tuple[int, int]:
        owners, windows = np.concatenate(self._owners), np.concatenate(self._windows)
        return int(owners[row]), int(windows[row])


def contents_of(entries: list[IndexEntry]) -> Contents:
    """Return pictures as the plain arrays of a segment; of one that comes twice, the later."""
    last = {entry.asset_id: entry for entry in entries}
    kept = list(last.values())
    counts = [len(entry.local) if entry.by_features else 0 for entry in kept]
    windows = [informative_regions(entry) for entry in kept]
    nothing = np.empty((0, CODE_BYTES), dtype=np.uint8)
    return Contents(
        assets=np.frombuffer(b"".join(entry.asset_id.bytes for entry in kept), np.uint8).reshape(
            len(kept), 16
        ),
        changes=np.array([entry.change for entry in kept], dtype=np.int64),
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        codes=np.concatenate(
            [nothing, *(one.local.codes[:n] for one, n in zip(kept, counts, strict=True))]
        ),
        geometry=np.concatenate(
            [
                np.empty((0, 4), dtype=np.uint8),
                *(coarse_geometry(one.local)[:n] for one, n in zip(kept, counts, strict=True)),
            ]
        ),
        lists=None,
        region_bits=np.concatenate(
            [
                np.empty((0, 32), dtype=np.uint8),
                *(one.regions.bits[which] for one, which in zip(kept, windows, strict=True)),
            ]
        ),
        region_owner=np.repeat(
            np.arange(len(kept), dtype=np.uint32), [len(which) for which in windows]
        ),
        region_window=np.concatenate([np.empty(0, dtype=np.uint8), *windows]).astype(np.uint8),
    )
