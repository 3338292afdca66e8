"""Which of a page's dates is the day it was published, and what speaks against it.

Order of authority: JSON-LD or meta > URL > ``<time>`` by the title > by-line text > site header;
where there is none, the dates the text mentions give a bound. Pure: candidates come from a pasted
text (``pages.py``) or from HTML (``claims.adapters.article``), the day of capture is an argument.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from claims.domain.bare_words import folded_words
from multilingual.dates import DateConflict, ParsedDate, Precision, find_dates
from multilingual.folding import fold
from multilingual.intervals import DateInterval

__all__ = [
    "DateCandidate",
    "Publication",
    "PublishedConflict",
    "PublishedOrigin",
    "decide_publication",
]


class PublishedOrigin(StrEnum):
    """Where a publication day was read, strongest first."""

    JSONLD_OR_META = "jsonld_or_meta"
    URL = "url"
    TIME_ELEMENT = "time_element"
    BYLINE = "byline"
    # A date above the title is most often today's, so it only says "not later than".
    SITE_HEADER = "site_header"
    # No date of its own: the latest date the text speaks of says "not earlier than".
    TEXT_MENTIONS = "text_mentions"


class PublishedConflict(StrEnum):
    """Why an editor should look at the publication day."""

    SOURCES_DISAGREE = "sources_disagree"
    RELATIVE_EXPRESSIONS = "relative_expressions"
    LATER_DAY_IN_TEXT = "later_day_in_text"
    LATER_THAN_CAPTURE = "later_than_capture"
    WEEKDAY = "weekday"
    DAY_MONTH_ORDER = "day_month_order"
    CALENDARS = "calendars"
    SITE_HEADER_ONLY = "site_header_only"
    COUNTED_FROM_CAPTURE = "counted_from_capture"
    # Two places give days next to each other, as one moment told in two time zones does.
    TIME_ZONE = "time_zone"
    # Only the day of an update is given, so the page is not younger than that.
    ONLY_UPDATED = "only_updated"


_AUTHORITY = {origin: rank for rank, origin in enumerate(PublishedOrigin)}
_OF_THE_DATE_ITSELF = {
    DateConflict.WEEKDAY: PublishedConflict.WEEKDAY,
    DateConflict.DAY_MONTH_ORDER: PublishedConflict.DAY_MONTH_ORDER,
    DateConflict.MONTH_NAMES: PublishedConflict.CALENDARS,
    DateConflict.CALENDARS: PublishedConflict.CALENDARS,
    DateConflict.REFERENCE: PublishedConflict.RELATIVE_EXPRESSIONS,
}
# The day east of the date line begins 14 hours before UTC's, and a page may be read that much
# earlier than its own date; two sources one day apart are one moment told in two zones.
_ZONE_SLACK = timedelta(days=1)
# Characters of a text in which dates are looked for: four times a long article. What a page of a
# whole day's news says further down is hardly about its own publication.
_MOST_EVIDENCE = 40_000
# Beside these a date is a plan, and says nothing of when the text was written.
_AHEAD = folded_words(
    "بحلول حتى لغاية المقبل المقبلة القادم القادمة until till by next upcoming d'ici prochain"
    " prochaine jusqu تا آینده kadar gelecek تک آئندہ تاکو داهاتوو"
)


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date found in one place of a page.

    ``at`` is the instant in UTC where a time with a zone was written, else ``None``. ``is_update``
    says that it is the day of a later change: the page was published on it or before.
    """

    interval: DateInterval
    origin: PublishedOrigin
    text: str
    at: datetime | None = None
    conflict: PublishedConflict | None = None
    is_update: bool = False

    @classmethod
    def of_parsed(
        cls, parsed: ParsedDate, origin: PublishedOrigin, *, is_update: bool = False
    ) -> DateCandidate:
        """Make a candidate of a date that was read from text."""
        conflict = _OF_THE_DATE_ITSELF.get(parsed.conflict) if parsed.conflict else None
        if conflict is None and parsed.reference is not None:
            conflict = PublishedConflict.COUNTED_FROM_CAPTURE
        return cls(parsed.interval, origin, parsed.text, _instant(parsed), conflict, is_update)


@dataclass(frozen=True, slots=True)
class Publication:
    """The days a page can have been published on, where that was read, and what contradicts it."""

    interval: DateInterval
    origin: PublishedOrigin
    text: str
    at: datetime | None
    conflicts: tuple[PublishedConflict, ...]


def decide_publication(
    candidates: Sequence[DateCandidate], *, body: str, language: str, captured_on: date | None
) -> Publication | None:
    """Choose among a page's dates, and check the choice against the article's own words.

    Args:
        candidates: in any order; of equal authority the first stands.
        body: the article's text, whose dates may contradict or, without candidates, bound the day.
        language: of the body.
        captured_on: the day the page was fetched or pasted, if known; nothing later is believed.

    Returns:
        ``None`` only where neither a candidate nor the text says anything about time.
    """
    conflicts: list[PublishedConflict] = []
    believed = [one for one in candidates if _can_be(one.interval, captured_on)]
    if len(believed) < len(candidates):
        conflicts.append(PublishedConflict.LATER_THAN_CAPTURE)
    ranked = sorted(believed, key=lambda one: _AUTHORITY[one.origin])
    evidence = body[:_MOST_EVIDENCE]
    own = [
        one for one in ranked if one.origin is not PublishedOrigin.SITE_HEADER and not one.is_update
    ]
    if not own:
        return _bounded(ranked, conflicts, evidence, language, captured_on)
    chosen = _refined(own)
    if chosen.conflict is not None:
        conflicts.append(chosen.conflict)
    conflicts.extend(_disagreements(chosen.interval, ranked))
    conflicts.extend(_contradictions(chosen.interval, evidence, language))
    interval = _until(chosen.interval, captured_on)
    return Publication(
        interval, chosen.origin, chosen.text, chosen.at, tuple(dict.fromkeys(conflicts))
    )


def _until(interval: DateInterval, captured_on: date | None) -> DateInterval:
    """End an interval at the day of capture: a page that is there was published by then.

    A day that begins after it is left alone: east of here it may be tomorrow already.
    """
    first, last = interval.earliest, interval.latest
    if captured_on is None or (first is not None and first > captured_on):
        return interval
    return DateInterval(first, captured_on if last is None else min(last, captured_on))


def _refined(own: list[DateCandidate]) -> DateCandidate:
    """Take the strongest, made finer by a weaker one that fits inside it.

    A URL's "2020/11" and a by-line's 9 November agree; the day rests on the by-line. A time in
    UTC and a visible day beside it are one moment; the visible day is the outlet's own.
    """
    strongest = own[0]
    for other in own[1:]:
        days, other_days = strongest.interval.days, other.interval.days
        if days is None or other_days is None:
            continue
        if other_days < days and strongest.interval.encloses(other.interval):
            return replace(other, at=strongest.at or other.at)
        neighbours = other.interval != strongest.interval and _agree(
            strongest.interval, other.interval
        )
        if strongest.at is not None and neighbours and other_days == 1 and other.at is None:
            return replace(strongest, interval=other.interval)
    return strongest


def _disagreements(
    chosen: DateInterval, candidates: Sequence[DateCandidate]
) -> list[PublishedConflict]:
    """Say where the page's own places give other days than the one chosen."""
    found: list[PublishedConflict] = []
    for other in candidates:
        if other.origin is PublishedOrigin.SITE_HEADER:
            continue
        if other.is_update:
            last, first = other.interval.latest, chosen.earliest
            if last is not None and first is not None and last < first - _ZONE_SLACK:
                found.append(PublishedConflict.SOURCES_DISAGREE)
        elif not _agree(chosen, other.interval):
            found.append(PublishedConflict.SOURCES_DISAGREE)
        elif not chosen.overlaps(other.interval):
            found.append(PublishedConflict.TIME_ZONE)
    return found


def _agree(one: DateInterval, other: DateInterval) -> bool:
    return one.widened(_ZONE_SLACK.days).overlaps(other)


def _can_be(interval: DateInterval, captured_on: date | None) -> bool:
    if captured_on is None or interval.earliest is None:
        return True
    return interval.earliest <= captured_on + _ZONE_SLACK


def _contradictions(published: DateInterval, body: str, language: str) -> list[PublishedConflict]:
    """Read the body as of the publication day and collect what cannot be so."""
    if published.latest is None:
        return []
    found: list[PublishedConflict] = []
    for mention in find_dates(body, language=language, reference=published.latest):
        if mention.conflict is DateConflict.REFERENCE:
            found.append(PublishedConflict.RELATIVE_EXPRESSIONS)
        # A later year may be a plan; a written day after publication is worth a look.
        earliest = mention.interval.earliest
        if (
            mention.reference is None
            and mention.precision in (Precision.DAY, Precision.MINUTE)
            and earliest is not None
            and earliest > published.latest + _ZONE_SLACK
        ):
            found.append(PublishedConflict.LATER_DAY_IN_TEXT)
    return found


def _bounded(
    not_after: list[DateCandidate],
    conflicts: list[PublishedConflict],
    body: str,
    language: str,
    captured_on: date | None,
) -> Publication | None:
    """Give the honest bounds where the page has no date of its own.

    Not earlier than the latest date the text speaks of; not later than the day of an update, a
    date in the site's header or the day of capture.
    """
    mention = _latest_mention(body, language, not_after, captured_on)
    not_before = mention.interval.earliest if mention else None
    if not_after:
        bound = min(not_after, key=lambda one: one.interval.latest or date.max)
        is_header = bound.origin is PublishedOrigin.SITE_HEADER
        doubt = PublishedConflict.SITE_HEADER_ONLY if is_header else PublishedConflict.ONLY_UPDATED
        interval = _until(DateInterval(not_before, bound.interval.latest), captured_on)
        reasons = tuple(dict.fromkeys([*conflicts, doubt]))
        return Publication(interval, bound.origin, bound.text, None, reasons)
    if mention is None:
        return None
    return Publication(
        DateInterval(not_before, captured_on),
        PublishedOrigin.TEXT_MENTIONS,
        mention.text,
        None,
        tuple(conflicts),
    )


def _latest_mention(
    body: str, language: str, not_after: list[DateCandidate], captured_on: date | None
) -> ParsedDate | None:
    """Return the written date that begins last, leaving out what lies after the page."""
    ends = [one.interval.latest for one in not_after if one.interval.latest is not None]
    if captured_on is not None:
        ends.append(captured_on)
    last_day = min(ends) if ends else None
    latest: ParsedDate | None = None
    for mention in find_dates(body, language=language):
        begins = mention.interval.earliest
        if begins is None or (last_day is not None and begins > last_day):
            continue
        if _is_ahead(body, mention):
            continue
        known = latest.interval.earliest if latest else None
        if known is None or begins > known:
            latest = mention
    return latest


def _is_ahead(body: str, mention: ParsedDate) -> bool:
    """Whether a date is spoken of as still to come: "by 2030", "بحلول عام 2030"."""
    start, end = mention.span
    before = re.findall(r"\w+", fold(body[max(0, start - 24) : start]))[-2:]
    after = re.findall(r"\w+", fold(body[end : end + 12]))[:1]
    return any(word in _AHEAD for word in (*before, *after))


def _instant(parsed: ParsedDate) -> datetime | None:
    day = parsed.interval.earliest
    if parsed.time is None or parsed.time.tzinfo is None or day is None:
        return None
    return datetime.combine(day, parsed.time).astimezone(UTC)
