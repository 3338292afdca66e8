"""Reading HTML pages: text, dates, pictures, encodings, and pages that are broken.

The pages are written for these tests; the events in them are invented. No test touches the
database, and a connection would be refused by the test run itself.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from claims.adapters.article import PageUnreadable, read_html
from claims.domain.pages import MissingPart, PageReading, PublishedConflict, PublishedOrigin
from multilingual.intervals import DateInterval

TODAY = date(2024, 7, 18)
URL = "https://news.example/cities/bridge"
TITLE = "الجسر القديم لا يزال قائما في مكانه"
PARAGRAPHS = (
    (
        "قال رئيس بلدية المدينة إن الجسر القديم لم ينهر، وإن الصورة التي انتشرت على مواقع التواصل"
        " تعود إلى جسر آخر في بلد بعيد."
    ),
    (
        "وأضاف في حديث إلى الصحافيين أن فرق الصيانة تفقدت الجسر ولم تجد فيه أي ضرر، وأن الحركة عليه"
        " طبيعية منذ الصباح الباكر."
    ),
    (
        "ونفى مدير الدفاع المدني وقوع إصابات بين العابرين، وطلب من الناس التحقق قبل نشر الصور"
        " القديمة مرة أخرى على صفحاتهم."
    ),
)


def html(
    *,
    head: str = "",
    above: str = "",
    below_title: str = "",
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    in_article: str = "",
    title: str = TITLE,
    lang: str = "ar",
) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang='{lang}'><head><title>{title} - أخبار المثال</title>"
        f"<meta property='og:site_name' content='أخبار المثال'>{head}</head><body>"
        f"<nav><ul><li>الرئيسية</li><li>سياسة</li></ul></nav>{above}"
        f"<main><article><h1>{title}</h1>{below_title}{in_article}<div class='text'>{body}</div>"
        "</article></main>"
        "<footer><p>جميع الحقوق محفوظة 2024</p></footer></body></html>"
    )


def read(page: str, url: str | None = URL) -> PageReading:
    return read_html(page.encode(), url=url, today=TODAY).whole


def json_ld(**fields: object) -> str:
    stated = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f"<script type='application/ld+json'>{json.dumps(stated)}</script>"


def test_a_page_gives_its_title_text_and_language() -> None:
    reading = read(html())

    assert reading.title == TITLE
    assert reading.body == "\n\n".join(PARAGRAPHS)
    assert reading.language == "ar"
    assert reading.outlet_name == "أخبار المثال"


@pytest.mark.parametrize(
    "meta_title",
    [f"{TITLE} - أخبار المثال", f"أخبار المثال | {TITLE}", TITLE],
)
def test_the_sites_name_is_not_part_of_the_title(meta_title: str) -> None:
    page = html().replace(f"<h1>{TITLE}</h1>", "").replace(f"{TITLE} - أخبار المثال", meta_title)

    assert read(page).title == TITLE


class TestPublicationDay:
    def test_json_ld_is_believed_first_and_keeps_its_instant(self) -> None:
        page = html(
            head=json_ld(datePublished="2022-08-14T01:59:50+03:00"),
            below_title="<p>١٤ آب ٢٠٢٢</p>",
        )

        reading = read(page)

        assert reading.published == DateInterval.of_day(date(2022, 8, 14))
        assert reading.published_at == datetime(2022, 8, 13, 22, 59, tzinfo=UTC)
        assert reading.published_origin is PublishedOrigin.JSONLD_OR_META
        assert reading.published_conflicts == ()

    @pytest.mark.parametrize(
        "tag",
        [
            "<meta property='article:published_time' content='2022-08-14T10:00:00Z'>",
            "<meta name='date' content='2022-08-14'>",
            "<meta name='DC.date.issued' content='14 أغسطس 2022'>",
            "<meta itemprop='datePublished' content='2022-08-14 T 07:20:50 +0330'>",
        ],
    )
    def test_meta_tags_of_many_names_are_read(self, tag: str) -> None:
        reading = read(html(head=tag))

        assert reading.published == DateInterval.of_day(date(2022, 8, 14))
        assert reading.published_origin is PublishedOrigin.JSONLD_OR_META

    @pytest.mark.parametrize(
        ("path", "first", "last"),
        [
            ("2022/08/14/bridge", date(2022, 8, 14), date(2022, 8, 14)),
            ("news/2022-08-14-1.387", date(2022, 8, 14), date(2022, 8, 14)),
            ("a/20220814/x.html", date(2022, 8, 14), date(2022, 8, 14)),
            ("2022/08/bridge", date(2022, 8, 1), date(2022, 8, 31)),
        ],
    )
    def test_a_day_or_month_in_the_address_counts(self, path: str, first: date, last: date) -> None:
        reading = read(html(), url=f"https://news.example/{path}")

        assert reading.published == DateInterval(first, last)
        assert reading.published_origin is PublishedOrigin.URL

    @pytest.mark.parametrize("path", ["article/164913", "1234567890123", "20221399/x", "19450508"])
    def test_numbers_that_are_no_days_of_the_web_are_not_dates(self, path: str) -> None:
        assert read(html(), url=f"https://news.example/{path}").published is None

    def test_the_time_element_by_the_title_counts_and_those_of_comments_do_not(self) -> None:
        page = html(
            below_title="<time datetime='2022-08-14T10:00+03:00'>14 آب 2022</time>"
        ).replace(
            "<footer>", "<div class='comments'><time datetime='2023-01-01'></time></div><footer>"
        )

        reading = read(page)

        assert reading.published == DateInterval.of_day(date(2022, 8, 14))
        assert reading.published_origin is PublishedOrigin.TIME_ELEMENT

    def test_visible_text_below_the_title_is_a_by_line(self) -> None:
        page = html(below_title="<div>تم نشره الجمعة 24 نيسان / أبريل 2020 09:22 مساءً</div>")

        reading = read(page)

        assert reading.published == DateInterval.of_day(date(2020, 4, 24))
        assert reading.published_origin is PublishedOrigin.BYLINE

    def test_todays_date_in_the_header_is_only_an_upper_bound(self) -> None:
        reading = read(html(above="<div>الجمعة ٠٣ / مايو / ٢٠٢٤</div>"))

        assert reading.published == DateInterval(None, date(2024, 5, 3))
        assert reading.published_origin is PublishedOrigin.SITE_HEADER
        assert reading.published_conflicts == (PublishedConflict.SITE_HEADER_ONLY,)

    def test_places_that_disagree_are_a_conflict(self) -> None:
        page = html(head=json_ld(datePublished="2022-08-14"), below_title="<p>3 مايو 2023</p>")

        assert read(page).published_conflicts == (PublishedConflict.SOURCES_DISAGREE,)

    @pytest.mark.parametrize("value", ["1970-01-01", "0001-01-01T00:00:00", "{{date}}", "soon"])
    def test_placeholders_are_no_date(self, value: str) -> None:
        assert read(html(head=json_ld(datePublished=value))).published is None

    def test_a_year_alone_is_not_made_the_first_of_january(self) -> None:
        reading = read(html(paragraphs=(*PARAGRAPHS, "بني الجسر عام 1998 وحده دون غيره.")))

        assert reading.published == DateInterval(date(1998, 1, 1), TODAY)
        assert reading.published_origin is PublishedOrigin.TEXT_MENTIONS

    def test_a_day_in_the_future_is_not_believed(self) -> None:
        reading = read(html(head=json_ld(datePublished="2031-01-01")))

        assert reading.published is None
        assert MissingPart.NO_DATE in reading.missing


class TestPictures:
    def test_pictures_of_the_article_come_with_captions_and_whole_addresses(self) -> None:
        page = html(
            head="<meta property='og:image' content='/media/bridge-750x375.jpg'>",
            in_article=(
                "<figure><img data-src='/media/bridge.jpg' alt='جسر'>"
                "<figcaption>الجسر القديم - تصوير البلدية</figcaption></figure>"
                "<figure><img srcset='a-300.jpg 300w, a-900.jpg 900w' alt='نهر'></figure>"
            ),
        )

        reading = read(page)

        assert [picture.url for picture in reading.pictures] == [
            "https://news.example/media/bridge-750x375.jpg",
            "https://news.example/cities/a-900.jpg",
        ]
        assert reading.pictures[0].caption == "الجسر القديم - تصوير البلدية"
        assert [picture.is_lead for picture in reading.pictures] == [True, False]

    def test_pictures_of_the_site_are_left_out(self) -> None:
        page = html(
            above="<img src='/logo.png'>",
            in_article=(
                "<img src='/pixel.gif' width='1' height='1'><img src='/author-avatar.jpg'>"
                "<img src='ftp://x.example/a.jpg'><img src='data:image/png;base64,AAAA'>"
                "<aside><img src='/other-article.jpg'></aside>"
            ),
        )

        reading = read(page)

        assert reading.pictures == ()
        assert MissingPart.NO_PICTURES in reading.missing

    def test_a_picture_saved_inside_the_page_is_kept(self) -> None:
        inline = "data:image/jpeg;base64," + "A" * 4000

        reading = read(html(in_article=f"<img src='{inline}' alt='جسر'>"), url=None)

        assert [picture.url for picture in reading.pictures] == [inline]

    @pytest.mark.parametrize(
        "stated",
        [
            "<link rel='canonical' href='https://news.example/cities/bridge'>",
            "<meta property='og:url' content='https://news.example/cities/bridge'>",
        ],
        ids=["canonical", "og:url"],
    )
    @pytest.mark.parametrize(
        ("source", "address"),
        [
            ("/media/bridge.jpg", "https://news.example/media/bridge.jpg"),
            ("جسر.jpg", "https://news.example/cities/جسر.jpg"),
            ("../köprü.jpg", "https://news.example/köprü.jpg"),
            ("橋.jpg", "https://news.example/cities/橋.jpg"),
        ],
        ids=["from the root", "Arabic", "Turkish", "Japanese"],
    )
    def test_without_an_address_the_one_the_page_gives_itself_counts(
        self, stated: str, source: str, address: str
    ) -> None:
        reading = read(html(head=stated, in_article=f"<img src='{source}'>"), url=None)

        assert [picture.url for picture in reading.pictures] == [address]
        assert MissingPart.NO_PICTURES not in reading.missing

    def test_the_address_it_came_from_goes_before_the_one_the_page_gives_itself(self) -> None:
        stated = "<link rel='canonical' href='https://other.example/cities/bridge'>"

        reading = read(html(head=stated, in_article="<img src='/media/bridge.jpg'>"))

        assert [picture.url for picture in reading.pictures] == [
            "https://news.example/media/bridge.jpg"
        ]

    def test_without_an_address_relative_pictures_cannot_be_named(self) -> None:
        reading = read(html(in_article="<img src='/media/bridge.jpg'>"), url=None)

        assert reading.pictures == ()


class TestMetadata:
    def test_the_author_is_a_name_and_not_an_address(self) -> None:
        page = html(
            head=(
                "<meta property='article:author' content='https://social.example/salma'>"
                + json_ld(author=[{"@type": "Person", "name": "سلمى الحسن"}])
            )
        )

        assert read(page).author == "سلمى الحسن"

    def test_the_outlet_is_not_its_own_author(self) -> None:
        assert read(html(head="<meta name='author' content='أخبار المثال'>")).author is None

    def test_an_author_line_above_the_text_is_the_author(self) -> None:
        reading = read(html(paragraphs=("حوار: سلمى الحسن", *PARAGRAPHS)))

        assert reading.author == "سلمى الحسن"
        assert reading.body == "\n\n".join(PARAGRAPHS)

    @pytest.mark.parametrize(
        ("link", "expected"),
        [
            ("<link rel='canonical' href='/cities/42'>", "https://news.example/cities/42"),
            ("<link rel='canonical' href='https://news.example/'>", URL),
            ("<link rel='canonical' href='javascript:alert(1)'>", URL),
            ("<link rel='canonical' href='http://['>", URL),
            ("", URL),
        ],
    )
    def test_the_canonical_address_is_whole_and_an_article(self, link: str, expected: str) -> None:
        assert read(html(head=link)).canonical_url == expected

    def test_broken_json_ld_does_not_hide_the_rest(self) -> None:
        page = html(
            head="<script type='application/ld+json'>{ broken</script>"
            "<meta name='date' content='2022-08-14'>"
        )

        assert read(page).published == DateInterval.of_day(date(2022, 8, 14))


class TestEncodings:
    @pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252", "no-such-charset"])
    def test_a_windows_1256_page_is_read_whatever_it_declares(self, declared: str) -> None:
        page = html(head=f"<meta charset='{declared}'>")

        reading = read_html(
            page.encode("windows-1256"), url=URL, declared_charset=declared, today=TODAY
        ).whole

        assert reading.title == TITLE
        assert reading.body == "\n\n".join(PARAGRAPHS)

    def test_a_utf8_page_that_declares_windows_1256_is_utf8(self) -> None:
        page = html(head="<meta charset='windows-1256'>")

        reading = read_html(
            page.encode(), url=URL, declared_charset="windows-1256", today=TODAY
        ).whole

        assert reading.title == TITLE

    def test_utf16_with_its_mark_is_read(self) -> None:
        assert read_html(html().encode("utf-16"), url=URL, today=TODAY).whole.title == TITLE

    def test_a_page_cut_inside_a_character_is_still_utf8(self) -> None:
        content = html().encode()
        cut = content[: content.index("جميع".encode()) + 1]

        assert read_html(cut, url=URL, today=TODAY).whole.title == TITLE

    def test_a_french_page_in_latin_1_is_not_taken_for_arabic(self) -> None:
        title = "Le vieux pont est toujours debout à l'été"
        paragraph = "Le maire a déclaré que le pont n'était pas tombé, où qu'on l'eût prétendu. "
        page = html(title=title, lang="fr", paragraphs=(paragraph * 4, paragraph * 3))
        content = page.replace("أخبار المثال", "Exemple").replace("الرئيسية", "Accueil")
        content = content.replace("سياسة", "").replace("جميع الحقوق محفوظة", "")

        reading = read_html(
            content.encode("iso-8859-1"), url=URL, declared_charset="iso-8859-1", today=TODAY
        ).whole

        assert reading.title == title
        assert "déclaré" in reading.body
        assert reading.language == "fr"


class TestOtherScripts:
    def test_persian_joiners_survive(self) -> None:
        paragraph = (
            "شهردار گفت پل قدیمی فرو نریخته است و عکسی که مردم می\u200cبینند از پل دیگری است. "
        )

        reading = read(
            html(lang="fa", title="پل قدیمی شهر هنوز پابرجاست", paragraphs=(paragraph * 3,))
        )

        assert reading.language == "fa"
        assert "می\u200cبینند" in reading.body

    def test_a_hindi_page_takes_the_language_it_declares(self) -> None:
        paragraph = "नगर के महापौर ने कहा कि पुराना पुल नहीं गिरा है और चित्र किसी दूसरे पुल का है। "

        reading = read(
            html(lang="hi-IN", title="पुराना पुल अब भी खड़ा है", paragraphs=(paragraph * 4,))
        )

        assert reading.language == "hi"
        assert reading.body == (paragraph * 4).strip()


class TestBrokenPages:
    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(b"", id="no bytes"),
            pytest.param(b"  \n ", id="blanks"),
            pytest.param(b"<!-- only a comment -->", id="comment"),
            pytest.param(b"<html></html>", id="no content"),
            pytest.param(b"<html><body><script>var a=1</script></body></html>", id="script"),
        ],
    )
    def test_a_page_without_anything_says_that_everything_is_missing(self, content: bytes) -> None:
        reading = read_html(content, url=URL, today=TODAY).whole

        assert reading.body == ""
        assert reading.missing == tuple(MissingPart)

    def test_a_page_without_text_keeps_its_title(self) -> None:
        reading = read(html(paragraphs=()))

        assert reading.title == TITLE
        assert MissingPart.NO_TEXT in reading.missing

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(64), id="picture"),
            pytest.param(b"%PDF-1.7 something", id="PDF"),
            pytest.param(b"abc" + bytes(40), id="binary"),
        ],
    )
    def test_what_is_no_page_is_refused_with_a_sentence(self, content: bytes) -> None:
        with pytest.raises(PageUnreadable) as refusal:
            read_html(content, url=None, today=TODAY)

        with translation.override("en"):
            assert str(refusal.value).startswith("This file is not a web page.")

    @pytest.mark.slow
    def test_a_page_nested_very_deep_is_read_without_an_error(self) -> None:
        page = "<html><body>" + "<div>" * 5000 + f"<p>{PARAGRAPHS[0]}</p>"

        reading = read(page)

        assert reading.title is None

    def test_tags_that_are_never_closed_do_no_harm(self) -> None:
        assert read(html().replace("</p>", "").replace("</div>", "")).title == TITLE


def test_furniture_left_by_the_extractor_is_taken_out() -> None:
    reading = read(html(paragraphs=(*PARAGRAPHS, "شارك القصة", "اترك تعليقاً", "17302")))

    assert reading.body == "\n\n".join(PARAGRAPHS)
