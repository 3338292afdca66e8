"""Administrators take a capture away after a second question; packs and pages say that they did."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django.fixtures import Settings

from claims.actions.redaction import redact_kept
from claims.adapters.article import PageUnreadable
from claims.adapters.pack_files import pack_path
from claims.domain.workflow import NotAllowed
from claims.reading.stored import check_is_here
from jobs import runner
from jobs.models import Job
from media_provenance.models import Redaction, RedactionReason
from media_provenance.pipeline.redacting import REDACT
from media_provenance.queries import kept_of
from tests.factories.captures import captured_page, kept_pages, run_keeping
from tests.factories.readings import item_with_findings

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
REDACTIONS = "/desk/admin/media_provenance/redaction/"
NOTE = "سلامة شاهد — un témoin est menacé — गवाह"


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(params=["ar", "en"])
def managing(administrator: User, signed_in: SignIn, request: pytest.FixtureRequest) -> Client:
    client = signed_in(administrator)
    client.cookies["django_language"] = request.param
    return client


def sent(client: Client, name: str, **more: str) -> _MonkeyPatchedWSGIResponse:
    fields = {"capture": name, "reason": "safety", "note": NOTE, **more}
    return client.post(f"{REDACTIONS}add/", fields)


def shown(answer: HttpResponse | _MonkeyPatchedWSGIResponse) -> str:
    return answer.content.decode()


def commanded(*arguments: str, **options: object) -> str:
    said = StringIO()
    with translation.override("en"):
        call_command("redact_capture", *arguments, stdout=said, **options)
    return said.getvalue()


def test_the_first_answer_asks_again_and_takes_nothing_away(managing: Client) -> None:
    capture = captured_page()
    captured_page(2)

    answer = sent(managing, str(capture.pk))

    assert answer.status_code == 200
    assert capture.sha256 in shown(answer)
    assert NOTE in shown(answer)
    assert 'name="confirmed"' in shown(answer)
    assert not Redaction.objects.exists()


def test_the_second_answer_does_it(
    managing: Client, administrator: User, settings: Settings
) -> None:
    capture = captured_page()

    answer = sent(managing, capture.sha256, confirmed="yes")
    runner.run(Job.objects.get(kind=REDACT).pk)

    made = Redaction.objects.get()
    assert answer.status_code == 302
    assert (made.sha256, made.reason, made.note) == (capture.sha256, "safety", NOTE)
    assert made.redacted_by == administrator
    assert not (Path(settings.MEDIA_ROOT) / capture.path).exists()


def test_a_redaction_is_shown_and_cannot_be_changed(managing: Client) -> None:
    made = redact_kept(captured_page().sha256, RedactionReason.ORDER, NOTE)

    page = shown(managing.get(f"{REDACTIONS}{made.pk}/change/"))

    assert made.sha256 in page
    assert 'name="note"' not in page
    assert managing.post(f"{REDACTIONS}{made.pk}/change/", {"note": "x"}).status_code == 403
    assert managing.post(f"{REDACTIONS}{made.pk}/delete/", {"post": "yes"}).status_code == 403


def test_no_capture_no_note_and_no_reason_are_refused_in_sentences(managing: Client) -> None:
    capture = captured_page()

    answers = [
        sent(managing, "f" * 64, confirmed="yes"),
        sent(managing, capture.sha256, note=" ", confirmed="yes"),
        sent(managing, capture.sha256, reason="whim", confirmed="yes"),
    ]

    assert ["errorlist" in shown(one) for one in answers] == [True, True, True]
    assert not Redaction.objects.exists()


def test_once_is_for_good(managing: Client) -> None:
    capture = captured_page()
    sent(managing, capture.sha256, confirmed="yes")

    answer = sent(managing, capture.sha256)

    assert "errorlist" in shown(answer)
    assert Redaction.objects.count() == 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_form_is_there_in_both_languages(
    administrator: User, signed_in: SignIn, language: str
) -> None:
    client = signed_in(administrator)
    client.cookies["django_language"] = language

    page = client.get(f"{REDACTIONS}add/").content.decode()

    assert f'lang="{language}"' in page
    assert 'name="capture"' in page


def test_an_editor_may_not(editor: User, signed_in: SignIn) -> None:
    capture = captured_page()

    answer = sent(signed_in(editor), capture.sha256, confirmed="yes")

    assert answer.status_code in (302, 403)
    with pytest.raises(NotAllowed):
        redact_kept(capture.sha256, RedactionReason.SAFETY, NOTE, by=editor)
    assert not Redaction.objects.exists()


def test_packs_that_were_made_are_removed(settings: Settings) -> None:
    pack = pack_path("abc")
    pack.parent.mkdir(parents=True)
    pack.write_bytes(b"PK")

    redact_kept(captured_page().sha256, RedactionReason.SAFETY, NOTE)

    assert not pack.exists()


def test_a_redacted_page_is_not_read_again() -> None:
    capture = captured_page()
    check_is_here(capture)
    redact_kept(capture.sha256, RedactionReason.SAFETY, NOTE)

    with pytest.raises(PageUnreadable):
        check_is_here(capture)


def test_the_command_takes_away_at_once_and_says_what_stays(settings: Settings) -> None:
    first, _second = kept_pages(2)
    capture = first.capture
    assert capture is not None

    said = commanded(str(capture.pk), reason="privacy", note=NOTE)

    assert capture.sha256 in said
    assert "stays in the database" in said
    assert "3 files were removed." in said
    assert not (Path(settings.MEDIA_ROOT) / capture.path).exists()


def test_the_command_does_it_again_after_a_restore(settings: Settings) -> None:
    capture = captured_page()
    run_keeping()
    data = (Path(settings.MEDIA_ROOT) / capture.path).read_bytes()
    commanded(capture.sha256, reason="order", note=NOTE)
    (Path(settings.MEDIA_ROOT) / capture.path).write_bytes(data)

    said = commanded(again=True)

    assert "1 file was removed." in said
    assert not (Path(settings.MEDIA_ROOT) / capture.path).exists()


@pytest.mark.parametrize(
    ("arguments", "options", "sentence"),
    [
        ([], {}, "Please give the capture"),
        (["7"], {}, "Please give the capture"),
        (["7"], {"reason": "order", "note": "x"}, "There is no capture 7."),
        (["7"], {"again": True}, "either a capture or --again"),
    ],
)
def test_the_command_says_what_it_lacks(
    arguments: list[str], options: dict[str, object], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        commanded(*arguments, **options)


def test_the_command_names_a_note_that_is_none(settings: Settings) -> None:
    capture = captured_page()
    commanded(capture.sha256, reason="order", note=NOTE)
    note = Path(settings.MEDIA_ROOT) / "redactions" / f"{capture.sha256}.json"
    note.write_bytes(b"[]")

    with pytest.raises(CommandError, match="is no note of a redaction"):
        commanded(again=True)

    note.unlink()
    assert "0 files were removed." in commanded(again=True)
    assert note.exists()


def test_the_desk_does_not_offer_a_copy_that_was_taken_away(
    reporter: User, signed_in: SignIn
) -> None:
    capture = captured_page()
    item = item_with_findings(reporter, capture=capture, intake="file")
    client, copy = signed_in(reporter), reverse("desk:item_copy", args=[item.pk])
    before = client.get(copy).status_code
    offered = copy in client.get(reverse("desk:item", args=[item.pk])).content.decode()

    redact_kept(capture.sha256, RedactionReason.SAFETY, NOTE)

    after = client.get(copy).status_code
    page = client.get(reverse("desk:item", args=[item.pk])).content.decode()
    assert (before, after) == (200, 404)
    assert (offered, copy in page) == (True, False)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_was_kept_says_that_it_was_taken_away(language: str) -> None:
    bundle = kept_pages(1)[0]
    assert bundle.capture is not None
    redact_kept(bundle.capture.sha256, RedactionReason.SAFETY, NOTE)

    with translation.override(language):
        said = render_to_string("claims/desk/_captures.html", {"kept": kept_of([bundle.capture])})

    assert NOTE in said
    assert reverse("desk:kept_file", args=[1, "manifest"]) in said
    assert reverse("desk:kept_file", args=[1, "warc"]) not in said
