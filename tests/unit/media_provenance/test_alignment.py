"""Two thumbnails laid on one another: what agrees, what is displaced, what is drawn on top."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from media_provenance.domain.alignment import compare_pixels
from media_provenance.domain.cell_grid import CELL_SIDE
from media_provenance.domain.cells import CellMap, CellState
from media_provenance.domain.geometry import Floats, mirrored_frame, moved
from tests.unit.media_provenance.pictures import scenery

Grey = NDArray[np.uint8]
SIZE = (320, 213)
IN_PLACE = np.eye(3)


def grey(seed: int) -> Grey:
    return np.asarray(cv2.cvtColor(scenery(seed, *SIZE), cv2.COLOR_RGB2GRAY))


def shifted(right: float, down: float) -> Floats:
    return np.array([[1.0, 0, right], [0, 1, down], [0, 0, 1]])


def compared(query: Grey, stored: Grey, homography: Floats = IN_PLACE) -> CellMap:
    """Compare thumbnails whose working frames are of their own size."""
    height, width = query.shape
    cells = compare_pixels(
        query, stored, homography, (width, height), (stored.shape[1], stored.shape[0])
    )
    assert cells is not None
    return cells


def share(cells: CellMap, state: CellState) -> float:
    inside = cells.states != CellState.OUTSIDE
    return float((cells.states[inside] == state).mean())


def test_a_picture_agrees_with_itself_in_every_cell_that_has_texture() -> None:
    cells = compared(grey(1), grey(1))

    assert share(cells, CellState.AGREES) > 0.8
    assert not (cells.states == CellState.DIFFERS).any()
    assert np.median(cells.offsets[cells.states == CellState.AGREES]) < 0.18


def test_another_picture_agrees_almost_nowhere() -> None:
    cells = compared(grey(1), grey(2))

    assert share(cells, CellState.AGREES) < 0.1


@pytest.mark.parametrize(("gain", "bias"), [(0.5, 60.0), (1.4, -20.0)], ids=["paler", "harder"])
def test_exposure_makes_no_difference(gain: float, bias: float) -> None:
    exposed = np.clip(grey(3) * gain + bias, 0, 255).astype(np.uint8)

    cells = compared(exposed, grey(3))

    assert share(cells, CellState.AGREES) > 0.7
    assert share(cells, CellState.DIFFERS) < 0.05


def test_the_softer_picture_sets_the_measure() -> None:
    soft = np.asarray(cv2.GaussianBlur(grey(4), (0, 0), 2.0), dtype=np.uint8)

    cells = compared(soft, grey(4))

    assert share(cells, CellState.DIFFERS) < 0.05


def test_a_homography_that_is_a_little_off_is_put_right() -> None:
    cells = compared(grey(5), grey(5), shifted(2.6, -1.7))

    middle = np.array([[160.0, 106.0]])
    assert moved(cells.homography, middle)[0] == pytest.approx(middle[0], abs=0.2)
    assert share(cells, CellState.DIFFERS) < 0.05


def test_a_mirrored_picture_is_laid_on_through_the_mirror() -> None:
    cells = compared(np.ascontiguousarray(grey(6)[:, ::-1]), grey(6), mirrored_frame(320))

    assert not (cells.states == CellState.DIFFERS).any()


def test_cells_that_only_one_picture_covers_are_outside() -> None:
    cells = compared(grey(7), grey(7), np.array([[0.9, -0.3, 50], [0.3, 0.9, 0], [0, 0, 1.0]]))

    assert (cells.states == CellState.OUTSIDE).any()


def test_a_flat_strip_over_the_picture_is_covered_and_said_of_which_picture() -> None:
    strip = grey(8)
    strip[150:] = 230

    cells = compared(strip, grey(8))

    under = cells.states[-3:]
    assert (under != CellState.AGREES).all()
    assert cells.covered_query[-3:].mean() > 0.8
    assert cells.tones[0] > 0.9
    assert (cells.states[: 140 // CELL_SIDE] != CellState.DIFFERS).all()


def test_a_piece_of_another_photograph_differs_and_is_not_taken_for_drawing() -> None:
    patched = grey(9)
    patched[48:144, 96:216] = grey(10)[48:144, 96:216]

    cells = compared(patched, grey(9))

    within = cells.states[5:11, 9:17]
    assert (within == CellState.AGREES).mean() < 0.15
    assert (within == CellState.DIFFERS).mean() > 0.5


@pytest.mark.parametrize("seed", [11, 12, 13, 14, 15])
def test_what_moves_with_its_distance_is_left_beside_its_place(seed: int) -> None:
    depth = cv2.GaussianBlur(
        np.random.default_rng(seed).normal(size=(213, 320)).astype(np.float32), (0, 0), 12
    )
    down, along = np.mgrid[0:213, 0:320].astype(np.float32)
    beside = cv2.remap(
        grey(seed), along + 3 * depth / depth.std(), down, cv2.INTER_LINEAR, borderMode=1
    )

    aside = compared(np.asarray(beside, dtype=np.uint8), grey(seed))
    copy = compared(grey(seed), grey(seed))

    assert aside.uneven
    assert not copy.uneven
    assert np.percentile(aside.offsets[aside.states == CellState.AGREES], 90) > 0.4
    assert np.percentile(copy.offsets[copy.states == CellState.AGREES], 75) < 0.05


def test_a_bend_without_which_no_more_agrees_is_not_taken_out() -> None:
    noisy = grey(16) + np.random.default_rng(16).normal(0, 12, (213, 320))

    cells = compared(np.clip(noisy, 0, 255).astype(np.uint8), grey(16))

    assert not cells.bent


def test_a_softer_look_brings_out_what_lies_under_coarse_grain() -> None:
    coarse = np.random.default_rng(17).normal(size=(107, 160)).astype(np.float32)
    grain = cv2.resize(coarse, SIZE, interpolation=cv2.INTER_CUBIC) * 40
    grainy = np.clip(grey(17) + grain, 0, 255).astype(np.uint8)

    plainly = compared(grainy, grey(17))
    softly = compare_pixels(grainy, grey(17), IN_PLACE, SIZE, SIZE, coarsely=True)

    assert softly is not None
    assert share(softly, CellState.AGREES) > 1.2 * share(plainly, CellState.AGREES)


def test_a_softer_look_at_another_picture_brings_out_nothing() -> None:
    assert compare_pixels(grey(18), grey(18), IN_PLACE, SIZE, SIZE, coarsely=True) is None


def test_a_bend_that_no_homography_has_is_taken_out() -> None:
    down, along = np.mgrid[0:213, 0:320].astype(np.float32)
    squared = ((along - 160) ** 2 + (down - 106) ** 2) / 160**2
    wider = 1 + 0.08 * (squared - 0.5)
    bulged = cv2.remap(
        grey(24),
        (along - 160) * wider + 160,
        (down - 106) * wider + 106,
        cv2.INTER_LINEAR,
        borderMode=1,
    )

    cells = compared(np.asarray(bulged, dtype=np.uint8), grey(24))

    assert cells.bent
    assert share(cells, CellState.AGREES) > 0.95


def test_dark_pictures_are_compared_by_what_little_contrast_they_have() -> None:
    dark, other = (np.asarray(grey(seed) * 0.2, dtype=np.uint8) for seed in (21, 31))

    alike, unlike = compared(dark, dark), compared(other, dark)

    assert share(alike, CellState.AGREES) > 0.8
    assert share(unlike, CellState.AGREES) < 0.1


def test_words_alike_in_both_are_taken_away_before_the_rest_is_compared() -> None:
    first, second = grey(12), grey(13)
    for picture in (first, second):
        for line in (60, 120, 180):
            cv2.putText(picture, "BREAKING", (8, line), cv2.FONT_HERSHEY_DUPLEX, 2, 255, 6)

    alike, other = compared(first, first), compared(first, second)

    assert alike.rest.both_agrees > 0.9
    assert other.rest.either > 0.01
    assert max(other.rest.either_agrees, other.rest.both_agrees) < 0.2


def test_too_small_an_overlap_is_not_compared() -> None:
    assert compare_pixels(grey(14), grey(14), shifted(300, 0), SIZE, SIZE) is None
    assert compare_pixels(grey(14), grey(14), shifted(900, 0), SIZE, SIZE) is None
