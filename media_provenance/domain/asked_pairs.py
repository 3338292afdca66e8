"""Which of the pairs that wait people are asked about, and which others say already.

Of twenty copies of one picture every two are a pair, 190 in all, and nineteen answers say what all
of them would. Pure: pairs in, choices out. It decides no pair and lends no evidence: a pair that
is not asked about stays undecided, and what it would bring to a date does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from uuid import UUID

__all__ = ["Standing", "WeighedPair", "pairs_to_ask"]


class Standing(Enum):
    """What is known of a pair."""

    SAME = "same"  # the same pixels, or confirmed
    OTHER = "other"  # rejected
    OPEN = "open"  # a copy of which nobody has said anything


@dataclass(frozen=True, slots=True)
class WeighedPair:
    """Two pictures, what is known of them, and how sure the machine is.

    Attributes:
        id: of the match.
        one, other: the pictures; which is which says nothing.
        doubt: any number; of two open pairs the one with less is asked about first.
    """

    id: int
    one: UUID
    other: UUID
    standing: Standing
    doubt: float = 0.0


def pairs_to_ask(
    pairs: Iterable[WeighedPair],
    *,
    since: Mapping[UUID, datetime],
    asked_about: Set[UUID] = frozenset(),
) -> dict[int, int | None]:
    """Return, for each open pair, which pair stands for it; None where people are asked about it.

    Asked about are as few pairs as connect what hangs together: each picture with the one of its
    family that is known from the longest ago, or else with the one it is most surely a copy of. A
    pair whose pictures are connected without it is not asked about, nor one between two families
    of which a person rejected another pair. What stands for a pair is the one of its pictures' that
    is asked about or was decided.

    One thing no other pair brings: evidence reaches a picture over its own pairs only. So a picture
    that somebody wants dated is always asked about together with the oldest of those it may be a
    copy of, where that one is known from before anything that counts for it now.

    Args:
        pairs: every pair that touches one of the pictures that hang together.
        since: by when each picture itself is known to have existed, where anything says so.
        asked_about: pictures of which somebody wants to know the date.
    """
    known = list(pairs)
    never = datetime.max.replace(tzinfo=UTC)
    families = _Families()
    for pair in known:
        if pair.standing is Standing.SAME:
            families.join(pair)
    apart = {
        frozenset((families.of(pair.one), families.of(pair.other))): pair.id
        for pair in known
        if pair.standing is Standing.OTHER
    }
    open_pairs = sorted(
        (pair for pair in known if pair.standing is Standing.OPEN),
        key=lambda pair: (
            min(since.get(pair.one, never), since.get(pair.other, never)),
            pair.doubt,
            pair.id,
        ),
    )
    answers: dict[int, int | None] = {}
    for pair in open_pairs:
        rejected = apart.get(frozenset((families.settled(pair.one), families.settled(pair.other))))
        if rejected is not None:
            answers[pair.id] = rejected
        elif families.of(pair.one) == families.of(pair.other):
            answers[pair.id] = families.witness(pair)
        else:
            families.join(pair)
            answers[pair.id] = None
    for pair_id in _bringing_older(known, open_pairs, since, asked_about):
        answers[pair_id] = None
    return answers


def _bringing_older(
    known: Iterable[WeighedPair],
    open_pairs: Iterable[WeighedPair],
    since: Mapping[UUID, datetime],
    asked_about: Set[UUID],
) -> list[int]:
    """Return, for each picture to be dated, the open pair that would bring it the oldest date."""
    never = datetime.max.replace(tzinfo=UTC)
    counts = {picture: since.get(picture, never) for picture in asked_about}
    for pair in known:
        if pair.standing is Standing.SAME:
            for picture, other in ((pair.one, pair.other), (pair.other, pair.one)):
                if picture in counts:
                    counts[picture] = min(counts[picture], since.get(other, never))
    oldest: dict[UUID, tuple[datetime, int]] = {}
    for pair in open_pairs:
        for picture, other in ((pair.one, pair.other), (pair.other, pair.one)):
            brings = since.get(other, never)
            if picture in counts and brings < min(
                counts[picture], oldest.get(picture, (never,))[0]
            ):
                oldest[picture] = (brings, pair.id)
    return [pair_id for _brings, pair_id in oldest.values()]


class _Families:
    """What hangs together so far; joining is nearly constant time.

    ``settled`` says the same of pairs that are the same picture for certain alone: it is frozen
    when the first open pair is joined.
    """

    def __init__(self) -> None:
        self._above: dict[UUID, UUID] = {}
        self._joined_by: dict[UUID, WeighedPair] = {}
        self._settled: dict[UUID, UUID] = {}
        self._is_open = False

    def of(self, picture: UUID) -> UUID:
        """Return the picture by which a family is named at the moment."""
        while (above := self._above.get(picture, picture)) != picture:
            self._above[picture] = self._above.get(above, above)
            picture = above
        return picture

    def settled(self, picture: UUID) -> UUID:
        """Return the picture by which the family was named before any open pair was joined."""
        return self._settled.get(picture, picture) if self._is_open else self.of(picture)

    def join(self, pair: WeighedPair) -> None:
        """Make one family of two; a pair within one family changes nothing but its witnesses."""
        if pair.standing is Standing.OPEN and not self._is_open:
            self._settled = {picture: self.of(picture) for picture in list(self._above)}
            self._is_open = True
        for picture in (pair.one, pair.other):
            known = self._joined_by.get(picture)
            # An open one is what people are shown, and says how many more stand behind it.
            if known is None or (
                known.standing is Standing.SAME and pair.standing is Standing.OPEN
            ):
                self._joined_by[picture] = pair
        one, other = self.of(pair.one), self.of(pair.other)
        if one != other:
            self._above[max(one, other)] = min(one, other)

    def witness(self, pair: WeighedPair) -> int:
        """Return the pair that stands for one whose pictures are connected already."""
        found = [self._joined_by[pair.one], self._joined_by[pair.other]]
        return min(found, key=lambda one: (one.standing is not Standing.OPEN, one.id)).id
