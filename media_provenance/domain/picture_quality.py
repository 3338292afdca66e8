"""What makes a picture unfit for one of our methods, so that it is marked and not linked.

Says nothing of how good a picture is to look at.
"""

from __future__ import annotations

from collections.abc import Set
from enum import StrEnum

from media_provenance.domain.fingerprints import PDQ_MIN_QUALITY
from media_provenance.domain.local_features import LocalFeatures

__all__ = [
    "FEWEST_KEYPOINTS",
    "QualityMark",
    "matched_by_features",
    "matched_by_hash",
    "quality_marks",
]

# A candidate needs 8 keypoints that agree, spread out; with fewer than 20 in all there is hardly
# ever such a set, and what there is stands close together (pictures.md (c)).
FEWEST_KEYPOINTS = 20
# Share of keypoints on text or drawing from which a picture is mostly text.
_MOSTLY = 0.8
_TINY_SIDE = 32


class QualityMark(StrEnum):
    """Why a picture is looked for less than others; more than one may hold."""

    FLAT = "flat"
    FEW_KEYPOINTS = "few_keypoints"
    MOSTLY_TEXT = "mostly_text"
    TINY = "tiny"


def quality_marks(
    width: int, height: int, quality: int, local: LocalFeatures
) -> frozenset[QualityMark]:
    """Return what holds of a picture.

    Args:
        width, height: of the picture itself, in pixels.
        quality: of the code of the whole picture, 0 to 100.
        local: its keypoints.
    """
    marks = set()
    if min(width, height) < _TINY_SIDE:
        marks.add(QualityMark.TINY)
    elif quality < PDQ_MIN_QUALITY:
        marks.add(QualityMark.FLAT)
    if len(local) < FEWEST_KEYPOINTS:
        marks.add(QualityMark.FEW_KEYPOINTS)
    elif local.graphic.mean() >= _MOSTLY:
        marks.add(QualityMark.MOSTLY_TEXT)
    return frozenset(marks)


def matched_by_hash(marks: Set[QualityMark]) -> bool:
    """Answer whether codes of such a picture may be compared.

    A page of text looks like any other page of text to a hash of 64 x 64 pixels.
    """
    return not marks & {QualityMark.FLAT, QualityMark.TINY, QualityMark.MOSTLY_TEXT}


def matched_by_features(marks: Set[QualityMark]) -> bool:
    """Answer whether keypoints of such a picture may be compared; without, it is "hash only"."""
    return not marks & {QualityMark.FEW_KEYPOINTS, QualityMark.TINY}
