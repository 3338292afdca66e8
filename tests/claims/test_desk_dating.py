"""The dates of a picture at the desk: the finding, the event it is told beside, what to do next."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import translation

from claims.models import Claim
from claims.wording import history_sentence
from media_provenance.actions import record_page_sighting
from media_provenance.models import DatingQuestion, Finding, MediaAsset
from tests.factories.claims import claim_of
from tests.factories.dating import DAYS, EVENT, asked_by_claim, likely_copy, seen
from tests.factories.pictures import day, draw_picture, jpeg, stored_picture

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def picture(db: None) -> MediaAsset:
    return stored_picture(jpeg(draw_picture(21), taken="2022:08:14 10:00:00"))


def page_of(asset: MediaAsset) -> str:
    return reverse("desk:picture_dating", args=[asset.pk])


# What is known of the date


def test_the_finding_is_told_with_strength_limits_and_what_it_rests_on(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    claim = asked_by_claim(reporter, picture)
    seen(picture, "2022-08-14")

    page = in_english(reporter).get(page_of(picture), {"claim": str(claim.pk)}).content.decode()

    assert f"at least {DAYS} days before the event" in page
    assert "suggested" in page
    assert "It says nothing of who made the picture" in page
    assert "Publication date given by the page" in page
    assert "the finding rests on this" in page
    assert "لقاء تجاري" in page
    assert "from the line under the title" in page


def test_weaker_evidence_that_is_earlier_is_told_beside_the_finding(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    asked_by_claim(reporter, picture)
    seen(picture, "2023-03-05")

    page = in_english(reporter).get(page_of(picture)).content.decode()

    assert "this picture existed by 5 March 2023, at least" in page
    assert re.search(r"Weaker evidence puts it earlier:[^.]*14 August 2022", page)


def test_a_date_that_an_editor_gave_is_not_said_to_be_read_by_the_system(
    reporter: User, in_english: SignIn
) -> None:
    asset = stored_picture(jpeg(draw_picture(22)))
    evidence = record_page_sighting(
        asset,
        page_key="earlier.example:1",
        url="https://earlier.example/14",
        title="L'Écho de Nîmes",
        language="fr",
        published=day("2022-08-14"),
        origin="editor",
        read_from="",
        capture=None,
    )

    page = in_english(reporter).get(page_of(asset)).content.decode()

    assert evidence is not None
    told = page.partition(f'id="evidence-{evidence.pk}"')[2].partition("</article>")[0]
    assert "(entered by an editor)" in told
    assert "read by the system" not in told


def test_without_a_question_the_evidence_is_shown_beside_no_event(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    page = in_english(reporter).get(page_of(picture)).content.decode()

    assert "No claim has asked yet" in page
    assert "Capture time in the file (EXIF)" in page
    assert not DatingQuestion.objects.exists()


def test_evidence_of_a_copy_that_nobody_confirmed_is_shown_as_not_counting(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    copy = match.second if match.first_id == picture.pk else match.first
    seen(picture, "2022-08-14")

    page = in_english(reporter).get(page_of(copy)).content.decode()

    assert "does not count yet" in page


# The days of the event


def test_the_days_that_the_claim_names_are_offered_with_their_words(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    claim = claim_of(reporter, assets=(picture,))
    Claim.objects.filter(pk=claim.pk).update(text="صورة من لقاء جرى في 20 حزيران 2024")

    page = in_english(reporter).get(page_of(picture)).content.decode()

    assert "Days that the claim itself names:" in page
    assert "20 حزيران 2024" in page
    assert f'name="event-{claim.pk.hex[:12]}-first" value="2024-06-20"' in page


def test_the_days_of_the_event_are_set_where_the_finding_is_read(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    claim = claim_of(reporter, assets=(picture,))
    seen(picture, "2022-08-14")
    prefix = f"event-{claim.pk.hex[:12]}"

    answer = in_english(reporter).post(
        reverse("desk:picture_event", args=[picture.pk, claim.pk]),
        {f"{prefix}-first": "20 juin 2024", f"{prefix}-last": "٢٣ حزيران ٢٠٢٤"},
    )

    claim.refresh_from_db()
    assert answer["Location"] == f"{page_of(picture)}?claim={claim.pk}"
    assert (claim.event_first, claim.event_last) == (EVENT.earliest, EVENT.latest)
    assert Finding.objects.get(superseded_at__isnull=True).at_least_days == DAYS


def test_days_that_are_none_are_refused_in_place_and_kept(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    claim = claim_of(reporter, assets=(picture,))
    prefix = f"event-{claim.pk.hex[:12]}"

    page = in_english(reporter).post(
        reverse("desk:picture_event", args=[picture.pk, claim.pk]),
        {f"{prefix}-first": "पिछले मंगल"},
    )

    assert page.status_code == 422
    assert "This is not a date." in page.content.decode()
    assert "पिछले मंगल" in page.content.decode()


def test_the_event_of_a_claim_without_the_picture_is_not_set_here(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    other = claim_of(reporter, "fr")

    answer = in_english(reporter).post(
        reverse("desk:picture_event", args=[picture.pk, other.pk]), {}
    )

    assert answer.status_code == 404


# What to do next


def test_the_page_says_what_would_make_the_finding_surer(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    asked_by_claim(reporter, picture)
    seen(picture, "2022-08-14")

    page = in_english(reporter).get(page_of(picture)).content.decode()

    assert "What would make it surer" in page
    assert "Look in web archives for a copy of the picture or of its page" in page
    assert f'href="{reverse("desk:picture", args=[picture.pk])}#outside"' in page


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("evidence.put_back", {"kind": "publisher_date"}, "put withdrawn evidence"),
        ("evidence.checked", {"kind": "publisher_date"}, "as a second person"),
        ("match.confirmed_too", {}, "as a second person"),
        ("match.decided", {"decision": "confirmed", "note": "vu"}, "confirmed \u2068vu\u2069"),
        ("evidence.added", {"kind": "publisher_date"}, "Publication date given by the page"),
        ("evidence.withdrawn", {"kind": "file_name", "reason": "خطأ"}, "Reason: \u2068خطأ\u2069"),
    ],
)
def test_the_history_says_what_was_done(name: str, values: dict[str, str], said: str) -> None:
    with translation.override("en"):
        sentence = history_sentence(name, values)

    assert said in sentence
