"""Keep what was recorded of a page with the part of it in which its words stand.

When a page is cut, and when parts are joined again, statements, decided suggestions and appearances
go where their words went. Not for a text that changes in place (`claims.recording.statements`).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from claims.domain.corrections import CONTEXT, find_place
from claims.domain.page_lines import line_key
from claims.domain.quotations import find_quotation
from claims.domain.stored_reading import stored_lines
from claims.domain.workflow import Approved
from claims.models import Appearance, Claim, NewsItem, Statement, StatementSuggestion
from claims.models.news_item import ReadingState
from claims.models.reading import SuggestionState
from claims.queries import check_nothing_is_approved
from claims.recording.appearances import ask_about_pictures, let_appearance_stand_in
from claims.recording.places import published_days

_DECIDED = (SuggestionState.ACCEPTED, SuggestionState.REJECTED)


def keep_with_their_words(members: Sequence[NewsItem]) -> None:
    """Give what was recorded to the part in which it stands now.

    What is adrift goes to the part that has its words; all of a part that was joined goes back to
    the page, adrift where its words are not found. A claim whose words all went is seen in that
    part alone: its appearance goes along, with the days of the part.

    ``members`` are the first item of a page and the parts it is cut into, locked.
    """
    first = members[0]
    joined = list(first.parts.filter(state=ReadingState.JOINED).select_related("reading"))
    if len(members) == 1 and not joined:
        return
    moved: set[tuple[Claim, NewsItem, NewsItem]] = set()
    for part in joined:
        moved |= _give_back(part, members)
    moved |= _follow_words(members)
    for claim, former, to in sorted(moved, key=lambda one: (str(one[0].pk), one[2].part)):
        _move_claim(claim, former, to)


def _follow_words(members: Sequence[NewsItem]) -> set[tuple[Claim, NewsItem, NewsItem]]:
    """Move statements, and words of claims, that are adrift into the part that has them."""
    moved = set()
    adrift = Statement.objects.filter(news_item__in=members, is_adrift=True)
    for statement in adrift.select_related("claim", "news_item", "news_item__outlet"):
        former = statement.news_item
        others = [one for one in members if one.pk != former.pk]
        if _settle_statement(statement, others):
            moved.add((statement.claim, former, statement.news_item))
    seen = Appearance.objects.filter(news_item__in=members, is_adrift=True).exclude(quote="")
    for appearance in seen.select_related("claim", "news_item"):
        for member in members:
            if appearance.news_item is not None and find_quotation(appearance.quote, member.text):
                moved.add((appearance.claim, appearance.news_item, member))
                break
    return moved


def _give_back(
    part: NewsItem, members: Sequence[NewsItem]
) -> set[tuple[Claim, NewsItem, NewsItem]]:
    """Give all that was recorded of a joined part to the page it was joined to."""
    home = _home_of(part, members)
    ordered = [home, *(one for one in members if one.pk != home.pk)]
    moved = set()
    for statement in part.statements.select_related("claim"):
        if not _settle_statement(statement, ordered, old=part):
            _move_suggestions(statement, home, None)
            statement.news_item, statement.is_adrift = home, True
            statement.save(update_fields=["news_item", "is_adrift"])
        moved.add((statement.claim, part, statement.news_item))
    for left in part.suggestions.filter(state=SuggestionState.REJECTED):
        words = (part.title if left.in_title else part.text)[left.start : left.end]
        span = _place_of(words, left.start, home.text, part.title if left.in_title else part.text)
        _move_suggestion(left, home, span[0] if span else None, in_title=False)
    Appearance.objects.filter(read_in=part).update(read_in=home)
    met = Q(news_items=part) | Q(appearances__news_item=part)
    for claim in Claim.objects.filter(met).distinct():
        if not any(one[0] == claim for one in moved):
            moved.add((claim, part, home))
    return moved


def _home_of(part: NewsItem, members: Sequence[NewsItem]) -> NewsItem:
    """Return which part of the page has the lines of a joined part now."""
    lines = stored_lines(part.reading.content) if part.reading else []
    begins = next((line_key(line.text) for line in lines), None)
    for member in members:
        own = stored_lines(member.reading.content) if member.reading else []
        if any(
            line.number == lines[0].number and line_key(line.text) == begins
            for line in own
            if lines
        ):
            return member
    return members[0]


def _settle_statement(
    statement: Statement, members: Sequence[NewsItem], *, old: NewsItem | None = None
) -> bool:
    """Anchor a statement in the first of the items that has its words; False where none has."""
    former = (old.title if statement.in_title else old.text) if old else ""
    for member in members:
        for in_title, text in ((False, member.text), (True, member.title)):
            span = _place_of(statement.quote, statement.span_start, text, former)
            if span is None:
                continue
            _move_suggestions(statement, member, span[0], in_title=in_title)
            statement.news_item, statement.in_title = member, in_title
            statement.span_start, statement.span_end = span
            statement.is_adrift = False
            statement.save()
            return True
    return False


def _place_of(words: str, start: int, text: str, former: str) -> tuple[int, int] | None:
    """Find words; among several places the one whose neighbours are as they were in ``former``."""
    if former and words:
        end = start + len(words)
        place = find_place(
            text,
            words,
            context_before=former[max(0, start - CONTEXT) : start],
            context_after=former[end : end + CONTEXT],
            start=start,
        )
        if place is not None:
            return place, place + len(words)
    return find_quotation(words, text)


def _move_suggestions(
    statement: Statement, member: NewsItem, start: int | None, *, in_title: bool = False
) -> None:
    for one in StatementSuggestion.objects.filter(statement=statement):
        _move_suggestion(one, member, start, in_title=in_title)


def _move_suggestion(
    one: StatementSuggestion, member: NewsItem, start: int | None, *, in_title: bool
) -> None:
    """Give a decided suggestion to an item, with its places there where they are known.

    An undecided row of the same is the same suggestion, waiting: the decision takes its place.
    Where both were decided each keeps its own.
    """
    if one.news_item_id == member.pk:
        return
    same = member.suggestions.filter(fingerprint=one.fingerprint)
    if same.filter(state__in=_DECIDED).exists():
        return
    same.delete()
    if start is not None:
        shift = start - one.start
        one.spans = {
            name: [place + shift for place in span] if span else None
            for name, span in one.spans.items()
        }
        one.start, one.end, one.in_title = start, one.end + shift, in_title
    one.news_item = member
    one.save()


def _move_claim(claim: Claim, former: NewsItem, to: NewsItem) -> None:
    """Let a claim be seen where its words stand, and no longer where none of them do.

    A text of the claim that was approved shows where it was seen: it stays as it was read.
    """
    claim.news_items.add(to)
    if claim.statements.filter(news_item=former).exists():
        return
    appearance = claim.appearances.filter(news_item=former).first()
    is_joined = former.state == ReadingState.JOINED
    if appearance is not None:
        stands_there = bool(appearance.quote) and not appearance.is_adrift and not is_joined
        if stands_there or not _may_change(claim):
            return
        _move_appearance(appearance, former, to)
        if claim.event_origin != "editor":
            let_appearance_stand_in(claim)
            ask_about_pictures(claim, by=None)
    if not claim.appearances.filter(read_in=former).exists():
        claim.news_items.remove(former)


def _may_change(claim: Claim) -> bool:
    try:
        check_nothing_is_approved(claim.pk)
    except Approved:
        return False
    return True


def _move_appearance(appearance: Appearance, former: NewsItem, to: NewsItem) -> None:
    known = Appearance.objects.filter(claim=appearance.claim_id, news_item=to).first()
    if known is not None and known.quote:
        appearance.delete()
        return
    if appearance.quote:
        span = _place_of(appearance.quote, appearance.span_start or 0, to.text, former.text)
        appearance.is_adrift = span is None
        if span is not None:
            appearance.span_start, appearance.span_end = span
    if known is not None:
        known.delete()
    days = published_days(to)
    appearance.news_item = to
    appearance.first_day = days.earliest if days else None
    appearance.last_day = days.latest if days else None
    appearance.save()
