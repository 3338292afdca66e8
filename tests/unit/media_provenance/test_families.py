"""Which pictures hang together: chains of pairs, what cuts them, and where they end."""

from __future__ import annotations

from uuid import UUID

import pytest

from media_provenance.domain.families import FamilyLink, Pair, family_tree

EXACT, CONFIRMED, OPEN = FamilyLink.EXACT, FamilyLink.CONFIRMED, FamilyLink.OPEN
A, B, C, D, E = (UUID(int=number) for number in range(1, 6))


def links(picture: UUID, *pairs: Pair) -> dict[UUID, FamilyLink]:
    return {kin.picture: kin.link for kin in family_tree(picture, pairs).members}


def test_a_picture_without_pairs_is_its_own_family() -> None:
    tree = family_tree(A, [Pair(1, B, C, EXACT)])

    assert [kin.picture for kin in tree.members] == [A]
    assert tree.members[0].link is FamilyLink.ITSELF
    assert tree.is_complete


def test_a_chain_is_as_strong_as_its_weakest_pair() -> None:
    found = links(A, Pair(1, A, B, EXACT), Pair(2, B, C, CONFIRMED), Pair(3, C, D, OPEN))

    assert found == {A: FamilyLink.ITSELF, B: EXACT, C: CONFIRMED, D: OPEN}


def test_the_strongest_of_several_chains_is_the_one_that_is_told() -> None:
    tree = family_tree(A, [Pair(1, A, B, OPEN), Pair(2, A, C, CONFIRMED), Pair(3, B, C, EXACT)])

    member = {kin.picture: kin for kin in tree.members}[B]
    assert (member.link, member.pair, member.through, member.steps) == (CONFIRMED, 3, C, 2)


def test_a_cycle_ends() -> None:
    found = links(A, Pair(1, A, B, OPEN), Pair(2, B, C, OPEN), Pair(3, C, A, OPEN))

    assert set(found) == {A, B, C}


def test_a_rejected_pair_does_not_carry() -> None:
    assert set(links(A, Pair(1, A, B, None), Pair(2, B, C, EXACT))) == {A}


def test_a_picture_set_apart_from_the_one_asked_about_is_not_reached_by_a_detour() -> None:
    found = links(A, Pair(1, A, B, None), Pair(2, A, C, CONFIRMED), Pair(3, C, B, CONFIRMED))

    assert set(found) == {A, C}


def test_a_picture_set_apart_from_one_on_the_chain_is_not_reached_by_it() -> None:
    pairs = [
        Pair(1, A, B, CONFIRMED),
        Pair(2, B, C, CONFIRMED),
        Pair(3, C, D, CONFIRMED),
        Pair(4, B, D, None),
    ]

    assert set(links(A, *pairs)) == {A, B, C}


def test_a_picture_set_apart_from_a_member_is_reached_by_another_chain_and_told_of() -> None:
    pairs = [Pair(1, C, A, CONFIRMED), Pair(2, C, B, CONFIRMED), Pair(3, A, B, None)]

    tree = family_tree(C, pairs)

    assert {kin.picture for kin in tree.members} == {A, B, C}
    assert tree.contradictions == (3,)


def test_a_chain_longer_than_allowed_is_cut_and_said_to_be() -> None:
    pairs = [Pair(1, A, B, OPEN), Pair(2, B, C, OPEN), Pair(3, C, D, OPEN)]

    tree = family_tree(A, pairs, most_steps=2)

    assert {kin.picture for kin in tree.members} == {A, B, C}
    assert not tree.is_complete


def test_a_family_larger_than_allowed_keeps_its_strongest_members() -> None:
    pairs = [Pair(1, A, B, OPEN), Pair(2, A, C, EXACT), Pair(3, A, D, CONFIRMED)]

    tree = family_tree(A, pairs, most_members=3)

    assert [kin.picture for kin in tree.members] == [A, C, D]
    assert not tree.is_complete


@pytest.mark.parametrize("turned", [False, True], ids=["as stored", "the other way round"])
def test_which_picture_of_a_pair_comes_first_makes_no_difference(turned: bool) -> None:
    pair = Pair(1, B, A, CONFIRMED) if turned else Pair(1, A, B, CONFIRMED)

    assert links(A, pair) == {A: FamilyLink.ITSELF, B: CONFIRMED}


def test_of_two_chains_to_a_stranger_none_is_followed_twice() -> None:
    pairs = [
        Pair(1, A, B, OPEN),
        Pair(2, A, C, OPEN),
        Pair(3, B, D, OPEN),
        Pair(4, C, D, OPEN),
        Pair(5, D, E, OPEN),
    ]

    tree = family_tree(A, pairs)

    assert [kin.picture for kin in tree.members] == [A, B, C, D, E]
