"""All dates of an address together."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_provenance.domain.address_dates import dates_of_address, notes_on_address
from media_provenance.domain.dated_sources import SourceNote

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


@given(st.text(max_size=120))
def test_no_address_breaks_the_reading(text: str) -> None:
    for url in (text, f"https://{text}", f"https://ex.test/{text}.jpg"):
        assert all(one.value for one in dates_of_address(url, as_of=NOW))
        assert isinstance(notes_on_address(url, as_of=NOW), list)
