"""Reading the JSON of services that may send anything: the expected sort of value, or a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from media_provenance.providers.outcomes import Outcome, ProviderTrouble

__all__ = ["dict_in", "dicts_in", "list_in", "text_in"]


def dict_in(said: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the object of that name, an empty one where it is absent.

    Raises:
        ProviderTrouble: unreadable, where it is something else.
    """
    value = said.get(name, {})
    if not isinstance(value, dict):
        raise ProviderTrouble(Outcome.UNREADABLE, f"{name} is no object")
    return value


def list_in(said: Mapping[str, Any], name: str) -> list[Any]:
    """Return the list of that name, an empty one where it is absent.

    Raises:
        ProviderTrouble: unreadable, where it is something else.
    """
    value = said.get(name, [])
    if not isinstance(value, list):
        raise ProviderTrouble(Outcome.UNREADABLE, f"{name} is no list")
    return value


def dicts_in(said: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the objects in the list of that name; what else stands in it is left out.

    Raises:
        ProviderTrouble: as ``list_in``.
    """
    return [one for one in list_in(said, name) if isinstance(one, dict)]


def text_in(said: Mapping[str, Any], name: str) -> str:
    """Return the text of that name, "" where there is none."""
    value = said.get(name)
    return value if isinstance(value, str) else ""
