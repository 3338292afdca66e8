"""Pictures seen on pages of a day, what is asked about them, and the finding that stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from media_provenance.actions import ask_when, record_page_sighting
from media_provenance.models import DatingQuestion, Evidence, Finding, MediaAsset
from media_provenance.queries import current_finding
from multilingual.intervals import DateInterval
from tests.factories.pictures import day

EVENT = DateInterval(date(2024, 6, 20), date(2024, 6, 23))


def sighted(asset: MediaAsset, on: str, **options: Any) -> Evidence:
    """A page of that day with the picture, recorded."""
    fields: dict[str, Any] = {
        "page_key": f"1:{on}",
        "url": "https://www.news.example/2022/trade",
        "title": "لقاء تجاري",
        "language": "ar",
        "published": day(on),
        "origin": "json_ld",
        "read_from": on,
        "capture": None,
        **options,
    }
    evidence = record_page_sighting(asset, **fields)
    assert evidence is not None
    return evidence


def asked(asset: MediaAsset, event: DateInterval = EVENT) -> DatingQuestion:
    """Ask whether the picture was there before an event."""
    return ask_when(asset, asked_for="test:1", event=event)


def finding_of(question: DatingQuestion) -> Finding:
    """Return the finding that stands; there has to be one."""
    finding = current_finding(question)
    assert finding is not None
    return finding
