"""Who signs below a text: the agency, the paper or the writer, taken off the end of the body.

For ``line_roles.py``, once every line has its role.
"""

from __future__ import annotations

from collections.abc import Sequence

from claims.domain.bylines import is_about_writer, signs_off
from claims.domain.line_plan import AssignedRole, LinePlan
from claims.domain.page_lines import PageLine, ends_sentence
from claims.domain.page_parts import LineRole

__all__ = ["mark_sign_offs"]

_MOST_SIGN_OFFS = 2
_MOST_SIGN_OFF_WORDS = 6


def mark_sign_offs(lines: Sequence[PageLine], plan: LinePlan, runs_on: Sequence[bool]) -> None:
    """Take the agency's or the writer's name off the end of the body.

    At most two short lines that end no sentence, below a paragraph that ends one.

    Args:
        lines: of the article.
        plan: their roles, changed in place.
        runs_on: for each line whether it is of running text.
    """
    roles = plan.roles
    body = [index for index, role in enumerate(roles) if role.is_kept]
    signing: list[int] = []
    while (
        body
        and len(signing) < _MOST_SIGN_OFFS
        and _may_sign(lines[body[-1]], plan, body[-1], runs_on)
    ):
        signing.append(body.pop())
    if body and ends_sentence(lines[body[-1]].text):
        for index in signing:
            roles[index] = AssignedRole(LineRole.SIGN_OFF, "sign_off")


def _may_sign(line: PageLine, plan: LinePlan, index: int, runs_on: Sequence[bool]) -> bool:
    return (
        plan.roles[index].reason == "text"
        and line.words <= _MOST_SIGN_OFF_WORDS
        and (not line.is_item or line.text.startswith("(") or is_about_writer(line.text))
        and not runs_on[index]
        and signs_off(line.text, plan.author)
    )
