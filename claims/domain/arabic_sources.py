"""According to whom: the Arabic phrases that name a source before or after what it says."""

from __future__ import annotations

from dataclasses import replace

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_cues import CueKind, Tense, cue_form, cue_form_after
from claims.domain.arabic_cuts import first_named
from claims.domain.arabic_denials import says_it_is_false
from claims.domain.arabic_openings import Opening, OpeningKind, find_opening
from claims.domain.arabic_phrases import NounPhrase, is_outlet, read_phrase
from claims.domain.arabic_reading import Reading, keep, keep_claim, sentence_so_far
from claims.domain.arabic_speakers import Speaker
from claims.domain.arabic_subjects import obtained_by
from claims.domain.arabic_tokens import ArabicText
from claims.domain.attributed import Confidence, Stance, SuggestedStatement

_SPOKEN_SOURCES = lexicon.words("تصريحات أقوال إفادات رواية كلام حديث تأكيدات شهادات")

__all__ = ["read_according_to", "read_denied_before", "read_learned"]

# Words of a clause that has not got to its point yet when a source is put in.
SHORTEST_CLAUSE = 3
_OWN_WORDS = lexicon.words(
    "قوله قولها قولهم زعمه زعمها زعمهم تعبيره تعبيرها وصفه وصفها تقديره رأيه"
)


def read_according_to(reading: Reading, at: int, end: int) -> int | None:
    text = reading.text
    start = _source_start(text, at, end)
    if start is None:
        return None
    position, prefix = start
    if text.word(position)[prefix:] in _SPOKEN_SOURCES and text.word(position + 1)[:2] == "ال":
        position, prefix = position + 1, 0  # "according to the remarks of the officials"
    phrase = read_phrase(text, position, end, prefix=prefix)
    stop = phrase.end if phrase is not None else position
    cue = (at, at + 1 if prefix else max(at + 1, position))
    is_self = phrase is None or text.word(phrase.first) in _OWN_WORDS
    before = sentence_so_far(reading)
    if is_self and phrase is not None and at <= reading.first + 1:
        carried = reading.memory.last(None, reading.sentence)
        if carried is not None:
            return _read_leading_source(reading, cue, phrase, carried, end)
    if is_self or phrase is None:
        return max(stop, at + 1)
    passed_on: Speaker | None = None
    cited = _cited_by(text, at, phrase, end)
    if cited is not None:
        passed_on = reading.memory.name(phrase, None, reading.sentence)
        phrase, stop = cited, cited.end
    speaker = reading.memory.name(phrase, None, reading.sentence)
    if at > reading.first + 1 and before and _ends_at(text, before[-1], at):
        _give_source(reading, before[-1], speaker, passed_on)
        return stop
    is_leading = at <= reading.first + 1 or (at <= reading.first + 3 and text.word(at - 1) == ",")
    if not is_leading:
        return _keep_clause_before(reading, cue, speaker, passed_on, stop)
    phrase = replace(phrase, end=phrase.core_end)
    speaker = reading.memory.name(phrase, None, reading.sentence)
    return _read_leading_source(reading, cue, phrase, speaker, end, passed_on)


def _cited_by(text: ArabicText, at: int, phrase: NounPhrase, end: int) -> NounPhrase | None:
    """Whom the source itself cites ("according to the paper, citing officials")."""
    position = phrase.end
    while position < min(end, phrase.end + 2) and text.word(position) in (",", "نقلا"):
        position += 1
    is_quoting = any(text.word(one).startswith("نقل") for one in range(at, position))
    if not is_quoting or text.word(position) != "عن":
        return None
    return read_phrase(text, position + 1, end)


def _ends_at(text: ArabicText, before: SuggestedStatement, at: int) -> bool:
    """Whether a statement's claim runs up to a closing source, commas and dashes aside."""
    position = at
    while position > 0 and text.word(position - 1) in (",", "-", "وذلك", ".", '"', "»", "”"):
        position -= 1
    is_inserted = any(text.word(one) in ("-", "–") for one in range(position, at))
    return before.span is not None and (
        is_inserted or before.span[1] >= text.tokens[max(0, position - 2)].end
    )


def _give_source(
    reading: Reading, before: SuggestedStatement, speaker: Speaker, passed_on: Speaker | None
) -> None:
    """Name who says or passes on what a statement before already claims."""
    if not before.speaker and before.stance is Stance.REPORTS:
        stance = Stance.REPORTS if speaker.is_outlet or speaker.is_report else Stance.ASSERTS
        given = replace(
            before,
            speaker=speaker.name,
            speaker_span=speaker.span,
            is_anonymous=speaker.is_anonymous,
            stance=stance,
        )
        if passed_on is not None:
            given = replace(given, relay=passed_on.name, relay_span=passed_on.span)
        reading.found[-1] = given
    elif not before.relay and before.speaker != speaker.name:
        relay = passed_on or speaker
        reading.found[-1] = replace(before, relay=relay.name, relay_span=relay.span)


def read_denied_before(reading: Reading, at: int, end: int) -> int | None:
    """Read "..., which X denies" and "'...', this is what X said" of the clause before."""
    text = reading.text
    subject = read_phrase(text, at + 3, end)
    form = cue_form(text.word(at + 2), text.raw(at + 2))
    is_denied = text.word(at + 2) in lexicon.DENIED_BY_PRONOUN
    follows = text.word(at + 3) in ("به", "بها", "اليه", "عنه")
    is_said = form is not None and form.kind is CueKind.SAY and (form.has_object or follows)
    if follows:
        subject = read_phrase(text, at + 4, end)
    if subject is None or not (is_denied or is_said):
        return None
    speaker = reading.memory.name(subject, None, reading.sentence)
    before = [one for one in sentence_so_far(reading) if one.span is not None]
    first, last = reading.first, at
    if before and before[-1].span is not None:
        start = before[-1].span[0]
        first = next(one for one in range(at) if text.tokens[one].end > start)
    while last > first and (
        text.word(last - 1) in (",", ".")
        or (text.tokens[last - 1].is_quote and last - 1 not in text.openers)
    ):
        last -= 1
    if text.is_closed_quote(first) and text.closers[first] == last - 1:
        first, last = first + 1, last - 1
    if last <= first or reading.outer is not None:
        return None
    stance = Stance.DENIES if is_denied else Stance.ASSERTS
    keep(reading, (at + 2, at + 3), (first, last), stance, speaker, None, Confidence.FAIR)
    reading.memory.remember(speaker)
    return subject.end


def _source_start(text: ArabicText, at: int, end: int) -> tuple[int, int] | None:
    """Where the name after "according to" begins, with the letters that are not of it."""
    word, position = text.word(at), at + 1
    if word.removeprefix("و") == "نقلا":
        return (at + 2, 0)
    if word in ("علي", "وعلي"):
        position = at + 2
        if text.word(position) in ("قول", "تعبير", "وصف"):
            position += 1
    if word == "كما":
        return at + 2, 0
    if word.endswith("حسبما") or text.word(position) in ("ما", "لما", "لم"):
        position += 0 if word.endswith("حسبما") else 1
        if text.word(position) in ("جاء", "ورد") and text.word(position + 1) == "في":
            return position + 2, 0
        form = cue_form(text.word(position), text.raw(position))
        if form is None:
            return None
        position += 1
        while position < end and text.word(position) in ("عنه", "عنها", "به", "اليه", "له"):
            position += 1
        return position, 0
    if word.endswith(("وفقا", "طبقا")):
        if text.word(position) == "ل":
            return position + 1, 0
        return position, 1
    return position, 0


def _keep_clause_before(
    reading: Reading,
    cue: tuple[int, int],
    speaker: Speaker,
    passed_on: Speaker | None,
    stop: int,
) -> int | None:
    text = reading.text
    first, last = _clause_start(reading, cue[0]), cue[0]
    clause = _clause_around(reading, cue[0], stop)
    if clause is not None and reading.outer is None:
        keep(reading, cue, clause, Stance.ASSERTS, speaker, passed_on, Confidence.WEAK)
        return clause[1]
    while last > first and (
        text.word(last - 1) in (",", "-", "وذلك")
        or (text.tokens[last - 1].is_quote and last - 1 not in text.openers)
    ):
        last -= 1
    has_verb = not sentence_so_far(reading) and any(
        _may_say(reading, one) for one in range(first, last)
    )
    if last - first < 3 or reading.outer is not None or has_verb:
        return stop
    if text.is_closed_quote(first) and text.closers[first] == last - 1:
        first, last = first + 1, last - 1
    stance = Stance.REPORTS if speaker.is_outlet or speaker.is_report else Stance.ASSERTS
    if stance is Stance.ASSERTS and says_it_is_false(text, first, last):
        stance = Stance.DENIES
    has_and = text.word(first - 1) == "," and text.word(first)[:1] == "و"
    keep(
        reading,
        cue,
        (first, last),
        stance,
        speaker,
        passed_on,
        Confidence.FAIR,
        prefix=int(has_and),
    )
    reading.memory.remember(speaker)
    return stop


def _sentence_end(reading: Reading) -> int:
    return reading.text.sentences[reading.sentence][1]


def _may_say(reading: Reading, at: int) -> bool:
    """Whether a verb of saying stands there with something it may say."""
    text, end = reading.text, _sentence_end(reading)
    form = cue_form_after(text.word(at - 1), text.word(at), text.raw(at))
    if form is None:
        return False
    if at == reading.first:
        return True  # the sentence's own verb, whose claim a source may part from it
    is_noun = form.tense is Tense.VERBAL_NOUN or form.has_object
    return not is_noun and find_opening(text, at, end, form) is not None


def _clause_around(reading: Reading, at: int, stop: int) -> tuple[int, int] | None:
    """The clause in whose first words a source is inserted ("it shows, as X says, ambulances")."""
    text, end = reading.text, _sentence_end(reading)
    stop += int(text.word(stop) in ("له", "لها", "لهم"))
    if text.word(at - 1) != "," or text.word(stop) != "," or sentence_so_far(reading):
        return None
    first = at - 1
    while first > reading.first and text.tokens[first - 1].is_word:
        first -= 1
    following = text.word(stop + 1)
    goes_on = following in lexicon.RELATIVES or following[:1] == "و" or not following.isalpha()
    if goes_on or at - 1 - first > SHORTEST_CLAUSE or first == at - 1:
        return None
    last = next((one for one in range(stop + 1, end) if text.word(one) in ",.;"), end)
    return first, last


def _clause_start(reading: Reading, at: int) -> int:
    """Where the words begin that a closing source may be of: behind what was said before them."""
    text = reading.text
    opened = (one for one in range(reading.first, at) if text.raw(one) == "(")
    inside = [one for one in opened if text.closers.get(one, at) > at]
    first = inside[-1] + 1 if inside else reading.first
    spans = [one.span for one in sentence_so_far(reading) if one.span is not None]
    if spans and spans[-1] is not None:
        stop = spans[-1][1]
        after = next((one for one in range(first, at) if text.tokens[one].start >= stop), first)
        first = after if text.word(after)[:1] in (",", ";", "و") else first
    while first < at and not text.tokens[first].is_word and not text.opens_quote(first):
        first += 1
    return first


def _read_leading_source(
    reading: Reading,
    cue: tuple[int, int],
    phrase: NounPhrase,
    speaker: Speaker,
    end: int,
    passed_on: Speaker | None = None,
) -> int | None:
    """Read "according to X, ...": the rest of the sentence is what X says."""
    text = reading.text
    marks = ("فان", "فانه", "فانها", "فقد", "فانهم")
    limit = min(end, phrase.first + 40)
    start = next((one for one in range(phrase.core_end, limit) if text.word(one) in marks), None)
    comma = next((one for one in range(phrase.core_end, limit) if text.word(one) == ","), None)
    if start is None and comma is not None and text.word(comma + 1) in lexicon.CLAUSE_OPENERS:
        start = comma + 1
    at = comma if start is None else start
    if at is None:
        return None
    if _says(text, at + 1):
        reading.source = speaker
        return at + 1
    relay = passed_on or obtained_by(text, phrase.end, at)
    opening = Opening(OpeningKind.CLAUSE, at, at + 1)
    speaker = _with_author(reading, phrase, speaker, at)
    kept = keep_claim(reading, cue, end, opening, None, speaker, relay)
    actor = read_phrase(text, at + 2, min(end, at + 12), stops_at_object=True)
    if reading.outer is None and actor is not None and text.word(actor.first)[:2] != "ال":
        reading.source = speaker
        actor = first_named(text, actor)
        reading.memory.remember(reading.memory.name(actor, None, reading.sentence))
    return kept


def _says(text: ArabicText, position: int) -> bool:
    form = cue_form_after(text.word(position - 1), text.word(position), text.raw(position))
    return form is not None and form.tense in (Tense.PERFECT, Tense.IMPERFECT)


def _with_author(reading: Reading, phrase: NounPhrase, speaker: Speaker, end: int) -> Speaker:
    """Name who made an inquiry along with it ("an inquiry that X conducted")."""
    text = reading.text
    if not text.word(phrase.end).endswith(("ته", "تها", "دته", "ده")):
        return speaker
    author = read_phrase(text, phrase.end + 1, end)
    if author is None:
        return speaker
    span = (phrase.span(text)[0], author.span(text)[1])
    return replace(speaker, name=text.text[slice(*span)], span=span)


def read_learned(reading: Reading, at: int, end: int) -> int | None:
    """Read "the paper learned from informed sources that ...": the paper is the relay."""
    text = reading.text
    form = cue_form("قال", "قال")
    opening = None if form is None else find_opening(text, at, end, form)
    if form is None or opening is None or opening.kind is not OpeningKind.CLAUSE:
        return None
    source = next((one for one in range(at + 1, opening.at) if text.word(one) in _LEARNED), None)
    is_ours = text.raw(at).endswith("نا")
    relay = read_phrase(text, at + 1, opening.at if source is None else source)
    if not is_ours and (relay is None or not is_outlet(text, relay)):
        return None
    told_by = None if source is None else read_phrase(text, source + 1, opening.at)
    passed_on = None if is_ours or relay is None else reading.memory.name(relay, None, 0)
    if told_by is None:
        return keep_claim(reading, (at, at + 1), end, opening, form, passed_on, None)
    speaker = reading.memory.name(told_by, None, reading.sentence)
    return keep_claim(reading, (at, at + 1), end, opening, form, speaker, passed_on)


_LEARNED = lexicon.words("من لدى عن")
