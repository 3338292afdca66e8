"""The two sides of the site: the desk, and what everybody may read."""

from __future__ import annotations

# Addresses under these are for people who sign in; everything else is public.
DESK_PREFIXES = ("/desk/",)


def is_public(path: str) -> bool:
    """Whether an address belongs to the public side (no cookies, language from the path)."""
    return not path.startswith(DESK_PREFIXES)
