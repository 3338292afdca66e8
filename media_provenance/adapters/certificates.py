"""Reading the lists of trust that people paste: certificates in PEM, and purposes.

A list that is taken comes out in one form, so that the same list pasted twice is the same. Whether
a list is a good one nobody here can say; what stands in it is given back to be shown.
"""

from __future__ import annotations

import base64
import re
import warnings
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.utils import CryptographyDeprecationWarning

from media_provenance.domain.trust_lists import (
    TrustKind,
    TrustListProblem,
    TrustListRefused,
    has_private_key,
)

__all__ = [
    "MOST_CHARACTERS",
    "MOST_ENTRIES",
    "ListedCertificate",
    "ReadTrustList",
    "read_trust_list",
]

# The official list of C2PA had some tens of certificates in 2026; browsers trust 144 roots.
MOST_ENTRIES = 500
MOST_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class ListedCertificate:
    """A certificate as people know it.

    Attributes:
        subject, issuer: names, as ``CN=…,O=…``, at most 300 characters.
        from_at, until_at: its validity, UTC, inclusive.
        key: kind and size, as ``RSA 4096``.
        sha256: of its bytes, lower-case hexadecimal.
        is_authority: whether it may vouch for others.
    """

    subject: str
    issuer: str
    from_at: datetime
    until_at: datetime
    key: str
    sha256: str
    is_authority: bool


@dataclass(frozen=True, slots=True)
class ReadTrustList:
    """A list that was read.

    Attributes:
        text: in the form in which it is kept.
        certificates: in order, each once.
        purposes: object identifiers.
    """

    text: str
    certificates: tuple[ListedCertificate, ...]
    purposes: tuple[str, ...]

    @property
    def entries(self) -> int:
        """How many entries it has."""
        return len(self.certificates) + len(self.purposes)


def read_trust_list(kind: TrustKind, text: str) -> ReadTrustList:
    """Read a list of trust.

    Args:
        kind: what it is a list of.
        text: as pasted. Remarks are left out.

    Raises:
        TrustListRefused: with what is wrong and where.
    """
    if has_private_key(text):
        raise TrustListRefused(TrustListProblem.PRIVATE_KEY)
    if len(text) > MOST_CHARACTERS:
        raise TrustListRefused(TrustListProblem.TOO_LONG, str(MOST_CHARACTERS))
    if kind is TrustKind.PURPOSES:
        return _purposes(text)
    found = list(dict.fromkeys(_certificates(text)))
    if not found:
        raise TrustListRefused(TrustListProblem.NOTHING_LISTED)
    return ReadTrustList(
        text="".join(one.public_bytes(Encoding.PEM).decode() for one in found),
        certificates=tuple(_listed(one) for one in found),
        purposes=(),
    )


_BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----(.*?)(?:-----END CERTIFICATE-----|\Z)", re.DOTALL)


def _certificates(text: str) -> list[x509.Certificate]:
    found = []
    for number, block in enumerate(_BLOCK.finditer(text), start=1):
        if number > MOST_ENTRIES:
            raise TrustListRefused(TrustListProblem.TOO_MANY, str(MOST_ENTRIES))
        try:
            der = base64.b64decode("".join(block[1].split()), validate=True)
            with warnings.catch_warnings():
                # Old authorities have serial numbers that today's rules forbid.
                warnings.simplefilter("ignore", CryptographyDeprecationWarning)
                certificate = x509.load_der_x509_certificate(der)
                # Read now, so that what is damaged inside is found while a person can mend it.
                _listed(certificate)
        # The library's own exceptions for odd certificates are no ValueErrors.
        except (
            ValueError,
            UnsupportedAlgorithm,
            x509.InvalidVersion,
            x509.DuplicateExtension,
            x509.UnsupportedGeneralNameType,
            _UnknownKey,
        ) as error:
            raise TrustListRefused(TrustListProblem.CERTIFICATE_UNREADABLE, str(number)) from error
        found.append(certificate)
    return found


class _UnknownKey(Exception):
    """A certificate with a key of a kind that is not known here."""


def _listed(certificate: x509.Certificate) -> ListedCertificate:
    return ListedCertificate(
        subject=certificate.subject.rfc4514_string()[:300],
        issuer=certificate.issuer.rfc4514_string()[:300],
        from_at=certificate.not_valid_before_utc,
        until_at=certificate.not_valid_after_utc,
        key=_key_of(certificate),
        sha256=certificate.fingerprint(hashes.SHA256()).hex(),
        is_authority=_may_vouch(certificate),
    )


def _key_of(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"EC {key.curve.name}"
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "Ed25519"
    if isinstance(key, ed448.Ed448PublicKey):
        return "Ed448"
    if isinstance(key, dsa.DSAPublicKey):
        return f"DSA {key.key_size}"
    raise _UnknownKey(type(key).__name__)


def _may_vouch(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _purposes(text: str) -> ReadTrustList:
    found = []
    for line in text.splitlines():
        word = line.strip()
        if not word or word.startswith(("#", "//")):
            continue
        try:
            found.append(x509.ObjectIdentifier(word).dotted_string)
        except ValueError as error:
            raise TrustListRefused(TrustListProblem.LINE_UNREADABLE, word[:80]) from error
    purposes = tuple(dict.fromkeys(found))
    if not purposes:
        raise TrustListRefused(TrustListProblem.NOTHING_LISTED)
    if len(purposes) > MOST_ENTRIES:
        raise TrustListRefused(TrustListProblem.TOO_MANY, str(MOST_ENTRIES))
    return ReadTrustList("".join(f"{one}\n" for one in purposes), (), purposes)
