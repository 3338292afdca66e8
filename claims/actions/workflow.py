"""Make a move of the editorial workflow. Nothing else in the product writes a status.

Always in this order: open a transaction, lock the row, build plain facts, check, write
the status, write the history, write what follows.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from claims.actions.finding_alerts import close_alerts, flag_published, hold_what_is_cited
from claims.actions.history import record_event
from claims.domain.history import snapshot_digest
from claims.domain.workflow import (
    CASE_MOVES,
    TEXT_MOVES,
    CaseStatus,
    Facts,
    IllegalMove,
    Missing,
    NotAllowed,
    Role,
    TextStatus,
    check,
)
from claims.history import sign_head
from claims.models import AuditEvent, Claim, Correction, DropReason, Revision
from claims.permissions import roles_of, wrote
from claims.publishing import snapshot_of
from claims.queries import missing_of
from jobs.actions import enqueue

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# The job that publishes a scheduled text; `claims.schedule` registers how.
PUBLISH_SCHEDULED = "claims.publish_scheduled"


@transaction.atomic
def move_case(
    claim_id: UUID,
    move: str,
    *,
    by: User,
    reason: DropReason | None = None,
    note: str = "",
    into: Claim | None = None,
) -> Claim:
    """Make one move of the case.

    ``reason`` and ``note`` belong to "drop", ``into`` to "merge".

    Raises:
        Claim.DoesNotExist, IllegalMove, NotAllowed, NotReady.
    """
    # Both rows in one order, so that two claims are not merged into each other at once.
    wanted = [claim_id] if into is None else [claim_id, into.pk]
    locked = {
        one.pk: one
        for one in Claim.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    }
    if claim_id not in locked:
        raise Claim.DoesNotExist
    claim = locked[claim_id]
    into = None if into is None else locked[into.pk]
    missing = set()
    if reason in (None, DropReason.MERGED) or (reason == DropReason.OTHER and not note.strip()):
        missing.add(Missing.REASON)
    if into is None or into.pk == claim.pk or into.status == CaseStatus.DROPPED:
        missing.add(Missing.TARGET)
    was = claim.status
    claim.status = check(CASE_MOVES, move, Facts(was, roles_of(by), frozenset(missing)))
    claim.drop_reason, claim.drop_note, claim.merged_into = "", "", None
    if move == "drop" and reason is not None:
        claim.drop_reason, claim.drop_note = reason, note.strip()
    if move == "merge":
        claim.drop_reason, claim.merged_into = DropReason.MERGED, into
    if move == "take_up":
        claim.assignee = by
    claim.save()
    record_event(
        claim,
        f"case.{move}",
        by=by,
        before=was,
        after=claim.status,
        reason=claim.drop_reason,
        note=note.strip(),
        into=str(into.pk) if into else "",
    )
    return claim


@transaction.atomic
def move_text(
    revision_id: UUID,
    move: str,
    *,
    by: User,
    reason: str = "",
    publish_at: datetime | None = None,
) -> Revision:
    """Make one move of a revision.

    ``reason`` belongs to "return" and "withdraw", ``publish_at`` (aware, in the future) to
    "schedule". Publishing freezes the snapshot, supersedes the former published revision
    and answers the case, all in this transaction. Publishing and withdrawing also sign where
    the history stands then.

    Raises:
        Revision.DoesNotExist, IllegalMove, NotAllowed, NotReady.
        NoSigningKey: readers could not check what would become public; nothing is done.
    """
    return _move_text(revision_id, move, by, roles_of(by), reason.strip(), publish_at)


# Moves that carry nothing typed: made again, they would do the same again.
_BARE_TEXT_MOVES = ("submit", "approve", "publish")


def case_moved_already(claim: Claim, move: str, *, by: User) -> bool:
    """Whether the case stands where the move leads because this person made it last.

    For answering a second click; never a merge, which might have meant another claim.
    """
    if move == "merge" or move not in CASE_MOVES or claim.status != CASE_MOVES[move].target:
        return False
    names = [f"case.{name}" for name in CASE_MOVES]
    last = AuditEvent.objects.filter(claim=claim, name__in=names).last()
    return last is not None and (last.name, last.actor_id) == (f"case.{move}", by.pk)


def text_moved_already(revision: Revision, move: str, *, by: User) -> bool:
    """As for cases, of a revision and the moves for which nothing is typed."""
    if move not in _BARE_TEXT_MOVES or revision.status != TEXT_MOVES[move].target:
        return False
    last = AuditEvent.objects.filter(
        claim=revision.text.verdict.claim_id,
        name__in=[f"text.{name}" for name in TEXT_MOVES],
        values__language=revision.text.language,
        values__revision=revision.number,
    ).last()
    return last is not None and (last.name, last.actor_id) == (f"text.{move}", by.pk)


@transaction.atomic
def publish_scheduled(revision_id: UUID) -> Revision:
    """Publish a scheduled revision whose time has come, in the name of who scheduled it.

    Raises:
        IllegalMove: it is not scheduled any more.
        NotAllowed: who scheduled it is no publisher any more.
        NotReady: something was lost since (a source deleted, an alternative text emptied).
        NoSigningKey: as for `move_text`.
    """
    revision = Revision.objects.select_related("scheduled_by").get(pk=revision_id)
    publisher = revision.scheduled_by
    if publisher is None or revision.status != TextStatus.SCHEDULED:
        raise IllegalMove("publish", revision.status)
    if Role.PUBLISHER not in roles_of(publisher):
        raise NotAllowed("publish", frozenset({Role.PUBLISHER}))
    return _move_text(revision_id, "publish", publisher, frozenset({Role.SYSTEM}), "", None)


def _move_text(
    revision_id: UUID,
    move: str,
    by: User,
    roles: frozenset[Role],
    reason: str,
    publish_at: datetime | None,
) -> Revision:
    if move == "publish":
        hold_what_is_cited(revision_id)
    revision = (
        Revision.objects.select_for_update(of=("self",))
        .select_related("text__verdict__claim", "rating")
        .get(pk=revision_id)
    )
    now = timezone.now()
    missing = set(missing_of(revision))
    if not reason:
        missing.add(Missing.REASON)
    if publish_at is None or publish_at <= now:
        missing.add(Missing.FUTURE_TIME)
    was = revision.status
    after = check(TEXT_MOVES, move, Facts(was, roles, frozenset(missing)))
    if move == "approve" and wrote(by, revision):
        raise NotAllowed(move)
    former = _supersede_former(revision, by) if move == "publish" else None
    _apply(revision, move, by, reason, publish_at, now)
    revision.status = after
    revision.save()
    claim = revision.text.verdict.claim
    event = record_event(
        claim,
        f"text.{move}",
        by=by,
        language=revision.text.language,
        revision=revision.number,
        reason=reason,
        publish_at=publish_at.isoformat() if publish_at else "",
        **(
            _published_values(revision, former, was)
            if move == "publish"
            else {"before": was, "after": after}
        ),
    )
    if move == "publish":
        flag_published(revision)
        _answer_case(claim, by)
    if move == "withdraw":
        close_alerts(revision, by=by)
    if move in ("publish", "withdraw"):
        # Last: from here to the end of the transaction nobody else can add to the site's chain.
        sign_head(event)
    return revision


def _published_values(revision: Revision, former: Revision | None, was: str) -> dict[str, Any]:
    """Return what the history keeps of a publication: what it replaced, and a digest of all
    that readers are shown from now on, so that nobody can alter that unseen."""
    correction = Correction.objects.filter(revision=revision).first()
    return {
        "before": {
            "status": was,
            "rating": _rating_shown(former),
            "revision": former.number if former else 0,
        },
        "after": {
            "status": revision.status,
            "rating": _rating_shown(revision),
            "revision": revision.number,
        },
        "kind": correction.kind if correction else "",
        "note": correction.public_note if correction else "",
        "snapshot": snapshot_digest(revision.snapshot or {}),
    }


def _rating_shown(revision: Revision | None) -> str:
    """Return the key of the rating that readers were shown, "" before there was one."""
    return str((revision.snapshot or {})["rating"]["key"]) if revision else ""


def _apply(
    revision: Revision,
    move: str,
    by: User,
    reason: str,
    publish_at: datetime | None,
    now: datetime,
) -> None:
    """Write what goes with the move; the status itself is written by the caller."""
    if move == "submit":
        revision.submitted_at, revision.submitted_by = now, by
        revision.return_reason = ""
    elif move == "return":
        revision.submitted_at, revision.submitted_by = None, None
        revision.return_reason = reason
    elif move == "approve":
        revision.approved_at, revision.approved_by = now, by
    elif move == "schedule":
        revision.publish_at, revision.scheduled_by = publish_at, by
        enqueue(
            PUBLISH_SCHEDULED,
            f"{revision.pk}:{revision.version}",
            {"revision": str(revision.pk)},
            due_at=publish_at,
        )
    elif move == "publish":
        revision.published_at, revision.published_by = now, by
        revision.snapshot = snapshot_of(revision, published_at=now)
    elif move == "withdraw":
        revision.withdrawn_at, revision.withdrawn_by = now, by
        revision.withdrawn_reason = reason


def _supersede_former(revision: Revision, by: User) -> Revision | None:
    former = (
        Revision.objects.select_for_update()
        .filter(text=revision.text, status=TextStatus.PUBLISHED)
        .exclude(pk=revision.pk)
        .first()
    )
    if former is None:
        return None
    facts = Facts(former.status, frozenset({Role.SYSTEM}))
    former.status = check(TEXT_MOVES, "supersede", facts)
    former.save(update_fields=["status"])
    close_alerts(former, by=by)
    record_event(
        revision.text.verdict.claim,
        "text.supersede",
        by=by,
        language=revision.text.language,
        revision=former.number,
        before=TextStatus.PUBLISHED,
        after=former.status,
    )
    return former


def _answer_case(claim: Claim, by: User) -> None:
    locked = Claim.objects.select_for_update(no_key=True).get(pk=claim.pk)
    move = CASE_MOVES["answered"]
    if locked.status not in move.origins:
        return
    was = locked.status
    locked.status = check(CASE_MOVES, "answered", Facts(was, frozenset({Role.SYSTEM})))
    locked.save(update_fields=["status"])
    record_event(locked, "case.answered", by=by, before=was, after=locked.status)
