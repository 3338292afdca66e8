"""Who said what in a text: suggestions for an editor, found by rules.

Each suggestion names a speaker, what was said and how (asserted, denied, declined ...), with the
words it rests on and where they stand. A suggestion is never a statement: a person at the desk
accepts, changes or rejects it. The rules of one language live in a module of that language and
are registered here. Not for whether what was said is true, nor for which of it is worth a check.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from claims.domain import attribution_arabic, attribution_latin, attribution_persian
from claims.domain.attributed import Confidence, Stance, SuggestedStatement

__all__ = ["Confidence", "Stance", "SuggestedStatement", "languages", "suggest_statements"]

# (text, title, outlet) of one page, in code points; see ``suggest_statements``.
Finder = Callable[[str, str, str], tuple[SuggestedStatement, ...]]

_FINDERS: Mapping[str, Finder] = MappingProxyType(
    {
        "ar": attribution_arabic.find_statements,
        "en": attribution_latin.find_english_statements,
        "fa": attribution_persian.find_statements,
        "fr": attribution_latin.find_french_statements,
    }
)


def languages() -> frozenset[str]:
    """Return the primary language subtags there are rules for."""
    return frozenset(_FINDERS)


def suggest_statements(
    text: str, *, language: str, title: str = "", outlet: str = ""
) -> tuple[SuggestedStatement, ...]:
    """Suggest who said what in a text and its title.

    Args:
        text: the body as read, paragraphs separated by line ends.
        language: BCP 47 tag; only its first subtag counts ("ar-LB" is read as Arabic).
        title: its statements are given too, unless the body says the same.
        outlet: name of who published the text, to tell when it speaks for itself; "" if unknown.

    Returns:
        Suggestions in the order of their cues, the title's first; empty for a language without
        rules. Never raises, whatever the text holds.
    """
    finder = _FINDERS.get(language.replace("_", "-").split("-")[0].lower())
    return finder(text, title, outlet) if finder else ()
