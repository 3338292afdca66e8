"""How many worked examples of combined dates come out as expected.

    ./bayyina bench dating_bounds CASES.tsv

Reads the rows of kind ``bounds`` from a tab-separated, unquoted table with the columns kind, input,
field, expected, ... where input and expected are JSON. Prints each row that differs and ends with
one line ``SCORE bounds=passed/all``. Not a test: the product's own table stands in
tests/unit/media_provenance.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from media_provenance.domain.date_evidence import (
    KIND_GRADE,
    KIND_ROLE,
    EvidenceItem,
    EvidenceKind,
    MatchClass,
)
from media_provenance.domain.findings import FindingFacts, FindingKind, Strength, combine
from multilingual.intervals import InstantInterval


def main(arguments: list[str]) -> int:
    """Score the table named by the only argument; 0 if every row passes."""
    if len(arguments) != 1:
        print("Give the table of cases: bench dating_bounds CASES.tsv", file=sys.stderr)
        return 2
    rows = [line.split("\t") for line in Path(arguments[0]).read_text("utf-8").splitlines()]
    cases = [row for row in rows if row[0] == "bounds"]
    passed = sum(_passes(row[2], json.loads(row[1]), json.loads(row[3])) for row in cases)
    print(f"SCORE bounds={passed}/{len(cases)}")
    return 0 if passed == len(cases) else 1


def _passes(name: str, given: dict[str, Any], expected: dict[str, Any]) -> bool:
    items = [_item(index, entry) for index, entry in enumerate(given["items"])]
    facts = combine(items, InstantInterval(*map(_instant, given["event"])))
    got = _as_expected(facts, items)
    wrong = {key: (got.get(key), value) for key, value in expected.items() if got[key] != value}
    for key, (ours, theirs) in wrong.items():
        print(f"{name}: {key} is {ours!r}, expected {theirs!r}")
    return not wrong


def _item(index: int, entry: dict[str, str]) -> EvidenceItem:
    kind = EvidenceKind(entry["k"])
    return EvidenceItem(
        id=str(index),
        kind=kind,
        role=KIND_ROLE[kind],
        match=MatchClass(entry["match"]),
        when=InstantInterval(_instant(entry["from"]), _instant(entry["to"])),
        grade=KIND_GRADE[kind],
        operator=entry.get("op", ""),
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _as_expected(facts: FindingFacts, items: list[EvidenceItem]) -> dict[str, Any]:
    """Return our facts in the table's words."""
    kinds = {item.id: item.kind.value for item in items}
    finding = "needs_human_match" if facts.kind is FindingKind.NEEDS_CONFIRMATION else facts.kind
    proof = Strength.SUGGESTED if facts.strength is Strength.METADATA else facts.strength
    return {
        "existed_by": _text(facts.existed_by),
        "best_single": _text(facts.best_single),
        "proof": str(proof),
        "finding": str(finding),
        "at_least_days": facts.at_least_days,
        "conflicts": [
            [kinds[conflict.item], kinds[conflict.against]]
            for conflict in facts.conflicts
            if conflict.against is not None
        ],
    }


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
