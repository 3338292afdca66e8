"""The inbox and the lists of claims."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from claims.actions.workflow import move_case
from claims.models import NewsItem
from tests.factories.claims import CLAIMS, PASTED, claim_of, failed_item, read_item, waiting_item

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def test_nobody_sees_the_desk_without_a_sign_in(client: Client) -> None:
    answer = client.get("/desk/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/desk/sign-in/")


def test_an_account_without_a_role_does_not_see_the_desk(stranger: User, signed_in: SignIn) -> None:
    assert signed_in(stranger).get("/desk/").status_code == 403


def test_an_administrator_sees_the_inbox_and_is_offered_nothing(
    administrator: User, reporter: User, signed_in: SignIn
) -> None:
    failed_item(reporter)

    page = signed_in(administrator).get("/desk/")

    assert page.status_code == 200
    assert "/again/" not in page.content.decode()


def test_an_empty_inbox_leads_to_intake(reporter: User, signed_in: SignIn) -> None:
    page = signed_in(reporter).get("/desk/")

    assert page.status_code == 200
    assert page.content.decode().count('href="/desk/intake/"') >= 2


@pytest.mark.parametrize("language", ["ar", "fr", "hi"])
def test_a_new_item_is_listed_with_title_and_language(
    reporter: User, signed_in: SignIn, language: str
) -> None:
    item = read_item(reporter, language)

    page = signed_in(reporter).get("/desk/").content.decode()

    assert item.title == PASTED[language].splitlines()[0]
    assert item.title in page
    assert f'lang="{item.language}" dir="auto"' in page


def test_an_item_that_is_waiting_says_so(reporter: User, signed_in: SignIn) -> None:
    item = waiting_item(reporter)
    desk = signed_in(reporter)
    desk.cookies["django_language"] = "en"

    page = desk.get("/desk/").content.decode()

    assert f"/desk/items/{item.pk}/" in page
    assert "waiting to be read" in page


def test_an_item_that_failed_says_why_and_offers_another_try(
    reporter: User, signed_in: SignIn
) -> None:
    item = failed_item(reporter)
    desk = signed_in(reporter)
    desk.cookies["django_language"] = "en"

    page = desk.get("/desk/").content.decode()

    assert "The site answered that there is no such page." in page
    assert f'action="/desk/items/{item.pk}/again/"' in page


def test_an_item_that_became_a_claim_leaves_the_inbox(reporter: User, signed_in: SignIn) -> None:
    item = read_item(reporter)
    item.claims.add(claim_of(reporter, "fr"))

    shown = signed_in(reporter).get("/desk/").context

    assert list(shown["items"]) == []
    assert [claim.text for claim in shown["received"]] == [CLAIMS["fr"]]


@pytest.mark.parametrize(
    ("words", "language"), [("الجسر القديم", "ar"), ("dément", "fr"), ("पुराने पुल", "hi")]
)
def test_the_inbox_is_narrowed_by_words(
    reporter: User, signed_in: SignIn, words: str, language: str
) -> None:
    wanted = read_item(reporter, language)
    NewsItem.objects.create(intake="text", state="read", title="something else", text="entirely")

    shown = signed_in(reporter).get("/desk/", {"q": words}).context

    assert list(shown["items"]) == [wanted]


def test_words_that_nothing_has_are_shown_and_can_be_taken_away(
    reporter: User, signed_in: SignIn
) -> None:
    read_item(reporter)

    page = signed_in(reporter).get("/desk/", {"q": '"><script>à'}).content.decode()

    assert "&quot;&gt;&lt;script&gt;à" in page
    assert 'href="?"' in page


def test_claims_are_listed_by_where_they_stand(
    reporter: User, editor: User, signed_in: SignIn
) -> None:
    waiting, taken = claim_of(reporter, "ar"), claim_of(reporter, "fr")
    move_case(taken.pk, "take_up", by=editor)
    desk = signed_in(reporter)

    assert list(desk.get("/desk/claims/").context["claims"]) == [taken]
    assert list(desk.get("/desk/claims/?status=received").context["claims"]) == [waiting]
    assert list(desk.get("/desk/claims/?status=dropped").context["claims"]) == []


def test_mine_are_those_that_i_took_up(reporter: User, editor: User, signed_in: SignIn) -> None:
    hers, his = claim_of(reporter, "ar"), claim_of(reporter, "hi")
    move_case(hers.pk, "take_up", by=editor)
    move_case(his.pk, "take_up", by=reporter)

    shown = signed_in(editor).get("/desk/claims/?status=researching&mine=1").context

    assert list(shown["claims"]) == [hers]


def test_an_unknown_status_shows_what_is_in_research(reporter: User, signed_in: SignIn) -> None:
    page = signed_in(reporter).get("/desk/claims/?status=nonsense&page=99")

    assert page.status_code == 200
    assert page.context["status"] == "researching"


def test_a_full_inbox_costs_no_more_queries_than_a_short_one(
    reporter: User, signed_in: SignIn, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    desk = signed_in(reporter)
    for _ in range(12):
        claim_of(reporter, "ar")
        failed_item(reporter)

    with django_assert_max_num_queries(24):  # type: ignore[attr-defined]
        desk.get("/desk/")
