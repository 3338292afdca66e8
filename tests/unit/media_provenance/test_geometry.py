"""From keypoints that may be the same to one movement, or none."""

from __future__ import annotations

import numpy as np
import pytest

from media_provenance.domain.geometry import (
    area,
    corners,
    is_plausible,
    mirrored_frame,
    moved,
    overlap,
    whole_matrix,
)
from media_provenance.domain.local_features import LocalFeatures
from media_provenance.domain.movements import find_movement, nearest_pairs, spread_inliers

SIZE = (480, 360)


def keypoints(seed: int, count: int = 80) -> LocalFeatures:
    random = np.random.default_rng(seed)
    return LocalFeatures(
        *SIZE,
        random.integers(0, 256, (count, 16), dtype=np.uint8),
        (random.random((count, 2)) * [479, 359]).astype(np.float32),
        random.uniform(4, 12, count).astype(np.float32),
        random.uniform(0, 360, count).astype(np.float32),
        np.zeros(count, dtype=np.bool_),
    )


def carried(
    features: LocalFeatures, scale: float, turn: float, x: float, y: float
) -> LocalFeatures:
    """Return what another picture shows of the same spots, scaled, turned and moved."""
    cosine, sine = np.cos(np.deg2rad(turn)) * scale, np.sin(np.deg2rad(turn)) * scale
    movement = np.array([[cosine, -sine, x], [sine, cosine, y], [0, 0, 1.0]])
    return LocalFeatures(
        *SIZE,
        features.codes,
        moved(movement, features.points).astype(np.float32),
        features.scales * np.float32(scale),
        np.mod(features.angles + np.float32(turn), np.float32(360)),
        features.graphic,
    )


def scaled(across: float, down: float) -> np.ndarray:
    return np.diag([across, down, 1.0])


def test_the_movement_that_carries_the_keypoints_is_found() -> None:
    query = keypoints(1)
    stored = carried(query, 0.6, 20, 90, 10)

    found = find_movement(query, stored)

    assert found is not None
    assert found.witnesses > 50
    assert np.allclose(moved(found.homography, query.points), stored.points, atol=0.5)


def test_the_same_movement_is_found_every_time() -> None:
    query = keypoints(2)
    stored = carried(query, 1.4, -7, -60, 15)

    first, second = find_movement(query, stored), find_movement(query, stored)

    assert first is not None
    assert second is not None
    assert np.array_equal(first.homography, second.homography)


def test_keypoints_of_another_picture_have_no_movement() -> None:
    assert find_movement(keypoints(3), keypoints(4)) is None


def test_the_same_codes_in_other_places_have_no_movement() -> None:
    query, elsewhere = keypoints(5), keypoints(6)
    scattered = LocalFeatures(
        *SIZE,
        query.codes,
        elsewhere.points,
        elsewhere.scales,
        elsewhere.angles,
        query.graphic,
    )

    assert find_movement(query, scattered) is None


def test_a_picture_without_keypoints_has_no_movement() -> None:
    assert find_movement(keypoints(7), keypoints(7, count=0)) is None


def test_keypoints_on_drawing_are_inliers_but_not_photographic_ones() -> None:
    query = keypoints(8)
    drawn = LocalFeatures(
        *SIZE,
        query.codes,
        query.points,
        query.scales,
        query.angles,
        np.ones(len(query.points), dtype=np.bool_),
    )

    found = find_movement(query, drawn)

    assert found is not None
    assert found.inliers > 50
    assert found.photographic == 0


def test_pairs_are_nearest_for_one_side_and_nearly_so_for_the_other() -> None:
    distances = np.array([[10, 60], [12, 60], [70, 30]], dtype=np.uint8)

    pairs = nearest_pairs(distances)

    assert set(zip(pairs.query.tolist(), pairs.stored.tolist(), strict=True)) == {
        (0, 0),
        (1, 0),
        (2, 1),
    }


def test_pairs_further_apart_than_asked_for_are_left_out() -> None:
    assert len(nearest_pairs(np.array([[37]], dtype=np.uint8))) == 0
    assert len(nearest_pairs(np.array([[36]], dtype=np.uint8))) == 1
    assert len(nearest_pairs(np.empty((0, 5), dtype=np.uint8))) == 0


def test_inliers_in_one_square_count_once() -> None:
    crowded = np.array([[1.0, 1.0], [2.0, 3.0], [11.0, 11.0]])
    spread = np.array([[1.0, 1.0], [30.0, 3.0], [60.0, 11.0]])

    assert spread_inliers(spread, spread) == 3
    assert spread_inliers(crowded, spread) == 1
    assert spread_inliers(np.empty((0, 2)), np.empty((0, 2))) == 0


@pytest.mark.parametrize(
    "movement",
    [
        pytest.param(scaled(1, 1), id="as it is"),
        pytest.param(scaled(0.2, 0.2), id="a fifth of it"),
        pytest.param(scaled(1, 1.8), id="stretched"),
        pytest.param(mirrored_frame(480), id="mirrored"),
        pytest.param(np.array([[1, 0, 0], [0, 1, 0], [5e-4, 0, 1]]), id="seen from one side"),
    ],
)
def test_what_a_camera_or_an_editor_does_is_plausible(movement: np.ndarray) -> None:
    assert is_plausible(movement, SIZE, SIZE)


@pytest.mark.parametrize(
    "movement",
    [
        pytest.param(scaled(0.1, 0.1), id="shrunk to a speck"),
        pytest.param(scaled(9, 9), id="blown up"),
        pytest.param(scaled(0.5, 1.5), id="stretched three times"),
        pytest.param(np.array([[1, 0, 0], [0, 1, 0], [-4e-3, 0, 1]]), id="folded over"),
        pytest.param(np.array([[1, 0, 0], [0, 1, 0], [5e-3, 0, 1]]), id="seen along its face"),
        pytest.param(np.array([[1, 0.0, 0], [2, 0, 0], [0, 0, 1]]), id="squeezed onto a line"),
        pytest.param(np.full((3, 3), np.nan), id="not a number"),
    ],
)
def test_what_no_copy_looks_like_is_not_plausible(movement: np.ndarray) -> None:
    assert not is_plausible(movement, SIZE, SIZE)


def test_the_overlap_has_the_same_corners_in_both_frames() -> None:
    movement = np.array([[0.5, 0, 300], [0, 0.5, 0], [0, 0, 1.0]])

    query_part, stored_part = overlap(movement, SIZE, SIZE)

    assert np.allclose(moved(movement, query_part), stored_part, atol=1e-3)
    assert area(stored_part) == pytest.approx(180 * 180, rel=0.01)
    assert area(query_part) == pytest.approx(360 * 360, rel=0.01)


def test_pictures_beside_each_other_do_not_overlap() -> None:
    beside = np.array([[1.0, 0, 600], [0, 1, 0], [0, 0, 1]])

    query_part, stored_part = overlap(beside, SIZE, SIZE)

    assert query_part.shape == stored_part.shape == (0, 2)
    assert area(stored_part) == 0


def test_a_mirrored_frame_swaps_the_outermost_pixels() -> None:
    assert np.array_equal(
        moved(mirrored_frame(480), np.array([[0.0, 7.0], [479.0, 7.0]])), [[479, 7], [0, 7]]
    )


def test_the_corners_are_the_outer_edges_of_the_corner_pixels() -> None:
    assert area(corners(480, 360)) == 480 * 360


def test_what_opencv_fitted_becomes_a_whole_matrix() -> None:
    assert whole_matrix(None) is None

    whole = whole_matrix(np.array([[1, 2, 3], [4, 5, 6]]))

    assert whole is not None
    assert whole.tolist() == [[1, 2, 3], [4, 5, 6], [0, 0, 1]]
