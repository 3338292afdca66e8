"""Drawn stand-ins for photographs, where a benchmark is run without a folder of real ones.

Clouds of noise with the spectrum of natural pictures, patches with edges and a horizon: they have
keypoints and hashes of their own, and are no substitute for photographs where recall is the
question.
"""

from __future__ import annotations

import cv2
import numpy as np

from benchmarks.picture_making.drawing import Pixels

__all__ = ["drawn_photo"]


def drawn_photo(seed: int, *, width: int = 1200, height: int = 900) -> Pixels:
    """Return RGB pixels, shape (height, width, 3), the same for the same seed."""
    random = np.random.default_rng(seed)
    canvas = np.zeros((height, width, 3), dtype=np.float32)
    for octave in range(2, 9):
        cells = 2**octave
        noise = random.normal(0, 1, (cells * height // width + 2, cells + 2, 3)).astype(np.float32)
        layer = cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
        canvas += layer * 70 / octave**1.6
    canvas += random.uniform(60, 190, 3).astype(np.float32)
    for _ in range(30):
        points = random.uniform(0, 1, (int(random.integers(3, 7)), 2)) * [width, height]
        middle = points.mean(axis=0)
        shape = (middle + (points - middle) * float(random.uniform(0.1, 0.5))).astype(np.int32)
        mask = np.zeros((height, width), dtype=np.uint8)
        cv2.fillPoly(mask, [shape], (255,))
        canvas[mask > 0] += random.uniform(-90, 90, 3).astype(np.float32)
    return np.clip(canvas, 0, 255).astype(np.uint8)
