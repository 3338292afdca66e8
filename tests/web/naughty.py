"""The texts of tests/files/naughty.json, sent as a browser or something worse would send them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_plus

from django.test import Client

from tests.repository.tree import ROOT

FORM = "application/x-www-form-urlencoded"


# Which can end a request, or are taken for no text at all: never in one field with others.
ALONE = frozenset({"control", "surrogate", "nothing", "long"})
# What one field holds at most when several texts share it; the shortest field takes 100.
PACK_LETTERS = 90


def _listed() -> list[tuple[str, str]]:
    """Read the list as (kind, text); a text with ``times`` is repeated that often."""
    listed = json.loads((ROOT / "tests" / "files" / "naughty.json").read_text(encoding="utf-8"))
    return [(one["kind"], one["text"] * one.get("times", 1)) for one in listed]


def naughty_texts() -> list[str]:
    """Return each text by itself."""
    return [text for _kind, text in _listed()]


def naughty_packs(alone: frozenset[str] = ALONE) -> list[str]:
    """Return the same texts in fewer fields: those of a kind share one, a line for each.

    A field is compared as a whole, so a change to any of its texts is seen. By themselves stay
    the kinds of ``alone`` and what nobody sees.
    """
    packs: list[str] = []
    before = ""
    for kind, text in _listed():
        by_itself = kind in alone or (kind == "invisible" and len(text) == 1)
        fits = bool(packs) and len(packs[-1]) + len(text) < PACK_LETTERS
        if kind == before and fits and not by_itself:
            packs[-1] += f"\n{text}"
        else:
            packs.append(text)
        before = "" if by_itself else kind
    return packs


def spread(texts: Sequence[str], fields: Sequence[str]) -> list[dict[str, str]]:
    """Deal the texts out to the fields: each text goes into one field of one request."""
    return [
        dict(zip(fields, itertools.islice(itertools.cycle(texts), at, None), strict=False))
        for at in range(0, len(texts), len(fields))
    ]


def as_it_arrives(text: str) -> str:
    """Return what a text is once it has gone over the wire: half a surrogate pair is no text."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def as_it_is_kept(text: str) -> str:
    """Return what a field keeps of a text: all of it, but for space around it."""
    return as_it_arrives(text).strip()


def send(client: Client, path: str, fields: Mapping[str, str]) -> Any:
    """Send a form, with bytes in it that no browser would send."""
    body = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in fields.items())
    return client.post(path, data=body, content_type=FORM)


def _quoted(text: str) -> str:
    return quote_plus(text.encode("utf-8", "surrogatepass"))


class _Fields(HTMLParser):
    """Reads what stands in the fields of a page, as a browser would."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "textarea":
            self._open = given.get("name", "")
            self.values[self._open] = ""
        elif tag == "input" and given.get("type") not in {"radio", "checkbox", "submit"}:
            self.values[given.get("name", "")] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.values[self._open] += data


def fields_of(response: Any) -> dict[str, str]:
    """Return what stands in each text field of a page, by the field's name."""
    reader = _Fields()
    reader.feed(response.content.decode())
    reader.close()
    # A browser drops the first line break of a text area; Django writes one for it.
    return {
        name: value.removeprefix("\r\n").removeprefix("\n").strip()
        for name, value in reader.values.items()
    }
