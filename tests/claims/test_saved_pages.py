"""Pages that a browser saved into one file carry their pictures inside."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claims.actions.intake import bring_in_file
from claims.adapters.article import read_html
from claims.models import NewsItem
from claims.models.news_item import ReadingState
from jobs.models import Job
from jobs.runner import run

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from pytest_django.fixtures import Settings

COFFEE = Path(__file__).parents[2] / "demo" / "pictures" / "coffee.jpg"
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta property="article:published_time" content="2025-05-03"></head><body><article><h1>{title}</h1>
<figure><img src="{source}" alt=""><figcaption>{caption}</figcaption></figure>
<p>{first}</p><p>{second}</p></article></body></html>"""
ARABIC = {
    "language": "ar",
    "title": "مقهى في البلدة القديمة يفتح أبوابه من جديد",
    "caption": "فنجان على طاولة المقهى",
    "first": "عاد المقهى القديم في وسط البلدة إلى استقبال زوّاره بعد أشهر من الترميم الذي شمل "
    "واجهته الحجرية وسقفه الخشبي.",
    "second": "وقال أصحابه إنهم حافظوا على الطاولات الأولى وعلى طريقة إعداد القهوة التي عرفها "
    "الناس منذ عقود.",
}
FRENCH = {
    "language": "fr",
    "title": "Le café de la vieille ville rouvre ses portes",
    "caption": "Une tasse posée sur une table du café",
    "first": "Après plusieurs mois de travaux sur sa façade de pierre et son plafond de bois, le "
    "café du centre reçoit de nouveau ses habitués.",
    "second": "Les propriétaires disent avoir gardé les premières tables et la façon de préparer "
    "le café que tout le monde connaît depuis des décennies.",
}
GEORGIAN = {
    "language": "ka",
    "title": "ძველი ქალაქის ყავახანა კვლავ გაიხსნა",
    "caption": "ფინჯანი ყავახანის მაგიდაზე",
    "first": "ქალაქის ცენტრში მდებარე ძველი ყავახანა რამდენიმეთვიანი სარემონტო სამუშაოების შემდეგ "
    "კვლავ ელოდება სტუმრებს.",
    "second": "მფლობელების თქმით, მათ შეინარჩუნეს პირველი მაგიდები და ყავის მომზადების ძველი წესი.",
}


def saved_page(words: dict[str, str], encoded: str) -> bytes:
    return PAGE.format(source=f"data:image/jpeg;base64,{encoded}", **words).encode()


def encoded_coffee() -> str:
    return base64.b64encode(COFFEE.read_bytes()).decode("ascii")


@pytest.fixture
def read(reporter: User, settings: Settings, tmp_path: Path) -> Callable[[bytes], NewsItem]:
    settings.MEDIA_ROOT = tmp_path

    def bring_in_and_read(page: bytes) -> NewsItem:
        item = bring_in_file(page, by=reporter, name="page.html", url="https://maqha.example/1")
        run(Job.objects.get(payload__item=str(item.pk)).pk)
        item.refresh_from_db()
        return item

    return bring_in_and_read


@pytest.mark.django_db
@pytest.mark.parametrize("words", [ARABIC, FRENCH, GEORGIAN], ids=["Arabic", "French", "Georgian"])
def test_the_picture_is_taken_out_of_the_page_and_nothing_is_fetched(
    read: Callable[[bytes], NewsItem], words: dict[str, str]
) -> None:
    item = read(saved_page(words, encoded_coffee()))

    picture = item.pictures.get()
    assert item.state == ReadingState.READ
    assert picture.asset is not None
    assert picture.asset.byte_size == COFFEE.stat().st_size
    assert picture.caption == words["caption"]
    assert len(picture.url) < 40


@pytest.mark.django_db
def test_a_picture_cut_off_in_the_page_is_kept_as_missing(
    read: Callable[[bytes], NewsItem],
) -> None:
    item = read(saved_page(ARABIC, encoded_coffee()[:5000] + "%"))

    picture = item.pictures.get()
    assert item.state == ReadingState.READ
    assert (picture.asset, picture.failure) == (None, "picture_not_there")


def test_a_placeholder_that_a_script_would_have_filled_is_no_picture() -> None:
    page = saved_page(ARABIC, "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")

    reading = read_html(page, url="https://maqha.example/1", today=date(2025, 6, 1)).whole

    assert reading.pictures == ()


def test_bytes_that_spell_a_word_of_site_furniture_are_still_a_picture() -> None:
    page = saved_page(ARABIC, "/logo/icon/sprite/avatar/" * 100)

    reading = read_html(page, url="https://maqha.example/1", today=date(2025, 6, 1)).whole

    assert len(reading.pictures) == 1
