"""Nothing that is written at the desk, or sent in, comes out in a public byte or a log line."""

from __future__ import annotations

import io
import logging

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from PIL import Image

from claims.actions.cases import attach_item, get_claimant, record_statement
from claims.actions.intake import bring_in_pictures, bring_in_text
from claims.actions.picture_searches import search_harder
from claims.actions.pictures import decide_match, withdraw_evidence
from claims.actions.stated_findings import put_finding_in
from claims.actions.verdicts import start_correction
from claims.models import Claim, ClaimantKind, CorrectionKind, NewsItemPicture, SiteLine, Stance
from claims.reading import READ_ITEM
from jobs import runner
from jobs.models import CLAIMABLE, Job
from media_provenance.models import (
    CheckedBy,
    Decision,
    Evidence,
    TimestampToken,
)
from media_provenance.tasks import READ_PICTURE
from tests.factories.claims import PASTED, read_item, submission
from tests.factories.pictures import draw_picture, stored_picture
from tests.factories.verdicts import WORDS, Desk, drafted, old_photo_case, published
from tests.web import canaries, table
from tests.web.canaries import MARK, NAMES_OF_THINGS, PUBLIC_ON_PURPOSE, Planted
from tests.web.world import World, make_person, with_picture

pytestmark = pytest.mark.django_db

# Models of which this newsroom has no row. A new model is either filled in `newsroom` below, so
# that its words are looked for, or named here with the reason.
WITHOUT_ROWS = {
    "account.EmailAddress": "allauth's; no address is asked for and no mail is sent",
    "account.EmailConfirmation": "allauth's; as above",
    "axes.AccessAttempt": "sign-ins of the desk, with rows only after a wrong one",
    "axes.AccessAttemptExpiration": "as above",
    "axes.AccessFailureLog": "as above",
    "axes.AccessLog": "as above",
    "admin.LogEntry": "written by Django's admin; no public page reads it",
    "sessions.Session": "holds no text but what Django has sealed; has rows only after a sign-in",
    "jobs.Heartbeat": "written by workers; its words are names of processes",
    "media_provenance.Capture": "made of pages that are fetched; nothing is fetched in tests",
    "media_provenance.ProviderPace": "when a service outside may be asked again; no page reads it",
    "media_provenance.TrustList": "pasted by administrators, and never changed; no page reads it",
}


def picture_with_words(words: str) -> bytes:
    """Return a JPEG with the words in its EXIF data, in a comment and after its end."""
    image = Image.fromarray(draw_picture(31))
    exif = Image.Exif()
    exif[0x010E] = words
    exif[0x9286] = words
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif, comment=words.encode())
    return target.getvalue() + words.encode()


@pytest.fixture
def newsroom(world: World) -> World:
    """More of everything: a dated picture that is published, and a correction that is begun."""
    desk = Desk(*(make_person(role, "more") for role in ("reporter", "editor", "publisher")))
    case = old_photo_case(desk)
    public = published(drafted(case.claim, desk, words=case.words("ar")), desk)
    correction = start_correction(
        public.pk, kind=CorrectionKind.CORRECTION, public_note="तिथि à corriger", by=desk.reporter
    )
    assert correction.finding is not None
    put_finding_in(correction.pk, correction.finding, by=desk.reporter)
    withdraw_evidence(
        Evidence.objects.filter(asset=world.asset, method="auto").earliest("pk").pk,
        by=desk.reporter,
        reason="Erreur خطأ",
    )
    _say_something(case.claim, desk.reporter)
    SiteLine.objects.create(site="paper.example", key="été", text="नारा", pages_seen=3)
    asset = stored_picture(picture_with_words("kanari-exif-7719"), original_name="kanari-7719.jpg")
    other = drafted(case.claim, desk, language="en", words=with_picture(WORDS["en"], asset))
    published(other, desk)
    TimestampToken.objects.create(
        digest=world.kept.manifest_sha256,
        authority="https://horodatage.example/é",
        request=b"1",
        reply=b"2",
        stamped_at=world.kept.made_at,
        trusted=False,
        checked_by=CheckedBy.NOBODY,
    )
    decide_match(world.match.pk, Decision.UNSURE, by=desk.reporter, note="à revoir गंगा")
    search_harder(world.asset, by=desk.reporter)
    return world


def _say_something(claim: Claim, by: User) -> None:
    item = read_item(by, "fr")
    NewsItemPicture.objects.create(news_item=item, position=1, url="https://x.example/é.jpg")
    attach_item(claim, item, by=by)
    speaker = get_claimant("La mairie", ClaimantKind.ORGANIZATION)
    assert speaker is not None
    record_statement(claim, item, speaker=speaker, stance=Stance.DENIES, start=0, end=9, by=by)


@pytest.fixture
def planted(newsroom: World) -> Planted:
    return canaries.plant()


def test_no_word_of_the_desk_is_in_a_public_byte(planted: Planted, client: Client) -> None:
    came = {path: list(canaries.public_bytes(client, path)) for path in canaries.public_paths()}

    leaks = {path: planted.found_in(texts) for path, texts in came.items()}
    assert {path: fields for path, fields in leaks.items() if fields} == {}
    assert not [path for path, texts in came.items() if "7719" in "".join(texts)]


def test_somebody_signed_in_is_shown_no_more_of_it(planted: Planted, world: World) -> None:
    client = world.browser("admin")

    came = [
        text for path in canaries.public_paths() for text in canaries.public_bytes(client, path)
    ]

    assert planted.found_in(came) == set()


def test_the_canaries_are_there_and_would_be_found(planted: Planted, world: World) -> None:
    client = world.browser("editor")
    path = reverse("desk:revision", args=[world.revisions["in_review"].pk])

    page = canaries.seen_through(client.get(path).content.decode())

    assert "claims.Revision.headline" in planted.found_in([page])


@pytest.mark.parametrize("escaped", ["&#1603;نري1", "\\u0643نري1", "%D9%83نري1"])
def test_an_escaped_canary_is_seen(escaped: str) -> None:
    assert f"{MARK}1" in canaries.seen_through(escaped)


def test_the_pages_that_were_asked_are_the_ones_readers_can_reach(
    planted: Planted, client: Client
) -> None:
    statuses = {client.get(path).status_code for path in canaries.public_paths()}

    assert statuses >= {200, 302, 404, 410, 503}


def test_every_model_has_a_row_or_a_reason(planted: Planted) -> None:
    empty = {label for label, count in planted.rows.items() if not count}

    assert empty <= set(WITHOUT_ROWS), "Fill them in `newsroom`, or say here why not"


def test_the_lists_of_exceptions_name_fields_that_there_are() -> None:
    there = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
    }

    assert set(PUBLIC_ON_PURPOSE) | set(NAMES_OF_THINGS) <= there


@pytest.mark.parametrize("level", [logging.INFO])
def test_no_word_is_logged_when_pages_are_asked_for(
    planted: Planted, world: World, caplog: pytest.LogCaptureFixture, level: int
) -> None:
    caplog.set_level(level)
    readers, desk = world.browser("anonymous"), world.browser("admin")

    asked = [row for row in table.rows() if row.method == "GET" and row.route != "healthz"]
    for row in asked:
        table.finish(
            (desk if row.answers["admin"] == "200" else readers).get(table.address(world, row))
        )

    assert MARK not in canaries.seen_through(caplog.text)


def test_no_word_is_logged_when_something_comes_in(
    reporter: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    submission(text=f"{MARK}1", contact=f"{MARK}2@lecteur.example")

    bring_in_text(f"{MARK}3 {PASTED['ar']}", by=reporter, url=f"https://x.example/{MARK}4")
    bring_in_pictures(
        [(f"{MARK}5.jpg", picture_with_words("kanari-7719"))],
        by=reporter,
        page_url="",
        note=f"{MARK}6",
        published=None,
    )
    for job in Job.objects.filter(state__in=CLAIMABLE, kind__in=[READ_ITEM, READ_PICTURE]):
        assert runner.run(job.pk) is runner.Ran.DONE

    assert MARK not in canaries.seen_through(caplog.text)
    assert "7719" not in caplog.text
    assert reporter.username not in caplog.text
    assert caplog.records
