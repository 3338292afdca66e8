"""How often people agreed with what the machine took for a copy, by how sure it was.

Pure: counts in, rows out. It changes no threshold; whoever tunes ``likeness.py`` reads it first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Band", "Judged", "QualityRow", "agreement_band", "distance_band", "quality_rows"]

# Lower ends of the bands, in bits of 256. 32 begins what PDQ's authors no longer call a confident
# match; beyond 60 no candidate is proposed by its codes.
_DISTANCES = (0, 16, 32, 48, 61)
# Lower ends, of 1. From 0.9 on a pair was linked without a person in the first measurements, under
# 0.4 it was another photograph.
_AGREEMENTS = (0.0, 0.4, 0.6, 0.8, 0.9)


@dataclass(frozen=True, slots=True, order=True)
class Band:
    """Values from ``least`` on and under ``below``; ``None`` there means no upper end.

    The band of what was not measured has no lower end either and comes first.
    """

    least: float = -1.0
    below: float | None = None

    @property
    def is_measured(self) -> bool:
        """Whether there was a value at all."""
        return self.least >= 0


@dataclass(frozen=True, slots=True)
class Judged:
    """Some pairs of one kind and what people said of them.

    Attributes:
        match_class: as the row has it.
        version: of the rules of likeness, ``None`` for pairs from before them and exact ones.
        distance: bits of 256, ``None`` where no fingerprint said anything.
        agreement: 0 to 1, ``None`` where pixels were not compared.
        decision: as the row has it.
        count: how many pairs, 1 or more.
    """

    match_class: str
    version: int | None
    distance: int | None
    agreement: float | None
    decision: str
    count: int


@dataclass(slots=True)
class QualityRow:
    """What people said of the pairs of one class, version and pair of bands, as counts."""

    match_class: str
    version: int | None
    distance: Band
    agreement: Band
    confirmed: int = 0
    rejected: int = 0
    unsure: int = 0
    undecided: int = 0

    @property
    def confirmed_share(self) -> float | None:
        """Share of the confirmed ones among those confirmed or rejected; ``None`` without any."""
        decided = self.confirmed + self.rejected
        return self.confirmed / decided if decided else None


def distance_band(distance: int | None) -> Band:
    """Return the band of a distance in bits of 256."""
    return _band(distance, _DISTANCES)


def agreement_band(agreement: float | None) -> Band:
    """Return the band of an agreement, 0 to 1."""
    return _band(agreement, _AGREEMENTS)


def _band(value: float | None, ends: tuple[float, ...]) -> Band:
    if value is None:
        return Band()
    place = max(number for number, end in enumerate(ends) if end <= value)
    return Band(ends[place], ends[place + 1] if place + 1 < len(ends) else None)


def quality_rows(judged: Iterable[Judged], *, classes: tuple[str, ...]) -> list[QualityRow]:
    """Return a row for each class, version and bands that has pairs: surest class first.

    Args:
        classes: all classes, in the order wanted.

    Raises:
        ValueError: for a class that is not among them, or a decision that is not known.
    """
    rows: dict[tuple[str, int | None, Band, Band], QualityRow] = {}
    for one in judged:
        if one.match_class not in classes:
            raise ValueError(f"{one.match_class} is no class of matches.")
        key = (
            one.match_class,
            one.version,
            distance_band(one.distance),
            agreement_band(one.agreement),
        )
        _count(rows.setdefault(key, QualityRow(*key)), one)
    return sorted(
        rows.values(),
        key=lambda row: (
            classes.index(row.match_class),
            row.version or 0,
            row.distance,
            -row.agreement.least,
        ),
    )


def _count(row: QualityRow, judged: Judged) -> None:
    match judged.decision:
        case "confirmed":
            row.confirmed += judged.count
        case "rejected":
            row.rejected += judged.count
        case "unsure":
            row.unsure += judged.count
        case "undecided":
            row.undecided += judged.count
        case unknown:
            raise ValueError(f"{unknown} is no decision.")
