"""Questions that were not answered at once: waited for, taken over, asked on, given up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django.fixtures import Settings

from jobs import runner
from jobs.models import Job, JobState
from media_provenance.look_ups import LOOK_UP, Operation, Question, ask, ask_again
from media_provenance.models import CallState, ProviderCall
from media_provenance.providers.outcomes import Outcome
from tests.factories.look_ups import COPIES, run_look_ups
from tests.providers import fake
from tests.providers.fake import Fake, Fault
from tests.providers.operations import PAGE_URL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_waits")]
Start = Callable[..., Fake]


@pytest.mark.parametrize(
    ("fault", "outcome", "wait"),
    [
        (fake.limited, Outcome.LIMITED, 7),
        (fake.limited_without_a_word, Outcome.LIMITED, 60),
        (fake.broken, Outcome.SERVER_ERROR, 10),
    ],
)
def test_a_trouble_that_passes_is_waited_for_and_then_answered(
    service: Start, alice: User, fault: Fault, outcome: Outcome, wait: int
) -> None:
    service("wayback", "captures", fault)
    call = ask("wayback", COPIES, by=alice)
    before = timezone.now()
    run_look_ups()
    again = Job.objects.get(kind=LOOK_UP, state=JobState.QUEUED)
    between = ProviderCall.objects.get()

    run_look_ups(waiting_over=True)

    call.refresh_from_db()
    assert timedelta(0) <= again.due_at - before - timedelta(seconds=wait) < timedelta(seconds=5)
    assert (between.state, between.outcome, between.tries) == (CallState.WAITING, "", 1)
    assert (call.state, call.outcome, call.tries) == (CallState.DONE, "found", 2)


def test_what_never_passes_ends(service: Start, alice: User) -> None:
    archive = service("wayback", "captures", *[fake.broken] * 9)
    call = ask("wayback", COPIES, by=alice)

    for _ in range(9):
        run_look_ups(waiting_over=True)

    call.refresh_from_db()
    assert (call.state, call.outcome, call.status) == (CallState.FAILED, "server_error", 500)
    assert len(archive.asked) == call.tries == 5


def test_a_blocked_address_is_said_at_once_with_the_archives_reason(
    service: Start, alice: User
) -> None:
    service("wayback", "captures", fake.blocked)
    call = ask("wayback", COPIES, by=alice)

    run_look_ups()

    call.refresh_from_db()
    assert (call.state, call.outcome, call.status) == (CallState.FAILED, "blocked", 403)
    assert "Blocked Site Error" in call.detail
    assert call.answer is not None


def test_what_failed_may_be_asked_again(service: Start, alice: User) -> None:
    service("wayback", "captures", fake.blocked)
    call = ask("wayback", COPIES, by=alice)
    run_look_ups()
    call.refresh_from_db()

    again = ask_again(call, by=alice)
    run_look_ups()

    again.refresh_from_db()
    assert (again.follows, again.outcome) == (call, "found")


def test_a_worker_that_dies_while_asking_loses_nothing(
    service: Start, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = service("wayback", "captures")
    call = ask("wayback", COPIES, by=alice)
    job = Job.objects.get(kind=LOOK_UP)
    # A worker took it, sent its request, and was never heard of again.
    runner.claim(job.pk)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    run_look_ups()
    run_look_ups()

    call.refresh_from_db()
    assert (call.outcome, call.leads.count(), len(archive.asked)) == ("found", 4, 1)


def test_a_service_switched_off_meanwhile_is_asked_no_more(
    service: Start, alice: User, settings: Settings
) -> None:
    archive = service("wayback", "captures")
    call = ask("wayback", COPIES, by=alice)
    settings.PROVIDERS_ON = []

    run_look_ups()

    call.refresh_from_db()
    assert (call.state, call.outcome, archive.asked) == (CallState.FAILED, "switched_off", [])


def test_the_next_part_of_an_answer_is_asked_for_by_itself(service: Start, alice: User) -> None:
    service("wayback", "captures, paged")
    call = ask("wayback", COPIES, by=alice)

    run_look_ups(waiting_over=True)

    following = ProviderCall.objects.get(follows=call)
    assert (following.outcome, following.parameters["page"]) == ("found", 2)
    assert following.leads.get().earliest == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_page_that_is_being_saved_is_asked_after(service: Start, alice: User) -> None:
    service("save_page_now", "save")
    question = Question(Operation.SAVE, url=PAGE_URL, what="page", may_leave=True)
    call = ask("save_page_now", question, by=alice)

    run_look_ups(waiting_over=True)
    run_look_ups(waiting_over=True)

    after = ProviderCall.objects.get(follows=call)
    call.refresh_from_db()
    assert (call.outcome, after.operation, after.outcome) == ("pending", "save_status", "found")
    assert "/web/20261122180000/" in after.leads.get().archived_url
