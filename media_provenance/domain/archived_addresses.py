"""Addresses of web archives: which archive, the stamp it is asked for, and the address kept.

Reads the address alone; an archive's index is ``archive_rows.py``'s and its answers are
``http_dates.py``'s. Reads no clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from media_provenance.domain.archive_rows import moment_of_stamp
from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role
from media_provenance.domain.dated_sources import (
    DatedSource,
    SourceWhy,
    host_of,
    of_instant,
    split_address,
)
from media_provenance.domain.known_platforms import ARCHIVE_TODAY_HOSTS, WAYBACK_HOSTS, is_host

__all__ = ["ArchivedAddress", "archived_address", "captures_within", "stamp_alone"]

# An archive keeps pages of another archive; a page of a page of a page has not been met.
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class ArchivedAddress:
    """An address of a web archive: which archive, the stamp it asks for, and the page kept.

    ``is_picture`` is whether the archive was asked for the bytes of a picture.
    """

    archive: str
    stamp: datetime
    original: str
    is_picture: bool
    read_from: str


def archived_address(url: str) -> ArchivedAddress | None:
    """Return what an archive's address asks for; ``None`` for any other address.

    Only full stamps, to the second: a shorter one names no capture.
    """
    parts = split_address(url)
    if parts is None:
        return None
    host = host_of(url)
    rest = parts.path + (f"?{parts.query}" if parts.query else "")
    if is_host(host, WAYBACK_HOSTS):
        met = _WAYBACK.search(rest)
    elif is_host(host, ARCHIVE_TODAY_HOSTS):
        met = _ARCHIVE_TODAY.search(rest)
    else:
        return None
    stamp = None if met is None else moment_of_stamp(re.sub(r"[.-]", "", met["stamp"]))
    if met is None or stamp is None:
        return None
    original = met["original"]
    if not re.match(r"https?:", original, re.IGNORECASE):
        original = f"http://{original}"
    # Clients write one slash where the path was tidied.
    original = re.sub(r"^(https?):/+", r"\1://", original)
    modifier = (met.groupdict().get("modifier") or "").rstrip("_")
    is_picture = modifier == "im" or _PICTURE_NAME.search(unquote(original)) is not None
    archive = "archive.today" if is_host(host, ARCHIVE_TODAY_HOSTS) else host
    return ArchivedAddress(archive, stamp, original, is_picture, met["stamp"])


def captures_within(url: str) -> tuple[list[ArchivedAddress], str]:
    """Return the captures that an address asks for, the outermost first, and the address kept.

    At most three, one within another. Of an address that goes deeper the three are returned and
    ``""``; of one that is no archive's none, and the address itself.
    """
    captures: list[ArchivedAddress] = []
    kept = url
    while (archived := archived_address(kept)) is not None:
        if len(captures) == _DEEPEST:
            return captures, ""
        captures.append(archived)
        kept = archived.original
    return captures, kept


_WAYBACK = re.compile(
    r"/(?P<stamp>[0-9]{14})(?P<modifier>[a-z]{2}_)?/(?P<original>(?:https?:/|[\w-]+(?:\.[\w-]+)+).*)",
    re.IGNORECASE,
)
_ARCHIVE_TODAY = re.compile(
    r"^/(?P<stamp>[0-9]{4}\.[0-9]{2}\.[0-9]{2}-[0-9]{6}|[0-9]{14})/(?P<original>.+)", re.IGNORECASE
)

_PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|heic|tiff?|bmp)(?:[?#]|$)", re.IGNORECASE)


def stamp_alone(archived: ArchivedAddress) -> DatedSource:
    """Return the stamp as a lead. Only once bytes are compared is an archived picture graded A."""
    kind = EvidenceKind.WEB_ARCHIVE_PAGE
    if archived.is_picture:
        kind = EvidenceKind.WEB_ARCHIVE_IMAGE
    return of_instant(
        archived.stamp,
        field="archive_stamp",
        kind=kind,
        role=Role.SEEN,
        grade=Grade.B,
        operator=archived.archive,
        precision="second",
        why=SourceWhy.ARCHIVE_STAMP_ALONE,
        read_from=archived.read_from,
        usable=False,
    )
