"""When a claim was first seen, and what follows from it for its event and its pictures.

Not for adding appearances (`claims.actions.cases`), and not for which item one belongs to
(`claims.recording.belongings`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claims.models import Claim
from claims.queries import reference_of
from media_provenance.actions import ask_when, stop_asking
from multilingual.intervals import DateInterval

if TYPE_CHECKING:
    from django.contrib.auth.models import User


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


def let_appearance_stand_in(claim: Claim) -> None:
    """Take the first dated appearance for the event, unless an editor has named it.

    A claim that is spread as news says "now": its first dated appearance is the best that
    is known until somebody looks closer. Without a dated one nothing stands in.
    """
    claim.refresh_from_db(fields=["event_first", "event_last", "event_origin"])
    if claim.event_origin == "editor":
        return
    first = (
        claim.appearances.filter(first_day__isnull=False, last_day__isnull=False)
        .order_by("first_day", "last_day")
        .first()
    )
    claim.event_first = first.first_day if first else None
    claim.event_last = first.last_day if first else None
    claim.event_origin = "appearance" if first else ""
    claim.save(update_fields=["event_first", "event_last", "event_origin"])
