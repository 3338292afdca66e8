"""How often people agreed with the machine, by bands."""

from __future__ import annotations

import pytest

from media_provenance.domain.match_quality import (
    Band,
    Judged,
    agreement_band,
    distance_band,
    quality_rows,
)

CLASSES = ("exact", "copy", "likely_copy", "same_place")


@pytest.mark.parametrize(
    ("distance", "band"),
    [
        (None, Band()),
        (0, Band(0, 16)),
        (15, Band(0, 16)),
        (16, Band(16, 32)),
        (31, Band(16, 32)),
        (32, Band(32, 48)),
        (60, Band(48, 61)),
        (61, Band(61, None)),
        (256, Band(61, None)),
    ],
)
def test_a_distance_falls_into_its_band(distance: int | None, band: Band) -> None:
    assert distance_band(distance) == band


@pytest.mark.parametrize(
    ("agreement", "band"),
    [
        (None, Band()),
        (0.0, Band(0.0, 0.4)),
        (0.3999, Band(0.0, 0.4)),
        (0.4, Band(0.4, 0.6)),
        (0.9, Band(0.9, None)),
        (1.0, Band(0.9, None)),
    ],
)
def test_an_agreement_falls_into_its_band(agreement: float | None, band: Band) -> None:
    assert agreement_band(agreement) == band


def test_pairs_of_one_class_version_and_bands_are_one_row() -> None:
    judged = [
        Judged("copy", 1, 12, 0.95, "confirmed", 3),
        Judged("copy", 1, 3, 0.91, "confirmed", 1),
        Judged("copy", 1, 5, 0.99, "rejected", 1),
        Judged("copy", 1, 5, 0.99, "unsure", 2),
        Judged("copy", 1, 9, 0.99, "undecided", 7),
    ]

    (row,) = quality_rows(judged, classes=CLASSES)

    assert (row.confirmed, row.rejected, row.unsure, row.undecided) == (4, 1, 2, 7)
    assert row.confirmed_share == pytest.approx(0.8)


def test_versions_of_the_rules_are_counted_apart() -> None:
    judged = [
        Judged("copy", 1, None, 0.95, "confirmed", 1),
        Judged("copy", 2, None, 0.95, "rejected", 1),
    ]

    rows = quality_rows(judged, classes=CLASSES)

    assert [(row.version, row.confirmed_share) for row in rows] == [(1, 1.0), (2, 0.0)]


def test_rows_come_by_class_then_distance_then_agreement() -> None:
    judged = [
        Judged("likely_copy", 1, None, 0.5, "undecided", 1),
        Judged("copy", 1, 40, 0.95, "undecided", 1),
        Judged("copy", 1, 4, 0.7, "undecided", 1),
        Judged("copy", 1, 4, 0.95, "undecided", 1),
        Judged("exact", None, None, None, "undecided", 1),
    ]

    rows = quality_rows(judged, classes=CLASSES)

    assert [(row.match_class, row.distance.least, row.agreement.least) for row in rows] == [
        ("exact", -1.0, -1.0),
        ("copy", 0, 0.9),
        ("copy", 0, 0.6),
        ("copy", 32, 0.9),
        ("likely_copy", -1.0, 0.4),
    ]


def test_without_a_decision_there_is_no_share() -> None:
    (row,) = quality_rows([Judged("copy", 1, 4, 0.9, "unsure", 5)], classes=CLASSES)

    assert row.confirmed_share is None


@pytest.mark.parametrize(
    "judged",
    [
        Judged("twin", 1, None, None, "confirmed", 1),
        Judged("copy", 1, None, None, "perhaps", 1),
    ],
    ids=["class", "decision"],
)
def test_what_nobody_defined_is_an_error(judged: Judged) -> None:
    with pytest.raises(ValueError, match="is no"):
        quality_rows([judged], classes=CLASSES)
