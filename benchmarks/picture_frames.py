"""Do pictures in the same frame stay apart, and does each still find its own original?

    ./bayyina bench picture_frames PHOTO_DIR [--screens 500] [--captions 200] [--jobs 2]

Different photographs are put into one and the same app frame (once a light one in English, once a
dark one in Arabic), and under one logo and caption strip. Originals and framed copies are indexed
together, and each framed copy is asked for, itself left out: it must find its own original, and it
must not be linked (``exact``, ``copy``, ``likely copy``) with any other photograph, framed or not.
So there must be no two photographs of one scene in the folder; every link between different ones
is printed, to be looked at. Then a family: thirty edited copies of one photograph are indexed with
all the others, and its members must find each other.

Ends with one line ``SCORE own_original=… links=… family=…``. Needs no database.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.picture_making.drawing import ARABIC, LATIN, Pixels, draw_text
from benchmarks.picture_making.edits import EDITS, as_file, edited
from benchmarks.picture_making.scratch import (
    Answer,
    Opened,
    Packed,
    ScratchArchive,
    opened,
    packed,
)
from benchmarks.picture_making.screens import ScreenStyle, phone_screen, post_screen
from benchmarks.picture_making.work import Progress, files_in, shared_out

_LINKED = frozenset({"exact", "copy", "likely copy"})
_ENGLISH = ScreenStyle(
    LATIN,
    (255, 255, 255),
    (29, 155, 240),
    "City Desk",
    "Shared everywhere before it is taken down. Nobody is talking about this.",
    icons=3,
    count=1234,
)
_DARK_ARABIC = ScreenStyle(
    ARABIC,
    (18, 18, 20),
    (0, 128, 105),
    "أخبار الحي",
    "عاجل هذا ما حدث الليلة الماضية في المدينة، انشروا الصورة قبل أن تختفي",
    icons=5,
    count=4321,
)
_FAMILY = 30


@dataclass(frozen=True, slots=True)
class Task:
    """A photograph to be put into a frame; ``None`` leaves it as it is."""

    path: Path
    frame: str | None

    @property
    def name(self) -> str:
        return self.path.name if self.frame is None else f"{self.frame}/{self.path.name}"


# Set before the workers are forked, and only read by them.
_archive: ScratchArchive | None = None


def main(arguments: list[str]) -> int:
    """Print what each frame gives; 0 if there were photographs."""
    parser = argparse.ArgumentParser(
        prog="bench picture_frames", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("photos", type=Path, metavar="PHOTO_DIR")
    parser.add_argument("--screens", type=int, default=500)
    parser.add_argument("--captions", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    photos = files_in(options.photos)
    if len(photos) < 2:
        print(f"There are no two pictures in {options.photos}.", file=sys.stderr)
        return 2
    counts = dict.fromkeys(_FRAMES, options.screens) | {"caption": options.captions}
    # Each photograph is described once, for all the frames and the family.
    used = photos[: max(counts.values())]
    plain = _described([Task(path, None) for path in used], options.jobs)
    own, links, scores = 0, 0, []
    for frame, wanted in counts.items():
        chosen = photos[:wanted]
        if len(chosen) < wanted:
            print(f"{frame}: only {len(chosen)} photographs there, not {wanted}", file=sys.stderr)
        found, linked = _try_frame(frame, chosen, plain, options.jobs)
        own, links = own + found, links + linked
        scores.append(100 * found / len(chosen))
    family = _try_family(photos[0], plain, options.jobs)
    print(f"SCORE own_original={min(scores):.1f} links={links} family={family:.1f}")
    return 0


def _try_frame(
    frame: str, photos: Sequence[Path], plain: Sequence[Packed], jobs: int
) -> tuple[int, int]:
    """Return how many framed copies found their original, and the links to other photographs."""
    framed = [Task(path, frame) for path in photos]
    stored = [*plain[: len(photos)], *_described(framed, jobs)]
    with tempfile.TemporaryDirectory(prefix="bayyina-bench-") as folder:
        answers = _answers(Path(folder), stored, framed, jobs)
        own = sum(
            any(one.name == task.path.name and one.word in _LINKED for one in answer.found)
            for task, answer in zip(framed, answers, strict=True)
        )
        strangers = [
            (task, one)
            for task, answer in zip(framed, answers, strict=True)
            for one in answer.found
            if Path(one.name).name != task.path.name
        ]
    links = [(task, one) for task, one in strangers if one.word in _LINKED]
    for task, one in links:
        print(f"  linked: {task.name} with {one.name}: {one.word}, {one.agreement} {one.inliers}")
    print(
        f"{frame}: own original found by {own} of {len(photos)} = {100 * own / len(photos):.1f} %;"
        f" links between different photographs: {len(links)}"
        f" (called same place: {len(strangers) - len(links)})",
        flush=True,
    )
    return own, len(links)


def _try_family(first: Path, plain: Sequence[Packed], jobs: int) -> float:
    """Return the share of pairs of a family of edited copies that are linked, in per cent."""
    names = [edit for edit in EDITS if edit not in {"identity", "collage"}]
    family = [Task(first, f"edit-{names[place % len(names)]}-{place}") for place in range(_FAMILY)]
    stored = [*_described(family, jobs), *plain]
    with tempfile.TemporaryDirectory(prefix="bayyina-bench-") as folder:
        answers = _answers(Path(folder), stored, [Task(first, None), *family], jobs)
    seen = [
        sum(Path(one.name).name == first.name and one.word in _LINKED for one in answer.found)
        for answer in answers
    ]
    wrong = sum(
        Path(one.name).name != first.name and one.word in _LINKED
        for answer in answers
        for one in answer.found
    )
    share = 100 * sum(seen) / (len(answers) * _FAMILY)
    print(
        f"family of {_FAMILY} copies and their original: {share:.1f} % of the pairs linked"
        f" (the original finds {seen[0]}), the least that one finds {min(seen)};"
        f" linked with strangers: {wrong}"
    )
    return share


def _answers(
    folder: Path, stored: Sequence[Packed], asked: Sequence[Task], jobs: int
) -> list[Answer]:
    global _archive
    _archive = ScratchArchive(folder)
    for picture in stored:
        _archive.add(picture)
    _archive.build()
    progress = Progress("asking", len(asked))
    answers = []
    with shared_out(_ask_one, asked, jobs=jobs) as given:
        for answer in given:
            progress()
            answers.append(answer)
    return answers


def _described(tasks: Sequence[Task], jobs: int) -> list[Packed]:
    progress = Progress("describing", len(tasks))
    pictures = []
    with shared_out(_describe, tasks, jobs=jobs) as described:
        for picture in described:
            progress()
            pictures.append(picture)
    return pictures


def _describe(task: Task) -> Packed:
    return packed(task.name, _picture(task))


def _ask_one(task: Task) -> Answer:
    if _archive is None:
        raise RuntimeError("The workers were forked before the archive was built.")
    return _archive.ask(_picture(task), leave_out=[task.name], ranks=100)


def _picture(task: Task) -> Opened:
    original = opened(task.path.read_bytes())
    if task.frame is None:
        return original
    if task.frame.startswith("edit-"):
        _, edit, number = task.frame.split("-")
        seed = zlib.crc32(f"{task.path.name} {number}".encode())
        return opened(as_file(edited(original.pixels, edit, seed), edit))
    target = io.BytesIO()
    make = {**_FRAMES, "caption": _captioned}[task.frame]
    Image.fromarray(make(original.pixels)).save(target, "JPEG", quality=85)
    return opened(target.getvalue())


def _captioned(pixels: Pixels) -> Pixels:
    """Put one channel's sign over a corner and its strip with one sentence under the picture."""
    image = Image.fromarray(pixels)
    height = round(800 * image.height / image.width)
    canvas = Image.new("RGB", (800, height + 130), (140, 20, 28))
    canvas.paste(image.resize((800, height), Image.Resampling.LANCZOS))
    draw_text(canvas, (20, height + 12, 780, height + 130), "خاص: مشاهد لأول مرة من موقع الحدث",
              ARABIC, size=38, color=(255, 255, 255))  # fmt: skip
    draw_text(canvas, (20, height + 76, 780, height + 130), "EXCLUSIVE first pictures from there",
              LATIN, size=30, color=(255, 220, 120))  # fmt: skip
    sign = Image.new("RGB", (150, 96), (20, 60, 120))
    draw_text(sign, (0, 6, 150, 60), "الخبر", ARABIC, size=34, color=(255, 255, 255))
    draw_text(sign, (0, 56, 110, 96), "NEWS 24", LATIN, size=24, color=(255, 220, 120))
    canvas.paste(sign, (24, 24))
    return np.asarray(canvas)


_FRAMES: dict[str, Callable[[Pixels], Pixels]] = {
    "phone, English": lambda pixels: phone_screen(pixels, _ENGLISH),
    "phone, dark Arabic": lambda pixels: phone_screen(pixels, _DARK_ARABIC),
    "post, Arabic": lambda pixels: post_screen(pixels, _DARK_ARABIC),
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
