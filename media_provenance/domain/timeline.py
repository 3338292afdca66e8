"""Where things stand on a timeline: dated observations -> positions for a drawing.

For placing what is known about a picture beside the event it is said to show. Pure geometry: no
words, no colours, no SVG. It is *not* for deciding anything; see ``findings`` for what follows
from the dates.

Every observation gets a row of its own, with its text at the row's start. Texts therefore never
overlap at any screen width, which labels placed beside their marks cannot promise on a phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from unicodedata import category, east_asian_width

from media_provenance.domain.timeline_scale import TimelineScale
from multilingual.intervals import DateInterval

__all__ = ["AxisBreak", "Band", "Mark", "Tick", "TimelineDrawing", "TimelineItem", "timeline"]

Direction = Literal["ltr", "rtl"]

# Axis labels closer than this, in per cent, would touch on a phone.
_TICK_DISTANCE = 16.0

# Of the Gregorian calendar, over its 400 years.
_DAYS_A_YEAR = 365.2425

# What a row's text may take, in widths of an average letter: at 14 px such a letter has about
# 7 px, and the narrowest drawing that shows words, on a page 34 rem wide, has about 480 px.
_TEXT_ROOM = 62
# Between the date and the words.
_SEPARATOR_WIDTH = 3
# The few words, in any language, that say that an item does not count.
_OPEN_ROOM = 22

_ROW_HEIGHT = 44
_TOP = 8
_AXIS_HEIGHT = 28
_MARK_OFFSET = 30
_TEXT_OFFSET = 16


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One dated observation, with its texts already in the reader's language.

    ``key`` names the row in the table that accompanies the drawing. ``role`` is the word of the
    evidence (``seen``, ``captured``, ``not_before``, ``saved``) or ``event``; it only chooses a
    shape. ``when`` is the written date. ``decisive`` is whether the finding rests on it. ``counts``
    is false for what comes from a copy that nobody has confirmed: it is drawn, and drawn apart.
    """

    key: str
    label: str
    when: str
    days: DateInterval
    role: str = "seen"
    decisive: bool = False
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """An item placed in the drawing.

    ``x`` and ``width`` are per cent of the drawing's width, measured from its left edge in both
    directions, because SVG knows no other; ``width`` is 0 for a single day. ``y`` and ``text_y``
    are CSS pixels from the top. ``text`` is the item's label, shortened with an ellipsis where it
    is too long to stand beside the date. ``opens_before`` and ``opens_after`` say that the
    interval has no earliest or no latest day, and so runs to the edge.
    """

    item: TimelineItem
    number: int
    x: float
    width: float
    y: int
    text_y: int
    text: str
    opens_before: bool
    opens_after: bool

    @property
    def is_point(self) -> bool:
        """Whether a single day is meant, drawn as a point."""
        return self.width == 0

    @property
    def is_shortened(self) -> bool:
        """Whether ``text`` says less than the label."""
        return self.text != self.item.label

    @property
    def end_x(self) -> float:
        """The mark's other edge, in per cent from the left."""
        return round(self.x + self.width, 2)


@dataclass(frozen=True, slots=True)
class Band:
    """The event's days, drawn through all rows; per cent from the left, as in ``Mark``.

    ``start_x`` is where the event begins: the band's left edge in ``ltr``, its right in ``rtl``.
    """

    x: float
    width: float
    start_x: float


@dataclass(frozen=True, slots=True)
class AxisBreak:
    """A stretch of time drawn shorter than to scale: its middle in per cent, its true days."""

    x: float
    days: int

    @property
    def years(self) -> int:
        """Whole years, rounded; 0 under two years, of which ``months`` is to be said."""
        return round(self.days / _DAYS_A_YEAR) if self.months >= 24 else 0

    @property
    def months(self) -> int:
        """Whole months, rounded. Roughly is enough: the drawing says how much it leaves out."""
        return round(self.days * 12 / _DAYS_A_YEAR)


@dataclass(frozen=True, slots=True)
class Tick:
    """A date on the axis; ``text`` is a year, ISO month or ISO day, the same in every language."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class TimelineDrawing:
    """Everything a template needs to draw; heights and ``y`` in CSS pixels.

    ``undated`` holds the items of which no bound is known: they are told in the table and drawn
    nowhere, because any place would claim a date.
    """

    marks: tuple[Mark, ...]
    undated: tuple[TimelineItem, ...]
    event: Band | None
    breaks: tuple[AxisBreak, ...]
    ticks: tuple[Tick, ...]
    direction: Direction
    text_x: float
    axis_y: int
    height: int


def timeline(
    items: Iterable[TimelineItem],
    *,
    event: TimelineItem | None = None,
    direction: Direction = "ltr",
) -> TimelineDrawing:
    """Place observations, and the event if one is given, from oldest to newest.

    The oldest is at the inline start: the left for ``ltr``, the right for ``rtl``. Order along
    the axis is exact. Distances are to scale except for a gap much longer than all others
    together, which is shortened and reported in ``breaks``, and for very short ones, which get
    a visible minimum.

    Returns:
        A drawing whose rows are sorted by earliest day; an item without one sorts by its
        latest. With nothing dated, ``marks`` is empty.
    """
    given = [*items, event] if event is not None else list(items)
    undated = tuple(item for item in given if item.days.is_unknown)
    dated = sorted((item for item in given if not item.days.is_unknown), key=_age)
    scale = TimelineScale.of([item.days for item in dated])
    marks = tuple(
        _mark(item, number, scale, direction) for number, item in enumerate(dated, start=1)
    )
    axis_y = _TOP + len(marks) * _ROW_HEIGHT
    return TimelineDrawing(
        marks=marks,
        undated=undated,
        event=_band(event, scale, direction),
        breaks=tuple(AxisBreak(_mirrored(x, direction), days) for x, days in scale.broken_gaps()),
        ticks=_ticks(scale, direction),
        direction=direction,
        text_x=_mirrored(0.0, direction),
        axis_y=axis_y,
        height=axis_y + _AXIS_HEIGHT,
    )


def _age(item: TimelineItem) -> tuple[date, date]:
    earliest = item.days.earliest or item.days.latest or date.max
    return earliest, item.days.latest or date.max


def _mark(item: TimelineItem, number: int, scale: TimelineScale, direction: Direction) -> Mark:
    x, width = _span(item.days, scale, direction)
    top = _TOP + (number - 1) * _ROW_HEIGHT
    return Mark(
        item=item,
        number=number,
        x=x,
        width=width,
        y=top + _MARK_OFFSET,
        text_y=top + _TEXT_OFFSET,
        text=_shortened(item.label, _room(item)),
        opens_before=item.days.earliest is None,
        opens_after=item.days.latest is None,
    )


def _room(item: TimelineItem) -> int:
    taken = _SEPARATOR_WIDTH + _letters(item.when)
    return _TEXT_ROOM - taken - (0 if item.counts else _OPEN_ROOM)


def _letters(text: str) -> int:
    """Estimate a text's width in average letters: wide ones count two, combining marks none."""
    return sum(map(_letter_width, text))


def _letter_width(char: str) -> int:
    if category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(char) in {"W", "F"} else 1


def _shortened(text: str, room: int) -> str:
    """Cut ``text`` to ``room`` letters with an ellipsis: after a word, or after a whole letter."""
    if _letters(text) <= room:
        return text
    used, end = 1, 0  # The ellipsis takes one.
    for index, char in enumerate(text):
        used += _letter_width(char)
        if used > room:
            break
        end = index + 1
    kept = text[:end]
    words = kept if text[end].isspace() else kept.rpartition(" ")[0]
    # A script without spaces, or one very long word, is cut where the room ends.
    chosen = words if _letters(words) * 2 >= _letters(kept) else kept
    return chosen.rstrip(" ,;:·-–—،؛") + "…"


def _band(event: TimelineItem | None, scale: TimelineScale, direction: Direction) -> Band | None:
    if event is None or event.days.is_unknown:
        return None
    x, width = _span(event.days, scale, direction)
    return Band(x, width, start_x=x if direction == "ltr" else round(x + width, 2))


def _span(days: DateInterval, scale: TimelineScale, direction: Direction) -> tuple[float, float]:
    start = 0.0 if days.earliest is None else scale.place(days.earliest)
    end = 100.0 if days.latest is None else scale.place(days.latest)
    left = start if direction == "ltr" else 100.0 - end
    return round(left, 2), round(end - start, 2)


def _mirrored(x: float, direction: Direction) -> float:
    return round(x if direction == "ltr" else 100.0 - x, 2)


def _ticks(scale: TimelineScale, direction: Direction) -> tuple[Tick, ...]:
    """Choose the axis' dates: starts of years, else of months, else the known days."""
    placed: list[tuple[float, str]] = []
    for day, text in _round_dates(scale.days):
        x = scale.place(day)
        if not scale.is_broken_at(day) and all(
            abs(x - other) >= _TICK_DISTANCE for other, _ in placed
        ):
            placed.append((x, text))
    return tuple(Tick(_mirrored(x, direction), text) for x, text in placed)


def _round_dates(days: Sequence[date]) -> list[tuple[date, str]]:
    if not days:
        return []
    first, last = days[0], days[-1]
    years = [date(year, 1, 1) for year in range(first.year, last.year + 1)]
    years = [day for day in years if first <= day <= last]
    if len(years) > 1:
        return [(day, f"{day:%Y}") for day in years]
    months = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) <= last
    ]
    if len(months) > 1:
        return [(day, f"{day:%Y-%m}") for day in months]
    return [(day, day.isoformat()) for day in (first, last)]
