"""Work that is interrupted from outside is tried again; it is not its own fault."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import DEFAULT_DB_ALIAS, InternalError, connection, connections
from django.utils import timezone

from jobs import actions, registry, runner, sweeper
from jobs.models import Job, JobState


def kind_of_work(work: object) -> None:
    registry.register(
        registry.Kind("test.interrupted", work=work, record=lambda *_: None)  # type: ignore[arg-type]
    )


def lose_the_connection(payload: registry.Payload, progress: registry.Progress) -> None:
    """Do what a restart of the database does: the server ends the session under us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (mine,) = cursor.fetchone()
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [mine])
    other.close()
    progress(1, 2)


def run_out_of_time(payload: registry.Payload, progress: registry.Progress) -> None:
    raise SoftTimeLimitExceeded


def change_hands(payload: registry.Payload, progress: registry.Progress) -> None:
    actions.ask_again("test.interrupted", "a", {})
    progress(1, 2)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_job_that_lost_its_database_is_tried_again_within_seconds() -> None:
    kind_of_work(lose_the_connection)
    job = actions.enqueue("test.interrupted", "a", {})

    outcome = runner.run(job.pk)

    job.refresh_from_db()
    assert outcome is runner.Ran.WILL_RETRY
    assert (job.state, job.lease_until) == (JobState.FAILED, None)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_worker_frozen_while_it_finishes_holds_up_nobody_elses_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("jobs.sweeper._database_is_up_long_enough", lambda: True)
    long_ago = timezone.now() - timedelta(seconds=60)
    held, other = (
        Job.objects.create(
            kind="test.interrupted",
            key=key,
            state=JobState.RUNNING,
            holder="worker@gone:1:a",
            started_at=long_ago,
            lease_until=timezone.now() + timedelta(seconds=90),
        )
        for key in ("عالق", "é")
    )
    frozen = connections.create_connection(DEFAULT_DB_ALIAS)
    frozen.set_autocommit(False)
    with frozen.cursor() as cursor:
        cursor.execute("SELECT 1 FROM jobs_job WHERE id = %s FOR UPDATE", [held.pk])
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")

    meanwhile = sweeper.release_the_gone()
    frozen.rollback()
    frozen.close()
    afterwards = sweeper.release_the_gone()

    other.refresh_from_db()
    assert (meanwhile, afterwards) == (1, 1)
    assert other.last_error == runner.HOLDER_GONE
    connection.close()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_server_ends_a_session_that_stands_still_within_a_transaction() -> None:
    job = actions.enqueue("test.interrupted", "a", {})
    frozen = connections.create_connection(DEFAULT_DB_ALIAS)
    with frozen.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        limit = cursor.fetchone()
        cursor.execute("SET idle_in_transaction_session_timeout = '300ms'")
    frozen.set_autocommit(False)
    with frozen.cursor() as cursor:
        cursor.execute("SELECT 1 FROM jobs_job WHERE id = %s FOR UPDATE", [job.pk])
    time.sleep(0.8)

    claimed = runner.claim(job.pk)

    assert limit == ("1min",)
    assert claimed is not None
    with frozen.cursor() as cursor, pytest.raises(InternalError, match="idle-in-transaction"):
        cursor.execute("SELECT 1")
    frozen.close()


def stand_still(payload: registry.Payload, result: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '200ms'")
        time.sleep(0.6)
        cursor.execute("SELECT 1")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_job_whose_last_transaction_stood_still_is_tried_again() -> None:
    registry.register(registry.Kind("test.interrupted", work=lambda *_: None, record=stand_still))
    job = actions.enqueue("test.interrupted", "a", {})

    outcome = runner.run(job.pk)

    job.refresh_from_db()
    assert outcome is runner.Ran.WILL_RETRY
    assert (job.state, job.lease_until) == (JobState.FAILED, None)


@pytest.mark.django_db
def test_a_job_that_ran_out_of_time_is_tried_again() -> None:
    kind_of_work(run_out_of_time)
    job = actions.enqueue("test.interrupted", "a", {})

    outcome = runner.run(job.pk)

    assert outcome is runner.Ran.WILL_RETRY
    assert Job.objects.get().last_error.startswith("SoftTimeLimitExceeded")


@pytest.mark.django_db
def test_a_run_that_was_asked_for_again_meanwhile_stops_and_leaves_the_job_waiting() -> None:
    kind_of_work(change_hands)
    job = actions.enqueue("test.interrupted", "a", {})

    outcome = runner.run(job.pk)

    job.refresh_from_db()
    assert outcome is runner.Ran.FENCED
    assert (job.state, job.lease_until) == (JobState.QUEUED, None)
