"""Words typed into a search field, which no form cleans."""

from __future__ import annotations


def searched_words(typed: str) -> str:
    """Return what was typed without the characters that no column can be compared with."""
    return typed.replace("\0", "").encode("utf-8", "ignore").decode().strip()
