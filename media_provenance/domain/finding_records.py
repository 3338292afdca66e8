"""The form in which a finding's inputs are kept, so that it can be worked out again years later.

Plain values only: what JSON holds. The weighing itself is ``findings.py``; where the record is
kept is not decided here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from media_provenance.domain.date_evidence import (
    EvidenceItem,
    EvidenceKind,
    Grade,
    MatchClass,
    ObjectKind,
    Role,
)
from multilingual.intervals import InstantInterval

__all__ = ["digest_of_inputs", "item_from_record", "record_of_item"]


def record_of_item(item: EvidenceItem) -> dict[str, Any]:
    """Return an item as plain values; ``item_from_record`` gives an equal one back."""
    return {
        "id": item.id,
        "kind": item.kind.value,
        "role": item.role.value,
        "match": item.match.value,
        "earliest": _text(item.when.earliest),
        "latest": _text(item.when.latest),
        "grade": item.grade.value,
        "operator": item.operator,
        "speaks_of": item.speaks_of.value,
        "zone_known": item.zone_known,
    }


def item_from_record(record: Mapping[str, Any]) -> EvidenceItem:
    """Return the item that was recorded.

    Raises:
        KeyError: if a value is missing.
        ValueError: if one is not of its closed set (a newer release wrote it).
    """
    return EvidenceItem(
        id=record["id"],
        kind=EvidenceKind(record["kind"]),
        role=Role(record["role"]),
        match=MatchClass(record["match"]),
        when=InstantInterval(_instant(record["earliest"]), _instant(record["latest"])),
        grade=Grade(record["grade"]),
        operator=record["operator"],
        speaks_of=ObjectKind(record["speaks_of"]),
        zone_known=record["zone_known"],
    )


def digest_of_inputs(
    items: Iterable[EvidenceItem], event: InstantInterval, *, rule_version: int
) -> str:
    """Return the SHA-256, in lower-case hexadecimal, of all that decides a finding.

    The order of the items does not matter, as it does not to the rule.
    """
    inputs = {
        "items": [record_of_item(item) for item in sorted(items, key=lambda item: item.id)],
        "event": [_text(event.earliest), _text(event.latest)],
        "rule": rule_version,
    }
    packed = json.dumps(inputs, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
