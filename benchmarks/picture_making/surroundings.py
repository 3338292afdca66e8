"""What pictures are put into, of kinds that nothing was tuned on: albums, frames, screens, a wall.

The other half of ``other_edits.py``, which says what these are for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import cv2
import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from benchmarks.picture_making.drawing import (
    ARABIC,
    BRIGHT,
    LATIN,
    Pixels,
    choice_of,
    draw_icon,
    draw_text,
    hanging_text,
    pasted,
    sentence,
)
from benchmarks.picture_making.edits import photographed_screen

__all__ = ["SURROUNDINGS", "OtherEdit"]

Random = np.random.Generator
OtherEdit = Callable[[Image.Image, Random, Sequence[Pixels]], Image.Image]


def _grid9(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """Nine photographs in three rows, this one anywhere among them."""
    cell, gap, own = (300, 225), int(random.integers(0, 7)), int(random.integers(9))
    canvas = Image.new("RGB", (3 * cell[0] + 2 * gap, 3 * cell[1] + 2 * gap), (255, 255, 255))
    for place in range(9):
        left, top = place % 3 * (cell[0] + gap), place // 3 * (cell[1] + gap)
        shown = np.asarray(image) if place == own else choice_of(random, beside)
        pasted(canvas, shown, (left, top, left + cell[0], top + cell[1]))
    return canvas


def _uneven(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """Five photographs of different sizes, as an album shows them."""
    boxes = [
        (0, 0, 600, 500),
        (606, 0, 1000, 247),
        (606, 253, 1000, 500),
        (0, 506, 420, 800),
        (426, 506, 1000, 800),
    ]
    canvas = Image.new("RGB", (1000, 800), choice_of(random, ((255, 255, 255), (16, 16, 16))))
    own = int(random.integers(len(boxes)))
    for place, box in enumerate(boxes):
        pasted(canvas, np.asarray(image) if place == own else choice_of(random, beside), box)
    return canvas


def _meme_bars(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """Words of a script that hangs from a line, in white bars above and below."""
    bar = max(40, image.height // 5)
    canvas = Image.new("RGB", (image.width, image.height + 2 * bar), (255, 255, 255))
    canvas.paste(image, (0, bar))
    for top in (0, bar + image.height):
        for line in range(2):
            start = top + bar // 10 + line * bar * 9 // 20
            ends = (image.width // 12, start, image.width * 11 // 12, start + bar // 3)
            hanging_text(canvas, ends, random, (15, 15, 15))
    return canvas


def _picture_frame(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """A mat and a wooden frame with a bevel, on a wall with a shadow."""
    matted = ImageOps.expand(image, image.width // 14, (244, 240, 228))
    wide = image.width // 12
    framed = ImageOps.expand(matted, wide, (0, 0, 0))
    draw = ImageDraw.Draw(framed)
    wood = np.array(choice_of(random, ((120, 78, 40), (60, 40, 26), (190, 160, 90))))
    for step in range(wide):
        shade = 0.7 + 0.5 * abs(np.sin(step / wide * 3.1 + 0.4))
        draw.rectangle(
            (step, step, framed.width - 1 - step, framed.height - 1 - step),
            outline=tuple(int(v) for v in np.clip(wood * shade, 0, 255)),
        )
    room = image.width // 10
    wall = Image.new("RGB", (framed.width + 2 * room, framed.height + 2 * room), (205, 200, 190))
    shadow = Image.new("RGB", framed.size, (130, 126, 118))
    wall.paste(shadow, (room + wide // 4, room + wide // 3))
    wall = wall.filter(ImageFilter.GaussianBlur(6))
    wall.paste(framed, (room, room))
    return wall


def _polaroid(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    square = image.crop((left, top, left + side, top + side))
    edge = side // 14
    card = Image.new("RGB", (side + 2 * edge, side + 5 * edge), (250, 249, 244))
    card.paste(ImageEnhance.Color(square).enhance(0.75), (edge, edge))
    draw_text(
        card,
        (edge, side + 2 * edge, side + edge, side + 5 * edge),
        sentence(random, ARABIC),
        ARABIC,
        size=edge,
        color=(40, 40, 70),
    )
    turn = float(random.uniform(-9, 9))
    return card.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=(92, 70, 52))


def _reel(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """Nine to sixteen, with the picture's own blurred enlargement behind, and an app's buttons."""
    canvas = Image.new("RGB", (540, 960))
    pasted(canvas, np.asarray(image), (0, 0, 540, 960))
    canvas = ImageEnhance.Brightness(canvas.filter(ImageFilter.GaussianBlur(22))).enhance(0.6)
    height = min(900, round(540 * image.height / image.width))
    top = (960 - height) // 2
    canvas.paste(image.resize((540, height), Image.Resampling.LANCZOS), (0, top))
    draw = ImageDraw.Draw(canvas)
    for step in range(4):
        draw_icon(draw, (480, 520 + step * 90), 42, step, (255, 255, 255))
    script = choice_of(random, (ARABIC, LATIN))
    draw_text(
        canvas,
        (24, 840, 460, 960),
        sentence(random, script),
        script,
        size=28,
        color=(255, 255, 255),
        outline=(0, 0, 0),
        centered=False,
    )
    return canvas


def _television(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """A channel's sign, a headline over the lower third, and a ticker under it."""
    canvas = Image.new("RGB", (960, 540))
    pasted(canvas, np.asarray(image), (0, 0, 960, 540))
    draw, accent = ImageDraw.Draw(canvas), choice_of(random, BRIGHT)
    script = choice_of(random, (ARABIC, LATIN))
    draw.rectangle((0, 395, 960, 470), fill=(240, 240, 242))
    draw.rectangle(
        (760 if script == ARABIC else 0, 365, 960 if script == ARABIC else 200, 398), fill=accent
    )
    draw_text(
        canvas,
        (24, 404, 936, 470),
        sentence(random, script),
        script,
        size=38,
        color=(20, 20, 40),
        centered=False,
    )
    draw.rectangle((0, 475, 960, 540), fill=(24, 28, 60))
    ticker = f"{sentence(random, script)}  {sentence(random, script)}"
    draw_text(
        canvas, (0, 486, 2400, 540), ticker, script, size=28, color=(255, 255, 255), centered=False
    )
    draw.ellipse((850, 24, 930, 104), fill=accent, outline=(255, 255, 255), width=5)
    draw_icon(draw, (872, 46), 36, int(random.integers(8)), (255, 255, 255))
    return canvas


def _poster(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """A photograph of a poster on a wall, from the side."""
    width, height = 960, 720
    wall = np.full((height, width, 3), (150, 140, 126), np.uint8)
    wall = np.clip(wall + random.normal(0, 9, wall.shape), 0, 255).astype(np.uint8)
    near, far = float(random.uniform(0.02, 0.1)), float(random.uniform(0.16, 0.26))
    side, slope = choice_of(random, (False, True)), float(random.uniform(0, 0.06))
    left_edge, right_edge = (near, far) if side else (far, near)
    corners = np.array(
        [
            [0.14, left_edge],
            [0.86, right_edge + slope],
            [0.86, 1 - right_edge],
            [0.14, 1 - left_edge],
        ]
    ) * [width, height]
    start = np.array(
        [[0, 0], [image.width, 0], [image.width, image.height], [0, image.height]], np.float32
    )
    matrix = cv2.getPerspectiveTransform(start, corners.astype(np.float32))
    flags = cv2.INTER_AREA
    seen = cv2.warpPerspective(np.asarray(image), matrix, (width, height), flags=flags)
    mask = cv2.warpPerspective(np.full(image.size[::-1], 255, np.uint8), matrix, (width, height))
    light = np.linspace(0.7, 1.12, width)[None, :, None]
    mixed = np.where(mask[..., None] > 127, seen, wall) * light
    return Image.fromarray(np.clip(mixed, 0, 255).astype(np.uint8)).filter(
        ImageFilter.GaussianBlur(0.7)
    )


def _glare(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """A screen with strong moiré, and a lamp reflected in it."""
    photo = photographed_screen(image, random, tilt=0.1, moire=22.0)
    light = Image.new("L", photo.size, 0)
    x, y = int(random.integers(photo.width)), int(random.integers(photo.height))
    reach = photo.width // 6
    ImageDraw.Draw(light).ellipse((x - reach, y - reach // 2, x + reach, y + reach // 2), fill=210)
    light = light.filter(ImageFilter.GaussianBlur(reach / 3))
    return ImageChops.screen(photo, Image.merge("RGB", (light, light, light)))


def _inset(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """This one large, a small other one in a corner of it."""
    canvas = image.copy()
    wide, high = image.width * 2 // 5, image.height * 2 // 5
    left = choice_of(random, (12, image.width - wide - 12))
    box = (left, image.height - high - 12, left + wide, image.height - 12)
    ImageDraw.Draw(canvas).rectangle(
        (box[0] - 4, box[1] - 4, box[2] + 3, box[3] + 3), fill=(255,) * 3
    )
    pasted(canvas, choice_of(random, beside), box)
    return canvas


def _in_corner(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """This one small in a corner of another photograph."""
    canvas = Image.new("RGB", (1000, 750))
    pasted(canvas, choice_of(random, beside), (0, 0, 1000, 750))
    wide, high = 420, min(500, round(420 * image.height / image.width))
    left = choice_of(random, (16, 1000 - wide - 16))
    box = (left, 750 - high - 16, left + wide, 750 - 16)
    ImageDraw.Draw(canvas).rectangle(
        (box[0] - 5, box[1] - 5, box[2] + 4, box[3] + 4), fill=(255,) * 3
    )
    pasted(canvas, np.asarray(image), box)
    return canvas


def _dark_chat(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """An Arabic conversation in dark mode, with the picture in one of its bubbles."""
    canvas = Image.new("RGB", (720, 1400), (11, 20, 26))
    draw = ImageDraw.Draw(canvas)
    for _ in range(90):
        at = (int(random.integers(700)), int(random.integers(1400)))
        draw_icon(draw, at, 22, int(random.integers(8)), (20, 31, 38))
    draw.rectangle((0, 0, 720, 110), fill=(31, 44, 52))
    draw_text(
        canvas,
        (200, 34, 690, 100),
        "مجموعة أهل الحي",
        ARABIC,
        size=36,
        color=(233, 237, 239),
        centered=False,
    )
    top = 150
    for place in range(4):
        if place == 1:
            high = min(620, round(520 * image.height / image.width))
            draw.rounded_rectangle((170, top, 710, top + high + 90), 20, fill=(0, 92, 75))
            pasted(canvas, np.asarray(image), (180, top + 10, 700, top + 10 + high))
            draw_text(
                canvas,
                (190, top + high + 20, 690, top + high + 90),
                sentence(random, ARABIC)[:34],
                ARABIC,
                size=28,
                color=(233, 237, 239),
                centered=False,
            )
            top += high + 110
            continue
        draw.rounded_rectangle((20, top, 560, top + 130), 20, fill=(32, 44, 51))
        draw_text(
            canvas,
            (40, top + 14, 540, top + 120),
            sentence(random, ARABIC),
            ARABIC,
            size=28,
            color=(233, 237, 239),
            centered=False,
        )
        top += 150
    return canvas.crop((0, 0, 720, min(1400, top + 20)))


SURROUNDINGS: Mapping[str, OtherEdit] = {
    "grid9": _grid9,
    "uneven_album": _uneven,
    "meme_hanging_script": _meme_bars,
    "picture_frame": _picture_frame,
    "polaroid": _polaroid,
    "reel": _reel,
    "television": _television,
    "poster_photo": _poster,
    "screen_glare": _glare,
    "inset": _inset,
    "in_corner": _in_corner,
    "dark_chat": _dark_chat,
}
