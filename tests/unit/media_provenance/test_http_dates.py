"""Dates in the headers of an answer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role
from media_provenance.domain.dated_sources import SourceWhy
from media_provenance.domain.http_dates import (
    date_of_last_modified,
    date_of_memento,
    parse_http_date,
)

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
ANSWERED = ("Date", "Sun, 22 Nov 2026 10:00:00 GMT")


def test_the_last_change_that_a_server_reports_is_its_owners_word() -> None:
    headers = [ANSWERED, ("last-modified", "Mon, 15 Aug 2022 12:34:56 GMT")]

    source = date_of_last_modified(headers, fetched_at=NOW, url="https://www.ex.test/p.jpg")

    assert source is not None
    assert (source.value, source.kind, source.role, source.grade) == (
        "2022-08-15T12:34:56Z",
        EvidenceKind.LAST_MODIFIED,
        Role.SEEN,
        Grade.C,
    )
    assert (source.operator, source.usable, source.when.is_instant) == ("ex.test", True, True)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        pytest.param(
            "Sun, 22 Nov 2026 10:00:00 GMT", SourceWhy.SAME_AS_ANSWER, id="made when asked"
        ),
        pytest.param("Sun, 22 Nov 2026 10:05:00 GMT", SourceWhy.AFTER_ANSWER, id="a clock ahead"),
    ],
)
def test_a_change_that_is_not_before_the_answer_is_not_used(written: str, why: SourceWhy) -> None:
    source = date_of_last_modified([ANSWERED, ("Last-Modified", written)], fetched_at=NOW)

    assert source is not None
    assert (source.usable, source.why) == (False, why)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param([], id="no such header"),
        pytest.param([("Last-Modified", "0")], id="no date"),
        pytest.param([("Last-Modified", "Mon, 15 Aug 2022 12:34:56 -0000")], id="no zone"),
        pytest.param([("Last-Modified", "Thu, 01 Jan 1970 00:00:00 GMT")], id="where clocks begin"),
        pytest.param([("Last-Modified", "Sat, 15 Aug 2048 12:34:56 GMT")], id="yet to come"),
        pytest.param(
            [
                ("Last-Modified", "Mon, 15 Aug 2022 12:34:56 GMT"),
                ("Last-Modified", "Tue, 16 Aug 2022 12:34:56 GMT"),
            ],
            id="two that differ",
        ),
        pytest.param([("Last-Modified", "الاثنين")], id="another script"),
    ],
)
def test_what_is_no_date_of_a_change_gives_none(headers: list[tuple[str, str]]) -> None:
    assert date_of_last_modified([ANSWERED, *headers], fetched_at=NOW) is None


def test_without_the_answers_own_date_our_clock_stands_in() -> None:
    headers = [("Last-Modified", "Sun, 22 Nov 2026 10:00:00 GMT")]

    source = date_of_last_modified(headers, fetched_at=NOW)

    assert source is not None
    assert source.why is SourceWhy.SAME_AS_ANSWER


@pytest.mark.parametrize(
    ("is_picture", "kind", "grade"),
    [
        (True, EvidenceKind.WEB_ARCHIVE_IMAGE, Grade.A),
        (False, EvidenceKind.WEB_ARCHIVE_PAGE, Grade.B),
    ],
)
def test_an_archives_answer_says_when_it_kept_what_it_gives(
    is_picture: bool, kind: EvidenceKind, grade: Grade
) -> None:
    source = date_of_memento(
        [("Memento-Datetime", "Mon, 15 Aug 2022 12:34:56 GMT")],
        fetched_at=NOW,
        url="https://web.archive.org/web/20220815123456id_/https://ex.test/p.jpg",
        is_picture=is_picture,
    )

    assert source is not None
    assert (source.kind, source.grade, source.operator) == (kind, grade, "web.archive.org")
    assert source.usable


def test_any_site_can_call_itself_an_archive_and_is_not_believed() -> None:
    source = date_of_memento(
        [("Memento-Datetime", "Mon, 15 Aug 2022 12:34:56 GMT")],
        fetched_at=NOW,
        url="https://ex.test/web.archive.org/p.jpg",
        is_picture=True,
    )

    assert source is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_a_header(text: str) -> None:
    moment = parse_http_date(text)

    assert moment is None or moment.tzinfo is UTC
