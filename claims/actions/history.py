"""Write the history of a case. The only writer of AuditEvent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from claims.models import AuditEvent, Claim

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def record_event(claim: Claim, name: str, *, by: User | None, **values: Any) -> AuditEvent:
    """Add one event. ``values`` must be JSON: ids as text, statuses, the person's own words.

    ``by`` is None for what the system did. Call inside the transaction of the change itself:
    from here to its end, others wait who write into the history of the same claim. The event
    that is returned has the number, time and hash that the database gave it.
    """
    return AuditEvent.objects.create(claim=claim, name=name, values=values, actor=by)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return ``before`` and ``after`` with only the fields that differ, for `record_event`."""
    differing = [name for name in after if before.get(name) != after[name]]
    return {
        "before": {name: before.get(name) for name in differing},
        "after": {name: after[name] for name in differing},
    }
