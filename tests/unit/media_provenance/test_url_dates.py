"""Dates written out in addresses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_provenance.domain.archived_addresses import archived_address
from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role, instants_of
from media_provenance.domain.dated_sources import SourceNote, SourceWhy
from media_provenance.domain.url_dates import (
    dates_in_url,
    notes_on_dates_in_url,
)
from multilingual.intervals import DateInterval

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "value", "precision"),
    [
        ("https://ex.test/2022/08/15/world/x", "2022-08-15", "day"),
        ("https://www.ex.test/news/2022/8/5/x", "2022-08-05", "day"),
        ("https://ex.test/2022/08/15.html", "2022-08-15", "day"),
        ("https://ex.test/world/2022/aug/15/x", "2022-08-15", "day"),
        ("https://ex.test/2022/September/1/x", "2022-09-01", "day"),
        ("https://ex.test/2022/0815/c1001.html", "2022-08-15", "day"),
        ("https://ex.test/2022-08/15/content_1.htm", "2022-08-15", "day"),
        ("https://ex.test/20220815/x", "2022-08-15", "day"),
        ("https://ex.test/en/20220815-a-title", "2022-08-15", "day"),
        ("https://ex.test/a-title-2022-08-15.html", "2022-08-15", "day"),
        ("https://ex.test/2022-08-15-a-title/", "2022-08-15", "day"),
        ("https://ex.test/article-15-08-2022.html", "2022-08-15", "day"),
        ("https://ex.test/article-08-15-2022.html", "2022-08-15", "day"),
        ("https://ex.test/15/08/2022/x", "2022-08-15", "day"),
        ("https://ex.test/article-08-08-2022.html", "2022-08-08", "day"),
        ("https://ex.test/15-August-2022", "2022-08-15", "day"),
        ("https://ex.test/a-15-sept-2022-b", "2022-09-15", "day"),
        ("https://ex.test/article-05-08-2022.html", "2022-05-08/2022-08-05", "interval"),
        ("https://ex.test/2022/08/a-title", "2022-08", "month"),
        ("https://ex.test/2022/08/1234567/a-title", "2022-08", "month"),
        ("https://ex.test/2022-08/a-title", "2022-08", "month"),
        ("https://ex.test/2022/08/a-title-2022-08-15", "2022-08-15", "day"),
        ("https://ex.test/2022/08/15.jpg", "2022-08", "month"),
        ("https://ex.test/2024/02/29/x", "2024-02-29", "day"),
        ("https://ex.test/" + quote("٢٠٢٢/٠٨/١٥") + "/x", "2022-08-15", "day"),
        ("https://ex.test/" + quote("२०२२/०८/१५/हिन्दी"), "2022-08-15", "day"),
        ("https://ex.test/é/2022/08/15/ça", "2022-08-15", "day"),
    ],
)
def test_the_publishers_day_is_read_as_it_is_written(url: str, value: str, precision: str) -> None:
    [source] = dates_in_url(url, as_of=NOW)

    assert (source.value, source.precision) == (value, precision)
    assert (source.kind, source.role, source.grade, source.operator, source.usable) == (
        EvidenceKind.URL_PATH,
        Role.SEEN,
        Grade.C,
        "ex.test",
        True,
    )


def test_a_day_of_a_publisher_anywhere_is_fifty_hours_of_utc() -> None:
    [source] = dates_in_url("https://ex.test/2022/08/15/x", as_of=NOW)

    assert source.when == instants_of(DateInterval.of_day(date(2022, 8, 15)))
    assert not source.zone_known


@pytest.mark.parametrize(
    "url",
    [
        "https://ex.test/2022/13/40/x",
        "https://ex.test/2022/15/08/x",
        "https://ex.test/2022/02/30/x",
        "https://ex.test/2022/08/40/x",
        "https://ex.test/2023/02/29/x",
        "https://ex.test/story-20229999",
        "https://ex.test/20229999/x",
        "https://ex.test/1985/08/15/x",
        "https://ex.test/2022/x",
        "https://ex.test/call-2022-33-44",
        "https://ex.test/31-31-2022",
        "https://ex.test/31-april-2022",
        "https://ex.test/202208/x",
        "https://ex.test/p/holiday-2022-08-15.jpg",
        "https://ex.test/a28cad70-2022-11-ea/x",
        "https://ex.test/5f2022-08-150",
        "https://ex.test/#/2022/08/15/",
        "https://2022.08.15.ex.test/",
        "https://ex.test/x?updated=2022-08-15",
        "mailto:2022-08-15@ex.test",
        "https://[::1/2022/08/15/",
        "2022/08/15",
        "",
    ],
)
def test_what_is_no_day_is_no_date(url: str) -> None:
    assert dates_in_url(url, as_of=NOW) == []


def test_a_day_that_is_yet_to_come_is_no_date_and_that_is_said() -> None:
    url = "https://ex.test/2031/01/01/x"

    assert dates_in_url(url, as_of=NOW) == []
    assert notes_on_dates_in_url(url, as_of=NOW) == [SourceNote.IN_THE_FUTURE]


def test_today_has_begun_somewhere_before_it_has_in_greenwich() -> None:
    [source] = dates_in_url(
        "https://ex.test/2026/11/22/", as_of=datetime(2026, 11, 21, 11, tzinfo=UTC)
    )

    assert source.value == "2026-11-22"


def test_a_title_that_tells_of_another_day_is_only_a_lead() -> None:
    folder, title = dates_in_url("https://ex.test/2022/08/15/fire-of-2019-03-04", as_of=NOW)

    assert (folder.value, folder.usable) == ("2022-08-15", True)
    assert (title.value, title.usable, title.why) == (
        "2019-03-04",
        False,
        SourceWhy.OTHER_DATE_IN_FOLDERS,
    )


def test_the_same_day_twice_is_told_once() -> None:
    [source] = dates_in_url("https://ex.test/2022/08/15/x-2022-08-15", as_of=NOW)

    assert source.field == "url_folders"


def test_two_titles_that_disagree_are_both_only_leads() -> None:
    found = dates_in_url("https://ex.test/from-2019-03-04-to-2021-05-06", as_of=NOW)

    assert [source.usable for source in found] == [False, False]


def test_two_folders_that_disagree_are_both_only_leads() -> None:
    found = dates_in_url("https://ex.test/2019/03/04/2021/05/06/x", as_of=NOW)

    assert [(source.value, source.usable, source.why) for source in found] == [
        ("2019-03-04", False, SourceWhy.DATES_DISAGREE),
        ("2021-05-06", False, SourceWhy.DATES_DISAGREE),
    ]


def test_digits_at_the_end_of_a_title_may_be_a_number() -> None:
    [source] = dates_in_url("https://ex.test/world-europe-20121011", as_of=NOW)

    assert (source.value, source.usable, source.why) == (
        "2012-10-11",
        False,
        SourceWhy.MAY_BE_A_NUMBER,
    )


def test_the_folder_of_wordpress_is_of_a_kind_that_never_counts_alone() -> None:
    [source] = dates_in_url("https://ex.test/wp-content/uploads/2022/08/p.jpg", as_of=NOW)

    assert (source.value, source.kind, source.grade) == (
        "2022-08",
        EvidenceKind.UPLOAD_FOLDER,
        Grade.C,
    )


def test_a_date_of_the_query_is_worth_no_more_than_the_link() -> None:
    [source] = dates_in_url("https://ex.test/x?id=7&date=2022-08-15", as_of=NOW)

    assert (source.value, source.grade, source.why) == (
        "2022-08-15",
        Grade.D,
        SourceWhy.LINK_IS_FREE,
    )


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("date=20220815", ["2022-08-15"]),
        ("Date=2022-08-15T12:00:00Z", ["2022-08-15"]),
        ("day=05/08/2022", ["2022-05-08/2022-08-05"]),
        ("date=soon", []),
        ("date=" + quote("٢٠٢٢-٠٨-١٥"), ["2022-08-15"]),
        ("&".join(["a=1"] * 300) + "&date=2022-08-15", []),
    ],
)
def test_a_query_is_read_as_far_as_it_is_one(query: str, values: list[str]) -> None:
    found = dates_in_url(f"https://ex.test/x?{query}", as_of=NOW)

    assert [source.value for source in found] == values


def test_the_present_is_given_with_its_zone() -> None:
    naive = datetime.fromisoformat("2026-11-22")

    with pytest.raises(ValueError, match="time zone"):
        dates_in_url("https://ex.test/2022/08/15/", as_of=naive)


@pytest.mark.parametrize(
    ("url", "value"),
    [
        pytest.param("https://ex.test/1401/05/24/x", "2022-08-15", id="Jalali"),
        pytest.param("https://ex.test/" + quote("۱۴۰۱/۵/۲۴"), "2022-08-15", id="Persian digits"),
        pytest.param("https://ex.test/1444/01/17/x", "2022-08-14/2022-08-16", id="Hijri"),
    ],
)
def test_a_day_of_another_calendar_is_told_by_its_year(url: str, value: str) -> None:
    [source] = dates_in_url(url, as_of=NOW)

    assert source.value == value


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("1420/01/17", id="Jalali and Hijri alike possible"),
        pytest.param("1401/05", id="two numbers are too few"),
        pytest.param("1406/01/01", id="Jalali and yet to come"),
        pytest.param("1401/12/30", id="no leap year"),
    ],
)
def test_an_unsure_calendar_says_nothing(path: str) -> None:
    assert dates_in_url(f"https://ex.test/{path}/x", as_of=NOW) == []


@pytest.mark.parametrize(
    ("url", "kind", "operator"),
    [
        (
            "https://web.archive.org/web/20220815123456/https://ex.test/",
            EvidenceKind.WEB_ARCHIVE_PAGE,
            "web.archive.org",
        ),
        (
            "https://web.archive.org/web/20220815123456im_/https://ex.test/p.jpg",
            EvidenceKind.WEB_ARCHIVE_IMAGE,
            "web.archive.org",
        ),
        (
            "https://web.archive.org/web/20220815123456id_/ex.test/p.png?w=9",
            EvidenceKind.WEB_ARCHIVE_IMAGE,
            "web.archive.org",
        ),
        (
            "https://archive.ph/2022.08.15-123456/https://ex.test/",
            EvidenceKind.WEB_ARCHIVE_PAGE,
            "archive.today",
        ),
        (
            "https://archive.today/20220815123456/https://ex.test/",
            EvidenceKind.WEB_ARCHIVE_PAGE,
            "archive.today",
        ),
        (
            "https://arquivo.pt/wayback/20220815123456/https://ex.test/",
            EvidenceKind.WEB_ARCHIVE_PAGE,
            "arquivo.pt",
        ),
    ],
)
def test_the_stamp_of_an_archive_is_exact_and_only_a_lead(
    url: str, kind: EvidenceKind, operator: str
) -> None:
    [source] = dates_in_url(url, as_of=NOW)

    assert (source.value, source.precision) == ("2022-08-15T12:34:56Z", "second")
    assert (source.kind, source.grade, source.operator) == (kind, Grade.B, operator)
    assert (source.usable, source.why) == (False, SourceWhy.ARCHIVE_STAMP_ALONE)


def test_of_an_archived_address_its_own_date_is_read_too() -> None:
    stamp, day = dates_in_url(
        "https://web.archive.org/web/20220901000000/https://ex.test/2022/08/15/x", as_of=NOW
    )

    assert (stamp.usable, day.usable) == (False, True)
    assert (day.value, day.operator) == ("2022-08-15", "ex.test")


@pytest.mark.parametrize(
    "url",
    [
        "https://web.archive.org/web/2022/https://ex.test/",
        "https://web.archive.org/web/20221315123456/https://ex.test/",
        "https://web.archive.org/web/*/https://ex.test/",
        "https://archive.ph/AbCdE",
        "https://ex.test/web/20220815123456/https://ex.test/",
        "https://web.archive.org.ex.test/web/20220815123456/https://ex.test/",
    ],
)
def test_what_names_no_capture_is_no_archived_address(url: str) -> None:
    assert archived_address(url) is None


@pytest.mark.parametrize(
    ("url", "grade", "operator"),
    [
        (
            "https://upload.wikimedia.org/wikipedia/commons/archive/a/ab/20220815123456!%C3%89t%C3%A9.jpg",
            "B",
            "wikimedia",
        ),
        (
            "https://upload.wikimedia.org/wikipedia/commons/thumb/archive/a/ab/20220815123456!A.jpg/9px-A.jpg",
            "B",
            "wikimedia",
        ),
        ("https://wiki.test/images/archive/a/ab/20220815123456!A.jpg", "C", "wiki.test"),
    ],
)
def test_a_version_that_a_wiki_replaced_existed_by_then(
    url: str, grade: str, operator: str
) -> None:
    [source] = dates_in_url(url, as_of=NOW)

    assert (source.value, source.grade, source.operator, source.usable) == (
        "2022-08-15T12:34:56Z",
        Grade(grade),
        operator,
        True,
    )


@given(st.text(max_size=120))
def test_no_path_breaks_the_reading_and_none_dates_to_the_future(path: str) -> None:
    found = dates_in_url(f"https://ex.test/{path}", as_of=NOW)

    assert all(source.when.earliest is not None and source.when.earliest <= NOW for source in found)


@given(st.text(alphabet="0123456789-/_.?=date%", max_size=60))
def test_no_row_of_digits_breaks_the_reading(path: str) -> None:
    found = dates_in_url(f"https://web.archive.org/web/20220815123456/{path}", as_of=NOW)

    assert all(source.when.latest is not None for source in found)


@given(st.dates(min_value=date(1995, 1, 3), max_value=date(2026, 11, 21)))
def test_a_day_that_is_written_into_an_address_is_read_back(day: date) -> None:
    [source] = dates_in_url(f"https://ex.test/{day:%Y/%m/%d}/x", as_of=NOW)

    assert source.days == DateInterval.of_day(day)
