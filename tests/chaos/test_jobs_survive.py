"""Break a part while 120 jobs are under way: none is lost, and none has its effect twice.

The jobs and what counts them are in `tests.chaos.workload`; docs/explanation/what-survives.md
says what each scenario stands for.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chaos.installation import LEASE_SECONDS, Ask, Installation, Outcome, Workload

pytestmark = [pytest.mark.chaos, pytest.mark.long]

JOBS = 120
# Enough of them done that the fault falls into the middle.
SOME = 20

Judge = Callable[[Outcome], None]


def test_the_broker_forgets_everything(
    ground: Installation, workload: Workload, judge: Judge
) -> None:
    ground.start_worker()
    ground.start_sweeper()
    workload.ask(Ask("chaos.effect", JOBS))
    workload.wait_until_done(1)

    workload.strike()
    ground.flush_broker()
    outcome = workload.outcome()

    judge(outcome)
    assert (outcome.done, outcome.set_aside) == (JOBS, 0)


def test_the_worker_is_killed_twice(ground: Installation, workload: Workload, judge: Judge) -> None:
    ground.start_worker()
    ground.start_sweeper()
    workload.ask(Ask("chaos.effect", JOBS))

    for done in (SOME, SOME * 2):
        workload.wait_until_done(done)
        workload.strike()
        ground.kill("worker")
    outcome = workload.outcome()

    judge(outcome)
    assert (outcome.done, outcome.set_aside) == (JOBS, 0)
    # Two processes, each with one job in hand, twice.
    assert outcome.reruns <= 4


def test_every_message_arrives_five_times(
    ground: Installation, workload: Workload, judge: Judge
) -> None:
    ground.start_sweeper()
    workload.ask(Ask("chaos.effect", JOBS), times=5)

    workload.strike()
    ground.start_worker()
    outcome = workload.outcome()

    judge(outcome)
    assert (outcome.done, outcome.reruns) == (JOBS, 0)


def test_the_broker_is_killed_and_comes_back_empty(
    ground: Installation, workload: Workload, judge: Judge
) -> None:
    ground.start_worker()
    ground.start_sweeper()
    workload.ask(Ask("chaos.effect", JOBS))
    workload.wait_until_done(SOME)

    workload.strike()
    ground.kill("broker")
    time.sleep(1)
    ground.start_broker()
    outcome = workload.outcome()

    judge(outcome)
    assert (outcome.done, outcome.set_aside) == (JOBS, 0)


def test_the_database_is_restarted_without_warning(
    ground: Installation, workload: Workload, judge: Judge
) -> None:
    ground.start_worker()
    ground.start_sweeper()
    workload.ask(Ask("chaos.effect", JOBS))
    workload.wait_until_done(SOME)

    workload.strike()
    ground.kill("database", signal.SIGQUIT)
    ground.start_database()
    outcome = workload.outcome()

    judge(outcome)
    assert (outcome.done, outcome.set_aside) == (JOBS, 0)


def test_jobs_are_asked_for_while_the_broker_is_away(
    ground: Installation, workload: Workload, judge: Judge
) -> None:
    ground.start_worker()
    ground.start_sweeper()
    workload.strike()
    ground.kill("broker")

    workload.ask(Ask("chaos.effect", JOBS))
    ground.start_broker()
    outcome = workload.outcome()

    judge(outcome)
    assert (outcome.done, outcome.set_aside) == (JOBS, 0)


def test_three_jobs_kill_their_worker(
    ground: Installation, workload: Workload, judge: Judge
) -> None:
    ground.start_worker()
    ground.start_sweeper()

    workload.strike()
    workload.ask(Ask("chaos.poison", 3), Ask("chaos.effect", JOBS - 3))
    outcome = workload.outcome()

    judge(outcome)
    assert (outcome.done, outcome.set_aside) == (JOBS - 3, 3)
    assert [workload.runs_of(f"poison-{number:03}") for number in range(3)] == [3, 3, 3]
    reasons = ground.rows("SELECT last_error FROM jobs_job WHERE state = 'quarantined'")
    assert all(reason for (reason,) in reasons)


def test_a_frozen_worker_wakes_after_another_took_its_job(
    ground: Installation, workload: Workload, judge: Judge
) -> None:
    ground.start_worker("frozen")
    ground.start_sweeper()
    # Long beside the moment in which the effect is written, in which nobody is to be frozen.
    workload.ask(Ask("chaos.slow", 4, {"seconds": 1}), Ask("chaos.effect", JOBS - 4))
    ground.wait_until(lambda: bool(workload.in_hand("frozen")), "a job in hand", seconds=60)

    workload.strike()
    os.killpg(ground.parts["frozen"].group, signal.SIGSTOP)
    in_hand = workload.in_hand("frozen")
    ground.start_worker("second")
    outcome_while_frozen = workload.outcome()
    os.killpg(ground.parts["frozen"].group, signal.SIGCONT)
    ground.wait_until(
        lambda: workload.lines_with("job fenced") >= len(in_hand), "the late are fenced", seconds=30
    )
    outcome = workload.outcome()

    judge(outcome)
    assert (outcome_while_frozen.done, outcome.done) == (JOBS, JOBS)
    assert outcome.fenced == outcome.reruns == len(in_hand) >= 1


def test_a_job_outlives_its_lease_and_finishes_late(
    ground: Installation, workload: Workload, judge: Judge
) -> None:
    ground.start_worker()
    ground.start_sweeper()

    workload.strike()
    # The slow one comes last and both processes get to it, or the other one would be too busy to
    # take it over in time.
    workload.ask(
        Ask("chaos.effect", JOBS - 2),
        Ask("chaos.progress", 1, {"seconds": LEASE_SECONDS * 1.5}),
        Ask("chaos.slow", 1, {"seconds": LEASE_SECONDS * 4}),
    )
    workload.wait_until_done(JOBS)
    ground.wait_until(lambda: workload.lines_with("job fenced") == 1, "one fenced", seconds=30)
    outcome = workload.outcome()

    judge(outcome)
    assert (outcome.done, outcome.fenced) == (JOBS, 1)
    assert workload.runs_of("slow-000") == 2
    # What says how far it is keeps its lease for as long as it moves.
    assert workload.runs_of("progress-000") == 1


def test_the_clocks_jump_by_a_day(
    ground: Installation, workload: Workload, judge: Judge, tmp_path: Path
) -> None:
    clocks = {name: tmp_path / name for name in ("ahead", "behind")}
    path = str(Path(__file__).parent / "clock")
    ahead, behind = ({"PYTHONPATH": path, "CHAOS_CLOCK": str(clock)} for clock in clocks.values())
    ground.start_worker("ahead", ahead)
    ground.start_worker("behind", behind)
    ground.start_sweeper(ahead)
    workload.ask(Ask("chaos.effect", 3, due_in=3600), Ask("chaos.effect", JOBS, {"seconds": 0.2}))
    workload.wait_until_done(SOME)

    workload.strike()
    clocks["ahead"].symlink_to("86400")
    clocks["behind"].symlink_to("-86400")
    outcome = workload.outcome()

    judge(outcome)
    assert (outcome.done, outcome.reruns, outcome.fenced) == (JOBS, 0, 0)
    assert [workload.runs_of(f"effect-later-{number:03}") for number in range(3)] == [0, 0, 0]


def test_a_release_is_rolled_out_in_the_middle(
    ground: Installation, workload: Workload, judge: Judge
) -> None:
    ground.start_worker()
    ground.start_sweeper()
    workload.ask(Ask("chaos.effect", JOBS))
    workload.wait_until_done(SOME)

    workload.strike()
    ground.stop("worker")
    ground.stop("sweeper")
    ground.start_worker()
    ground.start_sweeper()
    outcome = workload.outcome()

    judge(outcome)
    assert (outcome.done, outcome.reruns) == (JOBS, 0)
