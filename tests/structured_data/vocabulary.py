"""Says what in a piece of JSON-LD is not schema.org, for tests of what we publish.

It knows the types that we use with all their properties (``schema_org.json``): whether a type and
a property exist, whether the property belongs to the type or one above it, and whether its value
is of a kind it may have. Stricter than schema.org, which lets any text stand for any thing. Which
properties must be there is not asked here but by ``required.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

_KNOWN = json.loads((Path(__file__).parent / "schema_org.json").read_text(encoding="utf-8"))
_TYPES: Mapping[str, Mapping[str, Any]] = _KNOWN["types"]
_MEMBERS: Mapping[str, list[str]] = _KNOWN["members"]
_CONTEXTS = {"https://schema.org", "https://schema.org/"}
_KEYWORDS = {"@context", "@type", "@id"}
# ISO 8601: a year, a month or a day.
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def mistakes_in(markup: Mapping[str, Any]) -> list[str]:
    """Return one line for each thing that is not schema.org, with the way to it; [] if all is."""
    wrong = [] if markup.get("@context") in _CONTEXTS else ["@context is not schema.org"]
    return [*wrong, *_in_node(markup, "")]


def _in_node(node: Mapping[str, Any], at: str) -> Iterator[str]:
    kind = node.get("@type")
    if kind is None:
        if set(node) != {"@id"}:
            yield f"{at}: no @type"
        return
    if kind not in _TYPES:
        yield f"{at}: unknown type {kind}"
        return
    properties = {
        name: kinds for one in _and_above(kind) for name, kinds in _TYPES[one]["properties"].items()
    }
    for name, value in node.items():
        if name in _KEYWORDS:
            continue
        if name not in properties:
            yield f"{at}/{name}: not a property of {kind}"
            continue
        for one in value if isinstance(value, list) else [value]:
            yield from _in_value(one, properties[name], f"{at}/{name}")


def _in_value(value: object, kinds: list[str], at: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        if "@type" in value and value["@type"] in _TYPES:
            above = _and_above(value["@type"])
            if not above & set(kinds):
                yield f"{at}: {value['@type']} is none of {', '.join(kinds)}"
        yield from _in_node(value, at)
    elif not any(_fits(value, kind) for kind in kinds):
        yield f"{at}: {value!r} is none of {', '.join(kinds)}"


def _fits(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "Boolean"
    if isinstance(value, int | float):
        return kind == "Number" or (kind == "Integer" and isinstance(value, int))
    if not isinstance(value, str):
        return False
    if kind == "URL":
        return re.fullmatch(r"https?://[^\s<>\"]+", value) is not None
    if kind == "Date":
        return _is_date(value)
    if kind == "DateTime":
        return _is_instant(value)
    return kind == "Text" or value in _MEMBERS.get(kind, ())


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        return False
    return True


def _is_instant(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _and_above(kind: str) -> set[str]:
    """Return a type with all those it is a kind of."""
    found = {kind}
    for parent in _TYPES[kind]["parents"]:
        found |= _and_above(parent)
    return found
