"""Which pictures are copies of one original, as far as exact, confirmed and open pairs tell.

Pure: pairs in, members out. It decides no pair (``likeness.py`` proposes, people decide), knows no
dates, and does not say which member is the original.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from itertools import count
from uuid import UUID

__all__ = ["MOST_MEMBERS", "MOST_STEPS", "FamilyLink", "FamilyTree", "Kin", "Pair", "family_tree"]

# Bounds of our own: more members than a person looks through, and more steps from picture to
# picture than a chain of open pairs stays believable over.
MOST_MEMBERS = 200
MOST_STEPS = 6


class FamilyLink(IntEnum):
    """How two pictures are known to be the same, the strongest first.

    A chain of pairs is as strong as its weakest one.
    """

    ITSELF = 0
    EXACT = 1
    CONFIRMED = 2
    OPEN = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures, and what is known of them.

    Attributes:
        id: of the match.
        one, other: the pictures; which is which says nothing.
        link: how they are the same; ``None`` where a person said that they are not.
    """

    id: int
    one: UUID
    other: UUID
    link: FamilyLink | None


@dataclass(frozen=True, slots=True)
class Kin:
    """A member of a family.

    Attributes:
        picture: its id.
        link: the weakest pair on the strongest chain from the picture asked about.
        pair: the last pair on that chain; ``None`` for the picture asked about.
        through: the member before it on that chain, likewise.
        steps: how many pairs the chain has.
    """

    picture: UUID
    link: FamilyLink
    pair: int | None
    through: UUID | None
    steps: int


@dataclass(frozen=True, slots=True)
class FamilyTree:
    """What hangs together with a picture.

    Attributes:
        members: the picture itself first, then by strength of their chain and its length.
        contradictions: ids of rejected pairs both of whose pictures are members all the same,
            through a third one: somebody should look again.
        is_complete: whether neither bound was reached.
    """

    members: tuple[Kin, ...]
    contradictions: tuple[int, ...]
    is_complete: bool


def family_tree(
    picture: UUID,
    pairs: Iterable[Pair],
    *,
    most_members: int = MOST_MEMBERS,
    most_steps: int = MOST_STEPS,
) -> FamilyTree:
    """Return every picture that hangs together with one, by the strongest chain to each.

    A picture that somebody said is not the same as one on the chain that leads to it, the first
    included, is not reached by that chain. Cycles do no harm: each picture is taken once.

    Args:
        picture: the one asked about.
        pairs: all pairs that touch anything within ``most_steps``; others do no harm.
        most_members: counted with the picture itself, 1 or more.
        most_steps: 0 or more.
    """
    known = list(pairs)
    near, rejected = _neighbours(known)
    taken: dict[UUID, Kin] = {}
    # Two chains of one length and strength are taken in the order in which they were found.
    order = count()
    waiting = [(FamilyLink.ITSELF, 0, next(order), Kin(picture, FamilyLink.ITSELF, None, None, 0))]
    is_complete = True
    while waiting:
        _link, _steps, _place, kin = heapq.heappop(waiting)
        if kin.picture in taken or _is_barred(kin, taken, rejected):
            continue
        if len(taken) == most_members:
            is_complete = False
            break
        taken[kin.picture] = kin
        for other, pair in near[kin.picture]:
            if other in taken or pair.link is None:
                continue
            if kin.steps == most_steps:
                is_complete = False
                continue
            link = max(kin.link, pair.link)
            found = Kin(other, link, pair.id, kin.picture, kin.steps + 1)
            heapq.heappush(waiting, (link, found.steps, next(order), found))
    contradictions = tuple(
        sorted(
            pair.id
            for pair in known
            if pair.link is None and pair.one in taken and pair.other in taken
        )
    )
    return FamilyTree(tuple(taken.values()), contradictions, is_complete)


def _neighbours(
    pairs: Iterable[Pair],
) -> tuple[dict[UUID, list[tuple[UUID, Pair]]], dict[UUID, set[UUID]]]:
    near: dict[UUID, list[tuple[UUID, Pair]]] = defaultdict(list)
    rejected: dict[UUID, set[UUID]] = defaultdict(set)
    for pair in pairs:
        if pair.link is None:
            rejected[pair.one].add(pair.other)
            rejected[pair.other].add(pair.one)
        else:
            near[pair.one].append((pair.other, pair))
            near[pair.other].append((pair.one, pair))
    return near, rejected


def _is_barred(kin: Kin, taken: dict[UUID, Kin], rejected: dict[UUID, set[UUID]]) -> bool:
    """Whether somebody set the picture apart from one on the chain that leads to it."""
    apart = rejected[kin.picture]
    step = kin.through
    while step is not None:
        if step in apart:
            return True
        step = taken[step].through
    return False
