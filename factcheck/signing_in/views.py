"""One's own account, and the sign-in page in place of the admin's own.

Signing in and the second factors are allauth's views: see ``urls``.
"""

from __future__ import annotations

from typing import cast

from allauth.mfa.models import Authenticator
from axes.models import AccessLog
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from factcheck.signing_in.factors import FACTORS
from factcheck.signing_in.sessions import end_sessions

SIGN_INS_SHOWN = 10


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """What somebody may change about their own account, and where they signed in."""
    user = request.user
    sign_ins = AccessLog.objects.filter(username=user.get_username()).order_by("-attempt_time")
    return render(
        request,
        "account/overview.html",
        {
            "has_second_factor": Authenticator.objects.filter(
                user_id=user.pk, type__in=FACTORS
            ).exists(),
            "sign_ins": sign_ins[:SIGN_INS_SHOWN],
        },
    )


@require_POST
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions of who asks, this one too."""
    end_sessions(cast(User, request.user))  # login_required has seen to it
    logout(request)
    messages.success(request, _("You are signed out in all browsers."))
    return redirect("account_login")


def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Send who wants into the admin to the one sign-in page.

    Somebody who is signed in and got here may not open the admin: signing in again would lead
    back here.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    wanted = request.GET.get("next", "")
    query = f"?{urlencode({'next': wanted})}" if wanted else ""
    return redirect(f"{reverse('account_login')}{query}")
