"""What a video file is by its first bytes, and which of its frames are worth keeping.

Opens nothing and runs nothing: ``adapters/video.py`` does. A frame stands for the picture that was
shown at one moment; of sound and movement nothing is known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from media_provenance.domain.fingerprints import (
    PDQ_MATCH_DISTANCE,
    Fingerprint,
    hamming_distance,
    is_informative,
)

__all__ = ["FrameLook", "VideoFormat", "chosen_frames", "is_video_name", "video_format_of"]


class VideoFormat(StrEnum):
    """The containers that frames are taken from."""

    MP4 = "MP4"
    MATROSKA = "MKV"
    AVI = "AVI"

    @property
    def demuxer(self) -> str:
        """The only reader that ffmpeg may use for it; never one that opens other files."""
        return _DEMUXERS[self]


# Endings of what is looked into as one of these. A name only says what to expect; bytes decide.
_ENDINGS = (".mp4", ".m4v", ".mov", ".3gp", ".webm", ".mkv", ".avi")
_DEMUXERS = {VideoFormat.MP4: "mov", VideoFormat.MATROSKA: "matroska", VideoFormat.AVI: "avi"}
# Pictures in the same container, which the picture gate opens or refuses.
_PICTURE_BRANDS = frozenset(
    {b"avif", b"avis", b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
)
_AUDIO_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P "})
_OLD_MOVIE = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip"})


@dataclass(frozen=True, slots=True)
class FrameLook:
    """How a frame looks, for choosing.

    Attributes:
        seconds: from the start of the video.
        fingerprint: its PDQ.
    """

    seconds: float
    fingerprint: Fingerprint


def is_video_name(name: str) -> bool:
    """Whether a file or path is called as videos are."""
    return name.lower().endswith(_ENDINGS)


def video_format_of(data: bytes) -> VideoFormat | None:
    """Return the container by its signature; None for whatever else.

    Lists of other files (HLS, DASH, SDP, ffconcat) are text and so no video here, whatever they
    are called: they would have other files opened.
    """
    if data[4:8] == b"ftyp":
        return None if data[8:12] in _PICTURE_BRANDS | _AUDIO_BRANDS else VideoFormat.MP4
    # QuickTime files from before ftyp begin with one of these boxes; its length comes first.
    if data[4:8] in _OLD_MOVIE and data[:2] == b"\0\0":
        return VideoFormat.MP4
    if data[:4] == b"\x1a\x45\xdf\xa3":
        return VideoFormat.MATROSKA
    if data[:4] == b"RIFF" and data[8:12] == b"AVI ":
        return VideoFormat.AVI
    return None


def chosen_frames(looks: Sequence[FrameLook], *, most: int) -> tuple[int, ...]:
    """Return the places of the frames to keep, in their order.

    Drops what is flat or black (nothing could be found by it) and what looks like the last one
    kept; of what is left, at most ``most`` that lie spread over the length.

    Args:
        looks: in the order of time.
        most: 1 or more.
    """
    kept: list[int] = []
    for place, look in enumerate(looks):
        if not is_informative(look.fingerprint):
            continue
        if kept and _is_near(looks[kept[-1]].fingerprint, look.fingerprint):
            continue
        kept.append(place)
    if len(kept) <= most:
        return tuple(kept)
    wanted = np.linspace(looks[kept[0]].seconds, looks[kept[-1]].seconds, most)
    seconds = np.array([looks[place].seconds for place in kept])
    nearest = np.abs(seconds[None, :] - wanted[:, None]).argmin(axis=1)
    return tuple(kept[i] for i in sorted(set(nearest.tolist())))


def _is_near(a: Fingerprint, b: Fingerprint) -> bool:
    return hamming_distance(a, b) <= PDQ_MATCH_DISTANCE
