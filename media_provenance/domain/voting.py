"""Near keypoints in, the stored pictures they speak for out: the shortlist before any comparison.

Every keypoint of a query speaks for the stored pictures that have a keypoint like it. Three things
keep the archive's own habits from crowding out the right picture: a keypoint that is near many
pictures' counts little (frames, logos, captions), so does one that stands on text or drawing, and
of a picture's keypoints only those count that would turn, enlarge and move the query alike.

Not a judgement: what is on the shortlist is compared in ``likeness.py``.

Method: inverted lists of binary codes with weak geometric consistency (H. Jégou, M. Douze and
C. Schmid, 2008), weights against bursts (the same, 2009), then the places themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.local_features import LocalFeatures

__all__ = ["VOTE_DISTANCE", "Neighbours", "Tally", "coarse_geometry", "tally"]

# Bits of 128 within which a stored keypoint may be the same as one of the query (pictures.md (b)).
VOTE_DISTANCE = 36
# The weight of a pair falls to 1/e where its distance has grown to this.
_DISTANCE_SCALE = 18.0
# Pictures whose keypoints are so many bits further away are as near as makes no difference.
_NEARLY = 6
# More than any distance of two codes and ``_NEARLY`` together.
_FARTHEST = 1_000
# What a keypoint on text or drawing counts, against one on the texture of a photograph.
_GRAPHIC_WEIGHT = 0.3
# Rotation is told in 16 steps, size in half octaves from -4 to 4 octaves.
_TURNS = 16
_SIZES = 16
# How many pictures' geometry is looked at, for each that may stay.
_LOOKED_AT = 12
# Pairs move a picture alike where they would put it within so many pixels of the working frame.
_ALIKE = 40.0


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The stored keypoints nearest to each keypoint of a query, the nearest first.

    Attributes:
        pictures: shape (q, k), int64; the index's number of the picture, -1 where there is none.
        keypoints: shape (q, k), int64; the place of the keypoint in that picture's features.
        distances: shape (q, k), int32; bits of 128.
        geometry: shape (q, k, 4), uint8; as ``coarse_geometry`` of the stored keypoints.
    """

    pictures: NDArray[np.int64]
    keypoints: NDArray[np.int64]
    distances: NDArray[np.int32]
    geometry: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """What the keypoints say of one stored picture.

    Attributes:
        picture: the index's number of it.
        votes: weight of the pairs that agree in rotation, size and place.
        pairs: those pairs, shape (n, 2), int32; place in the query's features, in the stored ones.
    """

    picture: int
    votes: float
    pairs: NDArray[np.int32]


def coarse_geometry(features: LocalFeatures) -> NDArray[np.uint8]:
    """Return the geometry of keypoints in 4 bytes each, shape (n, 4), uint8.

    x and y in steps of 2 pixels of the working frame; the size in sixteenths of an octave, with
    128 added on text and drawing; the direction in 256ths of a turn.
    """
    coarse = np.empty((len(features), 4), dtype=np.uint8)
    coarse[:, :2] = np.clip(np.rint(features.points / 2), 0, 255)
    sizes = np.rint(16 * np.log2(np.maximum(features.scales, 1)))
    coarse[:, 2] = np.clip(sizes, 0, 127) + 128 * features.graphic
    coarse[:, 3] = np.rint(features.angles * (256 / 360)).astype(np.int64) % 256
    return coarse


def tally(
    features: LocalFeatures, near: Neighbours, *, limit: int
) -> tuple[list[Tally], NDArray[np.float32]]:
    """Return the pictures that the most keypoints speak for, and how common each keypoint is.

    Args:
        features: the keypoints of the query, upright or mirrored.
        near: the stored ones nearest to each.
        limit: how many pictures at most.

    Returns:
        The most votes first; and for each keypoint of the query how many pictures have one as near
        as its nearest, or nearly, as a share of the neighbours that were asked for: 0 where there
        is none, 1 where all are.
    """
    asked, rank = np.nonzero((near.pictures >= 0) & (near.distances <= VOTE_DISTANCE))
    common = np.zeros(len(features), dtype=np.float32)
    if not asked.size:
        return [], common
    pairs = _Pairs.of(asked, rank, near).nearest_of_each()
    alike = _alike_in_distance(pairs)
    nearest = _nearest(pairs)
    common[pairs.asked[nearest]] = alike[nearest] / near.pictures.shape[1]
    weights = np.exp(-((pairs.distances / _DISTANCE_SCALE) ** 2)) / alike
    weights *= np.where(features.graphic[pairs.asked], _GRAPHIC_WEIGHT, 1.0)
    pictures, which = np.unique(pairs.pictures, return_inverse=True)
    total = np.bincount(which, weights)
    likeliest = np.argsort(-total, kind="stable")[: limit * _LOOKED_AT]
    place = np.full(len(pictures), -1)
    place[likeliest] = np.arange(len(likeliest))
    in_reach = place[which] >= 0
    pairs, weights = pairs.at(in_reach), weights[in_reach]
    return _consistent(
        coarse_geometry(features), pairs, weights, place[which][in_reach], limit
    ), common


def _alike_in_distance(pairs: _Pairs) -> NDArray[np.int64]:
    """Count, for each pair, the pictures that are as near to the query's keypoint, or nearly.

    Where many are, the keypoint tells none of them from the others: it recurs in the archive, or
    its neighbours are near by chance.
    """
    place = pairs.asked * _FARTHEST + pairs.distances
    order = np.sort(place)
    upto = np.searchsorted(order, place + _NEARLY, side="right")
    return np.asarray(upto - np.searchsorted(order, pairs.asked * _FARTHEST))


def _nearest(pairs: _Pairs) -> NDArray[np.bool_]:
    """Tell for each pair whether no other of the same keypoint of the query is nearer."""
    least = np.full(int(pairs.asked.max()) + 1, _FARTHEST)
    np.minimum.at(least, pairs.asked, pairs.distances)
    return np.asarray(pairs.distances == least[pairs.asked])


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Pairs of keypoints, one a row: the query's, the stored one's picture and place in it."""

    asked: NDArray[np.intp]
    pictures: NDArray[np.int64]
    keypoints: NDArray[np.int64]
    distances: NDArray[np.int32]
    geometry: NDArray[np.uint8]

    @classmethod
    def of(cls, asked: NDArray[np.intp], rank: NDArray[np.intp], near: Neighbours) -> _Pairs:
        return cls(
            asked,
            near.pictures[asked, rank],
            near.keypoints[asked, rank],
            near.distances[asked, rank],
            near.geometry[asked, rank],
        )

    def at(self, kept: NDArray[np.bool_] | NDArray[np.intp]) -> _Pairs:
        return _Pairs(
            self.asked[kept],
            self.pictures[kept],
            self.keypoints[kept],
            self.distances[kept],
            self.geometry[kept],
        )

    def nearest_of_each(self) -> _Pairs:
        """Keep one pair for a keypoint and a picture: repeated texture must not speak twice."""
        order = np.lexsort((self.distances, self.pictures, self.asked))
        sorted_ = self.at(order)
        first = np.ones(len(order), dtype=np.bool_)
        first[1:] = (np.diff(sorted_.asked) != 0) | (np.diff(sorted_.pictures) != 0)
        one_way = sorted_.at(first)
        order = np.lexsort((one_way.distances, one_way.keypoints, one_way.pictures))
        sorted_ = one_way.at(order)
        first = np.ones(len(order), dtype=np.bool_)
        first[1:] = (np.diff(sorted_.pictures) != 0) | (np.diff(sorted_.keypoints) != 0)
        return sorted_.at(first)


def _consistent(
    asked_geometry: NDArray[np.uint8],
    pairs: _Pairs,
    weights: NDArray[np.float64],
    place: NDArray[np.intp],
    limit: int,
) -> list[Tally]:
    """Count what agrees in rotation and size, then in place; return the best."""
    asked = asked_geometry[pairs.asked].astype(np.int64)
    stored = pairs.geometry.astype(np.int64)
    turn = (stored[:, 3] - asked[:, 3]) % 256
    size = (stored[:, 2] & 127) - (asked[:, 2] & 127)
    turns = turn * _TURNS // 256
    sizes = np.clip(size // 8 + _SIZES // 2, 0, _SIZES - 1)
    count = int(place.max()) + 1
    cells = np.bincount(
        (place * _TURNS + turns) * _SIZES + sizes, weights, minlength=count * _TURNS * _SIZES
    ).reshape(count, _TURNS, _SIZES)
    # Two neighbouring cells each way, so that nothing is lost at their borders.
    cells = cells + np.roll(cells, -1, axis=1)
    cells[:, :, :-1] += cells[:, :, 1:]
    flat = cells.reshape(count, -1)
    best = flat.argmax(axis=1)
    likeliest = np.argsort(-flat[np.arange(count), best], kind="stable")[: 2 * limit]
    best_turn, best_size = best // _SIZES, best % _SIZES
    agrees = (((turns - best_turn[place]) % _TURNS) <= 1) & (
        (sizes - best_size[place] == 0) | (sizes - best_size[place] == 1)
    )
    tallies = []
    for number in likeliest:
        mine = np.flatnonzero(agrees & (place == number))
        if mine.size:
            moved = _moved(asked[mine], stored[mine], turn[mine], size[mine])
            kept, votes = _alike(moved, weights[mine])
            chosen = mine[kept]
            tallies.append(
                Tally(
                    int(pairs.pictures[chosen[0]]),
                    votes,
                    np.stack([pairs.asked[chosen], pairs.keypoints[chosen]], axis=1).astype(
                        np.int32
                    ),
                )
            )
    tallies.sort(key=lambda one: (-one.votes, one.picture))
    return tallies[:limit]


def _moved(
    asked: NDArray[np.int64],
    stored: NDArray[np.int64],
    turn: NDArray[np.int64],
    size: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return where each pair alone would put the middle of the query's frame, shape (n, 2)."""
    angle = turn * (2 * np.pi / 256)
    scale = np.exp2(size / 16)
    from_middle = _MIDDLE - asked[:, :2] * 2.0
    cos, sin = np.cos(angle) * scale, np.sin(angle) * scale
    x = stored[:, 0] * 2.0 + cos * from_middle[:, 0] - sin * from_middle[:, 1]
    y = stored[:, 1] * 2.0 + sin * from_middle[:, 0] + cos * from_middle[:, 1]
    return np.stack([x, y], axis=1)


# Errors of angle and size grow with the distance from the keypoint; from the middle they are least.
_MIDDLE = 240.0


def _alike(
    moved: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], float]:
    """Return the pairs around the one most others agree with, and their weight."""
    apart = np.abs(moved[:, None, :] - moved[None, :, :]).max(axis=2)
    near = apart <= _ALIKE
    agreeing = near @ weights
    centre = int(agreeing.argmax())
    return near[centre], float(agreeing[centre])
