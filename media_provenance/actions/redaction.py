"""Taking kept bytes away on purpose: for a person's safety, by order, because the law says so.

What stays is everything that shows that they were here: the capture's row, its manifest in the
chain, its digests and its time stamps. Who may do it is asked by the caller.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from media_provenance.actions.refusals import ReasonNeeded
from media_provenance.models import Capture, Redaction, RedactionReason
from media_provenance.pipeline.captures import keep_capture
from media_provenance.pipeline.redacting import (
    ask_to_take_away,
    lost_redactions,
    take_redacted_away,
)
from media_provenance.wording.captures import REDACTED_BEFORE

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NothingToRedact(ValueError):
    """There is no capture of that digest or number."""


class RedactedAlready(ValueError):
    """These bytes were redacted before; once is for good."""


def find_capture(name: str) -> Capture:
    """Find a capture by the SHA-256 of its bytes or by its number; of several, the newest.

    Raises:
        NothingToRedact: if there is none.
    """
    wanted = name.strip().lower()
    found = None
    if re.fullmatch(r"[0-9a-f]{64}", wanted):
        found = Capture.objects.filter(sha256=wanted).first()
    elif re.fullmatch(r"[0-9]{1,18}", wanted, re.ASCII):
        found = Capture.objects.filter(pk=int(wanted)).first()
    if found is None:
        raise NothingToRedact(
            _("There is no capture %(name)s. Give its number, or the SHA-256 of its bytes.")
            % {"name": name}
        )
    return found


def redact_capture(
    sha256: str, reason: RedactionReason, note: str, *, by: User | None = None
) -> Redaction:
    """Take the bytes of captures away, with the WARC file, the text and the screenshot of them.

    All captures of these bytes are meant, since they share a file, and any that is made later. What
    is in no manifest yet is put into the chain first, so that its digest stays. The row is
    written in one transaction with the job that removes the files.

    Args:
        sha256: of the capture's bytes.
        note: for the public, not empty: packs carry it.
        by: who did it, None for the command line.

    Raises:
        ReasonNeeded: for an empty note.
        NothingToRedact: no capture has these bytes.
        RedactedAlready: they were redacted before.
        storage.DiskRefuses: worth another try.
    """
    if not note.strip():
        raise ReasonNeeded(_("Please say in a public note why this is taken away."))
    captures = list(Capture.objects.filter(sha256=sha256))
    if not captures:
        find_capture(sha256)
    if Redaction.objects.filter(sha256=sha256).exists():
        raise RedactedAlready(str(REDACTED_BEFORE))
    for capture in captures:
        try:
            keep_capture(capture)
        except FileNotFoundError:
            # Gone by itself: there is nothing to put into the chain, and the row says the rest.
            continue
    with transaction.atomic():
        redaction, is_new = Redaction.objects.get_or_create(
            sha256=sha256,
            defaults={"reason": reason, "note": note.strip(), "redacted_by": by},
        )
        if not is_new:
            raise RedactedAlready(str(REDACTED_BEFORE))
        ask_to_take_away(sha256)
    redaction.refresh_from_db()
    return redaction


def redact_again() -> tuple[int, int]:
    """Do anew what is on record: for after a restore, or where files came back.

    Redactions that the database lost are written again from their notes, with their time and
    without the person.

    Returns:
        How many redactions were written again, and how many files were removed.

    Raises:
        pipeline.redacting.NoteUnreadable: for a note that is none.
        OSError: a file cannot be removed.
    """
    lost = lost_redactions()
    with transaction.atomic():
        for note in lost:
            Redaction.objects.create(
                sha256=note.sha256, reason=note.reason, note=note.note, redacted_at=note.at
            )
    return len(lost), take_redacted_away()
