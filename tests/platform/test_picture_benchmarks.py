"""The picture benchmarks on a few drawn pictures: what they write has the shape they promise."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.picture_making.drawn_photos import drawn_photo
from benchmarks.picture_making.edits import EDITS, edited
from benchmarks.picture_making.other_edits import OTHER_EDITS, edited_otherwise

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
