"""The table of routes, and the code that it speaks of, say the same."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from claims.domain.workflow import ALL_TEXT_MOVES, CASE_MOVES, CaseStatus, TextStatus
from tests.web import table
from tests.web.table import METHODS, REFUSED, Row
from tests.web.world import CASE_STATES, ROLES, TEXT_STATES, World, undone

pytestmark = pytest.mark.django_db

ROWS = table.rows()
LISTED = sorted({row.route for row in ROWS})
# One row for each route and each kind of answer that an editor gets.
FIRST_OF_EACH = list(
    {
        (row.route, row.answers["editor"]): row for row in reversed(ROWS) if row.method == "GET"
    }.values()
)
RULED = [row for row in ROWS if row.rule]
TAKEN = [row for row in ROWS if row.method == "POST" and row.answers["editor"] in {"302", "200"}]


def routes_of(rows: list[Row]) -> list[str]:
    return sorted({row.route for row in rows})


def of_route(rows: list[Row], route: str) -> list[Row]:
    return [row for row in rows if row.route == route]


def answers(world: World, row: Row) -> dict[str, str]:
    """Ask as each role; return what each was answered."""
    path, sent = table.address(world, row), table.posted(world, row)
    answered = {}
    for role in ROLES:
        with undone():
            answered[role] = table.answer(world, role, row.method, path, sent)
    return answered


def head(world: World, row: Row) -> tuple[str, bytes]:
    """Ask as an editor for the head alone; return the answer in words, and its body."""
    with undone():
        response = world.browser("editor").head(table.address(world, row))
    body = b"".join(response)
    table.finish(response)
    return table.in_words(response), body


def test_every_address_of_the_product_is_in_the_table() -> None:
    missing = {route.label for route in table.routes()} - set(LISTED)

    assert not missing, f"Say in {table.TABLE.name} who is answered what by: {sorted(missing)}"


def test_the_table_names_no_address_that_is_gone() -> None:
    assert not set(LISTED) - {route.label for route in table.routes()}


def test_the_table_knows_every_state_and_every_move() -> None:
    moves = {(row.route, row.move) for row in ROWS if row.move}

    assert set(CASE_STATES) == set(CaseStatus)
    assert set(TEXT_STATES) == set(TextStatus)
    assert moves >= {("desk:case_move", move) for move in CASE_MOVES}
    assert moves >= {("desk:text_move", move) for move in ALL_TEXT_MOVES}


@pytest.mark.parametrize("route", LISTED)
def test_every_state_of_an_object_is_answered_for(route: str) -> None:
    told = [(row.method, row.move, row.state) for row in ROWS if row.route == route]
    asked = {(method, move) for method, move, _state in told}

    assert sorted(told) == sorted(
        (method, move, state) for method, move in asked for state in table.states_of(route)
    )


@pytest.mark.parametrize("route", LISTED)
def test_each_role_is_answered_as_the_table_says(world: World, route: str) -> None:
    rows = of_route(ROWS, route)

    answered = {str(row): answers(world, row) for row in rows}

    assert answered == {str(row): dict(row.answers) for row in rows}


@pytest.mark.parametrize("route", routes_of(FIRST_OF_EACH))
def test_head_is_answered_as_get_and_without_a_body(world: World, route: str) -> None:
    rows = of_route(FIRST_OF_EACH, route)

    answered = {str(row): head(world, row) for row in rows}

    assert answered == {str(row): (row.answers["editor"], b"") for row in rows}


@pytest.mark.parametrize("route", routes_of(RULED))
def test_whoever_may_is_answered_and_whoever_may_not_is_refused(world: World, route: str) -> None:
    rows = of_route(RULED, route)

    allowed = {(str(row), role): table.may(world, role, row) for row in rows for role in ROLES}

    assert allowed == {
        (str(row), role): row.answers[role] not in REFUSED for row in rows for role in ROLES
    }


@pytest.mark.parametrize("route", LISTED)
def test_a_method_that_is_not_listed_is_refused_to_everybody(world: World, route: str) -> None:
    listed = of_route(ROWS, route)
    known = {row.method for row in listed} | {"HEAD" for row in listed if row.method == "GET"}
    path = table.address(world, listed[0])

    answered = {}
    for role in ("anonymous", "admin"):
        for method in sorted(set(METHODS) - known):
            with undone():
                answered[role, method] = table.answer(world, role, method, path, {})

    assert set(answered.values()) <= {"405"}, answered


@pytest.mark.parametrize("route", routes_of(TAKEN))
def test_no_form_is_taken_that_our_own_pages_did_not_make(world: World, route: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["editor"])

    answered = {}
    for row in of_route(TAKEN, route):
        with undone():
            response = client.post(table.address(world, row), table.posted(world, row))
        answered[str(row)] = response.status_code

    assert answered == dict.fromkeys(answered, 403)
    assert answered


def test_the_sign_ins_of_the_table_are_the_ones_that_there_are() -> None:
    assert {reverse(settings.LOGIN_URL), reverse("admin:login")} <= set(table.SIGN_INS)
