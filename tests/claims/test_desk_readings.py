"""An item's text at the desk: what is marked in it, and how its reading is put right."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from claims.actions.cases import record_claim
from claims.actions.readings import confirm_offered
from claims.models import Claim, NewsItem, NewsItemPicture, SiteLine
from tests.factories.pages import two_articles
from tests.factories.readings import (
    DATES,
    DROPPED,
    SAID,
    TEXTS,
    TITLES,
    VERDICTS,
    add_reading,
    item_with_findings,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LANGUAGES = ["ar", "fr", "hi"]


@pytest.fixture
def desk(reporter: User, signed_in: SignIn) -> Client:
    client = signed_in(reporter)
    client.cookies["django_language"] = "en"
    return client


def address(item: NewsItem, part: str = "") -> str:
    return f"/desk/items/{item.pk}/{part}"


def page_of(client: Client, item: NewsItem, part: str = "") -> str:
    return client.get(address(item, part)).content.decode()


def marked(page: str, kind: str) -> list[str]:
    """The words under the marks of a kind in the read text."""
    text = page.partition('id="read-marks"')[2].partition("</section>")[0]
    found = re.findall(r'<(?:a|mark)\b[^>]*data-marks="([^"]*)"[^>]*>([^<]*)<', text)
    return [unescape(words) for kinds, words in found if kind in kinds.split()]


# --- What is marked


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_cues_claims_and_verdicts_are_marked_where_they_stand(
    desk: Client, reporter: User, language: str
) -> None:
    page = page_of(desk, item_with_findings(reporter, language))

    assert marked(page, "date") == [DATES[language]]
    assert marked(page, "cue") == [cue for _speaker, _stance, cue, _claim in SAID[language]]
    assert "".join(marked(page, "statement")) == "".join(
        claim for _speaker, _stance, _cue, claim in SAID[language]
    )
    assert marked(page, "verdict") == [VERDICTS[language][1]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_characters_of_a_paragraph_are_those_of_the_text(
    desk: Client, reporter: User, language: str
) -> None:
    page = page_of(desk, item_with_findings(reporter, language))

    body = page.partition('data-text="body"')[2].partition('class="selection"')[0]
    body = re.sub(r'<span class="tip".*?</span>', "", body)
    shown = re.findall(r'<p dir="auto" data-start="(\d+)">(.*?)</p>', body)
    placed = [(int(start), unescape(re.sub(r"<[^>]+>", "", words))) for start, words in shown]
    assert [words for _start, words in placed] == TEXTS[language].split("\n\n")
    assert [TEXTS[language].index(words) for _start, words in placed] == [
        start for start, _words in placed
    ]


def test_a_date_says_what_it_was_read_as(desk: Client, reporter: User) -> None:
    page = page_of(desk, item_with_findings(reporter))

    assert 'href="#date-1" aria-describedby="date-1-tip">18 تموز</a>' in page
    assert re.search(r'id="date-1-tip" role="tooltip"[^>]*>18 July 2024 · a day</span>', page)
    assert 'id="date-1"' in page
    assert "counted from the day of publication" in page


def test_a_claim_made_of_words_is_marked_and_listed(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)
    claim = record_claim(text="الجسر مغلق منذ شهر", language="ar", by=reporter, news_item=item)

    page = page_of(desk, item)

    assert "".join(marked(page, "claim")) == "الجسر مغلق منذ شهر"
    assert f'id="claim-{claim.pk}"' in page


def test_marks_beyond_the_text_and_broken_ones_stop_nobody(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)
    item.analysis = {"dates": [{"start": 5, "end": 99_999}, {"start": "x"}], "posts": "none"}
    item.save()
    item.suggestions.update(spans={"cue": [1], "claim": "é"})

    assert desk.get(address(item)).status_code == 200


def test_the_normalised_text_is_shown_without_marks(desk: Client, reporter: User) -> None:
    item = NewsItem.objects.create(
        intake="text", state="read", language="ar", text="كَتَبَ أحمد\n\nété", added_by=reporter
    )

    page = page_of(desk, item, "?text=normalized")

    assert "كتب احمد" in page
    assert 'id="read-marks"' not in page


def test_what_was_written_by_strangers_is_shown_and_not_run(desk: Client, reporter: User) -> None:
    evil = '<script>alert(1)</script>" onfocus="x'
    item = item_with_findings(reporter, title=evil, author=evil)
    item.suggestions.update(speaker=evil, claim_text=evil, cue=evil, relay=evil)
    item.analysis = {"earlier_verdicts": [{"checker": evil, "words": evil, "start": 0, "end": 3}]}
    item.save()

    pages = [page_of(desk, item, part) for part in ("", "claims/", "corrections/")]

    assert [page for page in pages if "<script>alert" in page or '" onfocus="x' in page] == []


# --- Lines and articles


def test_lines_are_shown_with_what_was_left_out_and_why(desk: Client, reporter: User) -> None:
    page = page_of(desk, item_with_findings(reporter))

    assert f'<s lang="ar" dir="auto">{DROPPED}</s>' in page
    assert 'name="keep" value="9"' in page
    assert 'name="drop" value="2"' in page
    assert 'name="split" value="2"' in page


def test_a_line_is_kept_and_left_out_again(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)

    desk.post(address(item, "line/"), {"keep": "9"})
    item.refresh_from_db()
    with_line = item.text
    page = page_of(desk, item)
    desk.post(address(item, "line/"), {"drop": "9"})
    item.refresh_from_db()

    assert with_line.endswith(DROPPED)
    assert "kept by an editor" in page
    assert item.text == TEXTS["ar"]


def test_a_line_that_is_not_there_is_refused_in_words(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)

    answer = desk.post(address(item, "line/"), {"keep": "77"}, follow=True)

    assert "This line is not in the newest reading." in answer.content.decode()


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "٩"])
def test_a_number_that_is_no_line_changes_nothing(
    desk: Client, reporter: User, number: str
) -> None:
    item = item_with_findings(reporter)

    answer = desk.post(address(item, "line/"), {"keep": number})

    assert answer.status_code == 302
    assert not item.corrections.exists()


def test_a_learnt_line_says_from_how_many_pages_and_is_kept_for_good(
    desk: Client, reporter: User
) -> None:
    item = item_with_findings(reporter, url="https://news.example/a")
    line = SiteLine.objects.create(site="news.example", key="k", text=DROPPED, pages_seen=7)

    page = page_of(desk, item)
    desk.post(address(item, "line/"), {"always": str(line.pk)})

    assert "learnt from 7 pages of this site" in page
    line.refresh_from_db()
    assert (line.state, line.decided_by) == ("kept", reporter)
    assert f'name="never" value="{line.pk}"' in page_of(desk, item)
    desk.post(address(item, "line/"), {"never": str(line.pk)})
    line.refresh_from_db()
    assert line.state == "learnt"


def test_a_second_article_is_offered_and_refused_by_one_click(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)
    second = {"line": 2, "text": "Un second titre", "is_offered": True, "cohesion": 0.1}
    item.reading = add_reading(item, content={"cuts": [second]})
    item.save()

    before = page_of(desk, item)
    desk.post(address(item, "articles/"), {"answer": "no"})
    after = page_of(desk, item)

    assert "This page seems to hold two articles" in before
    assert "Un second titre" in before
    assert "seems to hold" not in after


def test_an_older_reading_is_told_and_can_be_made_anew(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)
    item.reading = add_reading(item, reader_version=1)
    item.save()

    page = page_of(desk, item)

    assert "This was read by an earlier release." in page
    assert f'action="{address(item, "read-anew/")}"' in page


@pytest.mark.parametrize("kind", ["paywalled", "not_found", "video", "pictures", "empty", "other"])
def test_a_page_that_is_no_article_says_what_to_do(desk: Client, reporter: User, kind: str) -> None:
    item = item_with_findings(reporter)
    item.reading = add_reading(item, content={"kind": kind})
    item.save()

    assert desk.get(address(item)).context["kind_sentence"].endswith(".")


@pytest.mark.parametrize(
    ("role", "says"),
    [
        ("post", "an embedded post"),
        ("byline", "a line that names the author or gives the date"),
        ("standfirst", "stands between the title and the text"),
        ("furniture", "the page itself marks it as no part of the text"),
    ],
)
def test_a_line_that_the_page_marks_says_as_what(
    desk: Client, reporter: User, role: str, says: str
) -> None:
    item = item_with_findings(reporter)
    line = {
        "number": 1,
        "text": "Zoé زوي ज़ोए",
        "role": role,
        "reason": "markup",
        "body_start": None,
    }
    item.reading = add_reading(item, content={"lines": [line]})
    item.save()

    assert f"({says})</span>" in page_of(desk, item)


def test_a_page_without_words_has_no_number_of_lines(desk: Client, reporter: User) -> None:
    item = NewsItem.objects.create(intake="url", state="read", url="https://n.example/é")
    item.reading = add_reading(item, content={"kind": "empty", "lines": []})
    item.save()

    page = page_of(desk, item)

    assert re.search(r'id="lines-title">Line by line</h2>', page)
    assert "No text was found on this page." in page
    assert "No lines are kept of this reading." not in page


def test_a_picture_is_given_to_the_other_article_of_its_page(desk: Client, reporter: User) -> None:
    item = two_articles(reporter)
    (part,) = confirm_offered(item, by=reporter)
    picture = NewsItemPicture.objects.create(news_item=item, position=1, url="https://n.example/é")

    before = page_of(desk, item, "pictures/")
    answer = desk.post(
        address(item, "picture/"), {"picture": picture.pk, "to": str(part.pk)}, follow=True
    )

    assert f'name="to" value="{part.pk}"' in before
    assert "The picture belongs to the article you chose." in answer.content.decode()
    assert list(part.pictures.all()) == [picture]


def test_a_picture_is_given_to_no_other_page(desk: Client, reporter: User) -> None:
    item, other = item_with_findings(reporter), item_with_findings(reporter, "fr")
    picture = NewsItemPicture.objects.create(news_item=item, position=1, url="https://n.example/é")

    answer = desk.post(
        address(item, "picture/"), {"picture": picture.pk, "to": str(other.pk)}, follow=True
    )

    assert "Choose a picture of this item" in answer.content.decode()
    assert list(item.pictures.all()) == [picture]
    assert "It belongs to another article" not in page_of(desk, item, "pictures/")


@pytest.mark.parametrize(
    ("stored", "shown"), [("truth_social", "Truth Social"), ("x", "X"), ("तार ق é", "तार ق é")]
)
def test_a_network_is_shown_by_its_name(
    desk: Client, reporter: User, stored: str, shown: str
) -> None:
    item = item_with_findings(reporter)
    item.analysis = {"posts": [{"platform": stored, "account": "@a", "start": None, "end": None}]}
    item.save()

    assert f"<bdi>{shown}</bdi></span>" in page_of(desk, item)


# --- Putting the text right


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"part": "text", "text": " \r\n "}, "The text may not be emptied."),
        (
            {"part": "head", "head-title": " ", "head-author": "é", "head-language": "ar"},
            "The title may not be emptied.",
        ),
    ],
)
def test_neither_text_nor_title_is_emptied(
    desk: Client, reporter: User, typed: dict[str, str], says: str
) -> None:
    item = item_with_findings(reporter)
    before = {"version": str(item.text_version), "head-title_before": item.title}

    answer = desk.post(address(item, "correct/"), {**before, **typed})

    item.refresh_from_db()
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert (item.text, item.title) == (TEXTS["ar"], TITLES["ar"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_put_right_and_the_change_is_on_record(
    desk: Client, reporter: User, language: str
) -> None:
    item = item_with_findings(reporter, language)
    better = item.text.replace(DATES[language], f"{DATES[language]} (é ✓)")

    desk.post(
        address(item, "correct/"),
        {"part": "text", "version": item.text_version, "text": better.replace("\n", "\r\n")},
    )
    page = page_of(desk, item, "corrections/")

    item.refresh_from_db()
    assert item.text == better
    assert item.corrections.count() == 1
    assert "(é ✓)" in page
    assert "reading-corrections/" in page


def test_the_later_of_two_keeps_what_was_typed_and_sees_both(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)
    theirs = item.text.replace("القديم", "العتيق")
    mine = item.text.replace("18 تموز", "19 تموز")
    desk.post(address(item, "correct/"), {"part": "text", "version": 1, "text": theirs})

    answer = desk.post(address(item, "correct/"), {"part": "text", "version": 1, "text": mine})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert answer.context["text_form"]["text"].value() == mine
    assert "Somebody else changed this text in the meantime" in page
    item.refresh_from_db()
    assert item.text == theirs
    again = {"part": "text", "version": item.text_version, "text": mine}
    assert desk.post(address(item, "correct/"), again).status_code == 302


def test_an_undone_correction_is_shown_as_taken_back(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)
    better = item.text.replace("القديم", "العتيق")
    desk.post(address(item, "correct/"), {"part": "text", "version": 1, "text": better})

    correction = item.corrections.get()
    desk.post(f"/desk/reading-corrections/{correction.pk}/undo/")

    item.refresh_from_db()
    assert item.text == TEXTS["ar"]
    assert "Taken back" in page_of(desk, item, "corrections/")


def test_title_author_and_language_are_put_right(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)

    desk.post(
        address(item, "correct/"),
        {
            "part": "head",
            "head-title": "عنوان أصحّ",
            "head-title_before": TITLES["ar"],
            "head-author": "Zoé",
            "head-author_before": "",
            "head-language": "fa",
            "head-language_before": "ar",
        },
    )

    item.refresh_from_db()
    assert (item.title, item.author, item.language) == ("عنوان أصحّ", "Zoé", "fa")


def test_a_title_that_somebody_changed_meanwhile_is_a_conflict_and_stays_typed(
    desk: Client, reporter: User
) -> None:
    item = item_with_findings(reporter)
    sent = {
        "part": "head",
        "head-title": "हमारा शीर्षक",
        "head-title_before": "the title as it was",
        "head-language": "ar",
        "head-language_before": "ar",
    }

    answer = desk.post(address(item, "correct/"), sent)

    assert answer.status_code == 409
    assert "हमारा शीर्षक" in answer.content.decode()


# --- Making a claim of a selection


@pytest.mark.parametrize("language", LANGUAGES)
def test_selected_words_fill_the_form_and_the_claim_stands_there(
    desk: Client, reporter: User, language: str
) -> None:
    item = item_with_findings(reporter, language)
    words = SAID[language][1][3]
    start = item.text.index(words)

    asked = {"in": "body", "start": str(start - 1), "end": str(start + len(words) + 1)}
    form = desk.get(address(item, "claims/"), asked).context["record_form"]
    desk.post(
        address(item, "claim/"),
        {
            "part": "record",
            "text": form["text"].value(),
            "language": language,
            "claimant_kind": "person",
            "start": form["start"].value(),
            "end": form["end"].value(),
        },
    )

    appearance = Claim.objects.get().appearances.get()
    assert (appearance.span_start, appearance.quote) == (start, appearance.quote.strip())
    assert words in appearance.quote


def test_words_typed_otherwise_make_a_claim_without_a_place(desk: Client, reporter: User) -> None:
    item = item_with_findings(reporter)

    desk.post(
        address(item, "claim/"),
        {
            "part": "record",
            "text": "الجسر الجديد",
            "language": "ar",
            "claimant_kind": "person",
            "start": "0",
            "end": "20",
        },
    )

    assert Claim.objects.get().appearances.get().span_start is None


@pytest.mark.parametrize(
    "asked", [{"start": "9999", "end": "99999"}, {"start": "x", "end": "3"}, {"start": "5"}]
)
def test_a_place_that_is_none_leaves_the_form_as_it_is(
    desk: Client, reporter: User, asked: dict[str, str]
) -> None:
    item = item_with_findings(reporter)

    form = desk.get(address(item, "claims/"), asked).context["record_form"]

    assert form["text"].value() == item.title


# --- Who may


@pytest.mark.parametrize(
    ("part", "sent"),
    [
        ("line/", {"keep": "9"}),
        ("correct/", {"part": "text", "version": "1", "text": "x"}),
        ("articles/", {"answer": "no"}),
        ("read-anew/", {}),
        ("join/", {}),
    ],
)
def test_an_administrator_reads_and_puts_nothing_right(
    administrator: User, reporter: User, signed_in: SignIn, part: str, sent: dict[str, str]
) -> None:
    item = item_with_findings(reporter)
    client = signed_in(administrator)

    assert client.get(address(item, "corrections/")).status_code == 200
    assert client.post(address(item, part), sent).status_code == 403
    item.refresh_from_db()
    assert item.text == TEXTS["ar"]
