"""Numbers in words as dates use them: "twenty-third", "السابع والعشرين", "ألفين وأحد عشر".

Part of the date grammar (``date_rules.py``). Not for numbers in general.
"""

from __future__ import annotations

from multilingual import date_cues as cues
from multilingual.date_cursor import DateCursor

__all__ = ["NumberWords"]

# "خمسة عشر", "الخامسة عشرة": the teens of Arabic.
_TEENS = frozenset({"عشر", "عشره"})


class NumberWords(DateCursor):
    """Rules for days, amounts and years in words."""

    def _day(self, index: int, *, in_words: bool = True) -> tuple[int, int] | None:
        """Read a day of the month in figures or words; return it and the index after it."""
        number = self._number(index, 1, 31)
        if number is not None and len(self._text_at(index)) <= 2:
            after = index + 1
            clock = cues.CLOCK.match(self._text, self._tokens[index].start)
            if clock is not None and clock.group(2) == ":":
                return None
            if self._text_at(after) == "'":
                after = self._skip_suffix(after)
            elif self._word_in(after, cues.ORDINAL_ENDINGS) and self._is_adjacent(after):
                after += 1
            return number, after
        if not in_words:
            return None
        found = self._number_in_words(index)
        return found if found is not None and 1 <= found[0] <= 31 else None

    def _number_in_words(self, index: int) -> tuple[int, int] | None:
        """Read "twenty-third", "السابع والعشرين", "بیست و سوم": a number, and the index after."""
        first = self._words.ordinals.match(self._tokens, index)
        if first is None:
            first = self._words.cardinals.match(self._tokens, index)
        if first is None:
            return None
        value, end = first.value, first.end
        if value < 10 and self._word_in(end, _TEENS):
            return value + 10, end + 1
        follower = end
        joined = self._text_at(end) == "-" and self._is_adjacent(end)
        joiner = self._has(self._words.list_joiners, end)
        if joined:
            follower = end + 1
        elif joiner is not None:
            follower = joiner
        second = self._words.ordinals.match(self._tokens, follower) or self._words.cardinals.match(
            self._tokens, follower
        )
        if second is None:
            return value, end
        tens_first = value in range(20, 100, 10) and 1 <= second.value <= 9
        adds = tens_first and (joined or joiner is not None or not self._words.has_particles)
        units_first = value <= 9 and second.value in range(20, 100, 10) and second.with_particle
        if adds or units_first:
            return value + second.value, second.end
        return value, end

    def _year_in_words(self, index: int) -> tuple[int, int] | None:
        """Read "ألف وتسعمئة وثمانية وأربعين", "two thousand eleven": 1001 to 2199.

        Thousands, hundreds and the rest in any order, as Arabic writes years both ways; returns
        the year and the index after it.
        """
        total, sizes, end = 0, set[int](), index
        while len(sizes) < 3:
            at = self._joined_at(end) if sizes else end
            piece = self._year_piece(at) if at is not None else None
            if piece is None or piece[0] in sizes:
                break
            total, end = total + piece[1], piece[2]
            sizes.add(piece[0])
        if 1000 in sizes or total >= 1500:
            return (total, end) if 1000 < total < 2200 else None
        return self._year_in_halves(index)

    def _joined_at(self, index: int) -> int | None:
        """Return where the next part of a number may begin; Arabic demands an "and" before it."""
        joiner = self._has(self._words.list_joiners, index)
        if joiner is not None:
            return joiner
        if self._words.language == "ar" and not self._text_at(index).startswith("و"):
            return None
        return index

    def _year_piece(self, index: int) -> tuple[int, int, int] | None:
        """Read thousands, hundreds or what is below them: its size, its value, the index after."""
        for size, book in ((1000, self._words.thousands), (100, self._words.hundreds)):
            found = book.match(self._tokens, index)
            if found is not None:
                return size, found.value, found.end
        small = self._number_in_words(index)
        return (1, *small) if small is not None and small[0] < 100 else None

    def _year_in_halves(self, index: int) -> tuple[int, int] | None:
        """Read "nineteen forty-eight"."""
        if self._language != "en":
            return None
        century = self._number_in_words(index)
        rest = self._number_in_words(century[1]) if century is not None else None
        if century is None or rest is None or not 15 <= century[0] <= 20 or rest[0] < 10:
            return None
        return century[0] * 100 + rest[0], rest[1]
