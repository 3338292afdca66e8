"""One sentence of English or French made ready for the rules, and who its subjects are.

For ``attribution_latin.py``. Quotations are masked, so that a cue inside one does not count, and
every offset stays one of the sentence as written. Not a parser: a subject is found by where it
stands between commas, conjunctions and its verb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from claims.domain.attributed import Span
from claims.domain.latin_cues import LatinCues

__all__ = ["Clauses", "Subject", "Words", "has_verb", "words_of"]

HIDDEN = "\x01"
_QUOTATION = re.compile(
    r"\"[^\"\n]*(?:\"|$)|“[^”\n]*(?:”|$)|«[^»\n]*(?:»|$)|„[^“”\n]*[“”]"
    r"|(?<![\w’])‘[^\n]{2,}?’(?!\w)|(?<![\w'])'[^'\n]*(?:(?<=\w)'(?=\w)[^'\n]*)*'(?!\w)"
)
_SINGLE = re.compile(r"[’ʼ`]")
_EDGE = " \t\u00a0\u202f,;:-–—"
# A verb to the left of "and" means that the words after it are a clause of their own.
_VERB_LEFT = re.compile(
    r"\b(?:is|was|were|are|has|had|have|would|could|did|said|told|made|took|went|came|left"
    r"|est|sont|était|étaient|ont|avait|sera|seront|\w{3,}ed)\b"
)
_MAIN_VERB = re.compile(rf"{_VERB_LEFT.pattern}|\b(?:a|avait) (?=\w+(?:é|i|u|it|is)\b)")
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ]")
# The name that a sentence begins with: two capitalised words, or one after an office.
_LEADING_NAME = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|M|Mme|President|Minister|Senator|Prime Minister|Le président"
    r"|La ministre)\.? )?"
    r"[A-ZÀ-ÖØ-Þ][\w'’.-]*(?: (?:(?:de|du|von|van|bin|al|el|la"
    r"|le) ){0,2}[A-ZÀ-ÖØ-Þ][\w'’.-]*){1,4}"
)
_NOT_A_NAME = re.compile(
    r"(?:The|A|An|In|On|At|But|And|After|Before|While|When|If|This|That|It|For|With|Le|La|Les"
    r"|Un|Une"
    r"|Des|Mais|Et|Dans|Pour|Avec|Après|Avant|Ce|Cette|Monday|Tuesday|Wednesday|Thursday|Friday"
    r"|Saturday|Sunday|January|February|March|April|June|July|August|September|October|November"
    r"|December)\b"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a verb belongs to: a span in the sentence, and whether it is only a pronoun there."""

    span: Span
    is_pronoun: bool = False
    is_sure: bool = True


@dataclass(frozen=True)
class Words:
    """The patterns of one language, compiled once."""

    cues: LatinCues

    @cached_property
    def tail(self) -> re.Pattern[str]:
        """What may stand between a subject and its verb, at the end of a string."""
        return re.compile(
            rf"(?:^|(?<=[\s,]))(?:{self.cues.auxiliaries}|{self.cues.adverbs}"
            rf"|{self.cues.adverbial})\s*$"
        )

    @cached_property
    def clause_start(self) -> re.Pattern[str]:
        return re.compile(rf"(?:^|(?<=\W))(?:{self.cues.clause_starts})(?=\W|(?<=')|$)\s*")

    @cached_property
    def leading(self) -> re.Pattern[str]:
        return re.compile(rf"\s*(?:(?:{self.cues.leading})\b,?\s*)+")

    @cached_property
    def opening_adverbial(self) -> re.Pattern[str]:
        return re.compile(rf"\s*(?:{self.cues.adverbial})\s+(?=\S)")

    @cached_property
    def adverbial(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self.cues.adverbial})(?=\W|$)")

    @cached_property
    def pronoun(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self.cues.subject_pronouns})")

    @cached_property
    def relative(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self.cues.relative})\b")

    @cached_property
    def outlet(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self.cues.outlets})")


# After a name and a comma: a clause about the person, or an age, which are no part of the name.
_NOT_AN_OFFICE = re.compile(
    r"[,–—-]+ (?:who|which|whose|where|qui|dont|où|lequel|laquelle|\w{3,}ing|\w+ant|\d+|in|on"
    r"|at|for|with"
    r"|speaking|s'|interrogée?s?|dans|lors|sur|à|en)\b"
)
# "…," Jane Roe, 68, an electrician from Leeds said: the name before an office without its comma.
_NAME_THEN_OFFICE = re.compile(
    r"(?:^|[\"”»,] )(?P<name>[A-ZÀ-Þ][\w'’.-]+(?: [A-ZÀ-Þ][\w'’.-]+){1,3})(?:, \d+( ans)?)?, $"
)
# Behind an inverted subject: to whom, or on which occasion.
_WHERE_TOLD = re.compile(
    r" (?:à (?=la presse|l['’]|[A-Z])|au (?=[A-Z])|lors d|dans une? |devant |après |au cours "
    r"|on (?=the [A-Z]|Twitter|[A-Z])|sur (?:ses?|sa|son|leurs?|les?|la) |à propos d"
    r"|au sujet d|concernant )"
)
_FUNCTION_WORDS = "en y se s' le la les ne n' and but et mais this there not"
_NOBODY = frozenset(_FUNCTION_WORDS.split())
_NAME_ENDS = re.compile(r",(?!\d)|[;:\"?!–—]|\.$| (?=(?:citing|citant|qui cite) )")
# An inverted subject does not begin so: "a déclaré aux journalistes".
_LEADS_ELSEWHERE = re.compile(
    r"(?:à|au|aux|dans|lors|sur|pour|en|de|du|to|in|on|at|for|with|by|from|of|after|during|that"
    r"|about)\b"
)
_FINITE = re.compile(
    r"\b(?:is|was|were|are|am|be|been|has|had|have|do|does|did|will|would|can|could|may|might"
    r"|must|should"
    r"|won't|\w+n't|est|sont|était|étaient|sera|seront|serait|a(?= \w+(?:é|ée|i|u|it|is)\b)|ont"
    r"|avait|aurait|peut|doit|va|vont|fut"
    r"|\w{3,}ed|\w{3,}(?:ait|aient|era|eront|èrent)|sait|veut|fait|took|made|went|came|left|got"
    r"|said|told|knew|saw|fell|rose|won|lost|gave|kept|needs?"
    r"|wants?|remains?|continues?)\b|\b(?:he|she|it|that|there|who)'s\b|\w'(?:re|ve|ll|d|m)\b"
)


def has_verb(low: str) -> bool:
    """Whether words in lower case look like a clause and not like a noun phrase."""
    return _FINITE.search(low) is not None


@lru_cache(maxsize=4)
def words_of(cues: LatinCues) -> Words:
    """Return the compiled patterns of a language."""
    return Words(cues)


@dataclass(frozen=True)
class Clauses:
    """A sentence: as written, and masked in lower case with equal length."""

    raw: str
    words: Words

    @cached_property
    def quotations(self) -> list[Span]:
        """Spans of the quotations with their marks."""
        return [found.span() for found in _QUOTATION.finditer(self.raw) if len(found[0]) > 2]

    @cached_property
    def low(self) -> str:
        """Lower case, quotations blanked between their marks, every quote a straight one."""
        letters = [
            one.lower() if len(one.lower()) == 1 else one
            for one in _SINGLE.sub("'", self.raw).replace("\u00a0", " ").replace("\u202f", " ")
        ]
        for start, end in self.quotations:
            letters[start:end] = ['"', *([HIDDEN] * (end - start - 2)), '"']
        return "".join(letters)

    def trimmed(self, start: int, end: int) -> Span:
        """Shrink a span by white space and separating punctuation at its ends."""
        while start < end and self.raw[start] in _EDGE:
            start += 1
        while end > start and self.raw[end - 1] in _EDGE:
            end -= 1
        return start, end

    def before_cue(self, end: int) -> int:
        """Where the subject of a verb at ``end`` ends: adverbs and auxiliaries are passed over."""
        end = len(self.low[:end].rstrip())
        for _ in range(5):
            found = self.words.tail.search(self.low, max(0, end - 120), end)
            if found is None or (_CAPITAL.match(self.raw[found.start()]) and found.start() == 0):
                return end
            if _CAPITAL.match(self.raw, found.start()) and found[0].strip().endswith("ly"):
                return end
            end = len(self.low[: found.start()].rstrip())
        return end

    def subject_before(self, cue_start: int) -> Subject | None:
        """Find the noun phrase whose verb begins at ``cue_start``."""
        end = self.before_cue(cue_start)
        if end <= 0:
            return None
        if self.low[end - 1] in ",–—" or self.low.endswith(" -", 0, end):
            return self._with_apposition(end - 1)
        start = self._segment_start(end)
        if self.words.relative.match(self.low, start, end) and start > 1:
            return self._antecedent(start)
        named = _NAME_THEN_OFFICE.search(self.raw, 0, start)
        if named is not None and re.match(
            r"(?:a|an|the|le|la|l'|un|une)\b|[a-zà-ÿ]", self.raw[start:end]
        ):
            start = named.start("name")
        return self._checked(start, end)

    def _segment_start(self, end: int) -> int:
        """Where the words between the last separator and ``end`` begin."""
        low = self.low
        start = 0
        for separator in (", ", "; ", ": ", " – ", " — ", " - ", '" ', "? ", "! "):
            at = low.rfind(separator, 0, end)
            if at >= 0:
                start = max(start, at + len(separator))
        for found in self.words.clause_start.finditer(low, start, end):
            if found.end() < end:
                start = found.end()
        for conjunction in (" and ", " but ", " et ", " mais ", " or ", " puis "):
            at = low.rfind(conjunction, start, end)
            if at >= 0 and _VERB_LEFT.search(low, start, at):
                start = at + len(conjunction)
        for pattern in (self.words.leading, self.words.opening_adverbial, self.words.leading):
            found_lead = pattern.match(low, start, end)
            if found_lead is not None and found_lead.end() < end:
                start = found_lead.end()
        return start

    def _with_apposition(self, comma: int) -> Subject | None:
        """ "Name, office, said": the head before the commas and its apposition together."""
        end, head_end = comma, comma
        for _ in range(3):
            mark = " - " if self.low[comma] == "-" else self.low[comma]
            previous = self.low.rfind(mark, 0, head_end)
            if previous < 0:
                break
            head_end = previous
            start = self._segment_start(head_end)
            head = self.raw[start:head_end].strip()
            if (
                head
                and (_CAPITAL.search(head) or len(head.split()) > 1)
                and not self._is_lead(start, head_end)
            ):
                if _NOT_AN_OFFICE.match(self.low, head_end):
                    end = head_end
                return self._checked(start, end)
        return None

    def _is_lead(self, start: int, end: int) -> bool:
        """Whether the words before a comma are an adverbial and not a name."""
        piece = self.low[start:end].strip()
        return bool(
            self.words.adverbial.fullmatch(piece)
            or self.words.leading.fullmatch(piece)
            or re.match(
                r"(?:in|on|at|after|before|during|since|with|despite|as|by|for|dans|en|à|après"
                r"|avant|lors|avec)\b",
                piece,
            )
        )

    def shares_subject(self, cue_start: int) -> bool:
        """Whether a verb follows "and" or "but" directly, its subject being that of another."""
        end = self.before_cue(cue_start)
        return (
            re.search(r"(?:^|[\s,])(?:and|but|et|mais|then|puis)\s*$", self.low[:end]) is not None
        )

    def _antecedent(self, start: int) -> Subject | None:
        end = len(self.low[:start].rstrip(" ,"))
        found = self._checked(self._segment_start(end), end)
        return found and Subject(found.span, found.is_pronoun, is_sure=False)

    def _checked(self, start: int, end: int) -> Subject | None:
        start, end = self.trimmed(start, end)
        if end == len(self.raw.rstrip()) and self.raw.endswith(".", 0, end):
            end -= 1
        end = start + len(re.sub(rf"\s+(?:{self.words.cues.relative})$", "", self.low[start:end]))
        piece = self.low[start:end]
        if not piece or (HIDDEN * 3 in piece and len(piece.split()) < 2):
            return None
        if piece in _NOBODY:
            return None
        if self.words.pronoun.fullmatch(piece):
            return Subject((start, end), is_pronoun=True)
        many = len(piece.split())
        if many > 28:
            return None
        return Subject((start, end), is_sure=many <= 14 and not _VERB_LEFT.search(piece))

    def subject_after(self, start: int, *, with_office: bool = True) -> Subject | None:
        """The noun phrase that follows an inverted verb: '"…", said the minister on Friday.'"""
        low = self.low
        while start < len(low) and low[start] == " ":
            start += 1
        lead = self.words.opening_adverbial.match(low, start - 1)
        start = lead.end() if lead is not None else start
        if _LEADS_ELSEWHERE.match(low, start):
            return None
        stop = _NAME_ENDS.search(low, start)
        end = stop.start() if stop else len(low)
        adverbial = next(
            (
                f
                for f in self.words.adverbial.finditer(low, start, end)
                if f.start() > start + 1 and low[f.start() - 1] == " "
            ),
            None,
        )
        if adverbial is not None:
            return self._checked(start, adverbial.start())
        told = _WHERE_TOLD.search(self.raw, start + 2, end)
        if told is not None:
            return self._checked(start, told.start())
        if (
            with_office
            and stop is not None
            and low[end] == ","
            and (found := self._apposition_after(end))
        ):
            return self._checked(start, found)
        return self._checked(start, end)

    def _apposition_after(self, comma: int) -> int | None:
        piece = re.compile(
            r", (?:a |an |the |his |her |its |le |la |les |un |une |l'|chef |ministre "
            r"|président\w* |porte-parole|director|head|chief|spokes\w+)"
            r"[^,;:\"]{2,90}(?=[,.;]|$)"
        ).match(self.low, comma)
        return piece.end() if piece and not _VERB_LEFT.search(piece[0]) else None

    def leading_name(self) -> Span | None:
        """The name a sentence begins with: what "he" in the next one means, if nobody spoke."""
        found = _LEADING_NAME.match(self.raw)
        if found is None or _NOT_A_NAME.match(self.raw):
            return None
        return found.span()

    def main_subject(self) -> Subject | None:
        """The words before the first verb of a sentence, for a participle later in it."""
        lead = self.words.leading.match(self.low)
        start = lead.end() if lead else 0
        verb = _MAIN_VERB.search(self.low, start)
        end = verb.start() if verb else -1
        if end <= start or "," in self.low[start:end] or end - start > 90:
            return None
        found = self._checked(start, end)
        return found and Subject(found.span, found.is_pronoun, is_sure=False)
