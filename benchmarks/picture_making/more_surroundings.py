"""What pictures are put into, a second collection that nothing was tuned on.

Walls of frames, pages of print, laptops, broadcasts, posts and mosaics. ``more_edits.py`` says what
these are for and has the rest of the collection.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from benchmarks.picture_making.drawing import (
    ARABIC,
    BRIGHT,
    LATIN,
    Color,
    Pixels,
    choice_of,
    draw_icon,
    draw_text,
    pasted,
    sentence,
)
from benchmarks.picture_making.screens import ScreenStyle, phone_screen
from benchmarks.picture_making.surroundings import OtherEdit

__all__ = ["MORE_SURROUNDINGS"]

Random = np.random.Generator


def _mosaic(tiles: int, across: int) -> OtherEdit:
    """Put so many photographs in rows that are as wide as each other, this one anywhere."""

    def make(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
        gap, own = int(random.integers(0, 11)), int(random.integers(tiles))
        paper = choice_of(random, ((255, 255, 255), (0, 0, 0), (235, 228, 214)))
        canvas = Image.new("RGB", (1080, 1080), paper)
        rows = [min(across, tiles - first) for first in range(0, tiles, across)]
        high = (1080 - gap * (len(rows) + 1)) // len(rows)
        place = 0
        for row, count in enumerate(rows):
            wide = (1080 - gap * (count + 1)) // count
            for column in range(count):
                left, top = gap + column * (wide + gap), gap + row * (high + gap)
                shown = np.asarray(image) if place == own else choice_of(random, beside)
                pasted(canvas, shown, (left, top, left + wide, top + high))
                place += 1
        return canvas

    return make


def _rounded_mask(size: tuple[int, int], radius: int) -> Image.Image:
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius, fill=255)
    return mask


def _right_to_left_post(
    image: Image.Image, random: Random, beside: Sequence[Pixels]
) -> Image.Image:
    """A post in Arabic: round portrait at the right, words, the picture with round corners."""
    dark = random.random() < 0.5
    paper, ink = ((21, 32, 43), (240, 240, 240)) if dark else ((255, 255, 255), (15, 20, 25))
    high = min(900, round(620 * image.height / image.width))
    canvas = Image.new("RGB", (750, high + 420), paper)
    face = Image.fromarray(choice_of(random, beside)).resize((84, 84))
    canvas.paste(face, (640, 30), _rounded_mask((84, 84), 42))
    draw_text(
        canvas, (200, 34, 620, 80), "مراسل الميدان", ARABIC, size=32, color=ink, centered=False
    )
    draw_text(canvas, (300, 82, 620, 110), "@almaydan", LATIN, size=24, color=(120, 130, 140))
    words = f"{sentence(random, ARABIC)}، {sentence(random, ARABIC)}"
    below = draw_text(
        canvas, (30, 132, 720, 260), words, ARABIC, size=32, color=ink, centered=False
    )
    shown = Image.new("RGB", (620, high))
    pasted(shown, np.asarray(image), (0, 0, 620, high))
    canvas.paste(shown, (100, below + 14), _rounded_mask(shown.size, 24))
    draw = ImageDraw.Draw(canvas)
    for step in range(5):
        draw_icon(draw, (110 + step * 140, below + high + 40), 34, step + 1, (120, 130, 140))
    return canvas.crop((0, 0, 750, below + high + 100))


def _broadcast(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """A bulletin: a live badge, a channel's sign, two lines over the lower third, a ticker."""
    canvas = Image.new("RGB", (1280, 720))
    pasted(canvas, np.asarray(image), (0, 0, 1280, 720))
    draw = ImageDraw.Draw(canvas, "RGBA")
    accent, script = choice_of(random, BRIGHT), choice_of(random, (ARABIC, LATIN))
    draw.rectangle((0, 500, 1280, 650), fill=(16, 24, 60, 215))
    draw.rectangle((0, 500, 1280, 508), fill=accent)
    for top, size in ((520, 46), (590, 34)):
        draw_text(
            canvas,
            (40, top, 1240, top + 60),
            sentence(random, script),
            script,
            size=size,
            color=(255, 255, 255),
            centered=False,
        )
    draw.rectangle((0, 656, 1280, 720), fill=(245, 245, 245))
    crawl = "   ·   ".join(sentence(random, script) for _ in range(3))
    draw_text(
        canvas, (0, 666, 3000, 720), crawl, script, size=30, color=(20, 20, 20), centered=False
    )
    draw.rectangle((40, 36, 170, 84), fill=(200, 16, 30))
    live = "مباشر" if script == ARABIC else "LIVE"
    draw_text(canvas, (40, 38, 170, 84), live, script, size=28, color=(255, 255, 255))
    draw.rounded_rectangle((1090, 30, 1240, 110), 16, fill=accent)
    draw_icon(draw, (1140, 46), 48, int(random.integers(8)), (255, 255, 255))
    return canvas


def _wall_of_frames(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """Three framed photographs on a wall, seen from the side; this one in the middle."""
    wall = Image.new("RGB", (1500, 900), choice_of(random, ((214, 208, 196), (160, 172, 168))))
    for place, (left, wide) in enumerate(((60, 330), (450, 600), (1110, 330))):
        shown = np.asarray(image) if place == 1 else choice_of(random, beside)
        high = round(min(640, wide * shown.shape[0] / shown.shape[1]))
        top = 450 - high // 2
        wood = choice_of(random, ((70, 46, 30), (24, 24, 24), (186, 150, 84)))
        draw = ImageDraw.Draw(wall)
        draw.rectangle((left - 34, top - 34, left + wide + 34, top + high + 34), fill=wood)
        draw.rectangle((left - 18, top - 18, left + wide + 18, top + high + 18), fill=(248,) * 3)
        pasted(wall, shown, (left, top, left + wide, top + high))
    return _from_the_side(wall, random, (1200, 760), lean=0.16)


def _from_the_side(
    image: Image.Image, random: Random, size: tuple[int, int], *, lean: float
) -> Image.Image:
    """Photograph something flat from the side, with light that falls off."""
    width, height = size
    near, far = float(random.uniform(0.0, 0.04)), float(random.uniform(lean / 2, lean))
    left, right = choice_of(random, ((near, far), (far, near)))
    corners = np.array([[0.05, left], [0.95, right], [0.95, 1 - right], [0.05, 1 - left]])
    start = np.array(
        [[0, 0], [image.width, 0], [image.width, image.height], [0, image.height]], np.float32
    )
    target = (corners * [width, height]).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(start, target)
    seen = cv2.warpPerspective(
        np.asarray(image), matrix, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    )
    light = np.linspace(0.78, 1.1, width)[None, :, None]
    noise = random.normal(0, 4, seen.shape)
    return Image.fromarray(np.clip(seen * light + noise, 0, 255).astype(np.uint8))


def _laptop(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """A phone's photograph of a laptop: page in a browser, keys, the beat of two grids of dots."""
    screen = Image.new("RGB", (1200, 760), (250, 250, 250))
    draw = ImageDraw.Draw(screen)
    draw.rectangle((0, 0, 1200, 64), fill=(222, 225, 230))
    draw.rounded_rectangle((150, 14, 1000, 50), 18, fill=(255, 255, 255))
    high = min(640, round(760 * image.height / image.width))
    pasted(screen, np.asarray(image), (60, 90, 820, 90 + high))
    for top in range(100, 720, 60):
        draw_text(
            screen,
            (850, top, 1180, top + 50),
            sentence(random, ARABIC),
            ARABIC,
            size=20,
            color=(60, 60, 60),
            centered=False,
        )
    desk = Image.new("RGB", (1360, 1120), (96, 84, 72))
    draw = ImageDraw.Draw(desk)
    draw.rounded_rectangle((50, 40, 1310, 860), 24, fill=(20, 20, 22))
    desk.paste(screen, (80, 66))
    draw.polygon([(50, 870), (1310, 870), (1360, 1120), (0, 1120)], fill=(168, 170, 174))
    for row in range(3):
        for key in range(14):
            left, top = 90 + key * 85, 890 + row * 72
            draw.rounded_rectangle((left, top, left + 70, top + 56), 8, fill=(36, 36, 40))
    photo = np.asarray(_from_the_side(desk, random, (1088, 896), lean=0.12), dtype=np.float32)
    down, along = np.mgrid[0:896, 0:1088].astype(np.float32)
    pitch, lean = float(random.uniform(4, 9)), float(random.uniform(-0.4, 0.4))
    beat = np.sin((along + lean * down) * 2 * np.pi / pitch)
    beat += np.sin((down - lean * along) * 2 * np.pi / (pitch * 1.13))
    photo += 9 * beat[..., None] * np.array([1.0, 0.7, 1.1])
    return Image.fromarray(np.clip(photo, 0, 255).astype(np.uint8)).filter(
        ImageFilter.GaussianBlur(0.8)
    )


def _story(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """Nine to sixteen: another photograph blurred behind, this one turned a little, a pill."""
    canvas = Image.new("RGB", (720, 1280))
    pasted(canvas, choice_of(random, beside), (0, 0, 720, 1280))
    canvas = canvas.filter(ImageFilter.GaussianBlur(28))
    high = min(820, round(620 * image.height / image.width))
    shown = Image.new("RGB", (620, high))
    pasted(shown, np.asarray(image), (0, 0, 620, high))
    turn = float(random.uniform(-6, 6))
    mask = _rounded_mask(shown.size, 28).rotate(turn, expand=True)
    shown = shown.rotate(turn, Image.Resampling.BICUBIC, expand=True)
    left, top = (720 - shown.width) // 2, (1180 - shown.height) // 2
    canvas.paste(shown, (left, top), mask)
    draw = ImageDraw.Draw(canvas)
    draw.rounded_rectangle((90, 1080, 630, 1160), 40, fill=(255, 255, 255))
    script = choice_of(random, (ARABIC, LATIN))
    draw_text(
        canvas, (110, 1094, 610, 1150), sentence(random, script)[:30], script, size=34,
        color=(20, 20, 20),
    )  # fmt: skip
    draw.line((20, 24, 700, 24), fill=(230, 230, 230), width=5)
    return canvas


def _column(
    page: Image.Image, box: tuple[int, int, int, int], random: Random, script: str, ink: Color
) -> None:
    """Fill a column with small print."""
    words = " ".join(sentence(random, script) for _ in range(40))
    draw_text(page, box, words, script, size=17, color=ink, centered=False)


def _half_page(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """Half a page of a newspaper: headline, columns, and the picture in grey dots."""
    script = choice_of(random, (ARABIC, LATIN))
    page = Image.new("L", (1200, 900), 236)
    head = Image.new("RGB", (1200, 150), (236,) * 3)
    draw_text(head, (40, 24, 1160, 140), sentence(random, script), script, size=54, color=(25,) * 3)
    page.paste(head.convert("L"), (0, 0))
    high = min(600, round(760 * image.height / image.width))
    shown = Image.new("RGB", (760, high))
    pasted(shown, np.asarray(image), (0, 0, 760, high))
    grey = np.asarray(ImageOps.autocontrast(ImageOps.grayscale(shown)), dtype=np.float32) / 255
    down, along = np.mgrid[0:high, 0:760]
    pitch = float(random.uniform(4.5, 6.0))
    u, v = (along + down) * np.pi * 1.414 / pitch, (along - down) * np.pi * 1.414 / pitch
    dots = (grey < 0.5 + 0.25 * (np.cos(u) + np.cos(v))).astype(np.float32)
    inked = 232 - 190 * cv2.GaussianBlur(dots, (0, 0), 0.9)
    page.paste(Image.fromarray(inked.astype(np.uint8)), (40, 170))
    printed = page.convert("RGB")
    _column(printed, (830, 170, 1160, 880), random, script, (50, 50, 50))
    for left in (40, 430):
        _column(printed, (left, 190 + high, left + 360, 880), random, script, (50, 50, 50))
    toned = np.asarray(printed, dtype=np.float32) * np.array([0.98, 0.95, 0.86])
    return Image.fromarray(toned.astype(np.uint8)).rotate(
        float(random.uniform(-1.5, 1.5)), Image.Resampling.BICUBIC, fillcolor=(230, 222, 200)
    )


def _page_scan(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """A page of a report, scanned: the picture among paragraphs, the spine's shadow, in grey."""
    script = choice_of(random, (ARABIC, LATIN))
    page = Image.new("RGB", (900, 1240), (252, 251, 248))
    high = min(520, round(620 * image.height / image.width))
    top = int(random.integers(260, 440))
    pasted(page, np.asarray(image), (140, top, 760, top + high))
    _column(page, (140, 80, 760, top - 30), random, script, (40, 40, 40))
    _column(page, (140, top + high + 30, 760, 1180), random, script, (40, 40, 40))
    shadow = 1 - 0.35 * np.exp(-np.arange(900) / 60.0)[None, :, None]
    grey = np.asarray(ImageOps.grayscale(page).convert("RGB"), dtype=np.float32) * shadow
    return Image.fromarray(grey.astype(np.uint8)).rotate(
        float(random.uniform(-2, 2)), Image.Resampling.BICUBIC, fillcolor=(90, 90, 90)
    )


def _screenshot_twice(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """A screenshot of somebody's screenshot, each by another telephone."""
    once = phone_screen(np.asarray(image), ScreenStyle.drawn_from(random))
    return Image.fromarray(phone_screen(once, ScreenStyle.drawn_from(random), share=0.62))


def _before_and_after(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """A screen split in two, another photograph in the other half, with words over both."""
    canvas = Image.new("RGB", (1080, 720))
    places = [(0, 0, 536, 720), (544, 0, 1080, 720)]
    own = int(random.integers(2))
    pasted(canvas, np.asarray(image), places[own])
    pasted(canvas, choice_of(random, beside), places[1 - own])
    draw = ImageDraw.Draw(canvas)
    for (left, _, right, _), words in zip(places, ("قبل", "بعد"), strict=True):
        draw.rectangle((left + 20, 20, left + 200, 90), fill=(200, 30, 40))
        draw_text(canvas, (left + 20, 22, left + 200, 90), words, ARABIC, size=40,
                  color=(255, 255, 255))  # fmt: skip
        draw.line((right, 0, right, 720), fill=(255, 255, 255), width=4)
    return canvas


def _picture_in_picture(
    image: Image.Image, random: Random, beside: Sequence[Pixels]
) -> Image.Image:
    """A somebody who talks fills the screen; the photograph hangs in a window over a shoulder."""
    canvas = Image.new("RGB", (1280, 720))
    pasted(canvas, choice_of(random, beside), (0, 0, 1280, 720))
    canvas = ImageEnhance.Brightness(canvas).enhance(0.85)
    wide = int(random.integers(460, 600))
    high = min(520, round(wide * image.height / image.width))
    left, top = choice_of(random, (70, 1210 - wide)), int(random.integers(40, 660 - high))
    ImageDraw.Draw(canvas).rectangle(
        (left - 6, top - 6, left + wide + 5, top + high + 5), fill=(250, 250, 250)
    )
    pasted(canvas, np.asarray(image), (left, top, left + wide, top + high))
    return canvas


MORE_SURROUNDINGS: Mapping[str, OtherEdit] = {
    "mosaic6": _mosaic(6, 3),
    "mosaic7": _mosaic(7, 3),
    "mosaic9": _mosaic(9, 3),
    "right_to_left_post": _right_to_left_post,
    "broadcast": _broadcast,
    "wall_of_frames": _wall_of_frames,
    "laptop_photo": _laptop,
    "story": _story,
    "half_page": _half_page,
    "page_scan": _page_scan,
    "screenshot_twice": _screenshot_twice,
    "before_and_after": _before_and_after,
    "picture_in_picture": _picture_in_picture,
}
