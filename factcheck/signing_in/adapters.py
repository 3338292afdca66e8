"""What this newsroom wants of allauth, in allauth's own two hooks.

Its sentences are ours, so that they are translated with the rest of the desk.
"""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import pop_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.publishing import organization_name
from factcheck.signing_in.addresses import client_address
from factcheck.signing_in.passwords import wrong_name_or_password
from factcheck.signing_in.sealing import seal, unseal

# In the session between the two steps.
GIVEN_FOR = "signing_in_as"

# allauth has one message for the first codes, which come with a second factor, and for new ones.
CODES_MADE = "mfa/messages/recovery_codes_generated.txt"
CODES_REPLACED = gettext_lazy("There are new recovery codes. The old ones no longer work.")

# What allauth has to say, by the name of its template. The rest of its messages are left out.
MESSAGES = {
    "account/messages/password_changed.txt": gettext_lazy(
        "Your password was changed. In all other browsers you are signed out."
    ),
    "mfa/messages/totp_activated.txt": gettext_lazy("The authenticator app was set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The authenticator app was taken off."),
    CODES_MADE: gettext_lazy(
        "Recovery codes were made. Keep them where you would find them without your telephone."
    ),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The security key was added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The security key was taken off."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Signing in with name and password; accounts are made by administrators only."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": lazy(wrong_name_or_password, str)(),
        "incorrect_password": gettext_lazy("This is not your password."),
        "enter_current_password": gettext_lazy("This is not your present password."),
        "too_many_login_attempts": gettext_lazy("Too many attempts. Try again in five minutes."),
        "rate_limited": gettext_lazy("Too many attempts. Try again in five minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this host, whatever else the site answers to."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "unknown"

    def is_ajax(self, request: HttpRequest) -> bool:
        """All answers are pages: nothing here is asked for as JSON."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by axes, per account and address together.

        allauth would count them per account alone, by which anybody could keep somebody out.
        """

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse | None:
        """Note what the password just given was right for, until the second step is done."""
        request.session[GIVEN_FOR] = user.get_session_auth_hash()
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign somebody in, unless the account was closed or got a new password meanwhile."""
        given = request.session.pop(GIVEN_FOR, "")
        # Nor does half a sign-in of somebody else wait in the session of who is signed in.
        pop_login(request)
        if not user.is_active or not constant_time_compare(given, user.get_session_auth_hash()):
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Say no more of a closed account than of a wrong password."""
        messages.error(request, wrong_name_or_password())
        return redirect("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("With the password"),
            "mfa_reauthenticate": _("With the authenticator app or a recovery code"),
            "mfa_reauthenticate:webauthn": _("With a security key"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        sentence = message or MESSAGES.get(message_template or "")
        asked_for_here = request.path == reverse("mfa_generate_recovery_codes")
        if message_template == CODES_MADE and asked_for_here:
            sentence = CODES_REPLACED
        if sentence:
            messages.add_message(request, level, str(sentence), extra_tags=extra_tags)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second factors: their names, and their seeds sealed in the database."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This code is not right, or has been used. Wait for the next one and type that."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Recovery codes come with a second factor: set one up first."
        ),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        return organization_name()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def generate_authenticator_name(
        self, user: AbstractBaseUser, type: Any
    ) -> str:  # allauth's word
        return _("Security key")
