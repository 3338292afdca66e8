"""What a file says of its own dates, and the traps in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role
from media_provenance.domain.metadata import (
    FieldMeaning,
    MetadataConflict,
    MetadataObservation,
    MetadataTrouble,
    find_conflicts,
    named_as_exiftool_does,
    observe_metadata,
    passed_through_facebook,
)
from multilingual.intervals import DateInterval, InstantInterval

INGESTED = datetime(2024, 6, 25, 12, tzinfo=UTC)


def observe(**fields: str) -> list[MetadataObservation]:
    named = {name.replace("__", ":"): value for name, value in fields.items()}
    return observe_metadata(named, ingested_at=INGESTED)


def only(**fields: str) -> MetadataObservation:
    """Return the one observation that is more than a part of another."""
    (observation,) = [seen for seen in observe(**fields) if seen.trouble != "belongs_to_another"]
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


@pytest.mark.parametrize(
    "written",
    ["2022-08-14T08:30:12Z", "2022-08-14T08:30:12", "2022-08-14T11:30:12+03:00"],
    ids=["UTC", "no zone", "another zone"],
)
@pytest.mark.parametrize("field", ["XMP__GPSTimeStamp", "XMP-exif__GPSDateTime"])
def test_the_satellites_time_in_xmp_is_one_instant(field: str, written: str) -> None:
    seen = only(**{field: written})

    assert (seen.field, seen.kind) == ("XMP-exif:GPSDateTime", EvidenceKind.GPS_TIME)
    assert seen.when == InstantInterval.of_instant(datetime(2022, 8, 14, 8, 30, 12, tzinfo=UTC))
    assert (seen.usable, seen.zone_known) == (True, True)


IMPOSSIBLE = ["+25:00", "+14:01", "+14:30", "-12:01", "-13:00", "+03:60", "+3", "+٠٣:٠٠", "+é:क"]


@pytest.mark.parametrize("offset", [*IMPOSSIBLE, "أمس", "GMT", "12:34:56"])
def test_an_impossible_offset_leaves_a_camera_time_without_zone(offset: str) -> None:
    seen, part = observe(
        EXIF__DateTimeOriginal="2022:08:12 10:30:00", EXIF__OffsetTimeOriginal=offset
    )

    assert seen.when == InstantInterval(
        datetime(2022, 8, 11, 20, 30, tzinfo=UTC), datetime(2022, 8, 12, 22, 30, tzinfo=UTC)
    )
    assert (seen.usable, seen.zone_known, seen.why) == (True, False, "camera_clock")
    assert (part.usable, part.trouble) == (False, MetadataTrouble.IMPOSSIBLE_OFFSET)


@pytest.mark.parametrize(
    ("offset", "utc"),
    [
        ("+14:00", datetime(2022, 8, 11, 20, 30, tzinfo=UTC)),
        ("-12:00", datetime(2022, 8, 12, 22, 30, tzinfo=UTC)),
        ("+05:45 ", datetime(2022, 8, 12, 4, 45, tzinfo=UTC)),
        ("Z", datetime(2022, 8, 12, 10, 30, tzinfo=UTC)),
    ],
)
def test_the_widest_offsets_that_are_kept_count(offset: str, utc: datetime) -> None:
    seen, part = observe(
        EXIF__DateTimeOriginal="2022:08:12 10:30:00", EXIF__OffsetTimeOriginal=offset
    )

    assert (seen.when, seen.zone_known) == (InstantInterval.of_instant(utc), True)
    assert part.trouble is MetadataTrouble.BELONGS_TO_ANOTHER


def test_a_blank_offset_is_none_and_no_impossible_one() -> None:
    seen, part = observe(
        EXIF__DateTimeOriginal="2022:08:12 10:30:00", EXIF__OffsetTimeOriginal="   :  "
    )

    assert (seen.usable, seen.zone_known, seen.raw) == (True, False, "2022:08:12 10:30:00")
    assert part.trouble is MetadataTrouble.BELONGS_TO_ANOTHER


def test_two_offsets_that_differ_leave_the_zone_unknown() -> None:
    seen = only(
        EXIF__DateTimeOriginal="2022:08:12 10:30:00+02:00", EXIF__OffsetTimeOriginal="+03:00"
    )

    assert (seen.usable, seen.zone_known) == (True, False)


@pytest.mark.parametrize("offset", IMPOSSIBLE)
@pytest.mark.parametrize("between", ["", " "])
def test_an_impossible_offset_leaves_an_xmp_date_without_zone(between: str, offset: str) -> None:
    seen = only(XMP__DateTimeOriginal=f"2022-08-12T10:30:00{between}{offset}")

    assert seen.when == InstantInterval(
        datetime(2022, 8, 11, 20, 30, tzinfo=UTC), datetime(2022, 8, 12, 22, 30, tzinfo=UTC)
    )
    assert (seen.usable, seen.zone_known) == (True, False)
    assert seen.trouble is MetadataTrouble.IMPOSSIBLE_OFFSET


@pytest.mark.parametrize("offset", ["+2500", "+1430", "-1300", "+9", "+é:क"])
def test_an_impossible_offset_leaves_an_iptc_time_without_zone(offset: str) -> None:
    seen, part = observe(IPTC__DateCreated="20220812", IPTC__TimeCreated=f"103000{offset}")

    assert seen.when == InstantInterval(
        datetime(2022, 8, 11, 20, 30, tzinfo=UTC), datetime(2022, 8, 12, 22, 30, tzinfo=UTC)
    )
    assert (seen.usable, seen.zone_known, seen.why) == (True, False, "stated_by_desk")
    assert (part.usable, part.trouble) == (False, MetadataTrouble.IMPOSSIBLE_OFFSET)


@pytest.mark.parametrize("time", ["103000", "103000+0300", "103000-1200"])
def test_an_iptc_time_with_a_possible_offset_or_none_belongs_to_its_date(time: str) -> None:
    _seen, part = observe(IPTC__DateCreated="20220812", IPTC__TimeCreated=time)

    assert part.trouble is MetadataTrouble.BELONGS_TO_ANOTHER


@pytest.mark.parametrize("behind", ["foo", "أمس", "Z+03:00", "+03:00 x"])
def test_what_is_no_offset_behind_an_xmp_date_makes_it_none(behind: str) -> None:
    seen = only(XMP__DateTimeOriginal=f"2022-08-12T10:30:00{behind}")

    assert (seen.usable, seen.trouble) == (False, MetadataTrouble.UNREADABLE)


def test_a_date_with_an_impossible_offset_in_a_damaged_part_is_not_used() -> None:
    (seen,) = observe_metadata(
        {"XMP-xmp:CreateDate": "2022:08:14 10:00:00+25:00"}, ingested_at=INGESTED, damaged=("XMP",)
    )

    assert (seen.usable, seen.trouble) == (False, MetadataTrouble.DAMAGED)


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
    "fields",
    [
        {"IPTC__DateCreated": "20100000"},
        {"EXIF__ModifyDate": "2001:12:00 00:00:00"},
        {"XMP__DateCreated": "2010-00-00"},
    ],
    ids=["IPTC", "EXIF", "XMP"],
)
def test_a_month_or_day_of_00_is_shown_and_not_used(fields: dict[str, str]) -> None:
    seen = only(**fields)

    assert (seen.usable, seen.trouble) == (False, MetadataTrouble.PARTLY_UNSET)


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
        ("2002:12:08 12:00:00", MetadataTrouble.CLOCK_DEFAULT),
        ("2022:08:144", MetadataTrouble.UNREADABLE),
        ("2022:08", MetadataTrouble.UNREADABLE),
        ("2022", MetadataTrouble.UNREADABLE),
        ("9999:12:31 23:59:59", MetadataTrouble.UNREADABLE),
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
        ("ExifIFD:DateTimeOriginal", "GPS:GPSDateStamp", MetadataConflict.CAMERA_AND_SATELLITES)
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
        ("IFD0:ModifyDate", "ExifIFD:DateTimeOriginal", MetadataConflict.MODIFIED_BEFORE_CAPTURE)
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


# Which fields are dates of the picture, and which are not


@pytest.mark.parametrize(
    ("field", "role", "meaning"),
    [
        ("ExifIFD:DateTimeOriginal", Role.CAPTURED, FieldMeaning.CAMERA_CLOCK),
        ("ExifIFD:CreateDate", Role.SAVED, FieldMeaning.DIGITIZED),
        ("IFD0:ModifyDate", Role.SAVED, FieldMeaning.SAVED_BY_SOFTWARE),
        ("GPS:GPSDateStamp", Role.CAPTURED, FieldMeaning.SATELLITES),
        ("XMP-exif:GPSDateTime", Role.CAPTURED, FieldMeaning.SATELLITES),
        ("CIFF:DateTimeOriginal", Role.CAPTURED, FieldMeaning.CAMERA_CLOCK),
        ("PictureInfo:DateTimeOriginal", Role.CAPTURED, FieldMeaning.CAMERA_CLOCK),
        ("XMP-exif:DateTimeOriginal", Role.CAPTURED, FieldMeaning.CAMERA_CLOCK),
        ("XMP-photoshop:DateCreated", Role.CAPTURED, FieldMeaning.STATED_BY_DESK),
        ("XMP-xmp:CreateDate", Role.SAVED, FieldMeaning.RESOURCE_MADE),
        ("XMP-xmp:MetadataDate", Role.SAVED, FieldMeaning.METADATA_CHANGED),
        ("XMP-xmpMM:HistoryWhen", Role.SAVED, FieldMeaning.EDITING_STEP),
        ("IPTC:DateCreated", Role.CAPTURED, FieldMeaning.STATED_BY_DESK),
        ("IPTC:DigitalCreationDate", Role.SAVED, FieldMeaning.DIGITIZED),
        ("PNG:ModifyDate", Role.SAVED, FieldMeaning.FILE_CHANGED),
        ("PNG:Datecreate", Role.SAVED, FieldMeaning.FILE_CHANGED),
    ],
)
def test_each_field_speaks_of_what_the_standard_says(
    field: str, role: Role, meaning: FieldMeaning
) -> None:
    (seen,) = observe_metadata({field: "2022:08:14"}, ingested_at=INGESTED)

    assert (seen.role, seen.meaning, seen.grade) == (role, meaning, Grade.D)
    assert (seen.usable, seen.why) == (True, meaning.value)


@pytest.mark.parametrize(
    ("field", "value", "trouble"),
    [
        ("ICC-header:ProfileDateTime", "1998:02:09 06:49:00", MetadataTrouble.NOT_OF_THE_PICTURE),
        (
            "FlashPix:ExtensionCreateDate",
            "1999:05:14 21:47:25",
            MetadataTrouble.NOT_OF_THE_PICTURE,
        ),
        ("IFD1:ModifyDate", "2022:08:14 10:00:00", MetadataTrouble.SECOND_COPY),
        ("IPTC2:DateCreated", "2022:08:14", MetadataTrouble.SECOND_COPY),
        (
            "XMP-iptcExt:ArtworkDateCreated",
            "1916:10:26 12:13:14+00:00",
            MetadataTrouble.OF_A_DEPICTED_WORK,
        ),
        ("XMP-iptcExt:ArtworkCircaDateCreated", "vers 1550", MetadataTrouble.OF_A_DEPICTED_WORK),
        ("ExifIFD:SubSecTimeOriginal", "016", MetadataTrouble.BELONGS_TO_ANOTHER),
        ("ExifIFD:OffsetTimeOriginal", "-05:00", MetadataTrouble.BELONGS_TO_ANOTHER),
        ("GPS:GPSTimeStamp", "14:58:24", MetadataTrouble.BELONGS_TO_ANOTHER),
        ("XMP-photomech:TimeCreated", "06:27:51-05:00", MetadataTrouble.BELONGS_TO_ANOTHER),
        ("MediaJukebox:Date", "2013:09:01 20:12:19", MetadataTrouble.MEANING_UNKNOWN),
        ("IPTC:SpecialInstructions", "FBMD0a000a6d0100", MetadataTrouble.MARK_OF_A_NETWORK),
    ],
)
def test_what_is_no_date_of_the_picture_is_shown_and_not_used(
    field: str, value: str, trouble: MetadataTrouble
) -> None:
    (seen,) = observe_metadata({field: value}, ingested_at=INGESTED)

    assert (seen.usable, seen.role, seen.when, seen.why) == (False, None, None, trouble.value)
    assert seen.value == value


@pytest.mark.parametrize(
    "field", ["System:FileModifyDate", "File:ImageWidth", "Composite:DateTimeCreated"]
)
def test_dates_of_our_own_copy_are_not_looked_at(field: str) -> None:
    assert observe_metadata({field: "2022:08:14 10:00:00"}, ingested_at=INGESTED) == []


def test_an_instruction_of_a_photographer_is_no_mark() -> None:
    assert observe(IPTC__SpecialInstructions="À recadrer — للنشر — केवल वेब") == []


@pytest.mark.parametrize(
    ("field", "usable"),
    [("XMP-photoshop:DateCreated", True), ("XMP-exif:DateTimeOriginal", False)],
)
def test_a_desk_may_date_a_slide_of_1988_and_a_camera_may_not(field: str, usable: bool) -> None:
    (seen,) = observe_metadata({field: "1988:12:01 18:53:44"}, ingested_at=INGESTED)

    assert seen.usable is usable


# Two readers


@pytest.mark.parametrize(
    ("gate", "exiftool"),
    [
        (("EXIF:ModifyDate", "2022:08:14 10:00:00"), ("IFD0:ModifyDate", "2022:08:14 10:00:00")),
        (
            ("XMP:CreateDate", "2022-08-14T10:00:00.25+03:00"),
            ("XMP-xmp:CreateDate", "2022:08:14 10:00:00.25+03:00"),
        ),
        (("XMP:DateCreated", "2022-08"), ("XMP-photoshop:DateCreated", "2022:08")),
        (("XMP:DateCreated", "août 2022"), ("XMP-photoshop:DateCreated", "août 2022")),
        (
            ("XMP:HistoryWhen", "2022-08-14T10:00Z\n2022-08-15T10:00Z"),
            ("XMP-xmpMM:HistoryWhen", "2022:08:14 10:00Z\n2022:08:15 10:00Z"),
        ),
        (("IPTC:DateCreated", "20220814"), ("IPTC:DateCreated", "2022:08:14")),
        (("IPTC:TimeCreated", "100000+0300"), ("IPTC:TimeCreated", "10:00:00+03:00")),
        (("IPTC:TimeCreated", "100000+9"), ("IPTC:TimeCreated", "10:00:00+9")),
        (("IPTC:DateCreated", "أمس"), ("IPTC:DateCreated", "أمس")),
        (
            ("XMP:GPSTimeStamp", "2022-08-14T08:30:12Z"),
            ("XMP-exif:GPSDateTime", "2022:08:14 08:30:12Z"),
        ),
        (("XMP:CreateDate", "2022-08-14T10:00+ab"), ("XMP-xmp:CreateDate", "2022:08:14 10:00+ab")),
        (("PNG:tIME", "2022:08:14 10:00:00"), ("PNG:ModifyDate", "2022:08:14 10:00:00")),
    ],
)
def test_both_readers_give_a_field_one_name_and_one_form(
    gate: tuple[str, str], exiftool: tuple[str, str]
) -> None:
    assert named_as_exiftool_does(dict([gate])) == dict([exiftool])
    assert named_as_exiftool_does(dict([exiftool])) == dict([exiftool])


# Contradictions and damage


@pytest.mark.parametrize(
    ("fields", "conflict"),
    [
        (
            {
                "EXIF__DateTimeOriginal": "2022:08:14 10:00:00",
                "EXIF__CreateDate": "2022:08:10 09:00:00",
            },
            MetadataConflict.DIGITIZED_BEFORE_CAPTURE,
        ),
        (
            {
                "EXIF__DateTimeOriginal": "2022:08:14 10:00:02",
                "EXIF__CreateDate": "2022:08:14 10:00:00",
            },
            None,
        ),
        (
            {
                "EXIF__DateTimeOriginal": "2022:08:14 10:00:00",
                "XMP__DateTimeOriginal": "2021-08-14T10:00:00+03:00",
            },
            MetadataConflict.COPIES_DISAGREE,
        ),
        (
            {
                "EXIF__DateTimeOriginal": "2022:08:14 10:00:00",
                "XMP__DateTimeOriginal": "2022-08-14T07:00:00Z",
            },
            None,
        ),
        (
            {
                "EXIF__DateTimeOriginal": "2012:08:14 10:20:30",
                "EXIF__CreateDate": "2022:08:14 10:20:30",
            },
            MetadataConflict.SAME_TIME_OTHER_DAY,
        ),
        (
            {
                "EXIF__DateTimeOriginal": "2022:08:14 10:20:30+03:00",
                "EXIF__OffsetTimeOriginal": "",
                "EXIF__ModifyDate": "2022:08:10 10:00:00",
            },
            MetadataConflict.MODIFIED_BEFORE_CAPTURE,
        ),
        (
            {"EXIF__DateTimeOriginal": "2022:08:14", "XMP__DateTimeOriginal": "2021-08-14"},
            MetadataConflict.COPIES_DISAGREE,
        ),
        (
            {"EXIF__DateTimeOriginal": "2022:08:14 10:00:00", "EXIF__GPSDateStamp": "2022:08:01"},
            MetadataConflict.CAMERA_AND_SATELLITES,
        ),
        ({"EXIF__DateTimeOriginal": "2022:08:14", "EXIF__CreateDate": "2022:08:14"}, None),
        (
            {
                "EXIF__DateTimeOriginal": "2014:09:25 13:05:00",
                "XMP__GPSTimeStamp": "2014-09-16T13:05:12Z",
            },
            MetadataConflict.CAMERA_AND_SATELLITES,
        ),
        (
            {
                "XMP__DateTimeOriginal": "2014-09-25T13:05:00",
                "XMP__GPSTimeStamp": "2014-09-16T13:05:12",
            },
            MetadataConflict.CAMERA_AND_SATELLITES,
        ),
        (
            {
                "EXIF__DateTimeOriginal": "2014:09:25 01:00:00",
                "XMP__GPSTimeStamp": "2014-09-24T16:00:00Z",
            },
            None,
        ),
    ],
)
def test_dates_that_contradict_each_other_are_none_of_them_used(
    fields: dict[str, str], conflict: MetadataConflict | None
) -> None:
    seen = [one for one in observe(**fields) if one.when is not None]

    assert {one.trouble for one in seen} == {conflict}
    assert {one.usable for one in seen} == {conflict is None}


@pytest.mark.parametrize(
    ("damaged", "usable"),
    [((), [True, True]), (("XMP",), [True, False]), (("",), [False, False])],
)
def test_a_date_in_a_damaged_part_is_not_used(damaged: tuple[str, ...], usable: list[bool]) -> None:
    fields = {"IFD0:ModifyDate": "2022:08:14 10:00:00", "XMP-xmp:CreateDate": "2022:08:14"}

    seen = observe_metadata(fields, ingested_at=INGESTED, damaged=damaged)

    assert [one.usable for one in seen] == usable
    assert {one.trouble for one in seen if not one.usable} <= {MetadataTrouble.DAMAGED}


def test_an_unreadable_date_stays_unreadable_in_a_damaged_part() -> None:
    (seen,) = observe_metadata({"IFD0:ModifyDate": "x"}, ingested_at=INGESTED, damaged=("IFD",))

    assert seen.trouble is MetadataTrouble.UNREADABLE
