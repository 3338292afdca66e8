"""What each metadata field means, by the name exiftool gives it.

One table and a few rules for fields that are not in it. Sources: EXIF 2.32, IPTC-IIM 4.2, XMP
part 2, the IPTC photo metadata standard, PNG (third edition), ICC.1. Two readers name and write
the same fields differently (``adapters/decoding.py``, ``adapters/exiftool.py``); here they get one
name and one form, so that one date from one field is one piece of evidence whoever read it.
Reads no values (``metadata_values.py`` does) and compares none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from media_provenance.domain.date_evidence import EvidenceKind, Role
from media_provenance.domain.metadata_observations import FieldMeaning, MetadataTrouble

__all__ = ["FACEBOOK_FIELD", "FACEBOOK_MARK", "FieldRule", "named_as_exiftool_does", "rule_of"]

# The field in which Facebook and Instagram leave their mark, and the mark.
FACEBOOK_FIELD = "IPTC:SpecialInstructions"
FACEBOOK_MARK = re.compile(r"FBMD[0-9a-f]{10,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How a field is to be taken.

    Attributes:
        meaning, kind, role: what its date speaks of; all three or none.
        time_field, offset_field: where its time of day and its offset from UTC stand.
        is_utc: whether the standard says that it is written in UTC.
        needs_day: whether the standard always writes a whole day.
        by_machine: whether a clock wrote it; a person may well date a scan to 1960.
        holds_offset, holds_time: whether it holds that of another field's date.
        trouble: why it is no date of the picture, where it is none.
    """

    meaning: FieldMeaning | None = None
    kind: EvidenceKind | None = None
    role: Role | None = None
    time_field: str | None = None
    offset_field: str | None = None
    is_utc: bool = False
    needs_day: bool = False
    by_machine: bool = False
    holds_offset: bool = False
    holds_time: bool = False
    trouble: MetadataTrouble | None = None


_K, _M, _R = EvidenceKind, FieldMeaning, Role


def _exif(kind: EvidenceKind, meaning: FieldMeaning, role: Role, offset: str) -> FieldRule:
    return FieldRule(meaning, kind, role, offset_field=offset, needs_day=True, by_machine=True)


def _camera() -> FieldRule:
    """A camera's own block: its clock, without any zone."""
    return FieldRule(
        _M.CAMERA_CLOCK, _K.EXIF_ORIGINAL, _R.CAPTURED, needs_day=True, by_machine=True
    )


def _satellites(*, time_field: str | None = None) -> FieldRule:
    return FieldRule(
        _M.SATELLITES,
        _K.GPS_TIME,
        _R.CAPTURED,
        time_field=time_field,
        is_utc=True,
        by_machine=True,
    )


def _xmp(meaning: FieldMeaning, role: Role, *, by_machine: bool = False) -> FieldRule:
    return FieldRule(meaning, _K.XMP_DATE, role, by_machine=by_machine)


def _png(*, is_utc: bool = False) -> FieldRule:
    return FieldRule(_M.FILE_CHANGED, _K.PNG_TIME, _R.SAVED, is_utc=is_utc, by_machine=True)


_RULES: dict[str, FieldRule] = {
    "ExifIFD:DateTimeOriginal": _exif(
        _K.EXIF_ORIGINAL, _M.CAMERA_CLOCK, _R.CAPTURED, "ExifIFD:OffsetTimeOriginal"
    ),
    "ExifIFD:CreateDate": _exif(
        _K.EXIF_DIGITIZED, _M.DIGITIZED, _R.SAVED, "ExifIFD:OffsetTimeDigitized"
    ),
    "IFD0:ModifyDate": _exif(
        _K.EXIF_MODIFIED, _M.SAVED_BY_SOFTWARE, _R.SAVED, "ExifIFD:OffsetTime"
    ),
    "GPS:GPSDateStamp": _satellites(time_field="GPS:GPSTimeStamp"),
    "CIFF:DateTimeOriginal": _camera(),
    "PictureInfo:DateTimeOriginal": _camera(),
    # The EXIF field once more, in XMP.
    "XMP-exif:DateTimeOriginal": _xmp(_M.CAMERA_CLOCK, _R.CAPTURED, by_machine=True),
    "XMP-exif:DateTimeDigitized": _xmp(_M.DIGITIZED, _R.SAVED, by_machine=True),
    # XMP keeps the satellites' day and time in one field, in UTC (XMP part 2, EXIF schema).
    "XMP-exif:GPSDateTime": _satellites(),
    "XMP-photoshop:DateCreated": _xmp(_M.STATED_BY_DESK, _R.CAPTURED),
    "XMP-xmp:CreateDate": _xmp(_M.RESOURCE_MADE, _R.SAVED),
    "XMP-xmp:ModifyDate": _xmp(_M.SAVED_BY_SOFTWARE, _R.SAVED),
    "XMP-xmp:MetadataDate": _xmp(_M.METADATA_CHANGED, _R.SAVED),
    "XMP-xmpMM:HistoryWhen": _xmp(_M.EDITING_STEP, _R.SAVED),
    "IPTC:DateCreated": FieldRule(
        _M.STATED_BY_DESK, _K.IPTC_DATE, _R.CAPTURED, time_field="IPTC:TimeCreated"
    ),
    "IPTC:DigitalCreationDate": FieldRule(
        _M.DIGITIZED, _K.IPTC_DATE, _R.SAVED, time_field="IPTC:DigitalCreationTime"
    ),
    "PNG:ModifyDate": _png(is_utc=True),
    # Text of programs: ImageMagick writes the times of the file it was given.
    "PNG:CreationTime": _png(),
    "PNG:CreateDate": _png(),
    "PNG:Datecreate": _png(),
    "PNG:Datemodify": _png(),
    "PNG:Datetimestamp": _png(),
}

_OFFSETS = frozenset(rule.offset_field for rule in _RULES.values())
_TIMES = frozenset(rule.time_field for rule in _RULES.values())
_NOT_DATED = frozenset({"make", "model", "software", "creatortool", "specialinstructions"})
# ICC dates a colour profile, an extension a part of the FlashPix format. Media Jukebox is a
# library of files: its date is that of an entry, and nobody has written down which.
_NOT_OF_THE_PICTURE = re.compile(r"ICC|FlashPix", re.ASCII)
# Groups that hold another copy: small previews, and a block that stands there a second time.
_COPIES = re.compile(r"IFD[1-9]\d*|SubIFD\d*|(?:IPTC|XMP|ICC_Profile)[2-9]\d*", re.ASCII)
_PARTS = re.compile(
    r"SubSecTime\w*|OffsetTime\w*|TimeZone\w*|DaylightSavings|GPSTimeStamp|TimeCreated"
    r"|DigitalCreationTime",
    re.ASCII,
)
_OF_OUR_COPY = frozenset({"System", "File", "ExifTool", "Composite", "SourceFile"})


def rule_of(name: str) -> FieldRule | None:
    """Return how a field is to be taken; ``None`` if it is not about dates at all.

    Args:
        name: as exiftool gives it with its group, as ``IFD0:ModifyDate``.
    """
    known = _RULES.get(name)
    if known is not None:
        return known
    group, _colon, tag = name.partition(":")
    if tag.lower() in _NOT_DATED or group in _OF_OUR_COPY or not tag:
        return None
    return FieldRule(
        holds_offset=name in _OFFSETS, holds_time=name in _TIMES, trouble=_why_none(group, tag)
    )


def _why_none(group: str, tag: str) -> MetadataTrouble:
    if _NOT_OF_THE_PICTURE.match(group):
        return MetadataTrouble.NOT_OF_THE_PICTURE
    if _COPIES.fullmatch(group):
        return MetadataTrouble.SECOND_COPY
    if tag.startswith("Artwork"):
        return MetadataTrouble.OF_A_DEPICTED_WORK
    if _PARTS.fullmatch(tag):
        return MetadataTrouble.BELONGS_TO_ANOTHER
    return MetadataTrouble.MEANING_UNKNOWN


# Names and forms

# By the names of the picture gate. XMP:HistoryWhen has a line for each editing step.
_NAMES = {
    "EXIF:Make": "IFD0:Make",
    "EXIF:Model": "IFD0:Model",
    "EXIF:Software": "IFD0:Software",
    "EXIF:ModifyDate": "IFD0:ModifyDate",
    "EXIF:DateTimeOriginal": "ExifIFD:DateTimeOriginal",
    "EXIF:CreateDate": "ExifIFD:CreateDate",
    "EXIF:OffsetTime": "ExifIFD:OffsetTime",
    "EXIF:OffsetTimeOriginal": "ExifIFD:OffsetTimeOriginal",
    "EXIF:OffsetTimeDigitized": "ExifIFD:OffsetTimeDigitized",
    "EXIF:SubSecTime": "ExifIFD:SubSecTime",
    "EXIF:SubSecTimeOriginal": "ExifIFD:SubSecTimeOriginal",
    "EXIF:SubSecTimeDigitized": "ExifIFD:SubSecTimeDigitized",
    "EXIF:GPSTimeStamp": "GPS:GPSTimeStamp",
    "EXIF:GPSDateStamp": "GPS:GPSDateStamp",
    "XMP:CreateDate": "XMP-xmp:CreateDate",
    "XMP:ModifyDate": "XMP-xmp:ModifyDate",
    "XMP:MetadataDate": "XMP-xmp:MetadataDate",
    "XMP:DateCreated": "XMP-photoshop:DateCreated",
    "XMP:DateTimeOriginal": "XMP-exif:DateTimeOriginal",
    "XMP:DateTimeDigitized": "XMP-exif:DateTimeDigitized",
    "XMP:HistoryWhen": "XMP-xmpMM:HistoryWhen",
    # The schema says GPSTimeStamp of what is a day and a time; exiftool says what it is.
    "XMP:GPSTimeStamp": "XMP-exif:GPSDateTime",
    "XMP:GPSDateTime": "XMP-exif:GPSDateTime",
    "XMP-exif:GPSTimeStamp": "XMP-exif:GPSDateTime",
    "PNG:tIME": "PNG:ModifyDate",
}
_XMP_INSTANT = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d(?::\d\d)?)\s*(\S*)", re.ASCII)
_XMP_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)
_IPTC_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(?= |$)", re.ASCII)
_IPTC_TIME = re.compile(r"(?:(?<= )|^)(\d\d)(\d\d)(\d\d)(?:([+-]\d\d)(\d\d)|([+-]\S+))?$", re.ASCII)


def named_as_exiftool_does(fields: Mapping[str, str]) -> dict[str, str]:
    """Return raw fields with exiftool's names, and their dates in the form exiftool prints.

    Idempotent, and keeps the order; a value in no known form stays as it is.

    Args:
        fields: by the names of the picture gate or of exiftool.
    """
    named = {_NAMES.get(name, name): value for name, value in fields.items()}
    return {name: _as_exiftool_prints(name, value) for name, value in named.items()}


def _as_exiftool_prints(name: str, value: str) -> str:
    if name.startswith("XMP"):
        return "\n".join(_xmp_form(line) for line in value.split("\n"))
    if name.startswith("IPTC") and ("Date" in name or "Time" in name):
        # A date may have its time behind it.
        return _IPTC_TIME.sub(_iptc_time, _IPTC_DAY.sub(r"\1:\2:\3", value, count=1))
    return value


def _iptc_time(found: re.Match[str]) -> str:
    zone = f"{found[4]}:{found[5]}" if found[4] else found[6] or ""
    return f"{found[1]}:{found[2]}:{found[3]}{zone}"


def _xmp_form(line: str) -> str:
    found = _XMP_INSTANT.fullmatch(line)
    if found is not None:
        return f"{found[1]}:{found[2]}:{found[3]} {found[4]}{found[5]}"
    return line.replace("-", ":") if _XMP_DAY.fullmatch(line) else line
