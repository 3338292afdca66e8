"""Reading written dates: the days they can mean, and no finer.

Conversions of Hijri dates are checked against the Umm al-Qura calendar of Saudi Arabia, of Jalali
dates against Iran's official calendar.
"""

from __future__ import annotations

from datetime import UTC, date, time, timedelta, timezone

import pytest

from multilingual.dates import (
    Calendar,
    DateConflict,
    NotADate,
    Precision,
    find_dates,
    parse_date,
)
from multilingual.intervals import DateInterval

THURSDAY = date(2024, 7, 18)


def days(first: str, last: str | None = None) -> DateInterval:
    return DateInterval(date.fromisoformat(first), date.fromisoformat(last or first))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "15 كانون الثاني 2023", "2023-01-15"),
        ("ar", "7 تشرين الأول 2023", "2023-10-07"),
        ("ar", "22 فيفري 2019", "2019-02-22"),
        ("ar", "8 شتنبر 2023", "2023-09-08"),
        ("ar", "5 إبريل 2020", "2020-04-05"),
        ("ar", "3 الفاتح 1999", "1999-09-03"),
        ("ar", "الجمعة ٠٣ / مايو / ٢٠٢٤", "2024-05-03"),
        ("ar", "24 نيسان / أبريل 2020", "2020-04-24"),
        ("ar", "1 فبراير(شباط) 2024", "2024-02-01"),
        ("ar", "٢٠٢٤/٠٥/٠٣", "2024-05-03"),
        ("ar", "15-8-2021", "2021-08-15"),
        ("ar", "أغسطس 14, 2022", "2022-08-14"),
        ("ar", "نُشر في: 5 أيّار 2021", "2021-05-05"),
        ("ar", "السابع والعشرين من فبراير 2024", "2024-02-27"),
        ("fa", "یکشنبه ۳ تیر ۱۴۰۳", "2024-06-23"),
        ("fa", "۲ تير ۱۳۹۹", "2020-06-22"),
        ("fa", "۲۴ اسد ۱۴۰۰", "2021-08-15"),
        ("fa", "۱۵ آگوست ۲۰۲۱", "2021-08-15"),
        ("ur", "3 مئی 2024", "2024-05-03"),
        ("ckb", "١٥ی ئابی ٢٠٢١", "2021-08-15"),
        ("ps", "۱۵ اګست ۲۰۲۱", "2021-08-15"),
        ("kmr", "15ê Tebaxa 2021", "2021-08-15"),
        ("tr", "15 Ağustos 2021", "2021-08-15"),
        ("fr", "1er août 2021", "2021-08-01"),
        ("fr", "03/05/2024", "2024-05-03"),
        ("en", "August 15, 2021", "2021-08-15"),
        ("en", "15th of August 2021", "2021-08-15"),
        ("en-US", "03/05/2024", "2024-03-05"),
        ("en-GB", "03/05/2024", "2024-05-03"),
        ("en", "Thursday, 07/18/2024", "2024-07-18"),
        ("hi", "2021-08-15", "2021-08-15"),
        (None, "15/08/2021", "2021-08-15"),
    ],
)
def test_a_written_day_is_that_day(language: str | None, text: str, expected: str) -> None:
    parsed = parse_date(text, language=language)

    assert parsed.interval == days(expected)
    assert parsed.precision is Precision.DAY
    assert parsed.conflict is None
    assert parsed.reference is None


@pytest.mark.parametrize(
    ("language", "text", "first", "last", "precision"),
    [
        ("ar", "أغسطس/ آب 2022", "2022-08-01", "2022-08-31", Precision.MONTH),
        ("ar", "سنة 2011", "2011-01-01", "2011-12-31", Precision.YEAR),
        ("ar", "أواخر عام 2023", "2023-09-01", "2023-12-31", Precision.PART),
        ("ar", "منتصف آذار 2020", "2020-03-11", "2020-03-20", Precision.PART),
        ("ar", "الربع الأول من 2024", "2024-01-01", "2024-03-31", Precision.RANGE),
        ("ar", "النصف الثاني من عام 2023", "2023-07-01", "2023-12-31", Precision.RANGE),
        ("ar", "بين 3 و5 مايو 2024", "2024-05-03", "2024-05-05", Precision.RANGE),
        ("ar", "من 28 أبريل إلى 2 مايو 2023", "2023-04-28", "2023-05-02", Precision.RANGE),
        ("ar", "تسعينيات القرن الماضي", "1990-01-01", "1999-12-31", Precision.RANGE),
        ("ar", "صيف 2015", "2015-06-01", "2015-08-31", Precision.SEASON),
        ("ar", "شتاء 2015", "2014-12-01", "2016-02-29", Precision.SEASON),
        ("fa", "اسفند ۱۴۰۲", "2024-02-20", "2024-03-19", Precision.MONTH),
        ("en", "the 1990s", "1990-01-01", "1999-12-31", Precision.RANGE),
        ("en", "May 3-5, 2024", "2024-05-03", "2024-05-05", Precision.RANGE),
        ("fr", "début août 2021", "2021-08-01", "2021-08-10", Precision.PART),
    ],
)
def test_a_coarse_date_stays_coarse(
    language: str, text: str, first: str, last: str, precision: Precision
) -> None:
    parsed = parse_date(text, language=language)

    assert parsed.interval == days(first, last)
    assert parsed.precision is precision


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        ("ar", "اليوم", "2024-07-18", "2024-07-18"),
        ("ar", "أمس", "2024-07-17", "2024-07-17"),
        ("ar", "أول من أمس", "2024-07-16", "2024-07-16"),
        ("ar", "غداً", "2024-07-19", "2024-07-19"),
        ("ar", "الأربعاء", "2024-07-17", "2024-07-17"),
        ("ar", "الخميس", "2024-07-18", "2024-07-18"),
        ("ar", "الجمعة الماضية", "2024-07-12", "2024-07-12"),
        ("ar", "الأسبوع الماضي", "2024-07-07", "2024-07-13"),
        ("ar", "الشهر الماضي", "2024-06-01", "2024-06-30"),
        ("ar", "العام الماضي", "2023-01-01", "2023-12-31"),
        ("ar", "قبل ثلاثة أيام", "2024-07-15", "2024-07-15"),
        ("ar", "منذ أسبوعين", "2024-07-04", "2024-07-04"),
        ("ar", "منذ شهرين", "2024-05-01", "2024-05-31"),
        ("ar", "قبل عامين", "2022-01-01", "2022-12-31"),
        ("ar", "17 يوليو الجاري", "2024-07-17", "2024-07-17"),
        ("ar", "26 يناير/كانون الثاني الماضي", "2024-01-26", "2024-01-26"),
        ("ar", "26 أغسطس الماضي", "2023-08-26", "2023-08-26"),
        ("ar", "كانون الأول المقبل", "2024-12-01", "2024-12-31"),
        ("ar", "في 15 من الشهر الجاري", "2024-07-15", "2024-07-15"),
        ("ar", "مطلع أغسطس/آب من العام الماضي", "2023-08-01", "2023-08-10"),
        ("ar", "1 سبتمبر", "2023-09-01", "2023-09-01"),
        ("ar", "29 فبراير", "2024-02-29", "2024-02-29"),
        ("ar", "18/07/24", "2024-07-18", "2024-07-18"),
        ("fa", "دیروز", "2024-07-17", "2024-07-17"),
        ("fa", "سال گذشته", "2023-03-21", "2024-03-19"),
        ("en", "two weeks ago", "2024-07-04", "2024-07-04"),
        ("en", "last Friday", "2024-07-12", "2024-07-12"),
        ("en", "early August last year", "2023-08-01", "2023-08-10"),
        ("fr", "il y a deux mois", "2024-05-01", "2024-05-31"),
        ("fr", "le 12 décembre dernier", "2023-12-12", "2023-12-12"),
        ("tr", "geçen ay", "2024-06-01", "2024-06-30"),
        ("ur", "گزشتہ سال", "2023-01-01", "2023-12-31"),
    ],
)
def test_relative_expressions_count_from_the_day_of_writing(
    language: str, text: str, first: str, last: str
) -> None:
    parsed = parse_date(text, language=language, reference=THURSDAY)

    assert parsed.interval == days(first, last)
    assert parsed.reference == THURSDAY


@pytest.mark.parametrize(("language", "text"), [("ar", "أمس"), ("fr", "12 août"), ("hi", "May 3")])
def test_without_the_day_of_writing_a_relative_date_says_what_it_needs(
    language: str, text: str
) -> None:
    with pytest.raises(NotADate, match="give that day as well"):
        parse_date(text, language=language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("ar", "30 فبراير 2022", id="no such day"),
        pytest.param("ar", "48 إبريل/نيسان 2020", id="no day 48"),
        pytest.param("fr", "31/02/2024", id="figures"),
        pytest.param("fa", "۳۱ مهر ۱۴۰۲", id="Jalali month of thirty"),
        pytest.param("ar", "2024-13-01", id="no month 13"),
    ],
)
def test_an_impossible_date_is_refused_and_not_made_coarser(language: str, text: str) -> None:
    with pytest.raises(NotADate):
        parse_date(text, language=language)
    assert find_dates(f"({text})", language=language) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("خبر بلا تاريخ", id="words"),
        pytest.param("بلغ عدد القتلى 2500 شخص", id="a number"),
        pytest.param("منذ سنوات", id="some years ago"),
        pytest.param("عشرينيات", id="a decade of no century"),
        pytest.param("१५ अगस्त २०२१", id="a language whose months we do not know"),
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        parse_date(text, language="ar", reference=THURSDAY)


def test_more_than_one_date_is_refused_where_one_is_wanted() -> None:
    with pytest.raises(NotADate, match="More than one"):
        parse_date("3 مايو 2024، 5 يونيو 2024", language="ar")


def test_a_date_inside_a_sentence_is_not_a_date_alone() -> None:
    with pytest.raises(NotADate, match="alone"):
        parse_date("التقى الوزيران في 3 مايو 2024", language="ar")


class TestAmbiguity:
    @pytest.mark.parametrize("language", [None, "und", "en"])
    def test_day_and_month_that_can_be_swapped_give_both(self, language: str | None) -> None:
        parsed = parse_date("03/05/2024", language=language)

        assert parsed.interval == days("2024-03-05", "2024-05-03")
        assert parsed.conflict is DateConflict.DAY_MONTH_ORDER

    def test_a_weekday_settles_the_order(self) -> None:
        parsed = parse_date("Friday 03/05/2024")

        assert parsed.interval == days("2024-05-03")
        assert parsed.conflict is None

    def test_a_weekday_that_is_wrong_is_a_conflict(self) -> None:
        parsed = parse_date("الاثنين 14 أغسطس 2022", language="ar")

        assert parsed.interval == days("2022-08-14")
        assert parsed.conflict is DateConflict.WEEKDAY

    def test_two_month_names_that_disagree_give_both(self) -> None:
        parsed = parse_date("يونيو/ آب 2022", language="ar")

        assert parsed.interval == days("2022-06-01", "2022-08-31")
        assert parsed.conflict is DateConflict.MONTH_NAMES

    def test_this_month_said_in_another_month_is_a_conflict(self) -> None:
        parsed = parse_date("17 يونيو الحالي", language="ar", reference=THURSDAY)

        assert parsed.conflict is DateConflict.REFERENCE


class TestCalendars:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("١ رمضان ١٤٤٥ هـ", "2024-03-11"),
            ("12 ربيع الأول 1446", "2024-09-15"),
            ("10 محرم 1446 هجرية", "2024-07-16"),
            ("1445/9/1 هـ", "2024-03-11"),
        ],
    )
    def test_a_hijri_day_may_be_off_by_one(self, text: str, expected: str) -> None:
        parsed = parse_date(text, language="ar")

        assert parsed.nominal == days(expected)
        assert parsed.interval == days(expected).widened(1)
        assert parsed.tolerance_days == 1
        assert parsed.calendar is Calendar.HIJRI

    def test_a_weekday_settles_a_hijri_day(self) -> None:
        parsed = parse_date("الجمعة 12 رمضان 1445", language="ar")

        assert parsed.interval == days("2024-03-22")

    def test_the_gregorian_half_is_taken_where_both_are_given(self) -> None:
        parsed = parse_date("27 رجب 1444هـ الموافق 18 فبراير 2023", language="ar")

        assert parsed.interval == days("2023-02-18")
        assert parsed.calendar is Calendar.GREGORIAN
        assert parsed.conflict is None

    def test_halves_that_disagree_are_a_conflict(self) -> None:
        parsed = parse_date("27 رجب 1444هـ الموافق 28 فبراير 2023", language="ar")

        assert parsed.conflict is DateConflict.CALENDARS

    def test_a_hijri_month_in_a_gregorian_year_is_that_years_month(self) -> None:
        parsed = parse_date("رمضان 2020", language="ar")

        assert parsed.nominal == days("2020-04-24", "2020-05-23")

    def test_a_jalali_year_in_figures_needs_a_language_that_counts_so(self) -> None:
        assert parse_date("1402/12/05", language="fa").interval == days("2024-02-24")
        with pytest.raises(NotADate):
            parse_date("1402/12/05", language="ar")


class TestClockTimes:
    @pytest.mark.parametrize(
        ("language", "text", "expected"),
        [
            ("ar", "17 أغسطس 2019 - 10:11 م", time(22, 11)),
            ("ar", "10:11 م - 17 أغسطس 2019", time(22, 11)),
            ("ar", "24 نيسان 2020 الساعة 12:30 صباحاً", time(0, 30)),
            ("fr", "3 août 2021 à 14h30", time(14, 30)),
            ("en", "15 Aug 2021 10:30 pm", time(22, 30)),
            ("ar", "14 أغسطس 2022 10:30 بتوقيت غرينتش", time(10, 30, tzinfo=UTC)),
            (
                None,
                "2024-05-03T10:15:00+03:00",
                time(10, 15, tzinfo=timezone(timedelta(hours=3))),
            ),
        ],
    )
    def test_a_time_beside_a_day_is_kept_with_its_zone(
        self, language: str | None, text: str, expected: time
    ) -> None:
        parsed = parse_date(text, language=language)

        assert parsed.time == expected
        assert parsed.time.tzinfo == expected.tzinfo
        assert parsed.precision is Precision.MINUTE

    def test_a_time_that_does_not_exist_is_not_taken(self) -> None:
        with pytest.raises(NotADate):
            parse_date("17 أغسطس 2019 - 27:80", language="ar")


class TestRunningText:
    def test_dates_are_found_where_they_stand(self) -> None:
        text = "وقع الحادث في ٣ أيّار ٢٠٢٤ وأُعلن عنه في يونيو/ حزيران 2024."

        found = find_dates(text, language="ar")

        assert [one.text for one in found] == ["٣ أيّار ٢٠٢٤", "يونيو/ حزيران 2024"]
        assert [text[slice(*one.span)] for one in found] == [one.text for one in found]

    def test_a_date_does_not_run_over_the_end_of_a_line(self) -> None:
        found = find_dates("بدأ العرض في 3 مايو\n2024 متفرجا حضروا", language="ar")

        assert found == []

    def test_everyday_words_are_not_months(self) -> None:
        assert find_dates("He may march on", language="en", reference=THURSDAY) == []
        assert find_dates("مارس الرجل الرياضة", language="ar", reference=THURSDAY) == []
        assert find_dates("Le mai de mars", language="fr", reference=THURSDAY) == []

    def test_numbers_with_units_are_not_years(self) -> None:
        assert find_dates("في 2000 قرية و1990 بيتا", language="ar") == []

    def test_addresses_and_versions_are_not_dates(self) -> None:
        assert find_dates("192.168.10.12 and 1.2.3.4", language="fr") == []

    def test_particles_written_onto_words_do_not_hide_a_date(self) -> None:
        found = find_dates("والخميس 5 ديسمبر2024 وفبراير 2023", language="ar")

        assert [one.interval for one in found] == [
            days("2024-12-05"),
            days("2023-02-01", "2023-02-28"),
        ]

    def test_another_script_around_a_date_does_no_harm(self) -> None:
        found = find_dates("घटना 2021-08-15 को हुई", language="hi")

        assert [one.text for one in found] == ["2021-08-15"]
