"""What the evidence of another picture counts before, while and after people speak of the pair."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from media_provenance import pipeline
from media_provenance.actions import (
    ask_when,
    confirm_match_too,
    decide_match,
    record_page_sighting,
)
from media_provenance.models import (
    DatingQuestion,
    Decision,
    Finding,
    Match,
    MatchClass,
    MediaAsset,
    SearchEffort,
)
from media_provenance.pipeline import matching
from media_provenance.queries import current_finding
from tests.factories.pictures import day, draw_picture, greyscale, jpeg, stored_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> DatingQuestion:
    """A picture about which somebody asked while no copy of it was known."""
    return ask_when(
        stored_picture(jpeg(draw_picture(1))), asked_for="test:1", event=day("2024-06-20")
    )


@pytest.fixture
def older(asked: DatingQuestion) -> MediaAsset:
    """A copy that comes in later and is known from long before."""
    copy = stored_picture(greyscale(draw_picture(1)))
    record_page_sighting(
        copy,
        page_key="1:x",
        url="https://news.example/",
        title="",
        language="",
        published=day("2019-08-14"),
        origin="url",
        read_from="",
        capture=None,
    )
    return copy


def said(question: DatingQuestion) -> str:
    finding = current_finding(question)
    return "" if finding is None else finding.kind


def test_a_copy_that_comes_after_the_question_counts_from_when_it_is_confirmed_until_it_is_not(
    asked: DatingQuestion, older: MediaAsset, alice: User
) -> None:
    match = Match.objects.get()
    open_ = said(asked)
    after = {}
    for decision in (
        Decision.UNSURE,
        Decision.CONFIRMED,
        Decision.UNDECIDED,
        Decision.CONFIRMED,
        Decision.REJECTED,
    ):
        decide_match(match, decision, by=alice)
        after[decision] = said(asked)

    assert after[Decision.CONFIRMED] == "publisher_says_predates"
    assert {open_, after[Decision.UNSURE], after[Decision.UNDECIDED]} == {"needs_confirmation"}
    assert after[Decision.REJECTED] == "compatible_not_proven"


def test_a_rejected_pair_does_not_come_back_with_new_rules_or_a_harder_search(
    asked: DatingQuestion, older: MediaAsset, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    decide_match(Match.objects.get(), Decision.REJECTED, by=alice)
    findings = Finding.objects.count()
    Match.objects.update(likeness_version=0)
    monkeypatch.setattr(matching, "SEARCH_VERSION", 99)

    for asset in (asked.asset, older):
        for effort in SearchEffort:
            payload = {"asset": str(asset.pk), "effort": effort.value}
            pipeline.record_matches(
                payload, pipeline.match_picture(payload, lambda done, total: None)
            )

    match = Match.objects.get()
    assert (match.decision, match.likeness_version) == (Decision.REJECTED, 0)
    assert said(asked) == "compatible_not_proven"
    assert Finding.objects.count() == findings


def test_the_same_place_counts_as_the_same_picture_once_two_people_confirmed_it(
    asked: DatingQuestion, older: MediaAsset, alice: User, bob: User
) -> None:
    Match.objects.update(match_class=MatchClass.SAME_PLACE)
    match = Match.objects.get()

    decide_match(match, Decision.UNSURE, by=alice)
    unsure = said(asked)
    decide_match(match, Decision.CONFIRMED, by=alice)
    by_one = said(asked)
    confirm_match_too(match, by=bob)

    assert unsure == "compatible_not_proven"
    assert by_one == "needs_confirmation"
    assert said(asked) == "publisher_says_predates"


def test_what_was_confirmed_ends_with_the_picture_that_is_removed(
    asked: DatingQuestion, older: MediaAsset
) -> None:
    older.evidence.all().delete()
    older.delete()

    pipeline.recompute_findings([asked.asset_id])

    assert said(asked) == "compatible_not_proven"
    assert not Match.objects.exists()
