"""Two pictures and how the one lies in the other: what was changed, as facts.

The homography says how the scene was turned, scaled and cut; the small grey copies, what stands
around and on it; small colour copies, where both are known, what became of the colours. Only what
was measured is said: a place that differs without a measured reason is called different. Whether
the two are copies at all is ``likeness.py``; sentences are ``wording``'s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.alteration_facts import WHOLE_SHARE, Added, Alteration, Edge, Tone
from media_provenance.domain.frames import (
    Floats,
    NothingShared,
    Size,
    clipped,
    corners,
    fraction_homography,
    inverted,
    moved_points,
    pixel_homography,
    polygon_area,
)
from media_provenance.domain.laid_over import Grey, LaidOver, lay_over
from media_provenance.domain.overlays import overlays, where_of
from media_provenance.domain.pose import pose_of
from media_provenance.domain.scene_box import Box, added_sides, grown, scene_box, surroundings
from media_provenance.domain.tones import tones_of

__all__ = ["ComparedPicture", "NothingShared", "describe_alteration"]

# Share of a side within which an edge of the scene is the edge of a picture; of one that stands
# askew, whose corners give no more exact answer, the second.
_AT_THE_EDGE, _AT_THE_CORNER = 0.012, 0.08
# Share of the box around it that a picture fills which does not stand askew.
_UPRIGHT = 0.97
# Share of a side under which nothing is said to be missing there.
_LEAST_CUT = 0.015


@dataclass(frozen=True, slots=True, eq=False)
class ComparedPicture:
    """What is needed of a picture to say how it was changed.

    Attributes:
        frame: width and height of its working frame.
        thumbnail: grey, shape (h, w), uint8.
        colour: RGB, shape (h, w, 3), uint8, of any size; None where it is not known.
        longest_side: of the file in pixels; None where it is not known.
    """

    frame: Size
    thumbnail: Grey
    colour: NDArray[np.uint8] | None = None
    longest_side: int | None = None


def describe_alteration(
    homography: Floats,
    subject: ComparedPicture,
    reference: ComparedPicture,
    *,
    negative: bool = False,
) -> Alteration:
    """Say how the subject differs from the reference.

    Args:
        homography: (3, 3), the subject's working frame to the reference's.
        subject: the picture that is spoken of, such as the query.
        reference: the picture it is held against, such as the stored one.
        negative: one of them is a negative of the other; all else is said of it turned back.

    Raises:
        NothingShared: if the homography folds, or carries nothing of the one onto the other.
    """
    if negative:
        subject = _turned_over(subject)
    there = fraction_homography(homography, subject.frame, reference.frame)
    back = inverted(there)
    scene = _scene(there, subject, reference)
    of_reference = _scene(back, reference, subject)
    seen = _part_seen(there, scene, of_reference)
    shown = _part_seen(back, of_reference, scene)
    pose = pose_of(
        inverted(homography), seen.polygon * np.array(reference.frame, dtype=np.float64) - 0.5
    )
    drawn, covered = overlays(scene.laid, scene.box)
    return Alteration(
        mirrored=pose.mirrored,
        rotation=pose.rotation,
        scale=pose.scale * _size_ratio(subject, reference),
        stretch=pose.stretch,
        perspective=pose.perspective,
        crop=seen.share,
        cut=seen.missing,
        shown=shown.share,
        beyond=shown.missing,
        added=_largest_first(scene.around + drawn),
        removed=_largest_first(
            of_reference.around + tuple(_carried(added, there) for added in covered)
        ),
        tones=(
            *((Tone.NEGATIVE,) if negative else ()),
            *tones_of(scene.laid, scene.box, there, subject.colour, reference.colour),
        ),
    )


def _turned_over(picture: ComparedPicture) -> ComparedPicture:
    return replace(
        picture,
        thumbnail=255 - picture.thumbnail,
        colour=None if picture.colour is None else 255 - picture.colour,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """The shared scene within one picture.

    Attributes:
        laid: the other picture laid over this one.
        box: of the scene, fractions.
        around: what stands around it.
        filled: it stands askew in the picture, and the corners beside it are filled with one tone.
        own: box of everything that is scene in this picture, shared or not: the picture without
            its strips, frames and the page around it.
    """

    laid: LaidOver
    box: Box
    around: tuple[Added, ...]
    filled: bool
    own: Box


@dataclass(frozen=True, slots=True, eq=False)
class _PartSeen:
    polygon: Floats
    share: float
    missing: tuple[Edge, ...]


def _scene(there: Floats, picture: ComparedPicture, other: ComparedPicture) -> _Scene:
    size, other_size = _size(picture.thumbnail), _size(other.thumbnail)
    laid = lay_over(picture.thumbnail, other.thumbnail, pixel_homography(there, size, other_size))
    footprint = moved_points(inverted(there), corners())
    reach = _overlap(clipped(footprint, (0.0, 0.0, 1.0, 1.0)), (0.0, 0.0, 1.0, 1.0))
    box = grown(laid, _snapped(scene_box(laid), footprint), reach)
    sides = added_sides(picture.thumbnail, box)
    own = (
        box[0] if Edge.LEFT in sides else 0.0,
        box[1] if Edge.TOP in sides else 0.0,
        box[2] if Edge.RIGHT in sides else 1.0,
        box[3] if Edge.BOTTOM in sides else 1.0,
    )
    return _Scene(
        laid=laid,
        # Where nothing begins at its side, the box ended at a text, and the scene goes on.
        box=_overlap(clipped(footprint, own), own),
        around=surroundings(picture.thumbnail, box, sides),
        filled=_has_filled_corners(picture.thumbnail, laid, footprint),
        own=own,
    )


def _snapped(box: Box, footprint: Floats) -> Box:
    """Move a side of the scene that is near an edge of either picture onto that edge.

    Geometry is more exact than the pixels: those next to an edge have no neighbours to agree with.

    Args:
        box: of the scene, fractions.
        footprint: corners (4, 2) of the other picture, in the same fractions, may lie beyond.
    """
    low, high = footprint.min(axis=0), footprint.max(axis=0)
    edges = ((0.0, low[0]), (0.0, low[1]), (1.0, high[0]), (1.0, high[1]))
    reach = _AT_THE_CORNER if _is_askew(footprint) else _AT_THE_EDGE
    moved = []
    for side, (own, others) in zip(box, edges, strict=True):
        inner = float(np.clip(others, 0, 1))
        nearest = min((inner, own), key=lambda place: (abs(place - side), place != inner))
        moved.append(nearest if abs(nearest - side) < reach else side)
    return (moved[0], moved[1], moved[2], moved[3])


def _overlap(polygon: Floats, otherwise: Box) -> Box:
    """Return the upright box around a polygon; ``otherwise`` where it has no area."""
    if not polygon_area(polygon):
        return otherwise
    (x0, y0), (x1, y1) = polygon.min(axis=0).tolist(), polygon.max(axis=0).tolist()
    return (x0, y0, x1, y1)


def _is_askew(footprint: Floats) -> bool:
    wide, high = footprint.max(axis=0) - footprint.min(axis=0)
    return bool(polygon_area(footprint) < _UPRIGHT * wide * high)


def _has_filled_corners(picture: Grey, laid: LaidOver, footprint: Floats) -> bool:
    if not _is_askew(footprint):
        return False
    beside = picture[cv2.erode((~laid.inside).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0]
    if not beside.size:
        return False
    return bool((np.abs(beside - np.median(beside)) < 12).mean() > 0.9)


def _part_seen(there: Floats, scene: _Scene, other: _Scene) -> _PartSeen:
    """Return which part of ``other``'s scene is seen in ``scene``.

    Args:
        there: fractions of the picture of ``scene`` to fractions of the other.

    Raises:
        NothingShared: if geometry has them share nothing.
    """
    own = other.own
    polygon = clipped(moved_points(there, corners(scene.own)), own)
    if not polygon_area(polygon):
        # The two pictures' pixels do not agree on where the scene is: geometry decides.
        own = (0.0, 0.0, 1.0, 1.0)
        polygon = clipped(moved_points(there, corners()), own)
    x0, y0, x1, y1 = own
    whole = (x1 - x0) * (y1 - y0)
    if other.filled:
        # The corners beside it are no part of its scene.
        whole = polygon_area(clipped(moved_points(there, corners()), own))
    if not polygon_area(polygon) or not whole:
        raise NothingShared("The homography lays nothing of the one picture on the other.")
    share = min(1.0, polygon_area(polygon) / whole)
    low, high = polygon.min(axis=0), polygon.max(axis=0)
    gaps = {
        Edge.TOP: (low[1] - y0) / (y1 - y0),
        Edge.BOTTOM: (y1 - high[1]) / (y1 - y0),
        Edge.LEFT: (low[0] - x0) / (x1 - x0),
        Edge.RIGHT: (x1 - high[0]) / (x1 - x0),
    }
    missing = tuple(edge for edge, gap in gaps.items() if gap > _LEAST_CUT)
    return _PartSeen(polygon, share, missing if share < WHOLE_SHARE else ())


def _carried(added: Added, there: Floats) -> Added:
    """Bring what stands on the reference from the subject's fractions to its own."""
    places = np.clip(moved_points(there, corners(added.box)), 0, 1)
    (x0, y0), (x1, y1) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
    return replace(
        added,
        box=(x0, y0, x1, y1),
        share=(x1 - x0) * (y1 - y0),
        where=where_of(added, (x0, y0, x1, y1)),
    )


def _largest_first(added: tuple[Added, ...]) -> tuple[Added, ...]:
    return tuple(sorted(added, key=lambda one: -one.share))


def _size(thumbnail: Grey) -> Size:
    return thumbnail.shape[1], thumbnail.shape[0]


def _size_ratio(subject: ComparedPicture, reference: ComparedPicture) -> float:
    """Return by what to multiply a factor between working frames to have one between files."""
    if subject.longest_side is None or reference.longest_side is None:
        return 1.0
    return (subject.longest_side / max(subject.frame)) / (
        reference.longest_side / max(reference.frame)
    )
