"""What counts as a video, and which frames of one are kept."""

from __future__ import annotations

import pytest

from media_provenance.domain.fingerprints import Algorithm, Fingerprint
from media_provenance.domain.video_frames import (
    FrameLook,
    VideoFormat,
    chosen_frames,
    video_format_of,
)


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41", VideoFormat.MP4),
        (b"\0\0\0\x14ftypqt  \0\0\2\0qt  ", VideoFormat.MP4),
        (b"\0\0\0\x18ftyp3gp4\0\0\2\0isom3gp4", VideoFormat.MP4),
        (b"\0\0\1\0moov\0\0\0\x6cmvhd", VideoFormat.MP4),
        (b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1fB\x86\x81\x01", VideoFormat.MATROSKA),
        (b"RIFF\x24\0\0\0AVI LIST", VideoFormat.AVI),
    ],
    ids=["mp4", "mov", "3gp", "old quicktime", "webm", "avi"],
)
def test_a_video_is_known_by_its_first_bytes(data: bytes, format: VideoFormat) -> None:
    assert video_format_of(data) is format


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"RIFF\x24\0\0\0WEBPVP8 ",
        b"\0\0\0\x20ftypavif\0\0\0\0avifmif1",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"\0\0\0\x20ftypM4A \0\0\2\0M4A mp42isom",
        b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>',
        b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\n",
        "قائمة بملفات أخرى".encode(),
    ],
    ids=["empty", "jpeg", "webp", "avif", "heic", "sound", "hls", "concat", "dash", "sdp", "text"],
)
def test_pictures_sound_and_lists_of_other_files_are_no_videos(data: bytes) -> None:
    assert video_format_of(data) is None


def look(seconds: float, number: int, quality: int = 100) -> FrameLook:
    """A frame whose fingerprint is at least 64 bits from that of every other number."""
    return FrameLook(
        seconds, Fingerprint(Algorithm.PDQ, 2, (number * 17 % 256).to_bytes() * 32, quality)
    )


def test_a_frame_like_the_one_before_is_dropped_and_one_that_comes_back_is_kept() -> None:
    looks = [look(0, 1), look(1, 1), look(2, 2), look(3, 2), look(4, 1)]

    assert chosen_frames(looks, most=10) == (0, 2, 4)


def test_flat_and_black_frames_are_dropped() -> None:
    looks = [look(0, 1, quality=0), look(1, 2), look(2, 3, quality=20), look(3, 2)]

    assert chosen_frames(looks, most=10) == (1,)


def test_too_many_frames_are_thinned_out_over_the_length() -> None:
    looks = [look(second, second % 2 + 1) for second in range(100)]

    kept = chosen_frames(looks, most=4)

    assert kept == (0, 33, 66, 99)


@pytest.mark.parametrize("looks", [[], [look(0, 1, quality=0)]], ids=["none", "only black"])
def test_a_video_without_a_picture_has_no_frames(looks: list[FrameLook]) -> None:
    assert chosen_frames(looks, most=3) == ()
