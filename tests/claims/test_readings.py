"""Readings are kept, corrections survive them, and a page is cut and joined without loss."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import translation

from claims import recording
from claims.actions.cases import StatementDetails, get_claimant, record_claim, record_statement
from claims.actions.intake import bring_in_file, bring_in_text
from claims.actions.readings import (
    CannotReadAnew,
    CannotSplitHere,
    ChangedMeanwhile,
    NoSuchLine,
    NotTheSamePage,
    confirm_offered,
    correct_author,
    correct_language,
    correct_text,
    correct_title,
    drop_line,
    join_item,
    keep_line,
    keep_site_line,
    leave_out_site_line,
    move_picture,
    read_anew,
    refuse_offered,
    replace_text,
    split_item,
    undo_correction,
)
from claims.domain.workflow import NotAllowed
from claims.item_queries import item_reading, stale_items
from claims.models import (
    AuditEvent,
    ClaimantKind,
    NewsItem,
    NewsItemPicture,
    Reading,
    SiteLine,
    SiteLineState,
    Stance,
)
from claims.models.news_item import ReadingState
from claims.queries import new_items
from claims.recording import items as recording_items
from jobs import runner
from jobs.models import Job, JobState
from tests.factories.claims import PASTED, read_item, run_item
from tests.factories.pages import SECOND_BEGINS, denial, two_articles

pytestmark = pytest.mark.django_db


def begin_again(item: NewsItem) -> NewsItem:
    item.refresh_from_db()
    return item


# --- A reading is kept


@pytest.mark.parametrize("language", ["ar", "fr", "hi"])
def test_every_line_that_was_pasted_stands_in_the_reading(reporter: User, language: str) -> None:
    item = read_item(reporter, language)

    page = item_reading(item.pk)

    given = [line.strip() for line in PASTED[language].splitlines() if line.strip()]
    assert [line.text for line in page.lines] == given
    assert page.reading is not None
    assert page.reading.text == item.text


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_reading_is_never_changed(reporter: User, change: str) -> None:
    item = read_item(reporter)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        if change == "update":
            Reading.objects.filter(news_item=item).update(text="à")
        else:
            Reading.objects.filter(news_item=item)._raw_delete("default")

    assert item.readings.count() == 1


def test_each_run_of_the_reader_is_a_reading_though_it_says_the_same(reporter: User) -> None:
    item = read_item(reporter)

    read_anew(item, by=reporter)

    one, other = item.readings.order_by("number")
    assert (one.number, other.number) == (1, 2)
    assert one.content == other.content
    assert begin_again(item).reading == other


def test_a_newer_reader_adds_a_reading_and_keeps_what_was_put_right(
    reporter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = denial(reporter)
    replace_text(item, item.text.replace("سامي نجم", "سامي نجيم"), expected_version=1, by=reporter)
    correct_title(item, "عنوان صحيح", by=reporter)
    monkeypatch.setattr(recording_items, "READER_VERSION", recording.READER_VERSION + 1)

    read_anew(item, by=reporter)

    begin_again(item)
    assert [one.number for one in item.readings.all()] == [1, 2]
    assert "سامي نجيم" in item.text
    assert item.title == "عنوان صحيح"
    assert item.reading is not None
    assert "سامي نجم" in item.reading.text


def test_items_of_an_older_reader_are_stale(
    reporter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = read_item(reporter)
    assert not item_reading(item.pk).is_stale
    monkeypatch.setattr("claims.item_queries.pages.READER_VERSION", recording.READER_VERSION + 1)

    assert item_reading(item.pk).is_stale
    assert list(stale_items()) == [item]


def test_a_page_of_html_is_read_anew_by_a_job_and_not_by_the_request(reporter: User) -> None:
    page = f"<html lang='fr'><body><article><h1>Le pont</h1><p>{PASTED['fr']}</p></article></body>"
    item = run_item(bring_in_file(page.encode(), by=reporter, name="à.html"))
    assert item.state == ReadingState.READ

    read_anew(item, by=reporter)
    read_anew(item, by=reporter)

    job = Job.objects.get(key=f"{item.pk}:anew")
    assert item_reading(item.pk).job == job
    assert runner.run(job.pk) is runner.Ran.DONE
    assert item_reading(item.pk).job is None
    assert item.readings.count() == 2


def test_what_has_no_stored_copy_cannot_be_read_anew(reporter: User) -> None:
    item = NewsItem.objects.create(intake="pictures", state=ReadingState.READ, added_by=reporter)

    with pytest.raises(CannotReadAnew):
        read_anew(item, by=reporter)


# --- Corrections


def test_a_text_saved_with_changes_can_be_undone_word_by_word(reporter: User) -> None:
    item = denial(reporter)
    read = item.text
    changed = read.replace("سامي", "ساميا").replace("كالمعتاد", "بلا توقف")

    first, second = replace_text(item, changed, expected_version=1, by=reporter)

    assert begin_again(item).text == changed
    undo_correction(first, by=reporter)
    assert begin_again(item).text == read.replace("كالمعتاد", "بلا توقف")
    undo_correction(second, by=reporter)
    assert begin_again(item).text == read
    assert len(item_reading(item.pk).undone) == 2


@pytest.mark.parametrize("language", ["ar", "fr", "hi"])
def test_words_are_corrected_in_place(reporter: User, language: str) -> None:
    item = read_item(reporter, language)
    word = item.text.split()[3]

    correct_text(item, before=word, after="été", start=item.text.index(word), by=reporter)

    assert begin_again(item).text.split()[3] == "été"


def test_the_line_ends_of_a_browser_are_no_change(reporter: User) -> None:
    item = denial(reporter)

    made = replace_text(item, item.text.replace("\n", "\r\n"), expected_version=1, by=reporter)

    assert made == []


def test_who_saves_an_older_version_is_told_and_changes_nothing(
    reporter: User, editor: User
) -> None:
    item = denial(reporter)
    replace_text(item, f"{item.text} واحد", expected_version=1, by=editor)

    with pytest.raises(ChangedMeanwhile) as told:
        replace_text(item, f"{item.text} اثنان", expected_version=1, by=reporter)

    assert told.value.item.text.endswith("واحد")
    assert begin_again(item).text.endswith("واحد")


def test_saving_the_same_text_twice_is_harmless(reporter: User) -> None:
    item = denial(reporter)
    changed = f"{item.text} واحد"
    replace_text(item, changed, expected_version=1, by=reporter)

    assert replace_text(item, changed, expected_version=1, by=reporter) == []
    assert item.corrections.count() == 1


def test_other_words_at_the_place_are_noticed(reporter: User) -> None:
    item = denial(reporter)

    with pytest.raises(ChangedMeanwhile):
        correct_text(item, before="élu", after="élue", start=0, by=reporter)


def test_title_author_and_language_are_put_right_and_back(reporter: User) -> None:
    item = denial(reporter)
    title = item.title

    made = correct_title(item, "Le pont  fermé", by=reporter, before=title)
    correct_author(item, "नेहा", by=reporter)
    correct_language(item, "fa", by=reporter)

    begin_again(item)
    assert (item.title, item.author, item.language) == ("Le pont fermé", "नेहा", "fa")
    assert made is not None
    undo_correction(made, by=reporter)
    assert begin_again(item).title == title


def test_a_title_that_somebody_changed_meanwhile_is_not_overwritten(reporter: User) -> None:
    item = denial(reporter)
    correct_title(item, "واحد", by=reporter)

    with pytest.raises(ChangedMeanwhile):
        correct_title(item, "اثنان", by=reporter, before="عنوان قديم")


def test_a_line_that_was_left_out_is_kept_and_left_out_again(reporter: User) -> None:
    item = denial(reporter)
    line = next(one for one in item_reading(item.pk).lines if one.text == "اقرأ أيضاً")
    assert not line.is_kept

    kept = keep_line(item, line.number, by=reporter)
    again = keep_line(item, line.number, by=reporter)

    assert kept == again
    assert begin_again(item).text.endswith("\n\nاقرأ أيضاً")
    drop_line(item, line.number, by=reporter)
    assert "اقرأ أيضاً" not in begin_again(item).text


def test_a_line_of_the_text_is_left_out_and_can_come_back(reporter: User) -> None:
    item = denial(reporter)
    line = next(one for one in item_reading(item.pk).lines if one.text.startswith("نفت"))

    made = drop_line(item, line.number, by=reporter)

    assert "نفت" not in begin_again(item).text
    assert made is not None
    undo_correction(made, by=reporter)
    assert begin_again(item).text.startswith("نفت")


def test_there_must_be_such_a_line(reporter: User) -> None:
    with pytest.raises(NoSuchLine):
        keep_line(denial(reporter), 999, by=reporter)


def test_corrections_without_a_place_are_shown_as_adrift(reporter: User) -> None:
    item = denial(reporter)
    replace_text(item, item.text.replace("سامي", "ساميا"), expected_version=1, by=reporter)
    line = next(one for one in item_reading(item.pk).lines if "سامي" in one.text)

    drop_line(item, line.number, by=reporter)

    page = item_reading(item.pk)
    assert [one.after for one in page.adrift] == ["ساميا "]
    assert [one.kind for one in page.corrections] == ["drop_line"]


def test_a_stranger_corrects_nothing(reporter: User, stranger: User) -> None:
    item = denial(reporter)

    for act in (
        lambda: replace_text(item, "à", expected_version=1, by=stranger),
        lambda: correct_title(item, "à", by=stranger),
        lambda: split_item(item, 6, by=stranger),
        lambda: read_anew(item, by=stranger),
        lambda: keep_line(item, 0, by=stranger),
    ):
        with pytest.raises(NotAllowed):
            act()

    assert not item.corrections.exists()


def test_what_a_claim_rests_on_is_in_its_history(reporter: User) -> None:
    item = denial(reporter)
    claim = record_claim(text="المعبر مغلق", language="ar", by=reporter, news_item=item)

    correct_title(item, "عنوان صحيح", by=reporter)

    event = AuditEvent.objects.get(claim=claim, name="case.item_corrected")
    assert event.values["before"] == {"item_title": "حركة الشاحنات في المعبر الشمالي"}
    assert event.values["after"] == {"item_title": "عنوان صحيح"}


def test_a_long_text_is_analysed_by_a_job(reporter: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.actions.readings.MOST_READ_AT_ONCE", 10)
    item = denial(reporter)

    correct_title(item, "عنوان", by=reporter)

    assert item_reading(item.pk).is_being_analyzed
    assert item_reading(item.pk).offered == []
    job = Job.objects.get(kind="claims.analyze_item")
    assert item_reading(item.pk).job == job
    assert runner.run(job.pk) is runner.Ran.DONE
    page = item_reading(item.pk)
    assert not page.is_being_analyzed
    assert page.offered


# --- Statements follow their quotations


def test_a_statement_moves_with_its_words_and_is_adrift_without_them(reporter: User) -> None:
    item = denial(reporter)
    claim = record_claim(text="المعبر مغلق", language="ar", by=reporter, news_item=item)
    start = item.text.index("المعبر يعمل")
    statement = record_statement(
        claim,
        item,
        speaker=get_claimant("سامي نجم", ClaimantKind.PERSON),
        stance=Stance.DENIES,
        start=start,
        end=start + len("المعبر يعمل"),
        by=reporter,
    )

    replace_text(item, f"سطر جديد.\n\n{item.text}", expected_version=1, by=reporter)

    statement.refresh_from_db()
    begin_again(item)
    assert item.text[statement.span_start : statement.span_end] == "المعبر يعمل"
    assert not statement.is_adrift
    text = item.text.replace("المعبر يعمل", "هو مفتوح")
    replace_text(item, text, expected_version=item.text_version, by=reporter)
    statement.refresh_from_db()
    assert statement.is_adrift


def test_a_statement_in_the_title_follows_the_title(reporter: User) -> None:
    item = denial(reporter)
    claim = record_claim(text="المعبر مغلق", language="ar", by=reporter, news_item=item)
    statement = record_statement(
        claim,
        item,
        speaker=get_claimant("الوزارة", ClaimantKind.ORGANIZATION),
        stance=Stance.DENIES,
        start=0,
        end=len("حركة الشاحنات"),
        by=reporter,
        details=StatementDetails(in_title=True),
    )

    correct_title(item, f"عاجل: {item.title}", by=reporter)

    statement.refresh_from_db()
    title = begin_again(item).title
    assert title[statement.span_start : statement.span_end] == "حركة الشاحنات"


# --- How many articles


def test_two_articles_are_offered_and_nothing_is_cut_by_itself(reporter: User) -> None:
    item = two_articles(reporter)

    page = item_reading(item.pk)

    assert [cut.line for cut in page.offered_cuts] == [SECOND_BEGINS]
    assert page.parts == [item]
    assert item.cuts is None


def test_one_click_makes_two_items_of_it_and_a_second_changes_nothing(reporter: User) -> None:
    item = two_articles(reporter)

    (part,) = confirm_offered(item, by=reporter)
    (same,) = confirm_offered(item, by=reporter)

    begin_again(item)
    assert same == part
    assert part.title == "المدينة: حافلات جديدة تعمل بالغاز قبل نهاية الشهر"
    assert "حافلات" not in item.title
    assert "الحافلات" not in item.text
    assert part.text.startswith("أعلنت بلدية المدينة")
    assert (part.part_of, part.part, part.capture) == (item, 2, item.capture)
    assert item_reading(part.pk).parts == [item, part]
    assert set(new_items()) == {item, part}


def test_each_part_has_its_own_suggestions(reporter: User) -> None:
    item = two_articles(reporter)
    whole = {one.speaker for one in item_reading(item.pk).offered}

    (part,) = confirm_offered(item, by=reporter)

    first = {one.speaker for one in item_reading(item.pk).offered}
    second = {one.speaker for one in item_reading(part.pk).offered}
    assert first | second == whole
    assert first and second
    assert not first & second


def test_an_offer_can_be_refused_once_and_for_all(reporter: User) -> None:
    item = two_articles(reporter)

    refuse_offered(item, by=reporter)

    assert item_reading(item.pk).offered_cuts == []
    assert confirm_offered(item, by=reporter) == []
    read_anew(item, by=reporter)
    assert item_reading(item.pk).offered_cuts == []


def test_a_page_is_cut_at_any_line_by_hand(reporter: User) -> None:
    item = denial(reporter)
    line = next(one for one in item_reading(item.pk).lines if one.text.startswith("وقال"))

    part = split_item(item, line.number, by=reporter)
    same = split_item(item, line.number, by=reporter)

    assert same == part
    assert begin_again(item).text == "نفت وزارة النقل أنها أغلقت المعبر الشمالي أمام الشاحنات."
    assert "المتحدث باسم الوزارة" in f"{part.title} {part.text}"


def test_a_part_can_be_cut_again(reporter: User) -> None:
    item = two_articles(reporter)
    (part,) = confirm_offered(item, by=reporter)
    last = item_reading(part.pk).lines[-1]

    third = split_item(part, last.number, by=reporter)

    assert third.part_of == item
    assert item_reading(item.pk).parts == [item, part, third]


@pytest.mark.parametrize("line", [0, 999])
def test_no_article_begins_at_the_first_line_or_at_none(reporter: User, line: int) -> None:
    item = denial(reporter)
    first = next(one for one in item_reading(item.pk).lines if one.is_kept)

    with pytest.raises(CannotSplitHere):
        split_item(item, line if line else first.number, by=reporter)


def test_joining_gives_the_page_back_as_it_was(reporter: User) -> None:
    item = two_articles(reporter)
    (title, text) = (item.title, item.text)
    (part,) = confirm_offered(item, by=reporter)

    join_item(part, by=reporter)
    join_item(part, by=reporter)

    begin_again(item)
    assert (item.title, item.text) == (title, text)
    assert begin_again(part).state == ReadingState.JOINED
    assert item_reading(item.pk).parts == [item]
    assert list(new_items()) == [item]


def test_a_part_that_was_joined_comes_back_as_the_same_item(reporter: User) -> None:
    item = two_articles(reporter)
    (part,) = confirm_offered(item, by=reporter)
    join_item(part, by=reporter)

    again = split_item(item, SECOND_BEGINS, by=reporter)

    assert again == part
    assert again.state == ReadingState.READ


def test_a_statement_goes_with_its_words_into_the_part(reporter: User) -> None:
    item = two_articles(reporter)
    claim = record_claim(text="حافلات جديدة", language="ar", by=reporter, news_item=item)
    start = item.text.index("السائقين تدربوا")
    statement = record_statement(
        claim,
        item,
        speaker=get_claimant("رنا حداد", ClaimantKind.PERSON),
        stance=Stance.ASSERTS,
        start=start,
        end=start + len("السائقين تدربوا"),
        by=reporter,
    )

    (part,) = confirm_offered(item, by=reporter)

    statement.refresh_from_db()
    assert statement.news_item == part
    assert part.text[statement.span_start : statement.span_end] == "السائقين تدربوا"
    assert list(claim.news_items.all()) == [part]


def test_pictures_go_with_their_captions_and_can_be_moved(reporter: User) -> None:
    item = two_articles(reporter)
    picture = NewsItemPicture.objects.create(
        news_item=item,
        position=1,
        url="https://n.example/é.jpg",
        caption="حافلة جديدة في ساحة المدينة أمس (إ.ب.أ)",
    )

    (part,) = confirm_offered(item, by=reporter)

    assert list(part.pictures.all()) == [picture]
    move_picture(picture, item, by=reporter)
    move_picture(picture, item, by=reporter)
    assert list(item.pictures.all()) == [picture]
    join_item(part, by=reporter)
    split_item(item, SECOND_BEGINS, by=reporter)
    assert list(part.pictures.all()) == [picture]
    with pytest.raises(NotTheSamePage):
        move_picture(picture, read_item(reporter), by=reporter)


def test_reading_anew_keeps_the_cuts(reporter: User, monkeypatch: pytest.MonkeyPatch) -> None:
    item = two_articles(reporter)
    (part,) = confirm_offered(item, by=reporter)
    correct_title(part, "عنوان الجزء", by=reporter)
    monkeypatch.setattr(recording_items, "READER_VERSION", recording.READER_VERSION + 1)

    read_anew(part, by=reporter)

    begin_again(item)
    assert begin_again(part).title == "عنوان الجزء"
    assert part.readings.count() == 2
    assert "الحافلات" not in item.text


# --- The lines of a site


def pages_of_one_site(by: User, count: int) -> list[NewsItem]:
    pages = [
        f"الخبر رقم {number}: {PASTED['ar'].strip()}\n\nصحيفة الشعب صوت من لا صوت له\n"
        for number in range(count)
    ]
    return [
        run_item(bring_in_text(page, by=by, url=f"https://www.paper.example/{number}"))
        for number, page in enumerate(pages)
    ]


def test_a_line_of_many_pages_is_learnt_and_left_out_of_the_next(reporter: User) -> None:
    first, *_, last = pages_of_one_site(reporter, 4)

    line = SiteLine.objects.get(site="paper.example", text="صحيفة الشعب صوت من لا صوت له")
    assert line.pages_seen >= 3
    assert "صوت من لا" in first.text
    assert "صوت من لا" not in last.text
    assert line in item_reading(last.pk).site_lines


def test_a_person_can_say_that_the_line_is_text_and_take_it_back(reporter: User) -> None:
    pages_of_one_site(reporter, 3)
    line = SiteLine.objects.get(text="صحيفة الشعب صوت من لا صوت له")

    keep_site_line(line, by=reporter)
    kept = pages_of_one_site(reporter, 1)[0]

    line.refresh_from_db()
    assert (line.state, line.decided_by) == (SiteLineState.KEPT, reporter)
    assert "صوت من لا" in kept.text
    assert leave_out_site_line(line, by=reporter).state == SiteLineState.LEARNT


# --- manage read_anew


def test_the_command_reads_every_stale_item_once(
    reporter: User, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    item, other = read_item(reporter, "fr"), read_item(reporter, "hi")
    newer = recording.READER_VERSION + 1
    monkeypatch.setattr("claims.item_queries.pages.READER_VERSION", newer)
    monkeypatch.setattr(recording_items, "READER_VERSION", newer)

    with translation.override("en"):
        call_command("read_anew", "--all")
        call_command("read_anew", "--all")

    assert (item.readings.count(), other.readings.count()) == (2, 2)
    assert "2 items were read anew." in capsys.readouterr().out


def test_the_command_wants_items_or_all(reporter: User) -> None:
    with translation.override("en"), pytest.raises(CommandError, match="--all"):
        call_command("read_anew")


def test_a_job_that_waits_is_not_asked_for_twice(reporter: User) -> None:
    page = b"<html><body><article><p>" + PASTED["hi"].encode() + b"</p></article></body></html>"
    item = run_item(bring_in_file(page, by=reporter, name="a.html"))

    read_anew(item, by=reporter)
    read_anew(item, by=reporter)

    assert Job.objects.filter(key=f"{item.pk}:anew", state=JobState.QUEUED).count() == 1
