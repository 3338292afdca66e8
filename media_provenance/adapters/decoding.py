"""Bytes of a file -> pixels, metadata fields and Content Credentials, in the process it runs in.

What a decoder's child does with a file (``adapters/decoder.py`` forks it). Nothing else calls
this: it may take all memory, run for ever or end its process, and behind the walls that is what it
is for. It computes no fingerprints, reads no dates out of the metadata (``domain/metadata.py``
does) and knows no Django.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import struct
import warnings
from collections.abc import Callable
from typing import Any

import defusedxml.ElementTree
import numpy as np

# Imported by name and with all that they would import while decoding: behind the walls no module
# can be loaded any more. Image.init() would load decoders for every format there is.
from PIL import (
    AvifImagePlugin,
    ExifTags,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageFile,
    ImageMath,
    ImagePalette,
    ImageSequence,
    IptcImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from media_provenance.adapters.content_credentials import (
    CredentialsElsewhere,
    CredentialsUnreadable,
    read_credentials,
)
from media_provenance.domain.picture_headers import (
    LONGEST_SIDE,
    MAX_PIXELS,
    PictureFormat,
    PictureRefused,
    RefusalCode,
    check_size,
)

try:
    import pi_heif
# The extra `heic` is not installed: pictures are shown from five formats and not from HEIC.
except ImportError:
    pi_heif = None

__all__ = ["can_read_heic", "decode", "read_file_metadata", "warm_up"]

_MAX_FIELD_CHARACTERS = 2000
_MAX_XMP_BYTES = 2_000_000

# Takes a head, fit for JSON, and the bytes that follow it.
Tell = Callable[[dict[str, Any], bytes], None]

_PLUGINS = (
    GifImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
    ImageMath,
    ImagePalette,
    ImageSequence,
)


def can_read_heic() -> bool:
    """Answer whether HEIC can be decoded: whether the extra ``heic`` (pi-heif) is installed."""
    return pi_heif is not None


def warm_up() -> None:
    """Set the decoders up and use each once, so that nothing is loaded in a child.

    Changes Pillow's settings for the whole process.
    """
    # Threads are processes to the limits of the child.
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    if pi_heif is not None:
        # Threads are started all the same, one for each tile, but not side by side.
        pi_heif.options.DECODE_THREADS = 1
        pi_heif.options.THUMBNAILS = False
        pi_heif.options.DEPTH_IMAGES = False
        pi_heif.options.AUX_IMAGES = False
        pi_heif.register_heif_opener()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 1
    for format in (*_WARM_FORMATS, PictureFormat.TIFF):
        sample = io.BytesIO()
        Image.new("RGB", (16, 16), "navy").save(sample, format.value, exif=exif, icc_profile=srgb)
        read_file_metadata(sample.getvalue(), format, _forget)
        if format is not PictureFormat.TIFF:
            decode(sample.getvalue(), format, _forget)
    _xmp_fields(b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')


_WARM_FORMATS = (
    PictureFormat.JPEG,
    PictureFormat.PNG,
    PictureFormat.GIF,
    PictureFormat.WEBP,
    PictureFormat.AVIF,
)


def _forget(head: dict[str, Any], body: bytes) -> None:
    """Take an answer that nobody waits for."""


def decode(data: bytes, format: PictureFormat, tell: Tell) -> None:
    """Decode a picture and tell it in two parts: the picture, then its Content Credentials.

    In two, so that credentials which break the reader do not lose the picture.

    Args:
        data: the file.
        format: by its signature.
        tell: takes first ``rows``, ``columns``, ``width``, ``height``, ``pixel_sha256``,
            ``metadata``, ``notes`` and the pixels (RGB, row by row from the top, longest side at
            most ``LONGEST_SIDE``), and then ``credentials`` and its ``notes``. Or, once,
            ``refused`` and ``detail``.
    """
    _tell_or_refuse(lambda: _tell_picture(data, format, tell), tell)


def read_file_metadata(data: bytes, format: PictureFormat, tell: Tell) -> None:
    """Read a file's metadata and Content Credentials without decoding its pixels.

    Args:
        data: the file.
        format: by its signature; HEIC without its reader gives the note ``heic_not_installed``.
        tell: takes ``metadata`` and ``notes``, and then ``credentials`` and its ``notes``. Or,
            once, ``refused`` and ``detail``.
    """
    _tell_or_refuse(lambda: _tell_metadata(data, format, tell), tell)


def _tell_or_refuse(work: Callable[[], None], tell: Tell) -> None:
    try:
        work()
    # Pillow's own count, where a file says one size first and a larger one later.
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        tell({"refused": RefusalCode.TOO_MANY_PIXELS.value, "detail": ""}, b"")
    except PictureRefused as refused:
        tell({"refused": refused.code.value, "detail": refused.detail}, b"")
    except MemoryError:
        tell({"refused": RefusalCode.TOOK_TOO_LONG.value, "detail": "memory"}, b"")
    except Exception as error:
        # Decoders raise nine kinds of exception on hostile files, and which ones changes with
        # each release; this process exists to be the place where any of them ends.
        tell({"refused": RefusalCode.BROKEN.value, "detail": type(error).__name__}, b"")


def _tell_picture(data: bytes, format: PictureFormat, tell: Tell) -> None:
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    notes: list[str] = []
    with Image.open(io.BytesIO(data), formats=[format.value]) as image:
        # Again, by the decoder's own reading: the two may disagree on a crafted file.
        check_size(*image.size, format)
        image.load()
        metadata = _metadata(image, data, format, notes)
        upright = _upright(_in_srgb(image, notes), image, notes)
    width, height = upright.size
    if max(width, height) > LONGEST_SIDE:
        digest = _pixel_digest(upright)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        pixels = upright.tobytes()
    else:
        # Laid out once, to be digested and to be told: a tenth of the work on a megapixel.
        pixels = upright.tobytes()
        whole = hashlib.sha256(_size_bytes(upright))
        whole.update(pixels)
        digest = whole.hexdigest()
    head = {
        "rows": upright.height,
        "columns": upright.width,
        "width": width,
        "height": height,
        "pixel_sha256": digest,
        "metadata": metadata,
        "notes": notes,
    }
    tell(head, pixels)
    _tell_credentials(data, format, tell)


def _tell_metadata(data: bytes, format: PictureFormat, tell: Tell) -> None:
    notes: list[str] = []
    fields: dict[str, str] = {}
    if format is PictureFormat.HEIC and not can_read_heic():
        notes.append("heic_not_installed")
    else:
        # No pixel is decoded, so a scan of any size may say when it was made.
        Image.MAX_IMAGE_PIXELS = None
        with Image.open(io.BytesIO(data), formats=[format.value]) as image:
            fields = _metadata(image, data, format, notes)
    tell({"metadata": fields, "notes": notes}, b"")
    _tell_credentials(data, format, tell)


def _tell_credentials(data: bytes, format: PictureFormat, tell: Tell) -> None:
    try:
        credentials = read_credentials(data, format)
    except CredentialsElsewhere as elsewhere:
        tell({"credentials": {"url": elsewhere.url}, "notes": ["credentials_elsewhere"]}, b"")
    except (CredentialsUnreadable, MemoryError):
        tell({"credentials": None, "notes": ["credentials_unreadable"]}, b"")
    else:
        record = None if credentials is None else credentials.as_record()
        tell({"credentials": record, "notes": []}, b"")


def _pixel_digest(upright: Image.Image) -> str:
    """Return the SHA-256 over width, height and pixels, taken strip by strip.

    In a fresh process every page of memory costs time when first touched, so the pixels of a large
    picture are not laid out a second time as a whole.
    """
    width, height = upright.size
    digest = hashlib.sha256(_size_bytes(upright))
    rows = max(1, _STRIP_PIXELS // width)
    for top in range(0, height, rows):
        strip = upright.crop((0, top, width, min(top + rows, height)))
        digest.update(strip.tobytes())
    return digest.hexdigest()


def _size_bytes(upright: Image.Image) -> bytes:
    return struct.pack(">II", *upright.size)


_STRIP_PIXELS = 1 << 17


def _as_rgb(image: Image.Image) -> Image.Image:
    """Return the picture as RGB; itself where it is, since Pillow would make a copy."""
    return image if image.mode == "RGB" else image.convert("RGB")


def _in_srgb(image: Image.Image, notes: list[str]) -> Image.Image:
    """Return the first frame as RGB in sRGB, transparent parts over white."""
    if image.mode.startswith("I;16") or image.mode == "I":
        # Pillow's own conversion cuts 16 bits off at 255 instead of scaling them.
        scaled = np.asarray(image, dtype=np.int64) >> 8
        return Image.fromarray(np.clip(scaled, 0, 255).astype(np.uint8)).convert("RGB")
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        plain = _over_white(image)
        profile = profile if image.mode in ("RGB", "RGBA", "P") else None
    else:
        plain = image if image.mode in ("RGB", "CMYK", "L") and profile else _as_rgb(image)
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                plain, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            notes.append("colours_unreadable")
        else:
            return converted if converted is not None else _as_rgb(plain)
    return _as_rgb(plain)


def _over_white(image: Image.Image) -> Image.Image:
    """Return the picture as RGB with white behind it, made strip by strip.

    As a whole it would be laid out three more times with four bytes for each pixel.
    """
    width, height = image.size
    plain = Image.new("RGB", image.size)
    rows = max(1, _STRIP_PIXELS // width)
    for top in range(0, height, rows):
        strip = image.crop((0, top, width, min(top + rows, height))).convert("RGBA")
        flat = Image.new("RGBA", strip.size, "white")
        flat.alpha_composite(strip)
        plain.paste(flat.convert("RGB"), (0, top))
    return plain


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
            found = read()
        # Broken fields raise many kinds of exception, and none may lose the other families.
        except Exception:
            notes.append(f"{family}_unreadable")
            continue
        texts = {name: _text_or_none(value) for name, value in found.items()}
        fields.update({name: text for name, text in texts.items() if text})
        if None in texts.values():
            notes.append(f"{family}_unreadable")
    return fields


def _text_or_none(value: Any) -> str | None:
    """Return a field's text, None where it is broken: one bad field must not lose its family."""
    try:
        return _text(value)
    # A fraction with nothing below the line, a number that is none.
    except (ValueError, TypeError, ArithmeticError):
        return None


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
