"""Bytes of a web page to its text, whatever encoding it claims.

Old Arabic sites are written in windows-1256 and say UTF-8 or ISO-8859-1, or the reverse; the bytes
decide, the declaration only breaks ties. Not for parsing (``article.py``) and not for fetching.
"""

from __future__ import annotations

import codecs
import re

from django.utils.translation import gettext_lazy as _

__all__ = ["PageUnreadable", "decode_page", "storable_text"]

# PostgreSQL takes no NUL, and half a surrogate pair is no character in any encoding.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class PageUnreadable(Exception):
    """The bytes are not a web page at all; the message is fit to show."""


_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Beginnings of files that people send instead of a page.
_OTHER_FILES = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"\x7fELF",
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
_DECLARED_WITHIN = 4096
# What pages are written in, by the names Python has for them (WHATWG Encoding Standard, without
# UTF-7, which turns harmless bytes into markup, and without Python's own escapes and codecs).
_KNOWN_ENCODINGS = frozenset(
    {
        *(f"cp125{number}" for number in range(9)),
        *(f"iso8859-{number}" for number in (*range(1, 12), 13, 14, 15, 16)),
        *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp866", "cp874", "koi8-r", "koi8-u"),
        *("mac-roman", "mac-cyrillic", "ascii", "gbk", "gb2312", "gb18030", "big5", "big5hkscs"),
        *("euc_jp", "shift_jis", "cp932", "iso2022_jp", "euc_kr", "cp949", "mac-arabic"),
    }
)
# A UTF-8 page cut short or patched together has a few bad bytes; another encoding has many.
_UTF8_DAMAGE = 0.02
_ARABIC_WORD = re.compile("[\u0621-\u064a\u064b-\u0652\u067e\u0686\u0698\u06af\u06a9]{2,}")
_MIXED_WORD = re.compile("[A-Za-z][\u0621-\u064a]|[\u0621-\u064a][A-Za-z]")
# The article ال and the commonest letters show that Arabic came out and not noise.
_COMMON_ARABIC = re.compile("ال|في|من|على|يا|ها")


def decode_page(content: bytes, declared_charset: str | None = None) -> str:
    """Return the text of a page.

    Args:
        content: the bytes as received; none at all gives an empty text.
        declared_charset: what the HTTP header said, if anything. The page's own declaration is
            looked up here.

    Raises:
        PageUnreadable: for pictures, PDF files, archives and other bytes that are no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return storable_text(content.decode(encoding, errors="replace"))
    if content.startswith(_OTHER_FILES) or content[:1024].count(0) > 2:
        raise PageUnreadable(
            _("This file is not a web page. Save the page as HTML and upload it again.")
        )
    utf8 = _decoded(content, "utf-8")
    if utf8 is not None:
        return utf8.replace("\0", "")
    damaged = content.decode("utf-8", errors="replace")
    foreign = sum(ord(character) > 127 for character in damaged)
    if damaged.count("\N{REPLACEMENT CHARACTER}") <= _UTF8_DAMAGE * foreign:
        return damaged.replace("\0", "")
    return _best_single_byte(content, declared_charset).replace("\0", "")


def storable_text(text: str) -> str:
    """Return a text without the code points that no database column takes."""
    return _UNSTORABLE.sub("", text)


def _best_single_byte(content: bytes, declared_charset: str | None) -> str:
    found = _DECLARED.search(content[:_DECLARED_WITHIN])
    in_page = found.group(1).decode("ascii") if found else None
    candidates: list[str] = []
    for encoding in (declared_charset, in_page, "windows-1256", "iso-8859-6", "windows-1252"):
        text = _decoded(content, encoding) if encoding else None
        if text is not None:
            candidates.append(text)
    # windows-1252 leaves five bytes undefined, so that the list may be empty.
    candidates.append(content.decode("windows-1256", errors="replace"))
    arabic = max(candidates, key=_arabic_score)
    return arabic if _arabic_score(arabic) > 0 else candidates[0]


def _arabic_score(text: str) -> int:
    """Count signs of Arabic, less signs of French or Turkish read as Arabic."""
    return (
        len(_COMMON_ARABIC.findall(text))
        + len(_ARABIC_WORD.findall(text)) // 4
        - 3 * len(_MIXED_WORD.findall(text))
    )


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        if codecs.lookup(encoding).name not in _KNOWN_ENCODINGS:
            return None
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        # Another encoding, or a name nobody knows; the caller tries the next.
        return None
