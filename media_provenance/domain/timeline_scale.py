"""Days -> places on a timeline's axis, to scale but for a gap that dwarfs all others.

What is drawn at the places is ``timeline.py``'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from multilingual.intervals import DateInterval

__all__ = ["TimelineScale"]

# Per cent of the width kept free at both ends, so that a mark's own radius is not cut off.
_MARGIN = 3.0
# A gap is drawn broken when it is longer than this many times all other gaps together: to scale,
# everything else would share less than a quarter of the axis.
_BREAK_RATIO = 3
# ... and only where the others hold at least this many days. A few days beside two years *are*
# close together, and stretching them over the axis would hide what the timeline is there to show.
_BREAK_FLOOR = 60
# A broken gap takes this share of the axis; enough to see that time passed, and to hold its sign.
_BROKEN_SHARE = 0.25
# Different days must be seen to be different, even one day beside ten years.
_LEAST_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class TimelineScale:
    """Days to per cent from the inline start, linear between neighbouring known days."""

    days: tuple[date, ...]
    places: tuple[float, ...]
    broken: tuple[int, ...]

    @classmethod
    def of(cls, intervals: Sequence[DateInterval]) -> TimelineScale:
        """Return the scale on which every known end of these intervals has its place."""
        ends = {end for one in intervals for end in (one.earliest, one.latest) if end is not None}
        days = tuple(sorted(ends))
        if len(days) < 2:
            return cls(days, (50.0,) * len(days), ())
        gaps = [(late - early).days for early, late in pairwise(days)]
        inside = [_is_inside(early, intervals) for early in days[:-1]]
        broken = _broken(gaps, inside)
        places = [_MARGIN]
        for share in _shares(gaps, broken):
            places.append(places[-1] + share * (100.0 - 2 * _MARGIN))
        return cls(days, tuple(places), broken)

    def place(self, day: date) -> float:
        """Return the per cent of ``day``, which lies between the first and last known day."""
        for index, known in enumerate(self.days):
            if known == day:
                return self.places[index]
            if known > day:
                before, gap = self.days[index - 1], (known - self.days[index - 1]).days
                run = self.places[index] - self.places[index - 1]
                return self.places[index - 1] + run * (day - before).days / gap
        return self.places[-1]

    def is_broken_at(self, day: date) -> bool:
        """Answer whether ``day`` lies strictly within a gap that is not drawn to scale."""
        return any(self.days[gap] < day < self.days[gap + 1] for gap in self.broken)

    def broken_gaps(self) -> list[tuple[float, int]]:
        """Return the middle, in per cent from the inline start, and the days of each break."""
        return [
            (
                (self.places[gap] + self.places[gap + 1]) / 2,
                (self.days[gap + 1] - self.days[gap]).days,
            )
            for gap in self.broken
        ]


def _is_inside(day: date, intervals: Sequence[DateInterval]) -> bool:
    """Whether the gap after ``day`` is part of an uncertain date, whose bar shows its length."""
    return any(
        one.earliest is not None and one.latest is not None and one.earliest <= day < one.latest
        for one in intervals
    )


def _broken(gaps: Sequence[int], inside: Sequence[bool]) -> tuple[int, ...]:
    """Return the index of the gap to break, if one dwarfs all the others.

    At most one can: it must be longer than the rest together. What lies inside an uncertain date
    neither breaks nor counts; its bar shows how long it is.
    """
    between = {index: gap for index, gap in enumerate(gaps) if not inside[index]}
    if not between:
        return ()
    longest = max(between, key=between.__getitem__)
    rest = sum(between.values()) - between[longest]
    if rest < _BREAK_FLOOR or between[longest] <= _BREAK_RATIO * rest:
        return ()
    return (longest,)


def _shares(gaps: Sequence[int], broken: tuple[int, ...]) -> list[float]:
    """Return each gap's share of the axis; they add up to 1."""
    to_scale = sum(gap for index, gap in enumerate(gaps) if index not in broken)
    room = 1.0 - _BROKEN_SHARE * len(broken)
    least = min(_LEAST_SHARE, room / (2 * len(gaps)))
    raw = [
        _BROKEN_SHARE if index in broken else max(least, room * gap / to_scale)
        for index, gap in enumerate(gaps)
    ]
    return [share / sum(raw) for share in raw]
