"""What would make a finding surer, as a list of things to do, each with where to do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.views.shown_matches import compare_url
from media_provenance.domain.findings import FindingFacts, combine
from media_provenance.domain.next_checks import CheckAction, NextCheck, next_checks
from media_provenance.models import DatingQuestion, MediaAsset
from media_provenance.queries import EvidenceView, asset_facts, items_to_weigh
from media_provenance.wording import next_check_sentence
from multilingual.intervals import InstantInterval


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """One thing to do: why, and the link to where it is done; ``url`` is "" for none."""

    sentence: str
    url: str
    link: str
    number: int


def shown_checks(
    asset: MediaAsset, views: Sequence[EvidenceView], question: DatingQuestion
) -> tuple[ShownCheck, ...]:
    """Return what to do next about a picture's finding, the best first. Costs no query.

    Args:
        views: the evidence about the picture, as ``evidence_about`` gives it.
    """
    facts = facts_of(views, question)
    items = items_to_weigh(views, facts.event)
    by_id = {view.item.id: view for view in views}
    return tuple(
        _shown(check, number, asset, by_id)
        for number, check in enumerate(next_checks(items, facts, asset_facts(views)), start=1)
    )


def facts_of(views: Sequence[EvidenceView], question: DatingQuestion | None) -> FindingFacts:
    """Weigh the evidence as it stands; without a question, beside no event. Costs no query."""
    event = (
        InstantInterval(None, None)
        if question is None
        else InstantInterval(question.event_earliest, question.event_latest)
    )
    return combine(items_to_weigh(views, event), event, as_of=timezone.now())


def _shown(
    check: NextCheck, number: int, asset: MediaAsset, views: dict[str, EvidenceView]
) -> ShownCheck:
    url, link = _where(check, asset, views)
    return ShownCheck(next_check_sentence(check.code), url, link, number)


def _where(check: NextCheck, asset: MediaAsset, views: dict[str, EvidenceView]) -> tuple[str, str]:
    """Return the address at which it is done, and the words of the link to it."""
    picture = reverse("desk:picture", args=[asset.pk])
    first = next((views[one] for one in check.items if one in views), None)
    if check.action in (CheckAction.CONFIRM_MATCH, CheckAction.SECOND_CONFIRMATION):
        match = first.match if first is not None else None
        url = f"{picture}#matches" if match is None else compare_url(match, asset.pk)
        return url, _("Compare the two pictures")
    if check.action in (CheckAction.SECOND_CHECK, CheckAction.EXPLAIN_CONFLICT):
        return (f"#evidence-{first.evidence.pk}", _("Go to the evidence")) if first else ("", "")
    if check.action in (CheckAction.LOOK_IN_ARCHIVES, CheckAction.SEARCH_ELSEWHERE):
        return f"{picture}#outside", _("Search elsewhere")
    if check.action is CheckAction.ENTER_EVIDENCE:
        return "#add-evidence", _("Enter what you found")
    return "", ""
