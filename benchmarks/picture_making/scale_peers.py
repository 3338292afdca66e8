"""What the same size of archive costs with what one installs with one line.

imagehash's pHash compared with every stored hash, PDQ in faiss's exact index, and ORB keypoints
compared with all stored ones. Their codes are drawn by lot, for what is compared costs the same
whatever it is; what they find is in ``picture_edits.py``.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import cv2
import faiss
import numpy as np

from benchmarks.picture_making.drawing import Pixels
from benchmarks.picture_making.peers import MADE_BY, peer_picture

__all__ = ["PeerCost", "code_look_up_ms", "peer_costs"]

_PDQ_RADIUS = 31
_ORB_CODES, _ORB_BYTES = 400, 32
# ORB compares everything with everything: at more pictures than this it is computed, not measured.
_ORB_MEASURED = 500
_REPEATED = 5


@dataclass(frozen=True, slots=True)
class PeerCost:
    """What a tool takes at a number of pictures.

    Attributes:
        name: of the tool, and how it looks things up.
        query_ms: processor milliseconds from pixels to an answer, the median.
        memory_bytes: a picture.
        measured: whether the look-up was measured at that size, or computed from a smaller one.
    """

    name: str
    query_ms: float
    memory_bytes: int
    measured: bool


def peer_costs(pictures: Sequence[Pixels], count: int) -> list[PeerCost]:
    """Measure each tool with a few pictures against so many stored ones."""
    random = np.random.default_rng(count)
    kept = [peer_picture(pixels) for pixels in pictures]
    phashes = random.integers(256, size=(count, 8), dtype=np.uint8).view(np.uint64).ravel()
    pdq = _flat_index(count, random)
    compared = min(count, _ORB_MEASURED)
    orb = random.integers(256, size=(compared * _ORB_CODES, _ORB_BYTES), dtype=np.uint8)
    matcher = cv2.BFMatcher(cv2.NORM_HAMMING)

    def by_phash(place: int) -> object:
        return np.bitwise_count(phashes ^ kept[place].phash.view(np.uint64)[0]).argmin()

    def by_pdq(place: int) -> object:
        return pdq.range_search(kept[place].pdq[None], _PDQ_RADIUS + 1)

    def by_orb(place: int) -> object:
        return matcher.match(kept[place].orb[1], orb)

    tools = (
        ("imagehash pHash", by_phash, 8, 1.0),
        ("PDQ", by_pdq, 32, 1.0),
        ("ORB", by_orb, _ORB_CODES * (_ORB_BYTES + 8), count / compared),
    )
    costs = []
    for name, look_up, size, times in tools:
        making = _spent(partial(_made, name, pictures), len(pictures))
        looking_up = _spent(look_up, len(pictures))
        costs.append(PeerCost(name, making + looking_up * times, size, times == 1.0))
    return costs


def code_look_up_ms(codes: int) -> float:
    """Return wall milliseconds in which faiss's exact index answers one PDQ code among so many."""
    random = np.random.default_rng(codes)
    index = _flat_index(codes, random)
    asked = random.integers(256, size=(_REPEATED, 32), dtype=np.uint8)
    spent = []
    for code in asked:
        began = time.perf_counter()
        index.range_search(code[None], _PDQ_RADIUS + 1)
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


def _made(name: str, pictures: Sequence[Pixels], place: int) -> object:
    return MADE_BY[name](pictures[place])


def _flat_index(codes: int, random: np.random.Generator) -> faiss.IndexBinaryFlat:
    faiss.omp_set_num_threads(1)
    index = faiss.IndexBinaryFlat(256)
    index.add(random.integers(256, size=(codes, 32), dtype=np.uint8))
    return index


def _spent(do: Callable[[int], object], count: int) -> float:
    """Return the median of the processor milliseconds that it takes for each of a count."""
    cv2.setNumThreads(1)
    spent = []
    for place in range(min(count, _REPEATED)):
        began = time.process_time()
        do(place)
        spent.append((time.process_time() - began) * 1000)
    return statistics.median(spent)
