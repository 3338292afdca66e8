"""Short films, drawn by numbers and made by a real ffmpeg, for tests."""

from __future__ import annotations

import subprocess
from pathlib import Path

# It ships no types.
import imageio_ffmpeg  # type: ignore[import-untyped]
import numpy as np
from PIL import Image

from tests.unit.media_provenance.screens import photograph

FFMPEG: str = imageio_ffmpeg.get_ffmpeg_exe()


def draw_scenes(folder: Path) -> Path:
    """Draw six pictures, two of them black, and return their folder."""
    for second, seed in enumerate((1, 2, 0, 0, 3, 1)):
        pixels = photograph(seed, 320, 240) if seed else np.zeros((240, 320, 3), np.uint8)
        Image.fromarray(pixels).save(folder / f"{second}.png")
    return folder


def film(scenes: Path, ending: str = "mp4") -> bytes:
    """Return the scenes as a film of six seconds in that container."""
    target = scenes / f"film.{ending}"
    pictures = ("-framerate", "1", "-i", str(scenes / "%d.png"))
    options = ("-r", "10", "-pix_fmt", "yuv420p", str(target))
    subprocess.run([FFMPEG, "-y", "-v", "error", *pictures, *options], check=True)
    return target.read_bytes()
