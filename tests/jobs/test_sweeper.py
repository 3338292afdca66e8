"""Work that nobody was told of is told of again."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from jobs import heartbeat, registry, sweeper, watchdog
from jobs.models import Heartbeat, Job, JobState

pytestmark = pytest.mark.django_db


@pytest.fixture
def hinted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Hints that reached a broker which takes everything."""
    sent: list[int] = []

    def hint(job_id: int) -> bool:
        sent.append(job_id)
        Job.objects.filter(pk=job_id).update(hinted_at=timezone.now())
        return True

    monkeypatch.setattr("jobs.tasks.hint", hint)
    monkeypatch.setattr("jobs.tasks.queue_length", lambda: 0)
    return sent


def a_job(**fields: object) -> Job:
    return Job.objects.create(kind="test", key=f"{Job.objects.count()}", **fields)


def test_a_job_without_a_hint_is_hinted_at(hinted: list[int]) -> None:
    job = a_job()

    sweeper.sweep()

    assert hinted == [job.pk]


def test_a_job_hinted_at_just_now_is_not_hinted_at_again(hinted: list[int]) -> None:
    now = timezone.now()
    a_job(due_at=now - timedelta(seconds=1), hinted_at=now)

    assert sweeper.sweep() == 0
    assert hinted == []


def test_a_retry_that_has_become_due_is_hinted_at(hinted: list[int]) -> None:
    now = timezone.now()
    job = a_job(
        state=JobState.FAILED,
        due_at=now - timedelta(seconds=1),
        hinted_at=now - timedelta(seconds=2),
    )

    sweeper.sweep()

    assert hinted == [job.pk]


def test_a_hint_that_led_to_nothing_is_sent_again(hinted: list[int]) -> None:
    past = timezone.now() - timedelta(minutes=5)
    job = a_job(due_at=past - timedelta(seconds=1), hinted_at=past)

    sweeper.sweep()

    assert hinted == [job.pk]


def test_a_job_whose_lease_ran_out_is_hinted_at(hinted: list[int]) -> None:
    past = timezone.now() - timedelta(seconds=1)
    job = a_job(state=JobState.RUNNING, lease_until=past, hinted_at=past - timedelta(minutes=5))

    sweeper.sweep()

    assert hinted == [job.pk]


def test_running_finished_and_future_jobs_are_left_alone(hinted: list[int]) -> None:
    now = timezone.now()
    a_job(state=JobState.RUNNING, lease_until=now + timedelta(minutes=1))
    a_job(state=JobState.DONE, finished_at=now)
    a_job(state=JobState.QUARANTINED)
    a_job(due_at=now + timedelta(hours=1))

    sweeper.sweep()

    assert hinted == []


def test_a_queue_longer_than_the_work_gets_no_more_messages(
    hinted: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.tasks.queue_length", lambda: 2)
    a_job()

    assert sweeper.sweep() == 0
    assert hinted == []


def test_without_broker_and_worker_the_sweeper_does_the_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("jobs.tasks.hint", lambda job_id: False)
    monkeypatch.setattr("jobs.tasks.queue_length", lambda: 0)
    registry.register(
        registry.Kind("test", work=lambda payload, progress: None, record=lambda *_: None)
    )
    job = a_job()

    sweeper.sweep()

    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_without_broker_the_work_is_left_to_a_worker_that_lives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("jobs.tasks.hint", lambda job_id: False)
    monkeypatch.setattr("jobs.tasks.queue_length", lambda: 0)
    heartbeat.beat("worker")
    job = a_job()

    sweeper.sweep()

    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_a_sign_of_life_counts_for_half_a_minute() -> None:
    heartbeat.beat("worker")

    fresh = heartbeat.is_alive("worker")
    Heartbeat.objects.update(beat_at=timezone.now() - timedelta(seconds=31))
    stale = heartbeat.is_alive("worker")

    assert (fresh, stale) == (True, False)


def test_processes_gone_for_a_day_are_forgotten() -> None:
    heartbeat.beat("sweeper")
    Heartbeat.objects.update(beat_at=timezone.now() - timedelta(days=2))

    heartbeat.forget_the_gone()

    assert not Heartbeat.objects.exists()


def test_one_round_of_the_sweeper_process_shows_its_sign_of_life(hinted: list[int]) -> None:
    call_command("sweep", once=True, stdout=StringIO())

    assert heartbeat.is_alive("sweeper")


@pytest.mark.parametrize(
    ("age_of_due", "hinted_before", "claimed_before", "stuck"),
    [
        pytest.param(300, 200, 300, True, id="due, hinted at, nothing claimed"),
        pytest.param(300, 200, 5, False, id="something was claimed lately"),
        pytest.param(5, 5, 300, False, id="due only just now"),
        pytest.param(300, None, 300, False, id="never hinted at"),
    ],
)
def test_a_worker_is_deaf_when_work_is_due_and_nobody_takes_any(
    age_of_due: int, hinted_before: int | None, claimed_before: int, stuck: bool
) -> None:
    now = timezone.now()
    a_job(
        due_at=now - timedelta(seconds=age_of_due),
        hinted_at=None if hinted_before is None else now - timedelta(seconds=hinted_before),
    )
    a_job(
        state=JobState.DONE,
        started_at=now - timedelta(seconds=claimed_before),
        finished_at=now,
    )

    assert watchdog.work_is_stuck() is stuck
