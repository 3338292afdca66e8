"""What is refused on the ground of a file's first bytes."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from media_provenance.domain.picture_headers import (
    MAX_BYTES,
    SHOWN,
    PictureFormat,
    PictureRefused,
    RefusalCode,
    check_header,
)
from tests.unit.media_provenance.pictures import encoded, scenery

SMALL = scenery(1, 90, 50)


def png_header(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII5xI", 13, b"IHDR", width, height, 0)


@pytest.mark.parametrize("format", sorted(SHOWN))
def test_size_and_format_are_read_from_the_bytes(format: PictureFormat) -> None:
    header = check_header(encoded(SMALL, format.value))

    assert (header.format, header.width, header.height) == (format, 90, 50)
    assert (header.frames_at_least, header.mime) == (1, f"image/{format.value.lower()}")


@pytest.mark.parametrize(
    "options", [{"lossless": True}, {"exif": b"Exif\x00\x00II*\x00\x08\0\0\0\0\0"}]
)
def test_the_other_two_kinds_of_webp_are_read(options: dict[str, object]) -> None:
    header = check_header(encoded(SMALL, "WEBP", **options))

    assert (header.width, header.height) == (90, 50)


@pytest.mark.parametrize("format", ["PNG", "GIF", "WEBP", "AVIF"])
def test_an_announced_animation_is_noticed(format: str) -> None:
    second = Image.fromarray(scenery(2, 90, 50))

    header = check_header(encoded(SMALL, format, save_all=True, append_images=[second], loop=0))

    assert header.frames_at_least == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", RefusalCode.EMPTY, id="empty"),
        pytest.param(
            b"\xff\xd8\xff" + bytes(MAX_BYTES), RefusalCode.TOO_LARGE, id="20 MB and more"
        ),
        pytest.param("صورة".encode(), RefusalCode.NOT_A_PICTURE, id="Arabic text"),
        pytest.param("déjà vu".encode(), RefusalCode.NOT_A_PICTURE, id="French text"),
        pytest.param("चित्र".encode(), RefusalCode.NOT_A_PICTURE, id="Hindi text"),
        pytest.param(b"<!doctype html><p>", RefusalCode.NOT_A_PICTURE, id="a page"),
        pytest.param(bytes(1000), RefusalCode.NOT_A_PICTURE, id="zeros"),
        pytest.param(b"II*\x00" + bytes(99), RefusalCode.FORMAT_NOT_ACCEPTED, id="TIFF"),
        pytest.param(b"%PDF-1.7", RefusalCode.FORMAT_NOT_ACCEPTED, id="PDF"),
        pytest.param(b"%!PS-Adobe", RefusalCode.FORMAT_NOT_ACCEPTED, id="EPS"),
        pytest.param(
            b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", RefusalCode.FORMAT_NOT_ACCEPTED, id="HEIC"
        ),
        pytest.param(b"<?xml version='1.0'?><svg/>", RefusalCode.FORMAT_NOT_ACCEPTED, id="SVG"),
        pytest.param(png_header(30_000, 30_000), RefusalCode.TOO_MANY_PIXELS, id="900 megapixels"),
        pytest.param(png_header(1, 30_001), RefusalCode.TOO_MANY_PIXELS, id="a thread"),
        pytest.param(png_header(0, 5), RefusalCode.BROKEN, id="no width"),
        pytest.param(b"\x89PNG\r\n\x1a\n", RefusalCode.BROKEN, id="PNG signature alone"),
        pytest.param(b"GIF89a", RefusalCode.BROKEN, id="GIF signature alone"),
        pytest.param(b"\xff\xd8\xff", RefusalCode.BROKEN, id="JPEG signature alone"),
        pytest.param(b"\xff\xd8\xff\xe0\x00\x10JFIF", RefusalCode.BROKEN, id="JPEG cut short"),
        pytest.param(b"RIFF\0\0\0\0WEBPXXXX", RefusalCode.BROKEN, id="WebP of no kind"),
        pytest.param(b"\0\0\0\x10ftypavif\0\0\0\0", RefusalCode.BROKEN, id="AVIF without size"),
    ],
)
def test_what_is_refused_before_decoding(data: bytes, code: RefusalCode) -> None:
    with pytest.raises(PictureRefused) as refusal:
        check_header(data)

    assert refusal.value.code is code


@pytest.mark.parametrize(
    "filler",
    [
        pytest.param(b"\xff" * 5, id="padding"),
        pytest.param(b"\xff\x01", id="a marker without length"),
        pytest.param(b"\xff\xc4\x00\x04ab", id="a table before the frame"),
    ],
)
def test_what_stands_before_the_size_in_a_jpeg_is_passed_over(filler: bytes) -> None:
    data = encoded(SMALL, "JPEG")

    header = check_header(data[:20] + filler + data[20:])

    assert (header.width, header.height) == (90, 50)


@pytest.mark.parametrize("after", [b"\xff\xd9", b"\xff\xda\x00\x02", b"\xff\xe0\x00\x02junk"])
def test_a_jpeg_without_a_frame_is_broken(after: bytes) -> None:
    with pytest.raises(PictureRefused) as refusal:
        check_header(b"\xff\xd8" + after + bytes(20))

    assert refusal.value.code is RefusalCode.BROKEN


def test_a_caption_with_the_letters_of_a_size_box_is_not_taken_for_one() -> None:
    words = "whispering crowd, dispersed · همس الحشود · élan · भीड़".encode()
    captioned = encoded(SMALL, "AVIF", xmp=b"<x>" + words + b"</x>")

    header = check_header(captioned)

    assert (header.width, header.height) == (90, 50)


def test_the_refused_format_is_named() -> None:
    with pytest.raises(PictureRefused) as refusal:
        check_header(b"8BPS\x00\x01")

    assert refusal.value.detail == "PSD"


_STARTS = st.sampled_from(
    [
        b"",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"RIFF\0\0\0\0WEBPVP8X",
        b"\0\0\0 ftypavif",
    ]
)


@given(_STARTS, st.binary(max_size=300))
def test_whatever_the_bytes_the_answer_is_a_header_or_a_refusal(start: bytes, rest: bytes) -> None:
    try:
        header = check_header(start + rest)
    except PictureRefused as refused:
        assert refused.code in RefusalCode
    else:
        assert header.width * header.height > 0


def webp_canvas(width: int, height: int, *, animated: bool) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = bytes([0x02 if animated else 0, 0, 0, 0]) + sides
    return b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0" + chunk


@pytest.mark.parametrize("animated", [True, False])
def test_a_webp_that_would_take_too_much_memory_is_not_decoded(animated: bool) -> None:
    with pytest.raises(PictureRefused) as refusal:
        check_header(webp_canvas(6000, 5001, animated=animated))

    assert refusal.value.code is RefusalCode.TOO_MANY_PIXELS


@pytest.mark.parametrize("animated", [True, False])
def test_a_webp_of_thirty_megapixels_is_taken(animated: bool) -> None:
    header = check_header(webp_canvas(6000, 5000, animated=animated))

    assert (header.width, header.height) == (6000, 5000)


def test_other_formats_may_have_fifty_megapixels() -> None:
    assert check_header(png_header(10_000, 5000)).height == 5000
