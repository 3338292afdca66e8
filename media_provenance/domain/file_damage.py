"""Which parts of a file's metadata stand in a damaged place, so that no date there is believed.

A PNG file has checksums and says so itself; of the others the reader's remarks do. Most damage lies
in the pixels and leaves the dates alone, and a date whose digit became another digit is a date like
any other: what gives that away is another field (``metadata_conflicts.py``). Decodes nothing.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable

__all__ = ["EVERYTHING", "damaged_groups"]

EVERYTHING = ""

_PNG = b"\x89PNG\r\n\x1a\n"
# The words with which exiftool begins a remark on broken structure; one on odd values or on old
# maker notes ("Wrong format", "[minor] Adjusted MakerNotes base") says nothing against a date.
_BROKEN = re.compile(
    r"(?:Bad|Corrupted|Truncated|Invalid|Illegal|Error reading|Undersized|Oversized|Malformed"
    r"|Suspicious|Unexpected end|XMP format error)\b",
    re.ASCII | re.IGNORECASE,
)
# What such a remark names, and how the names of the fields there begin.
_PLACES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"XMP|RDF", re.ASCII), ("XMP",)),
    (re.compile(r"IPTC|Photoshop", re.ASCII), ("IPTC",)),
    (re.compile(r"IFD|EXIF|GPS", re.ASCII | re.IGNORECASE), ("IFD", "ExifIFD", "GPS", "SubIFD")),
    (re.compile(r"CIFF", re.ASCII), ("CIFF",)),
    (re.compile(r"PNG", re.ASCII), (EVERYTHING,)),
)


def damaged_groups(data: bytes, warnings: Iterable[str] = ()) -> tuple[str, ...]:
    """Return how the names of fields begin that stand in a damaged part; empty without damage.

    Args:
        data: the file.
        warnings: exiftool's remarks on it.

    Returns:
        as ``("XMP",)``; ``("",)`` for all fields of the file.
    """
    if data.startswith(_PNG) and not _checksums_hold(data):
        return (EVERYTHING,)
    groups = {
        group
        for warning in warnings
        if _BROKEN.match(warning)
        for named, found in _PLACES
        if named.search(warning)
        for group in found
    }
    return (EVERYTHING,) if EVERYTHING in groups else tuple(sorted(groups))


def _checksums_hold(data: bytes) -> bool:
    """Whether every chunk of a PNG file is whole and has the checksum that it says."""
    at = len(_PNG)
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 8 + length
        if end + 4 > len(data):
            return False
        if zlib.crc32(data[at + 4 : end]) != struct.unpack_from(">I", data, end)[0]:
            return False
        if kind == b"IEND":
            return True
        at = end + 4
    return False
