"""Decimal digits of every writing system, to and from 0-9.

For reading numbers however they were typed, and for showing them in the digits a reader expects.
Not for number words ("three") and not for grouping marks: see ``number_words.py`` and
``display.py``.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

__all__ = ["DigitSystem", "to_ascii_digits", "to_digit_system"]

DigitSystem = Literal["latin", "arabic-indic", "extended-arabic-indic"]

# First code point of each system's ten consecutive digits (Unicode, general category Nd).
_ZERO_OF: dict[DigitSystem, int] = {
    "latin": 0x0030,
    "arabic-indic": 0x0660,
    "extended-arabic-indic": 0x06F0,
}


def to_ascii_digits(text: str) -> str:
    """Replace every decimal digit of every script with 0-9, one character for one.

    The length of the text does not change, so positions stay valid. Roman numerals, fractions
    and circled numbers are not decimal digits and stay as they are.
    """
    if text.isascii():
        return text
    return "".join(ascii_digit(character) for character in text)


def ascii_digit(character: str) -> str:
    """Return 0-9 for a decimal digit of any script, and any other character unchanged."""
    if not character.isdecimal():
        return character
    return str(unicodedata.decimal(character))


def to_digit_system(text: str, system: DigitSystem) -> str:
    """Write the decimal digits of ``text`` in another system, one character for one."""
    zero = _ZERO_OF[system]
    return "".join(
        chr(zero + int(character)) if character in "0123456789" else character
        for character in to_ascii_digits(text)
    )
