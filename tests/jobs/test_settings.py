"""The limits stand one inside the other, so that two processes never hold one job in vain."""

from __future__ import annotations

import pytest
from celery import current_app
from django.conf import settings

from jobs import heartbeat
from jobs.hints import RUN


@pytest.fixture(autouse=True)
def _tasks_of_all_apps() -> None:
    """Find the tasks as a worker does when it starts."""
    current_app.loader.import_default_modules()


def test_a_job_is_stopped_before_its_lease_ends_and_its_lease_before_its_message_returns() -> None:
    visible_again = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]

    limits = [
        settings.CELERY_TASK_SOFT_TIME_LIMIT,
        settings.CELERY_TASK_TIME_LIMIT,
        settings.JOB_LEASE_SECONDS,
        visible_again,
    ]

    assert limits == sorted(set(limits))


def test_a_killed_worker_is_noticed_and_its_job_sent_again_within_a_minute() -> None:
    silence = heartbeat.EVERY + heartbeat.STALE_AFTER

    assert silence.total_seconds() + 2 * settings.JOB_SWEEP_SECONDS <= 50


def test_a_sign_of_life_may_be_missed_now_and_then() -> None:
    assert heartbeat.EVERY * 4 < heartbeat.STALE_AFTER


def test_the_watchdog_gives_up_a_deaf_worker_within_a_minute() -> None:
    assert settings.JOB_WATCHDOG_SECONDS + heartbeat.EVERY.total_seconds() < 60


def test_the_schedule_sweeps_too_and_its_rounds_do_not_pile_up() -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["sweep-jobs"]

    assert entry["task"] in current_app.tasks
    assert entry["options"]["expires"] <= entry["schedule"]


def test_the_task_that_hints_name_exists_and_is_acknowledged_late() -> None:
    assert RUN in current_app.tasks
    assert current_app.conf.task_acks_late


def test_a_pool_process_is_replaced_before_it_grows_large() -> None:
    assert 0 < current_app.conf.worker_max_memory_per_child <= 1_000_000
    assert 0 < current_app.conf.worker_max_tasks_per_child <= 1_000
