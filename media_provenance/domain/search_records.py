"""What a search with a picture that is not stored found, as JSON that outlives the process.

A record says what was compared and what came out, so that the page of a search needs no second
search. Pure. Sentences are ``wording``'s; what a stored pair keeps stands in its columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from media_provenance.domain.alteration_facts import AlterationRecord
from media_provenance.domain.frames import Floats, Size, fraction_homography, polygon_fractions
from media_provenance.domain.likeness import LIKENESS_VERSION, Likeness, LikenessClass

__all__ = [
    "FoundRecord",
    "Measures",
    "Outline",
    "found_from_record",
    "found_record",
    "measures_of",
]

# Corners of a polygon: x and y as fractions of a picture's width and height.
Outline = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Measures:
    """What a comparison of pixels and keypoints gave.

    Attributes:
        agreement: share of what was compared that agrees, 0 to 1.
        inliers: keypoints that agree.
        mirrored: whether one shows the other as in a mirror.
        homography: nine numbers, row by row: fractions of the picture searched for onto
            fractions of the stored one (``frames.fraction_homography``).
        searched_frame, stored_frame: width and height of the working frames in pixels: the shapes
            of the two pictures, which fractions do not tell.
        searched_part, stored_part: what the two share, in each.
        version: of the rules of likeness.
    """

    agreement: float
    inliers: int
    mirrored: bool
    homography: tuple[float, ...]
    searched_frame: Size
    stored_frame: Size
    searched_part: Outline
    stored_part: Outline
    version: int


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """A stored picture that is like the one searched for.

    Attributes:
        asset_id: of the stored picture.
        likeness: what the two are to each other.
        same_bytes: whether it is the very same file.
        distance: bits of 256; ``None`` where no fingerprint said anything.
        measures: ``None`` where the two are exactly the same.
        alteration: how the one searched for differs from the stored one, as ``alteration_record``
            has it; ``None`` where that was not measured.
    """

    asset_id: UUID
    likeness: LikenessClass
    same_bytes: bool = False
    distance: int | None = None
    measures: Measures | None = None
    alteration: AlterationRecord | None = None

    @property
    def homography(self) -> Floats | None:
        """How the one searched for lies on the stored one, in fractions of each, (3, 3).

        Exactly the same pictures lie on each other as they are. None where nothing was measured.
        """
        if self.likeness is LikenessClass.EXACT:
            return np.eye(3)
        if self.measures is None:
            return None
        return np.asarray(self.measures.homography, dtype=np.float64).reshape(3, 3)


def measures_of(likeness: Likeness, *, searched_frame: Size, stored_frame: Size) -> Measures:
    """Return what is kept of a likeness.

    Args:
        searched_frame, stored_frame: of the two working frames.
    """
    homography = fraction_homography(likeness.homography, searched_frame, stored_frame)
    return Measures(
        agreement=round(float(likeness.agreement), 4),
        inliers=int(likeness.inliers),
        mirrored=bool(likeness.mirrored),
        homography=tuple(float(number) for number in homography.reshape(9)),
        searched_frame=searched_frame,
        stored_frame=stored_frame,
        searched_part=_outline(polygon_fractions(likeness.query_part, searched_frame)),
        stored_part=_outline(polygon_fractions(likeness.stored_part, stored_frame)),
        version=LIKENESS_VERSION,
    )


def found_record(found: FoundRecord) -> dict[str, Any]:
    """Return the record as plain JSON values."""
    record: dict[str, Any] = {
        "asset": str(found.asset_id),
        "class": found.likeness.value,
        "same_bytes": found.same_bytes,
        "distance": found.distance,
        "alteration": None if found.alteration is None else dict(found.alteration),
        "measures": None,
    }
    if found.measures is not None:
        measured = found.measures
        record["measures"] = {
            "agreement": measured.agreement,
            "inliers": measured.inliers,
            "mirrored": measured.mirrored,
            "homography": list(measured.homography),
            "frames": [list(measured.searched_frame), list(measured.stored_frame)],
            "parts": [
                [list(corner) for corner in measured.searched_part],
                [list(corner) for corner in measured.stored_part],
            ],
            "version": measured.version,
        }
    return record


def found_from_record(record: Mapping[str, Any]) -> FoundRecord:
    """Return what a record says.

    Raises:
        KeyError, TypeError, ValueError: for what ``found_record`` did not write.
    """
    return FoundRecord(
        asset_id=UUID(record["asset"]),
        likeness=LikenessClass(record["class"]),
        same_bytes=bool(record["same_bytes"]),
        distance=record["distance"],
        measures=None if record["measures"] is None else _measures(record["measures"]),
        alteration=record["alteration"],
    )


def _measures(record: Mapping[str, Any]) -> Measures:
    searched_frame, stored_frame = record["frames"]
    searched_part, stored_part = record["parts"]
    return Measures(
        agreement=record["agreement"],
        inliers=record["inliers"],
        mirrored=record["mirrored"],
        homography=tuple(record["homography"]),
        searched_frame=_size(searched_frame),
        stored_frame=_size(stored_frame),
        searched_part=_outline(searched_part),
        stored_part=_outline(stored_part),
        version=record["version"],
    )


def _size(numbers: Sequence[int]) -> Size:
    width, height = numbers
    return int(width), int(height)


def _outline(corners: Sequence[Sequence[float]]) -> Outline:
    return tuple((float(x), float(y)) for x, y in corners)
