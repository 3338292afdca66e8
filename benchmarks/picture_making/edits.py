"""The 28 edits that pictures go through on their way around, as the benchmarks make them.

``edited(pixels, name, seed)`` gives the same pixels for the same picture, edit and seed on every
machine. Shares of crops are of the area. Kinds of edits that tuning is not to see are elsewhere
(``other_edits.py``).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from benchmarks.picture_making.drawing import (
    ARABIC,
    LATIN,
    Pixels,
    choice_of,
    draw_text,
    ink_on,
    pasted,
    random_of,
    sentence,
)
from benchmarks.picture_making.screens import ScreenStyle, phone_screen, post_screen

__all__ = ["EDITS", "as_file", "cropped", "edited", "photographed_screen"]

Random = np.random.Generator
Edit = Callable[[Image.Image, Random], Image.Image]

_PLAIN_COLORS = ((0, 0, 0), (255, 255, 255), (178, 24, 30), (20, 60, 120), (245, 205, 70))


def edited(pixels: Pixels, name: str, seed: int, *, beside: Sequence[Pixels] = ()) -> Pixels:
    """Return the edited copy of a picture, as it is before it is saved.

    Args:
        pixels: RGB, shape (height, width, 3), dtype uint8.
        name: one of ``EDITS``.
        seed: of what is drawn by lot; the benchmarks take the CRC-32 of the photograph's name.
        beside: other photographs, for the ``collage``; without any, a plain drawing stands there.

    Raises:
        KeyError: if there is no edit of that name.
    """
    random = random_of(name, seed)
    image = Image.fromarray(pixels)
    if name == "collage":
        return np.asarray(_collage(image, random, beside))
    return np.asarray(_EDITS[name](image, random).convert("RGB"))


def as_file(pixels: Pixels, name: str) -> bytes:
    """Return the edited copy as the JPEG file that goes around; quality 30 for ``jpeg30``."""
    target = io.BytesIO()
    quality = {"jpeg30": 30, "hard": 45, "identity": 95}.get(name, 85)
    Image.fromarray(pixels).save(target, "JPEG", quality=quality)
    return target.getvalue()


def cropped(image: Image.Image, random: Random, share: float) -> Image.Image:
    """Cut out a window of the same proportions with a share of the area, anywhere."""
    side = share**0.5
    width, height = max(1, round(image.width * side)), max(1, round(image.height * side))
    left = int(random.integers(image.width - width + 1))
    top = int(random.integers(image.height - height + 1))
    return image.crop((left, top, left + width, top + height))


def _crop(share: float) -> Edit:
    return lambda image, random: cropped(image, random, share)


def _aspect(image: Image.Image, random: Random) -> Image.Image:
    """Cut to another of the usual proportions, keeping as much as they allow."""
    ratios = [1.0, 4 / 5, 16 / 9, 9 / 16]
    own = image.width / image.height
    ratio = choice_of(random, [r for r in ratios if 1.2 < max(r / own, own / r) < 1.9] or [1.0])
    if ratio < own:
        width, height = round(image.height * ratio), image.height
    else:
        width, height = image.width, round(image.width / ratio)
    left = int(random.integers(image.width - width + 1))
    top = int(random.integers(image.height - height + 1))
    return image.crop((left, top, left + width, top + height))


def _caption20(image: Image.Image, random: Random) -> Image.Image:
    """Add a strip with a sentence above or below, or put it over the lower end of the picture."""
    strip = max(24, round(image.height * 0.2))
    paper = choice_of(random, _PLAIN_COLORS)
    script = choice_of(random, (ARABIC, LATIN))
    where = choice_of(random, ("below", "below", "above", "over"))
    if where == "over":
        canvas, top = image.copy(), image.height - strip
        canvas.paste(paper, (0, top, image.width, image.height))
    else:
        canvas = Image.new("RGB", (image.width, image.height + strip), paper)
        canvas.paste(image, (0, strip if where == "above" else 0))
        top = 0 if where == "above" else image.height
    edge = image.width // 40
    draw_text(
        canvas,
        (edge, top + strip // 10, image.width - edge, top + strip),
        sentence(random, script),
        script,
        size=max(12, round(strip * 0.32)),
        color=ink_on(paper),
    )
    return canvas


def _bigtext(image: Image.Image, random: Random) -> Image.Image:
    """Write large outlined letters over two thirds of the picture, anywhere in its height."""
    canvas = image.copy()
    script = choice_of(random, (ARABIC, LATIN))
    size = round(min(image.size) * float(random.uniform(0.13, 0.19)))
    top = round(image.height * float(random.uniform(0.03, 0.33)))
    ink, outline = choice_of(
        random,
        (((255, 255, 255), (0, 0, 0)), ((255, 225, 0), (0, 0, 0)), ((200, 0, 0), (255, 255, 255))),
    )
    draw_text(
        canvas,
        (image.width // 30, top, image.width * 29 // 30, top + round(image.height * 0.62)),
        f"{sentence(random, script)} {sentence(random, script)}",
        script,
        size=size,
        color=ink,
        outline=outline,
    )
    return canvas


def _logo(image: Image.Image, random: Random) -> Image.Image:
    canvas, side = image.copy(), round(image.width * float(random.uniform(0.14, 0.2)))
    edge = image.width // 40
    left = choice_of(random, (edge, image.width - side - edge))
    top = choice_of(random, (edge, image.height - side // 2 - edge))
    paper = choice_of(random, _PLAIN_COLORS[2:])
    box = (left, top, left + side, top + side // 2)
    ImageDraw.Draw(canvas).rounded_rectangle(box, side // 12, fill=paper)
    script, words = choice_of(random, ((ARABIC, "الخبر"), (LATIN, "NEWS 24")))
    draw_text(
        canvas,
        (left, top + side // 12, left + side, top + side // 2),
        words,
        script,
        size=side // 5,
        color=ink_on(paper),
    )
    return canvas


def _rotation(degrees: float) -> Edit:
    def rotate(image: Image.Image, random: Random) -> Image.Image:
        turn = degrees * choice_of(random, (-1, 1))
        fill = choice_of(random, _PLAIN_COLORS[:2])
        return image.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=fill)

    return rotate


def _sepia(image: Image.Image, random: Random) -> Image.Image:
    return ImageOps.colorize(
        ImageOps.grayscale(image), (40, 20, 5), (255, 240, 205), (170, 125, 75)
    )


def _blur(image: Image.Image, random: Random) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(max(image.size) * 0.0025))


def _noise(image: Image.Image, random: Random) -> Image.Image:
    pixels = np.asarray(image, dtype=np.float32)
    noisy = pixels + random.normal(0, 16, pixels.shape).astype(np.float32)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def _border(image: Image.Image, random: Random) -> Image.Image:
    wide = round(max(image.size) * float(random.uniform(0.05, 0.12)))
    framed = ImageOps.expand(image, wide, choice_of(random, _PLAIN_COLORS))
    if random.random() < 0.5:
        framed = ImageOps.expand(framed, wide // 5, choice_of(random, _PLAIN_COLORS))
    return framed


def _resize25(image: Image.Image, random: Random) -> Image.Image:
    size = (max(1, image.width // 4), max(1, image.height // 4))
    return image.resize(size, Image.Resampling.BICUBIC)


def _phone40(image: Image.Image, random: Random) -> Image.Image:
    return Image.fromarray(phone_screen(np.asarray(image), ScreenStyle.drawn_from(random)))


def _social(image: Image.Image, random: Random) -> Image.Image:
    return Image.fromarray(post_screen(np.asarray(image), ScreenStyle.drawn_from(random)))


def _collage(image: Image.Image, random: Random, beside: Sequence[Pixels]) -> Image.Image:
    """Put two photographs side by side or one above the other, at the same size, with a seam."""
    seam = int(random.integers(0, 9))
    size = (600, 450) if image.width >= image.height else (450, 600)
    stacked = (image.width >= image.height) == (random.random() < 0.7)
    across, down = (0, size[1] + seam) if stacked else (size[0] + seam, 0)
    canvas = Image.new(
        "RGB", (size[0] + across, size[1] + down), choice_of(random, _PLAIN_COLORS[:2])
    )
    other = choice_of(random, beside) if beside else _plain_drawing(size, random)
    places = [(0, 0), (across, down)]
    if random.random() < 0.5:
        places.reverse()
    for picture, (left, top) in zip((np.asarray(image), other), places, strict=True):
        pasted(canvas, picture, (left, top, left + size[0], top + size[1]))
    return canvas


def _plain_drawing(size: tuple[int, int], random: Random) -> Pixels:
    canvas = Image.new("RGB", size, choice_of(random, _PLAIN_COLORS))
    draw = ImageDraw.Draw(canvas)
    for _ in range(12):
        x, y = int(random.integers(size[0])), int(random.integers(size[1]))
        reach = int(random.integers(20, 160))
        draw.ellipse(
            (x - reach, y - reach, x + reach, y + reach), fill=choice_of(random, _PLAIN_COLORS)
        )
    return np.asarray(canvas)


def photographed_screen(
    image: Image.Image, random: Random, *, tilt: float = 0.06, moire: float = 10.0
) -> Image.Image:
    """Photograph a screen that shows the picture: bezel, tilt, grid of dots, glow, softness.

    Args:
        image: what the screen shows.
        random: for tilt, distance and the pitch of the dots.
        tilt: most that a corner moves, as a share of the frame's side.
        moire: strength of the beat between the dots of screen and camera, in grey levels.
    """
    shown = ImageOps.expand(image, round(max(image.size) * 0.03), (12, 12, 14))
    width, height = 900, max(1, round(900 * shown.height / shown.width))
    room = float(random.uniform(0.04, 0.12))
    corners = []
    for x, y in ((room, room), (room, 1 - room), (1 - room, 1 - room), (1 - room, room)):
        corners.append(
            (
                (x + float(random.uniform(-tilt, tilt)) / 2) * width,
                (y + float(random.uniform(-tilt, tilt)) / 2) * height,
            )
        )
    photo = Image.new("RGB", (width, height), (58, 52, 48))
    source = [(0, 0), (0, shown.height), (shown.width, shown.height), (shown.width, 0)]
    coefficients = _perspective(corners, source)
    seen = shown.transform(
        (width, height), Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC
    )
    mask = Image.new("L", (width, height), 0)
    ImageDraw.Draw(mask).polygon(corners, fill=255)
    photo.paste(seen, (0, 0), mask)
    pixels = np.asarray(photo, dtype=np.float32)
    down, along = np.mgrid[0:height, 0:width].astype(np.float32)
    pitch, lean = float(random.uniform(5, 11)), float(random.uniform(-0.3, 0.3))
    waves = np.sin((along + lean * down) * 2 * np.pi / pitch) * np.sin(
        down * 2 * np.pi / (pitch * 1.1)
    )
    shade = 1.05 - 0.25 * (along / width) * float(random.uniform(0, 1))
    lit = (pixels + moire * waves[..., None]) * shade[..., None]
    lit = 255 * (np.clip(lit, 0, 255) / 255) ** float(random.uniform(0.8, 1.2))
    lit *= np.array([0.96, 1.0, 1.05], dtype=np.float32)
    lit += random.normal(0, 5, lit.shape)
    result = Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))
    return result.filter(ImageFilter.GaussianBlur(0.9))


def _perspective(
    target: Sequence[tuple[float, float]], source: Sequence[tuple[float, float]]
) -> list[float]:
    rows, values = [], []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(number) for number in np.linalg.solve(np.array(rows), np.array(values))]


def _hard(image: Image.Image, random: Random) -> Image.Image:
    """Do several at once: crop, a small turn, words, colours, logo, smaller, at times mirrored."""
    work = cropped(image, random, float(random.uniform(0.6, 0.8)))
    if random.random() < 0.5:
        work = ImageOps.mirror(work)
    work = work.rotate(float(random.uniform(-5, 5)), Image.Resampling.BICUBIC)
    work = _bigtext(work, random) if random.random() < 0.5 else _caption20(work, random)
    work = ImageEnhance.Color(work).enhance(float(random.uniform(0.3, 1.6)))
    work = ImageEnhance.Contrast(work).enhance(float(random.uniform(0.75, 1.3)))
    work = _logo(work, random)
    share = float(random.uniform(0.45, 0.7))
    return work.resize((max(1, round(work.width * share)), max(1, round(work.height * share))))


_EDITS: dict[str, Edit] = {
    "identity": lambda image, random: image,
    "jpeg30": lambda image, random: image,
    "resize25": _resize25,
    "crop90": _crop(0.9),
    "crop75": _crop(0.75),
    "crop50": _crop(0.5),
    "crop25": _crop(0.25),
    "aspect": _aspect,
    "caption20": _caption20,
    "bigtext": _bigtext,
    "logo": _logo,
    "mirror": lambda image, random: ImageOps.mirror(image),
    "rot5": _rotation(5),
    "rot15": _rotation(15),
    "rot90": lambda image, random: image.transpose(
        choice_of(random, (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270))
    ),
    "bright": lambda image, random: ImageEnhance.Brightness(image).enhance(
        choice_of(random, (0.6, 1.45))
    ),
    "contrast": lambda image, random: ImageEnhance.Contrast(image).enhance(
        choice_of(random, (0.55, 1.6))
    ),
    "saturate": lambda image, random: ImageEnhance.Color(image).enhance(2.0),
    "gray": lambda image, random: ImageOps.grayscale(image),
    "sepia": _sepia,
    "blur": _blur,
    "noise": _noise,
    "border": _border,
    "phone40": _phone40,
    "screen": photographed_screen,
    "social": _social,
    "hard": _hard,
}
EDITS: tuple[str, ...] = (
    "identity",
    "jpeg30",
    "resize25",
    "crop90",
    "crop75",
    "crop50",
    "crop25",
    "aspect",
    "caption20",
    "bigtext",
    "logo",
    "mirror",
    "rot5",
    "rot15",
    "rot90",
    "bright",
    "contrast",
    "saturate",
    "gray",
    "sepia",
    "blur",
    "noise",
    "border",
    "phone40",
    "collage",
    "screen",
    "social",
    "hard",
)
