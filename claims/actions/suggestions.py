"""Decide about what the rules suggest: who says what, and the posts that a page tells of.

A suggestion becomes a statement only here, by a person. What was turned down is not offered
again; every decision can be undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.actions.cases import (
    MOST_PLATFORM,
    NothingClaimed,
    StatementDetails,
    attach_item,
    fitting_address,
    get_claimant,
    record_claim,
    record_statement,
    remove_statement,
)
from claims.actions.history import record_event
from claims.domain.speaker_kinds import kind_of_speaker
from claims.domain.stored_reading import StoredPost, stored_posts
from claims.domain.words import has_words
from claims.models import (
    Appearance,
    Claim,
    Claimant,
    ClaimantKind,
    NewsItem,
    Stance,
    Statement,
    StatementSuggestion,
    SuggestionState,
)
from claims.permissions import check_can_edit_claim
from claims.queries import check_nothing_is_approved
from claims.recording.items import lock_item
from claims.recording.suggestions import claim_key
from multilingual.language import UNKNOWN

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# What the columns hold, in characters.
_MOST_NAME = 200
_MOST_ACCOUNT = 200


class DecidedMeanwhile(Exception):
    """Somebody else has decided about the suggestion, or the text no longer gives it."""

    def __init__(self, suggestion: StatementSuggestion) -> None:
        super().__init__(_("This suggestion was decided about meanwhile. Load the page again."))
        self.suggestion = suggestion


class NoSuchPost(Exception):
    """The page tells of no such post (any more)."""

    def __init__(self) -> None:
        super().__init__(_("This post is not in the newest reading. Load the page again."))


class SuggestionChanges(TypedDict, total=False):
    """What a person puts otherwise when taking a suggestion; what is left out stays."""

    speaker: str
    speaker_kind: ClaimantKind
    relay: str
    stance: Stance
    claim_text: str
    language: str
    restated: str


@dataclass(frozen=True, slots=True)
class Undone:
    """A suggestion that is offered again; ``claim_left`` is the claim that was made of it.

    A claim has a history and is never removed: an editor may drop it.
    """

    suggestion: StatementSuggestion
    claim_left: Claim | None


@transaction.atomic
def accept_suggestion(
    suggestion: StatementSuggestion,
    *,
    claim: Claim | None,
    by: User,
    changes: SuggestionChanges | None = None,
) -> Statement:
    """Record the statement that is suggested, as it is or with changes. Twice gives the same.

    Of one that was taken already, what is put otherwise than it was recorded is refused and not
    dropped in silence: the back button leads here, and so does a second tab.

    Args:
        claim: what the statement is about; None makes a claim of the suggestion's claim, with
            the speaker as its claimant where the speaker asserts it. Who denies or reports a
            thing did not claim it.

    Raises:
        NotAllowed, Approved; NothingClaimed: without a claim it is not known what it is about;
        SpeakerNeeded; DecidedMeanwhile: left, no longer read, or recorded otherwise.
    """
    check_can_edit_claim(by)
    item, locked = _locked(suggestion)
    if locked.state == SuggestionState.ACCEPTED and locked.statement is not None:
        if not _is_recorded_so(locked, locked.statement, claim, changes or {}):
            raise DecidedMeanwhile(locked)
        return locked.statement
    if locked.state != SuggestionState.OFFERED:
        raise DecidedMeanwhile(locked)
    said: SuggestionChanges = changes or {}
    language = said.get("language") or locked.language or item.language or UNKNOWN
    stance = Stance(said.get("stance", locked.stance))
    claim_text = said.get("claim_text", locked.claim_text)
    speaker = _claimant(said.get("speaker", locked.speaker), said.get("speaker_kind"), language)
    relay = _claimant(said.get("relay", locked.relay), None, language)
    if claim is None:
        if not has_words(claim_text):
            raise NothingClaimed
        claim = record_claim(
            text=claim_text,
            language=language,
            by=by,
            news_item=item,
            claimant=speaker if stance == Stance.ASSERTS else None,
            restated=said.get("restated", ""),
            span=None if locked.in_title else (locked.start, locked.end),
        )
    else:
        attach_item(claim, item, by=by)
    locked.statement = record_statement(
        claim,
        item,
        speaker=speaker,
        stance=stance,
        start=locked.start,
        end=locked.end,
        by=by,
        details=StatementDetails(relay, locked.cue, locked.in_title, claim_text),
    )
    _decide(locked, SuggestionState.ACCEPTED, by)
    return locked.statement


@transaction.atomic
def reject_suggestion(suggestion: StatementSuggestion, *, by: User) -> StatementSuggestion:
    """Say that it is no statement, or none of use: it is never offered again for this page.

    Raises:
        NotAllowed; DecidedMeanwhile: it was taken.
    """
    check_can_edit_claim(by)
    _item, locked = _locked(suggestion)
    if locked.state == SuggestionState.ACCEPTED:
        raise DecidedMeanwhile(locked)
    if locked.state != SuggestionState.REJECTED:
        _decide(locked, SuggestionState.REJECTED, by)
    return locked


@transaction.atomic
def undo_decision(suggestion: StatementSuggestion, *, by: User) -> Undone:
    """Offer a suggestion again. The statement made of it is removed; twice changes nothing.

    Raises:
        NotAllowed, Approved.
    """
    check_can_edit_claim(by)
    _item, locked = _locked(suggestion)
    statement = locked.statement
    if statement is not None:
        remove_statement(statement, by=by)
    elif locked.state == SuggestionState.REJECTED:
        locked.decided_by, locked.decided_at = None, None
        locked.state = SuggestionState.OFFERED
        locked.save(update_fields=["decided_by", "decided_at", "state"])
    locked.refresh_from_db()
    return Undone(locked, statement.claim if statement else None)


@transaction.atomic
def take_post(claim: Claim, item: NewsItem, post_number: int, *, by: User) -> Appearance:
    """Record a post that the item shows or tells of as an appearance of the claim.

    Args:
        post_number: `StoredPost.number`. Twice gives the same appearance.

    Raises:
        NotAllowed, Approved, NoSuchPost.
    """
    check_can_edit_claim(by)
    locked = lock_item(item.pk)
    post = next((one for one in stored_posts(locked.analysis) if one.number == post_number), None)
    if post is None:
        raise NoSuchPost
    where = _whereabouts(post)
    known = claim.appearances.filter(read_in=locked, **where).first()
    if known is not None:
        return known
    check_nothing_is_approved(claim.pk)
    claim.news_items.add(locked)
    appearance = Appearance.objects.create(
        claim=claim,
        read_in=locked,
        first_day=post.first_day,
        last_day=post.last_day,
        **where,
    )
    record_event(
        claim,
        "case.appearance_added",
        by=by,
        item=str(locked.pk),
        url=where["url"],
        platform=where["platform"],
        account=where["account"],
    )
    return appearance


def _whereabouts(post: StoredPost) -> dict[str, str]:
    url = fitting_address(post.url)
    # An appearance is somewhere; of a post without either, that it was a post is all we know.
    platform = post.platform[:MOST_PLATFORM] or ("" if url else "post")
    account = (post.account or post.author)[:_MOST_ACCOUNT]
    return {"url": url, "platform": platform, "account": account}


def _locked(suggestion: StatementSuggestion) -> tuple[NewsItem, StatementSuggestion]:
    """Lock the item, then the suggestion: in the order in which a reading locks them."""
    item = lock_item(suggestion.news_item_id)
    rows = StatementSuggestion.objects.select_for_update(of=("self",))
    return item, rows.select_related("statement__claim").get(pk=suggestion.pk)


def _is_recorded_so(
    suggestion: StatementSuggestion,
    statement: Statement,
    claim: Claim | None,
    said: SuggestionChanges,
) -> bool:
    """Whether a statement says already what somebody asks to record: they clicked twice."""
    if claim is not None and claim.pk != statement.claim_id:
        return False
    asked: dict[str, str] = {
        name: " ".join(str(value).split())
        for name, value in said.items()
        # Of a claim that is there the words stay its own.
        if name not in ("restated",) and not (claim is not None and name == "language")
    }
    key = claim_key(asked.get("claim_text") or statement.quote)
    recorded = {
        "speaker": statement.speaker.name if statement.speaker else "",
        "speaker_kind": statement.speaker.kind if statement.speaker else "",
        "relay": statement.relay.name if statement.relay else "",
        "stance": statement.stance,
        "claim_text": asked.get("claim_text", "") if key == statement.claim_key else None,
        "language": statement.claim.language,
    }
    if statement.speaker is None:
        asked.pop("speaker_kind", None)
    return all(recorded[name] == value for name, value in asked.items())


def _claimant(name: str, kind: ClaimantKind | None, language: str) -> Claimant | None:
    """Return who is named: as known here already, else of the kind given or told by the name.

    Where the name does not tell it is a body, as most who speak in the news are; a person who
    takes a suggestion can say otherwise.
    """
    name = " ".join(name.split())[:_MOST_NAME]
    if kind is None:
        known = Claimant.objects.filter(name=name).order_by("pk").first()
        if known is not None:
            return known
        kind = ClaimantKind(kind_of_speaker(name) or ClaimantKind.ORGANIZATION)
    return get_claimant(name, kind, language=language)


def _decide(suggestion: StatementSuggestion, state: SuggestionState, by: User) -> None:
    suggestion.state, suggestion.decided_by = state, by
    suggestion.decided_at = timezone.now()
    suggestion.save(update_fields=["state", "decided_by", "decided_at", "statement"])
