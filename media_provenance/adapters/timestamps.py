"""Time-stamping authorities (RFC 3161): asking one, and verifying what it signed.

An authority sees a digest and nothing else: neither the file nor what it is about. Off until an
operator names one. Who is believed is the operator's to say too (anchors); this module believes
nobody by itself. rfc3161-client verifies; where it cannot read an answer, such as one whose
certificates are in no order, openssl does, as a separate process.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    _rust,
    decode_timestamp_response,
)
from rfc3161_client.tsp import Accuracy

from webfetch.client import Budget, fetch
from webfetch.urls import read_place

__all__ = [
    "AuthorityRefused",
    "NotATimestamp",
    "OpensslMissing",
    "Stamp",
    "ask_authority",
    "read_anchors",
    "read_stamp",
    "request_for",
]

_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"
# A token with its certificates is some 3 to 8 KB.
_MOST_REPLY = 1 << 20
_OPENSSL = "openssl"
_OPENSSL_SECONDS = 10.0


class AuthorityRefused(Exception):
    """The authority answered, and with no token; its message says what it answered."""


class NotATimestamp(ValueError):
    """Bytes that are no answer of an authority, as far as either reader can tell."""


class OpensslMissing(Exception):
    """The answer needs openssl to be read, and there is none on PATH."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an answer says, and whether it holds.

    Attributes:
        at: the authority's clock, UTC.
        accuracy_ms: by how much it may be wrong; None where it does not say.
        policy: the authority's rule, as an object identifier.
        serial: of the token, hexadecimal.
        checked_by: "client" (rfc3161-client) or "program" (openssl) where the signature holds, is
            by a certificate that an anchor vouches for, and is of this very digest and request;
            "nobody" where not.
    """

    at: datetime
    accuracy_ms: int | None
    policy: str
    serial: str
    checked_by: str

    @property
    def is_trusted(self) -> bool:
        """Whether an anchor vouches for it."""
        return self.checked_by != "nobody"


def request_for(data: bytes) -> bytes:
    """Return a request to sign the SHA-256 of some bytes; with a nonce, so no two are the same.

    Raises:
        ValueError: for no bytes at all.
    """
    builder = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256)
    request: bytes = builder.cert_request(cert_request=True).build().as_bytes()
    return request


def ask_authority(url: str, request: bytes, *, user_agent: str) -> bytes:
    """Send a request to an authority that the operator has named, and return its raw answer.

    Raises:
        webfetch.Refused: it did not answer.
        AuthorityRefused: it answered something else.
        ValueError: for what is no web address.
    """
    fetched = fetch(
        url,
        method="POST",
        headers={"Content-Type": _QUERY, "Accept": _REPLY},
        body=request,
        user_agent=user_agent,
        budget=Budget(max_bytes=_MOST_REPLY),
        allow=frozenset({_endpoint_of(url)}),
    )
    if fetched.status != 200 or fetched.media_type != _REPLY:
        raise AuthorityRefused(f"{fetched.status} {fetched.media_type}".strip())
    return fetched.body


def _endpoint_of(url: str) -> str:
    """Return ``host:port`` of an address the operator has set, wherever it lies.

    Raises:
        ValueError: for what is no web address.
    """
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{read_place(parts.hostname or '')}:{port}"


def read_anchors(path: str) -> str:
    """Return the PEM text of the certificates that are believed, "" without a file named.

    Raises:
        OSError: if the file cannot be read.
        ValueError: if there is no certificate in it.
    """
    if not path:
        return ""
    return _as_pem(x509.load_pem_x509_certificates(Path(path).read_bytes()))


def read_stamp(reply: bytes, request: bytes, digest: str, anchors: str) -> Stamp:
    """Read an answer and verify it against the anchors.

    Certificates need to have been valid at the time of the token, not now.

    Args:
        digest: SHA-256 of what was to be signed, 64 hexadecimal digits.
        anchors: PEM; "" believes nobody.

    Raises:
        AuthorityRefused: the answer says that it grants nothing.
        NotATimestamp, OpensslMissing.
    """
    try:
        response = decode_timestamp_response(reply)
        status = response.status
        if status > 1:
            raise AuthorityRefused(f"status {status}: {' '.join(response.status_string)}".strip())
        info = response.tst_info
        at, policy = info.gen_time, info.policy.dotted_string
        serial = f"{info.serial_number:x}"
        accuracy = _milliseconds(info.accuracy)
    except ValueError:
        # Seen with certificates that are in no order (X.690 11.6), as openssl 3.0 writes them.
        return _read_by_openssl(reply, request, digest, anchors)
    checked_by = "nobody"
    if anchors:
        if _client_verifies(reply, request, digest, anchors):
            checked_by = "client"
        elif shutil.which(_OPENSSL) and _openssl_verifies(reply, request, digest, anchors, at):
            checked_by = "program"
    return Stamp(at.astimezone(UTC), accuracy, policy, serial, checked_by)


def _milliseconds(accuracy: Accuracy | None) -> int | None:
    if accuracy is None:
        return None
    # Rounded up: the token's time may be wrong by as much.
    return accuracy.seconds * 1000 + (accuracy.millis or 0) + (1 if accuracy.micros else 0)


def _client_verifies(reply: bytes, request: bytes, digest: str, anchors: str) -> bool:
    builder = VerifierBuilder(intermediates=[], roots=[])
    for certificate in x509.load_pem_x509_certificates(anchors.encode()):
        if certificate.issuer == certificate.subject:
            builder = builder.add_root_certificate(certificate)
        else:
            builder = builder.add_intermediate_certificate(certificate)
    nonce = _nonce_of(request)
    if nonce is not None:
        builder = builder.nonce(nonce)
    try:
        verifier = builder.build()
        return verifier.verify(decode_timestamp_response(reply), bytes.fromhex(digest))
    # ValueError: no anchor is a root, or the certificates cannot be read.
    except (VerificationError, ValueError):
        return False


def _nonce_of(request: bytes) -> int | None:
    nonce: int | None = _rust.parse_timestamp_request(request).nonce
    return nonce


def _openssl() -> str:
    path = shutil.which(_OPENSSL)
    if path is None:
        raise OpensslMissing
    return path


def _openssl_verifies(
    reply: bytes, request: bytes, digest: str, anchors: str, at: datetime
) -> bool:
    with tempfile.TemporaryDirectory(prefix="stamp-") as name:
        folder = Path(name)
        (folder / "reply.tsr").write_bytes(reply)
        (folder / "request.tsq").write_bytes(request)
        (folder / "anchors.pem").write_text(anchors, encoding="ascii")
        verify = [_openssl(), "ts", "-verify", "-in", "reply.tsr", "-CAfile", "anchors.pem"]
        # A signer's certificate ends one day; what it signed before that day stays signed.
        verify += ["-attime", str(int(at.timestamp()))]
        # Both: the answer is to this very request, and it speaks of this very digest.
        return all(
            _run([*verify, *asked], folder).returncode == 0
            for asked in (["-queryfile", "request.tsq"], ["-digest", digest])
        )


def _read_by_openssl(reply: bytes, request: bytes, digest: str, anchors: str) -> Stamp:
    with tempfile.TemporaryDirectory(prefix="stamp-") as name:
        folder = Path(name)
        (folder / "reply.tsr").write_bytes(reply)
        shown = _run([_openssl(), "ts", "-reply", "-in", "reply.tsr", "-text"], folder)
    text = shown.stdout.decode("utf-8", "replace")
    written = _WRITTEN_TIME.search(text)
    if shown.returncode != 0 or written is None:
        if "Status: " in text and "Granted" not in text:
            raise AuthorityRefused(" ".join(text.split())[:200])
        raise NotATimestamp("This is no answer of a time-stamping authority.")
    month, day, hour, minute, second, year = written.groups()
    at = datetime(
        int(year),
        _MONTHS.index(month) + 1,
        int(day),
        int(hour),
        int(minute),
        int(second),
        tzinfo=UTC,
    )
    policy = re.search(r"^Policy OID: (\S+)", text, re.M)
    serial = re.search(r"^Serial number: 0x([0-9A-Fa-f]+)", text, re.M)
    holds = bool(anchors) and _openssl_verifies(reply, request, digest, anchors, at)
    return Stamp(
        at=at,
        accuracy_ms=_written_accuracy(text),
        policy=policy[1] if policy else "",
        serial=serial[1].lower() if serial else "",
        checked_by="program" if holds else "nobody",
    )


# As in "Time stamp: Nov 22 18:15:54 2026 GMT".
_WRITTEN_TIME = re.compile(
    r"^Time stamp: (\w{3}) +(\d+) (\d\d):(\d\d):(\d\d)[.\d]* (\d{4}) GMT", re.M
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _written_accuracy(text: str) -> int | None:
    """Return what openssl writes as "0x01 seconds, 0x01F4 millis, 0x64 micros"."""
    line = re.search(r"^Accuracy: (.*)$", text, re.M)
    if line is None:
        return None
    parts = {
        unit: int(number, 16)
        for number, unit in re.findall(r"0x([0-9A-Fa-f]+) (seconds|millis|micros)", line[1])
    }
    if not parts:
        return None
    return (
        parts.get("seconds", 0) * 1000 + parts.get("millis", 0) + (1 if parts.get("micros") else 0)
    )


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - openssl, with arguments of ours
        command,
        cwd=folder,
        env={"LANG": "C", "PATH": "", "OPENSSL_CONF": "/dev/null"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_OPENSSL_SECONDS,
        check=False,
    )


def _as_pem(certificates: list[x509.Certificate]) -> str:
    unique = {
        hashlib.sha256(one.public_bytes(Encoding.DER)).hexdigest(): one for one in certificates
    }
    return "".join(one.public_bytes(Encoding.PEM).decode("ascii") for one in unique.values())
