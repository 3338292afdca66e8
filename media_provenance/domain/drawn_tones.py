"""Letters, strips and logos on one of two pictures, told by the few tones in which they are drawn.

So that a copy is judged by the photograph beneath, and two photographs under the same words are
not taken for copies. Not for saying in words what was added (``overlays.py``).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.cell_grid import Mask, Picture
from media_provenance.domain.correlation import PIXEL_CORRELATES, WINDOW, correlate_around

__all__ = ["Rest", "drawn_on", "without_shared_tones"]

# Grey levels by which a pixel must miss what the other picture leads to expect, and half the width
# of a tone in which something is drawn.
_OTHER_TONE = 28.0
_TONE_WIDTH = 9
# The least share of a tone, of what differs in one picture and of what is alike in both: there the
# outline of letters is to count as well, which has few pixels.
_OWN_TONE, _SHARED_TONE = 0.15, 0.06
# The share of a pixel's surroundings that must be left for it to be asked whether it agrees.
_BARE = 0.35


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of an overlap outside of what is drawn in one picture, or in both alike.

    Attributes:
        either, both: the share of the overlap that is left and has texture, in either picture and
            in both; 0 to 1.
        either_agrees, both_agrees: how much of that agrees; 0 to 1, and 0 where nothing is left.
    """

    either: float
    either_agrees: float
    both: float
    both_agrees: float


def drawn_on(upper: Picture, lower: Picture, held: Mask, inside: Mask) -> tuple[Mask, float]:
    """Mark the pixels of one picture that are drawn over what the other one shows.

    Letters, strips and logos are drawn in few tones; what moved between two photographs is not. So
    the tones are looked for in which most of the pixels are that do not follow the other picture,
    at most three, and only pixels in such a tone count as drawn.

    Args:
        upper: the picture that may have something on it.
        lower: the other one.
        held: where they correlate; it gives the exposure of one in terms of the other.
        inside: where both are.

    Returns:
        The pixels, with their soft edges, and the share of all that does not follow the other
        picture which is in the tones, 0 to 1.
    """
    nothing = np.zeros(upper.shape, bool)
    if held.sum() < 200:
        return nothing, 0.0
    gain, bias = _exposure(lower[held], upper[held])
    off = inside & (np.abs(upper - gain * lower - bias) > _OTHER_TONE)
    tones = upper[off]
    if len(tones) < 0.01 * upper.size:
        return nothing, 0.0
    drawn = off & _in_tones(upper, _tones(tones, _OWN_TONE))
    share = float(drawn.sum() / len(tones))
    # Specks are noise; what is left is grown over its soft edges.
    kept = cv2.morphologyEx(drawn.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    return np.asarray(cv2.dilate(kept, np.ones((5, 5), np.uint8)) > 0), share


def without_shared_tones(
    query: Picture, stored: Picture, inside: Mask, held: Mask, drawn: Mask
) -> Rest:
    """Compare what is left when words, logos and frames that stand in both are taken away as well.

    They agree as exactly as a copy does, whatever photographs are under them. They are drawn in few
    tones, which then are most of what agrees; a photograph agrees in many.

    Args:
        query, stored: equally soft.
        inside: where both are.
        held: where they correlate.
        drawn: what is drawn on one of them only.
    """
    shared = held & (np.abs(query - stored) <= _OTHER_TONE)
    tones = _tones(query[shared], _SHARED_TONE)
    # Of these tones everything goes, whether it agrees or not: what is left is to be impartial.
    alike = inside & _in_tones(query, tones) & _in_tones(stored, tones)
    away = drawn | (cv2.dilate(alike.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0)
    correlation, in_either, in_both = correlate_around(query, stored, ~away)
    bare = cv2.boxFilter((~away).astype(np.float32), -1, (WINDOW, WINDOW))
    left = inside & ~away & (np.asarray(bare) >= _BARE)
    agrees = correlation >= PIXEL_CORRELATES
    every = max(int(inside.sum()), 1)
    return Rest(
        either=int((left & in_either).sum()) / every,
        either_agrees=_mean_of(agrees, left & in_either),
        both=int((left & in_both).sum()) / every,
        both_agrees=_mean_of(agrees, left & in_both),
    )


def _mean_of(pixels: Mask, among: Mask) -> float:
    return float(pixels[among].mean()) if among.any() else 0.0


def _tones(values: NDArray[np.float32], least: float) -> list[int]:
    """Return the middles of at most three tones, each of at least a share of the values."""
    counts = np.bincount(np.clip(values, 0, 255).astype(np.intp), minlength=256)
    tones: list[int] = []
    while len(tones) < 3:
        near = np.convolve(counts, np.ones(2 * _TONE_WIDTH + 1), mode="same")
        tone = int(near.argmax())
        if near[tone] < max(least * len(values), 1):
            break
        tones.append(tone)
        counts[max(0, tone - _TONE_WIDTH) : tone + _TONE_WIDTH + 1] = 0
    return tones


def _in_tones(pixels: Picture, tones: list[int]) -> Mask:
    pixels = np.clip(pixels, 0, 255)
    marked = np.zeros(pixels.shape, bool)
    for tone in tones:
        marked |= np.abs(pixels - tone) <= _TONE_WIDTH + 1
    return marked


def _exposure(lower: NDArray[np.float32], upper: NDArray[np.float32]) -> tuple[float, float]:
    """Fit upper = gain * lower + bias, by the spread and the middle of both."""
    gain = float(upper.std() / max(float(lower.std()), 1e-3))
    return gain, float(upper.mean()) - gain * float(lower.mean())
