"""What a file says of its own dates, and the traps in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role
from media_provenance.domain.metadata import (
    MetadataConflict,
    MetadataObservation,
    MetadataTrouble,
    find_conflicts,
    observe_metadata,
    passed_through_facebook,
)
from multilingual.intervals import DateInterval, InstantInterval

INGESTED = datetime(2024, 6, 25, 12, tzinfo=UTC)


def observe(**fields: str) -> list[MetadataObservation]:
    named = {name.replace("__", ":"): value for name, value in fields.items()}
    return observe_metadata(named, ingested_at=INGESTED)


def only(**fields: str) -> MetadataObservation:
    (observation,) = observe(**fields)
    return observation


def test_a_camera_time_without_zone_covers_every_zone() -> None:
    seen = only(EXIF__DateTimeOriginal="2022:08:12 10:30:00")

    assert (seen.kind, seen.role, seen.grade) == (
        EvidenceKind.EXIF_ORIGINAL,
        Role.CAPTURED,
        Grade.D,
    )
    assert seen.when == InstantInterval(
        datetime(2022, 8, 11, 20, 30, tzinfo=UTC), datetime(2022, 8, 12, 22, 30, tzinfo=UTC)
    )
    assert (seen.usable, seen.zone_known, seen.trouble) == (True, False, None)


def test_a_camera_time_with_its_offset_is_one_instant() -> None:
    seen = only(EXIF__DateTimeOriginal="2022:08:12 10:30:00", EXIF__OffsetTimeOriginal="+03:00")

    assert seen.when == InstantInterval.of_instant(datetime(2022, 8, 12, 7, 30, tzinfo=UTC))
    assert seen.zone_known


@pytest.mark.parametrize(
    ("fields", "instant"),
    [
        (
            {"EXIF__GPSDateStamp": "2015:04:10", "EXIF__GPSTimeStamp": "18:12:22"},
            datetime(2015, 4, 10, 18, 12, 22, tzinfo=UTC),
        ),
        ({"PNG__tIME": "2020:05:20 19:37:26"}, datetime(2020, 5, 20, 19, 37, 26, tzinfo=UTC)),
        (
            {"XMP__CreateDate": "2008-03-15T09:52:01.25-04:00"},
            datetime(2008, 3, 15, 13, 52, 1, tzinfo=UTC),
        ),
        (
            {"IPTC__DateCreated": "20081219", "IPTC__TimeCreated": "190100+0000"},
            datetime(2008, 12, 19, 19, 1, tzinfo=UTC),
        ),
        ({"XMP__ModifyDate": "2011-02-05T23:31Z"}, datetime(2011, 2, 5, 23, 31, tzinfo=UTC)),
    ],
)
def test_a_time_whose_zone_is_known_is_one_instant(
    fields: dict[str, str], instant: datetime
) -> None:
    assert only(**fields).when == InstantInterval.of_instant(instant)


def test_a_satellite_date_without_its_time_is_that_day_in_utc() -> None:
    assert only(EXIF__GPSDateStamp="2015:04:10").when == InstantInterval(
        datetime(2015, 4, 10, tzinfo=UTC), datetime(2015, 4, 10, 23, 59, 59, 999999, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("raw", "first", "last"),
    [
        ("20220814", date(2022, 8, 14), date(2022, 8, 14)),
        ("20220800", date(2022, 8, 1), date(2022, 8, 31)),
        ("20221200", date(2022, 12, 1), date(2022, 12, 31)),
        ("20220000", date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_no_precision_is_invented(raw: str, first: date, last: date) -> None:
    assert only(IPTC__DateCreated=raw).days == DateInterval(first, last)


@pytest.mark.parametrize(
    ("raw", "trouble"),
    [
        ("0000:00:00 00:00:00", MetadataTrouble.UNSET),
        ("    :  :     :  :  ", MetadataTrouble.UNSET),
        ("2022:00:14 10:00:00", MetadataTrouble.UNSET),
        ("yesterday", MetadataTrouble.UNREADABLE),
        ("أمس", MetadataTrouble.UNREADABLE),
        ("٢٠٢٢:٠٨:١٤ ١٠:٠٠:٠٠", MetadataTrouble.UNREADABLE),
        ("2022:02:30 10:00:00", MetadataTrouble.UNREADABLE),
        ("2022:08:14 25:00:00", MetadataTrouble.UNREADABLE),
        ("1970:01:01 00:00:00", MetadataTrouble.EPOCH),
        ("1980:01:01 00:00:30", MetadataTrouble.EPOCH),
        ("1904:01:01 00:00:00", MetadataTrouble.EPOCH),
        ("1975:08:14 10:00:00", MetadataTrouble.TOO_OLD),
        ("2024:06:28 12:00:00", MetadataTrouble.IN_THE_FUTURE),
    ],
)
def test_a_date_that_is_none_is_shown_and_not_used(raw: str, trouble: MetadataTrouble) -> None:
    seen = only(EXIF__DateTimeOriginal=raw)

    assert (seen.usable, seen.trouble, seen.raw) == (False, trouble, raw)


def test_a_clock_half_a_day_ahead_is_no_future() -> None:
    assert only(EXIF__DateTimeOriginal="2024:06:26 08:00:00").usable


def test_midnight_of_new_year_is_doubtful_and_still_used() -> None:
    seen = only(EXIF__DateTimeOriginal="2012:01:01 00:00:00")

    assert (seen.usable, seen.trouble) == (True, MetadataTrouble.NEW_YEAR_MIDNIGHT)


def test_a_caption_may_date_an_old_print() -> None:
    assert only(IPTC__DateCreated="19600514").usable


def test_each_editing_step_is_one_observation() -> None:
    steps = observe(XMP__HistoryWhen="2022-07-31T10:00:00Z\n2024-01-11T10:00:00Z")

    assert [(step.role, step.days) for step in steps] == [
        (Role.SAVED, DateInterval.of_day(date(2022, 7, 31))),
        (Role.SAVED, DateInterval.of_day(date(2024, 1, 11))),
    ]


def test_fields_that_hold_no_date_give_no_observation() -> None:
    assert observe(EXIF__Make="Canon", EXIF__Software="2022:08:14 10:00:00") == []


def test_satellites_more_than_26_hours_from_the_camera_are_a_conflict() -> None:
    seen = observe(
        EXIF__DateTimeOriginal="2014:09:25 13:05:00",
        EXIF__GPSDateStamp="2014:09:16",
        EXIF__GPSTimeStamp="13:05:12",
    )

    assert find_conflicts(seen) == [
        ("EXIF:DateTimeOriginal", "EXIF:GPSDateStamp", MetadataConflict.CAMERA_AND_SATELLITES)
    ]


def test_satellites_in_another_zone_are_no_conflict() -> None:
    seen = observe(
        EXIF__DateTimeOriginal="2014:09:25 01:00:00",
        EXIF__GPSDateStamp="2014:09:24",
        EXIF__GPSTimeStamp="16:00:00",
    )

    assert find_conflicts(seen) == []


def test_a_file_changed_before_it_was_taken_is_a_conflict() -> None:
    seen = observe(
        EXIF__DateTimeOriginal="2022:08:14 10:00:00", EXIF__ModifyDate="2008:01:01 10:00:00"
    )

    assert find_conflicts(seen) == [
        ("EXIF:ModifyDate", "EXIF:DateTimeOriginal", MetadataConflict.MODIFIED_BEFORE_CAPTURE)
    ]


def test_an_observation_without_instants_cannot_be_compared() -> None:
    seen = observe(
        EXIF__DateTimeOriginal="2022:08:14 10:00:00", EXIF__ModifyDate="2022:08:14 10:00:00"
    )

    with pytest.raises(ValueError, match="no instants"):
        find_conflicts([replace(one, when=None) for one in seen])


def test_a_file_saved_as_it_was_taken_is_no_conflict() -> None:
    seen = observe(
        EXIF__DateTimeOriginal="2022:08:14 10:00:00", EXIF__ModifyDate="2022:08:14 10:00:00"
    )

    assert find_conflicts(seen) == []


@pytest.mark.parametrize(
    ("instructions", "passed"),
    [("FBMD0a000a6d0100", True), ("FBMD", False), ("Not for FBMD0a000a6d0100", False), ("", False)],
)
def test_the_mark_of_facebook_is_known(instructions: str, passed: bool) -> None:
    assert passed_through_facebook({"IPTC:SpecialInstructions": instructions}) is passed


def test_the_time_of_ingest_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        observe_metadata({}, ingested_at=INGESTED.replace(tzinfo=None) + timedelta(0))
