"""Answers that strangers wrote, kept without harm."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from media_provenance.look_ups import Operation, Question, ask
from tests.factories.look_ups import run_look_ups
from tests.providers import fake
from tests.providers.fake import Fake, Fault
from tests.providers.operations import PICTURE_URL, WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_waits")]
Start = Callable[..., Fake]


def hostile(*claims: dict[str, object]) -> Fault:
    body = json.dumps({"claims": [*claims], "nextPageToken": "\0\ud800"}).encode()
    return lambda reply, _fake: fake.Reply(200, {"Content-Type": "application/json"}, body)


@pytest.mark.parametrize(
    "review",
    [
        {"title": "NUL \0 and half \ud83d of a pair", "url": "javascript:alert(1)"},
        {"reviewDate": "0001-01-01T00:00:00+14:00", "title": 7, "publisher": {"name": ["x"]}},
        {"reviewDate": "9999-12-31T23:59:59-12:00", "languageCode": "؟" * 5000},
        {},
    ],
    ids=["no text", "first day", "last day", "nothing"],
)
def test_whatever_a_service_writes_is_kept_as_a_lead(
    service: Start, alice: User, review: dict[str, object]
) -> None:
    service("fact_check_tools", "claims", hostile({"text": "\0", "claimReview": [review]}))
    call = ask("fact_check_tools", Question(Operation.SEARCH_CLAIMS, text=WORDS), by=alice)

    run_look_ups()

    call.refresh_from_db()
    assert (call.outcome, call.leads.count()) == ("found", 1)


def test_no_answer_fills_the_database(service: Start, alice: User) -> None:
    review: dict[str, object] = {"claimReview": [{"url": "https://verif.example/"}] * 40}
    service("fact_check_tools", "claims", hostile(*[review] * 40))
    call = ask("fact_check_tools", Question(Operation.SEARCH_CLAIMS, text=WORDS), by=alice)

    run_look_ups()

    assert call.leads.count() == 1000


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2014-02-30", "5 mars 2014", ""])
def test_a_day_that_cannot_be_is_no_date(service: Start, alice: User, day: str) -> None:
    match = {"backlinks": [{"crawl_date": day, "backlink": "https://a.example/"}], "score": 1e999}
    said = {"code": 200, "results": {"matches": [match]}, "stats": {"total_results": 1}}
    body = json.dumps(said).encode()
    service(
        "tineye",
        "search",
        lambda reply, _fake: fake.Reply(200, {"Content-Type": "application/json"}, body),
    )
    question = Question(Operation.SEARCH_IMAGE, url=PICTURE_URL, may_leave=True)
    call = ask("tineye", question, by=alice)

    run_look_ups()

    lead = call.leads.get()
    assert (lead.latest, lead.details) == (None, {})
