"""A smooth deformation that no homography has, as of a lens, a wavy page or a curved screen.

Fitted to displaced blocks (``displacements.py``), and stiff: what stands nearer in one of two
photographs of a place does not follow it all the way.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.cell_grid import Grey, Mask, Picture, blurred
from media_provenance.domain.geometry import Floats, moved

__all__ = ["BENDING", "STRAIGHT", "Bend", "bent", "bent_mask"]

# takes to fit one of the third and of the fifth degree, and how stiff it is (in squared
# displacement per squared factor).
STRAIGHT = 0.25
_LEAST_BENT, _MUCH_BENT = 24, 50
_STIFF = 1e-6
# From coarse to fine: pixels searched, how often the pictures are halved for it, and pixels by
# which half of the blocks may miss the bend.
BENDING = ((7, 1, 3.0), (5, 1, 2.0), (4, 0, 1.5), (3, 0, 1.0), (3, 0, 1.0))


@dataclass(frozen=True, slots=True, eq=False)
class Bend:
    """A smooth deformation that no homography has: a lens, a page that is not flat, a screen.

    Of the fifth degree, or of the third where blocks are few, and no more: what stands nearer in
    one of two photographs of a place does not follow it all the way. Carries a place in the
    comparison to the place from which a homography would have brought its pixels.

    Attributes:
        factors: (terms, 2), of the powers in ``_powers``, in units of the picture's longer half.
        degree: of those powers.
        left_over: pixels by which the middle block misses it.
    """

    factors: Floats
    degree: int
    left_over: float

    @classmethod
    def fitted(
        cls,
        places: Floats,
        displaced: Floats,
        size: tuple[int, int],
        before: Bend | None,
        within: float,
    ) -> Bend | None:
        """Fit to displaced blocks; None where they are too few or do not agree on any bend."""
        if len(places) < _LEAST_BENT:
            return None
        degree = 5 if len(places) >= _MUCH_BENT else 3
        start = _in_halves(places, size) if before is None else before._from(places, size)
        powers = _powers(_in_halves(places + displaced, size), degree)
        weights = np.ones(len(places))
        half = max(size) / 2
        factors = np.zeros((powers.shape[1], 2))
        straight = np.zeros_like(factors)
        straight[1, 0] = straight[2, 1] = 1.0
        # Holds back what few blocks at the edge would make of the higher powers.
        held = np.diag([0.0] * 3 + [_STIFF] * (powers.shape[1] - 3)) * len(places)
        for _ in range(6):
            weighted = powers * weights[:, None]
            factors = straight + np.linalg.solve(
                weighted.T @ powers + held + 1e-9 * np.eye(len(held)),
                weighted.T @ (start - powers @ straight),
            )
            off = np.linalg.norm(start - powers @ factors, axis=1) * half
            weights = 1 / (1 + (off / max(0.5, float(np.median(off)))) ** 2) ** 2
        if (off <= within).mean() < 0.5:
            return None
        return cls(np.asarray(factors, dtype=np.float64), degree, float(np.median(off)))

    def _from(self, places: Floats, size: tuple[int, int]) -> Floats:
        return np.asarray(
            _powers(_in_halves(places, size), self.degree) @ self.factors, dtype=np.float64
        )

    def places(self, size: tuple[int, int]) -> Floats:
        """Return for every pixel of the comparison whence it comes, shape (height, width, 2)."""
        width, height = size
        # Smooth: every eighth pixel is enough, and the rest lies between.
        across, down = math.ceil(width / 8) + 2, math.ceil(height / 8) + 2
        grid = np.indices((down, across))[::-1].reshape(2, -1).T * 8.0 - 4.5
        whence = (
            self._from(np.asarray(grid, dtype=np.float64), size) * (max(size) / 2)
            + (np.array(size) - 1) / 2
        )
        every = cv2.resize(
            whence.reshape(down, across, 2), (across * 8, down * 8), interpolation=cv2.INTER_LINEAR
        )
        return np.asarray(every[8 : 8 + height, 8 : 8 + width], dtype=np.float64)


def _in_halves(places: Floats, size: tuple[int, int]) -> Floats:
    """Return places about the middle, in units of half the longer side."""
    return np.asarray((places - (np.array(size) - 1) / 2) / (max(size) / 2), dtype=np.float64)


def _powers(places: Floats, degree: int) -> Floats:
    """Return the powers of places up to a degree, those of the first degree first."""
    x, y = places[:, 0], places[:, 1]
    return np.stack(
        [x ** (total - j) * y**j for total in range(degree + 1) for j in range(total + 1)], axis=1
    )


def _bent_places(movement: Floats, whence: Floats) -> NDArray[np.float32]:
    back = np.asarray(np.linalg.inv(movement), dtype=np.float64)
    return moved(back, whence.reshape(-1, 2)).reshape(whence.shape).astype(np.float32)


def bent(picture: Grey, movement: Floats, whence: Floats, scale: float) -> Picture:
    pixels = picture.astype(np.float32)
    if scale < 0.9:
        pixels = blurred(pixels, 0.5 * float(np.sqrt(1 / scale**2 - 1)))
    return np.asarray(
        cv2.remap(
            pixels,
            _bent_places(movement, whence),
            np.empty(0),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        dtype=np.float32,
    )


def bent_mask(picture: Grey, movement: Floats, whence: Floats) -> Mask:
    ones = np.ones(picture.shape, np.uint8)
    places = _bent_places(movement, whence)
    return np.asarray(cv2.remap(ones, places, np.empty(0), cv2.INTER_NEAREST) > 0)
