"""Denials in Arabic text: reports that are denied, and claims that call something false."""

from __future__ import annotations

from itertools import pairwise

from claims.domain import arabic_words as lexicon
from claims.domain.arabic_cues import Tense, cue_form_after
from claims.domain.arabic_openings import Opening, OpeningKind, find_opening
from claims.domain.arabic_phrases import NounPhrase, read_phrase
from claims.domain.arabic_tokens import ArabicText

__all__ = ["reports_denied", "says_it_is_false"]

_REPORTED = lexicon.words(
    "تقارير التقارير أنباء الأنباء شائعات الشائعات مزاعم المزاعم ادعاءات الادعاءات اتهامات"
    " الاتهامات معلومات المعلومات تصريحات خبر الخبر تقرير ما صحة"
)
_FALSE = lexicon.words(
    "كاذب كاذبة كاذبا ملفق ملفقة مفبرك مفبركة مزيف مزيفة مضللة مغلوطة زائف زائفة عار عارية"
    " باطلة مختلقة"
)


def reports_denied(
    text: ArabicText, first: int, last: int
) -> tuple[int, Opening, NounPhrase] | None:
    """Find what the reports said that are denied ("denied reports which said that ...").

    Returns:
        The verb of the reports, the opening of what they said, and the reports; or ``None``.
    """
    start = first + 1 if text.word(first) == "صحه" else first
    if text.word(start) not in _REPORTED or text.word(start) == "ما":
        return None
    reports = read_phrase(text, start, last)
    if reports is None:
        return None
    for position in range(reports.end, min(last, reports.end + 6)):
        form = cue_form_after(text.word(position - 1), text.word(position), text.raw(position))
        if form is None or form.tense not in (Tense.PERFECT, Tense.IMPERFECT):
            continue
        opening = find_opening(text, position, last, form)
        if opening is not None and opening.kind in (OpeningKind.CLAUSE, OpeningKind.NOUN):
            return position, opening, reports
    return None


def says_it_is_false(text: ArabicText, first: int, last: int) -> bool:
    """Whether a claim is that some report is untrue ("there is no truth in")."""
    comma = next((one for one in range(first, last) if text.word(one) == ","), last)
    words = [text.word(one) for one in range(first, comma)]
    pairs = set(pairwise(words))
    if pairs & {("لا", "صحه"), ("لا", "اساس"), ("ليس", "صحيحا"), ("ليست", "صحيحه")}:
        return True
    about_reports = bool(set(words[:4]) & (_REPORTED - {"ما"})) or words[:1] == ["ما"]
    return about_reports and bool(
        set(words) & _FALSE or pairs & {("غير", "صحيح"), ("غير", "صحيحه"), ("غير", "دقيقه")}
    )
