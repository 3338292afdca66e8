"""The page of a claim and what is done to it there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from claims.actions.cases import attach_item, get_claimant, set_event
from claims.actions.workflow import move_case
from claims.models import Claim, ClaimantKind
from media_provenance.models import Match
from multilingual.intervals import DateInterval
from tests.factories.claims import CLAIMS, claim_of, read_item
from tests.factories.pictures import draw_picture, jpeg, resized, stored_picture
from tests.factories.verdicts import Desk, old_photo_case

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def desk(reporter: User, signed_in: SignIn) -> Client:
    client = signed_in(reporter)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def editing(editor: User, signed_in: SignIn) -> Client:
    client = signed_in(editor)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def claim(reporter: User) -> Claim:
    return claim_of(reporter)


def page_of(claim: Claim) -> str:
    return f"/desk/claims/{claim.pk}/"


@pytest.mark.parametrize("language", ["ar", "fr", "hi"])
def test_a_claim_is_shown_in_its_own_words(desk: Client, reporter: User, language: str) -> None:
    claim = claim_of(reporter, language)

    page = desk.get(page_of(claim)).content.decode()

    assert f'<h1 lang="{language}" dir="auto">{CLAIMS[language]}</h1>' in page
    assert "recorded the claim" in page


def test_an_unknown_claim_is_not_found(desk: Client) -> None:
    assert desk.get(f"/desk/claims/{uuid4()}/").status_code == 404


def test_an_administrator_sees_a_claim_and_no_buttons(
    administrator: User, signed_in: SignIn, claim: Claim
) -> None:
    page = signed_in(administrator).get(page_of(claim)).content.decode()

    assert "/move/" not in page
    assert f"{page_of(claim)}edit/" not in page


# --- Moves


def test_a_reporter_is_offered_to_take_up_and_not_to_drop(desk: Client, claim: Claim) -> None:
    page = desk.get(page_of(claim)).content.decode()

    assert f"{page_of(claim)}move/take_up/" in page
    assert f"{page_of(claim)}move/drop/" not in page
    assert f"{page_of(claim)}move/merge/" not in page
    assert f"{page_of(claim)}move/reopen/" not in page


def test_a_case_is_taken_up(desk: Client, claim: Claim, reporter: User) -> None:
    answer = desk.post(f"{page_of(claim)}move/take_up/")

    claim.refresh_from_db()
    assert answer["Location"] == page_of(claim)
    assert (claim.status, claim.assignee) == ("researching", reporter)


def test_a_case_taken_up_by_somebody_else_meanwhile_says_so(
    desk: Client, claim: Claim, editor: User
) -> None:
    move_case(claim.pk, "take_up", by=editor)

    answer = desk.post(f"{page_of(claim)}move/take_up/")

    assert answer.status_code == 409
    assert "somebody has changed the status in the meantime" in answer.content.decode()


def test_a_reporter_drops_nothing(desk: Client, claim: Claim) -> None:
    answer = desk.post(f"{page_of(claim)}move/drop/", {"drop-reason": "spam"})

    assert answer.status_code == 403
    assert "editor" in answer.content.decode()


@pytest.mark.parametrize("move", ["answered", "publish", "nonsense"])
def test_a_move_that_is_nobodys_is_refused(editing: Client, claim: Claim, move: str) -> None:
    answer = editing.post(f"{page_of(claim)}move/{move}/")

    claim.refresh_from_db()
    assert answer.status_code in (403, 409)
    assert claim.status == "received"


def test_a_case_is_dropped_and_reopened(editing: Client, claim: Claim) -> None:
    editing.post(
        f"{page_of(claim)}move/drop/", {"drop-reason": "not_checkable", "drop-note": "رأي"}
    )
    page = editing.get(page_of(claim)).content.decode()
    editing.post(f"{page_of(claim)}move/reopen/")

    claim.refresh_from_db()
    assert "cannot be checked" in page
    assert "رأي" in page
    assert claim.status == "researching"


@pytest.mark.parametrize(
    ("reason", "sentence"), [("", "This field is required."), ("other", "Say what the reason is.")]
)
def test_a_drop_without_its_reason_shows_the_form_again(
    editing: Client, claim: Claim, reason: str, sentence: str
) -> None:
    answer = editing.post(f"{page_of(claim)}move/drop/", {"drop-reason": reason, "drop-note": " "})

    claim.refresh_from_db()
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert claim.status == "received"


def test_what_was_typed_for_a_drop_stays(editing: Client, claim: Claim) -> None:
    answer = editing.post(
        f"{page_of(claim)}move/drop/", {"drop-reason": "", "drop-note": "à cause de ça"}
    )

    assert "à cause de ça</textarea>" in answer.content.decode()


def test_a_case_is_merged_into_one_that_was_searched_for(
    editing: Client, claim: Claim, reporter: User
) -> None:
    other = claim_of(reporter, "fr")
    claim_of(reporter, "hi")

    found = editing.get(page_of(claim), {"into": "Nîmes"})
    answer = editing.post(f"{page_of(claim)}move/merge/", {"claim": str(other.pk)})

    claim.refresh_from_db()
    assert found.context["merge_form"].listed == [other]
    assert answer.status_code == 302
    assert claim.merged_into == other


def test_a_case_is_not_merged_into_itself(editing: Client, claim: Claim) -> None:
    answer = editing.post(f"{page_of(claim)}move/merge/", {"claim": str(claim.pk)})

    claim.refresh_from_db()
    assert answer.status_code == 409
    assert claim.status == "received"


def test_merging_into_nothing_says_what_to_do(
    editing: Client, claim: Claim, reporter: User
) -> None:
    claim_of(reporter, "fr")

    answer = editing.post(f"{page_of(claim)}move/merge/", {"words": "Nîmes"})

    assert answer.status_code == 422
    assert "Choose a claim." in answer.content.decode()


def test_searching_by_htmx_gets_only_the_list(editing: Client, claim: Claim) -> None:
    answer = editing.get(page_of(claim), {"into": "x"}, headers={"HX-Request": "true"})

    assert "<html" not in answer.content.decode()
    assert 'id="merge"' in answer.content.decode()


# --- Words


def test_the_words_of_a_claim_are_edited(desk: Client, claim: Claim) -> None:
    before = desk.get(f"{page_of(claim)}edit/").content.decode()

    answer = desk.post(
        f"{page_of(claim)}edit/",
        {
            "text": CLAIMS["hi"],
            "language": "hi",
            "restated": "L’image montre la réunion",
            "claimant_name": "ناطق",
            "claimant_kind": "person",
        },
    )

    claim.refresh_from_db()
    assert CLAIMS["ar"] in before
    assert answer.status_code == 302
    assert (claim.text, claim.language) == (CLAIMS["hi"], "hi")
    assert claim.claimant == get_claimant("ناطق", ClaimantKind.PERSON)


def test_an_edit_to_nothing_is_refused_and_the_rest_stays(desk: Client, claim: Claim) -> None:
    answer = desk.post(
        f"{page_of(claim)}edit/",
        {"text": "", "language": "xx", "restated": "réécrit", "claimant_kind": "person"},
    )

    claim.refresh_from_db()
    assert answer.status_code == 422
    assert "réécrit" in answer.content.decode()
    assert claim.text == CLAIMS["ar"]


def test_an_administrator_edits_no_claim(
    administrator: User, signed_in: SignIn, claim: Claim
) -> None:
    admin = signed_in(administrator)

    assert admin.get(f"{page_of(claim)}edit/").status_code == 403
    assert admin.post(f"{page_of(claim)}event/", {"event-first": "2024"}).status_code == 403
    assert admin.post(f"{page_of(claim)}appearance/").status_code == 403
    assert admin.post(f"{page_of(claim)}statement/").status_code == 403


# --- Days of the event


def test_the_days_of_the_event_are_set_and_cleared(desk: Client, claim: Claim) -> None:
    desk.post(
        f"{page_of(claim)}event/", {"event-first": "20 juin 2024", "event-last": "٢٣ يونيو ٢٠٢٤"}
    )
    claim.refresh_from_db()
    set_to = (claim.event_first, claim.event_last, claim.event_origin)
    page = desk.get(page_of(claim)).content.decode()

    desk.post(f"{page_of(claim)}event/", {"event-first": "", "event-last": ""})

    claim.refresh_from_db()
    assert set_to == (date(2024, 6, 20), date(2024, 6, 23), "editor")
    assert "20 to 23 June 2024" in page
    assert claim.event_first is None


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("", "2024-06-23", "Give the first day too."),
        ("soon", "", "This is not a date."),
        ("2024-06-23", "2024-06-20", "This lies before the first day."),
        ("2199-06-20", "", "The event cannot lie in the future: please check the year."),
    ],
)
def test_days_that_are_none_are_refused_and_stay(
    desk: Client, claim: Claim, first: str, last: str, sentence: str
) -> None:
    answer = desk.post(f"{page_of(claim)}event/", {"event-first": first, "event-last": last})

    page = answer.content.decode()
    claim.refresh_from_db()
    assert answer.status_code == 422
    assert sentence in page
    assert f'value="{last}"' in page or f'value="{first}"' in page
    assert claim.event_first is None


@pytest.mark.parametrize(("days_ahead", "status"), [(2, 302), (3, 422)])
def test_an_event_may_lie_48_hours_ahead_of_the_clock(
    desk: Client, claim: Claim, days_ahead: int, status: int
) -> None:
    first = timezone.localdate() + timedelta(days=days_ahead)

    answer = desk.post(f"{page_of(claim)}event/", {"event-first": first.isoformat()})

    assert answer.status_code == status


# --- Appearances and statements


def test_an_appearance_is_added(desk: Client, claim: Claim) -> None:
    answer = desk.post(
        f"{page_of(claim)}appearance/",
        {
            "appearance-url": "social.example/خبر",
            "appearance-platform": "réseau",
            "appearance-account": "@page",
            "appearance-first": "21/06/2024",
        },
    )

    appearance = claim.appearances.get()
    assert answer.status_code == 302
    assert appearance.url == "https://social.example/خبر"
    assert appearance.first_day == date(2024, 6, 21)
    assert "réseau" in desk.get(page_of(claim)).content.decode()


def test_an_appearance_nowhere_is_refused_and_the_rest_stays(desk: Client, claim: Claim) -> None:
    answer = desk.post(f"{page_of(claim)}appearance/", {"appearance-account": "@पेज"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Give the address or the platform." in page
    assert 'value="@पेज"' in page
    assert not claim.appearances.exists()


@pytest.mark.parametrize(
    ("language", "copied"),
    [
        ("ar", "نفت البلدية\r\nفي بيان  لها"),
        ("fr", "La mairie a démenti la\u00a0fermeture"),
        ("hi", "नगरपालिका ने एक\n बयान में कहा"),
    ],
)
def test_a_statement_rests_on_words_copied_from_the_item(
    desk: Client, reporter: User, claim: Claim, language: str, copied: str
) -> None:
    item = read_item(reporter, language)
    attach_item(claim, item, by=reporter)

    answer = desk.post(f"{page_of(claim)}statement/", said(item.pk, copied))

    statement = claim.statements.get()
    assert answer.status_code == 302
    assert statement.quote == item.text[statement.span_start : statement.span_end]
    assert statement.quote.split() == copied.split()


def test_words_that_do_not_stand_in_the_item_are_refused_and_stay(
    desk: Client, reporter: User, claim: Claim
) -> None:
    item = read_item(reporter)
    attach_item(claim, item, by=reporter)

    answer = desk.post(f"{page_of(claim)}statement/", said(item.pk, "لم يقلها أحد"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "These words do not stand in the text." in page
    assert "لم يقلها أحد</textarea>" in page
    assert not claim.statements.exists()


def test_a_statement_is_not_taken_from_an_item_of_another_claim(
    desk: Client, reporter: User, claim: Claim
) -> None:
    attach_item(claim, read_item(reporter, "fr"), by=reporter)
    elsewhere = read_item(reporter, "ar")

    answer = desk.post(f"{page_of(claim)}statement/", said(elsewhere.pk, "نفت البلدية"))

    assert answer.status_code == 422


def said(item_id: object, quote: str) -> dict[str, object]:
    return {
        "statement-news_item": str(item_id),
        "statement-speaker_name": "البلدية",
        "statement-speaker_kind": "organization",
        "statement-stance": "denies",
        "statement-quote": quote,
    }


# --- Pictures


def test_a_picture_shows_its_finding(
    desk: Client, reporter: User, editor: User, publisher: User
) -> None:
    case = old_photo_case(Desk(reporter, editor, publisher))

    page = desk.get(page_of(case.claim)).content.decode()

    assert "By its publisher&#x27;s own date, this picture existed by 14 August 2022" in page
    assert f'href="/desk/pictures/{case.asset.pk}/?claim={case.claim.pk}"' in page


def test_likely_copies_that_wait_are_counted(desk: Client, reporter: User) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    stored_picture(resized(draw_picture(1)))
    claim = claim_of(reporter, assets=(asset,))
    set_event(claim, DateInterval.of_day(date(2024, 6, 20)), by=reporter)

    page = desk.get(page_of(claim)).content.decode()

    assert Match.objects.count() == 1
    assert "1 likely copy waits for your decision." in page
