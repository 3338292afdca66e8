"""Whether a text says anything. Not for what it says, nor for which language it is in."""

from __future__ import annotations

import unicodedata

# Unicode general categories: letters, numbers, symbols (emoji are symbols).
_SAYS_SOMETHING = frozenset("LNS")


def has_words(text: str) -> bool:
    """Whether a text holds a letter, digit or symbol of any script.

    Spaces, punctuation, controls and the invisible marks of direction and of joining say
    nothing by themselves.
    """
    return any(unicodedata.category(character)[0] in _SAYS_SOMETHING for character in text)
