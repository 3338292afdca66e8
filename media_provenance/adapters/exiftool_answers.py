"""What exiftool answered about a file, taken apart: as hostile as the file, so checked and cut."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["AllFields", "ExiftoolFailed", "all_fields"]

_MOST_FIELDS = 500
_MOST_CHARACTERS = 2000

_NAME = re.compile(r"[A-Za-z][\w-]{0,59}:[A-Za-z][\w-]{0,59}", re.ASCII)
_MESSAGES = frozenset({"ExifTool:Warning", "ExifTool:Error"})


class ExiftoolFailed(Exception):
    """No answer about this file: out of time, out of memory, or an answer that is none."""


@dataclass(frozen=True, slots=True)
class AllFields:
    """What exiftool found in a file.

    Attributes:
        fields: by its own names with their groups, as ``ExifIFD:DateTimeOriginal``, in the order of
            the file; several values of one field a line each.
        warnings: its remarks on what is wrong with the file, as it words them.
    """

    fields: dict[str, str]
    warnings: tuple[str, ...]


def all_fields(answer: bytes) -> AllFields:
    """Take an answer apart.

    Raises:
        ExiftoolFailed: if it is none.
    """
    try:
        # All as text: 016 and 16 are two different things in a file.
        (pairs,) = json.loads(
            answer.decode("utf-8", "replace"),
            object_pairs_hook=list,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
        )
        named = [(str(name), list(_texts(value))) for name, value in pairs]
    except (ValueError, TypeError, RecursionError) as error:
        raise ExiftoolFailed("Exiftool's answer is none.") from error
    fields: dict[str, str] = {}
    warnings: list[str] = []
    for name, texts in named:
        if name in _MESSAGES:
            warnings += texts
        elif _NAME.fullmatch(name) and any(texts) and len(fields) < _MOST_FIELDS:
            # A name that comes twice is another copy of the field; the first is what programs show.
            fields.setdefault(name, "\n".join(texts)[:_MOST_CHARACTERS])
    return AllFields(fields, tuple(warnings))


def _texts(value: Any) -> Iterator[str]:
    """Give a value's texts, each on one line; what is nested deeper is not of interest."""
    for one in value if _is_list(value) else [value]:
        if isinstance(one, (str, bool)):
            # Half a character may be escaped in it, which no database takes.
            whole = str(one).encode("utf-8", "replace").decode()
            yield whole.replace("\x00", "").replace("\n", " ").replace("\r", " ")


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
