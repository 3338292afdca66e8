"""The picture gate: the only code that decodes a file someone else made.

Bytes go in; upright sRGB pixels, their digest and the file's own metadata fields come out, made in
a child process with hard limits on memory and time. It computes no fingerprints, reads no dates out
of the metadata (``domain/metadata.py`` does) and knows nothing of where a file came from. No other
code of the product opens a picture.

``check_header`` is safe in any process. ``open_picture`` forks, so it belongs into workers and
commands: a web process that runs threads must not call it.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import resource
import select
import signal
import struct
import sys
import time
import warnings
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

import defusedxml.ElementTree
import numpy as np
from numpy.typing import NDArray

# Imported by name: Image.preinit() below covers the other three, and Image.init() would load
# decoders for every format there is.
from PIL import (
    AvifImagePlugin,
    ExifTags,
    Image,
    ImageCms,
    ImageFile,
    IptcImagePlugin,
    WebPImagePlugin,  # noqa: F401
)

from media_provenance.domain.picture_headers import (
    MAX_BYTES,
    MAX_PIXELS,
    PictureFormat,
    PictureHeader,
    PictureRefused,
    RefusalCode,
    check_header,
    check_size,
)

__all__ = [
    "LONGEST_SIDE",
    "MAX_BYTES",
    "Decoded",
    "PictureFormat",
    "PictureHeader",
    "PictureRefused",
    "RefusalCode",
    "check_header",
    "encode_public_copy",
    "open_picture",
]

# The longest side of the pixels handed out: enough for every rendition, and 12 MB at most.
LONGEST_SIDE = 2048

_WALL_SECONDS = 15.0
_CPU_SECONDS = 10
_EXTRA_MEMORY = 1 << 30
_MAX_FIELD_CHARACTERS = 2000
_MAX_XMP_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """A picture that was decoded.

    Attributes:
        header: what the file said of itself.
        pixels: first frame, upright, sRGB, transparent parts over white; shape
            (height, width, 3), dtype uint8, longest side at most ``LONGEST_SIDE``.
        width, height: of the full upright picture.
        pixel_sha256: lower-case hex digest over width, height (4 bytes each, big-endian) and the
            full upright RGB pixels; equal for a file and its lossless re-saving.
        metadata: raw EXIF, XMP, IPTC and PNG fields as text, by names like
            ``EXIF:DateTimeOriginal``. Positions on Earth are not read.
        notes: codes of steps that failed without losing the picture (``exif_unreadable``,
            ``xmp_unreadable``, ``iptc_unreadable``, ``png_unreadable``, ``colours_unreadable``,
            ``orientation_unreadable``).
    """

    header: PictureHeader
    pixels: NDArray[np.uint8]
    width: int
    height: int
    pixel_sha256: str
    metadata: dict[str, str]
    notes: tuple[str, ...]


def open_picture(data: bytes) -> Decoded:
    """Decode a picture in a child process of its own.

    The child may use 1 GiB of memory above its parent, 10 s of processor and 15 s of time; a CPU
    limit adds up in a process that is used again, hence a fresh one for each picture. Costs about
    10 ms above the decoding.

    Raises:
        PictureRefused: as ``check_header``; also broken (cannot be decoded) and took_too_long
            (over one of the limits).
    """
    header = check_header(data)
    answer = _ask_child(data, header)
    return _read_answer(answer, header)


def encode_public_copy(
    pixels: NDArray[np.uint8],
    *,
    longest: int,
    quality: int,
    format: Literal["JPEG", "WEBP"] = "JPEG",
) -> bytes:
    """Encode pixels afresh, so that nothing of the original file but its pixels can leave.

    Args:
        pixels: as in ``Decoded``.
        longest: longest side of the copy in pixels, 1 or more; a smaller picture is not enlarged.
        quality: 1 to 95.
        format: of the copy.

    Raises:
        ValueError: if longest or quality is out of range.
    """
    if longest < 1 or not 1 <= quality <= 95:
        raise ValueError(f"Longest side {longest} or quality {quality} is out of range.")
    copy = Image.fromarray(pixels)
    copy.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    if format == "JPEG":
        copy.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
    else:
        copy.save(target, "WEBP", quality=quality, method=4)
    return target.getvalue()


# The parent's side

# Decoders must be in memory before the fork: a child on its own would load them each time.
Image.preinit()


def _ask_child(data: bytes, header: PictureHeader) -> bytes:
    """Return what the child wrote: a length, a JSON head and raw pixels (see ``_answer``)."""
    reader, writer = os.pipe()
    child = _fork()
    if child == 0:
        os.close(reader)
        _child_main(data, header, writer)
    os.close(writer)
    try:
        return _read_until(reader, deadline=time.monotonic() + _WALL_SECONDS)
    finally:
        os.close(reader)
        # Killed in any case: once its answer is here, or is not wanted any more.
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _fork() -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        # Python 3.12 warns of forking beside threads. The child touches no lock of the parent's
        # and cannot outlive its time limit, so the worst case is one refused picture.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _read_until(reader: int, *, deadline: float) -> bytes:
    parts: list[bytes] = []
    # LONGEST_SIDE squared in RGB, and a head of at most one megabyte.
    room = 3 * LONGEST_SIDE * LONGEST_SIDE + 1_000_000
    while room > 0:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            raise PictureRefused(RefusalCode.TOOK_TOO_LONG, "time")
        part = os.read(reader, 1 << 20)
        if not part:
            return b"".join(parts)
        parts.append(part)
        room -= len(part)
    raise PictureRefused(RefusalCode.BROKEN, "answer too long")


def _read_answer(answer: bytes, header: PictureHeader) -> Decoded:
    """Check and unpack the child's answer; a child that died has answered nothing."""
    if len(answer) < 4:
        raise PictureRefused(RefusalCode.TOOK_TOO_LONG, "processor time or memory")
    (head_length,) = struct.unpack_from(">I", answer)
    try:
        head = json.loads(answer[4 : 4 + head_length])
    except ValueError as error:
        raise PictureRefused(RefusalCode.BROKEN, "decoder stopped") from error
    if "refused" in head:
        raise PictureRefused(RefusalCode(head["refused"]), str(head["detail"]))
    rows, columns = int(head["rows"]), int(head["columns"])
    raw = answer[4 + head_length :]
    if len(raw) != rows * columns * 3 or min(rows, columns) < 1:
        raise PictureRefused(RefusalCode.BROKEN, "decoder stopped")
    return Decoded(
        header=header,
        pixels=np.frombuffer(raw, dtype=np.uint8).reshape(rows, columns, 3),
        width=int(head["width"]),
        height=int(head["height"]),
        pixel_sha256=str(head["pixel_sha256"]),
        metadata={str(name): str(value) for name, value in head["metadata"].items()},
        notes=tuple(str(note) for note in head["notes"]),
    )


# The child's side: nothing here returns into the caller's code.


def _child_main(data: bytes, header: PictureHeader, writer: int) -> NoReturn:
    try:
        _limit_child(writer)
        _write_all(writer, _answer_for(data, header))
    finally:
        # Not sys.exit: no clean-up of the parent's (database connections, atexit) may run here.
        os._exit(0)


def _limit_child(writer: int) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, signal.SIG_DFL)
    # The parent's database and broker connections are none of a decoder's business.
    os.closerange(0, writer)
    os.closerange(writer + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, _CPU_SECONDS)
    _limit(resource.RLIMIT_FSIZE, 64 << 20)
    _limit(resource.RLIMIT_NPROC, 0)
    if _HAS_STATM:
        _limit(resource.RLIMIT_AS, _address_space() + _EXTRA_MEMORY)


def _limit(which: int, most: int) -> None:
    """Lower a limit; one that the system has set lower already stays."""
    _, hard = resource.getrlimit(which)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (limit, limit))


_STATM = "/proc/self/statm"
_HAS_STATM = os.path.exists(_STATM)  # noqa: PTH110 - a plain test of the platform, not of a path


def _address_space() -> int:
    """Return the bytes of address space in use (Linux; other systems get no memory limit)."""
    with open(_STATM) as statm:  # noqa: PTH123
        return int(statm.read().split()[0]) * resource.getpagesize()


def _write_all(writer: int, answer: bytes) -> None:
    view = memoryview(answer)
    while view:
        view = view[os.write(writer, view) :]


def _answer_for(data: bytes, header: PictureHeader) -> bytes:
    try:
        return _decoded_answer(data, header)
    except PictureRefused as refused:
        return _answer({"refused": refused.code.value, "detail": refused.detail})
    except MemoryError:
        return _answer({"refused": RefusalCode.TOOK_TOO_LONG.value, "detail": "memory"})
    except Exception as error:
        # Decoders raise nine kinds of exception on hostile files, and which ones changes with
        # each release; this child exists to be the place where any of them ends.
        return _answer({"refused": RefusalCode.BROKEN.value, "detail": type(error).__name__})


def _answer(head: dict[str, Any], pixels: bytes = b"") -> bytes:
    packed = json.dumps(head).encode()
    return struct.pack(">I", len(packed)) + packed + pixels


def _decoded_answer(data: bytes, header: PictureHeader) -> bytes:
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    # Threads are processes to the limit set above.
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    notes: list[str] = []
    with Image.open(io.BytesIO(data), formats=[header.format.value]) as image:
        # Again, by the decoder's own reading: the two may disagree on a crafted file.
        check_size(*image.size)
        image.load()
        metadata = _metadata(image, data, header.format, notes)
        upright = _upright(_in_srgb(image, notes), image, notes)
    width, height = upright.size
    digest = hashlib.sha256(struct.pack(">II", width, height))
    digest.update(upright.tobytes())
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    head = {
        "rows": upright.height,
        "columns": upright.width,
        "width": width,
        "height": height,
        "pixel_sha256": digest.hexdigest(),
        "metadata": metadata,
        "notes": notes,
    }
    return _answer(head, upright.tobytes())


def _in_srgb(image: Image.Image, notes: list[str]) -> Image.Image:
    """Return the first frame as RGB in sRGB, transparent parts over white."""
    if image.mode.startswith("I;16") or image.mode == "I":
        # Pillow's own conversion cuts 16 bits off at 255 instead of scaling them.
        scaled = np.asarray(image, dtype=np.int64) >> 8
        return Image.fromarray(np.clip(scaled, 0, 255).astype(np.uint8)).convert("RGB")
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        rgba = image.convert("RGBA")
        flat = Image.new("RGBA", rgba.size, "white")
        flat.alpha_composite(rgba)
        plain = flat.convert("RGB")
        profile = profile if image.mode in ("RGB", "RGBA", "P") else None
    else:
        plain = image if image.mode in ("RGB", "CMYK", "L") and profile else image.convert("RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                plain, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            notes.append("colours_unreadable")
        else:
            return converted if converted is not None else plain.convert("RGB")
    return plain.convert("RGB")


def _upright(rgb: Image.Image, original: Image.Image, notes: list[str]) -> Image.Image:
    """Return the picture as its EXIF orientation wants it shown."""
    try:
        orientation = original.getexif().get(ExifTags.Base.Orientation, 1)
    # Broken EXIF raises many kinds of exception, and none of them may lose the picture.
    except Exception:
        notes.append("orientation_unreadable")
        return rgb
    transpose = _TRANSPOSE_OF_ORIENTATION.get(orientation)
    return rgb if transpose is None else rgb.transpose(transpose)


# EXIF 2.32, tag 0x0112: what has to be done to the stored rows to show them upright.
_TRANSPOSE_OF_ORIENTATION: dict[int, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _metadata(
    image: ImageFile.ImageFile, data: bytes, format: PictureFormat, notes: list[str]
) -> dict[str, str]:
    """Collect the raw fields, each family by itself: a broken one must not lose the others."""
    fields: dict[str, str] = {}
    families: tuple[tuple[str, Any], ...] = (
        ("exif", lambda: _exif_fields(image)),
        ("xmp", lambda: _xmp_fields(image.info.get("xmp"))),
        ("iptc", lambda: _iptc_fields(image)),
        ("png", lambda: _png_fields(data) if format is PictureFormat.PNG else {}),
    )
    for family, read in families:
        try:
            found = {name: _text(value) for name, value in read().items()}
        # Broken fields raise many kinds of exception, and none may lose the other families.
        except Exception:
            notes.append(f"{family}_unreadable")
            continue
        fields.update({name: text for name, text in found.items() if text})
    return fields


def _text(value: Any) -> str:
    """Return a field's value as one bounded text without NULs; three rationals as hh:mm:ss."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if isinstance(value, (tuple, list)):
        value = ":".join(f"{int(part):02}" for part in value[:3])
    if isinstance(value, str):
        # EXIF has ASCII only; cameras and phones write UTF-8, which Pillow reads as Latin-1.
        with contextlib.suppress(UnicodeError):
            value = value.encode("latin-1").decode("utf-8")
    return str(value).replace("\x00", "").strip()[:_MAX_FIELD_CHARACTERS]


_MAIN_TAGS = {0x0132: "ModifyDate", 0x010F: "Make", 0x0110: "Model", 0x0131: "Software"}
_EXIF_TAGS = {
    0x9003: "DateTimeOriginal",
    0x9004: "CreateDate",
    0x9010: "OffsetTime",
    0x9011: "OffsetTimeOriginal",
    0x9012: "OffsetTimeDigitized",
    0x9290: "SubSecTime",
    0x9291: "SubSecTimeOriginal",
    0x9292: "SubSecTimeDigitized",
}
# Only the time: where a picture was taken may endanger whoever took it.
_GPS_TAGS = {0x0007: "GPSTimeStamp", 0x001D: "GPSDateStamp"}


def _exif_fields(image: Image.Image) -> dict[str, Any]:
    exif = image.getexif()
    groups = (
        (_MAIN_TAGS, exif),
        (_EXIF_TAGS, exif.get_ifd(ExifTags.IFD.Exif)),
        (_GPS_TAGS, exif.get_ifd(ExifTags.IFD.GPSInfo)),
    )
    return {
        f"EXIF:{name}": group[tag]
        for names, group in groups
        for tag, name in names.items()
        if tag in group
    }


_XMP_NAMES = {
    "{http://ns.adobe.com/xap/1.0/}CreateDate": "XMP:CreateDate",
    "{http://ns.adobe.com/xap/1.0/}ModifyDate": "XMP:ModifyDate",
    "{http://ns.adobe.com/xap/1.0/}MetadataDate": "XMP:MetadataDate",
    "{http://ns.adobe.com/photoshop/1.0/}DateCreated": "XMP:DateCreated",
    "{http://ns.adobe.com/exif/1.0/}DateTimeOriginal": "XMP:DateTimeOriginal",
    "{http://ns.adobe.com/exif/1.0/}DateTimeDigitized": "XMP:DateTimeDigitized",
    "{http://ns.adobe.com/xap/1.0/sType/ResourceEvent#}when": "XMP:HistoryWhen",
}
_XMP_END = b"</x:xmpmeta>"


def _xmp_fields(raw: Any) -> dict[str, Any]:
    """Read the dates of an XMP packet, written as attributes or as elements.

    Editing steps are several: their times come as one field, a line each.
    """
    if not raw:
        return {}
    packet = raw.encode() if isinstance(raw, str) else bytes(raw)
    if len(packet) > _MAX_XMP_BYTES:
        raise ValueError("XMP packet too long")
    if packet.startswith(b"\x00<"):
        packet = packet.decode("utf-16-be").encode()
    # Some writers shorten a packet in place and leave the end of the former one behind it.
    end = packet.find(_XMP_END)
    packet = packet.strip(b"\x00 \r\n\t") if end == -1 else packet[: end + len(_XMP_END)]
    found: dict[str, list[str]] = {}
    for element in defusedxml.ElementTree.fromstring(packet.lstrip()).iter():
        pairs = [*element.attrib.items(), (element.tag, element.text or "")]
        for tag, value in pairs:
            if tag in _XMP_NAMES and value.strip():
                found.setdefault(_XMP_NAMES[tag], []).append(value.strip())
    return {
        name: "\n".join(values) if name == "XMP:HistoryWhen" else values[0]
        for name, values in found.items()
    }


_IPTC_NAMES = {
    (2, 55): "IPTC:DateCreated",
    (2, 60): "IPTC:TimeCreated",
    (2, 62): "IPTC:DigitalCreationDate",
    (2, 63): "IPTC:DigitalCreationTime",
    (2, 40): "IPTC:SpecialInstructions",
}


def _iptc_fields(image: ImageFile.ImageFile) -> dict[str, Any]:
    info = IptcImagePlugin.getiptcinfo(image) or {}
    values = {name: info.get(key) for key, name in _IPTC_NAMES.items()}
    return {
        name: value[0] if isinstance(value, list) else value
        for name, value in values.items()
        if value
    }


def _png_fields(data: bytes) -> dict[str, Any]:
    """Read the tIME chunk, which Pillow leaves out: last change, in UTC."""
    at = 8
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"tIME" and length == 7:
            year, month, day, hour, minute, second = struct.unpack_from(">HBBBBB", data, at + 8)
            stamp = f"{year:04}:{month:02}:{day:02} {hour:02}:{minute:02}:{second:02}"
            return {"PNG:tIME": stamp}
        at += 12 + length
    return {}
