"""The time inside a number or code whose kind is known.

Where such numbers stand in addresses, and whose word they are there, is ``platform_ids.py``'s.
Reads no clock.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import RFC_4122, UUID

from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role
from media_provenance.domain.dated_sources import (
    PUBLISHED_AFTER,
    DatedSource,
    SourceWhy,
    is_timely,
    of_instant,
)

__all__ = [
    "UUID_FORM",
    "IdKind",
    "date_of_id",
    "find_id_kind",
    "is_early_x_number",
    "is_random_uuid",
    "time_of_id",
    "x_media_id",
]

_UNIX = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST = 1 << 64


class IdKind(StrEnum):
    """The numbers and codes that hold a time."""

    X_STATUS = "x_status"
    X_MEDIA = "x_media"
    X_MEDIA_KEY = "x_media_key"
    DISCORD = "discord"
    MASTODON = "mastodon"
    INSTAGRAM_SHORTCODE = "instagram_shortcode"
    TIKTOK = "tiktok"
    LINKEDIN_ACTIVITY = "linkedin_activity"
    BLUESKY_TID = "bluesky_tid"
    UUID = "uuid"
    ULID = "ulid"
    KSUID = "ksuid"
    MONGO_OID = "mongo_oid"


_OTHER_NAMES = {
    "x": IdKind.X_STATUS,
    "tweet": IdKind.X_STATUS,
    "twitter_status": IdKind.X_STATUS,
    "discord_snowflake": IdKind.DISCORD,
    "instagram": IdKind.INSTAGRAM_SHORTCODE,
    "linkedin": IdKind.LINKEDIN_ACTIVITY,
    "bluesky": IdKind.BLUESKY_TID,
    "tid": IdKind.BLUESKY_TID,
    "objectid": IdKind.MONGO_OID,
    "mongo_objectid": IdKind.MONGO_OID,
}


def find_id_kind(name: str) -> IdKind | None:
    """Return the kind that a name means, its own or another in use; None for any other."""
    plain = name.strip().casefold()
    own = {kind.value: kind for kind in IdKind}
    return own.get(plain) or _OTHER_NAMES.get(plain)


@dataclass(frozen=True, slots=True)
class _Scheme:
    """How a kind's time is read.

    ``since`` is the first moment that such a number can state; an older one is of another kind.
    ``grade`` is what it is worth where the platform itself shows it.
    """

    moment: Callable[[str], datetime | None]
    precision: str
    since: datetime
    grade: Grade
    operator: str
    why: SourceWhy
    spread: timedelta = PUBLISHED_AFTER


def time_of_id(kind: IdKind, text: str) -> datetime | None:
    """Return the time inside a number or code, aware; ``None`` if it holds none.

    None as well for what is not of that kind at all: a number from before the platform kept time
    in its numbers, a random UUID (version 4), letters where digits belong. The future is not
    looked at here.
    """
    scheme = _SCHEMES[kind]
    try:
        moment = scheme.moment(text.strip())
    except OverflowError:
        return None
    return moment if moment is not None and moment >= scheme.since else None


def date_of_id(
    kind: IdKind,
    text: str,
    *,
    as_of: datetime,
    operator: str | None = None,
    grade: Grade | None = None,
    why: SourceWhy | None = None,
) -> DatedSource | None:
    """Return the time inside a number or code as a dated source.

    Args:
        text: the number in decimal digits, or the code.
        as_of: the present, aware. A number of the future is none of the kind.
        operator, grade, why: where the number was met on another ground than the platform's own.

    Returns:
        None where ``time_of_id`` is, and for the future. The latest instant is five minutes after
        the number's own for platforms, whose posts follow their number.
    """
    moment = time_of_id(kind, text)
    scheme = _SCHEMES[kind]
    if moment is None:
        return None
    source = of_instant(
        moment,
        field=kind.value,
        kind=EvidenceKind.PLATFORM_ID,
        role=Role.SEEN,
        grade=grade or scheme.grade,
        operator=scheme.operator if operator is None else operator,
        precision=scheme.precision,
        why=why or scheme.why,
        read_from=text.strip(),
        spread=scheme.spread,
        identifier=_identifier(kind, text.strip()),
    )
    return source if is_timely(source.when, as_of) else None


# How the time is read. Each formula's source stands with it.


def _decimal(text: str, fewest: int, most: int) -> int | None:
    """Return a number of ``fewest`` to ``most`` digits, the first not 0; None for anything else."""
    if not fewest <= len(text) <= most or re.fullmatch(r"[1-9][0-9]*", text) is None:
        return None
    number = int(text)
    return number if number < _LARGEST else None


def _ms(milliseconds: int) -> datetime:
    return _UNIX + timedelta(milliseconds=milliseconds)


# X's Snowflake: milliseconds since 4 November 2010 in the upper bits. The last number before has
# 11 digits (the tool tweetedat of Old Dominion University gives the limit).
_X_FIRST = 29700859247
_X_EPOCH = 1288834974657
_DISCORD_EPOCH = 1420070400000  # 1 January 2015 (Discord's developer reference)
_INSTAGRAM_EPOCH = 1314220021721  # 24 August 2011, as published decoders have it
_KSUID_EPOCH = 1400000000  # segmentio/ksuid
_UUID_EPOCH = datetime(1582, 10, 15, tzinfo=UTC)  # RFC 9562, 5.1

_BASE64_URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SORTABLE_32 = "234567abcdefghijklmnopqrstuvwxyz"

UUID_FORM = re.compile(
    r"(?<![0-9A-Za-z])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![0-9A-Za-z])"
)


def _number_in(text: str, alphabet: str) -> int | None:
    number = 0
    for character in text:
        digit = alphabet.find(character)
        if digit < 0:
            return None
        number = number * len(alphabet) + digit
    return number


def _x_time(text: str) -> datetime | None:
    number = _decimal(text, 11, 20)
    return None if number is None or number < _X_FIRST else _ms((number >> 22) + _X_EPOCH)


def is_early_x_number(text: str) -> bool:
    """Answer whether a post's number on X is of the time when posts were simply counted."""
    return len(text) <= 11 and int(text) < _X_FIRST


def x_media_id(key: str) -> int | None:
    """Return the number inside a picture's key on X; ``None`` if it is no such key.

    The 15 characters of ``pbs.twimg.com/media/KEY`` are base64url; the first 8 bytes are the
    number, most significant first.
    """
    if re.fullmatch(r"[A-Za-z0-9_-]{15}", key) is None:
        return None
    return int.from_bytes(base64.urlsafe_b64decode(f"{key}=")[:8], "big")


def _x_key_time(text: str) -> datetime | None:
    number = x_media_id(text)
    return None if number is None else _x_time(str(number))


def _discord_time(text: str) -> datetime | None:
    number = _decimal(text, 15, 20)
    return None if number is None else _ms((number >> 22) + _DISCORD_EPOCH)


def _mastodon_time(text: str) -> datetime | None:
    number = _decimal(text, 17, 18)
    return None if number is None else _ms(number >> 16)


def _instagram_time(text: str) -> datetime | None:
    # A private post's code is longer; the number stands in the first eleven characters. Shorter
    # codes than nine are of the time when posts were simply counted.
    if len(text) < 9 or len(text) > 64 or _number_in(text, _BASE64_URL) is None:
        return None
    number = _number_in(text[:11], _BASE64_URL)
    if number is None or not 1 << 48 <= number < _LARGEST:
        return None
    return _ms((number >> 23) + _INSTAGRAM_EPOCH)


def _tiktok_time(text: str) -> datetime | None:
    number = _decimal(text, 19, 19)
    return None if number is None else _UNIX + timedelta(seconds=number >> 32)


def _linkedin_time(text: str) -> datetime | None:
    number = _decimal(text, 19, 19)
    return None if number is None else _ms(number >> 22)


def _bluesky_time(text: str) -> datetime | None:
    # The highest bit is always 0 (AT Protocol, record key "tid"), so the first character is one
    # of the first sixteen.
    if re.fullmatch(r"[2-7a-j][2-7a-z]{12}", text) is None:
        return None
    number = _number_in(text, _SORTABLE_32)
    return None if number is None else _UNIX + timedelta(microseconds=number >> 10)


def _uuid_time(text: str) -> datetime | None:
    try:
        one = UUID(text) if UUID_FORM.fullmatch(text) else UUID(hex=text)
    except ValueError:
        return None
    if one.variant != RFC_4122:
        return None
    if one.version == 7:
        return _ms(one.int >> 80)
    if one.version == 6:
        high, middle = one.int >> 96, (one.int >> 80) & 0xFFFF
        ticks = (high << 28) | (middle << 12) | ((one.int >> 64) & 0xFFF)
    elif one.version == 1:
        ticks = one.time
    else:
        return None
    return _UUID_EPOCH + timedelta(microseconds=ticks // 10)


def is_random_uuid(text: str) -> bool:
    """Answer whether a UUID is one of those that hold no time: a random or a named one."""
    one = UUID(text)
    return one.variant == RFC_4122 and one.version in (3, 4, 5)


def _ulid_time(text: str) -> datetime | None:
    # 26 characters hold 130 bits, a ULID has 128: the first is at most 7.
    if len(text) != 26 or text[:1] > "7":
        return None
    if _number_in(text.upper(), _CROCKFORD) is None:
        return None
    milliseconds = _number_in(text[:10].upper(), _CROCKFORD)
    return None if milliseconds is None else _ms(milliseconds)


def _ksuid_time(text: str) -> datetime | None:
    number = _number_in(text, _BASE62) if len(text) == 27 else None
    if number is None or number >= 1 << 160:
        return None
    return _UNIX + timedelta(seconds=(number >> 128) + _KSUID_EPOCH)


def _mongo_time(text: str) -> datetime | None:
    if re.fullmatch(r"[0-9a-fA-F]{24}", text) is None:
        return None
    return _UNIX + timedelta(seconds=int(text[:8], 16))


def _since(year: int, month: int = 1) -> datetime:
    return datetime(year, month, 1, tzinfo=UTC)


_B, _D = Grade.B, Grade.D
_PLATFORM, _CLIENT = SourceWhy.PLATFORM_CLOCK, SourceWhy.CHOSEN_BY_CLIENT
_AT_ONCE = timedelta(0)
# From when on there were such numbers: the platform's first year, or that of the format.
_SCHEMES: dict[IdKind, _Scheme] = {
    IdKind.X_STATUS: _Scheme(_x_time, "ms", _since(2010, 11), _B, "x", _PLATFORM),
    IdKind.X_MEDIA: _Scheme(_x_time, "ms", _since(2010, 11), _B, "x", _PLATFORM),
    IdKind.X_MEDIA_KEY: _Scheme(_x_key_time, "ms", _since(2010, 11), _B, "x", _PLATFORM),
    IdKind.DISCORD: _Scheme(_discord_time, "ms", _since(2015), _B, "discord", _PLATFORM),
    IdKind.MASTODON: _Scheme(
        _mastodon_time, "ms", _since(2016), _D, "mastodon", SourceWhy.AUTHORS_SERVER
    ),
    IdKind.INSTAGRAM_SHORTCODE: _Scheme(
        _instagram_time, "ms", _since(2011, 8), _B, "instagram", _PLATFORM
    ),
    IdKind.TIKTOK: _Scheme(_tiktok_time, "second", _since(2014), _B, "tiktok", _PLATFORM),
    IdKind.LINKEDIN_ACTIVITY: _Scheme(
        _linkedin_time, "ms", _since(2003, 5), _B, "linkedin", _PLATFORM
    ),
    IdKind.BLUESKY_TID: _Scheme(_bluesky_time, "us", _since(1995), _D, "bluesky", _CLIENT),
    IdKind.UUID: _Scheme(_uuid_time, "us", _since(1995), _D, "", _CLIENT, _AT_ONCE),
    IdKind.ULID: _Scheme(_ulid_time, "ms", _since(2016), _D, "", _CLIENT, _AT_ONCE),
    IdKind.KSUID: _Scheme(_ksuid_time, "second", _since(2017), _D, "", _CLIENT, _AT_ONCE),
    IdKind.MONGO_OID: _Scheme(_mongo_time, "second", _since(2009), _D, "", _CLIENT, _AT_ONCE),
}


def _identifier(kind: IdKind, text: str) -> str:
    number = x_media_id(text) if kind is IdKind.X_MEDIA_KEY else None
    return text if number is None else str(number)
