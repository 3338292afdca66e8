"""Lines of a page that are not the article: menus, share buttons, comment forms, newsletters.

Rules per line, over the words of ``furniture_words.py``: what a line is by its own words alone.
What stands around it is weighed in ``line_roles.py``; captions are told in ``captions.py``. Not for
finding the body in HTML (``claims.adapters.article``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from claims.domain import furniture_words as listed
from claims.domain.bare_words import bare_entries, bare_words, folded_words
from claims.domain.captions import is_caption

__all__ = [
    "LineKind",
    "is_caption",
    "is_comment_form",
    "is_link_cue_alone",
    "is_share_button",
    "is_signing",
    "kind_of_line",
]


class LineKind(Enum):
    """What a line is to an article, by its own words."""

    TEXT = auto()
    CAPTION = auto()
    # Goes by itself.
    FURNITURE = auto()
    # Announces a link: when nothing follows on the line, the next short line is the link.
    LINK_CUE = auto()
    # Opens what stands below an article; short lines after it are furniture as well.
    TAIL = auto()
    # Opens the readers' comments or their form.
    COMMENTS = auto()
    # Names the sources, or is the heading above them.
    SOURCES = auto()
    # Tags, or the heading above them.
    TAG = auto()


# No rule below speaks of a longer line, in words.
_MOST_WORDS = 30
# Characters; 30 words are not longer in any language here.
_LONGEST_LINE = 600
_MOST_WORDS_OF_LINK = 25
_MOST_WORDS_OF_SINGLE = 25
# A heading such as "More news from the region" has few words beside those that are listed.
_MOST_WORDS_BESIDE = 3
_MOST_WORDS_OF_FIELD = 14
_MOST_WORDS_OF_SOURCES = 15
_MOST_WORDS_OF_SIGN_OFF = 6
# Characters.
_LONGEST_BUTTON = 24

# The sum a comment form asks for: "19 + أربعة =", "three × 4 =", "5 + = 12".
_CAPTCHA = re.compile(r"^[^=]{1,30}[+×x*−-][^=]{0,30}=\s*[\W\d]*$|^\d+\s*[+×x*−-]\s*=\s*\d+$", re.I)
_UNITS = (
    r"k|m|الف|مليون|views?|shares?|comments?|likes?|replies|followers?|words?|min(?:ute)?s?"
    r"|مشاهد\w*|تعليق\w*|مشارك\w*|قراء\w*|اعجاب\w*|متابع\w*|دقيق\w*|دقايق|كلمه|رد|ردود|زياره|زائر"
    r"|بازديد|نظر|ديدگاه|دقيقه|vues?|partages?|commentaires?|abonnes?|yorum|goruntulenme|begeni|dakika"
    r"|تبصره|تبصرے|منٹ"
)
_COUNTER = re.compile(
    rf"^[\d\s.,٬٫+]+(?:(?:{_UNITS})\b[\s\d]*)*(?:read|للقراءه|قراءه|مطالعه|de lecture|okuma)?$",
    re.I,
)
# A year alone is a heading of a chronicle.
_YEAR = re.compile(r"^(?:1[89]|20)\d\d$")
_TRAIL = re.compile(r"\s*[>»›/|\\←]\s*")
_MENU = re.compile(r"\s*[|•·/]\s*")
_MENU_MARKS = frozenset("|•·/>»›\\←")
_HASHTAGS = re.compile(r"(?:[#＃][\w\u200c]+[\s,،|]*)+$")
_NETWORKS = folded_words(
    "facebook twitter whatsapp telegram instagram linkedin pinterest messenger share tweet"
    " partager paylaş فيسبوك تويتر واتساب تلغرام تيليجرام تيلغرام انستغرام شارك مشاركة المشاركة"
    " توییتر تلگرام واتساپ اشتراک شیئر email print طباعة أعجبني like"
)
_OPENING = re.compile(r"[^\W\d]+")
# What the rules for sums, counters, tags and menus look for.
_MARKS_OF_RULES = re.compile(r"[=#＃©|•·/>»›\\←]")
_SEPARATOR = re.compile(r"[:：…|\-–—.]")
_EDGE_MARKS = "\u200f\u200e•*-–—▪◾»«\"' "


# Entries by their first word: looked up, not tried one by one.
Starts = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Rules:
    whole: frozenset[str]
    link_cues: frozenset[str]
    singles: Starts
    fields: Starts
    tails: Starts
    comments: frozenset[str]
    comment_forms: Starts
    sources: frozenset[str]
    tags: frozenset[str]
    share_words: frozenset[str]
    signing: frozenset[str]
    homes: frozenset[str]
    # The first words of all entries, without what follows a hyphen or an apostrophe.
    openings: frozenset[str]


@cache
def _rules() -> _Rules:
    def starts(words: str) -> Starts:
        entries = sorted(set(bare_entries(words)), key=len, reverse=True)
        firsts = {entry.split(maxsplit=1)[0] for entry in entries}
        return {
            first: tuple(entry for entry in entries if entry.split(maxsplit=1)[0] == first)
            for first in firsts
        }

    every = (
        listed.WHOLE_LINES,
        listed.LINK_CUES,
        listed.SINGLE_STARTS,
        listed.FIELDS,
        listed.TAILS,
        listed.COMMENTS,
        listed.COMMENT_FORMS,
        listed.SOURCES,
        listed.TAGS,
        listed.SHARE_WORDS,
        listed.HOMES,
    )
    openings = (_OPENING.match(entry) for words in every for entry in bare_entries(words))
    return _Rules(
        whole=frozenset(bare_entries(listed.WHOLE_LINES)),
        link_cues=frozenset(bare_entries(listed.LINK_CUES)),
        singles=starts(listed.SINGLE_STARTS),
        fields=starts(listed.FIELDS),
        tails=starts(listed.TAILS),
        comments=frozenset(bare_entries(listed.COMMENTS)),
        comment_forms=starts(listed.COMMENT_FORMS),
        sources=frozenset(bare_entries(listed.SOURCES)),
        tags=frozenset(bare_entries(listed.TAGS)),
        share_words=frozenset(bare_entries(listed.SHARE_WORDS)),
        signing=frozenset(bare_entries(listed.SIGNING_WORDS)),
        homes=frozenset(bare_entries(listed.HOMES)),
        openings=frozenset(one[0] for one in openings if one),
    )


def kind_of_line(line: str) -> LineKind:
    """Tell what a line is to an article, by its own words alone.

    A line of more than 30 words, or 600 characters, is always ``TEXT``.
    """
    stripped = line.strip()
    if not stripped or len(stripped) > _LONGEST_LINE or stripped.count(" ") > _MOST_WORDS:
        return LineKind.TEXT
    bare = bare_words(line)
    words = bare.count(" ") + 1
    rules = _rules()
    opening = _OPENING.match(bare)
    if opening and opening[0] not in rules.openings and not _MARKS_OF_RULES.search(stripped):
        # No list has an entry that begins so, and no rule speaks of its marks: the common case.
        return LineKind.CAPTION if is_caption(line) else LineKind.TEXT
    counts = _COUNTER.match(bare) and not _YEAR.match(bare)
    if not bare or bare in rules.whole or counts or _CAPTCHA.match(stripped):
        # A line of marks only ("***", "---") says nothing either.
        return LineKind.COMMENTS if _opens_comments(bare, words) else LineKind.FURNITURE
    for kind, is_so in (
        (LineKind.COMMENTS, _opens_comments(bare, words)),
        (LineKind.SOURCES, _is_field_of(stripped, bare, rules.sources, _MOST_WORDS_OF_SOURCES)),
        (LineKind.TAG, _is_tag_line(stripped, bare, words)),
    ):
        if is_so:
            return kind
    if _is_single(stripped, bare, words) or _is_share_bar(bare, words) or _is_menu(stripped):
        return LineKind.FURNITURE
    if _begins(bare, rules.tails, words, _MOST_WORDS_BESIDE) and not _is_statement(line, words):
        return LineKind.TAIL
    if _is_link_cue(line, bare, words):
        return LineKind.LINK_CUE
    return LineKind.CAPTION if is_caption(line) else LineKind.TEXT


def is_link_cue_alone(line: str) -> bool:
    """Answer whether a link cue has nothing after it, so that the next line is the link."""
    return bare_words(line) in _rules().link_cues


def is_comment_form(line: str) -> bool:
    """Answer whether a line opens the form for comments, and not only counts them."""
    return next(_starts_of(bare_words(line), _rules().comment_forms), None) is not None


def is_share_button(line: str) -> bool:
    """Answer whether a line is a button to like, share or answer, as below a post."""
    return len(line) <= _LONGEST_BUTTON and bare_words(line) in _SOCIAL_BUTTONS


def is_signing(line: str) -> bool:
    """Answer whether a line of up to 6 words reads as an agency's or a paper's signature."""
    words = bare_words(line.replace("_", " ").replace(".", "")).split()
    return 0 < len(words) <= _MOST_WORDS_OF_SIGN_OFF and any(
        word in _rules().signing for word in words
    )


_SOCIAL_BUTTONS = frozenset(
    bare_entries(
        "like|comment|share|reply|أعجبني|تعليق|مشاركة|رد|إعادة نشر|j'aime|commenter|partager|beğen"
        "|yorum yap|paylaş|پسندیدن|ارسال نظر|اشتراک گذاری|لائک|تبصرہ|شیئر|حەزم لێیە|لێدوان|هاوبەشی"
    )
)


def _opens_comments(bare: str, words: int) -> bool:
    rules = _rules()
    without_count = re.sub(r"[\d()]+", " ", bare)
    return " ".join(without_count.split()) in rules.comments or _begins(
        bare, rules.comment_forms, words, 6
    )


def _is_field_of(stripped: str, bare: str, names: frozenset[str], most: int) -> bool:
    """Whether a line is "Name" alone or "Name: value" with a name of the list."""
    if bare in names:
        return True
    name, colon, value = stripped.partition(":")
    return bool(colon) and bare_words(name) in names and len(value.split()) <= most


def _is_tag_line(stripped: str, bare: str, words: int) -> bool:
    if _HASHTAGS.match(stripped) and words <= _MOST_WORDS_OF_LINK:
        return True
    return _is_field_of(stripped, bare, _rules().tags, _MOST_WORDS_OF_LINK)


def _is_single(stripped: str, bare: str, words: int) -> bool:
    rules = _rules()
    if words <= _MOST_WORDS_OF_SINGLE and not _is_statement(stripped, words):
        if next(_starts_of(bare, rules.singles), None) is not None:
            return True
        if stripped.startswith("©"):
            return True
    if words > _MOST_WORDS_OF_FIELD:
        return False
    for entry in _starts_of(bare, rules.fields):
        name, colon, _ = stripped.partition(":")
        rest = bare.removeprefix(entry).strip()
        if (colon and bare_words(name) == entry) or rest[:1].isdigit():
            return True
    return False


def _is_share_bar(bare: str, words: int) -> bool:
    """Whether a line is made of the words of share buttons and of nothing else."""
    if words < 2:
        return False
    pieces = [piece for piece in re.split(r"[\s|•·/]+", bare) if not piece.isdigit()]
    return all(piece in _rules().share_words for piece in pieces) and any(
        piece in _NETWORKS for piece in pieces
    )


def _is_menu(stripped: str) -> bool:
    """Whether a line is "Home > Politics > World" or "Politics | Economy | Sport | Art"."""
    if not _MENU_MARKS.intersection(stripped):
        return False
    trail = [bare_words(piece) for piece in _TRAIL.split(stripped)]
    if (
        len(trail) > 1
        and trail[0] in _rules().homes
        and all(len(piece.split()) <= 12 for piece in trail)
    ):
        return True
    pieces = [piece for piece in _MENU.split(stripped) if piece]
    return len(pieces) >= 4 and all(
        len(piece.split()) <= 3 and not piece[0].isdigit() for piece in pieces
    )


def _is_link_cue(line: str, bare: str, words: int) -> bool:
    cues = _rules().link_cues
    if bare in cues:
        return True
    # Followed by words it must be set off ("اقرأ أيضا: …"); a sentence may well begin with them.
    if words > _MOST_WORDS_OF_LINK:
        return False
    rest = line.strip().lstrip(_EDGE_MARKS)
    separator = _SEPARATOR.search(rest)
    return separator is not None and bare_words(rest[: separator.start()]) in cues


def _is_statement(line: str, words: int) -> bool:
    """Whether a line is a full sentence of some length, and so hardly a heading or a button."""
    return words > 12 and line.strip().endswith((".", "؟", "?", "۔"))


def _begins(bare: str, entries: Starts, words: int, beside: int) -> bool:
    return any(
        bare == entry or words <= entry.count(" ") + 1 + beside
        for entry in _starts_of(bare, entries)
    )


def _starts_of(bare: str, entries: Starts) -> Iterator[str]:
    """Yield the entries, longest first, that a line begins with."""
    for entry in entries.get(bare.split(" ", 1)[0], ()):
        if bare == entry or bare.startswith(entry + " "):
            yield entry
