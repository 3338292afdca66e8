"""Keep the seeds of second factors unreadable in the database and in its backups.

The key is derived from SECRET_KEY, which is not in the database; SECRET_KEY_FALLBACKS open what
was sealed before. Not for passwords, which are hashed and never opened.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _


class SealBroken(Exception):
    """A second factor was sealed with another SECRET_KEY; the message says what to do."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Your second factor was set up before the secret key of this site was changed, "
                "and cannot be checked. Ask an administrator to take it off, then set it up again."
            )
        )


def seal(text: str) -> str:
    """Encrypt and sign a text (Fernet: AES-128-CBC with HMAC-SHA256)."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the text.

    Raises:
        SealBroken: it was sealed with another key, or altered.
    """
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBroken from error


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(str(key))) for key in keys])


def _derived(key: str) -> bytes:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"bayyina second factors")
    return base64.urlsafe_b64encode(derive.derive(key.encode()))
