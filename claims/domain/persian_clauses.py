"""One sentence of Persian made ready for the rules, its subjects and its objects.

For ``attribution_persian.py``. Quotations are masked, so that a cue inside one does not count,
and every offset stays one of the sentence as written. Not a parser: a subject stands at the head
of its clause and ends where the words for where, when and to whom begin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from claims.domain import persian_cues as cues
from claims.domain.attributed import Span

__all__ = [
    "HIDDEN",
    "MOST_WORDS",
    "PLAIN_LETTERS",
    "Sentence",
    "object_of",
    "segment_start",
    "shared_subject",
    "subject_of",
]

HIDDEN = "\x01"
PLAIN_LETTERS = str.maketrans("يىكأإؤئةۀ\u00a0\u202f’", "ییکااویهه  '", "")
_QUOTATION = re.compile(r"«[^»\n]*(?:»|$)|\"[^\"\n]*(?:\"|$)|“[^”\n]*(?:”|$)")
_EDGE = " \t\u00a0\u200c\u200e\u200f،,؛;:-–—"
_TIME_CLAUSE = re.compile(
    r"(?:(?:بر اساس|براساس|طبق|به گفته|به گزارش|بنا به|بنابر|به نقل از)\s[^،]*،\s*)"
    r"|(?:(?! که )[^،]){0,30}?(?<![\w\u200c])(?:پس از|بعد از|پیش از|قبل از|در حالی"
    r"|هنگامی|از زمان|زمانی که|با وجود)\s[^،]*،\s*"
)
_OBJECT_STARTS = re.compile(
    r"(?<![\w\u200c])(?:این|آن|هر|هیچ|تمام|همه|کلیه|ادعا\w*|گزارش\w*|خبر\w*|اخبار|اتهام\w*"
    r"|شایعات|شایعه|وجود|احتمال"
    r"|دخالت|نقش|ارتباط|اظهارات)(?![\w])"
)
_OFFICE = re.compile(
    r"(?:(?:یک|وزیر|رییس|سخنگوی?|سازمان|وزارت|نماینده|فرمانده|سفیر|سفارت|دفتر|شرکت|مدیر|رهبر|مقام|مقامات|دولت"
    r"|نخست\S*وزیر|معاون|حزب|گروه)\s+)+[\w\u200c]+"
)
_ONE_PRONOUN = re.compile(r"(?:او|وی|آنها|آن‌ها|ایشان|آنان)(?=\s)")
# A relative clause that ends in its own verb belongs to the speaker before it.
_ENDS_IN_VERB = re.compile(
    r"(?:شود|است|بود|کرد|شد|دارد|داشت|کند|شده|کرده|نشود|باشد|می[\u200c ]?\w+د|خواست|داشته|بوده"
    r"|گرفت)\s*،?\s*$"
)
_SHORT_RELATIVE = re.compile(r"\sکه\s(?=(?:[^\s،]+\s){0,3}[^\s،]*\s*$)")
_OBJECT_ADVERB = re.compile(
    r"\s*(?:(?:هنوز|بلافاصله|فورا|به (?:طور|شکل|صورت|گونه) مستقل|مستقلا|به شدت|قاطعانه|رسما"
    r"|بار دیگر|روز \S+)\s+)+"
)
MOST_WORDS = 16
_SHARED_END = re.compile(r"،|\s(?:از|بر|به|در|با|را|که|ضمن|برای)\s")
_MOST_SHARED = 9


@dataclass(frozen=True)
class Sentence:
    raw: str

    @cached_property
    def quotations(self) -> list[Span]:
        return [found.span() for found in _QUOTATION.finditer(self.raw) if len(found[0]) > 2]

    @cached_property
    def low(self) -> str:
        letters = list(self.raw.lower() if self.raw.isascii() else self.raw)
        letters = list("".join(letters).translate(PLAIN_LETTERS))
        for start, end in self.quotations:
            letters[start:end] = ['"', *([HIDDEN] * (end - start - 2)), '"']
        return "".join(letters)

    @cached_property
    def end(self) -> int:
        """Where the sentence's words end."""
        return len(self.low.rstrip(" .!?؟…؛،:\u200c\u200f\u200e"))

    def trimmed(self, start: int, end: int) -> Span:
        while start < end and self.raw[start] in _EDGE:
            start += 1
        while end > start and self.raw[end - 1] in _EDGE:
            end -= 1
        return start, end

    def words(self, span: Span) -> int:
        return len(self.low[slice(*span)].split())


def object_of(
    sentence: Sentence, subject: Span | None, end: int, within: int | None = None
) -> Span | None:
    """The words before the object's mark «را»: between subject and verb, or inside the verb."""
    mark = None
    for found in cues.BEFORE_OBJECT.finditer(
        sentence.low, subject[1] if subject else 0, within or end
    ):
        mark = found
    if mark is None:
        return None
    begin = subject[1] if subject else segment_start(sentence, mark.start())
    if within is not None and mark.start() > end:
        inner = re.compile(r"(?:توانست\w*|تواند|توانند|ایم|قادر نیست)(?: است)?\s").search(
            sentence.low, end, mark.start()
        )
        begin = inner.end() if inner else begin
    comma = sentence.low.rfind("،", begin, mark.start())
    if comma >= 0 and sentence.low.startswith("که ", begin + 1):
        begin = comma + 1  # "X, who was speaking there, strongly these claims denied"
    lead = cues.TIMES.match(sentence.low, begin + 1 if begin else 0)
    if lead is not None and lead.end() < mark.start():
        begin = lead.end()
    adverb = _OBJECT_ADVERB.match(sentence.low, begin)
    if adverb is not None and adverb.end() < mark.start():
        begin = adverb.end()
    span = sentence.trimmed(begin, mark.start())
    return span if span[0] < span[1] else None


def segment_start(sentence: Sentence, end: int) -> int:
    """Where the clause begins whose verb stands at ``end``."""
    low, start = sentence.low, 0
    for conjunction in (
        " اما ",
        " ولی ",
        " زیرا ",
        "؛ ",
        "! ",
        "؟ ",
        ". ",
        '" و ',
        "، و ",
        " بود و ",
        " شد و ",
        " کرد و ",
        " است و ",
        " شدند و ",
        " کردند و ",
        " داد و ",
        " کرده و ",
        " شده و ",
        " در حالی که ",
        " در حالیکه ",
    ):
        at = low.rfind(conjunction, 0, end)
        if at >= 0:
            start = max(start, at + len(conjunction))
    return start


def shared_subject(sentence: Sentence, verb: int) -> Span | None:
    """The subject of the clause before, for a verb right after "and" ("... hoped and said")."""
    start = segment_start(sentence, verb)
    if start == 0 or sentence.low[start:verb].strip():
        return None
    clause = sentence.low[: start - 1].rstrip(" و")
    begin = segment_start(sentence, len(clause))
    head = _SHARED_END.search(clause, begin + 1)
    found = subject_of(sentence, head.start() if head is not None else len(clause))
    return found if found is not None and sentence.words(found) <= _MOST_SHARED else None


def subject_of(sentence: Sentence, verb: int, *, has_object: bool = False) -> Span | None:
    """The noun phrase at the head of the clause, with what is said of it between commas.

    ``has_object`` says that an object stands between it and the verb ("X this report denied").
    """
    low, start = sentence.low, segment_start(sentence, verb)
    for _ in range(4):
        for pattern in (cues.LEADING, cues.TIMES, cues.TIMES):
            lead = pattern.match(low, start, verb)
            if lead is not None and lead.end() > start:
                start = lead.end()
        clause = _TIME_CLAUSE.match(low, start, verb)
        if clause is not None and clause.end() < verb:
            start = clause.end()
        opening = cues.SUBJECT_ENDS.match(low, start, verb)
        if opening is None or cues.PRONOUN.match(low, start, verb):
            break
        comma = low.find("،", start, verb)
        if comma < 0:
            return None
        start = comma + 1
        while start < verb and low[start] == " ":
            start += 1
    relative = _SHORT_RELATIVE.search(low, start, verb)
    if relative is not None and not _ENDS_IN_VERB.search(low, relative.end(), verb):
        start = relative.end()
    end = verb
    ends = cues.SUBJECT_ENDS.search(low, start + 1, verb)
    if ends is not None:
        end = ends.start()
    if has_object and (begins := _OBJECT_STARTS.search(low, start + 1, end)) is not None:
        end = begins.start()
    elif has_object and (ends is None or ends[0] == "را") and "،" not in low[start:end]:
        # Nothing shows where the object begins: an office with its place, or else one word.
        office = _OFFICE.match(low, start, end)
        first = low.find(" ", start, end)
        end = office.end() if office is not None else (first if first > 0 else end)
    if (pronoun := _ONE_PRONOUN.match(low, start, end)) is not None:
        end = pronoun.end()
    span = sentence.trimmed(start, end)
    if span[0] >= span[1] or sentence.words(span) > MOST_WORDS:
        return None
    piece = low[slice(*span)]
    if piece.startswith(("بر اساس", "براساس", "طبق ", "بنا ")):
        return None
    return None if piece in ("این", "هم", "نیز", "و", '"') else span
