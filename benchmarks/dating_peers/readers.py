"""What other libraries read of the dates of a file or an address, in exiftool's names and form.

For `benchmarks/dating.py`; nothing of the product imports it. Each library is used as its own
documentation has it, and what it raises counts as no answer. Not a benchmark by itself.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections import defaultdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import exifread
from htmldate.extractors import extract_url_date
from htmldate.utils import Extractor
from PIL import ExifTags, Image, IptcImagePlugin

Fields = dict[str, list[str]]

_EXIF = {
    ("IFD0", ExifTags.Base.DateTime): "IFD0:ModifyDate",
    ("ExifIFD", ExifTags.Base.DateTimeOriginal): "ExifIFD:DateTimeOriginal",
    ("ExifIFD", ExifTags.Base.DateTimeDigitized): "ExifIFD:CreateDate",
    ("ExifIFD", ExifTags.Base.SubsecTime): "ExifIFD:SubSecTime",
    ("ExifIFD", ExifTags.Base.SubsecTimeOriginal): "ExifIFD:SubSecTimeOriginal",
    ("ExifIFD", ExifTags.Base.SubsecTimeDigitized): "ExifIFD:SubSecTimeDigitized",
    ("ExifIFD", ExifTags.Base.OffsetTime): "ExifIFD:OffsetTime",
    ("ExifIFD", ExifTags.Base.OffsetTimeOriginal): "ExifIFD:OffsetTimeOriginal",
    ("ExifIFD", ExifTags.Base.OffsetTimeDigitized): "ExifIFD:OffsetTimeDigitized",
    ("GPS", ExifTags.GPS.GPSDateStamp): "GPS:GPSDateStamp",
    ("GPS", ExifTags.GPS.GPSTimeStamp): "GPS:GPSTimeStamp",
}
_IPTC = {
    (2, 55): "IPTC:DateCreated",
    (2, 60): "IPTC:TimeCreated",
    (2, 62): "IPTC:DigitalCreationDate",
    (2, 63): "IPTC:DigitalCreationTime",
}
_EXIFREAD = {
    "Image DateTime": "IFD0:ModifyDate",
    "EXIF DateTimeOriginal": "ExifIFD:DateTimeOriginal",
    "EXIF DateTimeDigitized": "ExifIFD:CreateDate",
    "EXIF SubSecTime": "ExifIFD:SubSecTime",
    "EXIF SubSecTimeOriginal": "ExifIFD:SubSecTimeOriginal",
    "EXIF SubSecTimeDigitized": "ExifIFD:SubSecTimeDigitized",
    "EXIF OffsetTime": "ExifIFD:OffsetTime",
    "EXIF OffsetTimeOriginal": "ExifIFD:OffsetTimeOriginal",
    "EXIF OffsetTimeDigitized": "ExifIFD:OffsetTimeDigitized",
    "GPS GPSDate": "GPS:GPSDateStamp",
    "GPS GPSTimeStamp": "GPS:GPSTimeStamp",
}
_XMP = re.compile(
    r"(xmp|photoshop|exif):(\w*Date\w*)\s*(?:=\s*[\"']([^\"']+)[\"']|>\s*([^<]+?)\s*<)"
)


@cache
def pillow_fields(path: Path) -> Fields:
    """Return what Pillow alone reads: EXIF, IPTC, and XMP's text searched for dates."""
    found: Fields = defaultdict(list)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(path) as image:
                _exif_of(image, found)
                _iptc_of(image, found)
                _xmp_of(image, found)
        # Whatever a peer raises on a broken file: it has read what it has read.
        except Exception:
            return found
    return found


def _exif_of(image: Image.Image, found: Fields) -> None:
    exif = image.getexif()
    groups = {
        "IFD0": dict(exif),
        "ExifIFD": exif.get_ifd(ExifTags.IFD.Exif),
        "GPS": exif.get_ifd(ExifTags.IFD.GPSInfo),
    }
    for (group, tag), name in _EXIF.items():
        value = groups[group].get(tag)
        if value is not None:
            found[name].append(
                _clock(value) if isinstance(value, tuple) else str(value).strip("\0")
            )


def _iptc_of(image: Image.Image, found: Fields) -> None:
    for key, name in _IPTC.items():
        value = (IptcImagePlugin.getiptcinfo(image) or {}).get(key)
        if isinstance(value, bytes):
            found[name].append(_as_exiftool(value.decode("latin-1")))


def _xmp_of(image: Image.Image, found: Fields) -> None:
    packet = image.info.get("xmp") or b""
    text = packet if isinstance(packet, str) else packet.decode("utf-8", "replace")
    for space, name, attribute, element in _XMP.findall(text):
        written = attribute or element
        found[f"XMP-{space}:{name}"].append(
            re.sub(r"^(\d{4})-(\d\d)(?:-(\d\d))?T?", _colons, written).strip()
        )


def _colons(met: re.Match[str]) -> str:
    return ":".join(part for part in met.groups() if part) + " "


def _as_exiftool(written: str) -> str:
    if met := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", written):
        return ":".join(met.groups())
    if met := re.fullmatch(r"(\d\d)(\d\d)(\d\d)(?:([+-]\d\d)(\d\d))?", written):
        zone = f"{met[4]}:{met[5]}" if met[4] else ""
        return f"{met[1]}:{met[2]}:{met[3]}{zone}"
    return written


@cache
def exifread_fields(path: Path) -> Fields:
    """Return what ExifRead reads; it knows EXIF only."""
    logging.getLogger("exifread").setLevel(logging.CRITICAL)
    try:
        with path.open("rb") as file:
            tags = exifread.process_file(file, details=False)
    # Whatever a peer raises on a broken file: it has read nothing.
    except Exception:
        return {}
    found: Fields = defaultdict(list)
    for theirs, name in _EXIFREAD.items():
        tag = tags.get(theirs)
        if tag is not None:
            is_clock = theirs.endswith("GPSTimeStamp")
            found[name].append(_clock(tag.values) if is_clock else str(tag))
    return found


def _clock(parts: Any) -> str:
    """Return hours, minutes and seconds as exiftool prints them."""
    try:
        hour, minute, second = (float(part) for part in parts)
    except (ValueError, TypeError, ZeroDivisionError):
        return ""
    return f"{int(hour):02}:{int(minute):02}:{second:05.2f}".removesuffix(".00")


def htmldate_day(url: str) -> str:
    """Return the day that htmldate reads from an address, ``""`` for none."""
    earliest = datetime(1995, 1, 1)  # noqa: DTZ001 - it compares with times without zones
    options = Extractor(False, datetime.now(), earliest, True, "%Y-%m-%d")  # noqa: DTZ005 - as above
    try:
        return extract_url_date(url, options) or ""
    # Whatever a peer raises on an odd address: it has read nothing.
    except Exception:
        return ""
