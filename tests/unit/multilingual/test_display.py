"""Dates and numbers as readers expect them. Month names: Unicode CLDR."""

from __future__ import annotations

from datetime import date

import pytest

from multilingual.display import (
    format_date,
    format_interval,
    format_number,
    format_percent,
    join_phrases,
    language_name,
)
from multilingual.intervals import DateInterval

DAY = date(2022, 8, 14)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "14 آب\u2060/\u2060أغسطس 2022"),
        ("ar-LB", "14 آب\u2060/\u2060أغسطس 2022"),
        ("en", "14 August 2022"),
        ("en-GB", "14 August 2022"),
        ("fr", "14 août 2022"),
        ("fa", "14 اوت 2022"),
        ("tr", "14 Ağustos 2022"),
        ("kmr", "14 tebax 2022"),
        ("hi", "14 अगस्त 2022"),
        ("und", "2022-08-14"),
        ("x-nothing", "2022-08-14"),
    ],
)
def test_a_day_is_written_as_its_readers_write_it(language: str, expected: str) -> None:
    assert format_date(DAY, language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "من 20 إلى 23 حزيران\u2060/\u2060يونيو 2024"),
        ("en", "20 to 23 June 2024"),
        ("fr", "du 20 au 23 juin 2024"),
        ("fa", "از 20 ژوئن 2024 تا 23 ژوئن 2024"),
    ],
)
def test_days_of_one_month_name_it_once_where_the_day_comes_first(
    language: str, expected: str
) -> None:
    interval = DateInterval(date(2024, 6, 20), date(2024, 6, 23))

    assert format_interval(interval, language) == expected


def test_days_of_two_years_name_both_months() -> None:
    interval = DateInterval(date(2023, 6, 20), date(2024, 6, 23))

    assert format_interval(interval, "en") == "20 June 2023 to 23 June 2024"


def test_native_digits_are_grouped_by_their_own_signs() -> None:
    assert format_number(1234567, "ar", digits="native") == "١٬٢٣٤٬٥٦٧"
    assert format_number(1234567, "ar") == "1,234,567"
    assert format_number(1234567, "fr", digits="native") == "1\u202f234\u202f567"


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("levant", "14 آب 2022"),
        ("gulf-egypt", "14 أغسطس 2022"),
        ("maghreb", "14 غشت 2022"),
        ("algeria-tunisia", "14 أوت 2022"),
    ],
)
def test_arabic_month_names_follow_the_setting(system: str, expected: str) -> None:
    assert format_date(DAY, "ar", month_names=system) == expected  # type: ignore[arg-type]


def test_native_digits_are_those_of_the_language() -> None:
    assert format_date(DAY, "ar", month_names="levant", digits="native") == "١٤ آب ٢٠٢٢"
    assert format_date(DAY, "fa", digits="native") == "۱۴ اوت ۲۰۲۲"
    assert format_date(DAY, "fr", digits="native") == "14 août 2022"


@pytest.mark.parametrize(
    ("first", "last", "arabic", "english"),
    [
        pytest.param(DAY, DAY, "14 آب 2022", "14 August 2022", id="day"),
        pytest.param(date(2022, 8, 1), date(2022, 8, 31), "آب 2022", "August 2022", id="month"),
        pytest.param(date(2022, 1, 1), date(2022, 12, 31), "2022", "2022", id="year"),
        pytest.param(
            DAY,
            date(2022, 8, 20),
            "من 14 إلى 20 آب 2022",
            "14 to 20 August 2022",
            id="span",
        ),
        pytest.param(None, DAY, "14 آب 2022 أو قبله", "14 August 2022 or earlier", id="until"),
        pytest.param(DAY, None, "14 آب 2022 أو بعده", "14 August 2022 or later", id="from"),
        pytest.param(None, None, "تاريخ غير معروف", "date unknown", id="unknown"),
    ],
)
def test_an_interval_is_shown_no_finer_than_it_is(
    first: date | None, last: date | None, arabic: str, english: str
) -> None:
    interval = DateInterval(first, last)

    assert format_interval(interval, "ar", month_names="levant") == arabic
    assert format_interval(interval, "en") == english


def test_a_language_without_words_for_spans_gets_signs() -> None:
    assert format_interval(DateInterval(None, DAY), "hi") == "≤ 14 अगस्त 2022"


def test_month_names_do_not_leak_from_one_language_into_another() -> None:
    august = DateInterval(date(2022, 8, 1), date(2022, 8, 31))

    shown = [format_interval(august, language) for language in ("ja", "de", "fr")]

    assert shown[1:] == ["August 2022", "août 2022"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "1,234.5"), ("fr", "1\u202f234,5"), ("ar", "1,234.5"), ("und", "1234.5")],
)
def test_numbers_are_grouped_as_the_language_does(language: str, expected: str) -> None:
    assert format_number(1234.5, language) == expected


def test_numbers_can_be_in_native_digits() -> None:
    assert format_number(12, "ar", digits="native") == "١٢"


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        pytest.param("fr", "ar", "الفرنسية", id="French to an Arabic reader"),
        pytest.param("ar", "fr", "arabe", id="Arabic to a French reader"),
        pytest.param("hi", "hi", "हिन्दी", id="Hindi in its own words"),
        pytest.param("kmr", "ar", "الكردية الكرمانجية", id="a language that CLDR does not name"),
        pytest.param("zh-hans", "en", "Simplified Chinese", id="with a script"),
        pytest.param("zz", "en", "zz", id="nobody has a name for it"),
        pytest.param("fr", "zz", "French", id="a reader whose language is not known"),
        pytest.param("", "en", "", id="no language"),
    ],
)
def test_a_language_is_called_by_its_name(code: str, language: str, name: str) -> None:
    assert language_name(code, language) == name


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "52%"),
        ("ar", "52\u200e%\u200e"),
        ("fr", "52\u00a0%"),
        ("tr", "%52"),
        # Armenian has no rule of ours; a language that nobody knows gets signs.
        ("hy", "52%"),
        ("und", "52%"),
    ],
)
def test_a_share_is_written_in_whole_per_cent(language: str, expected: str) -> None:
    assert format_percent(0.5234, language) == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.0, "0%"), (0.0004, "1%"), (0.9996, "99%"), (1.0, "100%"), (1.253, "125%")],
)
def test_a_little_is_not_nothing_and_almost_all_is_not_all(share: float, expected: str) -> None:
    assert format_percent(share, "en") == expected


def test_a_share_is_written_in_the_digits_asked_for() -> None:
    assert "٥٢" in format_percent(0.52, "ar", digits="native")


@pytest.mark.parametrize(
    ("language", "phrases", "expected"),
    [
        ("en", ["one"], "one"),
        ("en", ["one", "two", "three"], "one, two, and three"),
        ("ar", ["معكوسة", "مقصوصة"], "معكوسة ومقصوصة"),
        ("ar", ["أ", "ب", "ج"], "أ وب وج"),
        ("fr", ["recadrée", "inversée"], "recadrée et inversée"),
        ("ka", ["ა", "ბ"], "ა და ბ"),
        ("und", ["a", "b", "c"], "a, b, c"),
    ],
)
def test_phrases_are_listed_as_the_language_lists(
    language: str, phrases: list[str], expected: str
) -> None:
    assert join_phrases(phrases, language) == expected


def test_nothing_cannot_be_listed() -> None:
    with pytest.raises(ValueError, match="nothing to list"):
        join_phrases([], "en")
