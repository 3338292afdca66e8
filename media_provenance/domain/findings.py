"""Evidence in, finding out: what may be said of a picture's age against an event.

Holds the whole rule by which dated evidence is combined: which bound is how strong, what
contradicts what, and what the outcome is called. It does not compose sentences (``wording.py``),
fetch anything, or read a clock. A finding never says "true" or "fake".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from media_provenance.domain.date_evidence import (
    EvidenceItem,
    Grade,
    ObjectKind,
    Role,
    proves_upper_bound,
    speaks_of_lower_bound,
    terminus_ante_quem,
)
from multilingual.intervals import InstantInterval

__all__ = [
    "RULE_VERSION",
    "Conflict",
    "ConflictKind",
    "FindingFacts",
    "FindingKind",
    "Strength",
    "UpperBound",
    "combine",
    "upper_bounds",
    "weaker_bounds",
]

# Raised with every change that can alter an outcome; stored with each published finding, so that
# it can be replayed by the rule it was made by.
RULE_VERSION = 1

# Under this many days an "at least" is counted in hours: "at least 0 days" says nothing.
_HOURS_BELOW = timedelta(days=2)


class FindingKind(StrEnum):
    """What may be said of the picture against the event."""

    PREDATES = "predates"
    LIKELY_PREDATES = "likely_predates"
    PUBLISHER_SAYS_PREDATES = "publisher_says_predates"
    METADATA_SUGGESTS_PREDATES = "metadata_suggests_predates"
    COMPATIBLE_NOT_PROVEN = "compatible_not_proven"
    MADE_AFTER_EVENT = "made_after_event"
    NEEDS_CONFIRMATION = "needs_confirmation"


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


_PREDATES_BY_STRENGTH: dict[Strength, FindingKind] = {
    Strength.ESTABLISHED: FindingKind.PREDATES,
    Strength.SUPPORTED: FindingKind.LIKELY_PREDATES,
    Strength.SUGGESTED: FindingKind.PUBLISHER_SAYS_PREDATES,
    Strength.METADATA: FindingKind.METADATA_SUGGESTS_PREDATES,
}

_STRENGTH_OF_ONE: dict[Grade, Strength] = {
    Grade.A: Strength.ESTABLISHED,
    Grade.B: Strength.SUPPORTED,
    Grade.C: Strength.SUGGESTED,
    Grade.D: Strength.METADATA,
}
# The kinds that say by which day the picture existed, and how long before the event that was.
_STATES_A_DAY = frozenset(
    {
        FindingKind.PREDATES,
        FindingKind.LIKELY_PREDATES,
        FindingKind.PUBLISHER_SAYS_PREDATES,
    }
)
# What two independent operators of the same grade reach together. Two file headers that agree
# prove no more than one: the same person can write both.
_STRENGTH_OF_TWO: dict[Grade, Strength] = {
    Grade.B: Strength.ESTABLISHED,
    Grade.C: Strength.SUPPORTED,
}


class ConflictKind(StrEnum):
    """Why an item is at odds with the rest."""

    STRONGER_SAYS_EARLIER = "stronger_says_earlier"
    IN_THE_FUTURE = "in_the_future"


@dataclass(frozen=True, slots=True)
class Conflict:
    """An item that is not used, and the item that contradicts it.

    ``against`` is ``None`` where the clock contradicts it (a date in the future).
    """

    item: str
    against: str | None
    kind: ConflictKind


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
class FindingFacts:
    """A finding as facts; a sentence is made of them when it is shown.

    Attributes:
        kind: what may be said.
        strength: of the bound that decides; ``NONE`` if there is no usable bound at all.
        event: the instants the claim speaks of, as given.
        existed_by: UTC instant by which the picture existed. ``None`` if nothing says so or only
            metadata does, which bounds nothing.
        existed_by_day: the day to show for it.
        metadata_day: the last day the file's metadata gives, where only metadata decides.
        not_before: UTC instant before which the picture cannot have been made, or ``None``.
        not_before_day: the day to show for it.
        upper_bounds: every upper bound the usable items give, of metadata too, the strongest
            first and then the earliest; the deciding one is among them.
        best_single: the earliest bound any one usable item of grade A to C sets; at most
            ``existed_by``, and weaker.
        at_least_days: whole days from ``existed_by`` to the start of the event, 0 or more, where
            the picture predates it; for ``made_after_event`` from the event's end to
            ``not_before``. ``None`` otherwise. Always "at least", never "exactly".
        at_least_hours: whole hours, set only below two days.
        rests_on: ids of the items the statement rests on, the deciding one first.
        awaiting: ids of items that would bound the age but whose match nobody has confirmed.
        conflicts: items that were set aside, and why.
        rule_version: ``RULE_VERSION`` when made.
    """

    kind: FindingKind
    strength: Strength
    event: InstantInterval
    existed_by: datetime | None
    existed_by_day: date | None
    metadata_day: date | None
    not_before: datetime | None
    not_before_day: date | None
    upper_bounds: tuple[UpperBound, ...]
    best_single: datetime | None
    at_least_days: int | None
    at_least_hours: int | None
    rests_on: tuple[str, ...]
    awaiting: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    rule_version: int = RULE_VERSION


@dataclass(frozen=True, slots=True)
class _LowerBound:
    strength: Strength
    not_before: datetime
    rests_on: str
    day: date


def combine(
    items: Iterable[EvidenceItem],
    event: InstantInterval,
    *,
    as_of: datetime | None = None,
) -> FindingFacts:
    """Weigh dated evidence about one picture against one event.

    Only exact matches and matches a person confirmed are used. The strongest bound that lies
    before the event decides; equal strength goes to the earlier one. A picture that only looks
    similar never proves anything, but where it would change the outcome once confirmed, the
    outcome is "needs a person to confirm the match" and not "compatible": to say that nothing
    older was found would then be misleading.

    Args:
        items: the evidence; ids must be unique. Order does not matter.
        event: first and last instant of the claimed event in UTC. Where the place is unknown,
            widen it with ``instants_of`` first. An open start means that nothing can predate it.
        as_of: the present, aware; items that begin later are set aside. ``None`` skips that.

    Raises:
        ValueError: if two items share an id, or ``as_of`` is naive.

    Source: the project's rule for dates, version ``RULE_VERSION``; its cases are the table in
    tests/unit/media_provenance/test_findings.py.
    """
    given = sorted(items, key=lambda item: item.id)
    if len({item.id for item in given}) != len(given):
        raise ValueError("Two pieces of evidence share an id.")
    timely, future = _without_the_future(given, as_of)
    usable, contradicted = _without_contradicted([item for item in timely if item.match.counts])
    waiting = [item for item in timely if not item.match.counts]
    bounds = sorted(upper_bounds(usable), key=_strongest_first)
    upper = _deciding_upper_bound(bounds, event)
    lower = _deciding_lower_bound(usable, event)
    kind = _kind_of(upper, lower, event)
    if kind is FindingKind.COMPATIBLE_NOT_PROVEN and _would_decide(waiting, usable, event):
        kind = FindingKind.NEEDS_CONFIRMATION
    facts = _facts(kind, upper, lower, event, usable, waiting, future + contradicted)
    return replace(facts, upper_bounds=tuple(bounds))


def upper_bounds(usable: Sequence[EvidenceItem]) -> list[UpperBound]:
    """Return every upper bound the items give, at most two for each strength.

    For each grade: the earliest single item, and the earliest instant by which a second
    independent operator agrees. Items are taken as usable: matches and conflicts are not checked.
    """
    bounds: list[UpperBound] = []
    for grade in Grade:
        of_grade = sorted(
            (item for item in usable if item.grade is grade and proves_upper_bound(item)),
            key=lambda item: (_latest(item), item.id),
        )
        if not of_grade:
            continue
        bounds.append(_bound(_STRENGTH_OF_ONE[grade], of_grade[0]))
        pair = _first_two_operators(of_grade)
        if pair is not None and grade in _STRENGTH_OF_TWO:
            bounds.append(_bound(_STRENGTH_OF_TWO[grade], pair[1], pair[0]))
    return bounds


def weaker_bounds(
    items: Iterable[EvidenceItem],
    *,
    kind: FindingKind | None,
    strength: Strength,
    existed_by_day: date | None,
    conflicts: Iterable[Conflict] = (),
) -> tuple[UpperBound, ...]:
    """Return the bounds that are weaker than a finding's own and yet put the picture earlier.

    The strongest bound before the event decides a finding. What a weaker one adds must still be
    told, or the picture looks younger than its evidence has it.

    Args:
        items: what the finding was made of; unconfirmed matches among them are left out.
        kind: of the finding, or ``None`` where no event was asked about. One that states no day
            by which the picture existed has no weaker bounds.
        strength: of the bound that the finding states.
        existed_by_day: the day that it states, if it does.
        conflicts: the finding's; what they set aside is left out.

    Returns:
        At most one bound for each weaker strength, the strongest first; each at least one day
        earlier than the stated one and than those before it.
    """
    if existed_by_day is None or (kind is not None and kind not in _STATES_A_DAY):
        return ()
    set_aside = {conflict.item for conflict in conflicts}
    usable = [item for item in items if item.match.counts and item.id not in set_aside]
    weaker: list[UpperBound] = []
    last_rank, last_day = strength.rank, existed_by_day
    for bound in sorted(upper_bounds(usable), key=_strongest_first):
        if bound.strength.rank < last_rank and bound.day < last_day:
            weaker.append(bound)
            last_rank, last_day = bound.strength.rank, bound.day
    return tuple(weaker)


def _bound(strength: Strength, deciding: EvidenceItem, *agreeing: EvidenceItem) -> UpperBound:
    return UpperBound(
        strength=strength,
        existed_by=_latest(deciding),
        rests_on=(deciding.id, *(item.id for item in agreeing)),
        day=deciding.days.latest or _latest(deciding).date(),
    )


def _first_two_operators(
    earliest_first: Sequence[EvidenceItem],
) -> tuple[EvidenceItem, EvidenceItem] | None:
    """Return the earliest item and the earliest of another operator; ``None`` without a second.

    An item whose operator is unknown is left out: it might be the other one's.
    """
    named = [item for item in earliest_first if item.operator]
    for item in named:
        if item.operator != named[0].operator:
            return named[0], item
    return None


def _latest(item: EvidenceItem) -> datetime:
    if item.when.latest is None:  # pragma: no cover - callers have asked proves_upper_bound
        raise ValueError(f"Evidence {item.id} has no latest instant.")
    return item.when.latest


def _earliest(item: EvidenceItem) -> datetime:
    if item.when.earliest is None:  # pragma: no cover - callers have asked before
        raise ValueError(f"Evidence {item.id} has no earliest instant.")
    return item.when.earliest


def _without_the_future(
    items: Sequence[EvidenceItem], as_of: datetime | None
) -> tuple[list[EvidenceItem], list[Conflict]]:
    if as_of is None:
        return list(items), []
    if as_of.tzinfo is None:
        raise ValueError("The present must be given with its time zone.")
    # The *earliest* instant decides: a date without a zone reaches 12 hours ahead by itself.
    future = [
        item for item in items if item.when.earliest is not None and item.when.earliest > as_of
    ]
    kept = [item for item in items if item not in future]
    return kept, [Conflict(item.id, None, ConflictKind.IN_THE_FUTURE) for item in future]


def _without_contradicted(
    items: Sequence[EvidenceItem],
) -> tuple[list[EvidenceItem], list[Conflict]]:
    """Set aside each item that says "not older than" after a stronger one has the picture."""
    conflicts = [
        Conflict(item.id, other.id, ConflictKind.STRONGER_SAYS_EARLIER)
        for item in items
        for other in items
        if _contradicts(item, other)
    ]
    set_aside = {conflict.item for conflict in conflicts}
    return [item for item in items if item.id not in set_aside], conflicts


def _contradicts(item: EvidenceItem, other: EvidenceItem) -> bool:
    if other.grade.rank <= item.grade.rank or not proves_upper_bound(other):
        return False
    # To be seen again later contradicts nothing; to be *made* after it was seen does. That a file
    # was saved later contradicts only if that very file had been met before.
    both_of_this_file = item.speaks_of is other.speaks_of is ObjectKind.BYTES
    says_made = speaks_of_lower_bound(item) or (item.role is Role.SAVED and both_of_this_file)
    earliest = item.when.earliest
    return says_made and earliest is not None and earliest > _latest(other)


def _deciding_upper_bound(
    bounds: Sequence[UpperBound], event: InstantInterval
) -> UpperBound | None:
    before = [bound for bound in bounds if _is_before(bound.existed_by, event)]
    return min(before or bounds, key=_strongest_first, default=None)


def _strongest_first(bound: UpperBound) -> tuple[int, datetime, tuple[str, ...]]:
    return -bound.strength.rank, bound.existed_by, bound.rests_on


def _deciding_lower_bound(
    usable: Sequence[EvidenceItem], event: InstantInterval
) -> _LowerBound | None:
    bounds = [
        _LowerBound(
            _lower_strength(item),
            _earliest(item),
            item.id,
            item.days.earliest or _earliest(item).date(),
        )
        for item in usable
        if speaks_of_lower_bound(item)
    ]
    after = [bound for bound in bounds if event.latest and bound.not_before > event.latest]
    if after:
        return min(
            after,
            key=lambda bound: (-bound.strength.rank, -bound.not_before.timestamp(), bound.rests_on),
        )
    return min(
        bounds, key=lambda bound: (-bound.not_before.timestamp(), bound.rests_on), default=None
    )


def _lower_strength(item: EvidenceItem) -> Strength:
    # Whoever asserts a capture time asserts it of himself, whatever else vouches for the file.
    return Strength.METADATA if item.role is Role.CAPTURED else _STRENGTH_OF_ONE[item.grade]


def _is_before(moment: datetime, event: InstantInterval) -> bool:
    return event.earliest is not None and moment < event.earliest


def _kind_of(
    upper: UpperBound | None, lower: _LowerBound | None, event: InstantInterval
) -> FindingKind:
    if upper is not None and _is_before(upper.existed_by, event):
        return _PREDATES_BY_STRENGTH[upper.strength]
    if lower is not None and event.latest is not None and lower.not_before > event.latest:
        return FindingKind.MADE_AFTER_EVENT
    return FindingKind.COMPATIBLE_NOT_PROVEN


def _would_decide(
    waiting: Sequence[EvidenceItem], usable: Sequence[EvidenceItem], event: InstantInterval
) -> bool:
    """Answer whether an unconfirmed match is all there is, or would bring the picture forward."""
    if not waiting:
        return False
    if not usable:
        return True
    proving = [_latest(item) for item in waiting if proves_upper_bound(item)]
    return any(_is_before(moment, event) for moment in proving)


def _facts(
    kind: FindingKind,
    upper: UpperBound | None,
    lower: _LowerBound | None,
    event: InstantInterval,
    usable: Sequence[EvidenceItem],
    waiting: Sequence[EvidenceItem],
    conflicts: Sequence[Conflict],
) -> FindingFacts:
    only_metadata = upper is not None and upper.strength is Strength.METADATA
    gap = _gap(kind, upper, lower, event)
    best = terminus_ante_quem(item for item in usable if item.grade is not Grade.D)
    strength = upper.strength if upper is not None else Strength.NONE
    rests_on = upper.rests_on if upper is not None else ()
    if kind is FindingKind.MADE_AFTER_EVENT and lower is not None:
        strength, rests_on = lower.strength, (lower.rests_on,)
    if kind is FindingKind.NEEDS_CONFIRMATION:
        strength, rests_on = Strength.NONE, ()
    return FindingFacts(
        kind=kind,
        strength=strength,
        event=event,
        existed_by=None if upper is None or only_metadata else upper.existed_by,
        existed_by_day=None if upper is None or only_metadata else upper.day,
        metadata_day=upper.day if upper is not None and only_metadata else None,
        not_before=lower.not_before if lower is not None else None,
        not_before_day=lower.day if lower is not None else None,
        upper_bounds=(),
        best_single=best.when.latest if best is not None else None,
        at_least_days=None if gap is None else gap.days,
        at_least_hours=(
            None if gap is None or gap >= _HOURS_BELOW else int(gap / timedelta(hours=1))
        ),
        rests_on=rests_on,
        awaiting=tuple(item.id for item in waiting),
        conflicts=tuple(conflicts),
    )


def _gap(
    kind: FindingKind,
    upper: UpperBound | None,
    lower: _LowerBound | None,
    event: InstantInterval,
) -> timedelta | None:
    """Return how long before (or after) the event, for the kinds that say so."""
    if kind is FindingKind.MADE_AFTER_EVENT and lower is not None and event.latest is not None:
        return lower.not_before - event.latest
    if kind in _STATES_A_DAY and upper is not None and event.earliest is not None:
        return event.earliest - upper.existed_by
    return None
