"""What is answered to somebody who guesses, and what is kept of it.

django-axes counts wrong passwords per account and address in the database, so that this works
without the cache; allauth counts wrong codes per person in the cache. Old rows: factcheck.tasks.
"""

from __future__ import annotations

import ipaddress
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from factcheck.signing_in.addresses import client_address

# How long sign-ins, with their address and browser, are kept.
DAYS_KEPT = 30
# Of an IPv6 address, those that the client chooses itself (RFC 4291, 2.5.4).
HOST_BITS = 64


def account_named(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """Return the name under which wrong sign-ins are counted.

    That of the account, if there is one. Anything else is kept only as a keyed digest, because
    what people type in the wrong field is often their password.
    """
    given = (credentials or {}).get("username") or request.POST.get("username", "")
    name = unicodedata.normalize("NFKC", given.strip())
    if User.objects.filter(username=name).exists():
        return name
    return f"unknown-{salted_hmac(__name__, name).hexdigest()[:16]}"


def counted_address(request: HttpRequest) -> str | None:
    """Return the address that wrong sign-ins are counted under; None where there is none.

    For IPv6 that is the first of the /64 the client stands in: whoever has a line has all of it
    (RFC 6177), and would otherwise guess five times from each of 2^64 addresses.
    """
    address = client_address(request)
    if not address:
        return None
    known = ipaddress.ip_address(address)
    if isinstance(known, ipaddress.IPv4Address):
        return address
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.IPv6Address(int(known) >> HOST_BITS << HOST_BITS))


def locked_out(
    request: HttpRequest,
    original: HttpResponse | None = None,
    credentials: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Answer a sign-in that was tried too often from one address. Called by axes."""
    wait: timedelta = settings.AXES_COOLOFF_TIME
    return _too_many(request, minutes=int(wait.total_seconds()) // 60)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer who confirms too often. Called by allauth as the handler of status 429."""
    return _too_many(request, minutes=1)


def _too_many(request: HttpRequest, *, minutes: int) -> HttpResponse:
    sentence = ngettext(
        "Too many attempts. Try again in %(count)s minute.",
        "Too many attempts. Try again in %(count)s minutes.",
        minutes,
    ) % {"count": minutes}
    response = render(request, "account/too_many.html", {"sentence": sentence}, status=429)
    response.headers["Retry-After"] = str(minutes * 60)
    return response


def forget_old_sign_ins(now: datetime) -> int:
    """Delete sign-ins, right and wrong, older than ``DAYS_KEPT`` days, and sessions that are over.

    Returns how many rows of sign-ins went. Done twice, the second time finds nothing.
    """
    before = now - timedelta(days=DAYS_KEPT)
    Session.objects.filter(expire_date__lt=now).delete()
    gone = 0
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        count, _per_model = model.objects.filter(attempt_time__lt=before).delete()
        gone += count
    return gone
