"""Reading what is stored of an item, or bytes that are at hand. Fetches and writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from claims.adapters.article import PageUnreadable, read_html
from claims.domain.page_lines import line_key
from claims.domain.pages import PageReadings, read_pasted_text
from claims.models import IntakeKind, NewsItem, ReadingCorrectionKind
from claims.recording.places import site_of
from claims.recording.site_lines import learnt_lines
from media_provenance.models import Capture
from media_provenance.queries import read_capture, redactions_of
from webfetch.client import Fetched


def check_is_here(capture: Capture) -> None:
    """Make sure that a copy was not taken away on purpose.

    Raises:
        PageUnreadable: if it was.
    """
    if redactions_of([capture.sha256]):
        raise PageUnreadable("the stored copy was redacted")


def read_stored(item: NewsItem) -> PageReadings:
    """Read what is stored of an item, cut as its editors cut it. Fetches and writes nothing.

    Args:
        item: the one that was brought in, not a part; with its capture if it is no pasted text.

    Raises:
        PageUnreadable: the stored copy is no page; or there is none, or not any more.
    """
    capture = item.capture
    site_lines = learnt_lines(site_of(item))
    if item.intake == IntakeKind.TEXT:
        given_on = (capture.captured_at if capture else item.added_at).date()
        language = _given_language(item)
        return _as_cut(
            item.cuts,
            lambda cuts: read_pasted_text(
                item.text_fetched,
                language=language,
                reference=given_on,
                site_lines=site_lines,
                cuts=cuts,
            ),
        )
    if capture is None:
        raise PageUnreadable("there is no stored copy")
    check_is_here(capture)
    data = read_capture(capture)
    url = (capture.final_url if item.intake == IntakeKind.URL else "") or item.url or None
    charset = charset_in(capture.headers)
    return _as_cut(
        item.cuts,
        lambda cuts: read_html(
            data,
            url=url,
            declared_charset=charset,
            today=capture.captured_at.date(),
            site_lines=site_lines,
            cuts=cuts,
        ),
    )


def _given_language(item: NewsItem) -> str | None:
    """Return the language that a person gave for a text; None if it is to be told."""
    corrected = item.corrections.filter(
        kind=ReadingCorrectionKind.LANGUAGE, undone_at__isnull=True
    ).last()
    if corrected is not None:
        return corrected.after
    # Before the first reading the column holds what was given with the text; afterwards only a
    # language that was given is certain.
    is_given = item.reading_id is None or item.language_confidence == 1.0
    return (item.language or None) if is_given else None


def _as_cut(
    cuts: Sequence[Mapping[str, Any]] | None, read: Callable[[Sequence[int] | None], PageReadings]
) -> PageReadings:
    """Read a page with its cuts, found by their words where a newer reader counts otherwise."""
    if cuts is None:
        return read(None)
    numbers = [int(cut["line"]) for cut in cuts]
    readings = read(numbers)
    lines = {line.number: line_key(line.text) for line in readings.whole.lines}
    moved: list[int] = []
    for cut in cuts:
        moved.append(_line_of(cut, lines, moved))
    return readings if moved == numbers else read(moved)


def _line_of(cut: Mapping[str, Any], lines: Mapping[int, str], taken: Sequence[int]) -> int:
    """Return the line that says what the cut's did: there, or the nearest that no other cut has."""
    number, key = int(cut["line"]), line_key(str(cut["text"]))
    if lines.get(number) == key:
        return number
    same = [one for one, words in lines.items() if words == key and one not in taken]
    return min(same, key=lambda one: abs(one - number), default=number)


def read_page(
    data: bytes,
    url: str | None,
    charset: str | None,
    today: date,
    *,
    site_lines: frozenset[str] = frozenset(),
    cuts: Sequence[int] | None = None,
) -> PageReadings:
    """Read a page's bytes. See `claims.adapters.article.read_html`."""
    return read_html(
        data, url=url, declared_charset=charset, today=today, site_lines=site_lines, cuts=cuts
    )


def charset_of(fetched: Fetched) -> str | None:
    """The charset that the answer declares, lower case; None if it declares none."""
    return charset_in(fetched.headers)


def charset_in(headers: Iterable[Sequence[str]]) -> str | None:
    for name, value in headers:
        if name.lower() == "content-type" and "charset=" in value.lower():
            return value.lower().split("charset=", 1)[1].split(";")[0].strip("\"' ") or None
    return None
