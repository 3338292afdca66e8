"""Carrying places and homographies from one size of a picture to another.

One picture exists in several sizes: its working frame (``local_features.WORKING_SIDE``), its small
grey copy, the rendition that people see. Homographies here are float64 (3, 3) and act on points
(x, y, 1), x to the right and y down. In pixel coordinates the origin is the middle of the top left
pixel, as OpenCV counts; in *fractions* 0 is one edge of the picture and 1 the other, whatever its
size, so what is kept or shown is kept in fractions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Floats",
    "NothingShared",
    "Size",
    "clipped",
    "corners",
    "fraction_homography",
    "inverted",
    "moved_points",
    "pixel_homography",
    "polygon_area",
    "polygon_fractions",
    "to_fractions",
]

Floats = NDArray[np.float64]
# Width and height in pixels.
Size = tuple[int, int]


class NothingShared(ValueError):
    """A homography that lays nothing of the one picture on the other; not one of a match."""


def to_fractions(size: Size) -> Floats:
    """Return the (3, 3) matrix from pixel coordinates of a picture of this size to fractions."""
    width, height = size
    return np.array(
        [[1 / width, 0, 0.5 / width], [0, 1 / height, 0.5 / height], [0, 0, 1]], dtype=np.float64
    )


def fraction_homography(homography: Floats, source: Size, target: Size) -> Floats:
    """Return the homography between fractions.

    Args:
        homography: pixels of a picture of size ``source`` to pixels of one of size ``target``.

    Returns:
        (3, 3), scaled so that the last number is 1 where it is not 0.
    """
    return _scaled(to_fractions(target) @ homography @ inverted(to_fractions(source)))


def pixel_homography(homography: Floats, source: Size, target: Size) -> Floats:
    """Return the homography between pixels of any two sizes; undoes ``fraction_homography``.

    Args:
        homography: fractions of the first picture to fractions of the second.
        source, target: sizes of the two pictures whose pixels are meant.
    """
    return _scaled(inverted(to_fractions(target)) @ homography @ to_fractions(source))


def inverted(homography: Floats) -> Floats:
    """Return the homography the other way round.

    Raises:
        NothingShared: if it folds the plane into a line.
    """
    try:
        return _scaled(np.asarray(np.linalg.inv(homography), dtype=np.float64))
    except np.linalg.LinAlgError as error:
        raise NothingShared("The homography does not lay the pictures on one another.") from error


def moved_points(homography: Floats, points: Floats) -> Floats:
    """Carry points of shape (n, 2) through a homography."""
    carried = np.column_stack([points, np.ones(len(points))]) @ homography.T
    return np.asarray(carried[:, :2] / carried[:, 2:], dtype=np.float64)


def polygon_fractions(polygon: Floats, size: Size) -> list[list[float]]:
    """Return a polygon as JSON: pixel coordinates (n, 2) as fractions within 0 to 1, 4 places."""
    shares = np.clip(moved_points(to_fractions(size), polygon), 0, 1)
    return [[round(float(x), 4), round(float(y), 4)] for x, y in shares]


def corners(box: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)) -> Floats:
    """Return the four corners of x0, y0, x1, y1 in a round, shape (4, 2)."""
    x0, y0, x1, y1 = box
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float64)


def polygon_area(polygon: Floats) -> float:
    """Return the area of a polygon (n, 2) that does not cross itself; 0 for fewer than 3 points."""
    if len(polygon) < 3:
        return 0.0
    x, y = polygon[:, 0], polygon[:, 1]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def clipped(polygon: Floats, box: tuple[float, float, float, float]) -> Floats:
    """Return the part of a convex polygon within x0, y0, x1, y1; shape (k, 2), k may be 0.

    Source: I. Sutherland, G. Hodgman, "Reentrant Polygon Clipping" (1974).
    """
    for axis, limit, sign in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        polygon = _cut_at(polygon, axis, limit, sign)
    return polygon


def _cut_at(polygon: Floats, axis: int, limit: float, sign: int) -> Floats:
    kept: list[Floats] = []
    for place, point in enumerate(polygon):
        before = polygon[place - 1]
        inside = sign * (point[axis] - limit) >= 0
        if inside != (sign * (before[axis] - limit) >= 0):
            share = (limit - before[axis]) / (point[axis] - before[axis])
            kept.append(before + share * (point - before))
        if inside:
            kept.append(point)
    return np.array(kept, dtype=np.float64).reshape(-1, 2)


def _scaled(homography: Floats) -> Floats:
    last = homography[2, 2]
    return homography / last if abs(last) > 1e-12 else homography
