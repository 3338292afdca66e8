"""Which stored pictures keypoints speak for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from media_provenance.domain.local_features import LocalFeatures
from media_provenance.domain.voting import VOTE_DISTANCE, Neighbours, coarse_geometry, tally
from tests.unit.media_provenance.described_pictures import described

FEATURES = described(1, keypoints=80).local
COUNT = len(FEATURES)
NEAR = 8


def turned(
    features: LocalFeatures, *, degrees: float, scale: float, shift: tuple[float, float]
) -> LocalFeatures:
    """The same keypoints as a turned, enlarged and moved picture has them; clockwise."""
    angle = np.deg2rad(degrees)
    matrix = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return replace(
        features,
        points=(features.points @ matrix.T + shift).astype(np.float32),
        scales=(features.scales * scale).astype(np.float32),
        angles=((features.angles + degrees) % 360).astype(np.float32),
    )


def neighbours() -> Neighbours:
    """Nobody is near anything yet."""
    return Neighbours(
        np.full((COUNT, NEAR), -1, dtype=np.int64),
        np.zeros((COUNT, NEAR), dtype=np.int64),
        np.full((COUNT, NEAR), 200, dtype=np.int32),
        np.zeros((COUNT, NEAR, 4), dtype=np.uint8),
    )


def let_near(
    near: Neighbours,
    picture: int,
    stored: LocalFeatures,
    *,
    rank: int,
    distance: int,
    asked: slice | NDArray[np.intp] = slice(None),
) -> None:
    """Let a picture have the keypoint of the same number near each of these of the query."""
    near.pictures[asked, rank] = picture
    near.keypoints[asked, rank] = np.arange(COUNT)[asked]
    near.distances[asked, rank] = distance
    near.geometry[asked, rank] = coarse_geometry(stored)[asked]


def scattered(seed: int) -> LocalFeatures:
    """Keypoints that lie like nothing in the query."""
    other = described(seed, keypoints=COUNT).local
    return replace(other, codes=FEATURES.codes)


def test_a_picture_whose_keypoints_lie_alike_is_first() -> None:
    near = neighbours()
    let_near(near, 1, scattered(7), rank=0, distance=10)
    let_near(near, 2, FEATURES, rank=1, distance=12, asked=slice(0, 30))

    tallies, _ = tally(FEATURES, near, limit=5)

    assert tallies[0].picture == 2
    assert len(tallies[0].pairs) == 30


@pytest.mark.parametrize(
    ("degrees", "scale", "shift"),
    [
        (0.0, 1.0, (0.0, 0.0)),
        (90.0, 1.0, (360.0, 0.0)),
        (15.0, 0.5, (120.0, 40.0)),
        (-37.0, 0.7, (20.0, 180.0)),
        (180.0, 0.4, (400.0, 300.0)),
        (359.0, 1.0, (0.0, 5.0)),
    ],
)
def test_a_turned_enlarged_or_moved_picture_agrees_whole(
    degrees: float, scale: float, shift: tuple[float, float]
) -> None:
    near = neighbours()
    stored = turned(FEATURES, degrees=degrees, scale=scale, shift=shift)
    let_near(near, 3, stored, rank=0, distance=9)

    (only,), _ = tally(FEATURES, near, limit=5)

    # What left the frame, or is smaller than a pixel, has no place to agree in.
    assert len(only.pairs) >= 0.7 * COUNT


def test_keypoints_that_many_pictures_have_count_little() -> None:
    frame, photograph = slice(0, 60), slice(60, 75)
    near = neighbours()
    for rank in range(NEAR):
        let_near(near, 10 + rank, FEATURES, rank=rank, distance=0, asked=frame)
    let_near(near, 99, FEATURES, rank=0, distance=8, asked=photograph)

    tallies, common = tally(FEATURES, near, limit=20)

    assert tallies[0].picture == 99
    assert np.all(common[frame] == 1)
    assert np.all(common[photograph] == np.float32(1 / NEAR))
    assert np.all(common[75:] == 0)


def test_a_family_of_copies_is_proposed_whole() -> None:
    near = neighbours()
    for rank in range(NEAR):
        let_near(near, rank, FEATURES, rank=rank, distance=5)

    tallies, _ = tally(FEATURES, near, limit=20)

    assert sorted(one.picture for one in tallies) == list(range(NEAR))


def test_neighbours_by_chance_are_worth_less_than_one_that_stands_out() -> None:
    near = neighbours()
    let_near(near, 1, FEATURES, rank=0, distance=14, asked=slice(0, 10))
    for rank in range(1, NEAR):
        let_near(near, 1 + rank, FEATURES, rank=rank, distance=30, asked=slice(0, 30))

    tallies, _ = tally(FEATURES, near, limit=20)

    assert tallies[0].picture == 1


def test_keypoints_on_text_count_less() -> None:
    near = neighbours()
    let_near(near, 1, FEATURES, rank=0, distance=8, asked=slice(0, 30))
    let_near(near, 2, FEATURES, rank=0, distance=8, asked=slice(30, 50))
    lettering = np.zeros(COUNT, dtype=np.bool_)
    lettering[:30] = True

    tallies, _ = tally(replace(FEATURES, graphic=lettering), near, limit=5)

    assert [one.picture for one in tallies] == [2, 1]


def test_repeated_texture_speaks_once_for_a_keypoint_and_for_a_stored_one() -> None:
    near = neighbours()
    for rank in range(NEAR):
        let_near(near, 1, FEATURES, rank=rank, distance=rank)
    near.keypoints[:40] = 3

    (only,), _ = tally(FEATURES, near, limit=5)

    assert len(set(only.pairs[:, 0])) == len(only.pairs)
    assert len(set(only.pairs[:, 1])) == len(only.pairs)


@pytest.mark.parametrize(("distance", "count"), [(VOTE_DISTANCE, 1), (VOTE_DISTANCE + 1, 0)])
def test_the_distance_of_a_vote_is_bounded(distance: int, count: int) -> None:
    near = neighbours()
    let_near(near, 1, FEATURES, rank=0, distance=distance)

    tallies, _ = tally(FEATURES, near, limit=5)

    assert len(tallies) == count


def test_the_shortlist_is_no_longer_than_was_asked_for() -> None:
    near = neighbours()
    for rank in range(NEAR):
        let_near(near, rank, FEATURES, rank=rank, distance=5)

    tallies, _ = tally(FEATURES, near, limit=3)

    assert len(tallies) == 3


def test_no_keypoints_speak_for_nothing() -> None:
    nothing = described(1, keypoints=0).local
    near = Neighbours(
        np.empty((0, NEAR), dtype=np.int64),
        np.empty((0, NEAR), dtype=np.int64),
        np.empty((0, NEAR), dtype=np.int32),
        np.empty((0, NEAR, 4), dtype=np.uint8),
    )

    tallies, common = tally(nothing, near, limit=5)

    assert (tallies, common.shape) == ([], (0,))


def test_coarse_geometry_keeps_place_size_direction_and_what_it_stands_on() -> None:
    features = replace(
        described(1, keypoints=2).local,
        points=np.array([[0, 0], [479, 358]], dtype=np.float32),
        scales=np.array([2, 32], dtype=np.float32),
        angles=np.array([90, 359.9], dtype=np.float32),
        graphic=np.array([True, False]),
    )

    assert coarse_geometry(features).tolist() == [[0, 0, 128 + 16, 64], [240, 179, 80, 0]]
