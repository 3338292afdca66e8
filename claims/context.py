"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from claims.history import last_check
from claims.permissions import can_manage_jobs, can_see_desk
from claims.publishing import organization_name
from claims.queries import rail_counts
from claims.views.sides import is_public


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name and languages; at the desk also the numbers of the rail.

    Who may see to it is told of a check of the history that did not succeed.
    """
    known: dict[str, Any] = {
        "site_name": settings.SITE_NAME,
        "organization_name": organization_name(),
        "public_url": settings.PUBLIC_URL,
        "site_languages": settings.LANGUAGES,
    }
    user = getattr(request, "user", None)
    if not is_public(request.path_info) and user is not None and can_see_desk(user):
        known["rail"] = rail_counts(user)
        if can_manage_jobs(user):
            check = last_check()
            known["history_alarm"] = check if check is not None and not check.holds else None
    return known
