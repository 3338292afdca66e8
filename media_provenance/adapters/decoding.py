"""Bytes of a file -> pixels, metadata fields and Content Credentials, in the process it runs in.

What a decoder's child does with a file (``adapters/decoder.py`` forks it). Nothing else calls
this: it may take all memory, run for ever or end its process, and behind the walls that is what it
is for. It computes no fingerprints, reads no dates out of the metadata (``domain/metadata.py``
does) and knows no Django.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Callable
from typing import Any

# Imported by name and with all that they would import while decoding: behind the walls no module
# can be loaded any more. Image.init() would load decoders for every format there is.
from PIL import (
    AvifImagePlugin,
    ExifTags,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageMath,
    ImagePalette,
    ImageSequence,
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
from media_provenance.adapters.decoding_metadata import metadata_fields, warm_up_metadata
from media_provenance.adapters.decoding_pixels import (
    in_srgb,
    pixel_digest,
    size_bytes,
    upright_as_shown,
)
from media_provenance.domain.picture_headers import (
    LONGEST_SIDE,
    MAX_PIXELS,
    PictureFormat,
    PictureRefused,
    RefusalCode,
    check_size,
)
from media_provenance.domain.trust_lists import NO_LISTS, TrustSettings

try:
    import pi_heif
# The extra `heic` is not installed: pictures are shown from five formats and not from HEIC.
except ImportError:
    pi_heif = None

__all__ = ["can_read_heic", "decode", "read_file_credentials", "read_file_metadata", "warm_up"]

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
    warm_up_metadata()


_WARM_FORMATS = (
    PictureFormat.JPEG,
    PictureFormat.PNG,
    PictureFormat.GIF,
    PictureFormat.WEBP,
    PictureFormat.AVIF,
)


def _forget(head: dict[str, Any], body: bytes) -> None:
    """Take an answer that nobody waits for."""


def decode(data: bytes, format: PictureFormat, tell: Tell, trust: TrustSettings = NO_LISTS) -> None:
    """Decode a picture and tell it in two parts: the picture, then its Content Credentials.

    In two, so that credentials which break the reader do not lose the picture.

    Args:
        data: the file.
        format: by its signature.
        tell: takes first ``rows``, ``columns``, ``width``, ``height``, ``pixel_sha256``,
            ``metadata``, ``notes`` and the pixels (RGB, row by row from the top, longest side at
            most ``LONGEST_SIDE``), and then ``credentials`` and its ``notes``. Or, once,
            ``refused`` and ``detail``.
        trust: lists by which the credentials are judged.
    """
    _tell_or_refuse(lambda: _tell_picture(data, format, tell, trust), tell)


def read_file_metadata(
    data: bytes, format: PictureFormat, tell: Tell, trust: TrustSettings = NO_LISTS
) -> None:
    """Read a file's metadata and Content Credentials without decoding its pixels.

    Args:
        data: the file.
        format: by its signature; HEIC without its reader gives the note ``heic_not_installed``.
        tell: takes ``metadata`` and ``notes``, and then ``credentials`` and its ``notes``. Or,
            once, ``refused`` and ``detail``.
        trust: lists by which the credentials are judged.
    """
    _tell_or_refuse(lambda: _tell_metadata(data, format, tell, trust), tell)


def read_file_credentials(
    data: bytes, format: PictureFormat | None, tell: Tell, trust: TrustSettings
) -> None:
    """Read a file's Content Credentials and nothing else.

    Args:
        data: the file.
        format: by its signature; None for SVG, which carries credentials and is no picture here.
        tell: takes ``credentials``, ``notes`` and ``error``. Or, once, ``refused`` and ``detail``.
        trust: lists by which they are judged.
    """
    mime = "image/svg+xml" if format is None else format.mime
    _tell_or_refuse(lambda: _tell_credentials(data, mime, tell, trust, ask_always=True), tell)


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


def _tell_picture(data: bytes, format: PictureFormat, tell: Tell, trust: TrustSettings) -> None:
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    notes: list[str] = []
    with Image.open(io.BytesIO(data), formats=[format.value]) as image:
        # Again, by the decoder's own reading: the two may disagree on a crafted file.
        check_size(*image.size, format)
        image.load()
        metadata = metadata_fields(image, data, format, notes)
        upright = upright_as_shown(in_srgb(image, notes), image, notes)
    width, height = upright.size
    if max(width, height) > LONGEST_SIDE:
        digest = pixel_digest(upright)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        pixels = upright.tobytes()
    else:
        # Laid out once, to be digested and to be told: a tenth of the work on a megapixel.
        pixels = upright.tobytes()
        whole = hashlib.sha256(size_bytes(upright))
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
    _tell_credentials(data, format.mime, tell, trust)


def _tell_metadata(data: bytes, format: PictureFormat, tell: Tell, trust: TrustSettings) -> None:
    notes: list[str] = []
    fields: dict[str, str] = {}
    if format is PictureFormat.HEIC and not can_read_heic():
        notes.append("heic_not_installed")
    else:
        # No pixel is decoded, so a scan of any size may say when it was made.
        Image.MAX_IMAGE_PIXELS = None
        with Image.open(io.BytesIO(data), formats=[format.value]) as image:
            fields = metadata_fields(image, data, format, notes)
    tell({"metadata": fields, "notes": notes}, b"")
    _tell_credentials(data, format.mime, tell, trust)


def _tell_credentials(
    data: bytes, mime: str, tell: Tell, trust: TrustSettings, *, ask_always: bool = False
) -> None:
    record: dict[str, Any] | None = None
    note, error = "", ""
    try:
        credentials = read_credentials(data, mime, trust, ask_always=ask_always)
        record = None if credentials is None else credentials.as_record()
    except CredentialsElsewhere as elsewhere:
        record, note = {"url": elsewhere.url}, "credentials_elsewhere"
        error = elsewhere.error
    except (CredentialsUnreadable, MemoryError) as unreadable:
        note, error = "credentials_unreadable", str(unreadable) or "memory"
    tell({"credentials": record, "notes": [note] if note else [], "error": error}, b"")
