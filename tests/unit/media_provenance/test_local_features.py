"""Keypoints and their codes: spread, kept, mirrored, compared; and what stands on paper."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from media_provenance.domain.local_features import (
    QUERY_KEYPOINTS,
    STORED_KEYPOINTS,
    WORKING_SIDE,
    LocalFeatures,
    QueryLocal,
    UnreadableFeatures,
    code_distances,
    local_features,
    mirrored_features,
    negative_query,
    query_features,
    working_frame,
)
from tests.unit.media_provenance.screens import page_of_text, photograph, screenshot_of

PHOTO = photograph(1)


def test_a_photograph_has_as_many_keypoints_as_are_stored_in_every_quarter() -> None:
    features = local_features(PHOTO)

    right = features.points[:, 0] > features.width / 2
    low = features.points[:, 1] > features.height / 2
    quarters = [np.count_nonzero(right == a) for a in (True, False)]
    quarters += [np.count_nonzero(low == a) for a in (True, False)]
    assert len(features) == STORED_KEYPOINTS
    assert min(quarters) > STORED_KEYPOINTS / 4


def test_no_place_is_taken_twice_while_others_are_free() -> None:
    features = local_features(PHOTO, limit=100)

    places = np.rint(np.column_stack([features.points * 4, features.scales * 8]))
    assert len(np.unique(places, axis=0)) == 100


def test_packing_keeps_the_codes_and_places_close() -> None:
    features = local_features(PHOTO)

    codes, geometry = features.pack()
    back = LocalFeatures.unpack(codes, geometry)

    assert (len(codes), len(geometry)) == (16 * len(features), 6 * len(features) + 8)
    assert (back.width, back.height) == (features.width, features.height)
    np.testing.assert_array_equal(back.codes, features.codes)
    np.testing.assert_array_equal(back.graphic, features.graphic)
    np.testing.assert_allclose(back.points, features.points, atol=1 / 16)
    np.testing.assert_allclose(back.scales, features.scales, rtol=0.003)
    turn = (back.angles - features.angles + 180) % 360 - 180
    np.testing.assert_allclose(turn, 0, atol=0.05)


@pytest.mark.parametrize(
    ("codes", "geometry"),
    [
        pytest.param(b"", b"", id="nothing"),
        pytest.param(
            bytes(16), bytes([2, 0, 2, 0, 224, 1, 64, 1]) + bytes(12), id="one code of two"
        ),
        pytest.param(bytes(16), bytes([9, 0, 1, 0, 224, 1, 64, 1]) + bytes(6), id="version 9"),
    ],
)
def test_what_was_cut_short_is_not_unpacked(codes: bytes, geometry: bytes) -> None:
    with pytest.raises(UnreadableFeatures):
        LocalFeatures.unpack(codes, geometry)


def test_the_codes_of_the_mirror_image_are_had_without_its_pixels() -> None:
    query = query_features(PHOTO)

    really = local_features(np.ascontiguousarray(PHOTO[:, ::-1]), limit=QUERY_KEYPOINTS)

    nearest = _matches(query.mirrored, really)
    assert len(query.mirrored) == len(query.upright)
    assert nearest > 0.8
    assert _matches(query.upright, really) < 0.1


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param((PHOTO * 0.15).astype(np.uint8), id="by night"),
        pytest.param((PHOTO * 0.15 + 215).astype(np.uint8), id="in fog"),
    ],
)
def test_a_picture_with_hardly_any_contrast_shares_codes_with_the_original(
    copy: NDArray[np.uint8],
) -> None:
    features = local_features(copy)

    assert len(features) == STORED_KEYPOINTS
    assert not features.graphic.any()
    nearest = code_distances(features.codes, local_features(PHOTO).codes).min(axis=1)
    assert (nearest <= 24).mean() > 0.5


def test_the_noise_of_an_empty_picture_is_not_made_into_keypoints() -> None:
    noise = np.random.default_rng(0).normal(20, 1.5, (300, 400, 1)).repeat(3, axis=2)

    assert len(local_features(noise.astype(np.uint8))) == 0


def test_the_codes_of_the_negative_are_had_without_its_pixels() -> None:
    # All there are: of a choice of the strongest, some differ where several are as strong.
    asked = query_features(255 - PHOTO, limit=5_000).negative
    assert asked is not None

    positive = local_features(PHOTO, limit=5_000)

    distances = code_distances(asked.codes, positive.codes)
    nearest = distances.argmin(axis=1)
    same = distances.min(axis=1) <= 4
    turn = (asked.angles - positive.angles[nearest] + 180) % 360 - 180
    assert same.mean() > 0.95
    np.testing.assert_allclose(asked.points[same], positive.points[nearest][same], atol=0.5)
    np.testing.assert_allclose(turn[same], 0, atol=2)


def test_the_negative_of_a_negative_is_the_picture_again() -> None:
    local = query_features(PHOTO)

    turned = negative_query(local)

    assert turned is not None
    assert turned.negative is local.upright
    np.testing.assert_array_equal(turned.upright.points, local.upright.points)


def test_codes_without_pixels_have_no_negative() -> None:
    features = local_features(PHOTO)

    assert negative_query(QueryLocal(features, mirrored_features(features))) is None


def test_mirroring_twice_gives_the_features_back() -> None:
    features = local_features(PHOTO)

    twice = mirrored_features(mirrored_features(features))

    np.testing.assert_array_equal(twice.codes, features.codes)
    np.testing.assert_allclose(twice.points, features.points, atol=1e-3)
    np.testing.assert_allclose((twice.angles - features.angles + 180) % 360, 180, atol=1e-3)


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(PHOTO[50:350, 100:500], id="cropped"),
        pytest.param(np.ascontiguousarray(PHOTO[::2, ::2]), id="half the size"),
        pytest.param(np.ascontiguousarray(np.rot90(PHOTO)), id="turned"),
        pytest.param((PHOTO * 0.6).astype(np.uint8), id="darker"),
    ],
)
def test_a_copy_shares_codes_and_a_stranger_does_not(copy: NDArray[np.uint8]) -> None:
    stored = local_features(PHOTO)
    asked = local_features(copy, limit=QUERY_KEYPOINTS)
    stranger = local_features(photograph(2), limit=QUERY_KEYPOINTS)

    near, far = (code_distances(q.codes, stored.codes).min(axis=0) for q in (asked, stranger))

    assert np.count_nonzero(near <= 20) >= 50
    assert np.count_nonzero(near <= 20) > 4 * np.count_nonzero(far <= 20)


def test_distances_are_counts_of_bits_of_every_pair() -> None:
    a = np.zeros((2, 16), np.uint8)
    b = np.zeros((3, 16), np.uint8)
    b[1, 0], b[2] = 0b0000_0111, 255

    assert code_distances(a, b).tolist() == [[0, 3, 128], [0, 3, 128]]


@pytest.mark.parametrize(
    ("height", "width", "frame"),
    [
        pytest.param(300, 1200, (120, 480), id="shrunk"),
        pytest.param(480, 360, (480, 360), id="as it is"),
        pytest.param(100, 60, (200, 120), id="enlarged twice at most"),
        pytest.param(3000, 2, (480, 1), id="a thread"),
    ],
)
def test_the_working_frame_is_480_pixels_long(
    height: int, width: int, frame: tuple[int, int]
) -> None:
    assert working_frame(np.zeros((height, width, 3), np.uint8)).shape[:2] == frame
    assert max(frame) <= WORKING_SIDE


@pytest.mark.parametrize(
    "pixels",
    [
        pytest.param(np.full((1, 1, 3), 9, np.uint8), id="one pixel"),
        pytest.param(np.full((400, 600, 3), 200, np.uint8), id="flat"),
        pytest.param(np.zeros((2, 3000, 3), np.uint8), id="a thread"),
    ],
)
def test_a_picture_with_nothing_on_it_has_no_keypoints(pixels: NDArray[np.uint8]) -> None:
    features = local_features(pixels)

    assert len(features) == 0
    assert LocalFeatures.unpack(*features.pack()).codes.shape == (0, 16)
    assert code_distances(features.codes, features.codes).shape == (0, 0)


def test_noise_has_keypoints_and_none_of_them_on_paper() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (300, 400, 3)).astype(np.uint8)

    features = local_features(noise)

    assert len(features) > 200
    assert not features.graphic.any()


@pytest.mark.parametrize("script", ["arabic", "latin", "georgian"])
def test_letters_on_paper_are_graphic(script: str) -> None:
    features = local_features(page_of_text(script))

    assert len(features) > 50
    assert features.graphic.mean() > 0.95


def test_in_a_screenshot_only_what_is_beside_the_photograph_is_graphic() -> None:
    pixels, (left, top, right, bottom) = screenshot_of(PHOTO)
    features = local_features(pixels)
    x = (features.points[:, 0] + 0.5) / features.width
    y = (features.points[:, 1] + 0.5) / features.height
    within = (x > left + 0.03) & (x < right - 0.03) & (y > top + 0.03) & (y < bottom - 0.03)
    beside = (y < top - 0.01) | (y > bottom + 0.01)

    assert features.graphic[within].mean() < 0.05
    assert features.graphic[beside].mean() > 0.9


def test_a_plain_photograph_has_hardly_a_graphic_keypoint() -> None:
    assert local_features(PHOTO).graphic.mean() < 0.05


def _matches(asked: LocalFeatures, stored: LocalFeatures) -> float:
    """Return the share of keypoints whose own place in the other has nearly their code."""
    apart = np.abs(asked.points[:, None] - stored.points[None]).max(axis=2)
    size = np.abs(np.log(asked.scales[:, None] / stored.scales[None]))
    near = (apart < 1.0) & (size < 0.1)
    distances = np.where(near, code_distances(asked.codes, stored.codes), 128).min(axis=1)
    return float((distances[near.any(axis=1)] <= 12).mean())
