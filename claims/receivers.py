"""Hear what `media_provenance` tells, and chain it into the case's history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from claims.actions.history import record_event
from claims.models import Claim
from media_provenance.models import Finding
from media_provenance.signals import finding_recorded


@receiver(finding_recorded)
def note_finding(finding: Finding, **_: Any) -> None:
    """Write the finding into the history of the claim that asked for it."""
    asker, _colon, reference = finding.question.asked_for.partition(":")
    if asker != "claim":
        return
    claim = Claim.objects.filter(pk=UUID(reference)).first()
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
