"""How fast the whole product takes pictures in, and what room it takes: PostgreSQL and all.

    ./bayyina bench picture_ingest --pictures N [--photos DIR] [--jobs 2]

Starts a private database and broker in a temporary folder, as the tests do, makes N different
pictures of about one megapixel (photographs of DIR scaled, turned a little, cut and relit; without
DIR drawn ones), and runs ``manage.py add_pictures`` on them: once without matching, and in another
database with it. Reports pictures a second, the rows of the database and the files of the index in
bytes a picture, and the most memory that all processes together took (proportional shares, so what
two share counts once). Then half as many again are added, all processes are killed with signal 9 in
the middle, and the command is run again: there must be each picture, description and match once.
Ends with one line ``SCORE …``; 1 if anything was lost or doubled. ``--no-kill`` leaves that out.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from PIL import Image, ImageEnhance

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.picture_making.drawing import Pixels, random_of
from benchmarks.picture_making.drawn_photos import drawn_photo
from benchmarks.picture_making.edits import cropped
from benchmarks.picture_making.killed import add_and_kill, held
from benchmarks.picture_making.scratch import opened
from benchmarks.picture_making.weight import Weight
from benchmarks.picture_making.work import Progress, files_in, shared_out
from claims.adapters.signing import make_key
from factcheck.embedded.folders import make_run_folder
from factcheck.embedded.services import throwaway_services

ROOT = Path(__file__).resolve().parents[1]
_WIDTH, _HEIGHT = 1224, 918
_SIZES = """
    SELECT relname, pg_total_relation_size(oid) FROM pg_class
    WHERE relkind = 'r' AND relname LIKE 'media_provenance_%' ORDER BY 2 DESC LIMIT 12
"""
_SMALL_COPIES = (
    "SELECT coalesce(sum(pg_column_size(thumbnail)), 0) FROM media_provenance_picturefeatures"
)


@dataclass(frozen=True, slots=True)
class Task:
    """One picture to be made: its number, and where to."""

    number: int
    target: Path


# Set before the workers are forked, and only read by them.
_photos: Sequence[Path] = ()


def main(arguments: list[str]) -> int:
    """Print what the runs gave; 0 if everything was taken in, once."""
    global _photos
    parser = argparse.ArgumentParser(
        prog="bench picture_ingest", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--pictures", type=int, required=True, metavar="N")
    parser.add_argument("--photos", type=Path, metavar="DIR")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument(
        "--no-kill", action="store_true", help="do not kill it and look what is left"
    )
    options = parser.parse_args(arguments)
    _photos = [] if options.photos is None else files_in(options.photos)
    jobs = ["--jobs", str(options.jobs)]
    count, more = options.pictures, 0 if options.no_kill else options.pictures // 2
    with tempfile.TemporaryDirectory(prefix="bayyina-bench-") as name:
        first, second = Path(name) / "first", Path(name) / "second"
        _make_all(first, range(count), options.jobs)
        _make_all(second, range(count, count + more), options.jobs)
        with _product() as environment:
            read = _run(environment, first, count, [*jobs, "--no-matching"])
        with _product() as environment:
            matched = _run(environment, first, count, jobs)
            wrong = _killed(environment, second, count, more, jobs) if more else []
    print(f"SCORE read_per_s={read:.1f} matched_per_s={matched:.1f} lost_or_doubled={len(wrong)}")
    return 1 if wrong else 0


def _make_all(folder: Path, numbers: range, jobs: int) -> None:
    folder.mkdir()
    progress = Progress("making pictures", len(numbers))
    tasks = [Task(number, folder / f"{number:06}.jpg") for number in numbers]
    with shared_out(_make, tasks, jobs=jobs) as made:
        for _ in made:
            progress()


def _make(task: Task) -> None:
    """Write one picture of about a megapixel that no other number gives."""
    random = random_of("ingest", task.number)
    image = Image.fromarray(_source(task.number))
    image = image.rotate(float(random.uniform(-4, 4)), Image.Resampling.BICUBIC)
    image = cropped(image, random, float(random.uniform(0.5, 0.8)))
    image = image.resize((_WIDTH, _HEIGHT), Image.Resampling.BICUBIC)
    image = ImageEnhance.Brightness(image).enhance(float(random.uniform(0.8, 1.2)))
    target = io.BytesIO()
    image.save(target, "JPEG", quality=int(random.integers(75, 93)))
    task.target.write_bytes(target.getvalue())


def _source(number: int) -> Pixels:
    if not _photos:
        return drawn_photo(number, width=_WIDTH, height=_HEIGHT)
    return opened(_photos[number % len(_photos)].read_bytes()).pixels


def _run(environment: dict[str, str], pictures: Path, count: int, options: Sequence[str]) -> float:
    """Return pictures a second."""
    with Weight() as weight:
        began = time.perf_counter()
        _manage(environment, ["add_pictures", str(pictures), *options])
        seconds = time.perf_counter() - began
    name = " ".join(options)
    print(
        f"add_pictures {name}: {count} in {seconds:.0f} s = {count / seconds:.1f} a second;"
        f" most memory of everything {weight.most / (1 << 20):.0f} MB"
    )
    _print_room(environment, count)
    return count / seconds


def _killed(
    environment: dict[str, str], pictures: Path, before: int, more: int, options: Sequence[str]
) -> list[str]:
    """Kill the taking in of a folder in the middle, run it again; return what is wrong then."""
    stored = add_and_kill(environment, pictures, list(options), at=before + more // 2)
    began = time.perf_counter()
    _manage(environment, ["add_pictures", str(pictures), *options])
    seconds = time.perf_counter() - began
    wrong = held(environment).complaints(before + more)
    print(
        f"killed with 9 when {stored - before} of {more} more were stored, run again in"
        f" {seconds:.0f} s: {'; '.join(wrong) or 'each is there once'}",
        flush=True,
    )
    return wrong


@contextmanager
def _product() -> Iterator[dict[str, str]]:
    """Start a private database and broker with all tables, and give the environment for them."""
    folder = make_run_folder()
    folder.chmod(0o711)
    services = throwaway_services(folder)
    services.start()
    try:
        environment = {**os.environ, **services.environment()}
        for name in ("media", "data", "static", "index"):
            (folder / name).mkdir()
        make_key(folder / "data" / "history-key.pem")
        environment |= {
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"),
            "INDEX_ROOT": str(folder / "index"),
            "BAYYINA_DATA": str(folder / "data"),
            "HISTORY_KEY_FILE": str(folder / "data" / "history-key.pem"),
            "SECRET_KEY": "only-for-a-benchmark-and-therefore-no-secret-at-all-0123456789",
            "ALLOWED_HOSTS": "localhost",
            "DJANGO_SETTINGS_MODULE": "factcheck.settings",
        }
        _manage(environment, ["migrate", "--verbosity", "0"])
        yield environment
    finally:
        services.stop()
        services.guardian.dismiss()


def _manage(environment: dict[str, str], arguments: Sequence[str]) -> None:
    subprocess.run([sys.executable, str(ROOT / "manage.py"), *arguments], env=environment,
                   check=True, cwd=ROOT, stdout=subprocess.DEVNULL)  # fmt: skip


def _print_room(environment: dict[str, str], count: int) -> None:
    with psycopg.connect(environment["DATABASE_URL"]) as database:
        for name, size in database.execute(_SIZES):
            print(f"  {name}: {int(size) / count / 1024:.1f} KB a picture")
        for (size,) in database.execute(_SMALL_COPIES):
            print(f"  of these, the small copies to compare by: {int(size) / count / 1024:.1f} KB")
    for name in ("INDEX_ROOT", "MEDIA_ROOT"):
        room = sum(path.stat().st_size for path in Path(environment[name]).rglob("*")
                   if path.is_file())  # fmt: skip
        print(f"  files of {name}: {room / count / 1024:.1f} KB a picture", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
