"""Which kinds of job there are, and what each does.

For: apps, which register their kinds in `AppConfig.ready`. Not for running them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")
Payload = Mapping[str, Any]
# Told how far long work has come: done so far, and in all (None while unknown).
Progress = Callable[[int, int | None], None]


class UnknownKind(Exception):
    """A job names a kind that no app registered (an older or newer release wrote it)."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[Result]):
    """How one kind of job is done, in two halves.

    ``work`` may take long and run twice: it reads, decodes, computes and writes
    content-addressed files, and changes no row. ``record`` writes its result in the
    transaction that also marks the job done, so that both happen or neither does.
    ``passing_errors`` are worth another try (a timeout, a lost connection); any
    other exception sets the job aside at once, with its reason, for a person.
    """

    name: str
    work: Callable[[Payload, Progress], Result]
    record: Callable[[Payload, Result], None]
    passing_errors: tuple[type[Exception], ...] = ()


_kinds: dict[str, Kind[Any]] = {}


def register(kind: Kind[Any]) -> None:
    """Add a kind. Registering the same name again replaces it (apps may be reloaded)."""
    _kinds[kind.name] = kind


def known_kinds() -> list[str]:
    """Return the names of all kinds, sorted."""
    return sorted(_kinds)


def get_kind(name: str) -> Kind[Any]:
    """Return the kind of that name.

    Raises:
        UnknownKind: if no app registered it.
    """
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None
