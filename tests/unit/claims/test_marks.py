"""A text cut into marked runs loses nothing, whatever lies over it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.domain.marks import Mark, MarkKind, Segment, paragraphs, segments

ARABIC = "نفت إيران ذلك في 18 تموز 2024.\n\nوقالت الوزارة: «لا صحة له»."

marks = st.lists(
    st.builds(
        Mark,
        kind=st.sampled_from(MarkKind),
        key=st.sampled_from("abc"),
        start=st.integers(-3, 60),
        end=st.integers(-3, 60),
    ),
    max_size=12,
)
texts = st.text(alphabet=st.sampled_from("نفى é हि \n\U0001f600,"), max_size=50)


def date(start: int, end: int, key: str = "d") -> Mark:
    return Mark(MarkKind.DATE, key, start, end)


def claim(start: int, end: int, key: str = "c") -> Mark:
    return Mark(MarkKind.STATEMENT, key, start, end)


@given(texts, marks)
def test_the_runs_joined_are_the_text(text: str, over: list[Mark]) -> None:
    cut = segments(text, over)

    assert "".join(one.text for one in cut) == text
    assert [one for one in cut if not one.text] == []


@given(texts, marks)
def test_each_run_stands_where_it_says_and_under_the_marks_that_cover_it(
    text: str, over: list[Mark]
) -> None:
    cut = segments(text, over)

    assert [text[one.start : one.start + len(one.text)] for one in cut] == [one.text for one in cut]
    for one in cut:
        end = one.start + len(one.text)
        assert set(one.marks) == {m for m in over if m.start <= one.start and m.end >= end}


@given(texts, marks)
def test_each_mark_is_opened_once(text: str, over: list[Mark]) -> None:
    opened = [mark for one in segments(text, over) for mark in one.opens]

    assert len(opened) == len(set(opened))
    assert set(opened) == {m for m in over if max(m.start, 0) < min(m.end, len(text))}


@given(texts, marks)
def test_paragraphs_hold_every_word_of_the_text_and_open_a_mark_at_most_once(
    text: str, over: list[Mark]
) -> None:
    found = paragraphs(text, over)

    joined = "".join(segment.text for one in found for segment in one.segments)
    assert "".join(joined.split()) == "".join(text.split())
    assert ["".join(segment.text for segment in one.segments) for one in found] == [
        text[one.start : one.end] for one in found
    ]
    opened = [mark for one in found for segment in one.segments for mark in segment.opens]
    assert len(opened) == len(set(opened))


def test_overlapping_marks_lie_beside_each_other() -> None:
    cut = segments("abcdef", [claim(0, 4), date(2, 6)])

    assert cut == [
        Segment(0, "ab", (claim(0, 4),), (claim(0, 4),)),
        Segment(2, "cd", (claim(0, 4), date(2, 6)), (date(2, 6),)),
        Segment(4, "ef", (date(2, 6),), ()),
    ]


@pytest.mark.parametrize(
    "text", [ARABIC, "Nîmes a démenti à 18 h.", "ईरान ने 18 जुलाई को इनकार किया।"]
)
def test_a_text_without_marks_is_one_run(text: str) -> None:
    assert segments(text, []) == [Segment(0, text)]


def test_marks_over_nothing_or_beyond_the_text_do_no_harm() -> None:
    cut = segments("تاريخ", [date(2, 2), date(9, 12, "later"), date(4, 99, "long")])

    assert [one.text for one in cut] == ["تاري", "خ"]
    assert cut[1].marks == (date(4, 99, "long"),)


def test_a_mark_over_two_paragraphs_is_opened_in_the_first() -> None:
    over = replace(claim(4, len(ARABIC)), key="both")

    first, second = paragraphs(ARABIC, [over])

    assert [segment.opens for segment in first.segments] == [(), (over,)]
    assert [segment.marks for segment in second.segments] == [(over,)]
    assert [segment.opens for segment in second.segments] == [()]


def test_paragraphs_are_parted_by_empty_lines_only() -> None:
    found = paragraphs("\n un\ndeux \n \n\n trois\n", [])

    assert [(one.start, one.end) for one in found] == [(2, 9), (15, 20)]
