"""What is left out of the logs."""

from __future__ import annotations

import logging


class NotHealth(logging.Filter):
    """Leaves out that `/healthz` answered 503.

    Whoever asks reads the answer, and while a start is under way it is no error: Django would
    log one for every time that it is asked.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Answer whether a record of ``django.request`` is to be logged."""
        request = getattr(record, "request", None)
        is_health = getattr(request, "path", "") == "/healthz"
        return not (is_health and getattr(record, "status_code", 0) == 503)
