"""Let recorded statements, and the words that claims were made of, follow a text that changes.

A quotation keeps its words; only its place is looked up. Not for suggestions, and not for the
parts of a page (`claims.recording.belongings`).
"""

from __future__ import annotations

from claims.domain.corrections import CONTEXT, find_place
from claims.domain.quotations import find_quotation
from claims.models import Appearance, NewsItem, Statement


def move_statements(item: NewsItem, old_title: str, old_text: str) -> None:
    """Let each span follow its quotation into the changed text, or be adrift."""
    anchored: list[Statement | Appearance] = [
        *item.statements.all(),
        *Appearance.objects.filter(news_item=item).exclude(quote=""),
    ]
    for one in anchored:
        in_title = isinstance(one, Statement) and one.in_title
        old, new = (old_title, item.title) if in_title else (old_text, item.text)
        if old == new:
            continue
        _anchor(one, old, new)
        one.save(update_fields=["span_start", "span_end", "is_adrift"])


def _anchor(one: Statement | Appearance, old: str, new: str) -> None:
    start, end = one.span_start or 0, one.span_end or 0
    place = find_place(
        new,
        one.quote,
        context_before=old[max(0, start - CONTEXT) : start],
        context_after=old[end : end + CONTEXT],
        start=start,
    )
    span = (place, place + len(one.quote)) if place is not None else find_quotation(one.quote, new)
    one.is_adrift = span is None
    if span is not None:
        one.span_start, one.span_end = span
