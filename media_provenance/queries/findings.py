"""What was found out about a picture's date, and what it rests on."""

from __future__ import annotations

from media_provenance.domain.date_evidence import EvidenceItem
from media_provenance.domain.finding_records import item_from_record
from media_provenance.domain.findings import Conflict, ConflictKind
from media_provenance.models import DatingQuestion, Finding


def current_finding(question: DatingQuestion) -> Finding | None:
    """Return what the evidence says now; None until the picture has been looked at."""
    return question.findings.filter(superseded_at__isnull=True).first()


def inputs_of(finding: Finding) -> dict[str, EvidenceItem]:
    """Return every item that went into a finding, by id, as it was then."""
    items = (item_from_record(record) for record in finding.inputs)
    return {item.id: item for item in items}


def conflicts_of(finding: Finding) -> list[Conflict]:
    """Return what was set aside in a finding, and why."""
    return [
        Conflict(record["item"], record["against"], ConflictKind(record["kind"]))
        for record in finding.conflicts
    ]
