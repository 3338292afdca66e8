"""The frozen page: nothing is lost on the way to JSON and back, and a finding can be replayed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from claims.domain.json_records import UnreadableRecord
from claims.domain.published import PublishedPicture, PublishedVerdict
from media_provenance.domain.date_evidence import instants_of
from media_provenance.domain.findings import combine
from multilingual.intervals import DateInterval
from tests.unit.claims.verdicts import FINDING, FIRST, LATER, MODEL_CASE, SMALLEST, STAMPED


@pytest.mark.parametrize("verdict", [SMALLEST, MODEL_CASE], ids=["smallest", "model case"])
def test_a_verdict_comes_back_from_its_stored_text_as_it_was(verdict: PublishedVerdict) -> None:
    stored = json.dumps(verdict.to_json())

    assert PublishedVerdict.from_json(json.loads(stored)) == verdict


def test_words_of_every_script_are_kept_letter_by_letter() -> None:
    stored = MODEL_CASE.to_json()

    assert stored["headline"] == "الصورة قديمة ولا علاقة لها بالاجتماع"
    assert stored["claimant"] == {
        "kind": "person",
        "name": "Zoé Müller",
        "language": "fr",
        "job_title": "députée",
        "same_as": "https://z.example/",
    }
    assert stored["sources"][0]["title"] == "बैठक की पुरानी तस्वीर"  # type: ignore[index, call-overload]


def test_instants_are_stored_so_that_they_sort_as_text() -> None:
    on_the_second = SMALLEST.to_json()["first_published_at"]
    within_it = replace(SMALLEST, first_published_at=LATER).to_json()["first_published_at"]

    assert on_the_second == "2024-06-25T09:30:00.000000+00:00"
    assert within_it == "2024-06-26T10:00:00.000250+00:00"


def test_a_snapshot_from_before_a_field_existed_is_read_with_its_default() -> None:
    stored = MODEL_CASE.to_json()
    del stored["corrections"]

    assert PublishedVerdict.from_json(stored) == replace(MODEL_CASE, corrections=())


def test_a_snapshot_with_a_field_of_a_later_release_is_read_without_it() -> None:
    stored = {**SMALLEST.to_json(), "mood": "calm"}

    assert PublishedVerdict.from_json(stored) == SMALLEST


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headline", None),
        ("headline", 7),
        ("revision_number", "1"),
        ("revision_number", True),
        ("first_published_at", "yesterday"),
        ("sources", "none"),
        ("rating", []),
        ("finding", {"kind": "surely_old"}),
    ],
)
def test_a_broken_snapshot_is_refused_and_not_guessed_at(field: str, value: object) -> None:
    stored = {**SMALLEST.to_json(), field: value}

    with pytest.raises(UnreadableRecord):
        PublishedVerdict.from_json(stored)  # type: ignore[arg-type]


def test_a_snapshot_without_a_needed_field_names_it() -> None:
    stored = SMALLEST.to_json()
    del stored["summary"]

    with pytest.raises(UnreadableRecord, match="lacks summary"):
        PublishedVerdict.from_json(stored)


def test_nothing_that_json_cannot_hold_is_stored() -> None:
    picture = PublishedPicture("1", "circulated", "", "", 1.5, 2, "")  # type: ignore[arg-type]

    with pytest.raises(TypeError):
        replace(SMALLEST, pictures=(picture,)).to_json()


def test_the_frozen_finding_can_be_worked_out_again() -> None:
    items = [one.item() for one in FINDING.evidence]

    replayed = combine(items, instants_of(FINDING.event_days), as_of=FINDING.recorded_at)

    assert replayed.kind == FINDING.kind
    assert replayed.strength == FINDING.strength
    assert replayed.existed_by == FINDING.existed_by
    assert replayed.at_least_days == FINDING.at_least_days
    assert replayed.rests_on == FINDING.rests_on
    assert replayed.conflicts == FINDING.conflicts


def test_evidence_is_shown_by_the_days_its_source_wrote() -> None:
    assert FINDING.evidence[0].days == DateInterval.of_day(date(2022, 8, 14))


def test_evidence_with_an_exact_time_is_shown_by_its_utc_day() -> None:
    late = datetime(2024, 6, 20, 23, 30, tzinfo=UTC)

    shown = replace(STAMPED, earliest=late, latest=late).days

    assert shown == DateInterval.of_day(date(2024, 6, 20))


def test_what_a_finding_rests_on_comes_deciding_evidence_first() -> None:
    both = replace(FINDING, rests_on=("18", "17"))

    assert [one.id for one in both.deciding] == ["18", "17"]


def test_a_first_publication_is_not_called_a_change() -> None:
    assert not SMALLEST.is_modified
    assert replace(SMALLEST, published_at=LATER).is_modified
    assert SMALLEST.first_published_at == FIRST


def test_a_claim_in_other_words_than_the_page_counts_as_translated() -> None:
    same = SMALLEST.claim
    other = replace(same, text="A picture of a meeting held this week")

    assert not same.is_translated
    assert other.is_translated


@pytest.mark.parametrize(
    ("longest", "size"),
    [(480, (480, 320)), (960, (960, 640)), (5000, (1200, 800))],
    ids=["small", "large", "never enlarged"],
)
def test_a_copy_has_the_proportions_of_its_picture(longest: int, size: tuple[int, int]) -> None:
    assert MODEL_CASE.pictures[0].size_at(longest) == size


def test_a_picture_is_found_by_its_id_only_if_the_page_shows_it() -> None:
    assert MODEL_CASE.picture(MODEL_CASE.pictures[1].asset_id) == MODEL_CASE.pictures[1]
    assert MODEL_CASE.picture("00000000-0000-0000-0000-000000000000") is None
