"""Spelling folds for Arabic-script text, and the direction of a language.

The one gateway to camel-tools: no other module imports it. For comparing and searching text, and
for laying it out. Not for reading dates or words of other languages (``folding.py``), and not for
showing: a folded text is never shown and never stored over the original.

Cost: the first call of ``normalize_for_matching`` or ``strip_harakat`` imports camel-tools' text
tables, 0.4 to 0.9 s and about 42 MB once per process, nearly all of it one walk over Unicode.
That is why the import stands inside a function. It reads no file of ours, writes nothing and
opens no connection; camel-tools' morphology, which fetches a catalogue on import, is not used.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from multilingual.digits import to_ascii_digits

__all__ = [
    "Direction",
    "direction",
    "fold_letters",
    "isolate",
    "normalize_for_matching",
    "strip_harakat",
    "text_direction",
]

Direction = Literal["rtl", "ltr"]

TATWEEL = "\N{ARABIC TATWEEL}"

# Letters that a Persian, Urdu or Kurdish keyboard writes for the same Arabic letter.
_KEYBOARD_LETTERS = str.maketrans(
    {
        "ک": "ك",
        "ڪ": "ك",
        "ی": "ي",
        "ې": "ي",
        "ۍ": "ي",
        "ے": "ي",
        "ہ": "ه",
        "ھ": "ه",
        "ە": "ه",
        "ۀ": "ه",
        "ۂ": "ه",
        "ۃ": "ة",
        TATWEEL: "",
    }
)
# Quranic and other small marks that camel-tools' list of harakat leaves in place.
_MORE_MARKS = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"
)
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# Joiners mean something in Devanagari and in emoji; after an Arabic-script letter they only shape.
_ARABIC_JOINERS = re.compile("(?<=[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff])[\u200b-\u200d\u2060]+")

# One code point for one code point, so that offsets hold. Ta marbuta and the hamza carriers ئ ؤ
# stay: they tell words apart ("علي", "عليه").
_FOLDED_LETTERS = str.maketrans(
    "أإآٱٲٳىیېۍےکڪہھەۀۂۃ\u00a0\u202f",
    "اااااايييييككهههههة\u0020\u0020",
)

_RTL_TAGS = (
    "ar arc arz apc ary ajp acm ars azb bal ckb dv fa glk he iw ji ks lrc mzn nqo pnb prs ps sd"
    " skr syr ug ur yi"
)
_RTL_LANGUAGES = frozenset(_RTL_TAGS.split())
_RTL_SCRIPTS = frozenset({"arab", "aran", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg", "samr"})

_FIRST_STRONG_ISOLATE = "\N{FIRST STRONG ISOLATE}"
_LEFT_TO_RIGHT_ISOLATE = "\N{LEFT-TO-RIGHT ISOLATE}"
_RIGHT_TO_LEFT_ISOLATE = "\N{RIGHT-TO-LEFT ISOLATE}"
_POP_DIRECTIONAL_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True, slots=True)
class _CamelFolds:
    unicode: Callable[[str], str]
    alef: Callable[[str], str]
    alef_maksura: Callable[[str], str]
    harakat: Callable[[str], str]


@cache
def _camel() -> _CamelFolds:
    # Imported here because it costs most of a second; see the module's docstring.
    from camel_tools.utils.dediac import dediac_ar
    from camel_tools.utils.normalize import (
        normalize_alef_ar,
        normalize_alef_maksura_ar,
        normalize_unicode,
    )

    return _CamelFolds(
        unicode=normalize_unicode,
        alef=normalize_alef_ar,
        alef_maksura=normalize_alef_maksura_ar,
        harakat=dediac_ar,
    )


def normalize_for_matching(text: str) -> str:
    """Fold Arabic spelling variants so that two texts can be compared.

    For matching and search only: it loses meaning, so the result is never shown and never stored
    over the original. Applies NFKC, drops harakat, tatweel, direction marks and the joiners that
    follow an Arabic-script letter, writes alif with hamza, madda or wasla as bare alif, alif
    maqsura as ya, and the keyboard variants of kaf, ya and ha as the Arabic letter; digits of
    every script become 0-9. Ta marbuta is kept. Case and accents of Latin letters are kept, and
    other scripts pass through: a blanket "drop every combining mark" would break Hindi.
    Idempotent.
    """
    folds = _camel()
    composed = strip_harakat(folds.unicode(text))
    visible = _ARABIC_JOINERS.sub("", _DIRECTION_MARKS.sub("", composed))
    letters = folds.alef_maksura(folds.alef(visible.translate(_KEYBOARD_LETTERS)))
    # Dropping a mark can leave a pair that composes, so compose once more.
    return to_ascii_digits(folds.unicode(letters))


def fold_letters(text: str) -> str:
    """Write alif, ya, kaf and ha of any keyboard as the plain Arabic letter, keeping the length.

    For looking cue words up where spans must stay valid: position n of the result is position n
    of ``text``. Alif with hamza, madda or wasla becomes bare alif, alif maqsura and the Persian,
    Urdu and Pashto ya become ya, no-break spaces become spaces. Harakat and tatweel stay; where
    they must go, use ``folding.fold_with_origins``. Needs no camel-tools; 25 MB/s.
    """
    return text.translate(_FOLDED_LETTERS)


def strip_harakat(text: str) -> str:
    """Drop the Arabic vowel and reading marks, and nothing else.

    Tatweel, letters and digits stay; so do the marks of every other script.
    """
    return _MORE_MARKS.sub("", _camel().harakat(text))


def direction(language: str) -> Direction:
    """Return the writing direction of a language, from its BCP 47 tag.

    A script subtag decides where there is one ("ku-Arab" is right to left, "ar-Latn" is not).
    ``und`` and unknown tags are left to right; for text of unknown language let the browser decide
    (``dir="auto"``).
    """
    subtags = language.replace("_", "-").lower().split("-")
    for subtag in subtags[1:]:
        if len(subtag) == 4 and subtag.isalpha():
            return "rtl" if subtag in _RTL_SCRIPTS else "ltr"
    return "rtl" if subtags[0] in _RTL_LANGUAGES else "ltr"


def text_direction(text: str) -> Direction | None:
    """Return the direction of the first strongly directed character, as ``dir="auto"`` does.

    ``None`` where there is none: digits, punctuation and emoji have no direction of their own.
    Text within isolates is passed over (Unicode Bidirectional Algorithm, rules P2 and P3). For
    plain-text places and for choosing an alignment; in markup let the browser decide.
    """
    depth = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("LRI", "RLI", "FSI"):
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return None


def isolate(text: str, toward: Direction | None = None) -> str:
    """Wrap text in Unicode isolates so that it cannot reorder its surroundings.

    For plain-text places where markup cannot say ``<bdi>``: titles, feeds, mails. ``toward``
    ``None`` lets the first strong character decide.
    """
    opener = {
        None: _FIRST_STRONG_ISOLATE,
        "ltr": _LEFT_TO_RIGHT_ISOLATE,
        "rtl": _RIGHT_TO_LEFT_ISOLATE,
    }[toward]
    return f"{opener}{text}{_POP_DIRECTIONAL_ISOLATE}"
