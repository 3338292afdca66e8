"""Bytes of a web page to its text, whatever encoding it claims.

Old Arabic sites are written in windows-1256 and say UTF-8 or ISO-8859-1, or the reverse; the bytes
decide, the declaration only breaks ties. Not for parsing (``article.py``) and not for fetching.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

__all__ = [
    "MOST_BYTES",
    "DecodedPage",
    "PageUnreadable",
    "decode_page",
    "decode_with_notes",
    "storable_text",
]

# Pages saved into one file, pictures and all, come to some 20 MB; what is longer is cut.
MOST_BYTES = 60_000_000
# So many characters tell the encoding of the rest.
_SAMPLE = 300_000

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
# What UTF-8's two and three bytes look like when read as windows-1252 or ISO-8859-1.
_BYTE_OF = {bytes([byte]).decode("cp1252", errors="ignore"): byte for byte in range(128, 256)}
_BYTE_OF |= {chr(byte): byte for byte in range(128, 256)}
_BYTE_OF.pop("", None)
_CONTINUED = "".join(re.escape(one) for one, byte in _BYTE_OF.items() if byte < 192)
_TWICE = re.compile(f"(?:[\u00c2-\u00df][{_CONTINUED}]|[\u00e0-\u00ef][{_CONTINUED}]{{2}})+")
_FEWEST_TWICE = 10
# The article ال and the commonest letters show that Arabic came out and not noise.
_COMMON_ARABIC = re.compile("ال|في|من|على|يا|ها")


@dataclass(frozen=True, slots=True)
class DecodedPage:
    """A page's text, and notes on how it came about, for ``claims.wording.reading_note``."""

    text: str
    notes: tuple[str, ...] = ()


def decode_page(content: bytes, declared_charset: str | None = None) -> str:
    """Return the text of a page. See ``decode_with_notes``."""
    return decode_with_notes(content, declared_charset).text


def decode_with_notes(content: bytes, declared_charset: str | None = None) -> DecodedPage:
    """Return the text of a page, with what was wrong about its encoding.

    Args:
        content: the bytes as received; none at all gives an empty text. Beyond
            ``MOST_BYTES`` they are left out, and a note says so.
        declared_charset: what the HTTP header said, if anything. The page's own declaration is
            looked up here.

    Raises:
        PageUnreadable: for pictures, PDF files, archives and other bytes that are no text.
    """
    notes = ["too_long"] if len(content) > MOST_BYTES else []
    content = content[:MOST_BYTES]
    text, encoding = _decoded_by_bytes(content, declared_charset)
    declared = declared_charset or _declared_inside(content)
    if declared and not text.isascii() and not _is_same_encoding(declared, encoding):
        notes.append("wrong_encoding")
    repaired = _decoded_once_more(text)
    if repaired is not None:
        text = repaired
        notes.append("encoded_twice")
    return DecodedPage(storable_text(text), tuple(notes))


def _decoded_by_bytes(content: bytes, declared_charset: str | None) -> tuple[str, str]:
    """Return the text and the name of the encoding it was found to have."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding
    wide = _wide_encoding(content)
    if wide is not None:
        return content.decode(wide, errors="replace"), wide
    if content.startswith(_OTHER_FILES) or content[:1024].count(0) > 2:
        raise PageUnreadable(
            _("This file is not a web page. Save the page as HTML and upload it again.")
        )
    utf8 = _decoded(content, "utf-8")
    if utf8 is not None:
        return utf8, "utf-8"
    damaged = content.decode("utf-8", errors="replace")
    foreign = _count_foreign(damaged[:_SAMPLE])
    if damaged[:_SAMPLE].count("\N{REPLACEMENT CHARACTER}") <= _UTF8_DAMAGE * foreign:
        return damaged, "utf-8"
    return _best_single_byte(content, declared_charset)


def _wide_encoding(content: bytes) -> str | None:
    """Tell UTF-16 without its mark: every tag has a zero beside each of its letters."""
    start = content[:2048]
    half = len(start) // 2
    if half < 16:
        return None
    even, odd = start[0::2].count(0), start[1::2].count(0)
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > 0.2 * half and others <= 0.02 * half:
            return encoding if "<" in start.decode(encoding, errors="replace") else None
    return None


def _count_foreign(text: str) -> int:
    """Count the characters beyond ASCII."""
    return len(text) - len(text.encode("ascii", errors="ignore"))


def _decoded_once_more(text: str) -> str | None:
    """Undo UTF-8 that was taken for windows-1252 and written as UTF-8 again ("Ø§Ù„" for "ال").

    ``None`` where the text is not so, or not for the most part.
    """
    sample = text[:_SAMPLE]
    runs = _TWICE.findall(sample)
    if len(runs) < _FEWEST_TWICE or sum(map(len, runs)) < 0.6 * _count_foreign(sample):
        return None

    def once(found: re.Match[str]) -> str:
        try:
            return bytes(_BYTE_OF[character] for character in found.group()).decode("utf-8")
        except (KeyError, UnicodeDecodeError):
            # Not UTF-8 after all, such as a French word in capitals: it stays as it was.
            return found.group()

    return _TWICE.sub(once, text)


def storable_text(text: str) -> str:
    """Return a text without the code points that no database column takes."""
    return _UNSTORABLE.sub("", text)


def _declared_inside(content: bytes) -> str | None:
    found = _DECLARED.search(content[:_DECLARED_WITHIN])
    return found.group(1).decode("ascii") if found else None


def _is_same_encoding(declared: str, found: str) -> bool:
    try:
        names = [codecs.lookup(one).name.removesuffix("-sig") for one in (declared, found)]
    except LookupError:
        return False
    # The web reads ISO-8859-1 as windows-1252, and so do we.
    one, other = ("cp1252" if name in ("iso8859-1", "ascii") else name for name in names)
    return one.split("-le")[0].split("-be")[0] == other.split("-le")[0].split("-be")[0]


def _best_single_byte(content: bytes, declared_charset: str | None) -> tuple[str, str]:
    candidates: list[tuple[str, str]] = []
    named = (declared_charset, _declared_inside(content))
    for encoding in (*named, "windows-1256", "iso-8859-6", "windows-1252"):
        text = _decoded(content, encoding) if encoding else None
        if text is not None and encoding is not None:
            candidates.append((text, encoding))
    # windows-1252 leaves five bytes undefined, so that the list may be empty.
    candidates.append((content.decode("windows-1256", errors="replace"), "windows-1256"))
    scores = [_arabic_score(text[:_SAMPLE]) for text, _ in candidates]
    best = max(scores)
    return candidates[scores.index(best)] if best > 0 else candidates[0]


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
