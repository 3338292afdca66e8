"""Days and numbers as the site is set to show them, in sentences too."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation
from pytest_django.fixtures import Settings

from media_provenance.domain.findings import FindingKind, Strength
from media_provenance.wording import finding_sentence, format_date, format_number, format_percent
from multilingual.intervals import DateInterval
from tests.unit.media_provenance.test_wording import AUGUST, Stated

JUNE = DateInterval(date(2024, 6, 1), date(2024, 6, 30))
PREDATES = Stated(FindingKind.PREDATES, Strength.ESTABLISHED, AUGUST, at_least_days=673)


@pytest.mark.parametrize(
    ("names", "digits", "day"),
    [
        ("dual", "latin", "14 آب\u2060/\u2060أغسطس 2022"),
        ("levant", "latin", "14 آب 2022"),
        ("gulf-egypt", "native", "١٤ أغسطس ٢٠٢٢"),
        ("maghreb", "latin", "14 غشت 2022"),
        ("algeria-tunisia", "latin", "14 أوت 2022"),
    ],
)
def test_a_day_has_the_names_and_digits_that_are_set(
    settings: Settings, names: str, digits: str, day: str
) -> None:
    settings.ARABIC_MONTH_NAMES, settings.DIGITS = names, digits

    assert format_date(AUGUST, "ar") == day
    assert format_date(AUGUST, "fr") == "14 août 2022"


def test_numbers_follow_the_digits_that_are_set(settings: Settings) -> None:
    settings.DIGITS = "native"

    assert format_number(673, "ar") == "٦٧٣"
    assert format_number(673, "fa") == "۶۷۳"
    assert format_number(673, "en") == "673"
    assert "٥٢" in format_percent(0.52, "ar")


def test_a_finding_is_said_in_the_names_and_digits_that_are_set(settings: Settings) -> None:
    settings.ARABIC_MONTH_NAMES, settings.DIGITS = "levant", "native"

    with translation.override("ar"):
        said = finding_sentence(PREDATES, event=JUNE)

    assert "١٤ آب ٢٠٢٢" in said
    assert "٦٧٣ يومًا" in said
    assert "حزيران ٢٠٢٤" in said


# Six forms, by the last two digits; of one and two the word alone says how many.
@pytest.mark.parametrize(
    ("days", "words"),
    [
        (2, "بيومين على الأقل"),
        (3, "عن 3 أيام"),
        (10, "عن 10 أيام"),
        (11, "عن 11 يومًا"),
        (99, "عن 99 يومًا"),
        (100, "عن 100 يوم"),
        (101, "عن 101 يوم"),
        (102, "عن 102 يوم"),
        (103, "عن 103 أيام"),
        (111, "عن 111 يومًا"),
        (673, "عن 673 يومًا"),
        (1000, "يوم"),
    ],
)
def test_days_are_counted_as_arabic_counts(days: int, words: str) -> None:
    finding = Stated(FindingKind.PREDATES, Strength.ESTABLISHED, AUGUST, at_least_days=days)

    with translation.override("ar"):
        said = finding_sentence(finding, event=JUNE)

    assert words in said


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "بأقلّ من ساعة"),
        (1, "بساعة واحدة على الأقل"),
        (2, "بساعتين على الأقل"),
        (3, "عن 3 ساعات"),
        (11, "عن 11 ساعة"),
        (47, "عن 47 ساعة"),
    ],
)
def test_hours_are_counted_as_arabic_counts(hours: int, words: str) -> None:
    finding = Stated(
        FindingKind.PREDATES,
        Strength.ESTABLISHED,
        AUGUST,
        at_least_days=hours // 24,
        at_least_hours=hours,
    )

    with translation.override("ar"):
        said = finding_sentence(finding, event=JUNE)

    assert words in said
