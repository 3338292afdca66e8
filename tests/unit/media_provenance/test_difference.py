"""The picture that shows people where two pictures differ, and the laying of one on the other."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from media_provenance.domain.difference import aligned, difference_picture
from tests.unit.media_provenance.test_alterations import HEIGHT, WIDTH, moved, scene, written

Pixels = NDArray[np.uint8]

WHOLE = np.ones((HEIGHT, WIDTH), dtype=np.bool_)


def tinted(drawn: Pixels) -> NDArray[np.bool_]:
    """Where the picture is clearly blue; everything else in it is grey."""
    return np.asarray(drawn[..., 2].astype(int) - drawn[..., 0] > 40)


def test_a_picture_is_laid_on_its_crop() -> None:
    original = scene()

    laid, inside = aligned(original, moved(80, 20), (180, 200))

    assert inside.all()
    assert np.array_equal(laid, original[20:200, 80:280])


def test_where_the_other_has_no_pixels_it_is_grey_and_said_to_be_outside() -> None:
    original = scene()

    laid, inside = aligned(original, moved(-WIDTH, 0), (HEIGHT, 2 * WIDTH))

    assert not inside[:, :WIDTH].any()
    assert inside[:, WIDTH:].all()
    assert (laid[:, :WIDTH] == 128).all()


def test_a_larger_picture_is_softened_when_it_is_laid_on_a_smaller_one() -> None:
    stripes = np.zeros((400, 400, 3), dtype=np.uint8)
    stripes[:, ::2] = 255

    laid, _ = aligned(stripes, np.diag([4.0, 4.0, 1.0]), (100, 100))

    assert float(laid[10:90, 10:90].std()) < 10


def test_the_same_picture_differs_nowhere() -> None:
    drawn = difference_picture(scene(), scene(), WHOLE)

    assert not tinted(drawn).any()


def test_a_negative_differs_only_where_it_was_written_on() -> None:
    written_on = scene()
    written_on[40:70, 60:140] = 255 - written_on[40:70, 60:140]

    plain = tinted(difference_picture(scene(), 255 - scene(), WHOLE))
    marked = tinted(difference_picture(scene(), 255 - written_on, WHOLE))

    assert not plain.any()
    assert marked[40:70, 60:140].mean() > 0.3
    assert not marked[100:].any()


def test_a_picture_saved_again_differs_nowhere() -> None:
    original = scene()
    packed = cv2.imencode(".jpg", original, [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
    again = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), dtype=np.uint8)

    drawn = difference_picture(original, again, WHOLE)

    assert float(tinted(drawn).mean()) < 0.002


@pytest.mark.parametrize(
    "change",
    [
        lambda pixels: pixels * 0.6 + 60,
        lambda pixels: pixels * np.array([1.0, 0.8, 0.6]),
        lambda pixels: cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)[..., None].repeat(3, axis=2),
    ],
    ids=["paler", "warmer", "greyscale"],
)
def test_a_change_of_all_tones_is_no_difference_anywhere(change: object) -> None:
    assert callable(change)
    original = scene()

    drawn = difference_picture(original, np.asarray(change(original), dtype=np.uint8), WHOLE)

    assert float(tinted(drawn).mean()) < 0.01


def test_text_on_top_is_tinted_and_the_rest_is_not() -> None:
    original = scene()
    copy = written(original, 125, 2)

    found = tinted(difference_picture(copy, original, WHOLE))

    assert float(found[130:170, 14:260].mean()) > 0.3
    assert not found[:110].any()


def test_the_differing_part_has_a_white_outline() -> None:
    original = scene()
    copy = original.copy()
    copy[60:120, 80:200] = (230, 30, 40)

    drawn = difference_picture(copy, original, WHOLE)

    assert (drawn[50:130, 70:210] == 255).all(axis=2).sum() > 200
    assert not (drawn[150:] == 255).all(axis=2).any()


def test_a_text_over_half_of_a_brighter_copy_does_not_tint_the_other_half() -> None:
    original = scene()
    copy = np.clip(written(original, 10, 4).astype(np.float32) * 0.7 + 70, 0, 255)

    found = tinted(difference_picture(copy.astype(np.uint8), original, WHOLE))

    assert float(found[140:].mean()) < 0.01


def test_what_only_this_picture_shows_is_hatched_and_not_tinted() -> None:
    original = scene()
    outside = WHOLE.copy()
    outside[:, :100] = False

    plain = difference_picture(original, original, WHOLE)
    drawn = difference_picture(original, original, outside)

    assert not tinted(drawn).any()
    assert np.array_equal(drawn[:, 100:], plain[:, 100:])
    assert (drawn[:, :100] != plain[:, :100]).any(axis=(1, 2)).all()


def test_flat_pictures_are_drawn_too() -> None:
    flat = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)

    drawn = difference_picture(flat, np.full_like(flat, 200), WHOLE)

    assert drawn.shape == flat.shape


def test_a_picture_with_nothing_to_compare_is_hatched_all_over() -> None:
    drawn = difference_picture(scene(), scene(seed=2), ~WHOLE)

    assert not tinted(drawn).any()


def test_pictures_of_two_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="not of one size"):
        difference_picture(scene(), scene()[:100], WHOLE)
