"""What holds for every question to every service: the good answer, and each way it can go wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from media_provenance.providers.outcomes import Outcome, ProviderTrouble, TryLater
from media_provenance.providers.pacing import take_turn
from tests.providers import fake
from tests.providers.conftest import KEY, door_of
from tests.providers.fake import Fake, Fault
from tests.providers.operations import OPERATIONS

pytestmark = pytest.mark.django_db

EVERY = pytest.mark.parametrize("name", OPERATIONS)
Start = Callable[..., Fake]


@EVERY
def test_a_good_answer_is_read(service: Start, name: str) -> None:
    provider, case, ask = OPERATIONS[name]
    asked = service(provider, case)

    found = ask(door_of(provider))

    assert found
    assert len(asked.asked) == 1


@EVERY
@pytest.mark.parametrize(
    ("fault", "outcome", "seconds"),
    [
        (fake.limited, Outcome.LIMITED, 7.0),
        (fake.limited_without_a_word, Outcome.LIMITED, 60.0),
        (fake.broken, Outcome.SERVER_ERROR, None),
        (fake.slow, Outcome.TOO_SLOW, None),
        (fake.cut_off, Outcome.UNREADABLE, None),
    ],
)
def test_troubles_that_pass_ask_to_be_tried_later(
    service: Start, name: str, fault: Fault, outcome: Outcome, seconds: float | None
) -> None:
    provider, case, ask = OPERATIONS[name]
    service(provider, case, fault)

    with pytest.raises(TryLater) as raised:
        ask(door_of(provider))

    assert (raised.value.outcome, raised.value.seconds) == (outcome, seconds)
    assert raised.value.was_sent


@EVERY
@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (fake.other_type, Outcome.UNREADABLE),
        (fake.leads_inside, Outcome.NOT_REACHED),
        (fake.leads_to_a_neighbour, Outcome.NOT_REACHED),
    ],
)
def test_troubles_that_last_are_said_at_once(
    service: Start, name: str, fault: Fault, outcome: Outcome
) -> None:
    provider, case, ask = OPERATIONS[name]
    asked = service(provider, case, fault)

    with pytest.raises(ProviderTrouble) as raised:
        ask(door_of(provider))

    assert raised.value.outcome == outcome
    assert not isinstance(raised.value, TryLater)
    assert len(asked.asked) == 1


@pytest.mark.parametrize("name", sorted(OPERATIONS.keys() - {"wayback fetch"}))
def test_half_an_answer_is_no_answer(service: Start, name: str) -> None:
    provider, case, ask = OPERATIONS[name]
    service(provider, case, fake.truncated)

    with pytest.raises(ProviderTrouble) as raised:
        ask(door_of(provider))

    assert raised.value.outcome == Outcome.UNREADABLE


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("wayback captures", Outcome.BLOCKED),
        ("wayback fetch", Outcome.BLOCKED),
        ("memento captures", Outcome.BLOCKED),
        ("tineye by address", Outcome.KEY_REFUSED),
        ("tineye by file", Outcome.KEY_REFUSED),
        ("reviews by words", Outcome.KEY_REFUSED),
        ("reviews by picture", Outcome.KEY_REFUSED),
        ("vision", Outcome.KEY_REFUSED),
        ("save", Outcome.KEY_REFUSED),
        ("save status", Outcome.KEY_REFUSED),
    ],
)
def test_a_forbidden_answer_says_whose_fault_it_is(
    service: Start, name: str, outcome: Outcome
) -> None:
    provider, case, ask = OPERATIONS[name]
    service(provider, case, fake.blocked)

    with pytest.raises(ProviderTrouble) as raised:
        ask(door_of(provider))

    assert raised.value.outcome == outcome


def test_an_archive_says_in_a_header_why_it_shows_nothing(service: Start) -> None:
    provider, case, ask = OPERATIONS["wayback captures"]
    service(provider, case, fake.blocked)

    with pytest.raises(ProviderTrouble) as raised:
        ask(door_of(provider))

    assert raised.value.detail == "AdministrativeAccessControlException: Blocked Site Error"


@EVERY
def test_after_a_trouble_that_passes_the_same_question_is_answered(
    service: Start, name: str
) -> None:
    provider, case, ask = OPERATIONS[name]
    asked = service(provider, case, fake.broken)
    door = door_of(provider)
    with pytest.raises(TryLater):
        ask(door)

    found = ask(door)

    assert found
    assert len(asked.asked) == 2


@EVERY
def test_after_too_many_questions_nobody_asks_before_the_time_is_over(
    service: Start, name: str
) -> None:
    provider, case, ask = OPERATIONS[name]
    asked = service(provider, case, fake.limited)
    with pytest.raises(TryLater):
        ask(door_of(provider))

    with pytest.raises(TryLater) as raised:
        ask(door_of(provider))

    assert not raised.value.was_sent
    assert 6.0 < (raised.value.seconds or 0.0) <= 7.0
    assert len(asked.asked) == 1


@EVERY
def test_no_key_stands_in_what_is_kept_of_a_request(service: Start, name: str) -> None:
    provider, case, ask = OPERATIONS[name]
    asked = service(provider, case)
    door = door_of(provider)

    ask(door)

    assert door.exchange is not None
    kept = (repr(door.exchange.request), repr(door.exchange.answer))
    assert KEY not in "".join(kept)
    assert KEY not in asked.asked[0].path + repr(asked.asked[0].query) + repr(asked.asked[0].body)


@pytest.mark.parametrize(
    ("name", "header", "value"),
    [
        ("tineye by address", "x-api-key", KEY),
        ("tineye by file", "x-api-key", KEY),
        ("reviews by words", "X-Goog-Api-Key", KEY),
        ("vision", "X-Goog-Api-Key", KEY),
        ("save", "Authorization", f"LOW {KEY}"),
        ("save status", "Authorization", f"LOW {KEY}"),
    ],
)
def test_a_key_is_sent_as_a_header(service: Start, name: str, header: str, value: str) -> None:
    provider, case, ask = OPERATIONS[name]
    asked = service(provider, case)

    ask(door_of(provider))

    assert asked.asked[0].headers[header] == value


def test_two_requests_of_one_sort_are_a_step_apart() -> None:
    waited: list[float] = []

    turns = [take_turn("service.search", 2.5, sleep=waited.append) for _ in range(3)]

    assert turns == [None, None, None]
    assert [round(one, 1) for one in waited] == [2.5, 5.0]


def test_a_turn_that_is_far_off_is_not_taken() -> None:
    waited: list[float] = []
    for _ in range(3):
        take_turn("service.search", 3.0, sleep=waited.append)

    left = [take_turn("service.search", 3.0, sleep=waited.append) for _ in range(2)]

    # Neither took it: the second is told the same as the first.
    assert [round(one or 0.0) for one in left] == [9, 9]


def test_services_do_not_wait_for_each_other() -> None:
    waited: list[float] = []

    take_turn("one.search", 2.5, sleep=waited.append)
    take_turn("other.search", 2.5, sleep=waited.append)

    assert waited == []
