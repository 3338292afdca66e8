"""Pages made to exhaust or to mislead the reader, and encodings that lie.

The bound is a multiple of what was measured on a loaded machine; a reader whose cost grew with
the square of the page would take minutes.
"""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest

from claims.adapters.article import read_html
from claims.adapters.page_bytes import decode_with_notes
from claims.domain.pages import PageReading

TODAY = date(2026, 1, 1)
SECONDS = 10.0
FIRST = (
    "قال رئيس البلدية إن الجسر القديم لم ينهر، وإن الصورة المتداولة تعود إلى جسر آخر في بلد بعيد."
)
SECOND = (
    "وأضاف أن فرق الصيانة تفقدت الجسر صباح اليوم، ولم تجد فيه أي ضرر يستدعي إغلاقه أمام العابرين."
)
ARTICLE = f"<h1>الجسر القديم في مكانه</h1><p>{FIRST}</p><p>{SECOND}</p>"


def read(page: str) -> PageReading:
    return read_html(page.encode(), url="https://news.example/a", today=TODAY).whole


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [
        pytest.param(ARTICLE + "<b>x</b>" * 1_000_000, id="a million tags"),
        pytest.param(ARTICLE + "<p>hello" * 300_000, id="lines without end"),
        pytest.param("<div>" * 10_000 + ARTICLE + "</div>" * 10_000, id="ten thousand levels"),
        pytest.param("<table><tr><td>" * 2_000 + ARTICLE, id="tables in tables"),
        pytest.param(f"<p title='{'a' * 5_000_000}'>x</p>" + ARTICLE, id="a long attribute"),
        pytest.param(
            f"<div><p class='{'ad ' * 2_000_000}'>x</p></div>" + ARTICLE, id="a long class"
        ),
        pytest.param(
            f"<img src='/a.jpg' srcset='{'x 1w, ' * 500_000}'>" + ARTICLE, id="a long srcset"
        ),
        pytest.param(
            ARTICLE + "<div>" + "<img src='/x1.jpg'><i class='x'>k</i>" * 20_000 + "</div>",
            id="pictures in one box",
        ),
        pytest.param(
            "<script type='application/ld+json'>" + "[" * 1_000_000 + "</script>" + ARTICLE,
            id="deep JSON",
        ),
        pytest.param(ARTICLE + "<a href='/x'>x</a>" * 200_000, id="links"),
    ],
)
def test_a_hostile_page_is_read_in_bounded_time(page: str) -> None:
    began = process_time()

    reading = read(page)

    assert process_time() - began < SECONDS
    assert FIRST in reading.body


@pytest.mark.slow
def test_a_text_without_end_is_read_from_its_beginning_and_says_so() -> None:
    reading = read("<h1>عنوان الصفحة الطويلة</h1><p>" + "كلمة أخرى " * 1_500_000)

    assert "too_long" in reading.notes
    assert reading.body.startswith("كلمة أخرى")


@pytest.mark.parametrize(
    ("content", "declared", "notes"),
    [
        pytest.param(FIRST.encode(), None, (), id="UTF-8 undeclared"),
        pytest.param(FIRST.encode(), "windows-1256", ("wrong_encoding",), id="UTF-8 misdeclared"),
        pytest.param(FIRST.encode("cp1256"), "utf-8", ("wrong_encoding",), id="windows-1256"),
        pytest.param(FIRST.encode("cp1256"), "windows-1256", (), id="windows-1256 declared"),
        pytest.param(f"<p>{FIRST}</p>".encode("utf-16-le"), None, (), id="UTF-16 without its mark"),
        pytest.param(
            f"<p>{FIRST}</p>".encode("utf-16-be"), None, (), id="UTF-16 big-endian without its mark"
        ),
        pytest.param(
            FIRST.encode().decode("cp1252", errors="ignore").encode(),
            "utf-8",
            ("encoded_twice",),
            id="encoded twice",
        ),
        pytest.param(
            FIRST.encode().decode("latin-1").encode(),
            None,
            ("encoded_twice",),
            id="encoded twice by way of ISO-8859-1",
        ),
    ],
)
def test_the_bytes_decide_what_encoding_a_page_has(
    content: bytes, declared: str | None, notes: tuple[str, ...]
) -> None:
    decoded = decode_with_notes(content, declared)

    assert "البلدية إن الجسر القديم" in decoded.text
    assert decoded.notes == notes


@pytest.mark.parametrize(
    "text",
    [
        "Le maire a déclaré à Noël que l’été était déjà là, où qu’on aille, ça et là.",
        "Belediye başkanı eski köprünün ayakta olduğunu söyledi.",
        "नगर निगम के प्रमुख ने कहा कि नदी का पुराना पुल नहीं गिरा है।",
    ],
    ids=["French", "Turkish", "Hindi"],
)
def test_what_was_encoded_once_is_left_as_it_is(text: str) -> None:
    assert decode_with_notes(text.encode()).text == text


def test_iso_8859_6_is_read_where_windows_1256_would_give_noise() -> None:
    decoded = decode_with_notes(SECOND.replace("،", "").encode("iso-8859-6"), "iso-8859-6")

    assert decoded.text == SECOND.replace("،", "")
