"""What signing in adds to the admin: taking a second factor off. And what it takes away.

allauth's own tables are not registered: second factors are for their owners.
"""

from __future__ import annotations

from typing import Any, cast

# Imported for what they register, so that it can be taken off or built upon below.
import allauth.account.admin
import allauth.mfa.admin  # noqa: F401 - see above
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin import PersonAdmin
from factcheck.signing_in.factors import reset_second_factor
from factcheck.signing_in.sessions import end_sessions

for _model in (EmailAddress, Authenticator, User):
    admin.site.unregister(_model)


def _is_unconfirmed(request: HttpRequest) -> bool:
    """Whether an administrator has not lately given a password or code once more.

    False for everybody else, whom the admin refuses itself.
    """
    if not (request.user.is_authenticated and admin.site.has_permission(request)):
        return False
    return bool(is_reauthentication_required(request, app="factcheck"))


def _to_confirming(request: HttpRequest) -> HttpResponse:
    """Lead to the page that asks for it, and back. What was sent is not kept."""
    query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return redirect(f"{reverse('account_reauthenticate')}?{query}")


@admin.register(User)
class StaffAdmin(PersonAdmin):
    """People, and what an administrator does when somebody has lost a phone or a key."""

    actions = ("take_off_second_factor",)

    # Who finds an administrator's browser open could give away roles, and new passwords, the
    # administrator's own among them, without knowing any. So all of it asks who it is.

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Somebody's new password, once who gives it has confirmed who they are."""
        if _is_unconfirmed(request):
            return _to_confirming(request)
        return super().user_change_password(request, id, form_url)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A new account, likewise."""
        if _is_unconfirmed(request):
            return _to_confirming(request)
        return super().add_view(request, form_url, extra_context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Roles and names: shown at once; what is sent waits until it is confirmed.

        There is no password in it, so that allauth may keep it in the session and go on with it.
        """
        if request.method == "POST" and _is_unconfirmed(request):
            raise ReauthenticationRequired
        return super().change_view(request, object_id, form_url, extra_context)

    @admin.action(description=gettext_lazy("Take off the second factor …"), permissions=["change"])
    def take_off_second_factor(
        self, request: HttpRequest, chosen: QuerySet[User]
    ) -> HttpResponse | None:
        """Ask first; then do it and end their sessions."""
        if _is_unconfirmed(request):
            return _to_confirming(request)
        people = list(chosen.order_by("username"))
        if request.POST.get("confirmed") != "yes":
            return render(
                request,
                "admin/take_off_second_factor.html",
                {
                    **self.admin_site.each_context(request),
                    "title": _("Take off the second factor"),
                    "people": people,
                },
            )
        # The admin is for people who are signed in.
        administrator = cast(User, request.user)
        for person in people:
            reset_second_factor(person, by=administrator)
            end_sessions(person)
            self.log_change(request, person, "Second factor taken off.")
        self.message_user(
            request,
            _(
                "Done. They are signed out; at the next sign-in they are asked to set up a new "
                "second factor, if their role needs one."
            ),
            messages.SUCCESS,
        )
        return None
