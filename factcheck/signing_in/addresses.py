"""The address a request came from, by the one setting that says which proxies are trusted.

For counting wrong sign-ins. Not for anything about readers: public requests are counted nowhere.
"""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the client's address; ``""`` where there is none, as in a test or a command.

    ``TRUST_PROXY`` proxies each append the address of who asked them to X-Forwarded-For, so the
    client is the entry that many places from the end; whatever stands before it was sent by the
    client itself and is not believed. With no trusted proxy the header is not read at all.
    """
    peer = _address(request.META.get("REMOTE_ADDR", ""))
    trusted: int = settings.TRUSTED_PROXIES
    entries = [entry.strip() for entry in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if not trusted or len(entries) < trusted:
        return peer
    return _address(entries[-trusted]) or peer


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""
