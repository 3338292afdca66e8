"""The parts of a picture that are pictures of their own: in a screenshot, a frame, a collage.

Looks for long straight seams, cuts along the strongest, and again within the parts. A wrong box
costs a look-up and proves nothing: what a box finds is compared like anything else. Rounded, tilted
and overlapping pictures are not found here; keypoints find them.

Also knows *paper*: the even ground of pages, apps and captions, by which text and icons are told
from the texture of photographs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.fingerprints import halved

__all__ = ["WHOLE", "Region", "cut", "near_paper", "paper", "photo_boxes", "pixel_box"]

_MOST_BOXES = 12
_MOST_CUTS = 40

# All of the following are in pixels of the picture at this longest side.
_SIDE = 400
# Least side of a part, and of a box.
_LEAST_PART = 4
_LEAST_BOX = 48
# Rows closer than this to a seam belong to it; further rows say what is usual around it.
_SEAM_REACH = 3
_SEAM_AROUND = 7

# Steps of brightness in levels of 255: one that counts as a whole at a seam (smaller ones count in
# part); one within paper.
_STEP = 32
_EVEN = 5
# Least mean step along a seam, and how much more than around it. Tuned together with the others on
# 190 screenshots, frames and collages made of 742 photographs.
_SEAM_SHARE = 0.45
_SEAM_MORE = 0.18
# Strength of a seam from which what lies on its two sides is not one photograph; without one there
# are no boxes. 99 % of the real ones had one of 1.2 or more, 78 % of plain photographs none of 1.1.
_APART = 1.15
# Least share of a picture that one colour of even ground has to cover to be paper.
_PAPER_SHARE = 0.05
# Most of a box that may be paper or stand next to it; more is a part with text.
_MOST_BESIDE = 0.8
# Side of the square around a place that is searched for paper, as a share of the picture's longest
# side, and the least share of paper in it.
_AROUND = 0.0625
_ON_PAPER = 0.25
# Most paper along the edges of a box that ends where the photograph ends.
_LOOSE = 0.6

Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Region:
    """An upright part of a picture.

    Attributes:
        box: left, top, right and bottom as fractions of the picture's width and height.
    """

    box: tuple[float, float, float, float]

    @property
    def area(self) -> float:
        """The share of the picture's area, 0 to 1."""
        left, top, right, bottom = self.box
        return (right - left) * (bottom - top)


WHOLE = Region((0.0, 0.0, 1.0, 1.0))


def cut(pixels: NDArray[Scalar], region: Region) -> NDArray[Scalar]:
    """Return the part of a picture, at least one pixel wide and high; a view, not a copy."""
    x0, y0, x1, y1 = pixel_box(pixels.shape[1], pixels.shape[0], region)
    return pixels[y0:y1, x0:x1]


def pixel_box(width: int, height: int, region: Region) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of a part in pixels; right and bottom are one past."""
    left, top, right, bottom = region.box
    x0, y0 = min(width - 1, round(left * width)), min(height - 1, round(top * height))
    x1, y1 = max(x0 + 1, round(right * width)), max(y0 + 1, round(bottom * height))
    return x0, y0, x1, y1


def photo_boxes(pixels: NDArray[np.uint8]) -> tuple[Region, ...]:
    """Return the parts of a picture that look like pictures of their own, at most 12.

    Those that end where a photograph ends come first, the larger before the smaller; none for an
    ordinary photograph without long straight lines.

    Args:
        pixels: upright RGB, shape (height, width, 3), dtype uint8, any size from 1 x 1.
    """
    small = _shrunk(pixels)
    height, width = small.shape[:2]
    if min(height, width) < _LEAST_BOX:
        return ()
    parts = [part for part in _parts(_Seams(small), width, height) if part.bound >= _APART]
    if not parts:
        return ()
    blank = paper(small)
    ground, beside = _Counts(blank), _Counts(near_paper(blank))
    parts = [p for p in parts if beside.share(p) < _MOST_BESIDE]
    parts.sort(key=lambda part: (_is_loose(part, ground), part.seam >= _APART, -part.area))
    kept: list[_Part] = []
    for part in parts:
        if all(_overlap(part, other) < 0.85 for other in kept):
            kept.append(part)
    return tuple(
        Region((p.x0 / width, p.y0 / height, p.x1 / width, p.y1 / height))
        for p in kept[:_MOST_BOXES]
    )


def paper(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return where a picture is even ground of a colour that covers much of it.

    Args:
        pixels: RGB or grey, some hundred pixels on each side.

    Returns:
        Shape (height, width). An overexposed sky is paper too; one that shades off is not.
    """
    square = np.ones((3, 3), dtype=np.uint8)
    spread = cv2.subtract(cv2.dilate(pixels, square), cv2.erode(pixels, square))
    even = (spread if spread.ndim == 2 else _largest(spread)) <= _EVEN
    if pixels.ndim == 2:
        counts = np.bincount(pixels[even], minlength=256)
        return np.asarray(even & (_about(counts)[pixels] >= _PAPER_SHARE * even.size))
    coarse = (pixels >> 3).astype(np.uint16)
    colour = (coarse[..., 0] << 10) | (coarse[..., 1] << 5) | coarse[..., 2]
    counts = np.bincount(colour[even], minlength=1 << 15)
    return np.asarray(even & (counts[colour] >= _PAPER_SHARE * even.size))


def near_paper(blank: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return where letters and icons may be: with paper all about, at least a quarter of it.

    Args:
        blank: what ``paper`` gave, for a picture with a longest side of some 300 to 500 pixels.
    """
    side = round(_AROUND * max(blank.shape)) | 1
    share = cv2.blur(blank.astype(np.float32), (side, side))
    return np.asarray(share >= _ON_PAPER)


def _about(counts: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return for each level of grey how many pixels are within two levels of it."""
    return np.convolve(counts, np.ones(5, dtype=counts.dtype), mode="same")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part in pixels of the small picture; right and bottom are one past the last.

    Attributes:
        seam: strength of the strongest seam within it, 0 for none.
        bound: of the strongest that it was cut out along.
    """

    x0: int
    y0: int
    x1: int
    y1: int
    seam: float = 0.0
    bound: float = 0.0

    @property
    def area(self) -> int:
        return (self.x1 - self.x0) * (self.y1 - self.y0)


class _Seams:
    """Where lines of a picture are steps for most of their length."""

    def __init__(self, pixels: NDArray[np.uint8]) -> None:
        self._rows = _steps(pixels)
        self._columns = _steps(np.ascontiguousarray(pixels.transpose(1, 0, 2)))

    def strongest(self, part: _Part) -> tuple[float, int, bool]:
        """Return strength (0: none), place, and whether the seam is a row, within a part."""
        row = _best(self._rows, part.y0, part.y1, part.x0, part.x1)
        column = _best(self._columns, part.x0, part.x1, part.y0, part.y1)
        return (*row, True) if row[0] >= column[0] else (*column, False)


def _steps(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return running sums along each row of the steps between that row and the last but one.

    Row y of shape (height, width + 1) is about the border between rows y - 1 and y; two rows apart,
    because a seam of a shrunk picture is often spread over a row.
    """
    height, width = pixels.shape[:2]
    sums = np.zeros((height, width + 1), dtype=np.float32)
    step = _largest(cv2.absdiff(pixels[2:], pixels[:-2]))
    np.cumsum(np.minimum(step, _STEP) / np.float32(_STEP), axis=1, out=sums[1:-1, 1:])
    return sums


def _largest(colours: NDArray[np.uint8] | cv2.typing.MatLike) -> NDArray[np.uint8]:
    """Return the largest of the three colours of each pixel, in a tenth of numpy's time."""
    red, green, blue = cv2.split(np.asarray(colours, dtype=np.uint8))
    return np.asarray(cv2.max(cv2.max(red, green), blue), dtype=np.uint8)


def _best(steps: NDArray[np.float32], y0: int, y1: int, x0: int, x1: int) -> tuple[float, int]:
    first, last = y0 + _LEAST_PART, y1 - _LEAST_PART
    if last <= first:
        return 0.0, 0
    share = (steps[y0:y1, x1] - steps[y0:y1, x0]) / (x1 - x0)
    # The outermost two rows may still hold the seam that the part was cut along.
    share[:2] = share[-2:] = 0
    running = np.concatenate([[0.0], np.cumsum(share)])
    places = np.arange(_LEAST_PART, y1 - y0 - _LEAST_PART)
    far, near = np.maximum(places - _SEAM_AROUND, 2), np.maximum(places - _SEAM_REACH, 2)
    above = (running[near] - running[far]) / np.maximum(near - far, 1)
    far = np.minimum(places + 1 + _SEAM_AROUND, y1 - y0 - 2)
    near = np.minimum(places + 1 + _SEAM_REACH, y1 - y0 - 2)
    below = (running[far] - running[near]) / np.maximum(far - near, 1)
    here = share[places]
    more = here - np.maximum(above, below)
    strength = np.where((here >= _SEAM_SHARE) & (more >= _SEAM_MORE), here + more, 0.0)
    best = int(np.argmax(strength))
    return float(strength[best]), y0 + int(places[best])


def _parts(seams: _Seams, width: int, height: int) -> list[_Part]:
    """Return all parts met while cutting along the strongest seam, again and again."""
    found: list[_Part] = []
    waiting = [_Part(0, 0, width, height)]
    while waiting and len(found) < _MOST_CUTS:
        part = waiting.pop(0)
        found.append(part)
        strength, place, is_row = seams.strongest(part)
        found[-1] = replace(part, seam=strength)
        if not strength:
            continue
        if is_row:
            first = replace(part, y1=place, seam=0.0, bound=max(part.bound, strength))
            second = replace(part, y0=place, seam=0.0, bound=max(part.bound, strength))
        else:
            first = replace(part, x1=place, seam=0.0, bound=max(part.bound, strength))
            second = replace(part, x0=place, seam=0.0, bound=max(part.bound, strength))
        waiting += [half for half in (first, second) if _is_large(half)]
    return found[1:]


class _Counts:
    """How much of any part of the picture something holds for."""

    def __init__(self, places: NDArray[np.bool_]) -> None:
        self._sums = cv2.integral(places.astype(np.uint8))

    def share(self, part: _Part) -> float:
        sums = self._sums
        total = sums[part.y1, part.x1] - sums[part.y0, part.x1]
        total += sums[part.y0, part.x0] - sums[part.y1, part.x0]
        return float(total) / max(1, part.area)


def _is_large(part: _Part) -> bool:
    sides = (part.x1 - part.x0, part.y1 - part.y0)
    return min(sides) >= _LEAST_BOX and max(sides) <= 8 * min(sides)


def _is_loose(part: _Part, ground: _Counts) -> bool:
    """Answer whether an edge of the part is mostly paper, so that more than a photograph is in."""
    across, down = (part.x1 - part.x0) // 10, (part.y1 - part.y0) // 10
    edges = (
        _Part(part.x0, part.y0, part.x1, part.y0 + down),
        _Part(part.x0, part.y1 - down, part.x1, part.y1),
        _Part(part.x0, part.y0, part.x0 + across, part.y1),
        _Part(part.x1 - across, part.y0, part.x1, part.y1),
    )
    return any(ground.share(edge) > _LOOSE for edge in edges)


def _overlap(a: _Part, b: _Part) -> float:
    """Return the shared area as a share of both together, 0 to 1."""
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    down = min(a.y1, b.y1) - max(a.y0, b.y0)
    shared = max(0, across) * max(0, down)
    return shared / (a.area + b.area - shared)


def _shrunk(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    small = np.ascontiguousarray(halved(pixels))
    height, width = small.shape[:2]
    factor = _SIDE / max(height, width)
    if factor >= 1:
        return small
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
