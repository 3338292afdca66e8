"""``manage read_page``: what is read of a page, printed and stored only on demand."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import translation

from claims.models import NewsItem
from tests.claims.test_reading import ADDRESS, BODY, PAGE, PICTURE, Answers, answer_of, unreachable
from tests.factories.claims import PASTED
from tests.factories.pictures import draw_picture, jpeg
from webfetch import Refused
from webfetch.refusals import Reason, Stage

pytestmark = pytest.mark.django_db
TWO_ARTICLES = Path(__file__).parent.parent / "files" / "pages" / "two_articles.txt"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """What the outside answers, by address: a body, a status, or a refusal."""
    answers: Answers = {ADDRESS: PAGE, PICTURE: jpeg(draw_picture(1))}
    monkeypatch.setattr(
        "claims.management.commands.read_page.fetch_for_desk", lambda url: answer_of(answers, url)
    )
    return answers


def command(*arguments: str) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("read_page", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def read(*arguments: str) -> list[dict[str, Any]]:
    """Return the articles that the command prints as JSON."""
    found: list[dict[str, Any]] = json.loads(command(*arguments, "--json"))["items"]
    return found


def test_the_command_reads_a_text_file_as_pasted_and_stores_nothing(tmp_path: Path) -> None:
    file = tmp_path / "نص.txt"
    file.write_text(PASTED["ar"], encoding="utf-8")

    (found,) = read(str(file))

    assert found["title"] == PASTED["ar"].splitlines()[0]
    assert found["language"] == "ar"
    assert found["published"]["earliest"] == "2024-06-21"
    assert found["published"]["origin"] == "byline"
    assert "شارك القصة" in found["dropped_lines"]
    assert not NewsItem.objects.exists()


def test_the_command_misses_no_pictures_in_a_text_file(tmp_path: Path) -> None:
    file = tmp_path / "texte à lire.txt"
    file.write_text(PASTED["ar"], encoding="utf-8")

    assert "Missing:" not in command(str(file))


def test_the_command_says_that_a_name_was_not_found(web: Answers) -> None:
    web[ADDRESS] = Refused(Stage.RESOLVE, Reason.NOT_RESOLVED, "éloigné.example")

    with pytest.raises(CommandError, match="was not found"):
        command(ADDRESS)


def test_the_command_reads_a_saved_page(tmp_path: Path) -> None:
    file = tmp_path / "à.html"
    file.write_bytes(PAGE)

    (found,) = read(str(file), "--url", ADDRESS)

    assert found["title"] == "البلدية تنفي إغلاق الجسر القديم"
    assert found["pictures"][0]["url"] == PICTURE


def test_the_command_reads_an_address_and_prints_for_people(web: Answers) -> None:
    shown = command(ADDRESS)

    assert "البلدية تنفي إغلاق الجسر القديم" in shown
    assert "2022-08-14 to 2022-08-14" in shown
    assert BODY in shown


def test_the_command_stores_in_somebodys_name(reporter: User, web: Answers, tmp_path: Path) -> None:
    file = tmp_path / "खबर.txt"
    file.write_text(PASTED["hi"], encoding="utf-8")

    found = json.loads(command(str(file), "--json", "--save", "--by", reporter.username))
    command(ADDRESS, "--save", "--by", reporter.username)

    assert NewsItem.objects.get(pk=found["item"]).added_by == reporter
    assert NewsItem.objects.filter(url=ADDRESS).exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nothing.txt",), "There is no file"),
        ((ADDRESS, "--save"), "--by USERNAME"),
        ((ADDRESS, "--save", "--by", "nobody"), "There is no account"),
    ],
)
def test_the_command_says_what_was_wrong(
    web: Answers, arguments: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        command(*arguments)


@pytest.mark.parametrize("answer", [404, unreachable(), jpeg(draw_picture(1))])
def test_the_command_says_why_a_page_cannot_be_read(
    web: Answers, answer: bytes | int | Refused
) -> None:
    web[ADDRESS] = answer

    with pytest.raises(CommandError):
        command(ADDRESS)


def test_the_command_stores_nothing_for_somebody_without_a_role(
    person: Callable[..., User], tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(PASTED["fr"], encoding="utf-8")

    with pytest.raises(CommandError):
        command(str(file), "--save", "--by", person().username)

    assert not NewsItem.objects.exists()


# --- What is printed of every article


def test_each_article_of_a_page_is_printed_with_what_was_found_in_it() -> None:
    first, second = read(str(TWO_ARTICLES))

    assert first["title"] == "الشركة تنفي رفع أسعار الكهرباء في الشتاء المقبل"
    assert second["title"] == "المدينة: حافلات جديدة تعمل بالغاز قبل نهاية الشهر"
    assert {one["stance"] for one in first["statements"]} == {"asserts", "denies"}
    for item in (first, second):
        for one in item["statements"]:
            assert item["body"][one["start"] : one["end"]] == one["claim"]
        for one in item["dates"]:
            assert item["body"][one["start"] : one["end"]] == one["text"]


def test_a_page_is_cut_where_the_command_is_told() -> None:
    items = read(str(TWO_ARTICLES), "--cut", "8", "--cut", "13")

    assert len(items) == 3


@pytest.mark.parametrize("line", ["-1", "0", "999"])
def test_a_line_at_which_no_article_can_begin_is_refused_with_a_sentence(line: str) -> None:
    with pytest.raises(CommandError, match=f"No article can begin at line {line}"):
        command(str(TWO_ARTICLES), f"--cut={line}")


def test_people_are_shown_captions_and_posts(tmp_path: Path) -> None:
    file = tmp_path / "été.html"
    file.write_text(
        "<html lang='fr'><body><article><h1>Le pont fermé</h1>"
        f"<p>{PASTED['fr']}</p>"
        "<figure><img src='https://n.example/pont.jpg' width=800 height=600>"
        "<figcaption>Le vieux pont à l’aube</figcaption></figure>"
        "<blockquote class='twitter-tweet'><p>पुल बंद है</p>&mdash; नेहा (@neha) "
        "<a href='https://twitter.com/neha/status/12'>June 1, 2024</a></blockquote>"
        "</article></body></html>",
        encoding="utf-8",
    )

    shown = command(str(file), "--url", "https://n.example/pont")

    assert "https://n.example/pont.jpg · Le vieux pont à l’aube" in shown
    assert "https://twitter.com/neha/status/12 · पुल बंद है" in shown


@pytest.mark.parametrize(
    ("language", "encoding"),
    [("ar", "windows-1256"), ("ar", "utf-16"), ("fr", "iso-8859-15"), ("hi", "utf-8-sig")],
)
def test_a_text_file_is_read_in_the_encoding_it_was_saved_in(
    tmp_path: Path, language: str, encoding: str
) -> None:
    file = tmp_path / "text.txt"
    # Every letter of these texts has a place in that encoding.
    file.write_bytes(PASTED[language].encode(encoding))

    (found,) = read(str(file))

    assert found["title"] == PASTED[language].splitlines()[0]


def test_people_are_shown_dates_and_statements() -> None:
    shown = command(str(TWO_ARTICLES))

    assert "شركة الكهرباء العامة · denies it: " in shown
    assert "2018-" in shown


def test_a_binary_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "été.txt"
    file.write_bytes(jpeg(draw_picture(1)))

    with pytest.raises(CommandError):
        command(str(file))


@pytest.mark.parametrize(
    ("content", "sentence"), [("", "empty"), (" \n", "empty"), ("كلمة é हाँ " * 40_000, "too long")]
)
def test_an_empty_or_endless_text_is_refused_with_a_sentence(
    tmp_path: Path, content: str, sentence: str
) -> None:
    file = tmp_path / "page.txt"
    file.write_text(content, encoding="utf-8")

    with translation.override("en"), pytest.raises(CommandError, match=sentence):
        call_command("read_page", str(file))
