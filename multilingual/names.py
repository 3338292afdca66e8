"""Whether two written names mean the same speaker.

For grouping what one speaker said in one text, where an office, a full name, a surname and an
acronym stand for each other and spelling wavers. Rules over folded words, without a gazetteer of
people. Not for joining people across texts without a person's word, and not for showing: the
fullest written form is shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from multilingual.folding import fold
from multilingual.name_words import (
    ABBREVIATED_COURTESY,
    COURTESY,
    FIELDS,
    FILLERS,
    GIVEN_NAMES,
    HEAD_OF_NAME,
    INSTITUTIONS,
    LINKS,
    ORIGINS,
    RANKS,
    ROLES,
    bare,
    is_place,
)

__all__ = ["is_generic_noun", "is_same_name", "join_names", "name_key"]

# A name longer than this is a sentence read by mistake; more of it is not looked at.
_MOST_CHARACTERS = 300
# Compared with at most this many earlier forms that share a word, so that odd input stays cheap.
_MOST_COMPARED = 40

_BRACKETED = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]?")
# Where an apposition begins: "Dmitry Peskov, the Kremlin spokesman".
_APPOSITION = re.compile(r"[,;:]|\s-\s")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
# Vowel signs of Indic scripts are part of a word, and not "\w" to Python.
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~«»“”„‘’…،؛؟–—·•\u00a0]+")
_ARABIC_LONG_VOWELS = str.maketrans("", "", "اوي")
_LATIN_VOWELS = str.maketrans("", "", "aeiouy")
# One sound, several romanisations (Poutine, Putin; Sergueï, Sergey; Zelenskyy, Zelensky).
_ROMANISATIONS = (
    ("ou", "u"),
    ("gue", "ge"),
    ("gui", "gi"),
    ("kh", "h"),
    ("tch", "ch"),
    ("w", "v"),
    ("y", "i"),
    ("ei", "i"),
    ("ii", "i"),
)
# Letters by which Arabic-script newspapers write the same foreign sound (غروسي, جروسي; ڤ, ف).
_TRANSCRIPTIONS = str.maketrans({"ڤ": "ف", "پ": "ب", "چ": "ج", "گ": "غ", "ژ": "ج", "ج": "غ"})

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart; all tokens are bare.

    Attributes:
        tokens: everything but courtesies and fillers.
        office: the words of an office or institution; empty for a plain name.
        proper: the person's or the body's own name; empty where only an office is written.
        head: the first word of the office or institution, such as "حركه"; "" for a plain name.
        is_person: whether ``proper`` follows an office, and so is a person.
        aliases: what stands in brackets after the name.
    """

    tokens: Tokens
    office: Tokens
    proper: Tokens
    head: str
    is_person: bool
    aliases: tuple[Tokens, ...]


def name_key(name: str, language: str = "und") -> str:
    """Return a folded form under which spellings of one name meet: "الأمريكية", "الاميركيه".

    Case, accents, harakat, hamza, alif, ta marbuta, the Arabic article, quotation marks, courtesies
    ("د.", "Mr") and what stands in brackets after the name are gone. An office is kept: "بيسكوف"
    and "المتحدث بيسكوف" have two keys, and ``is_same_name`` joins them. For grouping and look-up
    only, never shown; "" where the name holds no letter or digit.
    """
    return " ".join(_parsed(name[:_MOST_CHARACTERS], language).tokens)


def is_generic_noun(name: str, language: str = "und") -> bool:
    """Tell whether a speaker is only a noun for someone named before ("الحركة").

    ``join_names`` gives such a noun to the nearest earlier name of that kind.
    """
    tokens = _parsed(name[:_MOST_CHARACTERS], language).tokens
    return len(tokens) == 1 and _noun(tokens[0]) is not None


def is_same_name(a: str, b: str, language: str = "und") -> bool:
    """Tell whether two names written in one text may mean the same speaker.

    True for spellings of one name, a surname and its full name, a name with and without its
    office, a body with and without its noun ("حركة طالبان"), an acronym and what it stands for,
    and a shorter form of an office ("وزارة الخارجية" beside "وزارة الخارجية الروسية"). False for
    an office of a body and the body, for two first names with one surname, and for generic nouns.
    """
    one, other = (_parsed(name[:_MOST_CHARACTERS], language) for name in (a, b))
    if one.tokens == other.tokens:
        return bool(one.tokens)
    return _are_same(one, other)


def join_names(names: Sequence[str], language: str = "und") -> list[int]:
    """Return a group number for each name; equal numbers mean the same speaker.

    Args:
        names: as written, in the order of the text; may repeat. The order matters: a generic noun
            ("الحركة") joins the nearest earlier name of its kind, and so does a short form of an
            office that fits several. A surname that fits two people joins neither.
        language: BCP 47 of the text.

    Numbers start at 0, in order of first use. "" gets a group of its own.
    """
    parsed = [_parsed(name[:_MOST_CHARACTERS], language) for name in names]
    groups = _Groups()
    distinct = {name.tokens: name for name in reversed(parsed)}
    for name in sorted(distinct.values(), key=lambda one: -len(one.tokens)):
        groups.add(name)
    numbers: dict[int, int] = {}
    answer: list[int] = []
    seen: list[tuple[_Name, int]] = []
    for name in parsed:
        group = groups.of(name, seen)
        answer.append(numbers.setdefault(group, len(numbers)))
        seen.append((name, group))
    return answer


class _Groups:
    """Names put together, longest first, so that a short form meets its full forms."""

    def __init__(self) -> None:
        self._group: dict[Tokens, int] = {}
        self._members: list[list[_Name]] = []
        self._by_word: dict[str, list[_Name]] = {}
        self._ambiguous: dict[Tokens, list[int]] = {}

    def add(self, name: _Name) -> None:
        fitting: dict[int, None] = {}
        if not _is_generic(name):
            for other in self._sharing_a_word(name):
                if _are_same(name, other):
                    fitting[self._group[other.tokens]] = None
        if len(fitting) == 1:
            number = next(iter(fitting))
        else:
            number = len(self._members)
            self._members.append([])
            if fitting and not name.is_person and name.office:
                self._ambiguous[name.tokens] = list(fitting)
        self._group[name.tokens] = number
        self._members[number].append(name)
        for word in _index_words(name):
            self._by_word.setdefault(word, []).append(name)

    def of(self, name: _Name, seen: Sequence[tuple[_Name, int]]) -> int:
        """Return the group of a name, given those that stand before it in the text."""
        choices = self._ambiguous.get(name.tokens)
        noun = _noun(name.tokens[0]) if _is_generic(name) else None
        for earlier, number in reversed(seen[-_MOST_COMPARED:]):
            if choices is not None and number in choices:
                return number
            if noun is not None and not _is_generic(earlier) and noun in self._nouns(number):
                return number
        return self._group[name.tokens]

    def _nouns(self, number: int) -> set[str]:
        return {_noun(member.head) or "" for member in self._members[number]} | {
            HEAD_OF_NAME.get(" ".join(member.tokens), "") for member in self._members[number]
        }

    def _sharing_a_word(self, name: _Name) -> list[_Name]:
        found: dict[Tokens, _Name] = {}
        for word in _index_words(name):
            for other in self._by_word.get(word, ())[-_MOST_COMPARED:]:
                found.setdefault(other.tokens, other)
        return list(found.values())


def _index_words(name: _Name) -> set[str]:
    words = {word for tokens in (name.tokens, *name.aliases) for word in tokens}
    initials = {"".join(word[0] for word in name.tokens)} if len(name.tokens) > 1 else set()
    joined = {"".join(name.proper[-2:])} if len(name.proper) > 1 else set()
    return {_skeleton(word) for word in words} | initials | joined


def _is_generic(name: _Name) -> bool:
    return len(name.tokens) == 1 and _noun(name.tokens[0]) is not None


def _noun(token: str) -> str | None:
    """Return the noun of an office or body without its feminine ending, if it is one."""
    for form in (token, token.removesuffix("ه")):
        if form in ROLES or form in INSTITUTIONS:
            return form
    return None


# --- taking a name apart -------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _parsed(name: str, language: str) -> _Name:
    bracketed = [match[1] for match in _BRACKETED.finditer(name)]
    plain = _BRACKETED.sub(" ", name)
    folded = fold(_DOTTED.sub(lambda match: match[0].replace(".", ""), plain))
    if not _WORD.search(folded):
        plain, bracketed = " ".join(bracketed), []
        folded = fold(plain)
    parts = [part for part in _APPOSITION.split(folded) if _WORD.search(part)]
    main = parts[0] if parts else ""
    words = _WORD.findall(main)
    if any("\u0600" <= character <= "\u06ff" for character in main):
        tokens, office, proper, head = _taken_apart_arabic(words)
    else:
        capitals = {fold(word) for word in _WORD.findall(plain) if not word[:1].islower()}
        tokens, office, proper, head = _taken_apart_latin(words, capitals)
    aliases = tuple(
        alias
        for text in bracketed
        if (alias := _without_courtesies([bare(word) for word in _WORD.findall(fold(text))]))
        and not is_place(alias)
    )
    is_person = bool(proper) and (head in ROLES or head in _NAMES_TOO)
    return _Name(tokens, office, proper, head, is_person, aliases)


def _without_courtesies(tokens: list[str]) -> Tokens:
    kept = [token for token in tokens if token not in FILLERS]
    while len(kept) > 1 and (kept[0] in COURTESY or kept[0] in ABBREVIATED_COURTESY):
        del kept[0]
    # "آية الله" and "حجة الإسلام" have lost their first half by now.
    if len(kept) > 2 and kept[0] in ("الله", "اسلام") and len(kept) < len(tokens):
        del kept[0]
    return tuple(kept)


def _taken_apart_arabic(words: list[str]) -> tuple[Tokens, Tokens, Tokens, str]:
    is_definite = {bare(word): word.startswith("ال") for word in words}
    tokens = _without_courtesies([bare(word) for word in words])
    if not tokens:
        return (), (), (), ""
    noun = _noun(tokens[0])
    if noun is None and len(tokens) > 1 and tokens[0] in FIELDS and is_definite.get(tokens[0]):
        # "الخارجية الروسية" is the ministry.
        return tokens, ("وزاره", *tokens), (), "وزاره"
    if tokens[0] in _NAMES_TOO and len(tokens) > 1 and is_place(tokens[1:2]):
        return tokens, tokens[:2], _without_courtesies(list(tokens[2:])), tokens[0]
    if noun is None:
        at = next((i for i, token in enumerate(tokens) if i and _is_office_in_middle(token)), None)
        if at is None:
            return tokens, (), tokens, ""
        return tokens, tokens[at:], tokens[:at], tokens[at]
    if noun in INSTITUTIONS and noun not in ROLES:
        return tokens, tokens, tokens[1:], tokens[0]
    end = _end_of_office(tokens, is_definite)
    return tokens, tokens[:end], _without_courtesies(list(tokens[end:])), noun


_WORDS_IN_MIDDLE = "رييس ريس وزير متحدث ناطق قايد سفير سخنگو سخنگوي فرمانده"
# "أمير قطر" is an office, "أمير عبداللهيان" a name.
_NAMES_TOO = frozenset({"امير"})
# Half of a name, and never a whole one.
_NO_NAMES = frozenset({"الله"})
_OFFICES_IN_MIDDLE = frozenset(_WORDS_IN_MIDDLE.split())


def _is_office_in_middle(token: str) -> bool:
    return token in _OFFICES_IN_MIDDLE or token.removesuffix("ه") in _OFFICES_IN_MIDDLE


def _end_of_office(tokens: Tokens, is_definite: dict[str, bool]) -> int:
    """Return the index of the first token of the person's own name, or the length."""
    at = 1
    # "رئيس" needs a complement ("الوزراء"); "الرئيس" does not.
    lacks_complement = not is_definite.get(tokens[0], False)
    while at < len(tokens):
        token = tokens[at]
        if token in LINKS:
            at += 2
            # The body that was linked may be two words: "باسم وزارة الخارجية".
            if at - 1 < len(tokens) and _noun(tokens[at - 1]) is not None:
                at += 1
        elif _noun(token) is not None:
            at += 1 if is_definite.get(token) or token in ROLES else 2
        elif _qualifies(token) or is_place((token,)) or lacks_complement:
            at += 1
        elif is_definite.get(token) and not (tokens[0] in ROLES and at == 1):
            # A second definite word belongs to the office unless it ends the name.
            if at == len(tokens) - 1:
                break
            at += 1
        else:
            break
        lacks_complement = False
    return min(at, len(tokens))


def _qualifies(token: str) -> bool:
    forms = (token, token.removesuffix("ه"))
    return any(form in ORIGINS or form in RANKS or form in FIELDS for form in forms)


def _taken_apart_latin(words: list[str], capitals: set[str]) -> tuple[Tokens, Tokens, Tokens, str]:
    tokens = _without_courtesies([bare(word) for word in words])
    roles = [index for index, token in enumerate(tokens) if token in ROLES]
    if roles:
        end = _end_of_latin_office(tokens, roles[-1] + 1, capitals)
        proper = _without_courtesies(list(tokens[end:]))
        return tokens, tokens[:end], proper, tokens[roles[-1]]
    bodies = [token for token in tokens if token in INSTITUTIONS]
    if bodies:
        proper = tuple(
            token for token in tokens if token not in INSTITUTIONS and token not in LINKS
        )
        return tokens, tokens, proper, bodies[0]
    return tokens, (), tokens, ""


def _end_of_latin_office(tokens: Tokens, at: int, capitals: set[str]) -> int:
    while at < len(tokens):
        token = tokens[at]
        if token in LINKS:
            at += 2
        elif token in FIELDS or token in RANKS or token in INSTITUTIONS or token not in capitals:
            at += 1
        else:
            break
    return min(at, len(tokens))


# --- comparing -----------------------------------------------------------------------------------


def _are_same(one: _Name, other: _Name) -> bool:
    if _is_generic(one) or _is_generic(other) or not one.tokens or not other.tokens:
        return False
    if _are_spellings(one.tokens, other.tokens) or _share_an_alias(one, other):
        return True
    if _is_acronym(one.tokens, other.tokens) or _is_acronym(other.tokens, one.tokens):
        return True
    if _may_be_person(one) and _may_be_person(other):
        return _are_one_person(one.proper, other.proper)
    if one.is_person or other.is_person:
        person, office = (one, other) if one.is_person else (other, one)
        # An office without a name, and the same office with one.
        return not office.proper and len(office.office) > 1 and _is_shorter_office(office, person)
    if one.office and other.office:
        return _is_shorter_office(one, other) or _is_shorter_office(other, one)
    body, plain = (one, other) if one.office else (other, one)
    return _names_body(plain.tokens, body.proper)


def _may_be_person(name: _Name) -> bool:
    return name.is_person or not name.office


def _names_body(plain: Tokens, proper: Tokens) -> bool:
    if not proper or plain[0] in _NO_NAMES or all(_qualifies(token) for token in plain):
        return False
    while len(proper) > len(plain) and (_qualifies(proper[-1]) or is_place(proper[-1:])):
        proper = proper[:-1]
    return not is_place(plain) and _are_spellings(plain, proper)


def _is_shorter_office(short: _Name, full: _Name) -> bool:
    """Tell whether all words of an office stand in the fuller one, which adds only an origin."""
    if len(short.office) < 2 or len(short.office) > len(full.office):
        return False
    rest = list(full.office)
    for word in short.office:
        match = next((other for other in rest if _are_variants(word, other)), None)
        if match is None:
            return False
        rest.remove(match)
    return all(_qualifies(word) or word in LINKS or is_place((word,)) for word in rest)


def _are_one_person(one: Tokens, other: Tokens) -> bool:
    full, short = (one, other) if len(one) >= len(other) else (other, one)
    if _are_spellings(full, short):
        return True
    if len(short) == 1:
        return len(short[0]) > 2 and _may_be_surname(short[0]) and _are_variants(full[-1], short[0])
    # The last words, or one word that the other writes as two ("امیرعبداللهیان").
    ends = ((full[-len(short) :], short), (full[-1:], short), (short[-1:], full))
    if any(_are_spellings(end, whole) for end, whole in ends):
        return not is_place(short)
    same_last = _are_variants(full[-1], short[-1])
    same_first = _are_variants(full[0], short[0]) or _is_initial(full[0], short[0])
    if same_first and same_last:
        return len(short) == 2
    # A wavering transcription is believed where the other half of the name is the same.
    if len(full) == len(short) == 2 and (full[0] == short[0] or full[1] == short[1]):
        return all(
            _are_variants(a, b, is_certain_person=True) for a, b in zip(full, short, strict=True)
        )
    return len(short) < len(full) and _are_spellings(full[: len(short)], short)


def _may_be_surname(token: str) -> bool:
    return not (token in _NO_NAMES or _qualifies(token) or is_place((token,)) or _noun(token))


def _is_initial(one: str, other: str) -> bool:
    return one[0] == other[0] and 1 in (len(one), len(other))


def _are_spellings(one: Tokens, other: Tokens) -> bool:
    if len(one) == len(other):
        return all(_are_variants(a, b) for a, b in zip(one, other, strict=True))
    # Persian compounds come in one word or two.
    return "".join(one) == "".join(other) != ""


def _share_an_alias(one: _Name, other: _Name) -> bool:
    forms_one = (one.tokens, *one.aliases)
    forms_other = (other.tokens, *other.aliases)
    return any(
        _are_spellings(a, b)
        for i, a in enumerate(forms_one)
        for j, b in enumerate(forms_other)
        if i or j
    )


def _is_acronym(short: Tokens, full: Tokens) -> bool:
    if len(short) != 1 or len(short[0]) < 2 or not short[0].isascii():
        return False
    words = [word for word in full if word not in LINKS and word not in ("and", "et")]
    return len(words) > 1 and "".join(word[0] for word in words) == short[0]


@lru_cache(maxsize=8192)
def _are_variants(a: str, b: str, *, is_certain_person: bool = False) -> bool:
    """Tell whether two bare words are spellings of one."""
    if a == b:
        return True
    if a in GIVEN_NAMES and b in GIVEN_NAMES:
        return False
    if a.isascii() or b.isascii():
        if _romanised(a) == _romanised(b):
            return True
        return is_certain_person and len(_skeleton(a)) > 2 and _skeleton(a) == _skeleton(b)
    if is_certain_person:
        a, b = a.translate(_TRANSCRIPTIONS), b.translate(_TRANSCRIPTIONS)
    same = _skeleton(a) == _skeleton(b) and len(_skeleton(a)) > 2
    return same and min(len(a), len(b)) > 3 and _edits(a, b) <= 2


@lru_cache(maxsize=8192)
def _skeleton(token: str) -> str:
    """Return the consonants: the long vowels of Arabic writing and Latin vowels are gone."""
    if token.isascii():
        romanised = _romanised(token)
        return romanised[:1] + romanised[1:].translate(_LATIN_VOWELS)
    stem = token.removesuffix("ه")
    return stem[:1] + stem[1:].translate(_ARABIC_LONG_VOWELS)


@lru_cache(maxsize=8192)
def _romanised(token: str) -> str:
    for written, sound in _ROMANISATIONS:
        token = token.replace(written, sound)
    if len(token) > 4:
        token = token.removesuffix("e")
    return re.sub(r"(.)\1+", r"\1", token)


def _edits(a: str, b: str) -> int:
    """Return the Levenshtein distance; words are short."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            previous, row[j] = (
                row[j],
                min(row[j] + 1, row[j - 1] + 1, previous + (left != right)),
            )
    return row[-1]
