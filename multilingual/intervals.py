"""Intervals of days and of instants, with both ends inclusive.

For saying honestly how much a source tells about *when*: a written "May 2016" is a month,
not its first day. A day is not an instant, so there are two types: ``DateInterval`` for what is
written, ``InstantInterval`` (UTC) for evidence. This module does not read text (``dates.py``) and
does not show anything (``display.py``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

__all__ = ["DateInterval", "InstantInterval"]


@dataclass(frozen=True, slots=True)
class DateInterval:
    """The days between which something happened; both ends are inclusive.

    ``None`` means unbounded on that side, so ``DateInterval(None, None)`` says that nothing is
    known. A written "May 2016" is 2016-05-01 to 2016-05-31: a precision the source did not have
    is never invented.

    Raises:
        ValueError: if ``earliest`` is after ``latest``, or an end is a ``datetime``.
    """

    earliest: date | None
    latest: date | None

    def __post_init__(self) -> None:
        # datetime is a subclass of date, and comparing the two kinds fails late and far away.
        if isinstance(self.earliest, datetime) or isinstance(self.latest, datetime):
            raise ValueError("A DateInterval holds days; use InstantInterval for instants.")
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            raise ValueError(
                f"The interval {self.earliest} to {self.latest} ends before it begins."
            )

    @classmethod
    def of_day(cls, day: date) -> DateInterval:
        """Return the interval that holds exactly one day."""
        return cls(day, day)

    @classmethod
    def hull(cls, intervals: Iterable[DateInterval]) -> DateInterval:
        """Return the smallest interval that holds all of those given.

        Raises:
            ValueError: if none is given; the hull of nothing is not "unknown".
        """
        given = list(intervals)
        if not given:
            raise ValueError("The hull of no intervals is not defined.")
        starts = [one.earliest for one in given if one.earliest is not None]
        ends = [one.latest for one in given if one.latest is not None]
        return cls(
            min(starts) if len(starts) == len(given) else None,
            max(ends) if len(ends) == len(given) else None,
        )

    @property
    def is_day(self) -> bool:
        """Whether exactly one day is meant."""
        return self.earliest is not None and self.earliest == self.latest

    @property
    def is_unknown(self) -> bool:
        """Whether neither side is bounded."""
        return self.earliest is None and self.latest is None

    @property
    def is_bounded(self) -> bool:
        """Whether both sides are bounded."""
        return self.earliest is not None and self.latest is not None

    @property
    def days(self) -> int | None:
        """How many days the interval holds (1 for a day), or ``None`` if a side is open."""
        if self.earliest is None or self.latest is None:
            return None
        return (self.latest - self.earliest).days + 1

    def contains(self, day: date) -> bool:
        """Answer whether ``day`` lies inside, ends included."""
        return (self.earliest is None or self.earliest <= day) and (
            self.latest is None or day <= self.latest
        )

    def encloses(self, other: DateInterval) -> bool:
        """Answer whether every day of ``other`` lies inside this interval."""
        starts_inside = self.earliest is None or (
            other.earliest is not None and self.earliest <= other.earliest
        )
        ends_inside = self.latest is None or (
            other.latest is not None and other.latest <= self.latest
        )
        return starts_inside and ends_inside

    def overlaps(self, other: DateInterval) -> bool:
        """Answer whether the two intervals share at least one day."""
        return self.intersection(other) is not None

    def intersection(self, other: DateInterval) -> DateInterval | None:
        """Return the days both intervals hold, or ``None`` where they share none."""
        starts = [day for day in (self.earliest, other.earliest) if day is not None]
        ends = [day for day in (self.latest, other.latest) if day is not None]
        earliest = max(starts) if starts else None
        latest = min(ends) if ends else None
        if earliest is not None and latest is not None and earliest > latest:
            return None
        return DateInterval(earliest, latest)

    def widened(self, days: int) -> DateInterval:
        """Return the interval with ``days`` (0 or more) added on each bounded side.

        A bound that would leave the calendar (year 1 or 9999) becomes open.

        Raises:
            ValueError: if ``days`` is negative; an interval is never silently narrowed.
        """
        if days < 0:
            raise ValueError("An interval can only be widened by a number of days of 0 or more.")
        return DateInterval(
            _shifted(self.earliest, -days),
            _shifted(self.latest, days),
        )


@dataclass(frozen=True, slots=True)
class InstantInterval:
    """The instants between which something happened, in UTC; both ends are inclusive.

    Aware values of another zone are converted to UTC. ``None`` means unbounded on that side.

    Raises:
        ValueError: if a value is naive, or ``earliest`` is after ``latest``.
    """

    earliest: datetime | None
    latest: datetime | None

    def __post_init__(self) -> None:
        for name in ("earliest", "latest"):
            value: datetime | None = getattr(self, name)
            if value is None:
                continue
            if value.tzinfo is None or value.utcoffset() is None:
                raise ValueError(f"{name} has no time zone: {value.isoformat()}.")
            object.__setattr__(self, name, value.astimezone(UTC))
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            raise ValueError(
                f"The interval {self.earliest.isoformat()} to {self.latest.isoformat()} "
                "ends before it begins."
            )

    @classmethod
    def of_instant(cls, instant: datetime) -> InstantInterval:
        """Return the interval that holds exactly one instant.

        Raises:
            ValueError: if ``instant`` is naive.
        """
        return cls(instant, instant)

    @classmethod
    def of_days(cls, days: DateInterval, *, utc_offsets_hours: tuple[int, int]) -> InstantInterval:
        """Return the instants that may lie on those days in a place whose zone is unsure.

        Args:
            days: the written days.
            utc_offsets_hours: smallest and largest offset from UTC the place may have, in hours;
                ``(0, 0)`` for UTC days, ``(-12, 14)`` for a day anywhere on Earth.

        Raises:
            ValueError: if the offsets are reversed or outside -12 to 14.
        """
        lowest, highest = utc_offsets_hours
        if not -12 <= lowest <= highest <= 14:
            raise ValueError("UTC offsets must be ordered and between -12 and 14 hours.")
        earliest = latest = None
        # The first and last days of the calendar cannot be shifted; such a bound says nothing.
        if days.earliest is not None and days.earliest > date.min + timedelta(days=1):
            midnight = datetime.combine(days.earliest, time.min, tzinfo=UTC)
            earliest = midnight - timedelta(hours=highest)
        if days.latest is not None and days.latest < date.max - timedelta(days=1):
            last = datetime.combine(days.latest, time.max, tzinfo=UTC)
            latest = last - timedelta(hours=lowest)
        return cls(earliest, latest)

    @classmethod
    def hull(cls, intervals: Iterable[InstantInterval]) -> InstantInterval:
        """Return the smallest interval that holds all of those given.

        Raises:
            ValueError: if none is given.
        """
        given = list(intervals)
        if not given:
            raise ValueError("The hull of no intervals is not defined.")
        starts = [one.earliest for one in given if one.earliest is not None]
        ends = [one.latest for one in given if one.latest is not None]
        return cls(
            min(starts) if len(starts) == len(given) else None,
            max(ends) if len(ends) == len(given) else None,
        )

    @property
    def is_instant(self) -> bool:
        """Whether exactly one instant is meant."""
        return self.earliest is not None and self.earliest == self.latest

    @property
    def is_unknown(self) -> bool:
        """Whether neither side is bounded."""
        return self.earliest is None and self.latest is None

    @property
    def utc_days(self) -> DateInterval:
        """The UTC days the interval touches."""
        return DateInterval(
            None if self.earliest is None else self.earliest.date(),
            None if self.latest is None else self.latest.date(),
        )

    def contains(self, instant: datetime) -> bool:
        """Answer whether ``instant`` lies inside, ends included.

        Raises:
            ValueError: if ``instant`` is naive.
        """
        if instant.tzinfo is None:
            raise ValueError(f"The instant has no time zone: {instant.isoformat()}.")
        return (self.earliest is None or self.earliest <= instant) and (
            self.latest is None or instant <= self.latest
        )

    def overlaps(self, other: InstantInterval) -> bool:
        """Answer whether the two intervals share at least one instant."""
        return self.intersection(other) is not None

    def intersection(self, other: InstantInterval) -> InstantInterval | None:
        """Return the instants both intervals hold, or ``None`` where they share none."""
        starts = [one for one in (self.earliest, other.earliest) if one is not None]
        ends = [one for one in (self.latest, other.latest) if one is not None]
        earliest = max(starts) if starts else None
        latest = min(ends) if ends else None
        if earliest is not None and latest is not None and earliest > latest:
            return None
        return InstantInterval(earliest, latest)


def _shifted(day: date | None, days: int) -> date | None:
    if day is None:
        return None
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
