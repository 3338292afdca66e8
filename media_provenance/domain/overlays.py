"""What was drawn over the shared scene: writing, logos, stickers, bars; and on which picture.

Works on two pictures laid over one another. Strips and frames around the scene are
``scene_box.py``. Nothing is read: writing is told by its strokes, in any script.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.alteration_facts import Added, AddedKind, Where
from media_provenance.domain.laid_over import LaidOver, Map
from media_provenance.domain.scene_box import Box, place_in

__all__ = ["overlays", "where_of"]

Mask = NDArray[np.bool_]

# Grey levels, after tones are brought together and a pixel of leeway is given, from which on a
# pixel is not the same.
_DIFFERENT = 32.0
# Share of the scene under which a spot is not said: moiré and hard compression leave such specks.
_LEAST_SHARE = 0.004
# Share of a letter's surroundings between strokes of one text, of the scene's longest side.
_GAP = 0.045
# Sobel gradient (a step of a quarter of all grey levels) at the edge of a stroke, and the share of
# writing that lies at such an edge.
_STROKE, _STROKES = 250.0, 0.4
# Shares of the picture's height between lines, and of its width between words, of one text.
_LINE_GAP, _WORD_GAP = 0.09, 0.12
# How much harder edges must be along the spot in the one picture to call it the one drawn on.
_CLEARLY = 1.35


@dataclass(frozen=True, slots=True, eq=False)
class _Spot:
    """Connected differing pixels: their bounds in pixels (x0, y0, x1, y1) and the pixels."""

    bounds: tuple[int, int, int, int]
    pixels: Mask


def overlays(laid: LaidOver, scene: Box) -> tuple[tuple[Added, ...], tuple[Added, ...]]:
    """Return what was drawn over the scene in the subject, and what in the other picture.

    Boxes are fractions of the *subject* for both; what cannot be told is ``DIFFERENT`` and
    stands with the subject.
    """
    height, width = laid.subject.shape
    x0, y0, x1, y1 = (
        round(share * side) for share, side in zip(scene, (width, height) * 2, strict=True)
    )
    # The outermost pixels of a scene are mixed with what lies beyond.
    window = (slice(y0 + 2, max(y0 + 3, y1 - 2)), slice(x0 + 2, max(x0 + 3, x1 - 2)))
    subject, other = laid.subject[window], laid.other[window]
    different = _different(subject, other) & laid.inside[window] & (laid.score[window] < 0.9)
    on_subject: list[Added] = []
    on_other: list[Added] = []
    for spot in _spots(different):
        added, owner = _judged(spot, subject, other)
        moved = _in_whole(added, window, (width, height))
        (on_other if owner == "other" else on_subject).append(moved)
    return _sorted(_gathered(on_subject)), _sorted(_gathered(on_other))


def _gathered(found: list[Added]) -> list[Added]:
    """Make one text of words and lines that stand near each other, with the specks in between.

    Of writing, one piece in a corner may be a logo; several near each other are a text.
    """
    blocks: list[Added] = []
    for piece in sorted((added for added in found if added.written), key=lambda one: one.box[1]):
        near = [block for block in blocks if _is_near(piece, block)]
        blocks = [block for block in blocks if block not in near]
        blocks.append(_together([piece, *near]))
    kept: list[Added] = []
    for other in (added for added in found if not added.written):
        among = [place for place, block in enumerate(blocks) if _is_speck_of(other, block)]
        if among:
            blocks[among[0]] = _together([blocks[among[0]], other])
        else:
            kept.append(other)
    return blocks + kept


def _together(pieces: list[Added]) -> Added:
    """Return one text around several pieces; a piece alone stays what it is."""
    if len(pieces) == 1:
        return pieces[0]
    boxes = [piece.box for piece in pieces]
    box = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    share = (box[2] - box[0]) * (box[3] - box[1])
    return Added(AddedKind.TEXT, _text_place(box), share, box, written=True)


def _is_near(piece: Added, block: Added) -> bool:
    a, b = piece.box, block.box
    aside = max(a[0], b[0]) - min(a[2], b[2])
    above = max(a[1], b[1]) - min(a[3], b[3])
    return aside < _WORD_GAP and above < _LINE_GAP


def _is_speck_of(other: Added, text: Added) -> bool:
    """Say whether a spot that is no writing by itself is a letter or two of a text."""
    apart = other.where in _CORNERS and other.share > 0.008
    return (
        text.kind is AddedKind.TEXT
        and _is_near(other, text)
        and not apart
        and other.share < 0.5 * text.share
    )


def _different(subject: Map, other: Map) -> Mask:
    """Return the pixels that differ by more than a shift of one pixel could explain."""
    around = np.ones((3, 3), np.uint8)
    above = subject - np.asarray(cv2.dilate(other, around))
    below = np.asarray(cv2.erode(other, around)) - subject
    excess = np.maximum(np.maximum(above, below), 0)
    return np.asarray(excess > _DIFFERENT, dtype=np.bool_)


def _spots(different: Mask) -> list[_Spot]:
    """Group differing pixels that stand near each other, as the letters of a text do."""
    size = max(different.shape)
    gap = max(3, round(size * _GAP)) | 1
    opened = cv2.morphologyEx(different.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    grown = cv2.dilate(opened, np.ones((max(3, gap // 2) | 1, gap), np.uint8))
    count, labels = cv2.connectedComponents(np.asarray(grown, dtype=np.uint8))
    found: list[_Spot] = []
    for label in range(1, count):
        pixels = (labels == label) & (opened > 0)
        if pixels.sum() < _LEAST_SHARE / 4 * different.size:
            continue
        rows, columns = np.flatnonzero(pixels.any(axis=1)), np.flatnonzero(pixels.any(axis=0))
        bounds = (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
        if (bounds[2] - bounds[0]) * (bounds[3] - bounds[1]) >= _LEAST_SHARE * different.size:
            found.append(_Spot(bounds, pixels))
    return found


def _judged(spot: _Spot, subject: Map, other: Map) -> tuple[Added, str]:
    """Return what a spot is, in fractions of the scene, and "subject", "other" or "unknown"."""
    height, width = subject.shape
    x0, y0, x1, y1 = spot.bounds
    box = (x0 / width, y0 / height, x1 / width, y1 / height)
    share = (box[2] - box[0]) * (box[3] - box[1])
    owner = _owner(spot, subject, other)
    if owner == "unknown":
        return Added(AddedKind.DIFFERENT, place_in(box), share, box), owner
    written = _is_writing(spot, other if owner == "other" else subject)
    wide = box[2] - box[0]
    small = share < 0.06 and wide < 0.3
    if written and not (small and place_in(box) in _CORNERS):
        return Added(AddedKind.TEXT, _text_place(box), share, box, True), owner
    return Added(AddedKind.PATCH, place_in(box), share, box, written), owner


_CORNERS = {Where.UPPER_LEFT, Where.UPPER_RIGHT, Where.LOWER_LEFT, Where.LOWER_RIGHT}


def _owner(spot: _Spot, subject: Map, other: Map) -> str:
    """Say which picture was drawn on: the one with hard edges along the outline of the spot.

    What is drawn begins at once; the scene it covers does not happen to have its own edges there.
    """
    mask = spot.pixels.astype(np.uint8)
    outline = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))) > 0
    if not outline.any():
        return "unknown"
    edge_subject, edge_other = (float(_gradient(one)[outline].mean()) for one in (subject, other))
    if edge_subject > _CLEARLY * edge_other:
        return "subject"
    if edge_other > _CLEARLY * edge_subject:
        return "other"
    flat_subject, flat_other = (_few_tones(one[spot.pixels]) for one in (subject, other))
    if flat_subject > flat_other + 0.2:
        return "subject"
    if flat_other > flat_subject + 0.2:
        return "other"
    return "unknown"


def _gradient(picture: Map) -> Map:
    return np.hypot(
        np.asarray(cv2.Sobel(picture, cv2.CV_32F, 1, 0)),
        np.asarray(cv2.Sobel(picture, cv2.CV_32F, 0, 1)),
    ).astype(np.float32)


def _few_tones(values: Map) -> float:
    """Return the share of the values in their three most common of 32 tones."""
    tones = np.bincount((values / 8).astype(np.intp).clip(0, 31), minlength=32)
    return float(np.sort(tones)[-3:].sum() / max(1, values.size))


def _is_writing(spot: _Spot, drawn_on: Map) -> bool:
    """Say whether a spot consists of thin strokes with gaps, or is full of edges of few tones."""
    inner = _gradient(drawn_on)[spot.pixels]
    if (inner > _STROKE).mean() > _STROKES and _few_tones(drawn_on[spot.pixels]) > 0.4:
        return True
    x0, y0, x1, y1 = spot.bounds
    part = spot.pixels[y0:y1, x0:x1].astype(np.uint8)
    filled = float(part.mean())
    depth = np.asarray(cv2.distanceTransform(np.pad(part, 1), cv2.DIST_L2, 3))
    thickness = 2 * float(np.percentile(depth[depth > 0], 90))
    pieces = cv2.connectedComponents(part)[0] - 1
    lines = min(y1 - y0, x1 - x0)
    long = x1 - x0 > 1.8 * (y1 - y0)
    thin = thickness < max(4.0, 0.45 * lines)
    return thin and ((filled < 0.75 and pieces >= 3) or (filled < 0.6 and long))


def where_of(added: Added, box: Box) -> Where:
    """Say over which part of a picture something of this kind stands."""
    return _text_place(box) if added.kind is AddedKind.TEXT else place_in(box)


def _text_place(box: Box) -> Where:
    """Say over which part of a scene a text runs."""
    top, bottom = box[1], box[3]
    high = bottom - top
    if high > 0.7:
        return Where.WHOLE
    if bottom <= 0.42:
        return Where.UPPER_THIRD
    if top >= 0.58:
        return Where.LOWER_THIRD
    if bottom <= 0.6:
        return Where.UPPER_HALF
    if top >= 0.4:
        return Where.LOWER_HALF
    return Where.ACROSS


def _in_whole(added: Added, window: tuple[slice, slice], size: tuple[int, int]) -> Added:
    """Bring a box from fractions of the window to fractions of the whole picture."""
    rows, columns = window
    high, wide = rows.stop - rows.start, columns.stop - columns.start
    x0, y0, x1, y1 = added.box
    box = (
        (columns.start + x0 * wide) / size[0],
        (rows.start + y0 * high) / size[1],
        (columns.start + x1 * wide) / size[0],
        (rows.start + y1 * high) / size[1],
    )
    share = (box[2] - box[0]) * (box[3] - box[1])
    return Added(added.kind, added.where, share, box, added.written)


def _sorted(found: list[Added]) -> tuple[Added, ...]:
    return tuple(sorted(found, key=lambda added: -added.share))
