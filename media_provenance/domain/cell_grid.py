"""A picture as a grid of square cells: means, spreads and shares of each, and how it is softened.

Nothing is compared here (``correlation.py``) and nothing decided (``likeness.py``).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = [
    "CELL_SIDE",
    "TEXTURED",
    "Grey",
    "Mask",
    "Picture",
    "blocks_of",
    "blurred",
    "means_of",
    "share_of",
    "spread_of",
]

Grey = NDArray[np.uint8]
Picture = NDArray[np.float32]
Mask = NDArray[np.bool_]

# Pixels of the comparison along a cell.
CELL_SIDE = 12
# Grey levels of standard deviation below which there is nothing to compare.
TEXTURED = 4.0


def blurred(pixels: Picture, sigma: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), dtype=np.float32)


def share_of(pixels: Mask, shape: tuple[int, int]) -> Picture:
    return means_of(pixels.astype(np.float32), shape)


def means_of(pixels: Picture, shape: tuple[int, int], side: int = CELL_SIDE) -> Picture:
    """Return the mean of every cell, shape (rows, columns), without what is over at the edges."""
    rows, columns = shape
    if not rows or not columns:
        return np.zeros(shape, np.float32)
    cut = pixels[: rows * side, : columns * side]
    return np.asarray(
        cv2.resize(cut, (columns, rows), interpolation=cv2.INTER_AREA), dtype=np.float32
    )


def spread_of(pixels: Picture, shape: tuple[int, int], side: int) -> Picture:
    mean = means_of(pixels, shape, side)
    return np.sqrt(np.maximum(means_of(pixels * pixels, shape, side) - mean * mean, 0))


def blocks_of(pixels: Picture, shape: tuple[int, int]) -> Picture:
    rows, columns = shape
    cut = pixels[: rows * CELL_SIDE, : columns * CELL_SIDE]
    return cut.reshape(rows, CELL_SIDE, columns, CELL_SIDE).swapaxes(1, 2)
