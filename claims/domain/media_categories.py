"""Which of schema.org's words about a picture may stand beside each other.

For the verdict's form, its action and the database, which all refuse the same. Not for choosing a
word: that is the editor's. Source: the text of MediaManipulationRatingEnumeration (schema.org
30.0): the codes do not exclude each other, but "original" contradicts "edited", "staged" and
"transformed" in one review.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["CONTRADICT_ORIGINAL", "ORIGINAL", "ContradictingCategories", "check_media_categories"]

ORIGINAL = "OriginalMediaContent"
CONTRADICT_ORIGINAL = ("EditedOrCroppedContent", "StagedContent", "TransformedContent")


class ContradictingCategories(Exception):
    """A picture is called original and, in the same verdict, something an original is not."""

    def __init__(self, other: str) -> None:
        super().__init__(f"{ORIGINAL} contradicts {other}")
        self.other = other


def check_media_categories(categories: Sequence[str]) -> None:
    """Refuse words that contradict each other; any number of others may be said together.

    Raises:
        ContradictingCategories: naming the first that cannot stand beside "original".
    """
    if ORIGINAL not in categories:
        return
    other = next((one for one in categories if one in CONTRADICT_ORIGINAL), None)
    if other is not None:
        raise ContradictingCategories(other)
