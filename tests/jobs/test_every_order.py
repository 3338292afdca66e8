"""Whatever two workers, a sweeper, people and the clock do, in whatever order: the promises hold.

Hypothesis makes up the orders. The clock is the database's; it is moved by making every time
that is stored in it older.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from jobs import actions, heartbeat, registry, runner, sweeper
from jobs.models import Heartbeat, Job, JobState

KIND = "test.order"
KEYS = ["مفتاح", "clé"]
WORKERS = ["worker@a:1:aa", "worker@b:2:bb"]
ENDED = {JobState.DONE, JobState.CANCELLED, JobState.QUARANTINED}

workers = st.sampled_from(WORKERS)


class Desk(RuleBasedStateMachine):
    """Two workers with one job in hand each at most, a sweeper, and somebody at the desk."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.in_hand: dict[str, runner.Claimed] = {}
        self.effects: Counter[str] = Counter()
        self.newest_token: dict[int, int] = {}
        registry.register(registry.Kind(KIND, work=lambda *_: None, record=self.record))

    def teardown(self) -> None:
        try:
            self.everything_ends()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)
            heartbeat._holder = None

    def record(self, payload: Mapping[str, Any], result: object) -> None:
        self.effects[payload["key"]] += 1

    @initialize()
    def one_job(self) -> None:
        self.ask()

    @rule()
    def ask(self) -> None:
        number = Job.objects.count()
        key = f"{KEYS[number % len(KEYS)]}:{number}"
        actions.enqueue(KIND, key, {"key": key})

    def some_job(self, data: st.DataObject, *states: JobState) -> Job | None:
        """One of the jobs in these states, rather the one that was tried most often."""
        found = list(Job.objects.filter(state__in=states).order_by("-attempts", "pk"))
        return data.draw(st.sampled_from(found)) if found else None

    @rule(worker=workers, data=st.data())
    def claim(self, worker: str, data: st.DataObject) -> None:
        job = self.some_job(data, JobState.RUNNING, JobState.FAILED, JobState.QUEUED)
        if job is not None:
            self.claim_for(worker, job.pk)

    def claim_for(self, worker: str, job_id: int) -> None:
        if worker in self.in_hand:
            return
        heartbeat._holder = worker
        claimed = runner.claim(job_id)
        if claimed is not None:
            assert claimed.token > self.newest_token.get(job_id, 0)
            self.newest_token[job_id] = claimed.token
            self.in_hand[worker] = claimed

    @rule(worker=workers)
    def take_over(self, worker: str) -> None:
        """What another has in hand outlives its lease, and this worker claims it."""
        for other, claimed in list(self.in_hand.items()):
            if other != worker and worker not in self.in_hand:
                self.wait(151)
                self.claim_for(worker, claimed.job_id)

    @precondition(lambda self: self.in_hand)
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        claimed = self.in_hand.pop(data.draw(st.sampled_from(sorted(self.in_hand))))
        try:
            runner._finish(claimed, registry.get_kind(KIND), None)
        except runner.LeaseLost:
            return
        assert claimed.token == self.newest_token[claimed.job_id]

    @precondition(lambda self: self.in_hand)
    @rule(data=st.data())
    def report_progress(self, data: st.DataObject) -> None:
        worker = data.draw(st.sampled_from(sorted(self.in_hand)))
        try:
            runner._progress_of(self.in_hand[worker])(1, 2)
        except runner.LeaseLost:
            self.in_hand.pop(worker)

    @precondition(lambda self: self.in_hand)
    @rule(data=st.data(), passing=st.booleans())
    def fail(self, data: st.DataObject, passing: bool) -> None:
        claimed = self.in_hand.pop(data.draw(st.sampled_from(sorted(self.in_hand))))
        if passing:
            runner._try_again(claimed, "TimeoutError: é")
        else:
            runner._set_aside(claimed, "ValueError: خطأ")

    @precondition(lambda self: self.in_hand)
    @rule(data=st.data(), parent_lives=st.booleans())
    def die(self, data: st.DataObject, parent_lives: bool) -> None:
        worker = data.draw(st.sampled_from(sorted(self.in_hand)))
        claimed = self.in_hand.pop(worker)
        if parent_lives:
            runner.release_lost(claimed.job_id, worker, "WorkerLostError: signal 9")
        else:
            self.wait(151)
        self.claim_for(worker, claimed.job_id)

    @rule(worker=workers)
    def show_itself(self, worker: str) -> None:
        Heartbeat.objects.update_or_create(
            name=worker, defaults={"role": "worker", "beat_at": Now()}
        )

    @rule(data=st.data())
    def try_again(self, data: st.DataObject) -> None:
        job = self.some_job(data, JobState.QUARANTINED, JobState.CANCELLED, JobState.DONE)
        if job is not None:
            assert actions.try_again(job) is (job.state != JobState.DONE)

    @rule(data=st.data())
    def give_up(self, data: st.DataObject) -> None:
        job = self.some_job(data, JobState.QUEUED, JobState.QUARANTINED, JobState.RUNNING)
        if job is not None:
            assert actions.cancel(job) is (job.state != JobState.RUNNING)

    @rule()
    def sweep(self) -> None:
        sweeper.sweep()

    @rule(seconds=st.sampled_from([6, 31, 151]))
    def wait(self, seconds: int) -> None:
        span = timedelta(seconds=seconds)
        Job.objects.update(
            due_at=F("due_at") - span,
            hinted_at=F("hinted_at") - span,
            started_at=F("started_at") - span,
            lease_until=F("lease_until") - span,
        )
        Heartbeat.objects.update(beat_at=F("beat_at") - span)

    @invariant()
    def each_effect_is_there_once_and_only_when_its_job_is_done(self) -> None:
        done = Job.objects.filter(state=JobState.DONE).values_list("key", flat=True)
        assert self.effects == Counter(done)

    @invariant()
    def no_job_was_tried_more_than_three_times(self) -> None:
        assert not Job.objects.filter(attempts__gt=runner.MOST_ATTEMPTS).exists()

    @invariant()
    def no_two_workers_hold_one_job_by_its_newest_token(self) -> None:
        held = [one.job_id for one in self.in_hand.values() if self.holds(one)]
        assert len(held) == len(set(held))

    def holds(self, claimed: runner.Claimed) -> bool:
        return claimed.token == self.newest_token[claimed.job_id]

    def everything_ends(self) -> None:
        """However it was left: after a few minutes with one worker at work, every job ends."""
        self.in_hand.clear()
        heartbeat._holder = WORKERS[0]
        for _round in range(runner.MOST_ATTEMPTS + 1):
            self.wait(151)
            sweeper.sweep()
            for job_id in Job.objects.values_list("pk", flat=True):
                runner.run(job_id)
        assert set(Job.objects.values_list("state", flat=True)) <= ENDED
        self.each_effect_is_there_once_and_only_when_its_job_is_done()


@pytest.mark.slow
@pytest.mark.django_db
def test_no_order_of_events_loses_or_doubles_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.hints.send", lambda job_id: True)
    monkeypatch.setattr("jobs.hints.queue_length", lambda: 0)
    monkeypatch.setattr("jobs.sweeper._database_is_up_long_enough", lambda: True)

    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=20,
            stateful_step_count=30,
            deadline=None,
            database=None,
            # A failure is told as it was found: making it shorter took minutes.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
