"""What the page of a news item shows: what was read, what people put right, what is suggested.

Reads only. For the sides of a claim too, which come from several items. Beside `claims.queries`
because that one is long and this is one subject.
"""

from claims.item_queries.opposed import Opposed, opposed_to
from claims.item_queries.pages import ItemReadingPage, is_stale, item_reading, stale_items
from claims.item_queries.sides import SIDES, ClaimSide, claim_sides

__all__ = [
    "SIDES",
    "ClaimSide",
    "ItemReadingPage",
    "Opposed",
    "claim_sides",
    "is_stale",
    "item_reading",
    "opposed_to",
    "stale_items",
]
