"""Taking, changing and leaving suggestions at the desk, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from claims.actions.cases import record_claim
from claims.actions.suggestions import accept_suggestion, reject_suggestion
from claims.models import Claim, Claimant, NewsItem, Statement, StatementSuggestion
from claims.views.suggestion_cards import Card
from tests.factories.claims import claim_of
from tests.factories.readings import SAID, add_suggestion, item_with_findings

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LANGUAGES = ["ar", "fr", "hi"]
BY_HTMX = {"HX-Request": "true", "HX-Target": "suggestions"}


@pytest.fixture
def desk(reporter: User, signed_in: SignIn) -> Client:
    client = signed_in(reporter)
    client.cookies["django_language"] = "en"
    return client


def page_of(client: Client, item: NewsItem) -> str:
    return client.get(f"/desk/items/{item.pk}/").content.decode()


def address(suggestion: StatementSuggestion, part: str) -> str:
    return f"/desk/suggestions/{suggestion.pk}/{part}/"


def said(item: NewsItem, place: int) -> StatementSuggestion:
    return item.suggestions.get(fingerprint=f"{place:064x}")


def typed(**changed: str) -> dict[str, str]:
    return {
        "speaker": "هيئة الجسور",
        "speaker_kind": "organization",
        "relay": "وكالة à Nîmes",
        "stance": "cannot_verify",
        "claim_text": "पुल बंद है",
        "language": "hi",
        **changed,
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_says_who_does_what_and_by_which_words(
    desk: Client, reporter: User, language: str
) -> None:
    item = item_with_findings(reporter, language)
    item.suggestions.update(relay="وكالة é हि")
    speaker, _stance, cue, claim = SAID[language][0]

    page = page_of(desk, item)

    assert f"\u2068{speaker}\u2069 denies:" in page
    assert f'<q lang="{language}" dir="auto">{claim}</q>' in page
    assert f'<q lang="{language}" dir="auto">{cue}</q>' in page
    assert "وكالة é हि" in page
    assert "unnamed source" in page
    assert "Its source is not named." in page


def test_the_empty_list_says_what_to_do(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)
    item.suggestions.all().delete()

    assert "Select words in it to make a claim of them." in page_of(desk, item)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_suggestion_is_taken_as_a_new_claim_and_the_next_one_is_led_to(
    desk: Client, reporter: User, language: str
) -> None:
    item = item_with_findings(reporter, language)

    answer = desk.post(address(said(item, 1), "accept"), {"claim": ""})

    statement = Statement.objects.get()
    assert statement.claim.text == SAID[language][1][3]
    assert statement.speaker is not None
    assert statement.speaker.name == SAID[language][1][0]
    assert answer["Location"] == (
        f"/desk/items/{item.pk}/?last={said(item, 1).pk}#suggestion-{said(item, 2).pk}"
    )


def test_a_suggestion_is_taken_for_a_claim_that_is_there(desk: Client, reporter: User) -> None:
    item, claim = item_with_findings(reporter), claim_of(reporter, "fr")

    desk.post(address(said(item, 2), "accept"), {"claim": str(claim.pk)})

    assert Statement.objects.get().claim == claim
    assert Claim.objects.count() == 1


def test_what_claims_nothing_needs_a_claim_and_says_so_at_the_card(
    desk: Client, reporter: User
) -> None:
    item = item_with_findings(reporter)

    answer = desk.post(address(said(item, 2), "accept"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing is claimed in these words alone." in page
    assert page.index(f'id="suggestion-{said(item, 2).pk}"') < page.index("Nothing is claimed")
    assert not Statement.objects.exists()


@pytest.mark.parametrize("claim", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_claim_that_is_not_there_is_not_found(desk: Client, reporter: User, claim: str) -> None:
    item = item_with_findings(reporter)

    assert desk.post(address(said(item, 1), "accept"), {"claim": claim}).status_code == 404


def test_two_clicks_record_one_statement(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)

    desk.post(address(said(item, 1), "accept"))
    desk.post(address(said(item, 1), "accept"))

    assert Statement.objects.count() == 1


def test_what_was_left_is_not_offered_again_and_can_be_undone(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)
    left = said(item, 0)

    answer = desk.post(address(left, "reject"), follow=True)
    without = answer.content.decode()
    desk.post(address(left, "undo"))
    again = page_of(desk, item)

    assert f'id="suggestion-{left.pk}"' not in without
    assert f'action="{address(left, "undo")}"' in without
    assert f'id="suggestion-{left.pk}"' in again


def test_undoing_what_was_taken_says_that_its_claim_stays(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)
    accept_suggestion(said(item, 1), claim=None, by=reporter)

    answer = desk.post(address(said(item, 1), "undo"), follow=True)

    assert "The claim that was made of it stays" in answer.content.decode()
    assert not Statement.objects.exists()


def test_somebody_else_was_quicker_and_the_page_says_so(
    desk: Client, reporter: User, editor: User
) -> None:
    item = item_with_findings(reporter)
    accept_suggestion(said(item, 1), claim=None, by=editor)

    answer = desk.post(address(said(item, 1), "reject"))

    assert answer.status_code == 422


# --- Changing it first


def test_a_changed_suggestion_is_recorded_as_it_was_typed(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)

    desk.post(address(said(item, 1), "edit"), typed())

    statement = Statement.objects.get()
    assert statement.speaker is not None
    assert statement.relay is not None
    assert (statement.speaker.name, statement.relay.name) == ("هيئة الجسور", "وكالة à Nîmes")
    assert (statement.stance, statement.claim.text) == ("cannot_verify", "पुल बंद है")


def test_the_form_starts_from_what_was_read(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter, "fr")

    form = desk.get(address(said(item, 0), "edit")).context["form"]

    assert form["speaker"].value() == "La mairie"
    assert form["stance"].value() == "denies"
    assert form["claim_text"].value() == "la fermeture du vieux pont"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"speaker": ""}, "Say who speaks."),
        ({"claim_text": " "}, "Write the claim in words, or choose one."),
        ({"stance": "shouts"}, "shouts is not one of the available choices"),
    ],
)
def test_what_is_refused_stays_typed(
    desk: Client, reporter: User, changed: dict[str, str], sentence: str
) -> None:
    item = item_with_findings(reporter)

    answer = desk.post(address(said(item, 1), "edit"), typed(**changed))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "وكالة à Nîmes" in page
    assert not Statement.objects.exists()


def test_what_was_taken_meanwhile_keeps_what_was_typed_and_says_so(
    desk: Client, reporter: User, editor: User
) -> None:
    item = item_with_findings(reporter)
    accept_suggestion(said(item, 1), claim=None, by=editor)

    answer = desk.post(address(said(item, 1), "edit"), typed())

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "decided about meanwhile" in page
    assert "وكالة à Nîmes" in page
    assert "पुल बंद है" in page
    assert not Claimant.objects.filter(name="هيئة الجسور").exists()


def test_nobody_has_to_be_named_for_what_is_only_reported(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)

    desk.post(address(said(item, 1), "edit"), typed(speaker="", stance="reports"))

    assert Statement.objects.get().speaker is None


# --- By htmx


def test_htmx_is_given_the_list_the_text_and_what_was_said(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)

    answer = desk.post(address(said(item, 0), "reject"), headers=BY_HTMX)

    fragment = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in fragment
    assert 'id="suggestions"' in fragment
    assert 'id="read-marks" hx-swap-oob="innerHTML"' in fragment
    assert re.search(r'id="messages"[^>]*>.*Left:', fragment)
    assert re.search(rf'id="suggestion-{said(item, 1).pk}"[^>]* data-focus', fragment)


def test_htmx_is_given_the_reason_at_the_card(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)

    answer = desk.post(address(said(item, 2), "accept"), headers=BY_HTMX)

    fragment = answer.content.decode()
    assert answer.status_code == 422
    assert "<html" not in fragment
    assert re.search(rf'id="suggestion-{said(item, 2).pk}"[^>]* data-focus', fragment)


def test_after_the_last_one_the_heading_takes_the_focus(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)
    for place in (1, 2):
        reject_suggestion(said(item, place), by=reporter)

    answer = desk.post(address(said(item, 0), "reject"), headers=BY_HTMX)

    fragment = answer.content.decode()
    assert re.search(r'id="suggestions-title"[^>]* data-focus', fragment)
    assert "You have been through all of them." in fragment


# --- The other side


def test_the_opposite_in_another_item_is_shown_and_its_claim_proposed(
    desk: Client, reporter: User
) -> None:
    first, second = item_with_findings(reporter), item_with_findings(reporter)
    second.suggestions.all().delete()
    denied = add_suggestion(second, 0)
    asserted = said(first, 0)
    asserted.stance = "asserts"
    asserted.save()
    claim = accept_suggestion(asserted, claim=None, by=reporter).claim

    answer = desk.get(f"/desk/items/{second.pk}/")

    page = answer.content.decode()
    card = next(card for card in answer.context["cards"] if card.suggestion == denied)
    assert "The opposite is said elsewhere:" in page
    assert card.chosen == claim.pk
    assert f'value="{claim.pk}" checked' in page


def opposed_in_one_text(item: NewsItem) -> tuple[StatementSuggestion, StatementSuggestion]:
    """An assertion and its denial in the same item, in like words."""
    denial, assertion = said(item, 0), said(item, 1)
    assertion.claim_text = f"{denial.claim_text} !"
    assertion.save()
    return assertion, denial


def card_for(desk: Client, suggestion: StatementSuggestion) -> Card:
    answer = desk.get(f"/desk/items/{suggestion.news_item_id}/")
    cards: list[Card] = answer.context["cards"]
    return next(card for card in cards if card.suggestion == suggestion)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_sides_in_one_text_say_that_the_other_is_there(
    desk: Client, reporter: User, language: str
) -> None:
    assertion, denial = opposed_in_one_text(item_with_findings(reporter, language))

    at_assertion, at_denial = card_for(desk, assertion), card_for(desk, denial)

    assert [one.words for one in at_assertion.opposed] == [denial.claim_text]
    assert [one.words for one in at_denial.opposed] == [assertion.claim_text]
    assert at_denial.chosen is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_denial_of_what_was_taken_is_proposed_for_its_claim(
    desk: Client, reporter: User, language: str
) -> None:
    item = item_with_findings(reporter, language)
    assertion, denial = opposed_in_one_text(item)
    record_claim(text="أخرى autre दूसरा", language="fr", by=reporter, news_item=item)
    claim = accept_suggestion(assertion, claim=None, by=reporter).claim

    page = page_of(desk, item)

    assert card_for(desk, denial).chosen == claim.pk
    assert desk.get(address(denial, "edit")).context["form"]["claim"].value() == claim.pk
    assert f'name="claim" value="{claim.pk}" checked' in page


def test_what_was_taken_for_a_claim_that_was_dropped_is_not_proposed(
    desk: Client, reporter: User
) -> None:
    assertion, denial = opposed_in_one_text(item_with_findings(reporter))
    claim = accept_suggestion(assertion, claim=None, by=reporter).claim
    Claim.objects.filter(pk=claim.pk).update(status="dropped", drop_reason="other")

    card = card_for(desk, denial)

    assert (card.chosen, card.targets) == (None, ())


def test_the_same_speaker_is_not_the_other_side(desk: Client, reporter: User) -> None:
    assertion, denial = opposed_in_one_text(item_with_findings(reporter))
    StatementSuggestion.objects.filter(pk=assertion.pk).update(speaker=denial.speaker)

    assert card_for(desk, denial).opposed == ()


def two_claims_of(item: NewsItem, by: User) -> tuple[Claim, Claim]:
    """Two claims of an item; only the second has a statement in it."""
    far = record_claim(text="أخرى autre दूसरा", language="fr", by=by, news_item=item)
    return far, accept_suggestion(said(item, 1), claim=None, by=by).claim


@pytest.mark.parametrize("stance", ["declines", "no_answer"])
@pytest.mark.parametrize("headers", [{}, BY_HTMX])
def test_who_does_not_comment_is_taken_after_the_claim_is_chosen(
    desk: Client, reporter: User, stance: str, headers: dict[str, str]
) -> None:
    item = item_with_findings(reporter)
    silent = said(item, 2)
    StatementSuggestion.objects.filter(pk=silent.pk).update(stance=stance)
    far, near = two_claims_of(item, reporter)

    answer = desk.post(address(silent, "accept"), headers=headers)

    page = answer.content.decode()
    card = next(card for card in answer.context["cards"] if card.suggestion == silent)
    assert answer.status_code == 422
    assert card.targets == (near, far)
    assert "Choose the claim they are about" in page
    assert re.findall(r'<input[^>]* value="([^"]*)" data-focus autofocus', page) == [str(near.pk)]
    assert page.count("data-focus") == 1
    assert 'class="errorlist"' not in page


def test_a_claim_shows_both_sides_with_their_items(desk: Client, reporter: User) -> None:
    item, claim = item_with_findings(reporter), claim_of(reporter)
    for place in range(3):
        accept_suggestion(said(item, place), claim=claim, by=reporter)

    page = desk.get(f"/desk/claims/{claim.pk}/").content.decode()

    heads = [page.index(head) for head in ("Asserted by", "Denied by", "Declined to comment")]
    assert heads == sorted(heads)
    assert page.count(f'href="/desk/items/{item.pk}/#statement-') == 3


# --- Posts and other fact-checks


def test_a_post_becomes_an_appearance_of_a_claim(desk: Client, reporter: User) -> None:
    item, claim = item_with_findings(reporter), claim_of(reporter)

    answer = desk.post(f"/desk/items/{item.pk}/posts/1/", {"claim": str(claim.pk)})

    appearance = claim.appearances.get()
    assert answer.status_code == 302
    assert (appearance.account, appearance.url) == ("@libya24", "https://x.com/libya24/status/1")


def test_a_post_that_is_not_there_is_refused_in_words(desk: Client, reporter: User) -> None:
    item, claim = item_with_findings(reporter), claim_of(reporter)

    answer = desk.post(f"/desk/items/{item.pk}/posts/7/", {"claim": str(claim.pk)}, follow=True)

    assert "This post is not in the newest reading." in answer.content.decode()


def test_another_fact_check_fills_a_row_of_the_sources(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter, "fr")
    claim = accept_suggestion(said(item, 1), claim=None, by=reporter).claim

    page = page_of(desk, item)
    link = re.search(rf'href="(/desk/claims/{claim.pk}/sources/\?[^"]*)"', page)

    assert link is not None
    rows = desk.get(link[1].replace("&amp;", "&")).context["rows"]
    assert [row["title"].value() for row in rows] == ["Misbar: trompeuse", None]
    assert rows[0]["kind"].value() == "fact_check"


def test_without_a_claim_another_fact_check_says_what_comes_first(
    desk: Client, reporter: User
) -> None:
    assert "Make a claim first" in page_of(desk, item_with_findings(reporter))


# --- Who may


@pytest.mark.parametrize("part", ["accept", "reject", "undo", "edit"])
def test_an_administrator_decides_nothing(
    administrator: User, reporter: User, signed_in: SignIn, part: str
) -> None:
    item = item_with_findings(reporter)
    client = signed_in(administrator)

    assert client.post(address(said(item, 1), part), typed()).status_code == 403
    assert f'action="{address(said(item, 1), "accept")}"' not in page_of(client, item)
    assert not Statement.objects.exists()


# --- More than a page of them


def many_suggestions(item: NewsItem, *, waiting: int) -> list[StatementSuggestion]:
    """Suggestions of one claim, all offered, in the order of the list."""
    item.suggestions.all().delete()
    return [add_suggestion(item, 1, fingerprint=f"{place + 10:064x}") for place in range(waiting)]


def shown_cards(page: str) -> list[int]:
    return [
        int(pk) for pk in re.findall(r'<article class="suggestion" id="suggestion-(\d+)"', page)
    ]


def test_suggestions_are_shown_25_a_page_and_all_are_counted(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)
    offered = [one.pk for one in many_suggestions(item, waiting=27)]

    first = page_of(desk, item)
    second = desk.get(f"/desk/items/{item.pk}/?suggestions=2").content.decode()

    assert shown_cards(first) == offered[:25]
    assert shown_cards(second) == offered[25:]
    assert 'Who seems to say what <span class="quiet">27</span>' in second
    assert f'href="/desk/items/{item.pk}/?suggestions=2#suggestions"' in first


@pytest.mark.parametrize("wanted", ["0", "99", "x", "-1", "٢"])
def test_a_page_of_suggestions_that_is_not_there_is_the_nearest(
    desk: Client, reporter: User, wanted: str
) -> None:
    item = item_with_findings(reporter)
    many_suggestions(item, waiting=27)

    answer = desk.get(f"/desk/items/{item.pk}/", {"suggestions": wanted})

    assert answer.status_code == 200
    assert shown_cards(answer.content.decode()) != []


def test_decided_suggestions_are_shown_25_a_page(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)
    left = many_suggestions(item, waiting=26)
    for one in left:
        reject_suggestion(one, by=reporter)

    first = page_of(desk, item)
    second = desk.get(f"/desk/items/{item.pk}/?decided=2").content.decode()

    undoing = re.compile(r' action="/desk/suggestions/(\d+)/undo/"')
    assert undoing.findall(first) == [str(one.pk) for one in left[:25]]
    assert undoing.findall(second) == [str(left[25].pk)]
    assert '<details id="decided">' in first
    assert '<details id="decided" open>' in second


def test_a_mark_leads_to_the_page_on_which_its_suggestion_stands(
    desk: Client, reporter: User
) -> None:
    item = item_with_findings(reporter)
    offered = many_suggestions(item, waiting=26)
    cue = item.text.index("18")
    StatementSuggestion.objects.filter(pk=offered[25].pk).update(
        spans={"cue": [cue, cue + 2], "claim": None}
    )
    item.analysis = {}
    item.save()

    first = page_of(desk, item)
    second = desk.get(f"/desk/items/{item.pk}/?suggestions=2").content.decode()

    assert f'href="/desk/items/{item.pk}/?suggestions=2#suggestion-{offered[25].pk}"' in first
    assert f'href="#suggestion-{offered[25].pk}"' in second


def test_after_a_decision_the_page_of_the_next_one_is_shown(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)
    offered = many_suggestions(item, waiting=28)
    decided, following = offered[26], offered[27]

    plain = desk.post(address(decided, "reject"))
    desk.post(address(decided, "undo"))
    part = desk.post(address(decided, "reject"), headers=BY_HTMX).content.decode()

    assert plain["Location"] == (
        f"/desk/items/{item.pk}/?last={decided.pk}&suggestions=2#suggestion-{following.pk}"
    )
    assert shown_cards(part) == [offered[25].pk, following.pk]
    assert part.count("data-focus") == 1


def test_a_refusal_stands_on_the_page_of_its_suggestion(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)
    offered = many_suggestions(item, waiting=26)
    StatementSuggestion.objects.filter(pk=offered[25].pk).update(claim_text="", stance="declines")

    page = desk.post(address(offered[25], "accept")).content.decode()

    assert shown_cards(page) == [offered[25].pk]
    assert "Nothing is claimed in these words alone." in page
