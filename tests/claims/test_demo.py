"""The demo newsroom: what `load_demo` leaves behind, and that a second run changes nothing."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

from claims.actions.cases import record_claim
from claims.domain.workflow import CaseStatus, Role, TextStatus
from claims.models import AuditEvent, Claim, Correction, NewsItem, Revision, Submission
from claims.permissions import roles_of
from claims.queries import reference_of
from jobs.models import Job, JobState
from media_provenance.actions import decide_match
from media_provenance.domain.findings import FindingKind, Strength
from media_provenance.models import (
    DatingQuestion,
    Decision,
    Evidence,
    Finding,
    Match,
    MatchClass,
    MediaAsset,
)
from media_provenance.queries import current_finding, matches_of
from tests.structured_data.pages import read_page
from tests.structured_data.required import lacks_of
from tests.structured_data.vocabulary import mistakes_in

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

LAUNCH_PAGE = "https://khabar-alyawm.example/2024/06/18/sarukh"
MEETING_PAGE = "https://arrasid.example/2024/06/20/ijtima"


@pytest.fixture(scope="module")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def output(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, data_folder: Path
) -> Iterator[str]:
    """Load the demo once for all tests here; a transaction around them all takes it back."""
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        django_db_blocker.unblock(),
        override_settings(
            BAYYINA_DATA=data_folder, MEDIA_ROOT=data_folder / "media", PASSWORD_HASHERS=quick
        ),
        transaction.atomic(),
    ):
        yield load()
        transaction.set_rollback(True)


@pytest.fixture
def demo(output: str, db: None) -> str:
    return output


def load(*arguments: str) -> str:
    output = StringIO()
    call_command("load_demo", *arguments, stdout=output)
    return output.getvalue()


def rows() -> dict[str, int]:
    models = (
        User, NewsItem, Claim, Revision, Submission, AuditEvent, MediaAsset, Match, Evidence,
        Finding, Job,
    )  # fmt: skip
    return {model.__name__: model.objects.count() for model in models}


def finding_about(claim: Claim, asset: MediaAsset) -> Finding:
    question = DatingQuestion.objects.get(asset=asset, asked_for=reference_of(claim.pk))
    finding = current_finding(question)
    assert finding is not None
    return finding


def test_a_second_run_changes_nothing(demo: str, data_folder: Path) -> None:
    before = rows()
    sign_ins = (data_folder / "demo-sign-ins.txt").read_text()

    load()

    assert rows() == before
    assert (data_folder / "demo-sign-ins.txt").read_text() == sign_ins


def test_five_cases_are_published_in_arabic_and_english(demo: str) -> None:
    published = Revision.objects.published().values_list("rating__key", "text__language")

    ratings = ("misleading", "true", "unproven", "altered", "satire")
    assert sorted(published) == sorted(
        (rating, language) for rating in ratings for language in ("ar", "en")
    )


def test_the_work_it_asked_for_is_done_without_a_worker(demo: str) -> None:
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}


def test_the_model_case_rests_on_a_picture_of_august_2022(demo: str) -> None:
    claim = Claim.objects.get(news_items__url=MEETING_PAGE)
    revision = Revision.objects.published().get(text__verdict__claim=claim, text__language="ar")

    assert revision.finding is not None
    assert revision.finding.kind == FindingKind.PUBLISHER_SAYS_PREDATES
    # From 1 September 2022, 12:00 UTC, by when 31 August is over everywhere, to 19 June 2024,
    # 10:00 UTC, when 20 June begins somewhere.
    assert revision.finding.at_least_days == 656


def test_the_stand_in_picture_is_called_an_illustration_wherever_it_is_shown(demo: str) -> None:
    claim = Claim.objects.get(news_items__url=MEETING_PAGE)
    revisions = Revision.objects.filter(text__verdict__claim=claim)

    captions = [picture.caption for one in revisions for picture in one.pictures.all()]

    assert len(captions) == 4
    assert all("صورة توضيحية" in one or one.startswith("Illustration:") for one in captions)


def test_the_unfinished_case_is_a_page_with_a_picture_that_waits_for_one_click(demo: str) -> None:
    item = NewsItem.objects.get(url=LAUNCH_PAGE)
    picture = item.pictures.get()

    assert not item.claims.exists()
    assert (item.language, item.published_first) == ("ar", date(2024, 6, 18))
    assert picture.asset is not None
    [match] = matches_of(picture.asset)
    assert match.needs_a_person


def test_one_click_dates_the_picture_of_the_unfinished_case(demo: str) -> None:
    reporter = User.objects.get(username="reporter")
    item = NewsItem.objects.get(url=LAUNCH_PAGE)
    claim = record_claim(
        text="صاروخ على منصّته قبل إطلاق هذا الأسبوع", language="ar", by=reporter, news_item=item
    )
    picture = claim.pictures.get().asset
    before = finding_about(claim, picture)

    decide_match(matches_of(picture)[0].match, Decision.CONFIRMED, by=reporter)

    after = finding_about(claim, picture)
    assert before.kind == FindingKind.NEEDS_CONFIRMATION
    assert (after.kind, after.strength) == (
        FindingKind.PUBLISHER_SAYS_PREDATES,
        Strength.SUGGESTED,
    )
    # From 13 February 2015, 12:00 UTC, to 17 June 2024, 10:00 UTC.
    assert after.at_least_days == 3411


def test_unrelated_pictures_of_the_demo_do_not_match(demo: str) -> None:
    pairs = Match.objects.filter(match_class=MatchClass.COPY).count()

    assert pairs == 5
    assert not Match.objects.filter(match_class=MatchClass.EXACT).exists()


def test_one_case_waits_for_a_second_person(demo: str) -> None:
    waiting = Revision.objects.get(status=TextStatus.IN_REVIEW)

    assert waiting.author.username == "reporter"
    assert waiting.text.verdict.claim.status == CaseStatus.RESEARCHING


def test_a_correction_is_published_in_both_languages(demo: str) -> None:
    corrected = Correction.objects.filter(revision__status=TextStatus.PUBLISHED)
    former = Revision.objects.filter(status=TextStatus.SUPERSEDED)

    assert sorted(one.revision.text.language for one in corrected) == ["ar", "en"]
    assert all("5000" in one.body or "5,000" in one.body for one in former)
    assert all("5500" in one.revision.body or "5,500" in one.revision.body for one in corrected)


def test_each_person_has_the_role_of_their_name_and_only_the_admin_enters_the_admin(
    demo: str,
) -> None:
    people = User.objects.in_bulk(
        ["reporter", "editor", "publisher", "admin"], field_name="username"
    )

    assert {name: roles_of(user) for name, user in people.items()} == {
        role.value: frozenset({role})
        for role in (Role.REPORTER, Role.EDITOR, Role.PUBLISHER, Role.ADMIN)
    }
    assert [name for name, user in people.items() if user.is_staff] == ["admin"]
    assert not any(user.is_superuser for user in people.values())
    assert people["admin"].has_perm("claims.change_submission")
    assert not people["admin"].has_perm("claims.change_revision")


def test_the_passwords_are_in_a_file_that_only_its_owner_can_read(
    demo: str, data_folder: Path
) -> None:
    file = data_folder / "demo-sign-ins.txt"

    lines = [line.split("\t") for line in file.read_text().splitlines()]

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [line[0] for line in lines] == ["reporter", "editor", "publisher", "admin"]
    assert all(User.objects.get(username=name).check_password(word) for _, name, word in lines)
    assert all(word in demo for _, _, word in lines)


def test_a_newsroom_that_began_with_the_demo_can_start_again(demo: str) -> None:
    Claim.objects.create(text="ข้ออ้างหนึ่ง", language="th")
    before = rows()

    load()

    assert rows() == before


def test_the_demos_items_are_read_with_what_their_texts_say(demo: str) -> None:
    items = NewsItem.objects.exclude(intake="pictures")

    suggested = {item.pk for item in items if item.suggestions.filter(state="offered").exists()}

    assert suggested
    assert all(item.reading is not None and item.analysis for item in items)


def test_the_markup_of_the_demo_is_schema_org_and_complete(demo: str, client: Client) -> None:
    feed = client.get("/data/feed.json").json()

    assert feed["dataFeedElement"]
    assert mistakes_in(feed) == []
    assert lacks_of(feed) == []


def test_every_page_of_the_demo_says_what_its_markup_says(demo: str, client: Client) -> None:
    feed = client.get("/data/feed.json").json()
    paths = [urlsplit(one["item"]["url"]).path for one in feed["dataFeedElement"]]

    pages = [read_page(client.get(path).content.decode(), path) for path in paths]

    assert [unsaid for page in pages for unsaid in page.unsaid()] == []
