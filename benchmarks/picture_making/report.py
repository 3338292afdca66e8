"""The tables of ``picture_edits.py``: for each edit recall, classes and false matches; costs."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from benchmarks.picture_making.peers import PEERS, PeerAnswer
from benchmarks.picture_making.scratch import NONE, Answer

__all__ = ["Asked", "print_bursts", "print_report"]

# Words of the product's classes in the order in which they are shown, and their short names here.
_CLASSES = {
    "exact": "exact",
    "copy": "copy",
    "likely copy": "likely",
    "same place, other photo": "place",
    NONE: "none",
}
_LINKED = ("exact", "copy", "likely copy")
_FLAT_COPY = ("exact", "copy")


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One query and what it found.

    Attributes:
        name: of the photograph.
        edit: what was done to it.
        indexed: whether its original is in the index; else everything it finds is wrong.
        answer: of the product.
        peers: of the peers that were asked.
    """

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "photo", "edit", "indexed", "rank", "matched", "class", "agreement", "inliers", "distance",
        "describe_ms", "search_ms",
    )  # fmt: skip

    name: str
    edit: str
    indexed: bool
    answer: Answer
    peers: Mapping[str, PeerAnswer]

    @property
    def first(self) -> str:
        """The class of the first rank if that is the right one (or of a stranger's first)."""
        if not self.answer.found:
            return NONE
        found = self.answer.found[0]
        return found.word if not self.indexed or found.name == self.name else NONE

    @property
    def is_recalled(self) -> bool:
        return self.indexed and self.first in _LINKED

    @property
    def wrong(self) -> tuple[str, ...]:
        """The classes of everything found that is another photograph."""
        return tuple(
            found.word
            for found in self.answer.found
            if not (self.indexed and found.name == self.name)
        )

    def rows(self) -> list[tuple[object, ...]]:
        start = (self.name, self.edit, int(self.indexed))
        spent = (f"{self.answer.describe_ms:.1f}", f"{self.answer.search_ms:.1f}")
        if not self.answer.found:
            return [(*start, 1, "", NONE, "", "", "", *spent)]
        return [
            (*start, rank, one.name, one.word, one.agreement, one.inliers, one.distance, *spent)
            for rank, one in enumerate(self.answer.found, start=1)
        ]


def print_report(asked: Sequence[Asked], edits: Sequence[str]) -> None:
    """Print a line for each edit, then false matches, the peers, the costs and the score."""
    head = "".join(f"{short:>7}" for short in _CLASSES.values())
    peers = "".join(f"{peer.split()[-1]:>7}" for peer in PEERS)
    print(f"\n{'edit':20}{'recall':>7} |{head} | strangers: exact/copy likely place |{peers}")
    for edit in edits:
        _print_edit(edit, [one for one in asked if one.edit == edit])
    _print_edit("ALL", asked)
    _print_false(asked)
    _print_costs(asked)
    right = [one for one in asked if one.indexed]
    strangers = [one for one in asked if not one.indexed]
    shares = [
        _share(sum(one.is_recalled for one in right if one.edit == edit),
               sum(one.edit == edit for one in right))
        for edit in edits
    ]  # fmt: skip
    print(
        f"SCORE recall={statistics.fmean(shares):.2f} worst={min(shares):.2f}"
        f" false_copies={_count(strangers, _FLAT_COPY)}/{len(strangers)}"
        f" false_likely={_count(strangers, ('likely copy',))}/{len(strangers)}"
        f" wrong_copies_beside={_count(right, _FLAT_COPY)}/{len(right)}"
    )


def print_bursts(asked: Sequence[Asked]) -> None:
    """Print what the second shots of a scene were called, by the best class of each."""
    best = Counter(_best(one.wrong) for one in asked)
    total = len(asked)
    shown = ", ".join(f"{word} {_share(best[word], total):.1f} %" for word in _CLASSES)
    copies = _share(best["exact"] + best["copy"], total)
    print(f"\nsecond shots of one scene ({total}): {shown}")
    print(f"SCORE second_shots_called_copies={copies:.1f}")


def _print_edit(edit: str, asked: Sequence[Asked]) -> None:
    right = [one for one in asked if one.indexed]
    strangers = [one for one in asked if not one.indexed]
    classes = Counter(one.first for one in right)
    shown = "".join(f"{_share(classes[word], len(right)):7.1f}" for word in _CLASSES)
    wrong = "".join(
        f"{_count(strangers, words):>7}"
        for words in (_FLAT_COPY, ("likely copy",), ("same place, other photo",))
    )
    peers = "".join(f"{_peer_recall(right, peer):>7}" for peer in PEERS)
    recall = _share(sum(one.is_recalled for one in right), len(right))
    print(f"{edit:20}{recall:7.1f} |{shown} | {wrong} of {len(strangers):<7} |{peers}")


def _print_false(asked: Sequence[Asked]) -> None:
    print("\nwhat was linked wrongly (photograph, edit, with, class, agreement, inliers):")
    for one in asked:
        for found in one.answer.found:
            if found.word in _LINKED and not (one.indexed and found.name == one.name):
                kept = "indexed" if one.indexed else "stranger"
                agreement = -1.0 if found.agreement is None else found.agreement
                print(f"  {one.name} ({kept}) {one.edit}: {found.name} {found.word}"
                      f" {agreement:.2f} {found.inliers}")  # fmt: skip
    for peer in PEERS:
        given = [one for one in asked if peer in one.peers]
        wrong = sum(
            1 for one in given
            if (name := one.peers[peer].name) is not None
            and not (one.indexed and name == one.name)
        )  # fmt: skip
        if given:
            print(f"  {peer}: {wrong} wrong of {len(given)} queries")


def _print_costs(asked: Sequence[Asked]) -> None:
    describing = statistics.median(one.answer.describe_ms for one in asked)
    searching = sorted(one.answer.search_ms for one in asked)
    whole = statistics.median(one.answer.cpu_ms for one in asked)
    high = searching[int(len(searching) * 0.95)]
    print(f"\nprocessor ms a query, median: {whole:.0f} (describing {describing:.0f}, searching"
          f" {statistics.median(searching):.0f}, 95 of 100 under {high:.0f})")  # fmt: skip
    for peer in PEERS:
        spent = [one.peers[peer].cpu_ms for one in asked if peer in one.peers]
        if spent:
            theirs = statistics.median(spent)
            print(f"  {peer}: {theirs:.1f} ms; ours is {whole / theirs:.1f} times that")


def _peer_recall(right: Sequence[Asked], peer: str) -> str:
    given = [one for one in right if peer in one.peers]
    if not given:
        return "-"
    return f"{_share(sum(one.peers[peer].name == one.name for one in given), len(given)):.0f}"


def _count(asked: Sequence[Asked], words: Sequence[str]) -> int:
    """Count the queries that found another photograph as one of these classes."""
    return sum(any(word in words for word in one.wrong) for one in asked)


def _best(words: Sequence[str]) -> str:
    return min(words, key=list(_CLASSES).index, default=NONE)


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0
