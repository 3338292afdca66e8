"""How many edited copies of photographs find their original, and how many strangers find anything.

    ./bayyina bench picture_edits PHOTO_DIR [--sample N] [--strangers N] [--bursts DIR] [--others]

Half of the photographs (every second one by name) are indexed; the other half are strangers. Of
each photograph one copy per edit is made, saved as a JPEG, decoded by the picture gate and asked
for. Recall is the share whose original comes first as ``exact``, ``copy`` or ``likely copy``; a
``same place, other photo`` does not count. Whatever a stranger finds is a false match of the class
it got, so there must be no two photographs of one scene in the folder. With --bursts, every second
shot of each sub-folder is indexed too and the others are asked for: they are of the same scene, and
must not be called copies. With --others the edits are of kinds that nothing was tuned on.

``--sample N`` asks for N photographs of each half only, ``--strangers N`` for N of the second;
everything is indexed all the same. ``--out TABLE.tsv`` has a row for each query. The photographs
are asked for in a shuffled order, always the same; Ctrl-C ends the asking and reports what was
asked until then.
``--peers N`` has imagehash's pHash, PDQ and ORB answer the queries of the first N photographs of
each half too. Ends with one line ``SCORE recall=… false_copies=… …``. Needs no database.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.picture_making.drawing import Pixels
from benchmarks.picture_making.edits import EDITS, as_file, edited
from benchmarks.picture_making.other_edits import OTHER_EDITS, as_other_file, edited_otherwise
from benchmarks.picture_making.peers import PEERS, PeerAnswer, PeerIndex
from benchmarks.picture_making.report import Asked, print_bursts, print_report
from benchmarks.picture_making.scratch import Answer, Packed, ScratchArchive, opened, packed
from benchmarks.picture_making.work import Progress, files_in, shared_out
from media_provenance.adapters.images import PictureRefused

_BESIDE = 40


@dataclass(frozen=True, slots=True)
class Query:
    """One picture to ask for: which file, edited how, and whether its original is indexed."""

    path: Path
    edit: str
    indexed: bool
    with_peers: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What the workers find in memory, made before they are forked."""

    archive: ScratchArchive
    beside: tuple[Pixels, ...]
    peers: PeerIndex | None
    keep: Path | None


# Set before the workers are forked, and only read by them.
_setting: Setting | None = None


def main(arguments: list[str]) -> int:
    """Print the report; 0 if there were photographs."""
    options = _options(arguments)
    photos = [path for path in files_in(options.photos) if _is_picture(path)]
    if len(photos) < 4:
        print(f"There are no four pictures in {options.photos}.", file=sys.stderr)
        return 2
    stored, strangers = photos[::2], photos[1::2]
    shots = [files_in(folder) for folder in _folders(options.bursts)]
    edits = _edits(options.others, options.only)
    with tempfile.TemporaryDirectory(prefix="bayyina-bench-") as folder:
        first_shots = [shot for burst in shots for shot in burst[::2]]
        archive = _indexed([*stored, *first_shots], Path(folder), options.jobs)
        setting = _setting_of(archive, stored, strangers, options)
        own = stored[: options.sample]
        foreign = strangers[: options.sample if options.strangers is None else options.strangers]
        seconds = [Query(shot, "identity", False) for burst in shots for shot in burst[1::2]]
        bursts = _ask(setting, seconds, options.jobs) if seconds else []
        asked = _ask(setting, _queries(own, foreign, edits, options), options.jobs)
    if options.out is not None:
        _write(options.out, [*asked, *bursts])
    print(f"{len(archive)} pictures indexed, {len(asked)} queries")
    print_report(asked, edits)
    if bursts:
        print_bursts(bursts)
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bench picture_edits", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("photos", type=Path, metavar="PHOTO_DIR")
    parser.add_argument("--sample", type=int, metavar="N", help="photographs asked for, each half")
    parser.add_argument(
        "--strangers",
        type=int,
        metavar="N",
        help="photographs that are not indexed, if not as many",
    )
    parser.add_argument("--bursts", type=Path, metavar="DIR", help="sub-folders of second shots")
    parser.add_argument("--others", action="store_true", help="edits that nothing was tuned on")
    parser.add_argument("--only", help="names of edits, with commas between them")
    parser.add_argument("--peers", type=int, default=10, metavar="N", help="0: ask no peers")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep and reuse edited copies here"
    )
    parser.add_argument("--out", type=Path, metavar="TABLE.tsv", help="one row per query")
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args(arguments)


def _edits(others: bool, only: str | None) -> Sequence[str]:
    names = OTHER_EDITS if others else EDITS
    if only is None:
        return names
    wanted = only.split(",")
    unknown = sorted(set(wanted) - {*EDITS, *OTHER_EDITS})
    if unknown:
        raise SystemExit(f"There is no edit {', '.join(unknown)}; there are {', '.join(names)}.")
    return wanted


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"}


def _folders(root: Path | None) -> list[Path]:
    return [] if root is None else sorted(path for path in root.iterdir() if path.is_dir())


def _indexed(files: Sequence[Path], folder: Path, jobs: int) -> ScratchArchive:
    archive = ScratchArchive(folder)
    progress = Progress("describing", len(files))
    with shared_out(_describe, files, jobs=jobs) as described:
        for picture in described:
            progress()
            archive.add(picture)
    archive.build(progress=Progress("indexing", len(archive)))
    return archive


def _describe(path: Path) -> Packed:
    return packed(path.name, opened(path.read_bytes()))


def _setting_of(
    archive: ScratchArchive,
    stored: Sequence[Path],
    strangers: Sequence[Path],
    options: argparse.Namespace,
) -> Setting:
    # Neighbours in collages are strangers, so that there is one right answer; the last ones, so
    # that a sample seldom stands beside itself.
    beside = tuple(opened(path.read_bytes()).pixels for path in strangers[-_BESIDE:])
    peers = None
    if options.peers:
        peers = PeerIndex({path.name: opened(path.read_bytes()).pixels for path in stored})
    return Setting(archive, beside, peers, options.keep)


def _queries(
    stored: Sequence[Path],
    strangers: Sequence[Path],
    edits: Sequence[str],
    options: argparse.Namespace,
) -> list[Query]:
    photos = [
        (place, path, indexed)
        for indexed, paths in ((True, stored), (False, strangers))
        for place, path in enumerate(paths)
    ]
    random.Random(0).shuffle(photos)
    return [
        Query(path, edit, indexed, with_peers=place < options.peers)
        for place, path, indexed in photos
        for edit in edits
    ]


def _ask(setting: Setting, queries: Sequence[Query], jobs: int) -> list[Asked]:
    global _setting
    _setting = setting
    progress = Progress("asking", len(queries))
    asked: list[Asked] = []
    with shared_out(_ask_one, queries, jobs=jobs) as answers:
        try:
            for answer in answers:
                progress()
                asked.append(answer)
        except KeyboardInterrupt:
            print(f"stopped: {len(asked)} of {len(queries)} were asked", file=sys.stderr)
    return asked


def _ask_one(query: Query) -> Asked:
    if _setting is None:
        raise RuntimeError("The workers were forked before the archive was built.")
    try:
        picture = opened(_copy(query, _setting))
    except PictureRefused as refused:
        print(f"refused: {query.edit} of {query.path.name}: {refused}", file=sys.stderr)
        return Asked(query.path.name, query.edit, query.indexed, Answer((), 0.0, 0.0), {})
    answers: dict[str, PeerAnswer] = {}
    if query.with_peers and _setting.peers is not None:
        answers = {peer: _setting.peers.ask(peer, picture.pixels) for peer in PEERS}
    answer = _setting.archive.ask(picture)
    return Asked(query.path.name, query.edit, query.indexed, answer, answers)


def _copy(query: Query, setting: Setting) -> bytes:
    """Return the file that is asked for: the photograph's own where it is not edited."""
    if query.edit == "identity":
        return query.path.read_bytes()
    kept = None
    if setting.keep is not None:
        kept = setting.keep / query.edit / f"{query.path.stem}.jpg"
        if kept.exists():
            return kept.read_bytes()
    seed = zlib.crc32(query.path.name.encode())
    make, save = (
        (edited_otherwise, as_other_file) if query.edit in OTHER_EDITS else (edited, as_file)
    )
    pixels = make(_pixels(query.path), query.edit, seed, beside=setting.beside)
    data = save(pixels, query.edit)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(data)
    return data


@lru_cache(maxsize=2)
def _pixels(path: Path) -> Pixels:
    return opened(path.read_bytes()).pixels


def _write(path: Path, asked: Iterable[Asked]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(Asked.COLUMNS)
        for one in asked:
            table.writerows(one.rows())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
