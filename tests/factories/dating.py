"""Pictures that a claim asks about, and dated facts about them."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User

from claims.actions.cases import set_event
from claims.models import Claim
from media_provenance.actions import record_page_sighting
from media_provenance.models import Evidence, Match, MediaAsset
from multilingual.intervals import DateInterval
from tests.factories.claims import claim_of
from tests.factories.pictures import day, draw_picture, mirrored, stored_picture

EVENT = DateInterval(date(2024, 6, 20), date(2024, 6, 23))
# From the last instant of 14 August 2022 anywhere (15 August 12:00 UTC) to the first of 20 June
# 2024 anywhere (19 June 10:00 UTC), whole days.
DAYS = 673


def likely_copy(original: MediaAsset) -> Match:
    """Return the undecided match of the picture of seed 21 with a mirrored copy of it."""
    stored_picture(mirrored(draw_picture(21)))
    return Match.objects.of(original.pk).get()


def seen(asset: MediaAsset, on: str, *, title: str = "لقاء تجاري") -> Evidence:
    evidence = record_page_sighting(
        asset,
        page_key=f"earlier.example:{on}",
        url="https://earlier.example/14",
        title=title,
        language="ar",
        published=day(on),
        origin="byline",
        read_from="14 آب 2022",
        capture=None,
    )
    assert evidence is not None
    return evidence


def asked_by_claim(reporter: User, asset: MediaAsset) -> Claim:
    claim = claim_of(reporter, assets=(asset,))
    return set_event(claim, EVENT, by=reporter)
