"""What was recorded of a page stays with its words when the page is cut and joined again."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User

from claims.actions.cases import get_claimant, record_claim, record_statement
from claims.actions.readings import confirm_offered, join_item
from claims.actions.suggestions import accept_suggestion, reject_suggestion, undo_decision
from claims.item_queries import item_reading
from claims.models import ClaimantKind, NewsItem, Stance, Statement, SuggestionState
from tests.factories.pages import two_articles

pytestmark = pytest.mark.django_db

WORDS = "السائقين تدربوا"


def cut(item: NewsItem, by: User) -> NewsItem:
    """Cut a page of two articles and return its second part."""
    (part,) = confirm_offered(item, by=by)
    return part


def said(item: NewsItem, words: str, by: User) -> Statement:
    """Record that somebody says these words of an item."""
    claim = record_claim(text="حافلات جديدة", language="ar", by=by, news_item=item)
    start = item.text.index(words)
    return record_statement(
        claim,
        item,
        speaker=get_claimant("رنا حداد", ClaimantKind.PERSON),
        stance=Stance.ASSERTS,
        start=start,
        end=start + len(words),
        by=by,
    )


def test_what_was_recorded_of_a_part_is_recorded_of_the_page_after_joining(reporter: User) -> None:
    item = two_articles(reporter)
    part = cut(item, reporter)
    taken, left = part.suggestions.filter(in_title=False).order_by("start")[:2]
    statement = accept_suggestion(taken, claim=None, by=reporter)
    reject_suggestion(left, by=reporter)

    join_item(part, by=reporter)

    page = item_reading(item.pk)
    statement.refresh_from_db()
    assert page.recorded == [statement]
    assert set(page.decided) == {taken, left}
    assert page.joined == []
    assert page.claims == [statement.claim]
    assert not statement.is_adrift
    assert page.item.text[statement.span_start : statement.span_end] == statement.quote
    for one in page.decided:
        cue_start, cue_end = one.spans["cue"]
        assert page.item.text[cue_start:cue_end] == one.cue


def test_a_decision_can_be_undone_after_joining(reporter: User) -> None:
    item = two_articles(reporter)
    part = cut(item, reporter)
    taken = part.suggestions.filter(in_title=False).order_by("start")[0]
    accept_suggestion(taken, claim=None, by=reporter)
    join_item(part, by=reporter)

    undo_decision(taken, by=reporter)

    assert not Statement.objects.exists()
    assert taken.pk in {one.pk for one in item_reading(item.pk).offered}


def test_cut_and_joined_again_all_is_as_it_was(reporter: User) -> None:
    item = two_articles(reporter)
    suggestion = item.suggestions.get(speaker="بلدية المدينة")
    statement = accept_suggestion(suggestion, claim=None, by=reporter)
    span = (statement.span_start, statement.span_end)

    join_item(cut(item, reporter), by=reporter)

    statement.refresh_from_db()
    suggestion.refresh_from_db()
    assert (statement.news_item, suggestion.news_item) == (item, item)
    assert (statement.span_start, statement.span_end) == span
    assert suggestion.state == SuggestionState.ACCEPTED
    (appearance,) = statement.claim.appearances.all()
    assert appearance.news_item == item
    assert list(statement.claim.news_items.all()) == [item]


def test_words_that_are_not_found_in_the_page_are_adrift_there(reporter: User) -> None:
    item = two_articles(reporter)
    part = cut(item, reporter)
    statement = said(part, WORDS, reporter)
    Statement.objects.filter(pk=statement.pk).update(quote="кто-то é said otherwise")

    join_item(part, by=reporter)

    statement.refresh_from_db()
    assert statement.news_item == item
    assert statement.is_adrift
    assert item_reading(item.pk).recorded == [statement]


def test_a_claim_that_goes_into_a_part_was_seen_on_the_days_of_the_part(reporter: User) -> None:
    item = two_articles(reporter)
    NewsItem.objects.filter(pk=item.pk).update(
        published_first=date(2018, 1, 2), published_last=date(2018, 1, 2)
    )
    item.refresh_from_db()
    claim = said(item, WORDS, reporter).claim

    part = cut(item, reporter)

    part.refresh_from_db()
    claim.refresh_from_db()
    (appearance,) = claim.appearances.all()
    assert appearance.news_item == part
    assert (appearance.first_day, appearance.last_day) == (
        part.published_first,
        part.published_last,
    )
    assert (claim.event_first, claim.event_last) == (part.published_first, part.published_last)
    assert claim.event_first != date(2018, 1, 2)


def test_a_claim_with_words_left_in_the_page_was_seen_in_both(reporter: User) -> None:
    item = two_articles(reporter)
    statement = said(item, WORDS, reporter)
    record_statement(
        statement.claim,
        item,
        speaker=statement.speaker,
        stance=Stance.ASSERTS,
        start=0,
        end=30,
        by=reporter,
    )

    part = cut(item, reporter)

    assert [one.news_item for one in statement.claim.appearances.all()] == [item]
    assert set(statement.claim.news_items.all()) == {item, part}
