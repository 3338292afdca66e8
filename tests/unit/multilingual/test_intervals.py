"""Intervals of days and of instants: ends included, nothing invented, nothing reversed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from multilingual.intervals import DateInterval, InstantInterval

MAY = DateInterval(date(2016, 5, 1), date(2016, 5, 31))
BEIRUT = timezone(timedelta(hours=3))


def test_both_ends_are_inside() -> None:
    assert MAY.contains(date(2016, 5, 1))
    assert MAY.contains(date(2016, 5, 31))
    assert not MAY.contains(date(2016, 6, 1))


def test_an_open_side_holds_everything_on_that_side() -> None:
    until = DateInterval(None, date(2024, 5, 3))

    assert until.contains(date(1900, 1, 1))
    assert not until.contains(date(2024, 5, 4))
    assert until.days is None


def test_a_reversed_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        DateInterval(date(2016, 5, 2), date(2016, 5, 1))


def test_an_instant_is_not_a_day() -> None:
    with pytest.raises(ValueError, match="use InstantInterval"):
        DateInterval(datetime(2016, 5, 1, tzinfo=UTC), None)


def test_one_day_is_one_day_long() -> None:
    day = DateInterval.of_day(date(2024, 2, 29))

    assert day.is_day
    assert day.days == 1
    assert not MAY.is_day


def test_the_hull_holds_all_and_is_open_where_one_is_open() -> None:
    hull = DateInterval.hull([MAY, DateInterval(date(2017, 1, 1), None)])

    assert hull == DateInterval(date(2016, 5, 1), None)


def test_the_hull_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="not defined"):
        DateInterval.hull([])


def test_intervals_that_only_touch_share_their_common_day() -> None:
    june = DateInterval(date(2016, 5, 31), date(2016, 6, 30))

    assert MAY.intersection(june) == DateInterval.of_day(date(2016, 5, 31))
    assert MAY.intersection(DateInterval.of_day(date(2016, 6, 1))) is None


def test_an_interval_encloses_a_finer_one_but_not_an_open_one() -> None:
    assert MAY.encloses(DateInterval.of_day(date(2016, 5, 9)))
    assert not MAY.encloses(DateInterval(date(2016, 5, 9), None))


def test_widening_adds_days_on_both_sides_and_never_narrows() -> None:
    assert MAY.widened(1) == DateInterval(date(2016, 4, 30), date(2016, 6, 1))
    with pytest.raises(ValueError, match="widened"):
        MAY.widened(-1)


def test_widening_past_the_calendar_opens_the_side() -> None:
    assert DateInterval.of_day(date.max).widened(1) == DateInterval(
        date.max - timedelta(days=1), None
    )


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        InstantInterval(datetime(2024, 5, 3), None)  # noqa: DTZ001


def test_instants_are_kept_in_utc() -> None:
    interval = InstantInterval.of_instant(datetime(2024, 5, 3, 1, 30, tzinfo=BEIRUT))

    assert interval.earliest == datetime(2024, 5, 2, 22, 30, tzinfo=UTC)
    assert str(interval.earliest) == "2024-05-02 22:30:00+00:00"
    assert interval.is_instant


def test_reversed_instants_are_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        InstantInterval(
            datetime(2024, 5, 3, 12, tzinfo=UTC), datetime(2024, 5, 3, 12, tzinfo=BEIRUT)
        )


def test_a_day_somewhere_on_earth_begins_fourteen_hours_before_the_utc_day() -> None:
    instants = InstantInterval.of_days(
        DateInterval.of_day(date(2024, 5, 3)), utc_offsets_hours=(-12, 14)
    )

    assert instants.earliest == datetime(2024, 5, 2, 10, tzinfo=UTC)
    assert instants.latest == datetime(2024, 5, 4, 11, 59, 59, 999999, tzinfo=UTC)


def test_reversed_offsets_are_refused() -> None:
    with pytest.raises(ValueError, match="UTC offsets"):
        InstantInterval.of_days(MAY, utc_offsets_hours=(14, -12))


def test_instants_compare_across_zones() -> None:
    noon = InstantInterval.of_instant(datetime(2024, 5, 3, 12, tzinfo=UTC))

    assert noon.contains(datetime(2024, 5, 3, 15, tzinfo=BEIRUT))
    assert not noon.overlaps(InstantInterval(datetime(2024, 5, 3, 13, tzinfo=UTC), None))
    assert noon.utc_days == DateInterval.of_day(date(2024, 5, 3))
    with pytest.raises(ValueError, match="no time zone"):
        noon.contains(datetime(2024, 5, 3, 12))  # noqa: DTZ001
