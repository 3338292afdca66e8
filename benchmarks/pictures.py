"""Index one folder of pictures, ask for every picture of another, and write what was found.

    ./bayyina bench pictures INDEX_DIR QUERY_DIR --out TABLE.tsv [--jobs 2] [--effort harder]

Describing, index, search and classes are the product's own; the index lies in a folder that is
removed at the end, and no database is needed. The table has the columns ``query rank matched class
agreement inliers distance cpu_ms``, separated by tabs: names relative to their folders; up to five
ranks of a query; a query without a match has one row of rank 1 with the class ``none`` and nothing
in ``matched``, and so has a file that the picture gate refuses (which file and why is said on
stderr). Classes are ``exact``, ``copy``, ``likely copy``, ``same place, other photo`` and ``none``.
``cpu_ms`` is the processor time of describing and searching that query, after it was decoded.
Ends with one line ``SCORE queries=… found_something=…``.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.picture_making.scratch import (
    NONE,
    Answer,
    Packed,
    ScratchArchive,
    opened,
    packed,
)
from benchmarks.picture_making.work import Progress, files_in, shared_out
from media_provenance.adapters.images import PictureRefused
from media_provenance.domain.description import Effort

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = ("query", "rank", "matched", "class", "agreement", "inliers", "distance", "cpu_ms")

# Set before the workers are forked, and only read by them.
_archive: ScratchArchive | None = None
_effort = Effort.NORMAL


def main(arguments: list[str]) -> int:
    """Write the table; 0 if there was anything to index and to ask."""
    parser = argparse.ArgumentParser(prog="bench pictures", description=__doc__.partition("\n")[0])
    parser.add_argument("index", type=Path, metavar="INDEX_DIR")
    parser.add_argument("queries", type=Path, metavar="QUERY_DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="TABLE.tsv")
    parser.add_argument("--jobs", type=int, default=2, help="processes to share the work out to")
    parser.add_argument("--effort", choices=[effort.value for effort in Effort], default="normal")
    options = parser.parse_args(arguments)
    stored, asked = files_in(options.index), files_in(options.queries)
    if not stored or not asked:
        empty = options.queries if stored else options.index
        print(f"There are no files in {empty}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="bayyina-bench-") as folder:
        archive = _index(options.index, stored, Path(folder), options.jobs)
        answers = _ask(archive, asked, Effort(options.effort), options.jobs)
        with options.out.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, delimiter="\t", lineterminator="\n")
            table.writerow(COLUMNS)
            found = 0
            for path, answer in zip(asked, answers, strict=True):
                table.writerows(_rows(str(path.relative_to(options.queries)), answer))
                found += not isinstance(answer, str) and bool(answer.found)
    print(f"SCORE queries={len(asked)} found_something={found}")
    return 0


def _index(root: Path, files: list[Path], folder: Path, jobs: int) -> ScratchArchive:
    archive = ScratchArchive(folder)
    progress = Progress("describing", len(files))
    tasks = [(str(path.relative_to(root)), path) for path in files]
    with shared_out(_describe, tasks, jobs=jobs) as described:
        for (name, _), picture in zip(tasks, described, strict=True):
            progress()
            if isinstance(picture, Packed):
                archive.add(picture)
            else:
                print(f"not indexed: {name}: {picture}", file=sys.stderr)
    archive.build(progress=Progress("indexing", len(archive)))
    return archive


def _describe(task: tuple[str, Path]) -> Packed | str:
    name, path = task
    try:
        return packed(name, opened(path.read_bytes()))
    except PictureRefused as refused:
        return str(refused)


def _ask(
    archive: ScratchArchive, files: list[Path], effort: Effort, jobs: int
) -> Iterator[Answer | str]:
    global _archive, _effort
    _archive, _effort = archive, effort
    progress = Progress("asking", len(files))
    with shared_out(_ask_one, files, jobs=jobs) as answers:
        for path, answer in zip(files, answers, strict=True):
            progress()
            if isinstance(answer, str):
                print(f"not asked: {path}: {answer}", file=sys.stderr)
            yield answer


def _ask_one(path: Path) -> Answer | str:
    if _archive is None:
        raise RuntimeError("The workers were forked before the archive was built.")
    try:
        return _archive.ask(opened(path.read_bytes()), effort=_effort)
    except PictureRefused as refused:
        return str(refused)


def _rows(name: str, answer: Answer | str) -> list[tuple[str, ...]]:
    if isinstance(answer, str):
        return [(name, "1", "", NONE, "", "", "", "0.0")]
    spent = f"{answer.cpu_ms:.1f}"
    if not answer.found:
        return [(name, "1", "", NONE, "", "", "", spent)]
    return [
        (
            name,
            str(rank),
            found.name,
            found.word,
            "" if found.agreement is None else f"{found.agreement:.3f}",
            "" if found.inliers is None else str(found.inliers),
            "" if found.distance is None else str(found.distance),
            spent,
        )
        for rank, found in enumerate(answer.found, start=1)
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
