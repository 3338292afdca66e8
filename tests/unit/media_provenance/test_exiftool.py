"""Exiftool kept open: what it reads, and that nothing it does holds anybody up.

Most of it with little programs in its place that speak as it does; with the real one where it is
installed.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from media_provenance.adapters.exiftool import (
    Exiftool,
    ExiftoolFailed,
    ExiftoolLimits,
    ExiftoolMissing,
    exiftool_at,
    find_exiftool,
    suffix_for,
)
from tests.factories.dated_files import EXIFTOOL, FORMATS, dated_file, needs_exiftool

JPEG = b"\xff\xd8\xff\xe0 the rest does not matter"
# Longer than anything takes on a machine that is very busy.
PATIENT = ExiftoolLimits(wall_seconds=30.0)

# Reads a path and an -execute line, and answers with what ANSWER makes of the path and the number.
SPEAKER = """#!{python}
import json, os, sys, time
asked = 0
while True:
    path, execute = sys.stdin.readline().strip(), sys.stdin.readline().strip()
    if not execute:
        break
    asked += 1
    number = execute.removeprefix("-execute")
    {answer}
    sys.stdout.flush()
"""
SAYS = (
    'print(json.dumps([{"SourceFile": path, "IFD0:ModifyDate": %s}]) + "\\n{ready" + number + "}")'
)


@pytest.fixture
def speaker(tmp_path: Path) -> Iterator[object]:
    """Give a maker of programs that speak like exiftool; all are ended afterwards."""
    made: list[Exiftool] = []

    def make(answer: str, limits: ExiftoolLimits = PATIENT) -> Exiftool:
        path = tmp_path / f"exiftool-{len(made)}"
        path.write_text(SPEAKER.format(python=sys.executable, answer=answer), "utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        made.append(Exiftool(str(path), limits))
        return made[-1]

    yield make
    for one in made:
        one.close()


def answering(speaker: object, answer: str, limits: ExiftoolLimits = PATIENT) -> Exiftool:
    assert callable(speaker)
    made = speaker(answer, limits)
    assert isinstance(made, Exiftool)
    return made


def test_a_missing_exiftool_is_named() -> None:
    with pytest.raises(ExiftoolMissing, match="/nowhere/exiftool"):
        find_exiftool("/nowhere/exiftool")


def test_exiftool_can_be_switched_off() -> None:
    with pytest.raises(ExiftoolMissing):
        find_exiftool("off")


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (JPEG, ".jpg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", ".webp"),
        (b"\x00\x00\x00\x18ftypheic", ".heic"),
        (b"\x00" * 36 + b"acsp", ".icc"),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', ".svg"),
        (b"%PDF-1.7", None),
        (b"AT&TFORM\x00\x00\x00\x00DJVU", None),
        (b"PK\x03\x04", None),
        ("صورة — été — चित्र".encode(), None),
        (b"", None),
    ],
)
def test_only_the_first_bytes_decide_what_it_is_given(data: bytes, suffix: str | None) -> None:
    assert suffix_for(data) == suffix


def test_what_is_no_picture_is_not_given_to_it(speaker: object) -> None:
    with pytest.raises(ExiftoolFailed, match="Not a type"):
        answering(speaker, "os._exit(1)").read(b"%PDF-1.7")


def test_the_file_has_a_name_of_ours_and_is_gone_afterwards(speaker: object) -> None:
    exiftool = answering(speaker, SAYS % "path")

    path = Path(exiftool.read(JPEG).fields["IFD0:ModifyDate"])

    assert (path.name.startswith("bayyina-"), path.suffix, path.exists()) == (True, ".jpg", False)


def test_one_process_answers_many_times(speaker: object) -> None:
    exiftool = answering(speaker, SAYS % "str(asked)")

    assert [exiftool.read(JPEG).fields["IFD0:ModifyDate"] for _ in range(3)] == ["1", "2", "3"]


def test_a_process_is_replaced_after_so_many_files(speaker: object) -> None:
    exiftool = answering(speaker, SAYS % "str(asked)", ExiftoolLimits(wall_seconds=30, files=2))

    assert [exiftool.read(JPEG).fields["IFD0:ModifyDate"] for _ in range(4)] == ["1", "2", "1", "2"]


def test_one_that_hangs_is_ended(speaker: object) -> None:
    began = time.monotonic()

    with pytest.raises(ExiftoolFailed, match="no answer"):
        answering(speaker, "time.sleep(60)", ExiftoolLimits(wall_seconds=0.5)).read(JPEG)

    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "answer",
    [
        'print("garbage\\n{ready" + number + "}")',
        'print("[]\\n{ready" + number + "}")',
        'print("[" * 100_000 + "\\n{ready" + number + "}")',
        'print("{}\\n{ready" + number + "}")',
        'print("[3]\\n{ready" + number + "}")',
        "os._exit(3)",
    ],
    ids=["garbage", "nothing", "deep", "object", "number", "end"],
)
def test_an_answer_that_is_none_is_said_to_be_none(speaker: object, answer: str) -> None:
    with pytest.raises(ExiftoolFailed):
        answering(speaker, answer).read(JPEG)


def test_one_that_ends_is_asked_once_more(speaker: object, tmp_path: Path) -> None:
    answer = f"os._exit(1) if asked == 2 else None; {SAYS % 'str(asked)'}"
    exiftool = answering(speaker, answer)

    assert [exiftool.read(JPEG).fields["IFD0:ModifyDate"] for _ in range(2)] == ["1", "1"]


def test_its_answer_is_cut_and_cleaned(speaker: object) -> None:
    said = (
        '[{"SourceFile": "x", "IFD0:Make": "a\\u0000b\\nc", "IFD0:Model": "\\ud800",'
        ' "XMP-xmpMM:HistoryWhen": ["2022", {"nested": "x"}, "2023"],'
        ' "ExifIFD:SubSecTime": 16.50, "no group": "x", "IFD0:Software": "' + "चित्र" * 2000 + '",'
        ' "IFD0:Make": "second", "ExifTool:Warning": "صورة معطوبة", "GPS:x": null}]'
    )
    exiftool = answering(speaker, f"print({said!r} + '\\n{{ready' + number + '}}')")

    found = exiftool.read(JPEG)

    assert found.fields["IFD0:Make"] == "ab c"
    assert found.fields["IFD0:Model"] == "?"
    assert found.fields["XMP-xmpMM:HistoryWhen"] == "2022\n2023"
    assert found.fields["ExifIFD:SubSecTime"] == "16.50"
    assert len(found.fields["IFD0:Software"]) == 2000
    assert not {"no group", "GPS:x", "SourceFile"} & found.fields.keys()
    assert found.warnings == ("صورة معطوبة",)


@pytest.mark.skipif(sys.platform != "linux", reason="these walls stand on Linux")
@pytest.mark.parametrize(
    "attempt",
    [
        "__import__('socket').socket()",
        "os.fork()",
        "open(sys.argv[0] + '-copy', 'w').write('x' * 9999)",
        "os.unlink(path)",
        "os.kill(os.getppid(), 0)",
        "bytearray(600 << 20)",
    ],
)
def test_it_cannot_get_out(speaker: object, attempt: str) -> None:
    answer = f"""
    try:
        {attempt}
    except (OSError, MemoryError) as error:
        got = type(error).__name__
    else:
        got = "out"
    {SAYS % "got"}"""

    got = answering(speaker, answer).read(JPEG).fields["IFD0:ModifyDate"]

    assert got in ("PermissionError", "OSError", "MemoryError")


def test_a_forked_process_starts_its_own(speaker: object) -> None:
    exiftool = answering(speaker, SAYS % "str(os.getpid())")
    ours = exiftool.read(JPEG).fields["IFD0:ModifyDate"]
    reading, writing = os.pipe()

    child = os.fork()
    if child == 0:
        exiftool.leave_to_parent()
        os.write(writing, exiftool.read(JPEG).fields["IFD0:ModifyDate"].encode())
        os._exit(0)
    os.waitpid(child, 0)
    theirs = os.read(reading, 100).decode()

    assert theirs != ours
    assert exiftool.read(JPEG).fields["IFD0:ModifyDate"] == ours
    os.close(reading)
    os.close(writing)


def test_several_threads_get_their_own_answers(speaker: object) -> None:
    exiftool = answering(speaker, SAYS % "str(os.path.getsize(path))", ExiftoolLimits())
    sizes = [100 + number for number in range(12)]

    with ThreadPoolExecutor(4) as threads:
        found = threads.map(lambda size: exiftool.read(JPEG.ljust(size)), sizes)

    assert [one.fields["IFD0:ModifyDate"] for one in found] == [str(size) for size in sizes]


@needs_exiftool
@pytest.mark.parametrize("format", sorted(set(FORMATS) - {"TIFF"}))
def test_the_real_one_reads_every_date_of_a_file(format: str) -> None:
    assert EXIFTOOL is not None

    fields = exiftool_at(find_exiftool(EXIFTOOL)).read(dated_file(format)).fields

    assert fields["IFD0:ModifyDate"] == "2022:08:15 09:00:00"
    assert fields["ExifIFD:DateTimeOriginal"] == "2022:08:14 11:30:12"
    assert fields["ExifIFD:OffsetTimeOriginal"] == "+03:00"
    assert fields["ExifIFD:SubSecTimeOriginal"] == "016"
    assert fields["GPS:GPSTimeStamp"] == "08:30:12"


@needs_exiftool
def test_the_real_one_runs_nothing_from_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert EXIFTOOL is not None
    (tmp_path / ".ExifTool_config").write_text('die "ran";')
    monkeypatch.setenv("HOME", str(tmp_path))
    exiftool = Exiftool(find_exiftool(EXIFTOOL))

    fields = exiftool.read(dated_file()).fields

    assert fields["IFD0:Make"] == "Kamera"
    exiftool.close()


@needs_exiftool
def test_the_real_one_gives_no_position_on_earth() -> None:
    assert EXIFTOOL is not None

    fields = exiftool_at(find_exiftool(EXIFTOOL)).read(dated_file()).fields

    assert {name for name in fields if name.startswith("GPS")} == {
        "GPS:GPSTimeStamp",
        "GPS:GPSDateStamp",
    }
