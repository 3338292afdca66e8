"""What is answered while something every page leans on is away: the database, or the disk.

For: Django's handler of errors that nobody else answered (``handler500``), which is called at
whatever depth the error came up, in a view as in a session. Not for domain errors: those are
`claims.middleware`'s. The pages use no context processor, because one of them asks the database.
"""

from __future__ import annotations

import errno
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

# What caches and feed readers are told to wait, in seconds. A restart takes about five.
RETRY_AFTER_SECONDS = 30

# PostgreSQL's own words for "not now" (Appendix A of its manual): connection exceptions (08),
# ended by an administrator or a crash, not yet started, too many connections.
AWAY_CLASS = "08"
AWAY_STATES = frozenset({"57P01", "57P02", "57P03", "53300"})

DISK_REFUSES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer the error being handled: 503 for a database away, 507 for a disk, or else 500."""
    error = sys.exc_info()[1]
    if is_database_away(error):
        response = _page("503.html", 503)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    if isinstance(error, OSError) and error.errno in DISK_REFUSES:
        return _page("507.html", 507)
    return defaults.server_error(request)


def is_database_away(error: BaseException | None) -> bool:
    """Answer whether the error says that there is no database to ask.

    A deadlock or a statement that took too long comes as an OperationalError too, but from a
    database that is there.
    """
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    # None where no server answered that could have named a state.
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(AWAY_CLASS) or state in AWAY_STATES


def _page(template: str, status: int) -> HttpResponse:
    page = render_to_string(template, {"site_name": settings.SITE_NAME})
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})
