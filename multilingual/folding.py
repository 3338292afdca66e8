"""Folding of text for looking words up, keeping track of where each character came from.

For finding month names, cue words and furniture lines however they were typed: the folded text is
compared with a lexicon folded the same way, and is never shown. Harsher than
``arabic.normalize_for_matching``, which is for comparing claims: here ta marbuta becomes ha,
hamza carriers lose their hamza and Latin letters lose case and accents. Nothing here needs
camel-tools, so looking a date up does not cost its import.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from multilingual.digits import ascii_digit

__all__ = ["FoldedText", "fold", "fold_with_origins"]

# Arabic-script letters that differ by keyboard, region or habit and not by meaning, in a lexicon.
_LETTER_FOLDS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ٲ": "ا",
        "ٳ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ۍ": "ي",
        "ے": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ک": "ك",
        "ڪ": "ك",
        "ګ": "گ",
        "ة": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ە": "ه",
        "ۀ": "ه",
        "ۂ": "ه",
        "ۃ": "ه",
        "ۆ": "و",
        "ێ": "ي",
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "œ": "oe",
        "æ": "ae",
        "ß": "ss",
        "‘": "'",
        "’": "'",
        "ʼ": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "−": "-",
        "،": ",",
        "؛": ";",
        "؟": "?",
        "٪": "%",
        "۔": ".",
        "\N{FRACTION SLASH}": "/",
        "\N{DIVISION SLASH}": "/",
        "ـ": "",
    }
)
# Zero-width and direction characters say nothing about which word is meant.
_INVISIBLE = frozenset(
    "\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"
)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text and, for each of its characters, the position in the original.

    ``origins`` has one entry more than ``text`` has characters; the last is the original's length,
    so that a span's end can be looked up too.
    """

    text: str
    origins: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open span in the original for a half-open, non-empty folded span.

        Marks that fold to nothing belong to the letter before them.
        """
        return self.origins[start], self.origins[end]


def fold(text: str) -> str:
    """Fold text for lookup; see the module's docstring. Idempotent on folded text."""
    return "".join(map(_folded_character, text))


def fold_with_origins(text: str) -> FoldedText:
    """Fold text for lookup and remember where every folded character stood."""
    pieces: list[str] = []
    origins: list[int] = []
    for position, character in enumerate(text):
        folded = _folded_character(character)
        pieces.append(folded)
        origins.extend([position] * len(folded))
    origins.append(len(text))
    return FoldedText("".join(pieces), tuple(origins))


@lru_cache(maxsize=8192)
def _folded_character(character: str) -> str:
    if "a" <= character <= "z" or character == " " or "0" <= character <= "9":
        return character
    if character in _INVISIBLE or _is_arabic_mark(character):
        return ""
    if character.isspace():
        # Line ends stay: a date does not run over the end of a line into the next heading.
        return "\n" if character in "\n\r\u2028\u2029\x0b\x0c\x85" else " "
    if character.isdecimal():
        return ascii_digit(character)
    # Presentation forms become their letters first, so that the table below sees them.
    compatible = unicodedata.normalize("NFKC", character).translate(_LETTER_FOLDS)
    decomposed = unicodedata.normalize("NFD", compatible.lower())
    if not decomposed.isascii() and "LATIN" in unicodedata.name(character, ""):
        decomposed = "".join(one for one in decomposed if not unicodedata.combining(one))
    elif "COMBINING" in unicodedata.name(character, ""):
        # A separately typed accent on a Latin letter; marks of other scripts have other names.
        return ""
    else:
        decomposed = unicodedata.normalize("NFC", decomposed)
    return decomposed.translate(_LETTER_FOLDS)


def _is_arabic_mark(character: str) -> bool:
    code = ord(character)
    return (
        0x0610 <= code <= 0x061A
        or 0x064B <= code <= 0x065F
        or code == 0x0670
        or 0x06D6 <= code <= 0x06DC
        or 0x06DF <= code <= 0x06E8
        or 0x06EA <= code <= 0x06ED
        or 0x08D3 <= code <= 0x08FF
    )
