"""Who needs a second factor, who has one, and taking it off for somebody who lost it."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from claims.domain.workflow import Role
from claims.permissions import roles_of

logger = logging.getLogger(__name__)

# Reporters may do without: nothing becomes public by their hand alone.
ROLES_WITH_SECOND_FACTOR = frozenset({Role.EDITOR, Role.PUBLISHER, Role.ADMIN})
# Recovery codes are the spare key of a factor, not a factor.
FACTORS = frozenset({Authenticator.Type.TOTP.value, Authenticator.Type.WEBAUTHN.value})


@dataclass(frozen=True, slots=True)
class Standing:
    """What a session rests on besides the password: the roles and the factors of a person.

    A session remembers the digest it was begun with and ends when that changes.
    """

    roles: frozenset[Role]
    manages_site: bool
    authenticators: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, user: User) -> Standing:
        """Read it: one query for the factors, and one for the roles unless they are known."""
        rows = Authenticator.objects.filter(user_id=user.pk).order_by("pk")
        return cls(
            roles=roles_of(user),
            manages_site=user.is_staff or user.is_superuser,
            authenticators=tuple(rows.values_list("pk", "type")),
        )

    @property
    def digest(self) -> str:
        """64 hexadecimal digits that change with any part of it."""
        words = [sorted(role.value for role in self.roles), self.manages_site, self.authenticators]
        return hashlib.sha256(json.dumps(words).encode()).hexdigest()

    @property
    def has_second_factor(self) -> bool:
        return any(kind in FACTORS for _pk, kind in self.authenticators)

    @property
    def lacks_second_factor(self) -> bool:
        """Whether one is needed and not there. The demo newsroom may do without."""
        needed = self.manages_site or bool(self.roles & ROLES_WITH_SECOND_FACTOR)
        return needed and not self.has_second_factor and not settings.DEMO_WITHOUT_SECOND_FACTOR


@transaction.atomic
def reset_second_factor(person: User, *, by: User | None) -> int:
    """Take all factors and recovery codes off somebody's account; return how many there were.

    Their sessions end, because these rested on the factors. ``by`` is None at the command line.
    The log names both by id.
    """
    count: int
    count, _per_model = Authenticator.objects.filter(user_id=person.pk).delete()
    logger.warning(
        "second factors reset: person=%s by=%s removed=%s",
        person.pk,
        by.pk if by else "command line",
        count,
    )
    return count
