"""Parts of a picture that are pictures of their own, and the paper around them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from media_provenance.domain.photo_boxes import Region, cut, paper, photo_boxes
from tests.unit.media_provenance.pictures import encoded, reopened
from tests.unit.media_provenance.screens import page_of_text, photograph, screenshot_of

Box = tuple[float, float, float, float]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_photograph_in_a_screenshot_is_found_first(dark: bool) -> None:
    pixels, where = screenshot_of(photograph(1), dark=dark)

    boxes = photo_boxes(reopened(encoded(pixels, "JPEG", quality=60)))

    assert _overlap(boxes[0].box, where) > 0.95


@pytest.mark.parametrize("gap", [0, 6, 30])
def test_the_four_parts_of_a_collage_are_found(gap: int) -> None:
    pixels = np.full((600 + gap, 800 + gap, 3), 255, np.uint8)
    wanted: list[Box] = []
    for seed, (y, x) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        top, left = y * (300 + gap), x * (400 + gap)
        pixels[top : top + 300, left : left + 400] = photograph(seed, 400, 300)
        height, width = pixels.shape[:2]
        wanted.append((left / width, top / height, (left + 400) / width, (top + 300) / height))

    boxes = photo_boxes(pixels)

    assert [max(_overlap(box.box, one) for box in boxes) > 0.9 for one in wanted] == [True] * 4


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_framed_photograph_is_found(level: int) -> None:
    pixels = np.full((480, 680, 3), level, np.uint8)
    pixels[40:440, 40:640] = photograph(1)

    boxes = photo_boxes(pixels)

    assert _overlap(boxes[0].box, (40 / 680, 40 / 480, 640 / 680, 440 / 480)) > 0.95


@pytest.mark.parametrize(
    "pixels",
    [
        pytest.param(photograph(1), id="a photograph"),
        pytest.param(page_of_text("arabic"), id="a page"),
        pytest.param(np.full((400, 600, 3), 200, np.uint8), id="flat"),
        pytest.param(np.full((1, 1, 3), 200, np.uint8), id="one pixel"),
        pytest.param(photograph(1, 3000, 2), id="a thread"),
    ],
)
def test_what_has_no_parts_has_no_boxes(pixels: NDArray[np.uint8]) -> None:
    assert photo_boxes(pixels) == ()


def test_cutting_takes_the_part_and_at_least_a_pixel() -> None:
    pixels = np.arange(100, dtype=np.uint8).reshape(10, 10)

    assert cut(pixels, Region((0.5, 0.2, 1.0, 0.4))).tolist() == [
        [25, 26, 27, 28, 29],
        [35, 36, 37, 38, 39],
    ]
    assert cut(pixels, Region((1.0, 1.0, 1.0, 1.0))).tolist() == [[99]]


@pytest.mark.parametrize("grey", [False, True], ids=["in colour", "in grey"])
def test_paper_is_the_ground_of_a_page_and_not_its_letters(grey: bool) -> None:
    page = page_of_text("arabic")

    ground = paper(page[..., 0] if grey else page)

    assert ground[page[..., 0] < 100].mean() < 0.01
    assert ground.mean() > 0.5


def test_a_photograph_and_a_sky_that_shades_off_are_no_paper() -> None:
    sky = np.linspace(90, 250, 400).astype(np.uint8)[:, None].repeat(600, axis=1)

    assert paper(photograph(1)).mean() < 0.01
    assert paper(sky).mean() < 0.2


def _overlap(a: Box, b: Box) -> float:
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    shared = max(0.0, across) * max(0.0, down)
    return shared / (Region(a).area + Region(b).area - shared)
