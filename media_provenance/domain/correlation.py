"""How far the surroundings of every pixel of two pictures that lie on one another correlate.

Pictures are float32 of one shape, equally soft. What a correlation means is ``cells.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from media_provenance.domain.cell_grid import TEXTURED, Mask, Picture

__all__ = [
    "PIXEL_CORRELATES",
    "WINDOW",
    "Correlation",
    "agreeing_share",
    "correlate",
    "correlate_around",
]

# From which on a pixel's surroundings count as the same.
PIXEL_CORRELATES = 0.7
# Pixels along the square that is a pixel's surroundings.
WINDOW = 9
# Grey levels of noise in a recompressed picture, which keep flat surfaces from correlating by what
# JPEG left on them.
_NOISE = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Correlation:
    """Correlation of the surroundings of every pixel, -1 to 1.

    Attributes:
        best: at the best of the five offsets of ``crosses``.
        crosses: at the offsets of ``_CROSS``: in place, and one pixel to each side.
        textured: whether there is anything to compare.
    """

    best: Picture
    crosses: tuple[Picture, ...]
    textured: Mask


_CROSS = ((0, 0), (0, -1), (0, 1), (-1, 0), (1, 0))


def _mean(pixels: Picture) -> Picture:
    return np.asarray(cv2.boxFilter(pixels, -1, (WINDOW, WINDOW)), dtype=np.float32)


def _one_over_root(spread: Picture) -> Picture:
    return np.asarray(1.0 / np.sqrt(spread + np.float32(_NOISE**2)), dtype=np.float32)


def correlate(query: Picture, stored: Picture) -> Correlation:
    mean_query, mean_stored = _mean(query), _mean(stored)
    spread_query = np.maximum(_mean(query * query) - mean_query * mean_query, 0)
    spread_stored = np.maximum(_mean(stored * stored) - mean_stored * mean_stored, 0)
    rise_query = _one_over_root(spread_query)
    rise_stored = _one_over_root(spread_stored)
    crosses = []
    for down, right in _CROSS:
        shared = _mean(query * _shifted(stored, down, right))
        shared -= mean_query * _shifted(mean_stored, down, right)
        shared *= rise_query
        shared *= _shifted(rise_stored, down, right)
        crosses.append(shared)
    best = crosses[0].copy()
    for one in crosses[1:]:
        np.maximum(best, one, out=best)
    return Correlation(
        best=best,
        crosses=tuple(crosses),
        textured=np.maximum(spread_query, spread_stored) >= TEXTURED**2,
    )


def correlate_around(query: Picture, stored: Picture, bare: Mask) -> tuple[Picture, Mask, Mask]:
    """Correlate as ``correlate`` does, in place, by the pixels on which nothing is drawn.

    Returns:
        The correlation, and where there is something to compare in either picture and in both.
    """
    kept = bare.astype(np.float32)
    weight = 1.0 / np.maximum(_mean(kept), np.float32(0.05))
    query, stored = query * kept, stored * kept
    mean_query, mean_stored = _mean(query) * weight, _mean(stored) * weight
    spread_query = np.maximum(_mean(query * query) * weight - mean_query * mean_query, 0)
    spread_stored = np.maximum(_mean(stored * stored) * weight - mean_stored * mean_stored, 0)
    shared = _mean(query * stored) * weight - mean_query * mean_stored
    correlation: Picture = np.asarray(
        shared * _one_over_root(spread_query) * _one_over_root(spread_stored), dtype=np.float32
    )
    return (
        correlation,
        np.maximum(spread_query, spread_stored) >= TEXTURED**2,
        np.minimum(spread_query, spread_stored) >= TEXTURED**2,
    )


def agreeing_share(query: Picture, stored: Picture, inside: Mask) -> float:
    """Return how much of what has texture in either picture correlates in place, 0 to 1."""
    mean_query, mean_stored = _mean(query), _mean(stored)
    spread_query = np.maximum(_mean(query * query) - mean_query * mean_query, 0)
    spread_stored = np.maximum(_mean(stored * stored) - mean_stored * mean_stored, 0)
    shared = _mean(query * stored) - mean_query * mean_stored
    least = np.float32(PIXEL_CORRELATES) * np.sqrt(
        (spread_query + np.float32(_NOISE**2)) * (spread_stored + np.float32(_NOISE**2))
    )
    textured = inside & (np.maximum(spread_query, spread_stored) >= TEXTURED**2)
    return float(((shared >= least) & textured).sum() / max(int(textured.sum()), 1))


def _shifted(pixels: Picture, down: int, right: int) -> Picture:
    if down == right == 0:
        return pixels
    return np.roll(pixels, (down, right), (0, 1))
