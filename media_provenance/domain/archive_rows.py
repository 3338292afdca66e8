"""Rows of a web archive's index (CDX): which address it kept, when, and with which bytes.

Reads the text of an answer; asking an archive is the providers' work. A row that cannot be right is
set aside and kept as it stands, never mended: archives do hold malformed rows.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

__all__ = [
    "ArchiveAnswer",
    "ArchiveRow",
    "archive_digest",
    "archive_row_of",
    "moment_of_stamp",
    "parse_cdx",
    "parse_cdx_line",
]

_FIELDS = 7


@dataclass(frozen=True, slots=True)
class ArchiveRow:
    """One capture in an archive's index.

    Attributes:
        urlkey: the address as the index sorts it.
        captured_at: UTC, to the second, by the archive's clock.
        original: the absolute address that was kept.
        media_type: as answered; ``warc/revisit`` for a row that repeats earlier bytes.
        status: of the answer, None for a revisit.
        digest: base32 of the SHA-1 of the payload, 32 characters; ``""`` where the row has none.
        length: bytes of the compressed record, None where the row has none.
    """

    urlkey: str
    captured_at: datetime
    original: str
    media_type: str
    status: int | None
    digest: str
    length: int | None

    @property
    def stamp(self) -> str:
        """The capture's 14 digits, as in the archive's addresses."""
        return self.captured_at.strftime("%Y%m%d%H%M%S")

    @property
    def is_revisit(self) -> bool:
        """Whether the archive found the same bytes again and kept only a reference to them."""
        return self.media_type == "warc/revisit"

    def is_of(self, data: bytes) -> bool:
        """Answer whether these are the very bytes that were kept then."""
        return bool(self.digest) and self.digest == archive_digest(data)


@dataclass(frozen=True, slots=True)
class ArchiveAnswer:
    """What an index answered: its rows in order, the lines that are none, and where to go on.

    ``resume_key`` is ``""`` where the answer is whole.
    """

    rows: tuple[ArchiveRow, ...]
    skipped: tuple[str, ...]
    resume_key: str = ""


def archive_digest(data: bytes) -> str:
    """Return the digest by which archives name a payload: base32 of its SHA-1, 32 characters.

    For finding equal bytes in an index, not for safety: whoever needs proof compares the bytes.
    """
    return base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def parse_cdx(text: str) -> ArchiveAnswer:
    """Read an answer of lines. An empty line ends the rows; the key to go on with follows it."""
    rows: list[ArchiveRow] = []
    skipped: list[str] = []
    lines = text.splitlines()
    for index, line in enumerate(lines):
        if not line.strip():
            rest = [key for key in lines[index + 1 :] if key.strip()]
            return ArchiveAnswer(tuple(rows), tuple(skipped), rest[0].strip() if rest else "")
        row = parse_cdx_line(line)
        if row is None:
            skipped.append(line)
        else:
            rows.append(row)
    return ArchiveAnswer(tuple(rows), tuple(skipped))


def parse_cdx_line(line: str) -> ArchiveRow | None:
    """Read one line of seven fields with a space between; None if it is no such row."""
    return archive_row_of(line.strip().split(" "))


def archive_row_of(fields: Sequence[str]) -> ArchiveRow | None:
    """Read the seven fields urlkey, timestamp, original, mimetype, statuscode, digest, length.

    Returns:
        None if a field is missing or too many, the time is no time, the address is not a whole
        one of http or https, or status, digest or length are of another form. ``-`` says that a
        value is not there.
    """
    if len(fields) != _FIELDS:
        return None
    urlkey, timestamp, original, media_type, status, digest, length = fields
    captured_at = moment_of_stamp(timestamp)
    if not urlkey or captured_at is None or not _is_absolute(original):
        return None
    if not _all_fit(
        ((status, r"[1-5][0-9]{2}"), (digest, r"[A-Z2-7]{32}"), (length, r"[0-9]{1,18}"))
    ):
        return None
    return ArchiveRow(
        urlkey=urlkey,
        captured_at=captured_at,
        original=original,
        media_type=media_type.lower(),
        status=None if status == "-" else int(status),
        digest="" if digest == "-" else digest,
        length=None if length == "-" else int(length),
    )


def moment_of_stamp(text: str) -> datetime | None:
    """Return the instant of an archive's 14 digits, UTC; None where they are no time."""
    if re.fullmatch(r"[0-9]{14}", text) is None:
        return None
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _is_absolute(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _all_fit(values: Iterable[tuple[str, str]]) -> bool:
    return all(value == "-" or re.fullmatch(form, value) for value, form in values)
