"""What is known about one picture, put into words for the desk.

For the page of a picture; its matches are `shown_matches`' and all that is known of its date is
`shown_dating`'s. Nothing is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from claims.models import Claim
from claims.queries import claims_by_reference
from claims.views.picture_names import picture_names
from claims.views.shown_match_groups import Group, MatchGroup, shown_groups
from claims.views.shown_sides import known_of_pairs
from claims.wording import PictureName
from media_provenance.models import DatingQuestion, Match, MediaAsset
from media_provenance.queries import MatchOrder, current_finding, in_order
from media_provenance.wording import (
    finding_label,
    finding_sentence,
    format_interval,
    strength_label,
)
from multilingual.intervals import DateInterval


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """What a claim asked of the picture and, in short, what the evidence says; "" for nothing."""

    claim: Claim | None
    event: str
    label: str
    strength: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """What the page of one picture says of it."""

    asset: MediaAsset
    name: PictureName
    groups: tuple[MatchGroup, ...]
    answers: tuple[ShownAnswer, ...]

    @property
    def matches_count(self) -> int:
        """How many pictures are like it, those that were rejected left out."""
        return sum(group.count for group in self.groups if group.name != Group.REJECTED)


def shown_picture(
    asset: MediaAsset, *, first: str = "", order: MatchOrder = MatchOrder.OLDEST
) -> ShownPicture:
    """Gather what is known. About ten queries.

    Args:
        first: the ``asked_for`` of the question that the person came for.
        order: of the pictures like it.
    """
    questions = sorted(asset.questions.all(), key=lambda one: one.asked_for != first)
    claims = claims_by_reference(question.asked_for for question in questions)
    return ShownPicture(
        asset=asset,
        name=picture_names([asset])[asset.pk],
        groups=_groups(asset, order),
        answers=tuple(_answer(one, claims.get(one.asked_for)) for one in questions),
    )


def _groups(asset: MediaAsset, order: MatchOrder) -> tuple[MatchGroup, ...]:
    matches = list(
        Match.objects.of(asset.pk)
        .select_related("first", "second", "decided_by", "second_decided_by")
        .order_by("pk")
    )
    known = known_of_pairs(matches)
    return shown_groups(asset, in_order(matches, asset.pk, known.dates, order), known)


def _answer(question: DatingQuestion, claim: Claim | None) -> ShownAnswer:
    days = DateInterval(question.event_first_day, question.event_last_day)
    event = format_interval(days, get_language() or "en")
    finding = current_finding(question)
    if finding is None:
        return ShownAnswer(claim, event, "", "", "")
    return ShownAnswer(
        claim,
        event,
        finding_label(finding.kind, finding.strength),
        strength_label(finding.strength),
        finding_sentence(finding, event=days),
    )
