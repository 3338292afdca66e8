"""Doing one thing many times in several processes, for commands that have much to do.

Imports no models of Django's: it is the first of ours that a new process imports, and models
can only be imported once Django is set up there.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from multiprocessing.util import Finalize
from typing import TypeVar

import django
from django.utils import translation

Task = TypeVar("Task")
Result = TypeVar("Result")


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_processes(
    count: int,
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    *,
    role: str,
    language: str,
) -> Iterator[tuple[Task, Result]]:
    """Do the work on each task and give the results as they come, in no order.

    Args:
        count: of processes, 1 or more; each is Django with connections of its own.
        work: a function of a module; the tasks and what it returns are copied between processes.
        role: under which each shows its signs of life (`jobs.heartbeat`).
        language: in which they speak.

    Raises:
        concurrent.futures.process.BrokenProcessPool: if one of them was killed.
    """
    # Fresh processes and not forks: no connection, lock or thread of this one comes along.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, fresh, initializer=_begin, initargs=(role, language)) as pool:
        asked: dict[Future[Result], Task] = {pool.submit(work, task): task for task in tasks}
        try:
            for done in as_completed(asked):
                yield asked.pop(done), done.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _begin(role: str, language: str) -> None:
    # Ctrl-C reaches every process of a terminal; the one that gave out the work ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    # Not above: these need Django to be set up.
    from jobs import heartbeat

    translation.activate(language)
    # The log's lines about every task would cut through the progress bar.
    logging.disable(logging.INFO)
    heartbeat.take_role(role)
    heartbeat.beat(role)
    # The way in which processes of this kind end; `atexit` is not heard there.
    Finalize(None, heartbeat.end, args=(role,), exitpriority=1)
