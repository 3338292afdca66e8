"""Where copied words stand in a text."""

from __future__ import annotations

import pytest

from claims.domain.quotations import find_quotation

TEXT = (
    "قال الناطق إن «الجسر مفتوح».\n\nLe maire dément : « C’est faux ».\n\nपुल खुला है, महापौर ने कहा।"
)


@pytest.mark.parametrize(
    "words", ["الجسر مفتوح", "« C’est faux »", "पुल खुला है"], ids=["ar", "fr", "hi"]
)
def test_words_are_found_where_they_stand(words: str) -> None:
    found = find_quotation(words, TEXT)

    assert found is not None
    assert TEXT[slice(*found)] == words


@pytest.mark.parametrize(
    ("copied", "stands"),
    [
        ("  إن\r\n«الجسر  مفتوح» ", "إن «الجسر مفتوح»"),
        ("\u200fإن\u200f «الجسر مفتوح»", "إن «الجسر مفتوح»"),
        ("maire\u00a0dément", "maire dément"),
        ("مفتوح». Le maire", "مفتوح».\n\nLe maire"),
    ],
)
def test_space_and_marks_of_direction_do_not_matter(copied: str, stands: str) -> None:
    found = find_quotation(copied, TEXT)

    assert found is not None
    assert TEXT[slice(*found)] == stands


def test_the_first_of_two_is_found() -> None:
    assert find_quotation("नहीं", "नहीं नहीं") == (0, 4)


def test_signs_of_patterns_are_only_signs() -> None:
    assert find_quotation("(a+b)*", "x (a+b)* y") == (2, 8)


@pytest.mark.parametrize("words", ["", " \n\u200f", "الجسر مغلق", "maire dement", "खुला नहीं"])
def test_what_does_not_stand_there_is_not_found(words: str) -> None:
    assert find_quotation(words, TEXT) is None
