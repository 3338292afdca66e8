"""The altered copies that come with the demo match their originals, and nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from media_provenance.domain.fingerprints import (
    PDQ_MATCH_DISTANCE,
    Orientation,
    hamming_distance,
    pdq256,
    pdq_dihedral,
)

PICTURES = Path(__file__).parents[3] / "demo" / "pictures"
ORIGINALS = ("astronaut", "cat", "coffee", "deep-field", "launch", "meeting")
AS_SPREAD = ("astronaut", "cat", "launch", "meeting")


def pixels(name: str) -> NDArray[np.uint8]:
    with Image.open(PICTURES / f"{name}.jpg") as picture:
        return np.asarray(picture.convert("RGB"))


def nearest(copy: str, original: str) -> tuple[int, Orientation]:
    """Return the least distance in bits over the eight orientations, and which gives it."""
    stored = pdq256(pixels(original))
    distances = {
        orientation: hamming_distance(turned, stored)
        for orientation, turned in pdq_dihedral(pixels(copy)).items()
    }
    best = min(distances, key=lambda orientation: distances[orientation])
    return distances[best], best


@pytest.mark.parametrize("original", ORIGINALS)
@pytest.mark.parametrize("edit", ["recompressed", "resized", "greyscale"])
def test_an_altered_copy_matches_its_original(original: str, edit: str) -> None:
    distance, orientation = nearest(f"altered/{original}-{edit}", original)

    assert distance <= PDQ_MATCH_DISTANCE
    assert orientation is Orientation.IDENTITY


@pytest.mark.parametrize("original", ORIGINALS)
def test_a_mirror_image_matches_its_original_and_is_known_for_one(original: str) -> None:
    distance, orientation = nearest(f"altered/{original}-mirrored", original)

    assert distance <= PDQ_MATCH_DISTANCE
    assert orientation is Orientation.MIRRORED


@pytest.mark.parametrize("original", AS_SPREAD)
def test_what_circulates_in_the_demo_matches_what_is_on_file(original: str) -> None:
    assert nearest(f"{original}-as-spread", original)[0] <= PDQ_MATCH_DISTANCE


@pytest.mark.parametrize("original", ORIGINALS)
def test_no_picture_of_the_demo_matches_another(original: str) -> None:
    others = [nearest(original, other)[0] for other in ORIGINALS if other != original]

    assert min(others) > PDQ_MATCH_DISTANCE
