"""Posts that a text tells of in words; own sentences."""
# ruff: noqa: E501 - a sentence and its answer stay on one line, to be read as a table.

from __future__ import annotations

from datetime import date

import pytest

from claims.domain.attribution import suggest_statements
from claims.domain.quoted_posts import find_told_posts
from multilingual.dates import find_dates
from multilingual.intervals import DateInterval

TOLD = [
    ("ar", "وكتبت النائبة ليلى حداد على فيسبوك أن المدرسة لن تفتح.", "facebook", "", "النائبة ليلى حداد"),
    ("ar", "كتب حساب باسم \"نجم الوادي\" أن السد انهار.", "", "نجم الوادي", "نجم الوادي"),
    ("ar", "نشر سامر خليل تغريدات يشيد فيها بالفريق.", "x", "", "سامر خليل"),
    ("ar", "نشر أحد الناشطين على \"تويتر\" سامر خليل، صورة للسد.", "x", "", "سامر خليل"),
    ("ar", "وانتشر فيديو على تيك توك يظهر حريقا.", "tiktok", "", ""),
    ("en", "Mayor Jane Roe wrote on Facebook that the bridge would close.", "facebook", "", "Mayor Jane Roe"),
    ("en", "“We will win,” tweeted @valley_cup on Friday.", "x", "@valley_cup", ""),
    ("fr", "Hélène Durand a publié sur X une photo du défilé.", "x", "", "Hélène Durand"),
    ("fa", "علی رضایی در توییتر نوشت که مدارس تعطیل است.", "x", "", "علی رضایی"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "platform", "account", "author"), TOLD)
def test_a_told_post_has_its_network_account_and_author(
    language: str, text: str, platform: str, account: str, author: str
) -> None:
    said = suggest_statements(text, language=language) if language != "ar" else ()

    (found,) = find_told_posts(text, language=language, statements=said)

    assert (found.platform, found.account) == (platform, account)
    assert found.author == author or (not author and found.account)
    assert found.span == (0, len(text))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "حظرت شركة تويتر آلاف الحسابات."),
        ("ar", "قال الوزير إن البلاد بخير."),
        ("ar", "نشرت الصحيفة مقالا عن السد."),
        ("en", "Twitter shares fell by three percent."),
        ("en", "The company writes software for X-ray machines."),
        ("fr", "Elle aime beaucoup Twitter."),
        ("hi", "मंत्री ने कहा कि पुल बंद है।"),
        ("en", ""),
    ],
)
def test_a_sentence_without_a_post_gives_none(language: str, text: str) -> None:
    assert find_told_posts(text, language=language) == ()


def test_the_words_of_a_post_are_what_is_quoted() -> None:
    text = 'وكتب حساب باسم "نجم الوادي" على تلغرام: "انهار السد الكبير هذا الصباح".'

    (found,) = find_told_posts(text, language="ar")

    assert (found.platform, found.text) == ("telegram", "انهار السد الكبير هذا الصباح")


def test_a_post_is_dated_by_the_day_beside_it() -> None:
    text = "Mayor Jane Roe wrote on Facebook on 3 May 2024 that the bridge would close."
    dates = find_dates(text, language="en")

    (found,) = find_told_posts(text, language="en", dates=dates)

    assert found.posted == DateInterval.of_day(date(2024, 5, 3))
