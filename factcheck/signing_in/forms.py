"""allauth's forms with our words, and with the bound on passwords before anything is hashed."""

from __future__ import annotations

import unicodedata
from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ConfirmByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.cache import cache
from django.core.validators import MaxLengthValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from factcheck.signing_in.passwords import LONGEST_PASSWORD

# Six digits, or a recovery code; spaces are forgiven.
LONGEST_CODE = 32
LONGEST_KEY_NAME = 60


def _bounded(field: forms.Field, *, label: Any, longest: int) -> None:
    """Give a field of text its words and its bound; allauth sets neither."""
    field.label = label
    field.validators.append(MaxLengthValidator(longest))
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["maxlength"] = str(longest)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _bounded(self.fields["login"], label=gettext_lazy("User name"), longest=150)
        self.fields["login"].widget.attrs |= {"dir": "auto", "autocapitalize": "none"}
        _bounded(self.fields["password"], label=gettext_lazy("Password"), longest=LONGEST_PASSWORD)

    def clean_login(self) -> str:
        """Spell the name as Django spelt it when the account was made.

        Keyboards write é as one character or as two, and which is not to be seen.
        """
        name: str = super().clean_login()
        return unicodedata.normalize("NFKC", name)

    def add_prefix(self, field_name: str) -> str:
        """Call the name what Django, axes and password managers call it."""
        return "username" if field_name == "login" else super().add_prefix(field_name)


class ConfirmForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something about the account is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _bounded(self.fields["password"], label=gettext_lazy("Password"), longest=LONGEST_PASSWORD)


class PasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The present password and, twice, the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": gettext_lazy("Present password"),
            "password1": gettext_lazy("New password"),
            "password2": gettext_lazy("New password once more"),
        }
        for name, label in labels.items():
            _bounded(self.fields[name], label=label, longest=LONGEST_PASSWORD)
        self.fields["password1"].help_text = format_lazy(
            "{rules}", rules=" ".join(password_validators_help_texts())
        )


class _CodeMixin:
    """A code from the app, which is written from left to right in every language."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _bounded(self.fields["code"], label=gettext_lazy("Code"), longest=LONGEST_CODE)
        self.fields["code"].widget.attrs |= {
            "dir": "ltr",
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
        }

    def clean_code(self) -> str:
        """Read the digits, in whatever script and with whatever between them.

        allauth overlooks spaces and dashes. If we did not, a code that was used could be used
        again with a dash in it.
        """
        typed: str = self.cleaned_data["code"]
        self.cleaned_data["code"] = "".join(
            str(unicodedata.decimal(one)) for one in typed if one.isdecimal()
        )
        code: str = super().clean_code()  # type: ignore[misc]  # the form it is mixed into
        return code


class _OnceMixin(_CodeMixin):
    """A code that was accepted is not accepted again.

    allauth remembers it for one step of the app's clock; with the steps before and after it, a
    code is good for three.
    """

    user: User

    def clean_code(self) -> str:
        code = super().clean_code()
        mark = f"second-factor-used:{self.user.pk}:{code}"
        steps = 2 * settings.MFA_TOTP_TOLERANCE + 1
        if not cache.add(mark, True, timeout=steps * mfa_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_OnceMixin, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class ConfirmCodeForm(_OnceMixin, ConfirmByCodeForm):  # type: ignore[misc]
    """A code once more, before something about the account is changed."""


class AppForm(_OnceMixin, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app that has just read our QR code; it does not sign in as well."""


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new security key or passkey and what it is called."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _bounded(self.fields["name"], label=gettext_lazy("Name"), longest=LONGEST_KEY_NAME)
        self.fields["name"].widget.attrs["dir"] = "auto"


class RenameKeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """What a security key is called."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _bounded(self.fields["name"], label=gettext_lazy("Name"), longest=LONGEST_KEY_NAME)
        self.fields["name"].widget.attrs["dir"] = "auto"
