"""What a finding keeps of its inputs gives the same inputs back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from media_provenance.domain.date_evidence import (
    EvidenceItem,
    EvidenceKind,
    Grade,
    MatchClass,
    ObjectKind,
    Role,
)
from media_provenance.domain.finding_records import (
    digest_of_inputs,
    item_from_record,
    record_of_item,
)
from multilingual.intervals import InstantInterval

SEEN = EvidenceItem(
    id="7",
    kind=EvidenceKind.PUBLISHER_DATE,
    role=Role.SEEN,
    match=MatchClass.HUMAN,
    when=InstantInterval(
        datetime(2022, 8, 13, 10, tzinfo=UTC),
        datetime(2022, 8, 15, 11, 59, 59, 999999, tzinfo=UTC),
    ),
    grade=Grade.C,
    operator="أخبار.example",
)
OTHER = replace(SEEN, id="8", grade=Grade.A)
EVENT = InstantInterval(datetime(2024, 6, 19, tzinfo=UTC), datetime(2024, 6, 24, tzinfo=UTC))


@pytest.mark.parametrize(
    "item",
    [
        SEEN,
        replace(SEEN, when=InstantInterval(None, SEEN.when.latest)),
        replace(
            SEEN,
            role=Role.NOT_BEFORE,
            speaks_of=ObjectKind.SCENE,
            when=InstantInterval(SEEN.when.earliest, None),
        ),
        replace(SEEN, zone_known=True, operator=""),
    ],
    ids=["two_ends", "no_earliest", "no_latest", "zone_known"],
)
def test_an_item_survives_being_kept_as_json(item: EvidenceItem) -> None:
    kept = json.dumps(record_of_item(item))

    assert item_from_record(json.loads(kept)) == item


def test_the_digest_does_not_depend_on_order() -> None:
    assert digest_of_inputs([SEEN, OTHER], EVENT, rule_version=1) == digest_of_inputs(
        [OTHER, SEEN], EVENT, rule_version=1
    )


@pytest.mark.parametrize(
    ("items", "event", "rule_version"),
    [
        ([SEEN], EVENT, 1),
        ([SEEN, replace(OTHER, match=MatchClass.SIMILAR)], EVENT, 1),
        ([SEEN, OTHER], InstantInterval(EVENT.earliest, None), 1),
        ([SEEN, OTHER], EVENT, 2),
    ],
    ids=["item_less", "other_match", "other_event", "other_rule"],
)
def test_whatever_decides_changes_the_digest(
    items: list[EvidenceItem], event: InstantInterval, rule_version: int
) -> None:
    before = digest_of_inputs([SEEN, OTHER], EVENT, rule_version=1)

    assert digest_of_inputs(items, event, rule_version=rule_version) != before


def test_a_record_of_an_unknown_kind_is_not_guessed_at() -> None:
    record = {**record_of_item(SEEN), "kind": "crystal_ball"}

    with pytest.raises(ValueError, match="crystal_ball"):
        item_from_record(record)
