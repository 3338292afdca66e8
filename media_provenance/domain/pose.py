"""How one picture lies in another, read off a homography: mirrored, turned, stretched, askew.

Geometry only. What the pixels say (strips, text, colours) is ``additions.py`` and ``tones.py``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from media_provenance.domain.frames import Floats, NothingShared

__all__ = ["Pose", "pose_of"]

# Between the corners of the shared part, the scale of a flat copy stays the same to about 2 %; more
# than this, and the picture was seen askew. Own measurement, `benchmarks/picture_words.py`.
_PERSPECTIVE_RATIO = 1.1


@dataclass(frozen=True, slots=True)
class Pose:
    """How the source of a homography was moved to stand as in its target.

    Attributes:
        mirrored: as in a mirror, left to right, before it was turned.
        rotation: degrees clockwise, over -180 to 180.
        scale: factor of lengths: target pixels for one of the source.
        stretch: factor by which widths of the source grew more than its heights.
        perspective: whether parallel lines are parallel no more.
    """

    mirrored: bool
    rotation: float
    scale: float
    stretch: float
    perspective: bool


def pose_of(homography: Floats, polygon: Floats) -> Pose:
    """Take a homography apart around the middle of what is shared.

    Args:
        homography: (3, 3), source pixels to target pixels, both of square pixels.
        polygon: what is shared, corners (k, 2) in source pixels.

    Raises:
        NothingShared: if the homography folds the plane at that place.
    """
    middle = polygon.mean(axis=0)
    matrix = _jacobian(homography, middle)
    determinant = float(np.linalg.det(matrix))
    if not math.isfinite(determinant) or abs(determinant) < 1e-9:
        raise NothingShared("The homography does not lay the pictures on one another.")
    mirrored = determinant < 0
    turning = _nearest_rotation(matrix @ np.diag([-1.0, 1.0]) if mirrored else matrix)
    rotation = math.degrees(math.atan2(turning[1, 0], turning[0, 0]))
    unturned = turning.T @ matrix
    return Pose(
        mirrored=mirrored,
        rotation=180.0 if rotation <= -180 else rotation,
        scale=math.sqrt(abs(determinant)),
        stretch=float(np.linalg.norm(unturned[:, 0]) / np.linalg.norm(unturned[:, 1])),
        perspective=_scale_ratio(homography, polygon) > _PERSPECTIVE_RATIO,
    )


def _jacobian(homography: Floats, point: Floats) -> Floats:
    x, y, w = homography @ np.array([point[0], point[1], 1.0])
    rows = homography[:2, :2] - np.outer([x / w, y / w], homography[2, :2])
    return np.asarray(rows / w, dtype=np.float64)


def _nearest_rotation(matrix: Floats) -> Floats:
    left, _, right = np.linalg.svd(matrix)
    return np.asarray(left @ right, dtype=np.float64)


def _scale_ratio(homography: Floats, polygon: Floats) -> float:
    scales = [abs(float(np.linalg.det(_jacobian(homography, point)))) ** 0.5 for point in polygon]
    return float(max(scales) / max(min(scales), 1e-9))
