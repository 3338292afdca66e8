"""Codes of parts of a picture: turned exactly, near for copies, far for strangers."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from media_provenance.domain.fingerprints import (
    PDQ_MATCH_DISTANCE,
    PDQ_MIN_QUALITY,
    Orientation,
    turned,
)
from media_provenance.domain.photo_boxes import WHOLE, Region
from media_provenance.domain.regions import (
    REGION_BYTES,
    STORED_WINDOWS,
    query_regions,
    regional_codes,
)
from tests.unit.media_provenance.pictures import encoded, reopened
from tests.unit.media_provenance.screens import photograph, screenshot_of

PHOTO = photograph(1)


def test_ten_windows_are_stored_the_whole_picture_first() -> None:
    codes = regional_codes(PHOTO)

    assert codes.bits.shape == (10, REGION_BYTES)
    assert codes.quality.min() >= PDQ_MIN_QUALITY
    assert codes.regions == STORED_WINDOWS
    assert STORED_WINDOWS[0] == WHOLE
    assert all(0 <= x <= 1 for window in STORED_WINDOWS for x in window.box)


@pytest.mark.parametrize("orientation", list(Orientation))
def test_turning_the_query_by_the_matching_orientation_gives_the_stored_picture(
    orientation: Orientation,
) -> None:
    stored = regional_codes(turned(PHOTO, orientation)).bits[0]

    query = query_regions(PHOTO, boxes=())

    distances = {
        way: _distance(bits, stored)
        for way, bits in zip(query.orientations, query.bits, strict=True)
    }
    assert distances.pop(orientation) <= 2
    assert min(distances.values()) > 2 * PDQ_MATCH_DISTANCE


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(reopened(encoded(PHOTO, "JPEG", quality=30)), id="recompressed"),
        pytest.param(np.asarray(Image.fromarray(PHOTO).resize((150, 100))), id="a quarter"),
        pytest.param(np.asarray(Image.fromarray(PHOTO).resize((3000, 2000))), id="five times"),
        pytest.param(np.asarray(Image.fromarray(PHOTO).resize((600, 300))), id="squeezed"),
    ],
)
def test_an_altered_copy_is_near(copy: NDArray[np.uint8]) -> None:
    assert _distance(regional_codes(copy).bits[0], regional_codes(PHOTO).bits[0]) <= 16


@pytest.mark.parametrize("seed", range(2, 8))
def test_another_picture_is_far(seed: int) -> None:
    there = regional_codes(photograph(seed)).bits

    distances = [_distance(bits, regional_codes(PHOTO).bits[0]) for bits in there]

    assert min(distances) > 2 * PDQ_MATCH_DISTANCE


def test_a_crop_to_a_stored_window_is_near_that_window() -> None:
    left, top, right, bottom = STORED_WINDOWS[9].box
    crop = PHOTO[round(top * 400) : round(bottom * 400), round(left * 600) : round(right * 600)]

    distance = _distance(regional_codes(crop).bits[0], regional_codes(PHOTO).bits[9])

    assert distance <= PDQ_MATCH_DISTANCE


def test_a_photograph_in_a_screenshot_is_near_by_its_box_straight_and_mirrored() -> None:
    pixels, _ = screenshot_of(PHOTO)
    mirrored = regional_codes(np.ascontiguousarray(PHOTO[:, ::-1])).bits[0]
    straight = regional_codes(PHOTO).bits[0]

    query = query_regions(pixels)

    assert min(_distance(bits, straight) for bits in query.bits) <= PDQ_MATCH_DISTANCE
    assert min(_distance(bits, mirrored) for bits in query.bits) <= PDQ_MATCH_DISTANCE
    assert len(query.bits) == len(query.regions) == len(query.orientations) == len(query.quality)
    assert query.regions[:8] == (WHOLE,) * 8


@pytest.mark.parametrize(
    "pixels",
    [
        pytest.param(np.full((1, 1, 3), 7, np.uint8), id="one pixel"),
        pytest.param(np.full((400, 600, 3), 200, np.uint8), id="flat"),
        pytest.param(photograph(3, 31, 400), id="a narrow strip"),
        pytest.param(photograph(3, 3000, 2), id="a thread"),
    ],
)
def test_a_picture_that_says_too_little_has_no_quality(pixels: NDArray[np.uint8]) -> None:
    assert regional_codes(pixels).quality[0] < PDQ_MIN_QUALITY


def test_the_area_of_a_region_is_a_share_of_the_picture() -> None:
    assert Region((0.25, 0.0, 0.75, 0.5)).area == 0.25


def _distance(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> int:
    return int(np.bitwise_count(a ^ b).sum())
