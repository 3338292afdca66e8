"""Days that are written out in the parts of an address: in its folders, its title, its query.

Finds them and says what was written; which of them is heard where they disagree is
``url_dates.py``'s. What could be read in two ways is given as everything it may mean, and what is
no day of any calendar gives nothing: a guess here would become a wrong verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

from media_provenance.domain.dated_sources import DatedSource, SourceWhy
from media_provenance.domain.written_days import (
    MONTH_WORD,
    day_first_days,
    month_of,
    numbered_day,
    numbered_month,
)
from multilingual.digits import to_ascii_digits
from multilingual.intervals import DateInterval

__all__ = ["FoundDays", "folder_dates", "query_dates", "title_dates"]

# The field, the days, what was written, and what is to be thought of it.
FoundDays = tuple[str, DateInterval, str, SourceWhy]
_YEAR = re.compile(r"(?:1[34]|19|20)[0-9]{2}")
_SHORT = re.compile(r"[0-9]{1,2}")
# The last part of a path may carry the file's ending: /2022/08/15.html
_LAST_DAY = re.compile(r"([0-9]{1,2})(?:\.(?:s?html?|php|aspx?|jsp))?", re.IGNORECASE)


def folder_dates(segments: list[str]) -> Iterator[FoundDays]:
    """Read dates that are spread over whole parts of the path."""
    has_content = False
    for index, segment in enumerate(segments):
        before = segments[index - 1] if index else ""
        following = [*segments[index + 1 : index + 3], "", ""]
        has_content = has_content or before == "wp-content"
        has_uploads = has_content and before == "uploads"
        for found in (
            _year_first(segment, following, is_upload=has_uploads),
            _year_and_month(segment, following),
            _compact(segment),
            _day_first(before, segment, following),
        ):
            if found is not None:
                yield found


def _year_first(year: str, following: list[str], *, is_upload: bool) -> FoundDays | None:
    """Read /2022/08/15/, /2022/aug/15/, /2022/0815/ and /2022/08/."""
    if _YEAR.fullmatch(year) is None:
        return None
    month, third = following[0], following[1]
    day = _LAST_DAY.fullmatch(third)
    if re.fullmatch(r"[0-9]{4}", month):
        days = numbered_day(year, month[:2], month[2:])
        return _found("url_folders", days, f"{year}/{month}")
    number = month_of(month)
    if number is None:
        return None
    if day is not None:
        days = numbered_day(year, str(number), day[1])
        return _found("url_folders", days, f"{year}/{month}/{day[1]}")
    days = numbered_month(year, str(number))
    if is_upload:
        return _found("wordpress_folder", days, f"{year}/{month}", SourceWhy.POST_MONTH)
    return _found("url_month", days, f"{year}/{month}")


def _year_and_month(first: str, following: list[str]) -> FoundDays | None:
    """Read /2022-08/15/, as Chinese news sites write it, and /2022-08/."""
    met = re.fullmatch(r"((?:19|20)[0-9]{2})-?([0-9]{2})", first)
    day = _LAST_DAY.fullmatch(following[0])
    if met is None:
        return None
    if day is None:
        # Six digits alone may be any number.
        days = numbered_month(met[1], met[2]) if "-" in first else None
        return _found("url_month", days, first)
    days = numbered_day(met[1], met[2], day[1])
    return _found("url_folders", days, f"{first}/{day[1]}")


def _compact(segment: str) -> FoundDays | None:
    """Read /20220815/, and /20220815-title as France 24 has it."""
    met = re.match(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:[-_](?![0-9])|\.[a-z]+$|$)", segment)
    if met is None:
        return None
    return _found("url_compact", numbered_day(*met.groups()), "".join(met.groups()))


def _day_first(before: str, day: str, following: list[str]) -> FoundDays | None:
    """Read /15/08/2022/; which of the two is the day may stay open. After a year it is no day."""
    month, year = following[0], following[1]
    if _YEAR.fullmatch(before):
        return None
    if not (_SHORT.fullmatch(day) and _SHORT.fullmatch(month) and _YEAR.fullmatch(year)):
        return None
    return _found("url_folders", day_first_days(day, month, year), f"{day}/{month}/{year}")


def _found(
    field: str, days: DateInterval | None, read_from: str, why: SourceWhy = SourceWhy.SITE_OWNER
) -> FoundDays | None:
    return None if days is None else (field, days, read_from, why)


_ISO = re.compile(
    r"(?<![0-9])(?<![0-9][-_.])(?P<year>(?:1[34]|19|20)[0-9]{2})(?P<mark>[-_.])"
    r"(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})(?![0-9])"
)
_DAY_FIRST = re.compile(
    r"(?<![0-9])(?<![0-9][-_.])(?P<day>[0-9]{1,2})(?P<mark>[-_.])(?P<month>[0-9]{1,2})(?P=mark)"
    r"(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
)
_WORDED = re.compile(
    rf"(?<![0-9A-Za-z])(?P<day>[0-9]{{1,2}})-(?P<month>{MONTH_WORD})-(?P<year>(?:19|20)[0-9]{{2}})"
    r"(?![0-9])",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<=[-_])((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?=[-_.]|$)")
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")


def title_dates(segments: list[str], folders: list[DatedSource]) -> Iterator[FoundDays]:
    """Read dates that stand inside one part of the path, mostly among the words of a title."""
    told = {folder.read_from for folder in folders}
    for segment in segments:
        words = _UUID.sub("", segment)
        for met in _ISO.finditer(words):
            if found := _found(
                "url_title", numbered_day(met["year"], met["month"], met["day"]), met[0]
            ):
                yield found
        for met in _DAY_FIRST.finditer(words):
            if found := _found(
                "url_title", day_first_days(met["day"], met["month"], met["year"]), met[0]
            ):
                yield found
        for met in _WORDED.finditer(words):
            number = month_of(met["month"])
            days = numbered_day(met["year"], str(number), met["day"])
            if found := _found("url_title", days, met[0]):
                yield found
        for met in _DIGITS.finditer(words):
            # BBC's old numbers, as in world-europe-20121011, pass for days one time in thirty.
            days = numbered_day(*met.groups())
            if met[0] not in told and (
                found := _found("url_digits", days, met[0], SourceWhy.MAY_BE_A_NUMBER)
            ):
                yield found


_DATE_KEYS = frozenset(
    {"date", "day", "dt", "pubdate", "published", "publish_date", "datum", "fecha"}
)


def query_dates(query: str) -> Iterator[tuple[DateInterval, str]]:
    """Read dates that a query gives under a name for dates: the days, and what was written."""
    try:
        pairs = parse_qsl(query, max_num_fields=200)
    except ValueError:
        return
    for key, value in pairs:
        if key.casefold() in _DATE_KEYS:
            written = to_ascii_digits(value.strip())
            days = _queried_day(written)
            if days is not None:
                yield days, f"{key}={value}"[:200]


def _queried_day(written: str) -> DateInterval | None:
    if met := re.match(r"([0-9]{4})[-/.]?([0-9]{2})[-/.]?([0-9]{2})(?:$|[T ])", written):
        return numbered_day(*met.groups())
    if met := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", written):
        return day_first_days(*met.groups())
    return None
