"""Moves applied to cases and texts: status, history, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from claims.actions.workflow import move_case, move_text, publish_scheduled
from claims.domain.workflow import IllegalMove, Missing, NotAllowed, NotReady
from claims.models import Claim, DropReason, Revision
from claims.queries import public_revisions, withdrawn_revisions
from claims.schedule import publish_due
from tests.factories.claims import claim_of
from tests.factories.verdicts import (
    WORDS,
    Desk,
    claim_with_source,
    corrected,
    drafted,
    published,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


@pytest.fixture
def draft(desk: Desk) -> Revision:
    return drafted(claim_with_source(desk), desk)


def approved(revision: Revision, desk: Desk) -> Revision:
    move_text(revision.pk, "submit", by=desk.reporter)
    return move_text(revision.pk, "approve", by=desk.editor)


def last_event(claim: Claim) -> tuple[str, str, str, User | None]:
    event = claim.events.latest("pk")
    return event.name, event.values["before"], event.values["after"], event.actor


# --- Cases


def test_a_case_is_taken_up_by_somebody(reporter: User) -> None:
    claim = move_case(claim_of(reporter).pk, "take_up", by=reporter)

    assert (claim.status, claim.assignee) == ("researching", reporter)
    assert last_event(claim) == ("case.take_up", "received", "researching", reporter)


def test_a_case_taken_up_twice_belongs_to_the_first(reporter: User, editor: User) -> None:
    claim = claim_of(reporter)
    move_case(claim.pk, "take_up", by=reporter)

    with pytest.raises(IllegalMove):
        move_case(claim.pk, "take_up", by=editor)

    claim.refresh_from_db()
    assert claim.assignee == reporter


@pytest.mark.parametrize("role", ["publisher", "admin", "nobody"])
def test_a_case_is_not_taken_up_by_everybody(
    reporter: User, person: Callable[..., User], role: str
) -> None:
    claim = claim_of(reporter)

    with pytest.raises(NotAllowed):
        move_case(claim.pk, "take_up", by=person(role))

    assert claim.events.count() == 1


def test_a_case_is_dropped_with_its_reason(reporter: User, editor: User) -> None:
    claim = move_case(
        claim_of(reporter).pk, "drop", by=editor, reason=DropReason.NOT_CHECKABLE, note=" رأي "
    )

    assert (claim.status, claim.drop_reason, claim.drop_note) == (
        "dropped",
        "not_checkable",
        "رأي",
    )


@pytest.mark.parametrize(
    ("reason", "note"),
    [(None, "note"), (DropReason.MERGED, "note"), (DropReason.OTHER, " ")],
)
def test_a_case_is_not_dropped_without_a_real_reason(
    reporter: User, editor: User, reason: DropReason | None, note: str
) -> None:
    with pytest.raises(NotReady) as refused:
        move_case(claim_of(reporter).pk, "drop", by=editor, reason=reason, note=note)

    assert refused.value.missing == (Missing.REASON,)


def test_a_case_is_merged_into_another(reporter: User, editor: User) -> None:
    claim, other = claim_of(reporter, "fr"), claim_of(reporter, "ar")

    merged = move_case(claim.pk, "merge", by=editor, into=other)

    assert (merged.status, merged.drop_reason, merged.merged_into) == ("dropped", "merged", other)


def test_a_case_is_not_merged_into_itself_or_into_one_that_went_elsewhere(
    reporter: User, editor: User
) -> None:
    claim, other, third = (claim_of(reporter, language) for language in ("ar", "fr", "hi"))
    other = move_case(other.pk, "merge", by=editor, into=third)

    with pytest.raises(NotReady):
        move_case(claim.pk, "merge", by=editor, into=claim)
    with pytest.raises(NotReady):
        move_case(claim.pk, "merge", by=editor, into=other)


def test_a_reopened_case_forgets_why_it_was_dropped(reporter: User, editor: User) -> None:
    claim = claim_of(reporter)
    move_case(claim.pk, "drop", by=editor, reason=DropReason.SPAM)

    claim = move_case(claim.pk, "reopen", by=editor)

    assert (claim.status, claim.drop_reason, claim.merged_into) == ("researching", "", None)


def test_a_move_that_fails_leaves_no_trace(reporter: User, editor: User) -> None:
    claim = claim_of(reporter)

    with pytest.raises(NotReady):
        move_case(claim.pk, "drop", by=editor)

    claim.refresh_from_db()
    assert (claim.status, claim.events.count()) == ("received", 1)


# --- Texts


def test_a_text_is_published_by_three_people_and_answers_its_case(
    draft: Revision, desk: Desk
) -> None:
    revision = published(draft, desk)

    claim = revision.text.verdict.claim
    claim.refresh_from_db()
    assert claim.status == "answered"
    assert revision.snapshot is not None
    assert revision.submitted_by == desk.reporter
    assert revision.approved_by == desk.editor
    assert revision.published_by == desk.publisher
    assert [event.name for event in claim.events.all()][-4:] == [
        "text.submit",
        "text.approve",
        "text.publish",
        "case.answered",
    ]


def test_an_incomplete_text_is_not_submitted(desk: Desk) -> None:
    revision = drafted(claim_with_source(desk), desk)
    Revision.objects.filter(pk=revision.pk).update(headline=" ", body="")

    with pytest.raises(NotReady) as refused:
        move_text(revision.pk, "submit", by=desk.reporter)

    assert refused.value.missing == (Missing.HEADLINE, Missing.BODY)


def test_nobody_approves_a_text_of_their_own(person: Callable[..., User], desk: Desk) -> None:
    both = person("reporter", "editor")
    same = Desk(both, desk.editor, desk.publisher)
    revision = drafted(claim_with_source(same), same)
    move_text(revision.pk, "submit", by=both)

    with pytest.raises(NotAllowed):
        move_text(revision.pk, "approve", by=both)

    revision.refresh_from_db()
    assert (revision.status, revision.approved_by) == ("in_review", None)


def test_a_returned_text_carries_the_reasons_until_it_is_submitted_again(
    draft: Revision, desk: Desk
) -> None:
    move_text(draft.pk, "submit", by=desk.reporter)

    back = move_text(draft.pk, "return", by=desk.editor, reason=" المصدر ناقص ")
    again = move_text(draft.pk, "submit", by=desk.reporter)

    assert (back.status, back.return_reason, back.submitted_by) == ("draft", "المصدر ناقص", None)
    assert again.return_reason == ""


def test_a_text_is_not_returned_without_reasons(draft: Revision, desk: Desk) -> None:
    move_text(draft.pk, "submit", by=desk.reporter)

    with pytest.raises(NotReady):
        move_text(draft.pk, "return", by=desk.editor, reason="\n")


@pytest.mark.parametrize("role", ["reporter", "editor", "admin"])
def test_only_a_publisher_publishes(
    draft: Revision, desk: Desk, person: Callable[..., User], role: str
) -> None:
    approved(draft, desk)

    with pytest.raises(NotAllowed):
        move_text(draft.pk, "publish", by=person(role))

    assert not public_revisions().exists()


def test_a_text_is_not_published_twice(draft: Revision, desk: Desk) -> None:
    published(draft, desk)

    with pytest.raises(IllegalMove):
        move_text(draft.pk, "publish", by=desk.publisher)

    assert draft.text.verdict.claim.events.filter(name="text.publish").count() == 1


def test_a_source_lost_after_approval_stops_publication(draft: Revision, desk: Desk) -> None:
    approved(draft, desk)
    draft.text.verdict.sources.all().delete()

    with pytest.raises(NotReady) as refused:
        move_text(draft.pk, "publish", by=desk.publisher)

    assert refused.value.missing == (Missing.SOURCES,)


def test_a_text_is_scheduled_for_the_future_only(draft: Revision, desk: Desk) -> None:
    approved(draft, desk)

    with pytest.raises(NotReady):
        move_text(draft.pk, "schedule", by=desk.publisher, publish_at=timezone.now())
    with pytest.raises(NotReady):
        move_text(draft.pk, "schedule", by=desk.publisher)


def test_a_scheduled_text_is_published_when_its_time_has_come(draft: Revision, desk: Desk) -> None:
    approved(draft, desk)
    soon = timezone.now() + timedelta(hours=1)
    move_text(draft.pk, "schedule", by=desk.publisher, publish_at=soon)
    assert publish_due() == 0

    Revision.objects.filter(pk=draft.pk).update(publish_at=timezone.now() - timedelta(seconds=1))
    first, second = publish_due(), publish_due()

    draft.refresh_from_db()
    assert (first, second) == (1, 0)
    assert (draft.status, draft.published_by) == ("published", desk.publisher)


def test_a_scheduled_text_that_lost_something_waits_and_says_so(
    draft: Revision, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    approved(draft, desk)
    soon = timezone.now() + timedelta(hours=1)
    move_text(draft.pk, "schedule", by=desk.publisher, publish_at=soon)
    draft.text.verdict.sources.all().delete()
    Revision.objects.filter(pk=draft.pk).update(publish_at=timezone.now() - timedelta(seconds=1))

    assert publish_due() == 0

    assert "is not ready" in caplog.text


def test_what_is_not_scheduled_is_not_published_by_the_clock(draft: Revision, desk: Desk) -> None:
    approved(draft, desk)

    with pytest.raises(IllegalMove):
        publish_scheduled(draft.pk)


def test_a_correction_leaves_the_old_text_public_until_it_is_published(
    draft: Revision, desk: Desk
) -> None:
    old = published(draft, desk)

    new = corrected(old, desk, note="صُحح التاريخ", words=WORDS["ar"])

    old.refresh_from_db()
    assert (old.status, new.status) == ("superseded", "published")
    assert list(public_revisions("ar")) == [new]
    assert new.number == 2


def test_a_withdrawn_text_leaves_a_stone(draft: Revision, desk: Desk) -> None:
    published(draft, desk)

    move_text(draft.pk, "withdraw", by=desk.publisher, reason="erreur grave")

    assert not public_revisions().exists()
    stone = withdrawn_revisions("ar").get()
    assert (stone.withdrawn_reason, stone.withdrawn_by) == ("erreur grave", desk.publisher)


def test_the_second_language_does_not_answer_the_case_twice(draft: Revision, desk: Desk) -> None:
    claim = draft.text.verdict.claim
    published(draft, desk)

    published(drafted(claim, desk, language="en"), desk)

    assert claim.events.filter(name="case.answered").count() == 1


def take_up_together(claim: Claim, people: tuple[User, ...]) -> list[str]:
    """Let everybody take up the case at the same moment, each on a connection of their own."""
    together = Barrier(len(people))

    def take_up(somebody: User) -> str:
        together.wait(timeout=10)
        try:
            return move_case(claim.pk, "take_up", by=somebody).status
        except IllegalMove:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return sorted(pool.map(take_up, people))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_people_at_once_one_makes_the_move(reporter: User, editor: User) -> None:
    claim = claim_of(reporter)

    outcomes = take_up_together(claim, (reporter, editor))

    assert outcomes == ["refused", "researching"]
    assert claim.events.filter(name="case.take_up").count() == 1
