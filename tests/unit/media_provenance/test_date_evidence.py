"""What one piece of dated evidence covers and proves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_provenance.domain.date_evidence import (
    KIND_GRADE,
    KIND_ROLE,
    EvidenceItem,
    EvidenceKind,
    Grade,
    MatchClass,
    Role,
    instants_of,
    instants_of_local_time,
    terminus_ante_quem,
    terminus_post_quem,
    written_days,
)
from multilingual.intervals import DateInterval, InstantInterval


def item(
    id: str,
    earliest: str | None,
    latest: str | None,
    *,
    role: Role = Role.SEEN,
    match: MatchClass = MatchClass.EXACT,
) -> EvidenceItem:
    ends = [None if text is None else datetime.fromisoformat(text) for text in (earliest, latest)]
    when = InstantInterval(*ends)
    return EvidenceItem(id, EvidenceKind.PUBLISHER_DATE, role, match, when, Grade.C)


def test_a_day_lasts_fifty_hours_somewhere_on_earth() -> None:
    when = instants_of(DateInterval.of_day(date(2022, 8, 14)))

    assert when.earliest == datetime(2022, 8, 13, 10, tzinfo=UTC)
    assert when.latest == datetime(2022, 8, 15, 12, tzinfo=UTC) - timedelta(microseconds=1)


def test_a_month_is_widened_at_its_two_ends_only() -> None:
    when = instants_of(DateInterval(date(2022, 8, 1), date(2022, 8, 31)))

    assert when.earliest == datetime(2022, 7, 31, 10, tzinfo=UTC)
    assert when.latest == datetime(2022, 9, 1, 12, tzinfo=UTC) - timedelta(microseconds=1)


def test_a_naive_time_is_widened_by_fourteen_and_twelve_hours() -> None:
    when = instants_of_local_time(datetime(2022, 8, 14, 12))  # noqa: DTZ001 - a camera's clock

    assert when.earliest == datetime(2022, 8, 13, 22, tzinfo=UTC)
    assert when.latest == datetime(2022, 8, 15, tzinfo=UTC)


def test_a_known_offset_gives_one_instant() -> None:
    when = instants_of_local_time(
        datetime(2022, 8, 14, 12),  # noqa: DTZ001 - the zone is given beside it
        utc_offset=timedelta(hours=3),
    )

    assert when == InstantInterval.of_instant(datetime(2022, 8, 14, 9, tzinfo=UTC))


def test_a_time_with_a_zone_is_not_a_local_time() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        instants_of_local_time(datetime(2022, 8, 14, tzinfo=UTC))


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 400))
def test_the_days_shown_are_the_days_written(first: date, length: int) -> None:
    days = DateInterval(first, first + timedelta(days=length))

    assert written_days(instants_of(days)) == days


@pytest.mark.parametrize(
    "open_end", [DateInterval(None, date(2022, 8, 14)), DateInterval(None, None)]
)
def test_an_open_end_stays_open(open_end: DateInterval) -> None:
    assert written_days(instants_of(open_end)) == open_end


def test_the_day_of_an_exact_instant_is_its_utc_day() -> None:
    instant = InstantInterval.of_instant(datetime(2022, 8, 14, 23, 59, tzinfo=UTC))

    assert written_days(instant) == DateInterval.of_day(date(2022, 8, 14))


def test_a_sighting_proves_existence_only_by_its_latest_instant() -> None:
    narrow = item("narrow", "2022-08-14T00:00+00:00", "2022-08-15T00:00+00:00")
    wide = item("wide", "2022-01-01T00:00+00:00", "2022-12-31T00:00+00:00")

    assert terminus_ante_quem([wide, narrow]) is narrow


@pytest.mark.parametrize(
    "useless",
    [
        item("open", "2022-01-01T00:00+00:00", None),
        item("similar", None, "2022-01-01T00:00+00:00", match=MatchClass.SIMILAR),
        item("clue", "2022-01-01T00:00+00:00", "2022-01-01T00:00+00:00", role=Role.NOT_BEFORE),
    ],
    ids=lambda one: one.id,
)
def test_what_proves_nothing_is_passed_over(useless: EvidenceItem) -> None:
    assert terminus_ante_quem([useless]) is None


def test_a_picture_is_no_older_than_the_latest_clue_says() -> None:
    older = item("older", "2021-01-01T00:00+00:00", None, role=Role.NOT_BEFORE)
    newer = item("newer", "2023-01-01T00:00+00:00", None, role=Role.NOT_BEFORE)
    seen = item("seen", "2024-01-01T00:00+00:00", "2024-01-01T00:00+00:00")

    assert terminus_post_quem([newer, seen, older]) is newer


def test_every_kind_has_a_grade_and_a_role() -> None:
    assert set(KIND_GRADE) == set(KIND_ROLE) == set(EvidenceKind)


def test_grades_are_ranked_from_a_down() -> None:
    assert sorted(Grade, key=lambda grade: grade.rank) == [Grade.D, Grade.C, Grade.B, Grade.A]
