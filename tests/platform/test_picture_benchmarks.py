"""The picture benchmarks on a few drawn pictures: what they write has the shape they promise."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from benchmarks.picture_making.asked import Asked, AskedTable, asked_before
from benchmarks.picture_making.drawing import Pixels
from benchmarks.picture_making.drawn_photos import drawn_photo
from benchmarks.picture_making.edit_sets import HELD_OUT, copy_of
from benchmarks.picture_making.edits import EDITS, edited
from benchmarks.picture_making.more_edits import MORE_EDITS, edited_further
from benchmarks.picture_making.other_edits import OTHER_EDITS, edited_otherwise
from benchmarks.picture_making.peers import PeerAnswer
from benchmarks.picture_making.scratch import (
    Answer,
    Found,
    ScratchArchive,
    ScratchRecord,
)

ROOT = Path(__file__).resolve().parents[2]
NEIGHBOR = drawn_photo(9, width=320, height=240)


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_the_same_every_time(name: str) -> None:
    photo = drawn_photo(1, width=320, height=240)

    once = edited(photo, name, 7, beside=[NEIGHBOR])
    again = edited(photo, name, 7, beside=[NEIGHBOR])

    assert once.dtype == np.uint8
    assert once.shape[2] == 3
    assert np.array_equal(once, again)


@pytest.mark.parametrize("name", OTHER_EDITS)
def test_an_edit_of_another_kind_is_the_same_every_time(name: str) -> None:
    photo = drawn_photo(1, width=320, height=240)

    once = edited_otherwise(photo, name, 7, beside=[NEIGHBOR])
    again = edited_otherwise(photo, name, 7, beside=[NEIGHBOR])

    assert once.dtype == np.uint8
    assert once.shape[2] == 3
    assert np.array_equal(once, again)


@pytest.mark.parametrize("name", MORE_EDITS)
def test_a_held_out_edit_is_the_same_every_time(name: str) -> None:
    photo = drawn_photo(1, width=320, height=240)

    once = edited_further(photo, name, 7, beside=[NEIGHBOR])
    again = edited_further(photo, name, 7, beside=[NEIGHBOR])

    assert once.dtype == np.uint8
    assert np.array_equal(once, again)


@pytest.mark.slow
@pytest.mark.parametrize("name", HELD_OUT["2"].names)
def test_a_held_out_edit_still_shows_part_of_the_photograph(name: str) -> None:
    photo, other = (drawn_photo(seed, width=640, height=480) for seed in (1, 2))
    neighbor = drawn_photo(9, width=640, height=480)

    file = copy_of(photo, name, 7, [neighbor])

    with Image.open(io.BytesIO(file)) as image:
        image = image.convert("RGB")
    image.thumbnail((800, 800))
    copy = np.asarray(image)
    assert spots_in_common(photo, copy) >= 1.5 * max(12, spots_in_common(other, copy))


def spots_in_common(photo: Pixels, copy: Pixels) -> int:
    """Count the spots of a photograph that stand in a copy as one movement puts them."""
    return max(_spots(photo, copy), _spots(photo, np.ascontiguousarray(copy[:, ::-1])))


def _spots(photo: Pixels, copy: Pixels) -> int:
    cv2.setNumThreads(1)
    points, codes = cv2.SIFT.create(500).detectAndCompute(photo, None)
    copied, copied_codes = cv2.SIFT.create().detectAndCompute(copy, None)
    pairs = cv2.BFMatcher(cv2.NORM_L2, crossCheck=True).match(copied_codes, codes)
    _, kept = cv2.findHomography(
        np.array([copied[pair.queryIdx].pt for pair in pairs]),
        np.array([points[pair.trainIdx].pt for pair in pairs]),
        cv2.RANSAC,
        4.0,
    )
    return int(kept.sum())


def test_an_archive_takes_the_record_it_is_given_while_that_is_empty(tmp_path: Path) -> None:
    record = ScratchRecord(tmp_path / "descriptions.bin")

    archive = ScratchArchive(tmp_path, record)

    assert archive.record is record


def test_a_run_can_be_read_back_from_its_table(tmp_path: Path) -> None:
    table = tmp_path / "asked.tsv"
    found = (
        Found("صورة.jpg", "copy", 0.98, 120, None),
        Found("zwei.jpg", "likely copy", 0.5, 9, 31),
    )
    first = Asked("élan.jpg", "crop75", True, Answer(found, 80.0, 20.5),
                  {"PDQ": PeerAnswer("élan.jpg", 1.5), "ORB": PeerAnswer(None, 600.0)})  # fmt: skip
    stranger = Asked("หนึ่ง.jpg", "hard", False, Answer((), 75.0, 12.0), {})
    with AskedTable.at(table, going_on=False) as written:
        assert written is not None
        written.add(first)
    with AskedTable.at(table, going_on=True) as written:
        assert written is not None
        written.add(stranger)
    with table.open("a", encoding="utf-8") as cut:
        cut.write("half.jpg\thard")

    read = asked_before(table)

    assert [one.rows() for one in read] == [first.rows(), stranger.rows()]


@pytest.mark.slow
def test_the_table_has_its_columns_a_match_a_stranger_and_a_refused_file(tmp_path: Path) -> None:
    index, queries = tmp_path / "index" / "in", tmp_path / "queries"
    index.mkdir(parents=True)
    queries.mkdir()
    Image.fromarray(drawn_photo(1)).save(index / "known.png")
    Image.fromarray(drawn_photo(2)).save(index / "other.png")
    Image.fromarray(edited(drawn_photo(1), "crop75", 3)).save(queries / "cut.jpg")
    Image.fromarray(drawn_photo(1)).save(queries / "same.png", compress_level=1)
    Image.fromarray(drawn_photo(5)).save(queries / "stranger.jpg")
    (queries / "text.jpg").write_bytes("ليست صورة".encode())
    out = tmp_path / "table.tsv"

    told = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "pictures.py", index.parent, queries, "--out", out],
        capture_output=True,
        text=True,
    )

    assert told.returncode == 0, told.stderr
    assert "text.jpg" in told.stderr
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    columns = ["query", "rank", "matched", "class", "agreement", "inliers", "distance", "cpu_ms"]
    assert list(rows[0]) == columns
    assert [(row["query"], row["rank"], row["matched"], row["class"]) for row in rows] == [
        ("cut.jpg", "1", "in/known.png", "copy"),
        ("same.png", "1", "in/known.png", "exact"),
        ("stranger.jpg", "1", "", "none"),
        ("text.jpg", "1", "", "none"),
    ]
    assert float(rows[0]["cpu_ms"]) > 0


def test_a_folder_without_pictures_is_named(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "pictures.py", tmp_path, tmp_path, "--out", "x"],
        capture_output=True,
        text=True,
    )

    assert told.returncode == 2
    assert told.stderr == f"There are no files in {tmp_path}.\n"
