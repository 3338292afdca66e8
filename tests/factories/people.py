"""People's second factors, as the pages of the account would have set them up."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import User

from factcheck.signing_in.sealing import seal, unseal

# Base 32, twenty bytes, as every authenticator app takes it.
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def with_second_factor(user: User) -> User:
    """Give somebody an authenticator app, unless they have one.

    Written as a row: no page is asked.
    """
    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": seal(SECRET)}}
    )
    return user


def code_of(secret: str) -> str:
    """Return what an authenticator app shows for a key at this moment."""
    *_earlier, now, _next = totp.yield_hotp_counters_from_time()
    return str(totp.format_hotp_value(totp.hotp_value(secret, now)))


def next_code_of(secret: str) -> str:
    """Return what an authenticator app shows for a key next, which is taken already."""
    *_earlier, coming = totp.yield_hotp_counters_from_time()
    return str(totp.format_hotp_value(totp.hotp_value(secret, coming)))


def app_code(user: User) -> str:
    """Return what somebody's authenticator app shows at this moment."""
    factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return code_of(unseal(factor.data["secret"]))
