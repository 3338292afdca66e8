"""What is stored of a picture and what is asked about one."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from media_provenance.domain.description import (
    THUMBNAIL_SIDE,
    Effort,
    describe,
    describe_query,
    query_of,
    thumbnail_of,
)
from media_provenance.domain.fingerprints import pdq256, phash64
from media_provenance.domain.local_features import QUERY_KEYPOINTS, code_distances
from tests.unit.media_provenance.screens import photograph, screenshot_of

PHOTO = photograph(1)


@pytest.mark.parametrize("size", [(600, 400), (2048, 1365), (2300, 1111)])
def test_what_others_exchange_is_the_same_alone_and_in_a_description(size: tuple[int, int]) -> None:
    pixels = photograph(1, *size)

    description = describe(pixels)

    assert (description.phash, description.pdq) == (phash64(pixels), pdq256(pixels))


def test_a_description_fits_the_room_there_is_for_it() -> None:
    description = describe(PHOTO)

    codes, geometry = description.local.pack()
    assert len(codes) + len(geometry) + description.regions.bits.nbytes < 12_000
    assert description.thumbnail.shape == (213, THUMBNAIL_SIDE)


def test_a_small_picture_is_its_own_thumbnail() -> None:
    small = photograph(1, 90, 60)

    np.testing.assert_array_equal(thumbnail_of(small), small)


def test_a_query_has_more_keypoints_than_is_stored() -> None:
    query = describe_query(PHOTO)

    assert len(query.local.upright) == len(query.local.mirrored) == QUERY_KEYPOINTS
    assert query.effort is Effort.NORMAL


def test_a_small_part_has_keypoints_from_the_full_pixels() -> None:
    pixels = np.full((1200, 1200, 3), 255, np.uint8)
    pixels[300:700, 300:900] = PHOTO

    query = describe_query(pixels)

    region, local = query.boxes[0]
    assert region.area == pytest.approx(1 / 6, rel=0.1)
    near = code_distances(local.upright.codes, describe(PHOTO).local.codes).min(axis=0) <= 20
    assert np.count_nonzero(near) > 150


def test_harder_looks_into_more_parts() -> None:
    pixels = np.vstack(
        [np.hstack([photograph(3 * row + k, 300, 300) for k in range(3)]) for row in range(3)]
    )

    normal = describe_query(pixels)
    harder = describe_query(pixels, effort=Effort.HARDER)

    assert 1 <= len(normal.boxes) < len(harder.boxes)


def test_a_large_part_is_left_to_the_keypoints_of_the_whole() -> None:
    pixels, _ = screenshot_of(photograph(1, 600, 900))

    query = describe_query(pixels)

    assert query.boxes == ()
    assert len(query.regions.bits) > 8


def test_a_stored_picture_can_be_asked_about_without_its_pixels() -> None:
    mirrored = describe(np.ascontiguousarray(PHOTO[:, ::-1]))

    query = query_of(describe(PHOTO), effort=Effort.HARDER)

    straight, turned = (
        np.count_nonzero(code_distances(f.codes, mirrored.local.codes).min(axis=1) <= 12)
        for f in (query.local.upright, query.local.mirrored)
    )
    assert turned > 200 > 10 * straight
    assert query.effort is Effort.HARDER


@pytest.mark.parametrize(
    "pixels",
    [
        pytest.param(np.full((1, 1, 3), 7, np.uint8), id="one pixel"),
        pytest.param(np.full((2, 3000, 3), 7, np.uint8), id="a thread"),
        pytest.param(np.full((3000, 2, 3), 7, np.uint8), id="an upright thread"),
        pytest.param(np.random.default_rng(0).integers(0, 256, (90, 70, 3), np.uint8), id="noise"),
    ],
)
def test_the_oddest_pictures_are_described(pixels: NDArray[np.uint8]) -> None:
    query = query_of(describe(pixels))

    assert query.regions.bits.shape == (1, 32)
    assert len(describe_query(pixels).regions.bits) >= 8
