"""Two pictures laid on one another: brought to one place, one contrast and one sharpness.

Keypoints say that two pictures show the same things in the same order; a second photograph of the
same place does so too. What tells a copy from it is the pixels in between: the cells of a copy lie
on each other to a fraction of a pixel wherever nothing was put on top, those of a second photograph
do so hardly anywhere. This module lays them; what the cells say is ``cells.py``, and what follows
from it ``likeness.py``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.bends import BENDING, STRAIGHT, Bend, bent, bent_mask
from media_provenance.domain.cell_grid import Grey, Mask, Picture, blurred
from media_provenance.domain.cells import CellMap, Laid, cells_of
from media_provenance.domain.correlation import agreeing_share
from media_provenance.domain.displacements import (
    LEAST_SIDE,
    correction_of,
    displacements,
    displacements_at,
)
from media_provenance.domain.geometry import Floats, area, moved, overlap

__all__ = ["compare_pixels"]

# Grey levels of standard deviation to which a paler pair is stretched, and by how much at most.
_USUAL_SPREAD = 40.0
_MOST_STRETCHED = 5.0
# Sigma in pixels.
_LEAST_BLUR = 0.8
_COARSE_BLUR = 2.0
# How many times as much of the texture has to agree for a softer look, or a bend, to be believed.
_MUCH_BETTER = 1.25
_BETTER = 1.05


def compare_pixels(
    query: Grey,
    stored: Grey,
    homography: Floats,
    query_size: tuple[int, int],
    stored_size: tuple[int, int],
    *,
    reach: int = 4,
    coarsely: bool = False,
) -> CellMap | None:
    """Lay the query's thumbnail on the stored one's and compare them cell by cell.

    Args:
        query, stored: grey thumbnails (h, w).
        homography: query working frame to stored working frame; mirrored where its determinant is
            negative.
        query_size, stored_size: width and height of the working frames.
        reach: pixels of the comparison by which the homography may be off.
        coarsely: look at both softened, for what grain or the dots of print lie over.

    Returns:
        None where the overlap is narrower than 28 pixels of the poorer thumbnail; coarsely also
        where that brings out little more.
    """
    to_query_frame = _resized(query, query_size)
    to_stored_frame = _resized(stored, stored_size)
    thumbs = np.linalg.inv(to_stored_frame) @ homography @ to_query_frame
    there, shared = overlap(thumbs, query.shape[::-1], stored.shape[::-1])
    if len(shared) == 0:
        return None
    scale = float(np.sqrt(area(shared) / max(area(there), 1e-9)))
    shrink = min(1.0, 1.0 / scale)
    low, high = shared.min(axis=0), shared.max(axis=0)
    width, height = (np.ceil((high - low) * shrink)).astype(int)
    if min(width, height) < LEAST_SIDE:
        return None
    frame = np.array(
        [[shrink, 0.0, -low[0] * shrink], [0.0, shrink, -low[1] * shrink], [0.0, 0.0, 1.0]]
    )
    fixed = _warped(stored, frame, (width, height), shrink)
    inside_stored = _mask(stored, frame, (width, height))
    moving = _warped(query, frame @ thumbs, (width, height), scale * shrink)
    # What makes the paler picture as rich in contrast as the other, from then on.
    fuller = _contrast_ratio(fixed, moving, inside_stored)
    if fuller < 1:
        fixed = fixed * np.float32(1 / fuller)
        fuller = 1.0
    moving = moving * np.float32(fuller)
    tones = _Stretch.of(fixed, moving, inside_stored, fuller)
    fixed, moving = tones.stored(fixed), tones.query(moving * np.float32(1 / fuller))
    way = _Way(
        query=query,
        fixed=fixed,
        inside=inside_stored,
        frame=frame,
        tones=tones,
        scale=scale * shrink,
    )
    found = way.laid(thumbs, None, _softening(moving, fixed))
    found = way.put_right(found, reach)
    if coarsely:
        softer = way.softer(found, reach)
        if softer is None:
            return None
        found = softer
    found = way.bent(found)
    return cells_of(
        Laid(
            query=found.moving,
            stored=fixed,
            soft_query=found.soft,
            soft_stored=found.soft_fixed,
            inside=found.inside,
            blur=max(found.blurs),
            uneven=found.left_over > STRAIGHT or found.bend is not None,
            bent=found.bend is not None,
        ),
        to_stored_frame @ np.linalg.inv(frame),
        to_stored_frame @ found.movement @ np.linalg.inv(to_query_frame),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The query in the comparison's frame, laid in one way.

    Attributes:
        movement: (3, 3), pixels of the query's thumbnail to those of the stored one's.
        bend: what was taken out besides, or None.
        blurs: sigma by which the query and the stored picture are softened.
        moving: the query as it is; soft: softened.
        soft_fixed: the stored picture softened.
        inside: where both are.
        left_over: pixels by which the middle one of the blocks misses the movement.
    """

    movement: Floats
    bend: Bend | None
    blurs: tuple[float, float]
    moving: Picture
    soft: Picture
    soft_fixed: Picture
    inside: Mask
    left_over: float

    @property
    def agreement(self) -> float:
        return agreeing_share(self.soft, self.soft_fixed, self.inside)


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    """How a query comes onto a stored picture: what stays the same however it is laid.

    Attributes:
        query: its thumbnail.
        fixed: the stored picture in the comparison's frame, at the common contrast.
        inside: where the stored picture has pixels.
        frame: (3, 3), pixels of the stored thumbnail to those of the comparison.
        tones: brings the query to the common contrast.
        scale: by which the query is enlarged.
    """

    query: Grey
    fixed: Picture
    inside: Mask
    frame: Floats
    tones: _Stretch
    scale: float

    @property
    def _size(self) -> tuple[int, int]:
        return self.fixed.shape[1], self.fixed.shape[0]

    def laid(
        self,
        movement: Floats,
        bend: Bend | None,
        blurs: tuple[float, float],
        soft_fixed: Picture | None = None,
        left_over: float = math.inf,
    ) -> _Found:
        """Lay the query by a movement, and a bend if there is one."""
        there = self.frame @ movement
        if bend is None:
            moving = _warped(self.query, there, self._size, self.scale)
            inside = _mask(self.query, there, self._size)
        else:
            whence = bend.places(self._size)
            moving = bent(self.query, there, whence, self.scale)
            inside = bent_mask(self.query, there, whence)
        moving = self.tones.query(moving)
        return _Found(
            movement=movement,
            bend=bend,
            blurs=blurs,
            moving=moving,
            soft=blurred(moving, blurs[0]),
            soft_fixed=blurred(self.fixed, blurs[1]) if soft_fixed is None else soft_fixed,
            inside=self.inside & inside,
            left_over=left_over,
        )

    def put_right(self, found: _Found, reach: int) -> _Found:
        """Correct the movement by blocks that are displaced by some pixels."""
        for pixels in (reach, 3, 2):
            blocks = displacements(found.soft, found.soft_fixed, found.inside, pixels)
            correction = correction_of(blocks.places, blocks.by, pixels / 3)
            if correction is None:
                break
            reached = moved(correction, blocks.places)
            found = self.laid(
                np.linalg.inv(self.frame) @ correction @ self.frame @ found.movement,
                None,
                found.blurs,
                found.soft_fixed,
                float(np.median(np.linalg.norm(reached - blocks.places - blocks.by, axis=1))),
            )
            if np.abs(reached - blocks.places).max() < 0.15:
                break
        return found

    def softer(self, found: _Found, reach: int) -> _Found | None:
        """Soften both further; None where that does not bring out that they agree.

        Grain, the dots of print and what shines through from another picture are finer than what
        a photograph shows. Pictures that differ do so at every size.
        """
        blurs = (
            float(np.hypot(found.blurs[0], _COARSE_BLUR)),
            float(np.hypot(found.blurs[1], _COARSE_BLUR)),
        )
        coarse = self.put_right(self.laid(found.movement, None, blurs), reach)
        return coarse if coarse.agreement >= _MUCH_BETTER * found.agreement else None

    def bent(self, found: _Found) -> _Found:
        """Take out a smooth bend where one is left and more agrees without it."""
        if found.left_over <= STRAIGHT:
            return found
        straight = found
        for pixels, halvings, within in BENDING:
            blocks = displacements_at(found.soft, found.soft_fixed, found.inside, pixels, halvings)
            bend = Bend.fitted(blocks.places, blocks.by, self._size, found.bend, within)
            if bend is None:
                break
            found = self.laid(found.movement, bend, found.blurs, found.soft_fixed)
            if len(blocks.by) and np.median(np.linalg.norm(blocks.by, axis=1)) < 0.3:
                break
        if found.bend is None or found.agreement < _BETTER * straight.agreement:
            return straight
        return found


@dataclass(frozen=True, slots=True)
class _Stretch:
    """How the grey levels of both pictures are brought to one contrast, and a dark one's to more.

    Every threshold on tones is meant for a photograph with a spread of some forty levels; at night
    and in fog one has ten. Not stretched further, or its noise would be texture.
    """

    gain_query: float
    bias_query: float
    gain_stored: float
    bias_stored: float

    @classmethod
    def of(cls, stored: Picture, query: Picture, inside: Mask, fuller: float) -> _Stretch:
        first, second = stored[inside], query[inside]
        if len(first) < 100:
            return cls(fuller, 0.0, 1.0, 0.0)
        spread = max(float(first.std()), float(second.std()), 1e-3)
        gain = float(np.clip(_USUAL_SPREAD / spread, 1.0, _MOST_STRETCHED))
        if gain <= 1.0 and 0.4 <= fuller <= 2.5:
            return cls(fuller, 0.0, 1.0, 0.0)
        middle = 128.0 if gain > 1 else float(first.mean())
        return cls(
            gain * fuller,
            middle - gain * float(second.mean()),
            gain,
            middle - gain * float(first.mean()),
        )

    def query(self, pixels: Picture) -> Picture:
        return pixels * np.float32(self.gain_query) + np.float32(self.bias_query)

    def stored(self, pixels: Picture) -> Picture:
        return pixels * np.float32(self.gain_stored) + np.float32(self.bias_stored)


def _resized(thumbnail: Grey, size: tuple[int, int]) -> Floats:
    """Return the matrix from a thumbnail's pixels to those of the working frame."""
    height, width = thumbnail.shape
    x, y = size[0] / width, size[1] / height
    return np.array([[x, 0.0, x / 2 - 0.5], [0.0, y, y / 2 - 0.5], [0.0, 0.0, 1.0]])


def _warped(
    picture: Grey, movement: Floats, size: tuple[int, int], scale: float
) -> NDArray[np.float32]:
    pixels = picture.astype(np.float32)
    if scale < 0.9:
        pixels = blurred(pixels, 0.5 * float(np.sqrt(1 / scale**2 - 1)))
    return np.asarray(
        cv2.warpPerspective(
            pixels, movement, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        ),
        dtype=np.float32,
    )


def _mask(picture: Grey, movement: Floats, size: tuple[int, int]) -> Mask:
    height, width = picture.shape
    middles = np.array([[0.0, 0.0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]])
    # In sixteenths of a pixel; far outside is all the same.
    outline = np.clip(moved(movement, middles), -1e6, 1e6) * 16
    mask = np.zeros((size[1], size[0]), np.uint8)
    return np.asarray(cv2.fillConvexPoly(mask, np.rint(outline).astype(np.int32), 1, shift=4) > 0)


def _contrast_ratio(stored: Picture, query: Picture, inside: Mask) -> float:
    """Return how much more local contrast the stored picture has, 0.1 to 10.

    The middle one over the pixels where both have some: strips and letters hardly change it.
    """
    soft = [blurred(one, 2.0) for one in (stored, query)]
    local = [np.abs(one - cv2.blur(one, (15, 15)))[1::2, 1::2] for one in soft]
    both = inside[1::2, 1::2] & (np.minimum(*local) > 0.4)
    if both.sum() < 100:
        return 1.0
    return float(np.clip(np.median(local[0][both] / local[1][both]), 0.1, 10.0))


def _softening(query: Picture, stored: Picture) -> tuple[float, float]:
    """Return by what sigma each picture is blurred so that both have edges as soft as the softer's.

    Both are blurred a little in any case: what JPEG and resizing leave is not to be compared.
    """
    sigmas = [_LEAST_BLUR, _LEAST_BLUR]
    pictures = [query, stored]
    soft = [blurred(one, _LEAST_BLUR) for one in pictures]
    sharp = [_sharpness(one) for one in soft]
    for _ in range(5):
        sharper = int(sharp[1] > sharp[0])
        if sharp[sharper] < 1.25 * sharp[1 - sharper]:
            break
        sigmas[sharper] *= 1.4
        sharp[sharper] = _sharpness(blurred(pictures[sharper], sigmas[sharper]))
    return sigmas[0], sigmas[1]


def _sharpness(pixels: Picture) -> float:
    """Return fine against coarse contrast, robust against exposure and against a few hard edges."""
    fine = np.abs(cv2.Laplacian(pixels, cv2.CV_32F))[1::3, 1::3]
    coarse = np.abs(pixels - cv2.blur(pixels, (9, 9)))[1::3, 1::3]
    textured = coarse > np.percentile(coarse, 60)
    return float(np.median(fine[textured] / (coarse[textured] + 1e-3))) + 1e-6
