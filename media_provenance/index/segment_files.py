"""The segments of a picture index: each a folder of memory-mapped files, never changed once named.

Not for which of them count (``manifest.py``), for what is near what, nor for who may write when
(``segments.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import faiss
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.fingerprints import PDQ_MIN_QUALITY
from media_provenance.domain.local_features import CODE_BYTES
from media_provenance.index import IndexDamaged, IndexEntry, IndexNotWritten
from media_provenance.index.lasting_files import (
    check_checksum,
    check_size,
    sealed_file,
    sync_folder,
)
from media_provenance.index.manifest import Manifest, SegmentName

__all__ = [
    "PICTURE_SHIFT",
    "Contents",
    "Segment",
    "empty_lists",
    "ids_of",
    "informative_regions",
    "load_centroids",
    "nearest_lists",
    "open_segment",
    "parts_of",
    "store_array",
    "write_segment",
]

# An id in the index of keypoints is the number of the picture in its segment, that of the keypoint
# in the picture (below 512), and its coarse geometry. An id has 8 bytes in any case, and 41 of its
# bits would say nothing: the geometry beside it took another 4 bytes and a look into another file.
_GEOMETRY_BITS = 32
_KEYPOINT_BITS = 9
PICTURE_SHIFT = _GEOMETRY_BITS + _KEYPOINT_BITS
_CODE_BITS = CODE_BYTES * 8
_REGION_BITS = 256
_CHUNK = 1 << 16
# A hundredth of a segment, by which its pictures are named: read whole and compared when it is
# opened. A fault in what is large makes some keypoints wrong; one in these names wrong pictures.
_SMALL = ("assets", "changes", "starts", "region_owner", "region_window")

# The worker processes share the cores already; threads of faiss would only fight over them.
faiss.omp_set_num_threads(1)


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """Everything of a segment as plain arrays, picture after picture.

    Attributes:
        assets: shape (n, 16), uint8; ids.
        changes: shape (n,), int64.
        starts: shape (n + 1,), int64; the keypoints of picture i are those from ``starts[i]``.
        codes: shape (N, 16), uint8.
        geometry: shape (N, 4), uint8; see ``voting.coarse_geometry``.
        lists: shape (N,), int32; the list of each keypoint, or ``None`` before it is known.
        region_bits: shape (m, 32), uint8.
        region_owner: shape (m,), uint32; number of the picture.
        region_window: shape (m,), uint8; which of its windows.
    """

    assets: NDArray[np.uint8]
    changes: NDArray[np.int64]
    starts: NDArray[np.int64]
    codes: NDArray[np.uint8]
    geometry: NDArray[np.uint8]
    lists: NDArray[np.int32] | None
    region_bits: NDArray[np.uint8]
    region_owner: NDArray[np.uint32]
    region_window: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.assets)

    def only(self, kept: NDArray[np.bool_]) -> Contents:
        """Return the pictures for which ``kept`` holds."""
        counts = np.diff(self.starts)
        points = np.repeat(kept, counts)
        number = np.cumsum(kept) - 1
        regions = kept[self.region_owner]
        return Contents(
            self.assets[kept],
            self.changes[kept],
            np.concatenate([[0], np.cumsum(counts[kept])]).astype(np.int64),
            self.codes[points],
            self.geometry[points],
            None if self.lists is None else self.lists[points],
            self.region_bits[regions],
            number[self.region_owner[regions]].astype(np.uint32),
            self.region_window[regions],
        )

    @classmethod
    def joined(cls, parts: Sequence[Contents]) -> Contents:
        """Return several one after the other; all with lists, or all without."""
        bases = np.cumsum([0] + [len(part) for part in parts])
        offsets = np.cumsum([0] + [len(part.codes) for part in parts])
        starts = [part.starts[:-1] + offset for part, offset in zip(parts, offsets, strict=False)]
        lists = [part.lists for part in parts if part.lists is not None]
        return cls(
            np.concatenate([part.assets for part in parts]),
            np.concatenate([part.changes for part in parts]),
            np.concatenate([*starts, [offsets[-1]]]).astype(np.int64),
            np.concatenate([part.codes for part in parts]),
            np.concatenate([part.geometry for part in parts]),
            np.concatenate(lists) if len(lists) == len(parts) else None,
            np.concatenate([part.region_bits for part in parts]),
            np.concatenate(
                [
                    part.region_owner + np.uint32(base)
                    for part, base in zip(parts, bases, strict=False)
                ]
            ).astype(np.uint32),
            np.concatenate([part.region_window for part in parts]),
        )


@dataclass(slots=True, eq=False)
class Segment:
    """One open segment. Its pages belong to the file cache, and are shared by all processes.

    Attributes:
        keypoints: inverted lists of codes; ids as ``ids_of`` makes them.
        regions: codes of windows, row for row with ``region_owner`` and ``region_window``.
        dead: whether each picture is superseded or gone, shape (n,), bool.
    """

    name: SegmentName
    assets: NDArray[np.uint8]
    changes: NDArray[np.int64]
    starts: NDArray[np.int64]
    keypoints: faiss.IndexBinaryIVF
    regions: faiss.IndexBinaryFlat
    region_owner: NDArray[np.uint32]
    region_window: NDArray[np.uint8]
    dead: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.assets)

    @property
    def keypoint_count(self) -> int:
        return int(self.keypoints.ntotal)

    @property
    def region_count(self) -> int:
        return int(self.regions.ntotal)

    def asset_id(self, number: int) -> UUID:
        return UUID(bytes=self.assets[number].tobytes())

    def keypoints_of(self, pictures: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.asarray(self.starts[pictures + 1] - self.starts[pictures])

    def window_of(self, row: int) -> tuple[int, int]:
        return int(self.region_owner[row]), int(self.region_window[row])

    def bury(self, asset_id: UUID) -> None:
        """Mark a picture as superseded in this process, where the segment has it."""
        wanted = np.frombuffer(asset_id.bytes, dtype=np.uint64)
        ids = np.ascontiguousarray(self.assets).view(np.uint64)
        self.dead |= (ids == wanted).all(axis=1)

    def contents(self) -> Contents:
        """Return the living pictures as plain arrays, read back from the lists."""
        total = int(self.starts[-1])
        codes = np.empty((total, CODE_BYTES), dtype=np.uint8)
        geometry = np.empty((total, 4), dtype=np.uint8)
        lists = np.empty(total, dtype=np.int32)
        stored = self.keypoints.invlists
        for number in range(stored.nlist):
            size = stored.list_size(number)
            if size:
                ids = np.array(faiss.rev_swig_ptr(stored.get_ids(number), size))
                pictures, keypoints, coarse = parts_of(ids)
                places = self.starts[pictures] + keypoints
                geometry[places] = coarse
                flat = faiss.rev_swig_ptr(stored.get_codes(number), size * CODE_BYTES)
                codes[places] = np.array(flat).reshape(size, CODE_BYTES)
                lists[places] = number
        count = self.regions.ntotal
        bits = np.empty((count, _REGION_BITS // 8), dtype=np.uint8)
        if count:
            bits[:] = self.regions.reconstruct_n(0, count)
        everything = Contents(
            np.array(self.assets),
            np.array(self.changes),
            np.array(self.starts),
            codes,
            geometry,
            lists,
            bits,
            np.array(self.region_owner),
            np.array(self.region_window),
        )
        return everything.only(~self.dead) if self.dead.any() else everything


def ids_of(
    pictures: NDArray[np.int64], keypoints: NDArray[np.int64], geometry: NDArray[np.uint8]
) -> NDArray[np.int64]:
    """Return the ids of keypoints, shape (n,).

    Args:
        pictures: numbers in the segment, shape (n,), below 4 million.
        keypoints: numbers in the picture, shape (n,), below 512.
        geometry: shape (n, 4); see ``voting.coarse_geometry``.
    """
    coarse = np.ascontiguousarray(geometry).view("<u4")[:, 0].astype(np.int64)
    return (pictures << PICTURE_SHIFT) | (keypoints << _GEOMETRY_BITS) | coarse


def parts_of(
    ids: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]:
    """Return what ids of any shape were made of: pictures, keypoints, geometry (…, 4)."""
    keypoints = (ids >> _GEOMETRY_BITS) & ((1 << _KEYPOINT_BITS) - 1)
    coarse = (ids & ((1 << _GEOMETRY_BITS) - 1)).astype("<u4")
    return ids >> PICTURE_SHIFT, keypoints, coarse[..., None].view(np.uint8)


def _keypoint_ids(contents: Contents) -> NDArray[np.int64]:
    """Return the id of every keypoint of a segment, shape (N,)."""
    counts = np.diff(contents.starts)
    pictures = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    keypoints = np.arange(contents.starts[-1]) - contents.starts[pictures]
    return ids_of(pictures, keypoints, contents.geometry)


def nearest_lists(codes: NDArray[np.uint8], centroids: NDArray[np.uint8]) -> NDArray[np.int32]:
    """Return which list each code belongs to, shape (N,)."""
    flat = faiss.IndexBinaryFlat(_CODE_BITS)
    flat.add(np.ascontiguousarray(centroids))
    found = np.empty(len(codes), dtype=np.int32)
    for start in range(0, len(codes), _CHUNK):
        _, nearest = flat.search(np.ascontiguousarray(codes[start : start + _CHUNK]), 1)
        found[start : start + _CHUNK] = nearest[:, 0]
    return found


def empty_lists(centroids: NDArray[np.uint8]) -> faiss.IndexBinaryIVF:
    """Return empty inverted lists around these centres."""
    quantizer = faiss.IndexBinaryFlat(_CODE_BITS)
    quantizer.add(np.ascontiguousarray(centroids))
    lists = faiss.IndexBinaryIVF(quantizer, _CODE_BITS, len(centroids))
    lists.is_trained = True
    return lists


def write_segment(root: Path, contents: Contents, centroids: NDArray[np.uint8]) -> SegmentName:
    """Write a segment under a name of its own, whole and on disk, before it is ever named.

    Args:
        contents: lists are worked out where they are not known.
        centroids: shape (lists, 16), uint8.

    Raises:
        IndexNotWritten, OSError: the disk takes no more.
    """
    lists = contents.lists
    if lists is None:
        lists = nearest_lists(contents.codes, centroids)
    name = f"segment-{uuid4().hex}"
    draft = root / f"{name}.draft"
    draft.mkdir(parents=True)
    # The type stubs of faiss leave this method out.
    keypoints: Any = empty_lists(centroids)
    if len(contents.codes):
        codes = np.ascontiguousarray(contents.codes)
        ids, known = _keypoint_ids(contents), lists.astype(np.int64)
        keypoints.add_core(
            len(codes), faiss.swig_ptr(codes), faiss.swig_ptr(ids), faiss.swig_ptr(known)
        )
    regions = faiss.IndexBinaryFlat(_REGION_BITS)
    regions.add(np.ascontiguousarray(contents.region_bits))
    try:
        faiss.write_index_binary(keypoints, str(draft / "keypoints.faiss"))
        faiss.write_index_binary(regions, str(draft / "regions.faiss"))
    except RuntimeError as error:
        # All that faiss says of a full disk.
        raise IndexNotWritten(str(error)) from error
    for part in _SMALL:
        np.save(draft / f"{part}.npy", getattr(contents, part))
    files = {path.name: sealed_file(path) for path in sorted(draft.iterdir())}
    sync_folder(draft)
    draft.rename(root / name)
    sync_folder(root)
    return SegmentName(name, len(contents), "", files)


def open_segment(root: Path, name: SegmentName) -> Segment:
    """Map a segment into memory.

    Raises:
        IndexDamaged: a file is missing or is not as long as when it was written, or one of the
            small ones has other contents.
    """
    small = {name.dead, *(f"{part}.npy" for part in _SMALL)}
    for file, sealed in name.files.items():
        path = root / file if file == name.dead else root / name.folder / file
        if file in small:
            check_checksum(path, sealed)
        else:
            check_size(path, sealed[0])
    try:
        return _mapped(root, name)
    # What numpy and faiss say of files that are not what they should be, and what the system says
    # of one that a writer has replaced since.
    except (ValueError, RuntimeError, OSError) as error:
        raise IndexDamaged(f"{name.folder} of the picture index does not open: {error}") from error


def _mapped(root: Path, name: SegmentName) -> Segment:
    folder = root / name.folder
    arrays: dict[str, Any] = {
        part: np.load(folder / f"{part}.npy", mmap_mode="r") for part in _SMALL
    }
    dead = np.zeros(name.pictures, dtype=np.bool_)
    if name.dead:
        dead[np.load(root / name.dead)] = True
    keypoints: Any = faiss.read_index_binary(str(folder / "keypoints.faiss"), faiss.IO_FLAG_MMAP)
    regions: Any = faiss.read_index_binary(str(folder / "regions.faiss"), faiss.IO_FLAG_MMAP_IFC)
    segment = Segment(name=name, keypoints=keypoints, regions=regions, dead=dead, **arrays)
    points, windows = int(segment.starts[-1]), len(segment.region_owner)
    if (segment.keypoint_count, segment.region_count) != (points, windows):
        raise ValueError("its files do not belong together")
    return segment


def store_array(root: Path, kind: str, array: NDArray[Any]) -> tuple[str, tuple[int, int]]:
    """Write a small array beside the manifest; return its name, its size and its CRC-32."""
    path = root / f"{kind}-{uuid4().hex}.npy"
    np.save(path, array)
    sealed = sealed_file(path)
    sync_folder(root)
    return path.name, sealed


def informative_regions(entry: IndexEntry) -> NDArray[np.intp]:
    """Return which windows of a picture may propose it."""
    if not entry.by_hash:
        return np.empty(0, dtype=np.intp)
    return np.flatnonzero(entry.regions.quality >= PDQ_MIN_QUALITY)


def load_centroids(root: Path, manifest: Manifest) -> NDArray[np.uint8]:
    """Return the centres of the lists, shape (lists, 16), uint8.

    Raises:
        IndexDamaged: the file is missing or is not as it was written.
    """
    check_checksum(root / manifest.centroids, manifest.files.get(manifest.centroids, (0, 0)))
    return np.asarray(np.load(root / manifest.centroids), dtype=np.uint8)
