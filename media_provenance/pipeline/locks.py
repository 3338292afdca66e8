"""Who may write about pictures at a moment: one transaction at a time.

Two pictures recorded side by side would otherwise each miss the other's match, and a finding could
be worked out from evidence that is half of what there is a moment later. It is also what puts the
changes of ``PictureFeatures`` in the order in which they are committed.
"""

from __future__ import annotations

from django.db import connection

# Any number will do, as long as nothing else in this database locks on it ("pict" in ASCII).
_LOCK = 0x70696374


def lock_pictures() -> None:
    """Wait until no other transaction writes matches or evidence, and keep it so until our end.

    Lock order: this before any row of this app. Callers who hold rows of their own while they
    wait here must not be waited for by listeners of ``finding_recorded``.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
