"""Ed25519 keys in files, and what they sign.

For: the history's head (`claims.history`) and the commands that make keys. The private key is
never in the database and never in a log. Not for passwords, sessions or TLS. Uses no Django.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import stat
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from claims.domain.history import NoSigningKey

PrivateKey = Ed25519PrivateKey

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_key(path: Path) -> None:
    """Write a new private key (PEM, PKCS 8) that its owner alone may read.

    Raises:
        FileExistsError: there is a file already; a key is never overwritten.
        OSError: the folder cannot be written to.
    """
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    # Whole or not at all: half a key would stop every publication.
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(new, path)
    finally:
        new.unlink()


def read_key(path: str | Path) -> PrivateKey:
    """Read a private key from its file.

    Raises:
        NoSigningKey: no file, not readable by us, readable by others, or no Ed25519 key in it.
    """
    file = Path(path)
    try:
        if file.stat().st_mode & _OTHERS and not _is_a_secret_mount(file):
            raise NoSigningKey("open", str(file))
        pem = file.read_bytes()
    except FileNotFoundError as error:
        raise NoSigningKey("missing", str(file)) from error
    except OSError as error:
        raise NoSigningKey("unreadable", str(file)) from error
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise NoSigningKey("broken", str(file)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoSigningKey("broken", str(file))
    return key


def public_key(key: PrivateKey) -> str:
    """Return the raw public key, 32 bytes, in Base64 (44 characters)."""
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64.b64encode(raw).decode("ascii")


def key_id(public: str) -> str:
    """Return the id of a public key: the first 16 hexadecimal digits of its SHA-256.

    Raises:
        ValueError: ``public`` is no Base64.
    """
    return hashlib.sha256(base64.b64decode(public, validate=True)).hexdigest()[:16]


def sign(key: PrivateKey, text: str) -> str:
    """Return the signature over the text in UTF-8: 64 bytes in Base64 (88 characters)."""
    return base64.b64encode(key.sign(text.encode())).decode("ascii")


def is_signed(text: str, signature: str, public: str) -> bool:
    """Whether the private half of ``public`` signed exactly this text. Broken input is not."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), text.encode())
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _is_a_secret_mount(file: Path) -> bool:
    """Whether a container engine put the file there: its modes say nothing about the host."""
    return file.is_relative_to("/run/secrets")
