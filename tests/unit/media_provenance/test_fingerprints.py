"""Perceptual fingerprints: what stays near, what is far, and which way round."""

from __future__ import annotations

import imagehash
import numpy as np
import pytest
from PIL import Image

from media_provenance.domain.fingerprints import (
    PDQ_MATCH_DISTANCE,
    Algorithm,
    Fingerprint,
    IncomparableFingerprints,
    Orientation,
    hamming_distance,
    is_informative,
    pdq256,
    pdq_dihedral,
    phash64,
    turned,
)
from tests.unit.media_provenance.pictures import encoded, reopened, scenery

PHOTO = scenery(1)


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(lambda: reopened(encoded(PHOTO, "JPEG", quality=30)), id="recompressed"),
        pytest.param(
            lambda: np.asarray(Image.fromarray(PHOTO).resize((150, 100))), id="a quarter the size"
        ),
        pytest.param(
            lambda: np.asarray(Image.fromarray(PHOTO).resize((1800, 1200))),
            id="three times the size",
        ),
        pytest.param(
            lambda: np.asarray(Image.fromarray(PHOTO).convert("L").convert("RGB")), id="greyscale"
        ),
    ],
)
def test_an_altered_copy_stays_within_the_match_distance(copy: object) -> None:
    altered = copy()  # type: ignore[operator]

    assert hamming_distance(pdq256(PHOTO), pdq256(altered)) <= PDQ_MATCH_DISTANCE


@pytest.mark.parametrize("seed", range(2, 12))
def test_another_picture_is_far(seed: int) -> None:
    assert hamming_distance(pdq256(PHOTO), pdq256(scenery(seed))) > 2 * PDQ_MATCH_DISTANCE


@pytest.mark.parametrize("orientation", list(Orientation))
def test_the_query_turned_by_the_matching_orientation_gives_the_stored_picture(
    orientation: Orientation,
) -> None:
    stored = turned(PHOTO, orientation)

    distances = {
        way: hamming_distance(query, pdq256(stored)) for way, query in pdq_dihedral(PHOTO).items()
    }

    assert distances.pop(orientation) <= 4
    assert min(distances.values()) > 2 * PDQ_MATCH_DISTANCE


@pytest.mark.parametrize(
    ("orientation", "rows"),
    [
        (Orientation.IDENTITY, [[1, 2], [3, 4]]),
        (Orientation.ROTATED_90, [[3, 1], [4, 2]]),
        (Orientation.ROTATED_180, [[4, 3], [2, 1]]),
        (Orientation.ROTATED_270, [[2, 4], [1, 3]]),
        (Orientation.MIRRORED, [[2, 1], [4, 3]]),
        (Orientation.MIRRORED_ROTATED_90, [[4, 2], [3, 1]]),
        (Orientation.MIRRORED_ROTATED_180, [[3, 4], [1, 2]]),
        (Orientation.MIRRORED_ROTATED_270, [[1, 3], [2, 4]]),
    ],
)
def test_turns_are_clockwise_after_mirroring(
    orientation: Orientation, rows: list[list[int]]
) -> None:
    corners = np.repeat(np.array([[[1], [2]], [[3], [4]]], dtype=np.uint8), 3, axis=2)

    assert turned(corners, orientation)[:, :, 0].tolist() == rows


def test_phash_is_the_one_that_imagehash_gives_to_others() -> None:
    fingerprint = phash64(PHOTO)

    assert fingerprint.bits.hex() == str(imagehash.phash(Image.fromarray(PHOTO)))
    assert (fingerprint.algorithm, fingerprint.quality) == (Algorithm.PHASH, None)


@pytest.mark.parametrize(
    "pixels",
    [
        pytest.param(np.full((1, 1, 3), 7, np.uint8), id="one pixel"),
        pytest.param(np.full((400, 600, 3), 200, np.uint8), id="flat"),
        pytest.param(scenery(3, 31, 400), id="a narrow strip"),
    ],
)
def test_a_picture_that_says_too_little_is_not_informative(pixels: np.ndarray) -> None:
    assert not is_informative(pdq256(pixels))


def test_a_photograph_is_informative() -> None:
    assert is_informative(pdq256(PHOTO))


def test_a_fingerprint_without_quality_cannot_be_judged() -> None:
    with pytest.raises(ValueError, match="no quality"):
        is_informative(phash64(PHOTO))


def test_distance_counts_differing_bits() -> None:
    a = Fingerprint(Algorithm.PHASH, 1, bytes([0b1111_0000] + [0] * 7), None)
    b = Fingerprint(Algorithm.PHASH, 1, bytes([0b0000_1110] + [0] * 7), None)

    assert hamming_distance(a, b) == 7


@pytest.mark.parametrize(
    "other",
    [
        Fingerprint(Algorithm.PDQ, 1, bytes(32), 100),
        Fingerprint(Algorithm.PHASH, 2, bytes(8), None),
        Fingerprint(Algorithm.PHASH, 1, bytes(4), None),
    ],
)
def test_fingerprints_of_different_kinds_have_no_distance(other: Fingerprint) -> None:
    with pytest.raises(IncomparableFingerprints):
        hamming_distance(Fingerprint(Algorithm.PHASH, 1, bytes(8), None), other)


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((10, 10), np.uint8),
        np.zeros((10, 10, 4), np.uint8),
        np.zeros((10, 10, 3), np.float64),
        np.zeros((0, 10, 3), np.uint8),
    ],
)
def test_what_is_not_rgb_is_refused(pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="RGB pixels"):
        pdq256(pixels)
