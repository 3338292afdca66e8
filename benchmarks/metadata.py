"""What a full reading of metadata costs, and what damage to a file does to its dates.

    ./bayyina bench metadata DIR [--mutations 1500] [--seed 7]

Reads every file under DIR and prints the median and the 95th percentile in milliseconds: in full
(exiftool kept open), the quick fields beside a decoding (as the picture gate's child reads them, in
this process), and with Pillow alone and ExifRead for comparison.

With --mutations, so many damaged copies are read: one bit turned over, one byte or sixteen
replaced, cut off, a piece taken out, a piece doubled, each at a random place of a file of DIR in
turn. Printed is how many readings ended without an answer, the slowest, and how many damaged copies
gave a usable date that the undamaged file does not have: another day, and another second. A digit
of a date that became another digit is a date like any other to whoever reads it; what gives it away
is another field of the same file. Ends with one line
``SCORE full=…ms quick=…ms crashes=… new_days=… new_seconds=…``.
Needs no database.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import exifread
from PIL import Image, UnidentifiedImageError

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from media_provenance.adapters import decoding, decoding_metadata
from media_provenance.adapters.exiftool import (
    AllFields,
    Exiftool,
    ExiftoolFailed,
    exiftool_at,
    find_exiftool,
    suffix_for,
)
from media_provenance.domain.file_damage import damaged_groups
from media_provenance.domain.metadata import MetadataObservation, observe_metadata
from media_provenance.domain.picture_headers import PictureRefused, format_of

_ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mutations", type=int, default=0)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    files = [path for path in sorted(given.folder.rglob("*")) if path.is_file()]
    files = [path for path in files if suffix_for(path.read_bytes()[:2048]) is not None]
    exiftool = exiftool_at(find_exiftool())
    print(f"{len(files)} files")
    full = report("full (exiftool kept open)", files, exiftool.read)
    decoding.warm_up()
    quick = report("quick fields beside a decoding", files, quick_fields, timed_itself=True)
    report("Pillow alone: open and getexif", files, pillow)
    report("ExifRead", files, lambda data: exifread.process_file(io.BytesIO(data), details=False))
    score = f"SCORE full={full:.1f}ms quick={quick:.2f}ms"
    if given.mutations:
        tally = mutate(files, exiftool, given.mutations, given.seed)
        score += f" crashes={tally['no answer']} new_days={tally['new day']}"
        score += f" new_seconds={tally['new second']}"
    print(score)


# Costs


def report(
    name: str,
    files: list[Path],
    read: Callable[[bytes], object],
    *,
    timed_itself: bool = False,
) -> float:
    """Print and return the median of reading each file, in milliseconds, best of the rounds.

    Args:
        timed_itself: what ``read`` returns is its time in seconds, or None for a file it does not
            read.
    """
    times = []
    for path in files:
        data, best = path.read_bytes(), None
        for _round in range(_ROUNDS):
            began = time.perf_counter()
            answer = read(data)
            spent = answer if timed_itself else time.perf_counter() - began
            if isinstance(spent, float) and (best is None or spent < best):
                best = spent
        if best is not None:
            times.append(best * 1000)
    high = statistics.quantiles(times, n=20)[-1]
    median = statistics.median(times)
    print(f"{name}: median {median:.2f} ms, 95th percentile {high:.2f} ms ({len(times)} files)")
    return median


def quick_fields(data: bytes) -> float | None:
    """Return the seconds that the fields take of a picture that is open already."""
    try:
        format = format_of(data)
        with Image.open(io.BytesIO(data), formats=[format.value]) as image:
            began = time.perf_counter()
            decoding_metadata.metadata_fields(image, data, format, [])
            return time.perf_counter() - began
    except (PictureRefused, UnidentifiedImageError, OSError, ValueError):
        return None


def pillow(data: bytes) -> None:
    with contextlib.suppress(Exception), Image.open(io.BytesIO(data)) as image:
        image.getexif().get_ifd(0x8769)


# Damage


@dataclass(frozen=True, slots=True)
class _Read:
    seen: list[MetadataObservation]
    warnings: tuple[str, ...]

    def days(self, *, usable: bool) -> set[object]:
        return {one.days for one in self.seen if one.days and (one.usable or not usable)}

    def seconds(self, *, usable: bool) -> set[object]:
        return {
            one.local or one.days for one in self.seen if one.days and (one.usable or not usable)
        }


def mutate(files: list[Path], exiftool: Exiftool, count: int, seed: int) -> Counter[str]:
    """Read damaged copies and count what came of them."""
    chance = random.Random(seed)
    whole: dict[Path, _Read] = {}
    tally: Counter[str] = Counter()
    slowest = 0.0
    for number in range(count):
        path = files[number % len(files)]
        data = path.read_bytes()
        known = whole.setdefault(path, _read(data, exiftool))
        kind, change = chance.choice(_MUTATIONS)
        began = time.perf_counter()
        try:
            got = _read(change(data, chance), exiftool)
        except ExiftoolFailed:
            tally["no answer"] += 1
            continue
        slowest = max(slowest, time.perf_counter() - began)
        tally[kind] += 1
        if got.days(usable=True) - known.days(usable=False):
            tally["new day"] += 1
            print(f"  {kind}: {path.name}: new {got.days(usable=True) - known.days(usable=False)}")
            print(f"    {got.warnings}")
        elif got.seconds(usable=True) - known.seconds(usable=False):
            tally["new second"] += 1
            print(
                f"  {kind}: {path.name}: "
                f"{got.seconds(usable=True) - known.seconds(usable=False)} {got.warnings}"
            )
    print(f"damaged copies: {dict(tally)}; slowest {slowest * 1000:.0f} ms")
    return tally


def _read(data: bytes, exiftool: Exiftool) -> _Read:
    # What has lost its beginning is no picture, and is read by nobody.
    found = exiftool.read(data) if suffix_for(data) else AllFields({}, ())
    seen = observe_metadata(
        found.fields,
        ingested_at=datetime.now(UTC),
        damaged=damaged_groups(data, found.warnings),
    )
    return _Read(seen, found.warnings)


def _one_bit(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _bytes(length: int) -> Callable[[bytes, random.Random], bytes]:
    def change(data: bytes, chance: random.Random) -> bytes:
        at = chance.randrange(len(data))
        return data[:at] + chance.randbytes(length) + data[at + length :]

    return change


def _piece(data: bytes, chance: random.Random) -> slice:
    at = chance.randrange(len(data))
    return slice(at, at + chance.randint(1, max(1, len(data) // 20)))


def _taken_out(data: bytes, chance: random.Random) -> bytes:
    piece = _piece(data, chance)
    return data[: piece.start] + data[piece.stop :]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    piece = _piece(data, chance)
    return data[: piece.stop] + data[piece.start :]


_MUTATIONS: tuple[tuple[str, Callable[[bytes, random.Random], bytes]], ...] = (
    ("one bit", _one_bit),
    ("one byte", _bytes(1)),
    ("sixteen bytes", _bytes(16)),
    ("cut off", lambda data, chance: data[: chance.randrange(len(data))]),
    ("taken out", _taken_out),
    ("doubled", _doubled),
)

if __name__ == "__main__":
    main()
