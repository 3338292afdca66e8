"""Around every page of the desk: is the session still good, and is the second factor there?"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails
from redis.exceptions import RedisError

from claims.views.sides import is_public
from factcheck.signing_in import sessions
from factcheck.signing_in.factors import Standing
from factcheck.signing_in.sealing import SealBroken

logger = logging.getLogger(__name__)

# All that somebody reaches whose role needs a second factor that is not there. By name and not
# by the beginning of an address, so that a new page is closed until it is put here.
OPEN_WITHOUT_SECOND_FACTOR = frozenset(
    {
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_logout",
        "set_language",
    }
)
ENROLMENT = "mfa_activate_totp"


class DeskSessionMiddleware:
    """Ends sessions that are over, and leads to enrolment whoever must enrol."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        sign_in = resolve_url(settings.LOGIN_URL)
        if (
            request.headers.get("HX-Request")
            and isinstance(response, HttpResponseRedirect)
            and response.url.partition("?")[0] == sign_in
        ):
            # A part of a page would show the sign-in page inside it, and lead back to the part.
            return HttpResponseClientRedirect(_with_way_back(request, sign_in))
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        user = getattr(request, "user", None)
        # Lazy: isinstance is the first to look, and an anonymous visitor is no User.
        if is_public(request.path_info) or not isinstance(user, User):
            return None
        now = time.time()
        standing = Standing.of(user)
        over = sessions.why_over(request.session, standing, now=now)
        if over is not None:
            # The view goes on with nobody signed in, and leads to the sign-in page as always.
            logout(request)
            messages.info(request, _ended_sentence(over))
            return None
        if _somebody_is_there(request):
            sessions.mark_seen(request.session, now=now)
        match = request.resolver_match
        if standing.lacks_second_factor and (
            match is None or match.view_name not in OPEN_WITHOUT_SECOND_FACTOR
        ):
            if request.headers.get("HX-Request"):
                return HttpResponseClientRedirect(reverse(ENROLMENT))
            return redirect(ENROLMENT)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer by a page when a code cannot be checked. Nobody is let in by it."""
        match = request.resolver_match
        if match is None or not match.view_name.startswith(("account", "mfa_")):
            return None
        if isinstance(error, SealBroken):
            return _cannot_check(request, str(error))
        if isinstance(error, RedisError):
            logger.error("sign-in: the cache does not answer (%s)", type(error).__name__)
            return _cannot_check(
                request,
                _(
                    "Codes and keys cannot be checked at this moment, because a part of this site "
                    "does not answer. Try again in a minute; if it stays, tell the administrator."
                ),
            )
        return None


def _with_way_back(request: HttpRequest, sign_in: str) -> str:
    """Return the address of the sign-in page, and of the page whose part asked, if it is ours."""
    page = HtmxDetails(request).current_url_abs_path
    return f"{sign_in}?{urlencode({REDIRECT_FIELD_NAME: page})}" if page else sign_in


def _somebody_is_there(request: HttpRequest) -> bool:
    """Whether a person asked, and not a part of an open page that asks again by itself."""
    asked_by_page = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    return request.method != "GET" or not asked_by_page


def _ended_sentence(over: sessions.Over) -> str:
    return {
        sessions.Over.AGE: _("You were signed out because you signed in long ago. Sign in again."),
        sessions.Over.IDLE: _(
            "You were signed out because nothing was done for a while. Sign in again."
        ),
        sessions.Over.CHANGED: _(
            "You were signed out because something about your account was changed. Sign in again."
        ),
    }[over]


def _cannot_check(request: HttpRequest, sentence: str) -> HttpResponse:
    return render(request, "account/cannot_check.html", {"sentence": sentence}, status=503)
