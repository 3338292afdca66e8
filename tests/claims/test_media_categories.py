"""What a verdict says of a picture: in the form, in the action, in the database, in the history."""

from __future__ import annotations

from collections.abc import Callable

import lxml.html
import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from claims.actions.verdicts import get_verdict, set_media_category
from claims.domain.media_categories import ContradictingCategories
from claims.domain.workflow import Approved
from claims.models import AuditEvent, Claim, Verdict
from claims.wording import history_value
from tests.factories.claims import claim_of
from tests.factories.verdicts import WORDS, Desk, approved, claim_with_source

pytestmark = pytest.mark.django_db

ORIGINAL, STAGED = "OriginalMediaContent", "StagedContent"
OUT_OF_CONTEXT = "DecontextualizedContent"


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


@pytest.fixture
def client_in_english(reporter: User, signed_in: Callable[[User], Client]) -> Client:
    client = signed_in(reporter)
    client.cookies["django_language"] = "en"
    return client


def typed(category: str, *also: str) -> dict[str, object]:
    words = WORDS["ar"]
    return {
        "version": "0",
        "headline": words.headline,
        "media_category": category,
        "media_also": list(also),
    }


def post(client: Client, claim: Claim, fields: dict[str, object]) -> tuple[int, str]:
    answer = client.post(reverse("desk:verdict", args=[claim.pk, "ar"]), fields)
    return answer.status_code, answer.content.decode()


def test_a_picture_may_be_two_things(reporter: User, client_in_english: Client) -> None:
    claim = claim_of(reporter)

    post(client_in_english, claim, typed(OUT_OF_CONTEXT, ORIGINAL))

    verdict = Verdict.objects.get(claim=claim)
    assert (verdict.media_category, verdict.media_also) == (OUT_OF_CONTEXT, [ORIGINAL])
    page = client_in_english.get(reverse("desk:verdict", args=[claim.pk, "ar"])).content.decode()
    ticked = lxml.html.fromstring(page).xpath("//input[@name='media_also'][@checked]/@value")
    assert ticked == [ORIGINAL]


def test_an_original_is_not_staged_and_the_form_says_so(
    reporter: User, client_in_english: Client
) -> None:
    claim = claim_of(reporter)

    status, page = post(client_in_english, claim, typed(OUT_OF_CONTEXT, ORIGINAL, STAGED))

    assert status == 422
    assert "A picture that is “staged” is not original. Choose one of the two." in page
    assert not Verdict.objects.filter(claim=claim).exclude(media_category="").exists()


def test_nothing_is_said_besides_before_something_is_said(
    reporter: User, client_in_english: Client
) -> None:
    status, page = post(client_in_english, claim_of(reporter), typed("", ORIGINAL))

    assert status == 422
    assert "First say what the verdict means for the picture." in page


def test_the_action_refuses_what_contradicts_itself(reporter: User) -> None:
    verdict = get_verdict(claim_of(reporter), by=reporter)

    with pytest.raises(ContradictingCategories):
        set_media_category(verdict, STAGED, also=[ORIGINAL], by=reporter)


def test_a_repeated_word_is_kept_once_and_the_same_twice_is_one_event(reporter: User) -> None:
    verdict = get_verdict(claim_of(reporter), by=reporter)

    for _time in range(2):
        set_media_category(
            verdict, OUT_OF_CONTEXT, also=[ORIGINAL, OUT_OF_CONTEXT, ORIGINAL], by=reporter
        )

    assert verdict.media_also == [ORIGINAL]
    event = AuditEvent.objects.get(name="verdict.media_category")
    assert event.values["after"] == {"category": OUT_OF_CONTEXT, "also": [ORIGINAL]}
    assert history_value("also", event.values["after"]["also"]) != ORIGINAL


def test_what_an_approved_text_says_of_the_picture_stays(desk: Desk) -> None:
    verdict = approved(claim_with_source(desk), desk).text.verdict

    with pytest.raises(Approved):
        set_media_category(verdict, OUT_OF_CONTEXT, also=[ORIGINAL], by=desk.reporter)


@pytest.mark.parametrize(
    ("category", "also", "constraint"),
    [
        (STAGED, [ORIGINAL], "verdict_media_original_is_unaltered"),
        (ORIGINAL, [STAGED], "verdict_media_original_is_unaltered"),
        (OUT_OF_CONTEXT, [ORIGINAL, STAGED], "verdict_media_original_is_unaltered"),
        ("", [ORIGINAL], "verdict_media_also_needs_category"),
        (OUT_OF_CONTEXT, ["MissingContext"], "verdict_media_also_is_known"),
    ],
)
def test_the_database_refuses_what_the_form_refuses(
    reporter: User, category: str, also: list[str], constraint: str
) -> None:
    verdict = get_verdict(claim_of(reporter), by=reporter)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Verdict.objects.filter(pk=verdict.pk).update(media_category=category, media_also=also)
