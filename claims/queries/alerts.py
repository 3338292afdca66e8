"""Published verdicts whose finding changed, as far as editors have not answered."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from claims.models import FindingAlert


def open_alerts(*, claim: UUID | None = None) -> QuerySet[FindingAlert]:
    """Alerts that wait for an editor, the longest waiting first; of one claim, where it is given.

    Everything that is shown of an alert comes with it, in one query.
    """
    found = (
        FindingAlert.objects.open()
        .select_related("revision__text__verdict__claim", "finding", "replaced_by", "seen_by")
        .order_by("made_at", "pk")
    )
    return found if claim is None else found.filter(revision__text__verdict__claim=claim)
