"""Raw metadata fields of a picture file in, dated observations out, with what is wrong with each.

Whatever a file says of itself can be changed with one command, so everything here is grade D. This
module does not open files (``adapters/images.py`` does) and does not weigh (``findings.py`` does).
Times of the file system and of colour profiles are never looked at: they date a copy or a profile.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from media_provenance.domain.date_evidence import (
    EvidenceKind,
    Grade,
    Role,
    instants_of,
    instants_of_local_time,
)
from multilingual.intervals import DateInterval, InstantInterval

__all__ = [
    "MetadataConflict",
    "MetadataObservation",
    "MetadataTrouble",
    "find_conflicts",
    "observe_metadata",
    "passed_through_facebook",
]

# A camera that is a day ahead is common (time zones, a wrong date line); more is a wrong clock.
_FUTURE_TOLERANCE = timedelta(hours=48)
# A camera's local time and its satellites' UTC may differ by the widest spread of time zones.
_EXIF_GPS_TOLERANCE = timedelta(hours=26)
# No consumer digital camera wrote EXIF before; the first EXIF standard is of 1995.
_FIRST_CAPTURE_YEAR = 1990
# Where clocks begin to count: Macintosh and QuickTime, Unix, and the FAT file system.
_EPOCHS = frozenset({date(1904, 1, 1), date(1970, 1, 1), date(1980, 1, 1)})


class MetadataTrouble(StrEnum):
    """What is wrong, or doubtful, about a field."""

    UNSET = "unset"  # zeros or blanks: the clock was never set, or the field was wiped
    UNREADABLE = "unreadable"  # not a date in any form the standards know
    TOO_OLD = "too_old"  # before digital cameras
    EPOCH = "epoch"  # the day a clock starts counting from
    IN_THE_FUTURE = "in_the_future"  # more than 48 hours after it reached us
    NEW_YEAR_MIDNIGHT = "new_year_midnight"  # doubtful: what a clock shows that was never set


# Doubts that are shown and do not keep a date from being used.
_ONLY_WARNINGS = frozenset({MetadataTrouble.NEW_YEAR_MIDNIGHT})


class MetadataConflict(StrEnum):
    """Two fields of one file that cannot both be right."""

    CAMERA_AND_SATELLITES = "camera_and_satellites"
    MODIFIED_BEFORE_CAPTURE = "modified_before_capture"


@dataclass(frozen=True, slots=True)
class MetadataObservation:
    """What one field says of a date.

    Attributes:
        field: name as the picture gate gives it, as ``EXIF:DateTimeOriginal``.
        raw: the value as written, with the offset and time fields that belong to it.
        kind, role: as evidence. Grade is always D.
        when: UTC instants it may mean, or ``None`` where it means nothing.
        days: the day or days as written, or ``None``.
        zone_known: whether the file gives an offset from UTC for it.
        usable: whether it may become evidence.
        trouble: why not, or what makes it doubtful; ``None`` if nothing does.
    """

    field: str
    raw: str
    kind: EvidenceKind
    role: Role
    when: InstantInterval | None
    days: DateInterval | None
    zone_known: bool
    usable: bool
    trouble: MetadataTrouble | None
    grade: Grade = Grade.D


@dataclass(frozen=True, slots=True)
class _Field:
    kind: EvidenceKind
    role: Role
    time_field: str | None = None
    offset_field: str | None = None
    is_utc: bool = False


_E, _R = EvidenceKind, Role
# What each field means, by the EXIF 2.32, IPTC-IIM 4.2, XMP and PNG specifications. IPTC and
# photoshop:DateCreated are the caption desk's word for when the picture was made.
_FIELDS: dict[str, _Field] = {
    "EXIF:DateTimeOriginal": _Field(
        _E.EXIF_ORIGINAL, _R.CAPTURED, offset_field="EXIF:OffsetTimeOriginal"
    ),
    "EXIF:CreateDate": _Field(_E.EXIF_DIGITIZED, _R.SAVED, offset_field="EXIF:OffsetTimeDigitized"),
    "EXIF:ModifyDate": _Field(_E.EXIF_MODIFIED, _R.SAVED, offset_field="EXIF:OffsetTime"),
    "EXIF:GPSDateStamp": _Field(
        _E.GPS_TIME, _R.CAPTURED, time_field="EXIF:GPSTimeStamp", is_utc=True
    ),
    "XMP:DateTimeOriginal": _Field(_E.XMP_DATE, _R.CAPTURED),
    "XMP:DateCreated": _Field(_E.XMP_DATE, _R.CAPTURED),
    "XMP:DateTimeDigitized": _Field(_E.XMP_DATE, _R.SAVED),
    "XMP:CreateDate": _Field(_E.XMP_DATE, _R.SAVED),
    "XMP:ModifyDate": _Field(_E.XMP_DATE, _R.SAVED),
    "XMP:MetadataDate": _Field(_E.XMP_DATE, _R.SAVED),
    "XMP:HistoryWhen": _Field(_E.XMP_DATE, _R.SAVED),
    "IPTC:DateCreated": _Field(_E.IPTC_DATE, _R.CAPTURED, time_field="IPTC:TimeCreated"),
    "IPTC:DigitalCreationDate": _Field(
        _E.IPTC_DATE, _R.SAVED, time_field="IPTC:DigitalCreationTime"
    ),
    "PNG:tIME": _Field(_E.PNG_TIME, _R.SAVED, is_utc=True),
}


def observe_metadata(
    fields: Mapping[str, str], *, ingested_at: datetime
) -> list[MetadataObservation]:
    """Return what each dated field says, unusable ones included and marked.

    Fields that are absent or mean nothing as a date (make, model) give no observation. Of several
    editing steps each is one.

    Args:
        fields: raw fields by the picture gate's names.
        ingested_at: when the file reached us, aware; for telling impossible futures.

    Raises:
        ValueError: if ``ingested_at`` is naive.
    """
    if ingested_at.tzinfo is None:
        raise ValueError("The time of ingest must be given with its time zone.")
    return [
        _observe(name, meaning, raw, ingested_at)
        for name, meaning in _FIELDS.items()
        for raw in _written(fields, name, meaning)
    ]


def find_conflicts(
    observations: Sequence[MetadataObservation],
) -> list[tuple[str, str, MetadataConflict]]:
    """Return pairs of fields of one file that cannot both be right.

    The camera's clock against its satellites beyond 26 hours, and a file changed before it was
    taken. Neither says which of the two is wrong.
    """
    by_field = {seen.field: seen for seen in observations if seen.usable}
    original = by_field.get("EXIF:DateTimeOriginal")
    conflicts = []
    satellites = by_field.get("EXIF:GPSDateStamp")
    if original and satellites and _apart(original, satellites) > _EXIF_GPS_TOLERANCE:
        conflicts.append((original.field, satellites.field, MetadataConflict.CAMERA_AND_SATELLITES))
    modified = by_field.get("EXIF:ModifyDate")
    if original and modified and _middle(modified) < _middle(original):
        # Both are the same clock's, so that the unknown zone falls out.
        conflicts.append((modified.field, original.field, MetadataConflict.MODIFIED_BEFORE_CAPTURE))
    return conflicts


def passed_through_facebook(fields: Mapping[str, str]) -> bool:
    """Answer whether the file carries the mark that Facebook and Instagram leave in pictures.

    No date; it tells that the original metadata is gone. Source: IPTC 2:40 beginning with FBMD
    and hexadecimal digits, as met in published samples.
    """
    return re.match(r"FBMD[0-9a-f]{10,}", fields.get("IPTC:SpecialInstructions", "")) is not None


def _written(fields: Mapping[str, str], name: str, meaning: _Field) -> list[str]:
    """Return the field's texts, each with the time and offset that stand in other fields."""
    if not fields.get(name):
        return []
    parts = [fields.get(extra, "") for extra in (meaning.time_field, meaning.offset_field) if extra]
    tail = "".join(f" {part}" for part in parts if part)
    return [line + tail for line in fields[name].splitlines()]


_DATE_TIME = re.compile(
    r"""(?P<year>\d{4})[:\-/]?(?P<month>\d{2})?[:\-/]?(?P<day>\d{2})?
    (?:[T\s]+(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d+)?)?)?
    \s*(?P<zone>Z|[+-]\d{2}:?\d{2})?""",
    re.VERBOSE | re.ASCII,
)
_NOTHING_SET = re.compile(r"[\s0:\-/.TZ+]*", re.ASCII)


def _observe(name: str, meaning: _Field, raw: str, ingested_at: datetime) -> MetadataObservation:
    try:
        days, when, zone_known, local = _read(raw, meaning)
    except _Unusable as unusable:
        return _observation(name, meaning, raw, trouble=unusable.trouble)
    trouble = _trouble(meaning, days, when, local, ingested_at)
    return _observation(name, meaning, raw, trouble, when, days, zone_known)


def _observation(
    name: str,
    meaning: _Field,
    raw: str,
    trouble: MetadataTrouble | None,
    when: InstantInterval | None = None,
    days: DateInterval | None = None,
    zone_known: bool = False,
) -> MetadataObservation:
    return MetadataObservation(
        field=name,
        raw=raw,
        kind=meaning.kind,
        role=meaning.role,
        when=when,
        days=days,
        zone_known=zone_known,
        usable=when is not None and (trouble is None or trouble in _ONLY_WARNINGS),
        trouble=trouble,
    )


class _Unusable(Exception):
    def __init__(self, trouble: MetadataTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def _read(raw: str, meaning: _Field) -> tuple[DateInterval, InstantInterval, bool, datetime | None]:
    """Return the written days, the instants, whether the zone is known, and the local time.

    Raises:
        _Unusable: for zeros, blanks, and what is no date.
    """
    if _NOTHING_SET.fullmatch(raw):
        raise _Unusable(MetadataTrouble.UNSET)
    found = _DATE_TIME.fullmatch(raw.strip())
    if found is None:
        raise _Unusable(MetadataTrouble.UNREADABLE)
    days = _days(found)
    offset = timedelta(0) if meaning.is_utc else _offset(found["zone"])
    if found["hour"] is None or not days.is_day or days.earliest is None:
        when = instants_of(days)
        if meaning.is_utc:
            when = InstantInterval.of_days(days, utc_offsets_hours=(0, 0))
        return days, when, offset is not None, None
    try:
        clock = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
        local = datetime.combine(days.earliest, clock)
        when = instants_of_local_time(local, utc_offset=offset)
    except (ValueError, OverflowError) as error:
        raise _Unusable(MetadataTrouble.UNREADABLE) from error
    return days, when, offset is not None, local


def _days(found: re.Match[str]) -> DateInterval:
    year, month, day = int(found["year"]), found["month"], found["day"]
    # A month or day of 00 is how IPTC writes "not known": the rest still stands.
    month_number = int(month) if month and month != "00" else None
    day_number = int(day) if day and day != "00" else None
    if year == 0 or (month_number is None and day_number is not None):
        raise _Unusable(MetadataTrouble.UNSET)
    try:
        if month_number is None:
            return DateInterval(date(year, 1, 1), date(year, 12, 31))
        if day_number is None:
            next_month = date(year + month_number // 12, month_number % 12 + 1, 1)
            return DateInterval(date(year, month_number, 1), next_month - timedelta(days=1))
        return DateInterval.of_day(date(year, month_number, day_number))
    except ValueError as error:
        raise _Unusable(MetadataTrouble.UNREADABLE) from error


def _offset(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    if zone == "Z":
        return timedelta(0)
    digits = zone.replace(":", "")
    offset = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
    return -offset if zone.startswith("-") else offset


def _trouble(
    meaning: _Field,
    days: DateInterval,
    when: InstantInterval,
    local: datetime | None,
    ingested_at: datetime,
) -> MetadataTrouble | None:
    first = days.earliest
    if first in _EPOCHS:
        return MetadataTrouble.EPOCH
    if first is not None and first.year < _FIRST_CAPTURE_YEAR and _is_camera(meaning):
        return MetadataTrouble.TOO_OLD
    if when.earliest is not None and when.earliest > ingested_at + _FUTURE_TOLERANCE:
        return MetadataTrouble.IN_THE_FUTURE
    if local is not None and local == datetime.combine(date(local.year, 1, 1), time.min):
        return MetadataTrouble.NEW_YEAR_MIDNIGHT
    return None


def _is_camera(meaning: _Field) -> bool:
    """Whether a machine wrote the field; a caption desk may well date a scan to 1960."""
    return meaning.kind is not EvidenceKind.IPTC_DATE and meaning.kind is not EvidenceKind.XMP_DATE


def _middle(seen: MetadataObservation) -> datetime:
    if seen.when is None or seen.when.earliest is None or seen.when.latest is None:
        raise ValueError(f"{seen.field} has no instants.")
    return (seen.when.earliest + (seen.when.latest - seen.when.earliest) / 2).astimezone(UTC)


def _apart(one: MetadataObservation, other: MetadataObservation) -> timedelta:
    """Return the least time between two observations; 0 where they may be the same instant."""
    if one.when is None or other.when is None or one.when.overlaps(other.when):
        return timedelta(0)
    return abs(_middle(one) - _middle(other))
