"""Which pairs wait for a person, as pairs, decisions and dates come and go."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from media_provenance.actions import ask_when, decide_match
from media_provenance.models import Decision, Match, MatchClass, MediaAsset
from media_provenance.pipeline.asking import choose_pairs_to_ask
from media_provenance.queries import linked_pictures, waiting_matches
from tests.factories.pairs import pair, picture, seen_days_ago
from tests.factories.pictures import day, draw_picture, jpeg, mirrored, recompressed, stored_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def chain(alice: User) -> list[MediaAsset]:
    """Three copies of one picture: A and B, and B and C, are confirmed."""
    one, two, three = (picture(seed) for seed in (1, 2, 3))
    between, last = pair(one, two), pair(two, three)
    pair(one, three)
    decide_match(between, Decision.CONFIRMED, by=alice)
    decide_match(last, Decision.CONFIRMED, by=alice)
    return [one, two, three]


def of(one: MediaAsset, other: MediaAsset) -> Match:
    return Match.objects.of(one.pk).of(other.pk).get()


def test_a_pair_that_two_decisions_imply_waits_no_longer_and_lends_nothing(
    chain: list[MediaAsset],
) -> None:
    one, _, three = chain

    implied = of(one, three)

    assert implied.decision == Decision.UNDECIDED
    assert implied.represented_by is not None
    assert not Match.objects.waiting().exists()
    linked = {picture.asset_id: picture for picture in linked_pictures(one.pk)}
    assert not linked[three.pk].match_class.counts


def test_an_implied_pair_can_be_decided_all_the_same(chain: list[MediaAsset], alice: User) -> None:
    one, _, three = chain

    decided = decide_match(of(one, three), Decision.CONFIRMED, by=alice)

    decided.refresh_from_db()
    assert decided.represented_by is None
    linked = {picture.asset_id: picture for picture in linked_pictures(one.pk)}
    assert linked[three.pk].match_class.counts


def test_a_decision_that_is_taken_back_lets_the_pair_wait_again(
    chain: list[MediaAsset], alice: User
) -> None:
    _, two, three = chain

    decide_match(of(two, three), Decision.UNDECIDED, by=alice)

    assert Match.objects.waiting().count() == 1
    assert Match.objects.undecided().count() == 2


def test_an_implied_pair_waits_where_it_would_bring_an_older_date_to_a_question(
    chain: list[MediaAsset],
) -> None:
    one, _, three = chain
    seen_days_ago(three, 4000)
    before = Match.objects.waiting().exists()

    ask_when(one, asked_for="test:1", event=day("2024-06-20"))

    assert not before
    assert Match.objects.waiting().get() == of(one, three)


def test_of_ten_copies_nine_pairs_wait(alice: User) -> None:
    copies = [picture(seed) for seed in range(1, 11)]
    for one, other in combinations(copies, 2):
        pair(one, other)

    choose_pairs_to_ask([copies[0].pk])

    assert Match.objects.undecided().count() == 45
    assert Match.objects.waiting().count() == 9


def test_a_new_copy_is_proposed_once_against_its_family(alice: User) -> None:
    drawn = draw_picture(31)
    first = stored_picture(jpeg(drawn))
    stored_picture(mirrored(drawn))
    decide_match(Match.objects.get(), Decision.CONFIRMED, by=alice)
    seen_days_ago(first, 900)

    new = stored_picture(recompressed(drawn))

    assert Match.objects.of(new.pk).count() == 2
    assert [match.other(new.pk) for match in waiting_matches(new)] == [first.pk]
    assert waiting_matches(new)[0].represents.count() == 1


def test_when_the_pair_that_stands_for_others_goes_they_wait_again(alice: User) -> None:
    one, two, three = (picture(seed) for seed in (1, 2, 3))
    pair(one, two, MatchClass.EXACT)
    asked, other = pair(one, three, agreement=0.99), pair(two, three, agreement=0.8)
    choose_pairs_to_ask([three.pk])
    other.refresh_from_db()
    stood_for = other.represented_by

    one.delete()

    other.refresh_from_db()
    assert (stood_for, other.represented_by) == (asked, None)


def test_a_pair_that_was_decided_cannot_be_represented(alice: User) -> None:
    one, two, three = (picture(seed) for seed in (1, 2, 3))
    asked, other = pair(one, two), pair(two, three)
    decide_match(other, Decision.REJECTED, by=alice)

    with (
        pytest.raises(IntegrityError, match="match_represented_is_undecided"),
        transaction.atomic(),
    ):
        Match.objects.filter(pk=other.pk).update(represented_by=asked)
