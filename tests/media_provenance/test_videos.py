"""Videos: taken with ffmpeg, refused without, read into frames that are pictures of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from jobs import runner
from jobs.models import Job, JobState
from media_provenance.actions import store_picture
from media_provenance.adapters import video
from media_provenance.adapters.images import PictureRefused
from media_provenance.adapters.video import (
    FfmpegMissing,
    VideoLimits,
    VideoUnreadable,
    find_ffmpeg,
    read_frames,
)
from media_provenance.domain.picture_headers import RefusalCode
from media_provenance.domain.video_frames import VideoFormat, video_format_of
from media_provenance.models import AssetState, Evidence, MediaAsset
from media_provenance.pipeline.videos import READ_VIDEO, read_video, record_video
from media_provenance.tasks import READ_PICTURE
from tests.factories.videos import FFMPEG, draw_scenes, film
from tests.platform.stack import wait_for

REPOSITORY = Path(__file__).resolve().parents[2]
LIMITS = VideoLimits()
SHOWN_AT = [timedelta(seconds=second) for second in (0, 1, 4, 5)]


@pytest.fixture(scope="session")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds, one picture a second, two of them black."""
    return draw_scenes(tmp_path_factory.mktemp("scenes"))


@pytest.fixture(scope="session")
def movie(scenes: Path) -> bytes:
    return film(scenes)


@pytest.mark.parametrize("ending", ["mp4", "mov", "webm", "mkv", "avi"])
def test_frames_come_with_their_times_out_of_every_container(scenes: Path, ending: str) -> None:
    data = film(scenes, ending)
    format = video_format_of(data)
    assert format is not None

    read = read_frames(data, format, FFMPEG, LIMITS)

    assert read.seconds == pytest.approx(6, abs=0.3)
    assert [frame.seconds for frame in read.frames] == pytest.approx(range(6), abs=0.2)
    assert read.complete


@pytest.mark.parametrize(
    "data",
    [
        b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"\0\0\0\x20ftypisom" + bytes(2000),
    ],
    ids=["a list of other files", "a list for joining", "nothing behind the first bytes"],
)
def test_what_only_pretends_to_be_a_video_gives_nothing(data: bytes) -> None:
    with pytest.raises(VideoUnreadable):
        read_frames(data, VideoFormat.MP4, FFMPEG, LIMITS)


def test_a_video_that_takes_too_long_gives_what_was_read_until_then(movie: bytes) -> None:
    with pytest.raises(VideoUnreadable):
        read_frames(movie, VideoFormat.MP4, FFMPEG, VideoLimits(wall_seconds=0.01))


def test_a_cut_off_video_gives_the_frames_before_the_cut(scenes: Path) -> None:
    whole = film(scenes, "mkv")

    read = read_frames(whole[: len(whole) * 2 // 3], VideoFormat.MATROSKA, FFMPEG, LIMITS)

    assert 1 <= len(read.frames) < 6


@pytest.mark.parametrize(
    "attempt",
    [
        "__import__('socket').socket()",
        "os.write(os.open(target, os.O_WRONLY | os.O_CREAT), b'x')",
        "os.mkdir(target)",
        "os.kill(os.getppid(), 0)",
    ],
    ids=["a connection", "a file", "a folder", "another process"],
)
def test_behind_the_walls_there_is_no_way_out(attempt: str, tmp_path: Path) -> None:
    program = f"import os, sys; target = sys.argv[1]; print('in'); {attempt}; print('out')"
    python = str(Path(sys.executable).resolve())

    with (tmp_path / "film").open("w+b") as source:
        arguments = ["-c", program, str(tmp_path / "made")]
        run = video._run(python, arguments, source.fileno(), LIMITS, time.monotonic() + 20)

    assert (run.output, run.ended_well) == (b"in\n", False)
    assert b"Error" in run.report


def test_a_missing_ffmpeg_is_named() -> None:
    with pytest.raises(FfmpegMissing, match="/nowhere/ffmpeg"):
        find_ffmpeg("/nowhere/ffmpeg")


@pytest.mark.django_db
class TestTakenIn:
    @pytest.fixture(autouse=True)
    def _real_ffmpeg(self, settings: Settings) -> None:
        settings.FFMPEG = FFMPEG

    def test_a_video_is_kept_and_waits_to_be_read(self, movie: bytes) -> None:
        asset = store_picture(movie, original_name="فيديو.mp4")

        assert (asset.format, asset.state) == ("MP4", AssetState.STORED)
        assert Job.objects.filter(kind=READ_VIDEO).count() == 1
        assert not Job.objects.filter(kind=READ_PICTURE).exists()

    def test_its_frames_become_pictures_that_name_it_and_the_time(self, movie: bytes) -> None:
        asset = store_picture(movie)

        read(asset)

        asset.refresh_from_db()
        frames = list(asset.frames.order_by("frame_at"))
        assert (asset.state, asset.duration) == (AssetState.READ, timedelta(seconds=6))
        assert [frame.frame_at for frame in frames] == SHOWN_AT
        assert Job.objects.filter(kind=READ_PICTURE).count() == len(frames)
        assert all(frame.evidence.exists() for frame in frames)

    def test_reading_twice_changes_nothing(self, movie: bytes) -> None:
        asset = store_picture(movie)

        read(asset)
        before = list(MediaAsset.objects.order_by("pk").values_list("pk", "frame_at"))
        read(asset)

        assert list(MediaAsset.objects.order_by("pk").values_list("pk", "frame_at")) == before

    def test_a_broken_video_is_refused_with_a_reason(self) -> None:
        asset = store_picture(b"\0\0\0\x20ftypisom" + bytes(2000))

        read(asset)

        asset.refresh_from_db()
        assert (asset.state, asset.refusal) == (AssetState.REFUSED, "video_broken")

    def test_without_ffmpeg_it_is_refused_at_the_door(
        self, movie: bytes, settings: Settings
    ) -> None:
        settings.FFMPEG = "/nowhere/ffmpeg"

        with pytest.raises(PictureRefused) as refused:
            store_picture(movie)

        assert refused.value.code is RefusalCode.VIDEO_NEEDS_FFMPEG
        assert not MediaAsset.objects.exists()

    def test_one_that_is_too_large_is_refused_at_the_door(
        self, movie: bytes, settings: Settings
    ) -> None:
        settings.VIDEO_LIMIT = 1000

        with pytest.raises(PictureRefused) as refused:
            store_picture(movie)

        assert refused.value.code is RefusalCode.VIDEO_TOO_LARGE


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_video_whose_worker_is_killed_in_the_middle_is_read_once(
    movie: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.FFMPEG = FFMPEG
    asset = store_picture(movie)
    job = Job.objects.get(kind=READ_VIDEO)
    endless = tmp_path / "endless-ffmpeg"
    endless.write_text("#!/bin/sh\nwhile :; do :; done\n")
    endless.chmod(0o755)
    given = urlsplit(os.environ["DATABASE_URL"])
    name = str(connection.settings_dict["NAME"])
    monkeypatch.setenv("DATABASE_URL", urlunsplit(given._replace(path=f"/{name}")))
    monkeypatch.setenv("FFMPEG", str(endless))
    command = f"from jobs import runner; runner.run({job.pk})"
    worker = subprocess.Popen([sys.executable, "manage.py", "shell", "-c", command], cwd=REPOSITORY)

    begun = wait_for(lambda: bool(processes_named(endless)), seconds=60)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    went_with_it = wait_for(lambda: not processes_named(endless), seconds=20)
    # What it had in hand is free again once it has been silent for half a minute.
    Job.objects.filter(pk=job.pk).update(lease_until="2020-01-01T00:00:00Z")
    second = runner.run(job.pk)

    asset.refresh_from_db()
    job.refresh_from_db()
    assert begun
    assert went_with_it
    assert (second, job.state, job.attempts) == (runner.Ran.DONE, JobState.DONE, 2)
    assert [frame.frame_at for frame in asset.frames.order_by("frame_at")] == SHOWN_AT
    assert Job.objects.filter(kind=READ_PICTURE).count() == len(SHOWN_AT)
    assert Evidence.objects.count() == 1 + len(SHOWN_AT)


def processes_named(program: Path) -> list[str]:
    """Return the numbers of the processes that run a program."""
    asked = subprocess.run(["pgrep", "-f", str(program)], capture_output=True, text=True)
    return asked.stdout.split()


@pytest.mark.django_db
def test_a_worker_without_ffmpeg_gives_up_after_three_tries(
    movie: bytes, settings: Settings
) -> None:
    settings.FFMPEG = FFMPEG
    store_picture(movie)
    job = Job.objects.get(kind=READ_VIDEO)
    settings.FFMPEG = "/nowhere/ffmpeg"

    tries = [tried(job) for _ in range(3)]

    job.refresh_from_db()
    assert tries == [runner.Ran.WILL_RETRY, runner.Ran.WILL_RETRY, runner.Ran.SET_ASIDE]
    assert (job.state, job.last_error) == (
        JobState.QUARANTINED,
        "FfmpegMissing: /nowhere/ffmpeg",
    )


def tried(job: Job) -> runner.Ran:
    """Run a job without waiting until it is due."""
    Job.objects.filter(pk=job.pk).update(lease_until=None, due_at=timezone.now())
    return runner.run(job.pk)


def read(asset: MediaAsset) -> None:
    """Do the work of the job that reads a video."""
    payload = {"asset": str(asset.pk)}
    record_video(payload, read_video(payload, lambda done, of: None))
