"""Marks, particles and shapes that the date grammar steps over or asks for.

Data for ``date_rules.py`` and the modules beside it, folded once. Words that mean a time by
themselves are in ``date_words.py``, month names in ``months.py``.
"""

from __future__ import annotations

import re

from multilingual.date_reading import Precision
from multilingual.date_words import Modifier, Season, Unit
from multilingual.folding import fold
from multilingual.months import Calendar


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


# A date of this many words or fewer may still be spread over marks such as ", " and " - ".
SEPARATORS = frozenset({",", "-", "/", ".", "|", "_", ":", "·", "•"})
OF = _folded("من في شهر لشهر of de du d' ماه ی ي ê a the month le یے ى")
YEAR_LEADS = _folded(
    "عام العام لعام سنة السنة لسنة بعام وعام year سال سنه سنة ساڵی کال د sala année"
)
YEAR_LEADS_WEAK = _folded("في منذ حتى وفي in since until en depuis du le از")
YEAR_TRAILERS = _folded("yılında yılı yıl senesi senesinde کې")
ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th", "er", "ere", "e", "ي", "م", "ه", "ام", "em"})
# Years enough to meet every length a month can have, leap years included.
SAMPLE_YEARS = {
    Calendar.GREGORIAN: (2017, 2021),
    Calendar.HIJRI: (1430, 1450),
    Calendar.JALALI: (1396, 1402),
}
HIJRI_MARKS = _folded("هـ هجري هجرية هجریه هجری ah ق قمری")
SOLAR_MARKS = _folded("ش شمسی شمسي خورشیدی هجری‌شمسی")
COMMON_MARKS = _folded("م ميلادي ميلادية میلادی ad ce ز")
RANGE_OPENERS = _folded("بين من ما from between entre du از بین")
RANGE_JOINERS = _folded("إلى الى حتى و to and until through au et à تا ile ve لغاية")
EQUIVALENTS = _folded("الموافق الموافقة للموافق المصادف برابر مطابق corresponding")
EQUIVALENT_LINKS = _folded("ل لـ با to")
AT = _folded("الساعة عند في at à saat ساعت کاتژمێر")
AFTERNOON = _folded("م مساء مساءا pm عصرا ظهرا بعدازظهر soir")
MORNING = _folded("ص صباحا am فجرا صبح matin")
QUARTER_WORDS = _folded("الربع quarter trimestre çeyrek سه‌ماهه")
HALF_WORDS = _folded("النصف half semestre")
KURDISH_ENDINGS = {"ckb": ("ی",), "kmr": ("ê", "a", "an")}
CENTURY_LAST = ("القرن الماضي", "القرن العشرين", "last century", "قرن گذشته")
IN_ZONE = _folded("بتوقيت توقيت")
UTC_NAMES = _folded("gmt utc z غرينتش جرينتش غرينيتش")
OFFSET = re.compile(r"[+-]\d{2}:?\d{2}(?!\d)")
ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:\s?t?\s?(\d{2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?\s?(z\b|[+-]\d{2}:?\d{2})?)?(?![\d-])"
)
NUMERIC = re.compile(r"(\d{1,4})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?![\d/]|[.-]\d)")
CLOCK = re.compile(r"(\d{1,2})\s?([:.h])\s?(\d{2})(?::\d{2})?(?![\d.:/-]\d|\d)")
# First weekday of "last week", as ``date.weekday()``: Sunday in Arab countries, Saturday in Iran,
# Afghanistan and Kurdistan, Monday (ISO 8601) elsewhere. Unicode CLDR, supplemental week data.
WEEK_STARTS = {"ar": 6, "fa": 5, "ps": 5, "prs": 5, "ckb": 5}
JALALI_LANGUAGES = frozenset({"fa", "ps", "prs"})
# The months of each season, widened to hold both the meteorological and the astronomical season.
SEASON_DAYS: dict[Season, tuple[tuple[int, int], tuple[int, int]]] = {
    Season.SPRING: ((3, 1), (6, 21)),
    Season.SUMMER: ((6, 1), (9, 23)),
    Season.AUTUMN: ((9, 1), (12, 22)),
    Season.WINTER: ((12, 1), (3, 21)),
}
STEP = {Modifier.LAST: -1, Modifier.THIS: 0, Modifier.NEXT: 1}
UNIT_PRECISION = {
    Unit.MINUTE: Precision.DAY,
    Unit.HOUR: Precision.DAY,
    Unit.DAY: Precision.DAY,
    Unit.WEEK: Precision.WEEK,
    Unit.MONTH: Precision.MONTH,
    Unit.YEAR: Precision.YEAR,
}
PLURALS = _folded(
    "دقائق ساعات أيام أسابيع أشهر شهور أعوام سنوات سنين minutes hours days weeks months years"
    " heures jours semaines années"
)


def is_singular(word: str) -> bool:
    """Answer whether a folded unit word names one unit; a bare plural only says "some"."""
    return word not in PLURALS
