"""All dates of an address together."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_provenance.domain.address_dates import dates_of_address, notes_on_address
from media_provenance.domain.archived_addresses import archived_address
from media_provenance.domain.date_evidence import Grade
from media_provenance.domain.dated_sources import SourceNote
from media_provenance.domain.platform_ids import date_ids_in_url
from media_provenance.domain.url_dates import dates_in_url

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "found"),
    [
        pytest.param(
            "https://pbs.twimg.com/media/C_UdnvPUwAE3Dnn.jpg",
            [("x_media_key", "B")],
            id="a platform's file is dated once",
        ),
        pytest.param(
            "https://ex.test/wp-content/uploads/2022/08/IMG_20220815_123456.jpg",
            [("wordpress_folder", "C"), ("camera", "D")],
            id="a folder is the publisher's, a name whoever's",
        ),
        pytest.param(
            "https://ex.test/p/%D8%B5%D9%88%D8%B1%D8%A9-2022-08-15.png?w=9",
            [("dated_day", "D")],
            id="an Arabic name",
        ),
        pytest.param(
            "https://web.archive.org/web/20220901000000im_/https://ex.test/20220815_123456.jpg",
            [("archive_stamp", "B"), ("camera", "D")],
            id="the name of what was archived",
        ),
        pytest.param(
            "https://upload.wikimedia.org/wikipedia/commons/archive/a/ab/20220815123456!A.jpg",
            [("wiki_version", "B")],
            id="a wiki's stamp is no camera's",
        ),
        pytest.param(
            "https://upload.wikimedia.org/wikipedia/commons/archive/a/ab/20220815123456%21"
            "%D8%B5%D9%88%D8%B1%D8%A9_2020-01-31.jpg",
            [("wiki_version", "B"), ("dated_day", "D")],
            id="behind a wiki's stamp the name is read",
        ),
        pytest.param("https://ex.test/\u0939\u093f/\u00e9.jpg", [], id="nothing"),
    ],
)
def test_each_part_of_an_address_is_told_with_its_own_grade(
    url: str, found: list[tuple[str, str]]
) -> None:
    assert [(one.field, one.grade.value) for one in dates_of_address(url, as_of=NOW)] == found


def test_the_notes_on_numbers_and_on_dates_are_told_together() -> None:
    url = "https://t.me/2031/01/01/"

    assert notes_on_address(url, as_of=NOW) == [
        SourceNote.TELEGRAM_NUMBERS,
        SourceNote.IN_THE_FUTURE,
    ]


LONGEST = 4096


@pytest.mark.parametrize(
    "part",
    [
        pytest.param("2022/08/15/", id="folders"),
        pytest.param("15/08/2022/", id="folders, the day first"),
        pytest.param("a28cad70-0d73-11ea-aaef-0800200c9a66/", id="codes"),
        pytest.param("x-2022-08-15-", id="titles"),
        pytest.param("٣٤-é-हि/", id="no date in three scripts"),
    ],
)
@pytest.mark.parametrize("times", [1_000, 20_000])
def test_an_address_that_is_too_long_is_not_looked_at_and_that_is_said(
    part: str, times: int
) -> None:
    url = "https://ex.test/" + part * times

    assert dates_of_address(url, as_of=NOW) == []
    assert dates_in_url(url, as_of=NOW) == []
    assert date_ids_in_url(url, as_of=NOW) == []
    assert archived_address(url) is None
    assert notes_on_address(url, as_of=NOW) == [SourceNote.ADDRESS_TOO_LONG]


def test_an_address_is_read_up_to_its_longest() -> None:
    url = "https://ex.test/2022/08/15/"
    longest = url + "a" * (LONGEST - len(url))

    assert [one.value for one in dates_of_address(longest, as_of=NOW)] == ["2022-08-15"]
    assert dates_of_address(longest + "a", as_of=NOW) == []


def test_an_address_full_of_different_dates_gives_twenty_at_most() -> None:
    days = (date(1996, 1, 1) + timedelta(days=11 * count) for count in range(360))
    url = "https://ex.test/" + "/".join(f"{day:%Y/%m/%d}" for day in days)

    found = dates_of_address(url, as_of=NOW)

    assert len(found) == 20
    assert not any(one.usable for one in found)


def test_an_address_full_of_codes_gives_twenty_at_most() -> None:
    url = "https://ex.test/" + "/".join(
        f"{count:06x}00-0d73-11ea-aaef-0800200c9a66" for count in range(100)
    )

    assert len(dates_of_address(url, as_of=NOW)) == 20


def test_captures_of_captures_are_followed_three_deep() -> None:
    post = "https://x.com/a/status/1098230906194546688"
    capture = "https://web.archive.org/web/2022081610111{}/"
    three = capture.format(1) + capture.format(2) + capture.format(3)

    followed = dates_of_address(three + post, as_of=NOW)
    too_deep = dates_of_address(three + capture.format(4) + post, as_of=NOW)

    assert [one.field for one in followed] == ["x_status"] + ["archive_stamp"] * 3
    assert [one.field for one in too_deep] == ["archive_stamp"] * 3


@pytest.mark.parametrize("times", [100, 1_000])
def test_no_depth_of_captures_breaks_the_reading(times: int) -> None:
    url = "https://" + "web.archive.org/web/20220816101112/" * times

    found = dates_of_address(url, as_of=NOW)

    assert [one.value for one in found] in ([], ["2022-08-16T10:11:12Z"])


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(r"https://evil.test\@x.com/a/status/1098230906194546688", id="a backslash"),
        pytest.param(r"https://x.com/a\status/2022/08/15/", id="a backslash in the path"),
        pytest.param("https://x.com@ex.test/2022/08/15/", id="a name before the host"),
        pytest.param("https://a:b@x.com/a/status/1098230906194546688", id="a name and a word"),
        pytest.param("https://x.com/a/sta\ttus/1098230906194546688", id="a tab"),
        pytest.param("https://x.com\n/a/status/1098230906194546688", id="a line break"),
        pytest.param("https://x.com/a/status/1098230906194546688?\x00", id="a control character"),
        pytest.param("https://x.com /a/status/1098230906194546688", id="a space in the host"),
        pytest.param(
            r"https://evil.test\@upload.wikimedia.org/w/archive/a/ab/20220815123456!A", id="a wiki"
        ),
    ],
)
def test_an_address_that_hides_where_it_leads_has_no_date_and_that_is_said(url: str) -> None:
    assert dates_of_address(url, as_of=NOW) == []
    assert archived_address(url) is None
    assert notes_on_address(url, as_of=NOW) == [SourceNote.ADDRESS_UNCLEAR]


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com:8443/a/status/1098230906194546688",
        "http://x.com:443/a/status/1098230906194546688",
        "https://x.com/a b/status/1098230906194546688",
        "https://x.com/a/status/1098230906194546688?a b",
        "https://x.com/a/status/1098230906194546688/../../b",
        "https://x.com/a/status/1098230906194546688/%2e%2e/b",
        "https://x.com/a%2Fstatus%2F1098230906194546688",
        "https://x.com/a/status/1098230906194546688/%5c",
        "https://x.com/a/status/01098230906194546688",
        "https://mastodon.social:8443/@a/103254962155278888",
        "https://pbs.twimg.com:8443/media/C_UdnvPUwAE3Dnn.jpg",
        "https://pbs.twimg.com/profile_images/1098230906194546688/a.jpg",
        "https://upload.wikimedia.org:8443/w/archive/a/ab/20220815123456!A.jpg",
        "https://web.archive.org/web/20220816101112/https://x.com:8443/a/status/1098230906194546688",
    ],
)
def test_no_platform_vouches_for_an_address_unlike_its_own(url: str) -> None:
    found = dates_of_address(url, as_of=NOW)

    assert [one for one in found if one.usable and one.grade.rank >= Grade.B.rank] == []


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com:443/a/status/1098230906194546688",
        "http://x.com:80/a/status/1098230906194546688",
        "  https://x.com/a/status/1098230906194546688\n",
    ],
)
def test_what_a_program_writes_around_an_address_takes_nothing_from_it(url: str) -> None:
    [source] = dates_of_address(url, as_of=NOW)

    assert source.grade is Grade.B


@given(st.text(max_size=120))
def test_no_address_breaks_the_reading(text: str) -> None:
    for url in (text, f"https://{text}", f"https://ex.test/{text}.jpg"):
        assert all(one.value for one in dates_of_address(url, as_of=NOW))
        assert isinstance(notes_on_address(url, as_of=NOW), list)
