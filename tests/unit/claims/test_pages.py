"""Reading pasted pages: title, day, body, and no furniture.

The pages are written for these tests; the events in them are invented.
"""

from __future__ import annotations

from datetime import date

import pytest

from claims.domain.pages import (
    MissingPart,
    PageReading,
    PublishedConflict,
    PublishedOrigin,
    read_pasted_text,
)
from multilingual.intervals import DateInterval

FIRST = (
    "قال رئيس بلدية المدينة إن الجسر القديم لم ينهر، وإن الصورة التي انتشرت على مواقع التواصل"
    " تعود إلى جسر آخر في بلد بعيد."
)
SECOND = (
    "وأضاف في حديث إلى الصحافيين أن فرق الصيانة تفقدت الجسر يوم الثلاثاء ولم تجد فيه أي ضرر،"
    " وأن الحركة عليه طبيعية."
)
THIRD = "ونفى مدير الدفاع المدني وقوع إصابات، وطلب من الناس التحقق قبل نشر الصور القديمة مرة أخرى."


def page(*lines: str) -> str:
    return "\n".join(lines)


def read(text: str, *, language: str | None = None, reference: date | None = None) -> PageReading:
    return read_pasted_text(text, language=language, reference=reference).whole


def test_a_plain_page_gives_title_day_and_paragraphs() -> None:
    text = page(
        "Skip to main content",
        "",
        "هل انهار الجسر القديم في المدينة؟ هذه هي الحقيقة",
        "",
        "الأحد 23 يونيو 2024",
        "",
        FIRST,
        "",
        SECOND,
        "",
        "المصادر:",
        "بلدية المدينة - الدفاع المدني",
        "شارك القصة",
    )

    reading = read(text)

    assert reading.title == "هل انهار الجسر القديم في المدينة؟ هذه هي الحقيقة"
    assert reading.language == "ar"
    assert reading.published == DateInterval.of_day(date(2024, 6, 23))
    assert reading.published_origin is PublishedOrigin.BYLINE
    assert reading.published_text == "الأحد 23 يونيو 2024"
    assert reading.published_conflicts == ()
    assert reading.body.split("\n\n") == [FIRST, SECOND]
    assert reading.furniture_removed == (
        "Skip to main content",
        "الأحد 23 يونيو 2024",
        "المصادر:",
        "بلدية المدينة - الدفاع المدني",
        "شارك القصة",
    )
    assert reading.missing == ()


def test_a_menu_word_above_is_not_the_title_and_takes_nothing_with_it() -> None:
    text = page("آخر الأخبار", "", "الجسر القديم لا يزال قائما", "", "١٧ آب ٢٠١٩", "", FIRST)

    reading = read(text)

    assert reading.title == "الجسر القديم لا يزال قائما"
    assert reading.body == FIRST


def test_a_comment_form_and_its_sum_are_taken_out() -> None:
    text = page(
        "الجسر القديم لا يزال قائما",
        "17 أغسطس 2019 - 10:11 م",
        "",
        FIRST,
        "",
        "اترك تعليقاً",
        "",
        "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *",
        "",
        "7 + ثلاثة =",
    )

    reading = read(text)

    assert reading.body == FIRST
    assert reading.published == DateInterval.of_day(date(2019, 8, 17))


def test_headlines_under_more_news_go_and_a_later_paragraph_stays() -> None:
    text = page(
        "الجسر القديم لا يزال قائما",
        "",
        FIRST,
        "",
        "مزيد من الأخبار",
        "افتتاح معرض للكتب في الساحة الكبيرة",
        "فريق المدينة يفوز في مباراة الأمس",
    )

    reading = read(text)

    assert reading.body == FIRST
    assert "افتتاح معرض للكتب في الساحة الكبيرة" in reading.furniture_removed


def test_a_link_to_another_article_goes_with_its_cue() -> None:
    text = page(
        "الجسر القديم لا يزال قائما",
        "",
        FIRST,
        "",
        "اقرأ أيضاً: بلدية المدينة تشتري حافلات جديدة للطلاب",
        "",
        "اقرأ أيضا",
        "سوق المدينة يفتح أبوابه مساء",
        "",
        SECOND,
    )

    reading = read(text)

    assert reading.body.split("\n\n") == [FIRST, SECOND]


def test_a_sentence_that_begins_like_a_cue_stays() -> None:
    sentence = "للمزيد من الدقة قاس المهندسون عرض الجسر ثلاث مرات في يوم واحد وسجلوا النتيجة نفسها."

    reading = read(page("الجسر القديم لا يزال قائما", "", FIRST, "", sentence))

    assert sentence in reading.body


def test_wrapped_lines_become_paragraphs_again() -> None:
    text = page(
        "الجسر القديم لا يزال قائما",
        "",
        "قال رئيس بلدية المدينة إن الجسر القديم لم ينهر، وإن الصورة التي انتشرت",
        "على مواقع التواصل تعود إلى جسر آخر في بلد بعيد وقد التقطت قبل سنوات",
        "طويلة.",
        "",
        SECOND,
    )

    reading = read(text)

    assert reading.body.split("\n\n") == [
        (
            "قال رئيس بلدية المدينة إن الجسر القديم لم ينهر، وإن الصورة التي انتشرت على مواقع"
            " التواصل تعود إلى جسر آخر في بلد بعيد وقد التقطت قبل سنوات طويلة."
        ),
        SECOND,
    ]


def test_a_heading_is_not_joined_to_the_paragraph_below_it() -> None:
    heading = "مهندسو البلدية يفحصون أعمدة الجسر القديم بعد انتشار الصورة المضللة"

    reading = read(page("الجسر القديم لا يزال قائما", "", FIRST, "", heading, SECOND))

    assert reading.body.split("\n\n") == [FIRST, heading, SECOND]


class TestSiteHeader:
    HEADER = (
        "الوضع المظلم",
        "الجمعة ٠٣ / مايو / ٢٠٢٤",
        "Logo",
        "  • الجسر القديم لا يزال قائما",
        "",
        "الجسر القديم لا يزال قائما",
        "",
    )

    def test_todays_date_above_the_title_is_only_an_upper_bound(self) -> None:
        reading = read(page(*self.HEADER, FIRST))

        assert reading.title == "الجسر القديم لا يزال قائما"
        assert reading.published == DateInterval(None, date(2024, 5, 3))
        assert reading.published_origin is PublishedOrigin.SITE_HEADER
        assert reading.published_conflicts == (PublishedConflict.SITE_HEADER_ONLY,)
        assert reading.body == FIRST

    def test_a_date_in_the_text_bounds_it_from_below(self) -> None:
        reading = read(page(*self.HEADER, FIRST, "", "بني الجسر عام 1998 وحده."))

        assert reading.published == DateInterval(date(1998, 1, 1), date(2024, 5, 3))

    def test_a_by_line_below_the_title_is_believed_instead(self) -> None:
        reading = read(page(*self.HEADER, "2 شباط 2022", "", FIRST))

        assert reading.published == DateInterval.of_day(date(2022, 2, 2))
        assert reading.published_origin is PublishedOrigin.BYLINE


class TestNoDate:
    def test_the_latest_mention_is_the_earliest_day(self) -> None:
        text = page(
            "الجسر القديم لا يزال قائما",
            "",
            FIRST,
            "",
            "وكان الجسر قد أغلق في 2013 ثم أعيد فتحه في صيف 2015 بعد إصلاحه الكامل.",
        )

        reading = read(text)

        assert reading.published == DateInterval(date(2015, 6, 1), None)
        assert reading.published_origin is PublishedOrigin.TEXT_MENTIONS
        assert reading.published_text == "صيف 2015"

    def test_nothing_was_published_after_it_was_pasted(self) -> None:
        text = page("الجسر القديم لا يزال قائما", "", FIRST, "", "أغلق الجسر عام 2013 شهرين.")

        reading = read(text, reference=date(2024, 7, 18))

        assert reading.published == DateInterval(date(2013, 1, 1), date(2024, 7, 18))

    def test_a_text_that_says_nothing_of_time_has_no_day(self) -> None:
        reading = read(page("الجسر القديم لا يزال قائما", "", FIRST))

        assert reading.published is None
        assert reading.published_origin is None
        assert MissingPart.NO_DATE in reading.missing

    def test_a_by_line_after_the_day_of_pasting_is_not_believed(self) -> None:
        text = page("الجسر القديم لا يزال قائما", "3 مايو 2030", "", FIRST)

        reading = read(text, reference=date(2024, 7, 18))

        assert reading.published is None
        assert reading.title == "الجسر القديم لا يزال قائما"


class TestByLine:
    @pytest.mark.parametrize(
        ("line", "day", "author"),
        [
            ("Thursday, 07/18/2024", date(2024, 7, 18), None),
            ("نُشر في 5 أيار 2021 | آخر تحديث 9 أيار 2021", date(2021, 5, 5), None),
            ("بقلم: سلمى الحسن - 14 آب 2022", date(2022, 8, 14), "سلمى الحسن"),
            ("بيروت - 14 أغسطس/آب 2022", date(2022, 8, 14), None),
            ("٢٠٢٤/٠٥/٠٣ - ١٤:٢٠", date(2024, 5, 3), None),
        ],
    )
    def test_by_lines_of_many_forms_give_the_day(
        self, line: str, day: date, author: str | None
    ) -> None:
        reading = read(page("الجسر القديم لا يزال قائما", line, "", FIRST))

        assert reading.published == DateInterval.of_day(day)
        assert reading.author == author
        assert line in reading.furniture_removed

    def test_an_agency_dateline_counts(self) -> None:
        paragraph = f"بيروت، 14 آب/أغسطس 2022 (وكالة) - {FIRST}"

        reading = read(page("الجسر القديم لا يزال قائما", "", paragraph))

        assert reading.published == DateInterval.of_day(date(2022, 8, 14))
        assert reading.published_origin is PublishedOrigin.BYLINE

    def test_two_hours_ago_counts_from_the_day_of_pasting_and_says_so(self) -> None:
        text = page("الجسر القديم لا يزال قائما", "منذ ساعتين", "", FIRST)

        reading = read(text, reference=date(2024, 7, 18))

        assert reading.published == DateInterval.of_day(date(2024, 7, 18))
        assert PublishedConflict.COUNTED_FROM_CAPTURE in reading.published_conflicts

    def test_a_headline_with_a_historic_day_is_still_the_headline(self) -> None:
        reading = read(page("قصة حرب 6 أكتوبر 1973", "5 مايو 2021", "", FIRST))

        assert reading.title == "قصة حرب 6 أكتوبر 1973"
        assert reading.published == DateInterval.of_day(date(2021, 5, 5))

    def test_words_that_cannot_be_said_on_that_day_are_a_conflict(self) -> None:
        text = page(
            "الجسر القديم لا يزال قائما",
            "3 مايو 2024",
            "",
            FIRST,
            "",
            "وفي 17 يونيو الحالي زار الوزير الجسر وتحدث إلى العاملين فيه عن الصيانة.",
        )

        reading = read(text)

        assert reading.published == DateInterval.of_day(date(2024, 5, 3))
        assert reading.published_conflicts == (PublishedConflict.RELATIVE_EXPRESSIONS,)

    def test_a_full_day_later_than_the_by_line_is_a_conflict(self) -> None:
        text = page(
            "الجسر القديم لا يزال قائما",
            "3 مايو 2022",
            "",
            FIRST,
            "",
            "وفي 17 يونيو 2023 زار الوزير الجسر وتحدث إلى العاملين فيه عن أعمال الصيانة.",
        )

        reading = read(text)

        assert reading.published_conflicts == (PublishedConflict.LATER_DAY_IN_TEXT,)


class TestTwoArticles:
    TEXT = page(
        "الجسر القديم لا يزال قائما في مكانه",
        "TT",
        "",
        "الجسر القديم لا يزال قائما في مكانه",
        "",
        FIRST,
        SECOND,
        "",
        "المدينة: الحافلات الجديدة تعمل بالكهرباء وحدها",
        "",
        "حافلة جديدة في ساحة المدينة أمس (رويترز)",
        "حافلة جديدة في ساحة المدينة أمس (رويترز)",
        "TT",
        "",
        "المدينة: الحافلات الجديدة تعمل بالكهرباء وحدها",
        "",
        THIRD,
        "وبدأت الحافلات عملها في عام 2023 بعد تدريب السائقين عليها مدة ثلاثة أسابيع كاملة.",
    )

    def test_a_second_article_is_offered_at_its_line_and_not_cut_off(self) -> None:
        readings = read_pasted_text(self.TEXT)

        assert readings.whole.title == "الجسر القديم لا يزال قائما في مكانه"
        assert [cut.line for cut in readings.cuts] == [8]
        assert readings.cuts[0].is_offered
        assert THIRD in readings.whole.body

    def test_its_dates_say_nothing_about_the_first(self) -> None:
        assert read(self.TEXT).published is None

    def test_captions_are_taken_out_once(self) -> None:
        reading = read(self.TEXT)

        assert reading.captions == ("حافلة جديدة في ساحة المدينة أمس (رويترز)",)
        assert "رويترز" not in reading.body
        assert "TT" not in reading.body.split("\n\n")

    def test_one_article_is_one_article(self) -> None:
        readings = read_pasted_text(page("الجسر القديم لا يزال قائما", "", FIRST, "", SECOND))

        assert readings.cuts == ()
        assert readings.items == (readings.whole,)


class TestOtherLanguages:
    def test_a_french_page_is_read_by_its_own_furniture(self) -> None:
        text = page(
            "Aller au contenu principal",
            "Le vieux pont est toujours debout à l'été",
            "Publié le 3 août 2021 à 14h30",
            "",
            "Le maire a déclaré que le pont n'était pas tombé et que la photo montrait"
            " un autre pont, très loin de là.",
            "",
            "Lire aussi : la ville achète des autobus",
            "Laisser un commentaire",
        )

        reading = read(text)

        assert reading.title == "Le vieux pont est toujours debout à l'été"
        assert reading.language == "fr"
        assert reading.published == DateInterval.of_day(date(2021, 8, 3))
        assert reading.body.startswith("Le maire a déclaré")
        assert reading.body.endswith("très loin de là.")

    def test_a_persian_page_keeps_its_joiners(self) -> None:
        paragraph = (
            "شهردار گفت که پل قدیمی فرو نریخته است و عکسی که مردم می\u200cبینند مربوط به پل دیگری"
            " در کشوری دور است."
        )

        reading = read(page("پل قدیمی شهر هنوز پابرجاست", "یکشنبه ۳ تیر ۱۴۰۳", "", paragraph))

        assert reading.language == "fa"
        assert reading.published == DateInterval.of_day(date(2024, 6, 23))
        assert reading.body == paragraph

    def test_a_hindi_page_passes_through_with_an_unknown_language(self) -> None:
        paragraph = (
            "नगर के महापौर ने कहा कि पुराना पुल नहीं गिरा है और लोगों द्वारा साझा किया गया चित्र"
            " किसी दूसरे देश के पुल का है।"
        )

        reading = read(page("पुराना पुल अब भी खड़ा है", "2021-08-15", "", paragraph))

        assert reading.title == "पुराना पुल अब भी खड़ा है"
        assert reading.language == "und"
        assert reading.published == DateInterval.of_day(date(2021, 8, 15))
        assert reading.body == paragraph

    def test_the_editors_word_on_the_language_is_taken(self) -> None:
        reading = read("Le pont\n03/05/2024\n", language="fr")

        assert reading.language == "fr"
        assert reading.language_confidence == 1.0


@pytest.mark.parametrize("text", ["", "   \n\t\n", "\ufeff", "شارك القصة\nTT\n"])
def test_a_text_without_an_article_says_what_is_missing(text: str) -> None:
    reading = read(text)

    assert reading.title is None
    assert reading.body == ""
    assert reading.missing == (MissingPart.NO_TITLE, MissingPart.NO_DATE, MissingPart.NO_TEXT)


def test_a_paragraph_alone_has_no_title() -> None:
    reading = read(FIRST)

    assert reading.title is None
    assert reading.body == FIRST
    assert reading.missing == (MissingPart.NO_TITLE, MissingPart.NO_DATE)


def test_windows_line_ends_and_bullets_are_read_alike() -> None:
    reading = read(f"• الجسر القديم لا يزال قائما\r\n\r\n{FIRST}\r\n")

    assert reading.title == "الجسر القديم لا يزال قائما"
    assert reading.body == FIRST
