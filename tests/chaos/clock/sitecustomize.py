"""A wrong clock for the processes that have this folder on their path.

Python imports this before anything else, so that whoever later says ``from time import time``
gets the wrong one too. How wrong it is stands in the target of the link CHAOS_CLOCK names, in
seconds, and may change while the process runs: the clock jumps. The monotonic clock is left
alone, as it is when somebody sets the time of a machine.
"""

from __future__ import annotations

import datetime as datetime_module
import os
import time as time_module

_true_time, _true_time_ns = time_module.time, time_module.time_ns
_TrueDatetime = datetime_module.datetime


def _offset() -> int:
    try:
        return int(os.readlink(os.environ["CHAOS_CLOCK"]))  # noqa: PTH115 - asked very often
    except FileNotFoundError:
        return 0


def _wrong_time() -> float:
    return _true_time() + _offset()


def _wrong_time_ns() -> int:
    return _true_time_ns() + _offset() * 1_000_000_000


class _IsDatetime(type):
    """True instances, such as those the database driver makes, count as instances too."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _TrueDatetime)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(subclass, _TrueDatetime)


class _WrongDatetime(_TrueDatetime, metaclass=_IsDatetime):
    @classmethod
    def now(cls, tz: datetime_module.tzinfo | None = None) -> _TrueDatetime:  # type: ignore[override]
        return _TrueDatetime.fromtimestamp(_wrong_time(), tz)

    @classmethod
    def utcnow(cls) -> _TrueDatetime:  # type: ignore[override]
        return _TrueDatetime.fromtimestamp(_wrong_time(), datetime_module.UTC).replace(tzinfo=None)


if "CHAOS_CLOCK" in os.environ:
    time_module.time, time_module.time_ns = _wrong_time, _wrong_time_ns
    datetime_module.datetime = _WrongDatetime  # type: ignore[misc]
