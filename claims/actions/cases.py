"""Record claims, where they were seen and what they say happened when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

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
)
from claims.permissions import check_can_edit_claim
from claims.queries import check_nothing_is_approved, reference_of
from claims.reading import own_address
from media_provenance.actions import ask_when, stop_asking
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


def get_claimant(name: str, kind: ClaimantKind, *, language: str = "") -> Claimant | None:
    """Return the claimant of that name, made if new; None for an empty name."""
    name = " ".join(name.split())
    if not name:
        return None
    claimant, _ = Claimant.objects.get_or_create(
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
) -> Claim:
    """Record a claim, with the news item it was read in and the pictures it came with.

    The same words again from the same item give the claim that is there, unchanged.

    The item becomes its first appearance; when that is dated, its days stand in for the
    event until an editor says otherwise, and each picture is asked about at once.

    Raises:
        NotAllowed: the person may not record claims.
        NothingClaimed: ``text`` has no words.
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
        attach_item(claim, news_item, by=by)
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
def attach_item(claim: Claim, item: NewsItem, *, by: User) -> Appearance:
    """Say that the claim was seen in this news item. Doing it twice changes nothing."""
    check_can_edit_claim(by)
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
    if created:
        record_event(claim, "case.appearance_added", by=by, item=str(item.pk))
        for picture in item.pictures.filter(asset__isnull=False).select_related("asset"):
            if picture.asset is not None and (picture.is_lead or not claim.pictures.exists()):
                _add_picture(claim, picture.asset)
        _let_appearance_stand_in(claim)
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
    _let_appearance_stand_in(claim)
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
        _let_appearance_stand_in(locked)
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


@transaction.atomic
def record_statement(
    claim: Claim,
    news_item: NewsItem,
    *,
    speaker: Claimant,
    stance: Stance,
    start: int,
    end: int,
    by: User,
) -> Statement:
    """Record who says what of the claim, resting on the words from ``start`` to ``end``.

    Offsets count code points of the news item's text, end exclusive.

    Raises:
        NotAllowed; NoSuchWords if the span is empty or outside the text.
    """
    check_can_edit_claim(by)
    quote = news_item.text[start:end]
    if start < 0 or end > len(news_item.text) or not quote.strip():
        raise NoSuchWords
    statement = Statement.objects.create(
        claim=claim,
        news_item=news_item,
        speaker=speaker,
        stance=stance,
        quote=quote,
        span_start=start,
        span_end=end,
        recorded_by=by,
    )
    record_event(claim, "case.statement_recorded", by=by, statement=statement.pk, stance=stance)
    return statement


def ask_about_pictures(claim: Claim, *, by: User | None) -> None:
    """Ask of each picture of the claim whether it existed before the claimed event."""
    claim.refresh_from_db(fields=["event_first", "event_last"])
    if claim.event_first is None or claim.event_last is None:
        for picture in claim.pictures.select_related("asset"):
            stop_asking(picture.asset, asked_for=reference_of(claim.pk))
        return
    event = DateInterval(claim.event_first, claim.event_last)
    for picture in claim.pictures.select_related("asset"):
        ask_when(picture.asset, asked_for=reference_of(claim.pk), event=event, by=by)


def fitting_address(address: str) -> str:
    """Return an address, or nothing where it is longer than the column; the news item has it."""
    return address if len(address) <= MOST_ADDRESS else ""


def _add_picture(claim: Claim, asset: MediaAsset) -> None:
    ClaimPicture.objects.get_or_create(
        claim=claim, asset=asset, defaults={"position": claim.pictures.count() + 1}
    )


def _let_appearance_stand_in(claim: Claim) -> None:
    """Take the first dated appearance for the event, unless an editor has named it.

    A claim that is spread as news says "now": its first dated appearance is the best that
    is known until somebody looks closer.
    """
    claim.refresh_from_db(fields=["event_first", "event_last", "event_origin"])
    if claim.event_origin == "editor":
        return
    first = (
        claim.appearances.filter(first_day__isnull=False, last_day__isnull=False)
        .order_by("first_day", "last_day")
        .first()
    )
    if first is None:
        return
    claim.event_first, claim.event_last = first.first_day, first.last_day
    claim.event_origin = "appearance"
    claim.save(update_fields=["event_first", "event_last", "event_origin"])
