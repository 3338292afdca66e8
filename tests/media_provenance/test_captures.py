"""What is kept of a capture: its files, their manifest, and the chain they stand in."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from pytest_django.fixtures import Settings
from warcio.archiveiterator import ArchiveIterator

from factcheck.backup_files import is_member_name
from factcheck.stored_files import check_stored_files
from jobs.models import Job
from media_provenance.actions import ask_when, store_capture, store_picture
from media_provenance.domain.manifests import Manifest
from media_provenance.models import FIRST_PREVIOUS, CaptureBundle, CaptureKind, KeptRole, MediaAsset
from media_provenance.pipeline.captures import KEEP, keep_capture
from multilingual.intervals import DateInterval
from tests.factories.captures import PAGE, captured_page, kept_pages, path_of, run_keeping
from tests.factories.pictures import draw_picture, jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Settings, tmp_path: Path) -> None:
    """Give each test an empty folder: what others kept is no break of its chain."""
    settings.MEDIA_ROOT = tmp_path / "media"


# Keeping


def test_a_captured_page_is_kept_by_a_job() -> None:
    capture = captured_page()

    run_keeping()

    bundle = capture.bundle
    assert set(bundle.files) == {KeptRole.WARC, KeptRole.TEXT, KeptRole.MANIFEST}
    assert bundle.no_screenshot == "no_browser"
    assert bundle.content_sha256 == capture.sha256


def test_the_files_are_what_the_manifest_says(settings: Settings) -> None:
    capture = captured_page()
    run_keeping()

    manifest = Manifest.from_bytes(
        path_of(capture.bundle.path_of(KeptRole.MANIFEST), settings).read_bytes()
    )

    warc = path_of(capture.bundle.path_of(KeptRole.WARC), settings).read_bytes()
    text = path_of(capture.bundle.path_of(KeptRole.TEXT), settings).read_text()
    assert manifest.files["warc"].sha256 == hashlib.sha256(warc).hexdigest()
    assert manifest.files["text"].size == len(text.encode())
    assert manifest.url == "https://earlier.example/1"
    assert manifest.headers == (("Content-Type", "text/html"),)
    assert manifest.captured_at == capture.captured_at
    assert "لقاء تجاري في آب" in text
    assert "Une réunion tenue à Nîmes" in text
    assert "बैठक" in text


def test_the_archive_file_has_the_request_and_the_answer(settings: Settings) -> None:
    capture = captured_page()
    run_keeping()

    warc = path_of(capture.bundle.path_of(KeptRole.WARC), settings).read_bytes()

    bodies = {
        record.rec_type: record.content_stream().read()
        for record in ArchiveIterator(io.BytesIO(warc))
    }
    assert bodies["response"] == PAGE
    assert "request" in bodies


def test_keeping_twice_keeps_once() -> None:
    capture = captured_page()

    first, second = keep_capture(capture), keep_capture(capture)
    run_keeping()

    assert first == second
    assert CaptureBundle.objects.count() == 1


def test_each_manifest_names_the_one_before_it() -> None:
    bundles = kept_pages(3)

    assert [bundle.number for bundle in bundles] == [1, 2, 3]
    assert [bundle.previous_sha256 for bundle in bundles] == [
        FIRST_PREVIOUS,
        bundles[0].manifest_sha256,
        bundles[1].manifest_sha256,
    ]


@pytest.mark.parametrize(
    ("data", "kind", "roles"),
    [
        ("نصّ ملصق".encode(), "text/plain", {KeptRole.WARC, KeptRole.TEXT, KeptRole.MANIFEST}),
        (jpeg(draw_picture(3)), "image/jpeg", {KeptRole.WARC, KeptRole.MANIFEST}),
    ],
    ids=["text", "picture"],
)
def test_what_is_no_page_needs_no_screenshot(data: bytes, kind: str, roles: set[KeptRole]) -> None:
    capture = store_capture(data, kind=CaptureKind.UPLOADED, media_type=kind)

    run_keeping()

    assert set(capture.bundle.files) == roles
    assert capture.bundle.no_screenshot == "not_a_page"


def test_an_uploaded_picture_is_in_the_chain_without_its_name(settings: Settings) -> None:
    asset = store_picture(jpeg(draw_picture(4)), original_name="من المصدر السري.jpg")

    run_keeping()

    raw = path_of(asset.bundle.path_of(KeptRole.MANIFEST), settings).read_bytes()
    assert Manifest.from_bytes(raw).content.sha256 == asset.sha256
    assert "المصدر" not in raw.decode()


def test_one_of_many_pictures_waits_until_somebody_asks_about_it() -> None:
    asset = store_picture(jpeg(draw_picture(5)), read_here=True)
    before = Job.objects.filter(kind=KEEP).count()

    ask_when(
        asset,
        asked_for="claim:1",
        event=DateInterval.of_day(datetime(2024, 6, 20, tzinfo=UTC).date()),
    )

    assert before == 0
    assert Job.objects.filter(kind=KEEP).count() == 1


def test_a_picture_and_its_capture_share_the_disk(settings: Settings) -> None:
    data = jpeg(draw_picture(6))
    asset = store_picture(data)

    capture = store_capture(data, kind=CaptureKind.FETCHED, media_type="image/jpeg")

    original = path_of(asset.original_path, settings)
    assert path_of(capture.path, settings).samefile(original)


def test_captures_of_before_are_kept_by_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    captured_page(1)
    store_picture(jpeg(draw_picture(7)), read_here=True)
    Job.objects.all().delete()

    call_command("keep_captures", "--pictures")
    call_command("keep_captures", "--pictures")

    assert CaptureBundle.objects.count() == 2


def test_a_capture_whose_bytes_are_gone_does_not_stop_the_others(settings: Settings) -> None:
    gone, _there = captured_page(1, data=b"<p>one"), captured_page(2, data=b"<p>two")
    path_of(gone.path, settings).unlink()
    Job.objects.all().delete()
    told = io.StringIO()

    call_command("keep_captures", stdout=told)

    assert CaptureBundle.objects.count() == 1
    assert gone.sha256 in told.getvalue()


def test_backups_and_checks_know_the_files(settings: Settings) -> None:
    kept_pages(2)

    names = [
        f"media/{bundle.path_of(role)}"
        for bundle in CaptureBundle.objects.all()
        for role in bundle.files
    ]
    found = check_stored_files(Path(settings.MEDIA_ROOT), newest=0)

    assert [name for name in names if not is_member_name(name)] == []

    assert not [path for path in found.missing + found.damaged if path.startswith("bundles/")]
    ours = {bundle.path_of(role) for bundle in CaptureBundle.objects.all() for role in bundle.files}
    assert not ours & set(found.unclaimed)


# Rows that never change


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE media_provenance_capturebundle SET made_at = now()",
        "DELETE FROM media_provenance_capturebundle",
    ],
)
def test_a_link_is_never_changed_or_removed(statement: str) -> None:
    kept_pages(1)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 1},
        {"previous_sha256": FIRST_PREVIOUS},
        {"manifest_sha256": "XY" * 32},
        {"no_screenshot": ""},
        {"warc_sha256": "", "warc_size": None},
        {"text_size": None, "text_sha256": "ab" * 32},
        {"capture": None},
    ],
    ids=["number", "previous", "digest", "no reason", "no warc", "no size", "of nothing"],
)
def test_the_database_refuses_a_link_that_is_none(wrong: dict[str, object]) -> None:
    (first,) = kept_pages(1)
    right: dict[str, object] = {
        "number": 2,
        "capture": captured_page(9),
        "content_sha256": "ab" * 32,
        "content_size": 1,
        "warc_sha256": "cd" * 32,
        "warc_size": 1,
        "no_screenshot": "no_browser",
        "manifest_sha256": "ef" * 32,
        "manifest_size": 1,
        "previous_sha256": first.manifest_sha256,
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        CaptureBundle.objects.create(**(right | wrong))


# Time stamps


def test_frames_of_videos_are_not_put_into_the_chain_by_the_command() -> None:
    video = store_picture(jpeg(draw_picture(9)), read_here=True)
    frame = store_picture(jpeg(draw_picture(10)), read_here=True)
    MediaAsset.objects.filter(pk=frame.pk).update(frame_of=video, frame_at=timedelta(0))

    call_command("keep_captures", "--pictures")

    assert list(CaptureBundle.objects.values_list("asset", flat=True)) == [video.pk]
