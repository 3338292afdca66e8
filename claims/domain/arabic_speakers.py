"""Who speaks in Arabic text when the sentence does not say it again.

Keeps whom the text has let speak, finds them again for a verb without a subject ("and added") and
for a noun that stands for a name ("the movement"), and joins the forms of one name at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from claims.domain import arabic_people as people
from claims.domain import arabic_words as lexicon
from claims.domain.arabic_cues import CueForm
from claims.domain.arabic_cuts import is_described
from claims.domain.arabic_joints import begins_object
from claims.domain.arabic_phrases import NounPhrase, is_outlet, read_phrase
from claims.domain.arabic_tokens import ArabicText
from claims.domain.attributed import Span, SuggestedStatement
from multilingual.name_words import GIVEN_NAMES, bare
from multilingual.names import is_generic_noun, join_names, name_key

__all__ = ["Speaker", "SpeakerMemory", "joined"]

# Speakers a text is remembered to have had; further back nobody looks for one.
MOST_REMEMBERED = 300


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks, as one sentence names them.

    ``span`` is ``None`` where the name was carried over. ``gender`` is "m", "f" or "" and
    ``number`` "s", "d", "p" or "", as the verb agreed with them.
    """

    name: str
    span: Span | None
    gender: str = ""
    number: str = ""
    is_anonymous: bool = False
    is_outlet: bool = False
    is_report: bool = False
    sentence: int = 0


@dataclass
class SpeakerMemory:
    """The speakers so far, latest last."""

    text: ArabicText
    seen: list[Speaker] = field(default_factory=list)
    # Who did something in a sentence without speaking yet.
    actor: Speaker | None = None
    # Up to which token a noun was looked for and nothing was found that says more.
    _nowhere: dict[str, int] = field(default_factory=dict)

    def name(self, phrase: NounPhrase, form: CueForm | None, sentence: int) -> Speaker:
        """Make a speaker of a phrase, resolving "the movement" to the name it stands for."""
        text = self.text
        phrase = _without_kin(text, _identified(text, _without_and(text, phrase)))
        words = [text.word(one) for one in range(phrase.first, phrase.end)]
        speaker = Speaker(
            name=_written(text, phrase),
            span=phrase.span(text),
            gender=form.gender if form else _gender(words[0][phrase.prefix :]),
            number=form.number if form else "",
            is_anonymous=_is_anonymous(text, phrase),
            is_outlet=is_outlet(text, phrase),
            is_report=words[0] in lexicon.REPORT_NOUNS,
            sentence=sentence,
        )
        return self._referent(phrase, speaker) or speaker

    def remember(self, speaker: Speaker) -> None:
        """Let later verbs without a subject refer to this speaker."""
        self.seen.append(speaker)
        if len(self.seen) > 2 * MOST_REMEMBERED:
            del self.seen[:-MOST_REMEMBERED]

    def last(self, form: CueForm | None, sentence: int) -> Speaker | None:
        """Return the latest speaker with whom a verb form agrees, ``None`` if there is none.

        Who acted in the sentence comes before those who spoke in earlier ones.
        """
        acting = self.actor
        if acting is not None and acting.sentence == sentence:
            has_spoken = bool(self.seen) and self.seen[-1].sentence == sentence
            if not has_spoken and (form is None or _agrees(acting, form)):
                return replace(acting, span=None)
        for speaker in reversed(self.seen):
            if form is None or _agrees(speaker, form):
                return replace(speaker, span=None)
        if acting is not None and not self.seen and (form is None or _agrees(acting, form)):
            return replace(acting, span=None)
        return None

    def _referent(self, phrase: NounPhrase, speaker: Speaker) -> Speaker | None:
        words = [self.text.word(one) for one in range(phrase.first, phrase.end)]
        if phrase.prefix and words[0].startswith("لل"):
            words[0] = "ال" + words[0][2:]
        else:
            words[0] = words[0][phrase.prefix :]
        if len(words) == 2 and words[0] in people.POINTERS:
            words = words[1:]
        if len(words) == 2 and words[1] in people.SAME:
            words = words[:1]
            phrase = replace(phrase, end=phrase.first + 1, core_end=phrase.first + 1)
            alone = replace(
                speaker,
                name=_written(self.text, phrase),
                span=phrase.span(self.text),
                is_anonymous=_is_anonymous(self.text, phrase),
            )
            return self._referent(phrase, alone) or alone
        is_honorific = len(words) == 1 and words[0] in people.HONORIFICS
        if is_honorific or (len(words) == 2 and people.describes_person(words)):
            return self._person_before(speaker)
        if len(words) != 1 or not words[0].startswith("ال"):
            return None
        if words[0] in ("الكرملين",):
            return None
        heads = frozenset(bare(one) for one in people.same_heads(words[0][2:]))
        for known in reversed(self.seen):
            if words[0] == "الرييس" and not known.name.startswith("الرئيس"):
                continue  # "the president" is not the prime minister
            if known.name.split()[0:1] and _head(known.name) in heads:
                return replace(known, span=speaker.span, sentence=speaker.sentence)
        if words[0] == "الرييس":
            return None
        if not (is_generic_noun(words[0], "ar") or words[0][2:] in people.KINDS):
            return None
        found = self._mentioned(words[0][2:], phrase.first)
        if found is not None:
            return replace(
                speaker,
                name=_written(self.text, found),
                is_anonymous=_is_anonymous(self.text, found),
                is_outlet=is_outlet(self.text, found),
            )
        return self._person_before(speaker, words[0][2:])

    def _person_before(self, speaker: Speaker, noun: str = "") -> Speaker | None:
        """Return who spoke last, if they can be the person that a noun stands for."""
        previous = self.seen[-1] if self.seen else None
        if previous is None or previous.is_outlet or previous.is_report:
            return None
        if noun and not people.stands_for(noun, _head(previous.name)):
            return None
        is_other = speaker.gender and previous.gender and speaker.gender != previous.gender
        if is_other or not people.may_be_person(previous.name, name_key(previous.name, "ar")):
            return None
        return replace(previous, span=speaker.span, sentence=speaker.sentence)

    def _mentioned(self, head: str, before: int) -> NounPhrase | None:
        """Return the nearest earlier phrase with that head and something more than it."""
        plain = {head: 0, "ل" + head: 1, "ب" + head: 1, "و" + head: 1}
        definite = {"ال" + head: 0, "وال" + head: 1, "بال" + head: 1, "لل" + head: 1}
        nowhere = self._nowhere.get(head, 0)
        for position in range(before - 1, nowhere - 1, -1):
            word = self.text.word(position)
            prefix = plain.get(word, definite.get(word))
            if prefix is None:
                continue
            phrase = read_phrase(self.text, position, before, prefix=prefix)
            if phrase is None or phrase.core_end <= phrase.first + 1:
                continue
            phrase = replace(phrase, end=self._end_of_name(phrase))
            if word in plain:
                return _identified(self.text, phrase)
            if is_described(self.text, phrase.first + 1):
                return phrase
        self._nowhere[head] = max(nowhere, before)
        return None

    def _end_of_name(self, phrase: NounPhrase) -> int:
        """Cut "the company Toyota | the keeping of": an act begins no part of a name."""
        for position in range(phrase.first + 2, phrase.core_end):
            word, before = self.text.word(position), self.text.word(position - 1)
            is_act = word.startswith("ال") and begins_object(word[2:])
            if is_act and not before.startswith("ال"):
                return position
            if before.startswith("ال") and not word.startswith("ال") and begins_object(word):
                return position
            if _is_prefixed_act(word) or (word[:1] == "ب" and begins_object(word)):
                return position
        return phrase.core_end


# "by the renewal of": the fifth stem with the preposition, as no name is spelled.
_SHORTEST_ACT = 5


def _is_prefixed_act(word: str) -> bool:
    return len(word) == _SHORTEST_ACT and word.startswith("بت")


def _head(name: str) -> str:
    words = name_key(name, "ar").split()
    return words[0] if words else ""


def _gender(word: str) -> str:
    is_kinswoman = people.is_kin(word) and word.removesuffix("ي").removesuffix("نا").endswith("ت")
    is_feminine = word in lexicon.FEMININE_NAMES or word.endswith(("ه", "ات"))
    return "f" if is_feminine or is_kinswoman else "m"


def _agrees(speaker: Speaker, form: CueForm) -> bool:
    if form.gender and speaker.gender and form.gender != speaker.gender:
        return False
    plural = ("p", "d")
    return not (form.number in plural and speaker.number == "s" and not speaker.is_anonymous) or (
        speaker.number == ""
    )


def _identified(text: ArabicText, phrase: NounPhrase) -> NounPhrase:
    """Return the name that a clause gives to somebody ("a young blogger, he is Sami ...")."""
    if text.word(phrase.first) == "ما" and text.word(phrase.first + 1) in _CALLED:
        start = phrase.first + 2 + int(text.word(phrase.first + 2) == "ب")
        if text.is_closed_quote(start):
            closer = text.closers[start] + 1
            return NounPhrase(start, closer, closer)
        return read_phrase(text, start, start + 8) or phrase  # "what is called 'the brigade'"
    at = phrase.end
    if text.word(at) != "," or text.word(at + 1) not in _HE_IS:
        return phrase
    name = read_phrase(text, at + 2, at + 8) if bare(text.word(at + 2)) in GIVEN_NAMES else None
    return name or phrase


def _without_kin(text: ArabicText, phrase: NounPhrase) -> NounPhrase:
    """Cut "my friend | Lara": a name says more than what somebody is to the writer."""
    first = phrase.first + 1
    if people.is_kin(text.word(phrase.first)[phrase.prefix :]) and first < phrase.core_end:
        return replace(phrase, first=first, prefix=0)
    return phrase


_CALLED = lexicon.words("يعرف تعرف يسمى تسمى سمي سميت يدعى تدعى يطلق")
_HE_IS = lexicon.words("هو هي وهو وهي يدعى تدعى ويدعى وتدعى اسمه اسمها واسمه واسمها")


def _without_and(text: ArabicText, phrase: NounPhrase) -> NounPhrase:
    word = text.word(phrase.first)
    rest = word[1:]
    before = text.tokens[phrase.first - 1 : phrase.first]
    if before and before[0].is_word:
        return phrase
    is_joined = word[:1] == "و" and (
        rest.startswith("ال")
        or rest in lexicon.FEMININE_NAMES
        or rest in lexicon.OUTLET_NAMES
        or rest in people.KINDS
        or people.is_kin(rest)
    )
    return replace(phrase, prefix=1) if is_joined and not phrase.prefix else phrase


def _written(text: ArabicText, phrase: NounPhrase) -> str:
    """Return the name of a phrase; "للوزارة" hides the article of "الوزارة"."""
    written = phrase.written(text)
    hides_article = phrase.prefix and text.word(phrase.first).startswith("لل")
    return _tidied("ا" + written if hides_article else written)


def _tidied(name: str) -> str:
    name = " ".join(name.split()).strip(" ,،:;-")
    for opener, closer in ("«»", '""', "“”"):
        if name.startswith(opener) and name.endswith(closer) and name.count(closer) <= 2:
            inside = name[1:-1]
            if opener not in inside and closer not in inside:
                return inside
    return name


def joined(found: Sequence[SuggestedStatement], outlet: str) -> list[SuggestedStatement]:
    """Give all forms of one speaker one key and the fullest of the forms.

    The fullest is the longest written form, but a form written for the statement itself is kept
    where it already says as much: a surname is filled up, a name with its office is not replaced.
    """
    names = [one.speaker for one in found]
    groups = join_names([*names, outlet], "ar")
    own_group = groups.pop() if outlet else -1
    fullest: dict[int, str] = {}
    for name, group in zip(names, groups, strict=False):
        fullest[group] = max(fullest.get(group, ""), name, key=lambda one: _fullness(one))
    result = []
    for one, group in zip(found, groups, strict=False):
        name = one.speaker
        if name and len(name_key(name, "ar").split()) < 2:
            name = fullest[group]
        result.append(
            replace(
                one,
                speaker=name,
                speaker_key=name_key(fullest[group], "ar"),
                is_outlet=one.is_outlet or (bool(name) and group == own_group),
            )
        )
    return result


def _fullness(name: str) -> tuple[int, int]:
    return (len(name_key(name, "ar").split()), len(name))


def _is_anonymous(text: ArabicText, phrase: NounPhrase) -> bool:
    """Whether a phrase says what somebody is without saying who."""
    names = [text.word(one) for one in range(phrase.first, phrase.end) if text.tokens[one].is_word]
    names = names or [""]
    names[0] = names[0][phrase.prefix :]
    while len(names) > 1 and (names[0] in _COUNTS or names[0].isdigit()):
        names = names[1:]
    if names[0] in _VAGUE_PEOPLE:
        return not any(text.opens_quote(one) for one in range(phrase.first, phrase.end))
    if names[0] not in lexicon.ANONYMOUS_HEADS:
        return False
    if any(bare(one) in GIVEN_NAMES for one in names[1:]):
        return False
    joint = next((at for at, one in enumerate(names) if at and one in _JOINTS), len(names))
    if names[0].startswith("ال") and not all(one.startswith("ال") for one in names[:joint]):
        return False  # what describes "the expert" is definite too; the rest is a name
    return phrase.end == phrase.core_end and not _are_name(names[1:joint])


_VAGUE_PEOPLE = lexicon.words("آخر آخرون آخرين حساب حسابات مستخدم متداولون")
_COUNTS = lexicon.QUANTIFIERS | lexicon.words(
    "ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة ثلاث أربع خمس مصدران أحد إحدى كبار كبير عدة بعض"
)


def _are_name(names: list[str]) -> bool:
    """Whether the words after an office end in two that describe nothing: a person's name."""
    return len(names) > 1 and not any(
        one.startswith("ال")
        or one in lexicon.FEMININE_NAMES
        or one in _DESCRIBING
        or one.endswith(("ي", "يه", "يون", "يين", "ات", "ه"))
        for one in names[-2:]
    )


_JOINTS = lexicon.words("في من باسم إلى على عن لدى")
_DESCRIBING = lexicon.words("كبير كبار رفيع بارز مطلع مطلعون مقرب قريب سابق دولي أمني")
