"""What the cells of two pictures that lie on one another say: which agree, differ or are covered.

It measures; what follows from it is ``likeness.py``, and how two pictures are laid on one another
``alignment.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.cell_grid import (
    CELL_SIDE,
    TEXTURED,
    Mask,
    Picture,
    blocks_of,
    means_of,
    share_of,
)
from media_provenance.domain.correlation import (
    PIXEL_CORRELATES,
    Correlation,
    correlate,
    correlate_around,
)
from media_provenance.domain.drawn_tones import Rest, drawn_on, without_shared_tones
from media_provenance.domain.geometry import Floats, moved, whole_matrix

__all__ = ["CellMap", "CellState", "Laid", "cells_of"]

_ONE_TONE = 0.45
_ONE_TONE_ABOUT = 0.4


class CellState(IntEnum):
    """What one cell of the overlap says."""

    OUTSIDE = 0  # not in both pictures
    FLAT = 1  # nothing to compare in either picture
    AGREES = 2  # the same structure at the same place
    DIFFERS = 3  # other structure, or structure in one picture only
    COVERED = 4  # letters, a strip or a logo over most of it, in one of the pictures


@dataclass(frozen=True, slots=True, eq=False)
class CellMap:
    """The overlap of two pictures, cell by cell, in a frame of its own ("the comparison").

    Attributes:
        states: (rows, columns), values of ``CellState``.
        agreeing: (rows, columns), 0 to 1, the share of a cell's textured pixels whose surroundings
            correlate; 0 where nothing is textured.
        plain: (rows, columns), 0 to 1, the same before anything drawn was taken out.
        plainly_textured: (rows, columns), 0 to 1, the share of a cell's pixels with something to
            compare.
        graphic_query, graphic_stored: (rows, columns), bool: in that picture most of the cell is of
            one tone, as around letters and icons, on plain strips, and in an even sky.
        covered_query, covered_stored: (rows, columns), 0 to 1, the share of a cell that something
            drawn covers in that picture and not in the other one.
        rest: the overlap outside of what is drawn in one picture or in both alike.
        overall: correlation of the whole overlap, -1 to 1, of pictures that have hardly any texture
            to compare; 0 for all others.
        blur: pixels of sigma by which the sharper picture was blurred to be as soft as the other.
        uneven: whether no homography brought the blocks of the one to rest on the other.
        bent: whether a smooth bend was then taken out, as of a lens or a page.
        side: pixels of a cell; the cell in row r and column c begins at (c * side, r * side).
        tones: the share of what does not follow the other picture, in the query and in the stored
            one, that is in at most three tones; 0 to 1, near 1 for letters and strips.
        offsets: (rows, columns), pixels by which a cell lies beside where a movement of the whole
            picture would bring it, as far as the cells that agree know one.
        to_stored: (3, 3), pixels of the comparison to the stored picture's working frame.
        homography: (3, 3), query frame to stored frame, as the pixels corrected it.
    """

    states: NDArray[np.uint8]
    agreeing: NDArray[np.float32]
    plain: NDArray[np.float32]
    plainly_textured: NDArray[np.float32]
    graphic_query: Mask
    graphic_stored: Mask
    covered_query: NDArray[np.float32]
    covered_stored: NDArray[np.float32]
    tones: tuple[float, float]
    offsets: NDArray[np.float32]
    rest: Rest
    overall: float
    blur: float
    uneven: bool
    bent: bool
    side: int
    to_stored: Floats
    homography: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """Both pictures in the comparison's frame, as they are and equally soft; where both are."""

    query: Picture
    stored: Picture
    soft_query: Picture
    soft_stored: Picture
    inside: Mask
    blur: float
    uneven: bool
    bent: bool


def cells_of(laid: Laid, to_stored: Floats, homography: Floats) -> CellMap:
    inside, soft_query, soft_stored = laid.inside, laid.soft_query, laid.soft_stored
    shape = (inside.shape[0] // CELL_SIDE, inside.shape[1] // CELL_SIDE)
    found = correlate(soft_query, soft_stored)
    plain = _agreeing(found.best, found.textured & inside, shape)
    held = found.textured & inside & (found.best >= PIXEL_CORRELATES)
    on_query, share_query = drawn_on(soft_query, soft_stored, held, inside)
    on_stored, share_stored = drawn_on(soft_stored, soft_query, held, inside)
    drawn = on_query | on_stored
    textured = found.textured & inside
    best = found.best
    if drawn.any():
        around, textured, _ = correlate_around(soft_query, soft_stored, ~drawn)
        best = np.maximum(best, around)
        textured &= inside & ~drawn
    agreeing = _agreeing(best, textured, shape)
    share = share_of(textured, shape)
    rest = without_shared_tones(soft_query, soft_stored, inside, held, drawn)
    states = np.full(shape, CellState.DIFFERS, np.uint8)
    states[agreeing >= 0.6] = CellState.AGREES
    states[share < 0.25] = CellState.FLAT
    states[(share < 0.25) & (share_of(drawn, shape) > 0.5)] = CellState.COVERED
    states[share_of(inside, shape) < 0.9] = CellState.OUTSIDE
    sure = (states == CellState.AGREES) & (plain >= 0.8) & (share_of(drawn, shape) < 0.05)
    bare = held & ~drawn
    offsets = _left_over(_offsets(found, bare, shape, around=3), sure)
    if not laid.bent:
        # Few cells between letters, or at the edge of a soft picture, know more alone.
        offsets = np.minimum(offsets, _left_over(_offsets(found, bare, shape, around=1), sure))
    return CellMap(
        states=states,
        agreeing=agreeing,
        plain=plain,
        plainly_textured=share_of(found.textured & inside, shape),
        graphic_query=_graphic(laid.query, shape),
        graphic_stored=_graphic(laid.stored, shape),
        covered_query=share_of(on_query, shape),
        covered_stored=share_of(on_stored, shape),
        tones=(share_query, share_stored),
        offsets=offsets,
        rest=rest,
        overall=_overall(soft_query, soft_stored, inside) if share.sum() < 20 else 0.0,
        blur=laid.blur,
        uneven=laid.uneven,
        bent=laid.bent,
        side=CELL_SIDE,
        to_stored=to_stored,
        homography=homography,
    )


def _overall(query: Picture, stored: Picture, inside: Mask) -> float:
    first, second = query[inside], stored[inside]
    if len(first) < 400 or min(first.std(), second.std()) < 2 * TEXTURED:
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def _agreeing(best: Picture, textured: Mask, shape: tuple[int, int]) -> Picture:
    agrees = share_of(textured & (best >= PIXEL_CORRELATES), shape)
    return np.asarray(
        agrees / np.maximum(share_of(textured, shape), np.float32(1e-6)), dtype=np.float32
    )


def _offsets(found: Correlation, textured: Mask, shape: tuple[int, int], around: int) -> Picture:
    """Return by how many pixels, across and down, each cell lies beside its place: -1 to 1 each.

    Shape (rows, columns, 2). The tops of two parabolas through the summed correlations; what hardly
    changes in one direction (an edge along it) says nothing there and is taken as 0.
    """
    bare = textured.astype(np.float32)
    weight = np.maximum(cv2.blur(share_of(textured, shape), (around, around)), np.float32(0.02))
    # A cell alone is at the mercy of grain and of the dots of print; with its neighbors it is not.
    middle, left, right, above, below = (
        cv2.blur(means_of(one * bare, shape), (around, around)) / weight for one in found.crosses
    )
    parts = []
    for before, after in ((left, right), (above, below)):
        curve = 2 * middle - before - after
        steep = curve > 0.04
        beside = np.where(steep, (before - after) / np.where(steep, 2 * curve, 1.0), 0.0)
        uphill = ~steep & (np.abs(before - after) > 0.15)
        parts.append(np.clip(np.where(uphill, np.sign(before - after), beside), -1.0, 1.0))
    return np.stack(parts, axis=2).astype(np.float32)


def _left_over(offsets: Picture, sure: Mask) -> Picture:
    """Return how far each cell lies from where one small movement of all cells would bring it.

    Args:
        offsets: as ``_offsets`` has them.
        sure: cells that agree and on which nothing is drawn; the movement is fitted to them.
    """
    distances = np.hypot(offsets[..., 0], offsets[..., 1])
    rows, columns = np.nonzero(sure)
    if len(rows) >= 12:
        places = np.stack([columns, rows], axis=1) * float(CELL_SIDE)
        displaced = places + offsets[sure]
        matrix, _ = cv2.estimateAffine2D(
            places, displaced, method=cv2.RANSAC, ransacReprojThreshold=0.3, maxIters=200
        )
        movement = whole_matrix(matrix)
        if movement is not None:
            every = np.indices(sure.shape)[::-1].reshape(2, -1).T * float(CELL_SIDE)
            expected = (moved(movement, every) - every).reshape(offsets.shape)
            left = np.hypot(*np.moveaxis(offsets - expected, 2, 0))
            # Fitted to a few soft cells it can be worse than none.
            if np.median(left[sure]) < np.median(distances[sure]):
                distances = left
    return np.asarray(distances, dtype=np.float32)


def _graphic(pixels: Picture, shape: tuple[int, int]) -> Mask:
    """Say of each cell whether one tone, give or take six grey levels, fills most of it.

    A cell also counts where one tone fills most of the nine cells about it, as the paper does
    between lines of small type.
    """
    cells = blocks_of(pixels, shape).reshape(shape[0] * shape[1], -1)
    first = np.arange(len(cells))[:, None] * 24
    graphic = np.zeros(shape, bool)
    for shift in (0, 6):
        tones = (np.clip(cells, 0, 255).astype(np.intp) + shift) // 12
        counts = np.bincount((first + tones).ravel(), minlength=len(cells) * 24)
        shares = (counts.reshape(*shape, 24) / max(cells.shape[1], 1)).astype(np.float32)
        graphic |= shares.max(axis=2, initial=0) >= _ONE_TONE
        about = cv2.blur(shares, (3, 3))
        graphic |= about.max(axis=2, initial=0) >= _ONE_TONE_ABOUT
    return graphic
