"""Rows of an archive's index. The two good rows and the broken one are as archives answered them
(the tests of edgi-govdata-archiving/wayback, BSD-3-Clause, hold them)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_provenance.domain.archive_rows import (
    archive_digest,
    archive_row_of,
    moment_of_stamp,
    parse_cdx,
    parse_cdx_line,
)

GOOD = (
    "gov,epa)/ 20200418003811 https://www.epa.gov/ text/html 200 "
    "B2RKOLH7OEPRC5ZLUE7T3TGB7DRLGZ7J 12929"
)
NO_ADDRESS = (
    "gov,epa)/ 20200418005903 some/not/even/url/thing text/html 200 "
    "X2TRC5YOLWHW7YKTFSLAEELR3IZAQUSB 20887"
)
REVISIT = (
    "gov,epa)/ 20200419003811 https://www.epa.gov/ warc/revisit - "
    "B2RKOLH7OEPRC5ZLUE7T3TGB7DRLGZ7J 512"
)


def test_a_row_says_when_which_address_was_kept() -> None:
    row = parse_cdx_line(GOOD)

    assert row is not None
    assert row.captured_at == datetime(2020, 4, 18, 0, 38, 11, tzinfo=UTC)
    assert (row.original, row.media_type, row.status, row.length, row.stamp) == (
        "https://www.epa.gov/",
        "text/html",
        200,
        12929,
        "20200418003811",
    )
    assert not row.is_revisit


def test_a_row_that_repeats_earlier_bytes_keeps_their_digest() -> None:
    row = parse_cdx_line(REVISIT)

    assert row is not None
    assert (row.is_revisit, row.status, row.digest) == (
        True,
        None,
        "B2RKOLH7OEPRC5ZLUE7T3TGB7DRLGZ7J",
    )


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(NO_ADDRESS, id="the address is none"),
        pytest.param(GOOD.rpartition(" ")[0], id="a field too few"),
        pytest.param(f"{GOOD} 7", id="a field too many"),
        pytest.param(GOOD.replace("20200418003811", "20201318003811"), id="no such month"),
        pytest.param(GOOD.replace("20200418003811", "2020"), id="a short time"),
        pytest.param(GOOD.replace("https:", "ftp:"), id="another scheme"),
        pytest.param(GOOD.replace("https://www", "https://[www"), id="a broken address"),
        pytest.param(GOOD.replace(" 200 ", " 20 "), id="no status"),
        pytest.param(GOOD.replace("B2RK", "b2rk"), id="no digest"),
        pytest.param(GOOD.replace("12929", "12k"), id="no length"),
        pytest.param(GOOD.replace("12929", "9" * 100_000), id="no number of bytes is so long"),
        pytest.param("أرشيف", id="one word of another script"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_row_that_cannot_be_right_is_none(line: str) -> None:
    assert parse_cdx_line(line) is None


def test_an_answer_keeps_what_it_skips_and_where_to_go_on() -> None:
    answer = parse_cdx(f"{GOOD}\n{NO_ADDRESS}\n{REVISIT}\n\ngov%2Cepa%29%2F+20200419\n")

    assert [row.stamp for row in answer.rows] == ["20200418003811", "20200419003811"]
    assert answer.skipped == (NO_ADDRESS,)
    assert answer.resume_key == "gov%2Cepa%29%2F+20200419"


def test_an_answer_without_rows_is_whole() -> None:
    answer = parse_cdx("")

    assert (answer.rows, answer.skipped, answer.resume_key) == ((), (), "")


def test_a_row_names_the_bytes_that_were_kept() -> None:
    # Of "hello": base32 of the SHA-1 aaf4c61d…, by `printf hello | sha1sum` and coreutils' base32.
    digest = "VL2MMHO4YXUKFWV63YHTWSBM3GXKSQ2N"
    row = archive_row_of(
        ["test,ex)/", "20220815123456", "https://ex.test/", "image/jpeg", "200", digest, "-"]
    )

    assert archive_digest(b"hello") == digest
    assert row is not None
    assert row.is_of(b"hello")
    assert not row.is_of(b"hello!")


def test_a_row_without_a_digest_is_of_no_bytes() -> None:
    row = archive_row_of(["k", "20220815123456", "https://ex.test/", "image/jpeg", "200", "-", "-"])

    assert row is not None
    assert not row.is_of(b"")


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_an_answer(text: str) -> None:
    answer = parse_cdx(text)

    assert len(answer.rows) + len(answer.skipped) <= len(text.splitlines())


@pytest.mark.parametrize("stamp", ["2022081410111", "20221301000000", "٢٠٢٢٠٨١٤١٠١١١٢", ""])
def test_a_stamp_that_is_no_time_has_no_moment(stamp: str) -> None:
    assert moment_of_stamp(stamp) is None
