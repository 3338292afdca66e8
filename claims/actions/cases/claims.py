"""Record a claim in its own words, and change them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from claims.actions.cases.appearances import attach_item, put_picture
from claims.actions.history import changes, record_event
from claims.domain.words import has_words
from claims.models import Claim, Claimant, ClaimantKind, NewsItem
from claims.permissions import check_can_edit_claim
from claims.queries import check_nothing_is_approved
from claims.recording.appearances import ask_about_pictures
from media_provenance.models import MediaAsset

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NothingClaimed(Exception):
    """A claim needs words."""


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
        put_picture(claim, asset)
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
