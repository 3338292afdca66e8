"""Every status, move and role of both machines, against a table written by hand.

The table below is the newsroom's agreement in words and was not made from the code: whoever
changes the workflow changes both, and says so.
"""

from __future__ import annotations

import itertools

import pytest

from claims.domain.workflow import (
    ALL_TEXT_MOVES,
    CASE_MOVES,
    CHECKLIST,
    TEXT_MOVES,
    CaseStatus,
    Facts,
    IllegalMove,
    Missing,
    NotAllowed,
    NotReady,
    Role,
    TextStatus,
    check,
    diagram,
)

# move, from, to, who
CASES_AS_AGREED = {
    ("take_up", "received", "researching", "reporter"),
    ("take_up", "received", "researching", "editor"),
    ("drop", "received", "dropped", "editor"),
    ("drop", "researching", "dropped", "editor"),
    ("merge", "received", "dropped", "editor"),
    ("merge", "researching", "dropped", "editor"),
    ("reopen", "dropped", "researching", "editor"),
    ("reopen", "answered", "researching", "editor"),
    ("answered", "received", "answered", "system"),
    ("answered", "researching", "answered", "system"),
}
TEXTS_AS_AGREED = {
    ("submit", "draft", "in_review", "reporter"),
    ("submit", "draft", "in_review", "editor"),
    ("return", "in_review", "draft", "editor"),
    ("return", "in_review", "draft", "publisher"),
    ("approve", "in_review", "approved", "editor"),
    ("approve", "in_review", "approved", "publisher"),
    ("schedule", "approved", "scheduled", "publisher"),
    ("publish", "approved", "published", "publisher"),
    ("publish", "approved", "published", "system"),
    ("publish", "scheduled", "published", "publisher"),
    ("publish", "scheduled", "published", "system"),
    ("supersede", "published", "superseded", "system"),
    ("withdraw", "published", "withdrawn", "publisher"),
    ("correct", "published", "draft", "reporter"),
    ("correct", "published", "draft", "editor"),
    ("correct", "published", "draft", "publisher"),
}
CASE_TRIPLES = list(itertools.product(CASE_MOVES, CaseStatus, Role))
TEXT_TRIPLES = list(itertools.product(ALL_TEXT_MOVES, TextStatus, Role))
CASES_BY_STEP = {(move, origin, role): target for move, origin, target, role in CASES_AS_AGREED}
TEXTS_BY_STEP = {(move, origin, role): target for move, origin, target, role in TEXTS_AS_AGREED}
CASE_REFUSED = [step for step in CASE_TRIPLES if step not in CASES_BY_STEP]
TEXT_REFUSED = [step for step in TEXT_TRIPLES if step not in TEXTS_BY_STEP]


def facts(status: str, *roles: str, missing: tuple[Missing, ...] = ()) -> Facts:
    return Facts(status, frozenset(Role(role) for role in roles), frozenset(missing))


def test_the_agreed_tables_name_every_move_and_nothing_else() -> None:
    assert {move for move, *_ in CASES_AS_AGREED} == set(CASE_MOVES)
    assert {move for move, *_ in TEXTS_AS_AGREED} == set(ALL_TEXT_MOVES)


@pytest.mark.parametrize(("move", "origin", "target", "role"), sorted(CASES_AS_AGREED))
def test_a_case_makes_every_agreed_move(move: str, origin: str, target: str, role: str) -> None:
    assert check(CASE_MOVES, move, facts(origin, role)) == target


@pytest.mark.parametrize(("move", "origin", "target", "role"), sorted(TEXTS_AS_AGREED))
def test_a_text_makes_every_agreed_move(move: str, origin: str, target: str, role: str) -> None:
    assert check(ALL_TEXT_MOVES, move, facts(origin, role)) == target


@pytest.mark.parametrize(("move", "status", "role"), CASE_REFUSED)
def test_a_case_makes_no_other_move(move: str, status: CaseStatus, role: Role) -> None:
    with pytest.raises((IllegalMove, NotAllowed)):
        check(CASE_MOVES, move, facts(status, role))


@pytest.mark.parametrize(("move", "status", "role"), TEXT_REFUSED)
def test_a_text_makes_no_other_move(move: str, status: TextStatus, role: Role) -> None:
    with pytest.raises((IllegalMove, NotAllowed)):
        check(ALL_TEXT_MOVES, move, facts(status, role))


@pytest.mark.parametrize("move", sorted(ALL_TEXT_MOVES))
@pytest.mark.parametrize("status", TextStatus)
def test_an_administrator_moves_no_text(move: str, status: TextStatus) -> None:
    with pytest.raises((IllegalMove, NotAllowed)):
        check(ALL_TEXT_MOVES, move, facts(status, "admin"))


@pytest.mark.parametrize("move", sorted(CASE_MOVES))
@pytest.mark.parametrize("status", CaseStatus)
def test_somebody_without_a_role_moves_no_case(move: str, status: CaseStatus) -> None:
    with pytest.raises((IllegalMove, NotAllowed)):
        check(CASE_MOVES, move, facts(status))


def test_several_roles_add_up() -> None:
    everything = facts("approved", "reporter", "publisher")

    assert check(TEXT_MOVES, "publish", everything) == "published"


def test_a_move_that_does_not_exist_is_illegal_from_everywhere() -> None:
    with pytest.raises(IllegalMove) as refused:
        check(CASE_MOVES, "publish", facts("received", "editor"))

    assert (refused.value.move, refused.value.status) == ("publish", "received")


def test_a_wrong_person_in_a_wrong_state_hears_of_the_state() -> None:
    with pytest.raises(IllegalMove):
        check(TEXT_MOVES, "publish", facts("draft", "reporter"))


def test_not_allowed_says_whose_move_it_is() -> None:
    with pytest.raises(NotAllowed) as refused:
        check(TEXT_MOVES, "publish", facts("approved", "editor"))

    assert Role.PUBLISHER in refused.value.needed


@pytest.mark.parametrize(
    ("move", "status", "role", "missing"),
    [
        ("drop", "received", "editor", Missing.REASON),
        ("drop", "researching", "editor", Missing.REASON),
        ("merge", "received", "editor", Missing.TARGET),
        ("merge", "researching", "editor", Missing.TARGET),
    ],
)
def test_a_case_is_dropped_with_a_reason_and_merged_into_something(
    move: str, status: str, role: str, missing: Missing
) -> None:
    with pytest.raises(NotReady) as refused:
        check(CASE_MOVES, move, facts(status, role, missing=(missing,)))

    assert refused.value.missing == (missing,)


@pytest.mark.parametrize("need", CHECKLIST)
@pytest.mark.parametrize(
    ("move", "status", "role"),
    [
        ("submit", "draft", "reporter"),
        ("approve", "in_review", "editor"),
        ("publish", "approved", "publisher"),
        ("publish", "scheduled", "system"),
    ],
)
def test_a_text_goes_forward_only_with_a_complete_checklist(
    move: str, status: str, role: str, need: Missing
) -> None:
    with pytest.raises(NotReady) as refused:
        check(TEXT_MOVES, move, facts(status, role, missing=(need,)))

    assert refused.value.missing == (need,)


def test_the_checklist_names_what_readers_will_see() -> None:
    assert set(CHECKLIST) == {
        Missing.RATING,
        Missing.CLAIM_TEXT,
        Missing.HEADLINE,
        Missing.SUMMARY,
        Missing.BODY,
        Missing.SOURCES,
        Missing.ALT_TEXT,
    }


@pytest.mark.parametrize(
    ("move", "status", "role", "missing"),
    [
        ("return", "in_review", "editor", Missing.REASON),
        ("withdraw", "published", "publisher", Missing.REASON),
        ("approve", "in_review", "editor", Missing.OTHER_PERSON),
        ("schedule", "approved", "publisher", Missing.FUTURE_TIME),
        ("publish", "approved", "publisher", Missing.CORRECTION_NOTE),
        ("correct", "published", "reporter", Missing.CORRECTION_NOTE),
    ],
)
def test_a_text_move_asks_for_what_belongs_to_it(
    move: str, status: str, role: str, missing: Missing
) -> None:
    with pytest.raises(NotReady) as refused:
        check(ALL_TEXT_MOVES, move, facts(status, role, missing=(missing,)))

    assert refused.value.missing == (missing,)


def test_everything_missing_is_told_at_once_in_the_order_of_the_form() -> None:
    with pytest.raises(NotReady) as refused:
        check(TEXT_MOVES, "submit", facts("draft", "reporter", missing=tuple(Missing)))

    assert refused.value.missing == CHECKLIST


def test_what_a_move_does_not_need_does_not_stop_it() -> None:
    returning = facts("in_review", "editor", missing=(Missing.HEADLINE, Missing.SOURCES))

    assert check(TEXT_MOVES, "return", returning) == "draft"


@pytest.mark.parametrize("status", TextStatus)
def test_every_status_of_a_text_is_in_the_diagram(status: TextStatus) -> None:
    assert f" {status}" in diagram()


@pytest.mark.parametrize(("move", "origin", "target", "role"), sorted(TEXTS_AS_AGREED))
def test_every_agreed_move_is_in_the_diagram(
    move: str, origin: str, target: str, role: str
) -> None:
    line = next(
        line
        for line in diagram().splitlines()
        if line.startswith(f"    {origin} --> {target}: {move} ")
    )

    assert role in line
