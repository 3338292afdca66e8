"""The plane geometry of two pictures: points carried by a homography, overlaps, what is plausible.

Frames: every point is in pixels of a picture's working frame (``local_features.WORKING_SIDE``), x
to the right and y down. A homography is float64 (3, 3) and carries the query's frame onto the
stored picture's; its determinant is negative where the query is mirrored. How one is found is
``movements.py``.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = [
    "LARGEST_SCALE",
    "LEAST_SCALE",
    "Floats",
    "Points",
    "area",
    "corners",
    "is_plausible",
    "mirrored_frame",
    "moved",
    "overlap",
    "whole_matrix",
]

Floats = NDArray[np.float64]
Points = NDArray[np.floating]

# A copy is at most this much smaller or larger than what it is a copy of (as frames of 480 px).
LEAST_SCALE, LARGEST_SCALE = 0.15, 6.7


def moved(homography: Floats, points: Points) -> Floats:
    """Return points (n, 2) carried by a homography, shape (n, 2)."""
    result = points @ homography[:2, :2].T + homography[:2, 2]
    weights = points @ homography[2, :2] + homography[2, 2]
    return np.asarray(result / weights[:, None], dtype=np.float64)


def mirrored_frame(width: int) -> Floats:
    """Return the (3, 3) matrix that carries a picture's frame onto that of its mirror image."""
    return np.array([[-1.0, 0.0, width - 1.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])


def area(polygon: Points) -> float:
    """Return the area inside a polygon (n, 2), in squared pixels; 0 for fewer than 3 corners."""
    if len(polygon) < 3:
        return 0.0
    x, y = polygon[:, 0], polygon[:, 1]
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


def corners(width: float, height: float) -> Floats:
    """Return the four corners of a frame, clockwise from the top left, shape (4, 2)."""
    return np.array(
        [[-0.5, -0.5], [width - 0.5, -0.5], [width - 0.5, height - 0.5], [-0.5, height - 0.5]]
    )


def overlap(
    homography: Floats, query_size: tuple[float, float], stored_size: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Return what both pictures show, as a polygon in the query's and in the stored one's frame.

    Args:
        homography: a plausible one, see ``is_plausible``.
        query_size, stored_size: width and height of the frames.

    Returns:
        Two convex polygons (k, 2) with the same corners in the same order; both (0, 2) where the
        pictures do not overlap.
    """
    footprint = moved(homography, corners(*query_size)).astype(np.float32)
    _, shared = cv2.intersectConvexConvex(footprint, corners(*stored_size).astype(np.float32))
    stored_part = np.zeros((0, 2), np.float64)
    if shared is not None:
        stored_part = np.asarray(shared.reshape(-1, 2), dtype=np.float64)
    if len(stored_part) < 3:
        return np.empty((0, 2)), np.empty((0, 2))
    back = np.asarray(np.linalg.inv(homography), dtype=np.float64)
    return moved(back, stored_part), stored_part


def is_plausible(
    homography: Floats, query_size: tuple[float, float], stored_size: tuple[float, float]
) -> bool:
    """Say whether a camera or an editing program could have carried one picture onto the other.

    The query must not fold over itself, its sides may differ in scale by at most 2.2 (a stretched
    or slanted copy), its scale must lie within LEAST_SCALE and LARGEST_SCALE, and perspective may
    change the scale by at most 2.5 from one corner to another.
    """
    if not np.isfinite(homography).all() or abs(np.linalg.det(homography)) < 1e-9:
        return False
    square = corners(*query_size)
    weights = square @ homography[2, :2] + homography[2, 2]
    if (weights * weights[0] <= 0).any():
        return False
    if np.abs(weights).max() > 2.5 * np.abs(weights).min():
        return False
    footprint = moved(homography, square)
    if not cv2.isContourConvex(footprint.astype(np.float32)):
        return False
    sides = np.linalg.norm(np.roll(footprint, -1, axis=0) - footprint, axis=1)
    scales = sides / np.array([query_size[0], query_size[1], query_size[0], query_size[1]])
    if scales.min() < LEAST_SCALE or scales.max() > LARGEST_SCALE:
        return False
    across = (scales[0] * scales[2]) ** 0.5
    down = (scales[1] * scales[3]) ** 0.5
    if max(across, down) > 2.2 * min(across, down):
        return False
    diagonals = footprint[[0, 1]] - footprint[[2, 3]]
    lengths = np.linalg.norm(diagonals, axis=1)
    return bool(lengths.max() <= 2.2 * lengths.min())


def whole_matrix(found: NDArray[np.generic] | None) -> Floats | None:
    """Return what OpenCV fitted, two or three rows or nothing, as (3, 3) float64 or None."""
    if found is None:
        return None
    matrix = np.asarray(found, dtype=np.float64)
    return matrix if len(matrix) == 3 else np.vstack([matrix, [0.0, 0.0, 1.0]])
