"""Clock times beside a date: "10:11 م", "14h30", "الساعة 9.30", with their zone.

Part of the date grammar (``date_rules.py``).
"""

from __future__ import annotations

from datetime import UTC, time, timedelta, timezone, tzinfo

from multilingual import date_cues as cues
from multilingual.date_cursor import DateCursor
from multilingual.date_tokens import TokenKind

__all__ = ["ClockTimes"]


class ClockTimes(DateCursor):
    """Rules for clock times."""

    def _clock(self, index: int, *, named: bool) -> tuple[time, int] | None:
        """Read a clock time; ``named`` says that a word before it announces one."""
        token = self._token(index)
        if token is None or token.kind is not TokenKind.NUMBER or len(token.text) > 2:
            return None
        found = cues.CLOCK.match(self._text, token.start)
        if found is None:
            return self._whole_hour(index, named=named)
        hour, end = int(found.group(1)), self._index_at(found.end(), index)
        half, after = self._half_of_day(end, hour)
        if found.group(2) == "." and half is None and not named:
            return None
        if half is not None:
            end = after
            hour = hour % 12 + half if 1 <= hour <= 12 else hour
        zone, end = self._zone(end)
        return (
            None
            if hour > 23 or int(found.group(3)) > 59
            else (
                time(hour, int(found.group(3)), tzinfo=zone),
                end,
            )
        )

    def _whole_hour(self, index: int, *, named: bool) -> tuple[time, int] | None:
        """Read "10 pm", "الساعة 10 مساء", "22h"."""
        token = self._tokens[index]
        hour, end = token.number, index + 1
        if self._text_at(end) == "h" and self._is_adjacent(end):
            return (time(hour, 0), end + 1) if hour <= 23 else None
        half, after = self._half_of_day(end, hour)
        if half is None or not 1 <= hour <= 12:
            return None
        if not named and len(self._text_at(end)) == 1 and after == end + 1:
            # "10 م" is as well the year's mark of a date in figures.
            return None
        zone, after = self._zone(after)
        return time(hour % 12 + half, 0, tzinfo=zone), after

    def _half_of_day(self, index: int, hour: int) -> tuple[int | None, int]:
        """Return the hours that a word behind adds to 0-11, and the index after it."""
        night = self._has(self._words.night, index)
        if night is not None:
            # "2 ليلا" and "12 ليلا" are past midnight, "9 ليلا" is before it.
            return (12 if 6 <= hour <= 11 else 0), night
        noon = self._has(self._words.noon, index)
        if noon is not None:
            return (0 if hour in (10, 11) else 12), noon
        afternoon = self._has(self._words.afternoon, index)
        if afternoon is not None:
            return 12, afternoon
        morning = self._has(self._words.morning, index)
        return (None, index) if morning is None else (0, morning)

    def _zone(self, index: int) -> tuple[tzinfo | None, int]:
        """Read "GMT", "بتوقيت غرينتش", "UTC+3" or "+0300" after a clock time.

        A place without one known offset ("بتوقيت القدس") is passed over: the zone stays open.
        """
        bracket = self._text_at(index) == "("
        at = index + 1 if bracket else index
        lead = self._has(self._words.in_zone, at)
        inner = lead if lead is not None else at
        zone, end = self._named_zone(inner, introduced=lead is not None)
        if zone is None and lead is None:
            token = self._token(index)
            offset = cues.OFFSET.match(self._text, token.start) if token is not None else None
            if offset is None or len(offset.group().replace(":", "").strip("+- ")) < 4:
                return None, index
            return _fixed(offset.group()), self._index_at(offset.end(), index)
        if bracket:
            return (zone, end + 1) if self._text_at(end) == ")" else (None, index)
        return zone, end

    def _named_zone(self, index: int, *, introduced: bool) -> tuple[tzinfo | None, int]:
        if self._word_in(index, cues.UTC_NAMES):
            token = self._token(index + 1)
            offset = cues.OFFSET.match(self._text, token.start) if token is not None else None
            if offset is not None and self._is_adjacent(index + 1):
                return _fixed(offset.group()), self._index_at(offset.end(), index + 1)
            return UTC, index + 1
        word = self._text_at(index)
        if introduced:
            known = cues.KNOWN_ZONES.get(word)
            token = self._token(index)
            passes = token is not None and token.kind is TokenKind.WORD
            # "مكة المكرمة"
            longer = word == "مكه" and self._text_at(index + 1) == "المكرمه"
            return known, index + (2 if longer else 1 if passes else 0)
        return cues.LETTER_ZONES.get(word), index + 1

    @staticmethod
    def _clock_time(hour: str, minute: str, zone: str | None) -> time | None:
        if int(hour) > 23 or int(minute) > 59:
            return None
        if zone is None:
            return time(int(hour), int(minute))
        return time(int(hour), int(minute), tzinfo=UTC if zone == "z" else _fixed(zone))


def _fixed(written: str) -> timezone | None:
    digits = written[1:].replace(":", "").strip()
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    if offset > timedelta(hours=14):
        return None
    return timezone(-offset if written[0] == "-" else offset)
