"""Write the history of a case. The only writer of AuditEvent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claims.models import AuditEvent, Claim

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def record_event(claim: Claim, name: str, *, by: User | None, **values: Any) -> AuditEvent:
    """Add one event. ``values`` must be JSON: ids as text, statuses, the person's own words.

    ``by`` is None for what the system did. Call inside the transaction of the change itself.
    """
    return AuditEvent.objects.create(claim=claim, name=name, values=values, actor=by)
