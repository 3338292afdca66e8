"""Marks and shapes that the date grammar steps over or asks for, in every language.

Data for ``date_rules.py`` and the modules beside it, folded once. Words of one language are in
``date_words*.py``, month names in ``months.py``.
"""

from __future__ import annotations

import re
from datetime import timedelta, timezone

from multilingual.date_reading import Precision
from multilingual.date_words import Season, Unit
from multilingual.folding import fold
from multilingual.months import Calendar


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


# A date of this many words or fewer may still be spread over marks such as ", " and " - ".
SEPARATORS = frozenset({",", "-", "/", ".", "|", "_", ":", "·", "•"})
BRACKETS = {"(": ")", "[": "]"}
# "1er", "3rd", "١٥ی", "15ê", "۱۵مه": written onto the figures.
ORDINAL_ENDINGS = _folded("st nd rd th er ere e eme ي م ه ام em ê مه مې مۍ ين nci inci i ı si")
# Kurdish endings on the figures of a year: "2019an", "٢٠١٤ی".
YEAR_ENDINGS = _folded("an ê ی ێ دا")
# Years enough to meet every length a month can have, leap years included.
SAMPLE_YEARS = {
    Calendar.GREGORIAN: (2017, 2021),
    Calendar.HIJRI: (1430, 1450),
    Calendar.JALALI: (1396, 1402),
}
HIJRI_MARKS = _folded(
    "هـ هجري هجرية هجریه هجری ھجری ہجری ah ق قمری قمري للهجرة الهجرية الهجري هجريا"
)
SOLAR_MARKS = _folded("ش شمسی شمسي خورشیدی خورشيدي لمریز هجری‌شمسی ل")
COMMON_MARKS = _folded(
    "م ميلادي ميلادية میلادی ad ce ز ء عیسوی ع زایینی للميلاد الميلادية الميلادي"
)
VERSION_WORDS = _folded(
    "version versions ver v release build update firmware النسخة نسخة نسخه الإصدار إصدار إصداره"
    " الاصدارة نگارش نسخهٔ sürüm sürümü sürümünü ورژن وێرژن وەشانی نسخې guhertoya"
)
UTC_NAMES = _folded("gmt utc z غرينتش جرينتش غرينيتش غرينش گرینویچ")
# Zones without summer time for as long as there have been news sites; others are left open.
KNOWN_ZONES = {
    zone: timezone(timedelta(hours=hours))
    for names, hours in (
        (
            "مكة الرياض السعودية السعوديه الكويت الدوحة قطر البحرين المنامة صنعاء mecca makkah ksa",
            3.0,
        ),
        ("دبي أبوظبي الإمارات مسقط", 4.0),
        ("كابل کابل كابول افغانستان", 4.5),
    )
    for zone in _folded(names)
}
LETTER_ZONES = {
    "cet": timezone(timedelta(hours=1)),
    "cest": timezone(timedelta(hours=2)),
    "est": timezone(timedelta(hours=-5)),
    "edt": timezone(timedelta(hours=-4)),
    "pst": timezone(timedelta(hours=-8)),
    "pdt": timezone(timedelta(hours=-7)),
    "msk": timezone(timedelta(hours=3)),
}
OFFSET = re.compile(r"[+-]\s?\d{1,2}(?::?\d{2})?(?!\d)")
ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:\s?t?\s?(\d{2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?\s?(z\b|[+-]\d{2}:?\d{2})?)?(?![\d-])"
)
NUMERIC = re.compile(
    r"(\d{1,4})\s{0,2}([/.\-])\s{0,2}(\d{1,2})\s{0,2}\2\s{0,2}(\d{1,4})(?![\d/]|[.-]\d|/)"
)
# Month and year in figures.
MONTH_YEAR = re.compile(r"(\d{1,4})\s?([/\-])\s?(\d{1,4})(?![\d/]|[.-]\d)")
COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
CLOCK = re.compile(r"(\d{1,2})\s?([:.h])\s?(\d{2})(?::\d{2}(?:[.,]\d+)?)?(?![\d.:/-]\d|\d)")
WHOLE_HOUR = re.compile(r"(\d{1,2})\s?(h\b)?")
QUARTER_CODE = re.compile(r"[qt]([1-4])\b")
# First weekday of "last week", as ``date.weekday()``: Sunday in Arab countries, Saturday in Iran,
# Afghanistan and Kurdistan, Monday (ISO 8601) elsewhere. Unicode CLDR, supplemental week data.
WEEK_STARTS = {"ar": 6, "fa": 5, "ps": 5, "prs": 5, "ckb": 5}
JALALI_LANGUAGES = frozenset({"fa", "ps", "prs"})
# Languages that write the month before its day, and the year before the month.
MONTH_FIRST = frozenset({"en", "ps", "tr", None})
# Languages whose names have capital letters and whose common words have none.
CASED = frozenset({"en", "tr"})
YEAR_FIRST = frozenset({"tr", "ps", "ckb", "kmr", "ku", "ur", None})
# The meteorological seasons, whole months as newspapers use them; winter ends in the next year.
SEASON_MONTHS: dict[Season, tuple[int, int]] = {
    Season.SPRING: (3, 5),
    Season.SUMMER: (6, 8),
    Season.AUTUMN: (9, 11),
    Season.WINTER: (12, 2),
}
# The quarters of the Jalali year are its seasons.
JALALI_SEASON_MONTHS: dict[Season, tuple[int, int]] = {
    Season.SPRING: (1, 3),
    Season.SUMMER: (4, 6),
    Season.AUTUMN: (7, 9),
    Season.WINTER: (10, 12),
}
UNIT_PRECISION = {
    Unit.MINUTE: Precision.DAY,
    Unit.HOUR: Precision.DAY,
    Unit.DAY: Precision.DAY,
    Unit.WEEK: Precision.WEEK,
    Unit.MONTH: Precision.MONTH,
    Unit.YEAR: Precision.YEAR,
    Unit.DECADE: Precision.RANGE,
}
