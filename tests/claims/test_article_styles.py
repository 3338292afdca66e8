"""Pages in the markup styles of common content systems, each with what is easily misread in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from claims.adapters.article import read_html
from claims.domain.pages import LineRole, PageKind, PageReading, PublishedConflict
from claims.domain.reading_json import item_as_json
from multilingual.intervals import DateInterval

PAGES = Path(__file__).parents[1] / "files" / "pages" / "styles"


def read(name: str) -> PageReading:
    return read_html((PAGES / name).read_bytes(), url=None, today=date(2026, 1, 1)).whole


def role_of(reading: PageReading, words: str) -> LineRole:
    return next(line.role for line in reading.lines if words in line.text)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        pytest.param("table-1256-ar.html", "العراق يوقع اتفاقا لشراء القمح", id="site name before"),
        pytest.param("print-ar.html", "تأجيل محاكمة رئيس النادي", id="the word print before"),
        pytest.param("drupal-ar.html", "إغلاق ثلاث محطات وقود مخالفة في السويداء", id="behind"),
    ],
)
def test_the_title_is_the_one_shown_without_what_the_site_puts_beside_it(
    name: str, title: str
) -> None:
    assert read(name).title == title


@pytest.mark.parametrize(
    ("name", "day", "conflicts"),
    [
        pytest.param("table-1256-ar.html", date(2006, 11, 20), (), id="clock of the site above"),
        pytest.param("next-en.html", date(2024, 11, 5), (), id="time element in the site's head"),
        pytest.param("agency-fa.html", date(2023, 7, 12), (), id="above the title, in its article"),
        pytest.param(
            "dates-ar.html", date(2023, 2, 7), (PublishedConflict.TIME_ZONE,), id="updated later"
        ),
        pytest.param("aspnet-ar.html", date(2014, 4, 20), (), id="two calendars"),
    ],
)
def test_the_day_is_the_articles_own_and_not_the_sites(
    name: str, day: date, conflicts: tuple[PublishedConflict, ...]
) -> None:
    reading = read(name)

    assert reading.published == DateInterval.of_day(day)
    assert reading.published_conflicts == conflicts


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("aspnet-ar.html", "عبدالله المطيري"),
        ("next-en.html", "Jane O’Connell and Tomás Núñez"),
        ("portal-ur.html", "فاطمہ علی"),
    ],
)
def test_the_writer_is_read_from_a_line_by_the_title_that_leaves_the_text(
    name: str, author: str
) -> None:
    reading = read(name)

    assert reading.author == author
    assert author not in reading.body


def test_a_house_account_is_nobodys_name() -> None:
    assert read("drupal-ar.html").author is None


@pytest.mark.parametrize(
    ("name", "outlet"), [("drupal-ar.html", "بوابة الجبل"), ("portal-ur.html", "صبح نیوز")]
)
def test_a_name_beside_the_title_that_links_home_is_the_outlets(name: str, outlet: str) -> None:
    assert read(name).outlet_name == outlet


@pytest.mark.parametrize("name", ["next-en.html", "wall-fr.html", "amp-ar.html"])
def test_one_picture_from_a_resizer_in_several_formats_is_one_picture(name: str) -> None:
    pictures = read(name).pictures

    assert len(pictures) == 1
    assert pictures[0].caption


def test_a_gallery_without_text_gives_each_picture_with_its_caption() -> None:
    reading = read("gallery-ar.html")

    assert reading.kind is PageKind.PICTURES
    assert [(one.url.rsplit("/", 1)[1], one.caption) for one in reading.pictures] == [
        ("1.jpg", "بلدة فاريا صباح اليوم"),
        ("2.jpg", "طريق ضهر البيدر"),
        ("3.jpg", "أطفال يلعبون في الأرز"),
        ("4.jpg", "منازل في بشري"),
        ("5.jpg", "جرافة تفتح الطريق"),
    ]


def test_a_long_line_of_two_days_is_a_by_line_and_the_agencys_mark_a_sign_off() -> None:
    reading = read("dates-ar.html")

    assert role_of(reading, "آخر تحديث") is LineRole.BYLINE
    assert role_of(reading, "(بترا)") is LineRole.SIGN_OFF
    assert reading.body.startswith("قالت وزارة الخارجية")
    assert reading.body.endswith("بالسفارة عند الحاجة.")


def test_readers_words_in_a_box_named_in_turkish_are_comments() -> None:
    reading = read("paper-tr.html")

    assert role_of(reading, "Her gün başka bir söylenti") is LineRole.COMMENTS
    assert reading.body.endswith("yanıtsız bıraktı.")


def test_a_caption_by_its_class_is_not_of_the_text() -> None:
    assert "جانب من جلسة" not in read("aspnet-ar.html").body


def test_a_missing_page_in_other_words_is_missing() -> None:
    assert read("gone-ar.html").kind is PageKind.NOT_FOUND


def test_a_post_known_by_its_number_alone_has_no_account() -> None:
    posts = read("amp-ar.html").posts

    assert [(post.platform, post.account) for post in posts] == [("x", "")]


def test_the_standfirst_is_in_the_json() -> None:
    assert item_as_json(read("dates-ar.html"))["standfirst"] == ""


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("wall-fr.html", "Une dizaine d’établissements"),
        ("agency-fa.html", "تهران- دماوند- سخنگوی"),
        ("paper-tr.html", "Ticaret Bakanlığı, sosyal medyadaki"),
    ],
)
def test_a_sentence_between_title_and_text_is_the_standfirst(name: str, begins: str) -> None:
    reading = read(name)

    assert reading.standfirst.startswith(begins)
    assert begins not in reading.body
