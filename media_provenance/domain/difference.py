"""Another picture laid onto this one, and a picture of where the two differ, for people to look at.

Drawn from the renditions that people see, at their size. Nothing is decided from these pictures:
what was changed is ``alterations.py``, what the two are to each other ``likeness.py``.
"""

from __future__ import annotations

from functools import reduce
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.frames import Floats

__all__ = ["aligned", "difference_picture"]

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
_Number = TypeVar("_Number", bound=np.generic)

# Blue-violet over grey: told from grey, and from light and dark, with every kind of colour vision;
# red and green are not. Okabe and Ito's palette (2008) has it as "blue", 0 114 178; on dark grey it
# is too dark, so it is lightened where the picture is dark.
_TINT = np.array([0.0, 90.0, 255.0], dtype=np.float32)
_OUTLINE = np.array([255.0, 255.0, 255.0], dtype=np.float32)
# Grey levels at which a difference begins to be tinted, and at which it is so wholly: under the
# first lie saving again, shrinking and a pixel's shift.
_BEGINS, _WHOLE = 14.0, 60.0
# Contrast that is left of the grey picture under the tint, so that it stays in the background.
_CONTRAST = 0.55
# Steps of the fit of brightness; differing parts are left out more strictly in each. It is made on
# so many pixels spread over the picture: a line through them is as good as one through all.
_FIT_STEPS, _FIT_PIXELS = 4, 20_000
# Correlation of light below which one is a negative of the other; of copies it is near 1.
_NEGATIVE = -0.5


def aligned(other: Pixels, homography: Floats, shape: tuple[int, int]) -> tuple[Pixels, Mask]:
    """Lay another picture onto this one.

    Args:
        other: RGB, shape (h, w, 3), uint8.
        homography: (3, 3), pixels of this picture to pixels of the other.
        shape: height and width of this picture.

    Returns:
        RGB of this shape, mid-grey where the other has no pixels; and whether it has, per pixel.
    """
    height, width = shape
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    softened = _softened(other, _density(homography, shape))
    moved = cv2.warpPerspective(
        softened, homography, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    ones = np.full(other.shape[:2], 255, dtype=np.uint8)
    inside = np.asarray(cv2.warpPerspective(ones, homography, (width, height), flags=flags)) > 127
    return np.where(inside[..., None], moved, 128).astype(np.uint8), inside


def difference_picture(pixels: Pixels, moved: Pixels, inside: Mask) -> Pixels:
    """Draw where two pictures of the same size differ.

    This picture in pale grey; what differs from the other in blue with a white outline, the
    stronger the more; hatched where the other has no pixels. A change of brightness, contrast or
    colour of the whole is taken out first, a negative too: it differs nowhere in particular.

    Args:
        pixels: this picture, RGB, shape (h, w, 3), uint8.
        moved, inside: the other one, from ``aligned``.

    Returns:
        RGB, shape (h, w, 3), uint8.

    Raises:
        ValueError: if the shapes differ.
    """
    if pixels.shape != moved.shape or inside.shape != pixels.shape[:2]:
        raise ValueError(f"{pixels.shape}, {moved.shape} and {inside.shape} are not of one size.")
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.float32)
    strength = _strength(pixels, moved, inside)
    backing = (128 + _CONTRAST * (grey - 128))[..., None].repeat(3, axis=2)
    drawn = backing + strength[..., None] * (0.35 * backing + 0.65 * _TINT - backing)
    drawn = np.where(inside[..., None], drawn, _hatched(backing))
    drawn[_outline(strength > 0.5)] = _OUTLINE
    return np.clip(drawn, 0, 255).astype(np.uint8)


def _density(homography: Floats, shape: tuple[int, int]) -> float:
    """Return how many pixels of the other lie along one of this picture, in its middle."""
    x, y = shape[1] / 2, shape[0] / 2
    points = np.array([[x, y, 1], [x + 1, y, 1], [x, y + 1, 1]]) @ homography.T
    places = points[:, :2] / points[:, 2:]
    return float(abs(np.linalg.det(places[1:] - places[0])) ** 0.5)


def _softened(other: Pixels, density: float) -> Pixels:
    """Soften by what shrinking takes away, or the finest structure flickers."""
    if density <= 1.2:
        return other
    sigma = 0.5 * (min(density, 16.0) ** 2 - 1) ** 0.5
    return np.asarray(cv2.GaussianBlur(other, (0, 0), sigma), dtype=np.uint8)


def _strength(pixels: Pixels, moved: Pixels, inside: Mask) -> NDArray[np.float32]:
    """Return per pixel how much the two differ, 0 (not) to 1, after tones are brought together."""
    own, other = pixels.astype(np.float32), moved.astype(np.float32)
    if _is_negative(own, other, inside):
        other = 255 - other
    if _is_grey(pixels, inside) or _is_grey(moved, inside):
        # One of them has no colours: only light can be compared.
        own, other = _light(own), _light(other)
    toned = _toned(own, other, inside)
    around = np.ones((3, 3), np.uint8)
    toned = np.ascontiguousarray(toned)
    # A pixel's leeway: neither picture can be laid on the other more exactly than that.
    # OpenCV drops the axis of a single channel.
    above = own - np.asarray(cv2.dilate(toned, around)).reshape(own.shape)
    below = np.asarray(cv2.erode(toned, around)).reshape(own.shape) - own
    excess = np.maximum(_largest(np.maximum(above, below)), 0)
    smooth = np.asarray(cv2.GaussianBlur(excess, (0, 0), 1.5), dtype=np.float32)
    share = np.clip((smooth - _BEGINS) / (_WHOLE - _BEGINS), 0, 1)
    return np.where(inside, share, 0).astype(np.float32)


def _toned(
    own: NDArray[np.float32], other: NDArray[np.float32], inside: Mask
) -> NDArray[np.float32]:
    """Bring the other's brightness, contrast and colour cast to this picture's.

    A line per channel, fitted to what is alike: in each step the third that fits worst is left
    out, so that a text over half of the picture does not bend it.
    """
    places = np.flatnonzero(inside)
    # An odd step, so that it does not stay in the same columns.
    chosen = places[:: places.size // _FIT_PIXELS | 1]
    seen, laid = (each.reshape(-1, each.shape[2])[chosen] for each in (own, other))
    kept = np.ones(chosen.size, dtype=np.bool_)
    gain = np.ones(own.shape[2], dtype=np.float32)
    offset = np.zeros(own.shape[2], dtype=np.float32)
    for _ in range(_FIT_STEPS):
        if kept.sum() < 100:
            break
        a, b = seen[kept], laid[kept]
        a_mean, b_mean = a.mean(axis=0), b.mean(axis=0)
        spread = b.std(axis=0)
        together = ((a - a_mean) * (b - b_mean)).mean(axis=0)
        fitted = np.clip(together / np.maximum(spread**2, 1.0), 0.2, 5.0)
        gain = np.where(spread > 2, fitted, 1.0).astype(np.float32)
        offset = (a_mean - gain * b_mean).astype(np.float32)
        off = np.abs(seen - (gain * laid + offset)).max(axis=1)
        kept = off <= np.quantile(off, 0.66)
    return np.asarray(np.clip(gain * other + offset, 0, 255), dtype=np.float32)


def _is_negative(own: NDArray[np.float32], other: NDArray[np.float32], inside: Mask) -> bool:
    """Answer whether the light of one follows the dark of the other."""
    if not inside.any():
        return False
    a, b = _light(own)[inside, 0], _light(other)[inside, 0]
    together = float(((a - a.mean()) * (b - b.mean())).mean())
    return together < _NEGATIVE * float(a.std() * b.std())


def _light(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.float32)[..., None]


def _is_grey(pixels: Pixels, inside: Mask) -> bool:
    if not inside.any():
        return False
    span = _largest(pixels) - np.minimum(np.minimum(pixels[..., 0], pixels[..., 1]), pixels[..., 2])
    return float(span[inside].mean()) < 4


def _largest(pixels: NDArray[_Number]) -> NDArray[_Number]:
    """Return the largest channel; NumPy's own ``max`` along so short an axis is ten times slower.

    Args:
        pixels: shape (h, w, channels).
    """
    return np.asarray(reduce(np.maximum, np.moveaxis(pixels, 2, 0)), dtype=pixels.dtype)


def _hatched(backing: NDArray[np.float32]) -> NDArray[np.float32]:
    """Draw faint diagonal lines, a pattern and no colour, over what only this picture shows."""
    height, width = backing.shape[:2]
    line = np.less(np.add.outer(np.arange(height) % 12, np.arange(width)) % 12, 2)[..., None]
    return np.where(line, 0.5 * backing + 110, backing).astype(np.float32)


def _outline(differs: Mask) -> Mask:
    """Return the outline of the larger differing parts; specks keep their tint alone."""
    closed = cv2.morphologyEx(differs.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    count, labels, statistics, _ = cv2.connectedComponentsWithStats(closed)
    large = np.flatnonzero(statistics[:, cv2.CC_STAT_AREA] >= 0.0008 * differs.size)
    is_large = np.zeros(count, dtype=np.uint8)
    is_large[large[large > 0]] = 1
    parts = is_large[labels]
    rim = cv2.morphologyEx(parts, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    return np.asarray(rim > 0, dtype=np.bool_)
