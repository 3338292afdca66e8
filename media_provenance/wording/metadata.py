"""What the fields of a file say and do not say of a date, and why a field is not used."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from media_provenance.domain.metadata import (
    FieldMeaning,
    MetadataConflict,
    MetadataObservation,
    MetadataTrouble,
)

_MEANINGS: dict[FieldMeaning, Promise] = {
    FieldMeaning.CAMERA_CLOCK: gettext_lazy(
        "When the picture was taken, by the camera's clock. Anyone can change it."
    ),
    FieldMeaning.SATELLITES: gettext_lazy(
        "The last time that the camera had from satellites, in UTC. Anyone can change it."
    ),
    FieldMeaning.STATED_BY_DESK: gettext_lazy(
        "What an editor stated of when the picture was made; often the day of the caption."
    ),
    FieldMeaning.DIGITIZED: gettext_lazy(
        "When the picture was digitised: for a scan, the day of the scan."
    ),
    FieldMeaning.SAVED_BY_SOFTWARE: gettext_lazy("When a program last saved the file."),
    FieldMeaning.RESOURCE_MADE: gettext_lazy(
        "When this file or the one it was made from came to be: for an export, the export."
    ),
    FieldMeaning.METADATA_CHANGED: gettext_lazy("When the metadata was last changed."),
    FieldMeaning.EDITING_STEP: gettext_lazy("When the picture was worked on: one editing step."),
    FieldMeaning.FILE_CHANGED: gettext_lazy(
        "When the file was last changed, as the program noted that wrote it."
    ),
}
_TROUBLES: dict[MetadataTrouble, Promise] = {
    MetadataTrouble.UNSET: gettext_lazy("Empty: the clock was never set, or the field was wiped."),
    MetadataTrouble.PARTLY_UNSET: gettext_lazy("The month or the day is missing: it is not used."),
    MetadataTrouble.UNREADABLE: gettext_lazy("This cannot be read as a date."),
    MetadataTrouble.TOO_OLD: gettext_lazy("Older than digital cameras, so it is not used."),
    MetadataTrouble.EPOCH: gettext_lazy(
        "The day from which clocks start counting, so it is not used."
    ),
    MetadataTrouble.CLOCK_DEFAULT: gettext_lazy(
        "A time that phones wrote which had none, whatever the day: it is not used."
    ),
    MetadataTrouble.IN_THE_FUTURE: gettext_lazy("It lies in the future, so it is not used."),
    MetadataTrouble.NEW_YEAR_MIDNIGHT: gettext_lazy(
        "Exactly midnight of 1 January: perhaps a clock that was never set."
    ),
    MetadataTrouble.IMPOSSIBLE_OFFSET: gettext_lazy(
        "This is no possible offset from UTC: the date is read as a local time, its zone unknown."
    ),
    MetadataTrouble.BELONGS_TO_ANOTHER: gettext_lazy(
        "No date of its own: it is read with the date that it belongs to."
    ),
    MetadataTrouble.NOT_OF_THE_PICTURE: gettext_lazy(
        "The date of a colour profile or of a part of the file format: it says nothing of the "
        "picture."
    ),
    MetadataTrouble.OF_A_DEPICTED_WORK: gettext_lazy(
        "The date of a work of art that is shown, not of the photo."
    ),
    MetadataTrouble.SECOND_COPY: gettext_lazy(
        "A second copy of a field, as of the small preview in the file: the first one counts."
    ),
    MetadataTrouble.MEANING_UNKNOWN: gettext_lazy(
        "What this date is of is not known, so it is not used."
    ),
    MetadataTrouble.MARK_OF_A_NETWORK: gettext_lazy(
        "The file passed through Facebook or Instagram: its original metadata is gone."
    ),
    MetadataTrouble.DAMAGED: gettext_lazy(
        "It stands in a damaged part of the file, so it is not used."
    ),
}
_CONFLICTS: dict[MetadataConflict, Promise] = {
    MetadataConflict.CAMERA_AND_SATELLITES: gettext_lazy(
        "The camera's clock and the satellite time are more than 26 hours apart."
    ),
    MetadataConflict.MODIFIED_BEFORE_CAPTURE: gettext_lazy(
        "The file says that it was changed before it was taken, so a clock was wrong."
    ),
    MetadataConflict.DIGITIZED_BEFORE_CAPTURE: gettext_lazy(
        "The file says that it was digitised before it was taken, so a clock was wrong."
    ),
    MetadataConflict.COPIES_DISAGREE: gettext_lazy(
        "The file gives this date twice, and the two are not the same: one of them was changed."
    ),
    MetadataConflict.SAME_TIME_OTHER_DAY: gettext_lazy(
        "Another date of the file has the same time to the second on another day: one of them was "
        "changed."
    ),
}


def metadata_trouble_sentence(trouble: str) -> str:
    """Say what is wrong with a metadata field. Raises ``ValueError`` if unknown."""
    return str(_TROUBLES[MetadataTrouble(trouble)])


def metadata_conflict_sentence(conflict: str) -> str:
    """Say how two fields of one file contradict each other. Raises ``ValueError`` if unknown."""
    return str(_CONFLICTS[MetadataConflict(conflict)])


def metadata_explanation(seen: MetadataObservation) -> str:
    """Say what a field's date speaks of, or why it is not used or doubtful."""
    if isinstance(seen.trouble, MetadataConflict):
        return metadata_conflict_sentence(seen.trouble)
    if seen.trouble is not None:
        return metadata_trouble_sentence(seen.trouble)
    if seen.meaning is None:
        raise ValueError(f"{seen.field} has neither a meaning nor a trouble.")
    return str(_MEANINGS[seen.meaning])


def reduced_metadata_sentence() -> str:
    """Say that only some fields were read, and what to do."""
    return gettext(
        "Only the most common metadata fields were read: exiftool is not installed on this "
        "machine, or gave no answer about the file. To have all of them read, install exiftool "
        "(on Debian and Ubuntu: libimage-exiftool-perl)."
    )
