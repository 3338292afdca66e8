"""Weighing a page's dates against each other and against its text."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from claims.domain.publication import (
    DateCandidate,
    Publication,
    PublishedConflict,
    PublishedOrigin,
    decide_publication,
)
from multilingual.intervals import DateInterval

NOVEMBER = DateInterval(date(2020, 11, 1), date(2020, 11, 30))


def on(day: date, origin: PublishedOrigin, at: datetime | None = None) -> DateCandidate:
    return DateCandidate(DateInterval.of_day(day), origin, day.isoformat(), at)


def decided(*candidates: DateCandidate, body: str = "") -> Publication:
    publication = decide_publication(
        candidates, body=body, language="ar", captured_on=date(2024, 7, 18)
    )
    assert publication is not None
    return publication


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        (PublishedOrigin.JSONLD_OR_META, PublishedOrigin.URL),
        (PublishedOrigin.URL, PublishedOrigin.TIME_ELEMENT),
        (PublishedOrigin.TIME_ELEMENT, PublishedOrigin.BYLINE),
        (PublishedOrigin.BYLINE, PublishedOrigin.SITE_HEADER),
    ],
)
def test_the_stronger_place_is_believed_whatever_the_order(
    stronger: PublishedOrigin, weaker: PublishedOrigin
) -> None:
    first, second = on(date(2020, 1, 5), weaker), on(date(2021, 6, 7), stronger)

    publication = decided(first, second)

    assert publication.origin is stronger
    assert publication.interval == DateInterval.of_day(date(2021, 6, 7))


def test_places_that_disagree_are_a_conflict() -> None:
    publication = decided(
        on(date(2020, 1, 5), PublishedOrigin.URL), on(date(2021, 6, 7), PublishedOrigin.BYLINE)
    )

    assert publication.conflicts == (PublishedConflict.SOURCES_DISAGREE,)


def test_a_site_header_with_another_day_is_no_conflict() -> None:
    publication = decided(
        on(date(2020, 1, 5), PublishedOrigin.BYLINE),
        on(date(2024, 6, 7), PublishedOrigin.SITE_HEADER),
    )

    assert publication.conflicts == ()


def test_a_month_in_the_address_is_made_a_day_by_the_by_line() -> None:
    month = DateCandidate(NOVEMBER, PublishedOrigin.URL, "2020/11")

    publication = decided(month, on(date(2020, 11, 9), PublishedOrigin.BYLINE))

    assert publication.interval == DateInterval.of_day(date(2020, 11, 9))
    assert publication.origin is PublishedOrigin.BYLINE
    assert publication.conflicts == ()


def test_one_moment_told_in_utc_and_in_local_time_is_the_local_day() -> None:
    instant = datetime(2020, 12, 24, 23, 59, tzinfo=UTC)

    publication = decided(
        on(date(2020, 12, 24), PublishedOrigin.JSONLD_OR_META, instant),
        on(date(2020, 12, 25), PublishedOrigin.BYLINE),
    )

    assert publication.interval == DateInterval.of_day(date(2020, 12, 25))
    assert publication.origin is PublishedOrigin.JSONLD_OR_META
    assert publication.at == instant
    # One day apart is shown, so that an editor can say whose day counts.
    assert publication.conflicts == (PublishedConflict.TIME_ZONE,)


def test_a_day_after_the_capture_is_not_believed() -> None:
    publication = decided(
        on(date(2030, 1, 1), PublishedOrigin.JSONLD_OR_META),
        on(date(2020, 1, 5), PublishedOrigin.BYLINE),
    )

    assert publication.interval == DateInterval.of_day(date(2020, 1, 5))
    assert publication.conflicts == (PublishedConflict.LATER_THAN_CAPTURE,)


def test_a_header_alone_bounds_from_above_and_the_text_from_below() -> None:
    publication = decided(
        on(date(2024, 5, 3), PublishedOrigin.SITE_HEADER), body="بني عام 1998 وهدم عام 2021 كله."
    )

    assert publication.interval == DateInterval(date(2021, 1, 1), date(2024, 5, 3))
    assert publication.conflicts == (PublishedConflict.SITE_HEADER_ONLY,)


def test_plans_for_years_to_come_do_not_bound_from_below() -> None:
    publication = decided(body="بني الجسر عام 1998 ويهدم عام 2031 كما يقال.")

    assert publication.interval == DateInterval(date(1998, 1, 1), date(2024, 7, 18))
    assert publication.origin is PublishedOrigin.TEXT_MENTIONS


def test_where_nothing_speaks_of_time_there_is_no_publication() -> None:
    assert decide_publication([], body="لا شيء", language="ar", captured_on=None) is None


def test_the_day_of_an_update_alone_only_says_not_after() -> None:
    update = DateCandidate(
        DateInterval.of_day(date(2022, 1, 9)), PublishedOrigin.BYLINE, "9/1/2022", is_update=True
    )

    publication = decided(update, body="بني الجسر عام 2021 كله.")

    assert publication.interval == DateInterval(date(2021, 1, 1), date(2022, 1, 9))
    assert publication.conflicts == (PublishedConflict.ONLY_UPDATED,)


def test_an_update_before_the_day_of_publication_is_a_conflict() -> None:
    update = DateCandidate(
        DateInterval.of_day(date(2020, 1, 1)), PublishedOrigin.BYLINE, "1/1/2020", is_update=True
    )

    publication = decided(on(date(2021, 6, 7), PublishedOrigin.URL), update)

    assert publication.interval == DateInterval.of_day(date(2021, 6, 7))
    assert publication.conflicts == (PublishedConflict.SOURCES_DISAGREE,)


def test_a_year_that_is_still_to_come_says_nothing_of_the_day_of_writing() -> None:
    publication = decide_publication(
        [],
        body="بني الجسر عام 1998 ويجدد بحلول عام 2031 كما يقال.",
        language="ar",
        captured_on=None,
    )

    assert publication is not None
    assert publication.interval == DateInterval(date(1998, 1, 1), None)
