"""The picture gate: files in, upright pixels out, and nothing hostile survives it."""

from __future__ import annotations

import importlib.util
import io
import struct
import zlib
from collections.abc import Callable
from typing import Literal

import numpy as np
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from media_provenance.adapters.images import (
    PictureFormat,
    PictureRefused,
    RefusalCode,
    check_header,
    encode_public_copy,
    open_picture,
    shrunk,
)
from tests.unit.media_provenance.pictures import (
    adobe_rgb_profile,
    display_p3_profile,
    encoded,
    reopened,
    scenery,
)

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


@pytest.mark.parametrize("mode", ["P", "LA", "RGBA"])
def test_transparent_parts_are_white_from_the_first_row_to_the_last(mode: str) -> None:
    # More than the strips in which it is done, and no whole number of them.
    picture = Image.new("RGBA", (300, 1000), (0, 0, 0, 0))
    picture.paste((40, 40, 40, 255), (100, 0, 200, 1000))
    target = io.BytesIO()
    (picture.quantize(4) if mode == "P" else picture.convert(mode)).save(target, "PNG")

    pixels = open_picture(target.getvalue()).pixels

    assert (pixels[:, :100] == 255).all()
    assert (pixels[:, 100:200] == 40).all()
    assert (pixels[:, 200:] == 255).all()


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
        "EXIF:GPSTimeStamp": "08:30:12.7",
        "EXIF:GPSDateStamp": "2022:08:14",
    }


XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmp:CreateDate="2022-08-14T11:30:12+03:00"><photoshop:DateCreated>2022-08-14</photoshop:DateCreated>
 </rdf:Description></rdf:RDF></x:xmpmeta>"""


@pytest.mark.parametrize(
    "packet",
    [
        XMP.encode(),
        XMP.encode() + b"<rest of an older packet>",
        XMP.encode("utf-16-be"),
        XMP.encode("utf-16-le"),
    ],
    ids=["UTF-8", "with a rest", "UTF-16", "UTF-16, little-endian"],
)
def test_xmp_dates_are_read_from_attributes_and_elements(packet: bytes) -> None:
    decoded = open_picture(encoded(PHOTO, "JPEG", xmp=packet))

    assert decoded.metadata == {
        "XMP:CreateDate": "2022-08-14T11:30:12+03:00",
        "XMP:DateCreated": "2022-08-14",
    }


def test_the_satellites_time_in_xmp_is_read_and_no_position() -> None:
    packet = XMP.replace(
        "xmp:CreateDate=",
        'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="33,53.3N" '
        'exif:GPSTimeStamp="2022-08-14T08:30:12Z" xmp:CreateDate=',
    )

    fields = open_picture(encoded(PHOTO, "JPEG", xmp=packet.encode())).metadata

    assert fields["XMP:GPSTimeStamp"] == "2022-08-14T08:30:12Z"
    assert "33,53.3N" not in fields.values()


def test_an_xmp_packet_with_entities_is_refused_and_the_picture_kept() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&a;</x:xmpmeta>'

    decoded = open_picture(encoded(PHOTO, "JPEG", xmp=bomb))

    assert (decoded.notes, decoded.pixels.shape) == (("xmp_unreadable",), PHOTO.shape)


def test_one_broken_exif_field_does_not_lose_the_others() -> None:
    header = Image.Exif()
    header.get_ifd(0x8769)[0x9003] = "2021:05:06 07:08:09"
    header.get_ifd(0x8825)[7] = (1.0, 2.0, 3.0)
    whole = struct.pack(">IIIIII", 1, 1, 2, 1, 3, 1)
    broken = struct.pack(">IIIIII", 1, 0, 2, 0, 3, 0)
    exif = header.tobytes()
    assert whole in exif

    decoded = open_picture(encoded(PHOTO, "JPEG", exif=exif.replace(whole, broken)))

    assert decoded.metadata == {"EXIF:DateTimeOriginal": "2021:05:06 07:08:09"}
    assert decoded.notes == ("exif_unreadable",)


def test_the_png_time_of_change_is_read() -> None:
    chunk = b"tIME" + struct.pack(">HBBBBB", 2020, 5, 20, 19, 37, 26)
    whole = struct.pack(">I", 7) + chunk + struct.pack(">I", zlib.crc32(chunk))
    plain = encoded(PHOTO, "PNG")

    decoded = open_picture(plain[:33] + whole + plain[33:])

    assert decoded.metadata == {"PNG:tIME": "2020:05:20 19:37:26"}


def test_a_second_larger_size_is_too_many_pixels() -> None:
    plain = encoded(PHOTO, "PNG")
    chunk = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    second = struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))

    assert refusal_of(plain[:33] + second + plain[33:]) is RefusalCode.TOO_MANY_PIXELS


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


def marked_jpeg() -> bytes:
    """Return a JPEG with a mark in its EXIF, XMP, comment and profile name, and after its end."""
    exif = Image.Exif()
    exif.update({0x010E: "CANARY", 0x8825: {1: "N", 2: (33.0, 53.0, 0.0), 27: b"CANARY"}})
    data = encoded(
        PHOTO,
        "JPEG",
        exif=exif,
        xmp=XMP.replace("2022-08-14</", "CANARY</").encode(),
        icc_profile=named_profile(),
        comment=b"CANARY",
    )
    return data[:-2] + b"\xff\xfe\x00\x08CANARY" + data[-2:] + b"<?php CANARY ?>"


def named_profile() -> bytes:
    """Return an sRGB profile whose description holds a mark of the same length."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    built_in = "sRGB built-in".encode("utf-16-be")
    return plain.replace(built_in, "CANARY------!".encode("utf-16-be"))


def marked_png() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "CANARY")
    info.add_itxt("Description", "CANARY صورة", lang="ar")
    data = encoded(PHOTO, "PNG", pnginfo=info, icc_profile=named_profile())
    return data + b"CANARY"


MARKS = (b"CANARY", "CANARY".encode("utf-16-be"), b"Exif", b"GPS", b"ICC_PROFILE", b"ICCP", b"xmp")


@pytest.mark.parametrize("format", ["JPEG", "WEBP"])
@pytest.mark.parametrize("marked", [marked_jpeg, marked_png], ids=["JPEG", "PNG"])
def test_nothing_of_the_file_but_its_pixels_is_in_a_public_copy(
    marked: Callable[[], bytes], format: Literal["JPEG", "WEBP"]
) -> None:
    decoded = open_picture(marked())

    copy = encode_public_copy(decoded.pixels, longest=300, quality=80, format=format)

    assert [mark for mark in MARKS if mark in copy] == []
    assert reopened(copy).shape == (200, 300, 3)


def test_the_marks_that_a_public_copy_is_searched_for_are_in_the_files() -> None:
    assert marked_jpeg().count(b"CANARY") == 6
    assert marked_jpeg().count("CANARY".encode("utf-16-be")) == 1
    assert marked_png().count(b"CANARY") == 3


def test_a_public_copy_is_turned_as_the_picture_is_shown() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    decoded = open_picture(encoded(PHOTO, "JPEG", exif=exif))

    copy = encode_public_copy(decoded.pixels, longest=300, quality=80)

    assert reopened(copy).shape == (300, 200, 3)


# Colours of sRGB and the same colours in the wider space: by the primaries of SMPTE EG 432-1
# (Display P3, with sRGB's curve) and of Adobe RGB (1998) (gamma 563/256), white D65, and
# IEC 61966-2-1. Worked out apart from any colour management.
COLOURS = [(200, 60, 40), (30, 140, 60), (40, 60, 190), (128, 128, 128)]
IN_DISPLAY_P3 = [(185, 71, 50), (68, 138, 69), (44, 59, 183), (128, 128, 128)]
IN_ADOBE_RGB = [(173, 62, 45), (83, 139, 68), (50, 62, 185), (127, 127, 127)]


@pytest.mark.parametrize(
    ("stored", "profile"),
    [
        pytest.param(IN_DISPLAY_P3, display_p3_profile(), id="Display P3"),
        pytest.param(IN_ADOBE_RGB, adobe_rgb_profile(), id="Adobe RGB"),
    ],
)
def test_colours_of_a_wider_space_are_shown_as_they_were_meant(
    stored: list[tuple[int, int, int]], profile: bytes
) -> None:
    patches = np.repeat(np.array([stored], np.uint8), 50, axis=0).repeat(50, axis=1)
    data = encoded(patches, "PNG", icc_profile=profile)

    copy = encode_public_copy(open_picture(data).pixels, longest=200, quality=95)

    centres = reopened(copy)[25, 25::50].astype(int)
    assert np.abs(centres - np.array(COLOURS)).max() <= 2


def test_a_small_picture_is_not_enlarged() -> None:
    assert reopened(encode_public_copy(PHOTO, longest=2000, quality=80)).shape == PHOTO.shape


@pytest.mark.parametrize(("longest", "quality"), [(0, 80), (100, 0), (100, 100)])
def test_a_copy_out_of_range_is_refused(longest: int, quality: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        encode_public_copy(PHOTO, longest=longest, quality=quality)


# ISO/IEC 14496-12: a file type box of the brand heic, and a size of 90 x 50; no picture follows.
HEIC = (
    struct.pack(">I4s4sI4s", 20, b"ftyp", b"heic", 0, b"mif1")
    + struct.pack(">I4sIII", 20, b"ispe", 0, 90, 50)
    + bytes(40)
)


def test_heic_is_taken_where_its_reader_is_installed() -> None:
    header = check_header(HEIC)

    assert (header.format, header.width, header.height) == (PictureFormat.HEIC, 90, 50)
    assert header.mime == "image/heic"
    assert refusal_of(HEIC) is RefusalCode.BROKEN


def test_heic_is_refused_where_its_reader_is_not_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(PictureRefused) as refusal:
        open_picture(HEIC)

    assert (refusal.value.code, refusal.value.detail) == (RefusalCode.FORMAT_NOT_ACCEPTED, "HEIC")


@pytest.mark.parametrize("side", [(30_001, 1), (10_000, 5_001)], ids=["side", "pixels"])
def test_heic_that_promises_too_many_pixels_is_not_decoded(side: tuple[int, int]) -> None:
    data = HEIC.replace(struct.pack(">II", 90, 50), struct.pack(">II", *side))

    assert refusal_of(data) is RefusalCode.TOO_MANY_PIXELS


# Shrinking


@pytest.mark.parametrize(
    ("size", "longest", "expected"),
    [
        pytest.param((600, 400), 480, (480, 320), id="a little"),
        pytest.param((600, 400), 300, (300, 200), id="by a whole number"),
        pytest.param((600, 400), 140, (140, 93), id="by whole numbers and a little"),
        pytest.param((601, 401), 100, (100, 67), id="by no whole number"),
        pytest.param((600, 3), 100, (100, 1), id="to a line"),
    ],
)
def test_a_shrunk_picture_has_the_colours_of_the_picture(
    size: tuple[int, int], longest: int, expected: tuple[int, int]
) -> None:
    pixels = scenery(3, *size)

    small = shrunk(pixels, longest)

    pillow = Image.fromarray(pixels).resize(expected, Image.Resampling.BOX)
    apart = np.abs(small.astype(np.int64) - np.asarray(pillow, dtype=np.int64))
    assert small.shape == (expected[1], expected[0], 3)
    assert apart.mean() < 6


def test_what_is_small_enough_is_left_as_it_is() -> None:
    pixels = scenery(3, 60, 40)

    assert shrunk(pixels, 60) is pixels
    assert shrunk(pixels, 480) is pixels
