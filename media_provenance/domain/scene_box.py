"""Which part of a picture is the shared scene, and what the rest of it looks like.

A strip, a frame or the page of an app stands around the scene, along the picture's own sides; so
the scene is looked for as one upright box. Text and logos within it are ``overlays.py``.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.alteration_facts import Added, AddedKind, Edge, Where
from media_provenance.domain.laid_over import Grey, LaidOver, Map

__all__ = ["Box", "added_sides", "grown", "place_in", "scene_box", "surroundings"]

# x0, y0, x1, y1 as fractions 0 to 1.
Box = tuple[float, float, float, float]

# Side of the squares that the score is added up in, in pixels of the small copy.
_CELL = 4
# What a pixel that does not agree costs against one that does. Under 1, because large text over a
# scene disagrees as well and is no edge of it; and not much under, because a strip is.
_COST = 0.55
# Share of the picture's side under which a strip is not said: a few pixels are lost in any edit.
_LEAST_STRIP = 0.015
# Share of a picture that a caption seldom takes.
_LARGEST_STRIP = 0.4
# Grey levels of difference that beyond the other picture's edge stand for none being known, and
# from which on more makes no difference.
_BEYOND = 60.0
# Grey levels that a tone jumps by, over two pixels, on the border of something added.
_JUMP = 14.0
# Grey levels to either side within which a drawn ground stays one tone.
_PAPER = 3
# Share of one tone right beside the scene: a caption keeps a margin, an object that the side of a
# crop happens to cut goes on.
_MARGIN = 0.9
# Share of a side along which they have to: beside writing, beside one plain tone, and beside what
# looks like a picture, as the scene going on does.
_SEAM, _PLAIN_SEAM, _SCENE_SEAM = 0.5, 0.25, 0.7
# Grey levels within which a pixel is the same, and the share of such that no strip has by chance.
_SAME, _MANY = 10.0, 0.3


def scene_box(laid: LaidOver) -> Box:
    """Return the box of the subject in which the shared scene stands, as fractions.

    It is the upright box with the largest sum of agreeing pixels less disagreeing ones, with each
    side then moved to where the difference sets in.
    """
    score = np.where(laid.score < 0, laid.score * _COST, laid.score)
    # A trace of a cost, so that a box does not grow over what the other picture does not have.
    score = np.where(laid.inside, score, -0.01).astype(np.float32)
    height, width = score.shape
    rows, columns = -(-height // _CELL), -(-width // _CELL)
    padded = np.pad(score, ((0, rows * _CELL - height), (0, columns * _CELL - width)))
    cells = padded.reshape(rows, _CELL, columns, _CELL).sum(axis=(1, 3))
    left, top, right, bottom = _best_box(cells)
    edges = (left * _CELL, top * _CELL, min(right * _CELL, width), min(bottom * _CELL, height))
    return _refined(laid, edges)


def _best_box(cells: NDArray[np.float32]) -> tuple[int, int, int, int]:
    """Return the box with the largest sum: Kadane's row by row, over every pair of rows."""
    rows, columns = cells.shape
    sums = np.vstack([np.zeros(columns, np.float64), cells.astype(np.float64).cumsum(axis=0)])
    best, found = -np.inf, (0, 0, columns, rows)
    for top in range(rows):
        strips = sums[top + 1 :] - sums[top]
        along = np.hstack([np.zeros((len(strips), 1)), strips.cumsum(axis=1)])
        least = np.minimum.accumulate(along[:, :-1], axis=1)
        gains = along[:, 1:] - least
        place = int(gains.argmax())
        row, right = divmod(place, columns)
        if gains[row, right] > best:
            best = float(gains[row, right])
            left = int(along[row, : right + 1].argmin())
            found = (left, top, right + 1, top + 1 + row)
    return found


def _refined(laid: LaidOver, edges: tuple[int, int, int, int]) -> Box:
    """Move each side to the row or column at which the difference sets in."""
    height, width = laid.score.shape
    left, top, right, bottom = edges
    difference = np.minimum(np.abs(laid.subject - laid.other), _BEYOND)
    across = _profile(difference[top:bottom], laid.inside[top:bottom])
    down = _profile(difference[:, left:right].T, laid.inside[:, left:right].T)
    found = (
        _onset(across[::-1], width - left),
        _onset(down[::-1], height - top),
        _onset(across, right),
        _onset(down, bottom),
    )
    x0, y0, x1, y1 = width - found[0], height - found[1], found[2], found[3]
    if x1 - x0 < _CELL or y1 - y0 < _CELL:
        x0, y0, x1, y1 = edges
    return (x0 / width, y0 / height, x1 / width, y1 / height)


def _profile(difference: Map, inside: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return the mean difference per column, where the other picture has at least a fifth of it."""
    count = inside.sum(axis=0)
    mean = np.where(inside, difference, 0).sum(axis=0) / np.maximum(count, 1)
    return np.where(count > 0.2 * len(difference), mean, _BEYOND).astype(np.float32)


def _onset(profile: NDArray[np.float32], about: int, reach: int = 9) -> int:
    """Return where, near ``about``, small differences end and large ones begin.

    The place at which the two sides of it are least like each other, counting both as blocks (as
    Otsu's threshold does for tones). The end of the profile is as good as any other place.
    """
    first, last = max(0, about - 2 * reach), min(len(profile), about + 2 * reach)
    if last == len(profile) and about >= len(profile) - 2 and profile[-3:].mean() < 20:
        return len(profile)
    best, found = 0.0, about
    for place in range(max(first + 2, about - reach), min(last - 1, about + reach) + 1):
        low, high = profile[first:place], profile[place:last]
        weight = len(low) * len(high) / (last - first) ** 2
        contrast = (float(high.mean()) - float(low.mean())) * weight**0.5
        if contrast > best:
            best, found = contrast, place
    return found


def added_sides(picture: Grey, box: Box) -> tuple[Edge, ...]:
    """Return the sides of a scene beyond which something was added, rather than more of the scene.

    What was added begins at a straight line along the whole side; a scene simply goes on.

    Args:
        picture: grey, shape (h, w), uint8.
        box: of the scene in it, fractions.
    """
    bands = {
        edge: pixels
        for edge, (pixels, share, _) in _bands(picture, box).items()
        if share >= _LEAST_STRIP and pixels.size
    }
    added = {edge for edge, pixels in bands.items() if _begins(picture, box, edge, pixels)}
    # Black beside a dark scene has no seam; the same black beyond another side has.
    tones = [_ground(bands[edge]) for edge in added]
    added |= {
        edge
        for edge, pixels in bands.items()
        if any(tone is not None and _ground(pixels) == tone for tone in tones)
    }
    return tuple(edge for edge in bands if edge in added)


def _ground(pixels: Grey) -> int | None:
    """Return the tone, in steps of 16, that more than half of the pixels have; None if none."""
    tones = np.bincount(pixels.ravel() // 16, minlength=16)
    tone = int(tones.argmax())
    return tone if tones[tone] > 0.5 * pixels.size else None


def grown(laid: LaidOver, box: Box, footprint: Box) -> Box:
    """Move the sides that a text, and no end of the scene, has drawn in.

    Args:
        laid: the two pictures.
        box: from ``scene_box``.
        footprint: box of the other picture in this one, within 0 to 1: as far as a side may go.
    """
    on = [_goes_on(laid, box, edge) for edge in (Edge.LEFT, Edge.TOP, Edge.RIGHT, Edge.BOTTOM)]
    left, top, right, bottom = (
        far if goes_on else side for far, side, goes_on in zip(footprint, box, on, strict=True)
    )
    return (left, top, right, bottom)


def _goes_on(laid: LaidOver, box: Box, edge: Edge) -> bool:
    """Say whether beyond a side, where the other picture has pixels, many are just the same."""
    same = (np.abs(laid.subject - laid.other) < _SAME).astype(np.uint8)
    beyond, inside = _bands(same, box)[edge][0], _bands(laid.inside.astype(np.uint8), box)[edge][0]
    if not inside.any() or inside.sum() < 0.3 * inside.size:
        return False
    return float(beyond[inside > 0].mean()) > _MANY


def _begins(picture: Grey, box: Box, edge: Edge, beyond: Grey) -> bool:
    """Say whether a line runs along the whole side of the scene.

    The share of the side along which tones jump across it, within a few pixels of where it should
    be, has to be large, and larger than on the lines to either side; beside one plain tone,
    written on or not, it need not be so large.
    """
    if edge in (Edge.LEFT, Edge.RIGHT):
        box, picture, beyond = (box[1], box[0], box[3], box[2]), picture.T, beyond.T
        edge = Edge.TOP if edge is Edge.LEFT else Edge.BOTTOM
    height, width = picture.shape
    along = picture[:, round(box[0] * width) : round(box[2] * width)].astype(np.float32)
    if along.shape[1] < 8:
        return False
    jumps = (np.abs(along[2:] - along[:-2]) > _JUMP).mean(axis=1)
    # Row r of jumps lies across row r + 1 of the picture.
    place = round((box[1] if edge is Edge.TOP else box[3]) * height) - 1
    near = jumps[max(0, place - 3) : place + 4]
    before, after = jumps[max(0, place - 16) : max(0, place - 4)], jumps[place + 5 : place + 17]
    if not near.size or not before.size or not after.size:
        return False
    border = round((box[1] if edge is Edge.TOP else box[3]) * height)
    within = (
        along[border + 2 : border + 10] if edge is Edge.TOP else along[border - 10 : border - 2]
    )
    first = beyond[-6:] if edge is Edge.TOP else beyond[:6]
    if _paper(beyond) > 0.5 and _paper(within) < 0.5 and _paper(first) > _MARGIN:
        usual = float(np.median(after if edge is Edge.TOP else before))
        return bool(near.max() > max(_PLAIN_SEAM, 1.2 * usual))
    usual = max(float(np.median(before)), float(np.median(after)))
    least = _SCENE_SEAM if _look(beyond) == "picture" else _SEAM
    return bool(near.max() > max(least, 1.25 * usual + 0.05))


def surroundings(picture: Grey, box: Box, sides: tuple[Edge, ...]) -> tuple[Added, ...]:
    """Say what stands around the scene.

    Args:
        picture: grey, shape (h, w), uint8.
        box: of the scene in it, fractions.
        sides: on which something was added, from ``added_sides``.
    """
    strips = {edge: band for edge, band in _bands(picture, box).items() if edge in sides}
    if not strips:
        return ()
    looks = {edge: _look(pixels) for edge, (pixels, _, _) in strips.items()}
    areas = {edge: _area(place) for edge, (_, _, place) in strips.items()}
    whole = sum(areas.values())
    pictured = sum(areas[edge] for edge, look in looks.items() if look == "picture")
    drawn = {edge for edge, look in looks.items() if look == "drawn"}
    if len(strips) == 4 and _is_even(picture, box):
        return (Added(AddedKind.FRAME, Where.WHOLE, whole, box, written=bool(drawn)),)
    if pictured >= 0.5 * whole and pictured > 0.12:
        return (Added(AddedKind.COLLAGE, place_in(box), whole, box),)
    if whole > 0.2 and {Edge.TOP, Edge.BOTTOM} <= drawn:
        return (Added(AddedKind.SCREEN, place_in(box), whole, box, written=True),)
    if len(strips) == 4:
        return (Added(AddedKind.FRAME, Where.WHOLE, whole, box, written=bool(drawn)),)
    if len(drawn) == len(strips) == 1 and whole > _LARGEST_STRIP:
        # Few tones and much room: another picture, on plain ground, rather than a caption.
        return (Added(AddedKind.COLLAGE, place_in(box), whole, box),)
    found = [
        Added(_STRIPS[edge], _SIDES[edge], areas[edge], place, edge in drawn)
        for edge, (_, _, place) in strips.items()
    ]
    return tuple(sorted(found, key=lambda added: -added.share))


def _paper(pixels: NDArray[np.uint8] | NDArray[np.float32]) -> float:
    """Return the share of the pixels that have the commonest tone, within what JPEG leaves."""
    tones = np.bincount(pixels.ravel().astype(np.intp), minlength=256)
    near = np.convolve(tones, np.ones(2 * _PAPER + 1), mode="same")
    return float(near.max() / max(1, pixels.size))


def _is_even(picture: Grey, box: Box) -> bool:
    """Say whether the room around a scene is about as wide on every side, as in a frame."""
    height, width = picture.shape
    room = (box[0] * width, box[1] * height, (1 - box[2]) * width, (1 - box[3]) * height)
    return bool(min(room) > 0.5 * max(room))


def _bands(picture: Grey, box: Box) -> dict[Edge, tuple[Grey, float, Box]]:
    """Return beyond each side the pixels, their extent as a share of the side, and their place."""
    height, width = picture.shape
    x0, y0, x1, y1 = (
        round(share * side) for share, side in zip(box, (width, height) * 2, strict=True)
    )
    # The outermost pixels are mixed with the scene.
    top, left, bottom, right = max(0, y0 - 2), max(0, x0 - 2), y1 + 2, x1 + 2
    return {
        Edge.TOP: (picture[:top], box[1], (0.0, 0.0, 1.0, box[1])),
        Edge.BOTTOM: (picture[bottom:], 1 - box[3], (0.0, box[3], 1.0, 1.0)),
        Edge.LEFT: (picture[y0:y1, :left], box[0], (0.0, box[1], box[0], box[3])),
        Edge.RIGHT: (picture[y0:y1, right:], 1 - box[2], (box[2], box[1], 1.0, box[3])),
    }


_STRIPS = {
    Edge.TOP: AddedKind.STRIP_ABOVE,
    Edge.BOTTOM: AddedKind.STRIP_BELOW,
    Edge.LEFT: AddedKind.STRIP_LEFT,
    Edge.RIGHT: AddedKind.STRIP_RIGHT,
}
_SIDES = {
    Edge.TOP: Where.TOP,
    Edge.BOTTOM: Where.BOTTOM,
    Edge.LEFT: Where.LEFT,
    Edge.RIGHT: Where.RIGHT,
}


def _look(pixels: Grey) -> str:
    """Return "plain", "drawn" (few tones with fine detail on them) or "picture"."""
    tones = np.bincount((pixels.ravel() / 8).astype(np.intp).clip(0, 31), minlength=32)
    # A tone on the border of two bins counts as one.
    fewest = (tones + np.roll(tones, 1)).max() / pixels.size
    gradient = np.hypot(
        np.asarray(cv2.Sobel(pixels, cv2.CV_32F, 1, 0)),
        np.asarray(cv2.Sobel(pixels, cv2.CV_32F, 0, 1)),
    )
    detail = float((gradient > 60).mean())
    calm = float((gradient < 16).mean())
    if detail < 0.02:
        return "plain"
    if fewest > 0.5 or calm > 0.6:
        return "drawn"
    return "picture"


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def place_in(box: Box) -> Where:
    """Say where in a picture a box stands, by its middle and its extent."""
    wide, high = box[2] - box[0], box[3] - box[1]
    across, down = _third((box[0] + box[2]) / 2), _third((box[1] + box[3]) / 2)
    if wide > 0.8 and high > 0.8:
        return Where.WHOLE
    if wide > 0.8:
        across = 1
    if high > 0.8:
        down = 1
    return _NINE[down][across]


def _third(middle: float) -> int:
    return 0 if middle < 0.4 else 2 if middle > 0.6 else 1


_NINE = (
    (Where.UPPER_LEFT, Where.TOP, Where.UPPER_RIGHT),
    (Where.LEFT, Where.MIDDLE, Where.RIGHT),
    (Where.LOWER_LEFT, Where.BOTTOM, Where.LOWER_RIGHT),
)
