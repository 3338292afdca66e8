"""What would make a finding stronger, the best first.

For the list that an editor works through. Says what to look for and why it would count; where to
click is the pages' business, the sentences are ``wording.next_checks``'s, and nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from media_provenance.domain.bounds import latest_of
from media_provenance.domain.conflicts import ConflictKind, set_aside_by
from media_provenance.domain.date_evidence import (
    EvidenceItem,
    EvidenceKind,
    Grade,
    MatchClass,
    Role,
    proves_upper_bound,
)
from media_provenance.domain.findings import FindingFacts, FindingKind, Strength, combine

__all__ = ["AssetFacts", "CheckAction", "CheckCode", "NextCheck", "next_checks"]


class CheckCode(StrEnum):
    """What to do next, and why."""

    SET_EVENT = "set_event"
    CONFIRM_MATCH = "confirm_match"
    SECOND_CONFIRMATION = "second_confirmation"
    SECOND_CHECK = "second_check"
    ARCHIVE_OF_PICTURE = "archive_of_picture"
    ARCHIVE_COPY = "archive_copy"
    SECOND_OPERATOR = "second_operator"
    DATE_OF_POST = "date_of_post"
    WHERE_PUBLISHED = "where_published"
    SEARCH_ENGINES = "search_engines"
    KNOWN_AGE = "known_age"
    EXPLAIN_CONFLICT = "explain_conflict"
    TIME_STAMP = "time_stamp"


class CheckAction(StrEnum):
    """What a page offers for it."""

    SET_EVENT = "set_event"
    CONFIRM_MATCH = "confirm_match"
    SECOND_CONFIRMATION = "second_confirmation"
    SECOND_CHECK = "second_check"
    LOOK_IN_ARCHIVES = "look_in_archives"
    SEARCH_ELSEWHERE = "search_elsewhere"
    ENTER_EVIDENCE = "enter_evidence"
    EXPLAIN_CONFLICT = "explain_conflict"
    TIME_STAMP = "time_stamp"


_ACTIONS: dict[CheckCode, CheckAction] = {
    CheckCode.SET_EVENT: CheckAction.SET_EVENT,
    CheckCode.CONFIRM_MATCH: CheckAction.CONFIRM_MATCH,
    CheckCode.SECOND_CONFIRMATION: CheckAction.SECOND_CONFIRMATION,
    CheckCode.SECOND_CHECK: CheckAction.SECOND_CHECK,
    CheckCode.ARCHIVE_OF_PICTURE: CheckAction.LOOK_IN_ARCHIVES,
    CheckCode.ARCHIVE_COPY: CheckAction.LOOK_IN_ARCHIVES,
    CheckCode.SECOND_OPERATOR: CheckAction.SEARCH_ELSEWHERE,
    CheckCode.DATE_OF_POST: CheckAction.ENTER_EVIDENCE,
    CheckCode.WHERE_PUBLISHED: CheckAction.SEARCH_ELSEWHERE,
    CheckCode.SEARCH_ENGINES: CheckAction.SEARCH_ELSEWHERE,
    CheckCode.KNOWN_AGE: CheckAction.ENTER_EVIDENCE,
    CheckCode.EXPLAIN_CONFLICT: CheckAction.EXPLAIN_CONFLICT,
    CheckCode.TIME_STAMP: CheckAction.TIME_STAMP,
}


@dataclass(frozen=True, slots=True)
class NextCheck:
    """One thing to do next; ``items`` are the ids of the evidence it is about, oldest first."""

    code: CheckCode
    items: tuple[str, ...] = ()

    @property
    def action(self) -> CheckAction:
        """What a page offers for it."""
        return _ACTIONS[self.code]


@dataclass(frozen=True, slots=True)
class AssetFacts:
    """What is known of a picture beside its evidence.

    Attributes:
        unchecked: items that one person entered, by id, with the grade they would have once a
            second person has checked them.
        operators: who controls their clocks, by id, as it counts once they are checked.
        one_person_short: ids of items that wait for a second person to confirm their match.
        can_time_stamp: a time-stamping authority is set.
    """

    unchecked: Mapping[str, Grade] = field(default_factory=dict)
    operators: Mapping[str, str] = field(default_factory=dict)
    one_person_short: frozenset[str] = frozenset()
    can_time_stamp: bool = False


def next_checks(
    items: Iterable[EvidenceItem], facts: FindingFacts, asset: AssetFacts | None = None
) -> tuple[NextCheck, ...]:
    """Return what would make a finding stronger, the best first; each at most once.

    What only needs a person's look comes before what has to be searched for, and a search that
    may prove before one that may suggest. An established finding has little left to ask for.

    Args:
        items: what the finding was made of.
        facts: the finding, made of these items.
        asset: what else is known of the picture.
    """
    given = sorted(items, key=_age)
    known = asset or AssetFacts()
    codes: dict[CheckCode, tuple[str, ...]] = {}
    for code, ids in _wanted(given, facts, known):
        codes.setdefault(code, ids)
    return tuple(NextCheck(code, ids) for code, ids in codes.items())


_Wanted = Iterator[tuple[CheckCode, tuple[str, ...]]]


def _wanted(items: Sequence[EvidenceItem], facts: FindingFacts, asset: AssetFacts) -> _Wanted:
    if facts.event.earliest is None:
        yield CheckCode.SET_EVENT, ()
    yield from _for_people(items, facts, asset)
    yield from _searches(items, facts)
    disputed = tuple(dict.fromkeys(conflict.item for conflict in facts.conflicts))
    if disputed:
        yield CheckCode.EXPLAIN_CONFLICT, disputed
    is_stamped = any(
        item.kind is EvidenceKind.TRUSTED_TIMESTAMP
        or (item.kind is EvidenceKind.OWN_CAPTURE and item.grade is Grade.A)
        for item in items
    )
    if asset.can_time_stamp and not is_stamped:
        yield CheckCode.TIME_STAMP, ()


def _for_people(items: Sequence[EvidenceItem], facts: FindingFacts, asset: AssetFacts) -> _Wanted:
    """What is at hand already and needs a person's look, where it would change the finding."""
    short = asset.one_person_short
    waiting = [item for item in items if item.match is MatchClass.SIMILAR]
    if ids := _ids(waiting, lambda item: item.id in short and _would_bound(item, facts)):
        yield CheckCode.SECOND_CONFIRMATION, ids
    if ids := _ids(waiting, lambda item: item.id not in short and _would_bound(item, facts)):
        yield CheckCode.CONFIRM_MATCH, ids
    if ids := _ids(items, lambda item: item.id in asset.unchecked):
        future = {one.item for one in facts.conflicts if one.kind is ConflictKind.IN_THE_FUTURE}
        checked = [
            replace(
                item,
                grade=asset.unchecked.get(item.id, item.grade),
                operator=asset.operators.get(item.id, item.operator),
            )
            for item in items
            if item.id not in future
        ]
        then = combine(checked, facts.event, rule_version=facts.rule_version)
        if then.strength.rank > facts.strength.rank or then.kind is not facts.kind:
            yield CheckCode.SECOND_CHECK, ids


def _searches(items: Sequence[EvidenceItem], facts: FindingFacts) -> _Wanted:
    """What to look for elsewhere, by how firmly the finding stands now."""
    set_aside = set_aside_by(facts.conflicts)
    used = [item for item in items if item.match.counts and item.id not in set_aside]
    by_kind = {kind: tuple(item.id for item in used if item.kind is kind) for kind in _TELLING}
    if facts.kind is FindingKind.MADE_AFTER_EVENT:
        if facts.strength is not Strength.ESTABLISHED:
            yield CheckCode.KNOWN_AGE, _ids(used, lambda item: item.role is Role.NOT_BEFORE)
        return
    states_a_bound = facts.kind not in (
        FindingKind.COMPATIBLE_NOT_PROVEN,
        FindingKind.NEEDS_CONFIRMATION,
    )
    before = states_a_bound or facts.event.earliest is None
    strength = facts.strength if before else Strength.NONE
    if strength is Strength.ESTABLISHED:
        return
    if strength in (Strength.NONE, Strength.METADATA):
        if folders := by_kind[EvidenceKind.UPLOAD_FOLDER]:
            yield CheckCode.DATE_OF_POST, folders
        if strength is Strength.METADATA:
            yield CheckCode.WHERE_PUBLISHED, ()
        yield CheckCode.SEARCH_ENGINES, ()
    pages = by_kind[EvidenceKind.WEB_ARCHIVE_PAGE]
    if pages and not by_kind[EvidenceKind.WEB_ARCHIVE_IMAGE]:
        yield CheckCode.ARCHIVE_OF_PICTURE, pages
    elif strength in (Strength.SUPPORTED, Strength.SUGGESTED):
        yield CheckCode.ARCHIVE_COPY, ()
    if strength in (Strength.SUPPORTED, Strength.SUGGESTED):
        yield CheckCode.SECOND_OPERATOR, ()


_TELLING = (
    EvidenceKind.UPLOAD_FOLDER,
    EvidenceKind.WEB_ARCHIVE_PAGE,
    EvidenceKind.WEB_ARCHIVE_IMAGE,
)


def _would_bound(item: EvidenceItem, facts: FindingFacts) -> bool:
    """Whether it puts the picture before the event, and earlier than is established already."""
    if not proves_upper_bound(item):
        return False
    latest, start = latest_of(item), facts.event.earliest
    if start is not None and latest >= start:
        return False
    settled = facts.strength is Strength.ESTABLISHED and facts.existed_by is not None
    return not settled or facts.existed_by is None or latest < facts.existed_by


def _ids(items: Iterable[EvidenceItem], wanted: Callable[[EvidenceItem], bool]) -> tuple[str, ...]:
    return tuple(item.id for item in items if wanted(item))


def _age(item: EvidenceItem) -> tuple[bool, float, str]:
    moment = item.when.latest or item.when.earliest
    return moment is None, 0.0 if moment is None else moment.timestamp(), item.id
