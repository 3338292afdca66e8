"""Another collection of edits that nothing was tuned on: words, marks, wear, tones and shapes.

Made after the thresholds had met ``other_edits.py``, so that there is again a figure for kinds of
edits that nobody looked at while tuning. What pictures are put into is ``more_surroundings.py``.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from benchmarks.picture_making.drawing import (
    ARABIC,
    BRIGHT,
    Color,
    Pixels,
    choice_of,
    draw_text,
    ink_on,
    random_of,
    sentence,
    square_text,
)
from benchmarks.picture_making.edits import cropped
from benchmarks.picture_making.more_surroundings import MORE_SURROUNDINGS
from benchmarks.picture_making.surroundings import OtherEdit

__all__ = ["MORE_EDITS", "as_further_file", "edited_further"]

Random = np.random.Generator
Box = tuple[int, int, int, int]

_PERSIAN = (
    "این عکس را پیش از حذف شدن ببینید",
    "چیزی که رسانه‌ها به شما نشان نمی‌دهند",
    "همین دیشب در مرکز شهر گرفته شده است",
)


# Shadows and lights of a print in two inks.
_TONES_OF_TWO: tuple[tuple[Color, Color], ...] = (
    ((30, 20, 90), (255, 210, 90)),
    ((10, 60, 60), (255, 190, 200)),
    ((60, 0, 30), (120, 240, 220)),
)


def edited_further(pixels: Pixels, name: str, seed: int, *, beside: Sequence[Pixels]) -> Pixels:
    """Return the edited copy of a picture, as it is before it is saved.

    Args:
        pixels: RGB, shape (height, width, 3), dtype uint8.
        name: one of ``MORE_EDITS``.
        seed: of what is drawn by lot.
        beside: other photographs, at least one.

    Raises:
        KeyError: if there is no edit of that name.
    """
    random = random_of(name, seed)
    return np.asarray(_EDITS[name](Image.fromarray(pixels), random, beside).convert("RGB"))


def as_further_file(pixels: Pixels, name: str) -> bytes:
    """Return the edited copy as the file that goes around: a GIF, a bad JPEG or a fair one."""
    target = io.BytesIO()
    if name == "gif16":
        Image.fromarray(pixels).save(target, "GIF")
    else:
        Image.fromarray(pixels).save(target, "JPEG", quality={"jpeg8": 8}.get(name, 84))
    return target.getvalue()


def _plain(change: Callable[[Image.Image, Random], Image.Image]) -> OtherEdit:
    return lambda image, random, beside: change(image, random)


def _write_any(canvas: Image.Image, box: Box, random: Random, size: int, ink: Color) -> None:
    """Write a sentence in Arabic, in Persian, or in signs as square as Chinese ones."""
    outline = (0, 0, 0) if ink == (255, 255, 255) else None
    match int(random.integers(3)):
        case 0:
            words = sentence(random, ARABIC)
        case 1:
            words = choice_of(random, _PERSIAN)
        case _:
            square_text(canvas, box, random, size=size, color=ink)
            return
    draw_text(canvas, box, words, ARABIC, size=size, color=ink, outline=outline)


def _meme_around(image: Image.Image, random: Random) -> Image.Image:
    """Words in bars above and below."""
    bar = max(48, image.height // 4)
    paper = choice_of(random, ((255, 255, 255), (0, 0, 0)))
    canvas = Image.new("RGB", (image.width, image.height + 2 * bar), paper)
    canvas.paste(image, (0, bar))
    for top in (0, bar + image.height):
        box = (image.width // 20, top + bar // 8, image.width * 19 // 20, top + bar)
        _write_any(canvas, box, random, bar // 3, ink_on(paper))
    return canvas


def _meme_over(image: Image.Image, random: Random) -> Image.Image:
    """White letters over the upper and the lower end of the picture itself."""
    canvas, size = image.copy(), max(18, image.width // 11)
    for top in (size // 3, image.height - size * 7 // 2):
        box = (size // 2, top, image.width - size // 2, top + size * 3)
        _write_any(canvas, box, random, size, (255, 255, 255))
    return canvas


def _marked_up(image: Image.Image, random: Random) -> Image.Image:
    """A hand's circles, arrows, crosses and round faces."""
    canvas = image.copy()
    draw, thick = ImageDraw.Draw(canvas), max(4, image.width // 60)
    for kind in random.integers(4, size=7):
        reach = int(min(image.size) * float(random.uniform(0.07, 0.16)))
        x, y = int(random.integers(image.width)), int(random.integers(image.height))
        box, color = (x - reach, y - reach, x + reach, y + reach), choice_of(random, BRIGHT)
        match int(kind):
            case 0:
                draw.ellipse(box, outline=color, width=thick)
            case 1:
                draw.line((x - 2 * reach, y + reach, x, y), fill=color, width=thick)
                draw.polygon([(x + reach // 3, y - reach // 4), (x - reach // 3, y - reach // 5),
                              (x + reach // 8, y + reach // 2)], fill=color)  # fmt: skip
            case 2:
                draw.line(box, fill=color, width=thick)
                draw.line((box[0], box[3], box[2], box[1]), fill=color, width=thick)
            case _:
                draw.ellipse(box, fill=(255, 205, 50), outline=(150, 100, 0), width=2)
                for side in (-1, 1):
                    eye = x + side * reach // 3
                    draw.ellipse((eye - reach // 6, y - reach // 3, eye + reach // 6, y),
                                 fill=(60, 40, 10))  # fmt: skip
    return canvas


def _hidden_faces(image: Image.Image, random: Random) -> Image.Image:
    """Three to five places blurred or made of squares, as faces and number plates are."""
    canvas = image.copy()
    soft = image.filter(ImageFilter.GaussianBlur(max(image.size) / 30))
    small = image.resize(
        (max(1, image.width // 28), max(1, image.height // 28)), Image.Resampling.BOX
    )
    squares = small.resize(image.size, Image.Resampling.NEAREST)
    for _ in range(int(random.integers(3, 6))):
        wide = int(image.width * float(random.uniform(0.12, 0.3)))
        high = int(image.height * float(random.uniform(0.12, 0.3)))
        left = int(random.integers(image.width - wide))
        top = int(random.integers(image.height - high))
        mask = Image.new("L", image.size, 0)
        ImageDraw.Draw(mask).ellipse((left, top, left + wide, top + high), fill=255)
        canvas.paste(choice_of(random, (soft, squares)), (0, 0), mask)
    return canvas


def _rounded(image: Image.Image, random: Random) -> Image.Image:
    mask = Image.new("L", image.size, 0)
    radius = min(image.size) // 5
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, image.width - 1, image.height - 1), radius, fill=255
    )
    canvas = Image.new("RGB", image.size, choice_of(random, ((255, 255, 255), (0, 0, 0))))
    canvas.paste(image, (0, 0), mask)
    return canvas


def _circle(image: Image.Image, random: Random) -> Image.Image:
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    square = image.crop((left, top, left + side, top + side))
    mask = Image.new("L", (side, side), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, side - 1, side - 1), fill=255)
    canvas = Image.new("RGB", (side, side), choice_of(random, ((255, 255, 255), (30, 34, 40))))
    canvas.paste(square, (0, 0), mask)
    return canvas


def _upright_cut(image: Image.Image, random: Random) -> Image.Image:
    """Cut to nine to sixteen, as high as it is, somewhere about the middle."""
    wide = min(image.width, image.height * 9 // 16)
    left = int((image.width - wide) * float(random.uniform(0.2, 0.8)))
    return image.crop((left, 0, left + wide, image.height)).resize((540, 960))


def _folded(image: Image.Image, random: Random) -> Image.Image:
    """A print that was folded twice, with cracks where it was, and a lamp's light on it."""
    pixels = np.asarray(image, dtype=np.float32)
    down, along = np.mgrid[0 : image.height, 0 : image.width].astype(np.float32)
    for size, axis in ((image.width, along), (image.height, down)):
        at = size * float(random.uniform(0.35, 0.65))
        fold = (axis - at + 3 * np.sin((down + along) / 40))[..., None]
        pixels = pixels * (1 - 0.18 * np.exp(-np.abs(fold + 9) / 14))
        pixels = pixels + (235 - pixels) * np.exp(-(fold**2) / 5)
    x, y = (
        image.width * float(random.uniform(0.1, 0.9)),
        image.height * float(random.uniform(0.1, 0.9)),
    )
    lamp = np.exp(-((along - x) ** 2 + (down - y) ** 2) / (2 * (image.width / 7) ** 2))[..., None]
    return Image.fromarray(np.clip(pixels + 190 * lamp, 0, 255).astype(np.uint8))


def _duotone(image: Image.Image, random: Random) -> Image.Image:
    dark, light = choice_of(random, _TONES_OF_TWO)
    return ImageOps.colorize(ImageOps.autocontrast(ImageOps.grayscale(image), 2), dark, light)


def _small_palette(image: Image.Image, random: Random) -> Image.Image:
    """Sixteen colours and the dots between them, at the size of a GIF."""
    small = image.copy()
    small.thumbnail((480, 480))
    return small.quantize(16, dither=Image.Dither.FLOYDSTEINBERG).convert("RGB")


def _thumbnail_enlarged(image: Image.Image, random: Random) -> Image.Image:
    small = image.copy()
    small.thumbnail((160, 160), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    small.save(target, "JPEG", quality=70)
    with Image.open(io.BytesIO(target.getvalue())) as again:
        return again.resize((again.width * 5, again.height * 5), Image.Resampling.BICUBIC)


def _arabic_watermark(image: Image.Image, random: Random) -> Image.Image:
    """An agency's name in Arabic, aslant over everything, seen through."""
    side = image.width + image.height
    words = Image.new("RGB", (side, side))
    size = max(18, image.width // 16)
    for row, top in enumerate(range(0, side, size * 4)):
        for left in range(-(row % 2) * size * 4, side, size * 8):
            draw_text(words, (left, top, left + size * 8, top + size * 2), "وكالة الصورة", ARABIC,
                      size=size, color=(255, 255, 255))  # fmt: skip
    mask = words.convert("L").rotate(30)
    left, top = (side - image.width) // 2, (side - image.height) // 2
    mask = mask.crop((left, top, left + image.width, top + image.height)).point(lambda v: v * 0.45)
    ink = choice_of(random, ((255, 255, 255), (20, 20, 20)))
    return Image.composite(Image.new("RGB", image.size, ink), image, mask)


def _turned_and_cut(image: Image.Image, random: Random) -> Image.Image:
    """Turned by 30 degrees, and cut so that no empty corner is seen."""
    turned = image.rotate(30.0 * choice_of(random, (-1, 1)), Image.Resampling.BICUBIC)
    wide, high = image.width * 58 // 100, image.height * 58 // 100
    left, top = (image.width - wide) // 2, (image.height - high) // 2
    return turned.crop((left, top, left + wide, top + high))


def _mirror_crop_caption(image: Image.Image, random: Random) -> Image.Image:
    part = ImageOps.mirror(cropped(image, random, 0.5))
    strip = max(40, part.height // 4)
    canvas = Image.new("RGB", (part.width, part.height + strip), choice_of(random, BRIGHT))
    canvas.paste(part, (0, 0))
    box = (8, part.height + strip // 6, part.width - 8, canvas.height)
    _write_any(canvas, box, random, strip // 3, (255, 255, 255))
    return canvas


def _vignette(image: Image.Image, random: Random) -> Image.Image:
    down, along = np.mgrid[-1 : 1 : image.height * 1j, -1 : 1 : image.width * 1j]
    light = 1 - 0.92 * np.clip(np.hypot(down, along) / 1.1, 0, 1) ** 2
    return Image.fromarray((np.asarray(image) * light[..., None]).astype(np.uint8))


def _clarity(image: Image.Image, random: Random) -> Image.Image:
    """The look of many exposures in one: every part stretched by itself, colours too strong."""
    lab = cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2LAB)
    lab[..., 0] = cv2.createCLAHE(4.0, (8, 8)).apply(lab[..., 0])
    strong = Image.fromarray(cv2.cvtColor(lab, cv2.COLOR_LAB2RGB))
    sharp = strong.filter(ImageFilter.UnsharpMask(max(image.size) / 30, 90, 0))
    return ImageEnhance.Color(sharp).enhance(1.7)


def _faded_film(image: Image.Image, random: Random) -> Image.Image:
    """Faded, too warm, with light that leaked in from one side and dust."""
    pixels = 60 + np.asarray(image, dtype=np.float32) * 0.62
    side = np.exp(-np.linspace(0, 1, image.width) / 0.16)
    leak = side if random.random() < 0.5 else side[::-1]
    pixels = pixels * np.array([1.08, 0.98, 0.8]) + leak[None, :, None] * np.array([150, 60, 0])
    pixels += random.normal(0, 9, (image.height, image.width, 1))
    canvas = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(canvas)
    for _ in range(25):
        x, y = int(random.integers(image.width)), int(random.integers(image.height))
        draw.line(
            (x, y, x + int(random.integers(-14, 15)), y + int(random.integers(-14, 15))),
            fill=(230, 225, 215),
        )
    return canvas


def _sharpened(image: Image.Image, random: Random) -> Image.Image:
    return image.filter(ImageFilter.UnsharpMask(2, 400, 0))


def _grey_upside_down(image: Image.Image, random: Random) -> Image.Image:
    return ImageOps.grayscale(image.transpose(Image.Transpose.ROTATE_180))


_EDITS: dict[str, OtherEdit] = {
    **MORE_SURROUNDINGS,
    "meme_around": _plain(_meme_around),
    "meme_over": _plain(_meme_over),
    "marked_up": _plain(_marked_up),
    "hidden_faces": _plain(_hidden_faces),
    "rounded_corners": _plain(_rounded),
    "circle": _plain(_circle),
    "upright_cut": _plain(_upright_cut),
    "folded": _plain(_folded),
    "four_tones": _plain(lambda image, random: ImageOps.posterize(image, 2)),
    "duotone": _plain(_duotone),
    "gif16": _plain(_small_palette),
    "thumbnail_enlarged": _plain(_thumbnail_enlarged),
    "arabic_watermark": _plain(_arabic_watermark),
    "grey_upside_down": _plain(_grey_upside_down),
    "turned_and_cut": _plain(_turned_and_cut),
    "mirror_crop_strip": _plain(_mirror_crop_caption),
    "vignette": _plain(_vignette),
    "clarity": _plain(_clarity),
    "faded_film": _plain(_faded_film),
    "squeezed": _plain(lambda image, random: image.resize((image.width * 3 // 5, image.height))),
    "sharpened": _plain(_sharpened),
    "jpeg8": _plain(lambda image, random: image),
}
MORE_EDITS: tuple[str, ...] = tuple(_EDITS)
