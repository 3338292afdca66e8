"""What is said of two pictures that are alike: their class, their measures, what was changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from media_provenance import wording
from media_provenance.domain.alteration_facts import (
    Added,
    AddedKind,
    Alteration,
    Edge,
    Tone,
    Where,
)
from media_provenance.models.match import MatchClass

SAME = Alteration(
    mirrored=False,
    rotation=0.0,
    scale=1.0,
    stretch=1.0,
    perspective=False,
    crop=1.0,
    cut=(),
    shown=1.0,
    beyond=(),
)


def added(kind: AddedKind, where: Where = Where.WHOLE, *, written: bool = False) -> Added:
    return Added(kind, where, 0.2, (0.0, 0.0, 1.0, 0.2), written)


@pytest.fixture(autouse=True)
def in_english() -> object:
    with translation.override("en"):
        yield


# Classes and measures


@pytest.mark.parametrize("match_class", list(MatchClass))
def test_every_class_has_a_sentence_that_calls_nothing_true_or_fake(
    match_class: MatchClass,
) -> None:
    sentence = wording.match_sentence(match_class)

    assert sentence.endswith(".")
    assert "true" not in sentence.lower()
    assert "fake" not in sentence.lower()


def test_another_photo_of_the_place_is_said_to_be_no_copy() -> None:
    assert "not a copy" in wording.match_sentence("same_place")


def test_a_likely_copy_is_left_to_a_person() -> None:
    assert "A person has to say" in wording.match_sentence("likely_copy", distance=40)


def test_a_copy_that_the_pixels_gave_away_needs_no_distance() -> None:
    assert wording.match_sentence("copy") == (
        "It looks like a copy: the pixels agree wherever nothing was put on top of them."
    )


def test_an_unknown_class_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="lookalike"):
        wording.match_sentence("lookalike")


def test_the_measures_come_with_how_to_read_them() -> None:
    numbers = wording.likeness_numbers(inliers=1234, distance=1, agreement=0.934)

    assert [(number.name, number.value) for number in numbers] == [
        ("Agreement of the pixels", "93%"),
        ("Keypoints that agree", "1,234"),
        ("Distance of the fingerprints", "1 bit of 256"),
    ]
    assert "not whether what is said of them is right" in numbers[0].reading


def test_measures_that_were_not_taken_are_left_out() -> None:
    assert wording.likeness_numbers(inliers=None, distance=None, agreement=None) == ()


# What was changed


def test_several_changes_make_one_sentence() -> None:
    alteration = replace(
        SAME,
        mirrored=True,
        crop=0.52,
        cut=(Edge.LEFT, Edge.BOTTOM),
        added=(
            added(AddedKind.STRIP_BELOW, written=True),
            added(AddedKind.TEXT, Where.UPPER_HALF),
        ),
    )

    assert wording.alteration_sentence(alteration) == (
        "Compared with the other picture: mirrored, cropped to 52% (a part is missing on the left "
        "and below), with a caption strip added below, and with text over the upper half."
    )


def test_one_change_stands_alone() -> None:
    assert wording.alteration_words(replace(SAME, mirrored=True)) == "mirrored"


def test_an_unchanged_picture_is_said_to_be_so() -> None:
    assert wording.alteration_phrases(SAME) == ()
    assert "nothing was found changed" in wording.alteration_sentence(SAME)
    assert wording.alteration_words(SAME) == "unchanged but for size and compression"


def test_a_picture_that_shows_more_says_how_much_of_it_the_other_has() -> None:
    alteration = replace(SAME, shown=0.52, beyond=(Edge.TOP,))

    assert wording.alteration_words(alteration) == (
        "showing more above: the other picture has 52% of it"
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"rotation": 0.4}, "unchanged but for size and compression"),
        ({"rotation": 5.2}, "turned clockwise by 5°"),
        ({"rotation": -89.7}, "turned counter-clockwise by 90°"),
        ({"rotation": 179.2}, "turned upside down"),
        ({"stretch": 1.25}, "stretched in width by 25%"),
        ({"stretch": 0.8}, "stretched in height by 25%"),
        (
            {"stretch": 1.25, "rotation": 90.0},
            "turned clockwise by 90° and stretched in height by 25%",
        ),
        (
            {"perspective": True},
            "seen at an angle, as when a screen or a print is photographed",
        ),
        ({"crop": 0.3, "cut": tuple(Edge)}, "cropped to 30%"),
        ({"shown": 0.3, "beyond": ()}, "showing more: the other picture has 30% of it"),
        ({"tones": (Tone.GREYSCALE, Tone.LESS_SHARP)}, "in black and white and less sharp"),
    ],
)
def test_a_change_is_said_in_few_words(changed: dict[str, Any], words: str) -> None:
    assert wording.alteration_words(replace(SAME, **changed)) == words


@pytest.mark.parametrize("kind", list(AddedKind))
@pytest.mark.parametrize("where", list(Where))
@pytest.mark.parametrize("written", [True, False], ids=["written", "plain"])
def test_whatever_was_added_anywhere_has_words_in_both_directions(
    kind: AddedKind, where: Where, written: bool
) -> None:
    one = added(kind, where, written=written)

    assert len(wording.alteration_phrases(replace(SAME, added=(one,)))[0]) > 5
    assert len(wording.alteration_phrases(replace(SAME, removed=(one,)))[0]) > 5


@pytest.mark.parametrize("tone", list(Tone))
def test_every_tone_has_words(tone: Tone) -> None:
    assert wording.alteration_phrases(replace(SAME, tones=(tone,)))[0]


def test_the_same_thing_twice_is_said_once() -> None:
    patch = added(AddedKind.PATCH, Where.UPPER_LEFT)

    assert wording.alteration_phrases(replace(SAME, added=(patch, patch))) == (
        "with a logo or sticker at the upper left",
    )


@pytest.mark.parametrize(
    ("language", "joined"),
    [
        ("ar", "mirrored وless sharp"),
        ("fr", "mirrored et less sharp"),
        # No patterns of our own for Georgian: CLDR's are used.
        ("ka", "mirrored და less sharp"),
    ],
)
def test_changes_are_listed_as_the_language_lists(
    language: str, joined: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The words stay English, so that the test does not depend on a translation.
    monkeypatch.setattr("media_provenance.wording.alterations.gettext", str)
    monkeypatch.setattr("media_provenance.wording.alterations.get_language", lambda: language)

    words = wording.alteration_words(replace(SAME, mirrored=True, tones=(Tone.LESS_SHARP,)))

    assert words == joined
