"""Entries and pairs that count in full once a second person has looked at them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.actions.pictures import (
    EvidenceEntry,
    add_evidence,
    check_evidence,
    confirm_match_too,
    decide_match,
    uncheck_evidence,
)
from claims.domain.workflow import NotAllowed
from claims.models import AuditEvent
from media_provenance.actions import NothingToCheck, OwnEntry
from media_provenance.domain.date_evidence import EvidenceKind, Role
from media_provenance.models import Decision, EvidenceMove, Finding, MatchClass, MediaAsset
from tests.factories.dating import asked_by_claim, likely_copy, seen
from tests.factories.pictures import day, draw_picture, jpeg, stored_picture

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def picture(db: None) -> MediaAsset:
    return stored_picture(jpeg(draw_picture(21), taken="2022:08:14 10:00:00"))


def page_of(asset: MediaAsset) -> str:
    return reverse("desk:picture_dating", args=[asset.pk])


ARCHIVED = EvidenceEntry(
    EvidenceKind.WEB_ARCHIVE_IMAGE,
    Role.SEEN,
    day("2022-08-16"),
    archived_url="https://web.archive.org/web/20220816000000im_/https://a.example/p.jpg",
)


def test_one_persons_entry_counts_one_grade_lower_until_another_checked_it(
    reporter: User, editor: User, in_english: SignIn, picture: MediaAsset
) -> None:
    claim = asked_by_claim(reporter, picture)
    entered = add_evidence(picture, ARCHIVED, by=reporter)
    before = Finding.objects.get(superseded_at__isnull=True)

    answer = in_english(editor).post(reverse("desk:evidence_check", args=[entered.pk]))

    after = Finding.objects.get(superseded_at__isnull=True)
    assert (before.kind, after.kind) == ("likely_predates", "predates")
    assert answer["Location"] == f"{page_of(picture)}#evidence-{entered.pk}"
    assert AuditEvent.objects.filter(claim=claim, name="evidence.checked").count() == 1


def test_nobody_checks_what_they_entered(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    entered = add_evidence(picture, ARCHIVED, by=reporter)
    client = in_english(reporter)

    client.post(reverse("desk:evidence_check", args=[entered.pk]))

    entered.refresh_from_db()
    page = client.get(page_of(picture)).content.decode()
    assert entered.checked_by is None
    assert "A second person has to look at this" in page
    assert "A colleague has to check it: you entered it yourself." in page
    with pytest.raises(OwnEntry):
        check_evidence(entered.pk, by=reporter)


def test_what_the_system_read_needs_no_check(editor: User, picture: MediaAsset) -> None:
    read = seen(picture, "2022-08-14")

    with pytest.raises(NothingToCheck):
        check_evidence(read.pk, by=editor)


def test_an_administrator_checks_nothing(
    reporter: User, administrator: User, picture: MediaAsset
) -> None:
    entered = add_evidence(picture, ARCHIVED, by=reporter)

    with pytest.raises(NotAllowed):
        check_evidence(entered.pk, by=administrator)
    with pytest.raises(NotAllowed):
        uncheck_evidence(entered.pk, by=administrator)


def test_a_check_is_taken_back_and_every_step_stays_on_record(
    reporter: User, editor: User, in_english: SignIn, picture: MediaAsset
) -> None:
    asked_by_claim(reporter, picture)
    entered = add_evidence(picture, ARCHIVED, by=reporter)
    client = in_english(editor)
    url = reverse("desk:evidence_check", args=[entered.pk])

    client.post(url)
    client.post(url)
    client.post(url, {"word": "take_back"})

    moves = list(entered.steps.values_list("move", flat=True))
    page = client.get(page_of(picture)).content.decode()
    assert moves == [EvidenceMove.CHECKED, EvidenceMove.UNCHECKED]
    assert Finding.objects.get(superseded_at__isnull=True).kind == "likely_predates"
    assert "The second person&#x27;s check was taken back." in page


def test_a_pair_the_machine_calls_two_photos_needs_two_people(
    reporter: User, editor: User, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    copy = match.second if match.first_id == picture.pk else match.first
    match.match_class = MatchClass.SAME_PLACE
    match.save()
    asked_by_claim(reporter, copy)
    seen(picture, "2022-08-14")

    decide_match(match.pk, Decision.CONFIRMED, by=reporter)
    alone = Finding.objects.get(superseded_at__isnull=True).kind
    confirm_match_too(match.pk, by=editor)
    together = Finding.objects.get(superseded_at__isnull=True).kind

    assert (alone, together) == ("needs_confirmation", "publisher_says_predates")


def test_the_second_word_is_given_and_taken_back_where_the_pair_is_compared(
    reporter: User, editor: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    match.match_class = MatchClass.SAME_PLACE
    match.save()
    decide_match(match.pk, Decision.CONFIRMED, by=reporter)
    client = in_english(editor)
    url = reverse("desk:match_second", args=[match.pk])
    compare = reverse("desk:match_compare", args=[match.pk])

    offered = client.get(compare).content.decode()
    client.post(url, {"word": "confirm", "back": "compare"})
    given = client.get(compare).content.decode()
    client.post(url, {"word": "take_back", "back": "compare"})

    match.refresh_from_db()
    assert "I confirm it too" in offered
    assert "A second person has confirmed that it is the same picture." in given
    assert match.second_decided_by is None
    assert match.decision == Decision.CONFIRMED


def test_the_first_person_cannot_be_the_second(
    reporter: User, in_english: SignIn, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    match.match_class = MatchClass.SAME_PLACE
    match.save()
    decide_match(match.pk, Decision.CONFIRMED, by=reporter)

    page = in_english(reporter).get(reverse("desk:match_compare", args=[match.pk]))

    assert "I confirm it too" not in page.content.decode()
    with pytest.raises(OwnEntry):
        confirm_match_too(match.pk, by=reporter)


def test_a_likely_copy_needs_no_second_person(
    reporter: User, editor: User, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    decide_match(match.pk, Decision.CONFIRMED, by=reporter)

    with pytest.raises(NothingToCheck):
        confirm_match_too(match.pk, by=editor)


def test_a_new_decision_forgets_the_second_word(
    reporter: User, editor: User, picture: MediaAsset
) -> None:
    match = likely_copy(picture)
    match.match_class = MatchClass.SAME_PLACE
    match.save()
    decide_match(match.pk, Decision.CONFIRMED, by=reporter)
    confirm_match_too(match.pk, by=editor)

    decided = decide_match(match.pk, Decision.UNSURE, by=reporter)

    assert decided.second_decided_by is None
