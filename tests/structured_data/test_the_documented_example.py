"""The example in docs/reference/public-data.md is what the code makes, and it is schema.org."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from claims.domain.claimreview import claim_review, media_review, publisher
from claims.domain.data_feed import data_feed, published_item, withdrawn_item
from claims.domain.published import PublishedPlace
from tests.structured_data.required import lacks_of
from tests.structured_data.vocabulary import mistakes_in
from tests.unit.claims.verdicts import ADDRESSES, FIRST, LATER, MODEL_CASE

DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "public-data.md"
PLACE = PublishedPlace(
    page_url="https://first.example/a",
    file_url="https://first.example/a.jpg",
    archived_url="https://archive.example/a",
    first_day=date(2024, 6, 20),
    last_day=date(2024, 6, 20),
)
CIRCULATED = replace(MODEL_CASE.pictures[0], places=(PLACE,))
VERDICT = replace(
    MODEL_CASE,
    pictures=(CIRCULATED, MODEL_CASE.pictures[1]),
    media_also=("OriginalMediaContent",),
)


def documented() -> Any:
    (example,) = re.findall(r"```json\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    return json.loads(example)


def made() -> Any:
    item = published_item(
        claim_review(VERDICT, ADDRESSES),
        media_review(VERDICT, ADDRESSES),
        created_at=FIRST,
        modified_at=LATER,
    )
    gone = withdrawn_item(
        "https://bayyina.example/en/v/Nw4kTz8mQs3XcV6bRjYhGp/",
        language="en",
        created_at=FIRST,
        withdrawn_at=LATER,
    )
    return data_feed(
        url="https://bayyina.example/data/feed.json",
        name="بيّنة · Bayyina",
        publisher=publisher(VERDICT.organization, home=ADDRESSES.home, policies=ADDRESSES.policies),
        items=[item, gone],
        modified_at=LATER,
    )


def test_the_example_is_what_the_code_makes() -> None:
    assert documented() == made()


def test_the_example_is_schema_org_and_complete() -> None:
    assert mistakes_in(documented()) == []
    assert lacks_of(documented()) == []
