"""A correction finds its place again, says so when it cannot, and leaves nothing behind undone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain.corrections import (
    LineChoice,
    TextChange,
    apply,
    apply_lines,
    changes_between,
    find_place,
)
from claims.domain.stored_reading import StoredLine

# Words that repeat, in three scripts, so that places are hard to tell apart.
WORDS = st.lists(
    st.sampled_from(["نفى", "الوزير", "ذلك", "élu", "pont", "fermé", "पुल", "बंद", "\n\n", " "]),
    max_size=40,
).map(" ".join)

ARABIC = "نفت البلدية إغلاق الجسر.\n\nوقالت إن الجسر مفتوح.\n\nوقالت إن الصورة قديمة."
FRENCH = "La mairie dément la fermeture.\n\nElle dit que le pont reste ouvert à tous."
HINDI = "नगरपालिका ने इनकार किया।\n\nपुल खुला है और तस्वीर पुरानी है।"


@given(WORDS, WORDS)
def test_the_changes_between_two_texts_turn_one_into_the_other(before: str, after: str) -> None:
    applied = apply(before, changes_between(before, after))

    assert applied.text == after
    assert applied.adrift == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_have_changes_that_lead_from_one_to_the_other(
    before: str, after: str
) -> None:
    assert apply(before, changes_between(before, after)).text == after


@given(WORDS, WORDS)
def test_changing_back_gives_the_original(before: str, after: str) -> None:
    changed = apply(before, changes_between(before, after)).text

    assert apply(changed, changes_between(after, before)).text == before


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        pytest.param(ARABIC, "قديمة", "حديثة", id="Arabic"),
        pytest.param(FRENCH, "ouvert", "fermé", id="French"),
        pytest.param(HINDI, "पुरानी", "नई", id="Hindi"),
    ],
)
def test_a_correction_survives_a_reading_that_found_more_above(
    text: str, wrong: str, right: str
) -> None:
    changes = changes_between(text, text.replace(wrong, right))
    read_anew = f"Une ligne de plus, سطر آخر, एक और पंक्ति.\n\n{text}\n\nFin."

    applied = apply(read_anew, changes)

    assert applied.text == read_anew.replace(wrong, right)
    assert applied.adrift == ()


def test_of_two_places_the_one_with_the_same_neighbours_is_corrected() -> None:
    text = "قال الوزير نعم اليوم. قال السفير نعم أمس."
    change = changes_between(text, text.replace("نعم أمس", "لا أمس"))

    applied = apply(f"{text[:22]}{text[21:]}", change)

    assert "الوزير نعم اليوم" in applied.text
    assert "السفير لا أمس" in applied.text


def test_what_no_longer_stands_there_is_adrift_and_changes_nothing() -> None:
    change = TextChange(7, "الجسر مفتوح", "الجسر مغلق", "وقالت إن ", ".", 20)

    applied = apply(FRENCH, [change])

    assert applied.text == FRENCH
    assert applied.adrift == (7,)


def test_a_short_word_among_strangers_is_not_taken_for_the_one_that_was_corrected() -> None:
    place = find_place(
        "elle est là", "est", context_before="la photo en ", context_after=" fausse", start=5
    )

    assert place is None


def test_those_that_find_their_place_are_made_though_one_before_them_does_not() -> None:
    changes = changes_between(ARABIC, ARABIC.replace("قديمة", "حديثة"))
    lost = TextChange(9, "élu", "élue", "le maire ", " hier", 0)

    applied = apply(ARABIC, [lost, *changes])

    assert applied.text == ARABIC.replace("قديمة", "حديثة")
    assert applied.adrift == (9,)


def test_words_added_at_the_end_stay_at_the_end() -> None:
    changes = changes_between(HINDI, f"{HINDI} और नहीं।")

    assert apply(f"आज।\n\n{HINDI}", changes).text.endswith("है। और नहीं।")


def lines_of(body: str, dropped: dict[int, str]) -> list[StoredLine]:
    kept = body.split("\n\n")
    lines, start, number = [], 0, 0
    for paragraph in kept:
        while number in dropped:
            lines.append(StoredLine(number, dropped[number], "furniture", "", None))
            number += 1
        lines.append(StoredLine(number, paragraph, "body", "", start))
        start += len(paragraph) + 2
        number += 1
    return lines


def test_a_line_that_was_left_out_is_put_back_where_it_stood() -> None:
    lines = lines_of(ARABIC, {1: "اقرأ أيضاً"})

    applied = apply_lines(ARABIC, lines, [LineChoice(1, 1, "اقرأ أيضاً", True)])

    first, rest = ARABIC.split("\n\n", 1)
    assert applied.text == f"{first}\n\nاقرأ أيضاً\n\n{rest}"
    assert applied.placed == (1,)


def test_a_line_put_back_above_the_text_begins_it() -> None:
    applied = apply_lines(
        FRENCH, lines_of(FRENCH, {0: "Exclusif"}), [LineChoice(1, 0, "Exclusif", True)]
    )

    assert applied.text == f"Exclusif\n\n{FRENCH}"


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_line_that_was_kept_is_taken_out_with_its_gap(place: int) -> None:
    paragraphs = ARABIC.split("\n\n")
    lines = lines_of(ARABIC, {})

    applied = apply_lines(ARABIC, lines, [LineChoice(1, place, paragraphs[place], False)])

    assert applied.text == "\n\n".join(paragraphs[:place] + paragraphs[place + 1 :])


def test_a_line_inside_a_paragraph_is_taken_out_with_one_space() -> None:
    body = "अ ब स"
    lines = [StoredLine(0, "अ", "body", "", 0), StoredLine(1, "ब", "body", "", 2)]

    applied = apply_lines(body, lines, [LineChoice(1, 1, "ब", False)])

    assert applied.text == "अ स"


def test_a_line_is_found_again_by_its_words_when_lines_are_counted_otherwise() -> None:
    lines = lines_of(HINDI, {0: "शेयर करें", 1: "और पढ़ें"})

    applied = apply_lines(HINDI, lines, [LineChoice(1, 7, "और पढ़ें", True)])

    assert applied.text.startswith("और पढ़ें\n\n")


def test_a_line_that_is_no_longer_there_is_adrift() -> None:
    applied = apply_lines(HINDI, lines_of(HINDI, {}), [LineChoice(3, 0, "Partager", True)])

    assert applied.text == HINDI
    assert applied.adrift == (3,)


def test_the_last_word_about_a_line_counts() -> None:
    paragraphs = ARABIC.split("\n\n")
    choices = [LineChoice(1, 1, paragraphs[1], False), LineChoice(2, 1, paragraphs[1], True)]

    assert apply_lines(ARABIC, lines_of(ARABIC, {}), choices).text == ARABIC
