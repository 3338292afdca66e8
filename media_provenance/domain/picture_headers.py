"""What a picture file says of itself in its first bytes, and what is refused on that ground alone.

Reads sizes without any decoder, so that a file which promises 900 million pixels is refused before
one byte of memory is given to it. It does not decode or judge the picture: ``adapters/images.py``
does. File names and declared content types are never looked at; only bytes decide.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "MAX_BYTES",
    "MAX_PIXELS",
    "MAX_SIDE",
    "PictureFormat",
    "PictureHeader",
    "PictureRefused",
    "RefusalCode",
    "check_header",
    "check_size",
]

MAX_BYTES = 20_000_000
# The largest common cameras make 45 to 50 megapixels; decoded as RGB that is 150 MB.
MAX_PIXELS = 50_000_000
MAX_SIDE = 30_000

# How far into a JPEG or AVIF headers are looked for. Embedded previews and profiles come before
# the size; a megabyte of them is already unusual.
_HEADER_REACH = 4_000_000


class PictureFormat(StrEnum):
    """The formats that are accepted, by their names in Pillow."""

    JPEG = "JPEG"
    PNG = "PNG"
    GIF = "GIF"
    WEBP = "WEBP"
    AVIF = "AVIF"

    @property
    def mime(self) -> str:
        """The media type, as ``image/jpeg``."""
        return f"image/{self.value.lower()}"


class RefusalCode(StrEnum):
    """Why a file is not taken; ``wording.refusal_sentence`` says it to people."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_PICTURE = "not_a_picture"
    FORMAT_NOT_ACCEPTED = "format_not_accepted"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"
    TOOK_TOO_LONG = "took_too_long"


class PictureRefused(Exception):
    """A file that is not taken as a picture.

    Attributes:
        code: the reason.
        detail: the fact behind it as short technical text (a size, a format), perhaps ``""``.
    """

    def __init__(self, code: RefusalCode, detail: str = "") -> None:
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class PictureHeader:
    """What the first bytes say.

    Attributes:
        format: by signature.
        width, height: pixels as stored, before any rotation that EXIF asks for; 1 or more.
        frames_at_least: 1, or 2 for a file that announces an animation; frames are not counted.
    """

    format: PictureFormat
    width: int
    height: int
    frames_at_least: int

    @property
    def mime(self) -> str:
        """The media type, as ``image/jpeg``."""
        return self.format.mime


def check_header(data: bytes) -> PictureHeader:
    """Return what the file says of itself, if it may be decoded at all. Safe in any process.

    Raises:
        PictureRefused: empty; too_large (over 20 MB); not_a_picture; format_not_accepted;
            too_many_pixels (over 50 million, or a side over 30,000); broken (no size found).
    """
    if not data:
        raise PictureRefused(RefusalCode.EMPTY)
    if len(data) > MAX_BYTES:
        raise PictureRefused(RefusalCode.TOO_LARGE, f"{len(data)} bytes")
    read = _reader_for(data)
    try:
        header = read(data)
    except (struct.error, IndexError) as error:
        raise PictureRefused(RefusalCode.BROKEN, "header ends early") from error
    check_size(header.width, header.height)
    return header


def check_size(width: int, height: int) -> None:
    """Raise ``PictureRefused`` unless a picture of this many pixels may be decoded."""
    if width < 1 or height < 1:
        raise PictureRefused(RefusalCode.BROKEN, f"{width} x {height}")
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise PictureRefused(RefusalCode.TOO_MANY_PIXELS, f"{width} x {height}")


def _reader_for(data: bytes) -> Callable[[bytes], PictureHeader]:
    if data.startswith(b"\xff\xd8\xff"):
        return _read_jpeg
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _read_png
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return _read_gif
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _read_webp
    if data[4:8] == b"ftyp":
        brands = {data[8:12], *(data[at : at + 4] for at in range(16, _ftyp_end(data), 4))}
        if brands & {b"avif", b"avis"}:
            return _read_avif
    known = _name_of_other_format(data)
    if known:
        raise PictureRefused(RefusalCode.FORMAT_NOT_ACCEPTED, known)
    raise PictureRefused(RefusalCode.NOT_A_PICTURE)


# Signatures of what people do send, so that the refusal can name it.
_OTHER_FORMATS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (0, b"II+\x00", "TIFF"),
    (0, b"MM\x00+", "TIFF"),
    (0, b"8BPS", "PSD"),
    (0, b"BM", "BMP"),
    (0, b"%PDF", "PDF"),
    (0, b"%!PS", "EPS"),
    (0, b"\xc5\xd0\xd3\xc6", "EPS"),
    (0, b"\x00\x00\x01\x00", "ICO"),
    (0, b"\xff\x0a", "JPEG XL"),
    (4, b"JXL ", "JPEG XL"),
    (4, b"jP  ", "JPEG 2000"),
    (0, b"\xff\x4f\xff\x51", "JPEG 2000"),
)
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})


def _name_of_other_format(data: bytes) -> str | None:
    for at, signature, name in _OTHER_FORMATS:
        if data[at : at + len(signature)] == signature:
            return name
    if data[4:8] == b"ftyp":
        return "HEIC" if data[8:12] in _HEIF_BRANDS else "MP4"
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "SVG" if start.startswith((b"<svg", b"<?xml")) and b"<svg" in start else None


def _read_png(data: bytes) -> PictureHeader:
    if data[12:16] != b"IHDR":
        raise PictureRefused(RefusalCode.BROKEN, "PNG without IHDR")
    width, height = struct.unpack_from(">II", data, 16)
    frames = 2 if b"acTL" in data[33 : data.find(b"IDAT", 33)] else 1
    return PictureHeader(PictureFormat.PNG, width, height, frames)


def _read_gif(data: bytes) -> PictureHeader:
    width, height = struct.unpack_from("<HH", data, 6)
    # The loop extension stands only in animations; blocks are not walked to count frames.
    looped = b"NETSCAPE2.0" in data[:4096] or b"ANIMEXTS1.0" in data[:4096]
    return PictureHeader(PictureFormat.GIF, width, height, 2 if looped else 1)


def _read_jpeg(data: bytes) -> PictureHeader:
    at = 2
    while at < min(len(data), _HEADER_REACH):
        if data[at] != 0xFF:
            raise PictureRefused(RefusalCode.BROKEN, "JPEG marker expected")
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:  # no length follows
            at += 2
            continue
        if marker in (0xD9, 0xDA):
            break
        (length,) = struct.unpack_from(">H", data, at + 2)
        # Start of frame, every coding; C4, C8 and CC in that range are tables.
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return PictureHeader(PictureFormat.JPEG, width, height, 1)
        at += 2 + max(length, 2)
    raise PictureRefused(RefusalCode.BROKEN, "JPEG without a frame header")


def _read_webp(data: bytes) -> PictureHeader:
    kind = data[12:16]
    if kind == b"VP8X":
        width = 1 + int.from_bytes(data[24:27], "little")
        height = 1 + int.from_bytes(data[27:30], "little")
        return PictureHeader(PictureFormat.WEBP, width, height, 2 if data[20] & 0x02 else 1)
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        return PictureHeader(PictureFormat.WEBP, width, height, 1)
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return PictureHeader(PictureFormat.WEBP, width & 0x3FFF, height & 0x3FFF, 1)
    raise PictureRefused(RefusalCode.BROKEN, "WebP without a frame header")


def _read_avif(data: bytes) -> PictureHeader:
    """Read the largest ``ispe`` box: the picture's own; thumbnails and tiles have smaller ones."""
    head = data[:_HEADER_REACH]
    sizes: list[tuple[int, int]] = []
    at = head.find(b"ispe")
    while at != -1:
        sizes.append(struct.unpack_from(">II", head, at + 8))
        at = head.find(b"ispe", at + 4)
    if not sizes:
        raise PictureRefused(RefusalCode.BROKEN, "AVIF without a size")
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    brands = data[8 : _ftyp_end(data)]
    return PictureHeader(PictureFormat.AVIF, width, height, 2 if b"avis" in brands else 1)


def _ftyp_end(data: bytes) -> int:
    (size,) = struct.unpack_from(">I", data, 0)
    return int(min(size, 256, len(data)))
