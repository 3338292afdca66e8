"""Work that is interrupted from outside is tried again; it is not its own fault."""

from __future__ import annotations

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, connections

from jobs import actions, registry, runner
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
