"""The work of a process that is gone is given to another within seconds, and only then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from celery.exceptions import TimeLimitExceeded, WorkerLostError
from django.utils import timezone

from jobs import actions, heartbeat, registry, runner, sweeper, tasks, watchdog
from jobs.models import Heartbeat, Job, JobState

pytestmark = pytest.mark.django_db


@pytest.fixture
def written() -> Iterator[list[Any]]:
    effects: list[Any] = []
    registry.register(
        registry.Kind(
            name="test.held",
            work=lambda payload, progress: payload["value"],
            record=lambda payload, result: effects.append(result),
        )
    )
    yield effects
    registry._kinds.pop("test.held")


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker that takes everything, and a database server that was started long ago."""
    monkeypatch.setattr("jobs.hints.send", lambda job_id: True)
    monkeypatch.setattr("jobs.hints.queue_length", lambda: 0)
    monkeypatch.setattr("jobs.sweeper._database_is_up_long_enough", lambda: True)


@pytest.fixture
def as_worker(monkeypatch: pytest.MonkeyPatch) -> str:
    """This process is a worker, and has just shown itself; its name."""
    monkeypatch.setattr("jobs.heartbeat._holder", None)
    heartbeat.take_role("worker")
    heartbeat.beat("worker")
    return heartbeat.holder()


def claimed_job(value: str = "عمل") -> tuple[Job, runner.Claimed]:
    job = actions.enqueue("test.held", "a", {"value": value})
    claimed = runner.claim(job.pk)
    assert claimed is not None
    job.refresh_from_db()
    return job, claimed


def fall_silent(seconds: float = 31) -> None:
    """Let the last sign of life and the claim be so long ago."""
    past = timezone.now() - timedelta(seconds=seconds)
    Heartbeat.objects.update(beat_at=past)
    Job.objects.update(started_at=past)


def test_a_claim_notes_who_has_the_job(written: list[Any], as_worker: str) -> None:
    job, _claimed = claimed_job()

    assert job.holder == as_worker
    assert as_worker.startswith("worker@")


def test_a_command_has_a_name_of_its_own(
    written: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.heartbeat._holder", None)

    job, _claimed = claimed_job()

    assert job.holder.startswith("command@")


def test_the_work_of_a_worker_that_fell_silent_can_be_claimed_at_once(
    written: list[Any], as_worker: str
) -> None:
    job, _claimed = claimed_job()
    fall_silent()

    released = sweeper.release_the_gone()
    second = runner.claim(job.pk)

    assert released == 1
    assert second is not None
    assert (second.token, second.attempts) == (2, 2)


def test_the_work_of_a_worker_that_lives_is_left_to_it(written: list[Any], as_worker: str) -> None:
    job, _claimed = claimed_job()
    Job.objects.update(started_at=timezone.now() - timedelta(seconds=60))

    assert sweeper.release_the_gone() == 0
    assert runner.claim(job.pk) is None


def test_a_worker_that_never_showed_itself_is_gone_half_a_minute_after_its_claim(
    written: list[Any], as_worker: str
) -> None:
    claimed_job()
    Heartbeat.objects.all().delete()

    at_once = sweeper.release_the_gone()
    fall_silent()
    later = sweeper.release_the_gone()

    assert (at_once, later) == (0, 1)


def test_a_command_keeps_its_lease_although_it_shows_no_sign_of_life(
    written: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.heartbeat._holder", None)
    claimed_job()
    fall_silent(100)

    assert sweeper.release_the_gone() == 0


def test_nobody_counts_as_gone_right_after_the_database_was_started(
    written: list[Any], as_worker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.sweeper._database_is_up_long_enough", lambda: False)
    claimed_job()
    fall_silent()

    assert sweeper.release_the_gone() == 0


@pytest.mark.parametrize(("seconds", "enough"), [(0.0, True), (86_400.0 * 3650, False)])
def test_the_age_of_the_database_server_is_asked_of_the_server(
    monkeypatch: pytest.MonkeyPatch, seconds: float, enough: bool
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr("jobs.heartbeat.STALE_AFTER", timedelta(seconds=seconds))

    assert sweeper._database_is_up_long_enough() is enough


def test_a_frozen_worker_that_wakes_after_another_took_over_writes_nothing(
    written: list[Any], as_worker: str
) -> None:
    job, frozen = claimed_job("first")
    fall_silent()
    sweeper.release_the_gone()
    runner.run(job.pk)

    with pytest.raises(runner.LeaseLost):
        runner._finish(frozen, registry.get_kind("test.held"), "late")

    assert written == ["first"]


def test_a_frozen_worker_that_wakes_before_anyone_took_over_finishes(
    written: list[Any], as_worker: str
) -> None:
    job, frozen = claimed_job()
    fall_silent()
    sweeper.release_the_gone()

    runner._finish(frozen, registry.get_kind("test.held"), "in time after all")

    job.refresh_from_db()
    assert written == ["in time after all"]
    assert job.state == JobState.DONE
    assert runner.claim(job.pk) is None


def test_a_released_job_is_told_of_at_once(
    written: list[Any], as_worker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    monkeypatch.setattr("jobs.hints.send", sent.append)
    job, _claimed = claimed_job()
    Job.objects.update(hinted_at=timezone.now() - timedelta(seconds=32), hints=9)
    fall_silent()

    sweeper.sweep()

    assert sent == [job.pk]


@pytest.mark.parametrize(
    "error", [WorkerLostError("signal 9 (SIGKILL)"), TimeLimitExceeded(120)], ids=["killed", "slow"]
)
def test_a_job_whose_pool_process_died_can_be_claimed_at_once(
    written: list[Any], as_worker: str, error: Exception
) -> None:
    job, _claimed = claimed_job()

    watchdog.note_lost_job(sender=tasks.run, exception=error, args=[job.pk])
    watchdog.release_the_lost()

    job.refresh_from_db()
    assert job.last_error.startswith(type(error).__name__)
    assert runner.claim(job.pk) is not None


def test_a_job_that_killed_its_process_three_times_is_set_aside_with_the_reason(
    written: list[Any], as_worker: str
) -> None:
    job, _claimed = claimed_job()
    Job.objects.update(attempts=3)

    watchdog.note_lost_job(sender=tasks.run, exception=WorkerLostError("signal 9"), args=[job.pk])
    watchdog.release_the_lost()

    job.refresh_from_db()
    assert (job.state, job.lease_until) == (JobState.QUARANTINED, None)
    assert job.last_error == "WorkerLostError: signal 9"


def test_a_task_that_failed_in_another_way_or_is_another_task_ends_no_lease(
    written: list[Any], as_worker: str
) -> None:
    job, _claimed = claimed_job()

    watchdog.note_lost_job(sender=tasks.run, exception=ValueError("é"), args=[job.pk])
    watchdog.note_lost_job(sender=tasks.sweep, exception=WorkerLostError("9"), args=[job.pk])
    watchdog.note_lost_job(sender=tasks.run, exception=WorkerLostError("9"), args=[])
    watchdog.release_the_lost()

    assert runner.claim(job.pk) is None


def test_a_dead_process_ends_no_lease_of_another_worker(written: list[Any], as_worker: str) -> None:
    job, _claimed = claimed_job()
    Job.objects.update(holder="worker@elsewhere:1:ab")

    watchdog.note_lost_job(sender=tasks.run, exception=WorkerLostError("9"), args=[job.pk])
    watchdog.release_the_lost()

    assert runner.claim(job.pk) is None


def test_a_worker_that_stops_leaves_what_it_was_cut_off_from(
    written: list[Any], as_worker: str
) -> None:
    job, _claimed = claimed_job()

    cut_off = runner.release_all_of(as_worker)
    heartbeat.end("worker")

    assert cut_off == 1
    assert not heartbeat.is_alive("worker")
    assert runner.claim(job.pk) is not None


def test_names_of_two_lives_of_one_process_number_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    first = heartbeat._called("worker")
    monkeypatch.setattr("jobs.heartbeat._birth", "ffffffff")

    assert heartbeat._called("worker") != first


def test_the_longest_name_of_a_host_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "ح" * 255)

    heartbeat.beat("sweeper")

    assert len(Heartbeat.objects.get().name) <= 120


def test_the_last_of_each_role_is_remembered_so_that_people_see_since_when_it_is_gone() -> None:
    past = timezone.now() - timedelta(days=3)
    for number in range(2):
        Heartbeat.objects.create(
            name=f"worker@{number}", role="worker", beat_at=past + timedelta(hours=number)
        )

    heartbeat.forget_the_gone()

    assert [beat.name for beat in Heartbeat.objects.all()] == ["worker@1"]
    assert heartbeat.last_seen("worker") == past + timedelta(hours=1)
    assert heartbeat.last_seen("sweeper") is None
