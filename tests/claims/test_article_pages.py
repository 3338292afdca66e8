"""Whole pages of many shapes and languages, read from files written for these tests.

Each page is a shape met on real sites; the events in them are invented. No test touches the
database.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from claims.adapters.article import read_html
from claims.domain.pages import (
    LineRole,
    MissingPart,
    PageKind,
    PageReading,
    PublishedConflict,
    PublishedOrigin,
)
from claims.wording import reading_note
from multilingual.intervals import DateInterval

PAGES = Path(__file__).parents[1] / "files" / "pages" / "html"
TODAY = date(2026, 1, 1)


def read(name: str, url: str | None = None) -> PageReading:
    return read_html((PAGES / name).read_bytes(), url=url, today=TODAY).whole


@pytest.mark.parametrize(
    ("name", "title", "first", "last", "paragraphs"),
    [
        (
            "ar-widgets.html",
            "بلدية الساحل تنفي إغلاق السوق القديم",
            "نفت بلدية الساحل أن يكون",
            "موعد الافتتاح في حينه.",
            8,
        ),
        (
            "ar-old-table-1256.html",
            "حريق في مستودع للأخشاب من دون إصابات",
            "اندلع حريق كبير مساء أمس",
            "من النيابة العامة في المدينة.",
            3,
        ),
        (
            "ar-split.html",
            "انقطاع الكهرباء عن ثلاث محافظات",
            "أعلنت شركة الكهرباء أن عطلا",
            "تنتظر التمويل منذ سنوات.",
            5,
        ),
        (
            "ar-amp.html",
            "أمطار غزيرة على الجبال",
            "هطلت أمطار غزيرة",
            "حال التأهب منذ الصباح.",
            3,
        ),
        (
            "fa-jalali.html",
            "پل تاریخی شهر تخریب نشده است",
            "شهردار گفت عکسی که",
            "مسیرهای اطراف هم باز است.",
            4,
        ),
        (
            "ur-article.html",
            "دریا کا پرانا پل محفوظ ہے، بلدیہ کا بیان",
            "بلدیہ کے سربراہ نے کہا",
            "تصدیق کر لیا کریں۔",
            3,
        ),
        (
            "ckb-article.html",
            "پردە کۆنەکەی شار نەڕووخاوە",
            "سەرۆکی شارەوانی ڕایگەیاند",
            "لە ڕاستییان دڵنیا ببنەوە.",
            3,
        ),
        (
            "fr-figures.html",
            "Le phare rouvre après l’été",
            "Fermé depuis dix-huit mois",
            "demander la date de réouverture.",
            4,
        ),
        (
            "tr-table.html",
            "Köprü yıkılmadı, belediye açıkladı",
            "Belediye başkanı eski köprünün",
            "doğruluğunun araştırılmasını istedi.",
            9,
        ),
        (
            "hi-article.html",
            "पुराना पुल सुरक्षित है, नगर निगम ने बताया",
            "नगर निगम के प्रमुख ने कहा",
            "इसलिए आवागमन सामान्य है।",
            2,
        ),
    ],
    ids=lambda value: value if str(value).endswith(".html") else "",
)
def test_the_article_is_read_whole_and_alone(
    name: str, title: str, first: str, last: str, paragraphs: int
) -> None:
    reading = read(name)

    assert reading.title == title
    assert reading.body.startswith(first)
    assert reading.body.endswith(last)
    assert len(reading.body.split("\n\n")) == paragraphs
    assert reading.kind is PageKind.ARTICLE


@pytest.mark.parametrize(
    ("name", "language", "day", "origin"),
    [
        ("ar-widgets.html", "ar", date(2023, 4, 12), PublishedOrigin.BYLINE),
        ("ar-split.html", "ar", date(2024, 2, 4), PublishedOrigin.JSONLD_OR_META),
        ("fa-jalali.html", "fa", date(2022, 8, 5), PublishedOrigin.BYLINE),
        ("ckb-article.html", "ckb", date(2022, 8, 14), PublishedOrigin.BYLINE),
        ("fr-figures.html", "fr", date(2021, 9, 3), PublishedOrigin.TIME_ELEMENT),
        ("tr-table.html", "tr", date(2022, 8, 14), PublishedOrigin.BYLINE),
        ("ur-article.html", "ur", date(2022, 8, 14), PublishedOrigin.JSONLD_OR_META),
    ],
    ids=lambda value: value if str(value).endswith(".html") else "",
)
def test_the_day_is_the_articles_and_not_that_of_the_sites_header(
    name: str, language: str, day: date, origin: PublishedOrigin
) -> None:
    reading = read(name)

    assert reading.language == language
    assert reading.published == DateInterval.of_day(day)
    assert reading.published_origin is origin
    assert PublishedConflict.SOURCES_DISAGREE not in reading.published_conflicts


def test_every_line_of_the_page_is_kept_with_what_became_of_it() -> None:
    reading = read("ar-widgets.html")

    roles = {line.text: line.role for line in reading.lines}
    assert [line.number for line in reading.lines] == list(range(len(reading.lines)))
    assert roles["ميناء الساحل يستقبل أول سفينة بعد العاصفة"] is LineRole.FURNITURE
    assert roles["اترك تعليقاً"] is LineRole.COMMENTS
    assert roles["السوق البلدية"] is LineRole.TAG
    assert roles["تركيب إنارة جديدة في الممرات الأربعة كلها"] is LineRole.BODY
    assert roles["مدخل السوق القديم صباح الأربعاء - تصوير هالة النجار"] is LineRole.CAPTION


def test_links_are_those_of_the_text_alone() -> None:
    links = read("ar-widgets.html").links

    assert [(link.url, link.text) for link in links] == [
        ("https://stats.example/report", "أسبوعين")
    ]


def test_one_picture_in_several_sizes_is_one_picture() -> None:
    pictures = read("ar-split.html").pictures

    assert [picture.url for picture in pictures] == [
        "https://cdn.mada.example/resize/1200x630/2024/02/power.jpg",
        "https://cdn.mada.example/2024/02/street-large.webp",
    ]
    assert pictures[1].caption == "شارع بلا إنارة في وسط المدينة"


def test_pictures_that_only_a_script_would_show_are_found() -> None:
    urls = [picture.url for picture in read("fr-figures.html").pictures]

    assert urls == [
        "https://courrier.example/img/phare-640x360.jpg",
        "https://courrier.example/img/escalier.jpg",
    ]


def test_the_line_under_a_picture_without_an_address_is_still_its_caption() -> None:
    reading = read("ar-old-table-1256.html")

    assert reading.captions == ("(أ ف ب) النيران كما بدت من الطريق العام",)
    assert reading.pictures == ()


def test_embedded_posts_come_with_who_posted_them_and_where() -> None:
    reading = read("en-embeds.html")

    told = [(post.platform, post.account, post.url, post.text) for post in reading.posts]
    assert told == [
        (
            "x",
            "@portofquay",
            "https://twitter.com/portofquay/status/1721100000000000001",
            "The wall is fine. The clip is from another port, six years ago.",
        ),
        (
            "instagram",
            "@quaydivers",
            "https://www.instagram.com/p/CxYz123/",
            "Morning at the eastern wall",
        ),
        ("youtube", "", "https://www.youtube.com/watch?v=abcDEF12345", "Divers at the wall"),
        ("telegram", "@quaynews", "https://t.me/quaynews/482", ""),
        ("facebook", "quaynews", "https://www.facebook.com/quaynews/posts/99887766", ""),
    ]
    assert reading.posts[0].author == "Port of Quay"
    assert reading.posts[0].posted == DateInterval.of_day(date(2023, 11, 5))
    assert reading.posts[0].span is not None


@pytest.mark.parametrize(
    ("name", "kind", "notes"),
    [
        ("ar-not-found.html", PageKind.NOT_FOUND, ()),
        ("ar-paywall.html", PageKind.PAYWALLED, ()),
        ("ar-video.html", PageKind.VIDEO, ()),
        ("ar-pictures.html", PageKind.PICTURES, ()),
        ("en-home.html", PageKind.OTHER, ()),
        ("en-shell.html", PageKind.EMPTY, ("needs_script",)),
        ("fr-cookies.html", PageKind.OTHER, ("cookie_wall",)),
        ("ar-told.html", PageKind.ARTICLE, ("told_to_machines",)),
        ("ar-amp.html", PageKind.ARTICLE, ("is_amp_version",)),
        ("fr-figures.html", PageKind.ARTICLE, ("has_amp_version",)),
        ("ar-old-table-1256.html", PageKind.ARTICLE, ("wrong_encoding",)),
    ],
)
def test_an_odd_page_says_what_it_is(name: str, kind: PageKind, notes: tuple[str, ...]) -> None:
    reading = read(name)

    assert reading.kind is kind
    assert reading.notes == notes
    assert all(reading_note(note) != note for note in notes)


def test_a_wall_leaves_what_stands_before_it() -> None:
    reading = read("ar-paywall.html")

    assert reading.body.startswith("تبدو أرقام الموازنة مطمئنة")
    assert "اشترك" not in reading.body


def test_a_text_told_only_to_machines_is_read_and_numbered_behind_the_page() -> None:
    reading = read("ar-told.html")

    assert reading.body.endswith("إذا استمر الطقس على حاله.")
    assert [line.number for line in reading.lines if line.role is LineRole.BODY] == [2, 3, 4]


def test_a_video_gives_the_frame_that_stands_for_it() -> None:
    reading = read("ar-video.html")

    assert [picture.url for picture in reading.pictures] == [
        "https://cdn.mada.example/posters/bridge.jpg"
    ]


def test_a_home_page_has_no_text_and_says_so() -> None:
    assert MissingPart.NO_TEXT in read("en-home.html").missing


def test_two_articles_that_the_markup_divides_are_offered_as_two() -> None:
    content = (PAGES / "ar-two-articles.html").read_bytes()

    readings = read_html(content, url=None, today=TODAY)

    assert [item.title for item in readings.items] == [
        "افتتاح مكتبة عامة في الحي الشرقي",
        "فريق المدينة يفوز بكأس الشباب",
    ]
    assert len(readings.cuts) == 1


def test_an_editor_who_says_it_is_one_article_is_believed() -> None:
    content = (PAGES / "ar-two-articles.html").read_bytes()

    readings = read_html(content, url=None, today=TODAY, cuts=())

    assert len(readings.items) == 1


@pytest.mark.parametrize("name", [path.name for path in sorted(PAGES.glob("*.html"))])
def test_no_page_is_read_twice_differently(name: str) -> None:
    assert read(name) == read(name)
