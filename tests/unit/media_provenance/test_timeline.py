"""The timeline: order and honesty of positions, in both directions."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_provenance.domain.timeline import AxisBreak, TimelineItem, timeline
from multilingual.intervals import DateInterval

# The model case: a picture of August 2022 passed off as one of a meeting in June 2024.
PUBLISHED = TimelineItem(
    key="published",
    label="صورة من وكالة الأنباء",
    when="14 August 2022",
    days=DateInterval.of_day(date(2022, 8, 14)),
)
EVENT = TimelineItem(
    key="event",
    label="الحدث",
    when="20–23 June 2024",
    days=DateInterval(date(2024, 6, 20), date(2024, 6, 23)),
    role="event",
)


def _seen(key: str, earliest: date | None, latest: date | None) -> TimelineItem:
    return TimelineItem(
        key=key, label="à Nîmes, हिन्दी", when="", days=DateInterval(earliest, latest)
    )


def test_the_oldest_stands_at_the_left_in_a_left_to_right_language() -> None:
    drawing = timeline([EVENT, PUBLISHED], direction="ltr")

    assert [mark.item.key for mark in drawing.marks] == ["published", "event"]
    assert drawing.marks[0].x < drawing.marks[1].x


def test_the_oldest_stands_at_the_right_in_a_right_to_left_language() -> None:
    drawing = timeline([EVENT, PUBLISHED], direction="rtl")

    assert [mark.item.key for mark in drawing.marks] == ["published", "event"]
    assert drawing.marks[0].x > drawing.marks[1].x


def test_the_two_directions_mirror_each_other() -> None:
    ltr = timeline([PUBLISHED], event=EVENT, direction="ltr")
    rtl = timeline([PUBLISHED], event=EVENT, direction="rtl")

    for one, other in zip(ltr.marks, rtl.marks, strict=True):
        assert one.x == pytest.approx(100 - other.end_x, abs=0.02)
        assert one.width == other.width


def test_a_single_day_is_a_point_and_an_uncertain_date_is_a_bar() -> None:
    month = _seen("month", date(2022, 8, 1), date(2022, 8, 31))

    drawing = timeline([PUBLISHED, month])

    by_key = {mark.item.key: mark for mark in drawing.marks}
    assert by_key["published"].is_point
    assert not by_key["month"].is_point
    assert by_key["month"].x < by_key["published"].x < by_key["month"].end_x


def test_the_event_is_a_row_and_a_band_through_all_rows() -> None:
    drawing = timeline([PUBLISHED], event=EVENT)

    assert drawing.event is not None
    assert (drawing.event.x, drawing.event.width) == (
        drawing.marks[1].x,
        drawing.marks[1].width,
    )


def test_an_observation_without_a_latest_day_runs_to_the_late_edge() -> None:
    drawing = timeline([PUBLISHED, _seen("open", date(2023, 1, 1), None)])

    mark = drawing.marks[1]
    assert mark.opens_after
    assert not mark.opens_before
    assert mark.end_x == 100


def test_an_observation_without_an_earliest_day_runs_to_the_early_edge_mirrored() -> None:
    drawing = timeline([PUBLISHED, _seen("open", None, date(2023, 1, 1))], direction="rtl")

    mark = next(mark for mark in drawing.marks if mark.item.key == "open")
    assert mark.opens_before
    assert mark.end_x == 100


def test_an_undated_observation_is_drawn_nowhere() -> None:
    undated = _seen("undated", None, None)

    drawing = timeline([PUBLISHED, undated])

    assert [mark.item.key for mark in drawing.marks] == ["published"]
    assert drawing.undated == (undated,)


def test_nothing_at_all_gives_an_empty_drawing() -> None:
    drawing = timeline([])

    assert drawing.marks == ()
    assert drawing.event is None
    assert drawing.ticks == ()


def test_one_day_alone_stands_in_the_middle() -> None:
    drawing = timeline([PUBLISHED])

    assert drawing.marks[0].x == 50
    assert drawing.breaks == ()


def test_a_gap_that_dwarfs_the_rest_is_shortened_and_says_how_long_it_is() -> None:
    old = _seen("old", date(2004, 1, 1), date(2004, 1, 1))

    drawing = timeline([old, PUBLISHED], event=EVENT)

    assert [one.days for one in drawing.breaks] == [(date(2022, 8, 14) - date(2004, 1, 1)).days]
    assert drawing.marks[0].x < drawing.breaks[0].x < drawing.marks[1].x
    assert drawing.marks[2].x - drawing.marks[1].x > drawing.marks[1].x - drawing.marks[0].x


def test_two_days_alone_are_not_broken_however_far_apart() -> None:
    drawing = timeline([_seen("old", date(1969, 7, 20), date(1969, 7, 20)), PUBLISHED])

    assert drawing.breaks == ()


def test_days_beside_years_stay_close_together() -> None:
    shared = _seen("shared", date(2024, 6, 18), date(2024, 6, 18))

    drawing = timeline([PUBLISHED, shared], event=EVENT)

    assert drawing.breaks == ()
    assert drawing.marks[1].x - drawing.marks[0].x > 80


def test_an_uncertain_date_is_not_broken_since_its_bar_shows_its_length() -> None:
    wide = _seen("wide", date(2004, 1, 1), date(2022, 1, 1))

    drawing = timeline([wide, PUBLISHED])

    assert drawing.breaks == ()


def test_no_date_is_written_on_the_axis_inside_a_break() -> None:
    old = _seen("old", date(2004, 1, 1), date(2004, 1, 1))

    drawing = timeline([old, PUBLISHED], event=EVENT)

    assert [tick.text for tick in drawing.ticks] == ["2004", "2023", "2024"]


def test_dates_on_the_axis_do_not_touch() -> None:
    drawing = timeline([_seen("old", date(1990, 1, 1), date(1990, 1, 1)), PUBLISHED])

    places = sorted(tick.x for tick in drawing.ticks)
    assert min(b - a for a, b in pairwise(places)) >= 16


@pytest.mark.parametrize(
    ("latest", "expected"),
    [
        pytest.param(date(2024, 3, 5), ["2024-02", "2024-03"], id="weeks are told by months"),
        pytest.param(date(2024, 1, 25), ["2024-01-20", "2024-01-25"], id="days by days"),
    ],
)
def test_short_spans_are_told_in_finer_dates(latest: date, expected: list[str]) -> None:
    first = _seen("first", date(2024, 1, 20), date(2024, 1, 20))

    drawing = timeline([first, _seen("last", latest, latest)])

    assert [tick.text for tick in drawing.ticks] == expected


def test_no_two_rows_share_a_height() -> None:
    drawing = timeline([PUBLISHED, PUBLISHED, PUBLISHED], event=EVENT)

    heights = [mark.y for mark in drawing.marks]
    assert len(set(heights)) == len(heights)
    assert max(heights) < drawing.axis_y < drawing.height


DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))


@given(st.lists(DAYS, min_size=2, max_size=9, unique=True))
def test_earlier_days_are_always_nearer_the_start_and_inside_the_drawing(
    days: list[date],
) -> None:
    drawing = timeline([_seen(day.isoformat(), day, day) for day in days])

    places = [mark.x for mark in drawing.marks]
    assert [mark.item.key for mark in drawing.marks] == sorted(day.isoformat() for day in days)
    assert all(early < late for early, late in pairwise(places))
    assert places[0] >= 0
    assert places[-1] <= 100


@pytest.mark.parametrize(("direction", "edge"), [("ltr", "x"), ("rtl", "end_x")])
def test_the_event_s_line_stands_where_the_event_begins(
    direction: Literal["ltr", "rtl"], edge: str
) -> None:
    drawing = timeline([PUBLISHED], event=EVENT, direction=direction)

    assert drawing.event is not None
    assert drawing.event.width > 0
    assert drawing.event.start_x == getattr(drawing.marks[1], edge)


def _text_of(label: str) -> str:
    item = TimelineItem(
        key="k", label=label, when="14 August 2022", days=DateInterval.of_day(date(2022, 8, 14))
    )
    return timeline([item]).marks[0].text


@pytest.mark.parametrize(
    ("label", "text"),
    [
        (
            "Publication date given by the page: L'Écho de Nîmes, édition du soir",
            "Publication date given by the page: L'Écho…",
        ),
        (
            "تاريخ النشر كما تذكره الصفحة: وكالة الأنباء المحلية في المدينة القديمة",
            "تاريخ النشر كما تذكره الصفحة: وكالة الأنباء…",
        ),
        ("写真" * 20, "写真" * 11 + "…"),
        ("हिन्दी समाचार", "हिन्दी समाचार"),
    ],
)
def test_a_long_label_ends_with_an_ellipsis_and_not_within_a_word(label: str, text: str) -> None:
    assert _text_of(label) == text


def test_a_shortened_label_is_kept_whole_in_its_item() -> None:
    label = "Nîmes " * 30
    item = TimelineItem(key="k", label=label, when="", days=DateInterval.of_day(date(2022, 8, 14)))

    mark = timeline([item]).marks[0]

    assert mark.is_shortened
    assert mark.item.label == label


def test_the_text_of_an_item_that_does_not_count_leaves_room_to_say_so() -> None:
    day_of_it = DateInterval.of_day(date(2022, 8, 14))
    counted = TimelineItem("a", "Nîmes " * 30, "", day_of_it)
    left_out = TimelineItem("b", "Nîmes " * 30, "", day_of_it, counts=False)

    long, short = timeline([counted, left_out]).marks

    assert 15 < len(long.text) - len(short.text) < 30


@pytest.mark.parametrize(
    ("days", "years", "months"), [(3414, 9, 112), (731, 2, 24), (640, 0, 21), (181, 0, 6)]
)
def test_a_break_says_roughly_how_much_it_leaves_out(days: int, years: int, months: int) -> None:
    gap = AxisBreak(50.0, days)

    assert (gap.years, gap.months) == (years, months)
