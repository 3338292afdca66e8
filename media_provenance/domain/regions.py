"""Codes of parts of a picture.

A hash of a whole picture finds nothing once a caption, a border or a neighbour is added; hashes of
windows of the stored picture and of the photo boxes of the picture asked about do. The codes are
ours alone: the PDQ that others exchange is in ``fingerprints.py``; the boxes are in
``photo_boxes.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.fingerprints import Orientation, halved
from media_provenance.domain.photo_boxes import WHOLE, Region, cut, photo_boxes, pixel_box

__all__ = [
    "REGION_BYTES",
    "REGION_VERSION",
    "STORED_WINDOWS",
    "WHOLE",
    "QueryRegions",
    "Region",
    "RegionalCodes",
    "cut",
    "photo_boxes",
    "query_regions",
    "regional_codes",
]

REGION_VERSION = 1
REGION_BYTES = 32

_ORIENTATIONS = tuple(Orientation)


_STEPS = (0.0, 0.065, 0.13)
# The whole picture, then nine windows of 87 % of each side (pictures.md: "regional-10").
STORED_WINDOWS: tuple[Region, ...] = (
    WHOLE,
    *(Region((x, y, x + 0.87, y + 0.87)) for y in _STEPS for x in _STEPS),
)


@dataclass(frozen=True, slots=True, eq=False)
class RegionalCodes:
    """The codes of windows of a stored picture.

    Attributes:
        bits: shape (m, 32), uint8, most significant bit first; row 0 is the whole picture.
        quality: shape (m,), uint8, 0 to 100; see ``fingerprints.PDQ_MIN_QUALITY``.
        regions: the m windows.
    """

    bits: NDArray[np.uint8]
    quality: NDArray[np.uint8]
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True, eq=False)
class QueryRegions:
    """The codes to look up for a picture that is asked about.

    Attributes:
        bits, quality: as ``RegionalCodes``, k rows; row 0 is the whole picture as it is.
        regions: which part of the picture, k values.
        orientations: how that part was turned before its code was taken; where the code matches a
            stored one, turning the part this way gives the stored window.
    """

    bits: NDArray[np.uint8]
    quality: NDArray[np.uint8]
    regions: tuple[Region, ...]
    orientations: tuple[Orientation, ...]


def regional_codes(pixels: NDArray[np.uint8]) -> RegionalCodes:
    """Return the codes that are stored of a picture.

    Args:
        pixels: upright RGB, shape (height, width, 3), dtype uint8, any size from 1 x 1.
    """
    luma = _small_luma(pixels)
    bits, quality = _codes(luma, STORED_WINDOWS, _ORIENTATIONS[:1])
    return RegionalCodes(bits[:, 0], quality, STORED_WINDOWS)


def query_regions(pixels: NDArray[np.uint8], boxes: Sequence[Region] | None = None) -> QueryRegions:
    """Return the codes of the whole picture in 8 orientations, of its photo boxes in two.

    Args:
        pixels: as ``regional_codes``.
        boxes: what ``photo_boxes`` gave, where that is known already.
    """
    boxes = photo_boxes(pixels) if boxes is None else boxes
    regions = (WHOLE, *boxes)
    bits, quality = _codes(_small_luma(pixels), regions)
    rows = [(0, o) for o in range(8)]
    rows += [(r, o) for r in range(1, len(regions)) for o in (0, _MIRRORED)]
    return QueryRegions(
        np.stack([bits[r, o] for r, o in rows]),
        np.array([quality[r] for r, _ in rows], dtype=np.uint8),
        tuple(regions[r] for r, _ in rows),
        tuple(_ORIENTATIONS[o] for _, o in rows),
    )


_SIDE = 64
_KEPT = 16
_LUMA_SIDE = 512
_SMALLEST_SIDE = 32
_MIRRORED = _ORIENTATIONS.index(Orientation.MIRRORED)


def _small_luma(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    small = np.ascontiguousarray(halved(pixels))
    height, width = small.shape[:2]
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    factor = _LUMA_SIDE / max(height, width)
    if factor < 1:
        size = (max(1, round(width * factor)), max(1, round(height * factor)))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    return np.asarray(grey, dtype=np.float32)


def _cosines() -> NDArray[np.float32]:
    """Return the rows 1 to 16 of the cosine transform of 64 numbers, as PDQ takes them."""
    k = np.arange(1, _KEPT + 1)[:, None]
    n = np.arange(_SIDE)[None, :]
    return np.asarray(
        np.sqrt(2 / _SIDE) * np.cos(np.pi / (2 * _SIDE) * k * (2 * n + 1)), dtype=np.float32
    )


_COSINES = _cosines()
# Mirroring turns the sign of every odd frequency (the first row kept is frequency 1).
_ODD = np.where(np.arange(1, _KEPT + 1) % 2 == 1, -1.0, 1.0).astype(np.float32)


def _codes(
    luma: NDArray[np.float32],
    regions: Sequence[Region],
    orientations: Sequence[Orientation] = _ORIENTATIONS,
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return codes of shape (m, orientations, 32), and qualities of shape (m,)."""
    height, width = luma.shape
    boxes = np.empty((len(regions), _SIDE, _SIDE), dtype=np.float32)
    small = np.zeros(len(regions), dtype=np.bool_)
    # Windows of a picture share their rows: what becomes of these is worked out once.
    rows: dict[tuple[int, int], NDArray[np.float32]] = {}
    for i, region in enumerate(regions):
        x0, y0, x1, y1 = pixel_box(width, height, region)
        small[i] = min(y1 - y0, x1 - x0) < _SMALLEST_SIDE
        if (y0, y1) not in rows:
            rows[y0, y1] = _averages(y1 - y0) @ luma[y0:y1]
        boxes[i] = rows[y0, y1][:, x0:x1] @ _averages(x1 - x0).T
    waves = np.asarray(_COSINES @ boxes @ _COSINES.T, dtype=np.float32)
    turned = np.stack([_turned(waves, o) for o in orientations], axis=1)
    flat = turned.reshape(len(regions), len(orientations), _KEPT * _KEPT)
    bits = np.packbits(flat > np.median(flat, axis=2, keepdims=True), axis=2)
    return bits, np.where(small, 0, _quality(boxes)).astype(np.uint8)


@lru_cache(maxsize=64)
def _averages(length: int) -> NDArray[np.float32]:
    """Return what makes 64 numbers of so many: PDQ's running average, then means of 64 equal parts.

    Shape (64, length). One product with it on each side takes a fifth of the time of blurring and
    resizing every window by itself.
    """
    edges = np.arange(_SIDE + 1) * (length / _SIDE)
    place = np.arange(length)
    upto = np.minimum(edges[1:, None], place + 1) - np.maximum(edges[:-1, None], place)
    means = np.maximum(upto, 0.0) * (_SIDE / length)
    # The window of the average, odd; beyond its ends a line is reflected.
    reach = max(1, length // _SIDE) // 2
    spread = np.zeros((_SIDE, length + 2 * reach))
    for step in range(2 * reach + 1):
        spread[:, step : step + length] += means / (2 * reach + 1)
    averages = spread[:, reach : reach + length].copy()
    if reach:
        averages[:, 1 : reach + 1] += spread[:, :reach][:, ::-1]
        averages[:, -reach - 1 : -1] += spread[:, -reach:][:, ::-1]
    averages.setflags(write=False)
    return np.asarray(averages, dtype=np.float32)


def _turned(waves: NDArray[np.float32], orientation: Orientation) -> NDArray[np.float32]:
    """Return the transform of the turned picture from that of the picture, shape (m, 16, 16)."""
    across, down = _ODD[None, None, :], _ODD[None, :, None]
    turns = {
        Orientation.IDENTITY: lambda w: w,
        Orientation.ROTATED_90: lambda w: w.transpose(0, 2, 1) * across,
        Orientation.ROTATED_180: lambda w: w * across * down,
        Orientation.ROTATED_270: lambda w: w.transpose(0, 2, 1) * down,
        Orientation.MIRRORED: lambda w: w * across,
        Orientation.MIRRORED_ROTATED_90: lambda w: (w * across).transpose(0, 2, 1) * across,
        Orientation.MIRRORED_ROTATED_180: lambda w: w * down,
        Orientation.MIRRORED_ROTATED_270: lambda w: (w * across).transpose(0, 2, 1) * down,
    }
    return np.asarray(turns[orientation](waves), dtype=np.float32)


def _quality(boxes: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return PDQ's quality, 0 to 100: how much the brightness changes between neighbours."""
    down = np.abs(np.diff(boxes, axis=1)) * (100 / 255)
    across = np.abs(np.diff(boxes, axis=2)) * (100 / 255)
    total = down.astype(np.int64).sum(axis=(1, 2)) + across.astype(np.int64).sum(axis=(1, 2))
    return np.asarray(np.minimum(total // 90, 100))
