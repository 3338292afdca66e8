"""Find the words that somebody copied out of a text, where they stand in it.

For statements, which rest on a span of a news item's text. What is copied from a screen
comes with other line ends and spaces than the text has, and with nothing else changed; a
paraphrase is not a quotation and is not found.
"""

from __future__ import annotations

import re

__all__ = ["find_quotation"]

# What copying adds or drops without showing it: marks of direction, and no-break spaces.
_UNSEEN = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_GAP = rf"[\s{_UNSEEN}]+"


def find_quotation(quote: str, text: str) -> tuple[int, int] | None:
    """Return where ``quote`` stands first in ``text``, or None if it does not.

    Returns:
        Start and end in code points, end exclusive. Runs of white space and of direction
        marks count as equal; every other character must be the same.
    """
    words = [word for word in re.split(_GAP, quote) if word]
    if not words:
        return None
    found = re.search(_GAP.join(re.escape(word) for word in words), text)
    return found.span() if found else None
