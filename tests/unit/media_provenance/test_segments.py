"""The index in files: what it finds, and that nothing a writer does or suffers breaks it."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import faiss
import numpy as np
import pytest

from media_provenance.domain.description import StoredDescription
from media_provenance.domain.local_features import mirrored_features
from media_provenance.domain.picture_quality import QualityMark
from media_provenance.index import (
    IndexDamaged,
    IndexNotWritten,
    manifest,
    segment_files,
    segment_writing,
    segments,
)
from media_provenance.index.segments import SegmentIndex
from tests.unit.media_provenance.described_pictures import (
    MemoryRecord,
    asked,
    described,
    picture_id,
)

# More than the index keeps in memory before it writes files.
MANY = 70


@pytest.fixture
def record() -> MemoryRecord:
    return MemoryRecord()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


def open_index(root: Path, record: MemoryRecord) -> SegmentIndex:
    """As another process would."""
    return SegmentIndex(root, record)


def fill(record: MemoryRecord, count: int = MANY, *, start: int = 0) -> None:
    for number in range(start, start + count):
        record.put(number)


@contextmanager
def somebody_writing(root: Path) -> Iterator[None]:
    """Keep everybody else from writing, so that what is fresh stays so."""
    root.mkdir(exist_ok=True)
    with manifest.sole_writer(root, wait=False) as alone:
        assert alone
        yield


def found_by_keypoints(index: SegmentIndex, stored: StoredDescription) -> list[object]:
    return [one.asset_id for one in index.candidates(asked(stored, local=stored.local))]


def found_by_code(index: SegmentIndex, stored: StoredDescription) -> list[object]:
    return [one.asset_id for one in index.candidates(asked(stored, bits=0))]


def everything_is_found(index: SegmentIndex, numbers: range = range(MANY)) -> bool:
    return all(
        found_by_keypoints(index, described(number)) == [picture_id(number)]
        and found_by_code(index, described(number)) == [picture_id(number)]
        for number in numbers
    )


def test_pictures_are_found_before_and_after_they_are_in_files(
    root: Path, record: MemoryRecord
) -> None:
    fill(record)
    index = open_index(root, record)

    with somebody_writing(root):
        before = everything_is_found(index)
        fresh = index.stats().fresh
    changed = index.fold()

    assert (before, fresh) == (True, MANY)
    assert (changed, everything_is_found(index)) == (True, True)
    assert (index.stats().fresh, index.stats().segments) == (0, 1)


def test_a_few_pictures_are_not_worth_a_file(root: Path, record: MemoryRecord) -> None:
    fill(record, 5)
    index = open_index(root, record)

    assert not index.fold()
    assert not root.exists()


def test_another_process_sees_a_new_picture_at_once(root: Path, record: MemoryRecord) -> None:
    fill(record)
    first, second = open_index(root, record), open_index(root, record)
    first.fold()
    everything_is_found(second)

    record.put(500)

    assert found_by_keypoints(second, described(500)) == [picture_id(500)]


def test_another_process_goes_on_with_the_files_a_writer_put_in_place(
    root: Path, record: MemoryRecord
) -> None:
    fill(record)
    writer, reader = open_index(root, record), open_index(root, record)
    with somebody_writing(root):
        everything_is_found(reader)

    writer.fold()

    assert everything_is_found(reader)
    assert (reader.stats().fresh, reader.stats().segments) == (0, 1)


def test_what_is_gone_from_the_record_is_not_proposed(root: Path, record: MemoryRecord) -> None:
    fill(record)
    index = open_index(root, record)
    index.fold()

    record.drop(7)

    assert found_by_keypoints(index, described(7)) == []


def test_a_picture_that_is_described_anew_is_found_by_the_new_only(
    root: Path, record: MemoryRecord
) -> None:
    fill(record)
    index = open_index(root, record)
    index.fold()

    record.put(7, described(1007))

    assert found_by_keypoints(index, described(7)) == []
    assert found_by_keypoints(index, described(1007)) == [picture_id(7)]


def test_a_picture_described_many_times_over_does_not_hide_itself(
    root: Path, record: MemoryRecord
) -> None:
    fill(record, 5)
    index = open_index(root, record)
    for _ in range(12):
        record.put(1)
        found_by_keypoints(index, described(1))

    assert found_by_keypoints(index, described(1)) == [picture_id(1)]


def test_it_stays_so_when_the_new_is_in_files_too(root: Path, record: MemoryRecord) -> None:
    fill(record, 600)
    index = open_index(root, record)
    index.fold()
    record.put(7, described(1007))
    fill(record, MANY, start=2000)

    index.fold()

    assert index.stats().segments == 2
    assert found_by_keypoints(index, described(7)) == []
    assert found_by_keypoints(open_index(root, record), described(1007)) == [picture_id(7)]


def test_small_segments_are_joined(root: Path, record: MemoryRecord) -> None:
    index = open_index(root, record)
    for start in range(0, 600, 100):
        fill(record, 100, start=start)
        index.fold()

    assert index.stats().segments <= 3
    assert index.stats().pictures == 600
    assert everything_is_found(index, range(0, 600, 50))


def test_joining_leaves_out_what_is_gone(root: Path, record: MemoryRecord) -> None:
    fill(record, 100)
    index = open_index(root, record)
    index.fold()
    record.drop(3)

    fill(record, 100, start=100)
    index.fold()

    assert index.stats().pictures == 199


def test_a_rebuild_stands_beside_the_old_until_it_is_done(root: Path, record: MemoryRecord) -> None:
    fill(record)
    index = open_index(root, record)
    index.fold()
    seen = []

    index.rebuild(record.changes_after(0), progress=lambda done: seen.append(_alive(root, record)))

    assert all(seen)
    assert everything_is_found(index)


def _alive(root: Path, record: MemoryRecord) -> bool:
    return everything_is_found(open_index(root, record), range(0, MANY, 10))


def test_a_rebuild_tells_how_far_it_is(root: Path, record: MemoryRecord) -> None:
    fill(record)
    told: list[int] = []

    open_index(root, record).rebuild(record.changes_after(0), progress=told.append)

    assert told == sorted(told)
    assert told[-1] == MANY


def test_a_rebuild_of_nothing_gives_an_empty_index(root: Path, record: MemoryRecord) -> None:
    index = open_index(root, record)

    index.rebuild(record.changes_after(0))

    assert found_by_keypoints(index, described(1)) == []
    assert index.stats().pictures == 0


def test_an_empty_index_proposes_nothing(root: Path, record: MemoryRecord) -> None:
    assert found_by_keypoints(open_index(root, record), described(1)) == []


def test_the_mirror_image_is_found_and_named(root: Path, record: MemoryRecord) -> None:
    fill(record)
    index = open_index(root, record)
    index.fold()
    local = mirrored_features(described(9).local)

    (found,) = index.candidates(asked(described(9), local=local))

    assert (found.asset_id, found.hint.mirrored) == (picture_id(9), True)


def test_the_pairs_name_the_keypoints_of_both(root: Path, record: MemoryRecord) -> None:
    fill(record)
    index = open_index(root, record)
    index.fold()

    (found,) = index.candidates(asked(described(9), local=described(9).local))

    assert found.hint.pairs is not None
    assert np.array_equal(found.hint.pairs[:, 0], found.hint.pairs[:, 1])
    assert len(found.hint.pairs) == 60


@pytest.mark.parametrize("folded", [False, True], ids=["fresh", "in files"])
def test_a_page_of_text_is_not_found_by_its_code(
    root: Path, record: MemoryRecord, folded: bool
) -> None:
    fill(record)
    text = described(900, marks=frozenset({QualityMark.MOSTLY_TEXT}))
    record.put(900, text)
    index = open_index(root, record)
    assert index.fold() or not folded

    assert found_by_code(index, text) == []
    assert found_by_keypoints(index, text) == [picture_id(900)]


def test_a_picture_with_few_keypoints_is_found_by_its_code_only(
    root: Path, record: MemoryRecord
) -> None:
    fill(record)
    smooth = described(900, keypoints=19, marks=frozenset({QualityMark.FEW_KEYPOINTS}))
    record.put(900, smooth)
    index = open_index(root, record)
    index.fold()

    assert found_by_code(index, smooth) == [picture_id(900)]
    assert found_by_keypoints(index, smooth) == []


# A writer that dies

DEATHS = {
    "before the segment has its name": (Path, "rename", 1),
    "before a folder is on disk": (segment_files, "sync_folder", 1),
    "before the manifest is written": (segment_writing, "store_manifest", 1),
    "before the manifest counts": (Path, "replace", 1),
    "before what was replaced is removed": (segment_writing, "remove_strays", 2),
}


@pytest.mark.parametrize(("before", "after"), [(0, 200), (600, 700)], ids=["first", "later"])
@pytest.mark.parametrize("death", DEATHS)
def test_an_index_works_after_a_writer_was_killed(
    root: Path, record: MemoryRecord, death: str, before: int, after: int
) -> None:
    fill(record, before)
    open_index(root, record).fold()
    fill(record, after - before, start=before)
    reader = open_index(root, record)
    with somebody_writing(root):
        everything_is_found(reader, range(5))

    assert _killed_while(lambda: open_index(root, record).fold(), *DEATHS[death])

    with somebody_writing(root):
        assert everything_is_found(reader, range(0, after, 50))
        assert everything_is_found(open_index(root, record), range(0, after, 50))
    fill(record, 150, start=after)
    assert open_index(root, record).fold()
    assert everything_is_found(open_index(root, record), range(0, after + 150, 50))
    assert not [path.name for path in root.iterdir() if "draft" in path.name]


def _killed_while(work: Callable[[], object], home: object, name: str, time: int) -> bool:
    """Do the work in a child that is killed when it comes to that function for the nth time."""
    child = os.fork()
    if child == 0:
        calls = iter(range(1, 1000))
        real = getattr(home, name)

        def fatal(*args: object, **keywords: object) -> object:
            if next(calls) == time:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **keywords)

        setattr(home, name, fatal)
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def test_a_second_writer_leaves_the_first_alone(root: Path, record: MemoryRecord) -> None:
    fill(record)
    second = open_index(root, record)

    with somebody_writing(root):
        changed = second.fold()

    assert not changed
    assert second.fold()


# Files that are not as they were written


def _largest(root: Path, name: str) -> Path:
    return max(root.glob(f"segment-*/{name}"), key=lambda path: path.stat().st_size)


@pytest.mark.parametrize("file", ["keypoints.faiss", "regions.faiss", "assets.npy"])
def test_a_file_that_was_cut_short_is_noticed_and_mended_before_the_answer(
    root: Path, record: MemoryRecord, file: str, caplog: pytest.LogCaptureFixture
) -> None:
    fill(record)
    open_index(root, record).fold()
    cut = _largest(root, file)
    os.truncate(cut, cut.stat().st_size // 2)
    index = open_index(root, record)

    assert index.stats().damaged
    assert file in caplog.text
    assert everything_is_found(index)


@pytest.mark.parametrize(
    "file",
    ["keypoints.faiss", "regions.faiss", "assets.npy", "starts.npy", "region_owner.npy"],
)
def test_a_file_with_other_contents_of_the_same_length_is_mended_before_the_answer(
    root: Path, record: MemoryRecord, file: str
) -> None:
    fill(record)
    open_index(root, record).fold()
    _overwrite(_largest(root, file), keep=0)

    assert everything_is_found(open_index(root, record))


def test_keypoints_of_no_picture_are_noticed_by_whoever_comes_upon_them(
    root: Path, record: MemoryRecord
) -> None:
    fill(record)
    open_index(root, record).fold()
    keypoints = _largest(root, "keypoints.faiss")
    _overwrite(keypoints, keep=keypoints.stat().st_size // 2)

    assert everything_is_found(open_index(root, record))


def test_a_fault_in_a_file_is_not_copied_into_the_next(root: Path, record: MemoryRecord) -> None:
    fill(record, 300)
    open_index(root, record).fold()
    keypoints = _largest(root, "keypoints.faiss")
    _overwrite(keypoints, keep=keypoints.stat().st_size // 2)
    fill(record, 100, start=300)
    index = open_index(root, record)

    assert not index.fold()
    assert everything_is_found(index, range(0, 400, 20))


def _overwrite(path: Path, *, keep: int) -> None:
    """Leave the first bytes and the length as they are."""
    path.write_bytes(path.read_bytes()[:keep].ljust(path.stat().st_size, b"\xa5"))


@pytest.mark.parametrize("file", ["manifest.json", "keypoints.faiss"])
def test_damaged_files_are_built_again_from_the_record(
    root: Path, record: MemoryRecord, file: str
) -> None:
    fill(record)
    open_index(root, record).fold()
    damaged = root / file if file == "manifest.json" else _largest(root, file)
    os.truncate(damaged, 10)

    assert open_index(root, record).fold()

    assert everything_is_found(open_index(root, record))


def test_a_segment_that_is_gone_is_noticed(root: Path, record: MemoryRecord) -> None:
    fill(record)
    open_index(root, record).fold()
    _largest(root, "regions.faiss").unlink()

    assert open_index(root, record).stats().damaged


def test_a_large_index_that_is_damaged_waits_for_a_person(
    root: Path, record: MemoryRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "_QUICKLY_MENDED", 50)
    fill(record)
    open_index(root, record).fold()
    os.truncate(root / "manifest.json", 10)
    index = open_index(root, record)

    assert not index.fold()
    with pytest.raises(IndexDamaged, match="rebuild_index"):
        found_by_keypoints(index, described(5))

    index.rebuild(record.changes_after(0))
    assert everything_is_found(index)


def test_what_is_too_much_for_memory_is_folded_in_before_the_answer(
    root: Path, record: MemoryRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "_MOST_FRESH", 100)
    fill(record, 250)
    index = open_index(root, record)

    assert found_by_keypoints(index, described(249)) == [picture_id(249)]
    assert (index.stats().pictures, index.stats().fresh) == (250, 0)


def test_a_folder_from_before_the_record_was_set_back_is_not_believed(
    root: Path, record: MemoryRecord
) -> None:
    fill(record)
    open_index(root, record).fold()
    restored = MemoryRecord()
    restored.put(5)

    index = open_index(root, restored)

    assert index.stats().damaged
    assert index.fold()
    assert found_by_keypoints(index, described(5)) == [picture_id(5)]


def test_a_record_that_is_set_back_under_a_running_process_is_read_anew(
    root: Path, record: MemoryRecord
) -> None:
    fill(record)
    index = open_index(root, record)
    everything_is_found(index, range(3))
    restored = MemoryRecord()
    restored.put(500)
    index._record = restored

    assert found_by_keypoints(index, described(500)) == [picture_id(500)]
    assert found_by_keypoints(index, described(5)) == []


# A disk that refuses


def refuse(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_keeps_nobody_from_an_answer(
    root: Path,
    record: MemoryRecord,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    fill(record)
    index = open_index(root, record)

    with monkeypatch.context() as full:
        full.setattr(np, "save", refuse)
        assert everything_is_found(index)
    assert caplog.text.count("not written") == 1

    assert open_index(root, record).fold()
    assert not [path.name for path in root.iterdir() if "draft" in path.name]


def test_what_faiss_cannot_write_is_a_full_disk_too(
    root: Path, record: MemoryRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(record)

    def refuse_too(*_: object) -> None:
        raise RuntimeError("write error in keypoints.faiss: No space left on device")

    monkeypatch.setattr(faiss, "write_index_binary", refuse_too)

    assert everything_is_found(open_index(root, record))


def test_with_too_much_to_keep_in_memory_a_full_disk_is_said_and_nothing_left_out(
    root: Path, record: MemoryRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "_MOST_FRESH", 100)
    fill(record, 250)
    index = open_index(root, record)
    monkeypatch.setattr(np, "save", refuse)

    with pytest.raises(IndexNotWritten, match="No space left"):
        found_by_keypoints(index, described(249))


def test_what_others_put_into_the_folder_stays_and_stops_nobody(
    root: Path, record: MemoryRecord, tmp_path: Path
) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "kept.txt").write_text("ملاحظات", "utf-8")
    root.mkdir()
    (root / "ملاحظات.txt").write_text("x", "utf-8")
    (root / "elsewhere").symlink_to(theirs)
    (root / "segment-elsewhere").symlink_to(theirs)
    fill(record)

    assert open_index(root, record).fold()

    assert everything_is_found(open_index(root, record))
    assert (root / "ملاحظات.txt").exists()
    assert (root / "elsewhere").is_symlink()
    assert (theirs / "kept.txt").exists()


# Ids of keypoints


def test_an_id_says_which_keypoint_of_which_picture_it_is_and_where() -> None:
    pictures = np.array([0, 9_999, (1 << 22) - 1], dtype=np.int64)
    keypoints = np.array([0, 399, 511], dtype=np.int64)
    geometry = np.array([[0, 0, 0, 0], [1, 2, 130, 255], [255, 255, 255, 255]], dtype=np.uint8)

    ids = segment_files.ids_of(pictures, keypoints, geometry)
    read = segment_files.parts_of(ids.reshape(3, 1))

    assert (ids >= 0).all()
    assert len(set(ids.tolist())) == 3
    np.testing.assert_array_equal(read[0][:, 0], pictures)
    np.testing.assert_array_equal(read[1][:, 0], keypoints)
    np.testing.assert_array_equal(read[2][:, 0], geometry)
