"""Copies, perhaps copies, other photographs of a place, and pictures that share only a frame.

The pictures are drawn by the test: blotches as irregular as a photograph, text and frames on top.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from media_provenance.domain.candidates import HashHint, Hint
from media_provenance.domain.cells import CellState
from media_provenance.domain.description import describe, describe_query
from media_provenance.domain.fingerprints import Orientation
from media_provenance.domain.geometry import area
from media_provenance.domain.likeness import LIKENESS_WORDS, Likeness, LikenessClass, compare
from media_provenance.domain.local_features import query_features
from media_provenance.domain.regions import WHOLE, Region, cut
from tests.unit.media_provenance.pictures import encoded, reopened, scenery

Pixels = NDArray[np.uint8]

LINKS = {LikenessClass.COPY, LikenessClass.LIKELY_COPY}


def likeness(query: Pixels, stored: Pixels, hint: Hint | None = None) -> Likeness | None:
    return compare(describe_query(query), describe(stored), hint or Hint())


def worded(pixels: Pixels, words: str = "BREAKING NEWS") -> Pixels:
    """Return a copy with large outlined letters across its upper half."""
    image = Image.fromarray(pixels)
    draw = ImageDraw.Draw(image)
    for line in range(2):
        draw.text(
            (20, 20 + 90 * line),
            words,
            font_size=70,
            fill=(255, 235, 0),
            stroke_width=3,
            stroke_fill=(0, 0, 0),
        )
    return np.asarray(image)


def screen(pixels: Pixels) -> Pixels:
    """Return a telephone's screen with the picture in the middle and an app about it."""
    image = Image.new("RGB", (540, 960), (250, 250, 252))
    draw = ImageDraw.Draw(image)
    for line, words in enumerate(("Bayyina 18:04", "Street News, 3 hours ago", "Must be seen!")):
        draw.text((24, 20 + 60 * line), words, font_size=34, fill=(20, 20, 24))
    for line in range(5):
        draw.text(
            (24, 620 + 60 * line), f"Comment {line}: who knows?", font_size=30, fill=(90,) * 3
        )
        draw.rectangle((470, 625 + 60 * line, 500, 655 + 60 * line), fill=(225, 48, 108))
    image.paste(Image.fromarray(pixels).resize((540, 360)), (0, 230))
    return np.asarray(image)


def captioned(pixels: Pixels) -> Pixels:
    """Return the picture over a red strip with words, and with a logo in its corner."""
    image = Image.new("RGB", (600, 480), (178, 24, 30))
    image.paste(Image.fromarray(pixels), (0, 0))
    draw = ImageDraw.Draw(image)
    draw.text((20, 415), "What happened last night", font_size=40, fill=(255, 255, 255))
    draw.rectangle((470, 16, 584, 66), fill=(20, 60, 120))
    draw.text((480, 22), "NEWS 24", font_size=24, fill=(255, 255, 255))
    return np.asarray(image)


def detailed(seed: int) -> Pixels:
    """Return scenery with fine grain, as leaves or a crowd have it."""
    grain = np.random.default_rng(seed + 1000).integers(0, 256, (130, 195, 3), dtype=np.uint8)
    large = Image.fromarray(grain).resize((600, 400), Image.Resampling.BICUBIC)
    mixed = 0.75 * scenery(seed).astype(np.float32) + 0.25 * np.asarray(large, dtype=np.float32)
    return np.asarray(mixed, dtype=np.uint8)


def from_a_step_aside(pixels: Pixels, seed: int) -> Pixels:
    """Return a second photograph: what is near moves further than what is far."""
    height, width = pixels.shape[:2]
    depth = cv2.GaussianBlur(
        np.random.default_rng(seed).normal(size=(height, width)).astype(np.float32), (0, 0), 40
    )
    down, along = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.asarray(
        cv2.remap(
            pixels,
            along + 5 * depth / depth.std() + 9,
            down,
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT,
        )
    )


def bulged(pixels: Pixels) -> Pixels:
    """Return a copy as through another lens: more enlarged in the middle than at the edge."""
    height, width = pixels.shape[:2]
    down, along = np.mgrid[0:height, 0:width].astype(np.float32)
    right, below = along - width / 2, down - height / 2
    wider = 1 + 0.12 * ((right**2 + below**2) / (width / 2) ** 2 - 0.5)
    return np.asarray(
        cv2.remap(
            pixels,
            (right * wider + width / 2).astype(np.float32),
            (below * wider + height / 2).astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT,
        )
    )


def wavy(pixels: Pixels) -> Pixels:
    """Return a copy as from a sheet that does not lie flat."""
    height, width = pixels.shape[:2]
    down, along = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.asarray(
        cv2.remap(
            pixels,
            along + 5 * np.sin(down * 2 * np.pi / height),
            down + 5 * np.sin(along * 2 * np.pi / width + 1),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT,
        )
    )


def past_edges_from_a_step_aside(pixels: Pixels, seed: int, step: int) -> Pixels:
    """Return a second photograph of four layers, each as many pixels aside from the one behind."""
    height, width = pixels.shape[:2]
    depth = cv2.GaussianBlur(
        np.random.default_rng(seed).normal(size=(height, width)).astype(np.float32), (0, 0), 30
    )
    layer = np.digitize(depth / depth.std(), [-0.7, 0.0, 0.7]).astype(np.float32)
    down, along = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.asarray(
        cv2.remap(
            pixels, along + step * layer, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
    )


def dark(pixels: Pixels) -> Pixels:
    return np.asarray(pixels.astype(np.float32) * 0.2, dtype=np.uint8)


def bright(pixels: Pixels) -> Pixels:
    return np.asarray(np.clip(pixels.astype(np.float32) * 1.3 + 10, 0, 255), dtype=np.uint8)


def turned_a_little(pixels: Pixels) -> Pixels:
    return np.asarray(Image.fromarray(pixels).rotate(8, Image.Resampling.BICUBIC, expand=True))


EDITS: dict[str, Callable[[Pixels], Pixels]] = {
    "recompressed": lambda pixels: reopened(encoded(pixels, "JPEG", quality=35)),
    "smaller": lambda pixels: np.asarray(Image.fromarray(pixels).resize((210, 140))),
    "cropped": lambda pixels: np.ascontiguousarray(pixels[100:330, 150:520]),
    "brighter": bright,
    "blurred": lambda pixels: np.asarray(cv2.GaussianBlur(pixels, (0, 0), 1.5)),
    "turned": turned_a_little,
    "worded": worded,
    "captioned": captioned,
    "on a screen": screen,
}


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edited_copy_is_linked_to_its_original(edit: Callable[[Pixels], Pixels]) -> None:
    original = scenery(1)

    found = likeness(edit(original), original)

    assert found is not None
    assert found.likeness in LINKS
    assert not found.mirrored


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_original_is_linked_to_its_edited_copy(edit: Callable[[Pixels], Pixels]) -> None:
    original = scenery(2)

    found = likeness(original, edit(original))

    assert found is not None
    assert found.likeness in LINKS


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_the_same_edit_of_another_photograph_is_not_linked(
    edit: Callable[[Pixels], Pixels],
) -> None:
    assert likeness(edit(scenery(3)), edit(scenery(4))) is None


@pytest.mark.slow
def test_a_recompressed_picture_is_a_copy_that_agrees_everywhere() -> None:
    original = scenery(5)

    found = likeness(reopened(encoded(original, "JPEG", quality=60)), original)

    assert found is not None
    assert found.likeness is LikenessClass.COPY
    assert found.agreement == 1.0
    assert found.inliers > 30
    assert found.distance is None


@pytest.mark.slow
def test_a_mirrored_copy_is_found_by_mirrored_keypoints_and_says_so() -> None:
    original = scenery(6)

    found = likeness(np.ascontiguousarray(original[:, ::-1]), original, Hint(mirrored=True))

    assert found is not None
    assert found.likeness is LikenessClass.COPY
    assert found.mirrored
    assert np.linalg.det(found.homography) < 0


@pytest.mark.slow
def test_the_overlap_of_a_crop_is_all_of_it_and_a_part_of_the_original() -> None:
    original = scenery(7)

    found = likeness(np.ascontiguousarray(original[:, 300:]), original)

    assert found is not None
    assert area(found.stored_part) == pytest.approx(240 * 320, rel=0.03)
    assert found.stored_part[:, 0].min() == pytest.approx(240, abs=2)


@pytest.mark.slow
def test_cells_under_letters_are_not_held_against_a_copy() -> None:
    original = scenery(8)

    found = likeness(worded(original), original)

    assert found is not None
    assert found.cells is not None
    assert found.agreement > 0.6
    assert (found.cells.covered_query > 0.5).any()
    assert (found.cells.states == CellState.AGREES).sum() > 100


@pytest.mark.slow
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_a_photograph_from_a_step_aside_is_the_same_place_and_no_copy(seed: int) -> None:
    original = detailed(seed)

    found = likeness(from_a_step_aside(original, seed), original)

    assert found is not None
    assert found.likeness is LikenessClass.SAME_PLACE


@pytest.mark.slow
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_a_soft_photograph_from_a_step_aside_is_never_called_a_copy(seed: int) -> None:
    original = scenery(seed)

    found = likeness(from_a_step_aside(original, seed), original)

    assert found is not None
    assert found.likeness is not LikenessClass.COPY


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [(41, 42), (43, 44), (45, 46)])
def test_different_photographs_under_the_same_large_words_are_not_linked(
    seeds: tuple[int, int],
) -> None:
    first, second = (worded(detailed(seed)) for seed in seeds)

    assert likeness(first, second) is None


@pytest.mark.slow
def test_a_copy_under_coarse_grain_is_linked_to_its_original() -> None:
    original = scenery(47)
    coarse = np.random.default_rng(47).normal(size=(200, 300)).astype(np.float32)
    grain = cv2.resize(coarse, (600, 400), interpolation=cv2.INTER_CUBIC)[..., None] * 30
    grainy = np.clip(original + grain, 0, 255).astype(np.uint8)

    found = likeness(grainy, original)

    assert found is not None
    assert found.likeness is LikenessClass.LIKELY_COPY


@pytest.mark.slow
@pytest.mark.parametrize("edit", [bulged, wavy], ids=["a lens", "a sheet"])
@pytest.mark.parametrize("drawn", [scenery, detailed], ids=["soft", "fine"])
def test_a_copy_that_was_bent_is_linked_to_its_original(
    drawn: Callable[[int], Pixels], edit: Callable[[Pixels], Pixels]
) -> None:
    original = drawn(31)

    found = likeness(edit(original), original)

    assert found is not None
    assert found.likeness in LINKS


@pytest.mark.slow
@pytest.mark.parametrize("step", [5, 8, 14])
@pytest.mark.parametrize("seed", [31, 32])
def test_a_photograph_in_which_edges_moved_past_one_another_is_never_called_a_copy(
    seed: int, step: int
) -> None:
    original = detailed(seed)

    found = likeness(past_edges_from_a_step_aside(original, seed, step), original)

    assert found is None or found.likeness is not LikenessClass.COPY


@pytest.mark.slow
def test_a_picture_in_which_a_person_was_exchanged_is_at_most_a_likely_copy() -> None:
    original = scenery(14)
    changed = original.copy()
    changed[120:300, 200:330] = scenery(15)[120:300, 200:330]

    found = likeness(changed, original)

    assert found is not None
    assert found.likeness is LikenessClass.LIKELY_COPY


@pytest.mark.slow
def test_two_collages_with_one_picture_in_common_are_at_most_likely_copies() -> None:
    shared, left, right = scenery(16), scenery(17), scenery(18)

    found = likeness(np.hstack([shared, left]), np.hstack([shared, right]))

    assert found is not None
    assert found.likeness is LikenessClass.LIKELY_COPY


@pytest.mark.slow
def test_a_part_of_a_collage_is_compared_by_its_own_keypoints() -> None:
    original = scenery(19)
    others = [scenery(seed) for seed in (20, 21, 22)]
    collage = np.vstack([np.hstack([original, others[0]]), np.hstack(others[1:])])
    corner = Region((0.0, 0.0, 0.5, 0.5))
    query = replace(
        describe_query(collage), boxes=((corner, query_features(cut(collage, corner))),)
    )

    found = compare(query, describe(original), Hint(part=0))

    assert found is not None
    assert found.likeness in LINKS
    assert found.query_part.max(axis=0) == pytest.approx([240, 160], abs=3)


def smooth(seed: int) -> Pixels:
    """Return a picture of a few soft clouds, in which no keypoint can be found."""
    random = np.random.default_rng(seed)
    noise = random.integers(0, 256, (4, 5, 3), dtype=np.uint8)
    large = Image.fromarray(noise).resize((600, 400), Image.Resampling.BICUBIC)
    return np.asarray(cv2.GaussianBlur(np.asarray(large), (0, 0), 30))


def near(stored: Region = WHOLE, orientation: Orientation = Orientation.IDENTITY) -> Hint:
    return Hint(region=HashHint(WHOLE, stored, orientation, 9))


@pytest.mark.slow
def test_a_smooth_picture_is_linked_by_its_codes_and_pixels() -> None:
    original = smooth(1)

    found = likeness(reopened(encoded(original, "JPEG", quality=80)), original, near())

    assert found is not None
    assert found.likeness in LINKS
    assert found.inliers == 0
    assert found.distance == 9


@pytest.mark.slow
def test_codes_that_are_near_by_chance_link_nothing() -> None:
    assert likeness(smooth(2), smooth(3), near()) is None
    assert likeness(scenery(23), scenery(24), near()) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    "stored", [detailed, lambda seed: dark(detailed(seed))], ids=["day", "night"]
)
def test_a_very_dark_copy_is_linked_by_its_codes_and_pixels(
    stored: Callable[[int], Pixels],
) -> None:
    night = reopened(encoded(dark(detailed(22)), "JPEG", quality=90))

    found = likeness(night, stored(22), near())
    other = likeness(dark(detailed(32)), stored(22), near())

    assert found is not None
    assert found.likeness in LINKS
    assert other is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("orientation", "turn"),
    [
        (Orientation.ROTATED_90, lambda pixels: np.rot90(pixels)),
        (Orientation.ROTATED_180, lambda pixels: np.rot90(pixels, 2)),
        (Orientation.MIRRORED, lambda pixels: pixels[:, ::-1]),
        (Orientation.MIRRORED_ROTATED_90, lambda pixels: np.rot90(pixels)[:, ::-1]),
    ],
)
def test_a_region_is_laid_on_as_its_code_was_turned(
    orientation: Orientation, turn: Callable[[Pixels], Pixels]
) -> None:
    original = smooth(4)

    found = likeness(np.ascontiguousarray(turn(original)), original, near(orientation=orientation))

    assert found is not None
    assert found.mirrored is orientation.value.startswith("mirrored")


def test_every_class_has_its_word() -> None:
    assert set(LIKENESS_WORDS) == {None, *LikenessClass}
