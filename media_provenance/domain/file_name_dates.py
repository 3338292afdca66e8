"""Dates in the names that cameras, telephones and programs give to picture files.

Anyone can rename a file, so every such date is grade D, and it says when the file was written or
received, not what it shows. Of a name that only holds a number nothing is guessed: telephone
numbers and product codes look like dates too. Reads no clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role
from media_provenance.domain.dated_sources import (
    PUBLISHED_AFTER,
    DatedSource,
    SourceWhy,
    is_timely,
    of_days,
    of_instant,
    of_local_time,
)
from media_provenance.domain.id_times import IdKind, time_of_id, x_media_id
from media_provenance.domain.written_days import day_first_days, numbered_day
from multilingual.digits import to_ascii_digits

__all__ = ["dates_in_file_name"]

# Names longer than file systems allow are not names.
_MOST_CHARACTERS = 255
_UNIX = datetime(1970, 1, 1, tzinfo=UTC)
# Programs that name files by Unix milliseconds came with the smartphone.
_FIRST_UNIX = datetime(2005, 1, 1, tzinfo=UTC)
# What MediaWiki puts before the name of a version it replaced: no camera's or program's time.
_WIKI_STAMP = re.compile(r"^[0-9]{14}!")


def dates_in_file_name(name: str, *, as_of: datetime) -> list[DatedSource]:
    """Return the date that a file's name gives, by the first rule that fits; none or one.

    Args:
        name: with or without folders and ending, percent-encoded or not.
        as_of: the present, aware; a date after it is none.

    Returns:
        Role "seen" where the name tells when something was received or posted, "saved" where a
        camera or program wrote the file. Times are of an unknown zone except for Pixel cameras
        and counted milliseconds, which are UTC.
    """
    stem = _stem(name)
    for rule in _RULES:
        met = rule.form.search(stem)
        source = None if met is None else _read(rule, met)
        if source is not None and is_timely(source.when, as_of):
            return [source]
    return []


def _stem(name: str) -> str:
    last = re.split(r"[/\\]", unquote(name))[-1][:_MOST_CHARACTERS]
    # Signs that some systems put around words of either direction, and narrow spaces before PM.
    plain = re.sub(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", to_ascii_digits(last))
    plain = re.sub(r"[\u00a0\u202f]", " ", plain)
    plain = _WIKI_STAMP.sub("", plain)
    return re.sub(r"\.[A-Za-z][A-Za-z0-9_]{1,9}$", "", plain).strip()


@dataclass(frozen=True, slots=True)
class _Rule:
    field: str
    form: re.Pattern[str]
    role: Role
    read: Callable[[re.Match[str], str, Role], DatedSource | None]


def _read(rule: _Rule, met: re.Match[str]) -> DatedSource | None:
    try:
        return rule.read(met, rule.field, rule.role)
    except (ValueError, OverflowError):
        # The groups are digits, so what fails is a day or hour that does not exist.
        return None


def _local(met: re.Match[str], field: str, role: Role) -> DatedSource | None:
    return of_local_time(
        _clock(met),
        field=field,
        kind=EvidenceKind.FILE_NAME,
        role=role,
        grade=Grade.D,
        operator="file",
        why=SourceWhy.NAME_IS_FREE,
        read_from=met[0],
    )


def _clock(met: re.Match[str]) -> datetime:
    """Return the time of a name's groups y, m, d, H, M, S and, where there is one, half."""
    hour = int(met["H"])
    half = (met.groupdict().get("half") or "").casefold()[:1]
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(met[0])
        hour = hour % 12 + (12 if half in ("p", "م") else 0)
    return datetime(  # noqa: DTZ001 - the name gives no zone, and none is invented
        int(met["y"]), int(met["m"]), int(met["d"]), hour, int(met["M"]), int(met["S"])
    )


def _in_utc(met: re.Match[str], field: str, role: Role) -> DatedSource | None:
    thousandths = met["ms"] or ""
    moment = _clock(met).replace(tzinfo=UTC) + timedelta(milliseconds=int(thousandths or 0))
    return _exact(moment, met[0], field, role, "ms" if thousandths else "second")


def _exact(
    moment: datetime,
    read_from: str,
    field: str,
    role: Role,
    precision: str,
    *,
    usable: bool = True,
    spread: timedelta = timedelta(0),
    identifier: str = "",
) -> DatedSource:
    return of_instant(
        moment,
        field=field,
        kind=EvidenceKind.FILE_NAME,
        role=role,
        grade=Grade.D,
        operator="file",
        precision=precision,
        why=SourceWhy.NAME_IS_FREE if usable else SourceWhy.MAY_BE_A_NUMBER,
        read_from=read_from,
        usable=usable,
        spread=spread,
        identifier=identifier,
    )


def _day(met: re.Match[str], field: str, role: Role) -> DatedSource | None:
    return _days_source(met, field, role, usable=True)


def _day_or_number(met: re.Match[str], field: str, role: Role) -> DatedSource | None:
    return _days_source(met, field, role, usable=False)


def _days_source(met: re.Match[str], field: str, role: Role, *, usable: bool) -> DatedSource | None:
    groups = met.groupdict()
    if "first" in groups:
        days = day_first_days(met["first"], met["second"], met["y"])
    else:
        days = numbered_day(met["y"], met["m"], met["d"])
    if days is None:
        return None
    return of_days(
        days,
        field=field,
        kind=EvidenceKind.FILE_NAME,
        role=role,
        grade=Grade.D,
        operator="file",
        why=SourceWhy.NAME_IS_FREE if usable else SourceWhy.MAY_BE_A_NUMBER,
        read_from=met[0],
        usable=usable,
    )


def _milliseconds(met: re.Match[str], field: str, role: Role) -> DatedSource | None:
    moment = _UNIX + timedelta(milliseconds=int(met["count"]))
    return None if moment < _FIRST_UNIX else _exact(moment, met[0], field, role, "ms")


def _seconds(met: re.Match[str], field: str, role: Role) -> DatedSource | None:
    # Ten digits may be a telephone number as well (Egypt's begin with 10, 11, 12 and 15).
    moment = _UNIX + timedelta(seconds=int(met["count"]))
    if moment < _FIRST_UNIX:
        return None
    return _exact(moment, met[0], field, role, "second", usable=False)


def _x_key(met: re.Match[str], field: str, role: Role) -> DatedSource | None:
    moment = time_of_id(IdKind.X_MEDIA_KEY, met["key"])
    number = x_media_id(met["key"])
    # The last twelve bits count the files of one millisecond, and seldom get past a few: without
    # this, one in nine words of fifteen letters would have a date.
    if moment is None or number is None or number % 4096 >= 64:
        return None
    return _exact(
        moment, met["key"], field, role, "ms", spread=PUBLISHED_AFTER, identifier=str(number)
    )


_YMD = r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"
_HMS = r"(?P<H>[0-9]{2})(?P<M>[0-9]{2})(?P<S>[0-9]{2})"
_DASHED = r"(?P<y>(?:19|20)[0-9]{2})(?P<mark>[-_.])(?P<m>[0-9]{2})(?P=mark)(?P<d>[0-9]{2})"
_DAY_FIRST = r"(?P<d>[0-9]{2})-(?P<m>[0-9]{2})-(?P<y>(?:19|20)[0-9]{2})"
_CLOCK = r"(?P<H>[0-9]{1,2})[-._:h](?P<M>[0-9]{2})[-._:m](?P<S>[0-9]{2})"
_HALF = r"(?:\s?(?P<half>[AaPp]\.?[Mm]\.?|[صم])(?![A-Za-z]))?"


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _rules() -> Iterator[_Rule]:
    """Give the rules in the order in which they are tried, the surest first."""
    seen, saved = Role.SEEN, Role.SAVED
    # Google's Pixel cameras write UTC into the name, all others the telephone's own time.
    yield _Rule("pixel", _form(rf"^PXL_{_YMD}_{_HMS}(?P<ms>[0-9]{{3}})?(?![0-9])"), saved, _in_utc)
    yield _Rule(
        "whatsapp_received",
        _form(rf"^(?:IMG|VID|AUD|PTT|STK|DOC)-{_YMD}-WA[0-9]+"),
        seen,
        _day,
    )
    yield _Rule(
        "whatsapp_saved",
        _form(rf"(?:WhatsApp|واتساب|واتس اب).*?{_DASHED}\D{{1,12}}?{_CLOCK}{_HALF}"),
        saved,
        _local,
    )
    yield _Rule(
        "whatsapp_saved_day",
        _form(rf"(?:WhatsApp|واتساب|واتس اب).*?{_DASHED}(?![0-9])"),
        saved,
        _day,
    )
    yield _Rule(
        "telegram", _form(rf"^(?:photo|video|file)_{_DASHED}[_ ]{_CLOCK}(?![0-9])"), seen, _local
    )
    # Telegram's own export counts the pictures and writes the day first.
    yield _Rule(
        "telegram", _form(rf"^(?:photo|video)_[0-9]+@{_DAY_FIRST}_{_CLOCK}(?![0-9])"), seen, _local
    )
    yield _Rule("signal", _form(rf"^signal-{_DASHED}-{_CLOCK}(?![0-9])"), saved, _local)
    yield _Rule("signal", _form(rf"^signal-{_DASHED}-{_HMS}(?![0-9])"), saved, _local)
    yield _Rule(
        "unix_milliseconds",
        _form(r"^(?:[a-z][a-z_ -]*[_ -]?)?(?P<count>1[0-9]{12})(?![0-9])"),
        saved,
        _milliseconds,
    )
    # Cameras, screenshots and editors of many makers: IMG_, VID_, MVIMG_, DJI_, Screenshot_, …
    yield _Rule(
        "camera",
        _form(rf"^[^0-9]{{0,60}}{_YMD}(?:[_ -]|T)?{_HMS}(?![0-9]{{4}})"),
        saved,
        _local,
    )
    yield _Rule(
        "camera",
        _form(rf"^[^0-9]{{0,60}}{_YMD}[_ -]{_CLOCK}(?![0-9]{{4}})"),
        saved,
        _local,
    )
    yield _Rule(
        "dated_time",
        _form(rf"(?<![0-9]){_DASHED}(?:[T_ -]+|\D{{1,12}}?){_CLOCK}{_HALF}(?![0-9])"),
        saved,
        _local,
    )
    yield _Rule("dated_time", _form(rf"(?<![0-9]){_DASHED}[T_ -]+{_HMS}(?![0-9])"), saved, _local)
    yield _Rule("dated_time", _form(rf"(?<![0-9]){_YMD}[_-]{_HMS}(?![0-9])"), saved, _local)
    yield _Rule("dated_day", _form(rf"(?<![0-9])(?<![0-9][-_.]){_DASHED}(?![0-9])"), saved, _day)
    yield _Rule(
        "dated_day",
        _form(
            r"(?<![0-9])(?<![0-9][-_.])(?P<first>[0-9]{2})(?P<mark>[-_.])(?P<second>[0-9]{2})"
            r"(?P=mark)(?P<y>(?:19|20)[0-9]{2})(?![0-9])"
        ),
        saved,
        _day,
    )
    yield _Rule(
        "camera_day",
        _form(rf"^(?:IMG|VID|PANO|MVIMG)[_-]{_YMD}(?![0-9]|[_-][0-9]{{6}})"),
        saved,
        _day,
    )
    yield _Rule(
        "x_media_key",
        re.compile(
            r"^(?:[0-9]{8}_[0-9]{6}-)?(?P<key>[A-Za-z0-9_-]{15})"
            r"(?:(?:[-_ :]|\.[a-z]+[_:])(?:orig|large|medium|small))?(?:\s?\([0-9]+\))?$"
        ),
        seen,
        _x_key,
    )
    yield _Rule("digits", _form(rf"(?<![0-9A-Za-z]){_YMD}(?![0-9])"), saved, _day_or_number)
    yield _Rule("unix_seconds", _form(r"^(?P<count>1[0-9]{9})$"), saved, _seconds)


_RULES = tuple(_rules())
