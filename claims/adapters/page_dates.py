"""Every date on a page that may be the day it was published, with the place where it stands.

Not for deciding between them (``claims.domain.publication``). A year alone is never a day: what is
read here is only as precise as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote, urlsplit

from claims.adapters.page_json import PageRecords, string_of
from claims.adapters.page_tree import Element, MarkupLine, described, is_beside, text_of
from claims.domain.bylines import (
    FIRST_WEB_YEAR,
    byline_day,
    says_only_updated,
    says_published,
)
from claims.domain.page_lines import is_same_line, line_key
from claims.domain.publication import DateCandidate, PublishedOrigin
from multilingual.dates import NotADate, ParsedDate, parse_date
from multilingual.intervals import DateInterval

__all__ = ["date_candidates"]

_PUBLISHED_META_LIST = (
    "article:published_time og:article:published_time og:published_time article:published"
    " datepublished date pubdate publishdate publish-date publish_date publication_date"
    " publicationdate publication-date article.published dc.date dc.date.issued"
    " dc.date.created dc.date.x-metadatadate dcterms.created dcterms.issued dcterms.date"
    " dcterms.available sailthru.date parsely-pub-date cxenseparse:recs:publishtime"
    " article_date_original originalpublicationdate rnews:datepublished nastooh:publishdate"
    " citation_publication_date citation_date bt:pubdate published_time published"
    " published_at article:created datecreated news_publish_date release_date timestamp"
)
_PUBLISHED_META = frozenset(_PUBLISHED_META_LIST.split())
_PUBLISHED_PROPERTIES = frozenset({"datepublished", "dc:date", "dcterms:created", "dc:created"})
_UPDATED = re.compile(r"modif|update|edited", re.I)
# So far below the title a by-line is looked for where the text was not found.
_BYLINE_WITHIN = 12
_MOST_BYLINE_WORDS = 25
_MOST_TIMES_TRIED = 30
_MOST_DATE_LETTERS = 200

_URL_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d{2})([/_.-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)"
)
_URL_SHORT_DAY = re.compile(r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})(?=/|$|-)")
_URL_DAY_FIRST = re.compile(
    r"(?<![\d-])(0[1-9]|[12]\d|3[01])([/_-])(0[1-9]|1[0-2])\2((?:19|20)\d{2})(?!\d)"
)
_URL_JALALI = re.compile(r"/(1[34]\d{2})/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=/|$)")
# Iran's years from 1994 to 2043.
_JALALI_YEAR = re.compile(r"(?:13[7-9]\d|14[0-2]\d)[-/.]")
# 20200218T103000Z, as ISO allows; and what JavaScript puts behind its dates, "(EET)".
_COMPACT_ISO = re.compile(r"^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(?:\d{2})?")
_ZONE_NAME = re.compile(r"\s*\([^()]{1,60}\)$")
_EPOCH = re.compile(r"(\d{10}|\d{13})")
_URL_MONTH = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])(?=/)")


def date_candidates(
    tree: Element,
    records: PageRecords,
    lines: Sequence[MarkupLine],
    *,
    addresses: Sequence[str | None],
    title: str | None,
    body_at: int | None,
    language: str,
    captured_on: date,
    forgiven: frozenset[Element] = frozenset(),
) -> tuple[DateCandidate, ...]:
    """Collect the dates of a page in the order of their authority.

    Args:
        lines: of the page, all of them.
        addresses: where it came from and what it calls itself; dates in their paths count.
        title: the article's.
        body_at: number of the article's first line, ``None`` if no text was found.
        language: of its text.
        captured_on: what "two hours ago" counts from.
        forgiven: see ``page_tree.is_beside``.
    """
    return _in_own_zone(
        [
            *_stated_dates(records),
            *_url_dates(addresses),
            *_time_elements(tree, title, language, captured_on, forgiven),
            *_visible_dates(lines, title or "", body_at, language, captured_on),
        ]
    )


def _in_own_zone(candidates: Sequence[DateCandidate]) -> tuple[DateCandidate, ...]:
    """Give an instant told in UTC the day it had where the page was made, if it says so elsewhere.

    "2024-02-03T22:40Z" in JSON-LD and "2024-02-04T00:40+02:00" in a ``<time>`` are one moment, and
    the outlet's day is the latter's.
    """
    local: dict[datetime, DateInterval] = {}
    for one in candidates:
        if one.at is not None and one.interval != DateInterval.of_day(one.at.date()):
            local.setdefault(one.at, one.interval)
    return tuple(
        replace(one, interval=local[one.at]) if one.at in local else one for one in candidates
    )


def _stated_dates(records: PageRecords) -> Iterator[DateCandidate]:
    values = []
    for entry in records.articles:
        values.append(entry.get("datePublished") or entry.get("uploadDate"))
        if not values[-1]:
            values.append(entry.get("dateCreated"))
    values += [value for key, value in records.metas if key in _PUBLISHED_META]
    for value in values:
        written = string_of(value) if isinstance(value, str) else str(value or "")
        candidate = _read_date(written or "", None, PublishedOrigin.JSONLD_OR_META)
        if candidate is not None:
            yield candidate


def _url_dates(addresses: Sequence[str | None]) -> Iterator[DateCandidate]:
    for address in dict.fromkeys(addresses):
        found = _date_in_path(unquote(urlsplit(address).path)) if address else None
        if found is not None:
            yield found


def _time_elements(
    tree: Element,
    title: str | None,
    language: str,
    captured_on: date,
    forgiven: frozenset[Element],
) -> Iterator[DateCandidate]:
    tried = 0
    heading = _heading(tree, title)
    around = set() if heading is None else set(heading.iterancestors("article", "main"))
    is_below = False
    for element in tree.iter():
        if not isinstance(element.tag, str) or tried >= _MOST_TIMES_TRIED:
            continue
        is_below = is_below or element is heading
        names = f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower().split()
        # <abbr class="published" title="2023-09-14T21:03:00+03:00">, as in the hAtom format.
        is_abbreviated = element.tag == "abbr" and "published" in described(element).split()
        is_stated = is_abbreviated or any(name in _PUBLISHED_PROPERTIES for name in names)
        if element.tag == "meta" or not (element.tag == "time" or is_stated):
            continue
        if _UPDATED.search(f"{described(element)} {' '.join(names)}"):
            continue
        if is_beside(element, forgiven):
            continue
        if heading is not None and not is_below and around.isdisjoint(element.iterancestors()):
            # Above the headline and outside its article: the site's clock.
            continue
        tried += 1
        shown = text_of(element)[:_MOST_DATE_LETTERS]
        given = (element.get(name) for name in ("datetime", "content", "title"))
        value = str(next((one for one in given if one), shown))
        candidate = _read_date(value, language, PublishedOrigin.TIME_ELEMENT)
        if candidate is None and value != shown:
            candidate = _read_date(shown, language, PublishedOrigin.TIME_ELEMENT)
        if candidate is not None:
            yield candidate
            # The first one by the title; those below belong to comments and other articles.
            return


def _heading(tree: Element, title: str | None) -> Element | None:
    """Return the element that shows the headline."""
    headings = (one for one in tree.iter("h1", "h2", "h3") if title)
    return next((one for one in headings if is_same_line(text_of(one), title or "")), None)


def _visible_dates(
    lines: Sequence[MarkupLine],
    title: str,
    body_at: int | None,
    language: str,
    captured_on: date,
) -> Iterator[DateCandidate]:
    """Read dates between the heading and the text, and failing that, above the heading."""
    key = line_key(title)
    head = [line for line in lines if body_at is None or line.number < body_at]
    title_at = next(
        (line.number for line in reversed(head) if key and key in line_key(line.text)), None
    )
    start = title_at + 1 if title_at is not None else 0
    end = body_at if body_at is not None else start + _BYLINE_WITHIN
    for line in lines[start:end]:
        dated = _day_in(line, language, captured_on)
        if dated is not None:
            yield DateCandidate.of_parsed(dated, PublishedOrigin.BYLINE)
            return
    for line in reversed(lines[: title_at or 0]):
        dated = _day_in(line, language, captured_on)
        if dated is not None:
            # In the article's own element a date above the headline is the article's.
            own = lines[title_at or 0].article
            is_own = own is not None and line.article is own
            origin = PublishedOrigin.BYLINE if is_own else PublishedOrigin.SITE_HEADER
            is_update = is_own and says_only_updated(line.text, dated)
            yield DateCandidate.of_parsed(dated, origin, is_update=is_update)
            return
    if body_at is None:
        return
    # Some sites put the day below the text; there it must say that it is the day of publication.
    below = [line for line in lines if line.number > body_at and line.role is None]
    for line in below:
        if says_published(line.text) and len(line.text.split()) <= _MOST_BYLINE_WORDS:
            dated = _day_in(line, language, captured_on)
            if dated is not None and not says_only_updated(line.text, dated):
                yield DateCandidate.of_parsed(dated, PublishedOrigin.BYLINE)
                return


def _day_in(line: MarkupLine, language: str, captured_on: date) -> ParsedDate | None:
    """Return the day a line gives, also one of several things divided by bars."""
    if len(line.text.split()) > _MOST_BYLINE_WORDS or line.is_hidden:
        return None
    dated = byline_day(line.text, language, captured_on)
    if dated is not None:
        return dated
    for piece in re.split(r"\s*[|•·]\s*|\s{2,}|\s[-–—]\s", line.text):
        dated = byline_day(piece, language, captured_on)
        if dated is not None:
            return dated
    return None


def _read_date(value: str, language: str | None, origin: PublishedOrigin) -> DateCandidate | None:
    """Read a value of a meta tag, a JSON object or a ``<time>``; ``None`` if it is no day."""
    value = _COMPACT_ISO.sub(r"\1-\2-\3T\4:\5", _ZONE_NAME.sub("", value.strip()))
    epoch = _EPOCH.fullmatch(value)
    if epoch is not None:
        return _of_epoch(int(epoch.group(1)), value, origin)
    # A year such as 1398 or 1402 is Iran's; without its own calendar it would be the Middle Ages.
    is_persian = _JALALI_YEAR.match(value) is not None
    try:
        parsed = parse_date(value, language="fa" if is_persian else language)
    except NotADate:
        # A template's placeholder or a form we do not read: no date, and other places follow.
        return None
    if parsed.interval.latest is None or parsed.interval.latest.year < FIRST_WEB_YEAR:
        # 1970-01-01 and 0001-01-01 are what content systems write for "none".
        return None
    return DateCandidate.of_parsed(parsed, origin)


def _of_epoch(seconds: int, written: str, origin: PublishedOrigin) -> DateCandidate | None:
    """Read seconds or milliseconds since 1970."""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(
        seconds=seconds if seconds < 10_000_000_000 else seconds // 1000
    )
    if at.year < FIRST_WEB_YEAR:
        return None
    return DateCandidate(DateInterval.of_day(at.date()), origin, written, at)


def _date_in_path(path: str) -> DateCandidate | None:
    for pattern, order in (
        (_URL_DAY, (1, 3, 4)),
        (_URL_SHORT_DAY, (1, 2, 3)),
        (_URL_DAY_FIRST, (4, 3, 1)),
    ):
        for found in pattern.finditer(path):
            year, month, day = (int(found.group(place)) for place in order)
            try:
                interval = DateInterval.of_day(date(year, month, day))
            except ValueError:
                # An id that looks like a date with day 31 in a shorter month.
                continue
            if year >= FIRST_WEB_YEAR:
                return DateCandidate(interval, PublishedOrigin.URL, found.group().strip("/"))
    jalali = _URL_JALALI.search(path)
    if jalali is not None:
        return _read_date("/".join(jalali.groups()), "fa", PublishedOrigin.URL)
    month_only = _URL_MONTH.search(path)
    if month_only is None or int(month_only.group(1)) < FIRST_WEB_YEAR:
        return None
    year, month = int(month_only.group(1)), int(month_only.group(2))
    following = date(year + month // 12, month % 12 + 1, 1)
    interval = DateInterval(date(year, month, 1), date.fromordinal(following.toordinal() - 1))
    return DateCandidate(interval, PublishedOrigin.URL, month_only.group().strip("/"))
