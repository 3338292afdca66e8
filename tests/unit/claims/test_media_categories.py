"""What may be said of a picture in one verdict, and what contradicts itself."""

from __future__ import annotations

import pytest

from claims.domain.media_categories import ContradictingCategories, check_media_categories


@pytest.mark.parametrize("other", ["EditedOrCroppedContent", "StagedContent", "TransformedContent"])
def test_an_original_is_not_edited_staged_or_transformed(other: str) -> None:
    with pytest.raises(ContradictingCategories) as refused:
        check_media_categories(["DecontextualizedContent", other, "OriginalMediaContent"])

    assert refused.value.other == other


@pytest.mark.parametrize(
    "together",
    [
        [],
        ["OriginalMediaContent"],
        ["DecontextualizedContent", "OriginalMediaContent"],
        ["SatireOrParodyContent", "OriginalMediaContent"],
        ["EditedOrCroppedContent", "StagedContent", "TransformedContent"],
    ],
    ids=["nothing", "original", "original out of context", "original satire", "all but original"],
)
def test_other_words_stand_together(together: list[str]) -> None:
    check_media_categories(together)
