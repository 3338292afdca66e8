"""Local features: the points of a picture that stay recognisable when it is cropped or covered.

Pixels in, up to some hundreds of keypoints out, each with a code of 128 bits and its place, size
and direction. Which pictures share features is ``index/``; whether they lie the same way in both is
``geometry.py``. Nothing here decides that two pictures are the same.

All coordinates are in the *working frame*: the picture with its longest side brought to
``WORKING_SIDE`` (never enlarged more than ``_MOST_ENLARGED`` times), x to the right, y downwards,
the origin in the middle of the top left pixel, as OpenCV counts. Keypoints are looked for at a
smaller size than that.

Method: SIFT keypoints and descriptors (D. G. Lowe, 2004, by OpenCV), the strongest of each cell of
a grid; root-SIFT (R. Arandjelović and A. Zisserman, 2012); then signs of a fixed rotation, as in
``_rotated``.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.fingerprints import halved
from media_provenance.domain.photo_boxes import near_paper, paper

__all__ = [
    "CODE_BYTES",
    "LOCAL_VERSION",
    "QUERY_KEYPOINTS",
    "STORED_KEYPOINTS",
    "WORKING_SIDE",
    "LocalFeatures",
    "QueryLocal",
    "UnreadableFeatures",
    "code_distances",
    "local_features",
    "mirrored_features",
    "negative_query",
    "query_features",
    "rotated_descriptors",
    "working_frame",
]

WORKING_SIDE = 480
LOCAL_VERSION = 2
STORED_KEYPOINTS = 400
QUERY_KEYPOINTS = 800
CODE_BYTES = 16

_MOST_ENLARGED = 2.0
# Longest side of the picture that keypoints are looked for in; OpenCV doubles it first. Own
# measurement, 14 photographs x 18 of the harder edits, against 400 stored keypoints: at 480 px 137
# agree on average and under 20 in 3 % of cases, at 360, 320 and 280 145, 146 and 143, and under 20
# in 1.2 to 1.6 %. At 320 they cost half of what they do at 480.
_SEARCHED_SIDE = 320
_CONTRAST = 0.02
# Levels of 255 between the darkest and the brightest hundredth of a picture: with fewer than the
# first there is nothing but noise to see, with fewer than the second it is stretched to it.
_LEAST_SPAN = 8
_WANTED_SPAN = 128
_MOST_GAIN = 6.0
# Cells a side of the grid that keypoints are spread over. Own measurement, 62 photographs under
# large letters: from 12 cells a side 46 places of the original are found again on average, from 8
# 30, from 4 19; under other edits they differ little.
_GRID = 12
_SMALLEST_SIDE = 8

# Two background threads of OpenCV would fight with the other worker processes for two cores.
cv2.setNumThreads(1)


class UnreadableFeatures(ValueError):
    """Stored features that were cut short, or written by another version."""


@dataclass(frozen=True, slots=True, eq=False)
class LocalFeatures:
    """The keypoints of one picture, in the order of their choice (the best spread first).

    Attributes:
        width, height: of the working frame, in pixels.
        codes: shape (n, 16), uint8; 128 bits each, most significant first.
        points: shape (n, 2), float32; x and y.
        scales: shape (n,), float32; the keypoint's diameter in pixels.
        angles: shape (n,), float32; degrees from 0 to 360, clockwise from the x axis.
        graphic: shape (n,), bool; the keypoint stands on text, icons or flat drawing rather than
            on the texture of a photograph.
    """

    width: int
    height: int
    codes: NDArray[np.uint8]
    points: NDArray[np.float32]
    scales: NDArray[np.float32]
    angles: NDArray[np.float32]
    graphic: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.codes)

    def pack(self) -> tuple[bytes, bytes]:
        """Return the codes (16 bytes a keypoint) and the geometry (a header, 6 bytes a keypoint).

        Places keep 1/8 of a pixel, scales 1/128 of an octave, angles 1/11 of a degree: finer than
        they are found again.
        """
        places = np.clip(np.rint(self.points * 8), 0, 0xFFF).astype(np.uint16)
        sizes = np.rint(128 * np.log2(np.maximum(self.scales, 1))).astype(np.uint16)
        turns = np.rint(self.angles * (_ANGLE_STEPS / 360.0)).astype(np.uint16) % _ANGLE_STEPS
        # Three numbers of 16 bits: x, y, and the size with the mark, in 12 bits each; below them
        # the direction, four of its bits each.
        geometry = np.empty((len(self), 3), dtype="<u2")
        geometry[:, :2] = places << 4
        geometry[:, 2] = (np.minimum(sizes, 0x7FF) << 5) | (self.graphic.astype(np.uint16) << 4)
        geometry |= (turns[:, None] >> _ANGLE_SHIFTS) & np.uint16(0xF)
        header = _HEADER.pack(LOCAL_VERSION, len(self), self.width, self.height)
        return self.codes.tobytes(), header + geometry.tobytes()

    @classmethod
    def unpack(cls, codes: bytes, geometry: bytes) -> Self:
        """Return the features that ``pack`` wrote; the codes are a read-only view.

        Raises:
            UnreadableFeatures: if the two do not belong together or are of another version.
        """
        if len(geometry) < _HEADER.size:
            raise UnreadableFeatures("The geometry of the keypoints was cut short.")
        version, count, width, height = _HEADER.unpack_from(geometry)
        if version != LOCAL_VERSION:
            raise UnreadableFeatures(f"Keypoints of version {version}, not {LOCAL_VERSION}.")
        if (len(codes), len(geometry)) != (
            count * CODE_BYTES,
            _HEADER.size + count * _GEOMETRY_BYTES,
        ):
            raise UnreadableFeatures(f"{count} keypoints do not fit the bytes stored of them.")
        numbers = np.frombuffer(geometry, dtype="<u2", offset=_HEADER.size).reshape(count, 3)
        turns = ((numbers & np.uint16(0xF)) << _ANGLE_SHIFTS).sum(axis=1)
        return cls(
            width,
            height,
            np.frombuffer(codes, dtype=np.uint8).reshape(count, CODE_BYTES),
            (numbers[:, :2] >> 4).astype(np.float32) / np.float32(8),
            np.exp2((numbers[:, 2] >> 5).astype(np.float32) / np.float32(128)),
            turns.astype(np.float32) * np.float32(360.0 / _ANGLE_STEPS),
            ((numbers[:, 2] >> 4) & 1).astype(np.bool_),
        )


@dataclass(frozen=True, slots=True, eq=False)
class QueryLocal:
    """The keypoints of a picture that is asked about, and of what it may have been made from.

    Row i of all is the same keypoint.

    Attributes:
        upright: of the picture as it is.
        mirrored: what its mirror image would have given, at x' = width - 1 - x.
        negative: what the picture with its colours inverted would have given; ``None`` where that
            is not known, because only codes are.
    """

    upright: LocalFeatures
    mirrored: LocalFeatures
    negative: LocalFeatures | None = None


def local_features(pixels: NDArray[np.uint8], *, limit: int = STORED_KEYPOINTS) -> LocalFeatures:
    """Return the keypoints of a picture, spread over it; none for a flat picture.

    Args:
        pixels: upright RGB, shape (height, width, 3), dtype uint8, any size from 1 x 1.
        limit: how many keypoints at most.
    """
    return _found(pixels, limit)[0]


def rotated_descriptors(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return what the codes of a picture's keypoints are the signs of, shape (n, 128).

    Only for measuring ``_MEDIANS`` (``benchmarks/feature_medians.py``).
    """
    return _rotated(_keypoints(_searched(halved(pixels)), STORED_KEYPOINTS)[1])


def query_features(pixels: NDArray[np.uint8], *, limit: int = QUERY_KEYPOINTS) -> QueryLocal:
    """Return the keypoints of a picture that is asked about, mirrored and as a negative too."""
    upright, descriptors = _found(pixels, limit)
    negative = replace(
        upright,
        codes=_codes(_rotated(descriptors[:, _NEGATIVE_ORDER])),
        angles=np.mod(upright.angles + np.float32(180), np.float32(360)),
    )
    return QueryLocal(upright, mirrored_features(upright), negative)


def negative_query(local: QueryLocal) -> QueryLocal | None:
    """Return the keypoints as the picture with its colours inverted has them, if they are known."""
    if local.negative is None:
        return None
    return QueryLocal(local.negative, mirrored_features(local.negative), local.upright)


def mirrored_features(features: LocalFeatures) -> LocalFeatures:
    """Return the keypoints as the mirror image has them; exact, and nothing is computed again.

    Mirroring leaves 64 bits of a code as they are and turns the others over: see ``_rotated``.
    """
    points = features.points.copy()
    points[:, 0] = np.float32(features.width - 1) - points[:, 0]
    return replace(
        features,
        codes=features.codes ^ _MIRROR_MASK,
        points=points,
        angles=np.mod(np.float32(540) - features.angles, np.float32(360)),
    )


def code_distances(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Count the differing bits of every code of ``a`` and every code of ``b``.

    Args:
        a, b: shapes (n, 16) and (m, 16), uint8.

    Returns:
        Shape (n, m), uint8, 0 to 128.
    """
    first = np.ascontiguousarray(a).view(np.uint64)
    second = np.ascontiguousarray(b).view(np.uint64)
    distances = np.asarray(np.bitwise_count(first[:, None, 0] ^ second[None, :, 0]), dtype=np.uint8)
    distances += np.bitwise_count(first[:, None, 1] ^ second[None, :, 1])
    return distances


def working_frame(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the picture at the size keypoints are taken at, same channels."""
    pixels = halved(pixels)
    return _resized(pixels, _frame_size(*pixels.shape[1::-1]))


def _frame_size(width: int, height: int) -> tuple[int, int]:
    factor = min(WORKING_SIDE / max(height, width), _MOST_ENLARGED)
    return max(1, round(width * factor)), max(1, round(height * factor))


def _resized(pixels: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    if (pixels.shape[1], pixels.shape[0]) == size:
        return np.ascontiguousarray(pixels)
    way = cv2.INTER_AREA if size[0] < pixels.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, size, interpolation=way), dtype=np.uint8)


_HEADER = struct.Struct("<BxHHH")
_GEOMETRY_BYTES = 6
_ANGLE_STEPS = 4_096
_ANGLE_SHIFTS = np.array([8, 4, 0], dtype=np.uint16)


def _found(pixels: NDArray[np.uint8], limit: int) -> tuple[LocalFeatures, NDArray[np.float32]]:
    """Return the keypoints and their descriptors, shape (n, 128)."""
    pixels = halved(pixels)
    width, height = _frame_size(*pixels.shape[1::-1])
    grey = _searched(pixels)
    chosen, descriptors = _keypoints(grey, limit)
    found = np.array([(*k.pt, k.size, k.angle) for k in chosen], dtype=np.float32).reshape(-1, 4)
    # Pixels are squares and their places are those of their middles, hence the halves.
    factors = np.array([width / grey.shape[1], height / grey.shape[0]], dtype=np.float32)
    features = LocalFeatures(
        width,
        height,
        _codes(_rotated(descriptors)),
        (found[:, :2] + np.float32(0.5)) * factors - np.float32(0.5),
        found[:, 2] * np.float32(factors.mean()),
        found[:, 3].copy(),
        _graphic(grey, found[:, :2]),
    )
    return features, descriptors


def _searched(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the grey picture that keypoints are looked for in."""
    small = np.ascontiguousarray(pixels)
    width, height = _frame_size(small.shape[1], small.shape[0])
    factor = min(1.0, _SEARCHED_SIDE / max(width, height))
    size = max(1, round(width * factor)), max(1, round(height * factor))
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    # Before it is made smaller, so that the means of pixels fall between the few steps there were.
    return _resized(_stretched(grey), size)


def _stretched(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a dark, pale or foggy picture with more contrast; others as they are.

    What counts as a keypoint is a step of so many levels of 255, of which such a picture has none.
    A negative stays the exact negative.

    Own measurement, 6 photographs with their brightness at a tenth, as JPEG, asked for with copies
    like that: 0 to 34 keypoints agreed before, 61 to 146 with this.
    """
    counts = np.cumsum(np.bincount(grey.ravel(), minlength=256))
    low, high = np.searchsorted(counts, (0.01 * grey.size, 0.99 * grey.size))
    span = int(high - low)
    if not _LEAST_SPAN <= span < _WANTED_SPAN:
        return grey
    gain = min(_WANTED_SPAN / span, _MOST_GAIN)
    levels = (np.arange(256) - (low + high) / 2) * gain + 127.5
    table = np.clip(np.rint(levels), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(grey, table), dtype=np.uint8)


def _keypoints(
    grey: NDArray[np.uint8], limit: int
) -> tuple[Sequence[cv2.KeyPoint], NDArray[np.float32]]:
    """Return the chosen keypoints of a working frame and their descriptors, shape (n, 128)."""
    nothing = np.empty((0, 128), dtype=np.float32)
    height, width = grey.shape
    if min(height, width) < _SMALLEST_SIDE:
        return (), nothing
    sift = _sift()
    found = sift.detect(grey)
    chosen = [found[i] for i in _spread(found, width, height, limit)]
    if not chosen:
        return (), nothing
    kept, descriptors = sift.compute(grey, chosen)
    return kept, np.asarray(descriptors, dtype=np.float32)


def _sift() -> cv2.SIFT:
    """Return the detector; the precise way of enlarging keeps it equal under mirroring."""
    return cv2.SIFT.create(contrastThreshold=_CONTRAST, enable_precise_upscale=True)


def _spread(
    keypoints: Sequence[cv2.KeyPoint], width: int, height: int, limit: int
) -> NDArray[np.intp]:
    """Choose the strongest keypoints of each cell in turns, so that every part has its own.

    A place is taken with its second and third direction only where there is room: that alone brings
    30 places found again under large letters to 52.
    """
    if not keypoints:
        return np.empty(0, dtype=np.intp)
    places = np.array([(*k.pt, k.size) for k in keypoints])
    response = np.array([k.response for k in keypoints])
    column = np.clip((places[:, 0] * _GRID / width).astype(int), 0, _GRID - 1)
    row = np.clip((places[:, 1] * _GRID / height).astype(int), 0, _GRID - 1)
    cell = row * _GRID + column
    order = np.lexsort((-response, cell))
    starts = np.searchsorted(cell[order], np.arange(_GRID * _GRID))
    rank = np.empty(len(keypoints), dtype=int)
    rank[order] = np.arange(len(keypoints)) - starts[cell[order]]
    first = np.unique(np.rint(places * (4, 4, 8)), axis=0, return_index=True)[1]
    again = np.ones(len(keypoints), dtype=np.bool_)
    again[first] = False
    return np.lexsort((-response, rank, again))[:limit]


def _hadamard(size: int) -> NDArray[np.float32]:
    """Return the Sylvester-Hadamard matrix of a power of two, scaled to a rotation."""
    matrix = np.ones((1, 1), dtype=np.float32)
    while len(matrix) < size:
        matrix = np.block([[matrix, matrix], [matrix, -matrix]])
    return np.asarray(matrix / np.sqrt(size), dtype=np.float32)


def _mirror_order() -> NDArray[np.intp]:
    """Return where each of the 128 numbers of a descriptor lies in the mirror image's.

    OpenCV lays them out as 4 rows x 4 columns x 8 directions, the rows across the keypoint's own
    direction; mirroring turns the rows and the sense of the directions round.
    """
    numbers = np.arange(128).reshape(4, 4, 8)[::-1, :, :]
    return numbers[:, :, (-np.arange(8)) % 8].reshape(128)


def _fixed_signs(name: bytes, count: int) -> NDArray[np.float32]:
    bits = np.unpackbits(np.frombuffer(hashlib.sha256(name).digest(), dtype=np.uint8))[:count]
    return (1.0 - 2.0 * bits).astype(np.float32)


def _projection() -> NDArray[np.float32]:
    """Return the rotation of a root-SIFT descriptor, shape (128, 128); see ``_rotated``."""
    other = _mirror_order()
    pairs = [(i, int(other[i])) for i in range(128) if i < other[i]]
    same = np.zeros((64, 128), dtype=np.float32)
    turned = np.zeros((64, 128), dtype=np.float32)
    for row, (i, j) in enumerate(pairs):
        same[row, i] = same[row, j] = turned[row, i] = np.sqrt(0.5)
        turned[row, j] = -np.sqrt(0.5)
    mixed = _hadamard(64)
    first = mixed @ (_fixed_signs(b"bayyina sift same", 64)[:, None] * same)
    second = mixed @ (_fixed_signs(b"bayyina sift turned", 64)[:, None] * turned)
    return np.concatenate([first, second]).astype(np.float32)


_PROJECTION = _projection()
# In a negative every slope runs the other way, so a keypoint's own direction does too: seen along
# it the rows and columns of its surroundings change ends, and the slopes stay as they are.
_NEGATIVE_ORDER = np.arange(128).reshape(4, 4, 8)[::-1, ::-1, :].reshape(128)
_MIRROR_MASK = np.array([0] * 8 + [255] * 8, dtype=np.uint8)
# The middle of the first 64 numbers of ``_rotated`` over the 274,585 keypoints of 742 photographs,
# by ``./bayyina bench feature_medians``; those of the other 64 are nought, because mirroring a
# photograph changes their sign. Without them the codes of strangers come 16 bits closer.
# fmt: off
_MEDIANS = np.array([
    0.0059, -0.0531, 0.1468, 0.0784, 0.0312, -0.0478, -0.0558, -0.0981,
    -0.1239, -0.1191, -0.2704, -0.1046, -0.0703, -0.0688, -0.1129, 0.0093,
    0.0857, 0.0503, 0.2545, 0.0065, 0.1368, 0.0289, 0.0365, 0.1670,
    -0.0339, -0.0858, 0.0662, 0.0809, -0.1861, 0.1084, 0.0463, 0.0075,
    -0.0659, 0.0565, 0.0332, -0.0577, 0.0094, -0.0766, 0.1454, -0.0507,
    0.2051, 0.0235, 0.1697, -0.0984, 0.1142, 0.0215, 0.0929, 0.0489,
    -0.0161, -0.0654, 0.0348, 0.0433, 0.0050, 0.1776, 0.2002, -0.0150,
    -0.0234, -0.0646, -0.1322, 0.0343, 0.0238, 0.1474, 0.0353, -0.0267,
    *[0.0] * 64,
], dtype=np.float32)
# fmt: on


def _rotated(descriptors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return root-SIFT descriptors turned so that a mirror image changes only signs; (n, 128).

    A mirror image has the same descriptor with its numbers in another order, which swaps 64 pairs.
    So the rotation mixes the 64 sums of the pairs among themselves, and the 64 differences among
    themselves (a Hadamard matrix each, over fixed signs). In a mirror image the first 64 numbers
    are the same and the last 64 have the other sign, exactly: a stored picture can be asked about
    mirrored without its pixels.

    Own measurement, 60 photographs x 7 edits, 85,000 pairs of the same keypoint: at the distance
    that one pair of strangers in 10,000 reaches, 91 % of the same are nearer; with a Hadamard
    matrix over all 128 numbers 89 %, with a random rotation 88 %, with none 86 %, and with the 128
    numbers themselves, in 512 bytes, 95 %.
    """
    total = np.maximum(descriptors.sum(axis=1, keepdims=True), np.float32(1e-6))
    return np.asarray(np.sqrt(descriptors / total) @ _PROJECTION.T, dtype=np.float32)


def _codes(rotated: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return 128 bits of each, shape (n, 16): is the number above its median?"""
    return np.packbits(rotated > _MEDIANS, axis=1)


def _graphic(grey: NDArray[np.uint8], points: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Answer for each keypoint whether even ground of a common colour is next to it.

    Letters and icons stand on paper; the texture of a photograph does not, except at the edge of an
    overexposed sky.
    """
    if not len(points):
        return np.empty(0, dtype=np.bool_)
    beside = near_paper(paper(grey))
    column = np.clip(np.rint(points[:, 0]).astype(int), 0, grey.shape[1] - 1)
    row = np.clip(np.rint(points[:, 1]).astype(int), 0, grey.shape[0] - 1)
    return np.asarray(beside[row, column])
