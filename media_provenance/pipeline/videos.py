"""Reading a video: its frames become pictures of their own, which are read and matched as such.

Two halves like ``reading.py``. The slow one has ffmpeg draw frames, opens each through the picture
gate, chooses and writes their files; the quick one writes rows and asks for the frames to be read.
Evidence about a frame says that this frame existed, and nothing of the sound or of the rest.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings

from jobs.actions import enqueue
from jobs.registry import Progress
from media_provenance.adapters import storage
from media_provenance.adapters.images import (
    PictureFormat,
    PictureRefused,
    ReadingNote,
    RefusalCode,
    open_picture,
)
from media_provenance.adapters.video import (
    FfmpegMissing,
    RawFrame,
    VideoLimits,
    VideoUnreadable,
    find_ffmpeg,
    read_frames,
)
from media_provenance.domain.fingerprints import pdq256
from media_provenance.domain.video_frames import (
    FrameLook,
    VideoFormat,
    chosen_frames,
    video_format_of,
)
from media_provenance.models import AssetState, MediaAsset, asset_id_for
from media_provenance.pipeline.evidence import draft_of_own_capture, write_evidence
from media_provenance.pipeline.locks import lock_pictures
from media_provenance.pipeline.reading import READ_PICTURE, reading_key

__all__ = [
    "READ_VIDEO",
    "FfmpegMissing",
    "VideoReading",
    "check_video",
    "read_video",
    "record_video",
    "video_key",
]

log = logging.getLogger(__name__)

READ_VIDEO = "media_provenance.read_video"
# Part of the job's key: raised when videos are to be read anew.
_VIDEO_VERSION = 1


@dataclass(frozen=True, slots=True)
class KeptFrame:
    """A frame whose file lies under MEDIA_ROOT already."""

    seconds: float
    sha256: str
    byte_size: int


@dataclass(frozen=True, slots=True)
class VideoReading:
    """What looking at a video gave; ``refusal`` says why there is nothing else."""

    refusal: RefusalCode | None = None
    seconds: float = 0.0
    frames: tuple[KeptFrame, ...] = ()
    complete: bool = True


def video_key(sha256: str) -> str:
    """Return the key of the job that reads the video with this digest, once per version."""
    return f"{sha256}:video:{_VIDEO_VERSION}"


def check_video(data: bytes) -> VideoFormat | None:
    """Return which video a file is; None for what is no video. Opens nothing.

    Raises:
        PictureRefused: video_too_large; video_needs_ffmpeg.
    """
    format = video_format_of(data)
    if format is None:
        return None
    if len(data) > settings.VIDEO_LIMIT:
        raise PictureRefused(RefusalCode.VIDEO_TOO_LARGE, str(settings.VIDEO_LIMIT))
    try:
        find_ffmpeg(settings.FFMPEG)
    except FfmpegMissing as missing:
        raise PictureRefused(RefusalCode.VIDEO_NEEDS_FFMPEG) from missing
    return format


def read_video(payload: Mapping[str, Any], progress: Progress) -> VideoReading:
    """Take frames from a stored video and keep the files of those worth it.

    Args:
        payload: ``asset``, the id.
        progress: told before each step.

    Raises:
        FfmpegMissing: on this machine; worth another try once it is installed.
        DecoderGone, OSError: worth another try.
        FileNotFoundError: the original is gone from MEDIA_ROOT.
        MediaAsset.DoesNotExist: the row is.
    """
    asset = MediaAsset.objects.get(pk=payload["asset"])
    ffmpeg = find_ffmpeg(settings.FFMPEG)
    limits = VideoLimits(frames=settings.VIDEO_FRAMES, cpu_seconds=settings.VIDEO_SECONDS)
    progress(0, 2)
    try:
        read = read_frames(
            storage.read(asset.original_path), VideoFormat(asset.format), ffmpeg, limits
        )
    except VideoUnreadable:
        return VideoReading(refusal=RefusalCode.VIDEO_BROKEN)
    progress(1, 2)
    seen = [(frame, look) for frame in read.frames if (look := _look(frame)) is not None]
    kept = chosen_frames([look for _, look in seen], most=settings.VIDEO_FRAMES)
    last = read.frames[-1].seconds
    return VideoReading(
        seconds=last if read.seconds is None else max(last, read.seconds),
        frames=tuple(_keep(seen[place][0]) for place in kept),
        complete=read.complete and len(seen) == len(read.frames),
    )


def record_video(payload: Mapping[str, Any], reading: VideoReading) -> None:
    """Write what was read of a video: its length, and a picture for each frame that was kept.

    A frame that is here already, out of this or another video, stays what it is.
    """
    lock_pictures()
    asset = MediaAsset.objects.get(pk=payload["asset"])
    if reading.refusal is not None:
        asset.state, asset.refusal = AssetState.REFUSED, reading.refusal.value
        asset.save(update_fields=["state", "refusal"])
        log.info("video refused asset=%s code=%s", asset.pk, reading.refusal.value)
        return
    asset.state, asset.refusal = AssetState.READ, ""
    asset.duration = timedelta(seconds=reading.seconds)
    asset.reading_notes = [] if reading.complete else [ReadingNote.VIDEO_PARTLY_READ.value]
    asset.save(update_fields=["state", "refusal", "duration", "reading_notes"])
    for kept in reading.frames:
        _record_frame(asset, kept)
    log.info("video read asset=%s frames=%s", asset.pk, len(reading.frames))


def _look(frame: RawFrame) -> FrameLook | None:
    """Return how a frame looks; None where the gate does not let it in."""
    try:
        return FrameLook(frame.seconds, pdq256(open_picture(frame.jpeg).pixels))
    except PictureRefused as refused:
        log.warning("frame refused at=%.2f code=%s", frame.seconds, refused.code.value)
        return None


def _keep(frame: RawFrame) -> KeptFrame:
    sha256 = hashlib.sha256(frame.jpeg).hexdigest()
    storage.store(MediaAsset(sha256=sha256).original_path, frame.jpeg)
    return KeptFrame(frame.seconds, sha256, len(frame.jpeg))


def _record_frame(video: MediaAsset, kept: KeptFrame) -> None:
    frame, _ = MediaAsset.objects.get_or_create(
        pk=asset_id_for(kept.sha256),
        defaults={
            "sha256": kept.sha256,
            "byte_size": kept.byte_size,
            "format": PictureFormat.JPEG.value,
            "original_name": video.original_name,
            "added_by": video.added_by,
            "added_at": video.added_at,
            "frame_of": video,
            "frame_at": timedelta(seconds=kept.seconds),
        },
    )
    # The frame was here when the video was.
    write_evidence(
        frame,
        draft_of_own_capture(
            video.added_at, key=f"own_capture:{video.added_at.isoformat()}", by=video.added_by
        ),
    )
    enqueue(READ_PICTURE, reading_key(kept.sha256), {"asset": str(frame.pk)})
