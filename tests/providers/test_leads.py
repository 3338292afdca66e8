"""What a service knows becomes evidence: by itself where bytes agree, else by a person's word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User

from media_provenance.look_ups import (
    LeadNotUsable,
    Operation,
    Question,
    ask,
    dismiss_lead,
    fetch_copy,
    record_lead,
    take_in_copy,
)
from media_provenance.models import Evidence, LeadState, MediaAsset, ProviderLead
from media_provenance.queries import read_capture
from tests.factories.look_ups import COPIES, asset_of, run_look_ups
from tests.factories.pictures import draw_picture, jpeg
from tests.providers import fake
from tests.providers.fake import Fake
from tests.providers.operations import MOMENT, PAGE_URL, PICTURE, PICTURE_URL, WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_waits")]
Start = Callable[..., Fake]


# What becomes evidence


def test_an_archived_copy_with_our_bytes_is_evidence_by_itself(
    service: Start, alice: User, picture: MediaAsset
) -> None:
    service("wayback", "captures")

    ask("wayback", COPIES, by=alice, asset=picture)
    run_look_ups()

    evidence = Evidence.objects.get(asset=picture, kind="web_archive_image")
    assert (evidence.earliest, evidence.latest, evidence.zone_known) == (MOMENT, MOMENT, True)
    assert (evidence.grade, evidence.role, evidence.about) == ("A", "seen", "bytes")
    assert evidence.operator == "web.archive.org"
    assert evidence.archived_url.endswith(f"/web/20220814101112/{PICTURE_URL}")
    assert evidence.capture is not None
    assert read_capture(evidence.capture) == PICTURE
    assert evidence.capture.exchange


def test_the_lead_says_what_it_became(service: Start, alice: User, picture: MediaAsset) -> None:
    service("wayback", "captures")

    ask("wayback", COPIES, by=alice, asset=picture)
    run_look_ups()

    lead = ProviderLead.objects.get(state=LeadState.RECORDED)
    assert (lead.identical, lead.evidence) == (True, Evidence.objects.get())


def test_asking_again_records_the_copy_once(
    service: Start, alice: User, picture: MediaAsset
) -> None:
    service("wayback", "captures")
    for _ in range(2):
        ask("wayback", COPIES, by=alice, asset=picture)
        run_look_ups()

    assert Evidence.objects.count() == 1


@pytest.fixture
def differing(service: Start, alice: User) -> ProviderLead:
    """A copy that was fetched, and is another picture's file than ours."""
    ours = asset_of(b"our own, of other bytes")
    archive = service("wayback", "captures")
    theirs = jpeg(draw_picture(71))
    archive.faults = [
        lambda reply, _fake: reply,
        lambda reply, _fake: fake.Reply(reply.status, reply.headers, theirs),
    ]
    call = ask("wayback", COPIES, by=alice, asset=ours)
    run_look_ups()
    lead = call.leads.first()
    assert lead is not None
    fetch_copy(lead, by=alice)
    run_look_ups()
    lead.refresh_from_db()
    return lead


def test_an_archived_copy_with_other_bytes_proves_nothing_by_itself(
    differing: ProviderLead,
) -> None:
    assert (differing.state, differing.identical) == (LeadState.OPEN, False)
    assert differing.details["fetched_sha256"]
    assert not Evidence.objects.exists()


def test_a_differing_copy_is_taken_in_as_a_picture_of_its_own(
    differing: ProviderLead, alice: User
) -> None:
    asset = take_in_copy(differing, by=alice)

    differing.refresh_from_db()
    evidence = Evidence.objects.get(asset=asset, kind="web_archive_image")
    assert asset != differing.call.asset
    assert (evidence.latest, evidence.grade) == (MOMENT, "A")
    assert (differing.state, differing.found_asset) == (LeadState.RECORDED, asset)
    assert not Evidence.objects.filter(asset=differing.call.asset).exists()


def test_a_copy_is_taken_in_once(differing: ProviderLead, alice: User) -> None:
    take_in_copy(differing, by=alice)

    with pytest.raises(LeadNotUsable):
        take_in_copy(differing, by=alice)


def test_a_copy_that_nobody_fetched_is_not_taken_in(
    service: Start, alice: User, picture: MediaAsset
) -> None:
    service("wayback", "captures, paged")
    call = ask("wayback", COPIES, by=alice, asset=picture)
    run_look_ups()
    lead = call.leads.first()
    assert lead is not None

    with pytest.raises(LeadNotUsable):
        take_in_copy(lead, by=alice)


def test_a_page_capture_counts_once_a_person_says_that_the_picture_is_on_it(
    service: Start, alice: User, picture: MediaAsset
) -> None:
    service("memento", "captures")
    question = Question(Operation.CAPTURES, url=PAGE_URL, what="page")
    call = ask("memento", question, by=alice, asset=picture)
    run_look_ups()
    before = Evidence.objects.count()
    lead = call.leads.get(place=1)

    recorded = record_lead(lead, by=alice)

    evidence = Evidence.objects.get()
    assert (before, recorded.evidence, recorded.decided_by) == (0, evidence, alice)
    assert (evidence.kind, evidence.grade, evidence.method) == ("web_archive_page", "B", "manual")
    assert (evidence.entered_by, evidence.operator) == (alice, "archive.today")


def test_a_crawlers_day_counts_once_a_person_says_that_it_is_the_picture(
    service: Start, alice: User, picture: MediaAsset
) -> None:
    service("tineye", "search")
    question = Question(Operation.SEARCH_IMAGE, url=PICTURE_URL, may_leave=True)
    call = ask("tineye", question, by=alice, asset=picture)
    run_look_ups()
    before = Evidence.objects.count()

    record_lead(call.leads.get(place=0), by=alice)

    evidence = Evidence.objects.get()
    assert before == 0
    assert (evidence.kind, evidence.grade, evidence.precision) == (
        "crawler_first_seen",
        "B",
        "day",
    )
    # The end of that day, wherever on Earth the crawler's day was counted.
    assert evidence.latest is not None
    assert evidence.latest.date().isoformat() == "2014-03-06"


def test_a_lead_without_a_date_becomes_no_evidence(
    service: Start, alice: User, picture: MediaAsset
) -> None:
    service("vision", "search")
    question = Question(Operation.SEARCH_IMAGE, sends_file=True, may_leave=True)
    call = ask("vision", question, by=alice, asset=picture)
    run_look_ups()

    with pytest.raises(LeadNotUsable):
        record_lead(call.leads.get(place=0), by=alice)

    assert not Evidence.objects.exists()


def test_a_review_is_a_lead_and_evidence_of_its_publishers_word(
    service: Start, alice: User, picture: MediaAsset
) -> None:
    service("fact_check_tools", "by image")
    question = Question(Operation.SEARCH_CLAIMS_BY_IMAGE, url=PICTURE_URL, may_leave=True)
    call = ask("fact_check_tools", question, by=alice, asset=picture)
    run_look_ups()

    record_lead(call.leads.get(), by=alice)

    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.grade, evidence.operator) == (
        "fact_check",
        "C",
        "verif.example",
    )


def test_reviews_may_be_asked_for_by_words_without_a_picture(service: Start, alice: User) -> None:
    service("fact_check_tools", "claims")
    question = Question(Operation.SEARCH_CLAIMS, text=WORDS, language="ar")

    call = ask("fact_check_tools", question, by=alice, asked_for="claim:1")
    run_look_ups()

    call.refresh_from_db()
    assert (call.sends_picture, call.outcome) == (False, "found")
    assert call.leads.get().details["rating"] == "Faux"


def test_a_dismissed_lead_stays_on_record_and_is_decided(
    service: Start, alice: User, picture: MediaAsset
) -> None:
    service("tineye", "search")
    question = Question(Operation.SEARCH_IMAGE, url=PICTURE_URL, may_leave=True)
    call = ask("tineye", question, by=alice, asset=picture)
    run_look_ups()
    lead = call.leads.get(place=1)

    dismissed = dismiss_lead(lead, by=alice)

    assert (dismissed.state, dismissed.decided_by) == (LeadState.DISMISSED, alice)
    with pytest.raises(LeadNotUsable):
        record_lead(lead, by=alice)


# A publisher's own lists


def test_a_site_map_is_a_lead_with_its_publishers_date(
    service: Start, alice: User, picture: MediaAsset
) -> None:
    service("publisher", "listed in the news map")
    question = Question(Operation.LISTINGS, url=PAGE_URL, what="page")
    call = ask("publisher", question, by=alice, asset=picture)

    run_look_ups(waiting_over=True)
    record_lead(ProviderLead.objects.get(), by=alice)

    evidence = Evidence.objects.get()
    call.refresh_from_db()
    assert call.outcome == "nothing"
    assert (evidence.kind, evidence.grade, evidence.operator) == ("feed_date", "C", "news.example")
    assert evidence.latest == datetime(2022, 8, 14, 7, 0, tzinfo=UTC)


def test_a_site_without_lists_is_asked_at_each_usual_place_once(
    service: Start, alice: User
) -> None:
    site = service("publisher", "no lists")
    ask("publisher", Question(Operation.LISTINGS, url=PAGE_URL, what="page"), by=alice)

    run_look_ups(waiting_over=True)

    assert [one.path for one in site.asked] == [
        "/sitemap.xml",
        "/sitemap_news.xml",
        "/feed/",
        "/rss.xml",
        "/atom.xml",
    ]
