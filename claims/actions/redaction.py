"""Taking kept captures away on purpose, and the packs that held them.

What goes and what stays is ``media_provenance.actions.redact_capture``'s; packs that were made
before are removed here, since they can be made anew. What others have downloaded is theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claims.adapters.pack_files import remove_packs
from claims.permissions import check_can_manage
from media_provenance.actions import redact_again, redact_capture
from media_provenance.models import Redaction, RedactionReason

if TYPE_CHECKING:
    from django.contrib.auth.models import User

__all__ = ["redact_all_again", "redact_kept"]


def redact_kept(
    sha256: str, reason: RedactionReason, note: str, *, by: User | None = None
) -> Redaction:
    """Redact a capture and remove every pack that was made; a job removes the capture's files.

    Args:
        by: an administrator, None for the command line.

    Raises:
        NotAllowed: who asks is no administrator.
        ReasonNeeded, NothingToRedact, RedactedAlready, DiskRefuses: as ``redact_capture``.
    """
    if by is not None and not by.is_superuser:
        check_can_manage(by)
    redaction = redact_capture(sha256, reason, note, by=by)
    remove_packs()
    return redaction


def redact_all_again() -> tuple[int, int]:
    """Do anew what is on record, and remove every pack; returns and raises as ``redact_again``."""
    done = redact_again()
    remove_packs()
    return done
