"""How many edited copies of photographs find their original, and how many strangers find anything.

    ./bayyina bench picture_edits PHOTO_DIR [--sample N] [--strangers N] [--bursts DIR] [--others]

Half of the photographs (every second one by name) are indexed; the other half are strangers. Of
each photograph one copy per edit is made, saved as a JPEG, decoded by the picture gate and asked
for. Recall is the share whose original comes first as ``exact``, ``copy`` or ``likely copy``; a
``same place, other photo`` does not count. Whatever a stranger finds is a false match of the class
it got, so there must be no two photographs of one scene in the folder. With --bursts, every second
shot of each sub-folder is indexed too and the others are asked for: they are of the same scene, and
must not be called copies. With --others [1|2] the edits are of kinds that nothing was tuned on.

``--sample N`` asks for N photographs of each half only, ``--strangers N`` for N of the second;
everything is indexed all the same. The photographs are asked for in a shuffled order, always the
same, in as many processes as --jobs says. ``--out TABLE.tsv`` has a row for each query as soon as
it is answered, and ``--resume`` goes on where that table ends, if the product is the same as then.
A line of the score so far comes every two minutes. ``--minutes N`` stops asking then, as Ctrl-C
does, and reports what was asked.

imagehash's pHash and PDQ answer every query too; ORB, whose answer costs several times ours, those
of one photograph in fifty of each half (two at least), or of the first N with ``--peers N``; with 0
no peer answers anything. Ends with one line ``SCORE recall=… false_copies=… …``. Needs no database.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import tempfile
import time
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.picture_making.asked import Asked, AskedTable, asked_before
from benchmarks.picture_making.drawing import Pixels
from benchmarks.picture_making.edit_sets import HELD_OUT, THE_28, copy_of
from benchmarks.picture_making.peers import (
    CHEAP_PEERS,
    PEERS,
    PeerAnswer,
    PeerIndex,
    PeerPicture,
    peer_picture,
)
from benchmarks.picture_making.report import print_bursts, print_report, score
from benchmarks.picture_making.scratch import Answer, Packed, ScratchArchive, opened, packed
from benchmarks.picture_making.work import Progress, files_in, shared_out
from media_provenance.adapters.images import PictureRefused

_BESIDE = 40
# Of the photographs of each half, this share is asked of ORB too: less than a tenth of the time.
_ORB_SHARE = 1 / 50
_PARTIAL_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Query:
    """One picture to ask for: which file, edited how, and whether its original is indexed."""

    path: Path
    edit: str
    indexed: bool
    peers: Sequence[str] = ()


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
    own = stored[: options.sample]
    foreign = strangers[: options.sample if options.strangers is None else options.strangers]
    queries = _queries(own, foreign, edits, options.peers)
    seconds = [Query(shot, "identity", False) for burst in shots for shot in burst[1::2]]
    before = asked_before(options.out) if options.resume and options.out.exists() else []
    with tempfile.TemporaryDirectory(prefix="bayyina-bench-") as folder:
        first_shots = [shot for burst in shots for shot in burst[::2]]
        archive, peers = _indexed([*stored, *first_shots], Path(folder), options)
        # Neighbours in collages are strangers, so that there is one right answer; the last ones,
        # so that a sample seldom stands beside itself.
        beside = tuple(opened(path.read_bytes()).pixels for path in strangers[-_BESIDE:])
        setting = Setting(archive, beside, peers, options.keep)
        with AskedTable.at(options.out, going_on=options.resume) as table:
            asked = _ask(setting, [*seconds, *queries], before, table, options)
    names = {shot.name for burst in shots for shot in burst}
    bursts = [one for one in asked if one.name in names]
    asked = [one for one in asked if one.name not in names]
    print(
        f"{len(archive)} pictures indexed, {len(asked)} queries of {len(queries)} asked for;"
        f" {sum('ORB' in one.peers for one in asked)} of them answered by ORB too"
    )
    if asked:
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
    parser.add_argument(
        "--others",
        nargs="?",
        const="1",
        choices=list(HELD_OUT),
        help="edits that nothing was tuned on: the first collection, or the one named",
    )
    parser.add_argument("--only", help="names of edits, with commas between them")
    parser.add_argument("--peers", type=int, metavar="N", help="photographs of each half for ORB")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep and reuse edited copies here"
    )
    parser.add_argument("--out", type=Path, metavar="TABLE.tsv", help="one row per query")
    parser.add_argument("--resume", action="store_true", help="go on where the table of --out ends")
    parser.add_argument("--minutes", type=float, default=math.inf, metavar="N", help="ask so long")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    if options.resume and options.out is None:
        parser.error("--resume needs --out TABLE.tsv, which says what was asked before.")
    return options


def _edits(others: str | None, only: str | None) -> Sequence[str]:
    names = THE_28.names if others is None else HELD_OUT[others].names
    if only is None:
        return names
    wanted = only.split(",")
    known = {name for one in (THE_28, *HELD_OUT.values()) for name in one.names}
    unknown = sorted(set(wanted) - known)
    if unknown:
        raise SystemExit(f"There is no edit {', '.join(unknown)}; there are {', '.join(names)}.")
    return wanted


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"}


def _folders(root: Path | None) -> list[Path]:
    return [] if root is None else sorted(path for path in root.iterdir() if path.is_dir())


def _indexed(
    files: Sequence[Path], folder: Path, options: argparse.Namespace
) -> tuple[ScratchArchive, PeerIndex | None]:
    archive = ScratchArchive(folder)
    progress = Progress("describing", len(files))
    kept: dict[str, PeerPicture] = {}
    with shared_out(_describe, files, jobs=options.jobs) as described:
        for picture, as_peers in described:
            progress()
            archive.add(picture)
            kept[picture.name] = as_peers
    archive.build(progress=Progress("indexing", len(archive)))
    return archive, None if options.peers == 0 else PeerIndex(kept)


def _describe(path: Path) -> tuple[Packed, PeerPicture]:
    picture = opened(path.read_bytes())
    return packed(path.name, picture), peer_picture(picture.pixels)


def _queries(
    stored: Sequence[Path], strangers: Sequence[Path], edits: Sequence[str], peers: int | None
) -> list[Query]:
    photos = [
        (path, indexed, place < _orb_count(paths, peers))
        for indexed, paths in ((True, stored), (False, strangers))
        for place, path in enumerate(paths)
    ]
    random.Random(0).shuffle(photos)
    cheap = () if peers == 0 else CHEAP_PEERS
    return [
        Query(path, edit, indexed, PEERS if with_orb else cheap)
        for path, indexed, with_orb in photos
        for edit in edits
    ]


def _orb_count(paths: Sequence[Path], peers: int | None) -> int:
    return max(2, round(len(paths) * _ORB_SHARE)) if peers is None else peers


def _ask(
    setting: Setting,
    queries: Sequence[Query],
    before: Sequence[Asked],
    table: AskedTable | None,
    options: argparse.Namespace,
) -> list[Asked]:
    """Ask what was not asked before, and return both."""
    global _setting
    _setting = setting
    keys = {one.key for one in before}
    missing = [one for one in queries if (one.path.name, one.edit) not in keys]
    wanted = {(one.path.name, one.edit) for one in queries}
    asked = [one for one in before if one.key in wanted]
    progress = Progress("asking", len(missing))
    began = told = time.monotonic()
    with suppress(KeyboardInterrupt), shared_out(_ask_one, missing, jobs=options.jobs) as answers:
        for answer in answers:
            progress()
            asked.append(answer)
            if table is not None:
                table.add(answer)
            now = time.monotonic()
            if now - told > _PARTIAL_SECONDS:
                told = now
                print(f"{len(asked)} of {len(queries)} so far: {score(asked)}", flush=True)
            if now - began > options.minutes * 60:
                break
    if len(asked) < len(queries):
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
    if _setting.peers is not None:
        answers = {peer: _setting.peers.ask(peer, picture.pixels) for peer in query.peers}
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
    data = copy_of(_pixels(query.path), query.edit, seed, setting.beside)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(data)
    return data


@lru_cache(maxsize=2)
def _pixels(path: Path) -> Pixels:
    return opened(path.read_bytes()).pixels


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
