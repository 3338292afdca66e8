"""Captions of pictures, told by their own words: "Photo: …", "… (Reuters)", "… / archive".

For lines of a page, by ``furniture.py``. Captions that only their place gives away are found in
``line_roles.py``; which picture a caption belongs to is ``claims.adapters``' business.
"""

from __future__ import annotations

import re
from functools import cache

from claims.domain import furniture_words as listed
from claims.domain.bare_words import bare_entries, bare_words
from multilingual.folding import fold

__all__ = ["is_caption", "names_credit"]

_MOST_WORDS = 30
# Without brackets a credit may be part of a sentence, so the line has to be shorter.
_MOST_WORDS_BEFORE_DASH = 25
_SENTENCE_ENDS = (".", "!", "?", "؟", "…", "۔", "।")
_CREDIT = re.compile(r"^(?P<before>.*?)\s*[(\[]\s*(?P<named>[^()\[\]]{1,60}?)\s*[)\]]\s*\.?$")
_DASHED = re.compile(r"^(?P<before>.+?)\s*(?:\s[-–—|/_]+\s?|/|©)\s*(?P<named>[^-–—|/_©]{2,40})$")
_ARCHIVE_TAIL = re.compile(
    r"[/\-–—|_]\s*(?:صور[ةه]\s+)?(أرشيفي[ةه]|أرشيف|الأرشيف|آرشيو[يى]?|آرشیوی?|archives?|file)\s*$",
    re.I,
)
_PIECES = re.compile(r"[/\-–—,،:|]")
_MARKS = (" - ", " – ", " — ", "/", "|", "©")
# Marks of which one stands before the name of an agency.
_DIVIDING = "/-–—|_©"
_MOST_WORDS_OF_START = 3
_MOST_WORDS_OF_CREDIT = 5


@cache
def _credits() -> frozenset[str]:
    return frozenset(_squeezed(entry) for entry in bare_entries(listed.CREDITS))


@cache
def _starts() -> frozenset[str]:
    return frozenset(bare_entries(listed.CAPTION_STARTS))


def names_credit(text: str) -> bool:
    """Answer whether a few words name an agency, an archive or a place pictures come from.

    "رويترز", "AFP/Ahmad S.", "رويترز-أرشيف": one known piece is enough.
    """
    return any(_squeezed(piece) in _credits() for piece in _PIECES.split(text) if piece.strip())


def is_caption(line: str) -> bool:
    """Answer whether a line reads as the caption of a picture.

    It begins with a word for picture and does not end a sentence, or it ends with an agency in
    brackets or after a dash, or with "/ archive". At most 30 words.
    """
    stripped = line.strip()
    count = len(stripped.split())
    if not 1 < count <= _MOST_WORDS:
        return False
    is_bracketed = stripped.rstrip(". ").endswith((")", "]"))
    bracketed = _CREDIT.match(stripped) if is_bracketed else None
    if bracketed is not None and names_credit(bracketed["named"]):
        # "… said. (Reuters)" is an agency signing its text; "(AP Photo/…)" is always a picture's.
        is_text = bracketed["before"].endswith(_SENTENCE_ENDS)
        return bool(bracketed["before"]) and (
            not is_text or _names_photographer(bracketed["named"])
        )
    has_mark = any(mark in stripped for mark in _DIVIDING)
    if has_mark and _ARCHIVE_TAIL.search(stripped):
        return True
    bare = bare_words(stripped).split()
    if not bare:
        return False
    may_be_dashed = has_mark and count <= _MOST_WORDS_BEFORE_DASH
    dashed = _DASHED.match(stripped) if may_be_dashed else None
    if dashed is not None and _squeezed(dashed["named"]) in _credits():
        return not dashed["before"].endswith(_SENTENCE_ENDS)
    begins = bare[0] in _starts() or " ".join(bare[:2]) in _starts()
    if not begins or stripped.endswith(_SENTENCE_ENDS):
        return False
    # "صورة" also opens sentences and headlines; a caption says "photo:" or ends with a source.
    heading, colon, _ = stripped.partition(":")
    if colon and len(heading.split()) <= _MOST_WORDS_OF_START:
        return True
    tail = next((stripped.rsplit(mark, 1)[1] for mark in _MARKS if mark in stripped), None)
    if tail is not None and len(tail.split()) <= _MOST_WORDS_OF_CREDIT:
        return True
    return any(_squeezed(word) in _credits() for word in bare[:3])


def _names_photographer(named: str) -> bool:
    return "/" in named or any(word in _starts() for word in bare_words(named).split())


def _squeezed(text: str) -> str:
    return fold(text).replace(".", "").replace(" ", "").strip("\"'«»“”()[]")
