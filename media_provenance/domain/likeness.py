"""What two pictures are to each other: a copy, perhaps a copy, another photograph of the place.

The one home of that judgement and of its thresholds. It says how alike two pictures are and where,
never which of them is older, and nothing about exact copies: those are decided by digests.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.alignment import CellMap, CellState, compare_pixels
from media_provenance.domain.candidates import HashHint, Hint
from media_provenance.domain.description import PictureQuery
from media_provenance.domain.fingerprints import Orientation
from media_provenance.domain.geometry import (
    Floats,
    Movement,
    find_movement,
    mirrored_frame,
    overlap,
)
from media_provenance.domain.local_features import LocalFeatures
from media_provenance.domain.regions import Region

__all__ = [
    "LIKENESS_VERSION",
    "LIKENESS_WORDS",
    "Described",
    "Likeness",
    "LikenessClass",
    "compare",
]

# Goes up with every change that can give a pair another class.
LIKENESS_VERSION = 1


class LikenessClass(StrEnum):
    """What a picture is to another, best first."""

    EXACT = "exact"
    COPY = "copy"
    LIKELY_COPY = "likely_copy"
    SAME_PLACE = "same_place"


# What JSON and tables of the commands say; "none" where nothing was found.
LIKENESS_WORDS: Mapping[LikenessClass | None, str] = {
    LikenessClass.EXACT: "exact",
    LikenessClass.COPY: "copy",
    LikenessClass.LIKELY_COPY: "likely copy",
    LikenessClass.SAME_PLACE: "same place, other photo",
    None: "none",
}


class Described(Protocol):
    """What is needed of a stored picture; both kinds of description have it."""

    @property
    def local(self) -> LocalFeatures: ...

    @property
    def thumbnail(self) -> NDArray[np.uint8]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """How a query lies on a stored picture and what they are to each other.

    Attributes:
        likeness: copy, likely copy or same place; never exact.
        agreement: share of the textured overlap whose pixels agree, 0 to 1.
        inliers: keypoints that agree on the movement, counted once per 12 px square.
        distance: bits of 256 between two regional codes, None where none said it.
        mirrored: the query is a mirror image.
        homography: (3, 3), query working frame to stored working frame.
        query_part, stored_part: the overlap as polygons (k, 2) in the two working frames.
        cells: the overlap compared cell by cell, see ``alignment.CellMap``.
        reasons: codes of what decided, most important first.
    """

    likeness: LikenessClass
    agreement: float
    inliers: int
    distance: int | None
    mirrored: bool
    homography: Floats
    query_part: Floats
    stored_part: Floats
    cells: CellMap | None
    reasons: tuple[str, ...]


# The least agreement of photographic cells, less what chance would give so few: see _support. 250
# pairs of different photographs in one frame had 0.17 at most, 99 of 100 copies 0.37 or more.
_LEAST_SUPPORT = 0.2
# Pixels of 320 by which the middle one of the agreeing cells may lie beside its place. Of copies 90
# in 100 have 0.17 or less (more only under large letters), of pictures taken from a step aside 95
# in 100 have 0.46 or more; to be called a copy outright takes less than any of those had.
_STILL = 0.45
_COPY_STILL = 0.18
# After a bend was taken out, which also takes out much of what a step aside does.
_STILL_BENT = 0.4
# Sigma from which a picture is too soft for its cells to be placed so exactly.
_SOFT = 1.12
# A copy agrees in nearly all that has texture; two photographs from one tripod, ten seconds apart,
# in at most 0.96 because somebody moved. In fewer cells than this nobody is seen to move.
_COPY_AGREES = 0.97
_COPY_CELLS = 80
# Where something was drawn on: it explains what differs if it is this much of few tones, and what
# is left must agree all the more.
_DRAWN_TONES = 0.7
_DRAWN_AGREES = 0.985
# A page of text, a chart, an app without a photograph: alike in this much or not at all.
_GRAPHIC_AGREES = 0.9
# Outside of what is drawn in both alike, this share of the overlap must have texture for it to
# speak against a link, and at least this much of it must agree.
_LEAST_REST = 0.01
_REST_AGREES = 0.2
# Without keypoints: see _by_region.
_REGION_DISTANCE = 31
_REGION_REACH = 12
# Bits within which two regions hardly ever are of different pictures: less of it has to agree.
_REGION_NEAR = 20
_SMOOTH_CORRELATION = 0.98
# Keypoints on photographic texture, per square of 12 px, that make the same place of two pictures.
_PLACE_INLIERS = 15


def compare(query: PictureQuery, stored: Described, hint: Hint) -> Likeness | None:
    """Judge one candidate of the index.

    Args:
        query: the picture that is asked about.
        stored: a picture of the archive that the index offered.
        hint: why it was offered.

    Returns:
        None where they are nothing to each other.
    """
    sizes = _Sizes.of(query, stored)
    movement = _movement(query, stored, hint)
    if movement is not None:
        cells = compare_pixels(
            query.thumbnail, stored.thumbnail, movement.homography, sizes.query, sizes.stored
        )
        judged = None if cells is None else _judged(cells, movement)
        if cells is not None and judged is not None:
            found = _likeness(judged, cells, sizes, hint, movement.inliers)
            if judged.likeness is not LikenessClass.SAME_PLACE:
                return found
            # Few keypoints may have laid it badly where two regions lie on each other exactly.
            return _by_region(query, stored, hint, sizes) or found
    return _by_region(query, stored, hint, sizes)


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Width and height of both working frames."""

    query: tuple[int, int]
    stored: tuple[int, int]

    @classmethod
    def of(cls, query: PictureQuery, stored: Described) -> _Sizes:
        whole = query.local.upright
        return cls((whole.width, whole.height), (stored.local.width, stored.local.height))


@dataclass(frozen=True, slots=True)
class _Judged:
    """A class and what decided it."""

    likeness: LikenessClass
    agreement: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a cell map says, counted.

    Attributes:
        photographic, photographic_agree: cells that are of photographic texture in both pictures,
            and how many of them agree.
        told, agree: the same of all cells that have texture in either.
        plainly_told, plainly_agree: the same before anything drawn was taken out.
        still: pixels by which the middle one of the agreeing cells lies beside its place, or after
            a bend was taken out all but the worst quarter: what the bend fits, it has hidden.
        drawn: the larger of the two shares of what differs that is of few tones.
        rest, rest_agrees, blur, bent: as ``CellMap`` has them.
    """

    photographic: int
    photographic_agree: int
    told: int
    agree: int
    plainly_told: int
    plainly_agree: int
    still: float
    drawn: float
    rest: float
    rest_agrees: float
    blur: float
    bent: bool

    @classmethod
    def of(cls, cells: CellMap) -> _Told:
        agrees = cells.states == CellState.AGREES
        told = agrees | (cells.states == CellState.DIFFERS)
        photographic = told & ~cells.graphic_query & ~cells.graphic_stored
        plainly = (cells.states != CellState.OUTSIDE) & (cells.plainly_textured >= 0.25)
        undisturbed = agrees & (cells.plain >= 0.8)
        undisturbed &= np.maximum(cells.covered_query, cells.covered_stored) < 0.05
        offsets = cells.offsets[undisturbed & photographic]
        if len(offsets) < 20:
            offsets = cells.offsets[undisturbed]
        if len(offsets) < 6:
            offsets = cells.offsets[agrees]
        still = math.inf
        if len(offsets):
            still = float(np.percentile(offsets, 75 if cells.bent else 50))
        return cls(
            photographic=int(photographic.sum()),
            photographic_agree=int((photographic & agrees).sum()),
            told=int(told.sum()),
            agree=int(agrees.sum()),
            plainly_told=int(plainly.sum()),
            plainly_agree=int((plainly & (cells.plain >= 0.6)).sum()),
            still=still,
            drawn=max(cells.tones),
            rest=cells.rest,
            rest_agrees=cells.rest_agrees,
            blur=cells.blur,
            bent=cells.bent,
        )

    @property
    def support(self) -> float:
        """Share of photographic cells that agree, less two standard errors of a coin's toss."""
        if not self.photographic:
            return 0.0
        return (self.photographic_agree - 2 * math.sqrt(self.photographic)) / self.photographic

    @property
    def lies_still(self) -> bool:
        """Whether the cells are in their places, as exactly as so soft a picture can tell."""
        still = _STILL_BENT if self.bent else _STILL
        return self.still <= still * max(1.0, self.blur / _SOFT)

    @property
    def is_shared_drawing(self) -> bool:
        """Whether what agrees is words, a logo or a frame, and the pictures under them differ."""
        return self.rest >= _LEAST_REST and self.rest_agrees < _REST_AGREES

    @property
    def agreement(self) -> float:
        """Share of cells that agree: of the photographic ones, or of all where those are few."""
        if self.photographic >= 20:
            return self.photographic_agree / self.photographic
        return self.agree / self.told if self.told else 0.0

    @property
    def is_nearly_all(self) -> bool:
        """Whether hardly anything differs that was not drawn on, and nothing is displaced."""
        if self.still > _COPY_STILL:
            return False
        if self.plainly_told >= _COPY_CELLS and (
            self.plainly_agree >= _COPY_AGREES * self.plainly_told
        ):
            return True
        return (
            self.drawn >= _DRAWN_TONES
            and self.told >= _COPY_CELLS
            and self.agree >= _DRAWN_AGREES * self.told
        )

    @property
    def is_all_drawing(self) -> bool:
        """Whether next to nothing is a photograph, and next to everything agrees."""
        return (
            self.photographic < 0.25 * self.told
            and self.plainly_told >= 20
            and self.plainly_agree >= _GRAPHIC_AGREES * self.plainly_told
        )


def _judged(cells: CellMap, movement: Movement) -> _Judged | None:
    told = _Told.of(cells)
    if told.is_shared_drawing and told.lies_still:
        return None
    alike = told.support >= _LEAST_SUPPORT
    if (alike or told.is_all_drawing) and told.lies_still:
        if told.is_nearly_all:
            return _Judged(LikenessClass.COPY, told.agreement, ("agrees", "still"))
        reason = "partly" if alike else "drawing"
        return _Judged(LikenessClass.LIKELY_COPY, told.agreement, (reason, "still"))
    if movement.photographic < _PLACE_INLIERS or movement.witnesses < _PLACE_INLIERS:
        return None
    if told.lies_still:
        # What agrees does so exactly and is not the photograph: a frame, a strip, a logo.
        return None
    return _Judged(LikenessClass.SAME_PLACE, told.agreement, ("moved",))


def _likeness(judged: _Judged, cells: CellMap, sizes: _Sizes, hint: Hint, inliers: int) -> Likeness:
    query_part, stored_part = overlap(cells.homography, sizes.query, sizes.stored)
    return Likeness(
        likeness=judged.likeness,
        agreement=judged.agreement,
        inliers=inliers,
        distance=None if hint.region is None else hint.region.distance,
        mirrored=bool(np.linalg.det(cells.homography) < 0),
        homography=cells.homography,
        query_part=query_part,
        stored_part=stored_part,
        cells=cells,
        reasons=judged.reasons,
    )


def _by_region(
    query: PictureQuery, stored: Described, hint: Hint, sizes: _Sizes
) -> Likeness | None:
    """Judge by two regions with near codes and by pixels alone, for pictures without keypoints.

    A smooth picture has hardly any texture either; it is at most a likely copy, when all of it
    correlates.
    """
    region = hint.region
    if region is None or region.distance > _REGION_DISTANCE:
        return None
    homography = _laid_on(region, sizes)
    cells = compare_pixels(
        query.thumbnail,
        stored.thumbnail,
        homography,
        sizes.query,
        sizes.stored,
        reach=_REGION_REACH,
    )
    if cells is None:
        return None
    told = _Told.of(cells)
    if told.is_nearly_all:
        judged = _Judged(LikenessClass.COPY, told.agreement, ("agrees", "region"))
    elif told.is_shared_drawing:
        return None
    elif told.lies_still and told.support >= (
        _LEAST_SUPPORT if region.distance <= _REGION_NEAR else 2 * _LEAST_SUPPORT
    ):
        judged = _Judged(LikenessClass.LIKELY_COPY, told.agreement, ("partly", "region"))
    elif cells.overall >= _SMOOTH_CORRELATION and told.agree >= 0.6 * told.told:
        judged = _Judged(LikenessClass.LIKELY_COPY, cells.overall, ("smooth", "region"))
    else:
        return None
    return _likeness(judged, cells, sizes, hint, 0)


def _laid_on(hint: HashHint, sizes: _Sizes) -> Floats:
    """Return the homography that lays one region on the other, turned as the codes were."""
    unit = np.linalg.inv(_box_matrix(hint.query_region, sizes.query))
    return _box_matrix(hint.stored_region, sizes.stored) @ _turn(hint.orientation) @ unit


def _box_matrix(region: Region, size: tuple[int, int]) -> Floats:
    """Return the matrix from the unit square to a region of a frame."""
    left, top, right, bottom = region.box
    width, height = size
    return np.array(
        [
            [(right - left) * width, 0.0, left * width - 0.5],
            [0.0, (bottom - top) * height, top * height - 0.5],
            [0.0, 0.0, 1.0],
        ]
    )


def _turn(orientation: Orientation) -> Floats:
    """Return how an orientation turns the unit square: mirrored first, then clockwise."""
    quarter = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    mirror = np.array([[-1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    quarters = next((n for n in (90, 180, 270) if orientation.value.endswith(str(n))), 0) // 90
    turned = np.linalg.matrix_power(quarter, quarters)
    return turned @ mirror if orientation.value.startswith("mirrored") else turned


def _movement(query: PictureQuery, stored: Described, hint: Hint) -> Movement | None:
    """Return the movement of the whole query's upright frame onto the stored picture."""
    whole = query.local.upright
    local, to_part = query.local, np.eye(3)
    if hint.part is not None:
        region, local = query.boxes[hint.part]
        to_part = _frame_of_part(region, whole, local.upright)
    asked = local.mirrored if hint.mirrored else local.upright
    movement = find_movement(asked, stored.local)
    if movement is None:
        return None
    if hint.mirrored:
        to_part = mirrored_frame(asked.width) @ to_part
    return replace(movement, homography=movement.homography @ to_part)


def _frame_of_part(region: Region, whole: LocalFeatures, part: LocalFeatures) -> Floats:
    """Return the matrix from the whole picture's working frame to that of a part of it."""
    left, top, right, bottom = region.box
    x = part.width / ((right - left) * whole.width)
    y = part.height / ((bottom - top) * whole.height)
    return np.array(
        [
            [x, 0.0, (0.5 - left * whole.width) * x - 0.5],
            [0.0, y, (0.5 - top * whole.height) * y - 0.5],
            [0.0, 0.0, 1.0],
        ]
    )
