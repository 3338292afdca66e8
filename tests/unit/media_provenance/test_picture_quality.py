"""Which pictures are looked for by one method only, or by digest only."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from media_provenance.domain.description import describe
from media_provenance.domain.picture_quality import (
    QualityMark,
    matched_by_features,
    matched_by_hash,
)
from tests.unit.media_provenance.screens import page_of_text, photograph, screenshot_of

FLAT = np.full((400, 600, 3), 200, np.uint8)
TINY = photograph(1, 24, 24)
CAPTIONED = screenshot_of(photograph(1))[0]


@pytest.mark.parametrize(
    ("pixels", "marks"),
    [
        pytest.param(photograph(1), set(), id="a photograph"),
        pytest.param(CAPTIONED, set(), id="a screenshot"),
        pytest.param(FLAT, {QualityMark.FLAT, QualityMark.FEW_KEYPOINTS}, id="flat"),
        pytest.param(page_of_text("arabic"), {QualityMark.MOSTLY_TEXT}, id="an Arabic page"),
        pytest.param(page_of_text("latin"), {QualityMark.MOSTLY_TEXT}, id="a French page"),
        pytest.param(page_of_text("georgian"), {QualityMark.MOSTLY_TEXT}, id="a Georgian page"),
    ],
)
def test_a_picture_is_marked_for_what_it_is(
    pixels: NDArray[np.uint8], marks: set[QualityMark]
) -> None:
    assert describe(pixels).marks == marks


def test_a_tiny_picture_is_marked_whatever_is_on_it() -> None:
    assert QualityMark.TINY in describe(TINY).marks


@pytest.mark.parametrize(
    ("marks", "by_hash", "by_features"),
    [
        (set(), True, True),
        ({QualityMark.FLAT}, False, True),
        ({QualityMark.FEW_KEYPOINTS}, True, False),
        ({QualityMark.MOSTLY_TEXT}, False, True),
        ({QualityMark.TINY}, False, False),
        ({QualityMark.FLAT, QualityMark.FEW_KEYPOINTS}, False, False),
    ],
)
def test_a_mark_says_by_what_a_picture_is_not_found(
    marks: set[QualityMark], by_hash: bool, by_features: bool
) -> None:
    assert (matched_by_hash(marks), matched_by_features(marks)) == (by_hash, by_features)


def test_every_mark_keeps_a_picture_from_something() -> None:
    assert not any(matched_by_hash({m}) and matched_by_features({m}) for m in QualityMark)
