"""What an editor is told to do next, from the strongest finding to none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from media_provenance.domain.date_evidence import (
    KIND_GRADE,
    KIND_ROLE,
    EvidenceItem,
    EvidenceKind,
    Grade,
    MatchClass,
)
from media_provenance.domain.findings import combine
from media_provenance.domain.next_checks import (
    AssetFacts,
    CheckAction,
    CheckCode,
    NextCheck,
    next_checks,
)
from media_provenance.wording import next_check_sentence
from multilingual.intervals import InstantInterval

EVENT = InstantInterval(datetime(2024, 6, 20, tzinfo=UTC), datetime(2024, 6, 23, tzinfo=UTC))
K, C = EvidenceKind, CheckCode


def item(kind: EvidenceKind, on: str, *, match: MatchClass = MatchClass.EXACT) -> EvidenceItem:
    return EvidenceItem(
        id=kind.value,
        kind=kind,
        role=KIND_ROLE[kind],
        match=match,
        when=InstantInterval.of_instant(datetime.fromisoformat(on).replace(tzinfo=UTC)),
        grade=KIND_GRADE[kind],
        operator=f"{kind.value}.example",
        zone_known=True,
    )


def codes(
    *items: EvidenceItem, asset: AssetFacts | None = None, event: InstantInterval = EVENT
) -> list[CheckCode]:
    return [one.code for one in next_checks(items, combine(items, event), asset)]


@pytest.mark.parametrize(
    ("items", "wanted"),
    [
        ([item(K.WEB_ARCHIVE_IMAGE, "2022-08-16")], []),
        (
            [item(K.WEB_ARCHIVE_PAGE, "2022-08-16")],
            [C.ARCHIVE_OF_PICTURE, C.SECOND_OPERATOR],
        ),
        ([item(K.PLATFORM_ID, "2022-08-16")], [C.ARCHIVE_COPY, C.SECOND_OPERATOR]),
        ([item(K.PUBLISHER_DATE, "2022-08-16")], [C.ARCHIVE_COPY, C.SECOND_OPERATOR]),
        ([item(K.EXIF_ORIGINAL, "2022-08-16")], [C.WHERE_PUBLISHED, C.SEARCH_ENGINES]),
        ([item(K.UPLOAD_FOLDER, "2022-08-16")], [C.DATE_OF_POST, C.SEARCH_ENGINES]),
        ([], [C.SEARCH_ENGINES]),
        ([item(K.PLATFORM_ID, "2024-06-22")], [C.SEARCH_ENGINES]),
        ([item(K.WEB_ARCHIVE_PAGE, "2024-06-22")], [C.SEARCH_ENGINES, C.ARCHIVE_OF_PICTURE]),
        ([item(K.CONTENT_CLUE, "2025-01-01")], [C.KNOWN_AGE]),
        (
            [item(K.PUBLISHER_DATE, "2022-08-16", match=MatchClass.SIMILAR)],
            [C.CONFIRM_MATCH, C.SEARCH_ENGINES],
        ),
        (
            [
                item(K.WEB_ARCHIVE_IMAGE, "2022-08-16"),
                item(K.PUBLISHER_DATE, "2021-01-01", match=MatchClass.SIMILAR),
            ],
            [C.CONFIRM_MATCH],
        ),
        (
            [
                item(K.WEB_ARCHIVE_IMAGE, "2022-08-16"),
                item(K.PUBLISHER_DATE, "2023-01-01", match=MatchClass.SIMILAR),
            ],
            [],
        ),
        (
            [item(K.WEB_ARCHIVE_IMAGE, "2022-08-16"), item(K.EXIF_ORIGINAL, "2024-06-21")],
            [C.EXPLAIN_CONFLICT],
        ),
    ],
)
def test_the_best_check_comes_first(items: list[EvidenceItem], wanted: list[CheckCode]) -> None:
    assert codes(*items) == wanted


def test_without_an_event_its_days_are_asked_for_first() -> None:
    asked = codes(item(K.PUBLISHER_DATE, "2022-08-16"), event=InstantInterval(None, None))

    assert asked == [C.SET_EVENT, C.ARCHIVE_COPY, C.SECOND_OPERATOR]


def test_a_second_person_is_asked_for_where_the_check_would_change_the_finding() -> None:
    entered = replace(item(K.WEB_ARCHIVE_IMAGE, "2022-08-16"), grade=Grade.B)
    asset = AssetFacts(unchecked={entered.id: Grade.A})

    checks = next_checks([entered], combine([entered], EVENT), asset)

    assert checks[0] == NextCheck(C.SECOND_CHECK, (entered.id,))
    assert checks[0].action is CheckAction.SECOND_CHECK


def test_a_second_person_is_asked_for_where_a_checked_date_would_be_the_second_source() -> None:
    read = replace(item(K.PUBLISHER_DATE, "2022-08-16"), operator="earlier.example")
    typed = replace(item(K.PUBLISHER_DATE, "2022-09-01"), id="typed", operator="")
    waiting = AssetFacts(unchecked={"typed": Grade.C}, operators={"typed": "journal.example"})
    of_the_same = replace(waiting, operators={"typed": "www.earlier.example"})

    assert codes(read, typed, asset=waiting)[0] is C.SECOND_CHECK
    assert C.SECOND_CHECK not in codes(read, typed, asset=of_the_same)


def test_no_second_person_is_asked_for_where_the_check_would_change_nothing() -> None:
    archived = item(K.WEB_ARCHIVE_IMAGE, "2022-08-16")
    entered = replace(item(K.PLATFORM_TIME, "2023-01-01"), grade=Grade.C)

    assert codes(archived, entered, asset=AssetFacts(unchecked={entered.id: Grade.B})) == []


def test_a_pair_that_one_person_confirmed_asks_for_the_second() -> None:
    waiting = item(K.PUBLISHER_DATE, "2022-08-16", match=MatchClass.SIMILAR)

    asked = codes(waiting, asset=AssetFacts(one_person_short=frozenset({waiting.id})))

    assert asked == [C.SECOND_CONFIRMATION, C.SEARCH_ENGINES]


@pytest.mark.parametrize(
    ("grade", "asked"), [(Grade.B, [C.SEARCH_ENGINES, C.TIME_STAMP]), (Grade.A, [C.SEARCH_ENGINES])]
)
def test_our_own_copy_is_time_stamped_once(grade: Grade, asked: list[CheckCode]) -> None:
    own = replace(item(K.OWN_CAPTURE, "2024-07-01"), grade=grade)

    assert codes(own, asset=AssetFacts(can_time_stamp=True)) == asked


def test_every_check_has_an_action_and_words_of_its_own() -> None:
    said = [next_check_sentence(code) for code in CheckCode]

    assert len(set(said)) == len(CheckCode)
    assert [NextCheck(code).action in CheckAction for code in CheckCode] == [True] * len(CheckCode)
