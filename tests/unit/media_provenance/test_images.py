"""The picture gate: files in, upright pixels out, and nothing hostile survives it."""

from __future__ import annotations

import io
import os
import struct
import time
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from media_provenance.adapters import images
from media_provenance.adapters.images import (
    PictureRefused,
    RefusalCode,
    encode_public_copy,
    open_picture,
)
from tests.unit.media_provenance.pictures import encoded, reopened, scenery

PHOTO = scenery(1)


def refusal_of(data: bytes) -> RefusalCode:
    with pytest.raises(PictureRefused) as refusal:
        open_picture(data)
    return refusal.value.code


def jpeg_with(exif: dict[int, object], ifd: dict[int, object] | None = None) -> bytes:
    header = Image.Exif()
    header.update(exif)
    header.get_ifd(0x8769).update(ifd or {})
    return encoded(PHOTO, "JPEG", exif=header)


def test_a_lossless_file_comes_back_pixel_by_pixel() -> None:
    decoded = open_picture(encoded(PHOTO, "PNG"))

    assert np.array_equal(decoded.pixels, PHOTO)
    assert (decoded.width, decoded.height, decoded.notes) == (600, 400, ())


def test_files_with_the_same_pixels_have_the_same_digest() -> None:
    files = [
        encoded(PHOTO, "PNG"),
        encoded(PHOTO, "PNG", compress_level=0),
        encoded(PHOTO, "WEBP", lossless=True),
    ]

    assert len({open_picture(data).pixel_sha256 for data in files}) == 1


def test_the_digest_tells_shapes_apart() -> None:
    wide, tall = np.zeros((10, 40, 3), np.uint8), np.zeros((40, 10, 3), np.uint8)

    assert open_picture(encoded(wide)).pixel_sha256 != open_picture(encoded(tall)).pixel_sha256


def test_a_large_picture_is_handed_out_smaller_with_its_full_size_stated() -> None:
    decoded = open_picture(encoded(np.zeros((100, 4096, 3), np.uint8)))

    assert (decoded.width, decoded.height, decoded.pixels.shape) == (4096, 100, (50, 2048, 3))


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        (1, (0, 0)),
        (2, (0, 1)),
        (3, (1, 1)),
        (4, (1, 0)),
        (5, (0, 0)),
        (6, (0, 1)),
        (7, (1, 1)),
        (8, (1, 0)),
    ],
)
def test_a_picture_is_turned_as_its_exif_wants_it_shown(
    orientation: int, corner: tuple[int, int]
) -> None:
    marked = np.zeros((64, 64, 3), np.uint8)
    marked[:32, :32] = 255
    exif = Image.Exif()
    exif[0x0112] = orientation

    decoded = open_picture(encoded(marked, "PNG", exif=exif))

    bright = decoded.pixels[:, :, 0].reshape(2, 32, 2, 32).mean(axis=(1, 3))
    assert np.unravel_index(bright.argmax(), (2, 2)) == corner


def test_transparent_parts_are_white() -> None:
    clear = np.zeros((40, 40, 4), np.uint8)

    assert (open_picture(encoded(clear)).pixels == 255).all()


def test_sixteen_bits_are_scaled_and_not_cut() -> None:
    grey = np.full((40, 40), 0x8000, np.uint16)

    assert (open_picture(encoded(grey)).pixels == 0x80).all()


def test_colours_of_another_profile_become_srgb() -> None:
    lab_like = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()

    decoded = open_picture(encoded(PHOTO, "PNG", icc_profile=lab_like))

    assert decoded.pixels.shape == PHOTO.shape
    assert decoded.notes == ("colours_unreadable",)


@pytest.mark.parametrize("mode", ["CMYK", "L", "YCbCr"])
def test_other_colour_modes_of_jpeg_are_read(mode: str) -> None:
    target = io.BytesIO()
    Image.fromarray(PHOTO).convert(mode).save(target, "JPEG")

    assert open_picture(target.getvalue()).pixels.shape == PHOTO.shape


def test_metadata_fields_come_raw_and_without_the_place() -> None:
    data = jpeg_with(
        {
            0x010F: "twelve bytes",
            0x0132: "2022:08:15 10:00:00",
            0x8825: {1: "N", 2: (33.0, 53.0, 0.0), 7: (8.0, 30.0, 12.7), 29: "2022:08:14"},
        },
        {0x9003: "2022:08:14 11:30:12", 0x9011: "+03:00"},
    ).replace(b"twelve bytes", "كاميرا".encode())

    assert open_picture(data).metadata == {
        "EXIF:Make": "كاميرا",
        "EXIF:ModifyDate": "2022:08:15 10:00:00",
        "EXIF:DateTimeOriginal": "2022:08:14 11:30:12",
        "EXIF:OffsetTimeOriginal": "+03:00",
        "EXIF:GPSTimeStamp": "08:30:12",
        "EXIF:GPSDateStamp": "2022:08:14",
    }


XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmp:CreateDate="2022-08-14T11:30:12+03:00"><photoshop:DateCreated>2022-08-14</photoshop:DateCreated>
 </rdf:Description></rdf:RDF></x:xmpmeta>"""


@pytest.mark.parametrize("packet", [XMP.encode(), XMP.encode() + b"<rest of an older packet>"])
def test_xmp_dates_are_read_from_attributes_and_elements(packet: bytes) -> None:
    decoded = open_picture(encoded(PHOTO, "JPEG", xmp=packet))

    assert decoded.metadata == {
        "XMP:CreateDate": "2022-08-14T11:30:12+03:00",
        "XMP:DateCreated": "2022-08-14",
    }


def test_an_xmp_packet_with_entities_is_refused_and_the_picture_kept() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&a;</x:xmpmeta>'

    decoded = open_picture(encoded(PHOTO, "JPEG", xmp=bomb))

    assert (decoded.notes, decoded.pixels.shape) == (("xmp_unreadable",), PHOTO.shape)


def test_the_png_time_of_change_is_read() -> None:
    chunk = b"tIME" + struct.pack(">HBBBBB", 2020, 5, 20, 19, 37, 26)
    whole = struct.pack(">I", 7) + chunk + struct.pack(">I", zlib.crc32(chunk))
    plain = encoded(PHOTO, "PNG")

    decoded = open_picture(plain[:33] + whole + plain[33:])

    assert decoded.metadata == {"PNG:tIME": "2020:05:20 19:37:26"}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(encoded(PHOTO, "JPEG")[:3000], id="cut JPEG"),
        pytest.param(encoded(PHOTO, "PNG")[:3000], id="cut PNG"),
        pytest.param(encoded(PHOTO, "WEBP")[:3000], id="cut WebP"),
        pytest.param(encoded(PHOTO, "GIF")[:20], id="cut GIF"),
    ],
)
def test_a_damaged_file_is_broken_and_nothing_worse(data: bytes) -> None:
    assert refusal_of(data) is RefusalCode.BROKEN


def progressive_of_many_scans() -> bytes:
    """Return a 20-megapixel JPEG whose one small scan is repeated 3,000 times."""
    target = io.BytesIO()
    Image.new("L", (5000, 4000)).save(target, "JPEG", progressive=True)
    data = target.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * 3000 + b"\xff\xd9"


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_given_up_and_its_child_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    children: list[int] = []

    def fork() -> int:
        child = os.fork()
        children.append(child)
        return child

    monkeypatch.setattr(images, "_fork", fork)
    monkeypatch.setattr(images, "_WALL_SECONDS", 0.4)
    started = time.monotonic()

    code = refusal_of(progressive_of_many_scans())

    assert (code, time.monotonic() - started < 5) == (RefusalCode.TOOK_TOO_LONG, True)
    with pytest.raises(ProcessLookupError):
        os.kill(children[0], 0)


def test_a_file_that_takes_too_much_memory_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_EXTRA_MEMORY", 20 << 20)

    assert refusal_of(encoded(np.zeros((4000, 4000, 3), np.uint8))) is RefusalCode.TOOK_TOO_LONG


def test_a_child_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_answer_for", lambda data, header: os.abort())

    assert refusal_of(encoded(PHOTO)) is RefusalCode.TOOK_TOO_LONG


def test_a_child_that_answers_nonsense_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_answer_for", lambda data, header: b"\0\0\0\x04oops")

    assert refusal_of(encoded(PHOTO)) is RefusalCode.BROKEN


def test_nothing_of_the_file_but_its_pixels_is_in_a_public_copy() -> None:
    marked = jpeg_with({0x010E: "CANARY", 0x010F: "CANARY"})
    marked = marked[:-2] + b"\xff\xfe\x00\x08CANARY" + marked[-2:] + b"<?php CANARY ?>"

    copies = [
        encode_public_copy(open_picture(marked).pixels, longest=300, quality=80, format=format)
        for format in ("JPEG", "WEBP")
    ]

    assert [b"CANARY" in copy for copy in copies] == [False, False]
    assert [reopened(copy).shape for copy in copies] == [(200, 300, 3), (200, 300, 3)]


def test_a_small_picture_is_not_enlarged() -> None:
    assert reopened(encode_public_copy(PHOTO, longest=2000, quality=80)).shape == PHOTO.shape


@pytest.mark.parametrize(("longest", "quality"), [(0, 80), (100, 0), (100, 100)])
def test_a_copy_out_of_range_is_refused(longest: int, quality: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        encode_public_copy(PHOTO, longest=longest, quality=quality)
