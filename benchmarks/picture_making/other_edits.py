"""Edits that nothing was tuned on: what else happens to pictures on their way around.

Kept apart from ``edits.py`` so that a figure for "edits of other kinds" means what it says: their
makers and the makers of the product's thresholds did not look at each other's work.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageOps

from benchmarks.picture_making.drawing import (
    ARABIC,
    BRIGHT,
    LATIN,
    Pixels,
    choice_of,
    draw_text,
    pasted,
    random_of,
    sentence,
)
from benchmarks.picture_making.edits import cropped, edited
from benchmarks.picture_making.surroundings import SURROUNDINGS, OtherEdit

__all__ = ["OTHER_EDITS", "as_other_file", "edited_otherwise"]

Random = np.random.Generator


def edited_otherwise(pixels: Pixels, name: str, seed: int, *, beside: Sequence[Pixels]) -> Pixels:
    """Return the edited copy of a picture, as it is before it is saved.

    Args:
        pixels: RGB, shape (height, width, 3), dtype uint8.
        name: one of ``OTHER_EDITS``.
        seed: of what is drawn by lot.
        beside: other photographs, at least one.

    Raises:
        KeyError: if there is no edit of that name.
    """
    random = random_of(name, seed)
    return np.asarray(_EDITS[name](Image.fromarray(pixels), random, beside).convert("RGB"))


def as_other_file(pixels: Pixels, name: str) -> bytes:
    """Return the edited copy as the file that goes around."""
    target = io.BytesIO()
    if name == "webp10":
        Image.fromarray(pixels).save(target, "WEBP", quality=10)
    else:
        Image.fromarray(pixels).save(target, "JPEG", quality=82)
    return target.getvalue()


def _meme(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    canvas, script = image.copy(), choice_of(random, (ARABIC, LATIN))
    size = max(16, image.width // 13)
    for top in (size // 4, image.height - size * 13 // 4):
        box = (size // 2, top, image.width - size // 2, top + size * 3)
        draw_text(
            canvas,
            box,
            sentence(random, script),
            script,
            size=size,
            color=(255, 255, 255),
            outline=(0, 0, 0),
        )
    return canvas


def _tiled(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """A sign repeated slantwise over everything, half seen through."""
    mask = Image.new("L", (image.width * 2, image.height * 2), 0)
    size = max(14, image.width // 22)
    words = Image.new("RGB", mask.size)
    step = (size * 7, size * 3)
    for row, top in enumerate(range(0, mask.height, step[1])):
        for left in range(-(row % 2) * step[0] // 2, mask.width, step[0]):
            draw_text(
                words,
                (left, top, left + step[0], top + size * 2),
                "WIKI FOTO",
                LATIN,
                size=size,
                color=(255, 255, 255),
            )
    mask = words.convert("L").rotate(25)
    left, top = image.width // 2, image.height // 2
    mask = mask.crop((left, top, left + image.width, top + image.height)).point(lambda v: v * 0.55)
    return Image.composite(Image.new("RGB", image.size, (255, 255, 255)), image, mask)


def _stickers(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    canvas = image.copy()
    draw = ImageDraw.Draw(canvas)
    for _ in range(int(random.integers(3, 7))):
        reach = int(min(image.size) * random.uniform(0.05, 0.11))
        x = int(random.integers(reach, image.width - reach))
        y = int(random.integers(reach, image.height - reach))
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=(255, 205, 50))
        for side in (-1, 1):
            eye = (x + side * reach // 3, y - reach // 4)
            draw.ellipse(
                (
                    eye[0] - reach // 8,
                    eye[1] - reach // 5,
                    eye[0] + reach // 8,
                    eye[1] + reach // 5,
                ),
                fill=(60, 40, 10),
            )
        draw.arc(
            (x - reach // 2, y - reach // 3, x + reach // 2, y + reach // 2),
            20,
            160,
            fill=(120, 30, 10),
            width=max(2, reach // 9),
        )
    return canvas


def _film(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """Lifted blacks, tinted shadows, darker corners."""
    pixels = np.asarray(image, dtype=np.float32)
    down, along = np.mgrid[-1 : 1 : image.height * 1j, -1 : 1 : image.width * 1j]
    corner = (1 - 0.45 * np.clip(np.hypot(down, along) - 0.35, 0, 1))[..., None]
    toned = (30 + pixels * 0.82) * np.array([1.05, 1.0, 0.86]) + np.array([0, 6, 22])
    return Image.fromarray(np.clip(toned * corner, 0, 255).astype(np.uint8))


def _posterized(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    return image.quantize(int(random.integers(5, 11)), dither=Image.Dither.NONE).convert("RGB")


def _newspaper(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """Grey dots on yellowed paper, a little askew, as a scanner sees it."""
    grey = ImageOps.autocontrast(ImageOps.grayscale(image))
    down, along = np.mgrid[0 : image.height, 0 : image.width]
    angle, pitch = np.deg2rad(45), max(3.2, max(image.size) / 210)
    u = (along * np.cos(angle) + down * np.sin(angle)) * 2 * np.pi / pitch
    v = (-along * np.sin(angle) + down * np.cos(angle)) * 2 * np.pi / pitch
    screen = 0.5 + 0.25 * (np.cos(u) + np.cos(v))
    ink = (np.asarray(grey) / 255 < screen).astype(np.float32)
    soft = cv2.GaussianBlur(ink, (0, 0), 0.8)[..., None]
    paper, black = np.array([228, 220, 200]), np.array([44, 42, 40])
    sheet = Image.fromarray(np.clip(paper * (1 - soft) + black * soft, 0, 255).astype(np.uint8))
    turn = float(random.uniform(-2, 2))
    return sheet.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=(228, 220, 200))


def _as_is(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    return image


def _twice_jpeg(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """Shrunk to 30 %, saved badly, enlarged again, and saved once more."""
    small = image.resize((max(1, image.width * 3 // 10), max(1, image.height * 3 // 10)))
    target = io.BytesIO()
    small.save(target, "JPEG", quality=35)
    with Image.open(io.BytesIO(target.getvalue())) as again:
        return again.resize(image.size, Image.Resampling.BICUBIC)


def _barrel(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """The bulge of a wide lens."""
    height, width = image.height, image.width
    down, along = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = (along - width / 2) / (width / 2), (down - height / 2) / (width / 2)
    bulge = 1 + float(random.uniform(0.08, 0.18)) * (x * x + y * y)
    start_x = (x * bulge * width / 2 + width / 2).astype(np.float32)
    start_y = (y * bulge * width / 2 + height / 2).astype(np.float32)
    return Image.fromarray(cv2.remap(np.asarray(image), start_x, start_y, cv2.INTER_LINEAR))


def _veil(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """Another photograph, or a colour, half seen through over all of it."""
    over = Image.new("RGB", image.size, choice_of(random, BRIGHT))
    if random.random() < 0.5:
        pasted(over, choice_of(random, beside), (0, 0, *image.size))
        return Image.blend(image, over, 0.32)
    return Image.blend(image, over, 0.5)


def _redacted(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    canvas = image.copy()
    draw = ImageDraw.Draw(canvas)
    for _ in range(int(random.integers(4, 8))):
        wide, high = image.width * float(random.uniform(0.15, 0.5)), image.height * 0.07
        x, y = float(random.uniform(0, image.width - wide)), float(random.uniform(0, image.height))
        draw.rectangle((x, y, x + wide, y + high), fill=(0, 0, 0))
    return canvas


def _circled(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    canvas = image.copy()
    draw, thick = ImageDraw.Draw(canvas), max(4, image.width // 70)
    x, y = (
        image.width * float(random.uniform(0.3, 0.7)),
        image.height * float(random.uniform(0.3, 0.7)),
    )
    reach = min(image.size) * 0.2
    draw.ellipse((x - reach, y - reach, x + reach, y + reach), outline=(225, 0, 0), width=thick)
    end, start = x - reach * 1.1, x - reach * 2.6
    draw.line((start, y, end, y), fill=(225, 0, 0), width=thick * 2)
    draw.polygon(
        [(end, y), (end - thick * 4, y - thick * 3), (end - thick * 4, y + thick * 3)],
        fill=(225, 0, 0),
    )
    return canvas


def _crop_mirror_caption(
    image: Image.Image, random: Random, beside: Sequence[Pixels]
) -> Image.Image:
    part = np.asarray(ImageOps.mirror(cropped(image, random, 0.6)))
    return Image.fromarray(edited(part, "caption20", int(random.integers(1 << 30))))


def _rot45(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    turn = 45.0 * choice_of(random, (-1, 1))
    return image.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=(255, 255, 255))


def _night(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """Dark and blue, with the noise that comes with it."""
    pixels = 255 * (np.asarray(image, dtype=np.float32) / 255) ** 1.5
    dark = pixels * np.array([0.35, 0.45, 0.75]) + random.normal(0, 7, pixels.shape)
    return Image.fromarray(np.clip(dark, 0, 255).astype(np.uint8))


def _grain(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """Coarse grey grain, as from fast film."""
    coarse = random.normal(0, 1, (image.height // 2 + 1, image.width // 2 + 1)).astype(np.float32)
    grain = cv2.resize(coarse, image.size, interpolation=cv2.INTER_CUBIC)[..., None] * 26
    return Image.fromarray(
        np.clip(np.asarray(image, dtype=np.float32) + grain, 0, 255).astype(np.uint8)
    )


_EDITS: dict[str, OtherEdit] = {
    **SURROUNDINGS,
    "meme": _meme,
    "tiled_watermark": _tiled,
    "stickers": _stickers,
    "film_filter": _film,
    "posterized": _posterized,
    "newspaper": _newspaper,
    "webp10": _as_is,
    "twice_jpeg": _twice_jpeg,
    "barrel": _barrel,
    "veil": _veil,
    "redacted": _redacted,
    "circled": _circled,
    "crop_mirror_caption": _crop_mirror_caption,
    "rot180": lambda image, random, beside: image.transpose(Image.Transpose.ROTATE_180),
    "rot45": _rot45,
    "inverted": lambda image, random, beside: ImageOps.invert(image),
    "night": _night,
    "grain": _grain,
}
OTHER_EDITS: tuple[str, ...] = tuple(_EDITS)
