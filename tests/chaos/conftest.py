"""One real stack for all the tests that kill parts of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.chaos.newsroom import HURRIED, Record, Uploader, make_reporter
from tests.platform.stack import RunningStack, processes_of, wait_for


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    data = tmp_path_factory.mktemp("chaos") / "غرفة الأخبار"
    running = RunningStack(data, variables=HURRIED)
    try:
        running.wait_until_healthy(seconds=90)
        make_reporter(running)
        yield running
    finally:
        running.kill()
        wait_for(lambda: not processes_of(data), seconds=15)


@pytest.fixture
def uploader(stack: RunningStack) -> Uploader:
    """Somebody who is signed in, on a stack of which every part works."""
    stack.wait_until_healthy(seconds=60)
    somebody = Uploader(stack.port)
    somebody.sign_in()
    return somebody


@pytest.fixture
def record(stack: RunningStack) -> Record:
    return Record(stack)
