"""Posts of social networks that were copied as text: their head, and the buttons below them.

For ``line_roles.py`` and ``pages.py``: such a text has an account and a time above it and no title.
Not for posts embedded in an article (``claims.adapters.page_posts``) or told of in words
(``quoted_posts.py``).
"""

from __future__ import annotations

from collections.abc import Sequence

from claims.domain.furniture import is_share_button
from claims.domain.page_lines import PageLine

__all__ = ["last_button", "lines_of_post_head"]

_MOST_HEAD_LINES = 5
_MOST_HEAD_WORDS = 8
_LEAST_BUTTONS = 2


def lines_of_post_head(lines: Sequence[PageLine]) -> int:
    """Return how many lines name the account and the time of a copied post; 0 if it is none.

    A copied post has its buttons below (like, comment, share), or the "@" name under the name.
    """
    buttons = {line.key for line in lines if is_share_button(line.text)}
    for index, line in enumerate(lines[:_MOST_HEAD_LINES]):
        if index == 1 and line.text.startswith("@") and line.words == 1:
            return index + 1
        if line.words > _MOST_HEAD_WORDS:
            return 0
        has_time = "·" in line.source.text or any(map(str.isdigit, line.text))
        if index and has_time and len(buttons) >= _LEAST_BUTTONS:
            return index + 1
    return 0


def last_button(lines: Sequence[PageLine], start: int) -> int:
    """Return the index of the last button of the bar below a post; what follows are answers.

    ``len(lines)`` where there is no button from ``start`` on.
    """
    last = len(lines)
    for index in range(start, len(lines)):
        if is_share_button(lines[index].text):
            last = index
        elif last < len(lines):
            break
    return last
