"""Pictures with Content Credentials, signed here with keys that are made for the occasion."""

from __future__ import annotations

import functools
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_CAMERA = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
_FROM, _UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)


def signed(
    data: bytes,
    mime: str = "image/jpeg",
    *,
    title: str = "",
    elsewhere: str = "",
    stamped_by: str = "",
    claim_version: int = 2,
    created: Mapping[str, Any] | None = None,
    assertions: Sequence[Mapping[str, Any]] = (),
) -> bytes:
    """Return the picture with signed credentials.

    Args:
        data: a picture without any.
        mime: of it.
        title: what the signer calls it.
        elsewhere: an address; the manifest is then not embedded, and said to lie there.
        stamped_by: address of a time-stamping authority on this machine.
        claim_version: of the standard, 1 or 2.
        created: more fields of the action "c2pa.created", as ``when``.
        assertions: further ones, label and data.
    """
    action = {"action": "c2pa.created", "digitalSourceType": _CAMERA, **(created or {})}
    manifest = {
        "title": title,
        "claim_version": claim_version,
        "claim_generator_info": [{"name": "test", "version": "1"}],
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [action]}}, *assertions],
    }
    target = io.BytesIO()
    with _signer(stamped_by) as signer, c2pa.Builder.from_json(json.dumps(manifest)) as builder:
        if elsewhere:
            builder.set_no_embed()
            builder.set_remote_url(elsewhere)
        builder.sign(signer, mime, io.BytesIO(data), target)
    return target.getvalue()


def signers_root() -> str:
    """Return the certificate (PEM) of the authority that vouches for these signers."""
    return _chain()[0].decode().split("-----END CERTIFICATE-----\n")[1] + (
        "-----END CERTIFICATE-----\n"
    )


def signers_certificate() -> str:
    """Return the certificate (PEM) with which these pictures are signed."""
    return _chain()[0].decode().split("-----END CERTIFICATE-----\n")[0] + (
        "-----END CERTIFICATE-----\n"
    )


def signers_key() -> str:
    """Return the private key (PEM) with which these pictures are signed."""
    return _chain()[1].decode()


def _signer(stamped_by: str) -> Any:
    chain, key = _chain()
    return c2pa.Signer.from_info(c2pa.C2paSignerInfo(b"es256", chain, key, stamped_by or None))


@functools.cache
def _chain() -> tuple[bytes, bytes]:
    """Return a certificate with its issuer's, and its private key, in PEM."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, name = _name("Root of tests"), _name("Signer of tests")
    root = (
        _certificate(root_name, root_name, root_key.public_key(), root_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    own = (
        _certificate(name, root_name, key.public_key(), root_key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
        .sign(root_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return own.public_bytes(pem) + root.public_bytes(pem), private


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tests"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    issuer_key: ec.EllipticCurvePublicKey,
) -> x509.CertificateBuilder:
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(authority, critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
