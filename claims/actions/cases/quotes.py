"""The words of a news item that an appearance or a statement rests on."""

from __future__ import annotations


class NoSuchWords(Exception):
    """The words a statement should rest on do not stand in the news item's text."""


def quoted(text: str, span: tuple[int, int]) -> str:
    """Return the words of a span, in code points, end exclusive.

    Raises:
        NoSuchWords: it is empty, or outside the text.
    """
    start, end = span
    quote = text[max(0, start) : max(0, end)]
    if start < 0 or end > len(text) or not quote.strip():
        raise NoSuchWords
    return quote
