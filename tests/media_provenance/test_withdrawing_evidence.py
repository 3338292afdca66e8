"""Evidence that counts no more: taken back by a person, or by the page it was read from."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from media_provenance.actions import ReasonNeeded, withdraw_evidence, withdraw_page_sightings
from media_provenance.models import Evidence, Finding, MediaAsset
from tests.factories.sightings import asked, finding_of, sighted

pytestmark = pytest.mark.django_db


def test_withdrawing_evidence_restores_what_was(original: MediaAsset, alice: User) -> None:
    question = asked(original)
    before = finding_of(question)
    evidence = sighted(original, "2022-08-14")
    with_it = finding_of(question)

    withdraw_evidence(evidence, by=alice, reason="La page a été antidatée")

    after = finding_of(question)
    assert with_it.kind == "publisher_says_predates"
    assert (after.kind, after.inputs_digest) == (before.kind, before.inputs_digest)
    evidence.refresh_from_db()
    assert (evidence.withdrawn_by, evidence.withdrawn_reason) == (alice, "La page a été antidatée")


def test_withdrawing_needs_a_reason(original: MediaAsset, alice: User) -> None:
    evidence = sighted(original, "2022-08-14")

    with pytest.raises(ReasonNeeded):
        withdraw_evidence(evidence, by=alice, reason="  ")

    assert not Evidence.objects.filter(withdrawn_at__isnull=False).exists()


def test_withdrawing_twice_keeps_the_first_reason(
    original: MediaAsset, alice: User, bob: User
) -> None:
    evidence = sighted(original, "2022-08-14")
    withdraw_evidence(evidence, by=alice, reason="first")

    again = withdraw_evidence(evidence, by=bob, reason="second")

    assert (again.withdrawn_by, again.withdrawn_reason) == (alice, "first")


def test_evidence_that_a_person_withdrew_does_not_come_back_with_the_page(
    original: MediaAsset, alice: User
) -> None:
    withdraw_evidence(sighted(original, "2022-08-14"), by=alice, reason="antidatée")

    again = sighted(original, "2022-08-14")

    assert again.withdrawn_at is not None


def test_a_page_whose_date_is_put_right_speaks_by_the_new_one_only(original: MediaAsset) -> None:
    question = asked(original)
    sighted(original, "2022-08-14", page_key="7:2022-08-14")
    sighted(original, "2021-01-01", page_key="77:2021-01-01", url="https://x.example/")

    withdrawn = withdraw_page_sightings(original, page="7", but="7:2024-07-01", by=None)
    sighted(original, "2024-07-01", page_key="7:2024-07-01")

    assert withdrawn == 1
    assert finding_of(question).existed_by_day == date(2021, 1, 1)


def test_a_page_date_that_is_put_back_stands_again(original: MediaAsset) -> None:
    first = sighted(original, "2022-08-14", page_key="7:2022-08-14")
    withdraw_page_sightings(original, page="7", but="7:other", by=None)

    again = sighted(original, "2022-08-14", page_key="7:2022-08-14")

    assert again.pk == first.pk
    assert again.withdrawn_at is None


def test_a_person_must_stand_behind_the_withdrawal_of_what_a_person_entered(
    original: MediaAsset, alice: User
) -> None:
    evidence = sighted(original, "2022-08-14")
    rows = Evidence.objects.filter(pk=evidence.pk)

    with (
        pytest.raises(IntegrityError, match="evidence_withdrawal_has_person_and_time"),
        transaction.atomic(),
    ):
        rows.update(method="manual", entered_by=alice, withdrawn_at=datetime.now(UTC))


def test_withdrawing_nothing_leaves_the_findings_alone(original: MediaAsset) -> None:
    finding = finding_of(asked(original))

    withdrawn = withdraw_page_sightings(original, page="7", but="7:x", by=None)

    assert withdrawn == 0
    assert Finding.objects.get() == finding
