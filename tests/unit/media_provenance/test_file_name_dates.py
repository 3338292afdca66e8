"""Dates in the names of files."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_provenance.domain.date_evidence import (
    EvidenceKind,
    Grade,
    instants_of_local_time,
)
from media_provenance.domain.dated_sources import SourceWhy
from media_provenance.domain.file_name_dates import dates_in_file_name

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "value", "precision", "role"),
    [
        ("IMG_20220815_123456.jpg", "2022-08-15T12:34:56", "second", "saved"),
        ("IMG20220815123456.jpg", "2022-08-15T12:34:56", "second", "saved"),
        ("IMG_20220815_123456_789.jpg", "2022-08-15T12:34:56", "second", "saved"),
        ("VID_20220815_123456789.mp4", "2022-08-15T12:34:56", "second", "saved"),
        ("MVIMG_20220815_123456.jpg", "2022-08-15T12:34:56", "second", "saved"),
        ("PXL_20220815_123456789.jpg", "2022-08-15T12:34:56.789Z", "ms", "saved"),
        ("PXL_20220815_123456789.MP.jpg", "2022-08-15T12:34:56.789Z", "ms", "saved"),
        ("20220815_123456.jpg", "2022-08-15T12:34:56", "second", "saved"),
        ("20220815_123456(0).jpg", "2022-08-15T12:34:56", "second", "saved"),
        ("WIN_20220815_12_34_56_Pro.jpg", "2022-08-15T12:34:56", "second", "saved"),
        ("DJI_20220815123456_0001_D.JPG", "2022-08-15T12:34:56", "second", "saved"),
        ("B612_20220815_123456_789.jpg", "2022-08-15T12:34:56", "second", "saved"),
        ("C360_2022-08-15-12-34-56-789.jpg", "2022-08-15T12:34:56", "second", "saved"),
        ("2022-08-15 12.34.56.jpg", "2022-08-15T12:34:56", "second", "saved"),
        ("Screenshot_20220815-123456_Chrome.jpg", "2022-08-15T12:34:56", "second", "saved"),
        ("Screenshot_2022-08-15-12-34-56-789_a.b.jpg", "2022-08-15T12:34:56", "second", "saved"),
        ("Screenshot 2022-08-15 at 1.34.56 PM.png", "2022-08-15T13:34:56", "second", "saved"),
        ("Screen Shot 2022-08-15 at 12.34.56 AM.png", "2022-08-15T00:34:56", "second", "saved"),
        ("Screenshot from 2022-08-15 12-34-56.png", "2022-08-15T12:34:56", "second", "saved"),
        ("Screenshot 2022-08-15 123456.png", "2022-08-15T12:34:56", "second", "saved"),
        ("Capture d’écran 2022-08-15 à 12.34.56.png", "2022-08-15T12:34:56", "second", "saved"),
        ("لقطة شاشة ٢٠٢٢-٠٨-١٥ في ٢.٣٤.٥٦ م.png", "2022-08-15T14:34:56", "second", "saved"),
        ("स्क्रीनशॉट 2022-08-15 12-34-56.png", "2022-08-15T12:34:56", "second", "saved"),
        ("WhatsApp Image 2022-08-15 at 12.34.56.jpeg", "2022-08-15T12:34:56", "second", "saved"),
        ("WhatsApp Image 2022-08-15 at 1.34.56 PM.jpeg", "2022-08-15T13:34:56", "second", "saved"),
        ("IMG-20220815-WA0001.jpg", "2022-08-15", "day", "seen"),
        ("photo_2022-08-15_12-34-56.jpg", "2022-08-15T12:34:56", "second", "seen"),
        ("photo_7@15-08-2022_12-34-56.jpg", "2022-08-15T12:34:56", "second", "seen"),
        ("signal-2022-08-15-12-34-56-789.jpg", "2022-08-15T12:34:56", "second", "saved"),
        ("signal-2022-08-15-123456.jpeg", "2022-08-15T12:34:56", "second", "saved"),
        ("FB_IMG_1660566896123.jpg", "2022-08-15T12:34:56.123Z", "ms", "saved"),
        ("mmexport1660566896123.jpg", "2022-08-15T12:34:56.123Z", "ms", "saved"),
        ("1660566896123.jpg", "2022-08-15T12:34:56.123Z", "ms", "saved"),
        ("C_UdnvPUwAE3Dnn.jpg", "2017-05-08T17:02:52.304Z", "ms", "seen"),
        ("C_UdnvPUwAE3Dnn.jpg_large", "2017-05-08T17:02:52.304Z", "ms", "seen"),
        ("holiday 2022-08-15.jpg", "2022-08-15", "day", "saved"),
        ("15.08.2022.jpg", "2022-08-15", "day", "saved"),
        ("05-08-2022.jpg", "2022-05-08/2022-08-05", "interval", "saved"),
        ("IMG_20220815.jpg", "2022-08-15", "day", "saved"),
        ("C:\\Users\\é\\20220815_123456.jpg", "2022-08-15T12:34:56", "second", "saved"),
        (
            "WhatsApp%20Image%202022-08-15%20at%2012.34.56.jpeg",
            "2022-08-15T12:34:56",
            "second",
            "saved",
        ),
    ],
)
def test_a_name_by_a_camera_or_program_gives_its_time(
    name: str, value: str, precision: str, role: str
) -> None:
    [source] = dates_in_file_name(name, as_of=NOW)

    assert (source.value, source.precision, source.role.value) == (value, precision, role)
    assert (source.kind, source.grade, source.operator, source.usable) == (
        EvidenceKind.FILE_NAME,
        Grade.D,
        "file",
        True,
    )


def test_a_camera_writes_the_telephones_own_time_so_the_zone_stays_open() -> None:
    [source] = dates_in_file_name("IMG_20220815_123456.jpg", as_of=NOW)

    local = datetime.fromisoformat("2022-08-15T12:34:56")
    assert source.when == instants_of_local_time(local)
    assert not source.zone_known


def test_a_pixel_camera_writes_greenwich_time() -> None:
    [source] = dates_in_file_name("PXL_20220815_123456789.jpg", as_of=NOW)

    assert source.when.is_instant
    assert source.zone_known


@pytest.mark.parametrize(
    "name",
    [
        "DSC_0815.jpg",
        "IMG_1234.jpg",
        "DJI_0001.JPG",
        "20229999.jpg",
        "IMG_20221345_123456.jpg",
        "received_506070809.jpeg",
        "received_1660566896123456.jpeg",
        "Snapchat-1234567890.jpg",
        "01012345678.jpg",
        "+96170123456.jpg",
        "5901234123457.jpg",
        "IMG_20301231_235959.jpg",
        "19850815_123456.jpg",
        "WhatsApp Image 2022-13-15 at 12.34.56.jpeg",
        "Beirut-Port-002.jpg",
        "annual-report-1.jpg",
        "صورة.jpg",
        "été.jpg",
        "हिन्दी.png",
        ".jpg",
        "",
    ],
)
def test_a_name_without_a_date_gives_none(name: str) -> None:
    assert dates_in_file_name(name, as_of=NOW) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("story-20220815.jpg", "2022-08-15", id="eight digits"),
        pytest.param("1012345678.jpg", None, id="before such names"),
        pytest.param("1550000000.jpg", "2019-02-12T19:33:20Z", id="an Egyptian telephone"),
        pytest.param("IMG_20220815_256199.jpg", "2022-08-15", id="no such hour"),
    ],
)
def test_a_bare_number_is_at_most_a_lead(name: str, value: str | None) -> None:
    found = [
        (source.value, source.usable, source.why) for source in dates_in_file_name(name, as_of=NOW)
    ]

    assert found == ([] if value is None else [(value, False, SourceWhy.MAY_BE_A_NUMBER)])


def test_of_an_hour_that_no_clock_shows_only_the_day_is_kept() -> None:
    [source] = dates_in_file_name("Screenshot 2022-08-15 at 13.34.56 PM.png", as_of=NOW)

    assert (source.value, source.precision) == ("2022-08-15", "day")


@given(st.text(max_size=300))
def test_no_name_breaks_the_reading(name: str) -> None:
    found = dates_in_file_name(name, as_of=NOW)

    assert len(found) <= 1


@pytest.mark.parametrize("part", ["a", "a_", "1", "WhatsApp ", "2022-08-15 ", "20220815_", "é-"])
def test_a_long_name_is_read_at_once(part: str) -> None:
    name = part * 5_000 + "!"
    began = time.process_time()

    dates_in_file_name(name, as_of=NOW)

    assert time.process_time() - began < 0.2


@given(st.timedeltas(timedelta(0), timedelta(days=9000)))
def test_a_time_that_a_camera_writes_into_a_name_is_read_back(passed: timedelta) -> None:
    local = datetime.fromisoformat("2002-01-01") + passed

    [source] = dates_in_file_name(f"IMG_{local:%Y%m%d_%H%M%S}.jpg", as_of=NOW)

    assert source.value == local.isoformat(timespec="seconds")
