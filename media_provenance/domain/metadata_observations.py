"""What was read out of one metadata field: the date, what it means, and what is wrong with it.

Plain records and their codes. Reading a field's text is ``metadata_values.py``'s, the meaning of
each field ``metadata_fields.py``'s, and the words for people ``wording/metadata.py``'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from media_provenance.domain.date_evidence import EvidenceKind, Grade, Role
from multilingual.intervals import DateInterval, InstantInterval

__all__ = ["FieldMeaning", "MetadataConflict", "MetadataObservation", "MetadataTrouble"]


class FieldMeaning(StrEnum):
    """What the date in a field speaks of."""

    CAMERA_CLOCK = "camera_clock"  # the shutter, by the camera's clock
    SATELLITES = "satellites"  # the receiver's last fix, by the satellites' clock
    STATED_BY_DESK = "stated_by_desk"  # what an editor stated of when the picture was made
    DIGITIZED = "digitized"  # a scan, or the shutter once more
    SAVED_BY_SOFTWARE = "saved_by_software"
    RESOURCE_MADE = "resource_made"  # this file or its ancestor: of an export, the export
    METADATA_CHANGED = "metadata_changed"
    EDITING_STEP = "editing_step"
    FILE_CHANGED = "file_changed"  # as a program that wrote the file noted it


class MetadataTrouble(StrEnum):
    """What is wrong, or doubtful, about a field, or why it holds no date of the picture."""

    UNSET = "unset"  # zeros or blanks: the clock was never set, or the field was wiped
    PARTLY_UNSET = "partly_unset"  # a month or day of 00
    UNREADABLE = "unreadable"  # not a date in any form the standards know
    TOO_OLD = "too_old"  # before digital cameras
    EPOCH = "epoch"  # the day a clock starts counting from
    CLOCK_DEFAULT = "clock_default"  # what a maker's software writes where it has no time
    IN_THE_FUTURE = "in_the_future"  # more than 48 hours after it reached us
    NEW_YEAR_MIDNIGHT = "new_year_midnight"  # doubtful: what a clock shows that was never set
    # An offset that no place keeps: its date is read without a zone.
    IMPOSSIBLE_OFFSET = "impossible_offset"
    BELONGS_TO_ANOTHER = "belongs_to_another"  # a time, an offset: read with the date it is of
    NOT_OF_THE_PICTURE = "not_of_the_picture"  # of a colour profile, of a part of the format
    OF_A_DEPICTED_WORK = "of_a_depicted_work"
    SECOND_COPY = "second_copy"  # of a small preview, or of a block that stands there twice
    MEANING_UNKNOWN = "meaning_unknown"  # a date, but nobody has written down of what
    MARK_OF_A_NETWORK = "mark_of_a_network"  # no date: the original metadata is gone
    DAMAGED = "damaged"  # the part of the file in which it stands is


class MetadataConflict(StrEnum):
    """Two fields of one file that cannot both be right."""

    CAMERA_AND_SATELLITES = "camera_and_satellites"
    MODIFIED_BEFORE_CAPTURE = "modified_before_capture"
    DIGITIZED_BEFORE_CAPTURE = "digitized_before_capture"
    COPIES_DISAGREE = "copies_disagree"
    SAME_TIME_OTHER_DAY = "same_time_other_day"


@dataclass(frozen=True, slots=True)
class MetadataObservation:
    """What one field says of a date.

    Attributes:
        field: exiftool's name of it with its group, as ``ExifIFD:DateTimeOriginal``.
        raw: the value, with the time and offset that stand in other fields.
        kind, role: as evidence; ``None`` for a field that holds no date of the picture. Grade is
            always D.
        when: UTC instants it may mean, or ``None`` where it means nothing.
        days: the day or days as written, or ``None``.
        zone_known: whether the file gives an offset from UTC for it.
        usable: whether it may become evidence.
        trouble: why not, or what makes it doubtful; ``None`` if nothing does.
        value: the field's own text, as exiftool prints it.
        meaning: what the date speaks of; ``None`` as for ``kind``.
        local: the time as written, without its zone, to the second; ``None`` without a time.
    """

    field: str
    raw: str
    kind: EvidenceKind | None
    role: Role | None
    when: InstantInterval | None
    days: DateInterval | None
    zone_known: bool
    usable: bool
    trouble: MetadataTrouble | MetadataConflict | None
    grade: Grade = Grade.D
    value: str = ""
    meaning: FieldMeaning | None = None
    local: datetime | None = None

    @property
    def why(self) -> str:
        """The code that says why it may be used or not: its trouble, else what it speaks of."""
        if self.trouble is not None:
            return self.trouble.value
        return "" if self.meaning is None else self.meaning.value
