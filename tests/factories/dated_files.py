"""Small files with dates in them, made by Pillow alone, for tests of metadata."""

from __future__ import annotations

import io
import os
import shutil

import pytest
from PIL import Image, PngImagePlugin

EXIFTOOL = shutil.which(os.environ.get("EXIFTOOL") or "exiftool")
# `./bayyina test` installs it where it may; without it the same files are read in part, which is
# tested as well.
needs_exiftool = pytest.mark.skipif(EXIFTOOL is None, reason="exiftool is not installed here")

_XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    ' xmp:CreateDate="2022-08-15T09:00:00+03:00" xmp:MetadataDate="2022-08-16T09:00:00Z"'
    ' photoshop:DateCreated="2022-08-14"/></rdf:RDF></x:xmpmeta>'
)
TAKEN = "2022:08:14 11:30:12"
SAVED = "2022:08:15 09:00:00"
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "AVIF")


def exif_of(*, taken: str = TAKEN, saved: str = SAVED) -> Image.Exif:
    """Return EXIF of a camera with satellites, an offset and parts of a second."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Kamera", "E-1"
    exif[0x0132] = saved
    exif.get_ifd(0x8769).update(
        {0x9003: taken, 0x9004: taken, 0x9011: "+03:00", 0x9291: "016", 0x9010: "+03:00"}
    )
    exif.get_ifd(0x8825).update({0x0007: (8.0, 30.0, 12.0), 0x001D: "2022:08:14"})
    return exif


def dated_file(format: str = "JPEG", *, taken: str = TAKEN, saved: str = SAVED) -> bytes:
    """Return a picture of 48 x 32 pixels of that format, with EXIF, and XMP where Pillow can.

    A PNG has its tIME and the times of a file as ImageMagick writes them too.
    """
    target = io.BytesIO()
    options: dict[str, object] = {"exif": exif_of(taken=taken, saved=saved)}
    if format in ("JPEG", "WEBP", "AVIF"):
        options["xmp"] = _XMP.encode()
    if format == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add(b"tIME", bytes((2022 >> 8, 2022 & 0xFF, 8, 17, 9, 0, 0)))
        info.add_text("date:create", "2022-08-18T09:00:00+00:00")
        info.add_itxt("XML:com.adobe.xmp", _XMP)
        options["pnginfo"] = info
    Image.linear_gradient("L").resize((48, 32)).convert("RGB").save(target, format, **options)
    return target.getvalue()
