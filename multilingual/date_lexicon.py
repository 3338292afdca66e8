"""The words of one language's dates, looked up: phrase books over the lists of ``date_words*.py``.

For ``date_cursor.py`` and the rules. A text in an unknown language is read with every list; a text
in a known one also with English weekdays and month names, which pages of every language carry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TypeVar

from multilingual.date_tokens import PhraseBook
from multilingual.date_words import LanguageWords, Part, Season, Unit, UnitWord
from multilingual.date_words_arabic import ARABIC
from multilingual.date_words_european import ENGLISH, FRENCH
from multilingual.date_words_iranian import PASHTO, PERSIAN
from multilingual.date_words_kurdish import KURMANJI, SORANI
from multilingual.date_words_turkish import TURKISH
from multilingual.date_words_urdu import URDU
from multilingual.folding import fold
from multilingual.months import MonthName, month_names

__all__ = ["Lexicon", "lexicon"]

T = TypeVar("T")

_LANGUAGES: dict[str, LanguageWords] = {
    "ar": ARABIC,
    "en": ENGLISH,
    "fr": FRENCH,
    "fa": PERSIAN,
    "ps": PASHTO,
    "ckb": SORANI,
    "kmr": KURMANJI,
    "tr": TURKISH,
    "ur": URDU,
}
_ALIASES = {"prs": "fa", "ku": "kmr", "arb": "ar", "pes": "fa", "azb": "fa"}
# In Kurdish and Turkish an ending is written onto the name: "ئابی ٢٠٢١", "Tebaxa", "Ağustosta".
_MONTH_ENDINGS = {
    "fa": ("ماه",),
    "ckb": ("ی",),
    "kmr": ("ê", "a", "an", "ya", "yê"),
    "tr": ("ta", "te", "da", "de", "tan", "ten", "dan", "den", "ın", "in", "un", "ün"),
}


class Lexicon:
    """The phrase books of one language, or of all where it is unknown."""

    def __init__(self, language: str | None) -> None:
        words = tuple(_LANGUAGES.values()) if language is None else (_LANGUAGES[language],)
        lent = words if language in (None, "en") else (*words, ENGLISH)
        self.language = language
        self.has_particles = language in (None, "ar")

        def phrases(name: str) -> PhraseBook[bool]:
            lists = [{True: getattr(one, name)} for one in words]
            return PhraseBook.of_lists(lists, particles=self.has_particles)

        def singles(name: str) -> frozenset[str]:
            spellings = (word for one in words for word in getattr(one, name).split("|"))
            return frozenset(fold(word) for word in spellings if word)

        def weekdays(name: str, sources: tuple[LanguageWords, ...]) -> PhraseBook[int]:
            lists = [dict(enumerate(getattr(one, name))) for one in sources]
            return PhraseBook.of_lists(lists, particles=self.has_particles)

        self.own_weekdays = weekdays("weekdays", words)
        self.weekdays = weekdays("weekdays", lent)
        self.short_weekdays = weekdays("short_weekdays", lent)
        self.ordinals = self._book(
            [_with_joined(one.ordinals, one, self.language) for one in words]
        )
        self.cardinals = self._book(
            [_with_joined(one.cardinals, one, self.language) for one in words]
        )
        self.definite_cardinals = self._book(
            [_definite(one.cardinals) for one in words if one is ARABIC]
        )
        self.thousands = self._book([one.thousands for one in words])
        self.hundreds = self._book([one.hundreds for one in words])
        self.units = self._book(
            [
                {UnitWord(unit, form): spellings for (unit, form), spellings in one.units.items()}
                for one in words
            ]
        )
        self.steps_before = self._book([one.steps_before for one in words])
        self.steps_after = self._book([one.steps_after for one in words])
        self.span_before = self._book([one.span_before for one in words])
        self.span_between = self._book([one.span_between for one in words])
        self.span_after = self._book([one.span_after for one in words])
        self.before_date = phrases("before_date")
        self.after_date = phrases("after_date")
        self.named_units: PhraseBook[tuple[Unit, int]] = self._book(
            [one.named_units for one in words]
        )
        self.day_words: PhraseBook[tuple[int, int]] = self._book([one.day_words for one in words])
        self.parts_before: PhraseBook[Part] = self._book([one.parts_before for one in words])
        self.parts_after: PhraseBook[Part] = self._book([one.parts_after for one in words])
        self.seasons: PhraseBook[Season] = self._book([one.seasons for one in words])
        self.decades = self._book([one.decades for one in words])
        self.fractions = self._book([one.fractions for one in words])
        self.months = _month_book(language, particles=self.has_particles)
        self.day_parts = phrases("day_parts")
        self.day_tails = phrases("day_tails")
        self.ago_before = phrases("ago_before")
        self.ago_after = phrases("ago_after")
        self.later_before = phrases("later_before")
        self.later_after = phrases("later_after")
        self.about = phrases("about")
        self.few = phrases("few")
        self.and_half = phrases("and_half")
        self.decade_leads = phrases("decade_leads")
        self.decade_tails = phrases("decade_tails")
        self.centuries = phrases("centuries")
        self.of = phrases("of")
        self.year_leads = phrases("year_leads")
        self.year_leads_weak = phrases("year_leads_weak")
        self.year_tails = phrases("year_tails")
        self.same_year = phrases("same_year")
        self.range_openers = phrases("range_openers")
        self.range_joiners = phrases("range_joiners")
        self.list_joiners = phrases("list_joiners")
        self.range_closers = phrases("range_closers")
        self.at = phrases("at")
        self.morning = phrases("morning")
        self.afternoon = phrases("afternoon")
        self.night = phrases("night")
        self.noon = phrases("noon")
        self.in_zone = phrases("in_zone")
        self.equivalents = phrases("equivalents")
        self.not_exactly = singles("not_exactly")
        self.month_leads = singles("month_leads")
        self.month_tails = phrases("month_tails")
        self.name_leads = singles("name_leads")
        self.name_tails = phrases("name_tails")
        self.day_name_leads = singles("day_name_leads")
        self.day_name_tails = phrases("day_name_tails")
        self.everyday_weekdays = singles("everyday_weekdays")
        self.not_today = singles("not_today")
        followers = (word for one in words for word in one.year_followers.split())
        self.year_followers = frozenset(fold(word) for word in followers)

    def _book(self, lists: list[Mapping[T, str]]) -> PhraseBook[T]:
        return PhraseBook.of_lists(lists, particles=self.has_particles)


@cache
def lexicon(language: str | None) -> Lexicon:
    """Return the words of a primary language subtag; of every language if it has no list."""
    wanted = _ALIASES.get(language or "", language)
    if wanted is not None and wanted not in _LANGUAGES:
        return lexicon(None)
    return lexicon(wanted) if wanted != language else Lexicon(wanted)


def _with_joined(
    numbers: Mapping[int, str], words: LanguageWords, language: str | None
) -> Mapping[int, str]:
    """Add "بیست‌وهشتم": Persian joins the tens and the units of a number into one word."""
    if words is not PERSIAN or language not in (None, "fa"):
        return numbers
    joined = {
        tens + unit: "|".join(
            f"{ten}و{one}"
            for ten in words.cardinals[tens].split("|")
            for one in numbers[unit].split("|")
        )
        for tens in range(20, 100, 10)
        for unit in range(1, 10)
    }
    return {**numbers, **joined}


def _definite(numbers: Mapping[int, str]) -> Mapping[int, str]:
    """Return numbers with the article: "الثلاثة" of "الأيام الثلاثة"."""
    return {
        value: "|".join("ال" + spelling for spelling in spellings.split("|"))
        for value, spellings in numbers.items()
    }


def _month_book(language: str | None, *, particles: bool) -> PhraseBook[MonthName]:
    """The month names a text in ``language`` may use: its own first, then English ones."""
    names = month_names()
    wanted = tuple(_LANGUAGES) if language is None else (language,)
    own = [name for name in names if name.languages.intersection(wanted)]
    own += [
        replace(name, spelling=name.spelling + ending)
        for name in own
        for one in name.languages.intersection(wanted)
        for ending in _MONTH_ENDINGS.get(one, ())
    ]
    lent = [name for name in names if "en" in name.languages]
    entries = ((name.spelling, name) for name in (*own, *lent))
    return PhraseBook(entries, particles=particles)
