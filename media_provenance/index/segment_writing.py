"""Writing a picture index: taking in what is new, joining small segments, building anew.

Every function here is for the one writer that holds the lock (``segments.py``). Each step leaves
the folder such that a reader finds an index that works, and that the next writer can go on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4

import faiss
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.local_features import CODE_BYTES
from media_provenance.index import IndexDamaged, IndexEntry, Record
from media_provenance.index.fresh import contents_of
from media_provenance.index.manifest import (
    Manifest,
    SegmentName,
    check_segment,
    check_whole,
    load_manifest,
    remove_strays,
    store_manifest,
)
from media_provenance.index.segment_files import (
    Contents,
    Segment,
    load_centroids,
    nearest_lists,
    open_segment,
    store_array,
    write_segment,
)

__all__ = ["fold_in", "rebuild_all"]

log = logging.getLogger(__name__)

# So many pictures go into one segment at most: joining two needs some 30 KB of memory a picture.
_LARGEST_SEGMENT = 10_000
# A new segment swallows the one before it as long as that is less than so many times its size;
# so there are few segments, and no picture is written again more than a few times.
_TIER = 4
# The centres of the lists are found anew when the archive has grown so many times, as long as that
# is a matter of seconds: who writes may be a job with a limit of time. A larger archive is searched
# more slowly around its old centres, until `rebuild_index` is run.
_GROWTH = 4
_QUICKLY_TRAINED = 12_000
# Lists: about the root of the number of keypoints, which makes finding the nearest lists and
# looking through them equally dear; bounded, because more lists need more keypoints to be found.
_FEWEST_LISTS, _MOST_LISTS = 64, 8_192
# k-means is given so many keypoints a list (faiss asks for 39 at least).
_TRAINED_ON_EACH = 60
# So many pictures are read from the record and taken in at a time.
_AT_A_TIME = 2_000
_SEED = 1

# Gives the contents of a part of the index when they are wanted, so that not all are in memory.
_Source = Callable[[], Contents]


def fold_in(root: Path, record: Record) -> bool:
    """Take everything into the files that the record has got since they were written.

    Returns:
        Whether there was anything.

    Raises:
        IndexDamaged: the files must be built again.
    """
    manifest = load_manifest(root) or Manifest()
    remove_strays(root, manifest)
    changed = False
    while entries := list(islice(record.changes_after(manifest.watermark), _AT_A_TIME)):
        manifest = _with_entries(root, manifest, entries, record)
        store_manifest(root, manifest)
        remove_strays(root, manifest)
        changed = True
    return changed


def rebuild_all(
    root: Path, entries: Iterable[IndexEntry], *, progress: Callable[[int], None] | None
) -> None:
    """Write everything anew from these entries, beside what is there, then let it count.

    Progress counts a picture half when it was read and half when it is in a segment.
    """
    told = progress or _tell_nobody
    try:
        remove_strays(root, load_manifest(root) or Manifest())
    except IndexDamaged as error:
        log.warning("picture index replaced: %s", error)
    latest: dict[UUID, int] = {}
    sources: list[_Source] = []
    iterator, seen = iter(entries), 0
    while batch := list(islice(iterator, _AT_A_TIME)):
        latest.update((entry.asset_id, entry.change) for entry in batch)
        sources.append(_spooled(root, contents_of(batch), latest))
        seen += len(batch)
        told(seen // 2)
    watermark = max(latest.values(), default=0)
    manifest = _written_anew(root, sources, watermark, lambda done: told((seen + done) // 2))
    store_manifest(root, manifest)
    remove_strays(root, manifest)
    told(seen)


def _tell_nobody(count: int) -> None:
    return None


def _with_entries(
    root: Path, manifest: Manifest, entries: Sequence[IndexEntry], record: Record
) -> Manifest:
    """Write a segment of these entries, joined with small ones; return what then counts."""
    contents = contents_of(list(entries))
    watermark = max(entry.change for entry in entries)
    segments = [open_segment(root, name) for name in manifest.segments]
    for segment in segments:
        segment.dead |= _are_among(segment.assets, contents.assets)
    total = manifest.pictures + len(contents)
    outgrown = total >= _GROWTH * max(1, manifest.trained_on)
    if outgrown and total > _QUICKLY_TRAINED:
        log.info("picture index has outgrown its lists: run rebuild_index pictures=%s", total)
    if not manifest.centroids or (outgrown and total <= _QUICKLY_TRAINED):
        check_whole(root, manifest)
        sources: list[_Source] = [segment.contents for segment in segments]
        return _written_anew(root, [*sources, lambda: contents], watermark, _tell_nobody)
    centroids = load_centroids(root, manifest)
    joined = [contents]
    total = len(contents)
    while segments and (
        len(segments[-1]) < _TIER * total and total + len(segments[-1]) <= _LARGEST_SEGMENT
    ):
        old = segments.pop()
        # Copied unread into a new file, a fault would be sealed as if it were right.
        check_segment(root, old.name)
        total += len(old)
        joined.insert(0, _still_there(old.contents(), record))
    names = [_with_dead(root, segment) for segment in segments]
    names.append(write_segment(root, _joined(joined, centroids), centroids))
    return replace(manifest, watermark=watermark, segments=tuple(names))


def _written_anew(
    root: Path, sources: Sequence[_Source], watermark: int, told: Callable[[int], None]
) -> Manifest:
    """Find new centres and write everything into segments around them."""
    centroids = _centres(sources)
    name, sealed = store_array(root, "centroids", centroids)
    names: list[SegmentName] = []
    waiting: list[Contents] = []
    done = 0
    for place, source in enumerate(sources):
        waiting.append(replace(source(), lists=None))
        size = sum(len(contents) for contents in waiting)
        if place + 1 == len(sources) or size + _AT_A_TIME > _LARGEST_SEGMENT:
            names.append(write_segment(root, Contents.joined(waiting), centroids))
            waiting = []
            done += size
            told(done)
    return Manifest(
        watermark=watermark,
        centroids=name,
        trained_on=done,
        segments=tuple(names),
        files={name: sealed},
    )


def _centres(sources: Sequence[_Source]) -> NDArray[np.uint8]:
    """Return the centres of the lists, by k-means over a sample; the same for the same archive."""
    counted = [len(source().codes) for source in sources]
    total = sum(counted)
    lists = _number_of_lists(total)
    wanted = min(total, lists * _TRAINED_ON_EACH)
    chance = np.random.default_rng(_SEED)
    sample = []
    for source, count in zip(sources, counted, strict=True):
        share = min(count, -(-wanted * count // max(1, total)))
        sample.append(source().codes[np.sort(chance.permutation(count)[:share])])
    codes = np.concatenate([np.empty((0, CODE_BYTES), dtype=np.uint8), *sample])
    if len(codes) < lists:
        # Too few to be worth lists: any centres will do.
        return chance.integers(0, 256, (lists, CODE_BYTES), dtype=np.uint8)
    trained = faiss.IndexBinaryIVF(faiss.IndexBinaryFlat(CODE_BYTES * 8), CODE_BYTES * 8, lists)
    trained.cp.seed = _SEED
    trained.cp.min_points_per_centroid = 1
    trained.train(np.ascontiguousarray(codes))
    return np.asarray(trained.quantizer.reconstruct_n(0, lists), dtype=np.uint8)


def _number_of_lists(keypoints: int) -> int:
    power = round(np.log2(max(1.0, np.sqrt(keypoints))))
    return int(np.clip(2**power, _FEWEST_LISTS, _MOST_LISTS))


def _joined(parts: Sequence[Contents], centroids: NDArray[np.uint8]) -> Contents:
    """Join parts whose lists are known with one whose lists are not, and find those."""
    from_files, new = parts[:-1], parts[-1]
    lists = nearest_lists(new.codes, centroids)
    return Contents.joined([*from_files, replace(new, lists=lists)])


def _with_dead(root: Path, segment: Segment) -> SegmentName:
    """Return the segment's name with what is superseded in it, written where that changed."""
    name = segment.name
    dead = np.flatnonzero(segment.dead)
    before = len(np.load(root / name.dead)) if name.dead else 0
    if len(dead) == before:
        return name
    file, sealed = store_array(root, "dead", dead)
    files = {**name.files, file: sealed}
    files.pop(name.dead, None)
    return replace(name, dead=file, files=files)


def _still_there(contents: Contents, record: Record) -> Contents:
    """Leave out the pictures that are gone from the record."""
    ids = [UUID(bytes=row.tobytes()) for row in contents.assets]
    present: set[UUID] = set()
    for start in range(0, len(ids), _AT_A_TIME):
        present |= record.present(ids[start : start + _AT_A_TIME])
    kept = np.array([asset_id in present for asset_id in ids], dtype=np.bool_)
    return contents if kept.all() else contents.only(kept)


def _are_among(ids: NDArray[np.uint8], others: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Tell for each id, shape (n, 16), whether it is among the others, shape (m, 16)."""
    known = {row.tobytes() for row in others}
    # Half of the bits of an id rule out nearly all at once.
    found = np.isin(_mixed(ids), _mixed(others))
    for place in np.flatnonzero(found):
        found[place] = ids[place].tobytes() in known
    return found


def _mixed(ids: NDArray[np.uint8]) -> NDArray[np.uint64]:
    halves = np.ascontiguousarray(ids).view(np.uint64)
    return np.asarray(halves[:, 0] ^ halves[:, 1])


def _spooled(root: Path, contents: Contents, latest: dict[UUID, int]) -> _Source:
    """Put contents aside on disk; what the source gives leaves out what came again later."""
    path = root / f"spool-{uuid4().hex}.npz"
    arrays = {part.name: getattr(contents, part.name) for part in fields(contents)}
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})

    def load() -> Contents:
        with np.load(path) as stored:
            read = Contents(lists=None, **stored)
        newest = [latest[UUID(bytes=row.tobytes())] for row in read.assets]
        kept = read.changes == np.array(newest, dtype=np.int64)
        return read if kept.all() else read.only(kept)

    return load
