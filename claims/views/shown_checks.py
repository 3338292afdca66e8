"""What the page of a claim shows of other fact-checkers: what may be asked, and what they said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from uuid import UUID

from claims.actions.other_checks import review_language
from claims.forms.other_checks import OtherChecksForm
from claims.models import Claim, SourceReference
from claims.queries import reference_of
from claims.views.picture_names import picture_names
from claims.views.shown_outside import (
    MOST_LEADS,
    ServiceButton,
    ShownCall,
    public_addresses,
    service_buttons,
    shown_call,
)
from claims.wording import PictureName
from media_provenance.look_ups import Operation, calls_for
from media_provenance.models import LeadKind, LeadState, MediaAsset, ProviderLead
from multilingual.intervals import DateInterval

__all__ = ["PictureToAsk", "ShownAnswer", "ShownChecks", "ShownReview", "shown_checks"]


@dataclass(frozen=True, slots=True)
class PictureToAsk:
    """A picture of the claim that others can open."""

    asset: MediaAsset
    name: PictureName
    url: str


@dataclass(frozen=True, slots=True)
class ShownReview:
    """A fact-check by others. ``language`` is theirs, as they say; "" if they do not."""

    lead: ProviderLead
    claim: str
    claimant: str
    rating: str
    language: str
    day: DateInterval | None
    is_source: bool

    @property
    def may_dismiss(self) -> bool:
        """Whether nobody has decided on it."""
        return self.lead.state == LeadState.OPEN and not self.is_source

    @property
    def may_cite(self) -> bool:
        """Whether it can stand among the sources, and does not."""
        return self.lead.state != LeadState.DISMISSED and not self.is_source


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A question to other fact-checkers, how it stands, and the first of the reviews."""

    asked: ShownCall
    words: str
    language: str
    reviews: Sequence[ShownReview]


@dataclass(frozen=True, slots=True)
class ShownChecks:
    """Everything of a claim that concerns other fact-checkers."""

    form: OtherChecksForm
    by_words: Sequence[ServiceButton]
    by_picture: Sequence[ServiceButton]
    pictures: Sequence[PictureToAsk]
    answers: Sequence[ShownAnswer]

    @property
    def is_there(self) -> bool:
        """Whether anybody can be asked, or was."""
        return bool(self.by_words or self.by_picture or self.answers)


def shown_checks(
    claim: Claim,
    assets: Sequence[MediaAsset],
    sources: Iterable[SourceReference],
    form: OtherChecksForm | None = None,
) -> ShownChecks:
    """Gather it; one query where no service is on and none was asked.

    Args:
        assets: the claim's pictures, in their order.
        sources: what its verdict cites.
        form: one that could not be taken.
    """
    by_picture = service_buttons([Operation.SEARCH_CLAIMS_BY_IMAGE])
    pictures = _pictures(assets) if by_picture else []
    cited = {source.url for source in sources if source.url}
    addresses = {one.asset.pk: one.url for one in pictures}
    return ShownChecks(
        form=form or OtherChecksForm(claim=claim, addresses=addresses),
        by_words=service_buttons([Operation.SEARCH_CLAIMS]),
        by_picture=by_picture,
        pictures=pictures,
        answers=[
            ShownAnswer(
                asked=shown_call(call),
                words=str(call.parameters.get("text", "")),
                language=str(call.parameters.get("language", "")),
                reviews=[
                    _shown_review(lead, cited)
                    for lead in list(call.leads.all())[:MOST_LEADS]
                    if lead.kind == LeadKind.REVIEW
                ],
            )
            for call in calls_for(reference_of(claim.pk))
        ],
    )


def addresses_to_ask(assets: Sequence[MediaAsset]) -> dict[UUID, str]:
    """Return the public address of each picture that has one, by its id. One query."""
    return {asset: urls[0] for asset, urls in public_addresses(assets).items() if urls}


def _pictures(assets: Sequence[MediaAsset]) -> list[PictureToAsk]:
    addresses = addresses_to_ask(assets)
    names = picture_names(assets) if addresses else {}
    return [
        PictureToAsk(asset, names[asset.pk], addresses[asset.pk])
        for asset in assets
        if asset.pk in addresses
    ]


def _shown_review(lead: ProviderLead, cited: set[str]) -> ShownReview:
    said = {name: str(value) for name, value in lead.details.items()}
    # The service gives an instant, which is midnight of the publisher's day.
    day = None if lead.latest is None else lead.latest.astimezone(UTC).date()
    return ShownReview(
        lead=lead,
        claim=said.get("claim", ""),
        claimant=said.get("claimant", ""),
        rating=said.get("rating", ""),
        language=review_language(lead),
        day=None if day is None else DateInterval.of_day(day),
        is_source=lead.url in cited,
    )
