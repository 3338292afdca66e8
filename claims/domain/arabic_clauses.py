"""Where what was said ends in an Arabic sentence, and where another attribution begins.

From what opens a claim (``arabic_openings``), look for the word at which the next attribution takes
over. Not for who said it.
"""

from __future__ import annotations

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_cues import CUE_FORMS, CueKind, Tense, cue_form_after
from claims.domain.arabic_openings import Opening, OpeningKind, find_opening
from claims.domain.arabic_phrases import LONGEST_QUOTED_NAME
from claims.domain.arabic_subjects import LONGEST_HEADED, begins_other_subject
from claims.domain.arabic_tokens import ArabicText
from multilingual.folding import fold

__all__ = ["claim_range", "is_according_to", "starts_conjoined"]

_ACCORDING = lexicon.words("بحسب حسب حسبما وحسبما وفق وفقا طبقا وبحسب وحسب ووفق ووفقا وطبقا")


def is_according_to(text: ArabicText, position: int) -> bool:
    """Whether "according to" and somebody stand there: not a law, a plan or a need."""
    word = text.word(position)
    following = text.word(position + 1)
    if word.removeprefix("و") == "نقلا":
        return following == "عن"
    if word == "كما":
        return _closes_with_speaker(text, position)
    if word in ("علي", "وعلي"):
        return following in ("حد", "لسان") and not text.raw(position).endswith("ي")
    if word not in _ACCORDING:
        return False
    if word.endswith(("وفقا", "طبقا")):
        rest = following[1:] if following[:1] == "ل" else ""
        rest = "ال" + rest[1:] if rest.startswith("ل") else rest
        return rest not in lexicon.NOT_SPEAKERS and following[:1] == "ل"
    return following not in lexicon.NOT_SPEAKERS or text.word(position + 2) in _SOURCES


def _closes_with_speaker(text: ArabicText, position: int) -> bool:
    """Whether "as X said" stands there with nothing said after it."""
    form = cue_form_after("كما", text.word(position + 1), text.raw(position + 1))
    if form is None or form.kind is not CueKind.SAY or form.tense is Tense.PARTICIPLE:
        return False
    end = next(
        (one for one in range(position, len(text.tokens)) if text.word(one) in ".\n!?"),
        len(text.tokens),
    )
    return find_opening(text, position + 1, end, form) is None


_SOURCES = lexicon.words(
    "التحقيق التقرير المصدر الوكالة الصحيفة البيان المسؤول الدراسة الموقع المصادر"
)


def _opens_main_clause(text: ArabicText, position: int, end: int) -> bool:
    """Whether a verb right after a comma begins a clause of its own ("..., X confirms that")."""
    form = CUE_FORMS[text.word(position)]
    if form.tense is Tense.PERFECT:
        return True
    opening = find_opening(text, position, end, form)
    return (
        form.tense is Tense.IMPERFECT
        and opening is not None
        and opening.kind is OpeningKind.CLAUSE
        and position + 1 < opening.at <= position + 8
    )


def starts_conjoined(text: ArabicText, position: int, end: int) -> bool:
    """Whether a new attribution begins there: "and he added that ...", "as X said"."""
    word = text.word(position)
    if word in CUE_FORMS:
        if text.word(position - 1) != "," or not _opens_main_clause(text, position, end):
            return False
    elif word == "في" and text.word(position + 1) in ("حين", "وقت"):
        position += 2
    elif word in ("كما", "فيما", "بينما", "ثم", "وقد", "لكنه", "لكنها", "ولكنه", "ولكنها"):
        position += 1
    elif word[:1] not in ("و", "ف"):
        return False
    form = cue_form_after(text.word(position - 1), text.word(position), text.raw(position))
    if form is None or form.tense in (Tense.PARTICIPLE, Tense.VERBAL_NOUN) or form.has_object:
        return False
    if form.kind is CueKind.DENY:
        return True
    if form.tense is Tense.IMPERFECT and text.word(position + 1) in _SOME_OF_THEM:
        return False  # "40 per cent have two accounts, and half of them admit that"
    opening = find_opening(text, position, end, form)
    return opening is not None and opening.at - position < 20


def claim_range(
    text: ArabicText, opening: Opening, end: int, *, is_title: bool = False
) -> tuple[int, int, int]:
    """Return the claim's tokens, half open, and the token at which reading goes on."""
    start = opening.start
    while start < end and text.word(start) in (",", ":", "-"):
        start += 1
    if start < end and text.opens_quote(start):
        closer = text.closers[start]
        if not text.is_closed_quote(start):
            stop = _participle_after_comma(text, start + 1, min(end, closer))
            return _said(text, start + 1, stop), _trimmed(text, start + 1, stop), stop
        if _quotation_is_all(text, closer, end, opening):
            return _said(text, start + 1, closer), _trimmed(text, start + 1, closer), closer + 1
    stop = _first_boundary(text, start, end)
    if opening.kind is OpeningKind.NOUN:
        is_bare = opening.at == opening.start and not opening.prefix
        start = _behind_rumor(text, start, stop)
        stop = _before_next_clause(text, start, stop, is_bare=is_bare)
    start = _said(text, start, stop) if opening.kind is OpeningKind.COLON else start
    return start, _trimmed(text, start, stop), stop


def _said(text: ArabicText, start: int, stop: int) -> int:
    """Where the words begin that were said: "that" at the head of a quotation is passed over."""
    is_opener = text.word(start) in _THAT and start + 3 < stop
    return start + 1 if is_opener else start


def _participle_after_comma(text: ArabicText, start: int, stop: int) -> int:
    """Where a quotation ends that was not closed, if "adding that" follows in its sentence."""
    for position in range(start + 1, stop):
        if text.word(position - 1) != ",":
            continue
        form = cue_form_after(",", text.word(position), text.raw(position))
        if form is not None and form.tense is Tense.PARTICIPLE:
            return position
    return stop


def _quotation_is_all(text: ArabicText, closer: int, end: int, opening: Opening) -> bool:
    if closer + 1 >= end or text.word(closer + 1) in ".!?\n":
        return True
    if _is_boundary(text, closer + 1, end):
        return True
    following = text.word(closer + 1)
    if _is_imperfect_after_and(following) and closer - opening.start > _SHORTEST_WHOLE:
        return True
    if following in (",", "-"):
        return closer - opening.start > 4 or _is_boundary(text, closer + 2, end)
    return opening.kind in (OpeningKind.COLON, OpeningKind.QUOTE) and (
        closer - opening.start > LONGEST_QUOTED_NAME
    )


def _is_imperfect_after_and(word: str) -> bool:
    """Whether a word is "and" with a verb of the narrator ("and the team is trying")."""
    return word[:2] in ("وي", "وت") and len(word) > 4 and word[:4] not in ("ويال", "وتال")


def _behind_rumor(text: ArabicText, start: int, stop: int) -> int:
    """Where the thing begins of which rumors go ("what is going round about the closing of")."""
    if text.word(start) != "ما" or text.word(start + 1) not in _GOES_ROUND:
        return start
    limit = min(stop - 1, start + _LONGEST_RUMOR)
    about = (one for one in range(start + 2, limit) if text.word(one) in _ABOUT)
    return next((one + 1 for one in about), start)


def _before_next_clause(text: ArabicText, start: int, stop: int, *, is_bare: bool) -> int:
    """Where a noun phrase that was denied or announced ends and a clause of its own begins."""
    for position in range(start + 1, stop - 1):
        word, following = text.word(position), text.word(position + 1)
        if text.opens_quote(position):
            return stop
        if word == "," and (following in _CONTRASTS or (is_bare and following in _AFTERWARDS)):
            return position
        if is_bare and (word, following) in _UTTERLY:
            return position
        is_actor = word[:1] == "و" and len(word) > 3 and word not in _CONTRASTS
        if is_actor and following[:1] == "ي" and len(following) > 3 and following.endswith("ون"):
            return position
    return stop


def _first_boundary(text: ArabicText, start: int, end: int) -> int:
    position = start
    while position < end:
        if text.is_closed_quote(position) and text.closers[position] < end:
            position = text.closers[position] + 1
            continue
        if position > start and _is_boundary(text, position, end):
            return position
        if _explains_quotation(text, start, position):
            return position
        position += 1
    return end


def _explains_quotation(text: ArabicText, start: int, position: int) -> bool:
    """Whether ", where" follows close upon the quotation a claim began with: the writer goes on."""
    if text.word(position) != "حيث" or text.word(position - 1) != ",":
        return False
    return text.is_closed_quote(start) and position - text.closers[start] <= _TAIL_OF_QUOTATION


def _is_boundary(text: ArabicText, position: int, end: int) -> bool:
    word, before, following = (text.word(position + step) for step in (0, -1, 1))
    if is_according_to(text, position):
        return True
    if before in (",", "-", "–") and (
        (word == "في" and following == "اشاره")
        or (word == "ردا" and following == "علي")
        or word in ("تعليقا", "وذلك")
    ):
        return True
    if before == "," and _is_told_about(text, position):
        return True
    if word.startswith("ووصف"):
        return True
    if word == "وهو" and following == "ما":
        return text.word(position + 2) in lexicon.DENIED_BY_PRONOUN
    form = cue_form_after(before, word, text.raw(position))
    if word[:1] == "و" and word[1:] in lexicon.SPOKEN_NOUNS and word.endswith(("ه", "ها", "هم")):
        return True
    if form and form.tense is Tense.PARTICIPLE and _is_accusative(text, position, before):
        return True
    if word in _CONCEDED and text.word(position + 1)[:2] == "ان":
        return _says_something(text, position + 2, end)
    if word[:1] == "و" and _another_says(text, position, end):
        return True
    if word in ("ولم", "ورفض", "ورفضت", "ولا", "وامتنع", "وامتنعت", "وتعذر"):
        return _declines_follow(text, position, end)
    return starts_conjoined(text, position, end)


def _is_told_about(text: ArabicText, position: int) -> bool:
    """Whether the narrator goes on after a comma: about the telling, or about what was told.

    "Without disclosing", "and did not say", "which the ministry has not confirmed", "and attributed
    it to", "but refused", "and called on", "calling it".
    """
    word, following = text.word(position), text.word(position + 1)
    if word in ("دون", "بدون") or (word == "من" and following == "دون"):
        that = position + 1 + int(word == "من")
        if text.word(that).removeprefix("ال") in _DISCLOSING:
            return True
        return text.word(that) == "ان" and text.word(that + 1)[1:] in _DISCLOSES
    if word == "ولم":
        return following in CUE_FORMS or following[1:] in _DISCLOSES
    if (word in ("وهو", "الامر") and following in ("ما", "الذي")) or word == "ما":
        verb = position + (1 if word == "ما" else 2)
        verb += int(text.word(verb) in ("لم", "لا"))
        form = CUE_FORMS.get(text.word(verb))
        return text.word(verb)[-1:] in ("ه", "ا") and (
            (form is not None and form.has_object) or text.word(verb)[1:] in _DISCLOSES_IT
        )
    if word in ("ونسب", "ونسبت", "ونسبوا", "وعزا", "وعزت"):
        return following in ("ذلك", "هذا", "هذه", "الي", "الامر", "المعلومات", "الخبر")
    if word in _BUT_THEY:
        return following in _REFUSED
    if word in ("والقي", "والقت"):
        return following in ("اللوم", "باللوم", "باللايمه")
    if word[:1] == "و" and following.startswith(_WORDS_OF) and following[-1:] in ("ه", "ا", "م"):
        return True  # "and his claim caused": told of what was said
    if word[:1] == "و" and word[1:] in CUE_FORMS:
        form = CUE_FORMS[word[1:]]
        return form.kind is CueKind.URGE and form.tense is Tense.PERFECT
    return word in lexicon.MEANWHILE


def _another_says(text: ArabicText, position: int, end: int) -> bool:
    """Whether "and" brings somebody else with a verb of saying ("and two sources say that")."""
    if not begins_other_subject(text, position):
        return False
    for verb in range(position + 1, min(end, position + LONGEST_HEADED)):
        if not text.tokens[verb].is_word or text.word(verb) in lexicon.RELATIVES:
            return False
        form = CUE_FORMS.get(text.word(verb))
        if form is None or form.tense is not Tense.IMPERFECT or form.is_first_person:
            continue
        opening = find_opening(text, verb, end, form)
        is_clause = opening is not None and opening.kind is OpeningKind.CLAUSE
        return is_clause and opening is not None and opening.at <= verb + 2
    return False


def _says_something(text: ArabicText, position: int, end: int) -> bool:
    """Whether a verb of saying with something said stands there ("although she said: ...")."""
    word = text.word(position)
    form = cue_form_after(text.word(position - 1), word, text.raw(position))
    if form is None or word not in CUE_FORMS or form.tense is not Tense.PERFECT:
        return False
    return form.kind is CueKind.SAY and find_opening(text, position, end, form) is not None


def _is_accusative(text: ArabicText, position: int, before: str) -> bool:
    raw = text.raw(position)
    if text.word(position) in _SAYING:
        return True
    opens = text.word(position + 1) in lexicon.CLAUSE_OPENERS | {"ان", "الي", "علي", ":", "انه"}
    return before == "," or (opens and raw.endswith(("ا", "اً", "ًا", "ة", "ين")))


def _declines_follow(text: ArabicText, position: int, end: int) -> bool:
    ahead = [text.word(one) for one in range(position + 1, min(end, position + 10))]
    return bool(_REFUSALS & set(ahead)) or ahead[:1] in (["ترد"], ["يرد"], ["يستجب"], ["تستجب"])


_SAYING = lexicon.words("قائلا قائلة قائلين")
_SOME_OF_THEM = lexicon.words("نصفهم بعضهم معظمهم أغلبهم كثيرون بعضها معظمها نصفها أحدهم غالبيتهم")
# Verbs of telling without their first letter, as they stand after "did not" and "without".
_DISCLOSES = lexicon.words(
    "فصح كشف وضح ذكر حدد سم سمي قدم عط عطي دل دلي علن عرض ستبعد شر شير بين ورد"
)
_DISCLOSING = lexicon.words("كشف إفصاح ذكر تحديد توضيح تقديم إعطاء إدلاء خوض إشارة تفاصيل إيراد")
_DISCLOSES_IT = lexicon.words("ؤكده ؤكدها نفه نفها نفيه نفيها علق صفه صفها عتبره عتبرها صفته")
_WORDS_OF = ("ادعاو", "ادعاء", "تصريحات", "كلامه", "حديثه", "اتهامات", "منشوره", "تغريدته")
_BUT_THEY = lexicon.words("لكنه لكنها لكنهم ولكنه ولكنها ولكنهم")
_REFUSED = lexicon.words(
    "رفض رفضت رفضوا امتنع امتنعت امتنعوا أحجم أحجمت لم تجنب تجنبت تهرب تهربت اعتذر اعتذرت"
)
_THAT = lexicon.words("إن إنه إنها إنهم")
_SHORTEST_WHOLE = 4
# Words after a quotation that still belong to the sentence it begins ("in Syria").
_TAIL_OF_QUOTATION = 6
_CONTRASTS = lexicon.words(
    "وهو وهي فيما بينما لكن ولكن غير إلا وذلك وفيما وبينما لكنه لكنها ولكنه ولكنها الأمر"
)
# "Entirely", "flatly", "so far": how and until when it was denied or not announced.
_UTTERLY = frozenset(
    (fold(one), fold(other))
    for one, other in (
        ("جملة", "وتفصيلا"),
        ("بشكل", "قاطع"),
        ("بصورة", "قاطعة"),
        ("نفيا", "قاطعا"),
        ("حتى", "الآن"),
        ("حتى", "اللحظة"),
    )
)
_GOES_ROUND = lexicon.words(
    "راج يروج تردد يتردد أشيع يشاع شاع نشر ينشر نشرته نشره تداوله تداولته يتداول يتداوله تتداوله"
    " ذكر أثير يثار قيل يقال ورد جاء نقل كتب روجت روجته زعم"
)
_ABOUT = lexicon.words("عن حول بشأن بخصوص")
_LONGEST_RUMOR = 10
# When it was said, not when what was announced or denied happens.
_AFTERWARDS = lexicon.words("بعد عقب إثر غداة قبيل وسط")
_CONCEDED = lexicon.words("رغم مع علما غير إلا بيد")
_REFUSALS = lexicon.words("التعليق التعقيب تعليق تعقيب الإدلاء التحقق طلب طلبات التأكد التثبت")


def _trimmed(text: ArabicText, start: int, stop: int) -> int:
    while stop > start and text.word(stop - 1) in (",", ".", ";", ":", "-", "\n", "!", "و", "?"):
        stop -= 1
    while stop > start and text.tokens[stop - 1].is_quote and (stop - 1) not in text.openers:
        stop -= 1
    if stop > start and text.word(stop - 1) in ("كما", "فيما", "بينما", "وذلك"):
        stop -= 1
    while stop > start and text.word(stop - 1) in (",", ".", ";", ":", "\n"):
        stop -= 1
    return stop
