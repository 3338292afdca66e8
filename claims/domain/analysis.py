"""What a read text says: its dates, who said what, who checked it, and the posts it tells of.

The one call that the pipeline and ``manage read_page`` make after a page was read, and again
after an editor corrected its text. It joins what other modules find and decides between them
where they find the same words: a fact-checker's finding is an earlier verdict and not a claim.
Not for reading pages (``pages.py``), and nothing here is saved without a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claims.domain.attributed import SuggestedStatement
from claims.domain.attribution import suggest_statements
from claims.domain.check_reasons import CheckReason, reasons_to_check
from claims.domain.earlier_verdicts import (
    EarlierVerdict,
    find_earlier_verdicts,
    is_checker,
)
from claims.domain.page_parts import QuotedPost
from claims.domain.quoted_posts import find_told_posts
from multilingual.dates import ParsedDate, find_dates
from multilingual.intervals import DateInterval

__all__ = ["FoundDate", "TextAnalysis", "analyze_text"]

# A date that stands in the body; its span counts code points there.
FoundDate = ParsedDate


@dataclass(frozen=True, slots=True)
class TextAnalysis:
    """What was found in one text; all spans are half-open code points of the body.

    A statement with ``in_title`` has its offsets in the title instead.

    Attributes:
        dates: in the order they stand, resolved against the day of publication; a date that
            lacks its year and could not be resolved has an open interval and a conflict.
        statements: suggestions, in the order they stand, those of the title first.
        earlier_verdicts: what other fact-checkers found, as told here.
        posts: posts on social networks that are told in words.
        reasons: why a statement may be worth checking, by its place in ``statements``; one
            without a reason has no entry.
    """

    dates: tuple[FoundDate, ...]
    statements: tuple[SuggestedStatement, ...]
    earlier_verdicts: tuple[EarlierVerdict, ...]
    posts: tuple[QuotedPost, ...]
    reasons: Mapping[int, tuple[CheckReason, ...]]


def analyze_text(
    body: str,
    *,
    title: str = "",
    language: str = "und",
    published: DateInterval | None = None,
    outlet: str = "",
) -> TextAnalysis:
    """Find dates, statements, earlier verdicts and told posts in a body of text.

    Args:
        body: the text as the desk shows it, in paragraphs.
        title: its title, read for statements only.
        language: BCP 47 tag, "und" where it could not be told; then no statements are offered.
        published: when it was published, as far as known. Relative dates ("yesterday", a month
            without its year) are resolved against it and left open without it.
        outlet: name of who published it, whose own sentences ("we could not verify") it then is.

    Never raises on odd input.
    """
    told = find_earlier_verdicts(body, language=language)
    suggested = suggest_statements(body, language=language, title=title, outlet=outlet)
    statements = tuple(one for one in suggested if not _is_finding(one, told))
    dates = tuple(find_dates(body, language=language, reference=published, unresolved=True))
    return TextAnalysis(
        dates=dates,
        statements=statements,
        earlier_verdicts=_with_plain_findings(told, suggested),
        posts=find_told_posts(body, language=language, statements=statements, dates=dates),
        reasons=reasons_to_check(
            statements,
            body=body,
            title=title,
            language=language,
            dates=[one.span for one in dates],
        ),
    )


def _is_finding(statement: SuggestedStatement, verdicts: Iterable[EarlierVerdict]) -> bool:
    """Whether a statement is only the words in which a fact-checker's finding is told."""
    if statement.in_title:
        return False
    return is_checker(statement.speaker) or _is_told(statement, verdicts)


def _is_told(statement: SuggestedStatement, verdicts: Iterable[EarlierVerdict]) -> bool:
    written = [statement.cue_span]
    if statement.speaker_span is not None:
        written.append(statement.speaker_span)
    return any(
        one.span[0] < end and start < one.span[1] for one in verdicts for start, end in written
    )


def _with_plain_findings(
    told: tuple[EarlierVerdict, ...], suggested: Sequence[SuggestedStatement]
) -> tuple[EarlierVerdict, ...]:
    """Add what a checker says without a word of rating: the words, and no rating of ours."""
    more = (
        EarlierVerdict(
            checker=one.speaker,
            words=one.claim,
            rating=None,
            span=_hull(one),
            about=None,
        )
        for one in suggested
        if one.claim and not one.in_title and is_checker(one.speaker) and not _is_told(one, told)
    )
    return tuple(sorted((*told, *more), key=lambda one: one.span))


def _hull(statement: SuggestedStatement) -> tuple[int, int]:
    """The words of a statement from its speaker or cue to its claim."""
    spans = [statement.cue_span, statement.span, statement.speaker_span]
    written = [one for one in spans if one is not None]
    return min(start for start, _ in written), max(end for _, end in written)
