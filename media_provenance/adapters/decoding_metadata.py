"""The raw metadata fields of an opened picture: EXIF, XMP, IPTC, PNG and its colour profile.

A part of ``decoding.py``, for the same process behind walls. Reads no dates out of the fields
(``domain/metadata.py`` does).
"""

from __future__ import annotations

import codecs
import contextlib
import struct
from typing import Any

import defusedxml.ElementTree
from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from media_provenance.domain.picture_headers import PictureFormat

__all__ = ["metadata_fields", "warm_up_metadata"]

_MAX_FIELD_CHARACTERS = 2000
_MAX_XMP_BYTES = 2_000_000


def warm_up_metadata() -> None:
    """Use what reads XMP once, so that nothing is loaded in a child."""
    _xmp_fields(b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
    # Each is a module of its own.
    for encoding in _XMP_ENCODINGS:
        codecs.lookup(encoding)


def metadata_fields(
    image: ImageFile.ImageFile, data: bytes, format: PictureFormat, notes: list[str]
) -> dict[str, str]:
    """Collect the raw fields, each family by itself: a broken one must not lose the others."""
    fields: dict[str, str] = {}
    families: tuple[tuple[str, Any], ...] = (
        ("exif", lambda: _exif_fields(image)),
        ("xmp", lambda: _xmp_fields(image.info.get("xmp"))),
        ("iptc", lambda: _iptc_fields(image)),
        ("png", lambda: _png_fields(data) if format is PictureFormat.PNG else {}),
        ("colours", lambda: _profile_fields(image.info.get("icc_profile"))),
    )
    for family, read in families:
        try:
            found = read()
        # Broken fields raise many kinds of exception, and none may lose the other families.
        except Exception:
            notes.append(f"{family}_unreadable")
            continue
        texts = {name: _text_or_none(value) for name, value in found.items()}
        fields.update({name: text for name, text in texts.items() if text})
        if None in texts.values():
            notes.append(f"{family}_unreadable")
    return fields


def _text_or_none(value: Any) -> str | None:
    """Return a field's text, None where it is broken: one bad field must not lose its family."""
    try:
        return _text(value)
    # A fraction with nothing below the line, a number that is none.
    except (ValueError, TypeError, ArithmeticError):
        return None


def _text(value: Any) -> str:
    """Return a field's value as one bounded text without NULs; three rationals as hh:mm:ss."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, (tuple, list)):
        value = _clock(*value[:3])
    if isinstance(value, str):
        # EXIF has ASCII only; cameras and phones write UTF-8, which Pillow reads as Latin-1.
        with contextlib.suppress(UnicodeError):
            value = value.encode("latin-1").decode("utf-8")
    return str(value).replace("\x00", "").strip()[:_MAX_FIELD_CHARACTERS]


def _clock(hours: Any, minutes: Any, seconds: Any) -> str:
    """Return the satellites' time as exiftool prints it; raises ``ValueError`` for no number."""
    parts = f"{float(seconds) - int(seconds):.6f}"[1:].rstrip("0").rstrip(".")
    return f"{int(hours):02}:{int(minutes):02}:{int(seconds):02}{parts}"


_MAIN_TAGS = {0x0132: "ModifyDate", 0x010F: "Make", 0x0110: "Model", 0x0131: "Software"}
_EXIF_TAGS = {
    0x9003: "DateTimeOriginal",
    0x9004: "CreateDate",
    0x9010: "OffsetTime",
    0x9011: "OffsetTimeOriginal",
    0x9012: "OffsetTimeDigitized",
    0x9290: "SubSecTime",
    0x9291: "SubSecTimeOriginal",
    0x9292: "SubSecTimeDigitized",
}
# Only the time: where a picture was taken may endanger whoever took it.
_GPS_TAGS = {0x0007: "GPSTimeStamp", 0x001D: "GPSDateStamp"}


def _exif_fields(image: Image.Image) -> dict[str, Any]:
    exif = image.getexif()
    groups = (
        (_MAIN_TAGS, exif),
        (_EXIF_TAGS, exif.get_ifd(ExifTags.IFD.Exif)),
        (_GPS_TAGS, exif.get_ifd(ExifTags.IFD.GPSInfo)),
    )
    return {
        f"EXIF:{name}": group[tag]
        for names, group in groups
        for tag, name in names.items()
        if tag in group
    }


_XMP_NAMES = {
    "{http://ns.adobe.com/xap/1.0/}CreateDate": "XMP:CreateDate",
    "{http://ns.adobe.com/xap/1.0/}ModifyDate": "XMP:ModifyDate",
    "{http://ns.adobe.com/xap/1.0/}MetadataDate": "XMP:MetadataDate",
    "{http://ns.adobe.com/photoshop/1.0/}DateCreated": "XMP:DateCreated",
    "{http://ns.adobe.com/exif/1.0/}DateTimeOriginal": "XMP:DateTimeOriginal",
    "{http://ns.adobe.com/exif/1.0/}DateTimeDigitized": "XMP:DateTimeDigitized",
    "{http://ns.adobe.com/exif/1.0/}GPSTimeStamp": "XMP:GPSTimeStamp",
    "{http://ns.adobe.com/xap/1.0/sType/ResourceEvent#}when": "XMP:HistoryWhen",
}
_XMP_END = b"</x:xmpmeta>"
# In which packets are written (XMP part 1, 7.3.2), and what XML may name.
_XMP_ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "latin-1", "ascii")


def _xmp_fields(raw: Any) -> dict[str, Any]:
    """Read the dates of an XMP packet, written as attributes or as elements.

    Editing steps are several: their times come as one field, a line each.
    """
    if not raw:
        return {}
    packet = raw.encode() if isinstance(raw, str) else bytes(raw)
    if len(packet) > _MAX_XMP_BYTES:
        raise ValueError("XMP packet too long")
    if packet.startswith(b"\x00<"):
        packet = packet.decode("utf-16-be").encode()
    elif packet.startswith(b"<\x00"):
        packet = packet.decode("utf-16-le").encode()
    # Some writers shorten a packet in place and leave the end of the former one behind it.
    end = packet.find(_XMP_END)
    packet = packet.strip(b"\x00 \r\n\t") if end == -1 else packet[: end + len(_XMP_END)]
    found: dict[str, list[str]] = {}
    for element in defusedxml.ElementTree.fromstring(packet.lstrip()).iter():
        pairs = [*element.attrib.items(), (element.tag, element.text or "")]
        for tag, value in pairs:
            if tag in _XMP_NAMES and value.strip():
                found.setdefault(_XMP_NAMES[tag], []).append(value.strip())
    return {
        name: "\n".join(values) if name == "XMP:HistoryWhen" else values[0]
        for name, values in found.items()
    }


_IPTC_NAMES = {
    (2, 55): "IPTC:DateCreated",
    (2, 60): "IPTC:TimeCreated",
    (2, 62): "IPTC:DigitalCreationDate",
    (2, 63): "IPTC:DigitalCreationTime",
    (2, 40): "IPTC:SpecialInstructions",
}


def _iptc_fields(image: ImageFile.ImageFile) -> dict[str, Any]:
    info = IptcImagePlugin.getiptcinfo(image) or {}
    values = {name: info.get(key) for key, name in _IPTC_NAMES.items()}
    return {
        name: value[0] if isinstance(value, list) else value
        for name, value in values.items()
        if value
    }


def _profile_fields(profile: bytes | None) -> dict[str, Any]:
    """Read when a colour profile was made (ICC.1, 7.2.8), to be shown as no date of the picture."""
    if profile is None or len(profile) < 36:
        return {}
    year, month, day, hour, minute, second = struct.unpack_from(">6H", profile, 24)
    stamp = f"{year:04}:{month:02}:{day:02} {hour:02}:{minute:02}:{second:02}"
    return {"ICC-header:ProfileDateTime": stamp}


def _png_fields(data: bytes) -> dict[str, Any]:
    """Read the tIME chunk, which Pillow leaves out: last change, in UTC."""
    at = 8
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"tIME" and length == 7:
            year, month, day, hour, minute, second = struct.unpack_from(">HBBBBB", data, at + 8)
            stamp = f"{year:04}:{month:02}:{day:02} {hour:02}:{minute:02}:{second:02}"
            return {"PNG:tIME": stamp}
        at += 12 + length
    return {}
