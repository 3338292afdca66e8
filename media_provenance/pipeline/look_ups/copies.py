"""Copies that an archive gave out: whether their bytes are ours, and then evidence.

The one thing that is recorded without a person.
"""

from __future__ import annotations

import hashlib

from django.utils import timezone

from media_provenance.domain.date_evidence import KIND_GRADE, EvidenceKind, ObjectKind, Role
from media_provenance.models import Capture, LeadState, ProviderCall, ProviderLead
from media_provenance.pipeline.evidence import EvidenceDraft, write_evidence
from media_provenance.pipeline.findings import recompute_findings
from media_provenance.providers.leads import Replay
from media_provenance.providers.services import service_named
from multilingual.intervals import InstantInterval

__all__ = ["compare_copy", "copy_evidence"]


def compare_copy(call: ProviderCall, replay: Replay) -> None:
    """Record a copy whose bytes are ours as evidence; of another one, say that it differs."""
    lead = (
        ProviderLead.objects.select_for_update()
        .filter(pk=call.parameters.get("lead"), state=LeadState.OPEN)
        .first()
    )
    asset = call.asset
    if lead is None or asset is None or call.answer is None:
        return
    sha256 = hashlib.sha256(replay.body).hexdigest()
    lead.details = {
        **lead.details,
        "fetched_sha256": sha256,
        "moment": replay.moment.isoformat(),
        "fetched": str(call.pk),
    }
    lead.archived_url = replay.archived_url
    lead.earliest = lead.latest = replay.moment
    lead.identical = sha256 == asset.sha256
    if lead.identical:
        draft = copy_evidence(lead, call.answer)
        lead.evidence = write_evidence(asset, draft)
        lead.state, lead.decided_at = LeadState.RECORDED, timezone.now()
    lead.save()
    if lead.identical:
        recompute_findings([asset.pk])


def copy_evidence(lead: ProviderLead, capture: Capture) -> EvidenceDraft:
    """Return that an archive had exactly these bytes at its own moment.

    To be recorded of the asset that has these bytes, whichever it is.

    Args:
        lead: to a copy that was fetched; its instants are the answer's Memento-Datetime.
        capture: what the archive gave out, as we keep it.
    """
    kind = EvidenceKind.WEB_ARCHIVE_IMAGE
    moment = lead.latest
    if moment is None:
        raise ValueError("A copy that was fetched has its moment.")
    address = hashlib.sha256(lead.url.encode()).hexdigest()[:24]
    operator = service_named(lead.call.provider).traits.operator
    return EvidenceDraft(
        key=f"archive:{operator}:{moment:%Y%m%d%H%M%S}:{address}",
        kind=kind,
        role=Role.SEEN,
        interval=InstantInterval.of_instant(moment),
        precision="second",
        zone_known=True,
        grade=KIND_GRADE[kind],
        operator=operator,
        about=ObjectKind.BYTES,
        read_from=f"Memento-Datetime {moment:%Y-%m-%dT%H:%M:%SZ}",
        source_url=lead.url,
        archived_url=lead.archived_url,
        capture=capture,
    )
