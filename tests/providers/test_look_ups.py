"""Questions to services elsewhere: which are asked, and what is kept of them."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from jobs.models import Job
from media_provenance.actions import store_picture
from media_provenance.look_ups import (
    LOOK_UP,
    AddressNotPublic,
    Operation,
    PictureWouldLeave,
    ProviderOff,
    Question,
    UnknownProvider,
    ask,
    calls_about,
    service_states,
)
from media_provenance.models import CallState, Capture, MediaAsset, ProviderCall, ProviderLead
from media_provenance.queries import read_capture
from tests.factories.look_ups import COPIES, run_look_ups
from tests.factories.pictures import draw_picture, jpeg
from tests.providers.conftest import KEY
from tests.providers.fake import Fake
from tests.providers.operations import MOMENT, PICTURE, PICTURE_URL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_waits")]
Start = Callable[..., Fake]


# What is asked


def test_a_question_is_a_row_and_a_job_before_anything_is_sent(
    service: Start, alice: User, picture: MediaAsset
) -> None:
    archive = service("wayback", "captures")

    call = ask("wayback", COPIES, by=alice, asset=picture)

    assert (call.state, call.asked_by, call.about_url) == (CallState.WAITING, alice, PICTURE_URL)
    assert Job.objects.get(kind=LOOK_UP).payload == {"call": str(call.pk), "turn": 1}
    assert archive.asked == []


def test_the_same_question_twice_is_asked_once(
    service: Start, alice: User, picture: MediaAsset
) -> None:
    service("wayback", "captures")

    first = ask("wayback", COPIES, by=alice, asset=picture)
    second = ask("wayback", COPIES, by=alice, asset=picture)

    assert first == second


def test_a_service_that_is_off_is_not_asked(
    settings: Settings, alice: User, picture: MediaAsset
) -> None:
    settings.PROVIDERS_ON = []

    with pytest.raises(ProviderOff, match="Wayback Machine"):
        ask("wayback", COPIES, by=alice, asset=picture)


def test_a_service_without_its_key_is_off(
    switched_on: Settings, alice: User, picture: MediaAsset
) -> None:
    switched_on.PROVIDER_KEYS = {}

    with pytest.raises(ProviderOff):
        ask(
            "vision",
            Question(Operation.SEARCH_IMAGE, sends_file=True, may_leave=True),
            by=alice,
            asset=picture,
        )


def test_nothing_is_on_unless_an_operator_says_so() -> None:
    assert {state.is_on for state in service_states()} == {False}


@pytest.mark.parametrize(
    "question",
    [
        Question(Operation.SEARCH_IMAGE, sends_file=True),
        Question(Operation.SEARCH_IMAGE, url=PICTURE_URL),
    ],
    ids=["file", "address"],
)
def test_a_picture_does_not_leave_before_somebody_agrees(
    switched_on: Settings, alice: User, picture: MediaAsset, question: Question
) -> None:
    with pytest.raises(PictureWouldLeave):
        ask("tineye", question, by=alice, asset=picture)

    assert not ProviderCall.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.7/a.jpg",
        "http://localhost/a.jpg",
        "ftp://news.example/a.jpg",
        "https://user:word@news.example/a.jpg",
        "http://intranet/صورة.jpg",
        "file:///etc/passwd",
    ],
)
def test_nobody_outside_is_told_of_an_address_of_ours(
    switched_on: Settings, alice: User, picture: MediaAsset, url: str
) -> None:
    with pytest.raises(AddressNotPublic):
        ask("wayback", Question(Operation.CAPTURES, url=url), by=alice, asset=picture)


@pytest.mark.parametrize(
    ("provider", "question"),
    [
        ("wayback", Question(Operation.SEARCH_IMAGE, url=PICTURE_URL)),
        ("wayback", Question(Operation.CAPTURES)),
        ("fact_check_tools", Question(Operation.SEARCH_CLAIMS, text="  ")),
    ],
    ids=["cannot", "nothing to ask with", "no words"],
)
def test_a_question_that_makes_no_sense_is_refused(
    switched_on: Settings, alice: User, provider: str, question: Question
) -> None:
    with pytest.raises(ValueError, match=r"cannot be asked|needs an address"):
        ask(provider, question, by=alice)


def test_a_service_that_nobody_knows_is_said_so(switched_on: Settings, alice: User) -> None:
    with pytest.raises(UnknownProvider):
        ask("altavista", COPIES, by=alice)


# What is kept


def test_an_answer_is_kept_byte_for_byte_with_its_leads(service: Start, alice: User) -> None:
    service("wayback", "captures")
    call = ask("wayback", COPIES, by=alice)

    run_look_ups()

    call.refresh_from_db()
    assert (call.state, call.outcome, call.status, call.tries) == (CallState.DONE, "found", 200, 1)
    assert call.answer is not None
    assert b"20220814101112" in read_capture(call.answer)
    assert call.request["method"] == "GET"
    assert next(lead.earliest for lead in call.leads.all()) == MOMENT
    assert call.detail == "2 entries could not be read"


def test_an_empty_answer_is_an_answer(service: Start, alice: User) -> None:
    service("wayback", "captures, empty")
    call = ask("wayback", COPIES, by=alice)

    run_look_ups()

    call.refresh_from_db()
    assert (call.state, call.outcome, call.leads.count()) == (CallState.DONE, "nothing", 0)


def test_no_key_is_kept_anywhere(
    service: Start, alice: User, picture: MediaAsset, settings: Settings
) -> None:
    service("vision", "search")
    question = Question(Operation.SEARCH_IMAGE, sends_file=True, may_leave=True)
    ask("vision", question, by=alice, asset=picture)

    run_look_ups()

    rows = [*ProviderCall.objects.values(), *Capture.objects.values(), *Job.objects.values()]
    files = [path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert KEY not in repr(rows)
    assert not [one for one in files if KEY.encode() in one]
    assert not [
        one for one in files if one[:2] == b"\x1f\x8b" and KEY.encode() in gzip.decompress(one)
    ]


def test_a_picture_that_left_is_on_record(service: Start, alice: User, picture: MediaAsset) -> None:
    service("vision", "search")
    question = Question(Operation.SEARCH_IMAGE, sends_file=True, may_leave=True)

    call = ask("vision", question, by=alice, asset=picture)
    run_look_ups()

    call.refresh_from_db()
    assert call.sends_picture
    assert call.request["picture_bytes"] == len(PICTURE)
    assert PICTURE not in repr(call.request).encode()


# What becomes evidence


def test_what_was_asked_about_a_picture_is_listed_newest_first(
    service: Start, alice: User, picture: MediaAsset
) -> None:
    service("wayback", "captures, empty")
    first = ask("wayback", COPIES, by=alice, asset=picture)
    run_look_ups()
    second = ask("wayback", COPIES, by=alice, asset=picture)

    assert list(calls_about(picture)) == [second, first]


# What the database refuses


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "asleep"},
        {"state": "done"},
        {"outcome": "found"},
        {"ended_at": timezone.now()},
    ],
)
def test_the_database_refuses_half_a_call(changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ProviderCall.objects.create(provider="wayback", operation="captures", **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "rumour"},
        {"state": "recorded"},
        {"decided_at": timezone.now()},
        {"earliest": MOMENT, "latest": MOMENT - timedelta(seconds=1)},
        {"place": 7},
    ],
)
def test_the_database_refuses_half_a_lead(changes: dict[str, object]) -> None:
    call = ProviderCall.objects.create(provider="wayback", operation="captures")
    ProviderLead.objects.create(call=call, place=7, kind="review")
    values = {"place": 1, "kind": "review", **changes}

    with pytest.raises(IntegrityError), transaction.atomic():
        ProviderLead.objects.create(call=call, **values)


def test_a_call_does_not_follow_itself() -> None:
    call = ProviderCall(pk=uuid4(), provider="wayback", operation="captures")
    call.follows_id = call.pk

    with pytest.raises(IntegrityError), transaction.atomic():
        call.save(force_insert=True)


def test_a_question_about_a_picture_that_was_removed_stays_on_record(
    service: Start, alice: User
) -> None:
    service("wayback", "captures, empty")
    asset = store_picture(jpeg(draw_picture(72)))
    call = ask("wayback", COPIES, by=alice, asset=asset)
    run_look_ups()

    asset.delete()

    call.refresh_from_db()
    assert (call.asset, call.outcome) == (None, "nothing")
