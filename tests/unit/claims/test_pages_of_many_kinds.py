"""Pasted pages of many kinds, read as an editor would: title, both ends of the body, day, drops.

The pages in ``tests/files/pages`` are written for these tests; the events in them are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from claims.domain.pages import LineRole, PageReadings, read_pasted_text
from multilingual.intervals import DateInterval

PAGES = Path(__file__).parents[2] / "files" / "pages"


def on(year: int, month: int, day: int) -> DateInterval:
    return DateInterval.of_day(date(year, month, day))


@dataclass(frozen=True)
class Wanted:
    """What one article of a page must give; ``dropped`` are words that may not be in the body."""

    title: str | None
    begins: str
    ends: str
    published: DateInterval | None
    language: str = "ar"
    author: str | None = None
    dropped: tuple[str, ...] = ()


WANTED = {
    "tv_station.txt": Wanted(
        "هل أُغلق ميناء الصيادين بأمر من الوزارة؟ حقيقة الخبر المتداول",
        "انتشر على صفحات محلية",
        "متابعة إعلانات الإدارة.",
        on(2024, 4, 9),
        dropped=("رويترز", "سفينة الشحن العالقة", "إدارة الميناء\n", "كيف نتحقق", "فريق الميناء"),
    ),
    "agency.txt": Wanted(
        "افتتاح جسر النهر الجديد بعد عامين من العمل",
        "حلب، 14 تشرين الأول 2023 (وكالة السهل) -",
        "حتى ساعة إعداد الخبر.",
        on(2023, 10, 14),
        dropped=("88213", "أ.ف.ب", "متابعات", "محافظة\n"),
    ),
    "blog.txt": Wanted(
        "رسالة البلدية إلى أصحاب المخابز",
        "قالت مصادر في اتحاد المخابز",
        "يطلبون الخبز مع الفجر”.",
        on(2021, 8, 17),
        dropped=("آخر الأخبار", "البريدك", "ثلاثة =", "أبو سليم", "الفرن"),
    ),
    "government.txt": Wanted(
        "الوزارة تنفي تلوث مياه الشرب في المنطقة الشرقية",
        "نفت وزارة المياه والري",
        "المقاطع مجهولة المصدر.",
        on(2021, 5, 12),
        dropped=("1433", "المركز الإعلامي", "طباعة", "آخر تحديث"),
    ),
    "forum.txt": Wanted(
        "قصة السد الذي قيل إنه انهار",
        "السلام عليكم",
        "لم تصدر أي تحذير.",
        on(2016, 11, 2),
        dropped=("راصد الوادي", "تاريخ التسجيل", "1,204", "اقتباس"),
    ),
    "magazine.txt": Wanted(
        "من يربح من الشائعة؟ ثلاث قصص من سوق السمك",
        "في صباح شتوي بارد",
        "تغادر المرفأ عند الفجر.",
        on(2020, 3, 5),
        author="هدى المرزوقي",
        dropped=("مجلة الضفاف", "كاتبة من البصرة", "زمن القراءة"),
    ),
    "facebook.txt": Wanted(
        None,
        "وصلنا قبل قليل",
        "ولا توجد إصابات والحمد لله",
        on(2022, 5, 3),
        author="صفحة أخبار الجبل",
        dropped=("ألف", "تعليقًا", "أبو حسن", "مفتوح من ساعة"),
    ),
    "newspaper_pdf.txt": Wanted(
        "L'INCENDIE DU MARCHÉ N'ÉTAIT PAS CELUI DE LA PHOTO",
        "Le maire de la ville a affirmé mardi que la photographie partagée",
        "connaître l'origine du sinistre, selon le parquet.",
        on(2021, 8, 3),
        language="fr",
        dropped=("pho-", "cou-", "en-", "Publié"),
    ),
    "newspaper_columns.txt": Wanted(
        "المدرسة لم تغلق أبوابها",
        "قالت مديرة المدرسة إن الدروس مستمرة كالمعتاد وإن ما نشر عن إغلاقها غير صحيح على الإطلاق.",
        "قد نشروا كتابا قالوا إنه صادر عن الوزارة ثم حذفوه.",
        on(2017, 12, 3),
        dropped=("كانون الأول",),
    ),
    "interview.txt": Wanted(
        "المهندسة سعاد رمضان: السد آمن ولا صحة لما يشاع",
        "تعمل المهندسة سعاد رمضان",
        "ماء تصريف طبيعي.",
        on(2021, 6, 14),
        author="فادي منصور",
        dropped=("حوار",),
    ),
    "persian_agency.txt": Wanted(
        "شهرداری: پل قدیمی شهر فرو نریخته است",
        "شهردار گفت که پل قدیمی",
        "بعدا بیانیه‌ای منتشر می‌شود.",
        on(2024, 6, 23),
        language="fa",
        dropped=("402211", "اتوبوس‌های تازه", "انتهای پیام", "برچسب", "ایمیل"),
    ),
    "urdu.txt": Wanted(
        "پرانا پل گرنے کی خبر درست نہیں، میئر کا بیان",
        "شہر کے میئر نے کہا ہے",
        "نہ پھیلانے کی اپیل کی۔",
        on(2024, 6, 23),
        language="ur",
        author="ویب ڈیسک",
        dropped=("نئی بسیں", "تبصرے", "صفحہ اول"),
    ),
    "sorani.txt": Wanted(
        "شارەوانی: پردە کۆنەکە نەڕووخاوە",
        "سەرۆکی شارەوانی ڕایگەیاند",
        "هیچ زیانێکیان نەبینی لە پایەکانیدا.",
        on(2024, 6, 23),
        language="ckb",
        dropped=("هاوبەشی بکە", "پاسە نوێیەکان", "هەموو مافەکان"),
    ),
    "english_wire.txt": Wanted(
        "Old bridge still stands after viral photo of collapse",
        "HALAB, June 3, 2021 (AP) — The city's old bridge",
        "did not respond to a request for comment.",
        on(2021, 6, 3),
        language="en",
        author="JANE MILLER",
        dropped=("AP Photo", "buys new buses", "Updated", "All rights reserved"),
    ),
    "today_widget.txt": Wanted(
        "تبادل رسائل بين بلديتي الضفتين حول ماء النهر",
        "بدأت بلديتا الضفتين الشهر الماضي",
        "الاتفاق قريب جدا.",
        DateInterval(None, date(2024, 5, 3)),
        dropped=("أرشيفية", "أمطار متأخرة", "ضفاف نيوز", "البريدية", "الوضع المظلم"),
    ),
    "live_blog.txt": Wanted(
        "تغطية مباشرة: العاصفة تقترب من الساحل الغربي",
        "14:32",
        "حتى تنتهي العاصفة تماما غدا.",
        DateInterval(None, date(2022, 1, 9)),
        dropped=("آخر تحديث",),
    ),
    "whole_page.txt": Wanted(
        "البلدية: لا نقص في مياه الشرب هذا الصيف",
        "قالت بلدية السهل إن خزانات المدينة",
        "لن تتأثر بأعمال الصيانة.",
        on(2023, 7, 11),
        author="رنا سليمان",
        dropped=("مواقيت", "الأبراج", "حريق صغير", "مؤسسة إعلامية", "سعر الصرف", "يوليو"),
    ),
    "poem_and_list.txt": Wanted(
        "قصيدة النهر القديم كما رواها أهل القرية",
        "يروي أهل القرية",
        "مكان البيت الأخير",
        on(2018, 4, 12),
        dropped=("نيسان",),
    ),
}


def read(name: str) -> PageReadings:
    return read_pasted_text((PAGES / name).read_text(encoding="utf-8"))


def test_every_page_of_the_folder_is_asked_for() -> None:
    there = {path.name for path in PAGES.glob("*.txt")}

    assert there == WANTED.keys() | {"two_articles.txt", "three_articles.txt"}


@pytest.mark.parametrize("name", WANTED)
def test_one_article_is_offered_as_one(name: str) -> None:
    assert read(name).cuts == ()


@pytest.mark.parametrize("name", WANTED)
def test_the_title_the_author_and_the_language_are_found(name: str) -> None:
    reading = read(name).whole

    assert reading.title == WANTED[name].title
    assert reading.author == WANTED[name].author
    assert reading.language == WANTED[name].language


@pytest.mark.parametrize("name", WANTED)
def test_the_body_begins_and_ends_where_the_text_does(name: str) -> None:
    body = read(name).whole.body

    assert body.startswith(WANTED[name].begins)
    assert body.endswith(WANTED[name].ends)


@pytest.mark.parametrize(
    ("name", "words"), [(name, words) for name in WANTED for words in WANTED[name].dropped]
)
def test_what_is_not_the_article_is_dropped(name: str, words: str) -> None:
    assert words not in read(name).whole.body


@pytest.mark.parametrize("name", WANTED)
def test_the_day_is_right_or_left_open(name: str) -> None:
    assert read(name).whole.published == WANTED[name].published


class TestTwoArticles:
    def test_the_page_is_cut_at_the_second_title(self) -> None:
        readings = read("two_articles.txt")

        assert [(cut.line, cut.text, cut.is_offered) for cut in readings.cuts] == [
            (13, "المدينة: حافلات جديدة تعمل بالغاز قبل نهاية الشهر", True)
        ]

    def test_each_is_read_by_itself(self) -> None:
        first, second = read("two_articles.txt").items

        assert first.title == "الشركة تنفي رفع أسعار الكهرباء في الشتاء المقبل"
        assert first.body.endswith("صيف 2018 بعد استقالة سلفه.")
        assert (first.first_line, first.last_line) == (0, 9)
        assert second.title == "المدينة: حافلات جديدة تعمل بالغاز قبل نهاية الشهر"
        assert second.body.startswith("أعلنت بلدية المدينة، الأربعاء")
        assert second.captions == ("حافلة جديدة في ساحة المدينة أمس (إ.ب.أ)",)
        assert (second.first_line, second.last_line) == (13, 23)

    def test_each_has_the_days_of_its_own_text_only(self) -> None:
        first, second = read("two_articles.txt").items

        assert first.published == DateInterval(date(2018, 6, 1), None)
        assert second.published is None

    def test_how_little_they_share_is_shown_and_makes_no_cut(self) -> None:
        cut = read("two_articles.txt").cuts[0]

        assert cut.cohesion is not None
        assert 0 <= cut.cohesion < 0.2

    def test_an_editor_may_say_that_it_is_one(self) -> None:
        text = (PAGES / "two_articles.txt").read_text(encoding="utf-8")

        readings = read_pasted_text(text, cuts=())

        assert readings.cuts == ()
        assert readings.items == (readings.whole,)

    def test_an_editor_may_cut_at_any_line(self) -> None:
        text = (PAGES / "two_articles.txt").read_text(encoding="utf-8")

        readings = read_pasted_text(text, cuts=[8, 13])

        assert [(cut.line, cut.is_offered) for cut in readings.cuts] == [(8, False), (13, True)]
        assert readings.items[1].body.startswith("وأكد المتحدث باسم الشركة")

    def test_a_cut_at_a_blank_line_means_the_next_and_outside_the_page_none(self) -> None:
        text = (PAGES / "two_articles.txt").read_text(encoding="utf-8")

        readings = read_pasted_text(text, cuts=[0, 11, 400])

        assert [cut.line for cut in readings.cuts] == [13]


def test_articles_that_open_alike_are_offered_one_by_one_in_their_languages() -> None:
    readings = read("three_articles.txt")

    assert [item.title for item in readings.items] == [
        "سكان الحي يطالبون بإعادة الحديقة",
        "مصنع الزجاج يستأنف العمل بعد توقف طويل",
        "City library opens its reading room again",
    ]
    assert [item.author for item in readings.items] == ["ليلى نصر", "كريم داغر", "Mona Haddad"]
    assert [item.language for item in readings.items] == ["ar", "ar", "en"]
    assert [item.published for item in readings.items] == [
        on(2019, 5, 2),
        on(2019, 5, 4),
        on(2019, 5, 6),
    ]


def test_a_subtitle_is_kept_beside_the_body() -> None:
    assert read("magazine.txt").whole.standfirst == (
        "شائعة صغيرة رفعت الأسعار أسبوعا كاملا ثم اختفت"
    )
    assert read("blog.txt").whole.standfirst == "للمرة الثانية هذا العام.."


def test_a_first_short_sentence_is_text_and_no_subtitle() -> None:
    text = "الجسر القديم لا يزال قائما\n5 مايو 2021\nالجسر سليم.\n" + "كلمة من النص " * 12 + "."

    assert read_pasted_text(text).whole.body.startswith("الجسر سليم.")


def test_the_first_question_of_an_interview_is_text() -> None:
    text = "السد آمن ولا صحة لما يشاع\n5 مايو 2021\nهل في السد شقوق؟\n" + "كلمة من النص " * 12

    assert read_pasted_text(text).whole.body.startswith("هل في السد شقوق؟")


def test_verse_and_lists_are_not_joined_to_paragraphs() -> None:
    paragraphs = read("poem_and_list.txt").whole.body.split("\n\n")

    assert "والريح تعرف أين كنت أميل" in paragraphs
    assert paragraphs.count("يا نهر جئتك والمساء طويل") == 2
    assert paragraphs[-3:] == ["اسم الصياد", "عدد الأبيات", "مكان البيت الأخير"]


def test_a_caption_that_only_names_who_is_shown_is_not_text() -> None:
    lines = {line.text: line.role for line in read("today_widget.txt").whole.lines}

    assert lines["نبيل الأحمد"] is LineRole.CAPTION


def test_the_sources_named_below_a_text_are_kept_as_sources() -> None:
    roles = {line.text: line.role for line in read("tv_station.txt").whole.lines}

    assert roles["المصادر:"] is LineRole.SOURCES
    assert roles["وزارة النقل - إدارة الميناء"] is LineRole.SOURCES
