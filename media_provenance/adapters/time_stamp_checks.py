"""Is a time stamp of an authority on our list?

For the tokens in Content Credentials: the C2PA reader has matched the token with what it stamps,
and this says whether its signature leads to an authority that is trusted. Works on bytes alone, in
a decoder's child as well as anywhere; asks nobody, so a revoked certificate is not noticed.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import rfc3161_client
from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import NameOID

__all__ = [
    "CheckedTimeStamp",
    "TimeStampUnreadable",
    "check_time_stamp",
    "shipped_time_stamp_roots",
]

# A status of "granted", before a bare token: the answer that an authority would have given.
_GRANTED = b"\x30\x03\x02\x01\x00"


class TimeStampUnreadable(Exception):
    """This is no time stamp, or one of a form that cannot be read."""


@dataclass(frozen=True, slots=True)
class CheckedTimeStamp:
    """What a token says, and whether its authority is on the list.

    Attributes:
        moment: when it was given, by the authority's clock; with a zone.
        authority: the organisation in its certificate, or its name; at most 200 characters.
        trusted: its signature holds and leads to one of the roots.
    """

    moment: datetime
    authority: str
    trusted: bool


def shipped_time_stamp_roots() -> str:
    """Return the roots (PEM) that are trusted while no list of time-stamping authorities is.

    They are the roots of public time-stamping authorities, as they stand in the file beside this
    one.
    """
    return _SHIPPED.read_text(encoding="ascii")


_SHIPPED = Path(__file__).with_name("time_stamp_roots.pem")


def check_time_stamp(stamp: bytes, roots: str) -> CheckedTimeStamp:
    """Check who gave a time stamp; that it stamps the right bytes is for the caller to know.

    Costs about 3 ms and 20 microseconds for each root.

    Args:
        stamp: an answer of an authority (RFC 3161), or its token alone; DER.
        roots: certificates in PEM.

    Raises:
        TimeStampUnreadable: with a technical word on why.
    """
    try:
        return _checked(_answer(stamp), roots)
    # The library reads parts of an answer when they are asked for; a name with letters of a kind
    # that it does not know is a KeyError to it.
    except (ValueError, KeyError) as error:
        raise TimeStampUnreadable(str(error)[:80]) from error


def _checked(answer: rfc3161_client.TimeStampResponse, roots: str) -> CheckedTimeStamp:
    signers = answer.signed_data.signer_infos
    if len(signers) != 1:
        raise TimeStampUnreadable("not one signer")
    (signer,) = signers
    leaf = next(
        (
            certificate
            for certificate in map(x509.load_der_x509_certificate, answer.signed_data.certificates)
            if certificate.serial_number == signer.serial_number
            and certificate.issuer == signer.issuer
        ),
        None,
    )
    return CheckedTimeStamp(
        moment=answer.tst_info.gen_time,
        authority="" if leaf is None else _name_of(leaf),
        trusted=leaf is not None and _leads_to(answer, leaf, roots),
    )


def _answer(stamp: bytes) -> rfc3161_client.TimeStampResponse:
    whole = _GRANTED + _with_certificates_in_order(_token_of(stamp))
    return rfc3161_client.decode_timestamp_response(_element(0x30, whole))


def _leads_to(answer: rfc3161_client.TimeStampResponse, leaf: x509.Certificate, roots: str) -> bool:
    trusted = _roots(roots)
    if not trusted:
        return False
    verifier = rfc3161_client.VerifierBuilder(tsa_certificate=leaf, roots=trusted).build()
    try:
        return verifier.verify(answer, answer.tst_info.message_imprint.message)
    except (rfc3161_client.VerificationError, ValueError):
        return False


def _roots(pem: str) -> list[x509.Certificate]:
    if not pem.strip():
        return []
    with warnings.catch_warnings():
        # Roots are older than today's rules for serial numbers.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        return x509.load_pem_x509_certificates(pem.encode())


def _name_of(certificate: x509.Certificate) -> str:
    for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        for attribute in certificate.subject.get_attributes_for_oid(kind):
            return str(attribute.value)[:200]
    return ""


# DER, as far as putting certificates in order needs it. Real authorities (DigiCert's of 2022 to
# 2025 among them) write the set of certificates unsorted, which DER forbids and the library refuses
# (InvalidSetOrdering). No signature covers that set, so it may be sorted.


def _token_of(stamp: bytes) -> bytes:
    """Return the token out of an authority's answer; itself where it is one already."""
    parts = list(_elements(_content(stamp, 0x30)))
    if parts and parts[0][:1] == b"\x06":
        return stamp
    if len(parts) < 2:
        raise ValueError("no token")
    return parts[1]


def _with_certificates_in_order(token: bytes) -> bytes:
    kind, wrapped = _two(list(_elements(_content(token, 0x30))))
    signed = list(_elements(_content(_content(wrapped, 0xA0), 0x30)))
    in_order = [
        _element(0xA0, b"".join(sorted(_elements(_content(part, 0xA0)))))
        if part[0] == 0xA0
        else part
        for part in signed
    ]
    return _element(0x30, kind + _element(0xA0, _element(0x30, b"".join(in_order))))


def _two(parts: list[bytes]) -> tuple[bytes, bytes]:
    if len(parts) != 2:
        raise ValueError("not two parts")
    return parts[0], parts[1]


def _elements(data: bytes) -> Iterator[bytes]:
    """Give each element with its head."""
    at = 0
    while at < len(data):
        end = at + sum(_head(data, at))
        if end > len(data):
            raise ValueError("cut short")
        yield data[at:end]
        at = end


def _content(element: bytes, tag: int) -> bytes:
    head, length = _head(element, 0)
    if element[0] != tag or head + length != len(element):
        raise ValueError("another element than expected")
    return element[head:]


def _head(data: bytes, at: int) -> tuple[int, int]:
    """Return the lengths of an element's head and content."""
    if at + 2 > len(data):
        raise ValueError("cut short")
    short = data[at + 1]
    if short < 0x80:
        return 2, short
    count = short & 0x7F
    if not 1 <= count <= 4 or at + 2 + count > len(data):
        raise ValueError("a length of the wrong form")
    return 2 + count, int.from_bytes(data[at + 2 : at + 2 + count], "big")


def _element(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    written = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(written)]) + written + content
