"""How long a password may be, checked before it is hashed.

Not for how passwords are hashed or which are too common: see "Signing in" in the settings.
"""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from multilingual.display import format_number

# OWASP ASVS 5.0, 6.2: at least 64 must be possible. The bound is there because Argon2 reads all
# of what it is given, and anybody may send it.
LONGEST_PASSWORD = 128


class ShortestPasswordValidator:
    """Refuse a password of fewer than ``min_length`` characters when it is chosen.

    Django's own has no plural forms for Arabic.
    """

    def __init__(self, min_length: int) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError if it is too short."""
        if len(password) < self.min_length:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        """Say the rule, in the reader's language."""
        return ngettext(
            "A password has at least %(count)s character.",
            "A password has at least %(count)s characters.",
            self.min_length,
        ) % {"count": format_number(self.min_length, get_language() or "en")}


class LongestPasswordValidator:
    """Refuse a password of more than ``LONGEST_PASSWORD`` characters when it is chosen."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError if it is too long."""
        if len(password) > LONGEST_PASSWORD:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """Say the rule, in the reader's language."""
        return ngettext(
            "A password has at most %(count)s character.",
            "A password has at most %(count)s characters.",
            LONGEST_PASSWORD,
        ) % {"count": LONGEST_PASSWORD}


class PasswordBackend(ModelBackend):
    """Django's own check, which an over-long password never reaches."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: object,
    ) -> User | None:
        """Return the active person with this name and password, or None."""
        if password is None or len(password) > LONGEST_PASSWORD:
            return None
        found = super().authenticate(request, username=username, password=password)
        return found if isinstance(found, User) else None


def wrong_name_or_password() -> str:
    """Say that a sign-in failed, and not which half was wrong."""
    return _("The user name or the password is wrong. Capital letters matter in both.")
