"""Two pictures laid on one another: where their pixels agree, and how exactly.

Keypoints say that two pictures show the same things in the same order; a second photograph of the
same place does so too. What tells a copy from it is the pixels in between: the cells of a copy lie
on each other to a fraction of a pixel wherever nothing was put on top, those of a second photograph
do so hardly anywhere. This module measures; what follows from it is ``likeness.py``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.geometry import Floats, area, moved, overlap, whole_matrix

__all__ = ["CellMap", "CellState", "compare_pixels"]

Grey = NDArray[np.uint8]
Picture = NDArray[np.float32]
Mask = NDArray[np.bool_]


class CellState(IntEnum):
    """What one cell of the overlap says."""

    OUTSIDE = 0  # not in both pictures
    FLAT = 1  # nothing to compare in either picture
    AGREES = 2  # the same structure at the same place
    DIFFERS = 3  # other structure, or structure in one picture only
    COVERED = 4  # letters, a strip or a logo over most of it, in one of the pictures


@dataclass(frozen=True, slots=True, eq=False)
class CellMap:
    """The overlap of two pictures, cell by cell, in a frame of its own ("the comparison").

    Attributes:
        states: (rows, columns), values of ``CellState``.
        agreeing: (rows, columns), 0 to 1, the share of a cell's textured pixels whose surroundings
            correlate; 0 where nothing is textured.
        plain: (rows, columns), 0 to 1, the same before anything drawn was taken out.
        plainly_textured: (rows, columns), 0 to 1, the share of a cell's pixels with something to
            compare.
        graphic_query, graphic_stored: (rows, columns), bool: in that picture most of the cell is of
            one tone, as around letters and icons, on plain strips, and in an even sky.
        covered_query, covered_stored: (rows, columns), 0 to 1, the share of a cell that something
            drawn covers in that picture and not in the other one.
        rest, rest_agrees: the share of the overlap that has texture outside what is drawn in one
            picture or in both alike, and how much of that agrees; 0 to 1.
        overall: correlation of the whole overlap, -1 to 1, of pictures that have hardly any texture
            to compare; 0 for all others.
        blur: pixels of sigma by which the sharper picture was blurred to be as soft as the other.
        bent: whether a smooth bend was taken out that no homography has, as of a lens or a page.
        side: pixels of a cell; the cell in row r and column c begins at (c * side, r * side).
        tones: the share of what does not follow the other picture, in the query and in the stored
            one, that is in at most three tones; 0 to 1, near 1 for letters and strips.
        offsets: (rows, columns), pixels by which a cell lies beside where a movement of the whole
            picture would bring it, as far as the cells that agree know one.
        to_stored: (3, 3), pixels of the comparison to the stored picture's working frame.
        homography: (3, 3), query frame to stored frame, as the pixels corrected it.
    """

    states: NDArray[np.uint8]
    agreeing: NDArray[np.float32]
    plain: NDArray[np.float32]
    plainly_textured: NDArray[np.float32]
    graphic_query: Mask
    graphic_stored: Mask
    covered_query: NDArray[np.float32]
    covered_stored: NDArray[np.float32]
    tones: tuple[float, float]
    offsets: NDArray[np.float32]
    rest: float
    rest_agrees: float
    overall: float
    blur: float
    bent: bool
    side: int
    to_stored: Floats
    homography: Floats


CELL_SIDE = 12
# A block correlates when it is the same structure; unrelated blocks reach this by chance, with the
# search, in about one of twenty.
_BLOCK_CORRELATES = 0.8
# More blocks make the correction no better, only dearer.
_MOST_BLOCKS = 60
_PIXEL_CORRELATES = 0.7
_WINDOW = 9
# Grey levels of standard deviation below which there is nothing to compare, and the noise of a
# recompressed picture, which keeps flat surfaces from correlating by what JPEG left on them.
_TEXTURED = 4.0
_NOISE = 2.0
_LEAST_SIDE = 28
# Grey levels of standard deviation to which a paler pair is stretched, and by how much at most.
_USUAL_SPREAD = 40.0
_MOST_STRETCHED = 5.0
# Pixels by which the middle block misses the homography before a bend is tried, the blocks it
# takes to fit one of the third and of the fifth degree, and how stiff it is (in squared
# displacement per squared factor).
_STRAIGHT = 0.25
_LEAST_BENT, _MUCH_BENT = 24, 50
_STIFF = 1e-6
# From coarse to fine: pixels searched, how often the pictures are halved for it, and pixels by
# which half of the blocks may miss the bend.
_BENDING = ((7, 1, 3.0), (5, 1, 2.0), (4, 0, 1.5), (3, 0, 1.0), (3, 0, 1.0))
# Sigma in pixels.
_LEAST_BLUR = 0.8
_ONE_TONE = 0.45
_ONE_TONE_ABOUT = 0.4
# Grey levels by which a pixel must miss what the other picture leads to expect, and half the width
# of a tone in which something is drawn.
_OTHER_TONE = 28.0
_TONE_WIDTH = 9


def compare_pixels(
    query: Grey,
    stored: Grey,
    homography: Floats,
    query_size: tuple[int, int],
    stored_size: tuple[int, int],
    *,
    reach: int = 4,
) -> CellMap | None:
    """Lay the query's thumbnail on the stored one's and compare them cell by cell.

    Args:
        query, stored: grey thumbnails (h, w).
        homography: query working frame to stored working frame; mirrored where its determinant is
            negative.
        query_size, stored_size: width and height of the working frames.
        reach: pixels of the comparison by which the homography may be off.

    Returns:
        None where the overlap is narrower than 28 pixels of the poorer thumbnail.
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
    if min(width, height) < _LEAST_SIDE:
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
    blur_query, blur_stored = _softening(moving, fixed)
    soft_fixed = _blurred(fixed, blur_stored)
    inside = inside_stored & _mask(query, frame @ thumbs, (width, height))
    soft = _blurred(moving, blur_query)
    left_over = math.inf
    for pixels in (reach, 3, 2):
        places, displaced = _displacements(soft, soft_fixed, inside, pixels)
        correction = _correction(places, displaced, pixels / 3)
        if correction is None:
            break
        thumbs = np.linalg.inv(frame) @ correction @ frame @ thumbs
        moving = tones.query(_warped(query, frame @ thumbs, (width, height), scale * shrink))
        inside = inside_stored & _mask(query, frame @ thumbs, (width, height))
        soft = _blurred(moving, blur_query)
        ends = places + displaced
        left_over = float(np.median(np.linalg.norm(moved(correction, places) - ends, axis=1)))
        if np.abs(moved(correction, places) - places).max() < 0.15:
            break
    bend: _Bend | None = None
    if left_over > _STRAIGHT:
        for pixels, halvings, within in _BENDING:
            places, displaced = _displacements_at(soft, soft_fixed, inside, pixels, halvings)
            found = _Bend.fitted(places, displaced, (width, height), bend, within)
            if found is None:
                break
            bend = found
            moving = tones.query(
                _bent(query, frame @ thumbs, bend.places((width, height)), scale * shrink)
            )
            inside = inside_stored & _bent_mask(query, frame @ thumbs, bend.places((width, height)))
            soft = _blurred(moving, blur_query)
            if len(displaced) and np.median(np.linalg.norm(displaced, axis=1)) < 0.3:
                break
    return _cells(
        _Laid(
            query=moving,
            stored=fixed,
            soft_query=soft,
            soft_stored=soft_fixed,
            inside=inside,
            blur=max(blur_query, blur_stored),
            bent=bend is not None,
        ),
        to_stored_frame @ np.linalg.inv(frame),
        to_stored_frame @ thumbs @ np.linalg.inv(to_query_frame),
    )


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


@dataclass(frozen=True, slots=True, eq=False)
class _Bend:
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
        before: _Bend | None,
        within: float,
    ) -> _Bend | None:
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


def _bent(picture: Grey, movement: Floats, whence: Floats, scale: float) -> Picture:
    pixels = picture.astype(np.float32)
    if scale < 0.9:
        pixels = _blurred(pixels, 0.5 * float(np.sqrt(1 / scale**2 - 1)))
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


def _bent_mask(picture: Grey, movement: Floats, whence: Floats) -> Mask:
    ones = np.ones(picture.shape, np.uint8)
    places = _bent_places(movement, whence)
    return np.asarray(cv2.remap(ones, places, np.empty(0), cv2.INTER_NEAREST) > 0)


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """Both pictures in the comparison's frame, as they are and equally soft; where both are."""

    query: Picture
    stored: Picture
    soft_query: Picture
    soft_stored: Picture
    inside: Mask
    blur: float
    bent: bool


def _resized(thumbnail: Grey, size: tuple[int, int]) -> Floats:
    """Return the matrix from a thumbnail's pixels to those of the working frame."""
    height, width = thumbnail.shape
    x, y = size[0] / width, size[1] / height
    return np.array([[x, 0.0, x / 2 - 0.5], [0.0, y, y / 2 - 0.5], [0.0, 0.0, 1.0]])


def _blurred(pixels: Picture, sigma: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), dtype=np.float32)


def _warped(
    picture: Grey, movement: Floats, size: tuple[int, int], scale: float
) -> NDArray[np.float32]:
    pixels = picture.astype(np.float32)
    if scale < 0.9:
        pixels = _blurred(pixels, 0.5 * float(np.sqrt(1 / scale**2 - 1)))
    return np.asarray(
        cv2.warpPerspective(
            pixels, movement, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        ),
        dtype=np.float32,
    )


def _mask(picture: Grey, movement: Floats, size: tuple[int, int]) -> Mask:
    ones = np.ones(picture.shape, np.uint8)
    return np.asarray(cv2.warpPerspective(ones, movement, size, flags=cv2.INTER_NEAREST) > 0)


def _contrast_ratio(stored: Picture, query: Picture, inside: Mask) -> float:
    """Return how much more local contrast the stored picture has, 0.1 to 10.

    The middle one over the pixels where both have some: strips and letters hardly change it.
    """
    soft = [_blurred(one, 2.0) for one in (stored, query)]
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
    soft = [_blurred(one, _LEAST_BLUR) for one in pictures]
    sharp = [_sharpness(one) for one in soft]
    for _ in range(5):
        sharper = int(sharp[1] > sharp[0])
        if sharp[sharper] < 1.25 * sharp[1 - sharper]:
            break
        sigmas[sharper] *= 1.4
        sharp[sharper] = _sharpness(_blurred(pictures[sharper], sigmas[sharper]))
    return sigmas[0], sigmas[1]


def _sharpness(pixels: Picture) -> float:
    """Return fine against coarse contrast, robust against exposure and against a few hard edges."""
    fine = np.abs(cv2.Laplacian(pixels, cv2.CV_32F))[1::3, 1::3]
    coarse = np.abs(pixels - cv2.blur(pixels, (9, 9)))[1::3, 1::3]
    textured = coarse > np.percentile(coarse, 60)
    return float(np.median(fine[textured] / (coarse[textured] + 1e-3))) + 1e-6


def _cells(laid: _Laid, to_stored: Floats, homography: Floats) -> CellMap:
    inside, soft_query, soft_stored = laid.inside, laid.soft_query, laid.soft_stored
    shape = (inside.shape[0] // CELL_SIDE, inside.shape[1] // CELL_SIDE)
    found = _correlation(soft_query, soft_stored)
    plain = _agreeing(found.best, found.textured & inside, shape)
    held = found.textured & inside & (found.best >= _PIXEL_CORRELATES)
    on_query, share_query = _drawn_on(soft_query, soft_stored, held, inside)
    on_stored, share_stored = _drawn_on(soft_stored, soft_query, held, inside)
    drawn = on_query | on_stored
    textured = found.textured & inside
    best = found.best
    if drawn.any():
        around, textured = _correlation_around(soft_query, soft_stored, ~drawn)
        best = np.maximum(best, around)
        textured &= inside & ~drawn
    agreeing = _agreeing(best, textured, shape)
    share = _share(textured, shape)
    rest, rest_agrees = _without_shared_tones(laid, held, drawn)
    states = np.full(shape, CellState.DIFFERS, np.uint8)
    states[agreeing >= 0.6] = CellState.AGREES
    states[share < 0.25] = CellState.FLAT
    states[(share < 0.25) & (_share(drawn, shape) > 0.5)] = CellState.COVERED
    states[_share(inside, shape) < 0.9] = CellState.OUTSIDE
    sure = (states == CellState.AGREES) & (plain >= 0.8) & (_share(drawn, shape) < 0.05)
    bare = held & ~drawn
    offsets = _left_over(_offsets(found, bare, shape, around=3), sure)
    if not laid.bent:
        # Few cells between letters, or at the edge of a soft picture, know more alone.
        offsets = np.minimum(offsets, _left_over(_offsets(found, bare, shape, around=1), sure))
    return CellMap(
        states=states,
        agreeing=agreeing,
        plain=plain,
        plainly_textured=_share(found.textured & inside, shape),
        graphic_query=_graphic(laid.query, shape),
        graphic_stored=_graphic(laid.stored, shape),
        covered_query=_share(on_query, shape),
        covered_stored=_share(on_stored, shape),
        tones=(share_query, share_stored),
        offsets=offsets,
        rest=rest,
        rest_agrees=rest_agrees,
        overall=_overall(soft_query, soft_stored, inside) if share.sum() < 20 else 0.0,
        blur=laid.blur,
        bent=laid.bent,
        side=CELL_SIDE,
        to_stored=to_stored,
        homography=homography,
    )


def _overall(query: Picture, stored: Picture, inside: Mask) -> float:
    first, second = query[inside], stored[inside]
    if len(first) < 400 or min(first.std(), second.std()) < 2 * _TEXTURED:
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def _share(pixels: Mask, shape: tuple[int, int]) -> Picture:
    return _means(pixels.astype(np.float32), shape)


def _agreeing(best: Picture, textured: Mask, shape: tuple[int, int]) -> Picture:
    agrees = _share(textured & (best >= _PIXEL_CORRELATES), shape)
    return np.asarray(
        agrees / np.maximum(_share(textured, shape), np.float32(1e-6)), dtype=np.float32
    )


def _offsets(found: _Correlation, textured: Mask, shape: tuple[int, int], around: int) -> Picture:
    """Return by how many pixels, across and down, each cell lies beside its place: -1 to 1 each.

    Shape (rows, columns, 2). The tops of two parabolas through the summed correlations; what hardly
    changes in one direction (an edge along it) says nothing there and is taken as 0.
    """
    bare = textured.astype(np.float32)
    weight = np.maximum(cv2.blur(_share(textured, shape), (around, around)), np.float32(0.02))
    # A cell alone is at the mercy of grain and of the dots of print; with its neighbors it is not.
    middle, left, right, above, below = (
        cv2.blur(_means(one * bare, shape), (around, around)) / weight for one in found.crosses
    )
    parts = []
    for before, after in ((left, right), (above, below)):
        curve = 2 * middle - before - after
        steep = curve > 0.04
        beside = np.where(steep, (before - after) / np.where(steep, 2 * curve, 1.0), 0.0)
        uphill = ~steep & (np.abs(before - after) > 0.15)
        parts.append(np.clip(np.where(uphill, np.sign(before - after), beside), -1.0, 1.0))
    return np.stack(parts, axis=2).astype(np.float32)


def _left_over(offsets: Picture, sure: Mask) -> Picture:
    """Return how far each cell lies from where one small movement of all cells would bring it.

    Args:
        offsets: as ``_offsets`` has them.
        sure: cells that agree and on which nothing is drawn; the movement is fitted to them.
    """
    distances = np.hypot(offsets[..., 0], offsets[..., 1])
    rows, columns = np.nonzero(sure)
    if len(rows) >= 12:
        places = np.stack([columns, rows], axis=1) * float(CELL_SIDE)
        displaced = places + offsets[sure]
        matrix, _ = cv2.estimateAffine2D(
            places, displaced, method=cv2.RANSAC, ransacReprojThreshold=0.3, maxIters=200
        )
        movement = whole_matrix(matrix)
        if movement is not None:
            every = np.indices(sure.shape)[::-1].reshape(2, -1).T * float(CELL_SIDE)
            expected = (moved(movement, every) - every).reshape(offsets.shape)
            left = np.hypot(*np.moveaxis(offsets - expected, 2, 0))
            # Fitted to a few soft cells it can be worse than none.
            if np.median(left[sure]) < np.median(distances[sure]):
                distances = left
    return np.asarray(distances, dtype=np.float32)


def _without_shared_tones(laid: _Laid, held: Mask, drawn: Mask) -> tuple[float, float]:
    """Compare what is left when words, logos and frames that stand in both are taken away as well.

    They agree as exactly as a copy does, whatever photographs are under them. They are drawn in few
    tones, which then are most of what agrees; a photograph agrees in many.

    Returns:
        The share of the overlap that is left and has texture, and the share of that which agrees.
    """
    shared = held & (np.abs(laid.soft_query - laid.soft_stored) <= _OTHER_TONE)
    alike = _in_few_tones(laid.soft_query, shared, np.zeros(shared.shape, bool))
    away = drawn | (cv2.dilate(alike.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0)
    correlation, textured = _correlation_around(laid.soft_query, laid.soft_stored, ~away)
    left = textured & laid.inside & ~away
    count = int(left.sum())
    if count == 0:
        return 0.0, 0.0
    agrees = float((correlation[left] >= _PIXEL_CORRELATES).mean())
    return count / max(int(laid.inside.sum()), 1), agrees


def _in_few_tones(pixels: Picture, among: Mask, drawn: Mask) -> Mask:
    """Mark the pixels that are in at most three tones, each of them 15 in 100 of those asked."""
    pixels = np.clip(pixels, 0, 255)
    tones = pixels[among]
    if len(tones) == 0:
        return drawn
    counts = np.bincount(tones.astype(np.intp), minlength=256).astype(np.float64)
    for _ in range(3):
        near = np.convolve(counts, np.ones(2 * _TONE_WIDTH + 1), mode="same")
        tone = int(near.argmax())
        if near[tone] < 0.15 * len(tones):
            break
        drawn = drawn | (among & (np.abs(pixels - tone) <= _TONE_WIDTH + 1))
        counts[max(0, tone - _TONE_WIDTH) : tone + _TONE_WIDTH + 1] = 0
    return drawn


def _drawn_on(upper: Picture, lower: Picture, held: Mask, inside: Mask) -> tuple[Mask, float]:
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
    drawn = _in_few_tones(upper, off, nothing)
    share = float(drawn.sum() / len(tones))
    # Specks are noise; what is left is grown over its soft edges.
    kept = cv2.morphologyEx(drawn.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    return np.asarray(cv2.dilate(kept, np.ones((5, 5), np.uint8)) > 0), share


def _exposure(lower: NDArray[np.float32], upper: NDArray[np.float32]) -> tuple[float, float]:
    """Fit upper = gain * lower + bias, by the spread and the middle of both."""
    gain = float(upper.std() / max(float(lower.std()), 1e-3))
    return gain, float(upper.mean()) - gain * float(lower.mean())


@dataclass(frozen=True, slots=True, eq=False)
class _Correlation:
    """Correlation of the surroundings of every pixel, -1 to 1.

    Attributes:
        best: at the best of the five offsets of ``crosses``.
        crosses: at the offsets of ``_CROSS``: in place, and one pixel to each side.
        textured: whether there is anything to compare.
    """

    best: Picture
    crosses: tuple[Picture, ...]
    textured: Mask


_CROSS = ((0, 0), (0, -1), (0, 1), (-1, 0), (1, 0))


def _mean(pixels: Picture) -> Picture:
    return np.asarray(cv2.boxFilter(pixels, -1, (_WINDOW, _WINDOW)), dtype=np.float32)


def _one_over_root(spread: Picture) -> Picture:
    return np.asarray(1.0 / np.sqrt(spread + np.float32(_NOISE**2)), dtype=np.float32)


def _correlation(query: Picture, stored: Picture) -> _Correlation:
    mean_query, mean_stored = _mean(query), _mean(stored)
    spread_query = np.maximum(_mean(query * query) - mean_query * mean_query, 0)
    spread_stored = np.maximum(_mean(stored * stored) - mean_stored * mean_stored, 0)
    rise_query = _one_over_root(spread_query)
    rise_stored = _one_over_root(spread_stored)
    crosses = []
    for down, right in _CROSS:
        shared = _mean(query * _shifted(stored, down, right))
        shared -= mean_query * _shifted(mean_stored, down, right)
        shared *= rise_query
        shared *= _shifted(rise_stored, down, right)
        crosses.append(shared)
    best = crosses[0].copy()
    for one in crosses[1:]:
        np.maximum(best, one, out=best)
    return _Correlation(
        best=best,
        crosses=tuple(crosses),
        textured=np.maximum(spread_query, spread_stored) >= _TEXTURED**2,
    )


def _correlation_around(query: Picture, stored: Picture, bare: Mask) -> tuple[Picture, Mask]:
    """Correlate as ``_correlation`` does, in place, by the pixels on which nothing is drawn."""
    kept = bare.astype(np.float32)
    weight = 1.0 / np.maximum(_mean(kept), np.float32(0.05))
    query, stored = query * kept, stored * kept
    mean_query, mean_stored = _mean(query) * weight, _mean(stored) * weight
    spread_query = np.maximum(_mean(query * query) * weight - mean_query * mean_query, 0)
    spread_stored = np.maximum(_mean(stored * stored) * weight - mean_stored * mean_stored, 0)
    shared = _mean(query * stored) * weight - mean_query * mean_stored
    correlation: Picture = np.asarray(
        shared * _one_over_root(spread_query) * _one_over_root(spread_stored), dtype=np.float32
    )
    return correlation, np.maximum(spread_query, spread_stored) >= _TEXTURED**2


def _shifted(pixels: Picture, down: int, right: int) -> Picture:
    if down == right == 0:
        return pixels
    return np.roll(pixels, (down, right), (0, 1))


def _means(pixels: Picture, shape: tuple[int, int], side: int = CELL_SIDE) -> Picture:
    """Return the mean of every cell, shape (rows, columns), without what is over at the edges."""
    rows, columns = shape
    if not rows or not columns:
        return np.zeros(shape, np.float32)
    cut = pixels[: rows * side, : columns * side]
    return np.asarray(
        cv2.resize(cut, (columns, rows), interpolation=cv2.INTER_AREA), dtype=np.float32
    )


def _spread(pixels: Picture, shape: tuple[int, int], side: int) -> Picture:
    mean = _means(pixels, shape, side)
    return np.sqrt(np.maximum(_means(pixels * pixels, shape, side) - mean * mean, 0))


def _blocks(pixels: Picture, shape: tuple[int, int]) -> Picture:
    rows, columns = shape
    cut = pixels[: rows * CELL_SIDE, : columns * CELL_SIDE]
    return cut.reshape(rows, CELL_SIDE, columns, CELL_SIDE).swapaxes(1, 2)


def _graphic(pixels: Picture, shape: tuple[int, int]) -> Mask:
    """Say of each cell whether one tone, give or take six grey levels, fills most of it.

    A cell also counts where one tone fills most of the nine cells about it, as the paper does
    between lines of small type.
    """
    cells = _blocks(pixels, shape).reshape(shape[0] * shape[1], -1)
    first = np.arange(len(cells))[:, None] * 24
    graphic = np.zeros(shape, bool)
    for shift in (0, 6):
        tones = (np.clip(cells, 0, 255).astype(np.intp) + shift) // 12
        counts = np.bincount((first + tones).ravel(), minlength=len(cells) * 24)
        shares = (counts.reshape(*shape, 24) / max(cells.shape[1], 1)).astype(np.float32)
        graphic |= shares.max(axis=2, initial=0) >= _ONE_TONE
        about = cv2.blur(shares, (3, 3))
        graphic |= about.max(axis=2, initial=0) >= _ONE_TONE_ABOUT
    return graphic


def _displacements_at(
    query: Picture, stored: Picture, inside: Mask, reach: int, halvings: int
) -> tuple[Floats, Floats]:
    """As ``_displacements``, at half the size where that is asked: it reaches twice as far."""
    if halvings and min(query.shape) >= 2 * _LEAST_SIDE:
        half = (query.shape[1] // 2, query.shape[0] // 2)
        small = [cv2.resize(one, half, interpolation=cv2.INTER_AREA) for one in (query, stored)]
        there = cv2.resize(inside.astype(np.uint8), half, interpolation=cv2.INTER_NEAREST) > 0
        places, displaced = _displacements(
            np.asarray(small[0], np.float32),
            np.asarray(small[1], np.float32),
            there,
            reach,
            2 * _MOST_BLOCKS,
        )
        return places * 2 + 0.5, displaced * 2
    return _displacements(query, stored, inside, reach, 2 * _MOST_BLOCKS)


def _displacements(
    query: NDArray[np.float32],
    stored: NDArray[np.float32],
    inside: Mask,
    reach: int,
    most: int = _MOST_BLOCKS,
) -> tuple[Floats, Floats]:
    """Find by how much blocks that correlate are displaced; middles and offsets, both (n, 2)."""
    side = int(np.clip(np.sqrt(query.size) / 11, 12, 24))
    shape = (query.shape[0] // side, query.shape[1] // side)
    covered = _means(inside.astype(np.float32), shape, side) > 0.98
    spread = np.minimum(_spread(query, shape, side), _spread(stored, shape, side))
    padded = cv2.copyMakeBorder(stored, reach, reach, reach, reach, cv2.BORDER_REFLECT_101)
    places, displaced = [], []
    usable = np.argwhere(covered & (spread >= _TEXTURED))
    for row, column in usable[:: math.ceil(max(len(usable), 1) / most)]:
        y, x = row * side, column * side
        surface = cv2.matchTemplate(
            padded[y : y + side + 2 * reach, x : x + side + 2 * reach],
            query[y : y + side, x : x + side],
            cv2.TM_CCOEFF_NORMED,
        )
        down, right = divmod(int(surface.argmax()), surface.shape[1])
        if surface[down, right] < _BLOCK_CORRELATES:
            continue
        places.append((x + side / 2, y + side / 2))
        displaced.append(
            (
                right - reach + _between(surface[down], right),
                down - reach + _between(surface[:, right], down),
            )
        )
    return np.array(places).reshape(-1, 2), np.array(displaced).reshape(-1, 2)


def _between(values: NDArray[np.generic], at: int) -> float:
    """Return by how much of a pixel the top of a parabola lies beside the largest value."""
    if at in (0, len(values) - 1):
        return 0.0
    before, top, after = (float(values[at + step]) for step in (-1, 0, 1))
    curve = before - 2 * top + after
    return 0.0 if curve >= 0 else 0.5 * (before - after) / curve


def _correction(places: Floats, displaced: Floats, within: float) -> Floats | None:
    """Return the small movement that brings most blocks to rest.

    With few blocks it may only shift, turn and scale, with many it is a homography. None where
    fewer than 6 blocks, or fewer than half of them, agree on one.

    Args:
        within: pixels by which a block that agrees may miss it.
    """
    if len(places) < 6:
        return None
    ends = places + displaced
    if len(places) >= 35:
        matrix, agreed = cv2.findHomography(places, ends, cv2.RANSAC, within, maxIters=200)
    elif len(places) >= 20:
        matrix, agreed = cv2.estimateAffine2D(
            places, ends, method=cv2.RANSAC, ransacReprojThreshold=within, maxIters=200
        )
    else:
        matrix, agreed = cv2.estimateAffinePartial2D(
            places, ends, method=cv2.RANSAC, ransacReprojThreshold=within, maxIters=200
        )
    if agreed.sum() < max(6, len(places) / 2):
        return None
    return whole_matrix(matrix)
