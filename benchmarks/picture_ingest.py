"""How fast the whole product takes pictures in, and what room it takes: PostgreSQL and all.

    ./bayyina bench picture_ingest --pictures N [--photos DIR] [--jobs 2]

Starts a private database and broker in a temporary folder, as the tests do, makes N different
pictures of about one megapixel (photographs of DIR scaled, turned a little, cut and relit; without
DIR drawn ones), and runs ``manage.py add_pictures`` on them: once without matching, and in another
database with it. Reports pictures a second, the rows of the database and the files of the index in
bytes a picture, and the most memory that all processes together took (proportional shares, so what
two share counts once). Ends with one line ``SCORE …``.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageEnhance

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.picture_making.drawing import Pixels, random_of
from benchmarks.picture_making.drawn_photos import drawn_photo
from benchmarks.picture_making.edits import cropped
from benchmarks.picture_making.scratch import opened
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


@dataclass(frozen=True, slots=True)
class Task:
    """One picture to be made: its number, and where to."""

    number: int
    target: Path


# Set before the workers are forked, and only read by them.
_photos: Sequence[Path] = ()


def main(arguments: list[str]) -> int:
    """Print what both runs gave; 0 if both took everything in."""
    global _photos
    parser = argparse.ArgumentParser(
        prog="bench picture_ingest", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--pictures", type=int, required=True, metavar="N")
    parser.add_argument("--photos", type=Path, metavar="DIR")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    _photos = [] if options.photos is None else files_in(options.photos)
    with tempfile.TemporaryDirectory(prefix="bayyina-bench-") as name:
        folder = Path(name)
        progress = Progress("making pictures", options.pictures)
        tasks = [Task(number, folder / f"{number:06}.jpg") for number in range(options.pictures)]
        with shared_out(_make, tasks, jobs=options.jobs) as made:
            for _ in made:
                progress()
        read = _run(folder, options.pictures, ["--jobs", str(options.jobs), "--no-matching"])
        matched = _run(folder, options.pictures, ["--jobs", str(options.jobs)])
    print(f"SCORE read_per_s={read:.1f} matched_per_s={matched:.1f}")
    return 0


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


def _run(pictures: Path, count: int, options: Sequence[str]) -> float:
    """Return pictures a second, in a database of its own."""
    with _product() as environment:
        _manage(environment, ["migrate", "--verbosity", "0"])
        weight = _Weight()
        with weight:
            began = time.perf_counter()
            _manage(environment, ["add_pictures", str(pictures), *options])
            seconds = time.perf_counter() - began
        name = " ".join(options)
        print(f"add_pictures {name}: {count} in {seconds:.0f} s = {count / seconds:.1f} a second;"
              f" most memory of everything {weight.most / (1 << 20):.0f} MB")  # fmt: skip
        _print_room(environment, count)
        return count / seconds


@contextmanager
def _product() -> Iterator[dict[str, str]]:
    """Start a private database and broker, and give the environment that names them."""
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
        yield environment
    finally:
        services.stop()
        services.guardian.dismiss()


def _manage(environment: dict[str, str], arguments: Sequence[str]) -> None:
    subprocess.run([sys.executable, str(ROOT / "manage.py"), *arguments], env=environment,
                   check=True, cwd=ROOT, stdout=subprocess.DEVNULL)  # fmt: skip


def _print_room(environment: dict[str, str], count: int) -> None:
    script = (
        "from django.db import connection\n"
        f"cursor = connection.cursor(); cursor.execute({_SIZES!r})\n"
        "print('\\n'.join(f'{name} {size}' for name, size in cursor.fetchall()))"
    )
    told = subprocess.run([sys.executable, str(ROOT / "manage.py"), "shell", "--no-imports", "-c",
                           script], env=environment, check=True, cwd=ROOT, capture_output=True,
                          text=True)  # fmt: skip
    for line in told.stdout.splitlines():
        name, size = line.split()
        print(f"  {name}: {int(size) / count / 1024:.1f} KB a picture")
    for name in ("INDEX_ROOT", "MEDIA_ROOT"):
        held = sum(path.stat().st_size for path in Path(environment[name]).rglob("*")
                   if path.is_file())  # fmt: skip
        print(f"  files of {name}: {held / count / 1024:.1f} KB a picture")


class _Weight:
    """The most memory that this process and all that come from it take at once, while it lasts."""

    def __init__(self) -> None:
        self.most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._weigh, daemon=True)

    def __enter__(self) -> _Weight:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _weigh(self) -> None:
        while not self._over.wait(1.0):
            self.most = max(self.most, sum(_proportional(pid) for pid in _family()))


def _family() -> list[int]:
    """Return the ids of this process and its descendants."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parents[int(folder.name)] = int(
                    (folder / "stat").read_text().rsplit(")")[1].split()[1]
                )
            except (FileNotFoundError, ProcessLookupError):
                continue
    family, grown = {os.getpid()}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in family} - family
        family, grown = family | more, bool(more)
    return sorted(family)


def _proportional(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
