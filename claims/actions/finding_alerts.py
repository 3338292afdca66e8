"""Published verdicts whose finding is no longer what the evidence says: flagged, and answered.

A published revision never changes by itself. Its editors are told, and either correct it or say
why it still holds. Who hears of a change of findings is `claims.receivers`; when a text is
published or goes, `claims.actions.workflow` calls here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from claims.actions.history import record_event
from claims.domain.workflow import TextStatus
from claims.models import AlertResolution, FindingAlert, Revision
from claims.permissions import check_can_answer_alert
from media_provenance.models import DatingQuestion, Finding
from media_provenance.queries import current_finding, lost_evidence, says_what_was_said

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NoteNeeded(ValueError):
    """That a verdict still holds is said with a reason."""


class AlertAnswered(Exception):
    """Somebody else has answered the alert in the meantime, or the text is public no longer."""


def flag_verdicts(question: DatingQuestion, *, now: Finding | None) -> list[FindingAlert]:
    """Flag every published revision that says something else than the evidence says now.

    To be called in the transaction that changed what is said, under the question's lock. Called
    again, it changes nothing.

    Args:
        question: what was asked about a picture.
        now: the finding that stands, None where nothing can be said any more.

    Returns:
        The alerts that were made or have become other ones.
    """
    published = Revision.objects.filter(
        Q(finding__question=question) | Q(stated_findings__finding__question=question),
        status=TextStatus.PUBLISHED,
    ).select_related("text__verdict__claim")
    return [
        alert
        for revision in published.distinct()
        for cited in cited_findings(revision)
        if cited.question_id == question.pk
        and (alert := _compare(revision, cited, now)) is not None
    ]


def cited_findings(revision: Revision) -> list[Finding]:
    """Return every finding that a revision cites, each once, in no telling order. One query."""
    return list(
        Finding.objects.filter(Q(revision=revision) | Q(statedfinding__revision=revision))
        .select_related("question")
        .distinct()
    )


def hold_what_is_cited(revision_id: UUID) -> None:
    """Wait for whoever works out anew what a revision cites, and keep others waiting.

    To be called before a revision's own row is locked, so that nothing changes unseen between the
    look at its findings and its publication.
    """
    cited = Finding.objects.filter(
        Q(revision=revision_id) | Q(statedfinding__revision=revision_id)
    ).values_list("question_id", flat=True)
    # One order for everybody: two publications never wait for each other.
    list(
        DatingQuestion.objects.select_for_update(no_key=True)
        .filter(pk__in=set(cited))
        .order_by("pk")
    )


def flag_published(revision: Revision) -> list[FindingAlert]:
    """Flag a revision that was published with a finding which had changed since it was cited."""
    return [
        alert
        for cited in cited_findings(revision)
        if cited.superseded_at is not None
        and (alert := _compare(revision, cited, current_finding(cited.question))) is not None
    ]


def close_alerts(revision: Revision, *, by: User) -> int:
    """Close the alerts of a revision that is public no longer. Returns how many."""
    return FindingAlert.objects.filter(revision=revision, resolution="").update(
        resolution=AlertResolution.CORRECTED, resolved_by=by, resolved_at=timezone.now()
    )


@transaction.atomic
def take_up_alert(alert_id: int, *, by: User) -> FindingAlert:
    """Say that somebody looks into it. The first one stays.

    Raises:
        FindingAlert.DoesNotExist, NotAllowed, AlertAnswered.
    """
    check_can_answer_alert(by)
    alert = _get_open(alert_id)
    if alert.seen_at is None:
        alert.seen_by, alert.seen_at = by, timezone.now()
        alert.save(update_fields=["seen_by", "seen_at"])
        _record(alert, "finding.alert_taken_up", by=by)
    return alert


@transaction.atomic
def say_it_still_holds(alert_id: int, *, note: str, by: User) -> FindingAlert:
    """Say why a published verdict holds though its finding changed.

    Raises:
        FindingAlert.DoesNotExist, NotAllowed, AlertAnswered; NoteNeeded: no reason was given.
    """
    check_can_answer_alert(by)
    alert = _get_open(alert_id)
    if not note.strip():
        raise NoteNeeded
    alert.resolution, alert.note = AlertResolution.STILL_HOLDS, note.strip()
    alert.resolved_by, alert.resolved_at = by, timezone.now()
    alert.save(update_fields=["resolution", "note", "resolved_by", "resolved_at"])
    _record(alert, "finding.still_holds", by=by, note=alert.note)
    return alert


def _get_open(alert_id: int) -> FindingAlert:
    alert = (
        FindingAlert.objects.select_for_update(of=("self",))
        .select_related("revision__text__verdict__claim")
        .get(pk=alert_id)
    )
    if alert.resolution or alert.revision.status != TextStatus.PUBLISHED:
        raise AlertAnswered
    return alert


def _compare(revision: Revision, cited: Finding, now: Finding | None) -> FindingAlert | None:
    """Make, change or close the alert of one finding; None where nothing is new."""
    known = FindingAlert.objects.filter(revision=revision, finding=cited)
    waiting = known.filter(resolution="").select_for_update().first()
    if now is not None and says_what_was_said(cited, now):
        if waiting is not None:
            waiting.resolution, waiting.resolved_at = AlertResolution.RESTORED, timezone.now()
            waiting.save(update_fields=["resolution", "resolved_at"])
        return None
    if waiting is not None:
        return _follow(waiting, now)
    if now is not None and _was_answered(known, cited, now):
        return None
    alert, is_new = FindingAlert.objects.get_or_create(
        revision=revision, finding=cited, resolution="", defaults={"replaced_by": now}
    )
    if is_new:
        _record(alert, "finding.changed", by=None)
    return alert if is_new else None


def _follow(waiting: FindingAlert, now: Finding | None) -> FindingAlert | None:
    """Let an alert that nobody answered name what is said now."""
    if waiting.replaced_by == now:
        return None
    # Who looked into it looked at something else.
    waiting.replaced_by, waiting.changed_at = now, timezone.now()
    waiting.seen_by, waiting.seen_at = None, None
    waiting.save(update_fields=["replaced_by", "changed_at", "seen_by", "seen_at"])
    return waiting


def _was_answered(alerts: Iterable[FindingAlert], cited: Finding, now: Finding) -> bool:
    """Whether somebody said of the very same change that the verdict still holds.

    It is another change where evidence that readers are shown has been lost since.
    """
    answered = [
        alert.replaced_by
        for alert in alerts
        if alert.resolution == AlertResolution.STILL_HOLDS and alert.replaced_by is not None
    ]
    return any(
        says_what_was_said(one, now) and lost_evidence(cited, one) == lost_evidence(cited, now)
        for one in answered
    )


def _record(alert: FindingAlert, name: str, *, by: User | None, note: str = "") -> None:
    text = alert.revision.text
    record_event(
        text.verdict.claim,
        name,
        by=by,
        language=text.language,
        revision=alert.revision.number,
        finding=str(alert.finding_id),
        now=str(alert.replaced_by_id or ""),
        note=note,
    )
