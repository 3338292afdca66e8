"""How public answers may be kept: by whom, for how long, and how they are recognised.

A shared cache holds an answer for seconds and may serve it while the site is down; a browser asks
each time, so that nobody reads a verdict that was corrected a minute ago.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

CACHE_CONTROL = "public, max-age=0, s-maxage=20, stale-while-revalidate=30, stale-if-error=86400"


def public_answer(
    request: HttpRequest,
    response: HttpResponse,
    *,
    revision: str = "",
    modified_at: datetime | None = None,
) -> HttpResponseBase:
    """Return the answer with its caching headers, or 304 if the asker has these very bytes.

    The ETag is strong and is made from the bytes (and the revision they show): whatever changes
    the page changes it, a new template or another language's publication included. For the same
    reason If-Modified-Since is not heeded: the time of the revision does not tell of those.
    """
    digest = hashlib.sha256(response.content).hexdigest()[:32]
    etag = f'"{revision}.{digest}"' if revision else f'"{digest}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = CACHE_CONTROL
    if modified_at is not None:
        response.headers["Last-Modified"] = http_date(modified_at.timestamp())
    if response.status_code != 200:
        return response
    answer = get_conditional_response(request, etag=etag, response=response) or response
    answer.headers["Cache-Control"] = CACHE_CONTROL
    return answer
