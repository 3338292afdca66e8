"""One real stack for the tests that kill parts of it, and one small ground for the scenarios.

At the end of the run the figures of the scenarios are printed in one table: see `figures`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from factcheck.embedded.folders import make_run_folder
from tests.chaos import figures
from tests.chaos.installation import Installation, Outcome, Workload
from tests.chaos.newsroom import HURRIED, Record, Uploader, sign_in
from tests.platform.stack import RunningStack, manage, processes_of, wait_for


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    data = tmp_path_factory.mktemp("chaos") / "غرفة الأخبار"
    running = RunningStack(data, variables=HURRIED)
    try:
        running.wait_until_healthy(seconds=90)
        yield running
    finally:
        running.kill()
        wait_for(lambda: not processes_of(data), seconds=15)


@pytest.fixture(scope="session")
def cookie(stack: RunningStack) -> str:
    """The cookie of somebody who is signed in at the desk of the stack."""

    def run(*arguments: str) -> str:
        made = manage(*arguments, data=stack.data)
        assert made.returncode == 0, made.stderr
        return made.stdout

    return sign_in(run)


@pytest.fixture
def uploader(stack: RunningStack, cookie: str) -> Uploader:
    """Somebody who is signed in, on a stack of which every part works."""
    stack.wait_until_healthy()
    return Uploader(stack.port, cookie)


@pytest.fixture
def record(stack: RunningStack) -> Record:
    return Record(stack.variable("DATABASE_URL"))


@pytest.fixture(scope="session")
def whole_ground() -> Iterator[Installation]:
    """The servers of the scenarios, started once."""
    installation = Installation(make_run_folder())
    try:
        installation.begin()
        yield installation
    finally:
        installation.end()


@pytest.fixture
def ground(whole_ground: Installation) -> Installation:
    """Both servers at work, nothing in them, and no process of ours."""
    whole_ground.clear()
    return whole_ground


@pytest.fixture
def note_outcome(request: pytest.FixtureRequest) -> Callable[[Outcome], None]:
    """Keep the figures of a scenario for the table at the end."""
    return partial(figures.note, request.node)


@pytest.fixture
def judge(note_outcome: Callable[[Outcome], None]) -> Callable[[Outcome], None]:
    """Note the figures for the table at the end, then hold them against the promise."""

    def check(outcome: Outcome) -> None:
        note_outcome(outcome)
        assert (outcome.lost, outcome.doubled) == (0, 0), outcome
        assert outcome.recovery_seconds <= 60, outcome

    return check


@pytest.fixture
def workload(ground: Installation, request: pytest.FixtureRequest) -> Workload:
    return Workload(ground, request.node.name.removeprefix("test_").replace("_", " "))
