"""Speakers named before a colon at the head of an Arabic line.

"Russia: our bases are safe", "Putin to Trump: ...", "a source to 'Asharq Al-Awsat': ...", "Reuters
citing an official: ...", each also behind what a newsroom puts before a flash ("عاجل |"). A colon
follows topics, places and labels of a page more often than speakers, so outside a title only what
is known to speak is taken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_cues import Tense, cue_form
from claims.domain.arabic_openings import Opening, OpeningKind
from claims.domain.arabic_phrases import NounPhrase, is_outlet, is_spelled_agency, read_phrase
from claims.domain.arabic_reading import Reading, keep_claim
from claims.domain.arabic_refusals import find_refusal
from claims.domain.arabic_tokens import ArabicText
from claims.domain.speaker_kinds import kind_of_speaker
from multilingual.name_words import GIVEN_NAMES, bare

__all__ = ["read_label", "skip_flash"]

FARTHEST_COLON = 18
LONGEST_UNKNOWN_NAME = 3
# "To" and a name; what is shorter is a foreign name that begins with the letter.
SHORTEST_ADDRESSED = 5

# What a newsroom writes before the news itself, mostly with a bar or a colon after it.
_FLASHES = lexicon.words(
    "عاجل خبر متابعة متابعات بالفيديو فيديو بالصور شاهد حصري خاص تحديث محدث جديد الآن مباشر"
)
_AFTER_FLASH = frozenset("|:-/.•…")
# Words that begin with the letter of "to" and are names or nouns.
_NOT_TO = lexicon.words(
    "لبنان لبناني لبنانية لندن لجنة لجان لواء ليبيا ليبي ليبية لاجئ لاجئون لقاء لافروف لابيد"
    " لوكاشينكو لولا لوبان لاريجاني لحود لفتيت ليفني ليبرمان لعمامرة ليز لو لوكا لينا ليلى"
    " لطفي لاعب لاعبة لاعبو لوزان لاهاي لوفيغارو لوموند لوبوان ليبراسيون لاغارد لم لا لن"
)
_COUNTERPARTS = lexicon.words("لنظيره لنظيرته لنظرائه")
_TOPICS = lexicon.words(
    "مقتل قتلى قتيل قتيلا جرحى إصابة إصابات ارتفاع انخفاض انفجار حريق زلزال سقوط وفاة اعتقال"
    " توقيف ضبط افتتاح بدء انطلاق تراجع غارة غارات قصف إطلاق هجوم اندلاع مصرع غرق تحطم"
)
_ASKING = lexicon.words("ماذا كيف لماذا هل متى أين ما من")
_ORDINALS = lexicon.words(
    "أول ثان ثاني ثالث رابع خامس سادس سابع ثامن تاسع عاشر أخير آخر جديد قديم كبير صغير طويل"
)
_KNOWN_HEADS = (
    lexicon.FEMININE_NAMES
    | lexicon.ANONYMOUS_HEADS
    | lexicon.ROLE_WORDS
    | lexicon.OUTLET_HEADS
    | lexicon.OUTLET_NAMES
    | lexicon.BODIES
)
_OF_JOINED = lexicon.words(
    "وزير وزيرة وزارة وكالة وكيل وكيلة والي والد والدة واشنطن وفد وول ولي وسائل وسيط وحدات"
    " وحدة وثائق"
)


@dataclass(frozen=True, slots=True)
class _Label:
    """Who speaks before a colon, and who passes it on; ``colon`` is the token of the mark."""

    speaker: NounPhrase
    relay: NounPhrase | None
    colon: int
    is_certain: bool


def skip_flash(text: ArabicText, first: int, end: int) -> int:
    """Return where the news begins behind "breaking |" and its kin; ``first`` if there is none."""
    position = first
    while position < end and text.word(position) in _FLASHES:
        position += 1
    if position == first:
        return first
    mark = position
    while position < end and text.raw(position) in _AFTER_FLASH:
        position += 1
    is_alone = text.word(first) == "عاجل" and position - first == 1
    return position if position > mark or is_alone else first


def read_label(reading: Reading, first: int, end: int) -> int | None:
    """Read a label at the head of a line; return the token behind its claim, or ``None``."""
    text = reading.text
    start = skip_flash(text, first, end)
    if reading.outer is not None or text.word(start) in lexicon.LINE_LABELS:
        return None
    verb = cue_form(text.word(start), text.raw(start))
    if verb is not None and verb.tense is Tense.PERFECT and verb.has_object:
        return None  # "Mr. Flis told me: ..."
    label = _label(text, start, end)
    if label is None or label.colon + 1 >= end:
        return None
    names = [text.word(one) for one in range(label.speaker.first, label.speaker.end)]
    is_headed = reading.in_title or start > first
    if not (label.is_certain or _may_speak(text, label, names, is_headed=is_headed)):
        return None
    if _is_topic(text, names, label.colon + 1, end):
        return None
    if text.word(label.colon + 1) in ("لا", "لم"):
        refusal = find_refusal(text, label.colon + 1, end)
        if refusal is not None:
            return None
    speaker = reading.memory.name(label.speaker, None, reading.sentence)
    opening = Opening(OpeningKind.COLON, label.colon, label.colon + 1)
    return keep_claim(
        reading, (label.colon, label.colon + 1), end, opening, None, speaker, label.relay
    )


def _label(text: ArabicText, first: int, end: int) -> _Label | None:
    limit = min(end, first + FARTHEST_COLON)
    colon = next((one for one in range(first + 1, limit) if text.word(one) == ":"), None)
    if colon is None or (text.word(colon - 1).isdigit() and text.word(colon + 1).isdigit()):
        return None
    agency = _spelled_agency(text, first, colon)
    if agency is not None:
        return _Label(agency, None, colon, is_certain=True)
    at = _addressed_at(text, first, colon)
    phrase = read_phrase(text, first, at if at is not None else colon)
    if phrase is None:
        return None
    if phrase.end == colon:
        return _Label(phrase, None, colon, is_certain=False)
    if at is not None and phrase.end == at:
        return _with_addressee(text, phrase, at, colon)
    return _with_source(text, phrase, colon)


def _spelled_agency(text: ArabicText, first: int, colon: int) -> NounPhrase | None:
    """Read an agency spelled by its letters ("أ ف ب:", "أ.ف.ب:")."""
    phrase = NounPhrase(first, colon, colon)
    return phrase if colon > first + 1 and is_spelled_agency(text, phrase) else None


def _addressed_at(text: ArabicText, first: int, colon: int) -> int | None:
    """Where "to X" begins in a label, ``None`` where nobody is addressed."""
    for position in range(first + 1, colon):
        word = text.word(position)
        if word == "ل" or (
            word[:1] == "ل"
            and len(word) >= SHORTEST_ADDRESSED
            and word not in _NOT_TO
            and word[:2] != "لا"
        ):
            return position
        if word[:2] == "لا" and lexicon.OUTLET_NAMES & {word[1:]}:
            return position
    return None


def _with_addressee(text: ArabicText, phrase: NounPhrase, at: int, colon: int) -> _Label | None:
    is_apart = text.word(at) == "ل"
    told = read_phrase(text, at + 1 if is_apart else at, colon, prefix=0 if is_apart else 1)
    if told is None or told.end != colon:
        return None
    is_counterpart = text.word(at) in _COUNTERPARTS
    is_told_outlet = not is_counterpart and (
        is_outlet(text, told) or is_apart or text.word(at) in lexicon.ADDRESSEES
    )
    if is_told_outlet:
        return _Label(phrase, told, colon, is_certain=True)
    is_surname_alone = phrase.end == phrase.first + 1 and bare(text.word(phrase.first)) not in (
        GIVEN_NAMES
    )
    if is_counterpart or (is_surname_alone and text.word(at)[:2] != "لل"):
        return _Label(phrase, None, colon, is_certain=False)
    # "the supreme leader of the revolution: ...", and names that only begin like "to".
    return _Label(replace(phrase, end=colon, core_end=colon), None, colon, is_certain=False)


def _with_source(text: ArabicText, phrase: NounPhrase, colon: int) -> _Label | None:
    """Read "Reuters, citing an official: ..."; the agency passes it on."""
    position = phrase.end + int(text.word(phrase.end) == "نقلا")
    if text.word(position) != "عن" or not is_outlet(text, phrase):
        return None
    source = read_phrase(text, position + 1, colon)
    if source is None or source.end != colon:
        return None
    return _Label(source, phrase, colon, is_certain=True)


def _may_speak(text: ArabicText, label: _Label, names: list[str], *, is_headed: bool) -> bool:
    if lexicon.LINE_LABELS & set(names[:1]):
        return False
    outlet = is_outlet(text, label.speaker)
    if any(name.isdigit() for name in names) and not outlet:
        return False
    known = outlet or _is_known(names)
    if is_headed:
        asks = text.word(label.colon + 1) in _ASKING
        return known or (not asks and _may_be_name(text, label.speaker, names))
    return known or (_without_and(names[0]) == names[0] and text.opens_quote(label.colon + 1))


def _may_be_name(text: ArabicText, phrase: NounPhrase, names: list[str]) -> bool:
    """Whether unknown words before a headline's colon may be somebody, and no topic."""
    if len(names) > LONGEST_UNKNOWN_NAME or names[0] in lexicon.SENDING:
        return False
    if len(names) == 1 or bare(names[0]) in GIVEN_NAMES:
        return True
    if kind_of_speaker(phrase.written(text)) is not None:
        return True
    # "the wall of China", "cold coffee", "first heading": no name is made so.
    return (
        not any(
            one.startswith("ال") or one.endswith(("ه", "ات")) or one in _ORDINALS for one in names
        )
        and names[0] not in lexicon.OBJECT_HEADS | lexicon.EVENT_NOUNS | _TOPICS
    )


def _without_and(word: str) -> str:
    return word[1:] if word[:1] == "و" and word not in _OF_JOINED else word


def _is_known(names: list[str]) -> bool:
    """Whether a label begins as an office, a body, an outlet or a state does."""
    head = _without_and(names[0])
    return head in _KNOWN_HEADS or " ".join(names) in lexicon.AGENCY_LETTERS


def _is_topic(text: ArabicText, names: list[str], first: int, end: int) -> bool:
    """Whether the colon follows a place or a topic: what comes after is an event or a question."""
    if text.word(end - 1) in "؟?" or text.word(end) in ("؟", "?"):
        return True
    if text.word(first) in _TOPICS and not _is_known(names):
        return True
    if len(names) > 1 or names[0] not in lexicon.FEMININE_NAMES | lexicon.PLACES:
        return False
    if names[0] in lexicon.PLACES:
        return not text.opens_quote(first)
    return text.word(first) in _TOPICS or text.word(first).isdigit()
