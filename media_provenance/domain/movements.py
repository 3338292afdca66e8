"""From two sets of keypoints to the one movement that carries many of them onto each other.

A keypoint has a place, a size and an angle, so one matched pair already says how a whole picture
would have been scaled, turned and moved. Every good pair is asked, and the movement that most other
pairs agree with wins: nothing is drawn at random, so the same pictures always give the same answer.
What the agreement is worth is ``likeness.py``; whether the pixels agree is ``alignment.py``; frames
are those of ``geometry.py``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from media_provenance.domain.geometry import (
    LARGEST_SCALE,
    LEAST_SCALE,
    Floats,
    Points,
    is_plausible,
    moved,
    whole_matrix,
)
from media_provenance.domain.local_features import LocalFeatures, code_distances

__all__ = ["Movement", "Pairs", "find_movement", "nearest_pairs", "spread_inliers"]

Indices = NDArray[np.intp]

# Bits of 128 within which two codes can show the same spot: the radius of the vote in the index.
PAIR_DISTANCE = 36
# A pair near the place where the movement puts it may be worse: it has no rivals any more.
GUIDED_DISTANCE = 48
# Pixels of a 480 px frame. The first, rough look trusts one keypoint's own size and angle, which
# are good to about a tenth; the second has the whole movement.
_ROUGH_PIXELS = 16.0
_CLOSE_PIXELS = 5.0
# Inliers that stand in one square of this side count once: a fence is not ten witnesses.
_INLIER_CELL = 12
_HYPOTHESES = 120
# Of 145 pairs of different photographs in one app frame at most 0.40 of the inliers stood on the
# photographs, and 0.18 of the keypoints there were inliers; of 607 copies after 38 kinds of edits
# 0.44 or more did. Where there are few keypoints on photographs, nothing is said.
_OF_DRAWING, _OF_PHOTOGRAPHS, _ENOUGH_TO_TELL = 0.42, 0.2, 30
# Fewer witnesses than this are nothing, whatever the pixels would say.
LEAST_WITNESSES = 5


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Keypoints of the query and of the stored picture that may show the same spot.

    Attributes:
        query, stored: shape (n,), indices into the two sets of keypoints.
        distances: shape (n,), differing bits of 128.
    """

    query: Indices
    stored: Indices
    distances: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.query)


@dataclass(frozen=True, slots=True, eq=False)
class Movement:
    """How the query lies on the stored picture, and the pairs that say so.

    Attributes:
        homography: (3, 3), query frame to stored frame.
        pairs: the inliers, no keypoint of either picture twice.
        residuals: shape (n,), pixels of the smaller of the two scales between where an inlier is
            and where the homography puts it.
        inliers: inliers counted once per 12 px square of both pictures.
        photographic: the same count over inliers that stand on the texture of a photograph in both
            pictures, not on letters, icons or other drawing.
        witnesses: the same count over the pairs that were each other's nearest in the whole
            pictures, before anything was known of the movement: those can contradict chance.
    """

    homography: Floats
    pairs: Pairs
    residuals: Floats
    inliers: int
    photographic: int
    witnesses: int


def nearest_pairs(distances: NDArray[np.integer], *, within: int = PAIR_DISTANCE) -> Pairs:
    """Pair the keypoints that are each other's nearest, and near misses of it.

    Args:
        distances: shape (queries, stored), differing bits of 128.
        within: the largest distance of a pair.

    Returns:
        Pairs that are nearest for at least one side and at most 4 bits worse than the nearest of
        the other: in a repeating pattern the true partner is often a close second.
    """
    if distances.size == 0:
        nothing = np.empty(0, np.intp)
        return Pairs(nothing, nothing, np.empty(0, np.int32))
    best_stored = distances.argmin(axis=1)
    best_query = distances.argmin(axis=0)
    least_of_query = distances[np.arange(len(best_stored)), best_stored].astype(np.int32)
    least_of_stored = distances[best_query, np.arange(len(best_query))].astype(np.int32)
    forwards = np.flatnonzero(
        (least_of_query <= within) & (least_of_query <= least_of_stored[best_stored] + 4)
    )
    backwards = np.flatnonzero(
        (least_of_stored <= within)
        & (least_of_stored <= least_of_query[best_query] + 4)
        & (best_stored[best_query] != np.arange(len(best_query)))
    )
    return Pairs(
        query=np.concatenate([forwards, best_query[backwards]]),
        stored=np.concatenate([best_stored[forwards], backwards]),
        distances=np.concatenate([least_of_query[forwards], least_of_stored[backwards]]),
    )


def spread_inliers(query_points: Points, stored_points: Points) -> int:
    """Count inliers once per square of 12 px, in the picture where they crowd more."""
    return min(
        len(np.unique(np.floor(points / _INLIER_CELL).astype(np.int32) @ np.array([10_000, 1])))
        if len(points)
        else 0
        for points in (query_points, stored_points)
    )


def find_movement(query: LocalFeatures, stored: LocalFeatures) -> Movement | None:
    """Find the movement that carries most keypoints of the query onto the stored picture's.

    Args:
        query: keypoints of the query as it is looked for: mirrored for a mirrored search. The
            homography is of that frame.
        stored: keypoints of the stored picture.

    Returns:
        None where no movement carries at least 5 pairs, or where what it carries is a frame, words
        or icons and leaves the photographs behind.

    Method: one pair gives a similarity from both keypoints' places, sizes and angles; the one with
    most agreeing pairs is refined to an affine map and a homography, with the pairs found anew near
    the predicted places each time.
    """
    if min(len(query.codes), len(stored.codes)) < 5:
        return None
    distances = code_distances(query.codes, stored.codes)
    pairs = nearest_pairs(distances)
    if len(pairs) < 5:
        return None
    similarity = _best_similarity(query, stored, pairs)
    if similarity is None:
        return None
    return _refined(query, stored, _Alike.of(distances), pairs, similarity)


def _similarities(query: LocalFeatures, stored: LocalFeatures, pairs: Pairs) -> Floats:
    """Return the similarity each pair stands for, as rows (a, b, tx, ty): x' = a x - b y + tx."""
    scale = stored.scales[pairs.stored].astype(np.float64) / query.scales[pairs.query]
    turn = np.deg2rad(
        stored.angles[pairs.stored].astype(np.float64)
        - query.angles[pairs.query].astype(np.float64)
    )
    a, b = scale * np.cos(turn), scale * np.sin(turn)
    start = query.points[pairs.query].astype(np.float64)
    end = stored.points[pairs.stored].astype(np.float64)
    return np.stack(
        [
            a,
            b,
            end[:, 0] - (a * start[:, 0] - b * start[:, 1]),
            end[:, 1] - (b * start[:, 0] + a * start[:, 1]),
        ],
        axis=1,
    )


def _best_similarity(query: LocalFeatures, stored: LocalFeatures, pairs: Pairs) -> Floats | None:
    every = _similarities(query, stored, pairs)
    scale = np.hypot(every[:, 0], every[:, 1])
    sound = np.flatnonzero((scale >= LEAST_SCALE) & (scale <= LARGEST_SCALE))
    if len(sound) < 5:
        return None
    asked = sound[np.argsort(pairs.distances[sound], kind="stable")[:_HYPOTHESES]]
    start = query.points[pairs.query].astype(np.float32)
    end = stored.points[pairs.stored].astype(np.float32)
    hypotheses = every[asked].astype(np.float32)
    a, b = hypotheses[:, :1], hypotheses[:, 1:2]
    off_x = a * start[:, 0] - b * start[:, 1] + hypotheses[:, 2:3] - end[:, 0]
    off_y = b * start[:, 0] + a * start[:, 1] + hypotheses[:, 3:4] - end[:, 1]
    # The same error counts for less where the query is enlarged onto the stored picture.
    reach = _ROUGH_PIXELS * np.maximum(1.0, scale[asked].astype(np.float32))[:, None]
    log_scale = np.log(scale).astype(np.float32)
    turn = np.arctan2(every[:, 1], every[:, 0]).astype(np.float32)
    turned = np.abs((turn[None, :] - turn[asked][:, None] + math.pi) % (2 * math.pi) - math.pi)
    agrees = (
        (off_x * off_x + off_y * off_y <= reach * reach)
        & (np.abs(log_scale[None, :] - log_scale[asked][:, None]) < 0.7)
        & (turned < 0.6)
    )
    # A keypoint in several pairs is one witness.
    counts = agrees.sum(axis=1)
    best = int(counts.argmax())
    if counts[best] < 4:
        return None
    chosen = np.flatnonzero(agrees[best])
    fitted = _fitted_similarity(start[chosen], end[chosen])
    return fitted if fitted is not None else _as_matrix(every[asked[best]])


def _as_matrix(row: Floats) -> Floats:
    a, b, x, y = row
    return np.array([[a, -b, x], [b, a, y], [0.0, 0.0, 1.0]])


def _fitted_similarity(start: Points, end: Points) -> Floats | None:
    matrix, _ = cv2.estimateAffinePartial2D(
        start, end, method=cv2.RANSAC, ransacReprojThreshold=_CLOSE_PIXELS, maxIters=200
    )
    return whole_matrix(matrix)


def _scale_of(homography: Floats, points: Points) -> float:
    """Return how much a homography enlarges at the middle of some points."""
    middle = points.mean(axis=0)
    around = moved(homography, middle + np.array([[0, 0], [1, 0], [0, 1]]))
    across, down = around[1] - around[0], around[2] - around[0]
    return float(abs(across[0] * down[1] - across[1] * down[0]) ** 0.5)


@dataclass(frozen=True, slots=True, eq=False)
class _Alike:
    """Every pair of keypoints whose codes are near enough to be guided to one another."""

    query: Indices
    stored: Indices
    distances: NDArray[np.int32]

    @classmethod
    def of(cls, distances: NDArray[np.integer]) -> _Alike:
        query, stored = np.divmod(np.flatnonzero(distances <= GUIDED_DISTANCE), distances.shape[1])
        return cls(query, stored, distances[query, stored].astype(np.int32))


def _guided(
    query: LocalFeatures, stored: LocalFeatures, alike: _Alike, homography: Floats, reach: float
) -> Pairs:
    """Pair each keypoint with the likest one near where the homography puts it, one to one."""
    predicted = moved(homography, query.points).astype(np.float32)
    off = predicted[alike.query] - stored.points[alike.stored]
    squared = off[:, 0] ** 2 + off[:, 1] ** 2
    near = np.flatnonzero(squared <= reach * reach)
    cost = alike.distances[near] + np.sqrt(squared[near]) * (8.0 / reach)
    near = near[np.argsort(cost, kind="stable")]
    near = near[_firsts(alike.query[near])]
    near = near[_firsts(alike.stored[near])]
    return Pairs(alike.query[near], alike.stored[near], alike.distances[near])


def _firsts(values: Indices) -> Indices:
    """Return where each value stands first, in the order in which they stand."""
    _, first = np.unique(values, return_index=True)
    return np.sort(first)


def _refined(
    query: LocalFeatures,
    stored: LocalFeatures,
    alike: _Alike,
    nearest: Pairs,
    homography: Floats,
) -> Movement | None:
    query_size = (query.width, query.height)
    stored_size = (stored.width, stored.height)
    best: Movement | None = None
    for model, pixels in (("affine", 12.0), ("homography", 8.0), ("homography", 4.0)):
        scale = max(1.0, _scale_of(homography, query.points))
        pairs = _guided(query, stored, alike, homography, pixels * scale)
        if len(pairs) < 5:
            return best
        start = query.points[pairs.query].astype(np.float64)
        end = stored.points[pairs.stored].astype(np.float64)
        fitted = _fitted(start, end, model, 3.0 * scale)
        if fitted is None or not is_plausible(fitted, query_size, stored_size):
            return best
        off = np.linalg.norm(moved(fitted, start) - end, axis=1)
        inside = off <= 3.0 * scale
        if inside.sum() < 5:
            return best
        kept = Pairs(pairs.query[inside], pairs.stored[inside], pairs.distances[inside])
        best = Movement(
            homography=fitted,
            pairs=kept,
            residuals=off[inside] / scale,
            inliers=spread_inliers(start[inside], end[inside]),
            photographic=_photographic(query, stored, kept),
            witnesses=_witnesses(query, stored, nearest, fitted, 4.0 * scale),
        )
        if best.witnesses < LEAST_WITNESSES or _only_drawing(query, stored, best):
            return None
        homography = fitted
    return best


def _only_drawing(query: LocalFeatures, stored: LocalFeatures, movement: Movement) -> bool:
    """Say whether a frame, words or icons lie on each other, and the photographs there do not."""
    if movement.photographic >= _OF_DRAWING * movement.inliers:
        return False
    there = moved(movement.homography, query.points)
    back = moved(np.asarray(np.linalg.inv(movement.homography)), stored.points)
    held = ~query.graphic & _within(there, stored)
    held_stored = ~stored.graphic & _within(back, query)
    expected = min(
        spread_inliers(query.points[held], there[held]),
        spread_inliers(back[held_stored], stored.points[held_stored]),
    )
    return expected >= _ENOUGH_TO_TELL and movement.photographic < _OF_PHOTOGRAPHS * expected


def _within(points: Points, frame: LocalFeatures) -> NDArray[np.bool_]:
    return np.asarray(((points >= 0) & (points < (frame.width, frame.height))).all(axis=1))


def _photographic(query: LocalFeatures, stored: LocalFeatures, pairs: Pairs) -> int:
    held = ~(query.graphic[pairs.query] | stored.graphic[pairs.stored])
    return spread_inliers(query.points[pairs.query[held]], stored.points[pairs.stored[held]])


def _witnesses(
    query: LocalFeatures, stored: LocalFeatures, pairs: Pairs, homography: Floats, reach: float
) -> int:
    start, end = query.points[pairs.query], stored.points[pairs.stored]
    held = np.linalg.norm(moved(homography, start) - end, axis=1) <= reach
    return spread_inliers(start[held], end[held])


def _fitted(start: Floats, end: Floats, model: str, pixels: float) -> Floats | None:
    if model == "homography" and len(start) >= 12:
        matrix, _ = cv2.findHomography(
            start, end, method=cv2.USAC_MAGSAC, ransacReprojThreshold=pixels, maxIters=500
        )
        return whole_matrix(matrix)
    matrix, _ = cv2.estimateAffine2D(
        start, end, method=cv2.USAC_MAGSAC, ransacReprojThreshold=pixels, maxIters=500
    )
    return whole_matrix(matrix)
