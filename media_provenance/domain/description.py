"""Everything that is kept of a picture to find it again, and everything that is asked of another.

Puts together what ``fingerprints.py``, ``regions.py``, ``local_features.py`` and
``picture_quality.py`` compute; compares nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.fingerprints import (
    Fingerprint,
    Orientation,
    halved,
    pdq256,
    phash64,
    reduced,
)
from media_provenance.domain.local_features import (
    LocalFeatures,
    QueryLocal,
    local_features,
    mirrored_features,
    negative_query,
    query_features,
)
from media_provenance.domain.picture_quality import QualityMark, quality_marks
from media_provenance.domain.regions import (
    QueryRegions,
    Region,
    RegionalCodes,
    cut,
    photo_boxes,
    query_regions,
    regional_codes,
)

__all__ = [
    "DESCRIPTION_VERSION",
    "THUMBNAIL_SIDE",
    "Effort",
    "PictureDescription",
    "PictureQuery",
    "StoredDescription",
    "describe",
    "describe_query",
    "negative_of",
    "query_of",
    "thumbnail_of",
]

# Of all that is stored of a picture together: goes up with ``LOCAL_VERSION``, ``REGION_VERSION`` or
# the side of the thumbnail, so that new descriptions can be made beside the old.
DESCRIPTION_VERSION = 2
THUMBNAIL_SIDE = 320

# Boxes above this share of the picture's area have enough of its 800 keypoints on them.
_SMALL_BOX = 0.45
_BOX_KEYPOINTS = 400


class Effort(StrEnum):
    """How much time a search may take."""

    NORMAL = "normal"
    HARDER = "harder"


# Working frames, as squares, that the keypoints of boxes may be looked for in: 70 ms of CPU or so
# for one of the usual proportions.
_BOX_FRAMES = {Effort.NORMAL: 2.0, Effort.HARDER: 9.0}


@dataclass(frozen=True, slots=True, eq=False)
class StoredDescription:
    """What a candidate is compared by; what the archive gives back of a picture.

    Attributes:
        regions: as ``regions.regional_codes``.
        local: as ``local_features.local_features``.
        thumbnail: grey, shape (height, width), uint8, longest side at most ``THUMBNAIL_SIDE``.
        marks: what the picture is unfit for.
    """

    regions: RegionalCodes
    local: LocalFeatures
    thumbnail: NDArray[np.uint8]
    marks: frozenset[QualityMark]


@dataclass(frozen=True, slots=True, eq=False)
class PictureDescription(StoredDescription):
    """Everything that is stored of a picture.

    Attributes:
        phash, pdq: the fingerprints that are exchanged with others.
        colour: the thumbnail in RGB, shape (height, width, 3).
    """

    phash: Fingerprint
    pdq: Fingerprint
    colour: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class PictureQuery:
    """What is asked of the archive about a picture.

    Attributes:
        regions: codes to look up.
        local: keypoints of the whole picture, in its working frame.
        boxes: parts of it that are pictures of their own, each with keypoints taken from the full
            pixels, in the working frame *of that part*.
        thumbnail: grey, as ``StoredDescription.thumbnail``.
        colour: the same in RGB, shape (height, width, 3); None where it is not known.
        marks: what the picture is unfit for.
        effort: how much time the search may take.
    """

    regions: QueryRegions
    local: QueryLocal
    boxes: tuple[tuple[Region, QueryLocal], ...]
    thumbnail: NDArray[np.uint8]
    colour: NDArray[np.uint8] | None
    marks: frozenset[QualityMark]
    effort: Effort


def describe(pixels: NDArray[np.uint8]) -> PictureDescription:
    """Return everything that is stored of a picture.

    Args:
        pixels: upright RGB, shape (height, width, 3), dtype uint8, any size from 1 x 1.
    """
    height, width = pixels.shape[:2]
    pixels = halved(pixels)
    regions = regional_codes(pixels)
    local = local_features(pixels)
    small = thumbnail_of(pixels)
    return PictureDescription(
        regions=regions,
        local=local,
        thumbnail=_grey(small),
        marks=quality_marks(width, height, int(regions.quality[0]), local),
        phash=phash64(pixels),
        pdq=pdq256(pixels),
        colour=small,
    )


def describe_query(pixels: NDArray[np.uint8], *, effort: Effort = Effort.NORMAL) -> PictureQuery:
    """Return what is asked of the archive about a picture.

    Args:
        pixels: as ``describe``.
    """
    height, width = pixels.shape[:2]
    # Parts have more to show than the whole: they are cut out before it is halved.
    pixels = reduced(pixels)
    half = halved(pixels)
    boxes = photo_boxes(half)
    small = thumbnail_of(half)
    regions = query_regions(half, boxes)
    local = query_features(half)
    own = _with_own_keypoints(boxes, pixels.shape[1], pixels.shape[0], _BOX_FRAMES[effort])
    return PictureQuery(
        regions=regions,
        local=local,
        boxes=tuple((box, query_features(cut(pixels, box), limit=_BOX_KEYPOINTS)) for box in own),
        thumbnail=_grey(small),
        colour=small,
        marks=quality_marks(width, height, int(regions.quality[0]), local.upright),
        effort=effort,
    )


def query_of(description: StoredDescription, *, effort: Effort = Effort.NORMAL) -> PictureQuery:
    """Ask about a stored picture again, without its pixels.

    It has 400 keypoints instead of 800, its codes in one orientation only and no parts of its own;
    where the pixels can be had, ``describe_query`` finds more.
    """
    codes = description.regions
    return PictureQuery(
        regions=QueryRegions(
            codes.bits[:1],
            codes.quality[:1],
            codes.regions[:1],
            (Orientation.IDENTITY,),
        ),
        local=QueryLocal(description.local, mirrored_features(description.local)),
        boxes=(),
        thumbnail=description.thumbnail,
        colour=None,
        marks=description.marks,
        effort=effort,
    )


def negative_of(query: PictureQuery) -> PictureQuery | None:
    """Return what would be asked about the picture with its colours inverted, without its parts.

    Exact, and next to nothing is computed again. ``None`` where only codes are known.
    """
    local = negative_query(query.local)
    if local is None:
        return None
    # What rises and falls in a picture falls and rises in its negative: every bit of a code turns.
    return replace(
        query,
        regions=replace(query.regions, bits=~query.regions.bits),
        local=local,
        boxes=(),
        thumbnail=255 - query.thumbnail,
        colour=None if query.colour is None else 255 - query.colour,
    )


def thumbnail_of(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a grey or RGB picture at a longest side of ``THUMBNAIL_SIDE``; never enlarged."""
    pixels = halved(pixels)
    height, width = pixels.shape[:2]
    factor = THUMBNAIL_SIDE / max(height, width)
    if factor >= 1:
        return np.ascontiguousarray(pixels)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _with_own_keypoints(
    boxes: Sequence[Region], width: int, height: int, frames: float
) -> tuple[Region, ...]:
    """Choose the boxes that are much smaller than the picture, as many as there is time for."""
    chosen = []
    for box in boxes:
        across = (box.box[2] - box.box[0]) * width
        down = (box.box[3] - box.box[1]) * height
        if box.area <= _SMALL_BOX:
            frames -= min(across, down) / max(across, down)
            if frames < 0:
                break
            chosen.append(box)
    return tuple(chosen)


def _grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    whole = np.ascontiguousarray(pixels)
    return np.asarray(cv2.cvtColor(whole, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
