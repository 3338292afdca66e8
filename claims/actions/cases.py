"""Record claims, where they were seen and what they say happened when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from claims.actions.history import changes, record_event
from claims.domain.words import has_words
from claims.models import (
    Appearance,
    Claim,
    Claimant,
    ClaimantKind,
    ClaimPicture,
    NewsItem,
    Stance,
    Statement,
    StatementSuggestion,
    SuggestionState,
)
from claims.permissions import check_can_edit_claim
from claims.queries import check_nothing_is_approved
from claims.recording.appearances import ask_about_pictures, let_appearance_stand_in
from claims.recording.places import own_address
from claims.recording.suggestions import claim_key
from media_provenance.models import MediaAsset
from multilingual.intervals import DateInterval

if TYPE_CHECKING:
    from django.contrib.auth.models import User


# What the columns of Appearance hold, in characters. A page may say more of itself.
MOST_ADDRESS = 2048
MOST_PLATFORM = 100


class NothingClaimed(Exception):
    """A claim needs words."""


class NoSuchWords(Exception):
    """The words a statement should rest on do not stand in the news item's text."""


class SpeakerNeeded(Exception):
    """Only what is reported may have nobody who says it."""

    def __init__(self) -> None:
        super().__init__(_("Say who speaks. Only what is reported may have nobody named."))


def get_claimant(name: str, kind: ClaimantKind, *, language: str = "") -> Claimant | None:
    """Return the claimant of that name, made if new; None for an empty name."""
    name = " ".join(name.split())
    if not name:
        return None
    claimant, _created = Claimant.objects.get_or_create(
        kind=kind, name=name, defaults={"language": language}
    )
    return claimant


@transaction.atomic
def record_claim(
    *,
    text: str,
    language: str,
    by: User,
    news_item: NewsItem | None = None,
    claimant: Claimant | None = None,
    restated: str = "",
    assets: Iterable[MediaAsset] = (),
    span: tuple[int, int] | None = None,
) -> Claim:
    """Record a claim, with the news item it was read in and the pictures it came with.

    The same words again from the same item give the claim that is there, unchanged.

    The item becomes its first appearance; when that is dated, its days stand in for the
    event until an editor says otherwise, and each picture is asked about at once.

    Args:
        span: the words of the item's text that the claim was made of, in code points, end
            exclusive.

    Raises:
        NotAllowed: the person may not record claims.
        NothingClaimed: ``text`` has no words.
        NoSuchWords: ``span`` is empty or outside the text.
    """
    check_can_edit_claim(by)
    if not has_words(text):
        raise NothingClaimed
    if news_item is not None:
        # A second click waits here for the first one's claim.
        NewsItem.objects.select_for_update(no_key=True).get(pk=news_item.pk)
        recorded = claim_in_these_words(news_item, text)
        if recorded is not None:
            return recorded
    claim = Claim.objects.create(
        text=text.strip(),
        language=language,
        restated=restated.strip(),
        claimant=claimant,
        added_by=by,
    )
    record_event(claim, "case.recorded", by=by, item=str(news_item.pk) if news_item else "")
    for asset in assets:
        _add_picture(claim, asset)
    if news_item is not None:
        attach_item(claim, news_item, by=by, span=span)
    ask_about_pictures(claim, by=by)
    return claim


def claim_in_these_words(item: NewsItem, text: str) -> Claim | None:
    """Return the claim that was made of an item in exactly these words, if there is one."""
    return item.claims.filter(text=text.strip()).order_by("added_at", "pk").first()


@transaction.atomic
def edit_claim(
    claim: Claim,
    *,
    by: User,
    text: str,
    language: str,
    restated: str,
    claimant: Claimant | None,
) -> Claim:
    """Change the words of a claim; what changed is in the history.

    Raises:
        NotAllowed, NothingClaimed.
    """
    check_can_edit_claim(by)
    if not has_words(text):
        raise NothingClaimed
    locked = Claim.objects.select_for_update(no_key=True).get(pk=claim.pk)
    check_nothing_is_approved(locked.pk)
    before = _words_of(locked)
    locked.text, locked.language = text.strip(), language
    locked.restated, locked.claimant = restated.strip(), claimant
    locked.save(update_fields=["text", "language", "restated", "claimant"])
    changed = changes(before, _words_of(locked))
    withheld = ""
    if "text" in changed["before"] and _holds_a_senders_words(locked):
        # What a reader sent can be erased, and the history cannot.
        changed["before"]["text"], withheld = "", "text"
    record_event(locked, "case.edited", by=by, withheld=withheld, **changed)
    return locked


def _holds_a_senders_words(claim: Claim) -> bool:
    """Whether the claim was made of a reader's message and nobody has put it otherwise since."""
    return (
        claim.events.filter(name="case.from_submission").exists()
        and not claim.events.filter(name="case.edited", values__after__has_key="text").exists()
    )


def _words_of(claim: Claim) -> dict[str, str]:
    return {
        "text": claim.text,
        "language": claim.language,
        "restated": claim.restated,
        "claimant": claim.claimant.name if claim.claimant else "",
    }


@transaction.atomic
def attach_item(
    claim: Claim, item: NewsItem, *, by: User, span: tuple[int, int] | None = None
) -> Appearance:
    """Say that the claim was seen in this news item. Doing it twice changes nothing.

    ``span`` are the words it was seen in; those of an appearance that has some stay.

    Raises:
        NotAllowed, Approved; NoSuchWords if the span is empty or outside the text.
    """
    check_can_edit_claim(by)
    quote = _quoted(item.text, span) if span else ""
    if not claim.appearances.filter(news_item=item).exists():
        check_nothing_is_approved(claim.pk)
    claim.news_items.add(item)
    appearance, created = Appearance.objects.get_or_create(
        claim=claim,
        news_item=item,
        defaults={
            "url": fitting_address(own_address(item)),
            "platform": item.outlet.name[:MOST_PLATFORM] if item.outlet else "",
            "first_day": item.published_first,
            "last_day": item.published_last,
        },
    )
    if span and not appearance.quote:
        appearance.quote, (appearance.span_start, appearance.span_end) = quote, span
        appearance.save(update_fields=["quote", "span_start", "span_end"])
    if created:
        record_event(claim, "case.appearance_added", by=by, item=str(item.pk))
        for picture in item.pictures.filter(asset__isnull=False).select_related("asset"):
            if picture.asset is not None and (picture.is_lead or not claim.pictures.exists()):
                _add_picture(claim, picture.asset)
        let_appearance_stand_in(claim)
        ask_about_pictures(claim, by=by)
    return appearance


@transaction.atomic
def add_appearance(
    claim: Claim,
    *,
    by: User,
    url: str = "",
    platform: str = "",
    account: str = "",
    days: DateInterval | None = None,
    archived_url: str = "",
) -> Appearance:
    """Add a place where the claim was seen that did not come in as a news item."""
    check_can_edit_claim(by)
    check_nothing_is_approved(claim.pk)
    appearance = Appearance.objects.create(
        claim=claim,
        url=url,
        platform=platform,
        account=account,
        first_day=days.earliest if days else None,
        last_day=days.latest if days else None,
        archived_url=archived_url,
    )
    record_event(claim, "case.appearance_added", by=by, url=url, platform=platform)
    let_appearance_stand_in(claim)
    ask_about_pictures(claim, by=by)
    return appearance


@transaction.atomic
def set_event(claim: Claim, event: DateInterval | None, *, by: User) -> Claim:
    """Say on which days the claimed event happened, or leave it to the appearances.

    Both ends of ``event`` must be known: an event without a first day cannot be compared
    with anything.

    Raises:
        NotAllowed; ValueError if one end is open.
    """
    check_can_edit_claim(by)
    locked = Claim.objects.select_for_update(no_key=True).get(pk=claim.pk)
    before = _event_of(locked)
    if event is None:
        locked.event_first, locked.event_last, locked.event_origin = None, None, ""
    elif event.earliest is None or event.latest is None:
        raise ValueError("an event needs a first and a last day")
    else:
        locked.event_first, locked.event_last = event.earliest, event.latest
        locked.event_origin = "editor"
    locked.save(update_fields=["event_first", "event_last", "event_origin"])
    if event is None:
        let_appearance_stand_in(locked)
    record_event(
        locked,
        "case.event_set",
        by=by,
        **_event_of(locked),
        **changes(before, _event_of(locked)),
    )
    ask_about_pictures(locked, by=by)
    return locked


def _event_of(claim: Claim) -> dict[str, str]:
    return {
        "first": claim.event_first.isoformat() if claim.event_first else "",
        "last": claim.event_last.isoformat() if claim.event_last else "",
        "origin": claim.event_origin,
    }


@transaction.atomic
def add_picture(claim: Claim, asset: MediaAsset, *, by: User) -> None:
    """Say that the claim was spread with this picture too."""
    check_can_edit_claim(by)
    _add_picture(claim, asset)
    record_event(claim, "case.picture_added", by=by, asset=str(asset.pk))
    ask_about_pictures(claim, by=by)


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
    quote = _quoted(news_item.title if details.in_title else news_item.text, (start, end))
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


def _quoted(text: str, span: tuple[int, int]) -> str:
    start, end = span
    quote = text[max(0, start) : max(0, end)]
    if start < 0 or end > len(text) or not quote.strip():
        raise NoSuchWords
    return quote


def fitting_address(address: str) -> str:
    """Return an address, or nothing where it is longer than the column; the news item has it."""
    return address if len(address) <= MOST_ADDRESS else ""


def _add_picture(claim: Claim, asset: MediaAsset) -> None:
    ClaimPicture.objects.get_or_create(
        claim=claim, asset=asset, defaults={"position": claim.pictures.count() + 1}
    )
