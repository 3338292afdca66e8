"""Nothing becomes public that a second person has not read, however a text came about."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from claims.actions.verdicts import open_revision, save_revision, start_correction
from claims.actions.workflow import move_text
from claims.domain.workflow import IllegalMove, NotAllowed
from claims.models import Correction, CorrectionKind, Revision
from claims.permissions import can_move_text
from claims.publishing import published_verdict
from tests.factories.verdicts import (
    WORDS,
    Desk,
    approved,
    claim_with_source,
    corrected,
    drafted,
    published,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


@pytest.fixture
def public_text(desk: Desk) -> Revision:
    return published(drafted(claim_with_source(desk), desk), desk)


def begun_correction(revision: Revision, desk: Desk, note: str) -> Revision:
    return start_correction(
        revision.pk, kind=CorrectionKind.CORRECTION, public_note=note, by=desk.reporter
    )


def test_who_wrote_the_words_last_does_not_approve_them(desk: Desk) -> None:
    revision = open_revision(claim_with_source(desk), "ar", by=desk.reporter)
    save_revision(revision.pk, WORDS["ar"], version=revision.version, by=desk.editor)
    waiting = move_text(revision.pk, "submit", by=desk.reporter)

    assert not can_move_text(desk.editor, waiting, "approve")
    with pytest.raises(NotAllowed):
        move_text(revision.pk, "approve", by=desk.editor)

    assert move_text(revision.pk, "approve", by=desk.publisher).status == "approved"


@pytest.mark.parametrize("carried_to", [submitted, approved], ids=["in review", "approved"])
def test_the_note_of_a_correction_does_not_change_once_it_is_in_review(
    carried_to: object, public_text: Revision, desk: Desk
) -> None:
    draft = begun_correction(public_text, desk, "صُحح التاريخ")
    carried_to(public_text.text.verdict.claim, desk)  # type: ignore[operator]

    with pytest.raises(IllegalMove):
        begun_correction(public_text, desk, "texte que personne n'a relu")

    assert Correction.objects.get(revision=draft).public_note == "صُحح التاريخ"


def test_after_a_withdrawn_correction_a_new_text_can_be_published(
    public_text: Revision, desk: Desk
) -> None:
    second = corrected(public_text, desk, note="date corrigée", words=WORDS["ar"])
    move_text(second.pk, "withdraw", by=desk.publisher, reason="خطأ جسيم")

    third = published(drafted(public_text.text.verdict.claim, desk), desk)

    assert (third.number, third.status) == (3, "published")
    first_out = published_verdict(public_text).first_published_at
    assert published_verdict(third).first_published_at == first_out
