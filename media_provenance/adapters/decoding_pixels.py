"""Pixels of an opened picture as they are compared: upright, RGB, in sRGB, over white.

A part of ``decoding.py``, for the same process behind walls.
"""

from __future__ import annotations

import hashlib
import io
import struct

import numpy as np
from PIL import ExifTags, Image, ImageCms

__all__ = ["in_srgb", "pixel_digest", "size_bytes", "upright_as_shown"]

_STRIP_PIXELS = 1 << 17


def pixel_digest(upright: Image.Image) -> str:
    """Return the SHA-256 over width, height and pixels, taken strip by strip.

    In a fresh process every page of memory costs time when first touched, so the pixels of a large
    picture are not laid out a second time as a whole.
    """
    width, height = upright.size
    digest = hashlib.sha256(size_bytes(upright))
    rows = max(1, _STRIP_PIXELS // width)
    for top in range(0, height, rows):
        strip = upright.crop((0, top, width, min(top + rows, height)))
        digest.update(strip.tobytes())
    return digest.hexdigest()


def size_bytes(upright: Image.Image) -> bytes:
    """Return width and height as they stand before the pixels that are digested."""
    return struct.pack(">II", *upright.size)


def _as_rgb(image: Image.Image) -> Image.Image:
    """Return the picture as RGB; itself where it is, since Pillow would make a copy."""
    return image if image.mode == "RGB" else image.convert("RGB")


def in_srgb(image: Image.Image, notes: list[str]) -> Image.Image:
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


def upright_as_shown(rgb: Image.Image, original: Image.Image, notes: list[str]) -> Image.Image:
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
