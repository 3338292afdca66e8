"""What the chaos lane has the workers do: nothing useful, and countable.

Each run leaves a file named ``key.pid.number`` before it works. Each effect is a row in
``chaos_effect``, a table without any unique key, so that a doubled effect is seen and not hidden.
"""

from __future__ import annotations

import os
import signal
import time
import uuid
from pathlib import Path

from django.db import connection

from jobs.registry import Kind, Payload, Progress, register

# How long ordinary work takes, in seconds.
SECONDS_OF_WORK = 0.05


def register_all() -> None:
    """Register every kind."""
    for name, work in (
        ("chaos.effect", work_a_little),
        ("chaos.poison", kill_own_process),
        ("chaos.slow", outlive_the_lease),
        ("chaos.progress", work_long_and_say_so),
    ):
        register(Kind(name=name, work=work, record=write_effect))


def work_a_little(payload: Payload, progress: Progress) -> str:
    """Work for ``seconds``, by default 50 ms."""
    run = note_run(payload)
    time.sleep(payload.get("seconds", SECONDS_OF_WORK))
    return run


def kill_own_process(payload: Payload, progress: Progress) -> str:
    """End as a process does that is out of memory: at once and without a word."""
    note_run(payload)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("a killed process goes on")


def outlive_the_lease(payload: Payload, progress: Progress) -> str:
    """Stall for ``seconds`` in the first run, so that another worker takes the job over."""
    is_first = not any(_runs().glob(f"{payload['key']}.*"))
    run = note_run(payload)
    time.sleep(payload["seconds"] if is_first else SECONDS_OF_WORK)
    return run


def work_long_and_say_so(payload: Payload, progress: Progress) -> str:
    """Work for ``seconds``, in ten steps that are reported."""
    run = note_run(payload)
    for step in range(10):
        time.sleep(payload["seconds"] / 10)
        progress(step + 1, 10)
    return run


def note_run(payload: Payload) -> str:
    """Leave the file of this run; return its name."""
    run = f"{payload['key']}.{os.getpid()}.{uuid.uuid4().hex}"
    (_runs() / run).touch()
    return run


def write_effect(payload: Payload, run: str) -> None:
    """Write the effect, in the transaction that marks the job as done."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO chaos_effect (key, run) VALUES (%s, %s)", [payload["key"], run])


def _runs() -> Path:
    """The folder of those files, which outlive whatever becomes of a transaction."""
    return Path(os.environ["CHAOS_RUNS"])
