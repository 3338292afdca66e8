"""Odd and hostile text never breaks the reading of language, dates, sentences, names, statements.

Bounds are of processor time on one shared core with much to spare: each stands for work that would
take minutes if it grew with the square of its input.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.domain.analysis import analyze_text
from claims.domain.attribution import suggest_statements
from multilingual.arabic import fold_letters, normalize_for_matching, text_direction
from multilingual.dates import find_dates
from multilingual.language import identify
from multilingual.sentences import LONGEST_SENTENCE, split_sentences

LANGUAGES = ("ar", "fa", "en", "fr", "hi")
# Everything that has once been trouble to a reader of text, next to plain words and cues.
PIECES = (
    *(
        "قال",
        "نفى",
        "إن",
        "أن",
        ":",
        "«",
        "»",
        '"',
        "(",
        ")",
        ".",
        "؟",
        "\n",
        "، ",
        "1",
        "/",
        "٢٠٢٤",
    ),
    *("مايو", "أمس", "said", "that", "selon", "گفت", "که", "Élysée", "हिन्दी", " ", "  ", "-"),
    *("\u202e", "\u2066", "\u2069", "\u200f", "\u200d", "\u064b", "\u0301", "\ud800", "\x00"),
    *(
        "#",
        "@a",
        "https://a.example/x",
        "👩\u200d👧",
        "ـ",
        "\ufeff",
        "\u2028",
        "\u00a0",
        "م.",
        "18/5",
    ),
)

odd_text = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@settings(deadline=None, max_examples=150)
@given(odd_text)
def test_no_text_breaks_a_reader(text: str) -> None:
    assert 0 <= identify(text).confidence <= 1
    assert len(fold_letters(text)) == len(text)
    assert text_direction(text) in ("rtl", "ltr", None)
    assert normalize_for_matching(normalize_for_matching(text)) == normalize_for_matching(text)


@settings(deadline=None, max_examples=100)
@given(odd_text, st.sampled_from(LANGUAGES))
def test_every_span_lies_within_its_text(text: str, language: str) -> None:
    found = analyze_text(text, title=text[:30], language=language)

    assert all(0 <= one.span[0] < one.span[1] <= len(text) for one in found.dates)
    assert all(one.cue for one in found.statements)
    spans = [one.span for one in found.statements if one.span and not one.in_title]
    assert all(0 <= start < end <= len(text) for start, end in spans)


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_any_code_points_are_taken(text: str) -> None:
    identify(text)
    analyze_text(text, title=text, language="ar")

    spans = split_sentences(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)


def _identify(text: str) -> object:
    return identify(text)


def _dates(text: str) -> object:
    return find_dates(text, language="ar", reference=date(2024, 6, 1))


def _sentences(text: str) -> Sequence[object]:
    return split_sentences(text)


@pytest.mark.parametrize(
    ("read", "seconds"),
    [
        # Measured on 400,000 characters: under 0.3 s and 1.3 s.
        pytest.param(_identify, 5, id="language"),
        pytest.param(_sentences, 10, id="sentences"),
    ],
)
@pytest.mark.parametrize(
    "unit",
    [
        pytest.param("1-1-", id="half dates"),
        pytest.param('"', id="quotation marks"),
        pytest.param("(", id="brackets"),
        pytest.param("\u064b", id="harakat"),
        pytest.param("ا", id="one word"),
        pytest.param(". ", id="stops"),
    ],
)
def test_a_long_text_of_one_thing_costs_no_minutes(
    read: Callable[[str], object], seconds: int, unit: str
) -> None:
    text = unit * (400_000 // len(unit))
    start = time.process_time()

    read(text)

    assert time.process_time() - start < seconds


@pytest.mark.parametrize("unit", ["1-1-", "1 و", "12/05/2024 ", "مايو ", "1/"])
def test_dates_are_looked_for_in_linear_time(unit: str) -> None:
    text = unit * (10_000 // len(unit))
    start = time.process_time()

    _dates(text)

    # Measured: at most 0.9 s.
    assert time.process_time() - start < 8


@pytest.mark.parametrize(
    ("language", "unit"),
    [
        pytest.param("ar", "قال ", id="said said"),
        pytest.param("ar", "نفى ", id="denied denied"),
        pytest.param("ar", "نقلت وكالة عن مصدر قال ", id="relays"),
        pytest.param("ar", "أن قال نفى ", id="clauses in clauses"),
        pytest.param("en", "he said that ", id="English"),
        pytest.param("fr", "selon le ministre, ", id="French"),
        pytest.param("fa", "گفت که ", id="Persian"),
    ],
)
def test_a_line_of_nothing_but_cues_costs_no_minutes(language: str, unit: str) -> None:
    text = unit * (2_000 // len(unit))
    start = time.process_time()

    suggest_statements(text, language=language)

    # Measured: 0.5 s. Following every clause within a clause would take years.
    assert time.process_time() - start < 10


def test_what_runs_on_without_a_stop_is_cut_into_bounded_sentences() -> None:
    text = "كلمة " * 5_000

    spans = split_sentences(text)

    assert max(end - start for start, end in spans) <= LONGEST_SENTENCE
    assert all(text[start:end].startswith("كلمة") for start, end in spans)
