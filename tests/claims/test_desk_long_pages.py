"""The page of a picture of which much is known: what matters first, the rest folded away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from media_provenance.models import Decision, MatchClass, MediaAsset
from media_provenance.pipeline.asking import choose_pairs_to_ask
from tests.factories.pairs import pair, picture, seen_days_ago

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def asked() -> MediaAsset:
    return picture(1)


def page_of(asset: MediaAsset, client: Client, name: str = "picture") -> str:
    client.cookies["django_language"] = "en"
    return client.get(reverse(f"desk:{name}", args=[asset.pk])).content.decode()


def test_five_pairs_are_seen_at_once_and_the_others_are_counted(
    reporter: User, signed_in: SignIn, asked: MediaAsset
) -> None:
    for seed in range(2, 10):
        pair(asked, picture(seed), MatchClass.EXACT)

    page = page_of(asked, signed_in(reporter))

    seen, _, folded = page.partition('id="group-same"')[2].partition("<details")
    assert seen.count("<article") == 5
    assert "3 more" in folded
    assert folded.partition("</section>")[0].count("<article") == 3


def test_pairs_that_need_nobody_are_folded_away_with_their_number(
    reporter: User, signed_in: SignIn, asked: MediaAsset
) -> None:
    pair(asked, picture(2), MatchClass.SAME_PLACE)
    pair(asked, picture(3), decision=Decision.UNDECIDED)

    page = page_of(asked, signed_in(reporter))

    assert "<summary>Same place, other photo 1</summary>" in page
    assert page.index('id="group-waiting"') < page.index("<summary>Same place")


def test_a_pair_says_how_many_more_wait_for_nobody_while_it_waits(
    reporter: User, signed_in: SignIn, asked: MediaAsset
) -> None:
    one, other = picture(2), picture(3)
    pair(one, other, MatchClass.EXACT)
    pair(asked, one, agreement=0.99)
    pair(asked, other, agreement=0.8)
    choose_pairs_to_ask([asked.pk])
    client = signed_in(reporter)

    page = page_of(asked, client)
    family = page_of(asked, client, "picture_family")

    assert "1 more pair in the family waits for nobody" in page
    assert "<summary>Copies that other pairs answer for 1</summary>" in page
    assert "They say nothing new" in family


def test_evidence_that_counts_is_seen_before_what_does_not(
    reporter: User, signed_in: SignIn, asked: MediaAsset
) -> None:
    copy = picture(2)
    pair(asked, copy)
    seen_days_ago(asked, 30)
    seen_days_ago(copy, 900)

    page = page_of(asked, signed_in(reporter), "picture_dating")

    evidence = page[page.index('id="evidence-title"') :]
    assert "Evidence that does not count yet" in evidence
    counted, _, folded = evidence.partition("Evidence that does not count yet")
    assert counted.count('class="fact"') == 2
    assert folded.count('class="fact"') == 2
