"""Second persons: what the database refuses, and what their words do to pairs and evidence."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from media_provenance.actions import (
    check_evidence,
    confirm_match_too,
    decide_match,
    put_back_evidence,
    take_back_second_word,
    withdraw_evidence,
)
from media_provenance.models import (
    Decision,
    Evidence,
    EvidenceMethod,
    EvidenceMove,
    EvidenceStep,
    Match,
    MatchClass,
    MediaAsset,
)
from media_provenance.queries import linked_pictures
from tests.factories.dating import likely_copy, seen
from tests.factories.pictures import draw_picture, jpeg, stored_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(db: None) -> MediaAsset:
    return stored_picture(jpeg(draw_picture(21)))


@pytest.fixture
def entered(picture: MediaAsset, reporter: User) -> Evidence:
    """A fact that a person typed."""
    row = seen(picture, "2022-08-14")
    row.method, row.entered_by = EvidenceMethod.MANUAL, reporter
    row.save()
    return row


@pytest.fixture
def two_photos(picture: MediaAsset, reporter: User) -> Match:
    """A pair that the comparison calls two photos of one place, and one person the same."""
    match = likely_copy(picture)
    match.match_class = MatchClass.SAME_PLACE
    match.save()
    return decide_match(match, Decision.CONFIRMED, by=reporter)


def test_the_database_refuses_a_check_by_who_entered_it(entered: Evidence, reporter: User) -> None:
    entered.checked_by, entered.checked_at = reporter, timezone.now()

    with pytest.raises(IntegrityError, match="evidence_not_checked_by_who_entered_it"):
        entered.save()


def test_the_database_refuses_a_check_without_its_time(entered: Evidence, editor: User) -> None:
    entered.checked_by = editor

    with pytest.raises(IntegrityError, match="evidence_check_has_person_and_time"):
        entered.save()


def test_the_database_refuses_a_check_of_what_nobody_typed(
    picture: MediaAsset, editor: User
) -> None:
    row = seen(picture, "2022-08-14")
    row.checked_by, row.checked_at = editor, timezone.now()

    with pytest.raises(IntegrityError, match="evidence_check_has_person_and_time"):
        row.save()


def test_the_database_refuses_the_first_person_as_the_second(
    two_photos: Match, reporter: User
) -> None:
    two_photos.second_decided_by, two_photos.second_decided_at = reporter, timezone.now()

    with pytest.raises(IntegrityError, match="match_second_word_is_anothers"):
        two_photos.save()


def test_the_database_refuses_a_second_word_without_a_first(
    picture: MediaAsset, editor: User
) -> None:
    match = likely_copy(picture)
    match.second_decided_by, match.second_decided_at = editor, timezone.now()

    with pytest.raises(IntegrityError, match="match_second_word_confirms"):
        match.save()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE media_provenance_evidencestep SET reason = 'autre'",
        "DELETE FROM media_provenance_evidencestep",
    ],
    ids=["update", "delete"],
)
def test_what_was_done_with_evidence_is_never_changed(
    entered: Evidence, editor: User, statement: str
) -> None:
    withdraw_evidence(entered, by=editor, reason="خطأ")

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(statement)

    assert EvidenceStep.objects.get().reason == "خطأ"


def test_every_step_is_kept_in_order(entered: Evidence, reporter: User, editor: User) -> None:
    check_evidence(entered, by=editor)
    withdraw_evidence(entered, by=reporter, reason="कारण")
    put_back_evidence(entered, by=editor)

    assert list(entered.steps.values_list("move", "made_by")) == [
        (EvidenceMove.CHECKED, editor.pk),
        (EvidenceMove.WITHDRAWN, reporter.pk),
        (EvidenceMove.PUT_BACK, editor.pk),
    ]


def test_a_pair_of_two_photos_links_as_similar_until_two_people_confirmed_it(
    two_photos: Match, picture: MediaAsset, editor: User
) -> None:
    alone = linked_pictures(picture.pk)[1].match_class
    confirm_match_too(two_photos, by=editor)
    together = linked_pictures(picture.pk)[1].match_class
    take_back_second_word(two_photos, by=editor)
    again = linked_pictures(picture.pk)[1].match_class

    assert (alone, together, again) == ("similar", "human", "similar")


def test_only_pairs_that_two_people_confirmed_count(two_photos: Match, editor: User) -> None:
    assert not Match.objects.that_count().exists()
    assert Match.objects.one_person_short().exists()

    confirm_match_too(two_photos, by=editor)

    assert Match.objects.that_count().get() == two_photos


def test_the_history_of_a_pair_tells_whose_word_was_the_second(
    two_photos: Match, reporter: User, editor: User
) -> None:
    confirm_match_too(two_photos, by=editor)
    take_back_second_word(two_photos, by=editor)

    rows = two_photos.decisions.order_by("pk").values_list("decision", "is_second", "decided_by")
    assert list(rows) == [
        (Decision.CONFIRMED, False, reporter.pk),
        (Decision.CONFIRMED, True, editor.pk),
        (Decision.UNDECIDED, True, editor.pk),
    ]
