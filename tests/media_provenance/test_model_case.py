"""The case the product was made for: a picture of August 2022 shown for a meeting of June 2024.

Told by the real actions and by ``date_picture``, from proof down to nothing.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import translation

from media_provenance.actions import (
    EvidenceDraft,
    ask_when,
    check_evidence,
    record_evidence,
    record_page_sighting,
    store_capture,
    withdraw_evidence,
)
from media_provenance.adapters import storage
from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role
from media_provenance.models import (
    CaptureKind,
    EvidenceMethod,
    Finding,
    MediaAsset,
)
from media_provenance.queries import asset_facts, current_finding, evidence_about
from media_provenance.wording import finding_sentence
from multilingual.intervals import DateInterval, InstantInterval
from tests.factories.pictures import day, draw_picture, jpeg, recompressed, stored_picture

pytestmark = pytest.mark.django_db

EVENT = DateInterval(date(2024, 6, 20), date(2024, 6, 23))
CAPTURED = datetime(2022, 8, 16, 9, 30, 12, tzinfo=UTC)
PICTURE = "https://news.example/wp-content/2022/trade.jpg"


@pytest.fixture
def picture() -> MediaAsset:
    return stored_picture(jpeg(draw_picture(31)))


def archived(kind: EvidenceKind, grade: Grade, **fields: Any) -> EvidenceDraft:
    """A capture of 16 August 2022 in a web archive, as a look-up records it."""
    return EvidenceDraft(
        key=f"archive:{kind}",
        kind=kind,
        role=Role.SEEN,
        interval=InstantInterval.of_instant(CAPTURED),
        precision="second",
        zone_known=True,
        grade=grade,
        operator="web.archive.org",
        archived_url=f"https://web.archive.org/web/20220816093012id_/{PICTURE}",
        **fields,
    )


def published(asset: MediaAsset) -> None:
    record_page_sighting(
        asset,
        page_key="1:2022-08-14",
        url="https://news.example/2022/trade",
        title="لقاء تجاري",
        language="ar",
        published=day("2022-08-14"),
        origin="json_ld",
        read_from="2022-08-14",
        capture=None,
    )


def found_of(asset: MediaAsset) -> Finding:
    finding = current_finding(ask_when(asset, asked_for="test:case", event=EVENT))
    assert finding is not None
    return finding


def told(asset: MediaAsset, *, event: str = "2024-06-20..2024-06-23") -> dict[str, Any]:
    printed = StringIO()
    call_command("date_picture", str(asset.pk), "--event", event, "--json", stdout=printed)
    record: dict[str, Any] = json.loads(printed.getvalue())
    return record


def said(finding: Finding, language: str) -> str:
    with translation.override(language):
        return finding_sentence(finding, event=EVENT)


def test_an_archived_copy_of_the_picture_itself_predates_the_event(picture: MediaAsset) -> None:
    record_evidence(picture, archived(EvidenceKind.WEB_ARCHIVE_IMAGE, Grade.A))

    finding, record = found_of(picture), told(picture)

    # From 09:30:12 UTC of 16 August 2022 to the first instant of 20 June 2024 anywhere on Earth,
    # 10:00 UTC of the 19th: 673 days and half an hour.
    assert (finding.kind, finding.strength, finding.at_least_days) == (
        "predates",
        "established",
        673,
    )
    assert (record["strength"], record["at_least_days"]) == ("established", 673)
    assert record["existed_by"] == "2022-08-16T09:30:12Z"
    assert said(finding, "en") == (
        "This picture existed by 16 August 2022, at least 673 days before the event "
        "(20 to 23 June 2024)."
    )
    assert said(finding, "ar") == record["sentence"]["ar"]
    assert "673" in record["sentence"]["ar"]


def test_an_archived_page_alone_likely_predates_it(picture: MediaAsset) -> None:
    record_evidence(picture, archived(EvidenceKind.WEB_ARCHIVE_PAGE, Grade.B))

    record = told(picture)

    assert found_of(picture).kind == record["kind"] == "likely_predates"
    assert "appears to have existed" in record["sentence"]["en"]
    assert record["next_checks"][0]["code"] == "archive_of_picture"


def test_a_publishers_date_alone_is_the_publishers_word(picture: MediaAsset) -> None:
    published(picture)

    record = told(picture)

    assert found_of(picture).kind == record["kind"] == "publisher_says_predates"
    assert record["sentence"]["en"].startswith("By its publisher's own date")
    assert [one["code"] for one in record["next_checks"]] == ["archive_copy", "second_operator"]


def test_what_the_camera_wrote_alone_only_suggests() -> None:
    asset = stored_picture(jpeg(draw_picture(32), taken="2022:08:12 10:00:00"))

    record = told(asset)

    assert found_of(asset).kind == record["kind"] == "metadata_suggests_predates"
    assert (record["existed_by"], record["at_least_days"]) == (None, None)
    assert "not proof" in record["sentence"]["en"]


def test_with_nothing_the_picture_is_compatible_and_not_proven(picture: MediaAsset) -> None:
    record = told(picture)

    assert found_of(picture).kind == record["kind"] == "compatible_not_proven"
    assert record["next_checks"][0]["code"] == "search_engines"


def test_a_copy_that_nobody_confirmed_needs_a_person(picture: MediaAsset) -> None:
    copy = stored_picture(recompressed(draw_picture(31)))
    record_evidence(copy, archived(EvidenceKind.WEB_ARCHIVE_IMAGE, Grade.A))

    record = told(picture)

    assert found_of(picture).kind == record["kind"] == "needs_confirmation"
    assert record["existed_by"] is None
    assert record["next_checks"][0]["code"] == "confirm_match"


def test_one_persons_word_for_an_archive_counts_less_until_a_second_has_looked(
    picture: MediaAsset, alice: User, bob: User
) -> None:
    evidence = record_evidence(
        picture,
        archived(
            EvidenceKind.WEB_ARCHIVE_IMAGE,
            Grade.A,
            method=EvidenceMethod.MANUAL,
            entered_by=alice,
        ),
    )
    alone, first_check = found_of(picture).kind, told(picture)["next_checks"][0]["code"]

    check_evidence(evidence, by=bob)

    assert (alone, first_check) == ("likely_predates", "second_check")
    assert found_of(picture).kind == "predates"


def test_one_persons_publisher_date_is_no_second_source_until_another_has_looked(
    picture: MediaAsset, alice: User, bob: User
) -> None:
    published(picture)
    typed = record_evidence(
        picture,
        archived(
            EvidenceKind.PUBLISHER_DATE,
            Grade.C,
            source_url="https://journal.example/2022/août",
            method=EvidenceMethod.MANUAL,
            entered_by=alice,
        ),
    )
    alone, first_check = found_of(picture).kind, told(picture)["next_checks"][0]["code"]
    (view,) = [one for one in evidence_about(picture) if one.evidence == typed]

    check_evidence(typed, by=bob)

    assert (alone, first_check) == ("publisher_says_predates", "second_check")
    assert (view.waits_for_check, view.is_lowered, view.item.operator) == (True, False, "")
    assert found_of(picture).kind == "likely_predates"


@pytest.mark.parametrize(
    ("kind", "grade"), [(CaptureKind.FETCHED, "A"), (CaptureKind.UPLOADED, "B")]
)
def test_bytes_that_we_fetched_and_compared_need_no_second_person(
    picture: MediaAsset, alice: User, kind: CaptureKind, grade: str
) -> None:
    draft = archived(
        EvidenceKind.WEB_ARCHIVE_IMAGE,
        Grade.A,
        method=EvidenceMethod.MANUAL,
        entered_by=alice,
        capture=store_capture(
            storage.read(picture.original_path),
            kind=kind,
            url=f"https://web.archive.org/web/20220816093012id_/{PICTURE}",
        ),
    )

    record_evidence(picture, draft)

    (view,) = [one for one in evidence_about(picture) if one.evidence.method == "manual"]
    assert view.item.grade == grade
    assert view.waits_for_check is (kind is CaptureKind.UPLOADED)
    assert list(asset_facts([view]).unchecked) == [view.item.id] * (kind is CaptureKind.UPLOADED)


def test_withdrawing_gives_back_exactly_what_was_said_before(
    picture: MediaAsset, alice: User
) -> None:
    published(picture)
    before = told(picture)
    evidence = record_evidence(picture, archived(EvidenceKind.WEB_ARCHIVE_IMAGE, Grade.A))

    withdraw_evidence(evidence, by=alice, reason="الأرشيف أعاد التوجيه")

    assert told(picture) == before


def test_the_record_has_what_was_asked_for(picture: MediaAsset) -> None:
    record_evidence(picture, archived(EvidenceKind.WEB_ARCHIVE_IMAGE, Grade.A))

    record = told(picture)

    (entry,) = record["evidence"]
    assert record.keys() >= {
        *("existed_by", "not_before", "strength", "at_least_days"),
        *("evidence", "conflicts", "sentence"),
    }
    assert record["sentence"].keys() == {"ar", "en"}
    assert (entry["why"], entry["usable"], entry["used"]) == ("decides", True, True)
    assert entry["label"]["en"] == "Copy of the picture in a web archive"
    assert entry["grade_reason"].keys() == {"ar", "en"}


def test_findings_can_be_worked_out_again_by_a_command(picture: MediaAsset) -> None:
    published(picture)
    finding = found_of(picture)
    printed = StringIO()

    with translation.override("en"):
        call_command("replay_findings", stdout=printed)
        Finding.objects.filter(pk=finding.pk).update(at_least_days=674)
        with pytest.raises(CommandError, match="altered"):
            call_command("replay_findings", str(finding.pk), stderr=StringIO())

    assert printed.getvalue() == "1 finding follows from what it keeps.\n"
