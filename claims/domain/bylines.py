"""By-lines: who wrote an article and the day it says it was published, from one line of text.

For ``pages.py`` and ``claims.adapters``. Which of a page's days is believed is decided in
``publication.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from claims.domain import furniture_words as listed
from claims.domain.bare_words import bare_entries, bare_words, folded_words
from claims.domain.captions import names_credit
from claims.domain.furniture import is_signing
from claims.domain.page_lines import count_words, ends_sentence, is_paragraph
from claims.domain.publication import DateCandidate, PublishedOrigin
from multilingual.dates import ParsedDate, Precision, find_dates
from multilingual.folding import fold

__all__ = [
    "FIRST_WEB_YEAR",
    "byline_day",
    "dateline_days",
    "has_dateline",
    "is_about_writer",
    "is_desk",
    "is_place_and_agency",
    "named_author",
    "reads_as_name",
    "says_only_updated",
    "says_published",
    "signs_off",
]


# No news page is older than the web; an earlier day in a heading is what the article is about.
FIRST_WEB_YEAR = 1994
_DATE_LINE_WORDS = 14
_LONG_DATE_LINE_WORDS = 26
_LONGEST_DATE_LINE = 300


_PUBLISHED_CUES = folded_words(
    "نشر نُشر نشره نشرها النشر نشرت أضيف published posted publié publiée yayınlanma yayın"
    " yayınlandı eklenme"
    " منتشر انتشار شائع اشاعت شائع بڵاوکراوەتەوە بڵاوکردنەوە weşandin"
)

_UPDATED_CUES = folded_words(
    "تحديث التحديث محدث عدل تعديل updated update modified edited maj jour modifié güncelleme"
    " güncellendi بروزرسانی به‌روزرسانی اپڈیٹ نوێکردنەوە نوێکراوەتەوە"
)

# Days that belong to a member of a forum and not to what is written.
_MEMBER_CUES = folded_words(
    "التسجيل الانضمام العضوية انضم joined member registered عضویت inscrit üyelik"
)

# A newspaper's running head: "Issue 5213 - Tuesday 14 March 2017 - page 3".
_ISSUE_CUES = folded_words("العدد issue numéro شماره sayı ژمارە شمارہ")

# A printout says when it was printed.
_PRINTED_CUES = folded_words("الطباعة طبعت printed imprimé yazdırma yazdırılma")

_LINE_CUES = _PUBLISHED_CUES | _UPDATED_CUES | _ISSUE_CUES

_AUTHOR_CUES = (
    "مرسلة بواسطة",
    "أرسلت بواسطة",
    "أرسل بواسطة",
    "posted by",
    "publié par",
    "gönderen",
    "مصنف",
    "بقلم",
    "كتب",
    "كتبت",
    "إعداد",
    "بواسطة",
    "الكاتب",
    "حوار",
    "حاوره",
    "حاورته",
    "تقرير",
    "by",
    "par",
    "propos recueillis par",
    "نویسنده",
    "نوشته",
    "yazan",
    "haber",
    "نشر بواسطة",
    "نشره",
    "المحرر",
    "ترجمة",
    "مراسل",
    "تحریر",
    "نوسینی",
    "نووسینی",
    "ئامادەکردنی",
    "اسم العضو",
    "written by",
    "écrit par",
)

# Of these some are ordinary nouns and verbs, so that only a colon makes them a by-line.
_AUTHOR_NEEDS_COLON = (
    "مصنف",
    "كتب",
    "كتبت",
    "حوار",
    "تقرير",
    "haber",
    "yazan",
    "إعداد",
    "المحرر",
    "ترجمة",
    "مراسل",
    "تحریر",
    "الكاتب",
    "اسم",
)

_WROTE = ("كتب", "كتبت")

_AUTHOR = re.compile(
    r"^\s*(?:"
    + "|".join(_AUTHOR_CUES)
    + r")\s*[:：،/|\-–]?\s+([^|\d،,:–-]{2,60}?)\s*(?:[|\d،,:–-].*)?$",
    re.IGNORECASE,
)

_DATELINE_END = re.compile(r"^[^.!?؟]{0,30}?\s?[-–—:]\s")

_DATELINE_WITHIN = 60
_DATELINE_LOOKED_AT = 200

# "بيروت (رويترز) - ", "KABUL, June 3 (AP) — ", "القاهرة - وكالات: ".
_DATELINE = re.compile(
    r"^(?P<place>[^\d()«»\"“”:.]{2,30}?)[\s,،]*(?:[^()\n]{0,24})?\((?P<agency>[^()]{2,30})\)"
    r"\s*[-–—:]+\s"
)
_DATELINE_DASHED = re.compile(
    r"^(?P<place>[^\d()«»\"“”:.–—-]{2,25}?)\s*[-–—/]\s*(?P<agency>[^()«»\"“”:.]{2,25}?)\s*[-–—:]+\s"
)
# A line that is a dateline and nothing else: "لندن: «الشرق الأوسط»", "دبي - العربية.نت".
_PLACE_AND_PAPER = re.compile(
    r"^(?P<place>\w[\w\s]{1,24}?)\s*[:：\-–—،,]\s*[«“\"(](?P<agency>[^«»“”\"()]{2,40})[»”\")]\.?$"
)
_PLACE_AND_AGENCY = re.compile(
    r"^(?P<place>\w[\w\s]{1,24}?)\s*[:：\-–—،,/(|]\s*(?P<agency>[^:«»“”\"()|]{2,40}?)\)?$"
)
# "أ م/ ف ق", "A.B/C.D": the initials of an agency's editors.
_INITIALS = re.compile(r"[^\W\d_](?:[\s./]{0,2}[^\W\d_](?!\w)){1,5}")
_MOST_WORDS_OF_PLACE_LINE = 7
# "Posted by X on 3 May": the word before the day is not the name's.
_TRAILING = re.compile(r"\s+(?:في|on|le|در|tarihinde)(?:\s+\w{4,9})?$")
_HOUSE_NAMES = frozenset({"admin", "administrator", "editor", "webmaster", "مدير الموقع", "المدير"})
_NAME_WORDS = range(2, 5)
_NOT_IN_NAMES = re.compile(r"[\d:؟?!.,،|/«»\"“”()\[\]…]")


def _has_word(line: str, words: frozenset[str]) -> bool:
    return any(word in words for word in re.findall(r"\w+", fold(line)))


def byline_day(line: str, language: str, reference: date | None) -> ParsedDate | None:
    """Return the day a by-line gives: a short line that is no sentence and says little else.

    Of several days the one published on, not the one updated on; ``None`` if there is none.
    """
    if len(line) > _LONGEST_DATE_LINE:
        return None
    words = count_words(line)
    is_long = words > _DATE_LINE_WORDS
    if is_long and (words > _LONG_DATE_LINE_WORDS or not _has_word(line, _LINE_CUES)):
        return None
    if ends_sentence(line) and words > 6:
        return None
    if _has_word(line, _MEMBER_CUES | _PRINTED_CUES):
        return None
    dated = [
        parsed
        for parsed in find_dates(line, language=language, reference=reference)
        if parsed.precision in (Precision.DAY, Precision.MINUTE)
        or (parsed.precision is Precision.RANGE and parsed.conflict is not None)
    ]
    if not dated:
        return None
    published = next((one for one in dated if not _follows_update(line, one)), dated[0])
    rest = line[: published.span[0]] + line[published.span[1] :]
    if is_long and len(dated) < 2:
        # "Published … | updated …" may be long; a single day is not.
        return None
    # A headline may name a day; a by-line has little else.
    if published.reference is not None and not says_published(line) and count_words(rest) > 1:
        # "Elections tomorrow" is a headline; "two hours ago" alone is a by-line.
        return None
    if published.interval.latest is not None and published.interval.latest.year < FIRST_WEB_YEAR:
        return None
    is_bare = count_words(rest) <= 4 or _has_word(line, _LINE_CUES)
    return published if is_bare or named_author(line) is not None else None


def _follows_update(line: str, parsed: ParsedDate) -> bool:
    before = re.findall(r"\w+", fold(line[: parsed.span[0]]))
    return any(word in _UPDATED_CUES for word in before[-3:])


def says_only_updated(line: str, parsed: ParsedDate) -> bool:
    """Whether the day is that of an update, which says only "not after"."""
    return _follows_update(line, parsed) and not _has_word(line, _PUBLISHED_CUES)


def named_author(line: str) -> str | None:
    """Return who a line such as "بقلم: …" or "By …" names."""
    if len(line) > _LONGEST_DATE_LINE or count_words(line) > 10 or ends_sentence(line):
        return None
    found = _AUTHOR.match(line)
    if found is None:
        return None
    cue = line.split(maxsplit=1)[0].rstrip(":/|-–،")
    if cue in _AUTHOR_NEEDS_COLON and ":" not in line and "،" not in line.split()[0]:
        # "كتب" opens sentences as well; before a name alone it signs.
        is_signed = cue in _WROTE and reads_as_name(found.group(1)) and count_words(line) <= 4
        return found.group(1).strip() if is_signed else None
    name = _TRAILING.sub("", found.group(1)).strip()
    return name if fold(name) not in _HOUSE_NAMES else None


def dateline_days(
    paragraphs: Sequence[str], language: str, reference: date | None
) -> list[DateCandidate]:
    """Read an agency's dateline: "بيروت، 14 آب 2022 (رويترز) - قالت …"."""
    first = next((one for one in paragraphs if is_paragraph(one)), "")[:_DATELINE_LOOKED_AT]
    for parsed in find_dates(first, language=language, reference=reference):
        opens = (
            parsed.span[1] <= _DATELINE_WITHIN
            and parsed.precision in (Precision.DAY, Precision.MINUTE)
            and parsed.reference is None
            and _DATELINE_END.match(first[parsed.span[1] :])
        )
        if opens:
            return [DateCandidate.of_parsed(parsed, PublishedOrigin.BYLINE)]
        break
    return []


def has_dateline(paragraph: str) -> bool:
    """Answer whether a paragraph opens with a place and an agency, as agencies write it."""
    found = _DATELINE.match(paragraph) or _DATELINE_DASHED.match(paragraph)
    return found is not None and names_credit(found["agency"])


def is_place_and_agency(line: str) -> bool:
    """Answer whether a line is a place and a paper or agency, and no more.

    A paper in quotation marks need not be known; without them the name has to be.
    """
    if count_words(line) > _MOST_WORDS_OF_PLACE_LINE:
        return False
    if _PLACE_AND_PAPER.match(line):
        return True
    found = _PLACE_AND_AGENCY.match(line)
    return found is not None and (
        names_credit(found["agency"])
        or any(word in _signing_words() for word in bare_words(found["agency"]).split())
    )


def is_about_writer(line: str) -> bool:
    """Answer whether a short line says what the writer named above it is: "columnist at …"."""
    words = bare_words(line).split()
    return 0 < len(words) <= 10 and words[0] in _writers() and not ends_sentence(line)


def is_desk(line: str) -> bool:
    """Answer whether a line is the name of a newsroom that signs instead of a person."""
    return count_words(line) <= 3 and bare_words(line) in _desks()


def reads_as_name(line: str) -> bool:
    """Answer whether a line can be a person's name and nothing else: 2 to 4 words, no marks."""
    return count_words(line) in _NAME_WORDS and _NOT_IN_NAMES.search(line) is None


@cache
def _signing_words() -> frozenset[str]:
    return frozenset(bare_entries(listed.SIGNING_WORDS))


@cache
def _desks() -> frozenset[str]:
    return frozenset(bare_entries(listed.DESKS))


@cache
def _writers() -> frozenset[str]:
    return frozenset(bare_entries(listed.WRITERS))


def says_published(line: str) -> bool:
    """Answer whether a line has a word such as "published" or "نُشر"."""
    return _has_word(line, _PUBLISHED_CUES)


def signs_off(text: str, author: str | None) -> bool:
    """Answer whether a short line is the name of an agency, a paper or the author below a text."""
    inner = text.strip("()[]*-–— .")
    if (author is not None and inner == author) or _INITIALS.fullmatch(inner):
        return True
    if ends_sentence(text):
        return False
    return (
        is_signing(text)
        or names_credit(inner)
        or is_place_and_agency(text)
        or is_about_writer(inner)
        or "_" in text
    )
