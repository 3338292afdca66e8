"""How recall, time and room change as the archive grows to N pictures.

    ./bayyina bench picture_scale --pictures N [--photos DIR] [--queries 100] [--jobs 2]

Half of the photographs of DIR are in the index; edited copies of the first of them are asked for at
1,000, 10,000, … and N pictures. The rest are fillers made of the other half of the photographs
(``picture_making/fill.py``): real keypoints and hashes, perturbed. Without --photos, 200 drawn
pictures stand for photographs; costs are then as good as with real ones, recall is not.

For each size: recall at rank 1 of the whole query (as ``exact``, ``copy`` or ``likely copy``:
proposed and verified), links to fillers, processor time of a query, time end to end from the file's
bytes to the answer (median and 95 of 100, with as many other processes asking as --jobs says),
look-ups of hashes alone, time to build, bytes on disk, and memory: the proportional share of two
processes that both have searched, over what they had before they opened the index; and the most
memory that everything took together. Beside each stands what imagehash's pHash, PDQ and ORB take at
that size. Ends with one line ``SCORE …``. Needs no database; what the whole product takes in,
`benchmarks/picture_ingest.py` measures.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.synchronize import Barrier
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.picture_making.drawing import random_of
from benchmarks.picture_making.drawn_photos import drawn_photo
from benchmarks.picture_making.edits import EDITS, as_file, edited
from benchmarks.picture_making.fill import FilledRecord
from benchmarks.picture_making.scale_peers import PeerCost, code_look_up_ms, peer_costs
from benchmarks.picture_making.scratch import (
    Answer,
    Packed,
    ScratchArchive,
    opened,
    packed,
    unpacked,
)
from benchmarks.picture_making.weight import Weight, proportional_bytes
from benchmarks.picture_making.work import Progress, files_in, shared_out
from media_provenance.domain.description import PictureQuery, describe_query
from media_provenance.index import IndexEntry

_DRAWN = 200
_LINKED = frozenset({"exact", "copy", "likely copy"})
_EDITS_EACH = 6
_LOOK_UPS = 50
_PEERS_ASKED = 5


@dataclass(frozen=True, slots=True)
class Query:
    """An edited copy of an indexed photograph, as a file."""

    name: str
    edit: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Timed:
    """An answer, and the seconds from the file's bytes to it."""

    answer: Answer
    seconds: float


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured at one number of pictures."""

    pictures: int
    recall: float
    filler_links: int
    cpu_ms: float
    search_ms: float
    wall: tuple[float, float]
    look_up_ms: tuple[float, float]
    build_seconds: float
    disk_bytes: float
    memory_bytes: float
    most_memory: int
    codes: int
    peers: Sequence[PeerCost]
    flat_look_up_ms: float


# Set before the workers are forked, and only read by them.
_archive: ScratchArchive | None = None


def main(arguments: list[str]) -> int:
    """Print a line for each size; 0 if there were photographs."""
    parser = argparse.ArgumentParser(
        prog="bench picture_scale", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--pictures", type=int, required=True, metavar="N")
    parser.add_argument("--photos", type=Path, metavar="DIR")
    parser.add_argument("--queries", type=int, default=100, help="photographs asked for")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    files = _files(options.photos)
    if len(files) < 20:
        print(f"There are no 20 pictures in {options.photos}.", file=sys.stderr)
        return 2
    described = _described(files, options.jobs)
    own, strangers = described[::2], [unpacked(one.body).local for one in described[1::2]]
    queries = _queries(files[::2][: options.queries], options.jobs)
    print(
        f"{len(own)} photographs of {options.photos or 'our own drawing'} in the index, fillers of"
        f" {len(strangers)} others; {len(queries)} queries: edited copies of"
        f" {min(options.queries, len(own))} photographs"
    )
    sizes = []
    for count in _sizes(options.pictures, len(own)):
        sizes.append(_measured(count, described, queries, options.jobs))
        _print_size(sizes[-1])
    first, last = sizes[0], sizes[-1]
    print(
        f"SCORE recall_{first.pictures}={first.recall:.2f} recall_{last.pictures}={last.recall:.2f}"
        f" lost={first.recall - last.recall:.2f} filler_links={last.filler_links}"
        f" p95_s={last.wall[1]:.2f} look_up_ms={last.look_up_ms[0]:.1f}"
        f" memory_kb={last.memory_bytes / 1024:.1f} disk_kb={last.disk_bytes / 1024:.1f}"
        f" most_gb={max(size.most_memory for size in sizes) / (1 << 30):.2f}"
    )
    return 0


def _sizes(most: int, least: int) -> list[int]:
    return sorted({size for size in (1_000, 10_000, 100_000) if least < size < most} | {most})


def _files(folder: Path | None) -> list[tuple[str, bytes]]:
    if folder is not None:
        return [(path.name, path.read_bytes()) for path in files_in(folder)]
    drawn = []
    for seed in range(_DRAWN):
        target = io.BytesIO()
        Image.fromarray(drawn_photo(seed)).save(target, "JPEG", quality=90)
        drawn.append((f"drawn-{seed:03}.jpg", target.getvalue()))
    return drawn


def _described(files: Sequence[tuple[str, bytes]], jobs: int) -> list[Packed]:
    progress = Progress("describing", len(files))
    done = []
    with shared_out(_describe, files, jobs=jobs) as described:
        for picture in described:
            progress()
            done.append(picture)
    return done


def _describe(file: tuple[str, bytes]) -> Packed:
    name, data = file
    return packed(name, opened(data))


def _queries(files: Sequence[tuple[str, bytes]], jobs: int) -> list[Query]:
    progress = Progress("editing", len(files))
    queries: list[Query] = []
    with shared_out(_edited_copies, files, jobs=jobs) as made:
        for copies in made:
            progress()
            queries += copies
    return queries


def _edited_copies(file: tuple[str, bytes]) -> list[Query]:
    """Make six edits of a photograph, drawn by lot from all but the unchanged one."""
    name, data = file
    seed = zlib.crc32(name.encode())
    pixels = opened(data).pixels
    random = random_of("which edits", seed)
    chosen = [
        EDITS[int(place) + 1] for place in random.choice(len(EDITS) - 1, _EDITS_EACH, replace=False)
    ]
    return [Query(name, edit, as_file(edited(pixels, edit, seed), edit)) for edit in chosen]


def _measured(count: int, described: Sequence[Packed], queries: Sequence[Query], jobs: int) -> Size:
    global _archive
    with tempfile.TemporaryDirectory(prefix="bayyina-bench-") as folder:
        sources = [unpacked(one.body) for one in described[1::2]]
        record = FilledRecord(Path(folder) / "descriptions.bin", sources, count)
        archive = ScratchArchive(Path(folder), record)
        for one in described[::2]:
            archive.add(one)
        with Weight() as weight:
            build_seconds = _build(archive, count)
            _archive = archive
            progress = Progress(f"asking at {count}", len(queries))
            answers = []
            with shared_out(_ask_one, queries, jobs=jobs) as timed:
                for answer in timed:
                    progress()
                    answers.append(answer)
            looked_up = _look_ups(archive, queries)
            memory = _memory_of_two(queries)
        stats = archive.index.stats()
        if stats.watermark != count or stats.damaged:
            raise RuntimeError(f"The index ends at picture {stats.watermark}, not at {count}.")
        return Size(
            pictures=count,
            recall=_recall(queries, answers),
            filler_links=sum(_links_filler(one.answer) for one in answers),
            cpu_ms=statistics.median(one.answer.cpu_ms for one in answers),
            search_ms=statistics.median(one.answer.search_ms for one in answers),
            wall=_median_and_95([one.seconds for one in answers]),
            look_up_ms=looked_up,
            build_seconds=build_seconds,
            disk_bytes=stats.disk_bytes / count,
            memory_bytes=memory / count,
            most_memory=weight.most,
            codes=stats.codes,
            peers=peer_costs(
                [opened(query.data).pixels for query in queries[:_PEERS_ASKED]], count
            ),
            flat_look_up_ms=code_look_up_ms(stats.codes),
        )


def _build(archive: ScratchArchive, count: int) -> float:
    """Return the seconds it took, less what making the fillers took."""
    making = 0.0

    def entries() -> Iterator[IndexEntry]:
        nonlocal making
        made = archive.record.changes_after(0)
        while True:
            began = time.perf_counter()
            entry = next(made, None)
            making += time.perf_counter() - began
            if entry is None:
                return
            yield entry

    began = time.perf_counter()
    archive.index.rebuild(entries(), progress=Progress(f"indexing {count}", count))
    return time.perf_counter() - began - making


def _ask_one(query: Query) -> Timed:
    if _archive is None:
        raise RuntimeError("The workers were forked before the archive was built.")
    began = time.perf_counter()
    answer = _archive.ask(opened(query.data))
    return Timed(answer, time.perf_counter() - began)


def _recall(queries: Sequence[Query], answers: Sequence[Timed]) -> float:
    found = 0
    for query, one in zip(queries, answers, strict=True):
        first = one.answer.found[0] if one.answer.found else None
        found += first is not None and first.name == query.name and first.word in _LINKED
    return 100 * found / len(queries)


def _links_filler(answer: Answer) -> bool:
    return any(one.name == "filler" and one.word in _LINKED for one in answer.found)


def _look_ups(archive: ScratchArchive, queries: Sequence[Query]) -> tuple[float, float]:
    """Return milliseconds for one code, and for all codes of one query, without any keypoints."""
    one_code: list[float] = []
    all_codes: list[float] = []
    for query in queries[:: max(1, len(queries) // _LOOK_UPS)]:
        asked = _without_keypoints(describe_query(opened(query.data).pixels))
        regions = asked.regions
        single = replace(
            regions,
            bits=regions.bits[:1],
            quality=regions.quality[:1],
            regions=regions.regions[:1],
            orientations=regions.orientations[:1],
        )
        for part, spent in ((replace(asked, regions=single), one_code), (asked, all_codes)):
            began = time.perf_counter()
            archive.index.candidates(part)
            spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(one_code), statistics.median(all_codes)


def _without_keypoints(query: PictureQuery) -> PictureQuery:
    upright, mirrored = query.local.upright, query.local.mirrored
    nothing = [
        replace(
            features,
            codes=features.codes[:0],
            points=features.points[:0],
            scales=features.scales[:0],
            angles=features.angles[:0],
            graphic=features.graphic[:0],
        )
        for features in (upright, mirrored)
    ]
    local = replace(query.local, upright=nothing[0], mirrored=nothing[1])
    return replace(query, local=local, boxes=())


def _memory_of_two(queries: Sequence[Query]) -> int:
    """Return the bytes by which the shares of two asking processes grew in all."""
    context = multiprocessing.get_context("fork")
    barrier, grown = context.Barrier(2), context.Queue()
    chosen = list(queries[:: max(1, len(queries) // 40)])
    for query in chosen[:2]:
        # So that the parent has loaded whatever is loaded once, before it is counted.
        describe_query(opened(query.data).pixels)
    asking = [
        context.Process(target=_ask_and_weigh, args=(chosen, barrier, grown)) for _ in range(2)
    ]
    for process in asking:
        process.start()
    total: int = sum(grown.get(timeout=600) for _ in asking)
    for process in asking:
        process.join()
    return total


def _ask_and_weigh(
    queries: Sequence[Query], barrier: Barrier, grown: multiprocessing.Queue[int]
) -> None:
    if _archive is None:
        raise RuntimeError("The workers were forked before the archive was built.")
    archive = _archive.reopened()
    before = proportional_bytes(os.getpid())
    for query in queries:
        archive.ask(opened(query.data))
    barrier.wait()
    grown.put(proportional_bytes(os.getpid()) - before)
    barrier.wait()


def _median_and_95(values: Sequence[float]) -> tuple[float, float]:
    return float(np.percentile(values, 50)), float(np.percentile(values, 95))


def _print_size(size: Size) -> None:
    print(
        f"{size.pictures:>8} pictures: recall {size.recall:.2f} %, links to fillers"
        f" {size.filler_links}; a query {size.cpu_ms:.0f} ms of processor (searching"
        f" {size.search_ms:.0f}), end to end {size.wall[0]:.2f} s, 95 of 100 under"
        f" {size.wall[1]:.2f} s; look-up of a code {size.look_up_ms[0]:.1f} ms, of all of a query's"
        f" {size.look_up_ms[1]:.1f} ms; built in {size.build_seconds:.0f} s; a picture takes"
        f" {size.disk_bytes / 1024:.1f} KB of the index on disk and"
        f" {size.memory_bytes / 1024:.1f} KB of memory of two processes together; everything took"
        f" {size.most_memory / (1 << 30):.2f} GB at most"
    )
    for peer in size.peers:
        computed = "" if peer.measured else " (computed from 500 pictures)"
        print(
            f"{'':9}{peer.name}: {peer.query_ms:.1f} ms of processor a query{computed}, ours is"
            f" {size.cpu_ms / peer.query_ms:.2f} times that; {peer.memory_bytes / 1024:.2f} KB a"
            f" picture, ours is {size.memory_bytes / peer.memory_bytes:.2f} times that"
        )
    print(
        f"{'':9}one code among {size.codes}: faiss flat {size.flat_look_up_ms:.2f} ms, ours is"
        f" {size.look_up_ms[0] / size.flat_look_up_ms:.2f} times that",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
