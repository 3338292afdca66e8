"""The Content Credentials of a file by themselves, read in a decoder's child.

For judging a stored picture anew when the lists of trust have changed, and for people who ask about
one file. Reads SVG as well, which carries credentials and is no picture here. Decodes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from media_provenance.adapters import decoder_link
from media_provenance.adapters.images import DecoderGone
from media_provenance.adapters.time_stamp_checks import shipped_time_stamp_roots
from media_provenance.domain.content_credentials import (
    CredentialsReading,
    credentials_elsewhere,
    reading_of,
)
from media_provenance.domain.picture_headers import (
    PictureFormat,
    PictureRefused,
    RefusalCode,
    format_of,
)
from media_provenance.domain.trust_lists import NO_LISTS, TrustSettings

__all__ = [
    "DecoderGone",
    "FileCredentials",
    "PictureRefused",
    "read_file_credentials",
    "with_shipped_roots",
]

_MAX_ERROR_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class FileCredentials:
    """What a file carries.

    Attributes:
        record: as ``ContentCredentials.as_record``, or ``url`` alone, or None.
        reading: what it says; None where there are no credentials, or none that can be read.
        elsewhere: the address at which they lie, as text that nobody has fetched; or ``""``.
        error: of the reader, technical, as ``C2paError Remote: must fetch …``; ``""`` for none.
    """

    record: Mapping[str, Any] | None
    reading: CredentialsReading | None
    elsewhere: str
    error: str


def read_file_credentials(data: bytes, trust: TrustSettings = NO_LISTS) -> FileCredentials:
    """Read and judge the Content Credentials of a file.

    Args:
        data: of a format that anything is read from, or SVG.
        trust: the lists to judge by. Without a list of time-stamping authorities among them those
            that come with the product count.

    Raises:
        PictureRefused: empty, too_large, not_a_picture, format_not_accepted; broken or
            took_too_long where the credentials break their reader.
        DecoderGone: there is no decoder to be had; says nothing about the file.
    """
    format = _format_of(data)
    head = {
        "task": "credentials",
        "format": "" if format is None else format.value,
        "trust": with_shipped_roots(trust).as_record(),
    }
    answer = decoder_link.decoder().ask(head, data)
    if not answer.parts:
        code = RefusalCode.TOOK_TOO_LONG if answer.late else RefusalCode.BROKEN
        raise PictureRefused(code, "time" if answer.late else "decoder stopped")
    told = answer.parts[0].head
    try:
        if "refused" in told:
            raise PictureRefused(RefusalCode(told["refused"]), str(told["detail"])[:80])
        record = None if told["credentials"] is None else dict(told["credentials"])
        return FileCredentials(
            record=record,
            reading=reading_of(record),
            elsewhere=credentials_elsewhere(record),
            error=str(told["error"])[:_MAX_ERROR_CHARACTERS],
        )
    # As hostile as the file: it may have taken its child over.
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PictureRefused(RefusalCode.BROKEN, "decoder stopped") from error


def with_shipped_roots(trust: TrustSettings) -> TrustSettings:
    """Return the lists with the roots of time stamps that we bring, unless there is such a list."""
    if trust.time_stamps.strip():
        return trust
    return replace(trust, time_stamps=shipped_time_stamp_roots())


def _format_of(data: bytes) -> PictureFormat | None:
    """Return the format by its signature, None for SVG."""
    try:
        return format_of(data)
    except PictureRefused as refused:
        if refused.code is RefusalCode.FORMAT_NOT_ACCEPTED and refused.detail == "SVG":
            return None
        raise
