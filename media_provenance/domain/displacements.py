"""By how many pixels blocks of one picture lie beside where they are in the other one.

And the one small movement that brings most of them to rest. What is bent is ``bends.py``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.cell_grid import TEXTURED, Mask, Picture, means_of, spread_of
from media_provenance.domain.geometry import Floats, whole_matrix

__all__ = ["LEAST_SIDE", "Displaced", "correction_of", "displacements", "displacements_at"]

# Pixels below which a side is too short to be compared.
LEAST_SIDE = 28
# A block correlates when it is the same structure; unrelated blocks reach this by chance, with the
# search, in about one of twenty.
_BLOCK_CORRELATES = 0.8
# More blocks make the correction no better, only dearer.
_MOST_BLOCKS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Displaced:
    """Blocks that are found again in the other picture.

    Attributes:
        places: (n, 2), their middles in pixels.
        by: (n, 2), pixels by which each lies beside its place.
    """

    places: Floats
    by: Floats


def displacements(
    query: NDArray[np.float32],
    stored: NDArray[np.float32],
    inside: Mask,
    reach: int,
    most: int = _MOST_BLOCKS,
) -> Displaced:
    """Find by how much blocks that correlate are displaced, searching ``reach`` pixels around."""
    side = int(np.clip(np.sqrt(query.size) / 11, 12, 24))
    shape = (query.shape[0] // side, query.shape[1] // side)
    covered = means_of(inside.astype(np.float32), shape, side) > 0.98
    spread = np.minimum(spread_of(query, shape, side), spread_of(stored, shape, side))
    padded = cv2.copyMakeBorder(stored, reach, reach, reach, reach, cv2.BORDER_REFLECT_101)
    places, displaced = [], []
    usable = np.argwhere(covered & (spread >= TEXTURED))
    for row, column in usable[:: math.ceil(max(len(usable), 1) / most)]:
        y, x = row * side, column * side
        surface = cv2.matchTemplate(
            padded[y : y + side + 2 * reach, x : x + side + 2 * reach],
            query[y : y + side, x : x + side],
            cv2.TM_CCOEFF_NORMED,
        )
        down, right = divmod(int(surface.argmax()), surface.shape[1])
        if surface[down, right] < _BLOCK_CORRELATES:
            continue
        places.append((x + side / 2, y + side / 2))
        displaced.append(
            (
                right - reach + _between(surface[down], right),
                down - reach + _between(surface[:, right], down),
            )
        )
    return Displaced(
        places=np.array(places).reshape(-1, 2),
        by=np.array(displaced).reshape(-1, 2),
    )


def displacements_at(
    query: Picture, stored: Picture, inside: Mask, reach: int, halvings: int
) -> Displaced:
    """As ``displacements``, at half the size where that is asked: it reaches twice as far."""
    if halvings and min(query.shape) >= 2 * LEAST_SIDE:
        half = (query.shape[1] // 2, query.shape[0] // 2)
        small = [cv2.resize(one, half, interpolation=cv2.INTER_AREA) for one in (query, stored)]
        there = cv2.resize(inside.astype(np.uint8), half, interpolation=cv2.INTER_NEAREST) > 0
        found = displacements(
            np.asarray(small[0], np.float32),
            np.asarray(small[1], np.float32),
            there,
            reach,
            2 * _MOST_BLOCKS,
        )
        return Displaced(places=found.places * 2 + 0.5, by=found.by * 2)
    return displacements(query, stored, inside, reach, 2 * _MOST_BLOCKS)


def _between(values: NDArray[np.generic], at: int) -> float:
    """Return by how much of a pixel the top of a parabola lies beside the largest value."""
    if at in (0, len(values) - 1):
        return 0.0
    before, top, after = (float(values[at + step]) for step in (-1, 0, 1))
    curve = before - 2 * top + after
    return 0.0 if curve >= 0 else 0.5 * (before - after) / curve


def correction_of(places: Floats, displaced: Floats, within: float) -> Floats | None:
    """Return the small movement that brings most blocks to rest.

    With few blocks it may only shift, turn and scale, with many it is a homography. None where
    fewer than 6 blocks, or fewer than half of them, agree on one.

    Args:
        within: pixels by which a block that agrees may miss it.
    """
    if len(places) < 6:
        return None
    ends = places + displaced
    if len(places) >= 35:
        matrix, agreed = cv2.findHomography(places, ends, cv2.RANSAC, within, maxIters=200)
    elif len(places) >= 20:
        matrix, agreed = cv2.estimateAffine2D(
            places, ends, method=cv2.RANSAC, ransacReprojThreshold=within, maxIters=200
        )
    else:
        matrix, agreed = cv2.estimateAffinePartial2D(
            places, ends, method=cv2.RANSAC, ransacReprojThreshold=within, maxIters=200
        )
    if agreed.sum() < max(6, len(places) / 2):
        return None
    return whole_matrix(matrix)
