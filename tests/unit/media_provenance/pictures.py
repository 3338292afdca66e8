"""Pictures made for tests: no file is shipped, and each is the same on every run."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def scenery(seed: int, width: int = 600, height: int = 400) -> NDArray[np.uint8]:
    """Return soft blotches of colour at several scales: as little regular as a photograph."""
    random = np.random.default_rng(seed)
    total = np.zeros((height, width, 3))
    for cells, weight in ((4, 1.0), (9, 0.7), (21, 0.4), (60, 0.2)):
        noise = random.integers(0, 256, (cells, cells, 3), dtype=np.uint8)
        layer = Image.fromarray(noise).resize((width, height), Image.Resampling.BICUBIC)
        total += weight * np.asarray(layer, dtype=np.float64)
    stretched = (total - total.min()) / (total.max() - total.min()) * 255
    return np.asarray(stretched, dtype=np.uint8)


def encoded(pixels: NDArray[np.uint8], format: str = "PNG", **options: Any) -> bytes:
    """Return the pixels as a file of that format."""
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, format, **options)
    return target.getvalue()


def reopened(data: bytes) -> NDArray[np.uint8]:
    """Return the RGB pixels of a file that a test made itself."""
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"))


def display_p3_profile() -> bytes:
    """Return an ICC profile of Display P3: its primaries under D50, and sRGB's curve."""
    curve = _fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    return _matrix_profile(
        ((0.51512, 0.24119, -0.00105), (0.29198, 0.69224, 0.04188), (0.15710, 0.06657, 0.78407)),
        b"para\0\0\0\0\0\3\0\0" + curve,
    )


def adobe_rgb_profile() -> bytes:
    """Return an ICC profile of Adobe RGB (1998): its primaries under D50, and gamma 563/256."""
    return _matrix_profile(
        ((0.60974, 0.31111, 0.01947), (0.20527, 0.62568, 0.06087), (0.14919, 0.06321, 0.74456)),
        b"para\0\0\0\0\0\0\0\0" + _fixed(563 / 256),
    )


def _matrix_profile(primaries: tuple[tuple[float, ...], ...], curve: bytes) -> bytes:
    """Return a display profile of three colours and a curve, as ICC.1:2010 lays it out."""
    white = (0.9642, 1.0, 0.8249)
    tags = {b"wtpt": b"XYZ \0\0\0\0" + _fixed(*white)}
    for letter, primary in zip(b"rgb", primaries, strict=True):
        tags[bytes([letter]) + b"XYZ"] = b"XYZ \0\0\0\0" + _fixed(*primary)
        tags[bytes([letter]) + b"TRC"] = curve
    at = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, value in tags.items():
        table += name + struct.pack(">II", at + len(body), len(value))
        body += value
    head = struct.pack(">I4sI4s4s4s", at + len(body), b"", 0x04200000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp"
    return head.ljust(68, b"\0") + _fixed(*white).ljust(60, b"\0") + table + body


def _fixed(*values: float) -> bytes:
    """Return numbers as s15Fixed16."""
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))
