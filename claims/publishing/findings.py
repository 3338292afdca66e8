"""A finding about a picture, frozen with the evidence that it was made from.

What is frozen are facts: the sentence is composed in the reader's language when it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from claims.domain.published import (
    PublishedEvidence,
    PublishedFinding,
    PublishedStatement,
    web_address,
)
from claims.models import Revision
from media_provenance.domain.date_evidence import EvidenceItem
from media_provenance.domain.findings import FindingKind, Strength
from media_provenance.models import Evidence, Finding
from media_provenance.queries import conflicts_of, inputs_of


def frozen_finding(finding: Finding) -> PublishedFinding:
    """Freeze a finding: its facts and everything that was weighed for it."""
    inputs = inputs_of(finding)
    rows = Evidence.objects.in_bulk([int(key) for key in inputs])
    evidence = [_evidence(item, rows.get(int(key))) for key, item in inputs.items()]
    # The one that sets the bound first; the row keeps them in no order.
    rests_on = sorted(
        finding.rests_on.all(), key=lambda row: (row.latest != finding.existed_by, row.pk)
    )
    return PublishedFinding(
        asset_id=str(finding.question.asset_id),
        kind=FindingKind(finding.kind),
        strength=Strength(finding.strength),
        event_first_day=finding.event_first_day,
        event_last_day=finding.event_last_day,
        existed_by=finding.existed_by,
        existed_by_day=finding.existed_by_day,
        metadata_day=finding.metadata_day,
        not_before=finding.not_before,
        not_before_day=finding.not_before_day,
        at_least_days=finding.at_least_days,
        at_least_hours=finding.at_least_hours,
        rests_on=tuple(str(row.pk) for row in rests_on),
        conflicts=tuple(conflicts_of(finding)),
        rule_version=finding.rule_version,
        recorded_at=finding.recorded_at,
        evidence=tuple(evidence),
    )


def frozen_findings(
    revision: Revision,
) -> tuple[PublishedFinding | None, tuple[PublishedStatement, ...]]:
    """Freeze a text's own finding, and the sentences of it that state findings.

    Of two findings on one question only the newer is shown, whichever of them the words were made
    of. The text's own finding is not repeated with its sentence.
    """
    stated = list(revision.stated_findings.select_related("finding__question"))
    newest = _newest_by_question(
        [*([revision.finding] if revision.finding else []), *(one.finding for one in stated)]
    )
    own = newest[revision.finding.question_id] if revision.finding else None
    frozen = {one.pk: frozen_finding(one) for one in newest.values()}
    statements = []
    for one in stated:
        shown = newest[one.finding.question_id]
        statements.append(PublishedStatement(one.words, None if shown == own else frozen[shown.pk]))
    return (frozen[own.pk] if own else None), tuple(statements)


def _newest_by_question(findings: Iterable[Finding]) -> dict[UUID, Finding]:
    # One that nothing has superseded is the newest, whatever the clock said when it was recorded.
    oldest_first = sorted(findings, key=lambda one: (one.superseded_at is None, one.recorded_at))
    return {one.question_id: one for one in oldest_first}


def _evidence(item: EvidenceItem, row: Evidence | None) -> PublishedEvidence:
    return PublishedEvidence(
        id=item.id,
        kind=item.kind,
        role=item.role,
        match=item.match,
        earliest=item.when.earliest,
        latest=item.when.latest,
        grade=item.grade,
        operator=item.operator,
        speaks_of=item.speaks_of,
        zone_known=item.zone_known,
        source_url=web_address(row.source_url) if row else "",
        source_title=row.source_title if row else "",
        source_language=row.source_language if row else "",
        archived_url=web_address(row.archived_url) if row else "",
    )
