"""Which findings a text says, and whether they still say the same."""

from __future__ import annotations

from media_provenance.models import Finding


def newest_of(finding: Finding) -> Finding:
    """Return what is found now on the question of a finding; itself where nothing is."""
    newest = Finding.objects.current().filter(question_id=finding.question_id).first()
    return newest or finding
