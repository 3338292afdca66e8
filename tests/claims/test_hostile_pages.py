"""Odd and hostile pages and texts end in a reading or in one clear sentence, in bounded time.

Bounds are of processor time on one shared core with much to spare: each stands for work that would
take minutes if it grew with the square of its input. All input is made here. For markup that is
hostile in itself, see test_article_hostile.py.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.actions.intake import MOST_TEXT, IntakeRefused, bring_in_file, bring_in_text
from claims.adapters.article import PageUnreadable, read_html
from claims.domain.pages import read_pasted_text
from claims.models import NewsItem

SENTENCE = "قال الوزير إن الصورة قديمة ولا علاقة لها بالحدث. "
TODAY = date(2024, 6, 1)
# Seconds of processor time for any of these texts and pages. Measured: 2.2 at most.
MOST_SECONDS = 30


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ud800\udfff" * 20_000, id="lone surrogates"),
        pytest.param("\x00" * 50_000 + SENTENCE, id="NULs"),
        pytest.param("\u202e\u2066ا\u2069\u202c" * 10_000, id="bidi controls"),
        pytest.param("e" + "\u0301" * 100_000, id="combining marks"),
        pytest.param("ا" + "\u064b" * 100_000, id="harakat"),
        pytest.param(SENTENCE.replace(".", "") * 2_000, id="one line without a stop"),
        pytest.param("\n" * 100_000 + SENTENCE, id="blank lines"),
        pytest.param("عنوان الخبر الأول في هذه الصفحة\n" * 3_000, id="a title again and again"),
        pytest.param("1-1-" * 5_000, id="half dates"),
        pytest.param("مايو " * 10_000, id="month names"),
        pytest.param("«" * 50_000, id="open quotations"),
        pytest.param("क्षि" * 10_000, id="Hindi without a space"),
        pytest.param("👩‍👩‍👧" * 10_000, id="emoji"),
    ],
)
def test_any_text_is_read_in_bounded_time(text: str) -> None:
    start = time.process_time()

    readings = read_pasted_text(text, reference=TODAY)

    assert time.process_time() - start < MOST_SECONDS
    assert readings.items
    assert readings.whole.kind


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">x", id="names"),
        pytest.param(b"<p " + b"/".join(b"a%d" % n for n in range(100_000)) + b">x", id="slashes"),
        pytest.param(
            b"<p " + b" ".join(b'a%d=">"' % n for n in range(100_000)) + b">x", id="quoted"
        ),
    ],
)
def test_a_tag_of_a_hundred_thousand_attributes_costs_no_minutes(content: bytes) -> None:
    start = time.process_time()

    readings = read_html(content, url=None, today=TODAY)

    assert time.process_time() - start < MOST_SECONDS
    assert readings.whole.missing


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(bytes(range(256)) * 1_000, id="binary"),
        pytest.param(b"\x00" * 100_000, id="NULs"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 500, id="a picture"),
        pytest.param(b"%PDF-1.7\n" + b"\x00\xff" * 500, id="a PDF"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(PageUnreadable) as refusal:
        read_html(content, url=None, today=TODAY)

    assert len(str(refusal.value).split()) >= 4


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        pytest.param("cp1256", "utf-8", id="windows-1256 called UTF-8"),
        pytest.param("utf-8", "windows-1256", id="UTF-8 called windows-1256"),
        pytest.param("utf-16", None, id="UTF-16 with its mark"),
    ],
)
def test_a_wrongly_declared_encoding_is_read_as_what_it_is(
    charset: str, declared: str | None
) -> None:
    paragraph = "أعلنت الوزارة أن الصورة المتداولة قديمة وأنها التقطت قبل سنوات في مدينة أخرى."
    content = f"<html><body><article><p>{paragraph}</p><p>{paragraph[::-1]}</p>".encode(charset)

    readings = read_html(content, url=None, declared_charset=declared, today=TODAY)

    assert paragraph in "\n".join(line.text for line in readings.whole.lines)


@pytest.mark.django_db
def test_fifty_megabytes_of_text_are_refused_before_anything_is_stored(reporter: User) -> None:
    text = SENTENCE * (50_000_000 // len(SENTENCE.encode()))

    with pytest.raises(IntakeRefused) as pasted:
        bring_in_text(text, by=reporter)
    with pytest.raises(IntakeRefused) as uploaded:
        bring_in_file(text.encode(), by=reporter, name="text.txt")

    assert (pasted.value.code, uploaded.value.code) == ("text_too_long", "file_too_large")
    assert not NewsItem.objects.exists()


@pytest.mark.django_db
def test_a_text_that_is_too_long_stays_in_its_box(
    reporter: User, signed_in: Callable[[User], Client]
) -> None:
    text = "é हिन्दी بداية " + SENTENCE * (MOST_TEXT // len(SENTENCE) + 1)

    page = signed_in(reporter).post(reverse("desk:intake"), {"part": "text", "text-text": text})

    assert page.status_code == 422
    assert "é हिन्दी بداية" in page.content.decode()
    assert page.context["forms"]["text"].errors["text"]


@pytest.mark.django_db
def test_more_than_a_request_may_hold_is_answered_with_a_sentence(
    reporter: User, signed_in: Callable[[User], Client]
) -> None:
    text = "نص" * 13_500_000

    page = signed_in(reporter).post(reverse("desk:intake"), {"part": "text", "text-text": text})

    assert page.status_code == 413
    assert "25" in page.content.decode()
    assert not NewsItem.objects.exists()
