"""What is answered to a request that Django itself refuses, before any view has seen it.

For: Django's handler of such requests (``handler400``). A form that is too large is refused while
it is read, so that it cannot be shown again; the browser that sent it still has what was typed.
Not for what the rules refuse: that is `claims.middleware`'s.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 413 to a form that is too large, and 400 to whatever else makes no sense."""
    is_too_much = isinstance(exception, TOO_MUCH)
    shown = {
        "site_name": settings.SITE_NAME,
        "is_too_much": is_too_much,
        "most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
    }
    page = render_to_string("400.html", shown)
    return HttpResponse(
        page, status=413 if is_too_much else 400, headers={"Cache-Control": "no-store"}
    )
