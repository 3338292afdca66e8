"""Work that nobody was told of is told of again."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from jobs import actions, heartbeat, hints, registry, runner, sweeper, tasks, watchdog
from jobs.models import Heartbeat, Job, JobState

pytestmark = pytest.mark.django_db


@pytest.fixture
def hinted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Hints that reached a broker which takes everything."""
    sent: list[int] = []

    def send(job_id: int) -> bool:
        sent.append(job_id)
        return True

    monkeypatch.setattr("jobs.hints.send", send)
    monkeypatch.setattr("jobs.hints.queue_length", lambda: 0)
    return sent


def a_job(**fields: object) -> Job:
    return Job.objects.create(kind="test", key=f"{Job.objects.count()}", **fields)


def test_a_job_without_a_hint_is_hinted_at(hinted: list[int]) -> None:
    job = a_job()

    sweeper.sweep()

    assert hinted == [job.pk]


def test_a_job_left_to_the_sweeper_is_hinted_at_in_its_next_round(
    hinted: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with hints.left_to_sweeper(), django_capture_on_commit_callbacks(execute=True):
        job = actions.enqueue("test", "left", {})
    before = list(hinted)

    sweeper.sweep()

    assert before == []
    assert hinted == [job.pk]


def test_a_job_after_one_left_to_the_sweeper_is_hinted_at_itself(
    hinted: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with hints.left_to_sweeper(), django_capture_on_commit_callbacks(execute=True):
        actions.enqueue("test", "left", {})
    with django_capture_on_commit_callbacks(execute=True):
        job = actions.enqueue("test", "hurried", {})

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
    monkeypatch.setattr("jobs.hints.queue_length", lambda: 2)
    a_job()

    assert sweeper.sweep() == 0
    assert hinted == []


def grow_older(seconds: float) -> None:
    """Let so much time pass for every hint that was sent and every job that waits."""
    span = timedelta(seconds=seconds)
    Job.objects.update(hinted_at=F("hinted_at") - span, due_at=F("due_at") - span)


@pytest.mark.parametrize("first_message_arrives", [True, False])
def test_a_hundred_jobs_before_deaf_workers_cost_few_messages_in_ten_minutes(
    hinted: list[int], monkeypatch: pytest.MonkeyPatch, first_message_arrives: bool
) -> None:
    # A queue of one, whatever is sent, is the worst case: neither empty nor longer than the work.
    queued = (lambda: len(hinted)) if first_message_arrives else (lambda: 1)
    monkeypatch.setattr("jobs.hints.queue_length", queued)
    Job.objects.bulk_create(Job(kind="test", key=str(number)) for number in range(100))

    for _round in range(60):
        sweeper.sweep()
        grow_older(10)

    # Without these rules it was 43 for each job (4,174 for 97); with them at most the first one
    # and those after 20, 60, 140, 300 and 600 s.
    assert len(hinted) <= (200 if first_message_arrives else 600)


def test_the_wait_before_another_message_doubles_up_to_five_minutes(
    hinted: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobs.hints.queue_length", lambda: 1)
    a_job()
    sent_at = []

    for second in range(0, 1000, 20):
        if sweeper.sweep():
            sent_at.append(second)
        grow_older(20)

    assert sent_at == [0, 20, 60, 140, 300, 600, 900]


def test_an_empty_queue_is_told_again_after_the_shortest_wait(hinted: list[int]) -> None:
    past = timezone.now() - timedelta(seconds=21)
    job = a_job(due_at=past - timedelta(minutes=9), hinted_at=past, hints=30)

    sweeper.sweep()

    assert hinted == [job.pk]


def test_a_job_that_was_chosen_by_one_sweeper_is_not_chosen_by_another(hinted: list[int]) -> None:
    a_job()

    turns = [sweeper._take_turns(0), sweeper._take_turns(0)]

    assert [len(turn) for turn in turns] == [1, 0]


def test_a_message_that_could_not_be_sent_is_sent_as_soon_as_the_broker_is_back(
    hinted: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    heartbeat.beat("worker")
    job = a_job()
    with monkeypatch.context() as away:
        away.setattr("jobs.hints.send", lambda job_id: False)
        sweeper.sweep()

    sweeper.sweep()

    assert hinted == [job.pk]


def test_the_claim_of_a_job_forgets_how_often_it_was_told_of(hinted: list[int]) -> None:
    job = a_job(hints=7)

    runner.claim(job.pk)

    job.refresh_from_db()
    assert job.hints == 0


def test_without_a_worker_the_work_waits_at_a_broker_that_lives(hinted: list[int]) -> None:
    job = a_job()

    sweeper.sweep()

    job.refresh_from_db()
    assert (job.state, job.last_error) == (JobState.QUEUED, "")


def test_the_schedule_does_the_same_round(hinted: list[int]) -> None:
    job = a_job()

    tasks.sweep()

    assert hinted == [job.pk]


def test_without_broker_and_worker_the_sweeper_does_the_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("jobs.hints.send", lambda job_id: False)
    monkeypatch.setattr("jobs.hints.queue_length", lambda: 0)
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
    monkeypatch.setattr("jobs.hints.send", lambda job_id: False)
    monkeypatch.setattr("jobs.hints.queue_length", lambda: 0)
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
    past = timezone.now() - timedelta(days=2)
    Heartbeat.objects.create(name="sweeper@old", role="sweeper", beat_at=past)
    heartbeat.beat("sweeper")

    heartbeat.forget_the_gone()

    assert not Heartbeat.objects.filter(name="sweeper@old").exists()
    assert heartbeat.is_alive("sweeper")


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


@pytest.mark.parametrize(
    ("hinted_before", "stuck"),
    [
        pytest.param(200, False, id="nobody was told since its lease ended"),
        pytest.param(60, True, id="a message was sent since"),
    ],
)
def test_released_work_makes_a_worker_deaf_only_when_it_was_told_of_it(
    hinted_before: int, stuck: bool
) -> None:
    now = timezone.now()
    a_job(
        state=JobState.RUNNING,
        due_at=now - timedelta(seconds=300),
        started_at=now - timedelta(seconds=200),
        lease_until=now - timedelta(seconds=100),
        hinted_at=now - timedelta(seconds=hinted_before),
    )

    assert watchdog.work_is_stuck() is stuck
