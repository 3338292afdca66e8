"""The style sheets: both writing directions from one sheet, small, and readable in both themes."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
CSS = REPOSITORY / "static" / "css"
SHEETS = sorted(CSS.glob("*.css"))
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
COLOURS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", TOKENS
    )
}
# What text is written in; the others are surfaces and borders.
TEXT_COLOURS = sorted(
    set(COLOURS) - {"page", "surface", "sunken", "chosen", "line", "edge", "on-accent"}
)


def _declarations(sheet: Path) -> str:
    """The sheet without comments, and without the one attribute value that names a direction."""
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_style_sheet_never_says_left_or_right(sheet: Path) -> None:
    assert re.findall(r"(?<![\w-])(?:left|right)\b|-(?:left|right)\b", _declarations(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_letters_are_never_spaced_or_slanted(sheet: Path) -> None:
    assert re.findall(r"letter-spacing|font-style: italic", _declarations(sheet)) == []


@pytest.mark.parametrize(("side", "limit"), [("public", 6 * 1024), ("desk", 15 * 1024)])
def test_a_page_loads_little_css(side: str, limit: int) -> None:
    sheets = ("tokens.css", f"{side}.css")

    assert sum(len(gzip.compress((CSS / name).read_bytes(), 9)) for name in sheets) <= limit


def test_the_fonts_of_a_page_are_at_most_40_kb() -> None:
    fonts = (REPOSITORY / "static" / "vendor").rglob("*.woff2")

    assert sum(font.stat().st_size for font in fonts) <= 40 * 1024


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("colour", TEXT_COLOURS)
@pytest.mark.parametrize("surface", ["page", "surface", "sunken", "chosen"])
def test_text_stands_out_from_what_it_is_on(surface: str, colour: str, theme: int) -> None:
    assert _contrast(COLOURS[colour][theme], COLOURS[surface][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("surface", ["page", "surface", "sunken", "chosen"])
def test_the_edge_of_a_control_is_seen(surface: str, theme: int) -> None:
    assert _contrast(COLOURS["edge"][theme], COLOURS[surface][theme]) >= 3


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    sprite = (REPOSITORY / "static" / "icons.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    templates = "\n".join(
        path.read_text(encoding="utf-8") for path in (REPOSITORY / "templates").rglob("*.html")
    )
    named = set(re.findall(r'(?:icon |icon_name=)"([\w-]+)"', templates))

    assert named - known == set()
