"""Whether a text says anything."""

from __future__ import annotations

import pytest

from claims.domain.words import has_words


@pytest.mark.parametrize("text", ["صورة", "été", "तस्वीर", "٢٠٢٤", "🔥", "\u200fنص\u200b"])
def test_letters_digits_and_symbols_say_something(text: str) -> None:
    assert has_words(text)


@pytest.mark.parametrize("text", ["", " \n", "\u200f\u200b", "\u2066\u2069\ufeff", "…!؟", "\u00ad"])
def test_invisible_marks_and_punctuation_say_nothing(text: str) -> None:
    assert not has_words(text)
