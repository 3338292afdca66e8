"""From bytes to matches: storing a picture, reading it in a job, finding its copies."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from claims.wording import job_reason
from jobs import runner
from jobs.models import Job, JobState
from media_provenance import pipeline
from media_provenance.actions import PictureRefused, store_capture, store_picture
from media_provenance.adapters import storage
from media_provenance.domain.fingerprints import Orientation
from media_provenance.domain.picture_headers import RefusalCode
from media_provenance.models import (
    AssetState,
    CaptureKind,
    Evidence,
    Fingerprint,
    Match,
    MatchClass,
    MediaAsset,
)
from media_provenance.pipeline import originals, reading
from media_provenance.queries import (
    RenditionMissing,
    find_picture,
    matches_of,
    original_file,
    read_capture,
    rendition_file,
)
from media_provenance.tasks import READ_PICTURE
from tests.factories import pictures
from tests.factories.pictures import (
    Pixels,
    draw_picture,
    jpeg,
    png,
    run_matching,
    run_reading,
    stored_picture,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("alter", "orientation"),
    [
        (pictures.recompressed, Orientation.IDENTITY),
        (pictures.resized, Orientation.IDENTITY),
        (pictures.greyscale, Orientation.IDENTITY),
        (pictures.mirrored, Orientation.MIRRORED),
        (pictures.upside_down, Orientation.ROTATED_180),
    ],
    ids=["recompressed", "resized", "greyscale", "mirrored", "upside_down"],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_an_altered_copy_matches_its_original_and_nothing_else(
    alter: Callable[[Pixels], bytes], orientation: Orientation, seed: int
) -> None:
    original = stored_picture(jpeg(draw_picture(seed)))
    stored_picture(jpeg(draw_picture(100)))

    copy = stored_picture(alter(draw_picture(seed)))

    (view,) = matches_of(copy)
    assert view.other == original
    assert view.match.match_class == MatchClass.COPY
    assert view.orientation is orientation
    assert view.match.agreement is not None
    assert view.match.agreement >= 0.9


def test_a_quarter_turn_is_named_from_the_side_of_each_picture() -> None:
    original = stored_picture(jpeg(draw_picture(3)))
    turned = stored_picture(pictures.rotated(draw_picture(3)))

    (from_original,) = matches_of(original)
    (from_turned,) = matches_of(turned)

    # The original must be turned clockwise to give the copy, and the copy back to give it.
    assert from_turned.orientation is Orientation.ROTATED_90
    assert from_original.orientation is Orientation.ROTATED_270


def test_unrelated_pictures_do_not_match() -> None:
    for seed in range(8):
        stored_picture(jpeg(draw_picture(seed)))

    assert not Match.objects.exists()


def test_the_same_pixels_in_another_file_are_an_exact_match() -> None:
    first = stored_picture(png(draw_picture(4)))
    loaded = draw_picture(4)

    second = stored_picture(pictures.webp_lossless(loaded))

    (view,) = matches_of(second)
    assert (view.other, view.match.match_class, view.match.distance) == (
        first,
        MatchClass.EXACT,
        None,
    )


def test_flat_pictures_are_never_matched_by_fingerprint() -> None:
    white = stored_picture(png(pictures.flat_picture(255)))
    grey = stored_picture(png(pictures.flat_picture(250)))

    assert not white.informative
    assert not grey.informative
    assert not Match.objects.exists()


def test_reading_keeps_size_fingerprints_and_renditions() -> None:
    asset = stored_picture(jpeg(draw_picture(5, width=1200, height=800)))

    algorithms = asset.fingerprints.order_by("algorithm").values_list("algorithm", flat=True)
    assert (asset.state, asset.width, asset.height) == (AssetState.READ, 1200, 800)
    assert list(algorithms) == ["pdq", "phash"]
    assert rendition_file(asset, 480).read_bytes()[8:12] == b"WEBP"
    assert rendition_file(asset, 960).stat().st_size > 0


def test_a_rendition_that_was_never_drawn_is_said_to_be_missing() -> None:
    asset = stored_picture(jpeg(draw_picture(6)))

    with pytest.raises(RenditionMissing):
        rendition_file(asset, 333)


def test_the_original_is_kept_byte_for_byte() -> None:
    data = jpeg(draw_picture(7), taken="2022:08:14 10:00:00")

    asset = stored_picture(data)

    assert original_file(asset).read_bytes() == data


def test_the_same_picture_twice_is_one_asset_with_two_sightings() -> None:
    data = jpeg(draw_picture(8))
    first = stored_picture(data, original_name="صورة.jpg")

    second = store_picture(data, original_name="photo—été.jpg")

    sightings = Evidence.objects.filter(asset=first, kind="own_capture", role="seen")
    assert second == first
    assert MediaAsset.objects.count() == 1
    assert sightings.count() == 2
    assert Job.objects.filter(kind=READ_PICTURE).count() == 1
    assert second.original_name == "صورة.jpg"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", RefusalCode.EMPTY),
        ("ليست صورة، été, 写真ではない".encode(), RefusalCode.NOT_A_PICTURE),
        (b"\xff\xd8\xff" + bytes(30_000_000), RefusalCode.TOO_LARGE),
        (b"%PDF-1.7 ", RefusalCode.FORMAT_NOT_ACCEPTED),
    ],
    ids=["empty", "text_named_jpg", "thirty_megabytes", "pdf"],
)
def test_what_is_no_picture_is_refused_with_its_reason_and_leaves_nothing(
    data: bytes, code: RefusalCode
) -> None:
    with pytest.raises(PictureRefused) as refused:
        store_picture(data, original_name="photo.jpg")

    assert refused.value.code is code
    assert not MediaAsset.objects.exists()
    assert not Job.objects.exists()


def test_a_picture_that_breaks_off_is_refused_when_it_is_read() -> None:
    whole = jpeg(draw_picture(9))

    asset = stored_picture(whole[: len(whole) // 4])

    assert (asset.state, asset.refusal) == (AssetState.REFUSED, "broken")
    assert not Fingerprint.objects.filter(asset=asset).exists()


def test_a_job_that_runs_twice_has_one_effect() -> None:
    stored_picture(jpeg(draw_picture(10)))
    copy = stored_picture(pictures.greyscale(draw_picture(10)))
    jobs = Job.objects.filter(payload__asset=str(copy.pk)).order_by("pk")
    jobs.update(state=JobState.QUEUED, finished_at=None)

    again = [runner.run(job.pk) for job in jobs]

    assert again == [runner.Ran.DONE, runner.Ran.DONE]
    assert Match.objects.count() == 1
    assert Fingerprint.objects.filter(asset=copy).count() == 2
    assert Evidence.objects.filter(asset=copy).count() == 1


def test_a_crash_between_work_and_record_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stored_picture(jpeg(draw_picture(11)))
    copy = store_picture(pictures.mirrored(draw_picture(11)))
    job = Job.objects.get(kind=READ_PICTURE, payload={"asset": str(copy.pk)})
    claimed = runner.claim(job.pk)
    assert claimed is not None
    pipeline.read_picture(claimed.payload, lambda done, total: None)
    # The worker dies here; its lease runs out.
    Job.objects.filter(pk=job.pk).update(lease_until="2020-01-01T00:00:00Z")

    ran = runner.run(job.pk)
    run_matching(copy)

    assert ran is runner.Ran.DONE
    assert len(matches_of(copy)) == 1


def test_a_worker_whose_lease_was_lost_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asset = store_picture(jpeg(draw_picture(12)))
    job = Job.objects.get(kind=READ_PICTURE)
    draw = reading._draw_renditions

    def overtaken(*arguments: object) -> None:
        draw(*arguments)  # type: ignore[arg-type]
        Job.objects.filter(pk=job.pk).update(token=99)

    monkeypatch.setattr(reading, "_draw_renditions", overtaken)

    ran = run_reading(asset)

    asset.refresh_from_db()
    assert ran is runner.Ran.FENCED
    assert asset.state == AssetState.STORED


def test_a_starved_decoder_is_tried_again_and_the_picture_is_not_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asset = store_picture(jpeg(draw_picture(13)))

    def starved(data: bytes, trust: object) -> None:
        raise PictureRefused(RefusalCode.TOOK_TOO_LONG, "time")

    monkeypatch.setattr(originals, "open_picture", starved)

    ran = run_reading(asset)

    asset.refresh_from_db()
    assert ran is runner.Ran.WILL_RETRY
    assert asset.state == AssetState.STORED


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_a_reading_that_finds_the_disk_full_is_tried_again_and_then_says_so(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    asset = store_picture(jpeg(draw_picture(15)))

    def refuse(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(storage.os, "fsync", refuse)

    first = run_reading(asset)
    Job.objects.update(attempts=2, due_at=timezone.now() - timedelta(seconds=1))
    last = run_reading(asset)

    job = Job.objects.get(kind=READ_PICTURE)
    assert (first, last) == (runner.Ran.WILL_RETRY, runner.Ran.SET_ASIDE)
    assert job.last_error.startswith("DiskRefuses: ")
    with override("en"):
        assert "no room left on the disk" in job_reason(job.last_error)


def test_a_picture_is_read_once_the_disk_has_room_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asset = store_picture(jpeg(draw_picture(16)))

    def refuse(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as full:
        full.setattr(storage.os, "fsync", refuse)
        run_reading(asset)
    Job.objects.update(due_at=timezone.now() - timedelta(seconds=1))

    run_reading(asset)

    asset.refresh_from_db()
    assert asset.state == AssetState.READ


def test_a_picture_whose_file_is_gone_waits_for_a_person() -> None:
    asset = store_picture(jpeg(draw_picture(14)))
    original_file(asset).unlink()

    ran = run_reading(asset)

    assert ran is runner.Ran.SET_ASIDE
    assert "FileNotFoundError" in Job.objects.get(kind=READ_PICTURE).last_error


def test_a_picture_that_is_not_stored_is_found_with_since_when_each_copy_is_known() -> None:
    newer = stored_picture(jpeg(draw_picture(15)))
    older = stored_picture(pictures.jpeg(draw_picture(15), quality=60, taken="2019:05:01 08:00:00"))

    found = {one.asset: one for one in find_picture(draw_picture(15))}

    assert set(found) == {newer, older}
    since = found[older].known_since
    assert since is not None
    assert since.year == 2019


def test_a_capture_is_kept_as_it_came_and_each_time_anew() -> None:
    page = "<p>خبر – nouvelle – समाचार</p>".encode()

    first = store_capture(page, kind=CaptureKind.FETCHED, url="https://a.example/1", status=200)
    second = store_capture(page, kind=CaptureKind.FETCHED, url="https://a.example/1", status=200)

    assert first.pk != second.pk
    assert first.path == second.path
    assert read_capture(second) == page


def test_a_stored_file_is_whole_or_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    def power_cut(descriptor: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(storage.os, "fsync", power_cut)

    with pytest.raises(OSError, match="no space left"):
        storage.store("originals/aa/whole-or-absent", b"half")

    assert not storage.exists("originals/aa/whole-or-absent")


def test_storing_again_leaves_the_file_that_is_there() -> None:
    wrote = storage.store("originals/aa/twice", b"once")

    again = storage.store("originals/aa/twice", b"once")

    assert (wrote, again) == (True, False)
    assert storage.read("originals/aa/twice") == b"once"


@pytest.mark.parametrize("path", ["/etc/passwd", "../outside", "a/../../outside", ""])
def test_no_path_leaves_the_media_folder(path: str) -> None:
    with pytest.raises(storage.OutsideMediaRoot):
        storage.store(path, b"x")


def test_the_lock_lets_one_transaction_write_at_a_time() -> None:
    pipeline.lock_pictures()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        )
        (held,) = cursor.fetchone()

    assert held == 1
