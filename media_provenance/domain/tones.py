"""What became of a picture's colours and sharpness between two pictures of the same pixels.

Grey levels tell of brightness, contrast and sharpness; for colours both pictures have to be known
in colour, if only very small. Filters of apps are not recognised, only what they did.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.alteration_facts import Tone
from media_provenance.domain.frames import Floats, pixel_homography
from media_provenance.domain.laid_over import LaidOver

__all__ = ["COLOUR_SIDE", "small_colour", "tones_of"]

# Longest side of the colour copy: enough for what the colours of a part are, 3 KB at most.
COLOUR_SIDE = 32

Colours = NDArray[np.uint8]

# Grey levels by which the mean has to move to be called brighter or darker, and factors for
# contrast and sharpness: what saving again and shrinking do stays under them (own measurement,
# `benchmarks/picture_words.py`).
_BRIGHTER = 12.0
_CONTRAST = 1.2
_SHARPNESS = 1.6
# Share of the picture that has to agree in one piece before its contrast is spoken of.
_LEAST_AREA = 0.05
# Mean distance from grey (Cb and Cr, 0 to 128) of a picture that has colours, and of one that has
# none; JPEG leaves traces in grey pictures.
_COLOURFUL, _GREY = 4.0, 1.5
# Spread of Cb and Cr over their distance from grey: up to the first it is one tint, and from the
# second on several colours; between lie photographs of one colour.
_ONE_TINT, _COLOURS = 0.3, 0.6


def small_colour(pixels: Colours) -> Colours:
    """Return the picture in RGB with a longest side of at most ``COLOUR_SIDE``.

    Args:
        pixels: RGB, shape (height, width, 3), dtype uint8.
    """
    height, width = pixels.shape[:2]
    factor = min(1.0, COLOUR_SIDE / max(height, width))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def tones_of(
    laid: LaidOver,
    scene: tuple[float, float, float, float],
    homography: Floats,
    subject: Colours | None,
    reference: Colours | None,
) -> tuple[Tone, ...]:
    """Say what became of the reference's tones in the subject.

    Args:
        laid: the two in grey.
        scene: box of what is shared, fractions of the subject.
        homography: fractions of the subject to fractions of the reference.
        subject, reference: in colour, RGB, any sizes; None where not known: nothing is said then.
    """
    found: list[Tone] = []
    if subject is not None and reference is not None:
        found += _colours(_chroma_pairs(laid, scene, homography, subject, reference))
    light, sharpness = _brightness(laid), _sharpness(laid)
    # Softening takes contrast away with the detail: that is said once.
    said_once = {
        Tone.LESS_SHARP: Tone.LESS_CONTRAST,
        Tone.SHARPER: Tone.MORE_CONTRAST,
    }
    dropped = {said_once[tone] for tone in sharpness}
    return (*found, *(tone for tone in light if tone not in dropped), *sharpness)


def _sharpness(laid: LaidOver) -> list[Tone]:
    if laid.sharpness is None:
        return []
    # The less alike the sizes, the less is known of the finest detail.
    least = _SHARPNESS * max(laid.scale, 1 / laid.scale) ** 2
    if laid.sharpness < 1 / least:
        return [Tone.LESS_SHARP]
    return [Tone.SHARPER] if laid.sharpness > least else []


def _brightness(laid: LaidOver) -> list[Tone]:
    agrees = laid.inside & (laid.score > 0)
    if agrees.sum() < 50:
        return []
    before = (laid.other[agrees] - laid.offset) / laid.gain
    after = laid.subject[agrees]
    found: list[Tone] = []
    change = float(after.mean() - before.mean())
    if abs(change) > _BRIGHTER:
        found.append(Tone.BRIGHTER if change > 0 else Tone.DARKER)
    contrast = _contrast(laid, agrees)
    # Light that is turned up takes the contrast with it: that is said once.
    lit = contrast * float(before.mean()) / max(1.0, float(after.mean())) if found else contrast
    if min(contrast, lit) > _CONTRAST:
        found.append(Tone.MORE_CONTRAST)
    elif max(contrast, lit) < 1 / _CONTRAST:
        found.append(Tone.LESS_CONTRAST)
    return found


def _contrast(laid: LaidOver, agrees: NDArray[np.bool_]) -> float:
    """Return the factor of contrast between large areas; 1.0 where too little agrees.

    Of the fine detail, shrinking and sharpening change the contrast as well.
    """
    clear = cv2.erode(agrees.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    if clear.sum() < _LEAST_AREA * agrees.size:
        return 1.0
    subject, other = (
        np.asarray(cv2.GaussianBlur(one, (0, 0), 2.5))[clear] for one in (laid.subject, laid.other)
    )
    return laid.gain * float(subject.std()) / max(1.0, float(other.std()))


def _chroma_pairs(
    laid: LaidOver,
    scene: tuple[float, float, float, float],
    homography: Floats,
    subject: Colours,
    reference: Colours,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return Cb and Cr, less 128, of both at the same places; shape (n, 2) each."""
    small, other = small_colour(subject), small_colour(reference)
    size, other_size = (small.shape[1], small.shape[0]), (other.shape[1], other.shape[0])
    there = pixel_homography(homography, size, other_size)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    moved = cv2.warpPerspective(other, there, size, flags=flags)
    ones = np.full(other.shape[:2], 255, dtype=np.uint8)
    inside = np.asarray(cv2.warpPerspective(ones, there, size, flags=flags)) > 250
    # What was put on top has colours of its own.
    agrees = cv2.resize((laid.score > 0).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    inside &= np.asarray(agrees) > 0.7
    rows, columns = np.indices(inside.shape)
    inside &= (columns + 0.5 > scene[0] * size[0]) & (columns + 0.5 < scene[2] * size[0])
    inside &= (rows + 0.5 > scene[1] * size[1]) & (rows + 0.5 < scene[3] * size[1])
    return _chroma(small)[inside], _chroma(np.asarray(moved, dtype=np.uint8))[inside]


def _chroma(pixels: Colours) -> NDArray[np.float32]:
    levels = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb), dtype=np.float32)
    return levels[..., 1:] - 128


def _colours(pairs: tuple[NDArray[np.float32], NDArray[np.float32]]) -> list[Tone]:
    if len(pairs[0]) < 16:
        return []
    kinds = tuple(_kind(chroma) for chroma in pairs)
    named = {
        ("grey", "colours"): Tone.GREYSCALE,
        ("grey", "few"): Tone.GREYSCALE,
        ("grey", "tint"): Tone.UNTINTED,
        ("tint", "colours"): Tone.TINTED,
        ("tint", "few"): Tone.TINTED,
        ("tint", "grey"): Tone.TINTED,
        ("colours", "grey"): Tone.COLOURED,
        ("colours", "tint"): Tone.UNTINTED,
    }.get((kinds[0], kinds[1]))
    return [named] if named else []


def _kind(chroma: NDArray[np.float32]) -> str:
    """Return "grey", "tint" (one colour throughout), "few", "colours", or "unclear"."""
    distance = float(np.linalg.norm(chroma, axis=1).mean())
    if distance < _GREY:
        return "grey"
    if distance < _COLOURFUL:
        return "unclear"
    spread = float(np.linalg.norm(chroma.std(axis=0))) / distance
    if spread < _ONE_TINT:
        return "tint"
    return "colours" if spread > _COLOURS else "few"
