"""A scratch archive in a folder: the product's own description, index and search, no database.

``ScratchRecord`` stands where the tables are: descriptions lie one after the other in one file,
so that ten thousand of them cost no memory, and worker processes share it. ``ScratchArchive`` puts
an index of the product over it. Nothing is tuned here and nothing decided.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks.picture_making.drawing import Pixels
from media_provenance.adapters.images import open_picture
from media_provenance.domain.description import (
    Effort,
    PictureQuery,
    StoredDescription,
    describe,
    describe_query,
)
from media_provenance.domain.likeness import LIKENESS_WORDS, LikenessClass
from media_provenance.domain.local_features import LocalFeatures
from media_provenance.domain.picture_quality import (
    QualityMark,
    matched_by_features,
    matched_by_hash,
)
from media_provenance.domain.regions import STORED_WINDOWS, RegionalCodes
from media_provenance.domain.search import search
from media_provenance.index import IndexEntry
from media_provenance.index.segments import SegmentIndex

__all__ = [
    "NONE",
    "Answer",
    "Found",
    "Opened",
    "Packed",
    "ScratchArchive",
    "ScratchRecord",
    "id_of",
    "opened",
    "packed",
    "unpacked",
]

NONE = LIKENESS_WORDS[None]
_LENGTH = struct.Struct("<I")


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A picture behind the gate: its pixels, and the digest that makes two of them ``exact``."""

    pixels: Pixels
    digest: str


@dataclass(frozen=True, slots=True)
class Packed:
    """The description of one picture as bytes, with the name and digest it is known by."""

    name: str
    digest: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """One rank of an answer, as the tables have it; ``None`` where there is nothing to say."""

    name: str
    word: str
    agreement: float | None
    inliers: int | None
    distance: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found, best first, and processor milliseconds of describing and searching."""

    found: tuple[Found, ...]
    describe_ms: float
    search_ms: float

    @property
    def cpu_ms(self) -> float:
        return self.describe_ms + self.search_ms


def opened(data: bytes) -> Opened:
    """Decode a file by the product's gate.

    Raises:
        PictureRefused: as ``open_picture``.
    """
    decoded = open_picture(data)
    return Opened(decoded.pixels, decoded.pixel_sha256)


def id_of(name: str) -> uuid.UUID:
    """Return the id of a picture of a name, the same in every process."""
    return uuid.UUID(bytes=hashlib.sha256(name.encode()).digest()[:16])


def packed(name: str, picture: Opened) -> Packed:
    """Describe a picture as the archive keeps it."""
    cv2.setNumThreads(1)
    described = describe(picture.pixels)
    stored = StoredDescription(
        described.regions, described.local, described.thumbnail, described.marks
    )
    return Packed(name, picture.digest, as_bytes(stored))


def as_bytes(stored: StoredDescription) -> bytes:
    codes, geometry = stored.local.pack()
    parts = [
        codes,
        geometry,
        stored.regions.bits.tobytes(),
        stored.regions.quality.tobytes(),
        np.ascontiguousarray(stored.thumbnail).tobytes(),
    ]
    head = json.dumps(
        {
            "lengths": [len(part) for part in parts],
            "thumbnail": stored.thumbnail.shape,
            "marks": sorted(mark.value for mark in stored.marks),
        }
    ).encode()
    return _LENGTH.pack(len(head)) + head + b"".join(parts)


def unpacked(body: bytes) -> StoredDescription:
    (length,) = _LENGTH.unpack_from(body)
    at = _LENGTH.size + length
    head = json.loads(body[_LENGTH.size : at])
    parts = []
    for size in head["lengths"]:
        parts.append(body[at : at + size])
        at += size
    bits = np.frombuffer(parts[2], dtype=np.uint8).reshape(-1, 32)
    return StoredDescription(
        RegionalCodes(bits, np.frombuffer(parts[3], dtype=np.uint8), STORED_WINDOWS[: len(bits)]),
        LocalFeatures.unpack(parts[0], parts[1]),
        np.frombuffer(parts[4], dtype=np.uint8).reshape(head["thumbnail"]),
        frozenset(QualityMark(mark) for mark in head["marks"]),
    )


class ScratchRecord:
    """The ``Record`` of an index in one file, in the order in which pictures were added."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        self._end = 0
        self._places: dict[uuid.UUID, tuple[int, int]] = {}
        self._order: list[uuid.UUID] = []

    def add(self, asset_id: uuid.UUID, body: bytes) -> None:
        """Keep a description; one that is there already stays."""
        if asset_id in self._places:
            return
        os.pwrite(self._file, body, self._end)
        self._places[asset_id] = (self._end, len(body))
        self._end += len(body)
        self._order.append(asset_id)

    def __len__(self) -> int:
        return len(self._order)

    def newest_change(self) -> int:
        return len(self._order)

    def changes_after(self, change: int) -> Iterator[IndexEntry]:
        for number, asset_id in enumerate(self._order[change:], start=change + 1):
            stored = self._read(asset_id)
            yield IndexEntry(
                asset_id=asset_id,
                change=number,
                regions=stored.regions,
                local=stored.local,
                by_hash=matched_by_hash(stored.marks),
                by_features=matched_by_features(stored.marks),
            )

    def present(self, asset_ids: Sequence[uuid.UUID]) -> Set[uuid.UUID]:
        return {asset_id for asset_id in asset_ids if asset_id in self._places}

    def load(self, asset_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, StoredDescription]:
        return {
            asset_id: self._read(asset_id) for asset_id in asset_ids if asset_id in self._places
        }

    def _read(self, asset_id: uuid.UUID) -> StoredDescription:
        start, length = self._places[asset_id]
        return unpacked(os.pread(self._file, length, start))


class ScratchArchive:
    """Pictures in a folder of their own, indexed by the product's index, and asked by its search.

    Worker processes that are forked after ``build`` share the files and search in them at once.
    """

    def __init__(self, folder: Path, record: ScratchRecord | None = None) -> None:
        # Not "record or": an empty record is false.
        self.record = ScratchRecord(folder / "descriptions.bin") if record is None else record
        self._folder = folder
        self.index = SegmentIndex(folder / "index", self.record)
        # Fillers (``fill.py``) have no names.
        self._names: dict[uuid.UUID, str] = {}
        self._digests: dict[str, uuid.UUID] = {}

    def __len__(self) -> int:
        return len(self._names)

    def add(self, picture: Packed) -> None:
        asset_id = id_of(picture.name)
        self._names[asset_id] = picture.name
        self._digests.setdefault(picture.digest, asset_id)
        self.record.add(asset_id, picture.body)

    def reopened(self) -> ScratchArchive:
        """Return the same archive as another process opens it: the files, and nothing read yet."""
        again = ScratchArchive(self._folder, self.record)
        again._names, again._digests = self._names, self._digests
        return again

    def build(self, *, progress: Callable[[int], None] | None = None) -> None:
        """Build the index over everything that was added."""
        self.index.rebuild(self.record.changes_after(0), progress=progress)

    def ask(
        self,
        picture: Opened,
        *,
        effort: Effort = Effort.NORMAL,
        leave_out: Iterable[str] = (),
        ranks: int = 5,
    ) -> Answer:
        """Search for a picture as the product does: first by digest, then by likeness."""
        cv2.setNumThreads(1)
        began = time.process_time()
        query = describe_query(picture.pixels, effort=effort)
        described = time.process_time()
        return self._answer(query, picture.digest, began, described, leave_out, ranks)

    def _answer(
        self,
        query: PictureQuery,
        digest: str,
        began: float,
        described: float,
        leave_out: Iterable[str],
        ranks: int,
    ) -> Answer:
        left_out = {id_of(name) for name in leave_out}
        same = self._digests.get(digest)
        found = []
        if same is not None and same not in left_out:
            found.append(
                Found(self._names[same], LIKENESS_WORDS[LikenessClass.EXACT], 1.0, None, 0)
            )
            left_out.add(same)
        for one in search(query, self.index, self.record, leave_out=left_out):
            likeness = one.likeness
            found.append(
                Found(
                    self._names.get(one.asset_id, "filler"),
                    LIKENESS_WORDS[likeness.likeness],
                    likeness.agreement,
                    likeness.inliers,
                    likeness.distance,
                )
            )
        ended = time.process_time()
        return Answer(tuple(found[:ranks]), (described - began) * 1000, (ended - described) * 1000)
