"""Raw metadata fields of a picture file in, dated observations out, with what is wrong with each.

Whatever a file says of itself can be changed with one command, so everything here is grade D. This
module does not open files (``adapters/images.py`` and ``adapters/exiftool.py`` do) and does not
weigh (``findings.py`` does). What each field means stands in ``metadata_fields.py``, how its text
is read in ``metadata_values.py``, which fields contradict each other in ``metadata_conflicts.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from media_provenance.domain.metadata_conflicts import find_conflicts, without_the_contradicted
from media_provenance.domain.metadata_fields import (
    FACEBOOK_FIELD,
    FACEBOOK_MARK,
    FieldRule,
    named_as_exiftool_does,
    rule_of,
)
from media_provenance.domain.metadata_observations import (
    FieldMeaning,
    MetadataConflict,
    MetadataObservation,
    MetadataTrouble,
)
from media_provenance.domain.metadata_values import (
    NoDateWritten,
    WrittenDate,
    has_impossible_offset,
    read_written_date,
)

__all__ = [
    "FieldMeaning",
    "MetadataConflict",
    "MetadataObservation",
    "MetadataTrouble",
    "find_conflicts",
    "named_as_exiftool_does",
    "observe_metadata",
    "passed_through_facebook",
]

# A camera that is a day ahead is common (time zones, a wrong date line); more is a wrong clock.
_FUTURE_TOLERANCE = timedelta(hours=48)
# No consumer digital camera wrote EXIF before; the first EXIF standard is of 1995.
_FIRST_CAPTURE_YEAR = 1990
# Where clocks begin to count: Macintosh and QuickTime, Unix, and the FAT file system.
_EPOCHS = frozenset({date(1904, 1, 1), date(1970, 1, 1), date(1980, 1, 1)})
# What Android's camera code wrote into CreateDate where the phone's maker filled nothing in (of
# several makers' phones of 2010 to 2014, whatever the day).
_CLOCK_DEFAULTS = frozenset({datetime(2002, 12, 8, 12)})  # noqa: DTZ001 - as cameras write it

# Doubts that are shown and do not keep a date from being used.
_ONLY_WARNINGS = frozenset({MetadataTrouble.NEW_YEAR_MIDNIGHT, MetadataTrouble.IMPOSSIBLE_OFFSET})


def observe_metadata(
    fields: Mapping[str, str], *, ingested_at: datetime, damaged: Iterable[str] = ()
) -> list[MetadataObservation]:
    """Return what each dated field says, in the order given, unusable ones included and marked.

    Fields that are not about dates (make, model) give no observation; those that hold a time or an
    offset of another field's date, a date of something else or the mark of a network give one that
    is not usable. Of several editing steps each is one. Dates that contradict each other are not
    usable either (``find_conflicts``).

    Args:
        fields: raw fields, by exiftool's names or the picture gate's; several values of one field
            a line each.
        ingested_at: when the file reached us, aware; for telling impossible futures.
        damaged: beginnings of the names of groups that stand in a damaged part of the file, as
            ``XMP``; ``""`` for the whole file.

    Raises:
        ValueError: if ``ingested_at`` is naive.
    """
    if ingested_at.tzinfo is None:
        raise ValueError("The time of ingest must be given with its time zone.")
    broken = tuple(damaged)
    named = named_as_exiftool_does(fields)
    seen = [
        _observe(name, line, rule, named, ingested_at, damaged=name.startswith(broken))
        for name, value in named.items()
        if (rule := _rule(name, value)) is not None
        # Not split at every line end there is: a blank value is one.
        for line in value.split("\n")
    ]
    return without_the_contradicted(seen)


def passed_through_facebook(fields: Mapping[str, str]) -> bool:
    """Answer whether the file carries the mark that Facebook and Instagram leave in pictures.

    No date; it tells that the original metadata is gone. Source: IPTC 2:40 beginning with FBMD
    and hexadecimal digits, as met in published samples.
    """
    return FACEBOOK_MARK.match(fields.get(FACEBOOK_FIELD, "")) is not None


def _rule(name: str, value: str) -> FieldRule | None:
    if name == FACEBOOK_FIELD and FACEBOOK_MARK.match(value):
        return FieldRule(trouble=MetadataTrouble.MARK_OF_A_NETWORK)
    return rule_of(name) if value else None


def _observe(
    name: str,
    line: str,
    rule: FieldRule,
    fields: Mapping[str, str],
    ingested_at: datetime,
    *,
    damaged: bool,
) -> MetadataObservation:
    dated = _with(line, rule.time_field, fields)
    written: WrittenDate | None = None
    trouble = rule.trouble
    if trouble is None:
        offset = fields.get(rule.offset_field or "", "")
        try:
            written = read_written_date(
                dated, offset=offset, is_utc=rule.is_utc, needs_day=rule.needs_day
            )
        except NoDateWritten as none:
            trouble = none.trouble
        else:
            trouble = _trouble(rule, written, ingested_at, line)
    elif _states_impossible_offset(rule, line):
        trouble = MetadataTrouble.IMPOSSIBLE_OFFSET
    if damaged and trouble in (None, *_ONLY_WARNINGS):
        trouble = MetadataTrouble.DAMAGED
    return MetadataObservation(
        field=name,
        raw=_with(dated, rule.offset_field, fields),
        kind=rule.kind,
        role=rule.role,
        when=None if written is None else written.when,
        days=None if written is None else written.days,
        zone_known=written is not None and written.zone_known,
        usable=written is not None and (trouble is None or trouble in _ONLY_WARNINGS),
        trouble=trouble,
        value=line,
        meaning=rule.meaning,
        local=None if written is None else written.local,
    )


def _with(text: str, part: str | None, fields: Mapping[str, str]) -> str:
    """Return a field's text with the time, or the offset, that stands in another field."""
    behind = fields.get(part or "", "")
    # EXIF writes blanks, the colon perhaps left, where it is not known.
    return f"{text} {behind}" if behind.strip(" :") else text


def _states_impossible_offset(rule: FieldRule, line: str) -> bool:
    part = rule.holds_offset or rule.holds_time
    return part and has_impossible_offset(line, behind_time=rule.holds_time)


def _trouble(
    rule: FieldRule, written: WrittenDate, ingested_at: datetime, line: str
) -> MetadataTrouble | None:
    first, when, local = written.days.earliest, written.when, written.local
    if not written.whole:
        return MetadataTrouble.PARTLY_UNSET
    if written.days.is_day and first in _EPOCHS:
        return MetadataTrouble.EPOCH
    if first is not None and first.year < _FIRST_CAPTURE_YEAR and rule.by_machine:
        return MetadataTrouble.TOO_OLD
    if local in _CLOCK_DEFAULTS:
        return MetadataTrouble.CLOCK_DEFAULT
    if when.earliest is not None and when.earliest > ingested_at + _FUTURE_TOLERANCE:
        return MetadataTrouble.IN_THE_FUTURE
    if local is not None and local == datetime.combine(date(local.year, 1, 1), time.min):
        return MetadataTrouble.NEW_YEAR_MIDNIGHT
    # Where the offset stands in another field, that field says it.
    if written.impossible_offset and line.rstrip().endswith(written.impossible_offset):
        return MetadataTrouble.IMPOSSIBLE_OFFSET
    return None
