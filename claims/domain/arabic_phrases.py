"""Noun phrases of Arabic text: who is named, and where the name ends.

Reads forward from a word and stops where a name can go no further: at a preposition that is no
part of a title, a relative clause, a day, an adverb, a verb of saying. Titles in apposition and
names in quotation marks belong to the phrase. Not a parser of Arabic: it knows the shapes in which
news names its speakers, and nothing of the rest of the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_cues import Tense, cue_form, cue_form_after
from claims.domain.arabic_joints import (
    TITLES,
    begins_object,
    belongs_to_title,
    is_issued,
    is_letter_name,
    is_noun_here,
    is_part_of_name,
    is_preposition,
    is_title,
)
from claims.domain.arabic_tokens import ArabicText

__all__ = [
    "DEMONSTRATIVES",
    "PRONOUN_PHRASES",
    "NounPhrase",
    "is_dative",
    "is_outlet",
    "is_spelled_agency",
    "outlet_alone",
    "read_addressee",
    "read_phrase",
    "starts_outlet",
]

# A quoted name is short; more words are something that was said.
LONGEST_QUOTED_NAME = 6
LONGEST_BRACKET = 5
LONGEST_PHRASE = 24
PRONOUN_PHRASES = lexicon.words(
    "له لها لهم فيه فيها عنه عنها إليه إليها به بها بهم منه منها عليها عليه معه معها لهما"
    " إلينا علينا قد كان كانت مني منك منا لكن"
)
_NEGATED_VERB_AHEAD = lexicon.words("لم ولم فلم لن ولن فلن")
# Outlets called by common words: known only where the name begins with them.
_ALSO_PLACES = lexicon.words("الجزيرة العربية ميزان كونا واس")
_NUMBERED_OUTLETS = lexicon.words("القناة قناة الإذاعة")
# "said to me"; further on it may be a name ("Berners-Lee").
_TO_PRONOUNS = lexicon.words("لي لنا لك لكم")
_AGED = lexicon.words("البالغ البالغة البالغين")
_PER_CENT = lexicon.words("بالمئة بالمائة")
# What is given to somebody who passes it on ("in a statement to", "in a talk with").
_INTERVIEWS = lexicon.words("تصريح تصريحات حديث مقابلة مداخلة تصريحات حوار خاص خاصة هاتفية")
_ONE_OF = lexicon.words("أحد إحدى بعض عدة")
DEMONSTRATIVES = lexicon.words("هذا هذه هؤلاء ذلك تلك")


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A phrase as half-open range of tokens; ``core_end`` is where its first apposition begins.

    ``prefix`` counts letters at the start that are not of the name ("و", "ل").
    """

    first: int
    end: int
    core_end: int
    prefix: int = 0

    def span(self, text: ArabicText) -> tuple[int, int]:
        """Return where the phrase stands, in code points."""
        start, end = text.span(self.first, self.end)
        return start + self.prefix, end

    def written(self, text: ArabicText) -> str:
        """Return the phrase as it stands in the text."""
        start, end = self.span(text)
        return text.text[start:end]


def read_phrase(
    text: ArabicText, at: int, limit: int, *, stops_at_object: bool = False, prefix: int = 0
) -> NounPhrase | None:
    """Read the noun phrase that begins at a token, or return ``None`` if none does.

    Args:
        limit: token before which it must end.
        stops_at_object: a second noun phrase follows without any mark ("Iran denies knowledge of").
        prefix: letters of the first word that are not of the name.
    """
    limit = min(limit, len(text.tokens))
    core_end = _core_end(text, at, limit, stops_at_object=stops_at_object, prefix=prefix)
    if core_end == at:
        return None
    end = core_end
    for _ in range(2):
        if text.word(end) != "," or end + 1 >= limit:
            break
        chunk_end = _core_end(text, end + 1, limit, stops_at_object=stops_at_object)
        if chunk_end == end + 1 or not (chunk_end == limit or text.word(chunk_end) in ",:"):
            break
        if _opens_clause(text, end + 1) or text.word(end + 1).isdigit():
            break
        if begins_object(text.word(end + 1)) and not is_title(text, end + 1):
            break
        end = chunk_end
    return NounPhrase(at, end, core_end, prefix)


def _opens_clause(text: ArabicText, at: int) -> bool:
    word = text.word(at)
    form = cue_form(word, text.raw(at))
    is_asked = text.word(at + 1) == "عدم"  # "a source, who preferred not to be named,"
    return word in ("وهو", "وهي", "وهم") or form is not None or is_asked


def _core_end(
    text: ArabicText, at: int, limit: int, *, stops_at_object: bool = False, prefix: int = 0
) -> int:
    position = at
    while position < min(limit, at + LONGEST_PHRASE):
        token = text.tokens[position]
        if text.is_closed_quote(position):
            closer = text.closers[position]
            if closer >= limit or closer - position - 1 > LONGEST_QUOTED_NAME:
                break
            position = closer + 1
        elif token.raw in "([" and position > at:
            closer = text.closers.get(position, limit)
            if closer >= limit or closer - position - 1 > LONGEST_BRACKET:
                break
            if any(text.word(inside).isdigit() for inside in range(position, closer)):
                break
            position = closer + 1
        elif not token.is_word:
            is_share = token.raw in ("%", "٪") and text.word(position - 1).isdigit()
            if not is_share and not _joins_letters(text, position, at):
                break
            position += 1
        elif _stops(text, position, at, stops_at_object=stops_at_object, prefix=prefix):
            break
        else:
            position += 1
    while position > at and (
        is_preposition(text, position - 1) or text.word(position - 1) in ("-", ".", "و")
    ):
        position -= 1
    return position


def _joins_letters(text: ArabicText, position: int, at: int) -> bool:
    """Whether a mark stands inside a word or after an initial ("أ.ف.ب", "جان-بيار")."""
    token = text.tokens[position]
    if position == at or token.word not in ".-'":
        return False
    before = text.tokens[position - 1]
    following = text.tokens[position + 1 : position + 2]
    is_tight = bool(following) and following[0].start == token.end and following[0].is_word
    return before.end == token.start and (is_tight or (token.word == "." and len(before.word) == 1))


def _stops(text: ArabicText, position: int, at: int, *, stops_at_object: bool, prefix: int) -> bool:
    word, raw = text.word(position), text.raw(position)
    is_first = position == at
    if is_first:
        word = word[prefix:]
    if is_preposition(text, position) and not (is_first and prefix):
        return is_first or not belongs_to_title(text, position, at)
    if word.removeprefix("و") in lexicon.PRONOUN_STARTS:
        return True
    if word in lexicon.CLAUSE_OPENERS and not (position > at and is_letter_name(text, position)):
        return True
    if word in ("به", "بها", "بهم", "عليه") and text.word(position - 1) in lexicon.WITH_PRONOUN:
        return False
    if is_first and word in _TO_PRONOUNS:
        return True
    is_to_them = word in PRONOUN_PHRASES and raw != "منى"  # "from me", or a woman's name
    if word in lexicon.OBTAINED or word in lexicon.RELATIVES:
        return True
    if is_to_them or word in _NEGATED_VERB_AHEAD:
        return True
    if word in _AGED and not is_first:
        return text.word(position + 1) in ("من", "عمره", "عمرها") or (
            text.word(position + 1).isdigit()
        )
    if word in _PER_CENT and text.word(position - 1).isdigit():
        return False
    if word in lexicon.ADVERBS and not (is_first and word in DEMONSTRATIVES):
        return lexicon.OUTLET_PAIRS.get(text.word(position - 1)) != word
    if raw.endswith(("اً", "ًا")) and not is_first:
        return True
    if word in lexicon.TIME_WORDS and not (is_first and word in DEMONSTRATIVES):
        return not is_part_of_name(text, position, at)
    if word.isdigit() and not is_first:
        return text.word(position - 1) not in _NUMBERED_OUTLETS
    if word in DEMONSTRATIVES and not is_first:
        return True
    if is_dative(text, position) and not (is_first and prefix):
        return is_first or not _may_govern(text, position, at)
    if raw.startswith("بإ") and not is_first:
        return True
    if word.startswith("بال") and len(word) > 4 and word not in lexicon.ROLE_PREPOSITIONS:
        return True
    form = cue_form_after(text.word(position - 1), word, raw)
    if word in lexicon.SAID_BY_PRONOUN or (not is_first and _ends_name(text, position)):
        return True
    if not is_first and is_issued(text, position):
        return False
    if (
        form
        and form.tense in (Tense.PERFECT, Tense.IMPERFECT)
        and not (form.has_object or form.is_first_person)
    ):
        return not is_noun_here(text, position, at, word)
    if form and form.tense is Tense.PARTICIPLE and not is_first and raw.endswith("ا"):
        return True
    if is_first:
        return False
    if word[:1] == "ل" and len(word) > 4 and raw.endswith(("ها", "هم", "ه")):
        return True  # "told its customers"
    if word.startswith("لت") and len(word) > 4 and not text.word(position - 1).startswith("ال"):
        return True
    if len(word) > 4 and word.endswith(("ته", "تها")):
        return True
    before = text.word(position - 1)
    if stops_at_object and position == at + 1 and before in lexicon.FEMININE_NAMES:
        describes = word.endswith(("ي", "يه"))
        if word.startswith("ال") and not describes:
            return True
    is_of_outlet = before in lexicon.OUTLET_HEADS or before[1:] in lexicon.OUTLET_HEADS
    return stops_at_object and begins_object(word) and not is_of_outlet


def _ends_name(text: ArabicText, position: int) -> bool:
    """Whether no name goes on there: "his assurance", "checking of", an object of "its makers"."""
    word, before = text.word(position), text.word(position - 1)
    if word in lexicon.SPOKEN_NOUNS and word.endswith(("ه", "ها", "هم")):
        return True
    if word[:1] == "ب" and word[1:] in lexicon.EVENT_NOUNS:
        return True  # "replied with a statement"
    if word in _CHECKING and text.word(position + 1) == "من":
        return True
    has_pronoun = len(before) > 4 and before.endswith(("وه", "وها", "وهم"))
    return has_pronoun and not word.startswith("ال")


_CHECKING = lexicon.words("التحقق التأكد التثبت التيقن")


def is_dative(text: ArabicText, position: int) -> bool:
    """Whether "to" somebody who is told stands there."""
    word = text.word(position)
    if word in lexicon.ADDRESSEES or word == "لبرنامج" or (word.startswith("لل") and len(word) > 3):
        return True
    return word == "ل" or (word[:1] == "ل" and _names_outlet(text, position, word[1:]))


def _may_govern(text: ArabicText, position: int, at: int) -> bool:
    """Whether "of the ..." goes on with a title ("the secretary general of the United Nations")."""
    if text.word(position - 1).removeprefix("ال").startswith(("تابع", "موال")):
        return True
    if text.word(at) in lexicon.OUTLET_HEADS or text.word(at) in lexicon.COUNTS_OF:
        return True
    if text.word(position) == "ل":
        if text.is_closed_quote(position + 1):
            return False
        named = read_phrase(text, position + 1, position + 8)
        return named is None or not is_outlet(text, named)
    if read_addressee(text, position, position + 1) is not None:
        return False
    word = text.word(position)
    others = ("للصحا", "للصحف", "للصحي", "للاعلام", "للتعليق", "للحصول", "للتعقيب")
    return word not in lexicon.ADDRESSEES and not word.startswith(others)


def _names_outlet(text: ArabicText, position: int, word: str) -> bool:
    if word in lexicon.OUTLET_NAMES:
        return True
    following = text.word(position + 1)
    if following in lexicon.OUTLET_ENDINGS:
        return True
    if word in lexicon.OUTLET_HEADS:
        return following not in lexicon.NOT_OUTLETS
    return lexicon.OUTLET_PAIRS.get(word) == following and following != ""


def starts_outlet(text: ArabicText, position: int, word: str | None = None) -> bool:
    """Whether an outlet's name begins at a word, given here where a letter is not of the name."""
    return _names_outlet(text, position, text.word(position) if word is None else word)


def read_addressee(text: ArabicText, first: int, end: int) -> NounPhrase | None:
    """Find the outlet to which something was said ("to Reuters", "in an interview with X")."""
    for position in range(first, end):
        word = text.word(position)
        if word == "ل" and position + 1 < len(text.tokens):
            if text.is_closed_quote(position + 1):
                closer = text.closers[position + 1] + 1
                return NounPhrase(position + 1, closer, closer)
            phrase = read_phrase(text, position + 1, end)
            if phrase and is_outlet(text, phrase):
                return phrase
        elif word[:1] == "ل" and _names_outlet(text, position, word[1:]):
            told = read_phrase(text, position, max(end, position + 1), prefix=1)
            return outlet_alone(text, told) if told is not None else None
        elif word[:2] == "لل" and "ال" + word[2:] in lexicon.OUTLET_HEADS:
            return read_phrase(text, position, position + 1, prefix=1)
        elif word[:1] == "ل" and text.word(position - 1) in _INTERVIEWS:
            if word not in lexicon.ADDRESSEES:
                return read_phrase(text, position, max(end, position + 1), prefix=1)
        elif word in ("للجزيره", "للعربيه", "للاناضول", "للميادين"):
            return NounPhrase(position, position + 1, position + 1, 1)
        elif word in ("مع", "علي", "عبر", "نقلته", "نشرته", "بثته", "اجرته", "نقلتها", "نشرتها"):
            phrase = read_phrase(text, position + 1, end)
            if phrase and is_outlet(text, phrase):
                return outlet_alone(text, phrase)
    return None


def outlet_alone(text: ArabicText, phrase: NounPhrase) -> NounPhrase:
    """Cut what follows the known name of an outlet and describes nothing ("the Times critics")."""
    for position in range(phrase.first, phrase.end - 1):
        word, following = text.word(position), text.word(position + 1)
        word = word[phrase.prefix :] if position == phrase.first else word
        is_name = word in lexicon.OUTLET_ENDINGS or word in lexicon.OUTLET_NAMES
        if (
            is_name
            and text.tokens[position + 1].is_word
            and not (following.startswith("ال") or following in lexicon.OUTLET_ENDINGS)
        ):
            return replace(phrase, end=position + 1, core_end=position + 1)
        if position in text.openers and is_title(text, position + 1):
            return replace(phrase, end=position + 1, core_end=position + 1)
    return phrase


def is_spelled_agency(text: ArabicText, phrase: NounPhrase) -> bool:
    """Whether a phrase is an agency spelled by its letters ("أ ف ب", "أ.ف.ب")."""
    inside = range(phrase.first, phrase.end)
    letters = [text.word(one) for one in inside if text.tokens[one].is_word]
    return " ".join(letters) in lexicon.AGENCY_LETTERS


def is_outlet(text: ArabicText, phrase: NounPhrase) -> bool:
    """Whether a phrase names a news outlet."""
    if is_spelled_agency(text, phrase):
        return True
    names = [text.word(one) for one in range(phrase.first, phrase.core_end)]
    names[0] = names[0][phrase.prefix :]
    if names[0] in _ONE_OF and len(names) > 1:
        names = names[1:]
    if names[0] in lexicon.OUTLET_HEADS or names[0].removeprefix("و") in lexicon.OUTLET_HEADS:
        return bool(lexicon.OUTLET_WORDS & set(names[1:4])) or not (
            lexicon.NOT_OUTLETS & set(names[1:3])
        )
    if names[:2] in (["هييه", "البث"], ["هييه", "الاذاعه"]):
        return True
    if len(names) > 6 or names[0].removeprefix("ال") in TITLES:
        return False
    known = lexicon.OUTLET_NAMES - (_ALSO_PLACES if names[0] not in _ALSO_PLACES else frozenset())
    return bool(known & set(names)) or any(
        lexicon.OUTLET_PAIRS.get(one) == other or other in lexicon.OUTLET_ENDINGS
        for one, other in pairwise(names)
    )
