"""Reading a news item: the slow half changes no row, the quick half writes everything."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from claims.actions.intake import bring_in_address, bring_in_file, bring_in_text
from claims.domain.workflow import diagram
from claims.models import Outlet
from claims.models.news_item import ReadingState
from claims.reading import read_item, record_reading
from media_provenance.models import Evidence, MediaAsset
from media_provenance.queries import read_capture
from tests.factories.claims import PASTED, run_item
from tests.factories.pictures import draw_picture, jpeg
from webfetch import Refused
from webfetch.client import Fetched
from webfetch.refusals import Reason, Stage

pytestmark = pytest.mark.django_db
ADDRESS = "https://news.example/world/1"
PICTURE = "https://news.example/p/1.jpg"
BODY = (
    "نفت البلدية في بيان لها إغلاق الجسر القديم، وقال الناطق باسمها إن الجسر مفتوح أمام المارة "
    "والسيارات كما كان، وإن الصورة المتداولة تعود إلى أعمال صيانة سابقة جرت في الصيف الماضي."
)
PAGE = f"""<!doctype html><html lang="ar"><head><title>البلدية تنفي إغلاق الجسر - أخبار</title>
<meta property="og:title" content="البلدية تنفي إغلاق الجسر القديم">
<meta property="og:site_name" content="أخبار"><meta property="og:image" content="{PICTURE}">
<meta property="article:published_time" content="2022-08-14T09:00:00+03:00">
</head><body><article><h1>البلدية تنفي إغلاق الجسر القديم</h1>
<p>{BODY}</p><p>{BODY} وأضاف أن العمل جارٍ كالمعتاد.</p><p>شارك القصة</p></article></body></html>
""".encode()

Answers = dict[str, bytes | int | Refused]


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """What the outside answers, by address: a body, a status, or a refusal."""
    answers: Answers = {ADDRESS: PAGE, PICTURE: jpeg(draw_picture(1))}
    monkeypatch.setattr(
        "claims.adapters.fetching.fetch_for_desk", lambda url: answer_of(answers, url)
    )
    return answers


def answer_of(answers: Answers, url: str) -> Fetched:
    answer = answers[url]
    if isinstance(answer, Refused):
        raise answer
    status = answer if isinstance(answer, int) else 200
    body = b"" if isinstance(answer, int) else answer
    headers = (("Content-Type", 'text/html; charset="UTF-8"'),)
    return Fetched(url, url, status, headers, body, ())


def unreachable() -> Refused:
    return Refused(Stage.ADDRESS, Reason.ADDRESS_NOT_PUBLIC)


def test_an_address_becomes_a_text_with_date_outlet_and_picture(
    reporter: User, web: Answers
) -> None:
    item = run_item(bring_in_address(ADDRESS, by=reporter))

    assert item.state == ReadingState.READ
    assert item.title == "البلدية تنفي إغلاق الجسر القديم"
    assert item.language == "ar"
    assert BODY in item.text
    assert "شارك القصة" not in item.text
    assert str(item.published_first) == "2022-08-14"
    assert item.published_origin == "jsonld_or_meta"
    assert item.outlet == Outlet.objects.get(domain="news.example")
    assert item.capture is not None
    assert read_capture(item.capture) == PAGE
    assert item.pictures.get().asset == MediaAsset.objects.get()


def test_the_picture_was_there_when_the_page_was_published(reporter: User, web: Answers) -> None:
    run_item(bring_in_address(ADDRESS, by=reporter))

    sighting = Evidence.objects.get(kind="publisher_date")
    assert sighting.operator == "news.example"
    assert sighting.role == "seen"


def test_fetching_and_reading_change_no_row(reporter: User, web: Answers) -> None:
    item = bring_in_address(ADDRESS, by=reporter)

    reading = read_item({"item": str(item.pk)}, lambda done, total: None)

    item.refresh_from_db()
    assert reading.page is not None
    assert item.state == ReadingState.WAITING
    assert not MediaAsset.objects.exists()


def test_recorded_twice_is_recorded_once(reporter: User, web: Answers) -> None:
    item = bring_in_address(ADDRESS, by=reporter)
    reading = read_item({"item": str(item.pk)}, lambda done, total: None)

    record_reading({"item": str(item.pk)}, reading)
    record_reading({"item": str(item.pk)}, reading)

    assert item.pictures.count() == 1
    assert Evidence.objects.filter(kind="publisher_date").count() == 1


def test_progress_counts_the_pictures(reporter: User, web: Answers) -> None:
    item = bring_in_address(ADDRESS, by=reporter)
    told: list[tuple[int, int | None]] = []

    read_item({"item": str(item.pk)}, lambda done, total: told.append((done, total)))

    assert told == [(0, None), (0, 1)]


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        pytest.param(404, "page_answers_error", id="no such page"),
        pytest.param(unreachable(), "address_refused", id="not public"),
        pytest.param(b"%PDF-1.7 no page", "page_unreadable", id="a document"),
    ],
)
def test_a_page_that_cannot_be_read_fails_with_its_reason(
    reporter: User, web: Answers, answer: bytes | int | Refused, failure: str
) -> None:
    web[ADDRESS] = answer

    item = run_item(bring_in_address(ADDRESS, by=reporter))

    assert (item.state, item.failure) == (ReadingState.FAILED, failure)


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        pytest.param(403, "picture_not_there", id="not given out"),
        pytest.param(unreachable(), "address_refused", id="not public"),
        pytest.param(b"words", "not_a_picture", id="not a picture"),
    ],
)
def test_a_picture_that_cannot_be_had_is_named_with_its_reason(
    reporter: User, web: Answers, answer: bytes | int | Refused, failure: str
) -> None:
    web[PICTURE] = answer

    item = run_item(bring_in_address(ADDRESS, by=reporter))

    picture = item.pictures.get()
    assert item.state == ReadingState.READ
    assert (picture.asset, picture.failure, picture.url) == (None, failure, PICTURE)


def test_pictures_are_not_fetched_where_the_newsroom_asks_first(
    reporter: User, web: Answers, settings: object
) -> None:
    settings.FETCH_PAGE_PICTURES = False  # type: ignore[attr-defined]
    web[PICTURE] = unreachable()

    item = run_item(bring_in_address(ADDRESS, by=reporter))

    assert item.pictures.get().failure == "not_asked_for"


def test_a_page_without_text_says_what_is_missing(reporter: User) -> None:
    item = run_item(bring_in_file(b"<html><body></body></html>", by=reporter, name="a.html"))

    assert item.state in (ReadingState.READ, ReadingState.FAILED)
    assert "no_text" in item.missing or item.failure == "page_unreadable"


@pytest.mark.parametrize("language", ["ar", "fr", "hi"])
def test_a_pasted_text_gets_title_and_day(reporter: User, language: str) -> None:
    item = run_item(bring_in_text(PASTED[language], by=reporter))

    assert item.title == PASTED[language].splitlines()[0]
    assert str(item.published_first) == str(item.published_last) == "2024-06-21"


# --- manage workflow_diagram


def test_the_diagram_is_drawn_and_then_is_current(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)

    call_command("workflow_diagram", stdout=StringIO())
    call_command("workflow_diagram", "--check", stdout=StringIO())

    drawn = tmp_path / "docs" / "reference" / "workflow.md"
    assert drawn.read_text(encoding="utf-8") == diagram()


@pytest.mark.parametrize("text", [None, "old"])
def test_a_diagram_that_is_missing_or_old_fails_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    drawn = tmp_path / "docs" / "reference" / "workflow.md"
    drawn.parent.mkdir(parents=True)
    drawn.write_text(text or "", encoding="utf-8")

    with pytest.raises(CommandError, match="workflow_diagram"):
        call_command("workflow_diagram", "--check")
