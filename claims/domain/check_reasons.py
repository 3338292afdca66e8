"""Why a statement may be worth checking, as reasons in words and never as a score.

For the desk, which shows the reasons beside a suggested statement. A reason says what stands in
the statement (a number, an unnamed source, a picture); none of them says that it is wrong, and
their count is not a measure of anything. The sentences are ``claims.wording.check_reason``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from claims.domain.attributed import Span, Stance, SuggestedStatement
from claims.domain.opposition import SAME_SUBJECT_IN_ONE_TEXT, are_opposed, likeness
from multilingual.folding import fold

__all__ = ["CheckReason", "has_picture_word", "reasons_to_check"]


class CheckReason(StrEnum):
    """What makes a statement checkable, or worth the check; in the order they are shown."""

    DENIED_BY_OTHER = "denied_by_other"
    ANONYMOUS_SOURCE = "anonymous_source"
    CROWD = "crowd"
    PICTURE = "picture"
    NUMBER = "number"
    DATE = "date"
    ABSOLUTE = "absolute"


# Words of Arabic, Persian, Urdu, English, French and Turkish, as they stand after `fold`: no
# accents, no harakat, ة as ه, ی as ي, ک as ك. One pattern serves all languages, since none of
# these words means something else in another of them. An Arabic word may carry و ف ب ل ك and ال.
_CLITICS = r"(?:[وفبلك]{0,2}(?:ال|لل)?)"


def _any_of(arabic_script: str, latin: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_CLITICS}(?:{arabic_script})|(?:{latin}))\b")


_NUMBER = _any_of(
    # Millions and percentages, then counted things in words.
    r"ملايين|مليون\w*|مليار\w*|مءات|ميات|ميه|ماءه|مايه|مءه|مءتي|الاف|الف|الفي|الفا|عشرات|نصف"
    r"|ثلثي?|ربع"
    r"|اثني?ن|اثنان|ثلاثه?|اربعه?|خمسه?|سته|سبعه?|ثماني?ه?|تسعه?|عشره?|عشري?ن|ثلاثي?ن|اربعي?ن"
    r"|خمسي?ن"
    r"|ستي?ن|سبعي?ن|ثماني?ن|تسعي?ن|ميليون\w*|ميليارد\w*|هزار\w*|صدها|درصد|سه|چهار|پنج|شش|هفت|هشت"
    r"|بيست|چهل|پنجاه|صد|لاكه|كروڑ|فيصد|ارب",
    r"(?:millions?|billions?|thousands?|hundreds?|dozens?|percent|per cent|half|thirds?"
    r"|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|milliards?|milliers?|mille|centaines?|dizaines?|cents?"
    r"|moitie|tiers|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|vingt|trente"
    r"|quarante|cinquante|soixante|milyon|milyar|yuzde|binlerce|yarisi)",
)
# "quantities" begins like "as hundreds" and is spelled so after folding.
_QUANTITY = re.compile(r"\b[وفبل]{0,2}كمي(?:ه|ات)\b")
_DIGITS = re.compile(r"\d+(?:[.,٫٬]\d+)*")
_YEAR = re.compile(r"(?:1[3-9]|20)\d\d")

_PICTURE = _any_of(
    r"صوره?|صورا|صورته?ا?|صورتين|فيديو\w*|فديو|مقطعا?|مقاطع|لقطه|لقطات|تسجيلا?|تسجيلات|شريط مصور"
    r"|مشاهد|عكس|عكسها?ي?|تصوير|تصاوير|ويديو\w*|ويديءو\w*|فيلم",
    r"(?:photos?|photographs?|pictures?|images?|videos?|footage|clips?|screenshots?|recordings?"
    r"|cliches?|enregistrements?|fotograf\w*|goruntu\w*|resim\w*|gorsel\w*)",
)
_ABSOLUTE = _any_of(
    r"جميع|كافه|كل|كامل|ابدا|قط|دايما|داءما|مطلقا|اطلاقا|وحيده?|اول مره|الاول من نوعه"
    r"|الاولي من نوعها|غير مسبوقه?|لا احد|اي|اكبر|اعظم|اخطر|اسوا|افضل|همه|تمام"
    r"|هرگز|هيچ\w*|هميشه"
    r"|تنها|\w+ترين|سب سے|كبهي|كويي نهين|هميشه",
    r"(?:all|every|everyone|nobody|no one|none|never|always|only|ever|entire|entirely|completely"
    r"|unprecedented|first time|the first|the (?:most|least|best|worst|\w{3,}est)|tous|toutes"
    r"|tout|toujours|jamais|aucune?|seule?s?|personne|le plus|la plus|les plus|pire|meilleure?"
    r"|inedite?|hicbir|asla|her zaman|tum|butun|en (?:buyuk|cok|yuksek|kotu|iyi)|ilk kez|tek)",
)
_CROWD = re.compile(
    r"(?:مواقع|منصات|وسايل|وساءل|رواد|شبكات|صفحات|حسابات|مستخدم\w+|ناشط\w+|نشطاء)(?: [\w]+){0,2}"
    r" (?:ال)?(?:تواصل|اجتماعي\w*|انترنت|سوشيال|فيسبوك|تويتر)"
    r"|(?:ال)?تواصل (?:ال)?اجتماعي"
    r"|\b[وف]?(?:تداول\w*|ناشرو\w*|متداول\w*|شاع\w*|انتشر\w*|تناقل\w*)\b"
    r"|(?:كاربران|فعالان) (?:شبكه|فضاي|اينترنت|رسانه)\w*|شبكه ?هاي اجتماعي|فضاي مجازي|سوشل ميڈيا"
    r"|\b(?:social media|social networks?|netizens?|internet users|users online|viral(?:ly|e|es)?"
    r"|went viral|circulating|internautes?|reseaux sociaux|sosyal medya\w*)\b"
)
# How much before the cue still belongs to the words that introduce a statement, in characters.
_INTRODUCTION = 90


def reasons_to_check(
    statements: Sequence[SuggestedStatement],
    *,
    body: str,
    title: str = "",
    language: str = "und",
    dates: Iterable[Span] = (),
) -> Mapping[int, tuple[CheckReason, ...]]:
    """Give the reasons of each statement, by its place in ``statements``.

    Args:
        statements: what ``suggest_statements`` gave for this body and title.
        dates: spans in the body of the dates found there; a year is then a date and no number.

    Returns:
        One entry for each statement with at least one reason, in the order of the enum.
        Statements that claim nothing (a speaker who declined or did not answer) have none.
    """
    spans = tuple(dates)
    reasons: dict[int, tuple[CheckReason, ...]] = {}
    for index, statement in enumerate(statements):
        if not statement.claim:
            continue
        found = set(_reasons_of_words(statement, title if statement.in_title else body, spans))
        if any(_is_denied_by(statement, other, language) for other in statements):
            found.add(CheckReason.DENIED_BY_OTHER)
        if found:
            reasons[index] = tuple(one for one in CheckReason if one in found)
    return reasons


def has_picture_word(folded: str) -> bool:
    """Answer whether a text folded with ``multilingual.folding.fold`` speaks of a picture."""
    return _PICTURE.search(folded) is not None


def _reasons_of_words(
    statement: SuggestedStatement, text: str, dates: tuple[Span, ...]
) -> Iterable[CheckReason]:
    claim = fold(statement.claim)
    dated = _dates_within(statement, dates)
    if statement.is_anonymous:
        yield CheckReason.ANONYMOUS_SOURCE
    if dated:
        yield CheckReason.DATE
    if _has_number(_without(statement, dated)):
        yield CheckReason.NUMBER
    if _ABSOLUTE.search(claim):
        yield CheckReason.ABSOLUTE
    introduction = fold(_introduction(statement, text))
    if _PICTURE.search(claim) or _PICTURE.search(introduction):
        yield CheckReason.PICTURE
    if (
        _CROWD.search(claim)
        or _CROWD.search(introduction)
        or _CROWD.search(fold(statement.speaker))
    ):
        yield CheckReason.CROWD


def _dates_within(statement: SuggestedStatement, dates: tuple[Span, ...]) -> list[Span]:
    if statement.span is None or statement.in_title:
        return []
    start, end = statement.span
    return [one for one in dates if one[0] < end and start < one[1]]


def _without(statement: SuggestedStatement, dates: list[Span]) -> str:
    """The claim, folded, with its dates blanked."""
    if statement.span is None:
        return fold(statement.claim)
    letters, offset = list(statement.claim), statement.span[0]
    for start, end in dates:
        for position in range(max(0, start - offset), min(len(letters), end - offset)):
            letters[position] = " "
    return fold("".join(letters))


def _has_number(folded: str) -> bool:
    if any(not _YEAR.fullmatch(number) for number in _DIGITS.findall(folded)):
        return True
    return _NUMBER.search(_QUANTITY.sub(" ", folded)) is not None


def _introduction(statement: SuggestedStatement, text: str) -> str:
    """What stands before the claim in its sentence: the cue, the speaker and what they spoke of."""
    cue_start, cue_end = statement.cue_span
    before = text[max(0, cue_start - _INTRODUCTION) : cue_start]
    sentence = re.split(r"[.!?؟۔\n]", before)[-1]
    opening = statement.span[0] if statement.span and statement.span[0] > cue_end else cue_end
    return sentence + text[cue_start:opening]


def _is_denied_by(statement: SuggestedStatement, other: SuggestedStatement, language: str) -> bool:
    """Whether another speaker of the same text denies what a statement says."""
    if other is statement or other.stance is not Stance.DENIES or not other.claim:
        return False
    if not are_opposed(statement.stance, other.stance):
        return False
    if statement.speaker_key == other.speaker_key and statement.speaker_key:
        return False
    if _overlap(statement, other):
        return True
    return likeness(statement.claim, other.claim, language) >= SAME_SUBJECT_IN_ONE_TEXT


def _overlap(one: SuggestedStatement, other: SuggestedStatement) -> bool:
    if one.span is None or other.span is None or one.in_title != other.in_title:
        return False
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]
