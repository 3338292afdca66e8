"""Hear what `media_provenance` tells, and chain it into the case's history."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from claims.actions.history import record_event
from claims.queries import claims_by_reference
from media_provenance.models import Finding
from media_provenance.signals import finding_recorded


@receiver(finding_recorded)
def note_finding(finding: Finding, **_: Any) -> None:
    """Write the finding into the history of the claim that asked for it."""
    asked_for = finding.question.asked_for
    claim = claims_by_reference([asked_for]).get(asked_for)
    if claim is None:
        return
    record_event(
        claim,
        "finding.recorded",
        by=None,
        finding=str(finding.pk),
        asset=str(finding.question.asset_id),
        kind=finding.kind,
        strength=finding.strength,
        at_least_days=finding.at_least_days,
        rule_version=finding.rule_version,
    )
