"""What a search found, as JSON and back."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from media_provenance.domain.alteration_facts import (
    Added,
    AddedKind,
    Alteration,
    Edge,
    Where,
    alteration_record,
)
from media_provenance.domain.likeness import LIKENESS_VERSION, Likeness, LikenessClass
from media_provenance.domain.search_records import (
    FoundRecord,
    found_from_record,
    found_record,
    measures_of,
)

CROPPED = Alteration(
    mirrored=True,
    rotation=-4.5,
    scale=0.5,
    stretch=1.0,
    perspective=False,
    crop=0.52,
    cut=(Edge.LEFT,),
    shown=1.0,
    beyond=(),
    added=(Added(AddedKind.STRIP_BELOW, Where.BOTTOM, 0.12, (0.0, 0.88, 1.0, 1.0), True),),
)
ASSET = UUID("0f6f2d0e-5d0b-5c1b-9d3c-0b7f1e2a4c6d")


def shifted(**changes: Any) -> Likeness:
    """A picture of 480 by 240 whose right half is a stored one of 240 by 240."""
    said: dict[str, Any] = {
        "likeness": LikenessClass.COPY,
        "agreement": 0.987654,
        "inliers": 41,
        "distance": 12,
        "mirrored": False,
        "homography": np.array([[1.0, 0, -240], [0, 1, 0], [0, 0, 1]]),
        "query_part": np.array(
            [[239.5, -0.5], [479.5, -0.5], [479.5, 239.5], [239.5, 239.5]], dtype=float
        ),
        "stored_part": np.array(
            [[-0.5, -0.5], [239.5, -0.5], [239.5, 239.5], [-0.5, 239.5]], dtype=float
        ),
        "cells": None,
        "reasons": (),
    }
    return Likeness(**{**said, **changes})


def test_places_are_kept_as_fractions_of_each_picture() -> None:
    measures = measures_of(shifted(), searched_frame=(480, 240), stored_frame=(240, 240))

    assert measures.searched_part == ((0.5, 0.0), (1.0, 0.0), (1.0, 1.0), (0.5, 1.0))
    assert measures.stored_part == ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    assert measures.version == LIKENESS_VERSION


def test_the_homography_carries_fractions_onto_fractions() -> None:
    measures = measures_of(shifted(), searched_frame=(480, 240), stored_frame=(240, 240))

    x, y, scale = np.array(measures.homography).reshape(3, 3) @ (0.75, 0.5, 1.0)

    assert (x / scale, y / scale) == pytest.approx((0.5, 0.5))


def test_a_corner_beyond_the_edge_is_drawn_on_it() -> None:
    outside = np.array([[-20.0, -20.0], [500.0, -20.0], [500.0, 260.0]])

    measures = measures_of(
        shifted(query_part=outside), searched_frame=(480, 240), stored_frame=(240, 240)
    )

    assert measures.searched_part == ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))


@pytest.mark.parametrize(
    "found",
    [
        FoundRecord(ASSET, LikenessClass.EXACT, same_bytes=True),
        FoundRecord(
            ASSET,
            LikenessClass.SAME_PLACE,
            distance=58,
            measures=measures_of(shifted(), searched_frame=(480, 240), stored_frame=(240, 240)),
            alteration=alteration_record(CROPPED),
        ),
    ],
    ids=["exact", "measured"],
)
def test_what_was_found_comes_back_from_its_json(found: FoundRecord) -> None:
    text = json.dumps(found_record(found), ensure_ascii=False)

    assert found_from_record(json.loads(text)) == found


def test_a_record_of_another_make_is_an_error() -> None:
    with pytest.raises(KeyError):
        found_from_record({"asset": str(ASSET), "class": "copy"})
