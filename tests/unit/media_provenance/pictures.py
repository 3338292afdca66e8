"""Pictures made for tests: no file is shipped, and each is the same on every run."""

from __future__ import annotations

import io
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
    return stretched.astype(np.uint8)


def encoded(pixels: NDArray[np.uint8], format: str = "PNG", **options: Any) -> bytes:
    """Return the pixels as a file of that format."""
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, format, **options)
    return target.getvalue()


def reopened(data: bytes) -> NDArray[np.uint8]:
    """Return the RGB pixels of a file that a test made itself."""
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"))
