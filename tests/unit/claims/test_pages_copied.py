"""Text copied from phones, channels, print and whole sites: what is easily misread in it."""

from __future__ import annotations

from datetime import date

import pytest

from claims.domain.pages import LineRole, PageKind, PageReading, read_pasted_text
from claims.domain.reading_json import item_as_json
from multilingual.intervals import DateInterval

BBC_LIKE = """Skip to main content
Menu
Home
Aid trucks turned back at crossing, agency says
By Sarah Malik
Published 12 March 2024, 09:41 GMT
A relief agency said on Tuesday that eleven of its trucks had been turned back at the crossing.

The military denied the report, saying that no truck had been refused entry that day at all.

Related Topics
Relief
Ports
More on this story
What we know about the aid crossing
Published 1 March
Top stories
Storm closes airports across the north
Live
"""


def read(text: str, *, today: date = date(2026, 1, 1)) -> PageReading:
    return read_pasted_text(text, reference=today).whole


def role_of(reading: PageReading, words: str) -> LineRole:
    return next(line.role for line in reading.lines if words in line.text)


@pytest.mark.parametrize("mark", ["(بترا)", "--(بترا)", "(رويترز)"])
def test_an_agencys_mark_and_its_editors_initials_are_no_text(mark: str) -> None:
    reading = read(
        "الأمن العام: لا صحة لفيديو متداول عن سلب مركبة\n\n"
        "قال الناطق الإعلامي باسم مديرية الأمن العام إن الفيديو المتداول عن سلب مركبة قديم.\n"
        "ودعا إلى عدم تداول المقاطع من دون التحقق من مصدرها.\n"
        f"{mark}\nأ م/ ف ق\n11/09/2021 15:22:10\n"
    )

    assert reading.body.endswith("من مصدرها.")
    assert role_of(reading, mark) is LineRole.SIGN_OFF


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("الرئيسية\nرياضة\n404\nعذراً، الصفحة التي تبحث عنها غير موجودة\n", PageKind.NOT_FOUND),
        ("Accueil\nPage introuvable\nRetour à l'accueil\n", PageKind.NOT_FOUND),
        pytest.param(
            "Grève : les syndicats démentent tout accord\nPar Marie Dupont\n"
            "Les syndicats ont démenti jeudi tout accord avec la direction de la compagnie.\n"
            "Cet article est réservé aux abonnés. Il vous reste 75 % à découvrir.\n",
            PageKind.PAYWALLED,
        ),
        pytest.param(
            "बाँध की मरम्मत पूरी हुई\n"
            "जिला प्रशासन ने सोमवार को बताया कि बाँध की मरम्मत का काम समय से पहले पूरा हो गया है।\n",
            PageKind.ARTICLE,
        ),
    ],
)
def test_a_copied_page_says_what_it_shows_in_place_of_an_article(text: str, kind: PageKind) -> None:
    assert read(text).kind is kind


def test_the_notice_to_subscribers_is_no_text() -> None:
    reading = read(
        "Grève : les syndicats démentent tout accord\n"
        "Les syndicats ont démenti jeudi tout accord avec la direction de la compagnie aérienne.\n"
        "Cet article est réservé aux abonnés. Il vous reste 75 % à découvrir.\n"
    )

    assert reading.body.endswith("compagnie aérienne.")


def test_an_article_about_subscriptions_is_an_article() -> None:
    reading = read(
        "الصحيفة تفتح قسما مدفوعا\n\n"
        "قالت الصحيفة إن قسما جديدا سيكون للمشتركين فقط ابتداء من الشهر المقبل في المدينة كلها.\n\n"
        "وأضافت أن بقية أقسامها تظل مفتوحة للجميع كما كانت منذ تأسيسها قبل عشرين عاما.\n\n"
        "وذكر مديرها أن القراء طلبوا ذلك مرارا في رسائل وصلت إليه من مدن كثيرة في البلاد.\n\n"
        "ونفى أن يكون للقرار صلة بما تردد عن ديون الصحيفة لدى المطابع والمصارف في العاصمة.\n\n"
        "ولم تعلق نقابة الصحفيين على القرار حتى الآن، ولا وزارة الإعلام التي سألناها عنه أمس.\n\n"
        "وكانت صحف أخرى في المنطقة قد جربت ذلك في السنوات الماضية ثم عادت عنه بعد شهور قليلة.\n\n"
        "ويقول باحثون إن نجاح هذه الأقسام يتوقف على ما يجده القارئ فيها ولا يجده في غيرها أبدا.\n\n"
        "ويرى آخرون أن الإعلان وحده لم يعد يكفي لتغطية نفقات غرف الأخبار في معظم هذه البلدان.\n\n"
        "وتنوي الصحيفة أن تنشر بعد عام أرقام المشتركين ومواردها منهم في تقرير مفتوح لكل القراء.\n"
    )

    assert reading.kind is PageKind.ARTICLE
    assert "للمشتركين فقط" in reading.body


def test_days_of_other_articles_in_boxes_below_say_nothing() -> None:
    reading = read(BBC_LIKE)

    assert reading.published == DateInterval.of_day(date(2024, 3, 12))
    assert reading.published_conflicts == ()


@pytest.mark.parametrize(
    "line",
    [
        "تاريخ النشر : الخميس - 03 آذار 2022 - 01:30 ص | آخر تحديث: 04 آذار 2022 - 10:00 ص",
        "تاریخ انتشار: ۱۲ اسفند ۱۴۰۰ - ۱۷:۴۵ | به‌روزرسانی: ۱۳ اسفند ۱۴۰۰ - ۰۹:۱۰ | کد خبر ۱۲۳",
    ],
)
def test_a_long_by_line_gives_the_day_of_publication_not_of_the_update(line: str) -> None:
    reading = read(
        f"وزير الأشغال ينفي إغلاق الجسر القديم\n{line}\n"
        "نفى وزير الأشغال أن تكون الحكومة قد قررت إغلاق الجسر القديم أمام حركة السير هذا العام.\n"
    )

    assert reading.published == DateInterval.of_day(date(2022, 3, 3))


def test_a_long_french_by_line_is_read_as_well() -> None:
    reading = read(
        "Grève : les syndicats démentent tout accord\n"
        "Publié le 3 mars 2022 à 18:20, mis à jour le 4 mars 2022 à 07:10\n"
        "Les syndicats ont démenti jeudi tout accord avec la direction de la compagnie.\n"
    )

    assert reading.published == DateInterval.of_day(date(2022, 3, 3))


def test_the_word_published_above_the_title_dates_the_article() -> None:
    reading = read(
        "کد خبر: ۸۹۲۳۴۱\nتاریخ انتشار: ۱۴ آبان ۱۴۰۱ - ۱۷:۴۵\nسیاسی » سیاست خارجی\n"
        "سخنگو: قرارداد تازه‌ای با همسایگان امضا نشده است\n"
        "سخنگوی وزارتخانه روز شنبه در جمع خبرنگاران گفت قرارداد تازه‌ای با همسایگان امضا نشده است.\n"
    )

    assert reading.published == DateInterval.of_day(date(2022, 11, 5))


def test_an_address_alone_is_a_link_and_no_subtitle() -> None:
    reading = read(
        "زلزال بقوة 5.2 درجات يضرب شرق البلاد\nhttps://anba.example/2023/08/10/quake\n\n"
        "ضرب زلزال بقوة 5.2 درجات شرقي البلاد مساء الخميس، وفق ما أعلنته إدارة الكوارث.\n"
    )

    assert reading.standfirst == ""
    assert [link.url for link in reading.links] == ["https://anba.example/2023/08/10/quake"]


def test_a_forwarded_message_does_not_take_the_mark_for_its_title() -> None:
    reading = read(
        "تم التحويل عدة مرات\nوزارة الصحة تحذر من شرب المياه المعبأة بعد تسجيل حالات تسمم\nمنقول\n"
    )

    assert reading.title == "وزارة الصحة تحذر من شرب المياه المعبأة بعد تسجيل حالات تسمم"


def test_a_papers_running_head_is_not_its_title() -> None:
    reading = read(
        "جريدة الصباح العدد 5213 - الثلاثاء 14 آذار 2017 - صفحة 3\n"
        "البرلمان يستجوب وزير الكهرباء بشأن العقود\n"
        "يستجوب مجلس النواب في جلسته اليوم وزير الكهرباء بشأن عقود شراء المولدات في العام الماضي.\n"
    )

    assert reading.title == "البرلمان يستجوب وزير الكهرباء بشأن العقود"
    assert reading.published == DateInterval(None, date(2017, 3, 14))


def test_a_page_is_not_published_after_it_was_copied() -> None:
    reading = read(
        "الوزارة تنفي رفع الرسوم\n"
        "نفت الوزارة أن تكون قد رفعت الرسوم على المعاملات منذ يناير 2026 كما تردد في مواقع.\n",
        today=date(2026, 1, 10),
    )

    published = item_as_json(reading)["published"]
    assert isinstance(published, dict)
    assert published["latest"] == "2026-01-10"


def test_without_a_day_of_capture_the_open_side_is_null() -> None:
    reading = read_pasted_text(
        "الوزارة تنفي رفع الرسوم\n"
        "نفت الوزارة أن تكون قد رفعت الرسوم على المعاملات منذ 3 مايو 2021 كما تردد في مواقع.\n"
    ).whole

    published = item_as_json(reading)["published"]
    assert isinstance(published, dict)
    assert (published["earliest"], published["latest"]) == ("2021-05-03", None)
