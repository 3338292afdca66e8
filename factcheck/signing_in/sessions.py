"""How long a session lasts, and what ends it early.

Three marks in the session: when it began, when somebody was last there, and the standing it
rests on. Django itself ends it when the password changes or the account is deactivated.
"""

from __future__ import annotations

from enum import Enum

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils import timezone

from factcheck.signing_in.factors import Standing

BEGAN_AT = "signed_in_at"
SEEN_AT = "seen_at"
STANDING = "standing"

# Writing "seen" on every request would be a write for every page and picture.
SECONDS_BETWEEN_MARKS = 60


class Over(Enum):
    """Why a session ended."""

    AGE = "age"
    IDLE = "idle"
    CHANGED = "changed"


def begin(session: SessionBase, user: User, *, now: float) -> None:
    """Mark a session that has just been signed in to. ``now`` is in seconds since 1970."""
    session[BEGAN_AT] = session[SEEN_AT] = int(now)
    session[STANDING] = Standing.of(user).digest


def why_over(session: SessionBase, standing: Standing, *, now: float) -> Over | None:
    """Return why the session is over, or None while it holds.

    A session without marks, from before there were any, is over.
    """
    if session.get(STANDING) != standing.digest:
        return Over.CHANGED
    if now - session.get(BEGAN_AT, 0) > settings.SESSION_COOKIE_AGE:
        return Over.AGE
    if now - session.get(SEEN_AT, 0) > settings.SESSION_IDLE_AGE:
        return Over.IDLE
    return None


def mark_seen(session: SessionBase, *, now: float) -> None:
    """Note that somebody is there, at most once a minute."""
    if now - session.get(SEEN_AT, 0) >= SECONDS_BETWEEN_MARKS:
        session[SEEN_AT] = int(now)


def end_sessions(user: User) -> int:
    """End every session of a person, in all browsers; return how many there were.

    Looks into each live session of the newsroom, which is some hundreds of rows: a column for
    the person would need a session engine of our own for a button that is rarely pressed.
    """
    live = Session.objects.filter(expire_date__gt=timezone.now()).iterator()
    theirs = [row.pk for row in live if row.get_decoded().get(SESSION_KEY) == str(user.pk)]
    ended, _per_model = Session.objects.filter(pk__in=theirs).delete()
    return ended
