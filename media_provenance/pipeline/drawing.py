"""Drawing one picture over another: aligned, and where they differ.

Drawn when somebody looks, from our own copies of 960 px that go through the picture gate like any
file, and kept until the pair goes, a month at most: they can be drawn again. How a difference is
drawn is ``domain/difference.py``'s.
"""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from pathlib import Path
from uuid import UUID

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from media_provenance.adapters import storage
from media_provenance.adapters.images import PictureRefused, encode_public_copy, open_picture
from media_provenance.domain.difference import aligned, difference_picture
from media_provenance.domain.frames import Floats, pixel_homography
from media_provenance.domain.search_records import found_from_record
from media_provenance.models import RENDITION_SIDES, Match, MediaAsset, PictureSearch
from media_provenance.queries import (
    RenditionMissing,
    homography_of,
    rendition_file,
    searched_copy,
)

# Under MEDIA_ROOT: a folder for each match, called by its id.
COMPARISONS_FOLDER = "comparisons"
# Longest side of what is drawn, in pixels: the larger of our copies.
DRAWN_SIDE = max(RENDITION_SIDES)
# Part of the names of the files; goes up when the drawing changes.
_DRAWING = 2
_QUALITY = 82


class ComparisonKind(StrEnum):
    """What is drawn: the other picture in the frame of the one seen, or where the two differ."""

    ALIGNED = "aligned"
    DIFFERENCE = "difference"


class ComparisonMissing(Exception):
    """There is nothing to draw: how the two lie on each other was not measured, or our copy of one
    of them is gone or damaged."""


def comparison_file(match: Match, *, seen_from: UUID, kind: ComparisonKind) -> Path:
    """Return a picture of the pair in the frame of the one seen, WebP, drawn if need be.

    The first time takes about 0.15 s of processor time, a difference 0.25 s; then it is there.

    Raises:
        ComparisonMissing: as it says.
        DecoderGone: there is no decoder to be had.
        DiskRefuses: no room under MEDIA_ROOT.
    """
    is_second = seen_from == match.second_id
    homography = homography_of(match, from_second=is_second)
    if homography is None:
        raise ComparisonMissing(f"match {match.pk}")
    seen, other = (match.second, match.first) if is_second else (match.first, match.second)
    name = _name(seen.sha256, other.sha256, homography)
    folder = f"{COMPARISONS_FOLDER}/{match.pk}"
    try:
        return _drawn(
            folder,
            name,
            kind,
            rendition_file(seen, DRAWN_SIDE),
            rendition_file(other, DRAWN_SIDE),
            homography,
        )
    except RenditionMissing as error:
        raise ComparisonMissing(f"match {match.pk}") from error


def searched_file(search: PictureSearch, asset_id: UUID, kind: ComparisonKind) -> Path:
    """Return the same of a picture searched for and one that was found for it.

    It lies with the search, and is erased with it.

    Raises:
        ComparisonMissing, DecoderGone, DiskRefuses: as ``comparison_file``; the first also where
            the search did not find that picture, or was erased meanwhile.
    """
    found = next(
        (one for one in map(found_from_record, search.results) if one.asset_id == asset_id), None
    )
    if found is None:
        raise ComparisonMissing(f"search {search.pk}")
    homography = found.homography
    if homography is None:
        raise ComparisonMissing(f"search {search.pk}")
    try:
        other = MediaAsset.objects.get(pk=asset_id)
        drawn = _drawn(
            search.folder,
            _name(search.sha256, other.sha256, homography),
            kind,
            searched_copy(search),
            rendition_file(other, DRAWN_SIDE),
            homography,
        )
    except (RenditionMissing, MediaAsset.DoesNotExist) as error:
        raise ComparisonMissing(f"search {search.pk}") from error
    if not PictureSearch.objects.filter(pk=search.pk).exists():
        # What erasing has removed must not be there again because of us.
        storage.remove_folder(search.folder)
        raise ComparisonMissing(f"search {search.pk}")
    return drawn


def _name(seen: str, other: str, homography: Floats) -> str:
    """Name a drawing by what it is made of, so that a new measurement gets a file of its own."""
    made_of = json.dumps([_DRAWING, seen, other, np.round(homography, 6).tolist()])
    return hashlib.sha256(made_of.encode()).hexdigest()[:24]


def _drawn(
    folder: str, name: str, kind: ComparisonKind, seen: Path, other: Path, homography: Floats
) -> Path:
    path = f"{folder}/{name}-{kind.value}.webp"
    if not storage.exists(path):
        pixels = _draw(kind, seen, other, homography)
        copy = encode_public_copy(pixels, longest=DRAWN_SIDE, quality=_QUALITY, format="WEBP")
        storage.store(path, copy)
    return Path(settings.MEDIA_ROOT) / path


def _draw(kind: ComparisonKind, seen: Path, other: Path, homography: Floats) -> NDArray[np.uint8]:
    # One kind at a time: a difference takes twice as long, and few look at it.
    own, theirs = _pixels(seen), _pixels(other)
    places = pixel_homography(homography, _size(own), _size(theirs))
    moved, inside = aligned(theirs, places, (own.shape[0], own.shape[1]))
    if kind is ComparisonKind.ALIGNED:
        return moved
    return difference_picture(own, moved, inside)


def _pixels(path: Path) -> NDArray[np.uint8]:
    # Our own file, and through the gate all the same: bytes on a disk can be damaged.
    try:
        return open_picture(path.read_bytes()).pixels
    except PictureRefused as refused:
        raise ComparisonMissing(str(path)) from refused


def _size(pixels: NDArray[np.uint8]) -> tuple[int, int]:
    return pixels.shape[1], pixels.shape[0]
