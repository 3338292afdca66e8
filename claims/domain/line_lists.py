"""Lists below a heading: sources, tags, links to other articles, line by line until they end.

For ``line_roles.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from claims.domain.furniture import LineKind
from claims.domain.line_plan import AssignedRole
from claims.domain.page_lines import PageLine

__all__ = ["MOST_LINKS", "OpenList"]

MOST_LINKS = 5


class OpenList:
    """The list that a heading has opened, if any.

    Args:
        lines: of the article.
        runs_on: for each line whether it is of running text.
        is_bare_day: tells of an index whether that line is a day and nothing else.
    """

    def __init__(
        self,
        lines: Sequence[PageLine],
        runs_on: Sequence[bool],
        is_bare_day: Callable[[int], bool],
    ) -> None:
        self._lines, self._runs_on, self._is_bare_day = lines, runs_on, is_bare_day
        self._role: AssignedRole | None = None
        self._left = self._words = 0

    def begin(self, role: AssignedRole, most: int, words: int) -> None:
        """Open a list of at most so many lines of at most so many words."""
        self._role, self._left, self._words = role, most, words

    def role_of(self, index: int) -> AssignedRole | None:
        """Take a line that belongs to the open list; close the list at the first other."""
        role = self._role
        if role is None:
            return None
        line = self._lines[index]
        is_link = role.reason == "link"
        is_first = is_link and self._left == MOST_LINKS
        # Only the first link is sure; further ones follow without a gap or with bullets.
        is_card = is_link and (self._is_bare_day(index) or self._is_bare_day(index + 1))
        is_near = not line.source.after_gap or is_card
        is_of_list = not is_link or is_first or line.is_item or is_near
        if (
            self._left > 0
            and is_of_list
            and line.words <= self._words
            and not self._runs_on[index]
            and line.kind in (LineKind.TEXT, LineKind.CAPTION)
        ):
            self._left -= 1
            return role
        self._role = None
        return None
