"""The desk's reading of addresses whose servers lie about what they give, or are asked too much."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import translation

from claims.actions.intake import IntakeRefused, bring_in_address
from claims.adapters import fetching
from claims.adapters.page_bytes import decode_page
from claims.models import NewsItem
from claims.models.news_item import IntakeKind, ReadingState
from claims.reading import read_item, read_page
from claims.reading.items import READ_ITEM
from claims.wording import public_refusal_sentence
from jobs.models import Job, JobState
from media_provenance.models import Capture, MediaAsset
from tests.factories.claims import run_item
from tests.factories.pictures import draw_picture, jpeg
from tests.webfetch.servers import LONG, PUBLIC, Behaviour, World, page, says
from webfetch import Reason, Refused, Stage
from webfetch.client import fetch

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

ADDRESS = "http://site.example/page"
TEXT = (
    "نفت البلدية في بيان لها إغلاق الجسر القديم، وقال الناطق باسمها إن الجسر مفتوح أمام المارة. "
    "Le maire a répété que le pont reste ouvert, même après l’été. "
    "नगरपालिका ने कहा कि पुल खुला है और लोग आ-जा सकते हैं। "
)
MARKUP = (
    "<!doctype html><html><head><title>الجسر مفتوح</title></head><body><article>"
    f"<h1>الجسر مفتوح</h1><p>{TEXT}</p><p>{TEXT}</p>%s</article></body></html>"
)

Met = Callable[..., World]


@pytest.fixture
def met(world: Callable[..., World], monkeypatch: pytest.MonkeyPatch) -> Met:
    """Make a world that the desk's fetches meet."""

    def make(*behaviours: Behaviour) -> World:
        server = world(*behaviours)
        through = partial(fetch, budget=LONG, resolve=server.resolve, connect=server.connect)
        monkeypatch.setattr(fetching, "fetch", through)
        return server

    return make


def markup(extra: str = "") -> bytes:
    return (MARKUP % extra).encode()


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(b"Content-Type: text/html; charset=utf-7", id="utf-7"),
        pytest.param(b"Content-Type: text/html; charset=unknown-8", id="unknown"),
        pytest.param(b"Content-Type: text/html; charset=", id="empty"),
        pytest.param(b"Content-Type: text/html; charset=\xd9\x85", id="not ASCII"),
        pytest.param(b"Content-Type: image/png", id="another type"),
        pytest.param(b"X: no type", id="no type"),
        pytest.param(
            b"Content-Disposition: attachment; filename=../../etc/passwd", id="a file name"
        ),
    ],
)
def test_what_the_headers_say_of_a_page_does_not_change_its_text(
    met: Met, reporter: User, header: bytes
) -> None:
    met(says(page(markup(), header)))

    item = run_item(bring_in_address(ADDRESS, by=reporter))

    assert item.state == ReadingState.READ
    assert TEXT.strip() in item.text
    assert item.capture is not None
    assert item.capture.path == f"captures/{item.capture.sha256[:2]}/{item.capture.sha256}"


@pytest.mark.parametrize("charset", ["utf-7", "unknown-8", "unicode_escape", "punycode", "hex"])
def test_a_bad_byte_is_replaced_and_an_unknown_charset_is_not_believed(charset: str) -> None:
    broken = markup("<p>\\u003cb\\u003e</p>").replace(b"ouvert", b"ou\xffvert", 1)

    body = read_page(broken, ADDRESS, charset, date(2022, 8, 14)).whole.body

    assert "نفت البلدية" in body
    assert "ou\ufffdvert" in body
    assert "नगरपालिका" in body


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "raw_unicode_escape", "punycode"])
def test_a_charset_that_would_make_markup_of_harmless_bytes_is_never_used(charset: str) -> None:
    latin = "<p>+ADw-b+AD4- \\u003cb\\u003e d\u00e9j\u00e0 vu, \u00e9t\u00e9</p>".encode("latin-1")

    text = decode_page(latin, charset)

    assert "+ADw-b+AD4- \\u003cb\\u003e" in text


def test_markup_that_calls_itself_a_picture_becomes_no_picture(met: Met, reporter: User) -> None:
    picture = page(b"<script>alert(1)</script>", b"Content-Type: image/png")
    met(says(page(markup('<img src="/p.png" width="800">'))), says(picture))

    item = run_item(bring_in_address(ADDRESS, by=reporter))

    assert item.state == ReadingState.READ
    assert item.pictures.get().failure == "not_a_picture"
    assert not MediaAsset.objects.exists()


def test_parts_of_a_page_that_lie_inside_are_never_fetched(met: Met, reporter: User) -> None:
    inside = (
        '<img src="http://127.0.0.1/a.jpg" width="800"><img src="//10.0.0.1/b.jpg" width="800">'
        '<script src="http://127.0.0.1/c.js"></script><iframe src="http://127.0.0.1/d"></iframe>'
    )
    server = met(says(page(markup(inside))))

    item = run_item(bring_in_address(ADDRESS, by=reporter))

    assert item.state == ReadingState.READ
    assert server.connected == [PUBLIC]


@pytest.mark.slow
def test_an_address_given_a_thousand_times_is_fetched_once(met: Met, reporter: User) -> None:
    server = met(says(page(markup())))

    items = {bring_in_address(ADDRESS, by=reporter).pk for _ in range(1_000)}
    run_item(NewsItem.objects.get())

    assert (len(items), Job.objects.filter(kind=READ_ITEM).count()) == (1, 1)
    assert len(server.connected) == 1


def second_item(by: User, url: str = ADDRESS) -> NewsItem:
    """Ask for an address again by a path that does not look for the first item."""
    return NewsItem.objects.create(intake=IntakeKind.URL, url=url, added_by=by)


def nothing(done: int, total: int | None) -> None:
    return None


def test_another_item_of_the_same_address_is_read_from_the_copy(met: Met, reporter: User) -> None:
    server = met(says(page(markup(), b"Content-Type: text/html; charset=utf-8")))
    first = run_item(bring_in_address(ADDRESS, by=reporter))

    reading = read_item({"item": str(second_item(reporter).pk)}, nothing)

    assert reading.page is not None
    assert (reading.copy, reading.fetched) == (first.capture, None)
    assert reading.page.whole.body == first.text
    assert len(server.connected) == 1


def test_the_item_says_that_it_was_read_from_the_copy(
    met: Met, reporter: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    met(says(page(markup())))
    first = run_item(bring_in_address(ADDRESS, by=reporter))
    monkeypatch.setattr("claims.actions.intake.SAME_ADDRESS_AGAIN", timedelta())

    second = run_item(bring_in_address(ADDRESS, by=reporter))

    assert second.pk != first.pk
    assert second.capture == first.capture
    assert (first.is_from_copy, second.is_from_copy) == (False, True)
    client.force_login(reporter)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    shown = client.get(reverse("desk:item", args=[second.pk]))
    assert b"Not fetched again" in shown.content


def test_a_copy_older_than_an_hour_is_not_read_in_place_of_the_page(
    met: Met, reporter: User
) -> None:
    server = met(says(page(markup())))
    run_item(bring_in_address(ADDRESS, by=reporter))
    Capture.objects.update(captured_at=F("captured_at") - timedelta(seconds=3601))

    reading = read_item({"item": str(second_item(reporter).pk)}, nothing)

    assert reading.copy is None
    assert len(server.connected) == 2


def test_an_operator_may_have_pages_fetched_again_at_once(
    met: Met, reporter: User, settings: Settings
) -> None:
    settings.FETCH_AGAIN_SECONDS = 0
    server = met(says(page(markup())))
    run_item(bring_in_address(ADDRESS, by=reporter))

    read_item({"item": str(second_item(reporter).pk)}, nothing)

    assert len(server.connected) == 2


def test_an_error_is_no_copy_of_the_page(met: Met, reporter: User) -> None:
    gone = b"HTTP/1.1 503 Later\r\nContent-Length: 2\r\n\r\nno"
    met(says(gone), says(page(markup())))
    first = run_item(bring_in_address(ADDRESS, by=reporter))

    reading = read_item({"item": str(second_item(reporter).pk)}, nothing)

    assert (first.failure, reading.failure) == ("page_answers_error", "")


def test_a_picture_on_two_pages_is_fetched_once(met: Met, reporter: User) -> None:
    with_picture = page(markup('<img src="/p.jpg" width="800">'))
    picture = page(jpeg(draw_picture(3)))
    server = met(says(with_picture), says(picture), says(with_picture))
    run_item(bring_in_address(ADDRESS, by=reporter))

    second = run_item(bring_in_address(f"{ADDRESS}?again", by=reporter))

    assert second.pictures.get().asset == MediaAsset.objects.get()
    assert len(server.connected) == 3


def test_a_page_whose_turn_does_not_come_is_tried_again_later(
    reporter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(url: str) -> None:
        raise Refused(Stage.TURN, Reason.BUSY, "site.example")

    monkeypatch.setattr("claims.adapters.fetching.fetch_for_desk", busy)
    item = run_item(bring_in_address(ADDRESS, by=reporter))

    assert item.state == ReadingState.WAITING
    assert Job.objects.get().state == JobState.FAILED
    assert Job.objects.get().last_error == "TimeoutError: busy"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_public_is_told_the_same_whatever_the_reason(language: str) -> None:

    refusals = [Refused(stage, reason, "10.0.0.1") for stage in Stage for reason in Reason]

    with translation.override(language):
        sentences = {public_refusal_sentence(refused) for refused in refusals}

    assert len(sentences) == 1
    assert "10.0.0.1" not in sentences.pop()


NASTY = "http://site.example/\r\n2026-01-01 root logged in\x1b[2J\u202e\u2028" + "x" * 10_000


def test_an_address_made_to_forge_log_lines_makes_one_short_line(
    reporter: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    item = second_item(reporter, NASTY)

    read_item({"item": str(item.pk)}, nothing)

    lines = [
        record.getMessage() for record in caplog.records if str(item.pk) in record.getMessage()
    ]
    ours = [line for line in lines if line.startswith("item not fetched")]
    assert len(ours) == 1
    assert ours[0].isascii()
    assert ours[0].isprintable()
    assert len(ours[0]) < 1_000


def test_a_refusal_written_to_a_log_is_one_short_line_of_ascii() -> None:
    line = str(Refused(Stage.URL, Reason.URL_MALFORMED, NASTY))

    assert line.isascii()
    assert line.isprintable()
    assert len(line) < 1_000


def test_such_an_address_is_not_taken_in(reporter: User) -> None:
    with pytest.raises(IntakeRefused):
        bring_in_address(NASTY, by=reporter)
