"""What people put right and decided holds, over newer readers and beside other people."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from claims import recording
from claims.actions.intake import bring_in_file, bring_in_text, set_published
from claims.actions.readings import (
    confirm_offered,
    correct_text,
    correct_title,
    join_item,
    keep_site_line,
    read_anew,
    split_item,
)
from claims.actions.suggestions import accept_suggestion, reject_suggestion
from claims.domain.page_lines import line_key
from claims.item_queries import item_reading
from claims.models import NewsItem, SiteLine, SiteLineState, Statement
from claims.recording import items as recording_items
from claims.recording.site_lines import learn_site_lines
from multilingual.intervals import DateInterval
from tests.factories.claims import run_item
from tests.factories.pages import SECOND_BEGINS, denial, suggestion_of, two_articles

pytestmark = pytest.mark.django_db

BOX = "صحيفة الشعب صوت من لا صوت له"
BODIES = {
    "ar": "قال رئيس البلدية رقم {n} إن الجسر الجديد سيفتح أمام السيارات في الصيف المقبل بعد انتهاء "
    "أعمال الصيانة التي بدأت قبل شهرين، وإن الطريق القديم سيبقى مفتوحا للحافلات وحدها.",
    "fr": "Le maire numéro {n} a déclaré que le nouveau pont ouvrira aux voitures l'été prochain, "
    "après la fin des travaux commencés il y a deux mois, et que l'ancienne route restera ouverte.",
    "hi": "महापौर संख्या {n} ने कहा कि नया पुल अगली गर्मियों में गाड़ियों के लिए खुल जाएगा और पुरानी सड़क "
    "केवल बसों के लिए खुली रहेगी क्योंकि मरम्मत का काम दो महीने पहले शुरू हुआ था।",
}
TITLES = {
    "ar": "الجسر رقم {n} يفتح أمام السيارات قريبا",
    "fr": "Le pont numéro {n} ouvrira bientôt aux voitures",
    "hi": "पुल संख्या {n} जल्द ही गाड़ियों के लिए खुलेगा",
}


def begin_again(item: NewsItem) -> NewsItem:
    item.refresh_from_db()
    return item


def page(
    by: User, number: int, *, address: str, line: str = BOX, language: str = "ar", before: str = ""
) -> NewsItem:
    """Bring in and read one article of a site, with a line below its text."""
    text = f"{TITLES[language].format(n=number)}\n\n{before}{BODIES[language].format(n=number)}"
    return run_item(bring_in_text(f"{text}\n\n{line}\n", by=by, url=address))


# --- The lines of a site


@pytest.mark.parametrize("language", ["ar", "fr", "hi"])
def test_one_article_brought_in_again_and_again_teaches_nothing(
    reporter: User, language: str
) -> None:
    for host in ("", "", "m.", "amp."):
        page(reporter, 7, address=f"https://{host}paper.example/7", language=language)

    assert not SiteLine.objects.exists()


def test_the_pages_for_telephones_are_pages_of_the_same_site(reporter: User) -> None:
    for number, host in enumerate(("www.", "m.", "amp.")):
        page(reporter, number, address=f"https://{host}paper.example/{number}")

    assert [line.site for line in SiteLine.objects.all()] == ["paper.example"]


def test_what_one_site_repeats_is_text_on_another(reporter: User) -> None:
    for number in range(3):
        page(reporter, number, address=f"https://paper.example/{number}")

    other = page(reporter, 8, address="https://other.example/8")
    unknown = page(reporter, 9, address="")

    assert BOX in other.text
    assert BOX in unknown.text


@pytest.mark.parametrize(
    "sentence",
    [
        "بدأت المعارك في المدينة يوم السبت الماضي بعد أيام من التوتر بين الطرفين في الشمال.",
        "Les combats ont commencé samedi dernier dans la ville, après des jours de tension vive.",
        "शहर में पिछले शनिवार को कई दिनों के तनाव के बाद दोनों पक्षों के बीच लड़ाई शुरू हुई।",
    ],
)
def test_a_sentence_that_a_series_repeats_is_never_learnt(reporter: User, sentence: str) -> None:
    items = [
        page(reporter, number, address=f"https://paper.example/{number}", line=sentence)
        for number in range(4)
    ]

    assert not SiteLine.objects.exists()
    assert sentence in items[-1].text


def test_lines_of_a_wrapped_paragraph_are_never_learnt(reporter: User) -> None:
    wrapped = (
        "وكانت الشركة المنفذة قد أعلنت في بداية هذا العام أنها\n"
        "تحتاج إلى مزيد من الوقت لإنهاء العمل في الجسر وأن كلفة\n"
        "المشروع ارتفعت بسبب ارتفاع أسعار المواد في السوق المحلية\n"
        "وقد وافق المجلس على ذلك."
    )
    for number in range(4):
        page(reporter, number, address=f"https://paper.example/{number}", line=wrapped)

    assert not SiteLine.objects.exists()


def test_the_writer_of_every_page_is_still_its_writer(reporter: User) -> None:
    items = [
        page(
            reporter,
            number,
            address=f"https://paper.example/{number}",
            before="بقلم: سامي نجم\n\n",
        )
        for number in range(4)
    ]

    assert {item.author for item in items} == {"سامي نجم"}


def test_a_line_that_somebody_kept_is_never_left_out_again(reporter: User) -> None:
    for number in range(3):
        page(reporter, number, address=f"https://paper.example/{number}")
    line = SiteLine.objects.get(key=line_key(BOX))
    keep_site_line(line, by=reporter)

    items = [page(reporter, n, address=f"https://paper.example/{n}") for n in range(3, 6)]

    assert SiteLine.objects.get().state == SiteLineState.KEPT
    assert all(BOX in item.text for item in items)


# --- Decisions


def test_a_typing_mistake_put_right_brings_nothing_back(reporter: User) -> None:
    item = denial(reporter)
    reject_suggestion(suggestion_of(item, "denies"), by=reporter)
    accept_suggestion(suggestion_of(item, "asserts"), claim=None, by=reporter)
    for before, after in (("الشمالي أمام", "الشمالى أمام كل"), ("40 شاحنة", "45 شاحنة")):
        begin_again(item)
        start = item.text.index(before)
        correct_text(item, before=before, after=after, start=start, by=reporter)

    shown = item_reading(item.pk)

    assert shown.offered == []
    assert sorted(one.state for one in shown.decided) == ["accepted", "rejected"]
    assert Statement.objects.count() == 1


def test_a_statement_that_goes_into_a_part_takes_its_suggestion_along(reporter: User) -> None:
    item = two_articles(reporter)
    suggestion = item.suggestions.get(speaker="بلدية المدينة")
    accept_suggestion(suggestion, claim=None, by=reporter)

    (part,) = confirm_offered(item, by=reporter)

    suggestion.refresh_from_db()
    statement = Statement.objects.get()
    assert (suggestion.news_item, statement.news_item) == (part, part)
    assert part.text[suggestion.start : suggestion.end] == suggestion.claim_text
    cue_start, cue_end = suggestion.spans["cue"]
    assert part.text[cue_start:cue_end] == suggestion.cue


def test_dates_count_from_the_days_that_an_editor_gives(
    reporter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"{TITLES['ar']}\n\n{BODIES['ar']}\n\nوقع الانهيار في 27 فبراير الماضي في المدينة."
    item = run_item(bring_in_text(text, by=reporter))

    set_published(item, DateInterval.of_day(date(2019, 5, 4)), by=reporter)

    found = [one.earliest for one in item_reading(item.pk).dates if "فبراير" in one.text]
    assert found == [date(2019, 2, 27)]
    monkeypatch.setattr(recording_items, "READER_VERSION", recording.READER_VERSION + 1)
    read_anew(item, by=reporter)
    again = [one.earliest for one in item_reading(item.pk).dates if "فبراير" in one.text]
    assert (again, begin_again(item).published_origin) == (found, "editor")


# --- Cuts


def test_a_newer_reader_that_counts_lines_otherwise_keeps_cuts_and_parts(
    reporter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = two_articles(reporter)
    (part,) = confirm_offered(item, by=reporter)
    begin_again(item)
    words = (item.cuts or [])[0]["text"]
    # As an older reader counted them.
    NewsItem.objects.filter(pk=item.pk).update(cuts=[{"line": 5, "text": words, "part": 2}])
    monkeypatch.setattr(recording_items, "READER_VERSION", recording.READER_VERSION + 1)

    read_anew(item, by=reporter)

    assert begin_again(item).cuts == [{"line": SECOND_BEGINS, "text": words, "part": 2}]
    assert split_item(item, SECOND_BEGINS, by=reporter) == part
    assert "الحافلات" not in item.text
    assert "الحافلات" in begin_again(part).text


def test_a_cut_without_a_place_leaves_the_other_parts_theirs(
    reporter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = two_articles(reporter)
    part = split_item(item, SECOND_BEGINS, by=reporter)
    lost = split_item(item, SECOND_BEGINS + 6, by=reporter)
    cuts = begin_again(item).cuts or []
    cuts[1] |= {"line": 0, "text": "سطر لم يعد في الصفحة"}
    NewsItem.objects.filter(pk=item.pk).update(cuts=[cuts[1], cuts[0]])
    before = begin_again(lost).text
    monkeypatch.setattr(recording_items, "READER_VERSION", recording.READER_VERSION + 1)

    read_anew(item, by=reporter)

    assert begin_again(part).title.startswith("المدينة")
    assert begin_again(lost).text == before
    assert "الكهرباء" in begin_again(item).text


def test_parts_are_joined_in_any_order_and_nothing_is_doubled(reporter: User) -> None:
    item = two_articles(reporter)
    whole = item.text
    part = split_item(item, SECOND_BEGINS, by=reporter)
    last = split_item(part, SECOND_BEGINS + 6, by=reporter)

    join_item(part, by=reporter)
    join_item(last, by=reporter)
    join_item(part, by=reporter)

    assert begin_again(item).text == whole
    assert [one.pk for one in item_reading(item.pk).parts] == [item.pk]
    again = split_item(item, SECOND_BEGINS, by=reporter)
    assert again == part
    assert item.parts.count() == 2


# --- Two at once


def side_by_side(*works: Callable[[], object]) -> list[BaseException]:
    """Run each in a thread with a connection of its own; returns what they raised."""
    raised: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:  # shown by the test that asked
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return raised


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_correction_made_while_the_page_is_read_anew_is_not_lost(reporter: User) -> None:
    item = two_articles(reporter)
    (part,) = confirm_offered(item, by=reporter)
    is_made, may_end = threading.Event(), threading.Event()

    def correct() -> None:
        with transaction.atomic():
            correct_title(part, "عنوان الجزء", by=reporter)
            is_made.set()
            may_end.wait(10)

    def read() -> None:
        is_made.wait(10)
        threading.Timer(1, may_end.set).start()
        read_anew(item, by=reporter)

    assert side_by_side(correct, read) == []
    assert begin_again(part).title == "عنوان الجزء"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_who_learn_the_same_line_do_not_stand_in_each_others_way(reporter: User) -> None:
    for number in range(3):
        page(reporter, number, address=f"https://paper.example/{number}")
    SiteLine.objects.all().delete()
    is_learnt, may_end = threading.Event(), threading.Event()

    def one() -> None:
        with transaction.atomic():
            learn_site_lines("paper.example")
            is_learnt.set()
            may_end.wait(10)

    def other() -> None:
        is_learnt.wait(10)
        threading.Timer(1, may_end.set).start()
        with transaction.atomic():
            learn_site_lines("paper.example")

    assert side_by_side(one, other) == []
    assert [line.text for line in SiteLine.objects.all()] == [BOX]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_who_cut_at_the_same_line_get_the_same_part(reporter: User, editor: User) -> None:
    item = two_articles(reporter)

    raised = side_by_side(
        lambda: split_item(item, SECOND_BEGINS, by=reporter),
        lambda: split_item(item, SECOND_BEGINS, by=editor),
    )

    assert raised == []
    assert item.parts.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_who_take_the_same_suggestion_record_one_statement(
    reporter: User, editor: User
) -> None:
    suggestion = suggestion_of(denial(reporter), "asserts")

    raised = side_by_side(
        lambda: accept_suggestion(suggestion, claim=None, by=reporter),
        lambda: accept_suggestion(suggestion, claim=None, by=editor),
    )

    assert raised == []
    assert Statement.objects.count() == 1


def test_a_page_of_html_can_hold_marks_that_no_text_has(reporter: User) -> None:
    body = "<p>قالت الوزارة إن المعبر مفتوح &#xD800; &#0; \x01 &#x1; أمام الشاحنات.</p>" * 3
    html = f"<html><body><article><h1>حركة المعبر</h1>{body}</article></body></html>"

    item = run_item(bring_in_file(html.encode(), by=reporter, name="page.html"))

    assert "المعبر مفتوح" in item.text
