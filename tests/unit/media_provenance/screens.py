"""Pictures drawn for tests: with the texture of photographs, with letters, with frames."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from tests.unit.media_provenance.pictures import scenery

_VAZIRMATN = Path(__file__).parents[3] / "static/vendor/vazirmatn/vazirmatn-arabic-400-700.woff2"
_WORDS = {
    "arabic": "هذه الصورة قديمة ولا علاقة لها بما يجري اليوم في المدينة",
    "latin": "Cette photo est ancienne et a été prise à l'étranger, où il neigeait",
    "georgian": "ეს ფოტო ძველია და დღევანდელ ამბებთან კავშირი არ აქვს",
}
_PAPER, _INK = (250, 250, 250), (20, 20, 24)


def photograph(seed: int, width: int = 600, height: int = 400) -> NDArray[np.uint8]:
    """Return a picture with texture everywhere, as a photograph of rubble or leaves has."""
    random = np.random.default_rng(seed)
    grain = random.integers(0, 256, (90, 120, 3), dtype=np.uint8)
    fine = np.asarray(Image.fromarray(grain).resize((width, height), Image.Resampling.BICUBIC))
    return (0.85 * scenery(seed, width, height) + 0.15 * fine).astype(np.uint8)


def page_of_text(script: str, width: int = 600, height: int = 800) -> NDArray[np.uint8]:
    """Return a page full of one sentence, dark on light."""
    page = Image.new("RGB", (width, height), _PAPER)
    draw = ImageDraw.Draw(page)
    for line in range(20, height - 40, 44):
        draw.text((20, line), _WORDS[script], fill=_INK, font=_font(script, 26))
    return np.asarray(page)


def screenshot_of(
    photo: NDArray[np.uint8], *, dark: bool = False
) -> tuple[NDArray[np.uint8], tuple[float, float, float, float]]:
    """Return a phone's screen, lines of Arabic above and below a photograph, and where it is."""
    paper, ink = (_INK, _PAPER) if dark else (_PAPER, _INK)
    height, width = photo.shape[:2]
    screen = Image.new("RGB", (width, height + 500), paper)
    draw = ImageDraw.Draw(screen)
    for line in (20, 70, 120, 170, height + 240, height + 300, height + 360, height + 420):
        draw.text((30, line), _WORDS["arabic"], fill=ink, font=_font("arabic", 28))
    screen.paste(Image.fromarray(photo), (0, 220))
    return np.asarray(screen), (0.0, 220 / (height + 500), 1.0, (height + 220) / (height + 500))


def _font(script: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    if script == "arabic":
        return ImageFont.truetype(_VAZIRMATN, size)
    return ImageFont.load_default(size)
