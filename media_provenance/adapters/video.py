"""Frames out of a video file, by ffmpeg as a separate process behind limits.

ffmpeg is optional and never linked: where there is none, ``FfmpegMissing`` says so. It gets the
file as an open descriptor, one demuxer that refers to no other files, no network, no environment
and no way to write; what it answers is not trusted, so that every frame has to pass the picture
gate (``images.open_picture``) like any other file. Which frames are kept is
``domain/video_frames.py``'s to say.
"""

from __future__ import annotations

import contextlib
import os
import re
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from media_provenance.domain.video_frames import VideoFormat

__all__ = [
    "FfmpegMissing",
    "RawFrame",
    "VideoLimits",
    "VideoRead",
    "VideoUnreadable",
    "find_ffmpeg",
    "read_frames",
]

# Frames are drawn at this longest side at most, twice what is ever shown of them.
_LONGEST_SIDE = 1280
# How different two frames have to be, 0 to 1, for a cut; ffmpeg's own examples use 0.3 to 0.5 for
# hard cuts, less finds soft ones too.
_CUT = 0.2
# Without a length to spread frames over, one is taken this often.
_STEP_SECONDS = 2.0
_LEAST_STEP_SECONDS = 1.0
_MOST_OUTPUT = 96 << 20
_MOST_REPORT = 4 << 20
# What is decoded: what cameras, phones and networks make, and nothing that reads other files.
_DECODERS = (
    "h264,hevc,av1,libdav1d,libaom-av1,vp8,libvpx,vp9,libvpx-vp9,mpeg4,msmpeg4,msmpeg4v2,h263,"
    "h263i,mpeg1video,mpeg2video,mjpeg,theora,flv,wmv1,wmv2,prores,dvvideo,rawvideo"
)

_ROOT = Path(__file__).resolve().parents[2]
_SHIM = (
    f"import sys; sys.path.insert(0, {str(_ROOT)!r}); "
    "from media_provenance.adapters.video_walls import main; main()"
)
_DURATION = re.compile(rb"Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)")
_SHOWN_AT = re.compile(rb"Parsed_showinfo[^\n]*? pts_time:(-?\d+(?:\.\d+)?)")
_END_OF_JPEG = b"\xff\xd9"


class FfmpegMissing(Exception):
    """There is no ffmpeg on this machine, or not where the setting says."""


class VideoUnreadable(Exception):
    """No frame could be taken from the file."""


@dataclass(frozen=True, slots=True)
class VideoLimits:
    """What reading one video may take.

    Attributes:
        frames: how many are spread over the length; twice as many may come, at cuts.
        cpu_seconds: of processor time.
        wall_seconds: of real time, both runs together. A job has 90, and the frames are looked at
            afterwards.
        memory: bytes of address space.
    """

    frames: int = 30
    cpu_seconds: int = 60
    wall_seconds: float = 65.0
    memory: int = 2 << 30


@dataclass(frozen=True, slots=True)
class RawFrame:
    """One frame as ffmpeg drew it. Not checked: for ``images.open_picture`` only.

    Attributes:
        seconds: from the start of the video, 0 or more.
        jpeg: the file.
    """

    seconds: float
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class VideoRead:
    """What came out of a video.

    Attributes:
        seconds: its length as the file says; None where it does not.
        frames: in the order of time.
        complete: whether it was read to its end, within the limits.
    """

    seconds: float | None
    frames: tuple[RawFrame, ...]
    complete: bool


def find_ffmpeg(named: str = "") -> str:
    """Return the path of ffmpeg.

    Args:
        named: a path, or "" to look on PATH.

    Raises:
        FfmpegMissing: if there is none that may be run.
    """
    path = shutil.which(named or "ffmpeg")
    if path is None:
        raise FfmpegMissing(named or "ffmpeg")
    return str(Path(path).resolve())


def read_frames(data: bytes, format: VideoFormat, ffmpeg: str, limits: VideoLimits) -> VideoRead:
    """Take frames from a video: at its start, at cuts, and spread over its length.

    Two runs: the first only asks for the length. Frames are JPEG, upright as the file says, with a
    longest side of at most 1280 pixels. Nothing of it is deterministic beyond one version of
    ffmpeg, where the same file gives the same bytes.

    Args:
        data: the whole file.
        format: by its signature; no other demuxer is tried.
        ffmpeg: what ``find_ffmpeg`` returned.

    Raises:
        VideoUnreadable: if there is not one frame.
        OSError: no process or file to be had; worth another try.
    """
    until = time.monotonic() + limits.wall_seconds
    with tempfile.TemporaryFile() as source:
        source.write(data)
        source.flush()
        asked = _run(ffmpeg, _reading(format), source.fileno(), limits, until)
        length = _DURATION.search(asked.report)
        seconds = None
        if length is not None:
            hours, minutes, rest = length.groups()
            seconds = int(hours) * 3600 + int(minutes) * 60 + float(rest)
        drawing = [*_reading(format), *_drawing(seconds, limits)]
        drawn = _run(ffmpeg, drawing, source.fileno(), limits, until)
    files = [part + _END_OF_JPEG for part in drawn.output.split(_END_OF_JPEG)[:-1]]
    times = [max(0.0, float(at)) for at in _SHOWN_AT.findall(drawn.report)]
    frames = tuple(
        RawFrame(at, jpeg)
        for at, jpeg in zip(times, files, strict=False)
        if jpeg.startswith(b"\xff\xd8")
    )
    if not frames:
        raise VideoUnreadable("No frame could be taken from the file.")
    return VideoRead(seconds, frames, drawn.ended_well and len(frames) < _most(limits))


def _most(limits: VideoLimits) -> int:
    return 2 * limits.frames + 2


def _reading(format: VideoFormat) -> list[str]:
    return [
        *("-hide_banner", "-nostdin", "-protocol_whitelist", "file", "-f", format.demuxer),
        *("-codec_whitelist", _DECODERS, "-threads", "1", "-i", "/dev/fd/0"),
    ]


def _drawing(seconds: float | None, limits: VideoLimits) -> list[str]:
    step = _STEP_SECONDS if seconds is None else max(_LEAST_STEP_SECONDS, seconds / limits.frames)
    since = "t-prev_selected_t"
    chosen = f"isnan(prev_selected_t)+gte({since},{step})+gt(scene,{_CUT})*gte({since},{step / 2})"
    size = f"w='min({_LONGEST_SIDE},iw)':h='min({_LONGEST_SIDE},ih)'"
    filters = (
        f"select='{chosen}',scale={size}:force_original_aspect_ratio=decrease,"
        "format=yuvj420p,showinfo=checksum=0"
    )
    return [
        *("-map", "0:v:0", "-an", "-sn", "-dn", "-vf", filters, "-fps_mode", "passthrough"),
        *("-frames:v", str(_most(limits)), "-c:v", "mjpeg", "-q:v", "3", "-threads", "1"),
        *("-flags", "+bitexact", "-map_metadata", "-1", "-f", "image2pipe", "pipe:1"),
    ]


@dataclass(frozen=True, slots=True)
class _Run:
    output: bytes
    report: bytes
    ended_well: bool


def _run(
    ffmpeg: str, arguments: Sequence[str], source: int, limits: VideoLimits, until: float
) -> _Run:
    """Run ffmpeg with the file as its standard input; what came until a limit is returned.

    Args:
        until: when to stop, by the monotonic clock.
    """
    os.lseek(source, 0, os.SEEK_SET)
    walls = [str(os.getpid()), str(limits.cpu_seconds), str(limits.memory)]
    process = subprocess.Popen(  # noqa: S603 - our own program, which runs the configured ffmpeg
        [sys.executable, "-I", "-c", _SHIM, *walls, ffmpeg, *arguments],
        env={"LANG": "C.UTF-8"},
        cwd="/",
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        output, report, in_time = _collect(process, until)
    finally:
        _end(process)
    return _Run(output, report, in_time and process.returncode == 0)


def _collect(process: subprocess.Popen[bytes], until: float) -> tuple[bytes, bytes, bool]:
    """Read both streams to their ends; False where time or room was up before that."""
    if process.stdout is None or process.stderr is None:
        raise ValueError("Both streams are pipes.")
    output, report = bytearray(), bytearray()
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ, (output, _MOST_OUTPUT))
        waiting.register(process.stderr, selectors.EVENT_READ, (report, _MOST_REPORT))
        while waiting.get_map():
            left = until - time.monotonic()
            if left <= 0:
                return bytes(output), bytes(report), False
            for key, _events in waiting.select(left):
                target, most = key.data
                piece = os.read(key.fd, 1 << 16)
                if not piece:
                    waiting.unregister(key.fileobj)
                target += piece
                if len(target) > most:
                    return bytes(output), bytes(report), False
    return bytes(output), bytes(report), True


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait a moment for the end, then kill whatever is left of the group."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=1)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()
