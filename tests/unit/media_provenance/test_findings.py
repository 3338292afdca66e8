"""The rule by which dated evidence is combined: its table of cases, and what always holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_provenance.domain.date_evidence import (
    KIND_GRADE,
    KIND_ROLE,
    EvidenceItem,
    EvidenceKind,
    Grade,
    MatchClass,
    ObjectKind,
    Role,
    instants_of,
)
from media_provenance.domain.findings import (
    RULE_VERSION,
    Conflict,
    ConflictKind,
    FindingFacts,
    FindingKind,
    ItemStanding,
    Strength,
    UnknownRule,
    combine,
    item_standing,
    upper_bounds,
    weaker_bounds,
)
from multilingual.intervals import DateInterval, InstantInterval

EVENT = InstantInterval(datetime(2024, 6, 20, tzinfo=UTC), datetime(2024, 6, 23, tzinfo=UTC))
K, F, S = EvidenceKind, FindingKind, Strength


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def item(
    kind: EvidenceKind,
    earliest: str | None,
    latest: str | None,
    *,
    id: str = "",
    operator: str = "",
    match: MatchClass = MatchClass.EXACT,
    role: Role | None = None,
    grade: Grade | None = None,
    speaks_of: ObjectKind = ObjectKind.PICTURE,
) -> EvidenceItem:
    return EvidenceItem(
        id=id or kind.value,
        kind=kind,
        role=role or KIND_ROLE[kind],
        match=match,
        when=InstantInterval(earliest and at(earliest), latest and at(latest)),  # type: ignore[arg-type]
        grade=grade or KIND_GRADE[kind],
        operator=operator,
        speaks_of=speaks_of,
        zone_known=True,
    )


def outcome(facts: FindingFacts) -> tuple[FindingKind, Strength, datetime | None, int | None]:
    return (facts.kind, facts.strength, facts.existed_by, facts.at_least_days)


ARCHIVE_2022 = item(
    K.WEB_ARCHIVE_IMAGE, "2022-08-20T09:10:11", "2022-08-20T09:10:11", operator="ia"
)
PLATFORM_2022 = item(K.PLATFORM_ID, "2022-08-15T00:00:01", "2022-08-15T00:05:01", operator="x")
CRAWLER_2022 = item(K.CRAWLER_FIRST_SEEN, "2022-09-01", "2022-09-02", operator="tineye")
PUBLISHER_2022 = item(K.PUBLISHER_DATE, "2022-08-14", "2022-08-15T12:00", operator="a.example")
URL_2022 = item(K.URL_PATH, "2022-07-31T10:00", "2022-09-01T12:00", operator="b.example")
EXIF_2022 = item(K.EXIF_ORIGINAL, "2022-08-12T10:00", "2022-08-13T12:00")
EXIF_IN_EVENT = item(K.EXIF_ORIGINAL, "2024-06-20T08:00", "2024-06-21T10:00")
PLATFORM_2024 = item(K.PLATFORM_ID, "2024-06-22T10:00", "2024-06-22T10:00", operator="x")
BUILDING_2025 = item(K.CONTENT_CLUE, "2025-01-01", None, match=MatchClass.HUMAN)


@pytest.mark.parametrize(
    ("items", "kind", "strength", "existed_by", "days"),
    [
        pytest.param(
            [ARCHIVE_2022],
            F.PREDATES,
            S.ESTABLISHED,
            "2022-08-20T09:10:11",
            669,
            id="archived image",
        ),
        pytest.param(
            [PLATFORM_2022, CRAWLER_2022],
            F.PREDATES,
            S.ESTABLISHED,
            "2022-09-02",
            657,
            id="two recorded sources establish the later",
        ),
        pytest.param(
            [PLATFORM_2022],
            F.LIKELY_PREDATES,
            S.SUPPORTED,
            "2022-08-15T00:05:01",
            674,
            id="one recorded source supports",
        ),
        pytest.param(
            [PUBLISHER_2022, URL_2022],
            F.LIKELY_PREDATES,
            S.SUPPORTED,
            "2022-09-01T12:00",
            657,
            id="two publishers support the later",
        ),
        pytest.param(
            [PUBLISHER_2022],
            F.PUBLISHER_SAYS_PREDATES,
            S.SUGGESTED,
            "2022-08-15T12:00",
            674,
            id="one publisher suggests",
        ),
        pytest.param(
            [PUBLISHER_2022, item(K.URL_PATH, "2022-07-31", "2022-09-01", operator="a.example")],
            F.PUBLISHER_SAYS_PREDATES,
            S.SUGGESTED,
            "2022-08-15T12:00",
            674,
            id="one publisher twice counts once",
        ),
        pytest.param(
            [PUBLISHER_2022, item(K.URL_PATH, "2022-07-31", "2022-09-01")],
            F.PUBLISHER_SAYS_PREDATES,
            S.SUGGESTED,
            "2022-08-15T12:00",
            674,
            id="an unknown operator is not a second one",
        ),
        pytest.param(
            [EXIF_2022], F.METADATA_SUGGESTS_PREDATES, S.METADATA, None, None, id="metadata alone"
        ),
        pytest.param(
            [EXIF_2022, item(K.FILE_NAME, "2022-08-01", "2022-08-02", operator="b")],
            F.METADATA_SUGGESTS_PREDATES,
            S.METADATA,
            None,
            None,
            id="metadata twice is metadata",
        ),
        pytest.param(
            [PLATFORM_2024],
            F.COMPATIBLE_NOT_PROVEN,
            S.SUPPORTED,
            "2024-06-22T10:00",
            None,
            id="seen only during the event",
        ),
        pytest.param([], F.COMPATIBLE_NOT_PROVEN, S.NONE, None, None, id="no evidence at all"),
        pytest.param(
            [item(K.WEB_ARCHIVE_PAGE, "2022-08-14", "2022-08-14", match=MatchClass.SIMILAR)],
            F.NEEDS_CONFIRMATION,
            S.NONE,
            None,
            None,
            id="only a look-alike",
        ),
        pytest.param(
            [item(K.WEB_ARCHIVE_IMAGE, "2022-08-14", "2022-08-14", match=MatchClass.PART)],
            F.NEEDS_CONFIRMATION,
            S.NONE,
            None,
            None,
            id="only a part of it",
        ),
        pytest.param(
            [
                PLATFORM_2024,
                item(K.PUBLISHER_DATE, "2022-08-14", "2022-08-15", match=MatchClass.SIMILAR),
            ],
            F.NEEDS_CONFIRMATION,
            S.NONE,
            "2024-06-22T10:00",
            None,
            id="a look-alike that would decide",
        ),
        pytest.param(
            [
                PLATFORM_2024,
                item(K.PUBLISHER_DATE, "2024-07-01", "2024-07-02", match=MatchClass.SIMILAR),
            ],
            F.COMPATIBLE_NOT_PROVEN,
            S.SUPPORTED,
            "2024-06-22T10:00",
            None,
            id="a look-alike that would not decide",
        ),
        pytest.param(
            [item(K.WEB_ARCHIVE_IMAGE, "2022-08-14", "2022-08-14", speaks_of=ObjectKind.SCENE)],
            F.COMPATIBLE_NOT_PROVEN,
            S.NONE,
            None,
            None,
            id="what speaks of the scene does not date the picture",
        ),
        pytest.param(
            [item(K.WEB_ARCHIVE_IMAGE, "2022-08-14", None)],
            F.COMPATIBLE_NOT_PROVEN,
            S.NONE,
            None,
            None,
            id="an open end proves nothing",
        ),
        pytest.param(
            [ARCHIVE_2022, PUBLISHER_2022],
            F.PREDATES,
            S.ESTABLISHED,
            "2022-08-20T09:10:11",
            669,
            id="the stronger bound decides though the weaker is earlier",
        ),
        pytest.param(
            [item(K.WEB_ARCHIVE_IMAGE, "2024-07-01", "2024-07-01"), PUBLISHER_2022],
            F.PUBLISHER_SAYS_PREDATES,
            S.SUGGESTED,
            "2022-08-15T12:00",
            674,
            id="a stronger bound after the event does not hide a weaker one before it",
        ),
    ],
)
def test_the_table_of_the_rule(
    items: list[EvidenceItem],
    kind: FindingKind,
    strength: Strength,
    existed_by: str | None,
    days: int | None,
) -> None:
    facts = combine(items, EVENT)

    assert outcome(facts) == (kind, strength, existed_by and at(existed_by), days)
    assert facts.rule_version == RULE_VERSION


def test_two_sources_are_both_named_and_the_earlier_single_bound_is_kept() -> None:
    facts = combine([CRAWLER_2022, PLATFORM_2022], EVENT)

    assert facts.rests_on == ("crawler_first_seen", "platform_id")
    assert facts.best_single == at("2022-08-15T00:05:01")


def test_metadata_is_shown_by_its_day_and_bounds_nothing() -> None:
    facts = combine([EXIF_2022], EVENT)

    assert (facts.existed_by, facts.metadata_day) == (None, date(2022, 8, 13))


def test_days_are_rounded_down() -> None:
    almost_a_day_more = item(K.WEB_ARCHIVE_IMAGE, "2024-06-10T00:00:01", "2024-06-10T00:00:01")

    assert combine([almost_a_day_more], EVENT).at_least_days == 9


@pytest.mark.parametrize(
    ("latest", "days", "hours"),
    [
        ("2024-06-18T00:00:00", 2, None),
        ("2024-06-18T00:00:01", 1, 47),
        ("2024-06-19T23:30:00", 0, 0),
    ],
)
def test_below_two_days_hours_are_counted(latest: str, days: int, hours: int | None) -> None:
    facts = combine([item(K.WEB_ARCHIVE_IMAGE, latest, latest)], EVENT)

    assert (facts.kind, facts.at_least_days, facts.at_least_hours) == (F.PREDATES, days, hours)


def test_the_very_start_of_the_event_does_not_predate_it() -> None:
    start = item(K.WEB_ARCHIVE_IMAGE, "2024-06-20", "2024-06-20")

    assert combine([start], EVENT).kind is F.COMPATIBLE_NOT_PROVEN


def test_a_page_of_14_august_2022_against_an_event_of_20_to_23_june_2024() -> None:
    page = EvidenceItem(
        id="page",
        kind=K.PUBLISHER_DATE,
        role=Role.SEEN,
        match=MatchClass.HUMAN,
        when=instants_of(DateInterval.of_day(date(2022, 8, 14))),
        grade=Grade.C,
        operator="a.example",
    )
    event = instants_of(DateInterval(date(2024, 6, 20), date(2024, 6, 23)))

    facts = combine([page], event)

    # 676 days by the calendar; two unknown zones cost 14 + 12 hours and the day itself.
    assert (facts.existed_by_day, facts.at_least_days) == (date(2022, 8, 14), 673)


@pytest.mark.parametrize(
    ("items", "strength", "not_before"),
    [
        pytest.param([BUILDING_2025], S.SUGGESTED, "2025-01-01", id="something in it is newer"),
        pytest.param(
            [item(K.EXIF_ORIGINAL, "2024-07-01", "2024-07-02")],
            S.METADATA,
            "2024-07-01",
            id="the camera says so",
        ),
        pytest.param(
            [item(K.EXIF_ORIGINAL, "2025-07-01", "2025-07-02"), BUILDING_2025],
            S.SUGGESTED,
            "2025-01-01",
            id="the stronger word decides though the weaker is later",
        ),
    ],
)
def test_what_cannot_be_older_than_the_event_was_made_after_it(
    items: list[EvidenceItem], strength: Strength, not_before: str
) -> None:
    facts = combine(items, EVENT)

    assert (facts.kind, facts.strength) == (F.MADE_AFTER_EVENT, strength)
    assert facts.not_before == at(not_before)


def test_a_weaker_date_that_a_stronger_one_contradicts_is_listed_and_not_used() -> None:
    facts = combine([EXIF_IN_EVENT, ARCHIVE_2022], EVENT)

    assert outcome(facts)[:2] == (F.PREDATES, S.ESTABLISHED)
    assert facts.conflicts == (
        Conflict("exif_original", "web_archive_image", ConflictKind.STRONGER_SAYS_EARLIER),
    )
    assert facts.not_before is None


def test_being_seen_again_later_contradicts_nothing() -> None:
    assert combine([ARCHIVE_2022, PLATFORM_2024, PUBLISHER_2022], EVENT).conflicts == ()


def test_saving_a_file_later_contradicts_only_an_earlier_sight_of_that_very_file() -> None:
    saved = item(K.EXIF_MODIFIED, "2024-01-01", "2024-01-02", speaks_of=ObjectKind.BYTES)
    same_file = item(K.TRUSTED_TIMESTAMP, "2022-08-14", "2022-08-14", speaks_of=ObjectKind.BYTES)

    assert combine([saved, ARCHIVE_2022], EVENT).conflicts == ()
    assert len(combine([saved, same_file], EVENT).conflicts) == 1


def test_an_unconfirmed_match_contradicts_nothing() -> None:
    unsure = item(K.WEB_ARCHIVE_IMAGE, "2022-08-14", "2022-08-14", match=MatchClass.SIMILAR)

    facts = combine([EXIF_IN_EVENT, unsure], EVENT)

    assert (facts.conflicts, facts.awaiting) == ((), ("web_archive_image",))


def test_a_date_in_the_future_is_listed_and_not_used() -> None:
    facts = combine([EXIF_2022, BUILDING_2025], EVENT, as_of=at("2024-12-01"))

    assert facts.kind is F.METADATA_SUGGESTS_PREDATES
    assert facts.conflicts == (Conflict("content_clue", None, ConflictKind.IN_THE_FUTURE),)


def at_odds(*items: EvidenceItem) -> list[tuple[str, str | None, ConflictKind]]:
    facts = combine(items, EVENT)
    return [(one.item, one.against, one.kind) for one in facts.conflicts]


def test_a_weaker_date_that_a_harder_one_calls_too_early_is_told_of_and_stays() -> None:
    file_name = item(K.FILE_NAME, "2022-08-01", "2022-08-02")

    facts = combine([file_name, BUILDING_2025], EVENT)

    assert at_odds(file_name, BUILDING_2025) == [
        ("file_name", "content_clue", ConflictKind.STRONGER_SAYS_LATER)
    ]
    assert facts.kind is F.METADATA_SUGGESTS_PREDATES


def test_two_dates_of_one_grade_that_disagree_are_both_told_of_and_both_used() -> None:
    file_name = item(K.FILE_NAME, "2022-08-01", "2022-08-02")

    assert at_odds(file_name, EXIF_IN_EVENT) == [
        ("exif_original", "file_name", ConflictKind.AS_STRONG_DISAGREES)
    ]
    assert combine([file_name, EXIF_IN_EVENT], EVENT).kind is F.METADATA_SUGGESTS_PREDATES


@pytest.mark.parametrize(
    ("satellites", "told"),
    [
        pytest.param("2022-08-12T09:00", [], id="a zone apart"),
        pytest.param(
            "2022-08-03T09:00",
            [("exif_original", "gps_time", ConflictKind.CAMERA_AND_SATELLITES)],
            id="a fix of nine days ago",
        ),
        pytest.param(
            "2022-08-21T09:00",
            [("exif_original", "gps_time", ConflictKind.CAMERA_AND_SATELLITES)],
            id="a camera nine days behind",
        ),
    ],
)
def test_a_camera_and_its_satellites_may_be_26_hours_apart(
    satellites: str, told: list[tuple[str, str | None, ConflictKind]]
) -> None:
    assert at_odds(EXIF_2022, item(K.GPS_TIME, satellites, satellites)) == told


def test_a_file_that_was_changed_before_it_was_taken_had_a_wrong_clock() -> None:
    modified = replace(
        item(K.EXIF_MODIFIED, "2022-08-12T09:00", "2022-08-13T11:00", speaks_of=ObjectKind.BYTES),
        zone_known=True,
    )

    assert at_odds(EXIF_2022, modified) == [
        ("exif_original", "exif_modified", ConflictKind.MODIFIED_BEFORE_CAPTURE)
    ]


def test_a_file_that_was_saved_twice_contradicts_nothing() -> None:
    digitized = item(K.EXIF_DIGITIZED, "2022-08-12", "2022-08-13", speaks_of=ObjectKind.BYTES)
    modified = item(K.EXIF_MODIFIED, "2023-08-12", "2023-08-13", speaks_of=ObjectKind.BYTES)

    assert at_odds(digitized, modified) == []


FOLDER = item(K.UPLOAD_FOLDER, "2022-07-31T10:00", "2022-09-01T12:00", operator="c.example")


def test_the_month_of_an_upload_folder_says_nothing_alone() -> None:
    facts = combine([FOLDER], EVENT)

    assert (facts.kind, facts.strength, facts.existed_by) == (F.COMPATIBLE_NOT_PROVEN, S.NONE, None)


def test_the_month_of_an_upload_folder_sets_nothing_aside_alone() -> None:
    of_the_file = item(
        K.EXIF_ORIGINAL, "2023-07-11T00:00", "2023-07-12T00:00", speaks_of=ObjectKind.BYTES
    )

    facts = combine([FOLDER, of_the_file], EVENT)

    assert (facts.kind, facts.rests_on) == (F.METADATA_SUGGESTS_PREDATES, (of_the_file.id,))
    assert all(not conflict.kind.sets_aside for conflict in facts.conflicts)


def test_the_month_of_an_upload_folder_counts_beside_another_publisher() -> None:
    facts = combine([FOLDER, PUBLISHER_2022], EVENT)

    assert (facts.kind, facts.existed_by) == (F.LIKELY_PREDATES, at("2022-09-01T12:00"))


def test_two_upload_folders_are_no_more_than_one() -> None:
    other = replace(FOLDER, id="other", operator="d.example")

    assert combine([FOLDER, other], EVENT).strength is S.NONE


@pytest.mark.parametrize(
    ("one", "other", "strength"),
    [
        ("x.com", "pbs.twimg.com", S.SUPPORTED),
        ("x", "www.twitter.com", S.SUPPORTED),
        ("facebook.com", "scontent.cdninstagram.com", S.SUPPORTED),
        ("x.com", "t.me", S.ESTABLISHED),
        ("web.archive.org", "archive.org", S.SUPPORTED),
        ("web.archive.org", "archive.ph", S.ESTABLISHED),
        ("archive.today", "archive.ph", S.SUPPORTED),
    ],
)
def test_hosts_of_one_operator_count_once(one: str, other: str, strength: Strength) -> None:
    first = replace(PLATFORM_2022, operator=one)
    second = replace(CRAWLER_2022, operator=other)

    assert combine([first, second], EVENT).strength is strength


def test_an_older_copy_that_waits_comes_before_what_the_file_says_of_itself() -> None:
    taken_later = item(K.EXIF_ORIGINAL, "2025-01-01", "2025-01-02")
    waiting = item(K.WEB_ARCHIVE_IMAGE, "2022-08-14", "2022-08-14", match=MatchClass.SIMILAR)

    assert combine([taken_later, waiting], EVENT).kind is F.NEEDS_CONFIRMATION
    assert combine([BUILDING_2025, waiting], EVENT).kind is F.MADE_AFTER_EVENT


def test_a_rule_of_a_newer_release_is_not_guessed_at() -> None:
    with pytest.raises(UnknownRule, match="999"):
        combine([], EVENT, rule_version=999)


@pytest.mark.parametrize(
    ("one", "standing"),
    [
        (ARCHIVE_2022, ItemStanding.DECIDES),
        (PUBLISHER_2022, ItemStanding.COUNTS),
        (FOLDER, ItemStanding.NEVER_ALONE),
        (EXIF_IN_EVENT, ItemStanding.CONTRADICTED),
        (item(K.FACT_CHECK, "2090-01-01", "2090-01-02"), ItemStanding.IN_THE_FUTURE),
        (
            item(K.PLATFORM_TIME, "2020-01-01", "2020-01-01", match=MatchClass.SIMILAR),
            ItemStanding.MATCH_NOT_CONFIRMED,
        ),
        (
            item(K.PLATFORM_TIME, "2020-01-01", "2020-01-01", match=MatchClass.PART),
            ItemStanding.ONLY_A_PART,
        ),
        (
            item(K.PLATFORM_TIME, "2020-01-01", "2020-01-01", speaks_of=ObjectKind.SCENE),
            ItemStanding.BOUNDS_NOTHING,
        ),
    ],
    ids=lambda value: value.value if isinstance(value, ItemStanding) else "",
)
def test_each_item_knows_what_became_of_it(one: EvidenceItem, standing: ItemStanding) -> None:
    items = {entry.id: entry for entry in (ARCHIVE_2022, PUBLISHER_2022, one)}

    facts = combine(items.values(), EVENT, as_of=at("2026-01-01"))

    assert item_standing(one, facts) is standing


def test_without_an_event_nothing_predates_it() -> None:
    facts = combine([ARCHIVE_2022], InstantInterval(None, None))

    assert (facts.kind, facts.existed_by_day) == (F.COMPATIBLE_NOT_PROVEN, date(2022, 8, 20))


def test_two_items_under_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="share an id"):
        combine([ARCHIVE_2022, ARCHIVE_2022], EVENT)


def test_a_present_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        combine([], EVENT, as_of=datetime(2024, 1, 1))  # noqa: DTZ001


_HOURS = st.integers(min_value=0, max_value=60_000)


@st.composite
def _items(draw: st.DrawFn, matches: tuple[MatchClass, ...] = tuple(MatchClass)) -> EvidenceItem:
    start = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=draw(_HOURS))
    kind = draw(st.sampled_from(EvidenceKind))
    return EvidenceItem(
        id=str(draw(st.uuids())),
        kind=kind,
        role=draw(st.sampled_from(Role)),
        match=draw(st.sampled_from(matches)),
        when=InstantInterval(
            draw(st.sampled_from([start, None])),
            draw(st.sampled_from([start + timedelta(hours=draw(_HOURS)), None])),
        ),
        grade=draw(st.sampled_from(Grade)),
        operator=draw(st.sampled_from(["", "a", "b", "c"])),
        speaks_of=draw(st.sampled_from(ObjectKind)),
    )


_SETS = st.lists(_items(), max_size=6, unique_by=lambda one: one.id)


def _bounds_at_least(items: list[EvidenceItem], strength: Strength) -> datetime:
    """Return the earliest bound of that strength or more; the end of time without one."""
    conflicts = combine(items, EVENT).conflicts
    set_aside = {conflict.item for conflict in conflicts if conflict.kind.sets_aside}
    usable = [one for one in items if one.match.counts and one.id not in set_aside]
    bounds = [one.existed_by for one in upper_bounds(usable) if one.strength.rank >= strength.rank]
    return min(bounds, default=datetime.max.replace(tzinfo=UTC))


@given(_SETS, st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_does_not_matter(
    items: list[EvidenceItem], random: object
) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert combine(shuffled, EVENT) == combine(items, EVENT)


@given(_SETS, _items(), st.sampled_from(Strength))
def test_more_evidence_never_widens_a_bound_of_any_strength(
    items: list[EvidenceItem], more: EvidenceItem, strength: Strength
) -> None:
    assert _bounds_at_least([*items, more], strength) <= _bounds_at_least(items, strength)


@given(
    st.lists(
        _items(matches=(MatchClass.SIMILAR, MatchClass.PART)),
        max_size=6,
        unique_by=lambda one: one.id,
    )
)
def test_what_only_looks_similar_never_proves(items: list[EvidenceItem]) -> None:
    facts = combine(items, EVENT)

    assert facts.kind in (F.NEEDS_CONFIRMATION, F.COMPATIBLE_NOT_PROVEN)
    assert (facts.existed_by, facts.not_before, facts.rests_on) == (None, None, ())


@given(_SETS)
def test_metadata_alone_never_gives_a_bound(items: list[EvidenceItem]) -> None:
    facts = combine([one for one in items if one.grade is Grade.D], EVENT)

    assert (facts.existed_by, facts.at_least_hours if facts.kind is F.PREDATES else None) == (
        None,
        None,
    )


# The picture of 2015 that a page of June 2024 passed off as new: two publishers outrank one, and
# the second of the two is the page that spread the claim.
FIRST_2015 = item(K.PUBLISHER_DATE, "2015-02-11", "2015-02-12", id="p1", operator="a.example")
SPREAD_2024 = item(K.PUBLISHER_DATE, "2024-06-17", "2024-06-18", id="p2", operator="b.example")
EXIF_2014 = item(K.EXIF_ORIGINAL, "2014-12-01T10:00", "2014-12-02T12:00", id="exif")


def weaker_of(*items: EvidenceItem, event: InstantInterval = EVENT) -> list[tuple[Strength, date]]:
    facts = combine(items, event)
    bounds = weaker_bounds(
        items,
        kind=facts.kind,
        strength=facts.strength,
        existed_by_day=facts.existed_by_day,
        conflicts=facts.conflicts,
    )
    return [(bound.strength, bound.day) for bound in bounds]


def test_a_finding_carries_every_upper_bound_the_strongest_first() -> None:
    facts = combine([EXIF_2014, SPREAD_2024, FIRST_2015], EVENT)

    assert facts.kind is F.LIKELY_PREDATES
    assert [(one.strength, one.rests_on) for one in facts.upper_bounds] == [
        (S.SUPPORTED, ("p2", "p1")),
        (S.SUGGESTED, ("p1",)),
        (S.METADATA, ("exif",)),
    ]


def test_a_weaker_bound_that_is_earlier_is_not_hidden_by_the_stronger_one() -> None:
    assert weaker_of(FIRST_2015, SPREAD_2024, EXIF_2014) == [
        (S.SUGGESTED, date(2015, 2, 12)),
        (S.METADATA, date(2014, 12, 2)),
    ]


def test_a_weaker_bound_of_the_same_day_adds_nothing() -> None:
    same_day = item(K.PUBLISHER_DATE, "2022-08-20", "2022-08-20T23:59", operator="a.example")

    assert weaker_of(ARCHIVE_2022, same_day) == []


def test_a_weaker_match_that_nobody_confirmed_adds_nothing() -> None:
    unconfirmed = item(
        K.PUBLISHER_DATE, "2015-02-11", "2015-02-12", operator="a.example", match=MatchClass.SIMILAR
    )

    assert weaker_of(ARCHIVE_2022, unconfirmed) == []


def test_what_was_set_aside_adds_nothing() -> None:
    facts = combine([FIRST_2015, SPREAD_2024], EVENT)

    bounds = weaker_bounds(
        [FIRST_2015, SPREAD_2024, EXIF_2014],
        kind=facts.kind,
        strength=facts.strength,
        existed_by_day=facts.existed_by_day,
        conflicts=[Conflict("exif", "p1", ConflictKind.STRONGER_SAYS_EARLIER)],
    )

    assert [bound.strength for bound in bounds] == [S.SUGGESTED]


def test_a_finding_that_states_no_day_before_the_event_has_no_weaker_bound() -> None:
    before_both = InstantInterval(at("2010-01-01"), at("2010-01-02"))

    assert weaker_of(FIRST_2015, SPREAD_2024, event=before_both) == []
