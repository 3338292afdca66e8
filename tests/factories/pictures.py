"""Pictures for tests, drawn from a seed, and the altered copies people make of them.

Drawn and not photographed, so that tests need no files: smooth noise in three sizes and a few
shapes give a fingerprint as much to hold on to as a photograph does.
"""

from __future__ import annotations

import io
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from jobs import runner
from jobs.models import Job
from media_provenance.actions import store_picture
from media_provenance.models import AssetState, MediaAsset
from media_provenance.tasks import MATCH_PICTURE, READ_PICTURE
from multilingual.intervals import DateInterval

Pixels = NDArray[np.uint8]


@cache
def draw_picture(seed: int, *, width: int = 640, height: int = 480) -> Pixels:
    """Return RGB pixels, shape (height, width, 3); another seed gives an unrelated picture.

    Drawn once for a run, and therefore not to be written to.
    """
    random = np.random.default_rng(seed)
    field = np.zeros((height, width, 3))
    for cells, strength in ((4, 110), (12, 60), (40, 30)):
        coarse = random.uniform(-1, 1, (cells, cells, 3))
        for channel in range(3):
            layer = Image.fromarray(coarse[:, :, channel].astype(np.float32))
            smooth = layer.resize((width, height), Image.Resampling.BICUBIC)
            field[:, :, channel] += strength * np.asarray(smooth)
    picture = Image.fromarray(np.clip(field + 128, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    for _ in range(6):
        x, y = random.uniform(0, 0.8) * width, random.uniform(0, 0.8) * height
        size = random.uniform(0.05, 0.25) * width
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        pen.ellipse((x, y, x + size, y + size * 0.7), fill=colour)
    return np.asarray(picture)


def flat_picture(value: int = 255, *, side: int = 200) -> Pixels:
    """Return a picture of one colour, which says nothing of itself."""
    return np.full((side, side, 3), value, dtype=np.uint8)


def jpeg(pixels: Pixels, *, quality: int = 92, taken: str = "") -> bytes:
    """Return a JPEG file; ``taken`` becomes EXIF DateTimeOriginal, as 2022:08:14 10:00:00."""
    image = Image.fromarray(pixels)
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    target = io.BytesIO()
    image.save(target, "JPEG", quality=quality, exif=exif)
    return target.getvalue()


def png(pixels: Pixels) -> bytes:
    """Return a PNG file: other bytes than any JPEG, the same pixels."""
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, "PNG", compress_level=1)
    return target.getvalue()


def webp_lossless(pixels: Pixels) -> bytes:
    """Return a WebP file that lost nothing."""
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, "WEBP", lossless=True)
    return target.getvalue()


def recompressed(pixels: Pixels) -> bytes:
    return jpeg(pixels, quality=30)


def resized(pixels: Pixels) -> bytes:
    return jpeg(np.asarray(Image.fromarray(pixels).resize((320, 240))))


def greyscale(pixels: Pixels) -> bytes:
    return jpeg(np.asarray(Image.fromarray(pixels).convert("L").convert("RGB")))


def mirrored(pixels: Pixels) -> bytes:
    return jpeg(np.ascontiguousarray(np.fliplr(pixels)))


def rotated(pixels: Pixels) -> bytes:
    """Turned by a quarter, clockwise."""
    return jpeg(np.ascontiguousarray(np.rot90(pixels, -1)))


def upside_down(pixels: Pixels) -> bytes:
    return jpeg(np.ascontiguousarray(np.rot90(pixels, 2)))


def run_reading(asset: MediaAsset) -> runner.Ran:
    """Run the job that reads a stored picture, as a worker would."""
    job = Job.objects.get(kind=READ_PICTURE, payload={"asset": str(asset.pk)})
    return runner.run(job.pk)


def run_matching(asset: MediaAsset) -> runner.Ran:
    """Run the job that looks for copies of a picture that was read, as a worker would."""
    job = Job.objects.get(kind=MATCH_PICTURE, payload={"asset": str(asset.pk), "effort": "normal"})
    return runner.run(job.pk)


def stored_picture(data: bytes, **options: object) -> MediaAsset:
    """Return an asset that was stored, read and looked for among the others; or refused."""
    asset = store_picture(data, **options)  # type: ignore[arg-type]
    run_reading(asset)
    asset.refresh_from_db()
    if asset.state == AssetState.READ:
        run_matching(asset)
        asset.refresh_from_db()
    return asset


def day(text: str) -> DateInterval:
    """Return an ISO day as an interval."""
    return DateInterval.of_day(date.fromisoformat(text))
