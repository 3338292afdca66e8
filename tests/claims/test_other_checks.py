"""Search other fact-checkers: what a claim's page offers, who may ask, what becomes of reviews."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from claims.actions.other_checks import ask_checkers
from claims.models import Claim, NewsItem, NewsItemPicture, SourceReference
from claims.queries import reference_of
from claims.views.shown_checks import ShownChecks, shown_checks
from media_provenance.actions import store_picture
from media_provenance.look_ups import Operation, Question
from media_provenance.models import LeadState, MediaAsset, ProviderCall, ProviderLead
from multilingual.intervals import DateInterval
from tests.factories.claims import claim_of
from tests.factories.look_ups import run_look_ups
from tests.factories.pictures import draw_picture, jpeg
from tests.factories.verdicts import Desk, approved, claim_with_source
from tests.providers.fake import Fake, Reply
from tests.providers.operations import PAGE_URL, PICTURE_URL

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Start = Callable[[str, str], Fake]
WORDS = "غرق القرية"


@pytest.fixture
def picture(start: Start) -> MediaAsset:
    """A picture that stood at a public address."""
    asset = store_picture(jpeg(draw_picture(83)), original_name="صورة été तस्वीर.jpg")
    item = NewsItem.objects.create(intake="url", url=PAGE_URL, state="read")
    NewsItemPicture.objects.create(news_item=item, asset=asset, position=0, url=PICTURE_URL)
    return asset


@pytest.fixture
def claim(reporter: User) -> Claim:
    return claim_of(reporter, "ar")


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


@pytest.fixture
def review(reporter: User, claim: Claim, start: Start) -> ProviderLead:
    """What another newsroom wrote, in French, of a claim in Arabic."""
    start("fact_check_tools", "claims")
    question = Question(Operation.SEARCH_CLAIMS, text=WORDS, language="ar")
    call = ask_checkers(claim, "fact_check_tools", question, by=reporter)
    run_look_ups()
    return call.leads.get()


def asking(claim: Claim) -> str:
    return reverse("desk:checks_ask", args=[claim.pk])


def deciding(act: str, claim: Claim, lead: ProviderLead) -> str:
    return reverse(f"desk:checks_{act}", args=[claim.pk, lead.pk])


def by_words(**changed: str) -> dict[str, str]:
    return {
        "checks-service": "fact_check_tools:search_claims",
        "checks-words": WORDS,
        "checks-language": "ar",
        **changed,
    }


def by_picture(asset: MediaAsset, **changed: str) -> dict[str, str]:
    return {
        "checks-service": "fact_check_tools:search_claims_by_image",
        "checks-picture": str(asset.pk),
        **changed,
    }


def shown(claim: Claim) -> ShownChecks:
    pictures = [one.asset for one in claim.pictures.select_related("asset")]
    return shown_checks(claim, pictures, SourceReference.objects.filter(verdict__claim=claim))


# Asking


def test_a_fresh_installation_offers_to_ask_nobody(
    reporter: User, in_english: SignIn, claim: Claim
) -> None:
    page = in_english(reporter).get(f"/desk/claims/{claim.pk}/").content.decode()

    assert not shown(claim).is_there
    assert "Search other fact-checkers" not in page


def test_where_a_service_is_on_the_claim_is_ready_to_be_asked_about(
    reporter: User, in_english: SignIn, claim: Claim, start: Start
) -> None:
    page = in_english(reporter).get(f"/desk/claims/{claim.pk}/").content.decode()

    assert "No fact-checker was asked about this claim yet." in page
    assert 'name="checks-words"' in page
    assert shown(claim).form["words"].value() == claim.text
    assert shown(claim).form["language"].value() == "ar"


def test_reviews_found_by_words_stand_at_the_claim(
    reporter: User, in_english: SignIn, claim: Claim, start: Start
) -> None:
    service = start("fact_check_tools", "claims")

    answer = in_english(reporter).post(asking(claim), by_words())
    run_look_ups()

    (asked,) = service.asked
    assert answer["Location"] == f"/desk/claims/{claim.pk}/#other-checks"
    assert (asked.query["query"], asked.query["languageCode"]) == (WORDS, "ar")
    (found,) = shown(claim).answers
    (review,) = found.reviews
    assert (found.words, found.asked.call.asked_by) == (WORDS, reporter)
    assert (review.rating, review.claim, review.language) == ("Faux", "القرية غرقت أمس", "fr")
    assert review.day == DateInterval.of_day(date(2024, 6, 12))


def test_any_language_is_asked_for_without_one(
    reporter: User, in_english: SignIn, claim: Claim, start: Start
) -> None:
    service = start("fact_check_tools", "claims")

    in_english(reporter).post(asking(claim), by_words(**{"checks-language": ""}))
    run_look_ups()

    assert "languageCode" not in service.asked[0].query


def test_before_a_pictures_address_is_told_the_person_is_asked(
    reporter: User, in_english: SignIn, picture: MediaAsset, start: Start
) -> None:
    start("fact_check_tools", "by image")
    claim = claim_of(reporter, "ar", assets=(picture,))
    client = in_english(reporter)

    first = client.post(asking(claim), by_picture(picture))
    before = ProviderCall.objects.count()
    client.post(asking(claim), by_picture(picture, **{"checks-may_leave": "1"}))
    run_look_ups()

    page = first.content.decode()
    assert (first.status_code, before) == (200, 0)
    assert "This address is told to" in page
    assert f'name="checks-picture" value="{picture.pk}"' in page
    call = ProviderCall.objects.get()
    assert (call.asset, call.about_url, call.sends_picture) == (picture, PICTURE_URL, True)
    assert [one.rating for one in shown(claim).answers[0].reviews] == ["Faux"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (by_words(**{"checks-words": " "}), "Give the words to look for."),
        (by_words(**{"checks-words": "é" * 501}), "at most 500 characters"),
        (by_words(**{"checks-service": "fact_check_tools:captures"}), "Choose one of the services"),
        (by_words(**{"checks-language": "hi"}), "Select a valid choice"),
    ],
    ids=["none", "too many", "unknown question", "a language that was not offered"],
)
def test_a_form_that_cannot_be_taken_comes_back_with_why(
    reporter: User,
    in_english: SignIn,
    claim: Claim,
    start: Start,
    sent: dict[str, str],
    said: str,
) -> None:
    start("fact_check_tools", "claims")

    answer = in_english(reporter).post(asking(claim), sent)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ProviderCall.objects.exists()


def test_only_a_picture_of_the_claim_is_asked_about(
    reporter: User, in_english: SignIn, claim: Claim, picture: MediaAsset
) -> None:
    sent = by_picture(picture, **{"checks-may_leave": "1"})

    answer = in_english(reporter).post(asking(claim), sent)

    assert answer.status_code == 422
    assert "No public address of this picture is known." in answer.content.decode()


def test_a_picture_without_a_public_address_is_not_offered(reporter: User, start: Start) -> None:
    asset = store_picture(jpeg(draw_picture(84)))
    claim = claim_of(reporter, "fr", assets=(asset,))

    assert shown(claim).pictures == []


def test_who_may_not_edit_claims_asks_nobody(
    administrator: User, signed_in: SignIn, claim: Claim, start: Start
) -> None:
    answer = signed_in(administrator).post(asking(claim), by_words())

    assert (answer.status_code, ProviderCall.objects.count()) == (403, 0)


def test_what_was_asked_of_a_service_that_is_off_now_still_stands_there(
    reporter: User, in_english: SignIn, claim: Claim, review: ProviderLead, settings: Settings
) -> None:
    settings.PROVIDERS_ON = []

    page = in_english(reporter).get(f"/desk/claims/{claim.pk}/").content.decode()

    assert review.title.replace("'", "&#x27;") in page
    assert 'name="checks-words"' not in page


def test_a_question_that_was_not_answered_says_why_and_may_be_asked_again(
    reporter: User, in_english: SignIn, claim: Claim, start: Start
) -> None:
    service = start("fact_check_tools", "claims, empty")
    service.faults = [lambda _reply, _fake: Reply(403, {"Content-Type": "application/json"}, b"{}")]
    client = in_english(reporter)
    client.post(asking(claim), by_words())
    run_look_ups()
    call = ProviderCall.objects.get()
    page = client.get(f"/desk/claims/{claim.pk}/").content.decode()

    client.post(reverse("desk:checks_again", args=[claim.pk, call.pk]))
    run_look_ups()

    assert call.state == "failed"
    assert "It does not take our key." in page
    assert ProviderCall.objects.get(follows=call).outcome == "nothing"
    assert [one.asked.may_ask_again for one in shown(claim).answers] == [False, True]


# Deciding


def test_a_review_becomes_the_last_source_of_the_verdict(
    desk: Desk, in_english: SignIn, start: Start
) -> None:
    start("fact_check_tools", "claims")
    claim = claim_with_source(desk)
    question = Question(Operation.SEARCH_CLAIMS, text=WORDS)
    call = ask_checkers(claim, "fact_check_tools", question, by=desk.reporter)
    run_look_ups()
    lead = call.leads.get()

    in_english(desk.reporter).post(deciding("cite", claim, lead))

    first, second = claim.verdict.sources.all()
    lead.refresh_from_db()
    assert (first.title, first.language) == ("बैठक की पुरानी तस्वीर", "hi")
    assert (second.kind, second.publisher, second.language, second.url) == (
        "fact_check",
        "Vérification",
        "fr",
        "https://verif.example/1",
    )
    assert second.title == "Non, cette photo n'a pas été prise hier"
    assert second.accessed_on == timezone.localdate()
    assert (lead.state, lead.decided_by) == (LeadState.RECORDED, desk.reporter)
    assert claim.events.filter(name="sources.saved").count() == 2


def test_a_review_is_cited_once(
    reporter: User, in_english: SignIn, claim: Claim, review: ProviderLead
) -> None:
    client = in_english(reporter)
    for _ in range(2):
        client.post(deciding("cite", claim, review))

    page = client.get(f"/desk/claims/{claim.pk}/").content.decode()
    assert SourceReference.objects.filter(verdict__claim=claim).count() == 1
    assert "It stands among the sources." in page
    assert deciding("cite", claim, review) not in page


def test_a_source_that_was_taken_out_may_be_recorded_again(
    reporter: User, in_english: SignIn, claim: Claim, review: ProviderLead
) -> None:
    client = in_english(reporter)
    client.post(deciding("cite", claim, review))
    claim.refresh_from_db()
    claim.verdict.sources.all().delete()

    client.post(deciding("cite", claim, review))

    assert claim.verdict.sources.get().url == "https://verif.example/1"


def test_a_review_that_is_cited_may_still_date_the_picture(
    reporter: User, in_english: SignIn, picture: MediaAsset, start: Start
) -> None:
    start("fact_check_tools", "by image")
    claim = claim_of(reporter, "ar", assets=(picture,))
    question = Question(Operation.SEARCH_CLAIMS_BY_IMAGE, url=PICTURE_URL, may_leave=True)
    call = ask_checkers(claim, "fact_check_tools", question, by=reporter, asset=picture)
    run_look_ups()
    lead = call.leads.get()
    client = in_english(reporter)

    client.post(deciding("cite", claim, lead))
    client.post(reverse("desk:lead_record", args=[lead.pk]))

    lead.refresh_from_db()
    assert lead.evidence is not None
    assert (lead.evidence.kind, lead.evidence.asset) == ("fact_check", picture)


def test_a_review_is_dismissed_and_then_not_cited(
    reporter: User, in_english: SignIn, claim: Claim, review: ProviderLead
) -> None:
    client = in_english(reporter)

    client.post(deciding("dismiss", claim, review))
    client.post(deciding("cite", claim, review))

    review.refresh_from_db()
    assert (review.state, review.decided_by) == (LeadState.DISMISSED, reporter)
    assert not SourceReference.objects.exists()


def test_an_approved_text_keeps_its_sources(desk: Desk, in_english: SignIn, start: Start) -> None:
    start("fact_check_tools", "claims")
    claim = claim_with_source(desk)
    question = Question(Operation.SEARCH_CLAIMS, text=WORDS)
    call = ask_checkers(claim, "fact_check_tools", question, by=desk.reporter)
    run_look_ups()
    approved(claim, desk)

    answer = in_english(desk.reporter).post(deciding("cite", claim, call.leads.get()))

    assert answer.status_code == 409
    assert claim.verdict.sources.count() == 1
    assert call.leads.get().state == LeadState.OPEN


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "", "https://long.example/" + "é" * 2048], ids=str.__len__
)
def test_an_address_that_readers_cannot_open_becomes_no_source(
    reporter: User, in_english: SignIn, claim: Claim, review: ProviderLead, url: str
) -> None:
    ProviderLead.objects.filter(pk=review.pk).update(url=url)
    client = in_english(reporter)

    client.post(deciding("cite", claim, review))

    page = client.get(f"/desk/claims/{claim.pk}/").content.decode()
    assert not SourceReference.objects.exists()
    assert "no address that readers could open" in page
    assert 'href="javascript:' not in page


def test_words_of_strangers_fit_the_columns_and_are_no_markup(
    reporter: User, in_english: SignIn, claim: Claim, review: ProviderLead
) -> None:
    details = {"claim": "<b>गाँव</b>", "language": 'x" onclick="y', "rating": "خطأ"}
    ProviderLead.objects.filter(pk=review.pk).update(
        title=" " + "à" * 400, site="हि" * 110, details=details
    )
    client = in_english(reporter)

    client.post(deciding("cite", claim, review))

    page = client.get(f"/desk/claims/{claim.pk}/").content.decode()
    source = SourceReference.objects.get()
    assert (len(source.title), len(source.publisher), source.language) == (300, 200, "")
    assert "&lt;b&gt;गाँव&lt;/b&gt;" in page
    assert "onclick=" not in page


@pytest.mark.parametrize("act", ["cite", "dismiss"])
def test_who_may_not_edit_claims_decides_nothing(
    administrator: User, signed_in: SignIn, claim: Claim, review: ProviderLead, act: str
) -> None:
    answer = signed_in(administrator).post(deciding(act, claim, review))

    review.refresh_from_db()
    assert (answer.status_code, review.state) == (403, LeadState.OPEN)


@pytest.mark.parametrize("act", ["cite", "dismiss"])
def test_a_review_is_decided_on_only_at_the_claim_it_was_asked_for(
    reporter: User, signed_in: SignIn, review: ProviderLead, act: str
) -> None:
    other = claim_of(reporter, "fr")

    answer = signed_in(reporter).post(deciding(act, other, review))

    assert answer.status_code == 404
    assert review.call.asked_for != reference_of(other.pk)


# The page


@pytest.mark.parametrize(
    ("language", "button"), [("en", "record it as a source"), ("ar", "/cite/")]
)
def test_the_section_shows_reviews_in_their_languages(
    reporter: User,
    signed_in: SignIn,
    claim: Claim,
    review: ProviderLead,
    language: str,
    button: str,
) -> None:
    client = signed_in(reporter)
    client.cookies["django_language"] = language

    page = client.get(f"/desk/claims/{claim.pk}/").content.decode()

    assert '<strong dir="auto" lang="fr">Faux</strong>' in page
    assert '<q dir="auto">القرية غرقت أمس</q>' in page
    assert 'href="https://verif.example/1" rel="noreferrer noopener"' in page
    assert button in page
