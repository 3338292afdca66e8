"""Does the picture gate hold, and what does it cost?

    ./bayyina bench picture_gate HOSTILE_DIR [--photos DIR] [--pictures N]

HOSTILE_DIR is what a maker of hostile pictures wrote: files and a ``manifest.tsv`` with the
columns file, claimed, attack and expected, of which the first word counts (``accept``, ``refuse``,
``first`` frame only; with "or refuse" in it both are right). The public copies of what is accepted
are searched for the marks that must not be in them. Prints the deviations, the most memory a child
held above what it began with, and the longest time.

With --photos, the largest photograph of the folder is scaled to N pictures of 12 megapixels with
fresh noise (so that there is something to decode), and the same work is done on each through the
gate and in this process: decode, sRGB, upright, digest, smaller copy, metadata, Content
Credentials. Processor time is compared; that of the decoder and its children is counted, as is
what the caller spends on handing over. Of three rounds the cheapest counts, and of the photographs
the median, since other work on the machine shows in both. Ends with one line
``SCORE hostile=… memory=… cpu=…``. Needs no database.
"""

from __future__ import annotations

import argparse
import csv
import io
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from media_provenance.adapters import decoder_link, decoding
from media_provenance.adapters.decoder_link import Cost
from media_provenance.adapters.images import (
    PictureRefused,
    check_header,
    encode_public_copy,
    missing_walls,
    open_picture,
)
from media_provenance.domain.picture_headers import PictureFormat

# What the maker of hostile pictures writes where no public byte may show it.
_MARKS = (b"CANARY", b"<?php", b"<script", b"PK\x03\x04", b"Exif", b"GPS")
_MEGABYTE = 1 << 20
_ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("hostile", type=Path)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--pictures", type=int, default=12)
    given = parser.parse_args()
    print(f"walls that do not stand here: {', '.join(sorted(missing_walls())) or 'none'}")
    right, count, memory = try_hostile(given.hostile)
    score = f"SCORE hostile={right}/{count} memory={memory / _MEGABYTE:.0f}MiB"
    if given.photos is not None:
        score += f" cpu={compare(given.photos, given.pictures):+.1f}%"
    print(score)


def try_hostile(folder: Path) -> tuple[int, int, int]:
    """Return how many of how many ended as expected, and the most bytes above the base."""
    with (folder / "manifest.tsv").open(encoding="utf-8") as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t"))
    right, memory, longest = 0, 0, (0.0, "")
    for row in rows:
        data = (folder / row["file"]).read_bytes()
        ending, cost = _ending(data)
        if cost is not None:
            longest = max(longest, (cost.seconds, row["file"]))
            memory = max(memory, cost.peak_bytes - cost.base_bytes)
        if _as_expected(row["expected"], ending):
            right += 1
        else:
            print(f"  {row['file']}: expected {row['expected']}; was {ending}")
    print(f"hostile files: {right} of {len(rows)} as expected")
    print(f"most memory of a child above its base: {memory / _MEGABYTE:.0f} MiB")
    print(f"longest: {longest[0]:.1f} s, {longest[1]}")
    return right, len(rows), memory


def _ending(data: bytes) -> tuple[str, Cost | None]:
    try:
        header = check_header(data)
    except PictureRefused as refused:
        return f"refused {refused}", None
    try:
        decoded = open_picture(data)
    except PictureRefused as refused:
        # Once more, for what it cost.
        head = {"task": "picture", "format": header.format.value}
        return f"refused {refused}", decoder_link.decoder().ask(head, data).cost
    for format in ("JPEG", "WEBP"):
        copy = encode_public_copy(decoded.pixels, longest=960, quality=82, format=format)
        for mark in _MARKS:
            if mark in copy:
                return f"leaked {mark!r}", decoded.cost
    return "accepted", decoded.cost


def _as_expected(expected: str, ending: str) -> bool:
    word = ending.split()[0]
    either = "or refuse" in expected or expected.startswith(("refuse or", "refuse, or"))
    if either or "else refuse" in expected:
        return word in ("accepted", "refused")
    return word == ("refused" if expected.startswith("refuse") else "accepted")


def compare(folder: Path, count: int) -> float:
    """Return how much more processor time the gate takes, in percent, over photographs."""
    decoding.warm_up()
    photos = _photographs(folder, count)
    print(f"photographs: {count} of 12 megapixels, {len(photos[0]) / 1e6:.1f} MB each")
    with_gate, without, overhead = [], [], []
    for data in photos:
        # Of three, the least: what other work on the machine adds is no cost of either.
        without.append(min(_in_process(data) for _ in range(_ROUNDS)))
        costs = [_through_the_gate(data) for _ in range(_ROUNDS)]
        with_gate.append(min(sum(cost) for cost in costs))
        overhead.append(min(around for around, _child in costs))
    small = _small_costs()
    before, after = statistics.median(without), statistics.median(with_gate)
    more = (after / before - 1) * 100
    print(f"  without the gate {1000 * before:.0f} ms of processor (median)")
    print(f"  with the gate    {1000 * after:.0f} ms, {more:+.1f} %")
    print(f"  of these, caller and decoder {1000 * statistics.median(overhead):.1f} ms")
    print(
        f"a picture of 16 x 16, median of 200: {1000 * small[0]:.1f} ms from call to answer, "
        f"{1000 * small[1]:.1f} ms of processor"
    )
    return more


def _photographs(folder: Path, count: int) -> list[bytes]:
    largest = max((path for path in folder.rglob("*.jpg")), key=lambda path: path.stat().st_size)
    with Image.open(largest, formats=["JPEG"]) as image:
        scaled = image.convert("RGB").resize((4000, 3000), Image.Resampling.LANCZOS)
    pixels = np.asarray(scaled, dtype=np.int16)
    photos = []
    for seed in range(count):
        noise = np.random.default_rng(seed).normal(0, 6, pixels.shape).astype(np.int16)
        target = io.BytesIO()
        noisy = Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8))
        noisy.save(target, "JPEG", quality=88)
        photos.append(target.getvalue())
    return photos


def _through_the_gate(data: bytes) -> tuple[float, float]:
    """Return processor seconds: of caller and decoder, and of the child."""
    spent = time.process_time()
    cost = open_picture(data).cost
    return time.process_time() - spent + cost.decoder_cpu_seconds, cost.child_cpu_seconds


def _in_process(data: bytes) -> float:
    """Return the processor seconds of the same work here."""
    parts: list[tuple[dict[str, Any], bytes]] = []
    started = time.process_time()
    decoding.decode(data, PictureFormat.JPEG, lambda head, body: parts.append((head, body)))
    spent = time.process_time() - started
    if len(parts) != 2:
        raise SystemExit(f"A photograph was not decoded: {parts}")
    return spent


def _small_costs() -> tuple[float, float]:
    """Return seconds of time and of processor for a picture that is next to nothing to decode."""
    target = io.BytesIO()
    Image.new("RGB", (16, 16), "navy").save(target, "PNG")
    times, processor = [], []
    for _ in range(200):
        started, spent = time.monotonic(), time.process_time()
        cost = open_picture(target.getvalue()).cost
        times.append(time.monotonic() - started)
        ours = time.process_time() - spent
        processor.append(ours + cost.child_cpu_seconds + cost.decoder_cpu_seconds)
    return statistics.median(times), statistics.median(processor)


if __name__ == "__main__":
    main()
