"""Days that a claim names: offered with their words, each once, never made up."""

from __future__ import annotations

from datetime import date

import pytest

from claims.domain.event_days import MOST_OFFERED, DaysOrigin, WordsToRead, offered_days
from multilingual.intervals import DateInterval

CLAIM = DaysOrigin.CLAIM


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("صورة من لقاء جرى في 20 حزيران 2024 في طهران", "ar", "20 حزيران 2024"),
        ("La réunion du 20 juin 2024 à Nîmes", "fr", "20 juin 2024"),
        ("यह बैठक 2024-06-20 को हुई", "hi", "2024-06-20"),
    ],
    ids=["ar", "fr", "hi"],
)
def test_a_written_day_is_offered_with_its_words(text: str, language: str, words: str) -> None:
    (found,) = offered_days([WordsToRead(text, language, CLAIM)])

    assert (found.first, found.last, found.words) == (
        date(2024, 6, 20),
        date(2024, 6, 20),
        words,
    )


def test_a_month_is_offered_as_the_whole_month() -> None:
    (found,) = offered_days([WordsToRead("Réunion en juin 2024", "fr", CLAIM)])

    assert found.days == DateInterval(date(2024, 6, 1), date(2024, 6, 30))


def test_yesterday_is_read_from_the_day_it_was_written_on() -> None:
    written = DateInterval.of_day(date(2024, 6, 21))

    (found,) = offered_days([WordsToRead("It happened yesterday", "en", CLAIM, written)])

    assert found.first == found.last == date(2024, 6, 20)


def test_the_same_days_are_offered_once_by_the_words_that_come_first() -> None:
    found = offered_days(
        [
            WordsToRead("20 juin 2024", "fr", CLAIM),
            WordsToRead("20 June 2024", "en", DaysOrigin.RESTATED),
        ],
        first_seen=DateInterval.of_day(date(2024, 6, 20)),
    )

    assert [one.origin for one in found] == [CLAIM]


def test_the_first_appearance_is_offered_last_and_without_words() -> None:
    found = offered_days(
        [WordsToRead("20 juin 2024", "fr", CLAIM)],
        first_seen=DateInterval(date(2024, 6, 22), date(2024, 6, 23)),
    )

    assert [(one.origin, one.words) for one in found][-1] == (DaysOrigin.FIRST_SEEN, "")


def test_a_date_that_may_be_two_is_left_to_a_person() -> None:
    assert offered_days([WordsToRead("03/04/2024", "", CLAIM)]) == []


def test_without_a_date_nothing_is_offered() -> None:
    assert offered_days([WordsToRead("पुल बंद है", "hi", CLAIM)]) == []


def test_no_more_are_offered_than_a_person_looks_through() -> None:
    days = " · ".join(f"2024-06-{day:02}" for day in range(1, 20))

    assert len(offered_days([WordsToRead(days, "en", CLAIM)])) == MOST_OFFERED
