"""A suggestion as a card of the desk: what it says in words, why to check it, what it may join."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator

from claims.domain.attributed import Stance
from claims.domain.opposition import SAME_SUBJECT_IN_ONE_TEXT, are_opposed, likeness
from claims.domain.workflow import CaseStatus
from claims.item_queries import ItemReadingPage, Opposed
from claims.models import Claim, StatementSuggestion
from claims.wording import check_reason, statement_lead

# A long text has hundreds of suggestions, and nobody goes through them at one sitting.
PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class OpposedWords:
    """A statement of the opposite, here or in another item."""

    lead: str
    words: str
    language: str
    item_id: UUID
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class Card:
    """One suggestion to decide about.

    ``targets`` are claims that it may be about, the likeliest first; ``chosen`` is the id of the
    one that is proposed, None for a new claim. Where nothing is claimed and no claim is proposed,
    one of the targets has to be chosen before it can be taken.
    """

    suggestion: StatementSuggestion
    lead: str
    reasons: tuple[str, ...]
    opposed: tuple[OpposedWords, ...]
    targets: tuple[Claim, ...]
    chosen: UUID | None

    @property
    def must_choose(self) -> bool:
        """Whether one of the claims has to be chosen before it can be taken."""
        return bool(self.targets) and self.chosen is None and not self.suggestion.claim_text


@dataclass(frozen=True, slots=True)
class SuggestionPages:
    """What is shown at once of the suggestions that wait, and of those that are decided."""

    offered: Page[StatementSuggestion]
    decided: Page[StatementSuggestion]


def suggestion_pages(
    page: ItemReadingPage,
    *,
    wanted: str | int | None = None,
    decided: str | None = None,
    focus: int | None = None,
) -> SuggestionPages:
    """Part the suggestions into pages of 25.

    Args:
        wanted, decided: which pages; the nearest there is for one that is not there.
        focus: id of a suggestion whose page is shown instead, if it waits.
    """
    number = place_of(focus, (one.pk for one in page.offered)) or wanted
    return SuggestionPages(
        Paginator(page.offered, PER_PAGE).get_page(number),
        Paginator(page.decided, PER_PAGE).get_page(decided),
    )


def place_of(suggestion: int | None, offered: Iterable[int]) -> int | None:
    """Return on which page a suggestion stands, counted from 1; None if it is not offered."""
    for index, pk in enumerate(offered):
        if pk == suggestion:
            return index // PER_PAGE + 1
    return None


def card_of(suggestion: StatementSuggestion, page: ItemReadingPage) -> Card:
    """Make a card. What opposes it is likely about the same claim, so that one is proposed.

    The same text first, then other items. A dropped claim takes no statements and is not proposed.
    """
    elsewhere = [_words(one) for one in page.opposed.get(suggestion.pk, ())]
    opposed = (*_opposed_here(suggestion, page), *elsewhere)
    joined = [one.claim for one in opposed if one.claim is not None]
    joined = [claim for claim in joined if claim.status != CaseStatus.DROPPED]
    targets = _once([*joined, *_nearest_first(suggestion, page)])
    chosen = joined[0].pk if joined else None
    if chosen is None and not suggestion.claim_text and len(targets) == 1:
        chosen = targets[0].pk
    return Card(
        suggestion,
        statement_lead(suggestion.stance, suggestion.speaker),
        tuple(check_reason(code) for code in suggestion.reasons),
        opposed,
        targets,
        chosen,
    )


def _opposed_here(suggestion: StatementSuggestion, page: ItemReadingPage) -> list[OpposedWords]:
    """Who says the opposite of the same in this very text, waiting or recorded."""
    waiting = [(one, None) for one in page.offered]
    taken = [(one, one.statement.claim) for one in page.decided if one.statement is not None]
    found = [
        OpposedWords(
            statement_lead(one.stance, one.speaker),
            one.claim_text,
            one.language,
            page.item.pk,
            claim,
        )
        for one, claim in (*taken, *waiting)
        if _stand_against(suggestion, one.speaker, one.stance, one.claim_text)
    ]
    # Those that were made of a suggestion were found with it.
    known = {one.statement_id for one in page.decided}
    for one in page.recorded:
        speaker = one.speaker.name if one.speaker else ""
        if one.pk not in known and _stand_against(suggestion, speaker, one.stance, one.quote):
            lead = statement_lead(one.stance, speaker)
            found.append(OpposedWords(lead, one.quote, page.item.language, page.item.pk, one.claim))
    return found


def _stand_against(suggestion: StatementSuggestion, speaker: str, stance: str, words: str) -> bool:
    if not are_opposed(Stance(suggestion.stance), Stance(stance)):
        return False
    if speaker and speaker == suggestion.speaker:
        return False
    alike = likeness(suggestion.claim_text, words, suggestion.language)
    return alike >= SAME_SUBJECT_IN_ONE_TEXT


def _nearest_first(suggestion: StatementSuggestion, page: ItemReadingPage) -> list[Claim]:
    """The open claims of the item, those whose statements stand nearest in its text first.

    Who declines to comment mostly does so beside what they were asked about.
    """
    distance: dict[UUID, int] = {}
    for one in page.recorded:
        if one.in_title == suggestion.in_title:
            far = abs(one.span_start - suggestion.start)
            distance[one.claim_id] = min(far, distance.get(one.claim_id, far))
    claims = [claim for claim in page.claims if claim.status != CaseStatus.DROPPED]
    beyond = max(distance.values(), default=0) + 1
    return sorted(claims, key=lambda claim: distance.get(claim.pk, beyond))


def _words(one: Opposed) -> OpposedWords:
    return OpposedWords(
        statement_lead(one.stance, one.speaker),
        one.words,
        one.item.language,
        one.item.pk,
        one.claim,
    )


def _once(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple({claim.pk: claim for claim in claims}.values())
