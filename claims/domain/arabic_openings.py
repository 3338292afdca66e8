"""What opens a claim in an Arabic sentence: أن and its kin, a colon, a quotation, a preposition.

Looks from a verb of saying to what it says, past the subject with its titles, place and time. Not
for where the claim ends (``arabic_clauses``), nor for who said it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_cues import CUE_FORMS, CueForm, CueKind, Tense, cue_form_after
from claims.domain.arabic_joints import is_letter_name, is_preposition
from claims.domain.arabic_phrases import LONGEST_QUOTED_NAME
from claims.domain.arabic_tokens import ArabicText

__all__ = ["Opening", "OpeningKind", "find_opening", "is_prefixed", "receives_copy"]

# Words between a verb of saying and what was said: the subject with its titles, time and place.
FARTHEST_OPENING = 48
# A claim behind "ب" stands near its verb; farther on it belongs to some other word.
FARTHEST_PREFIXED = 14
_CONJUNCTIONS = lexicon.words("كما فيما بينما ثم وقد فقد إذ حيث في وكان وكانت ولكن لكن")
_COLON_LINKS = lexicon.words("قائلا قائلة قائلين بالقول قوله قولها قولهم")
_GOVERNING = frozenset({"الي", "علي", "من"})


class OpeningKind(StrEnum):
    """What opens a claim."""

    CLAUSE = "clause"
    COLON = "colon"
    QUOTE = "quote"
    NOUN = "noun"


_NOT_ASKED = object()
# Clauses within clauses, and verbs passed over within one subject; nobody writes more.
MOST_NESTED = 2
MOST_EMBEDDED = 4


@dataclass(frozen=True, slots=True)
class Opening:
    """``at`` is the first token of what opens the claim, ``start`` the claim's first token.

    ``prefix`` counts letters of the first word that belong to a preposition.
    """

    kind: OpeningKind
    at: int
    start: int
    prefix: int = 0


def find_opening(
    text: ArabicText, cue: int, end: int, form: CueForm, *, nesting: int = 0
) -> Opening | None:
    """Find what opens the claim of the verb at ``cue`` before token ``end``, or ``None``.

    ``nesting`` counts the clauses this one stands in; beyond ``MOST_NESTED`` they are not followed,
    or a line of nothing but verbs would double the work with each of them. What was found is
    kept with the text, for every verb is asked for many times.
    """
    asked = (cue, end, form.takes, form.clause_only, nesting)
    found = text.known.get(asked, _NOT_ASKED)
    if found is None or isinstance(found, Opening):
        return found
    opening = _find_opening(text, cue, end, form, nesting)
    text.known[asked] = opening
    return opening


def _find_opening(
    text: ArabicText, cue: int, end: int, form: CueForm, nesting: int
) -> Opening | None:
    embedded = 0
    noun: Opening | None = None
    quote: Opening | None = None
    position = cue + 1
    limit = min(end, cue + FARTHEST_OPENING)
    while position < limit:
        word = text.word(position)
        if text.opens_quote(position):
            closer = text.closers[position]
            if noun is not None and (noun.start == position or closer + 1 >= limit):
                break
            if not _may_be_name(text, position, end):
                return Opening(OpeningKind.QUOTE, position, position)
            quote = quote or Opening(OpeningKind.QUOTE, position, position)
            position = closer + 1
            continue
        if text.raw(position) in "([" and position in text.closers:
            position = max(text.closers[position], position) + 1
            continue
        if word == ":" and not (text.word(position - 1).isdigit()):
            start = position + 1
            if start >= end:
                return None
            return Opening(OpeningKind.COLON, position, start)
        if word in lexicon.CLAUSE_OPENERS and not is_letter_name(text, position):
            clause = None
            if not _is_inside_aside(text, cue, position):
                clause = _clause(text, cue, position, form)
            if clause is not None and (
                noun is None or _has_preposition(text, position) or text.word(position - 1) == ","
            ):
                return clause
            position += 1
            continue
        if word in lexicon.MEANWHILE and text.word(position - 1) == ",":
            break
        other = cue_form_after(text.word(position - 1), word, text.raw(position))
        is_verb = other is not None and not other.has_object
        if (
            other
            and is_verb
            and position > cue + 1
            and other.tense in (Tense.PERFECT, Tense.IMPERFECT)
        ):
            embedded += 1
            skipped = _skip_embedded(text, position, limit, other, nesting=nesting)
            if skipped is None or embedded > MOST_EMBEDDED:
                break
            position = skipped
            continue
        after_comma = text.word(position - 1) == "," and word not in _COLON_LINKS
        if other and other.tense is Tense.PARTICIPLE and after_comma:
            break
        noun = noun or _noun_opening(text, cue, position, end, form)
        position += 1
    return noun or (quote if _quote_may_be_claim(text, quote, cue) else None)


def _may_be_name(text: ArabicText, position: int, end: int) -> bool:
    """Whether a quotation may be a name within the subject rather than what was said."""
    closer = text.closers[position]
    if not text.is_closed_quote(position) or closer + 1 >= end:
        return False
    inside = closer - position - 1
    if text.word(position - 1) in ("باسم", "يدعي", "المدعو"):
        return inside <= LONGEST_QUOTED_NAME
    return inside <= 4


def _quote_may_be_claim(text: ArabicText, quote: Opening | None, cue: int) -> bool:
    if quote is None:
        return False
    before = text.word(quote.at - 1)
    return not (
        before in lexicon.OUTLET_HEADS or before in ("باسم", "حركه", "تنظيم", "هييه", "علي", "ل")
    )


def _clause(text: ArabicText, cue: int, position: int, form: CueForm) -> Opening | None:
    word, before = text.word(position), text.word(position - 1)
    if word.startswith("و") or text.raw(position).startswith("آن"):
        return None
    after = position + 1
    if word.startswith("ب"):
        allowed = "ب" in form.takes or "ان" in form.takes
    elif before in _GOVERNING and is_preposition(text, position - 1):
        allowed = before in form.takes
        return Opening(OpeningKind.CLAUSE, position - 1, after) if allowed else None
    elif before == "علي" and not is_preposition(text, position - 1):
        allowed = "ان" in form.takes
    elif before in lexicon.BEFORE_OTHER_CLAUSES and position > cue + 1:
        is_later = before == "بعد" and text.word(position - 2) == "فيما"  # "later on"
        allowed = is_later and "ان" in form.takes
    else:
        allowed = "ان" in form.takes
    return Opening(OpeningKind.CLAUSE, position, after) if allowed else None


def _is_inside_aside(text: ArabicText, cue: int, position: int) -> bool:
    """Whether "that" goes on in "..., after it became clear that", which no comma closed."""
    if text.raw(position).startswith("إ"):
        return False
    comma = next((one for one in range(position - 1, cue, -1) if text.word(one) == ","), None)
    if comma is None or comma + 2 >= position:
        return False
    return text.word(comma + 1) in ("بعد", "قبل", "منذ") and text.word(comma + 2) == "ان"


def _has_preposition(text: ArabicText, position: int) -> bool:
    return text.word(position - 1) in _GOVERNING or text.word(position).startswith("ب")


def _noun_opening(
    text: ArabicText, cue: int, position: int, end: int, form: CueForm
) -> Opening | None:
    word, following = text.word(position), text.word(position + 1)
    wanted = form.takes - form.clause_only
    if position + 1 < end and word in wanted and is_preposition(text, position):
        if any(text.word(one).startswith(_REPLIES) for one in range(cue + 1, position)):
            return None
        if following in lexicon.CLAUSE_OPENERS:
            return None
        if word in ("من", "الي") and following in lexicon.EVENT_NOUNS:
            return None
        if word == "علي" and following in lexicon.ONLINE_PLACES:
            return None
        return Opening(OpeningKind.NOUN, position, position + 1)
    if "ب" in wanted and word == "ب" and position + 1 < end:
        return Opening(OpeningKind.NOUN, position, position + 1)
    is_near = position <= cue + FARTHEST_PREFIXED
    if "ب" in wanted and word[:1] == "ب" and is_near and is_prefixed(word):
        return Opening(OpeningKind.NOUN, position, position, 1)
    return None


# "in its reply to", "in answer to the question about": the preposition is the noun's.
_REPLIES = ("رد", "تعليق", "جواب", "سوال", "اجاب", "حصول")


def is_prefixed(word: str) -> bool:
    """Whether a word that begins with ب has it as a preposition: no name or noun we know."""
    if (
        word in lexicon.ROLE_PREPOSITIONS
        or word in lexicon.ADVERBS
        or word in lexicon.CLAUSE_OPENERS
    ):
        return False
    return len(word) > 2 and word not in _NOT_PREFIXED


_NOT_PREFIXED = lexicon.words(
    "به بها بهم بهما بنا بك بي بحق بات باريس بايدن باقري باكستان بالدوين بال باسم بات باتت"
    " بان بادن باحث باحثون باحثة بارزاني بابا بانكوك بتاح بترايوس بتول بدر بارز بارزة بارزون"
    " بيان بيروت بيسكوف بومبيو بوتين بشار بريطانيا بغداد برلين بكين بلدية بلير بلجيكا بولندا"
    " برنامج برس بعض بعثة بنك بن بنت بين بعد بدون بدء بدأ بدأت بريتني بيل بيتر بول بوب براون"
    " بروكسل بنغلاديش بورما بوركينا بلومبرغ بطل بطلة بدوره بدورها برئيس بلاده بلادها بلادهم"
    " بحري بري بحرية برية بسيطة بريء بالغ بالغة بدلا بداية بيئة بناء"
    " بيئي بيئية برلماني برلمانية برلمان بلدي بنكي بنكية بحوث بحث بيانات بلاغ بعيد بسيط"
    " بلدة بلدات بلديات بلدان بلد بطولة بورصة بوابة بيت بيوت بيع بحر بحيرة بريد بلاد بنوك بنية"
    " باب بئر بذور بترول براءة برج"
)


_UNNAMED = lexicon.words("نشر ذكر الكشف كشف الإفصاح التعريف")


def receives_copy(text: ArabicText, position: int, form: CueForm) -> bool:
    """Whether a verb tells that somebody got a copy ("of which the paper received a copy")."""
    ahead = {text.word(one) for one in range(position + 1, position + 6)}
    return form.lemma in _RECEIVING and not _COPY.isdisjoint(ahead)


_RECEIVING = lexicon.words("توصل حصل اطلع تلقى")
_COPY = lexicon.words("بنسخة نسخة")


def _skip_embedded(
    text: ArabicText, position: int, limit: int, form: CueForm, *, nesting: int
) -> int | None:
    """Return where to go on after a clause inside the subject; ``None`` at a new main clause."""
    word = text.word(position)
    before = text.word(position - 1)
    if receives_copy(text, position, form):
        return position + 1
    if form.lemma == "رفض" and before == "," and text.word(position + 1) in _UNNAMED:
        stops = (one for one in range(position, limit) if text.word(one) == ",")
        return next(stops, position) + 1  # "a witness, who would not be named, said"
    if form.lemma == "رفض" and text.word(position + 1) in _UNNAMED:
        return position + 2
    if word not in CUE_FORMS or before in _CONJUNCTIONS or before in (",", "و"):
        return None
    if form.lemma == "رفض" or form.kind is CueKind.PUBLISH or nesting >= MOST_NESTED:
        return position + 1
    inner = find_opening(text, position, limit, form, nesting=nesting + 1)
    if inner is None:
        return position + 1
    if inner.kind is OpeningKind.COLON and before not in lexicon.RELATIVES:
        return None
    comma = next((one for one in range(inner.at, limit) if text.word(one) == ","), None)
    return None if comma is None else comma + 1
