"""One small grey picture laid over another: where they agree, and by what tones they differ.

A pixel map for telling what was changed. Whether the two are copies at all is not asked here
(``alignment.py`` and ``likeness.py`` decide that with their own, stricter comparison).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.frames import Floats, Size, moved_points

__all__ = ["Grey", "LaidOver", "lay_over"]

Grey = NDArray[np.uint8]
Map = NDArray[np.float32]

# Side of the square in which structure is compared, as a share of the longest side: 11 px of 320.
_WINDOW = 11 / 320
# Grey levels of standard deviation under which a square has no structure to compare.
_FLAT = 5.0
# Correlation from which on a square shows the same, and under which it shows something else.
_SAME, _OTHER = 0.6, 0.35
# Grey levels by which a flat place may be off after brightness and contrast are brought together.
_SAME_TONE = 18.0


@dataclass(frozen=True, slots=True, eq=False)
class LaidOver:
    """The subject and the other picture, brought onto the subject's pixels.

    Attributes:
        subject: (h, w), grey levels, softened to the other's sharpness.
        other: (h, w), grey levels, moved onto the subject and softened to its sharpness, its
            brightness and contrast brought to the subject's; 0 where it has no pixels.
        inside: (h, w), whether the other has pixels there.
        score: (h, w), 1 where both show the same structure, -1 where they do not or tones are
            off; between, where it cannot be told; 0 outside.
        gain, offset: ``subject = gain * other + offset`` where they agree, ``other`` as it is kept.
        scale: pixels of the other that lie along one of the subject.
        sharpness: how much of the fine detail of the agreeing part the subject has, over what the
            other has, 1 for the same; None where nothing fine agrees or the sizes are too unlike.
    """

    subject: Map
    other: Map
    inside: NDArray[np.bool_]
    score: Map
    gain: float
    offset: float
    scale: float
    sharpness: float | None


def lay_over(subject: Grey, other: Grey, homography: Floats) -> LaidOver:
    """Lay the other picture over the subject.

    Args:
        subject, other: grey, shape (h, w), uint8.
        homography: (3, 3), pixels of the subject to pixels of the other.
    """
    height, width = subject.shape
    scale = _scale_at_middle(homography, (width, height), other.shape)
    moved = _warped(_softened(other, scale).astype(np.float32), homography, (width, height))
    ones = np.full(other.shape, 255, dtype=np.uint8)
    inside = _warped(ones, homography, (width, height)) > 250
    own = _softened(subject, 1 / scale).astype(np.float32)
    correlation, own_deviation, deviation = _correlation(own, moved, inside, _window(subject.shape))
    gain, offset = _tones(own, moved, inside & (correlation >= _SAME) & (deviation >= _FLAT))
    toned = np.clip(gain * moved + offset, 0, 255)
    score = _score(correlation, own_deviation, abs(gain) * deviation, own - toned)
    return LaidOver(
        subject=own,
        other=np.where(inside, toned, 0).astype(np.float32),
        inside=inside,
        score=np.where(inside, score, 0).astype(np.float32),
        gain=gain,
        offset=offset,
        scale=scale,
        sharpness=_sharpness(own, toned, inside & (correlation >= 0.8) & (deviation >= _FLAT)),
    )


def _window(shape: tuple[int, ...]) -> int:
    return max(5, round(max(shape) * _WINDOW)) | 1


def _scale_at_middle(homography: Floats, size: Size, other: tuple[int, ...]) -> float:
    """Return how many pixels of the other lie on one of the subject, in the shared part."""
    grid = np.stack(
        np.meshgrid(np.linspace(0, size[0], 9), np.linspace(0, size[1], 9)), axis=-1
    ).reshape(-1, 2)
    places = moved_points(homography, grid)
    shared = ((places >= 0) & (places <= (other[1], other[0]))).all(axis=1)
    middle = grid[shared].mean(axis=0) if shared.any() else grid.mean(axis=0)
    steps = moved_points(homography, middle + np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    return float(np.clip(abs(np.linalg.det(steps[1:] - steps[0])) ** 0.5, 1 / 16, 16))


def _softened(picture: Grey, scale: float) -> Grey:
    """Soften by what shrinking ``scale`` times takes away; nothing for an enlargement."""
    if scale <= 1.1:
        return picture
    return np.asarray(
        cv2.GaussianBlur(picture, (0, 0), 0.5 * (scale**2 - 1) ** 0.5), dtype=np.uint8
    )


def _warped(picture: NDArray[np.generic], homography: Floats, size: Size) -> NDArray[np.float32]:
    moved = cv2.warpPerspective(
        np.asarray(picture), homography, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    return np.asarray(moved, dtype=np.float32)


def _correlation(
    first: Map, second: Map, inside: NDArray[np.bool_], side: int
) -> tuple[Map, Map, Map]:
    """Return the correlation in the square around each pixel, and both standard deviations.

    Only pixels inside count, so that the edge of the other picture is not taken for structure.
    """

    def mean(values: Map) -> Map:
        return np.asarray(cv2.boxFilter(values, -1, (side, side)), dtype=np.float32)

    weight = inside.astype(np.float32)
    share = np.maximum(mean(weight), 1e-6)
    a, b = first * weight, second * weight
    mean_a, mean_b = mean(a) / share, mean(b) / share
    var_a = np.maximum(mean(a * first) / share - mean_a**2, 0)
    var_b = np.maximum(mean(b * second) / share - mean_b**2, 0)
    together = mean(a * second) / share - mean_a * mean_b
    correlation = together / np.sqrt(np.maximum(var_a * var_b, 1.0))
    return (
        correlation.astype(np.float32),
        np.sqrt(var_a).astype(np.float32),
        np.sqrt(var_b).astype(np.float32),
    )


def _tones(own: Map, other: Map, agrees: NDArray[np.bool_]) -> tuple[float, float]:
    """Return gain and offset over the agreeing pixels; 1 and 0 where these are too few.

    The slope is that of the deviations, not of a regression, which noise in ``other`` flattens.
    """
    if agrees.sum() < 50:
        return 1.0, 0.0
    a, b = own[agrees], other[agrees]
    gain = float(np.clip(a.std() / max(float(b.std()), 1.0), 0.2, 5.0))
    return gain, float(np.median(a - gain * b))


def _score(correlation: Map, own: Map, other: Map, difference: Map) -> Map:
    most, least = np.maximum(own, other), np.minimum(own, other)
    structure = np.interp(correlation, [_OTHER, _SAME], [-1.0, 1.0])
    # Structure in one picture and none in the other.
    structure = np.where((least < _FLAT * 0.6) & (most > 2 * _FLAT), -1.0, structure)
    blurred = cv2.blur(np.asarray(difference), (5, 5))
    tone = np.where(np.abs(blurred) <= _SAME_TONE, 0.3, -0.6)
    return np.where(most < _FLAT, tone, structure).astype(np.float32)


def _sharpness(own: Map, other: Map, agrees: NDArray[np.bool_]) -> float | None:
    if agrees.sum() < 500:
        return None
    fine_own, fine_other = (
        np.abs(picture - cv2.GaussianBlur(picture, (0, 0), 1.2))[agrees] for picture in (own, other)
    )
    return float(fine_own.mean() / max(float(fine_other.mean()), 0.1))
