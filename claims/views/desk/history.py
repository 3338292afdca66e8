"""The history of a case at the desk: who did what and when, and what it was before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from claims.domain.word_changes import Change, word_changes
from claims.history import HistoryEntry, history_of
from claims.models import Claim, Revision
from claims.queries import (
    earlier_revision,
    rating_labels,
    revisions_of_claim,
    signed_claim_hashes,
)
from claims.views.access import DeskRequest, desk_page
from claims.views.desk.texts import Row, difference_rows
from claims.views.shown_versions import ShownChange, plain_words
from claims.wording import (
    HISTORY_KINDS,
    history_field,
    history_field_order,
    history_sentence,
    history_value,
)

EVENTS_PER_PAGE = 50
# More words than this on a side are folded away in a list.
MOST_WORDS_SHOWN = 60
# The first part of the names of the events of each kind.
_PREFIXES = {
    "case": frozenset({"case"}),
    "text": frozenset({"text"}),
    "sources": frozenset({"sources", "verdict"}),
    "pictures": frozenset({"finding", "match", "evidence"}),
}
# Fields whose values are the text's own words; the others stand in the reader's, or in both.
_WORDS_OF_THE_TEXT = frozenset(
    {"text", "restated", "claim_text", "headline", "summary", "body", "note"}
)


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """One event with its sentence, what it changed, and the revision that it is about.

    ``is_signed`` says that a signed head, which others may have kept, names this very event;
    ``is_withheld``, that what the words were before is not kept, because a reader sent them.
    """

    entry: HistoryEntry
    sentence: str
    changes: tuple[ShownChange, ...]
    revision: UUID | None
    is_signed: bool
    is_withheld: bool


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """One field of two revisions, each side with its marks; a finding is in our own words."""

    label: str
    words: tuple[Change, ...]
    is_changed: bool
    is_ours: bool


@require_safe
@desk_page
def history(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Everything that was done to a claim, by kind and in the order asked for."""
    claim = get_object_or_404(Claim.objects.select_related("verdict"), pk=pk)
    wanted = request.GET.get("kind", "")
    kind = wanted if wanted in HISTORY_KINDS else ""
    oldest_first = request.GET.get("order") == "oldest"
    entries = history_of(claim, public=False)
    counts = {one: sum(_is_of_kind(entry, one) for entry in entries) for one in HISTORY_KINDS}
    chosen = [entry for entry in entries if not kind or _is_of_kind(entry, kind)]
    page = Paginator(chosen if oldest_first else chosen[::-1], EVENTS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    shown = {
        "claim": claim,
        "page": page,
        "events": shown_events(claim, list(page.object_list)),
        "kinds": [(one, str(label), counts[one]) for one, label in HISTORY_KINDS.items()],
        "total": len(entries),
        "kind": kind,
        "oldest_first": oldest_first,
    }
    return render(request, "claims/desk/history.html", shown)


@require_safe
@desk_page
def changes(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """One revision beside the one before it, with the words that changed marked on each side."""
    revision = get_object_or_404(
        Revision.objects.select_related("text__verdict__claim", "rating", "finding"), pk=pk
    )
    former = earlier_revision(revision)
    shown = {
        "revision": revision,
        "former": former,
        "claim": revision.text.verdict.claim,
        "text_language": revision.text.language,
        "rows": [_difference(row) for row in difference_rows(revision, former)],
    }
    return render(request, "claims/desk/changes.html", shown)


def shown_events(claim: Claim, entries: list[HistoryEntry]) -> list[ShownEvent]:
    """Return events as the desk shows them. Three queries, however many they are."""
    revisions = {(one.text.language, one.number): one.pk for one in revisions_of_claim(claim.pk)}
    verdict = getattr(claim, "verdict", None)
    signed = signed_claim_hashes(verdict.public_id) if verdict else frozenset()
    ratings = rating_labels(get_language() or claim.language)
    return [
        ShownEvent(
            entry,
            history_sentence(entry.name, entry.values),
            _changes(entry, str(entry.values.get("language", claim.language)), ratings),
            revisions.get((str(entry.values.get("language")), _number(entry.values))),
            entry.hash_hex in signed,
            bool(entry.values.get("withheld")),
        )
        for entry in entries
    ]


def _is_of_kind(entry: HistoryEntry, kind: str) -> bool:
    return entry.name.split(".", 1)[0] in _PREFIXES[kind]


def _number(values: Mapping[str, Any]) -> int:
    number = values.get("revision")
    return number if isinstance(number, int) else 0


def _changes(
    entry: HistoryEntry, language: str, ratings: Mapping[str, str]
) -> tuple[ShownChange, ...]:
    """Return the fields that differ, in the order in which a form has them."""
    names = sorted({*entry.before, *entry.after}, key=history_field_order)
    return tuple(
        _change(
            name,
            _words(name, entry.before.get(name), ratings),
            _words(name, entry.after.get(name), ratings),
            language if name in _WORDS_OF_THE_TEXT else "",
        )
        for name in names
        if entry.before.get(name) != entry.after.get(name)
    )


def _change(name: str, former: str, now: str, language: str) -> ShownChange:
    longest = max(len(former.split()), len(now.split()))
    words = word_changes(former, now)
    return ShownChange(history_field(name), words, longest > MOST_WORDS_SHOWN, language)


def _words(name: str, value: object, ratings: Mapping[str, str]) -> str:
    if name == "rating" and isinstance(value, str):
        return ratings.get(value, value)
    said = history_value(name, value)
    return plain_words(said) if name == "body" else said


def _difference(row: Row) -> ShownDifference:
    former, now = (
        (plain_words(row.former), plain_words(row.now)) if row.is_prose else (row.former, row.now)
    )
    return ShownDifference(row.label, word_changes(former, now), row.is_changed, row.is_ours)
