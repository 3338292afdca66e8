"""What was asked and answered, and the table in which a run keeps it, so that it can go on later.

What the answers amount to is ``report.py``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import ClassVar

from benchmarks.picture_making.peers import PEERS, PeerAnswer
from benchmarks.picture_making.scratch import NONE, Answer, Found

__all__ = ["COPIED", "LINKED", "Asked", "AskedTable", "asked_before"]

# Words of the product's classes.
COPIED = ("exact", "copy")
LINKED = (*COPIED, "likely copy")


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
        "describe_ms", "search_ms", *PEERS,
    )  # fmt: skip

    name: str
    edit: str
    indexed: bool
    answer: Answer
    peers: Mapping[str, PeerAnswer]

    @property
    def key(self) -> tuple[str, str]:
        return self.name, self.edit

    @property
    def first(self) -> str:
        """The class of the first rank if that is the right one (or of a stranger's first)."""
        if not self.answer.found:
            return NONE
        found = self.answer.found[0]
        return found.word if not self.indexed or found.name == self.name else NONE

    @property
    def is_recalled(self) -> bool:
        return self.indexed and self.first in LINKED

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
        peers = tuple(_peer_cell(self.peers.get(peer)) for peer in PEERS)
        if not self.answer.found:
            return [(*start, 1, "", NONE, "", "", "", *spent, *peers)]
        return [
            (*start, rank, one.name, one.word, one.agreement, one.inliers, one.distance, *spent,
             *peers)
            for rank, one in enumerate(self.answer.found, start=1)
        ]  # fmt: skip


class AskedTable:
    """A table that grows by the rows of each answer as it comes."""

    def __init__(self, path: Path, *, going_on: bool) -> None:
        self._file = path.open("a" if going_on else "w", encoding="utf-8", newline="")
        self._table = csv.writer(self._file, delimiter="\t", lineterminator="\n")
        if not self._file.tell():
            self._table.writerow(Asked.COLUMNS)

    def add(self, asked: Asked) -> None:
        self._table.writerows(asked.rows())
        self._file.flush()

    @classmethod
    @contextmanager
    def at(cls, path: Path | None, *, going_on: bool) -> Iterator[AskedTable | None]:
        """Open the table, if there is to be one, and close it in the end."""
        if path is None:
            yield None
            return
        table = cls(path, going_on=going_on)
        with table._file:
            yield table


def asked_before(path: Path) -> list[Asked]:
    """Read a table back; a last line that was cut off is passed over.

    Raises:
        ValueError: if the file is another kind of table.
    """
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.reader(file, delimiter="\t")
        head = next(table, list(Asked.COLUMNS))
        if tuple(head) != Asked.COLUMNS:
            raise ValueError(f"{path} is not a table of this benchmark.")
        rows = [row for row in table if len(row) == len(head)]
    return [_asked(list(own)) for _, own in groupby(rows, key=lambda row: row[:2])]


def _asked(rows: Sequence[Sequence[str]]) -> Asked:
    name, edit, indexed = rows[0][:3]
    found = tuple(
        Found(row[4], row[5], _number(row[6]), _whole(row[7]), _whole(row[8]))
        for row in rows
        if row[4]
    )
    answer = Answer(found, float(rows[0][9]), float(rows[0][10]))
    peers = {
        peer: PeerAnswer(cell.partition(" ")[2] or None, float(cell.partition(" ")[0]))
        for peer, cell in zip(PEERS, rows[0][11:], strict=True)
        if cell
    }
    return Asked(name, edit, indexed == "1", answer, peers)


def _peer_cell(answer: PeerAnswer | None) -> str:
    """Write milliseconds and the picture named; empty where the peer was not asked."""
    return "" if answer is None else f"{answer.cpu_ms:.1f} {answer.name or ''}".rstrip()


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _whole(cell: str) -> int | None:
    return int(cell) if cell else None
