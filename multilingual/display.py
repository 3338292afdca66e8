"""Dates, intervals and numbers as a reader of a language expects to see them.

For showing what ``dates.py`` and ``intervals.py`` hold. The reader's language decides, not the
claim's. Sentences around a date are gettext's business; only the few words that tie two days
together stand here. Not for reading dates.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date as babel_format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.numbers import format_percent as babel_format_percent

from multilingual.digits import DigitSystem, to_ascii_digits, to_digit_system
from multilingual.intervals import DateInterval

__all__ = [
    "Digits",
    "MonthNames",
    "format_clock",
    "format_date",
    "format_interval",
    "format_number",
    "format_percent",
    "join_phrases",
    "language_name",
]

MonthNames = Literal["dual", "levant", "gulf-egypt", "maghreb", "algeria-tunisia"]
Digits = Literal["latin", "native"]

WORD_JOINER = "\N{WORD JOINER}"
LEFT_TO_RIGHT_MARK = "\N{LEFT-TO-RIGHT MARK}"

# Unicode CLDR month names, by the regions that use them.
_ARABIC_LOCALES: dict[str, str] = {
    "levant": "ar_LB",
    "gulf-egypt": "ar_EG",
    "maghreb": "ar_MA",
    "algeria-tunisia": "ar_DZ",
}
# CLDR names Northern Kurdish under "ku" only.
_NAMES_CLDR_LACKS: dict[str, dict[str, str]] = {
    "kmr": {"ar": "الكردية الكرمانجية", "en": "Northern Kurdish", "kmr": "Kurmancî"},
    "und": {"ar": "لغة غير معروفة", "en": "unknown language"},
}
_NATIVE_DIGITS: dict[str, DigitSystem] = {
    "ar": "arabic-indic",
    "ckb": "arabic-indic",
    "fa": "extended-arabic-indic",
    "ur": "extended-arabic-indic",
    "ps": "extended-arabic-indic",
}

# How CLDR calls them, for the signs that group digits: a Latin comma does not stand in ١٬٢٣٤.
_CLDR_SYSTEMS: dict[DigitSystem, str] = {
    "arabic-indic": "arab",
    "extended-arabic-indic": "arabext",
}
# Languages shown here that write the day before the month, so that two days may share its name.
_DAY_FIRST = frozenset({"ar", "en", "fr"})


@dataclass(frozen=True, slots=True)
class _IntervalWords:
    """How a language ties days together; ``%s`` is a formatted day."""

    between: str
    from_on: str
    until: str
    unknown: str


_INTERVAL_WORDS = {
    "en": _IntervalWords("%s to %s", "%s or later", "%s or earlier", "date unknown"),
    "ar": _IntervalWords("من %s إلى %s", "%s أو بعده", "%s أو قبله", "تاريخ غير معروف"),
    "fr": _IntervalWords("du %s au %s", "%s ou plus tard", "%s ou plus tôt", "date inconnue"),
    "fa": _IntervalWords("از %s تا %s", "%s یا پس از آن", "%s یا پیش از آن", "تاریخ نامعلوم"),
}
# Without words of its own a language gets signs that need no grammar.
_SIGNS = _IntervalWords("%s – %s", "≥ %s", "≤ %s", "?")


def format_date(
    day: date, language: str, *, month_names: MonthNames = "dual", digits: Digits = "latin"
) -> str:
    """Write a day in full: "14 آب/أغسطس 2022", "14 August 2022", "14 août 2022".

    Args:
        day: a Gregorian day; always shown in the Gregorian calendar.
        language: the reader's BCP 47 tag; a language without month names in CLDR gets ISO 8601.
        month_names: which Arabic naming system; "dual" gives the Levantine and the Egyptian name
            with a word joiner on both sides of the slash, so that the pair does not break.
        digits: "latin" 0-9, or those of the language's own writing.
    """
    locale = _locale(language)
    if locale is None:
        return day.isoformat()
    if locale.language == "ar":
        text = f"{day.day} {_arabic_month(day, month_names)} {day.year}"
    else:
        text = babel_format_date(day, _pattern(locale, "d MMMM y"), locale=locale)
    return _in_digits(text, locale.language, digits)


def format_interval(
    interval: DateInterval,
    language: str,
    *,
    month_names: MonthNames = "dual",
    digits: Digits = "latin",
) -> str:
    """Write an interval no finer than it is: a day, a whole month or year, a span, an open side.

    An interval that is exactly a calendar month reads "August 2022", exactly a year "2022". Days of
    one month name it once, where the language puts the day first: "20 to 23 June 2024".
    """
    words = _INTERVAL_WORDS.get(language.split("-")[0].lower(), _SIGNS)

    def shown(day: date) -> str:
        return format_date(day, language, month_names=month_names, digits=digits)

    first, last = interval.earliest, interval.latest
    if first is None:
        return words.until % shown(last) if last is not None else words.unknown
    if last is None:
        return words.from_on % shown(first)
    if first == last:
        return shown(first)
    whole = _whole_month_or_year(first, last, language, month_names, digits)
    if whole:
        return whole
    one_month = (first.year, first.month) == (last.year, last.month)
    if one_month and (locale := _locale(language)) and locale.language in _DAY_FIRST:
        return words.between % (_in_digits(str(first.day), locale.language, digits), shown(last))
    return words.between % (shown(first), shown(last))


def format_number(number: int | float, language: str, *, digits: Digits = "latin") -> str:
    """Write a number with the grouping of a language, in Latin digits unless asked otherwise."""
    locale = _locale(language)
    if locale is None:
        return str(number)
    system = _NATIVE_DIGITS.get(locale.language) if digits == "native" else None
    signs = "latn" if system is None else _CLDR_SYSTEMS[system]
    text = format_decimal(number, locale=locale, numbering_system=signs)
    return _in_digits(text, locale.language, digits)


def format_percent(share: float, language: str, *, digits: Digits = "latin") -> str:
    """Write a share as whole per cent, as the language does: "52%", "52 %".

    Args:
        share: 0.52 for 52 per cent; rounded half to even. More than 0 and less than 1 never
            becomes "0%" or "100%", which would deny that something is there or missing.
        language: the reader's.
        digits: Latin unless asked otherwise.
    """
    whole = round(100 * share)
    if 0 < share < 1:
        whole = min(max(whole, 1), 99)
    locale = _locale(language)
    if locale is None:
        return f"{whole}%"
    text = babel_format_percent(whole / 100, locale=locale, numbering_system="latn")
    if locale.text_direction == "rtl" and digits == "latin":
        # After Arabic letters the sign would move to the other side of the digits. CLDR's own
        # patterns hold it so; Babel's do not.
        text = text.replace("%", f"{LEFT_TO_RIGHT_MARK}%{LEFT_TO_RIGHT_MARK}")
    return _in_digits(text, locale.language, digits)


def format_clock(time: timedelta) -> str:
    """Write a time from the start of a recording, in hours where there are any: 1:02:03 or 0:07.

    In every language the same, left to right: set it apart from Arabic around it.
    """
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def join_phrases(phrases: Sequence[str], language: str) -> str:
    """Write phrases as a list in a sentence: "a, b, and c", "a et b", "أ وب وج".

    Args:
        phrases: at least one, in the language itself; an Arabic "and" grows onto the word after.
        language: the reader's; one that CLDR does not know gets commas.

    Raises:
        ValueError: without phrases.

    Source: Unicode CLDR's standard list patterns, through Babel. Not the "unit" ones: Babel 2.18
    loses an item of two in Arabic, and fails on three in Persian.
    """
    if not phrases:
        raise ValueError("There is nothing to list.")
    locale = _locale(language)
    if locale is None:
        return ", ".join(phrases)
    return format_list(list(phrases), style="standard", locale=locale)


def language_name(code: str, language: str) -> str:
    """Return what a language is called in another one: ``language_name("ckb", "en")``.

    Args:
        code: BCP 47, such as "ar" or "kmr".
        language: the reader's; where its names are not known, English ones are given.

    Returns:
        The name, or the code itself where nobody has a name for it.

    Source: Unicode CLDR, through Babel.
    """
    if not code:
        return ""
    known = _locale(language) or Locale("en")
    own = _NAMES_CLDR_LACKS.get(code.lower(), {}).get(language)
    # CLDR writes "zh_Hans" for zh-hans.
    parts = [part.title() if len(part) == 4 else part for part in code.lower().split("-")]
    key = "_".join(parts)
    return own or known.languages.get(key) or Locale("en").languages.get(key) or code


def _whole_month_or_year(
    first: date, last: date, language: str, month_names: MonthNames, digits: Digits
) -> str | None:
    locale = _locale(language)
    if locale is None or first.year != last.year or first.day != 1:
        return None
    if (first.month, last.month, last.day) == (1, 12, 31):
        return _in_digits(str(first.year), locale.language, digits)
    if first.month != last.month or last.day != calendar.monthrange(last.year, last.month)[1]:
        return None
    if locale.language == "ar":
        text = f"{_arabic_month(first, month_names)} {first.year}"
    else:
        text = babel_format_date(first, _pattern(locale, "MMMM y"), locale=locale)
    return _in_digits(text, locale.language, digits)


def _arabic_month(day: date, month_names: MonthNames) -> str:
    if month_names == "dual":
        levantine, egyptian = (_arabic_month(day, system) for system in ("levant", "gulf-egypt"))
        return f"{levantine}{WORD_JOINER}/{WORD_JOINER}{egyptian}"
    names = Locale.parse(_ARABIC_LOCALES[month_names]).months["format"]["wide"]
    return str(names[day.month])


def _pattern(locale: Locale, wanted: str) -> str:
    # "MMMM", not the stand-alone "LLLL": Babel 2.18 gives one locale's stand-alone names to others
    # once Japanese has been used in the same process.
    # Hungarian or Japanese do not write day, month, year, and get their own long form.
    if locale.language in {"en", "fr", "fa", "tr", "ur", "ps", "ckb", "ku"}:
        return wanted
    return "long" if wanted.startswith("d") else "MMMM y"


def _locale(language: str) -> Locale | None:
    if language.split("-")[0].lower() in ("", "und"):
        # Babel takes the root locale for English.
        return None
    tag = {"kmr": "ku", "prs": "fa_AF"}.get(language, language).replace("-", "_")
    try:
        return Locale.parse(tag)
    except (UnknownLocaleError, ValueError):
        # "und" and private tags have no month names.
        return None


def _in_digits(text: str, language: str, digits: Digits) -> str:
    if digits == "native" and language in _NATIVE_DIGITS:
        return to_digit_system(text, _NATIVE_DIGITS[language])
    return to_ascii_digits(text)
