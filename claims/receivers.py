"""Hear what `media_provenance` tells: chain it into the history, and flag what was published."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from claims.actions.finding_alerts import flag_verdicts
from claims.actions.history import record_event
from claims.queries import claims_by_reference
from media_provenance.models import DatingQuestion, Finding
from media_provenance.signals import finding_recorded


@receiver(finding_recorded)
def note_finding(question: DatingQuestion, finding: Finding | None, **_: Any) -> None:
    """Write the finding into the history of the claim that asked for it."""
    asked_for = question.asked_for
    claim = claims_by_reference([asked_for]).get(asked_for)
    if claim is None or finding is None:
        return
    record_event(
        claim,
        "finding.recorded",
        by=None,
        finding=str(finding.pk),
        asset=str(question.asset_id),
        kind=finding.kind,
        strength=finding.strength,
        at_least_days=finding.at_least_days,
        rule_version=finding.rule_version,
    )


@receiver(finding_recorded)
def flag_what_was_published(question: DatingQuestion, finding: Finding | None, **_: Any) -> None:
    """Tell the editors of published verdicts that what they rest on is no longer said."""
    flag_verdicts(question, now=finding)
