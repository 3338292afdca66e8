"""What was read of a page, as the JSON that ``manage read_page`` prints and the desk stores.

One shape for the command, the stored reading and the benchmark. Offsets are code points and
half-open, days ISO dates with both ends inclusive, ``null`` an open end. Not for reading it back:
the desk shows the stored object as it is.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from itertools import zip_longest
from typing import TypeAlias

from claims.domain.analysis import FoundDate, TextAnalysis
from claims.domain.attributed import SuggestedStatement
from claims.domain.earlier_verdicts import EarlierVerdict
from claims.domain.pages import PageReading, PageReadings, QuotedPost, ReadLine
from multilingual.intervals import DateInterval

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = "dict[str, JsonValue]"

__all__ = ["analysis_as_json", "as_json", "item_as_json", "precision_of"]


def as_json(readings: PageReadings, analyses: Sequence[TextAnalysis] = ()) -> JsonObject:
    """Return ``{"items": [...]}``: the articles of a page, as offered or as the editor cut it.

    Args:
        readings: of one page.
        analyses: one per item, in their order; none leaves ``dates``, ``statements`` and
            ``earlier_verdicts`` empty.
    """
    pairs = zip_longest(readings.items, analyses[: len(readings.items)])
    return {"items": [item_as_json(item, analysis) for item, analysis in pairs]}


def item_as_json(item: PageReading, analysis: TextAnalysis | None = None) -> JsonObject:
    """Return one article as a JSON object.

    The offsets in ``statements`` are those of the claim, or where nothing is claimed those of the
    cue; ``in`` says whether they count in the title or in the body.
    """
    posts = [*item.posts, *(analysis.posts if analysis else ())]
    return {
        "title": item.title,
        "standfirst": item.standfirst,
        "body": item.body,
        "language": item.language,
        "language_confidence": round(item.language_confidence, 3),
        "published": _published(item),
        "author": item.author,
        "outlet": item.outlet_name,
        "canonical_url": item.canonical_url,
        "kind": item.kind.value,
        "pictures": [
            {
                "url": picture.url,
                "caption": picture.caption,
                "alt": picture.alt,
                "is_lead": picture.is_lead,
            }
            for picture in item.pictures
        ],
        "captions": list(item.captions),
        "links": [{"url": link.url, "text": link.text} for link in item.links],
        "posts": [_post(post) for post in posts],
        "dates": [_date(one) for one in (analysis.dates if analysis else ())],
        "statements": _statements(analysis),
        "earlier_verdicts": [
            _verdict(one) for one in (analysis.earlier_verdicts if analysis else ())
        ],
        "missing": [part.value for part in item.missing],
        "notes": list(item.notes),
        "dropped_lines": [line.text for line in item.lines if line.body_start is None],
        "lines": [_line(line) for line in item.lines],
        "first_line": item.first_line,
        "last_line": item.last_line,
    }


def analysis_as_json(analysis: TextAnalysis) -> JsonObject:
    """Return what was found in a text apart from its statements; keys as in ``item_as_json``.

    ``posts`` are those told in words: the ones that the page embeds stand with the page.
    """
    return {
        "dates": [_date(one) for one in analysis.dates],
        "earlier_verdicts": [_verdict(one) for one in analysis.earlier_verdicts],
        "posts": [_post(post) for post in analysis.posts],
    }


def precision_of(days: DateInterval) -> str:
    """Name how wide an interval is: ``day``, ``month``, ``year``, ``range`` or ``open``."""
    first, last = days.earliest, days.latest
    if first is None or last is None:
        return "open"
    if first == last:
        return "day"
    if (first.year, first.day) == (last.year, 1):
        ends_month = last.day == calendar.monthrange(last.year, last.month)[1]
        if ends_month and first.month == last.month:
            return "month"
        if ends_month and (first.month, last.month) == (1, 12):
            return "year"
    return "range"


def _published(item: PageReading) -> JsonObject | None:
    if item.published is None:
        return None
    return {
        **_days(item.published),
        "precision": precision_of(item.published),
        "at": item.published_at.isoformat() if item.published_at else None,
        "origin": item.published_origin.value if item.published_origin else None,
        "read_from": item.published_text,
        "conflicts": [conflict.value for conflict in item.published_conflicts],
    }


def _days(days: DateInterval | None) -> JsonObject:
    first = days.earliest if days else None
    last = days.latest if days else None
    return {
        "earliest": first.isoformat() if first else None,
        "latest": last.isoformat() if last else None,
    }


def _date(found: FoundDate) -> JsonObject:
    return {
        "text": found.text,
        "start": found.span[0],
        "end": found.span[1],
        **_days(found.interval),
        "precision": found.precision.value,
        "time": found.time.isoformat(timespec="minutes") if found.time else None,
        "calendar": found.calendar.value,
        "conflict": found.conflict.value if found.conflict else None,
    }


def _statements(analysis: TextAnalysis | None) -> list[JsonValue]:
    if analysis is None:
        return []
    return [
        _statement(one) | {"reasons": [reason.value for reason in analysis.reasons.get(place, ())]}
        for place, one in enumerate(analysis.statements)
    ]


def _statement(one: SuggestedStatement) -> JsonObject:
    start, end = one.span or one.cue_span
    return {
        "speaker": one.speaker,
        "relay": one.relay,
        "stance": one.stance.value,
        "claim": one.claim,
        "cue": one.cue,
        "start": start,
        "end": end,
        "in": "title" if one.in_title else "body",
        "confidence": one.confidence.value,
        "is_anonymous": one.is_anonymous,
        "is_outlet": one.is_outlet,
        "speaker_start": one.speaker_span[0] if one.speaker_span else None,
        "speaker_end": one.speaker_span[1] if one.speaker_span else None,
        "cue_start": one.cue_span[0],
        "cue_end": one.cue_span[1],
    }


def _verdict(one: EarlierVerdict) -> JsonObject:
    return {
        "checker": one.checker,
        "words": one.words,
        "rating": one.rating,
        "start": one.span[0],
        "end": one.span[1],
    }


def _post(post: QuotedPost) -> JsonObject:
    return {
        "platform": post.platform,
        "account": post.account,
        "author": post.author,
        "url": post.url,
        "text": post.text,
        "posted": _days(post.posted) if post.posted else None,
        "start": post.span[0] if post.span else None,
        "end": post.span[1] if post.span else None,
    }


def _line(line: ReadLine) -> JsonObject:
    return {
        "number": line.number,
        "text": line.text,
        "role": line.role.value,
        "reason": line.reason,
        "body_start": line.body_start,
    }
