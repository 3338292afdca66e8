"""What the lines of one article were taken for, while it is being read.

The words shared by ``line_roles.py``, ``sign_offs.py`` and ``pages.py``; what is handed out in the
end is ``ReadLine``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from claims.domain.page_parts import LineRole
from claims.domain.publication import DateCandidate

__all__ = ["AssignedRole", "LinePlan", "Place"]

_KEPT_ROLES = frozenset({LineRole.BODY, LineRole.POST})


@dataclass(frozen=True, slots=True)
class AssignedRole:
    """What a line was taken for, and the code of the reason."""

    role: LineRole
    reason: str

    @property
    def is_kept(self) -> bool:
        """Whether the line's words are in the body."""
        return self.role in _KEPT_ROLES


@dataclass(slots=True)
class LinePlan:
    """The roles of an article's lines, and what was learnt of it on the way.

    Attributes:
        roles: one for each line.
        author: as a by-line names it.
        dates: of by-lines, and of what stands above the title.
        captions: each once.
    """

    roles: list[AssignedRole] = field(default_factory=list)
    author: str | None = None
    dates: list[DateCandidate] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the parts of an article stand, as indexes of its lines.

    ``title_at`` is ``None`` where the title is not among the lines; ``title_key`` is "" where there
    is no title at all. From ``tail_at`` on nothing is of the article.
    """

    title_at: int | None
    title_key: str
    text_at: int
    tail_at: int
    language: str
    reference: date | None
