"""Screens with a photograph in them, for the benchmarks: a phone's gallery and a social network.

The same ``ScreenStyle`` gives the same frame to any number of photographs: their screenshots have
every icon and every line in common, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.picture_making.drawing import (
    ARABIC,
    LATIN,
    Color,
    Pixels,
    choice_of,
    draw_icon,
    draw_text,
    ink_on,
    pasted,
    sentence,
)

__all__ = ["ScreenStyle", "phone_screen", "post_screen"]


@dataclass(frozen=True, slots=True)
class ScreenStyle:
    """What a screen looks like beside the photograph: language, colours, and the words on it."""

    script: str
    paper: Color
    accent: Color
    name: str
    words: str
    icons: int
    count: int

    @classmethod
    def drawn_from(cls, random: np.random.Generator) -> ScreenStyle:
        script = choice_of(random, (ARABIC, LATIN))
        names = {
            ARABIC: ("أخبار الحي", "مرصد الشارع", "صوت الناس"),
            LATIN: ("Street News", "City Desk", "Voz local"),
        }
        return cls(
            script=script,
            paper=choice_of(random, ((255, 255, 255), (245, 246, 248), (18, 18, 20), (24, 32, 42))),
            accent=choice_of(
                random, ((29, 155, 240), (24, 119, 242), (225, 48, 108), (0, 128, 105))
            ),
            name=choice_of(random, names[script]),
            words=f"{sentence(random, script)} {sentence(random, script)}",
            icons=int(random.integers(8)),
            count=int(random.integers(100, 9999)),
        )


def phone_screen(pixels: Pixels, style: ScreenStyle, *, share: float = 0.4) -> Pixels:
    """Return a phone's screenshot in which the photograph is as wide as the screen.

    Args:
        pixels: the photograph, cut to fill its part of the screen where it is too tall for it.
        style: of the screen.
        share: of the screen's height that the photograph's part may take at most.
    """
    width, height = 720, 1520
    canvas = Image.new("RGB", (width, height), style.paper)
    draw, ink = ImageDraw.Draw(canvas), ink_on(style.paper)
    _status_bar(canvas, style, ink)
    for step in range(3):
        at = 32 + step * 60 if style.script == ARABIC else width - 72 - step * 60
        draw_icon(draw, (at, 84), 36, style.icons + step, ink)
    start = width - 280 if style.script == ARABIC else 32
    draw_text(
        canvas,
        (start, 84, start + 250, 140),
        style.name,
        style.script,
        size=34,
        color=ink,
        centered=False,
    )
    below = draw_text(
        canvas,
        (32, 170, width - 32, 400),
        style.words,
        style.script,
        size=34,
        color=ink,
        centered=False,
    )
    photo_height = min(round(width * pixels.shape[0] / pixels.shape[1]), round(height * share))
    top = max(below + 24, round(height * 0.46 - photo_height / 2))
    pasted(canvas, pixels, (0, top, width, top + photo_height))
    for step in range(4):
        draw_icon(draw, (40 + step * 90, top + photo_height + 30), 44, step, ink)
    draw_text(
        canvas,
        (32, top + photo_height + 100, width - 32, height - 200),
        style.words,
        style.script,
        size=28,
        color=ink,
        centered=False,
    )
    draw.line((0, height - 130, width, height - 130), fill=style.accent, width=3)
    for step in range(5):
        draw_icon(draw, (50 + step * 145, height - 100), 48, style.icons + step + 3, ink)
    return np.asarray(canvas)


def post_screen(pixels: Pixels, style: ScreenStyle, *, width: int = 800) -> Pixels:
    """Return a social network's post around the photograph: name, words, picture, buttons."""
    inset = 24 if style.count % 2 else 0
    photo_width = width - 2 * inset
    photo_height = min(round(photo_width * pixels.shape[0] / pixels.shape[1]), round(width * 1.1))
    canvas = Image.new("RGB", (width, photo_height + 360), style.paper)
    draw, ink = ImageDraw.Draw(canvas), ink_on(style.paper)
    rightward = style.script == ARABIC
    face = (width - 104, 24, width - 24, 104) if rightward else (24, 24, 104, 104)
    draw.ellipse(face, fill=style.accent)
    words = (24, 30, width - 128, 80) if rightward else (128, 30, width - 24, 80)
    draw_text(canvas, words, style.name, style.script, size=34, color=ink, centered=False)
    below = draw_text(
        canvas,
        (24, 118, width - 24, 250),
        style.words,
        style.script,
        size=30,
        color=ink,
        centered=False,
    )
    top = max(below + 10, 200)
    pasted(canvas, pixels, (inset, top, inset + photo_width, top + photo_height))
    for step in range(4):
        draw_icon(draw, (50 + step * width // 4, top + photo_height + 34), 40, step, ink)
        draw_text(
            canvas,
            (104 + step * width // 4, top + photo_height + 34, width, canvas.height),
            str(style.count // (step + 1)),
            LATIN,
            size=26,
            color=ink,
            centered=False,
        )
    return np.asarray(canvas.crop((0, 0, width, top + photo_height + 110)))


def _status_bar(canvas: Image.Image, style: ScreenStyle, ink: Color) -> None:
    draw = ImageDraw.Draw(canvas)
    clock = f"{style.count % 24:02}:{style.count % 60:02}"
    draw_text(canvas, (32, 16, 200, 60), clock, LATIN, size=28, color=ink, centered=False)
    edge = canvas.width - 32
    draw.rounded_rectangle((edge - 54, 20, edge, 44), 6, outline=ink, width=3)
    draw.rectangle((edge - 49, 25, edge - 49 + style.count % 40, 39), fill=ink)
    for bar in range(4):
        draw.rectangle((edge - 110 + bar * 11, 40 - bar * 6, edge - 104 + bar * 11, 44), fill=ink)
