"""What holds of every finding, whatever the evidence: tried on evidence that nobody thought of."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from media_provenance import wording
from media_provenance.domain.date_evidence import (
    EvidenceItem,
    EvidenceKind,
    Grade,
    MatchClass,
    ObjectKind,
    Role,
    effective_grade,
)
from media_provenance.domain.finding_records import item_from_record, record_of_item
from media_provenance.domain.findings import (
    ConflictKind,
    FindingFacts,
    FindingKind,
    Strength,
    combine,
    item_standing,
    told_by_file,
    weaker_bounds,
)
from media_provenance.domain.next_checks import AssetFacts, CheckCode, next_checks
from multilingual.intervals import DateInterval, InstantInterval

DAYS = DateInterval(date(2024, 6, 20), date(2024, 6, 23))
EVENT = InstantInterval(
    datetime(2024, 6, 19, 10, tzinfo=UTC), datetime(2024, 6, 24, 11, 59, tzinfo=UTC)
)
FIRST = datetime(1970, 1, 1, tzinfo=UTC)
# A tenth of them lie after the event.
_HOURS = st.integers(min_value=0, max_value=44_000)
# Nobody known, two strangers, and three hosts that answer to one operator.
_OPERATORS = ["", "a.example", "b.example", "x.com", "pbs.twimg.com", "www.twitter.com"]


@st.composite
def items(
    draw: st.DrawFn,
    matches: tuple[MatchClass, ...] = tuple(MatchClass),
    grades: tuple[Grade, ...] = tuple(Grade),
    roles: tuple[Role, ...] = tuple(Role),
) -> EvidenceItem:
    start = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=draw(_HOURS))
    end = start + timedelta(hours=draw(st.sampled_from([0, 1, 26, 50, 768])))
    return EvidenceItem(
        id=str(draw(st.uuids())),
        kind=draw(st.sampled_from(EvidenceKind)),
        role=draw(st.sampled_from(roles)),
        match=draw(st.sampled_from(matches)),
        when=InstantInterval(
            draw(st.sampled_from([start, start, None])), draw(st.sampled_from([end, end, None]))
        ),
        grade=draw(st.sampled_from(grades)),
        operator=draw(st.sampled_from(_OPERATORS)),
        speaks_of=draw(st.sampled_from(ObjectKind)),
        zone_known=draw(st.booleans()),
    )


def several(one: st.SearchStrategy[EvidenceItem]) -> st.SearchStrategy[list[EvidenceItem]]:
    return st.lists(one, max_size=6, unique_by=lambda item: item.id)


EVERYTHING = several(items())
COUNTED = (MatchClass.EXACT, MatchClass.HUMAN)


def by_strength(facts: FindingFacts) -> dict[Strength, datetime]:
    """The earliest bound of each strength or of a greater one."""
    return {
        strength: min(
            (one.existed_by for one in facts.upper_bounds if one.strength.rank >= strength.rank),
            default=datetime.max.replace(tzinfo=UTC),
        )
        for strength in Strength
    }


def firmness(facts: FindingFacts) -> int:
    """How firmly a finding says "before the event"; 0 where it does not."""
    predating = facts.existed_by is not None and facts.existed_by < datetime(
        2024, 6, 19, 10, tzinfo=UTC
    )
    return facts.strength.rank if predating else 0


@given(EVERYTHING, items())
def test_more_evidence_never_lets_the_picture_have_existed_later(
    known: list[EvidenceItem], more: EvidenceItem
) -> None:
    before, after = combine(known, EVENT), combine([*known, more], EVENT)

    later = {
        strength: (bound, by_strength(after)[strength])
        for strength, bound in by_strength(before).items()
        if by_strength(after)[strength] > bound
    }
    assert later == {}
    assert firmness(after) >= firmness(before)


@given(EVERYTHING, items(roles=(Role.NOT_BEFORE,)))
def test_a_later_limit_below_is_never_taken_back_by_another(
    known: list[EvidenceItem], more: EvidenceItem
) -> None:
    event = InstantInterval(None, None)
    before, after = combine(known, event), combine([*known, more], event)

    # What says "cannot be older" may be contradicted by nothing that says the same.
    assert (after.not_before or FIRST) >= (before.not_before or FIRST)


@given(EVERYTHING, items())
def test_withdrawing_restores_exactly_what_was(
    known: list[EvidenceItem], more: EvidenceItem
) -> None:
    before = combine(known, EVENT)
    combine([*known, more], EVENT)

    assert combine([one for one in [*known, more] if one != more], EVENT) == before


@given(EVERYTHING, st.integers(min_value=0, max_value=2**32))
def test_the_order_of_arrival_does_not_matter(known: list[EvidenceItem], seed: int) -> None:
    shuffled = Random(seed).sample(known, len(known))

    assert combine(shuffled, EVENT) == combine(known, EVENT)


@given(several(items(grades=(Grade.B, Grade.C))), st.sampled_from(_OPERATORS[3:]))
def test_one_operator_never_counts_twice_under_whatever_host(
    known: list[EvidenceItem], host: str
) -> None:
    ours = [
        replace(one, operator=_OPERATORS[3:][place % 3], grade=Grade.C)
        for place, one in enumerate(known)
    ]

    facts = combine(ours, EVENT)
    renamed = combine([replace(one, operator=host) for one in ours], EVENT)

    assert facts == renamed
    assert facts.strength.rank <= Strength.SUGGESTED.rank
    assert all(len(bound.rests_on) == 1 for bound in facts.upper_bounds)


@given(several(items(matches=(MatchClass.SIMILAR, MatchClass.PART))), EVERYTHING)
def test_what_only_looks_similar_changes_no_bound(
    alike: list[EvidenceItem], known: list[EvidenceItem]
) -> None:
    ids = {one.id for one in known}
    alike = [one for one in alike if one.id not in ids]

    alone, without, facts = (
        combine(alike, EVENT),
        combine(known, EVENT),
        combine([*known, *alike], EVENT),
    )

    assert alone.kind in (FindingKind.NEEDS_CONFIRMATION, FindingKind.COMPATIBLE_NOT_PROVEN)
    assert (alone.existed_by, alone.not_before, alone.rests_on) == (None, None, ())
    assert facts.upper_bounds == without.upper_bounds
    assert facts.conflicts == without.conflicts
    assert facts.kind in (without.kind, FindingKind.NEEDS_CONFIRMATION)


@given(several(items(matches=COUNTED)), items(grades=(Grade.D,), matches=COUNTED))
def test_what_anyone_can_write_never_makes_a_finding_firmer(
    known: list[EvidenceItem], weak: EvidenceItem
) -> None:
    before, after = combine(known, EVENT), combine([*known, weak], EVENT)

    proved = [one for one in before.upper_bounds if one.strength is not Strength.METADATA]
    assert [one for one in after.upper_bounds if one.strength is not Strength.METADATA] == proved
    assert firmness(after) == firmness(before)


@given(several(items(grades=(Grade.D,))))
def test_metadata_alone_bounds_nothing(known: list[EvidenceItem]) -> None:
    facts = combine(known, EVENT)

    assert facts.existed_by is None
    assert facts.strength in (Strength.METADATA, Strength.NONE)


@given(EVERYTHING)
def test_what_is_kept_of_the_evidence_gives_the_same_finding(known: list[EvidenceItem]) -> None:
    kept = [item_from_record(record_of_item(one)) for one in known]

    assert combine(kept, EVENT) == combine(known, EVENT)


@given(EVERYTHING)
def test_the_first_rule_still_gives_what_it_gave(known: list[EvidenceItem]) -> None:
    facts = combine(known, EVENT, rule_version=1)

    assert facts.rule_version == 1
    assert {one.kind for one in facts.conflicts} <= {ConflictKind.STRONGER_SAYS_EARLIER}
    assert combine(known[::-1], EVENT, rule_version=1) == facts


@given(EVERYTHING)
def test_a_contradiction_names_two_items_that_are_there(known: list[EvidenceItem]) -> None:
    facts = combine(known, EVENT)
    ids = {one.id for one in known}

    named = {(one.item, one.against) for one in facts.conflicts}
    assert {item for pair in named for item in pair if item is not None} <= ids
    assert all(item != against for item, against in named)
    # Of two that disagree only one is called contradicted.
    assert {(against, item) for item, against in named} & named == set()


@given(EVERYTHING)
def test_what_is_set_aside_is_rested_on_by_nothing(known: list[EvidenceItem]) -> None:
    facts = combine(known, EVENT)

    aside = {one.item for one in facts.conflicts if one.kind.sets_aside}
    assert aside.isdisjoint(facts.rests_on)
    assert [item_standing(one, facts).is_usable for one in known if one.id in aside] == [
        False
    ] * len(aside)


@given(EVERYTHING)
def test_each_check_is_asked_for_once_and_of_items_that_are_there(
    known: list[EvidenceItem],
) -> None:
    facts = combine(known, EVENT)
    unchecked = {one.id: Grade.A for one in known if one.grade is Grade.B}

    checks = next_checks(known, facts, AssetFacts(unchecked=unchecked, can_time_stamp=True))

    codes = [one.code for one in checks]
    assert len(set(codes)) == len(codes)
    assert {item for one in checks for item in one.items} <= {one.id for one in known}
    assert (CheckCode.CONFIRM_MATCH in codes) <= bool(facts.awaiting)


@given(st.sampled_from(Grade), st.booleans(), st.booleans(), st.booleans())
def test_one_persons_word_never_counts_for_more(
    grade: Grade, by_hand: bool, checked: bool, compared: bool
) -> None:
    counted = effective_grade(grade, by_hand=by_hand, checked=checked, bytes_compared=compared)

    assert 0 <= grade.rank - counted.rank <= 1
    assert counted is grade or (by_hand and not checked and not compared)


# Words by which a finding would judge. In Arabic a word may carry an article, a preposition or an
# ending, so that its stem is looked for.
_JUDGING_EN = re.compile(r"\b(true|truth|fake|fakes?|false|genuine|authentic|hoax|real|exactly)\b")
_JUDGING_AR = re.compile("صحيح|حقيق|مزيّ?ف|كاذب|زائف|مفبرك|ملفّ?ق|مضلّ?ل|مزوّ?ر|أصيل|بالضبط")
_HARAKAT = re.compile("[\u064b-\u0650\u0652]")


def everything_said(facts: FindingFacts, known: list[EvidenceItem]) -> str:
    """Every sentence that pages show with a finding, in the active language."""
    by_id = {one.id: one for one in known}
    weaker = weaker_bounds(
        known,
        kind=facts.kind,
        strength=facts.strength,
        existed_by_day=facts.existed_by_day,
        conflicts=facts.conflicts,
    )
    return "\n".join(
        [
            wording.finding_sentence(facts, event=DAYS),
            wording.finding_sentence(facts, event=None),
            wording.finding_label(facts.kind, facts.strength),
            wording.finding_limits(facts),
            wording.strength_label(facts.strength),
            *(
                wording.weaker_bound_sentence(one, of_file=told_by_file(known, one.rests_on))
                for one in weaker
            ),
            *(wording.conflict_sentence(one, by_id) for one in facts.conflicts),
            *(wording.evidence_label(one.kind) for one in known),
            *(wording.role_label(one.role) for one in known),
            *(wording.grade_reason(one.kind, one.grade) for one in known),
            *(wording.unchecked_note(one.grade) for one in known),
            *(wording.next_check_sentence(one.code) for one in next_checks(known, facts)),
        ]
    )


@pytest.mark.parametrize(("language", "judging"), [("en", _JUDGING_EN), ("ar", _JUDGING_AR)])
@given(known=EVERYTHING)
def test_no_evidence_makes_a_finding_judge(
    language: str, judging: re.Pattern[str], known: list[EvidenceItem]
) -> None:
    facts = combine(known, EVENT)

    with translation.override(language):
        said = everything_said(facts, known)

    assert judging.findall(_HARAKAT.sub("", said.lower())) == []
    # Nothing that was to be filled in is left open.
    assert "%(" not in said
    assert "None" not in said
