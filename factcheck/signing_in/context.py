"""What templates know about signing in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def signing_in(request: HttpRequest) -> dict[str, bool]:
    """Whether this is the demo that does without second factors: the desk says so on each page."""
    return {"demo_without_second_factor": settings.DEMO_WITHOUT_SECOND_FACTOR}
