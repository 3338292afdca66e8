"""What speakers do with a claim, over all items that it was seen in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from claims.models import Claim, Stance, Statement


@dataclass(frozen=True, slots=True)
class ClaimSide:
    """What speakers do with a claim: one stance, and every statement of it."""

    stance: Stance
    statements: list[Statement]


# In the order in which they are shown: for and against side by side, then the rest.
SIDES = (
    Stance.ASSERTS,
    Stance.DENIES,
    Stance.REPORTS,
    Stance.CANNOT_VERIFY,
    Stance.DECLINES,
    Stance.NO_ANSWER,
    Stance.DID_NOT_ANNOUNCE,
)


def claim_sides(claim: Claim) -> list[ClaimSide]:
    """Return who asserts, denies … a claim, over all items; sides without a statement are left
    out, but for those that assert and deny. One query."""
    by_stance: dict[str, list[Statement]] = defaultdict(list)
    statements = claim.statements.select_related("speaker", "relay", "news_item__outlet")
    for statement in statements.order_by("news_item__published_first", "recorded_at", "pk"):
        by_stance[statement.stance].append(statement)
    return [
        ClaimSide(stance, by_stance[stance])
        for stance in SIDES
        if by_stance[stance] or stance in (Stance.ASSERTS, Stance.DENIES)
    ]
