"""Taking the files of a redacted capture away, and noticing when they come back.

The row comes first, then a note beside the media, then the files go: wherever it is cut off, the
job does the rest. The note outlives the database: a backup from before a redaction, restored over
these media, knows nothing of it, and `manage verify_captures` says so. Nothing is decided here.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from jobs.actions import ask_again
from jobs.models import Job
from jobs.registry import Progress
from media_provenance.adapters import storage
from media_provenance.models import Redaction, RedactionReason
from media_provenance.queries.redactions import redacted_paths

__all__ = [
    "NOTES",
    "REDACT",
    "NoteUnreadable",
    "RedactionNote",
    "ask_to_take_away",
    "lost_redactions",
    "record_taken_away",
    "take_files_away",
    "take_redacted_away",
]

log = logging.getLogger(__name__)

REDACT = "media_provenance.redact"
# Below MEDIA_ROOT; a restore leaves what it does not know there.
NOTES = "redactions"
_FORMAT = "bayyina-redaction/1"


class NoteUnreadable(Exception):
    """A note of a redaction is none; names its path."""


@dataclass(frozen=True, slots=True)
class RedactionNote:
    """What the note beside the media says of a redaction.

    Attributes:
        reason: value of ``RedactionReason``.
        at: of the row, with a zone.
    """

    sha256: str
    reason: str
    note: str
    at: datetime

    def to_bytes(self) -> bytes:
        """Return the note as JSON in UTF-8."""
        record = {
            "format": _FORMAT,
            "sha256": self.sha256,
            "reason": self.reason,
            "note": self.note,
            "redacted_at": self.at.astimezone(UTC).isoformat(),
        }
        return f"{json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()

    @classmethod
    def from_bytes(cls, raw: bytes, path: str) -> RedactionNote:
        """Read a note.

        Raises:
            NoteUnreadable: if it is none.
        """
        try:
            record = json.loads(raw)
            found = cls(
                str(record["sha256"]),
                RedactionReason(record["reason"]).value,
                str(record["note"]),
                datetime.fromisoformat(record["redacted_at"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise NoteUnreadable(path) from error
        if record.get("format") != _FORMAT or path != _note_path(found.sha256):
            raise NoteUnreadable(path)
        return found


def ask_to_take_away(sha256: str) -> Job:
    """Have the files of a redacted capture taken away, in the background, and again if asked."""
    return ask_again(REDACT, sha256, {"sha256": sha256})


def take_files_away(payload: Mapping[str, Any], progress: Progress) -> int:
    """Take away what is there of redacted bytes; a second time finds nothing to do.

    Args:
        payload: ``sha256`` of the capture's bytes.

    Returns:
        How many files were removed.

    Raises:
        Redaction.DoesNotExist: nobody redacted them.
        storage.DiskRefuses, OSError: worth another try.
    """
    progress(0, None)
    redaction = Redaction.objects.get(sha256=str(payload["sha256"]))
    note = RedactionNote(redaction.sha256, redaction.reason, redaction.note, redaction.redacted_at)
    storage.store(_note_path(redaction.sha256), note.to_bytes())
    removed = 0
    for path in sorted(redacted_paths([redaction.sha256])):
        if storage.remove_file(path):
            removed += 1
    if removed:
        log.info("redaction id=%s: %s files removed", redaction.pk, removed)
    return removed


def record_taken_away(_payload: Mapping[str, Any], _removed: int) -> None:
    """Nothing: the row was there first, and the files are gone."""


def take_redacted_away() -> int:
    """Do what every redaction on record asks for, here and now; return how many files went."""
    return sum(
        take_files_away({"sha256": sha256}, lambda _done, _total: None)
        for sha256 in Redaction.objects.order_by("pk").values_list("sha256", flat=True)
    )


def lost_redactions() -> list[RedactionNote]:
    """Find notes of redactions that the database does not know, by digest.

    Raises:
        NoteUnreadable: for a note that is none.
    """
    notes = [
        RedactionNote.from_bytes(storage.read(path), path)
        for path in storage.files_in(NOTES, suffix=".json")
    ]
    known = set(Redaction.objects.values_list("sha256", flat=True))
    return [note for note in notes if note.sha256 not in known]


def _note_path(sha256: str) -> str:
    return f"{NOTES}/{sha256}.json"
