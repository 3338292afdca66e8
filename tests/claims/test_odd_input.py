"""What nobody meant to be read is read all the same, or refused with a reason."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.actions.cases import record_claim
from claims.actions.intake import (
    IntakeRefused,
    bring_in_address,
    bring_in_file,
    bring_in_pictures,
    bring_in_text,
)
from claims.models import NewsItem, Outlet
from claims.reading import read_item, record_reading
from jobs.models import Job
from media_provenance.models import Evidence
from tests.factories.claims import run_item
from tests.factories.pictures import draw_picture, jpeg
from webfetch.client import Fetched

pytestmark = pytest.mark.django_db

BODY = (
    "نفت البلدية في بيان لها إغلاق الجسر القديم، وقال الناطق باسمها إن الجسر مفتوح أمام المارة "
    "والسيارات كما كان، وإن الصورة المتداولة تعود إلى أعمال صيانة سابقة جرت في الصيف الماضي."
)
TITLES = {
    "ar": "البلدية تنفي إغلاق الجسر القديم",
    "fr": "La mairie dément la fermeture du pont",
    "hi": "नगरपालिका ने खबर से इनकार किया",
}
ADDRESS = "https://news.example/a"


def page(head: str, *, lang: str = "ar") -> bytes:
    return (
        f'<!doctype html><html lang="{lang}"><head><title>الجسر القديم مفتوح</title>{head}</head>'
        f"<body><article><h1>الجسر القديم مفتوح</h1><p>{BODY}</p><p>{BODY}</p></article></body>"
        "</html>"
    ).encode()


def json_ld(**fields: object) -> str:
    """Return an article's JSON-LD, with everything odd in it as an escape."""
    return (
        '<script type="application/ld+json">'
        + json.dumps({"@type": "NewsArticle", **fields})
        + "</script>"
    )


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


def canonical(address: str) -> str:
    return f'<link rel="canonical" href="{address}">'


def read_file(data: bytes, by: User, *, name: str = "page.html", url: str = ADDRESS) -> NewsItem:
    return run_item(bring_in_file(data, by=by, name=name, url=url))


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(
            json_ld(headline="خبر\x00 عن جسر", author={"name": "أ\x00 ب"}, publisher="x\x00y"),
            id="NUL in JSON-LD",
        ),
        pytest.param(
            json_ld(
                headline="a \ud83d b", author={"name": "é \udc00"}, publisher={"name": "\ud800"}
            ),
            id="half a character in JSON-LD",
        ),
        pytest.param(
            json_ld(headline="a b c", image="https://news.example/\x00\ud800a.jpg"),
            id="no character in the address of a picture",
        ),
        pytest.param(meta("og:site_name", "أخبار " * 100), id="name of the site too long"),
        pytest.param(meta("og:title", "titre très long " * 200), id="title too long"),
        pytest.param(meta("author", "कवि " * 300), id="author too long"),
        pytest.param(canonical(f"https://{'a.' * 200}example/x"), id="host too long"),
        pytest.param(canonical(f"https://news.example/{'خبر' * 2000}"), id="address too long"),
        pytest.param(canonical("https://news.example:port/x"), id="port that is no number"),
        pytest.param(canonical("https://[::1/x"), id="host that is none"),
    ],
)
def test_a_page_that_says_odd_things_of_itself_is_read_and_made_a_claim(
    head: str, reporter: User
) -> None:
    item = read_file(page(head), reporter)

    assert item.state == "read"
    assert BODY in item.text
    claim = record_claim(text="ادعاء", language="ar", by=reporter, news_item=item)
    assert claim.appearances.get().news_item == item


def test_a_page_in_utf_16_with_a_stray_nul_is_read(reporter: User) -> None:
    data = page("").decode().replace("الجسر", "الجسر\x00").encode("utf-16")

    item = read_file(data, reporter)

    assert BODY in item.text


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("ar", "utf-8-sig"),
        ("ar", "utf-16"),
        ("ar", "windows-1256"),
        ("fr", "utf-16"),
        ("hi", "utf-16"),
        ("hi", "utf-8-sig"),
    ],
)
def test_a_text_file_is_read_in_the_encoding_it_was_saved_in(
    language: str, encoding: str, reporter: User
) -> None:
    data = f"{TITLES[language]}\n\n{TITLES[language]} 2024.\n".encode(encoding)

    item = read_file(data, reporter, name="note.txt")

    assert item.title == TITLES[language]


def test_a_picture_named_txt_is_refused(reporter: User) -> None:
    with pytest.raises(IntakeRefused) as refused:
        bring_in_file(b"\x89PNG\r\n\x1a\n no more of it", by=reporter, name="note.txt")

    assert refused.value.code == "not_a_page"
    assert not NewsItem.objects.exists()


@pytest.mark.parametrize("odd", ["\x00", "\ud800"], ids=["NUL", "half a character"])
def test_a_pasted_text_loses_what_no_column_takes_and_nothing_else(
    odd: str, reporter: User
) -> None:
    item = run_item(bring_in_text(f"{TITLES['ar']}{odd}\n\n{BODY}{odd}\n", by=reporter))

    assert (item.title, item.text) == (TITLES["ar"], BODY)


def test_a_text_of_nothing_but_such_is_no_text(reporter: User) -> None:
    with pytest.raises(IntakeRefused) as refused:
        bring_in_text("\x00 \ud800", by=reporter)

    assert refused.value.code == "no_text"


def test_a_long_note_becomes_the_beginning_of_the_title(reporter: User) -> None:
    note = "صورة قديمة " * 100

    item = bring_in_pictures([("a.jpg", jpeg(draw_picture(1)))], by=reporter, note=note).item

    assert note.startswith(item.title)
    assert item.note == note


def answer(url: str, body: bytes) -> Fetched:
    return Fetched(url, url, 200, (("Content-Type", "text/html; charset=utf-8"),), body, ())


def test_a_page_whose_pictures_come_slowly_is_read_without_the_last_ones(
    reporter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = "".join(f'<img src="/p/{number}.jpg" width="800">' for number in range(5))
    data = page("").replace(b"</article>", f"{pictures}</article>".encode())
    clock = iter(range(0, 10_000, 15))
    monkeypatch.setattr("claims.reading.pictures.monotonic", lambda: float(next(clock)))
    monkeypatch.setattr("claims.adapters.fetching.fetch_for_desk", lambda url: answer(url, data))
    item = bring_in_address(ADDRESS, by=reporter)

    result = read_item({"item": str(item.pk)}, lambda done, total: None)

    late = "not_asked_for"
    assert [one.failure for one in result.pictures] == ["", "", late, late, late]


@pytest.mark.parametrize(
    ("stated", "operator"),
    [
        ("https://famous.example/scoop", "news.example"),
        ("https://www.news.example/a/whole", "news.example"),
        ("https://m.news.example/a/whole", "m.news.example"),
    ],
)
def test_a_page_is_dated_in_the_name_of_the_site_it_came_from(
    stated: str, operator: str, reporter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = jpeg(draw_picture(1))
    head = canonical(stated) + meta("article:published_time", "2012-08-14T09:00:00Z")
    data = page(head + meta("og:image", "https://news.example/p.jpg"))
    answers = {ADDRESS: data, "https://news.example/p.jpg": picture}
    monkeypatch.setattr(
        "claims.adapters.fetching.fetch_for_desk", lambda url: answer(url, answers[url])
    )

    run_item(bring_in_address(ADDRESS, by=reporter))

    assert Evidence.objects.get(kind="publisher_date").operator == operator
    assert Outlet.objects.get().domain == operator


def test_pictures_are_locked_before_the_outlet_is_written(reporter: User) -> None:
    """Who uploads pictures locks them first too; the other order would be a deadlock."""
    item = bring_in_file(page(""), by=reporter, name="page.html", url=ADDRESS)
    payload = Job.objects.get(payload__item=str(item.pk)).payload
    found = read_item(payload, lambda done, total: None)

    with CaptureQueriesContext(connection) as queries:
        record_reading(payload, found)

    said = [query["sql"] for query in queries]
    locked = next(at for at, sql in enumerate(said) if "pg_advisory_xact_lock" in sql)
    written = next(at for at, sql in enumerate(said) if 'INSERT INTO "claims_outlet"' in sql)
    assert locked < written
