"""Clock times beside a date: "10:11 م", "14h30", "الساعة 9.30", with their zone.

Part of the date grammar (``date_rules.py``).
"""

from __future__ import annotations

from datetime import UTC, time, timedelta, timezone

from multilingual import date_cues as cues
from multilingual.date_cursor import DateCursor
from multilingual.date_tokens import TokenKind

__all__ = ["ClockTimes", "clock_time"]


class ClockTimes(DateCursor):
    """Rules for clock times."""

    def _clock(self, index: int, *, named: bool) -> tuple[time, int] | None:
        token = self._token(index)
        if token is None or token.kind is not TokenKind.NUMBER:
            return None
        found = cues.CLOCK.match(self._text, token.start)
        if found is None:
            return None
        end = self._index_at(found.end(), index)
        hour = int(found.group(1))
        half = (
            12
            if self._word_in(end, cues.AFTERNOON)
            else 0
            if self._word_in(end, cues.MORNING)
            else None
        )
        if found.group(2) == "." and half is None and not named:
            return None
        if half is not None and 1 <= hour <= 12:
            hour, end = hour % 12 + half, end + 1
        zone, end = self._zone_mark(end)
        clock = clock_time(str(hour), found.group(3), zone)
        return None if clock is None else (clock, end)

    def _zone_mark(self, index: int) -> tuple[str | None, int]:
        """Read "GMT", "بتوقيت غرينتش" or "+0300" after a clock time."""
        if self._word_in(index, cues.IN_ZONE):
            return ("z", index + 2) if self._word_in(index + 1, cues.UTC_NAMES) else (None, index)
        if self._word_in(index, cues.UTC_NAMES):
            return "z", index + 1
        token = self._token(index)
        offset = cues.OFFSET.match(self._text, token.start) if token is not None else None
        return (offset.group(), self._index_at(offset.end(), index)) if offset else (None, index)


def clock_time(hour: str, minute: str, zone: str | None) -> time | None:
    if int(hour) > 23 or int(minute) > 59:
        return None
    return time(int(hour), int(minute), tzinfo=_zone(zone))


def _zone(written: str | None) -> timezone | None:
    if written is None:
        return None
    if written == "z":
        return UTC
    digits = written[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset >= timedelta(hours=24):
        return None
    return timezone(-offset if written[0] == "-" else offset)
