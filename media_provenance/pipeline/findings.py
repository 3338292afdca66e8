"""Working out anew what the evidence says, wherever something changed that it rests on.

How evidence is weighed is ``domain/findings.py``'s to say; here the questions are found that a
change bears on, and what comes out is written and told. Which pairs people are asked about rests on
the same pairs and dates, and is chosen anew with it (``asking.py``).
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from media_provenance.domain.finding_records import digest_of_inputs, record_of_item
from media_provenance.domain.findings import RULE_VERSION, FindingFacts, FindingKind, combine
from media_provenance.models import AssetState, DatingQuestion, Finding, MediaAsset
from media_provenance.pipeline.asking import choose_pairs_to_ask
from media_provenance.queries import (
    current_finding,
    evidence_about,
    items_to_weigh,
    linked_pictures,
)
from media_provenance.signals import finding_recorded
from multilingual.intervals import InstantInterval


def affected_by(asset_ids: Iterable[UUID]) -> set[UUID]:
    """Return the pictures whose findings may rest on evidence about these, these included."""
    return {linked.asset_id for asset_id in asset_ids for linked in linked_pictures(asset_id)}


def recompute_findings(asset_ids: Iterable[UUID]) -> list[Finding]:
    """Work out anew every question that evidence about these pictures may bear on.

    A finding is written, and told of by ``finding_recorded``, only where the inputs or the
    outcome changed; the former one is superseded and stays readable. Which of their pairs wait for
    a person is chosen anew as well.

    Returns:
        The findings that were written.
    """
    asset_ids = set(asset_ids)
    if not _concern_anything(asset_ids):
        return []
    choose_pairs_to_ask(asset_ids)
    questions = (
        DatingQuestion.objects.select_for_update(of=("self",), no_key=True)
        .filter(asset_id__in=affected_by(asset_ids))
        .select_related("asset")
        .order_by("pk")
    )
    return [finding for question in questions if (finding := _answer(question)) is not None]


def _concern_anything(asset_ids: set[UUID]) -> bool:
    """Whether there is a pair with one of these pictures, or a question about one.

    Nearly every picture that is taken in has neither.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CONCERNED, {"ids": list(asset_ids)})
        (concerned,) = cursor.fetchone()
    return bool(concerned)


_CONCERNED = """
    SELECT EXISTS (SELECT FROM media_provenance_match WHERE first_id = ANY(%(ids)s::uuid[]))
        OR EXISTS (SELECT FROM media_provenance_match WHERE second_id = ANY(%(ids)s::uuid[]))
        OR EXISTS (
            SELECT FROM media_provenance_datingquestion WHERE asset_id = ANY(%(ids)s::uuid[])
        )
"""


def _answer(question: DatingQuestion) -> Finding | None:
    event = InstantInterval(question.event_earliest, question.event_latest)
    items = items_to_weigh(evidence_about(question.asset), event)
    facts = combine(items, event, as_of=timezone.now())
    finding = _finding_of(question, facts)
    finding.inputs = [record_of_item(item) for item in sorted(items, key=lambda item: item.id)]
    finding.inputs_digest = digest_of_inputs(items, event, rule_version=RULE_VERSION)
    previous = current_finding(question)
    if facts.kind is FindingKind.COMPATIBLE_NOT_PROVEN and _is_still_to_be_searched(question.asset):
        # Nobody has looked yet, so "no older copy was found" would be untrue. What was said
        # before rested on something that is gone.
        if previous is not None:
            Finding.objects.filter(pk=previous.pk).update(superseded_at=Now())
            _tell(question, None, previous)
        return None
    if previous is not None and _says_the_same(previous, finding):
        return None
    if previous is not None:
        Finding.objects.filter(pk=previous.pk).update(superseded_at=Now())
    finding.save(force_insert=True)
    finding.rests_on.set([int(item_id) for item_id in facts.rests_on])
    _tell(question, finding, previous)
    return finding


def _tell(question: DatingQuestion, finding: Finding | None, previous: Finding | None) -> None:
    finding_recorded.send(sender=Finding, question=question, finding=finding, previous=previous)


def _is_still_to_be_searched(asset: MediaAsset) -> bool:
    """Whether copies of the picture are yet to be looked for; never of a refused file or a video.

    For these the frames are searched, or nothing.
    """
    return (
        asset.state != AssetState.REFUSED and asset.searched_at is None and asset.duration is None
    )


def _finding_of(question: DatingQuestion, facts: FindingFacts) -> Finding:
    return Finding(
        question=question,
        kind=facts.kind.value,
        strength=facts.strength.value,
        existed_by=facts.existed_by,
        not_before=facts.not_before,
        existed_by_day=facts.existed_by_day,
        metadata_day=facts.metadata_day,
        not_before_day=facts.not_before_day,
        at_least_days=facts.at_least_days,
        at_least_hours=facts.at_least_hours,
        event_first_day=question.event_first_day,
        event_last_day=question.event_last_day,
        conflicts=[
            {"item": conflict.item, "against": conflict.against, "kind": conflict.kind.value}
            for conflict in facts.conflicts
        ],
        rule_version=facts.rule_version,
    )


def _says_the_same(previous: Finding, finding: Finding) -> bool:
    """Compare what decides and what came out; a date may leave the future without new inputs."""
    return all(
        getattr(previous, name) == getattr(finding, name)
        for name in ("inputs_digest", "kind", "strength", "existed_by", "not_before", "conflicts")
    )
