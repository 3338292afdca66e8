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

from media_provenance.domain.bounds import (
    LowerBound,
    Strength,
    UpperBound,
    latest_of,
    lower_bounds,
    strongest_first,
    upper_bounds,
)
from media_provenance.domain.conflicts import (
    Conflict,
    ConflictKind,
    disagreements,
    set_aside_by,
    without_contradicted,
    without_the_future,
)
from media_provenance.domain.date_evidence import (
    FILE_KINDS,
    EvidenceItem,
    Grade,
    MatchClass,
    proves_upper_bound,
    speaks_of_lower_bound,
    terminus_ante_quem,
)
from media_provenance.domain.dating_rules import RULE_VERSION, DatingRule, UnknownRule, rule_of
from multilingual.intervals import InstantInterval

__all__ = [
    "RULE_VERSION",
    "Conflict",
    "ConflictKind",
    "FindingFacts",
    "FindingKind",
    "ItemStanding",
    "Strength",
    "UnknownRule",
    "UpperBound",
    "combine",
    "item_standing",
    "told_by_file",
    "upper_bounds",
    "weaker_bounds",
]

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


_PREDATES_BY_STRENGTH: dict[Strength, FindingKind] = {
    Strength.ESTABLISHED: FindingKind.PREDATES,
    Strength.SUPPORTED: FindingKind.LIKELY_PREDATES,
    Strength.SUGGESTED: FindingKind.PUBLISHER_SAYS_PREDATES,
    Strength.METADATA: FindingKind.METADATA_SUGGESTS_PREDATES,
}

# The kinds that say by which day the picture existed, and how long before the event that was.
_STATES_A_DAY = frozenset(
    {
        FindingKind.PREDATES,
        FindingKind.LIKELY_PREDATES,
        FindingKind.PUBLISHER_SAYS_PREDATES,
    }
)


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
        told_by_file: whether the file itself says what the statement rests on first.
        awaiting: ids of items that would bound the age but whose match nobody has confirmed.
        conflicts: items that are contradicted, by what, and how; some are set aside for it.
        rule_version: the version of the rule it was made by.
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
    told_by_file: bool
    awaiting: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    rule_version: int = RULE_VERSION


def combine(
    items: Iterable[EvidenceItem],
    event: InstantInterval,
    *,
    as_of: datetime | None = None,
    rule_version: int = RULE_VERSION,
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
        rule_version: of the rule, for working out an old finding as it was made.

    Raises:
        ValueError: if two items share an id, or ``as_of`` is naive.
        UnknownRule: for a version that this release does not know.

    Source: the project's rule for dates; its cases are the table in
    tests/unit/media_provenance/test_findings.py.
    """
    rule = rule_of(rule_version)
    given = sorted(items, key=lambda item: item.id)
    if len({item.id for item in given}) != len(given):
        raise ValueError("Two pieces of evidence share an id.")
    timely, future = without_the_future(given, as_of)
    usable, contradicted = without_contradicted(
        [item for item in timely if item.match.counts], never_alone=rule.never_alone
    )
    told = disagreements(usable) if rule.tells_disagreements else []
    waiting = [item for item in timely if not item.match.counts]
    bounds = sorted(upper_bounds(usable, rule_version=rule.version), key=strongest_first)
    upper = _deciding_upper_bound(bounds, event)
    lower = _deciding_lower_bound(usable, event)
    kind = _kind_of(upper, lower, event)
    if _may_wait(kind, lower, rule) and _would_decide(waiting, usable, event):
        kind = FindingKind.NEEDS_CONFIRMATION
    conflicts = [*future, *contradicted, *told]
    facts = _facts(kind, upper, lower, event, usable, waiting, conflicts, rule)
    return replace(facts, upper_bounds=tuple(bounds))


def weaker_bounds(
    items: Iterable[EvidenceItem],
    *,
    kind: FindingKind | None,
    strength: Strength,
    existed_by_day: date | None,
    conflicts: Iterable[Conflict] = (),
    rule_version: int = RULE_VERSION,
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
        rule_version: of the finding.

    Returns:
        At most one bound for each weaker strength, the strongest first; each at least one day
        earlier than the stated one and than those before it.
    """
    if existed_by_day is None or (kind is not None and kind not in _STATES_A_DAY):
        return ()
    set_aside = set_aside_by(conflicts)
    usable = [item for item in items if item.match.counts and item.id not in set_aside]
    weaker: list[UpperBound] = []
    last_rank, last_day = strength.rank, existed_by_day
    for bound in sorted(upper_bounds(usable, rule_version=rule_version), key=strongest_first):
        if bound.strength.rank < last_rank and bound.day < last_day:
            weaker.append(bound)
            last_rank, last_day = bound.strength.rank, bound.day
    return tuple(weaker)


def _deciding_upper_bound(
    bounds: Sequence[UpperBound], event: InstantInterval
) -> UpperBound | None:
    before = [bound for bound in bounds if _is_before(bound.existed_by, event)]
    return min(before or bounds, key=strongest_first, default=None)


def _deciding_lower_bound(
    usable: Sequence[EvidenceItem], event: InstantInterval
) -> LowerBound | None:
    bounds = lower_bounds(usable)
    after = [bound for bound in bounds if _is_after(bound, event)]
    if after:
        return min(
            after,
            key=lambda bound: (-bound.strength.rank, -bound.not_before.timestamp(), bound.rests_on),
        )
    return min(
        bounds, key=lambda bound: (-bound.not_before.timestamp(), bound.rests_on), default=None
    )


def _is_before(moment: datetime, event: InstantInterval) -> bool:
    return event.earliest is not None and moment < event.earliest


def _is_after(bound: LowerBound, event: InstantInterval) -> bool:
    return event.latest is not None and bound.not_before > event.latest


def _kind_of(
    upper: UpperBound | None, lower: LowerBound | None, event: InstantInterval
) -> FindingKind:
    if upper is not None and _is_before(upper.existed_by, event):
        return _PREDATES_BY_STRENGTH[upper.strength]
    if lower is not None and _is_after(lower, event):
        return FindingKind.MADE_AFTER_EVENT
    return FindingKind.COMPATIBLE_NOT_PROVEN


def _may_wait(kind: FindingKind, lower: LowerBound | None, rule: DatingRule) -> bool:
    """Answer whether an older copy that waits for a person may take the place of a finding."""
    if kind is FindingKind.MADE_AFTER_EVENT and rule.file_waits_for_people:
        # A file's own date is worth less than a look at the copy that contradicts it.
        return lower is not None and lower.strength is Strength.METADATA
    return kind is FindingKind.COMPATIBLE_NOT_PROVEN


def _would_decide(
    waiting: Sequence[EvidenceItem], usable: Sequence[EvidenceItem], event: InstantInterval
) -> bool:
    """Answer whether an unconfirmed match is all there is, or would bring the picture forward."""
    if not waiting:
        return False
    if not usable:
        return True
    proving = [latest_of(item) for item in waiting if proves_upper_bound(item)]
    return any(_is_before(moment, event) for moment in proving)


def _facts(
    kind: FindingKind,
    upper: UpperBound | None,
    lower: LowerBound | None,
    event: InstantInterval,
    usable: Sequence[EvidenceItem],
    waiting: Sequence[EvidenceItem],
    conflicts: Sequence[Conflict],
    rule: DatingRule,
) -> FindingFacts:
    only_metadata = upper is not None and upper.strength is Strength.METADATA
    gap = _gap(kind, upper, lower, event)
    best = terminus_ante_quem(
        item for item in usable if item.grade is not Grade.D and item.kind not in rule.never_alone
    )
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
        told_by_file=told_by_file(usable, rests_on),
        awaiting=tuple(item.id for item in waiting),
        conflicts=tuple(conflicts),
        rule_version=rule.version,
    )


class ItemStanding(StrEnum):
    """What became of an item in a finding."""

    DECIDES = "decides"  # the statement rests on it
    COUNTS = "counts"  # it was weighed, and something else decides
    MATCH_NOT_CONFIRMED = "match_not_confirmed"
    ONLY_A_PART = "only_a_part"
    CONTRADICTED = "contradicted"
    IN_THE_FUTURE = "in_the_future"
    BOUNDS_NOTHING = "bounds_nothing"  # it speaks of the scene, or its end is open
    NEVER_ALONE = "never_alone"  # it waits for another operator's word

    @property
    def is_usable(self) -> bool:
        """Whether it may enter a finding at all."""
        return self in (ItemStanding.DECIDES, ItemStanding.COUNTS, ItemStanding.NEVER_ALONE)


def item_standing(item: EvidenceItem, facts: FindingFacts) -> ItemStanding:
    """Return what became of an item in the finding that was made of it."""
    aside = {one.item: one.kind for one in facts.conflicts if one.kind.sets_aside}
    if item.id in facts.rests_on:
        return ItemStanding.DECIDES
    if item.match is MatchClass.PART:
        return ItemStanding.ONLY_A_PART
    if not item.match.counts:
        return ItemStanding.MATCH_NOT_CONFIRMED
    if item.id in aside:
        future = aside[item.id] is ConflictKind.IN_THE_FUTURE
        return ItemStanding.IN_THE_FUTURE if future else ItemStanding.CONTRADICTED
    if not proves_upper_bound(item) and not speaks_of_lower_bound(item):
        return ItemStanding.BOUNDS_NOTHING
    alone = item.kind in rule_of(facts.rule_version).never_alone
    return ItemStanding.NEVER_ALONE if alone else ItemStanding.COUNTS


def told_by_file(items: Iterable[EvidenceItem], rests_on: Sequence[str]) -> bool:
    """Answer whether the file itself says what a statement rests on first.

    Args:
        items: what a finding was made of, or more.
        rests_on: ids, the deciding one first.
    """
    return any(item.kind in FILE_KINDS for item in items if item.id in rests_on[:1])


def _gap(
    kind: FindingKind,
    upper: UpperBound | None,
    lower: LowerBound | None,
    event: InstantInterval,
) -> timedelta | None:
    """Return how long before (or after) the event, for the kinds that say so."""
    if kind is FindingKind.MADE_AFTER_EVENT and lower is not None and event.latest is not None:
        return lower.not_before - event.latest
    if kind in _STATES_A_DAY and upper is not None and event.earliest is not None:
        return event.earliest - upper.existed_by
    return None
