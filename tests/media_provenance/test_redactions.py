"""What was kept is taken away on purpose, and everything says so; nothing brings it back unseen."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import translation
from pytest_django.fixtures import Settings

from factcheck.stored_files import check_stored_files
from jobs import runner
from jobs.models import Job, JobState
from media_provenance.actions import (
    NothingToRedact,
    ReasonNeeded,
    RedactedAlready,
    find_capture,
    redact_again,
    redact_capture,
    store_picture,
)
from media_provenance.models import (
    Capture,
    CaptureBundle,
    KeptRole,
    Redaction,
    RedactionReason,
)
from media_provenance.pipeline.captures import KEEP, keep_files, record_kept
from media_provenance.pipeline.redacting import REDACT
from media_provenance.pipeline.verifying import verify_kept
from media_provenance.queries import kept_of, what_stays
from tests.factories.captures import PAGE, captured_page, kept_pages, run_keeping
from tests.factories.pictures import draw_picture, jpeg

pytestmark = pytest.mark.django_db

NOTE = "سلامة شاهد — un témoin est menacé — गवाह"


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def path_of(relative: str, settings: Settings) -> Path:
    return Path(settings.MEDIA_ROOT) / relative


def redacted(capture: Capture) -> Redaction:
    """Redact a capture and let a worker take its files away."""
    redaction = redact_capture(capture.sha256, RedactionReason.SAFETY, NOTE)
    job = Job.objects.get(kind=REDACT, key=capture.sha256)
    assert runner.run(job.pk) is runner.Ran.DONE
    return redaction


def codes() -> list[str]:
    return [one.code.value for one in verify_kept().breaks]


def verified() -> str:
    said = StringIO()
    with translation.override("en"):
        call_command("verify_captures", stdout=said, stderr=StringIO())
    return said.getvalue()


def lose_the_row() -> None:
    """Do what restoring a backup from before the redaction does to the table."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM media_provenance_redaction")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_the_files_go_and_the_manifest_stays(settings: Settings) -> None:
    capture = captured_page()
    run_keeping()
    bundle = capture.bundle

    redacted(capture)

    assert not path_of(capture.path, settings).exists()
    assert not path_of(bundle.path_of(KeptRole.WARC), settings).exists()
    assert not path_of(bundle.path_of(KeptRole.TEXT), settings).exists()
    assert path_of(bundle.path_of(KeptRole.MANIFEST), settings).exists()
    assert Capture.objects.get(pk=capture.pk).sha256 == capture.sha256


def test_what_was_redacted_is_told_and_breaks_nothing() -> None:
    captured_page()
    run_keeping()
    redaction = redacted(Capture.objects.get())

    said = verified()

    assert f"Link 1: redacted on {redaction.redacted_at.date().isoformat()}" in said
    assert "a person’s safety" in said
    assert NOTE in said
    assert "Everything holds." in said


def test_programs_are_told_too() -> None:
    captured_page()
    run_keeping()
    redacted(Capture.objects.get())
    said = StringIO()

    call_command("verify_captures", json=True, stdout=said)

    answer = json.loads(said.getvalue())
    assert answer["holds"] is True
    assert [(one["number"], one["files"]) for one in answer["redacted"]] == [(1, 3)]


def test_what_is_missing_without_a_redaction_is_still_missing(settings: Settings) -> None:
    first, second = kept_pages(2)
    assert first.capture is not None
    assert second.capture is not None
    redacted(first.capture)

    path_of(second.capture.path, settings).unlink()

    assert codes() == ["file_missing"]


def test_a_lost_manifest_of_a_redacted_capture_is_missing(settings: Settings) -> None:
    capture = captured_page()
    run_keeping()
    redacted(capture)

    path_of(capture.bundle.path_of(KeptRole.MANIFEST), settings).unlink()

    assert codes() == ["file_missing"]


def test_what_was_not_kept_yet_is_put_into_the_chain_first() -> None:
    capture = captured_page()

    redacted(capture)
    run_keeping()

    assert CaptureBundle.objects.get().content_sha256 == capture.sha256
    assert Job.objects.get(kind=KEEP).state == JobState.DONE
    assert verify_kept().holds


def test_it_can_be_redacted_when_its_file_is_lost_already(settings: Settings) -> None:
    capture = captured_page()
    path_of(capture.path, settings).unlink()

    redacted(capture)
    run_keeping()

    assert not CaptureBundle.objects.exists()
    assert Job.objects.get(kind=KEEP).state == JobState.DONE
    assert verify_kept().not_kept == 0


def test_other_captures_of_the_same_bytes_are_redacted_with_it(settings: Settings) -> None:
    first, second = captured_page(1), captured_page(2)
    run_keeping()

    redacted(first)

    assert not path_of(second.bundle.path_of(KeptRole.WARC), settings).exists()
    assert [link.number for link in verify_kept().redacted] == [1, 2]


def test_a_text_that_another_page_has_too_stays_until_that_goes_as_well(
    settings: Settings,
) -> None:
    first, second = captured_page(1), captured_page(2, data=PAGE + b"<!-- 2 -->")
    run_keeping()
    text = path_of(first.bundle.path_of(KeptRole.TEXT), settings)
    assert second.bundle.path_of(KeptRole.TEXT) == first.bundle.path_of(KeptRole.TEXT)

    assert what_stays(first.sha256).links == (2,)
    redacted(first)

    assert text.exists()
    assert verify_kept().holds
    redacted(second)
    assert not text.exists()
    assert verify_kept().holds


def test_the_file_of_a_stored_picture_stays_and_that_is_told(settings: Settings) -> None:
    data = jpeg(draw_picture(1))
    asset = store_picture(data)
    capture = captured_page(data=data)
    run_keeping()

    assert what_stays(capture.sha256).picture == asset
    redacted(capture)

    assert not path_of(capture.path, settings).exists()
    assert path_of(asset.original_path, settings).read_bytes() == data
    assert verify_kept().holds


def test_the_same_bytes_do_not_come_back(settings: Settings) -> None:
    capture = captured_page()
    run_keeping()
    redacted(capture)

    again = captured_page(2)
    run_keeping()

    assert again.sha256 == capture.sha256
    assert not path_of(again.path, settings).exists()
    report = verify_kept()
    assert report.holds
    assert report.not_kept == 0


def test_a_file_that_came_back_is_found_and_taken_away_again(settings: Settings) -> None:
    capture = captured_page()
    run_keeping()
    redacted(capture)

    path_of(capture.path, settings).write_bytes(PAGE)

    assert codes() == ["redacted_but_there"]
    assert redact_again() == (0, 1)
    assert codes() == []


def test_files_and_rows_agree_and_a_file_that_came_back_has_no_row(settings: Settings) -> None:
    capture = captured_page()
    run_keeping()
    redacted(capture)
    media = Path(settings.MEDIA_ROOT)

    before = check_stored_files(media, newest=0)
    path_of(capture.path, settings).write_bytes(PAGE)
    after = check_stored_files(media, newest=0)

    assert before.holds
    assert after.unclaimed == [capture.path]


def test_a_backup_from_before_does_not_bring_it_back_unseen(settings: Settings) -> None:
    capture = captured_page()
    run_keeping()
    files = {
        path: path_of(path, settings).read_bytes()
        for path in (
            capture.path,
            capture.bundle.path_of(KeptRole.WARC),
            capture.bundle.path_of(KeptRole.TEXT),
        )
    }
    made = redacted(capture)
    lose_the_row()
    for path, data in files.items():
        path_of(path, settings).write_bytes(data)

    assert codes() == ["redaction_lost"]

    assert redact_again() == (1, 3)
    found = Redaction.objects.get()
    assert (found.sha256, found.reason, found.note) == (made.sha256, made.reason, made.note)
    assert found.redacted_at == made.redacted_at
    assert verify_kept().holds


def test_a_note_that_was_changed_is_found(settings: Settings) -> None:
    capture = captured_page()
    redacted(capture)

    path_of(f"redactions/{capture.sha256}.json", settings).write_bytes(b"{}")

    assert codes() == ["note_unreadable"]


def test_a_worker_that_died_half_way_is_followed_by_another(settings: Settings) -> None:
    capture = captured_page()
    run_keeping()
    redact_capture(capture.sha256, RedactionReason.ORDER, NOTE)
    path_of(capture.bundle.path_of(KeptRole.WARC), settings).unlink()

    assert codes() == ["redacted_but_there", "redacted_but_there"]
    runner.run(Job.objects.get(kind=REDACT).pk)

    assert codes() == []


def test_files_that_a_slow_worker_wrote_meanwhile_go_as_well(settings: Settings) -> None:
    capture = captured_page()
    payload = {"capture": capture.pk}
    slow = keep_files(payload, lambda _done, _total: None)
    redacted(capture)
    assert slow is not None
    keep_again = path_of(capture.bundle.path_of(KeptRole.WARC), settings)
    keep_again.write_bytes(b"as the slow worker wrote it")

    record_kept(payload, slow)
    runner.run(Job.objects.get(kind=REDACT).pk)

    assert not keep_again.exists()
    assert verify_kept().holds


def test_who_shows_what_was_kept_is_told() -> None:
    first, second = kept_pages(2)
    assert first.capture is not None
    assert second.capture is not None
    made = redacted(first.capture)

    shown = kept_of([first.capture, second.capture])

    assert [one.redaction for one in shown] == [made, None]


@pytest.mark.usefixtures("speaking_english")
def test_a_public_note_is_needed() -> None:
    capture = captured_page()

    with pytest.raises(ReasonNeeded, match="public note"):
        redact_capture(capture.sha256, RedactionReason.SAFETY, " \n")

    assert not Redaction.objects.exists()


def test_redacting_twice_is_refused() -> None:
    capture = captured_page()
    redact_capture(capture.sha256, RedactionReason.SAFETY, NOTE)

    with pytest.raises(RedactedAlready):
        redact_capture(capture.sha256, RedactionReason.ORDER, NOTE)


@pytest.mark.parametrize("name", ["", "0", "7" * 30, "f" * 64, "é", "٣"])
def test_what_is_no_capture_is_said_to_be_none(name: str) -> None:
    with pytest.raises(NothingToRedact):
        find_capture(name)


def test_a_capture_is_found_by_number_and_by_digest() -> None:
    capture = captured_page()

    assert find_capture(str(capture.pk)) == capture
    assert find_capture(f" {capture.sha256.upper()} ") == capture


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE media_provenance_redaction SET note = 'x'",
        "DELETE FROM media_provenance_redaction",
    ],
)
def test_a_redaction_is_never_changed_or_removed(statement: str) -> None:
    redact_capture(captured_page().sha256, RedactionReason.SAFETY, NOTE)

    with (
        pytest.raises(DatabaseError, match="never changed or removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    "wrong", [{"sha256": "f" * 63}, {"reason": "whim"}, {"note": " \n"}, {"note": ""}]
)
def test_the_database_refuses_a_redaction_that_is_none(wrong: dict[str, str]) -> None:
    fields = {"sha256": "f" * 64, "reason": "safety", "note": NOTE}

    with pytest.raises(IntegrityError), transaction.atomic():
        Redaction.objects.create(**{**fields, **wrong})
