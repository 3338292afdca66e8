"""Copies of a picture whose changes are known, for `picture_words.py`: what was done, and where to.

Each change takes a ``Changed`` and gives another, so that several can follow each other: it draws
the new picture, carries the movement along and adds what should be said of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from benchmarks.picture_making.drawing import (
    ARABIC,
    LATIN,
    choice_of,
    draw_icon,
    draw_text,
    hanging_text,
    ink_on,
    random_of,
    sentence,
)
from media_provenance.domain.alteration_facts import Tone
from media_provenance.domain.frames import Floats

__all__ = ["CHANGES", "Changed", "changed"]

Random = np.random.Generator
_COLORS = ((0, 0, 0), (255, 255, 255), (178, 24, 30), (20, 60, 120), (245, 205, 70), (90, 90, 90))


@dataclass(frozen=True)
class Changed:
    """A copy and what was done to it.

    Attributes:
        image: the copy.
        onto: (3, 3), fractions of the copy to fractions of the original.
        scene: x0, y0, x1, y1 in pixels of the copy where the scene still stands.
        facts: codes of what was added and of tones; "mirrored", "stretched".
        rotation: degrees clockwise.
        crop: share of the original still seen.
    """

    image: Image.Image
    onto: Floats = field(default_factory=lambda: np.eye(3))
    facts: frozenset[str] = frozenset()
    rotation: float = 0.0
    crop: float = 1.0

    def also(self, *facts: str) -> frozenset[str]:
        return self.facts | set(facts)


Change = Callable[[Changed, Random, Sequence[Image.Image]], Changed]


def _placed(
    before: Changed, image: Image.Image, left: float, top: float, *facts: str, scale: float = 1.0
) -> Changed:
    """Return the copy in a new image in which its left top corner stands at a place, scaled."""
    width, height = before.image.size
    matrix = np.array(
        [
            [image.width / (width * scale), 0, -left / (width * scale)],
            [0, image.height / (height * scale), -top / (height * scale)],
            [0, 0, 1],
        ]
    )
    return replace(before, image=image, onto=before.onto @ matrix, facts=before.also(*facts))


def crop(share: float) -> Change:
    def change(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
        width, height = before.image.size
        ratio = float(random.uniform(0.85, 1.15))
        side = share**0.5
        wide = min(width, round(width * side * ratio**0.5))
        high = min(height, round(width * height * share / wide))
        left, top = int(random.integers(width - wide + 1)), int(random.integers(height - high + 1))
        image = before.image.crop((left, top, left + wide, top + high))
        after = _placed(before, image, -left, -top)
        return replace(after, crop=before.crop * wide * high / (width * height))

    return change


def mirror(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
    flip = np.array([[-1.0, 0, 1], [0, 1, 0], [0, 0, 1]])
    image = ImageOps.mirror(before.image)
    return replace(before, image=image, onto=before.onto @ flip, facts=before.also("mirrored"))


def turn(degrees: float) -> Change:
    """Turn clockwise; corners are filled, nothing is lost."""

    def change(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
        width, height = before.image.size
        fill = choice_of(random, _COLORS[:2])
        image = before.image.rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=fill)
        c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        middle, before_middle = np.array(image.size) / 2, np.array([width, height]) / 2
        back = np.eye(3)
        back[:2, :2] = [[c, s], [-s, c]]
        back[:2, 2] = before_middle - back[:2, :2] @ middle
        matrix = np.diag([1 / width, 1 / height, 1]) @ back @ np.diag([*image.size, 1.0])
        return replace(before, image=image, onto=before.onto @ matrix, rotation=degrees)

    return change


def stretch(factor: float) -> Change:
    def change(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
        width, height = before.image.size
        image = before.image.resize((round(width * factor), height), Image.Resampling.BICUBIC)
        return replace(before, image=image, facts=before.also("stretched"))

    return change


def smaller(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
    width, height = before.image.size
    return replace(before, image=before.image.resize((width // 2, height // 2)))


def _write(image: Image.Image, box: tuple[int, int, int, int], random: Random, size: int) -> None:
    """Write into a box in one of three scripts, outlined where it stands on the scene."""
    script = int(random.integers(3))
    ink = choice_of(random, ((255, 255, 255), (255, 225, 0), (200, 0, 0)))
    if script == 2:
        for top in range(box[1], max(box[1] + 1, box[3] - size), round(size * 1.5)):
            hanging_text(image, (box[0], top, box[2], top + size), random, ink)
        return
    words, name = "", (ARABIC, LATIN)[script]
    while len(words) < 120:
        words += " " + sentence(random, name)
    draw_text(image, box, words, name, size=size, color=ink, outline=(0, 0, 0))


def strip(side: str, *, over: bool = False, written: bool = True) -> Change:
    """Put a strip "above" or "below", beside the scene or over it."""

    def change(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
        width, height = before.image.size
        thick = round(height * float(random.uniform(0.1, 0.22)))
        paper = choice_of(random, _COLORS)
        canvas = Image.new("RGB", (width, height if over else height + thick), paper)
        top = 0 if over or side == "below" else thick
        canvas.paste(before.image, (0, top))
        start = 0 if side == "above" else canvas.height - thick
        canvas.paste(paper, (0, start, width, start + thick))
        if written:
            script = choice_of(random, (ARABIC, LATIN))
            draw_text(
                canvas,
                (width // 40, start + thick // 8, width - width // 40, start + thick),
                sentence(random, script),
                script,
                size=max(10, thick // 3),
                color=ink_on(paper),
            )
        after = _placed(before, canvas, 0, top, f"strip_{side}")
        return replace(after, crop=before.crop * ((height - thick) / height if over else 1))

    return change


def bars(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
    width, height = before.image.size
    thick = round(width * float(random.uniform(0.08, 0.2)))
    canvas = Image.new("RGB", (width + 2 * thick, height), choice_of(random, _COLORS))
    canvas.paste(before.image, (thick, 0))
    return _placed(before, canvas, thick, 0, "strip_left", "strip_right")


def frame(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
    thick = round(max(before.image.size) * float(random.uniform(0.03, 0.1)))
    canvas = ImageOps.expand(before.image, thick, choice_of(random, _COLORS))
    return _placed(before, canvas, thick, thick, "frame")


def text(start: float, end: float) -> Change:
    def change(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
        image = before.image.copy()
        width, height = image.size
        size = round(min(image.size) * float(random.uniform(0.08, 0.13)))
        box = (width // 20, round(start * height), width - width // 20, round(end * height))
        _write(image, box, random, size)
        return replace(before, image=image, facts=before.also("text"))

    return change


def logo(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
    image = before.image.copy()
    side = round(image.width * float(random.uniform(0.12, 0.18)))
    edge = image.width // 40
    left = choice_of(random, (edge, image.width - side - edge))
    top = choice_of(random, (edge, image.height - side - edge))
    paper = choice_of(random, _COLORS[2:])
    draw = ImageDraw.Draw(image)
    if random.random() < 0.5:
        draw.rounded_rectangle((left, top, left + side, top + side // 2), side // 10, fill=paper)
        draw_text(
            image,
            (left, top + side // 9, left + side, top + side // 2),
            choice_of(random, ("NEWS 24", "TV 7")),
            LATIN,
            size=side // 5,
            color=ink_on(paper),
        )
    else:
        draw.ellipse((left, top, left + side, top + side), fill=paper)
        icon = (left + side // 4, top + side // 4)
        draw_icon(draw, icon, side // 2, int(random.integers(8)), ink_on(paper))
    return replace(before, image=image, facts=before.also("patch"))


def collage(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
    """Put it among others, two or four, each cut to its cell."""
    across, down = choice_of(random, ((2, 1), (1, 2), (2, 2)))
    wide, high = 480, 400
    seam = int(random.integers(0, 8))
    canvas = Image.new("RGB", (across * (wide + seam) - seam, down * (high + seam) - seam))
    own = int(random.integers(across * down))
    after = before
    for place in range(across * down):
        left, top = (place % across) * (wide + seam), (place // across) * (high + seam)
        image = before.image if place == own else choice_of(random, beside)
        fitted = ImageOps.fit(image, (wide, high))
        canvas.paste(fitted, (left, top))
        if place == own:
            scale = max(wide / image.width, high / image.height)
            share = wide * high / (image.width * image.height * scale**2)
            corner = (
                left - (image.width * scale - wide) / 2,
                top - (image.height * scale - high) / 2,
            )
            after = _placed(before, canvas, *corner, "collage", scale=scale)
            after = replace(after, crop=before.crop * share)
    return after


def screen(before: Changed, random: Random, beside: Sequence[Image.Image]) -> Changed:
    """Show it on a phone: a bar with words above, words and icons below."""
    width = 720
    scale = width / before.image.width
    high = round(before.image.height * scale)
    paper = choice_of(random, ((255, 255, 255), (18, 18, 20)))
    head, foot = 260, max(420, 1200 - high)
    canvas = Image.new("RGB", (width, head + high + foot), paper)
    draw, ink = ImageDraw.Draw(canvas), ink_on(paper)
    script = choice_of(random, (ARABIC, LATIN))
    canvas.paste(before.image.resize((width, high)), (0, head))
    for top, bottom in ((90, head), (head + high + 90, canvas.height - 120)):
        words = f"{sentence(random, script)} {sentence(random, script)}"
        box = (30, top, width - 30, bottom)
        draw_text(canvas, box, words, script, size=34, color=ink, centered=False)
    for step in range(4):
        draw_icon(draw, (40 + 170 * step, head + high + 20), 46, step, ink)
        draw_icon(draw, (40 + 170 * step, canvas.height - 80), 46, step + 3, ink)
        draw_icon(draw, (40 + 80 * step, 20), 36, step + 4, ink)
    return _placed(before, canvas, 0, head, "screen", scale=scale)


def toned(tone: Tone, change: Callable[[Image.Image], Image.Image]) -> Change:
    return lambda before, random, beside: replace(
        before, image=change(before.image), facts=before.also(tone.value)
    )


grey = toned(Tone.GREYSCALE, lambda image: ImageOps.grayscale(image).convert("RGB"))
sepia = toned(
    Tone.TINTED,
    lambda image: ImageOps.colorize(
        ImageOps.grayscale(image), (40, 20, 5), (255, 240, 205), (170, 125, 75)
    ),
)
brighter = toned(Tone.BRIGHTER, lambda image: ImageEnhance.Brightness(image).enhance(1.35))
darker = toned(Tone.DARKER, lambda image: ImageEnhance.Brightness(image).enhance(0.65))
blurred = toned(
    Tone.LESS_SHARP, lambda image: image.filter(ImageFilter.GaussianBlur(max(image.size) / 160))
)

CHANGES: Mapping[str, tuple[Change, ...]] = {
    "saved again": (),
    "half size": (smaller,),
    "crop 90": (crop(0.9),),
    "crop 75": (crop(0.75),),
    "crop 50": (crop(0.5),),
    "crop 30": (crop(0.3),),
    "mirrored": (mirror,),
    "turned 5": (turn(5),),
    "turned -12": (turn(-12),),
    "turned 90": (turn(90),),
    "turned 180": (turn(180),),
    "mirrored, turned 7": (mirror, turn(7)),
    "wider": (stretch(1.25),),
    "narrower": (stretch(0.8),),
    "strip below": (strip("below"),),
    "strip above": (strip("above"),),
    "strip over": (strip("below", over=True),),
    "plain bars above and below": (
        strip("above", written=False),
        strip("below", written=False),
    ),
    "bars at the sides": (bars,),
    "frame": (frame,),
    "text above": (text(0.03, 0.35),),
    "text below": (text(0.62, 0.98),),
    "text all over": (text(0.1, 0.95),),
    "logo": (logo,),
    "collage": (collage,),
    "screen": (screen,),
    "greyscale": (grey,),
    "sepia": (sepia,),
    "brighter": (brighter,),
    "darker": (darker,),
    "blurred": (blurred,),
    "mirrored, crop 60, strip": (mirror, crop(0.6), strip("below")),
    "crop 70, text, logo": (crop(0.7), text(0.55, 0.95), logo),
    "text, frame": (text(0.05, 0.5), frame),
    "mirrored, screen": (mirror, screen),
    "crop 80, collage": (crop(0.8), collage),
}


def changed(original: Image.Image, name: str, seed: int, beside: Sequence[Image.Image]) -> Changed:
    """Return the copy that one of ``CHANGES`` makes of a picture, before it is saved.

    Raises:
        KeyError: if there is no change of that name.
    """
    random = random_of(name, seed)
    copy = Changed(original)
    for change in CHANGES[name]:
        copy = change(copy, random, beside)
    return copy
