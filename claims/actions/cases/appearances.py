"""Where a claim was seen, with which pictures, and on which days what it says happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from claims.actions.cases.quotes import quoted
from claims.actions.history import changes, record_event
from claims.models import Appearance, Claim, ClaimPicture, NewsItem
from claims.permissions import check_can_edit_claim
from claims.queries import check_nothing_is_approved
from claims.recording.appearances import ask_about_pictures, let_appearance_stand_in
from claims.recording.places import own_address
from media_provenance.models import MediaAsset
from multilingual.intervals import DateInterval

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# What the columns of Appearance hold, in characters. A page may say more of itself.
MOST_ADDRESS = 2048
MOST_PLATFORM = 100


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
    quote = quoted(item.text, span) if span else ""
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
                put_picture(claim, picture.asset)
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
    put_picture(claim, asset)
    record_event(claim, "case.picture_added", by=by, asset=str(asset.pk))
    ask_about_pictures(claim, by=by)


def fitting_address(address: str) -> str:
    """Return an address, or nothing where it is longer than the column; the news item has it."""
    return address if len(address) <= MOST_ADDRESS else ""


def put_picture(claim: Claim, asset: MediaAsset) -> None:
    """Put a picture after those that the claim has; nothing where it has it."""
    ClaimPicture.objects.get_or_create(
        claim=claim, asset=asset, defaults={"position": claim.pictures.count() + 1}
    )
