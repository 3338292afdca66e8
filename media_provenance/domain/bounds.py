"""The bounds that dated evidence sets on a picture's age, and how firmly each stands.

Bounds only: which of them decides a finding is ``findings.py``'s to say, and which evidence may be
used at all is settled before (``conflicts.py``, and the match of each item).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from media_provenance.domain.date_evidence import (
    EvidenceItem,
    Grade,
    Role,
    proves_upper_bound,
    speaks_of_lower_bound,
)
from media_provenance.domain.dating_rules import RULE_VERSION, DatingRule, rule_of

__all__ = [
    "LowerBound",
    "Strength",
    "UpperBound",
    "latest_of",
    "lower_bounds",
    "strongest_first",
    "upper_bounds",
]


class Strength(StrEnum):
    """How firmly the bound that decides a finding stands."""

    ESTABLISHED = "established"
    SUPPORTED = "supported"
    SUGGESTED = "suggested"
    METADATA = "metadata"
    NONE = "none"

    @property
    def rank(self) -> int:
        """4 for established down to 0 for none; larger is stronger."""
        return 4 - list(Strength).index(self)


_STRENGTH_OF_ONE: dict[Grade, Strength] = {
    Grade.A: Strength.ESTABLISHED,
    Grade.B: Strength.SUPPORTED,
    Grade.C: Strength.SUGGESTED,
    Grade.D: Strength.METADATA,
}
# What two independent operators of the same grade reach together. Two file headers that agree
# prove no more than one: the same person can write both.
_STRENGTH_OF_TWO: dict[Grade, Strength] = {
    Grade.B: Strength.ESTABLISHED,
    Grade.C: Strength.SUPPORTED,
}


@dataclass(frozen=True, slots=True)
class UpperBound:
    """The picture existed by ``existed_by``, as firmly as ``strength`` says.

    ``rests_on`` holds the ids of the items: one, or two of independent operators, of which the
    one that sets the bound stands first. ``day`` is what to show: the last day the source wrote,
    in its own zone, or the UTC day of an exact instant.
    """

    strength: Strength
    existed_by: datetime
    rests_on: tuple[str, ...]
    day: date


@dataclass(frozen=True, slots=True)
class LowerBound:
    """The picture cannot be older than ``not_before``; ``rests_on`` is the id of the item."""

    strength: Strength
    not_before: datetime
    rests_on: str
    day: date


def upper_bounds(
    usable: Sequence[EvidenceItem], *, rule_version: int = RULE_VERSION
) -> list[UpperBound]:
    """Return every upper bound the items give, at most two for each strength.

    For each grade: the earliest single item, and the earliest instant by which a second
    independent operator agrees. Items are taken as usable: matches and conflicts are not checked.

    Raises:
        UnknownRule: for a version that this release does not know.
    """
    rule = rule_of(rule_version)
    bounds: list[UpperBound] = []
    for grade in Grade:
        of_grade = sorted(
            (item for item in usable if item.grade is grade and proves_upper_bound(item)),
            key=lambda item: (latest_of(item), item.id),
        )
        alone = next((item for item in of_grade if item.kind not in rule.never_alone), None)
        if alone is not None:
            bounds.append(_bound(_STRENGTH_OF_ONE[grade], alone))
        pair = _first_two_operators(of_grade, rule)
        if pair is not None and grade in _STRENGTH_OF_TWO:
            bounds.append(_bound(_STRENGTH_OF_TWO[grade], pair[1], pair[0]))
    return bounds


def _bound(strength: Strength, deciding: EvidenceItem, *agreeing: EvidenceItem) -> UpperBound:
    return UpperBound(
        strength=strength,
        existed_by=latest_of(deciding),
        rests_on=(deciding.id, *(item.id for item in agreeing)),
        day=deciding.days.latest or latest_of(deciding).date(),
    )


def _first_two_operators(
    earliest_first: Sequence[EvidenceItem], rule: DatingRule
) -> tuple[EvidenceItem, EvidenceItem] | None:
    """Return the two items of different operators that agree earliest; ``None`` without two.

    An item whose operator is unknown is left out: it might be the other one's.
    """
    named = [item for item in earliest_first if item.operator]
    for place, item in enumerate(named):
        for earlier in named[:place]:
            strangers = rule.operator_of(item.operator) != rule.operator_of(earlier.operator)
            if strangers and not {item.kind, earlier.kind} <= rule.never_alone:
                return earlier, item
    return None


def lower_bounds(usable: Sequence[EvidenceItem]) -> list[LowerBound]:
    """Return every lower bound the items give, in their order."""
    return [
        LowerBound(
            _lower_strength(item),
            _earliest_of(item),
            item.id,
            item.days.earliest or _earliest_of(item).date(),
        )
        for item in usable
        if speaks_of_lower_bound(item)
    ]


def _lower_strength(item: EvidenceItem) -> Strength:
    # Whoever asserts a capture time asserts it of himself, whatever else vouches for the file.
    return Strength.METADATA if item.role is Role.CAPTURED else _STRENGTH_OF_ONE[item.grade]


def strongest_first(bound: UpperBound) -> tuple[int, datetime, tuple[str, ...]]:
    """Return the key that sorts the strongest bound first, and of equal ones the earliest."""
    return -bound.strength.rank, bound.existed_by, bound.rests_on


def latest_of(item: EvidenceItem) -> datetime:
    """Return the last instant an item can mean.

    Raises:
        ValueError: if that end is open; ask ``proves_upper_bound`` before.
    """
    if item.when.latest is None:
        raise ValueError(f"Evidence {item.id} has no latest instant.")
    return item.when.latest


def _earliest_of(item: EvidenceItem) -> datetime:
    if item.when.earliest is None:  # pragma: no cover - callers have asked speaks_of_lower_bound
        raise ValueError(f"Evidence {item.id} has no earliest instant.")
    return item.when.earliest
