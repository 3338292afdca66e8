"""Having time-stamping authorities sign what was kept, and what follows for a picture's date.

A digest goes out and nothing else. Off until TIMESTAMP_AUTHORITIES names one. A picture whose own
digest was signed by an authority that an anchor vouches for existed by the token's time, whatever
our clock says: grade A.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from jobs.actions import enqueue
from jobs.registry import Progress
from media_provenance.adapters import storage
from media_provenance.adapters.timestamps import (
    Stamp,
    ask_authority,
    read_anchors,
    read_stamp,
    request_for,
)
from media_provenance.domain.date_evidence import (
    KIND_GRADE,
    KIND_ROLE,
    EvidenceKind,
    ObjectKind,
)
from media_provenance.models import (
    Capture,
    CaptureBundle,
    KeptRole,
    MediaAsset,
    TimestampToken,
)
from media_provenance.pipeline.evidence import EvidenceDraft, write_evidence
from media_provenance.pipeline.findings import recompute_findings
from media_provenance.pipeline.locks import lock_pictures
from multilingual.intervals import InstantInterval

__all__ = [
    "STAMP",
    "NothingToStamp",
    "Stamped",
    "ask_for_stamps",
    "draft_of_token",
    "get_stamp",
    "record_stamp",
    "stamp_key",
    "timestamp_of",
]

STAMP = "media_provenance.stamp"


class NothingToStamp(Exception):
    """A digest of nothing that is kept here."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """An answer of an authority, with the request and the certificates it was read by."""

    request: bytes
    reply: bytes
    stamp: Stamp
    anchors: str


def stamp_key(digest: str, authority: str) -> str:
    """Return the key of the job that has an authority sign a digest."""
    return f"{digest}:{authority}"[:200]


def ask_for_stamps(digest: str) -> None:
    """Have every authority that is set sign a digest, each once, in the background."""
    for authority in settings.TIMESTAMP_AUTHORITIES:
        payload = {"digest": digest, "authority": authority}
        enqueue(STAMP, stamp_key(digest, authority), payload)


def timestamp_of(digest: str) -> TimestampToken | None:
    """Find the earliest token of a digest that an anchor vouches for. One query."""
    return TimestampToken.objects.filter(digest=digest, trusted=True).first()


def get_stamp(payload: Mapping[str, Any], progress: Progress) -> Stamped:
    """Ask an authority, and read its answer.

    Args:
        payload: ``digest`` of a manifest or a picture's own file; ``authority``, its address.

    Raises:
        webfetch.Refused: worth another try.
        AuthorityRefused, NotATimestamp: it answered something else.
        NothingToStamp: nothing here has that digest.
        FileNotFoundError: its file is gone from MEDIA_ROOT.
    """
    digest = str(payload["digest"])
    anchors = read_anchors(settings.TIMESTAMP_ANCHORS)
    request = request_for(_kept_bytes(digest))
    progress(0, None)
    reply = ask_authority(str(payload["authority"]), request, user_agent=settings.FETCH_USER_AGENT)
    return Stamped(request, reply, read_stamp(reply, request, digest, anchors), anchors)


def record_stamp(payload: Mapping[str, Any], stamped: Stamped) -> None:
    """Write the token; a trusted one of a picture's own file becomes evidence."""
    digest, authority = str(payload["digest"]), str(payload["authority"])
    known = TimestampToken.objects.filter(digest=digest, authority=authority, trusted=True)
    if known.exists():
        return
    lock_pictures()
    token = TimestampToken.objects.create(
        digest=digest,
        authority=authority,
        request=stamped.request,
        reply=stamped.reply,
        stamped_at=stamped.stamp.at,
        accuracy_ms=stamped.stamp.accuracy_ms,
        policy=stamped.stamp.policy,
        serial=stamped.stamp.serial,
        trusted=stamped.stamp.is_trusted,
        checked_by=stamped.stamp.checked_by,
        certificates=stamped.anchors,
    )
    asset = MediaAsset.objects.filter(sha256=digest).first()
    if asset is not None and token.trusted:
        write_evidence(asset, draft_of_token(token))
        recompute_findings([asset.pk])


def draft_of_token(token: TimestampToken) -> EvidenceDraft:
    """Return the evidence that these very bytes existed by the token's time.

    The authority keeps the clock, so that it is the operator.
    """
    kind = EvidenceKind.TRUSTED_TIMESTAMP
    within = timedelta(milliseconds=token.accuracy_ms or 0)
    host = urlsplit(token.authority).hostname or token.authority
    return EvidenceDraft(
        key=f"timestamp:{host}:{token.serial}"[:200],
        kind=kind,
        role=KIND_ROLE[kind],
        about=ObjectKind.BYTES,
        interval=InstantInterval(token.stamped_at - within, token.stamped_at + within),
        precision="second",
        zone_known=True,
        grade=KIND_GRADE[kind],
        operator=host,
        read_from=f"RFC 3161 {token.serial}",
    )


def _kept_bytes(digest: str) -> bytes:
    """Return the bytes of that digest: a picture's own file, a manifest, or a capture."""
    asset = MediaAsset.objects.filter(sha256=digest).first()
    if asset is not None:
        return storage.read(asset.original_path)
    bundle = CaptureBundle.objects.filter(manifest_sha256=digest).first()
    if bundle is not None:
        return storage.read(bundle.path_of(KeptRole.MANIFEST))
    capture = Capture.objects.filter(sha256=digest).first()
    if capture is not None:
        return storage.read(capture.path)
    raise NothingToStamp(digest)
