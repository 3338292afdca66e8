"""Evidence, decisions and questions: which finding stands after each of them."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from media_provenance.actions import (
    EventUnbounded,
    EvidenceDraft,
    ReasonNeeded,
    ask_when,
    decide_match,
    precision_of,
    record_evidence,
    record_page_sighting,
    store_picture,
    withdraw_evidence,
    withdraw_page_sightings,
)
from media_provenance.adapters.images import open_picture
from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role
from media_provenance.domain.finding_records import digest_of_inputs
from media_provenance.domain.findings import combine
from media_provenance.models import (
    DatingQuestion,
    Decision,
    Evidence,
    EvidenceMethod,
    Finding,
    Match,
    MediaAsset,
)
from media_provenance.queries import (
    conflicts_of,
    current_finding,
    evidence_about,
    evidence_about_found,
    find_picture,
    inputs_of,
    matches_of,
    timeline_of,
)
from media_provenance.signals import finding_recorded
from media_provenance.wording import finding_sentence
from multilingual.intervals import DateInterval, InstantInterval
from tests.factories.pictures import (
    day,
    draw_picture,
    flat_picture,
    greyscale,
    jpeg,
    mirrored,
    png,
    recompressed,
    run_reading,
    stored_picture,
    webp_lossless,
)

pytestmark = pytest.mark.django_db

EVENT = DateInterval(date(2024, 6, 20), date(2024, 6, 23))


def sighted(asset: MediaAsset, on: str, **options: Any) -> Evidence:
    """A page of that day with the picture, recorded."""
    fields: dict[str, Any] = {
        "page_key": f"1:{on}",
        "url": "https://www.news.example/2022/trade",
        "title": "لقاء تجاري",
        "language": "ar",
        "published": day(on),
        "origin": "json_ld",
        "read_from": on,
        "capture": None,
        **options,
    }
    evidence = record_page_sighting(asset, **fields)
    assert evidence is not None
    return evidence


def asked(asset: MediaAsset, event: DateInterval = EVENT) -> DatingQuestion:
    return ask_when(asset, asked_for="test:1", event=event)


def finding_of(question: DatingQuestion) -> Finding:
    finding = current_finding(question)
    assert finding is not None
    return finding


@pytest.fixture
def original() -> MediaAsset:
    return stored_picture(jpeg(draw_picture(1)))


@pytest.fixture
def copy(original: MediaAsset) -> MediaAsset:
    return stored_picture(mirrored(draw_picture(1)))


@pytest.fixture
def match(original: MediaAsset, copy: MediaAsset) -> Match:
    return Match.objects.get()


def test_confirming_a_copy_gives_the_finding_without_a_date_being_typed(
    original: MediaAsset, copy: MediaAsset, match: Match, alice: User
) -> None:
    sighted(original, "2022-08-14")
    question = asked(copy)
    waiting = finding_of(question).kind

    decide_match(match, Decision.CONFIRMED, by=alice)

    finding = finding_of(question)
    assert waiting == "needs_confirmation"
    # 14 August ends at 12:00 UTC of the 15th in the last place on Earth; 20 June begins at 10:00
    # UTC of the 19th in the first: 673 days and 22 hours.
    assert (finding.kind, finding.strength, finding.at_least_days) == (
        "publisher_says_predates",
        "suggested",
        673,
    )
    assert finding.existed_by_day == date(2022, 8, 14)
    assert [row.asset for row in finding.rests_on.all()] == [original]


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


def test_a_rejected_match_never_counts(
    original: MediaAsset, copy: MediaAsset, match: Match, alice: User
) -> None:
    sighted(original, "2022-08-14")
    question = asked(copy)

    decide_match(match, Decision.REJECTED, by=alice)

    finding = finding_of(question)
    assert (finding.kind, finding.strength) == ("compatible_not_proven", "none")
    assert [view for view in evidence_about(copy) if view.evidence.asset == original] == []


def test_being_unsure_leaves_the_match_waiting(
    original: MediaAsset, copy: MediaAsset, match: Match, alice: User
) -> None:
    sighted(original, "2022-08-14")
    question = asked(copy)

    decide_match(match, Decision.UNSURE, by=alice, note="الإضاءة مختلفة")

    match.refresh_from_db()
    assert finding_of(question).kind == "needs_confirmation"
    assert (match.decision, match.decided_by, match.note) == ("unsure", alice, "الإضاءة مختلفة")


def test_a_decision_can_be_taken_back(
    original: MediaAsset, copy: MediaAsset, match: Match, alice: User
) -> None:
    sighted(original, "2022-08-14")
    question = asked(copy)
    decide_match(match, Decision.CONFIRMED, by=alice)

    decide_match(match, Decision.UNDECIDED, by=alice)

    match.refresh_from_db()
    assert finding_of(question).kind == "needs_confirmation"
    assert match.decided_by is None


def test_the_same_decision_again_keeps_the_first_person(
    match: Match, alice: User, bob: User
) -> None:
    decide_match(match, Decision.CONFIRMED, by=alice)

    again = decide_match(match, Decision.CONFIRMED, by=bob)

    assert again.decided_by == alice


def test_an_exact_match_counts_without_a_person() -> None:
    first = stored_picture(png(draw_picture(2)))
    second = stored_picture(webp_lossless(draw_picture(2)))
    sighted(first, "2022-08-14")

    finding = finding_of(asked(second))

    assert finding.kind == "publisher_says_predates"
    assert {view.item.match.value for view in evidence_about(second)} == {"exact"}


def test_confirming_one_file_confirms_all_with_the_same_pixels(alice: User) -> None:
    first = stored_picture(png(draw_picture(3)))
    twin = stored_picture(webp_lossless(draw_picture(3)))
    copy = stored_picture(greyscale(draw_picture(3)))
    sighted(twin, "2022-08-14")
    question = asked(copy)
    (to_first,) = [view.match for view in matches_of(copy) if view.other == first]

    decide_match(to_first, Decision.CONFIRMED, by=alice)

    assert finding_of(question).kind == "publisher_says_predates"


def test_what_is_rejected_is_not_reached_by_a_twin_either(alice: User) -> None:
    first = stored_picture(png(draw_picture(3)))
    twin = stored_picture(webp_lossless(draw_picture(3)))
    copy = stored_picture(greyscale(draw_picture(3)))
    sighted(twin, "2022-08-14")
    question = asked(copy)
    pairs = {view.other: view.match for view in matches_of(copy)}
    decide_match(pairs[first], Decision.CONFIRMED, by=alice)

    decide_match(pairs[twin], Decision.REJECTED, by=alice)

    assert finding_of(question).kind == "compatible_not_proven"


def test_a_rejected_copy_stays_rejected_when_the_file_itself_is_asked_about(alice: User) -> None:
    data = png(draw_picture(3))
    asset = stored_picture(data)
    copy = stored_picture(greyscale(draw_picture(3)))
    pairs = {view.other: view.match for view in matches_of(asset)}
    decide_match(pairs[copy], Decision.REJECTED, by=alice)
    decoded = open_picture(data)

    found = find_picture(
        decoded.pixels,
        sha256=hashlib.sha256(data).hexdigest(),
        pixel_sha256=decoded.pixel_sha256,
    )

    assert copy in {one.asset for one in found}
    assert {view.evidence.asset_id for view in evidence_about_found(found)} == {asset.pk}


def test_withdrawing_evidence_restores_what_was(original: MediaAsset, alice: User) -> None:
    question = asked(original)
    before = finding_of(question)
    evidence = sighted(original, "2022-08-14")
    with_it = finding_of(question)

    withdraw_evidence(evidence, by=alice, reason="La page a été antidatée")

    after = finding_of(question)
    assert with_it.kind == "publisher_says_predates"
    assert (after.kind, after.inputs_digest) == (before.kind, before.inputs_digest)
    evidence.refresh_from_db()
    assert (evidence.withdrawn_by, evidence.withdrawn_reason) == (alice, "La page a été antidatée")


def test_withdrawing_needs_a_reason(original: MediaAsset, alice: User) -> None:
    evidence = sighted(original, "2022-08-14")

    with pytest.raises(ReasonNeeded):
        withdraw_evidence(evidence, by=alice, reason="  ")

    assert not Evidence.objects.filter(withdrawn_at__isnull=False).exists()


def test_withdrawing_twice_keeps_the_first_reason(
    original: MediaAsset, alice: User, bob: User
) -> None:
    evidence = sighted(original, "2022-08-14")
    withdraw_evidence(evidence, by=alice, reason="first")

    again = withdraw_evidence(evidence, by=bob, reason="second")

    assert (again.withdrawn_by, again.withdrawn_reason) == (alice, "first")


def test_evidence_that_a_person_withdrew_does_not_come_back_with_the_page(
    original: MediaAsset, alice: User
) -> None:
    withdraw_evidence(sighted(original, "2022-08-14"), by=alice, reason="antidatée")

    again = sighted(original, "2022-08-14")

    assert again.withdrawn_at is not None


def test_a_page_whose_date_is_put_right_speaks_by_the_new_one_only(original: MediaAsset) -> None:
    question = asked(original)
    sighted(original, "2022-08-14", page_key="7:2022-08-14")
    sighted(original, "2021-01-01", page_key="77:2021-01-01", url="https://x.example/")

    withdrawn = withdraw_page_sightings(original, page="7", but="7:2024-07-01", by=None)
    sighted(original, "2024-07-01", page_key="7:2024-07-01")

    assert withdrawn == 1
    assert finding_of(question).existed_by_day == date(2021, 1, 1)


def test_a_page_date_that_is_put_back_stands_again(original: MediaAsset) -> None:
    first = sighted(original, "2022-08-14", page_key="7:2022-08-14")
    withdraw_page_sightings(original, page="7", but="7:other", by=None)

    again = sighted(original, "2022-08-14", page_key="7:2022-08-14")

    assert again.pk == first.pk
    assert again.withdrawn_at is None


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
    event = InstantInterval(question.event_earliest, question.event_latest)

    items = list(inputs_of(finding).values())

    assert combine(items, event).at_least_days == finding.at_least_days
    assert digest_of_inputs(items, event, rule_version=1) == finding.inputs_digest


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
    assert (finding_of(question).kind, finding_of(question).strength) == (
        "predates",
        "established",
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


def test_a_person_must_stand_behind_the_withdrawal_of_what_a_person_entered(
    original: MediaAsset, alice: User
) -> None:
    evidence = sighted(original, "2022-08-14")
    rows = Evidence.objects.filter(pk=evidence.pk)

    with (
        pytest.raises(IntegrityError, match="evidence_withdrawal_has_person_and_time"),
        transaction.atomic(),
    ):
        rows.update(method="manual", entered_by=alice, withdrawn_at=datetime.now(UTC))


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


def test_undecided_matches_come_first(alice: User) -> None:
    asset = stored_picture(jpeg(draw_picture(7)))
    decided = stored_picture(greyscale(draw_picture(7)))
    waiting = stored_picture(recompressed(draw_picture(7)))
    (pair,) = [view.match for view in matches_of(asset) if view.other == decided]
    decide_match(pair, Decision.CONFIRMED, by=alice)

    views = matches_of(asset)

    assert [view.other for view in views] == [waiting, decided]
    assert [view.needs_a_person for view in views] == [True, False]


def test_pictures_without_content_lend_each_other_no_date() -> None:
    white = stored_picture(png(flat_picture(255)))
    grey = stored_picture(png(flat_picture(250)))
    sighted(white, "2022-08-14")

    assert finding_of(asked(grey)).kind == "compatible_not_proven"


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
    assert asset.metadata["EXIF:DateTimeOriginal"] == "0000:00:00 00:00:00"


def test_withdrawing_nothing_leaves_the_findings_alone(original: MediaAsset) -> None:
    finding = finding_of(asked(original))

    withdrawn = withdraw_page_sightings(original, page="7", but="7:x", by=None)

    assert withdrawn == 0
    assert Finding.objects.get() == finding
