"""Places and homographies carried between sizes of one picture."""

from __future__ import annotations

import numpy as np
import pytest

from media_provenance.domain.frames import (
    clipped,
    corners,
    fraction_homography,
    inverted,
    moved_points,
    pixel_homography,
    polygon_area,
    polygon_fractions,
)


def test_a_homography_survives_going_through_fractions() -> None:
    homography = np.array([[0.9, 0.1, 12.0], [-0.1, 0.9, 5.0], [1e-4, 2e-4, 1.0]])

    shares = fraction_homography(homography, (480, 360), (320, 480))

    assert np.allclose(pixel_homography(shares, (480, 360), (320, 480)), homography)


def test_the_middle_of_a_picture_is_one_half_in_every_size() -> None:
    # A picture of 480 pixels and the same of 960: pixel 0 of the one covers 0 and 1 of the other.
    doubled = pixel_homography(np.eye(3), (480, 360), (960, 720))

    assert np.allclose(moved_points(doubled, np.array([[0.0, 0.0]])), [[0.5, 0.5]])
    assert np.allclose(moved_points(doubled, np.array([[239.5, 179.5]])), [[479.5, 359.5]])


def test_a_polygon_is_kept_within_the_picture() -> None:
    polygon = np.array([[-10.0, -0.5], [479.5, -0.5], [239.5, 700.0]])

    assert polygon_fractions(polygon, (480, 360)) == [[0.0, 0.0], [1.0, 0.0], [0.5, 1.0]]


def test_a_square_turned_on_its_corner_is_cut_to_an_octagon() -> None:
    diamond = np.array([[0.5, -0.2], [1.2, 0.5], [0.5, 1.2], [-0.2, 0.5]])

    cut = clipped(diamond, (0.0, 0.0, 1.0, 1.0))

    assert len(cut) == 8
    assert polygon_area(cut) == pytest.approx(0.98 - 4 * 0.04)


def test_polygons_apart_leave_nothing() -> None:
    cut = clipped(corners((2.0, 2.0, 3.0, 3.0)), (0.0, 0.0, 1.0, 1.0))

    assert (cut.shape, polygon_area(cut)) == ((0, 2), 0.0)


def test_a_homography_that_folds_is_not_turned_round() -> None:
    with pytest.raises(ValueError, match="homography"):
        inverted(np.diag([1.0, 0.0, 1.0]))
