"""Evidence and questions: which finding stands, what it keeps, and in what order it is told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from media_provenance.actions import (
    EventUnbounded,
    EvidenceDraft,
    ask_when,
    decide_match,
    precision_of,
    record_evidence,
    record_page_sighting,
    store_picture,
)
from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role, instants_of
from media_provenance.domain.findings import RULE_VERSION, combine
from media_provenance.models import Decision, Evidence, EvidenceMethod, Finding, Match, MediaAsset
from media_provenance.queries import (
    conflicts_of,
    current_finding,
    evidence_about,
    inputs_of,
    replay,
    replays,
    timeline_of,
)
from media_provenance.signals import finding_recorded
from media_provenance.wording import finding_sentence
from multilingual.intervals import DateInterval, InstantInterval
from tests.factories.pictures import day, draw_picture, jpeg, run_reading, stored_picture
from tests.factories.sightings import EVENT, asked, finding_of, sighted

pytestmark = pytest.mark.django_db


def test_two_publishers_that_agree_support_a_finding(
    original: MediaAsset, copy: MediaAsset, match: Match, alice: User
) -> None:
    sighted(original, "2022-08-14")
    sighted(copy, "2022-09-01", page_key="2:x", url="https://other.example/a")
    question = asked(copy)

    decide_match(match, Decision.CONFIRMED, by=alice)

    finding = finding_of(question)
    assert (finding.kind, finding.strength) == ("likely_predates", "supported")


def test_pages_without_an_address_never_count_as_two_publishers(original: MediaAsset) -> None:
    sighted(original, "2022-08-14", page_key="1:x", url="")
    sighted(original, "2022-09-01", page_key="2:x", url="")

    finding = finding_of(asked(original))

    assert finding.strength == "suggested"


def test_a_page_without_a_last_day_bounds_nothing(original: MediaAsset) -> None:
    sighting = record_page_sighting(
        original,
        page_key="1:open",
        url="https://a.example/",
        title="",
        language="",
        published=DateInterval(date(2022, 1, 1), None),
        origin="url",
        read_from="",
        capture=None,
    )

    assert sighting is None


def test_reading_the_same_page_twice_records_it_once(original: MediaAsset) -> None:
    sighted(original, "2022-08-14")

    sighted(original, "2022-08-14")

    assert Evidence.objects.filter(kind="publisher_date").count() == 1


def test_a_sighting_knows_its_publisher_and_the_days_as_written(original: MediaAsset) -> None:
    evidence = sighted(original, "2022-08-14")

    (view,) = [view for view in evidence_about(original) if view.evidence == evidence]
    assert (evidence.operator, evidence.grade, evidence.precision) == ("news.example", "C", "day")
    assert evidence.latest == datetime(2022, 8, 15, 11, 59, 59, 999999, tzinfo=UTC)
    assert view.days == day("2022-08-14")


def test_metadata_alone_is_never_more_than_a_suggestion() -> None:
    asset = stored_picture(jpeg(draw_picture(4), taken="2022:08:12 10:00:00"))

    finding = finding_of(asked(asset))

    evidence = Evidence.objects.get(kind="exif_original")
    assert (finding.kind, finding.strength) == ("metadata_suggests_predates", "metadata")
    assert finding.metadata_day == date(2022, 8, 12)
    assert (evidence.role, evidence.grade, evidence.precision) == ("captured", "D", "second")


def test_metadata_that_harder_evidence_contradicts_is_set_aside_and_told_of() -> None:
    asset = stored_picture(jpeg(draw_picture(5), taken="2024:06:21 10:00:00"))
    page = sighted(asset, "2022-08-14")

    finding = finding_of(asked(asset))

    (conflict,) = conflicts_of(finding)
    assert finding.kind == "publisher_says_predates"
    assert inputs_of(finding)[conflict.item].kind is EvidenceKind.EXIF_ORIGINAL
    assert conflict.against == str(page.pk)


def test_our_own_copy_counts_only_where_it_is_older_than_the_event(original: MediaAsset) -> None:
    past = ask_when(original, asked_for="test:past", event=EVENT)
    future = ask_when(original, asked_for="test:future", event=day("2200-01-01"))

    assert (finding_of(past).kind, finding_of(past).existed_by) == ("compatible_not_proven", None)
    assert finding_of(future).kind == "likely_predates"


def test_nothing_is_said_of_a_picture_nobody_has_looked_at() -> None:
    asset = store_picture(jpeg(draw_picture(6)))

    question = asked(asset)

    assert current_finding(question) is None


def test_the_finding_follows_once_the_picture_is_read() -> None:
    asset = store_picture(jpeg(draw_picture(6), taken="2022:08:12 10:00:00"))
    question = asked(asset)

    run_reading(asset)

    assert finding_of(question).kind == "metadata_suggests_predates"


def test_asking_again_changes_nothing(original: MediaAsset) -> None:
    first = asked(original)

    again = asked(original)

    assert again == first
    assert Finding.objects.count() == 1


def test_another_event_supersedes_the_finding_and_keeps_it(original: MediaAsset) -> None:
    sighted(original, "2022-08-14")
    question = asked(original)
    former = finding_of(question)

    asked(original, day("2022-08-01"))

    former.refresh_from_db()
    assert finding_of(question).kind == "compatible_not_proven"
    assert former.superseded_at is not None
    assert (former.kind, former.event_first_day) == ("publisher_says_predates", date(2024, 6, 20))


@pytest.mark.parametrize(
    "event",
    [
        DateInterval(None, date(2024, 6, 1)),
        DateInterval(date(2024, 6, 1), None),
        DateInterval(None, None),
    ],
    ids=["no_first_day", "no_last_day", "unknown"],
)
def test_an_event_with_an_open_end_cannot_be_asked_about(
    original: MediaAsset, event: DateInterval
) -> None:
    with pytest.raises(EventUnbounded):
        asked(original, event)


def test_a_finding_can_be_worked_out_again_from_what_it_keeps(original: MediaAsset) -> None:
    sighted(original, "2022-08-14")
    question = asked(original)
    finding = finding_of(question)

    again = replay(finding)

    assert (again.kind, again.at_least_days) == (finding.kind, finding.at_least_days)
    assert replays(finding)


def test_a_finding_whose_evidence_was_altered_does_not_replay(original: MediaAsset) -> None:
    sighted(original, "2022-08-14")
    finding = finding_of(asked(original))
    finding.inputs[0]["operator"] = "other.example"

    assert not replays(finding)


def test_an_old_finding_replays_by_the_rule_it_was_made_by(original: MediaAsset) -> None:
    sighted(original, "2022-08-14", page_key="1:x", url="https://x.com/a/status/1")
    sighted(original, "2022-09-01", page_key="2:x", url="https://pbs.twimg.com/media/a.jpg")
    finding = finding_of(asked(original))

    by_the_first_rule = combine(
        inputs_of(finding).values(),
        instants_of(EVENT),
        rule_version=1,
    )

    assert (finding.rule_version, finding.strength) == (RULE_VERSION, "suggested")
    assert by_the_first_rule.strength == "supported"


def test_each_new_finding_is_told_of_with_the_one_before(original: MediaAsset) -> None:
    heard: list[tuple[Finding, Finding | None]] = []

    def hear(finding: Finding, previous: Finding | None, **_: object) -> None:
        heard.append((finding, previous))

    finding_recorded.connect(hear)
    try:
        asked(original)
        sighted(original, "2022-08-14")
        sighted(original, "2022-08-14")
    finally:
        finding_recorded.disconnect(hear)

    (_, before_first), (second, before_second) = heard
    assert before_first is None
    assert second.kind == "publisher_says_predates"
    assert before_second is not None
    assert before_second.kind == "compatible_not_proven"


def test_a_finding_row_has_its_sentence(original: MediaAsset) -> None:
    sighted(original, "2022-08-14")

    sentence = finding_sentence(finding_of(asked(original)), event=EVENT)

    assert "673" in sentence


def test_evidence_entered_by_a_person_is_recorded_once(original: MediaAsset, alice: User) -> None:
    draft = EvidenceDraft(
        key="archive:1",
        kind=EvidenceKind.WEB_ARCHIVE_IMAGE,
        role=Role.SEEN,
        interval=InstantInterval.of_instant(datetime(2022, 8, 14, 9, tzinfo=UTC)),
        precision="second",
        grade=Grade.A,
        operator="archive.example",
        zone_known=True,
        method=EvidenceMethod.MANUAL,
        entered_by=alice,
    )
    question = asked(original)

    first = record_evidence(original, draft)
    again = record_evidence(original, draft)

    assert again == first
    # One person's word for an archive; a second person's look would establish it.
    assert (finding_of(question).kind, finding_of(question).strength) == (
        "likely_predates",
        "supported",
    )


def test_a_sighting_without_a_latest_instant_is_refused_by_the_table(
    original: MediaAsset,
) -> None:
    draft = EvidenceDraft(
        key="open",
        kind=EvidenceKind.PLATFORM_TIME,
        role=Role.SEEN,
        interval=InstantInterval(datetime(2022, 8, 14, tzinfo=UTC), None),
        precision="second",
        grade=Grade.B,
        operator="platform.example",
    )

    with pytest.raises(IntegrityError, match="evidence_sighting_has_a_latest"):
        record_evidence(original, draft)


def test_the_timeline_shows_evidence_of_all_linked_pictures_from_old_to_new(
    original: MediaAsset, copy: MediaAsset, match: Match
) -> None:
    page = sighted(original, "2022-08-14")

    rows = timeline_of(
        copy,
        label_of=lambda view: view.item.kind.value,
        when_of=str,
        decisive=frozenset({str(page.pk)}),
    )

    assert [row.label for row in rows] == ["publisher_date", "own_capture", "own_capture"]
    assert [row.decisive for row in rows] == [True, False, False]
    assert rows[0].days == day("2022-08-14")


def test_the_timeline_tells_apart_what_counts_only_once_somebody_confirms_the_copy(
    original: MediaAsset, copy: MediaAsset, match: Match, alice: User
) -> None:
    sighted(original, "2022-08-14")
    before = timeline_of(copy, label_of=lambda view: "", when_of=str)

    decide_match(match, Decision.CONFIRMED, by=alice)
    after = timeline_of(copy, label_of=lambda view: "", when_of=str)

    assert [row.counts for row in before].count(False) == 2
    assert [row.counts for row in after] == [True, True, True]


@pytest.mark.parametrize(
    ("first", "last", "precision"),
    [
        (date(2022, 8, 14), date(2022, 8, 14), "day"),
        (date(2024, 2, 1), date(2024, 2, 29), "month"),
        (date(2024, 2, 1), date(2024, 2, 28), "interval"),
        (date(2022, 1, 1), date(2022, 12, 31), "year"),
        (date(2022, 1, 1), date(2023, 1, 1), "interval"),
        (date(2022, 8, 14), date(2022, 8, 16), "interval"),
        (None, date(2022, 8, 14), "interval"),
    ],
)
def test_precision_is_what_was_written_and_no_finer(
    first: date | None, last: date, precision: str
) -> None:
    assert precision_of(DateInterval(first, last)) == precision


def test_metadata_that_gives_only_a_day_is_kept_as_a_day() -> None:
    asset = stored_picture(jpeg(draw_picture(8), taken="2022:08:12"))

    evidence = Evidence.objects.get(asset=asset, kind="exif_original")

    assert evidence.precision == "day"


def test_metadata_that_is_no_date_becomes_no_evidence() -> None:
    asset = stored_picture(jpeg(draw_picture(9), taken="0000:00:00 00:00:00"))

    assert not Evidence.objects.filter(asset=asset, kind="exif_original").exists()
    assert asset.metadata["ExifIFD:DateTimeOriginal"] == "0000:00:00 00:00:00"
