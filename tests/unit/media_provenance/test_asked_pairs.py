"""Which of the pairs that wait people are asked about."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations
from uuid import UUID

from media_provenance.domain.asked_pairs import Standing, WeighedPair, pairs_to_ask

SAME, OTHER, OPEN = Standing.SAME, Standing.OTHER, Standing.OPEN
A, B, C, D, E = (UUID(int=number) for number in range(1, 6))
LONG_AGO = datetime(2010, 8, 14, tzinfo=UTC)
LATER = datetime(2019, 1, 2, tzinfo=UTC)


def asked(answers: dict[int, int | None]) -> set[int]:
    return {pair for pair, instead in answers.items() if instead is None}


def test_a_lone_pair_is_asked_about() -> None:
    assert pairs_to_ask([WeighedPair(1, A, B, OPEN)], since={}) == {1: None}


def test_what_two_confirmed_pairs_say_is_not_asked_again() -> None:
    pairs = [WeighedPair(1, A, B, SAME), WeighedPair(2, B, C, SAME), WeighedPair(3, A, C, OPEN)]

    assert pairs_to_ask(pairs, since={}) == {3: 1}


def test_of_many_copies_each_is_asked_about_once() -> None:
    pictures = [UUID(int=number) for number in range(1, 21)]
    pairs = [
        WeighedPair(number, one, other, OPEN)
        for number, (one, other) in enumerate(combinations(pictures, 2))
    ]

    answers = pairs_to_ask(pairs, since={})

    assert len(pairs) == 190
    assert len(asked(answers)) == 19
    assert {instead for instead in answers.values() if instead is not None} <= asked(answers)


def test_each_is_asked_about_with_the_one_known_longest() -> None:
    pairs = [
        WeighedPair(1, A, B, OPEN, doubt=0.0),
        WeighedPair(2, A, C, OPEN, doubt=0.5),
        WeighedPair(3, B, C, OPEN, doubt=0.4),
    ]

    assert asked(pairs_to_ask(pairs, since={C: LONG_AGO, A: LATER})) == {2, 3}


def test_without_dates_the_surest_pair_of_a_new_picture_stands_for_the_others() -> None:
    pairs = [
        WeighedPair(1, A, B, SAME),
        WeighedPair(2, A, D, OPEN, doubt=0.3),
        WeighedPair(3, B, D, OPEN, doubt=0.1),
    ]

    assert pairs_to_ask(pairs, since={}) == {3: None, 2: 3}


def test_when_the_asked_pair_is_rejected_the_family_is_not_asked_about_again() -> None:
    pairs = [
        WeighedPair(1, A, B, SAME),
        WeighedPair(2, A, D, OPEN),
        WeighedPair(3, B, D, OTHER),
    ]

    assert pairs_to_ask(pairs, since={}) == {2: 3}


def test_a_rejected_pair_of_two_that_only_may_be_copies_settles_nothing_of_a_third() -> None:
    pairs = [
        WeighedPair(1, A, B, OPEN),
        WeighedPair(2, A, C, OPEN),
        WeighedPair(3, B, C, OTHER),
    ]

    assert asked(pairs_to_ask(pairs, since={})) == {1, 2}


def test_a_pair_that_would_bring_an_older_date_to_a_picture_in_question_is_asked_about() -> None:
    pairs = [WeighedPair(1, A, B, SAME), WeighedPair(2, B, C, SAME), WeighedPair(3, A, C, OPEN)]

    wanted = pairs_to_ask(pairs, since={B: LATER, C: LONG_AGO}, asked_about={A})
    not_older = pairs_to_ask(pairs, since={B: LONG_AGO, C: LATER}, asked_about={A})

    assert (wanted, not_older) == ({3: None}, {3: 1})


def test_only_the_oldest_of_several_is_asked_about_beside_the_others() -> None:
    pairs = [
        WeighedPair(1, A, B, SAME),
        WeighedPair(2, B, C, SAME),
        WeighedPair(3, B, D, SAME),
        WeighedPair(4, A, C, OPEN),
        WeighedPair(5, A, D, OPEN),
    ]

    answers = pairs_to_ask(pairs, since={C: LATER, D: LONG_AGO}, asked_about={A})

    assert asked(answers) == {5}


def test_two_families_are_asked_about_once() -> None:
    pairs = [
        WeighedPair(1, A, B, SAME),
        WeighedPair(2, C, D, SAME),
        *(
            WeighedPair(number, one, other, OPEN)
            for number, (one, other) in enumerate([(A, C), (A, D), (B, C), (B, D)], start=3)
        ),
        WeighedPair(7, D, E, OPEN),
    ]

    assert asked(pairs_to_ask(pairs, since={})) == {3, 7}
