"""Text, strips and screens drawn for the benchmarks: what people put onto and around pictures.

The fonts are the product's own Arabic one and the Latin one that Pillow carries, so that the same
pixels come out on every machine. Nothing of the product uses this.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

__all__ = [
    "ARABIC",
    "BRIGHT",
    "HANGING",
    "LATIN",
    "Color",
    "Pixels",
    "choice_of",
    "draw_icon",
    "draw_text",
    "font",
    "hanging_text",
    "ink_on",
    "pasted",
    "random_of",
    "sentence",
    "square_text",
    "text_lines",
]

T = TypeVar("T")
Pixels = NDArray[np.uint8]
Color = tuple[int, int, int]

BRIGHT: tuple[Color, ...] = ((230, 30, 40), (250, 200, 20), (40, 160, 70), (30, 110, 220))

_VAZIRMATN = (
    Path(__file__).resolve().parents[2]
    / "static"
    / "vendor"
    / "vazirmatn"
    / "vazirmatn-arabic-400-700.woff2"
)

ARABIC = "arabic"
LATIN = "latin"
HANGING = "hanging"

# Plain letters only: the Latin font that Pillow carries has no accents.
_SENTENCES = {
    ARABIC: (
        "عاجل هذا ما حدث الليلة الماضية في المدينة",
        "شاهد قبل الحذف صورة لن تراها في الإعلام",
        "انشروا الصورة في كل مكان قبل أن تختفي",
        "أول صورة من موقع الانفجار حسب شهود عيان",
        "لا تصدقوا ما يقولون هذه هي الحقيقة كاملة",
        "مشاهد مؤلمة من الأحداث الأخيرة في الجنوب",
        "صورة اليوم من وسط العاصمة صباح الجمعة",
        "هكذا بدت الشوارع بعد السيول التي ضربت البلاد",
    ),
    LATIN: (
        "Shared everywhere before it is taken down",
        "This is what happened last night in the city",
        "BREAKING first picture from the scene",
        "Nobody is talking about this, pass it on",
        "Esto no lo van a mostrar en la tele",
        "La foto que recorre el mundo desde ayer",
        "Ce que personne ne vous montre ce soir",
        "Das zeigt euch heute keiner, bitte teilen",
        "Sehir merkezinden ilk fotograf geldi",
    ),
}


def random_of(name: str, seed: int) -> np.random.Generator:
    """Return the random numbers of one edit of one picture; the same on every machine."""
    return np.random.default_rng([seed & 0xFFFFFFFF, zlib.crc32(name.encode())])


def choice_of(random: np.random.Generator, of: Sequence[T]) -> T:
    return of[int(random.integers(len(of)))]


@functools.cache
def font(script: str, size: int) -> ImageFont.FreeTypeFont:
    """Return the font of a script at a height in pixels, at least 8."""
    size = max(8, size)
    if script == ARABIC:
        face = ImageFont.truetype(str(_VAZIRMATN), size)
        face.set_variation_by_name("Bold")
        return face
    latin = ImageFont.load_default(size)
    if not isinstance(latin, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType.")
    return latin


def sentence(random: np.random.Generator, script: str) -> str:
    return choice_of(random, _SENTENCES[script])


def text_lines(text: str, script: str, size: int, width: int) -> list[str]:
    """Break a text into lines of at most a width in pixels; a longer word stands alone."""
    face, lines = font(script, size), [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and face.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def draw_text(
    image: Image.Image,
    box: tuple[int, int, int, int],
    text: str,
    script: str,
    *,
    size: int,
    color: Color,
    outline: Color | None = None,
    centered: bool = True,
) -> int:
    """Write a text into a box (left, top, right, bottom), broken into lines; return its lower end.

    Lines that begin below the box are left out. Arabic stands at the right unless centred.
    """
    draw, face = ImageDraw.Draw(image), font(script, size)
    left, top, right, bottom = box
    stroke = max(1, size // 12) if outline is not None else 0
    for line in text_lines(text, script, size, right - left):
        if top + size > bottom + size // 4:
            break
        length = face.getlength(line)
        start = left + (right - left - length) / 2
        if not centered:
            start = right - length if script == ARABIC else left
        draw.text((start, top), line, color, font=face, stroke_width=stroke, stroke_fill=outline)
        top += round(size * (1.5 if script == ARABIC else 1.25))
    return top


def hanging_text(
    image: Image.Image, box: tuple[int, int, int, int], random: np.random.Generator, color: Color
) -> None:
    """Draw strokes that hang from a head line, as Devanagari and Bengali do, as wide as a box.

    No font of such a script is carried here; what matters to a picture is where the ink is.
    """
    draw = ImageDraw.Draw(image)
    left, top, right, bottom = box
    height = bottom - top
    thick = max(2, height // 9)
    draw.line((left, top + thick, right, top + thick), fill=color, width=thick)
    at = float(left)
    while at < right - height * 0.3:
        step = height * float(random.uniform(0.35, 0.7))
        if random.random() > 0.15:
            draw.line((at + step, top, at + step, bottom), fill=color, width=thick)
            span = (at, top + height * 0.3, at + step, bottom - height * 0.2)
            start = float(random.uniform(0, 360))
            draw.arc(span, start, start + float(random.uniform(150, 300)), fill=color, width=thick)
        at += step + thick


def square_text(
    image: Image.Image,
    box: tuple[int, int, int, int],
    random: np.random.Generator,
    *,
    size: int,
    color: Color,
) -> None:
    """Draw lines of square signs of a few strokes each, as of Chinese, from the upper end of a box.

    No font of such a script is carried here; what matters to a picture is where the ink is.
    """
    draw = ImageDraw.Draw(image)
    left, top, right, bottom = box
    size, thick = max(12, size), max(2, size // 11)
    for y in range(top, max(top + 1, bottom - size), size * 5 // 4):
        for x in range(left, right - size, size * 9 // 8):
            for kind in random.integers(4, size=int(random.integers(4, 8))):
                start, end = np.sort(random.uniform(0, size, 2))
                across = float(random.uniform(0, size))
                match int(kind):
                    case 0 | 1:
                        line = (x + start / 3, y + across, x + size - start / 3, y + across)
                    case 2:
                        line = (x + across, y + start, x + across, y + end)
                    case _:
                        line = (x + start, y + across, x + end, y + size)
                draw.line(line, fill=color, width=thick)


def ink_on(color: Color) -> Color:
    """Return the near-black or white that can be read on a colour."""
    red, green, blue = color
    return (20, 20, 20) if red * 299 + green * 587 + blue * 114 > 140_000 else (255, 255, 255)


def draw_icon(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], size: int, kind: int, ink: Color
) -> None:
    """Draw one of 8 simple icons (heart, bubble, arrow, dots, …) in a square of a side ``size``."""
    x, y = at
    thick, half = max(2, size // 9), size // 2
    match kind % 8:
        case 0:
            draw.polygon(
                [
                    (x + half, y + size),
                    (x, y + size // 3),
                    (x + size // 4, y),
                    (x + half, y + size // 4),
                    (x + size * 3 // 4, y),
                    (x + size, y + size // 3),
                ],
                outline=ink,
                width=thick,
            )
        case 1:
            draw.rounded_rectangle(
                (x, y, x + size, y + size * 3 // 4), half // 2, outline=ink, width=thick
            )
            draw.line(
                (x + size // 4, y + size * 3 // 4, x + size // 5, y + size), fill=ink, width=thick
            )
        case 2:
            draw.line((x, y + size, x + size, y), fill=ink, width=thick)
            draw.line((x + half, y, x + size, y), fill=ink, width=thick)
            draw.line((x + size, y, x + size, y + half), fill=ink, width=thick)
        case 3:
            for step in range(3):
                dot = x + step * half
                draw.ellipse(
                    (dot - thick, y + half - thick, dot + thick, y + half + thick), fill=ink
                )
        case 4:
            draw.polygon(
                [(x, y), (x + size, y), (x + size, y + size), (x + half, y + half), (x, y + size)],
                outline=ink,
                width=thick,
            )
        case 5:
            draw.ellipse((x, y, x + size, y + size), outline=ink, width=thick)
            draw.line((x + half, y + size // 4, x + half, y + size * 3 // 4), fill=ink, width=thick)
        case 6:
            draw.line((x, y + half, x + half, y), fill=ink, width=thick)
            draw.line((x, y + half, x + half, y + size), fill=ink, width=thick)
            draw.line((x, y + half, x + size, y + half), fill=ink, width=thick)
        case _:
            draw.rectangle(
                (x, y + half // 2, x + size, y + size - half // 4), outline=ink, width=thick
            )
            draw.ellipse(
                (x + half // 2, y + half // 2, x + size - half // 2, y + size - half // 2),
                outline=ink,
                width=thick,
            )


def pasted(canvas: Image.Image, pixels: Pixels, box: tuple[int, int, int, int]) -> None:
    """Put a picture into a box, cut to its proportions about the middle."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    image = Image.fromarray(pixels)
    scale = max(width / image.width, height / image.height)
    cut_width, cut_height = width / scale, height / scale
    # Rounding may put the one that fills the picture a hair outside it.
    x, y = max(0.0, (image.width - cut_width) / 2), max(0.0, (image.height - cut_height) / 2)
    fitted = image.resize(
        (width, height),
        Image.Resampling.LANCZOS,
        (x, y, min(image.width, x + cut_width), min(image.height, y + cut_height)),
    )
    canvas.paste(fitted, (left, top))
