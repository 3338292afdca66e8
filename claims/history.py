"""The history that shows tampering, as pages, feeds and actions use it.

For: reading what happened to a claim, for the desk or for readers; signing where the chain
stands when something becomes public; the document under /.well-known/. Not for writing events
(`claims.actions.history`) and not for checking the chains (`claims.adapters.chains`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from claims.adapters import signing
from claims.domain.history import (
    DOCUMENT_FORMAT,
    PUBLIC_EVENTS,
    PUBLIC_STATES,
    PUBLIC_VALUES,
    SHORT,
    HeadStatement,
    KeyStatement,
    NoSigningKey,
)
from claims.domain.workflow import Role
from claims.models import AuditEvent, Claim, HistoryHead, HistoryKey, SiteHead, Verdict
from jobs.models import Job, JobState

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Heads that the public document lists, the newest first; older ones stay in the database.
RECENT_HEADS = 100

# The job that checks the chains every night; `claims.schedule` registers how.
VERIFY_HISTORY = "claims.verify_history"

# Who stands behind what readers are told of: a role, never a person.
_ROLES = {
    "text.publish": Role.PUBLISHER,
    "text.withdraw": Role.PUBLISHER,
    "text.supersede": Role.SYSTEM,
}


@dataclass(frozen=True, slots=True)
class SignedHead:
    """Where the site's history stood at ``at``, signed. Everything in it is public.

    Attributes:
        number, hash_hex: of the newest link of the site's chain (64 hexadecimal digits).
        public_id: the verdict whose move caused it; "" for a nightly head.
        claim_number, claim_hash_hex: the event of that verdict's claim; 0 and "" at night.
        key_id: 16 hexadecimal digits.
        statement: the exact text that was signed; ``signature`` is Ed25519 over its UTF-8
            bytes, 64 bytes in Base64.
    """

    number: int
    hash_hex: str
    public_id: str
    claim_number: int
    claim_hash_hex: str
    at: datetime
    key_id: str
    statement: str
    signature: str

    @property
    def short_hash(self) -> str:
        """The first 12 digits of the site's hash, to compare by eye."""
        return self.hash_hex[:SHORT]

    def to_json(self) -> dict[str, Any]:
        """Return it as it stands in the public document and in a verdict's JSON."""
        return {
            "number": self.number,
            "hash": self.hash_hex,
            "verdict": self.public_id,
            "claim_number": self.claim_number,
            "claim_hash": self.claim_hash_hex,
            "at": self.at.isoformat(),
            "key": self.key_id,
            "statement": self.statement,
            "signature": self.signature,
        }


@dataclass(frozen=True, slots=True)
class ClaimHead:
    """The newest event of a claim that readers may know of; number 0 and "" if there is none.

    The desk's later work does not move it, so a page that shows it stays as it is.
    """

    number: int
    hash_hex: str

    @property
    def short_hash(self) -> str:
        """The first 12 digits, to compare by eye."""
        return self.hash_hex[:SHORT]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event of a claim, ready to be shown.

    Attributes:
        number: counts the claim's events from 1; public ones leave gaps.
        name: the dotted name of the event; `claims.wording.history_sentence` says it in words.
        actor: who did it; None for the system, and always None in public.
        role: in public, the role (a `Role` value) in which it was done; "" at the desk.
        values: what the event says besides; without "before" and "after".
        before, after: the fields that changed, by name; empty where nothing is compared. A
            move compares "status"; publishing also "rating" (its key) and "revision".
        hash_hex: 64 hexadecimal digits.
    """

    number: int
    name: str
    at: datetime
    actor: User | None
    role: str
    values: Mapping[str, Any]
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    hash_hex: str = ""

    @property
    def short_hash(self) -> str:
        """The first 12 digits, to compare by eye."""
        return self.hash_hex[:SHORT]


@dataclass(frozen=True, slots=True)
class LastCheck:
    """The newest nightly check that ended.

    Attributes:
        at: when it ended, or was set aside.
        holds: whether the history held. If not, ``reason`` is the error as it was recorded, with
            a sentence that says where.
    """

    at: datetime
    holds: bool
    reason: str


def last_check() -> LastCheck | None:
    """Return how the newest nightly check ended; None before the first. One query."""
    job = (
        Job.objects.filter(kind=VERIFY_HISTORY, state__in=[JobState.DONE, JobState.QUARANTINED])
        .order_by("-pk")
        .first()
    )
    if job is None:
        return None
    ended_at = job.finished_at or job.started_at or job.created_at
    return LastCheck(ended_at, job.state == JobState.DONE, job.last_error)


def site_head() -> SignedHead | None:
    """Return the newest signed head; None before anything was published. One query."""
    return next(iter(heads(1)), None)


def heads(limit: int) -> list[SignedHead]:
    """Return the newest signed heads, newest first. One query."""
    return [_signed(row) for row in HistoryHead.objects.order_by("-id")[:limit]]


def head_of_verdict(public_id: str) -> SignedHead | None:
    """Return the signed head of the verdict's last public move, if it has made any. One query."""
    row = HistoryHead.objects.filter(public_id=public_id).order_by("-id").first()
    return None if row is None else _signed(row)


def head_document() -> dict[str, Any]:
    """Return what /.well-known/bayyina-history.json serves. Two queries.

    docs/reference/history-format.md describes every field.
    """
    recent = heads(RECENT_HEADS)
    keys = list(HistoryKey.objects.order_by("number"))
    until = [key.since.isoformat() for key in keys[1:]] + [None]
    before = [""] + [key.key_id for key in keys]
    return {
        "format": DOCUMENT_FORMAT,
        "site": {"name": str(settings.SITE_NAME), "url": settings.PUBLIC_URL},
        "keys": [
            {
                "id": key.key_id,
                "algorithm": "Ed25519",
                "public": key.public,
                "since": key.since.isoformat(),
                "until": end,
                "replaces": former,
                "statement": key.statement,
                "signature": key.signature,
            }
            for key, end, former in zip(keys, until, before, strict=False)
        ],
        "head": recent[0].to_json() if recent else None,
        "heads": [head.to_json() for head in recent],
    }


def head_of_claim(claim: Claim | UUID) -> ClaimHead:
    """Return the newest event of the claim that readers may know of. One query."""
    newest = (
        AuditEvent.objects.filter(claim=_key(claim), name__in=PUBLIC_EVENTS)
        .exclude(name="text.supersede")
        .order_by("-number")
        .values_list("number", "hash")
        .first()
    )
    return ClaimHead(*newest) if newest else ClaimHead(0, "")


def history_of(
    claim: Claim | UUID, *, public: bool, language: str | None = None
) -> list[HistoryEntry]:
    """Return the events of a claim, oldest first. One query.

    Args:
        public: give only what readers may know: publications (with the kind and public note of
            a correction), withdrawals with their reason and what a publication replaced,
            without persons, drafts, notes of the desk or anything of a submitter.
        language: only the events of the text in this language; None for all.
    """
    events = AuditEvent.objects.filter(claim=_key(claim)).order_by("number")
    if language is not None:
        events = events.filter(values__language=language)
    if public:
        return [_public_entry(event) for event in events.filter(name__in=PUBLIC_EVENTS)]
    return [_entry(event) for event in events.select_related("actor")]


def sign_head(by_event: AuditEvent | None) -> SignedHead:
    """Sign where the site's chain stands now, in the transaction of what caused it.

    Call it last: from here until the transaction ends, nobody else can append to the chain.

    Args:
        by_event: the move that became public; None for a head that only marks the time.

    Raises:
        NoSigningKey: there is no key that can be used. What caused the call must not happen
            then: a publication that nobody could check later is not made.
    """
    key = signing.read_key(settings.HISTORY_KEY_FILE)
    with transaction.atomic():
        _join_the_site()
        row = _current_key(key)
        tip = SiteHead.objects.get()
        verdict = Verdict.objects.filter(claim=by_event.claim_id).first() if by_event else None
        statement = HeadStatement(
            site=settings.PUBLIC_URL,
            number=tip.number,
            hash=tip.hash,
            verdict=verdict.public_id if verdict else "",
            claim_number=by_event.number if by_event else 0,
            claim_hash=by_event.hash if by_event else "",
            at=timezone.now(),
            key=row.key_id,
        )
        text = statement.text()
        head = HistoryHead.objects.create(
            site_number=statement.number,
            site_hash=statement.hash,
            public_id=statement.verdict,
            claim_number=statement.claim_number,
            claim_hash=statement.claim_hash,
            at=statement.at,
            key=row,
            statement=text,
            signature=signing.sign(key, text),
        )
    return _signed(head)


def introduce_key(path: str | Path) -> HistoryKey:
    """Make the key in a file the first of this site, or return it if it is the current one.

    Raises:
        NoSigningKey: it cannot be used, or another key signs here already ("stranger").
    """
    return _current_key(signing.read_key(path))


@transaction.atomic
def replace_key(former_path: str | Path, new_path: str | Path) -> HistoryKey:
    """Let the key in ``new_path`` sign from now on; the former key says so and signs that.

    Raises:
        NoSigningKey: one of them cannot be used, or the former is not the current key.
    """
    former, new = signing.read_key(former_path), signing.read_key(new_path)
    current = _current_key(former)
    public = signing.public_key(new)
    at = timezone.now()
    statement = KeyStatement(
        site=settings.PUBLIC_URL,
        key=signing.key_id(public),
        public=public,
        replaces=current.key_id,
        at=at,
    ).text()
    return HistoryKey.objects.create(
        number=current.number + 1,
        key_id=signing.key_id(public),
        public=public,
        since=at,
        statement=statement,
        signature=signing.sign(former, statement),
    )


def _current_key(key: signing.PrivateKey) -> HistoryKey:
    public = signing.public_key(key)
    newest = HistoryKey.objects.order_by("-number").first()
    if newest is None:
        return HistoryKey.objects.get_or_create(
            number=1, defaults={"key_id": signing.key_id(public), "public": public}
        )[0]
    if newest.public != public:
        raise NoSigningKey("stranger", str(settings.HISTORY_KEY_FILE))
    return newest


def _join_the_site() -> None:
    """Let the events of this transaction join the site's chain now, not at its end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS claims_event_joins_site IMMEDIATE")
        cursor.execute("SET CONSTRAINTS claims_event_joins_site DEFERRED")


def _key(claim: Claim | UUID) -> UUID:
    return claim if isinstance(claim, UUID) else claim.pk


def _signed(row: HistoryHead) -> SignedHead:
    return SignedHead(
        number=row.site_number,
        hash_hex=row.site_hash,
        public_id=row.public_id,
        claim_number=row.claim_number,
        claim_hash_hex=row.claim_hash,
        at=row.at,
        key_id=row.key_id,
        statement=row.statement,
        signature=row.signature,
    )


def _entry(event: AuditEvent) -> HistoryEntry:
    values = dict(event.values)
    before, after = (_states(values.pop(name, None)) for name in ("before", "after"))
    return HistoryEntry(
        number=event.number,
        name=event.name,
        at=event.at,
        actor=event.actor,
        role="",
        values=values,
        before=before,
        after=after,
        hash_hex=event.hash,
    )


def _public_entry(event: AuditEvent) -> HistoryEntry:
    values = dict(event.values)
    before, after = (_states(values.pop(name, None)) for name in ("before", "after"))
    return HistoryEntry(
        number=event.number,
        name=event.name,
        at=event.at,
        actor=None,
        role=_ROLES[event.name],
        values={name: values[name] for name in PUBLIC_VALUES if values.get(name)},
        before={name: before[name] for name in PUBLIC_STATES if name in before},
        after={name: after[name] for name in PUBLIC_STATES if name in after},
        hash_hex=event.hash,
    )


def _states(value: object) -> dict[str, Any]:
    """Return what a side of a comparison holds; a move of the workflow holds its status alone."""
    if isinstance(value, dict):
        return value
    return {"status": value} if isinstance(value, str) else {}
