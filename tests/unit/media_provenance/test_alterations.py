"""What is measured of a changed picture, on pictures drawn here with changes that are known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from media_provenance.domain.alteration_facts import (
    AddedKind,
    Alteration,
    Edge,
    Tone,
    Where,
    alteration_from_record,
    alteration_record,
    reversed_alteration,
    transform_record,
)
from media_provenance.domain.alterations import (
    ComparedPicture,
    NothingShared,
    describe_alteration,
)
from media_provenance.domain.frames import inverted
from media_provenance.domain.tones import small_colour

Pixels = NDArray[np.uint8]
Matrix = NDArray[np.float64]

WIDTH, HEIGHT = 320, 240


def scene(seed: int = 1) -> Pixels:
    """A coloured picture with structure of every size, RGB, 240 x 320."""
    random = np.random.default_rng(seed)
    layers = [
        cv2.resize(
            random.uniform(0, 255, (HEIGHT // step, WIDTH // step, 3)).astype(np.float32),
            (WIDTH, HEIGHT),
            interpolation=cv2.INTER_CUBIC,
        )
        for step in (4, 12, 40)
    ]
    mixed = 0.25 * layers[0] + 0.35 * layers[1] + 0.4 * layers[2]
    return np.asarray(np.clip((mixed - 128) * 1.6 + 128, 0, 255), dtype=np.uint8)


def compared(pixels: Pixels, *, longest_side: int | None = None) -> ComparedPicture:
    return ComparedPicture(
        frame=(pixels.shape[1], pixels.shape[0]),
        thumbnail=np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8),
        colour=small_colour(pixels),
        longest_side=longest_side,
    )


def moved(right: float, down: float) -> Matrix:
    """The homography of a copy whose pixels stand so much further left and up in it."""
    return np.array([[1.0, 0, right], [0, 1, down], [0, 0, 1]])


def described(copy: Pixels, original: Pixels, homography: Matrix) -> Alteration:
    return describe_alteration(homography, compared(copy), compared(original))


def written(pixels: Pixels, top: int, lines: int) -> Pixels:
    """The picture with outlined letters in lines of 24 pixels."""
    copy = pixels.copy()
    for line in range(lines):
        at = (14, top + 24 * line + 20)
        for color, thick in (((0, 0, 0), 7), ((255, 255, 255), 3)):
            cv2.putText(copy, "as it was seen", at, cv2.FONT_HERSHEY_SIMPLEX, 1.1, color, thick)
    return copy


def kinds(alteration: Alteration) -> list[AddedKind]:
    return [added.kind for added in alteration.added]


def test_the_same_picture_is_not_changed() -> None:
    original = scene()

    found = described(original, original, np.eye(3))

    assert (found.mirrored, found.cropped, found.shows_more, found.rotated) == (False,) * 4
    assert (found.stretched, found.perspective) == (False, False)
    assert (found.added, found.removed, found.tones) == ((), (), ())


def test_a_crop_is_measured_with_the_sides_that_are_missing() -> None:
    original = scene()
    copy = original[:180, 80:]

    found = described(copy, original, moved(80, 0))

    assert found.crop == pytest.approx(0.75 * 0.75, abs=0.01)
    assert set(found.cut) == {Edge.LEFT, Edge.BOTTOM}
    assert not found.shows_more
    assert found.added == ()


def test_a_picture_held_against_its_own_crop_shows_more() -> None:
    original = scene()
    crop = original[:, 160:]

    found = described(original, crop, moved(-160, 0))

    assert found.shown == pytest.approx(0.5, abs=0.01)
    assert found.beyond == (Edge.LEFT,)
    assert not found.cropped
    assert found.added == ()


def test_a_mirrored_picture_is_called_mirrored_and_not_turned() -> None:
    original = scene()

    found = described(
        np.ascontiguousarray(original[:, ::-1]),
        original,
        np.array([[-1.0, 0, WIDTH - 1], [0, 1, 0], [0, 0, 1]]),
    )

    assert found.mirrored
    assert not found.rotated


@pytest.mark.parametrize("degrees", [-30.0, 5.0, 12.0])
def test_a_rotation_is_measured_clockwise(degrees: float) -> None:
    original = scene()
    # OpenCV counts against the clock.
    there = np.vstack([cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), -degrees, 1.0), [0, 0, 1]])
    copy = np.asarray(cv2.warpPerspective(original, there, (WIDTH, HEIGHT)), dtype=np.uint8)

    found = described(copy, original, inverted(there))

    assert found.rotation == pytest.approx(degrees, abs=0.1)
    assert not found.shows_more
    assert found.added == ()


def test_a_quarter_turn_is_clockwise_by_90_degrees() -> None:
    original = scene()
    copy = np.asarray(cv2.rotate(original, cv2.ROTATE_90_CLOCKWISE), dtype=np.uint8)

    found = described(copy, original, np.array([[0.0, 1, 0], [-1, 0, HEIGHT - 1], [0, 0, 1]]))

    assert found.rotation == pytest.approx(90)
    assert not found.cropped


def test_a_stretched_picture_says_by_how_much() -> None:
    original = scene()
    copy = np.asarray(cv2.resize(original, (400, HEIGHT)), dtype=np.uint8)

    found = described(copy, original, np.diag([0.8, 1.0, 1.0]))

    assert found.stretch == pytest.approx(1.25, abs=0.01)
    assert found.stretched
    assert not found.cropped


def test_a_picture_seen_askew_is_said_to_be() -> None:
    original = scene()
    corners = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], dtype=np.float32)
    seen = np.array([[10, 5], [300, 40], [290, 200], [5, 230]], dtype=np.float32)
    there = np.asarray(cv2.getPerspectiveTransform(corners, seen), dtype=np.float64)
    copy = np.asarray(cv2.warpPerspective(original, there, (WIDTH, HEIGHT)), dtype=np.uint8)

    assert described(copy, original, inverted(there)).perspective


def test_the_scale_is_between_the_files_where_both_sizes_are_known() -> None:
    original = scene()

    found = describe_alteration(
        np.eye(3), compared(original, longest_side=800), compared(original, longest_side=3200)
    )

    assert found.scale == pytest.approx(0.25)


@pytest.mark.parametrize("tone", [0, 96, 255])
def test_a_strip_below_is_a_strip_and_the_picture_is_whole(tone: int) -> None:
    original = scene()
    copy = np.vstack([original, np.full((50, WIDTH, 3), tone, np.uint8)])

    found = described(copy, original, np.eye(3))

    assert kinds(found) == [AddedKind.STRIP_BELOW]
    assert found.added[0].share == pytest.approx(50 / 290, abs=0.01)
    assert not found.added[0].written
    assert not found.cropped
    assert not found.shows_more


def test_a_strip_with_writing_is_a_caption() -> None:
    original = scene()
    strip = written(np.full((50, WIDTH, 3), 255, np.uint8), 8, 1)

    found = described(np.vstack([strip, original]), original, moved(0, -50))

    assert kinds(found) == [AddedKind.STRIP_ABOVE]
    assert found.added[0].written


def test_a_strip_laid_over_the_picture_hides_a_part_of_it() -> None:
    original = scene()
    copy = original.copy()
    copy[190:] = (20, 20, 120)

    found = described(copy, original, np.eye(3))

    assert kinds(found) == [AddedKind.STRIP_BELOW]
    assert found.crop == pytest.approx(190 / 240, abs=0.02)


def test_bars_all_around_are_a_frame() -> None:
    original = scene()
    copy = np.pad(original, ((20, 20), (20, 20), (0, 0)), constant_values=0)

    found = described(copy, original, moved(-20, -20))

    assert kinds(found) == [AddedKind.FRAME]
    assert not found.shows_more


def test_text_over_the_lower_half_is_said_to_stand_there() -> None:
    original = scene()

    found = described(written(original, 125, 4), original, np.eye(3))

    assert [(added.kind, added.where) for added in found.added] == [
        (AddedKind.TEXT, Where.LOWER_HALF)
    ]
    assert not found.cropped
    assert found.removed == ()


@pytest.mark.parametrize(
    ("top", "lines", "where"),
    [
        (2, 9, Where.WHOLE),
        (4, 3, Where.UPPER_THIRD),
        (20, 4, Where.UPPER_HALF),
        (70, 4, Where.ACROSS),
        (150, 3, Where.LOWER_THIRD),
    ],
    ids=lambda value: str(value),
)
def test_text_is_said_with_the_part_it_covers(top: int, lines: int, where: Where) -> None:
    original = scene()

    found = described(written(original, top, lines), original, np.eye(3))

    assert [(added.kind, added.where) for added in found.added] == [(AddedKind.TEXT, where)]
    assert not found.cropped


def test_a_full_stop_larger_than_a_letter_belongs_to_its_text() -> None:
    original = scene()
    copy = written(original, 60, 3)
    cv2.circle(copy, (300, 122), 10, (255, 255, 255), -1)

    assert kinds(described(copy, original, np.eye(3))) == [AddedKind.TEXT]


def test_what_was_worked_in_without_an_edge_is_said_to_differ_and_no_more() -> None:
    original, other = scene(), scene(seed=2)
    distance = np.hypot(*(np.indices((HEIGHT, WIDTH)) - np.array([120, 160])[:, None, None]))
    share = np.clip((70 - distance) / 40, 0, 1)[..., None]
    copy = (share * other + (1 - share) * original).astype(np.uint8)

    found = described(copy, original, np.eye(3))

    assert set(kinds(found)) == {AddedKind.DIFFERENT}
    assert found.removed == ()


def test_a_bar_on_both_sides_is_two_strips() -> None:
    original = scene()
    copy = np.pad(original, ((0, 0), (40, 40), (0, 0)), constant_values=0)

    found = described(copy, original, moved(-40, 0))

    assert set(kinds(found)) == {AddedKind.STRIP_LEFT, AddedKind.STRIP_RIGHT}


def test_an_uneven_frame_is_a_frame() -> None:
    original = scene()
    copy = np.pad(original, ((12, 60), (12, 12), (0, 0)), constant_values=255)

    assert kinds(described(copy, original, moved(-12, -12))) == [AddedKind.FRAME]


def test_a_drawing_as_large_as_the_picture_makes_a_collage_with_it() -> None:
    original = scene()
    drawing = written(np.full_like(original, 250), 20, 8)

    found = described(np.vstack([original, drawing]), original, np.eye(3))

    assert [(added.kind, added.where) for added in found.added] == [(AddedKind.COLLAGE, Where.TOP)]


def test_text_that_only_the_other_picture_has_was_removed_here() -> None:
    original = scene()

    found = described(original, written(original, 10, 2), np.eye(3))

    assert found.added == ()
    assert [(added.kind, added.where) for added in found.removed] == [
        (AddedKind.TEXT, Where.UPPER_THIRD)
    ]


def test_a_logo_is_said_with_its_corner() -> None:
    original = scene()
    copy = original.copy()
    cv2.circle(copy, (290, 28), 20, (230, 30, 40), -1)

    found = described(copy, original, np.eye(3))

    assert [(added.kind, added.where) for added in found.added] == [
        (AddedKind.PATCH, Where.UPPER_RIGHT)
    ]


def test_a_picture_beside_another_stands_in_a_collage() -> None:
    original, other = scene(), scene(seed=2)

    found = described(np.hstack([other, original]), original, moved(-WIDTH, 0))

    assert [(added.kind, added.where) for added in found.added] == [
        (AddedKind.COLLAGE, Where.RIGHT)
    ]
    assert not found.shows_more
    assert not found.cropped


def test_a_picture_between_lines_of_an_app_stands_in_a_screenshot() -> None:
    original = scene()
    head = written(np.full((90, WIDTH, 3), 250, np.uint8), 10, 3)
    foot = written(np.full((110, WIDTH, 3), 250, np.uint8), 10, 4)

    found = described(np.vstack([head, original, foot]), original, moved(0, -90))

    assert kinds(found) == [AddedKind.SCREEN]


@pytest.mark.parametrize(
    ("change", "tone"),
    [
        (lambda pixels: pixels.mean(axis=2, keepdims=True).repeat(3, axis=2), Tone.GREYSCALE),
        (
            lambda pixels: pixels.mean(axis=2, keepdims=True) * np.array([1.0, 0.8, 0.5]),
            Tone.TINTED,
        ),
        (lambda pixels: pixels * 0.8 + 50, Tone.BRIGHTER),
        (lambda pixels: pixels * 0.7, Tone.DARKER),
        (lambda pixels: (pixels - 128.0) * 1.5 + 128, Tone.MORE_CONTRAST),
        (lambda pixels: cv2.GaussianBlur(pixels.astype(np.float32), (0, 0), 2.5), Tone.LESS_SHARP),
    ],
    ids=["greyscale", "sepia", "brighter", "darker", "contrast", "blur"],
)
def test_a_change_of_tones_is_said_and_no_other_change(change: object, tone: Tone) -> None:
    assert callable(change)
    original = scene()
    copy = np.clip(change(original), 0, 255).astype(np.uint8)

    found = described(copy, original, np.eye(3))

    assert tone in found.tones
    assert (found.added, found.removed) == ((), ())


def test_colours_are_not_spoken_of_where_one_picture_is_known_in_grey_only() -> None:
    original = scene()
    grey = compared(original.mean(axis=2, keepdims=True).repeat(3, axis=2).astype(np.uint8))
    unknown = ComparedPicture((WIDTH, HEIGHT), compared(original).thumbnail)

    assert describe_alteration(np.eye(3), grey, unknown).tones == ()


def test_of_a_negative_that_is_said_and_everything_else_as_if_it_were_turned_back() -> None:
    original = scene()

    found = describe_alteration(
        np.eye(3), compared(255 - original), compared(original), negative=True
    )
    back = reversed_alteration(found)

    assert found.tones == (Tone.NEGATIVE,)
    assert (found.added, found.removed) == ((), ())
    assert back.tones == (Tone.NEGATIVE,)


def test_several_changes_are_all_said() -> None:
    original = scene()
    cropped = np.ascontiguousarray(original[:, :240][:, ::-1])
    copy = np.vstack([written(cropped, 10, 2), np.full((40, 240, 3), 255, np.uint8)])

    found = described(copy, original, np.array([[-1.0, 0, 239], [0, 1, 0], [0, 0, 1]]))

    assert found.mirrored
    assert found.crop == pytest.approx(0.75, abs=0.02)
    assert found.cut == (Edge.RIGHT,)
    assert set(kinds(found)) == {AddedKind.STRIP_BELOW, AddedKind.TEXT}


def test_flat_pictures_are_described_by_geometry_alone() -> None:
    flat = np.full((HEIGHT, WIDTH, 3), 200, np.uint8)

    found = described(flat[:120], flat, np.eye(3))

    assert found.crop == pytest.approx(0.5, abs=0.01)
    assert found.added == ()


@pytest.mark.parametrize(
    "homography",
    [np.diag([1.0, 0.0, 1.0]), moved(10 * WIDTH, 0)],
    ids=["folded", "beside"],
)
def test_a_homography_that_lays_nothing_on_the_other_is_refused(homography: Matrix) -> None:
    with pytest.raises(NothingShared, match="homography"):
        described(scene(), scene(), homography)


# Reversed and kept


def test_reversed_says_of_the_older_what_was_done_to_it() -> None:
    original = scene()
    copy = np.vstack([original[:, :240], np.full((40, 240, 3), 255, np.uint8)])

    found = reversed_alteration(described(copy, original, np.eye(3)))

    assert found.shown == pytest.approx(0.75, abs=0.02)
    assert found.beyond == (Edge.RIGHT,)
    assert not found.cropped
    assert found.added == ()
    assert [added.kind for added in found.removed] == [AddedKind.STRIP_BELOW]


ASKEW = Alteration(
    mirrored=False,
    rotation=90.0,
    scale=0.5,
    stretch=1.25,
    perspective=False,
    crop=0.52,
    cut=(Edge.LEFT,),
    shown=1.0,
    beyond=(),
    tones=(Tone.GREYSCALE, Tone.LESS_SHARP),
)


def test_a_turn_is_reversed_against_the_clock() -> None:
    found = reversed_alteration(ASKEW)

    assert (found.rotation, found.scale) == (-90.0, 2.0)
    assert found.tones == (Tone.COLOURED, Tone.SHARPER)


@pytest.mark.parametrize("rotation", [180.0, 90.0, 7.5])
@pytest.mark.parametrize("mirrored", [True, False], ids=["mirrored", "plain"])
def test_reversing_twice_gives_the_same(mirrored: bool, rotation: float) -> None:
    original = Alteration(
        mirrored=mirrored,
        rotation=rotation,
        scale=0.5,
        stretch=1.25,
        perspective=True,
        crop=0.5,
        cut=(Edge.TOP,),
        shown=0.9,
        beyond=(Edge.RIGHT,),
    )

    assert reversed_alteration(reversed_alteration(original)) == original


def test_reversed_agrees_with_the_description_the_other_way_round() -> None:
    original = scene()
    there = np.array([[-0.9, 0.1, 300.0], [0.1, 0.9, -10.0], [0, 0, 1]])
    copy = np.asarray(
        cv2.warpPerspective(
            original, there, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        ),
        dtype=np.uint8,
    )

    reversed_one = reversed_alteration(described(copy, original, there))
    other_way = described(original, copy, np.linalg.inv(there))

    assert reversed_one.mirrored == other_way.mirrored
    assert reversed_one.rotation == pytest.approx(other_way.rotation, abs=0.1)
    assert reversed_one.crop == pytest.approx(other_way.crop, abs=0.01)
    assert reversed_one.shown == pytest.approx(other_way.shown, abs=0.01)


def test_an_alteration_is_kept_as_json_and_read_back() -> None:
    original = scene()
    found = described(written(original, 125, 4)[:, 32:], original, moved(32, 0))

    record = alteration_record(found)

    assert alteration_record(alteration_from_record(record)) == record
    assert alteration_from_record(record).added[0].where == found.added[0].where


def test_an_alteration_of_another_version_is_not_read() -> None:
    record = alteration_record(ASKEW)
    record["version"] = 99

    with pytest.raises(ValueError, match="version 99"):
        alteration_from_record(record)


def test_commands_print_a_few_stable_facts() -> None:
    assert transform_record(ASKEW) == {
        "mirrored": False,
        "rotation": 90.0,
        "scale": 0.5,
        "crop": 0.52,
        "added": [],
    }
