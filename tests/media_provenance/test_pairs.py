"""Pairs of pictures as people look at them: comparisons, drawings, decisions, families."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from pytest_django.fixtures import Settings

from media_provenance.actions import (
    comparison_file,
    confirm_match_too,
    decide_match,
)
from media_provenance.domain.date_evidence import EvidenceKind
from media_provenance.models import (
    Decision,
    Match,
    MatchClass,
    MatchDecision,
)
from media_provenance.pipeline.drawing import ComparisonKind, ComparisonMissing
from media_provenance.pipeline.searches import remove_left_over_files
from media_provenance.queries import (
    FamilyLink,
    MatchOrder,
    decisions_of,
    family_of,
    picture_comparison,
    waiting_matches,
)
from tests.factories.pairs import WHOLE, pair, picture, seen_days_ago
from tests.factories.pictures import draw_picture, jpeg, mirrored, stored_picture

pytestmark = pytest.mark.django_db

# Fractions of the second onto the first: the second is the left half of the first.
LEFT_HALF = [0.5, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
HALF = [[0.0, 0.0], [0.5, 0.0], [0.5, 1.0], [0.0, 1.0]]


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


# Decisions


def test_every_change_of_mind_is_kept_with_who_and_why(alice: User, bob: User) -> None:
    match = pair(picture(1), picture(2))

    decide_match(match, Decision.CONFIRMED, by=alice, note="نفس اللافتة")
    decide_match(match, Decision.UNDECIDED, by=bob)
    decide_match(match, Decision.REJECTED, by=bob, note="Une autre enseigne, à côté")

    assert [(one.was, one.decision, one.decided_by, one.note) for one in decisions_of(match)] == [
        ("undecided", "rejected", bob, "Une autre enseigne, à côté"),
        ("confirmed", "undecided", bob, ""),
        ("undecided", "confirmed", alice, "نفس اللافتة"),
    ]


def test_the_same_decision_again_is_no_change(alice: User, bob: User) -> None:
    match = pair(picture(1), picture(2))
    decide_match(match, Decision.CONFIRMED, by=alice)

    decide_match(match, Decision.CONFIRMED, by=bob)

    (kept,) = decisions_of(match)
    assert kept.decided_by == alice


@pytest.mark.parametrize("change", ["UPDATE", "DELETE"])
def test_a_decision_that_was_taken_cannot_be_changed_or_removed(alice: User, change: str) -> None:
    match = pair(picture(1), picture(2))
    decide_match(match, Decision.CONFIRMED, by=alice)
    rows = MatchDecision.objects.all()
    changed = {"UPDATE": lambda: rows.update(note="नहीं"), "DELETE": rows.delete}[change]

    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        changed()


def test_a_pair_on_which_somebody_decided_is_not_deleted(alice: User) -> None:
    match = pair(picture(1), picture(2))
    decide_match(match, Decision.REJECTED, by=alice)

    with pytest.raises(ProtectedError):
        match.delete()


def test_decisions_from_before_their_history_was_kept_are_its_beginning(alice: User) -> None:
    decided_at = timezone.now() - timedelta(days=300)
    match = pair(
        picture(1),
        picture(2),
        decision=Decision.REJECTED,
        decided_by=alice,
        decided_at=decided_at,
        note="لافتة أخرى",
    )
    pair(picture(3), picture(4))
    migration = import_module("media_provenance.migrations.0005_searches_and_decisions")

    with connection.cursor() as cursor:
        cursor.execute(migration.WHAT_IS_KNOWN)

    (kept,) = MatchDecision.objects.all()
    assert (kept.match, kept.was, kept.decision) == (match, "undecided", "rejected")
    assert (kept.decided_by, kept.decided_at, kept.note) == (alice, decided_at, "لافتة أخرى")


# Comparing


def test_a_comparison_is_told_from_either_side() -> None:
    one, other = picture(1), picture(2)
    match = pair(one, other, homography=LEFT_HALF, first_part=HALF, second_part=WHOLE)

    from_first = picture_comparison(match, seen_from=match.first_id)
    from_second = picture_comparison(match, seen_from=match.second_id)

    assert (from_first.seen.pk, from_first.other.pk) == (match.first_id, match.second_id)
    assert from_first.seen_outline == ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0))
    assert from_first.other_outline == ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    assert (from_second.seen_outline, from_second.other_outline) == (
        from_first.other_outline,
        from_first.seen_outline,
    )
    assert from_first.homography is not None
    assert from_second.homography is not None
    assert from_second.homography @ (1.0, 0.0, 1.0) == pytest.approx((0.5, 0.0, 1.0))
    assert from_first.homography @ (0.5, 0.0, 1.0) == pytest.approx((1.0, 0.0, 1.0))


def test_a_comparison_is_not_told_from_a_third_picture() -> None:
    match = pair(picture(1), picture(2))

    with pytest.raises(ValueError, match="is not of match"):
        picture_comparison(match, seen_from=picture(3).pk)


def test_a_comparison_names_the_dates_of_both_and_which_is_older() -> None:
    seen, other = picture(1), picture(2)
    seen_days_ago(other, 400)
    match = pair(seen, other)

    comparison = picture_comparison(match, seen_from=seen.pk)

    assert [view.item.kind for view in comparison.other_dates] == [
        EvidenceKind.PUBLISHER_DATE,
        EvidenceKind.OWN_CAPTURE,
    ]
    assert comparison.other_is_older is True
    assert picture_comparison(match, seen_from=other.pk).other_is_older is False


def test_the_next_pair_to_look_at_is_another_one_that_waits(alice: User) -> None:
    seen = picture(1)
    oldest, newest, decided = (picture(seed) for seed in (2, 3, 4))
    seen_days_ago(oldest, 900)
    seen_days_ago(newest, 30)
    first, last = pair(seen, oldest), pair(seen, newest)
    decide_match(pair(seen, decided), Decision.CONFIRMED, by=alice)

    begun = picture_comparison(first, seen_from=seen.pk)
    ended = picture_comparison(last, seen_from=seen.pk)
    turned = picture_comparison(last, seen_from=seen.pk, order=MatchOrder.NEWEST)

    assert (begun.next_open, begun.waiting) == (last, 2)
    assert ended.next_open == first
    assert turned.next_open == first


def test_after_the_last_pair_there_is_no_next() -> None:
    seen = picture(1)
    only = pair(seen, picture(2))

    assert picture_comparison(only, seen_from=seen.pk).next_open is None


@pytest.mark.parametrize(
    ("order", "places"),
    [
        (MatchOrder.OLDEST, ["old", "newer", "undated"]),
        (MatchOrder.NEWEST, ["undated", "newer", "old"]),
        (MatchOrder.CLOSEST, ["newer", "undated", "old"]),
        (MatchOrder.MOST_CHANGED, ["old", "undated", "newer"]),
    ],
)
def test_pairs_that_wait_come_in_the_order_asked_for(order: MatchOrder, places: list[str]) -> None:
    seen, old, newer, undated = (picture(seed) for seed in (1, 2, 3, 4))
    seen_days_ago(old, 900)
    seen_days_ago(newer, 30)
    names = {old.pk: "old", newer.pk: "newer", undated.pk: "undated"}
    pair(seen, old, MatchClass.LIKELY_COPY, agreement=0.5)
    pair(seen, newer, agreement=0.99)
    pair(seen, undated, MatchClass.LIKELY_COPY, agreement=0.8)

    found = [names[match.other(seen.pk)] for match in waiting_matches(seen, order)]

    assert found == places


def test_neither_same_places_nor_exact_copies_wait_for_a_person() -> None:
    seen = picture(1)
    pair(seen, picture(2), MatchClass.SAME_PLACE, agreement=0.2)
    pair(seen, picture(3), MatchClass.EXACT)

    assert waiting_matches(seen) == []


# Drawings


@pytest.mark.parametrize("kind", list(ComparisonKind))
def test_a_pair_is_drawn_in_the_frame_of_the_picture_seen(
    kind: ComparisonKind, media: Path
) -> None:
    one, other = stored_picture(jpeg(draw_picture(1))), stored_picture(mirrored(draw_picture(1)))
    match = Match.objects.get()

    path = comparison_file(match, seen_from=one.pk, kind=kind)

    assert path.parent == media / "comparisons" / str(match.pk)
    assert path.read_bytes()[8:12] == b"WEBP"
    assert {match.first, match.second} == {one, other}


def test_each_side_has_drawings_of_its_own(media: Path) -> None:
    match = pair(picture(1), picture(2), homography=LEFT_HALF)

    first = comparison_file(match, seen_from=match.first_id, kind=ComparisonKind.ALIGNED)
    second = comparison_file(match, seen_from=match.second_id, kind=ComparisonKind.ALIGNED)

    assert first.read_bytes() != second.read_bytes()


def test_a_drawing_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    match = pair(picture(1), picture(2))
    path = comparison_file(match, seen_from=match.first_id, kind=ComparisonKind.ALIGNED)
    monkeypatch.setattr("media_provenance.pipeline.drawing.open_picture", _fail)

    again = comparison_file(match, seen_from=match.first_id, kind=ComparisonKind.ALIGNED)

    assert again == path


def test_a_new_measurement_gets_a_new_drawing() -> None:
    match = pair(picture(1), picture(2))
    before = comparison_file(match, seen_from=match.first_id, kind=ComparisonKind.ALIGNED)
    match.homography = LEFT_HALF
    match.save(update_fields=["homography"])

    after = comparison_file(match, seen_from=match.first_id, kind=ComparisonKind.ALIGNED)

    assert after != before


def test_a_pair_that_was_never_measured_is_not_drawn() -> None:
    match = pair(picture(1), picture(2))
    Match.objects.filter(pk=match.pk).update(
        homography=None, likeness_version=None, agreement=None, inliers=None
    )
    match.refresh_from_db()

    with pytest.raises(ComparisonMissing):
        comparison_file(match, seen_from=match.first_id, kind=ComparisonKind.ALIGNED)


@pytest.mark.parametrize("left", [None, b"RIFF and no more"], ids=["gone", "damaged"])
def test_a_pair_without_our_copy_of_one_is_not_drawn(media: Path, left: bytes | None) -> None:
    match = pair(picture(1), picture(2))
    copy = media / match.second.rendition_path(960)
    copy.unlink()
    if left is not None:
        copy.write_bytes(left)

    with pytest.raises(ComparisonMissing):
        comparison_file(match, seen_from=match.first_id, kind=ComparisonKind.ALIGNED)


def test_drawings_go_when_the_pair_does(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone, kept = pair(picture(1), picture(2)), pair(picture(3), picture(4))
    of_gone = comparison_file(gone, seen_from=gone.first_id, kind=ComparisonKind.ALIGNED)
    of_kept = comparison_file(kept, seen_from=kept.first_id, kind=ComparisonKind.ALIGNED)
    gone.delete()
    monkeypatch.setattr("media_provenance.pipeline.searches.ROW_MAY_FOLLOW", 0)

    remove_left_over_files()

    assert (of_gone.exists(), of_kept.exists()) == (False, True)


def _fail(_data: bytes) -> None:
    raise AssertionError("This was drawn already.")


# Families


def test_a_family_is_told_with_the_oldest_evidence_first(alice: User) -> None:
    asked, confirmed, exact, waiting = (picture(seed) for seed in (1, 2, 3, 4))
    seen_days_ago(confirmed, 900)
    seen_days_ago(waiting, 1500)
    decide_match(pair(asked, confirmed), Decision.CONFIRMED, by=alice)
    pair(confirmed, exact, MatchClass.EXACT)
    pair(exact, waiting, MatchClass.LIKELY_COPY, agreement=0.6)

    family = family_of(asked)

    assert [(one.asset, one.link) for one in family.members] == [
        (waiting, FamilyLink.OPEN),
        (confirmed, FamilyLink.CONFIRMED),
        (asked, FamilyLink.ITSELF),
        (exact, FamilyLink.CONFIRMED),
    ]
    # What nobody has confirmed is not the oldest.
    assert family.oldest is not None
    assert family.oldest.asset == confirmed
    assert family.is_complete


def test_a_rejected_pair_is_in_no_family(alice: User) -> None:
    asked, other = picture(1), picture(2)
    decide_match(pair(asked, other), Decision.REJECTED, by=alice)

    assert [one.asset for one in family_of(asked).members] == [asked]


def test_other_photos_of_the_place_stand_apart_until_two_people_confirm_them(
    alice: User, reporter: User
) -> None:
    asked, other = picture(1), picture(2)
    match = pair(asked, other, MatchClass.SAME_PLACE, agreement=0.2)
    before = family_of(asked)

    decide_match(match, Decision.CONFIRMED, by=alice)
    by_one = family_of(asked)
    confirm_match_too(match, by=reporter)

    assert [one.asset for one in before.members] == [asked]
    assert [(one.asset, one.near) for one in before.apart] == [(other, asked.pk)]
    assert [(one.asset, one.near) for one in by_one.apart] == [(other, asked.pk)]
    after = family_of(asked)
    assert {one.asset for one in after.members} == {asked, other}
    assert after.apart == ()


def test_a_family_names_pairs_that_somebody_set_apart(alice: User) -> None:
    hub, one, other = (picture(seed) for seed in (1, 2, 3))
    decide_match(pair(hub, one), Decision.CONFIRMED, by=alice)
    decide_match(pair(hub, other), Decision.CONFIRMED, by=alice)
    apart = decide_match(pair(one, other), Decision.REJECTED, by=alice)

    assert family_of(hub).contradictions == (apart,)


def test_a_family_that_is_too_large_says_that_it_is_not_whole() -> None:
    asked = picture(1)
    pair(asked, picture(2))
    pair(asked, picture(3))

    family = family_of(asked, most_members=2)

    assert (len(family.members), family.is_complete) == (2, False)
