"""Who says what of a claim, resting on words of a news item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from claims.actions.cases.quotes import quoted
from claims.actions.history import record_event
from claims.models import (
    Claim,
    Claimant,
    NewsItem,
    Stance,
    Statement,
    StatementSuggestion,
    SuggestionState,
)
from claims.permissions import check_can_edit_claim
from claims.queries import check_nothing_is_approved
from claims.recording.suggestions import claim_key

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class SpeakerNeeded(Exception):
    """Only what is reported may have nobody who says it."""

    def __init__(self) -> None:
        super().__init__(_("Say who speaks. Only what is reported may have nobody named."))


@dataclass(frozen=True, slots=True)
class StatementDetails:
    """What is known of a statement beside who says what.

    Attributes:
        relay: who passed the speaker's words on.
        cue: the words that show the stance, as read.
        in_title: whether the span counts in the news item's title.
        claim_text: what is claimed, where that is less than the quotation; for finding what is
            like it.
    """

    relay: Claimant | None = None
    cue: str = ""
    in_title: bool = False
    claim_text: str = ""


@transaction.atomic
def record_statement(
    claim: Claim,
    news_item: NewsItem,
    *,
    speaker: Claimant | None,
    stance: Stance,
    start: int,
    end: int,
    by: User,
    details: StatementDetails | None = None,
) -> Statement:
    """Record who says what of the claim, resting on the words from ``start`` to ``end``.

    Offsets count code points of the news item's text or title, end exclusive. Without a
    ``speaker`` it can only be something that is reported.

    Raises:
        NotAllowed; NoSuchWords if the span is empty or outside the text; SpeakerNeeded.
    """
    check_can_edit_claim(by)
    if speaker is None and stance != Stance.REPORTS:
        raise SpeakerNeeded
    details = details or StatementDetails()
    quote = quoted(news_item.title if details.in_title else news_item.text, (start, end))
    statement = Statement.objects.create(
        claim=claim,
        news_item=news_item,
        speaker=speaker,
        relay=details.relay,
        stance=stance,
        quote=quote,
        span_start=start,
        span_end=end,
        cue=details.cue,
        in_title=details.in_title,
        claim_key=claim_key(details.claim_text or quote),
        recorded_by=by,
    )
    record_event(claim, "case.statement_recorded", by=by, statement=statement.pk, stance=stance)
    return statement


@transaction.atomic
def remove_statement(statement: Statement, *, by: User) -> None:
    """Take back a recorded statement; what it said stays in the history. Twice changes nothing.

    Raises:
        NotAllowed, Approved.
    """
    check_can_edit_claim(by)
    found = Statement.objects.select_for_update(of=("self",)).filter(pk=statement.pk).first()
    if found is None:
        return
    check_nothing_is_approved(found.claim_id)
    # What it was made of is offered again.
    StatementSuggestion.objects.filter(statement=found).update(
        state=SuggestionState.OFFERED, statement=None, decided_by=None, decided_at=None
    )
    record_event(
        found.claim,
        "case.statement_removed",
        by=by,
        statement=found.pk,
        item=str(found.news_item_id),
        before={
            "speaker": found.speaker.name if found.speaker else "",
            "stance": found.stance,
            "quote": found.quote,
        },
        after={},
    )
    found.delete()
