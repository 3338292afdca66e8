"""`/healthz`: is this installation at work? For load balancers, monitors and `up`.

It says which part is missing and never more: no addresses, no versions, no names.
"""

from __future__ import annotations

from celery import current_app
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import KombuError

from jobs import heartbeat

OK = "ok"
SECONDS_FOR_THE_BROKER = 2


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when every part works, or 503 with what is wrong with each.

    Costs two or three small queries and one round trip to the broker.
    """
    state = {"database": database_state(), "broker": broker_state()}
    for role in ("worker", "sweeper"):
        state[role] = process_state(role) if state["database"] == OK else "unknown"
    healthy = all(value == OK for value in state.values())
    body = {"status": OK if healthy else "unavailable", **state}
    return JsonResponse(body, status=200 if healthy else 503)


def database_state() -> str:
    """Return "ok", or why the database cannot be used."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return "does not answer"
    return OK


def broker_state() -> str:
    """Return "ok", or why the broker cannot be used."""
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=SECONDS_FOR_THE_BROKER)
    except (KombuError, OSError):
        return "does not answer"
    return OK


def process_state(role: str) -> str:
    """Return "ok", or that no process of this role has shown itself lately."""
    try:
        alive = heartbeat.is_alive(role)
    except DatabaseError:
        return "unknown"
    return OK if alive else "no sign of life"
