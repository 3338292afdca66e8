"""What a picture file says of itself in its first bytes, and what is refused on that ground alone.

Reads sizes without any decoder, so that a file which promises 900 million pixels is refused before
one byte of memory is given to it. It does not decode or judge the picture: ``adapters/decoding.py``
does. File names and declared content types are never looked at; only bytes decide.

Two lists: pictures are shown from ``SHOWN`` (and from HEIC where its reader is installed);
metadata is read from ``PictureFormat`` as a whole.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "LONGEST_SIDE",
    "MAX_BYTES",
    "MAX_PIXELS",
    "MAX_SIDE",
    "MAX_WEBP_PIXELS",
    "SHOWN",
    "PictureFormat",
    "PictureHeader",
    "PictureRefused",
    "ReadingNote",
    "RefusalCode",
    "check_header",
    "check_size",
    "format_of",
]

MAX_BYTES = 20_000_000
# The largest common cameras make 45 to 50 megapixels; decoded as RGB that is 150 MB.
MAX_PIXELS = 50_000_000
MAX_SIDE = 30_000
# libwebp keeps several whole canvases: 16 bytes a pixel, 750 MiB for 49 megapixels, where no child
# of the decoder should take more than 512 (docs/adr/0011). Still and animated cost the same; the
# other formats stay below that bar up to MAX_PIXELS.
MAX_WEBP_PIXELS = 30_000_000

# The longest side of the pixels handed out: enough for every rendition, and 12 MB at most.
LONGEST_SIDE = 2048

# How far into a JPEG or AVIF headers are looked for. Embedded previews and profiles come before
# the size; a megabyte of them is already unusual.
_HEADER_REACH = 4_000_000


class PictureFormat(StrEnum):
    """The formats that anything is read from, by their names in Pillow (HEIC is HEIF there)."""

    JPEG = "JPEG"
    PNG = "PNG"
    GIF = "GIF"
    WEBP = "WEBP"
    AVIF = "AVIF"
    HEIC = "HEIF"
    TIFF = "TIFF"

    @property
    def mime(self) -> str:
        """The media type, as ``image/jpeg``."""
        return "image/heic" if self is PictureFormat.HEIC else f"image/{self.value.lower()}"


# What Pillow's own wheel decodes and every browser shows.
SHOWN = frozenset(
    {
        PictureFormat.JPEG,
        PictureFormat.PNG,
        PictureFormat.GIF,
        PictureFormat.WEBP,
        PictureFormat.AVIF,
    }
)


class RefusalCode(StrEnum):
    """Why a file is not taken; ``wording.refusal_sentence`` says it to people."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_PICTURE = "not_a_picture"
    FORMAT_NOT_ACCEPTED = "format_not_accepted"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"
    TOOK_TOO_LONG = "took_too_long"
    VIDEO_NEEDS_FFMPEG = "video_needs_ffmpeg"
    VIDEO_TOO_LARGE = "video_too_large"
    VIDEO_BROKEN = "video_broken"
    VIDEO_SEARCHED_FOR = "video_searched_for"


class ReadingNote(StrEnum):
    """What could not be read without losing the rest; ``wording.reading_note`` says it."""

    EXIF_UNREADABLE = "exif_unreadable"
    XMP_UNREADABLE = "xmp_unreadable"
    IPTC_UNREADABLE = "iptc_unreadable"
    PNG_UNREADABLE = "png_unreadable"
    COLOURS_UNREADABLE = "colours_unreadable"
    ORIENTATION_UNREADABLE = "orientation_unreadable"
    HEIC_NOT_INSTALLED = "heic_not_installed"
    CREDENTIALS_UNREADABLE = "credentials_unreadable"
    CREDENTIALS_ELSEWHERE = "credentials_elsewhere"
    METADATA_REDUCED = "metadata_reduced"
    METADATA_DAMAGED = "metadata_damaged"
    VIDEO_PARTLY_READ = "video_partly_read"


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


def check_header(data: bytes, shown: frozenset[PictureFormat] = SHOWN) -> PictureHeader:
    """Return what the file says of itself, if it may be decoded at all. Safe in any process.

    Args:
        data: the whole file.
        shown: the formats that pictures are taken from: ``SHOWN``, perhaps with HEIC. TIFF has no
            reader here and must not be among them.

    Raises:
        PictureRefused: empty; too_large (over 20 MB); not_a_picture; format_not_accepted;
            too_many_pixels (over 50 million, in WebP over 30 million, or a side over 30,000);
            broken (no size found).
    """
    format = format_of(data)
    if format not in shown:
        raise PictureRefused(RefusalCode.FORMAT_NOT_ACCEPTED, format.name)
    try:
        header = _READERS[format](data)
    except (struct.error, IndexError) as error:
        raise PictureRefused(RefusalCode.BROKEN, "header ends early") from error
    check_size(header.width, header.height, format)
    return header


def format_of(data: bytes) -> PictureFormat:
    """Return the format by its signature, if anything is read from it. Safe in any process.

    Raises:
        PictureRefused: empty; too_large (over 20 MB); not_a_picture; format_not_accepted.
    """
    if not data:
        raise PictureRefused(RefusalCode.EMPTY)
    if len(data) > MAX_BYTES:
        raise PictureRefused(RefusalCode.TOO_LARGE, f"{len(data)} bytes")
    format = _format_by_signature(data)
    if format is not None:
        return format
    known = _name_of_other_format(data)
    if known:
        raise PictureRefused(RefusalCode.FORMAT_NOT_ACCEPTED, known)
    raise PictureRefused(RefusalCode.NOT_A_PICTURE)


def check_size(width: int, height: int, format: PictureFormat | None = None) -> None:
    """Raise ``PictureRefused`` unless a picture of this many pixels may be decoded.

    Without a format, for pixels that were decoded already.
    """
    most = MAX_WEBP_PIXELS if format is PictureFormat.WEBP else MAX_PIXELS
    if width < 1 or height < 1:
        raise PictureRefused(RefusalCode.BROKEN, f"{width} x {height}")
    if width * height > most or max(width, height) > MAX_SIDE:
        raise PictureRefused(RefusalCode.TOO_MANY_PIXELS, f"{width} x {height}")


_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
_TIFF_SIGNATURES = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")


def _format_by_signature(data: bytes) -> PictureFormat | None:
    if data.startswith(b"\xff\xd8\xff"):
        return PictureFormat.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureFormat.PNG
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return PictureFormat.GIF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return PictureFormat.WEBP
    if data[:4] in _TIFF_SIGNATURES:
        return PictureFormat.TIFF
    if data[4:8] == b"ftyp":
        brands = {data[8:12], *(data[at : at + 4] for at in range(16, _ftyp_end(data), 4))}
        if brands & {b"avif", b"avis"}:
            return PictureFormat.AVIF
        if data[8:12] in _HEIC_BRANDS:
            return PictureFormat.HEIC
    return None


# Signatures of what people do send, so that the refusal can name it.
_OTHER_FORMATS: tuple[tuple[int, bytes, str], ...] = (
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


def _name_of_other_format(data: bytes) -> str | None:
    for at, signature, name in _OTHER_FORMATS:
        if data[at : at + len(signature)] == signature:
            return name
    if data[4:8] == b"ftyp":
        return "MP4"
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
    width, height = _largest_ispe(data)
    brands = data[8 : _ftyp_end(data)]
    return PictureHeader(PictureFormat.AVIF, width, height, 2 if b"avis" in brands else 1)


def _read_heic(data: bytes) -> PictureHeader:
    width, height = _largest_ispe(data)
    frames = 2 if data[8:12] in (b"hevc", b"msf1") else 1
    return PictureHeader(PictureFormat.HEIC, width, height, frames)


# The box with its length, version and flags, which never vary (ISO/IEC 23008-12, 6.5.3): the four
# letters alone stand in every "whisper" of a caption.
_ISPE = b"\x00\x00\x00\x14ispe\x00\x00\x00\x00"


def _largest_ispe(data: bytes) -> tuple[int, int]:
    """Read the largest ``ispe`` box: the picture's own; thumbnails and tiles have smaller ones."""
    head = data[:_HEADER_REACH]
    sizes: list[tuple[int, int]] = []
    at = head.find(_ISPE)
    while at != -1:
        sizes.append(struct.unpack_from(">II", head, at + len(_ISPE)))
        at = head.find(_ISPE, at + len(_ISPE))
    if not sizes:
        raise PictureRefused(RefusalCode.BROKEN, "no picture size")
    return max(sizes, key=lambda size: size[0] * size[1])


def _ftyp_end(data: bytes) -> int:
    (size,) = struct.unpack_from(">I", data, 0)
    return int(min(size, 256, len(data)))


_READERS: dict[PictureFormat, Callable[[bytes], PictureHeader]] = {
    PictureFormat.JPEG: _read_jpeg,
    PictureFormat.PNG: _read_png,
    PictureFormat.GIF: _read_gif,
    PictureFormat.WEBP: _read_webp,
    PictureFormat.AVIF: _read_avif,
    PictureFormat.HEIC: _read_heic,
}
