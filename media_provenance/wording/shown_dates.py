"""Days, spans of days and numbers as this site shows them.

The reader's language decides the words; the site decides by which of several names a month goes in
Arabic, and in whose digits numbers are written (ARABIC_MONTH_NAMES and DIGITS). Everything that is
shown on a page goes through here; ``multilingual.display`` knows the forms and no settings.
"""

from __future__ import annotations

from datetime import date
from typing import cast

from django.conf import settings

from multilingual import display
from multilingual.intervals import DateInterval

__all__ = ["format_date", "format_interval", "format_number", "format_percent"]


def _months() -> display.MonthNames:
    # The settings refuse every other word.
    return cast("display.MonthNames", settings.ARABIC_MONTH_NAMES)


def _digits() -> display.Digits:
    return cast("display.Digits", settings.DIGITS)


def format_date(day: date, language: str) -> str:
    """Write a day in full, as ``multilingual.display.format_date`` does."""
    return display.format_date(day, language, month_names=_months(), digits=_digits())


def format_interval(interval: DateInterval, language: str) -> str:
    """Write days no finer than they are known, as ``multilingual.display`` does."""
    return display.format_interval(interval, language, month_names=_months(), digits=_digits())


def format_number(number: int | float, language: str) -> str:
    """Write a number with the grouping of a language."""
    return display.format_number(number, language, digits=_digits())


def format_percent(share: float, language: str) -> str:
    """Write a share, 0.52 for 52 per cent, as whole per cent."""
    return display.format_percent(share, language, digits=_digits())
