"""Search elsewhere: what a picture's page offers, who may ask, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from claims.models import NewsItem, NewsItemPicture
from claims.views.shown_outside import shown_outside
from media_provenance.actions import store_picture
from media_provenance.look_ups import Operation, Question, ask
from media_provenance.models import Evidence, LeadState, MediaAsset, ProviderCall, ProviderLead
from tests.factories.look_ups import run_look_ups
from tests.factories.pictures import draw_picture, jpeg
from tests.providers.fake import Fake
from tests.providers.operations import PAGE_URL, PICTURE_URL

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Start = Callable[[str, str], Fake]


@pytest.fixture(autouse=True)
def _files_of_this_test(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def picture() -> MediaAsset:
    return store_picture(jpeg(draw_picture(81)), original_name="صورة été तस्वीर.jpg")


def stood_at(asset: MediaAsset, url: str) -> None:
    item = NewsItem.objects.create(intake="url", url=PAGE_URL, state="read")
    NewsItemPicture.objects.create(news_item=item, asset=asset, position=0, url=url)


def asking(asset: MediaAsset) -> str:
    return reverse("desk:look_elsewhere", args=[asset.pk])


def captures(url: str = PICTURE_URL, what: str = "picture") -> dict[str, str]:
    return {
        "elsewhere-service": "wayback:captures",
        "elsewhere-url": url,
        "elsewhere-what": what,
    }


# Links


def test_a_picture_with_a_public_address_is_looked_for_by_links(picture: MediaAsset) -> None:
    stood_at(picture, "https://news.example/صورة.jpg?a=1&b=é")

    (known,) = shown_outside(picture).addresses

    links = {link.name: link.url for link in known.links}
    encoded = (
        "https%3A%2F%2Fnews.example%2F%25D8%25B5%25D9%2588%25D8%25B1%25D8%25A9.jpg%3Fa%3D1%26b"
    )
    assert links["TinEye"].startswith(f"https://www.tineye.com/search/?url={encoded}")
    assert links["Wayback Machine"].startswith(
        "https://web.archive.org/web/*/https://news.example/"
    )


@pytest.mark.parametrize(
    "url", ["http://10.1.2.3/a.jpg", "http://intranet/a.jpg", "http://localhost:8000/a.jpg"]
)
def test_an_address_of_our_own_network_is_in_no_link(picture: MediaAsset, url: str) -> None:
    stood_at(picture, url)

    assert shown_outside(picture).addresses == []


def test_a_picture_without_an_address_is_for_people_to_upload(picture: MediaAsset) -> None:
    shown = shown_outside(picture)

    assert shown.addresses == []
    assert [link.name for link in shown.upload_pages] == [
        "Google Lens",
        "TinEye",
        "Yandex",
        "Bing",
    ]


def test_links_may_be_switched_off(settings: Settings, picture: MediaAsset) -> None:
    settings.OPEN_IN_LINKS = ["off"]
    stood_at(picture, PICTURE_URL)

    shown = shown_outside(picture)

    assert shown.addresses[0].links == []
    assert shown.upload_pages == []


def test_a_fresh_installation_offers_to_ask_nobody(picture: MediaAsset) -> None:
    shown = shown_outside(picture)

    assert (shown.by_address, shown.by_file) == ([], [])


# Asking


def test_an_editor_asks_and_the_answer_stands_at_the_picture(
    reporter: User, in_english: SignIn, picture: MediaAsset, start: Start
) -> None:
    start("wayback", "captures, paged")

    answer = in_english(reporter).post(asking(picture), captures())
    run_look_ups()

    assert answer["Location"] == f"/desk/pictures/{picture.pk}/#outside"
    newest, oldest = shown_outside(picture).calls
    assert (oldest.call.asked_by, oldest.call.outcome) == (reporter, "found")
    assert len(newest.leads) == len(oldest.leads) == 1


@pytest.mark.parametrize("role", ["stranger", "administrator"])
def test_who_may_not_edit_claims_asks_nobody(
    role: str, signed_in: SignIn, picture: MediaAsset, start: Start, request: pytest.FixtureRequest
) -> None:
    start("wayback", "captures")

    answer = signed_in(request.getfixturevalue(role)).post(asking(picture), captures())

    assert answer.status_code == 403
    assert not ProviderCall.objects.exists()


def test_a_service_that_is_off_is_said_to_be(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    answer = in_english(reporter).post(asking(picture), captures())

    assert answer.status_code == 302
    assert not ProviderCall.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (captures("http://10.1.2.3/a.jpg"), "not a public web address"),
        (captures(""), "Give the address"),
        ({**captures(), "elsewhere-service": "wayback:everything"}, "Choose one of the services"),
        (captures("https://news.example/ صورة"), "not a public web address"),
    ],
    ids=["inside", "none", "unknown question", "broken"],
)
def test_a_form_that_cannot_be_taken_comes_back_with_why(
    reporter: User,
    in_english: SignIn,
    picture: MediaAsset,
    start: Start,
    sent: dict[str, str],
    said: str,
) -> None:
    start("wayback", "captures")

    answer = in_english(reporter).post(asking(picture), sent)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_before_a_picture_is_given_away_the_person_is_asked(
    reporter: User, in_english: SignIn, picture: MediaAsset, start: Start
) -> None:
    start("tineye", "search, by file")
    sent = {
        "elsewhere-service": "tineye:search_image",
        "elsewhere-sends_file": "1",
        "elsewhere-what": "picture",
    }
    client = in_english(reporter)

    first = client.post(asking(picture), sent)
    before = ProviderCall.objects.count()
    second = client.post(asking(picture), {**sent, "elsewhere-may_leave": "1"})

    assert (first.status_code, second.status_code) == (200, 302)
    assert "which may keep it" in first.content.decode()
    assert before == 0
    assert ProviderCall.objects.get().sends_picture


# Deciding


@pytest.fixture
def lead(reporter: User, picture: MediaAsset, start: Start) -> ProviderLead:
    """A day on which a crawler met the picture."""
    start("tineye", "search")
    question = Question(Operation.SEARCH_IMAGE, url=PICTURE_URL, may_leave=True)
    call = ask("tineye", question, by=reporter, asset=picture)
    run_look_ups()
    return call.leads.get(place=0)


def test_a_lead_is_recorded_by_a_person(
    reporter: User, signed_in: SignIn, lead: ProviderLead
) -> None:
    signed_in(reporter).post(reverse("desk:lead_record", args=[lead.pk]))

    lead.refresh_from_db()
    evidence = Evidence.objects.get(kind="crawler_first_seen")
    assert (lead.state, lead.evidence, evidence.entered_by) == (
        LeadState.RECORDED,
        evidence,
        reporter,
    )


def test_a_day_is_shown_as_the_day_that_the_service_gave(
    reporter: User, in_english: SignIn, lead: ProviderLead
) -> None:
    asset = lead.call.asset
    assert asset is not None

    page = in_english(reporter).get(f"/desk/pictures/{asset.pk}/").content.decode()

    assert "5 March 2014" in page
    assert "6 March 2014" not in page


def test_recording_twice_records_once(
    reporter: User, in_english: SignIn, lead: ProviderLead
) -> None:
    client = in_english(reporter)
    for _ in range(2):
        client.post(reverse("desk:lead_record", args=[lead.pk]))

    assert Evidence.objects.filter(kind="crawler_first_seen").count() == 1


def test_a_lead_is_dismissed(reporter: User, signed_in: SignIn, lead: ProviderLead) -> None:
    signed_in(reporter).post(reverse("desk:lead_dismiss", args=[lead.pk]))

    lead.refresh_from_db()
    assert (lead.state, lead.decided_by) == (LeadState.DISMISSED, reporter)


@pytest.mark.parametrize("act", ["lead_record", "lead_dismiss", "lead_fetch", "lead_take_in"])
def test_who_may_not_edit_claims_decides_nothing(
    administrator: User, signed_in: SignIn, lead: ProviderLead, act: str
) -> None:
    answer = signed_in(administrator).post(reverse(f"desk:{act}", args=[lead.pk]))

    lead.refresh_from_db()
    assert (answer.status_code, lead.state) == (403, LeadState.OPEN)


@pytest.mark.parametrize("act", ["lead_fetch", "lead_take_in"])
def test_what_a_lead_cannot_become_is_said(
    reporter: User, in_english: SignIn, lead: ProviderLead, act: str
) -> None:
    answer = in_english(reporter).post(reverse(f"desk:{act}", args=[lead.pk]))

    lead.refresh_from_db()
    assert (answer.status_code, lead.state) == (302, LeadState.OPEN)


def test_a_copy_is_fetched_and_taken_in_by_two_buttons(
    reporter: User, signed_in: SignIn, picture: MediaAsset, start: Start
) -> None:
    archive = start("wayback", "captures")
    call = ask("wayback", Question(Operation.CAPTURES, url=PICTURE_URL), by=reporter, asset=picture)
    run_look_ups()
    lead = call.leads.get(place=0)
    theirs = jpeg(draw_picture(82))
    archive.faults = [lambda reply, _fake: type(reply)(reply.status, reply.headers, theirs)]
    client = signed_in(reporter)

    client.post(reverse("desk:lead_fetch", args=[lead.pk]))
    run_look_ups()
    client.post(reverse("desk:lead_take_in", args=[lead.pk]))

    lead.refresh_from_db()
    assert lead.found_asset is not None
    assert lead.found_asset != picture
    assert Evidence.objects.get(kind="web_archive_image").asset == lead.found_asset


def test_a_call_that_failed_may_be_asked_again(
    reporter: User, signed_in: SignIn, picture: MediaAsset, start: Start
) -> None:
    start("wayback", "captures, empty").faults = [
        lambda reply, _fake: type(reply)(403, {"Content-Type": "text/html"}, b"no")
    ]
    call = ask("wayback", Question(Operation.CAPTURES, url=PICTURE_URL), by=reporter, asset=picture)
    run_look_ups()

    signed_in(reporter).post(reverse("desk:call_again", args=[call.pk]))
    run_look_ups()

    assert ProviderCall.objects.get(follows=call).outcome == "nothing"
    assert [one.may_ask_again for one in shown_outside(picture).calls] == [False, True]


# The page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_section_shows_links_calls_and_leads(
    reporter: User, signed_in: SignIn, lead: ProviderLead, language: str
) -> None:
    asset = lead.call.asset
    assert asset is not None
    stood_at(asset, PICTURE_URL)
    client = signed_in(reporter)
    client.cookies["django_language"] = language

    answer = client.post(asking(asset), captures(""))

    page = answer.content.decode()
    assert page.count('rel="noreferrer noopener"') >= 5
    assert "https://news.example/flut.html" in page
    assert f"/desk/leads/{lead.pk}/record/" in page


def test_words_of_strangers_are_text_and_no_markup(
    reporter: User, in_english: SignIn, picture: MediaAsset, start: Start
) -> None:
    start("vision", "search")
    question = Question(Operation.SEARCH_IMAGE, sends_file=True, may_leave=True)
    call = ask("vision", question, by=reporter, asset=picture)
    run_look_ups()
    call.leads.filter(place=0).update(url="javascript:alert(1)")

    page = in_english(reporter).post(asking(picture), captures("")).content.decode()

    assert "Flut im Dorf: &lt;b&gt;Fotos&lt;/b&gt;" in page
    assert 'href="javascript:' not in page
