"""A job is claimed once, done once, and ends in a state that says what happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from jobs import actions, registry, runner
from jobs.models import Job, JobState

pytestmark = pytest.mark.django_db


class Broken(Exception):
    pass


class Passing(Exception):
    pass


@pytest.fixture
def written() -> Iterator[list[Any]]:
    """A kind "test.write" that appends its payload to this list when it is recorded."""
    effects: list[Any] = []
    registry.register(
        registry.Kind(
            name="test.write",
            work=lambda payload, progress: payload["value"],
            record=lambda payload, result: effects.append(result),
        )
    )
    yield effects
    registry._kinds.pop("test.write")


def failing_kind(error: type[Exception]) -> None:
    def work(payload: registry.Payload, progress: registry.Progress) -> None:
        raise error("it did not work")

    registry.register(
        registry.Kind(
            name="test.fail",
            work=work,
            record=lambda payload, result: None,
            passing_errors=(Passing,),
        )
    )


def test_a_job_is_done_and_says_so(written: list[Any]) -> None:
    job = actions.enqueue("test.write", "a", {"value": "نص"})

    outcome = runner.run(job.pk)

    job.refresh_from_db()
    assert outcome is runner.Ran.DONE
    assert written == ["نص"]
    assert (job.state, job.attempts, job.lease_until) == (JobState.DONE, 1, None)
    assert job.finished_at is not None


def test_the_same_message_twice_does_the_work_once(written: list[Any]) -> None:
    job = actions.enqueue("test.write", "a", {"value": 1})

    outcomes = [runner.run(job.pk), runner.run(job.pk)]

    assert outcomes == [runner.Ran.DONE, runner.Ran.NOT_OURS]
    assert written == [1]


def test_asking_twice_for_one_effect_makes_one_job(written: list[Any]) -> None:
    first = actions.enqueue("test.write", "a", {"value": 1})
    second = actions.enqueue("test.write", "a", {"value": 2})

    assert first.pk == second.pk
    assert Job.objects.get().payload == {"value": 1}


def test_asking_again_runs_a_finished_job_once_more(written: list[Any]) -> None:
    job = actions.enqueue("test.write", "a", {"value": 1})
    runner.run(job.pk)

    actions.ask_again("test.write", "a", {"value": 2})
    runner.run(job.pk)

    assert written == [1, 2]


def test_a_running_job_is_not_taken_by_a_second_worker(written: list[Any]) -> None:
    job = actions.enqueue("test.write", "a", {"value": 1})
    claimed = runner.claim(job.pk)

    second = runner.claim(job.pk)

    assert claimed is not None
    assert second is None


def test_a_worker_that_lost_its_lease_writes_nothing(written: list[Any]) -> None:
    job = actions.enqueue("test.write", "a", {"value": 1})
    slow = runner.claim(job.pk)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    runner.run(job.pk)
    assert slow is not None

    with pytest.raises(runner.LeaseLost):
        runner._finish(slow, registry.get_kind("test.write"), "late")

    assert written == [1]


def test_progress_of_a_worker_without_a_lease_stops_it(written: list[Any]) -> None:
    job = actions.enqueue("test.write", "a", {"value": 1})
    slow = runner.claim(job.pk)
    Job.objects.update(token=99)
    assert slow is not None

    with pytest.raises(runner.LeaseLost):
        runner._progress_of(slow)(1, 2)


def test_progress_is_shown_and_extends_the_lease(written: list[Any]) -> None:
    job = actions.enqueue("test.write", "a", {"value": 1})
    claimed = runner.claim(job.pk)
    assert claimed is not None
    Job.objects.update(lease_until=timezone.now() + timedelta(seconds=1))

    runner._progress_of(claimed)(3, 10)

    job.refresh_from_db()
    assert (job.progress_done, job.progress_total) == (3, 10)
    assert job.lease_until is not None
    assert job.lease_until > timezone.now() + timedelta(seconds=30)


def test_a_passing_error_is_tried_again_later() -> None:
    failing_kind(Passing)
    job = actions.enqueue("test.fail", "a", {})

    outcome = runner.run(job.pk)

    job.refresh_from_db()
    assert outcome is runner.Ran.WILL_RETRY
    assert job.state == JobState.FAILED
    assert job.due_at > timezone.now()
    assert "it did not work" in job.last_error


def test_a_passing_error_is_set_aside_after_three_attempts() -> None:
    failing_kind(Passing)
    job = actions.enqueue("test.fail", "a", {})

    outcomes = []
    for _attempt in range(3):
        Job.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        outcomes.append(runner.run(job.pk))

    assert outcomes == [runner.Ran.WILL_RETRY, runner.Ran.WILL_RETRY, runner.Ran.SET_ASIDE]
    assert Job.objects.get().state == JobState.QUARANTINED


def test_an_unforeseen_error_is_set_aside_at_once_with_its_reason() -> None:
    failing_kind(Broken)
    job = actions.enqueue("test.fail", "a", {})

    outcome = runner.run(job.pk)

    job.refresh_from_db()
    assert outcome is runner.Ran.SET_ASIDE
    assert job.last_error == "Broken: it did not work"


def test_a_job_that_ended_its_worker_three_times_is_set_aside(written: list[Any]) -> None:
    job = actions.enqueue("test.write", "a", {"value": 1})
    for _attempt in range(3):
        assert runner.claim(job.pk) is not None
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    fourth = runner.claim(job.pk)

    assert fourth is None
    assert Job.objects.get().state == JobState.QUARANTINED
    assert written == []


def test_a_kind_that_nobody_registered_is_set_aside_with_its_name() -> None:
    job = actions.enqueue("test.unknown", "a", {})

    runner.run(job.pk)

    job.refresh_from_db()
    assert job.state == JobState.QUARANTINED
    assert "test.unknown" in job.last_error


def test_when_recording_fails_nothing_of_it_is_kept() -> None:
    def record(payload: registry.Payload, result: object) -> None:
        Job.objects.create(kind="test.effect", key="half written")
        raise Broken

    registry.register(
        registry.Kind(name="test.half", work=lambda payload, progress: None, record=record)
    )
    job = actions.enqueue("test.half", "a", {})

    runner.run(job.pk)

    assert not Job.objects.filter(kind="test.effect").exists()


def test_a_job_set_aside_can_be_tried_again_once() -> None:
    failing_kind(Broken)
    job = actions.enqueue("test.fail", "a", {})
    runner.run(job.pk)

    outcomes = [actions.try_again(job), actions.try_again(job)]

    job.refresh_from_db()
    assert outcomes == [True, False]
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


def test_a_waiting_job_can_be_cancelled_and_a_finished_one_cannot(written: list[Any]) -> None:
    waiting = actions.enqueue("test.write", "a", {"value": 1})
    done = actions.enqueue("test.write", "b", {"value": 2})
    runner.run(done.pk)

    outcomes = [actions.cancel(waiting), actions.cancel(done)]

    assert outcomes == [True, False]
    assert runner.run(waiting.pk) is runner.Ran.NOT_OURS


def test_a_job_that_is_not_due_is_left_alone(written: list[Any]) -> None:
    later = timezone.now() + timedelta(hours=1)
    job = actions.enqueue("test.write", "a", {"value": 1}, due_at=later)

    assert runner.run(job.pk) is runner.Ran.NOT_OURS


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_job_of_a_change_that_was_rolled_back_is_gone(
    written: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    hinted: list[int] = []
    monkeypatch.setattr("jobs.hints.hint", hinted.append)

    with pytest.raises(Broken), transaction.atomic():
        actions.enqueue("test.write", "a", {"value": 1})
        raise Broken

    assert not Job.objects.exists()
    assert hinted == []
    assert connection.in_atomic_block is False
