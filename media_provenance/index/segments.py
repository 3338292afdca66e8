"""The picture index in memory-mapped files, beside the record in the database.

Segments (``segment_files.py``) hold what was folded in; what the record got since is read from it
before each query and kept in this process until it is folded in too. So a new picture is found by
every process at once, nothing that a writer does can lose one, and the folder may be thrown away.

Candidates come by codes of regions (every code is compared) and by keypoints (the codes of the
nearest lists are compared, the votes are counted in ``domain/voting.py``).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from threading import RLock
from uuid import UUID

from media_provenance.domain.candidates import Candidate
from media_provenance.domain.description import PictureQuery
from media_provenance.index import (
    IndexDamaged,
    IndexEntry,
    IndexNotWritten,
    IndexStats,
    Record,
)
from media_provenance.index.fresh import Fresh
from media_provenance.index.looking_up import Shelf, look_up
from media_provenance.index.manifest import (
    Manifest,
    check_younger,
    load_manifest,
    manifest_stamp,
    sole_writer,
)
from media_provenance.index.segment_files import Segment, load_centroids, open_segment
from media_provenance.index.segment_writing import fold_in, rebuild_all

__all__ = ["SegmentIndex"]

log = logging.getLogger(__name__)

# Fresh pictures are folded in when there are so many of them, or one for twenty that are in: each
# costs every process the memory and the processor time of reading it.
_FOLD_AT = 64
_FOLD_AT_MOST = 1_000
_FOLD_SHARE = 20
# More than so many are not kept in memory: they are folded in before the next answer.
_MOST_FRESH = 2_000
# Damaged files of so many changes are built again by whoever asks next, in well under a minute.
_QUICKLY_MENDED = 12_000
# How often a reader looks again when a writer replaced the files while it opened them.
_TRIES = 5
# After the disk refused, nothing is written for so many seconds: each try writes until it is full.
_PAUSE = 60.0


class SegmentIndex:
    """A `PictureIndex` in files under a folder, kept up to date from the record."""

    def __init__(self, root: Path, record: Record) -> None:
        """Open nothing yet.

        Args:
            root: the folder; every process that asks or writes must see the same one.
            record: what is stored, the truth.
        """
        self._root = root
        self._record = record
        self._busy = RLock()
        self._stamp: tuple[int, ...] | None = None
        self._manifest = Manifest()
        self._segments: list[Segment] = []
        self._fresh = Fresh(None)
        self._read_up_to = 0
        self._damaged = False
        self._opened = False
        # Whether the record has more that is not in memory yet.
        self._behind = False
        # Until when nothing is written, by the clock that never goes back.
        self._paused_until = float("-inf")

    def add(self, entry: IndexEntry) -> None:
        """Do nothing: the record has the picture, and is read before each answer."""

    def remove(self, asset_id: UUID) -> None:
        """Do nothing: what is gone from the record is not proposed."""

    def candidates(self, query: PictureQuery, *, limit: int = 20) -> Sequence[Candidate]:
        try:
            found = self._looked_up(query, limit)
        except IndexDamaged:
            # What is found damaged only while it is read is built again once.
            found = self._looked_up(query, limit)
        present = self._record.present(list({one.asset_id for one in found}))
        return [one for one in found if one.asset_id in present]

    def _looked_up(self, query: PictureQuery, limit: int) -> list[Candidate]:
        self.fold()
        while self._is_incomplete():
            # Without what was not read yet the answer would be wrong: so it waits for the writer.
            self._fold(wait=True)
        with self._busy:
            shelves: list[Shelf] = [*self._segments, self._fresh]
            try:
                return look_up(query, shelves, limit=limit)
            except IndexDamaged as error:
                self._believe_nothing(error)
                raise

    def rebuild(
        self, entries: Iterable[IndexEntry], *, progress: Callable[[int], None] | None = None
    ) -> None:
        self._root.mkdir(parents=True, exist_ok=True)
        with sole_writer(self._root, wait=True):
            rebuild_all(self._root, entries, progress=progress)

    def fold(self) -> bool:
        """Take what the record got since into the files, if it is worth a file of its own.

        Every answer begins with it, so nobody need call it; whoever adds thousands of pictures
        without asking may, now and then. Cheap where there is nothing to do. Damaged files are
        built again, if there are not too many for one who waits.

        Returns:
            Whether the files changed; ``False`` also where another process is writing, and where
            the disk refuses or a person must have the files built again: the log says so.
        """
        if time.monotonic() < self._paused_until or not self._worth_folding():
            return False
        try:
            return self._fold(wait=False)
        except IndexNotWritten as error:
            log.error("picture index not written: %s", error)
            self._paused_until = time.monotonic() + _PAUSE
        except IndexDamaged as error:
            log.error("picture index damaged: %s", error)
        return False

    def _fold(self, *, wait: bool) -> bool:
        if self._damaged:
            self._check_quickly_mended()
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            with sole_writer(self._root, wait=wait) as alone:
                # Another writer may have done it since.
                if not alone or not self._worth_folding():
                    return False
                return self._mend() if self._damaged else fold_in(self._root, self._record)
        except IndexDamaged as error:
            self._believe_nothing(error)
            return False
        except OSError as error:
            raise IndexNotWritten(f"{self._root}: {error.strerror}") from error

    def _check_quickly_mended(self) -> None:
        """Check that building everything again is a matter of seconds; else a person must say so.

        Raises:
            IndexDamaged: it is not.
        """
        newest = self._record.newest_change()
        if newest > _QUICKLY_MENDED:
            raise IndexDamaged(f"Run rebuild_index: it is too much to do by the way ({newest}).")

    def _mend(self) -> bool:
        log.warning("picture index damaged: built again from the record")
        rebuild_all(self._root, self._record.changes_after(0), progress=None)
        return True

    def stats(self) -> IndexStats:
        with self._busy:
            self._catch_up()
            shelves: list[Shelf] = [*self._segments, self._fresh]
            return IndexStats(
                backend="segments",
                pictures=sum(int((~shelf.dead).sum()) for shelf in shelves),
                fresh=int((~self._fresh.dead).sum()),
                codes=sum(shelf.region_count for shelf in shelves),
                keypoints=sum(shelf.keypoint_count for shelf in shelves),
                segments=len(self._segments),
                disk_bytes=_size_of(self._root),
                watermark=self._manifest.watermark,
                damaged=self._damaged,
            )

    def _worth_folding(self) -> bool:
        with self._busy:
            self._catch_up()
            return self._damaged or len(self._fresh) >= self._fold_at()

    def _is_incomplete(self) -> bool:
        with self._busy:
            self._catch_up()
            return self._damaged or self._behind

    def _fold_at(self) -> int:
        return min(_FOLD_AT_MOST, max(_FOLD_AT, self._manifest.pictures // _FOLD_SHARE))

    def _catch_up(self) -> None:
        """Open what a writer has put in place since, then read what the record has got since."""
        stamp = manifest_stamp(self._root)
        newest = self._record.newest_change()
        # A record that was set back while this process went on counts from below again.
        if stamp != self._stamp or not self._opened or newest < self._read_up_to:
            self._open_anew()
        if not self._damaged and newest > self._read_up_to:
            newer = iter(self._record.changes_after(self._read_up_to))
            for entry in islice(newer, _MOST_FRESH - len(self._fresh)):
                self._take_in(entry)
            self._behind = len(self._fresh) >= _MOST_FRESH and next(newer, None) is not None

    def _take_in(self, entry: IndexEntry) -> None:
        self._fresh.put(entry)
        self._read_up_to = max(self._read_up_to, entry.change)
        for segment in self._segments:
            segment.bury(entry.asset_id)

    def _open_anew(self) -> None:
        for _ in range(_TRIES):
            stamp = manifest_stamp(self._root)
            try:
                manifest = load_manifest(self._root) or Manifest()
                check_younger(manifest, self._record.newest_change())
                segments = [open_segment(self._root, name) for name in manifest.segments]
                centroids = load_centroids(self._root, manifest) if manifest.centroids else None
            except IndexDamaged as error:
                if manifest_stamp(self._root) == stamp:
                    self._stamp = stamp
                    self._believe_nothing(error)
                    return
                continue
            newest = self._record.newest_change()
            entries = [
                one for one in self._fresh.entries() if manifest.watermark < one.change <= newest
            ]
            self._fresh = Fresh(centroids)
            self._manifest, self._segments = manifest, segments
            self._stamp, self._damaged, self._opened = stamp, False, True
            self._read_up_to = manifest.watermark
            self._behind = False
            for entry in entries:
                self._take_in(entry)
            return
        raise IndexDamaged("The picture index is replaced faster than it can be opened.")

    def _believe_nothing(self, error: IndexDamaged) -> None:
        """Give the files up that are there now; others in their place are opened again."""
        log.error("picture index damaged, no answer until it is rebuilt: %s", error)
        self._damaged, self._opened, self._behind = True, True, False
        self._segments, self._fresh = [], Fresh(None)
        self._manifest, self._read_up_to = Manifest(), 0


def _size_of(root: Path) -> int:
    if not root.is_dir():
        return 0
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
