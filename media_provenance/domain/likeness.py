"""What two pictures are to each other: a copy, perhaps a copy, another photograph of the place.

The one home of that judgement and of its thresholds. It says how alike two pictures are and where,
never which of them is older, and nothing about exact copies: those are decided by digests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.agreement import Told
from media_provenance.domain.alignment import compare_pixels
from media_provenance.domain.candidates import HashHint, Hint
from media_provenance.domain.cells import CellMap
from media_provenance.domain.description import PictureQuery
from media_provenance.domain.fingerprints import Orientation
from media_provenance.domain.geometry import Floats, mirrored_frame, overlap
from media_provenance.domain.local_features import LocalFeatures
from media_provenance.domain.movements import Movement, find_movement
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
LIKENESS_VERSION = 2


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
        negative: the query's light and dark (and its colours) are turned over, as in a negative;
            all else is said of the query turned back.
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
    negative: bool = False


# The least agreement of photographic cells, less what chance would give so few: ``Told.support``.
# 250 pairs of different photographs in one frame had 0.17 at most, 99 of 100 copies 0.37 or more.
_LEAST_SUPPORT = 0.2
# The same of a picture that is looked at coarsely, or is so soft: of 200 second shots of a place
# 0.39 at most, of 40 copies in grain and dots of print 0.5 or more.
_COARSE_SUPPORT = 0.45
# Pixels beside their places from which on a softer look would only hide that things moved.
_CLEARLY_MOVED = 0.75
# The share of the keypoints that agree which must stand on a photograph where few cells are of one:
# 0.4 at most in frames.
_ON_PHOTOGRAPHS = 0.5
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
    found = None if movement is None else _by_movement(query, stored, movement, hint, sizes)
    if found is not None and found.likeness is not LikenessClass.SAME_PLACE:
        return found
    # Few keypoints may have laid it badly where two regions lie on each other exactly.
    return _by_region(query, stored, hint, sizes) or found


def _by_movement(
    query: PictureQuery, stored: Described, movement: Movement, hint: Hint, sizes: _Sizes
) -> Likeness | None:
    """Judge by the pixels where keypoints lay them; once more coarsely where that is no link."""
    plain: Likeness | None = None
    for coarsely in (False, True):
        cells = compare_pixels(
            query.thumbnail,
            stored.thumbnail,
            movement.homography,
            sizes.query,
            sizes.stored,
            coarsely=coarsely,
        )
        told = None if cells is None else Told.of(cells)
        judged = None if told is None else _judged(told, movement)
        if cells is not None and told is not None and judged is not None:
            found = _likeness(judged, cells, sizes, hint, movement.inliers)
            if judged.likeness is LikenessClass.COPY and coarsely:
                return replace(found, likeness=LikenessClass.LIKELY_COPY)
            if judged.likeness is not LikenessClass.SAME_PLACE:
                return found
            plain = plain or found
            if told.still > _CLEARLY_MOVED:
                break
    return plain


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


def _judged(told: Told, movement: Movement) -> _Judged | None:
    if told.is_shared_drawing and told.lies_still:
        return None
    alike = told.support >= (_COARSE_SUPPORT if told.coarse else _LEAST_SUPPORT)
    if movement.photographic >= max(_PLACE_INLIERS, _ON_PHOTOGRAPHS * movement.inliers):
        alike |= told.is_of_many_tones or told.is_even
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
    told = Told.of(cells)
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
