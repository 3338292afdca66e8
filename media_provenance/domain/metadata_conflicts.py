"""Fields of one file that cannot all be right.

None of these says which of the two is wrong, so that neither may prove anything. Pure comparison
of observations; the words are ``wording/metadata.py``'s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from media_provenance.domain.metadata_observations import (
    MetadataConflict,
    MetadataObservation,
)

__all__ = ["find_conflicts", "without_the_contradicted"]

# A camera's local time and its satellites' UTC may differ by the widest spread of time zones.
_SPREAD_OF_ZONES = timedelta(hours=26)
# Every zone in use is a multiple of it away from UTC.
_STEP_OF_ZONES = timedelta(minutes=15)

_ORIGINAL = "ExifIFD:DateTimeOriginal"
_DIGITIZED = "ExifIFD:CreateDate"
_MODIFIED = "IFD0:ModifyDate"
_SATELLITES = "GPS:GPSDateStamp"
_ORIGINAL_IN_XMP = "XMP-exif:DateTimeOriginal"
_SATELLITES_IN_XMP = "XMP-exif:GPSDateTime"

Test = Callable[[MetadataObservation, MetadataObservation], bool]


def find_conflicts(
    observations: Sequence[MetadataObservation],
) -> list[tuple[str, str, MetadataConflict]]:
    """Return pairs of fields of one file that cannot both be right, each pair once.

    Fields with another trouble of their own are left out; those that were marked for such a
    contradiction before are not.

    The camera's clock against its satellites beyond 26 hours; a file changed, or digitised, before
    it was taken; the two copies of one field that are not alike; two times that agree to the second
    on different days.

    Raises:
        ValueError: if an observation is usable and has no instants.
    """
    by_field = {
        seen.field: seen
        for seen in observations
        if seen.usable or isinstance(seen.trouble, MetadataConflict)
    }
    found: dict[tuple[str, str], MetadataConflict] = {}
    for first, second, conflict, contradict in _RULES:
        one, other = by_field.get(first), by_field.get(second)
        if one is not None and other is not None and contradict(one, other):
            found.setdefault((first, second), conflict)
    return [(first, second, conflict) for (first, second), conflict in found.items()]


def without_the_contradicted(
    observations: Sequence[MetadataObservation],
) -> list[MetadataObservation]:
    """Return all observations, those that contradict another one marked and no longer usable."""
    contradicted: Mapping[str, MetadataConflict] = {
        field: conflict
        for *pair, conflict in reversed(find_conflicts(observations))
        for field in pair
    }
    return [
        replace(seen, usable=False, trouble=contradicted[seen.field])
        if seen.usable and seen.field in contradicted
        else seen
        for seen in observations
    ]


def _far_apart(one: MetadataObservation, other: MetadataObservation) -> bool:
    """A clock without zone is taken as UTC's: no zone makes up for more than the whole spread."""
    if one.local is not None and other.local is not None:
        return abs(one.local - other.local) > _SPREAD_OF_ZONES
    return _gap(one, other) > timedelta(0)


def _gap(one: MetadataObservation, other: MetadataObservation) -> timedelta:
    """Return the least time between two observations; 0 where they may be the same instant."""
    (first, last), (start, end) = _ends(one), _ends(other)
    return max(start - last, first - end, timedelta(0))


def _ends(seen: MetadataObservation) -> tuple[datetime, datetime]:
    if seen.when is None or seen.when.earliest is None or seen.when.latest is None:
        raise ValueError(f"{seen.field} has no instants.")
    return seen.when.earliest, seen.when.latest


def _is_before(one: MetadataObservation, other: MetadataObservation) -> bool:
    """Whether the first is earlier; of two without a zone both are the same clock's."""
    if one.zone_known == other.zone_known:
        return _ends(one) < _ends(other)
    return _ends(one)[1] < _ends(other)[0]


def _is_a_day_before(one: MetadataObservation, other: MetadataObservation) -> bool:
    return _is_before(one, other) and _far_apart(one, other)


def _is_another_copy(one: MetadataObservation, other: MetadataObservation) -> bool:
    """Whether two copies of one field differ by more than a zone.

    Some programs write the local time into both, some turn one into UTC.
    """
    if one.local is None or other.local is None:
        return _gap(one, other) > timedelta(0)
    apart = abs(one.local - other.local)
    return apart > _SPREAD_OF_ZONES or bool(apart % _STEP_OF_ZONES)


def _is_the_same_time_of_another_day(one: MetadataObservation, other: MetadataObservation) -> bool:
    """Whether only the day differs: by chance once in 86,400 pairs, so one of them was changed."""
    if one.local is None or other.local is None:
        return False
    at = one.local.time()
    return (
        at == other.local.time()
        and one.local.date() != other.local.date()
        and (at.minute, at.second) != (0, 0)
    )


# Ordered: of two rules that a pair breaks, the first is said.
_RULES: tuple[tuple[str, str, MetadataConflict, Test], ...] = (
    (_ORIGINAL, _SATELLITES, MetadataConflict.CAMERA_AND_SATELLITES, _far_apart),
    (_ORIGINAL, _SATELLITES_IN_XMP, MetadataConflict.CAMERA_AND_SATELLITES, _far_apart),
    (_ORIGINAL_IN_XMP, _SATELLITES_IN_XMP, MetadataConflict.CAMERA_AND_SATELLITES, _far_apart),
    (_MODIFIED, _ORIGINAL, MetadataConflict.MODIFIED_BEFORE_CAPTURE, _is_before),
    (_MODIFIED, _DIGITIZED, MetadataConflict.MODIFIED_BEFORE_CAPTURE, _is_before),
    (_DIGITIZED, _ORIGINAL, MetadataConflict.DIGITIZED_BEFORE_CAPTURE, _is_a_day_before),
    (_ORIGINAL, _ORIGINAL_IN_XMP, MetadataConflict.COPIES_DISAGREE, _is_another_copy),
    (_DIGITIZED, "XMP-exif:DateTimeDigitized", MetadataConflict.COPIES_DISAGREE, _is_another_copy),
    (
        _DIGITIZED,
        _ORIGINAL,
        MetadataConflict.SAME_TIME_OTHER_DAY,
        _is_the_same_time_of_another_day,
    ),
    (
        _MODIFIED,
        _ORIGINAL,
        MetadataConflict.SAME_TIME_OTHER_DAY,
        _is_the_same_time_of_another_day,
    ),
    (
        _MODIFIED,
        _DIGITIZED,
        MetadataConflict.SAME_TIME_OTHER_DAY,
        _is_the_same_time_of_another_day,
    ),
)
