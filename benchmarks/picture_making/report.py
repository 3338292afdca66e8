"""The tables of ``picture_edits.py``: for each edit recall, classes and false matches; costs."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence

from benchmarks.picture_making.asked import COPIED, LINKED, Asked
from benchmarks.picture_making.peers import PEERS
from benchmarks.picture_making.scratch import NONE

__all__ = ["print_bursts", "print_report", "score"]

# Words of the product's classes in the order in which they are shown, and their short names here.
_CLASSES = {
    "exact": "exact",
    "copy": "copy",
    "likely copy": "likely",
    "same place, other photo": "place",
    NONE: "none",
}


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
    print(score(asked))


def score(asked: Sequence[Asked]) -> str:
    """Return the line ``SCORE …``; the recall is the mean of the edits', each counted alike."""
    right = [one for one in asked if one.indexed]
    strangers = [one for one in asked if not one.indexed]
    totals = Counter(one.edit for one in right)
    recalled = Counter(one.edit for one in right if one.is_recalled)
    shares = [_share(recalled[edit], total) for edit, total in totals.items()] or [0.0]
    return (
        f"SCORE recall={statistics.fmean(shares):.2f} worst={min(shares):.2f} of {len(right)}"
        f" false_copies={_count(strangers, COPIED)}/{len(strangers)}"
        f" false_likely={_count(strangers, ('likely copy',))}/{len(strangers)}"
        f" wrong_copies_beside={_count(right, COPIED)}/{len(right)}"
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
        for words in (COPIED, ("likely copy",), ("same place, other photo",))
    )
    peers = "".join(f"{_peer_recall(right, peer):>7}" for peer in PEERS)
    recall = _share(sum(one.is_recalled for one in right), len(right))
    print(f"{edit:20}{recall:7.1f} |{shown} | {wrong} of {len(strangers):<7} |{peers}")


def _print_false(asked: Sequence[Asked]) -> None:
    print("\nwhat was linked wrongly (photograph, edit, with, class, agreement, inliers):")
    for one in asked:
        for found in one.answer.found:
            if found.word in LINKED and not (one.indexed and found.name == one.name):
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
            print(f"  {peer}: {wrong} wrong of {len(given)} queries, a sample of {len(asked)}")


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
