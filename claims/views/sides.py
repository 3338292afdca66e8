"""The two sides of the site: the desk, and what everybody may read."""

from __future__ import annotations

from collections.abc import Container
from contextvars import ContextVar

# Whether the request in hand is one for readers, so that the database answers as to readers
# (`factcheck.routing`). Set by `claims.middleware`.
answering_readers: ContextVar[bool] = ContextVar("answering_readers", default=False)

# Addresses under these are for people who sign in; everything else is public.
DESK_PREFIXES = ("/desk/",)


def is_public(path: str) -> bool:
    """Whether an address belongs to the public side (no cookies, language from the path)."""
    return not path.startswith(DESK_PREFIXES)


def is_for_readers(path: str, languages: Container[str]) -> bool:
    """Whether an address is a page, feed or file for readers, made of published things alone.

    The health page is public too, and asks what readers have no business with.
    """
    first = path.lstrip("/").split("/", 1)[0]
    return first in languages or first in (".well-known", "data")
