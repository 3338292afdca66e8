"""The Celery tasks: do one job, and sweep."""

from __future__ import annotations

from celery import shared_task

from jobs import runner, sweeper
from jobs.hints import RUN


@shared_task(name=RUN, ignore_result=True)
def run(job_id: int) -> str:
    """Do one job. Sending it twice does the work once: the row decides."""
    return runner.run(job_id).value


@shared_task(name="jobs.sweep", ignore_result=True)
def sweep() -> int:
    """One round of the sweeper, set off by the schedule.

    A second way for the rounds of `manage.py sweep`, so that work goes on when that
    process is dead. Both at once is fine: each job is taken by one of them.
    """
    return sweeper.sweep()
