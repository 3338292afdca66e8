"""The rules of a discussion below an article are told from its last paragraphs."""

from __future__ import annotations

import pytest

from claims.domain.comment_rules import comment_rules_from, is_comment_rule

TEXT = (
    "قال رئيس البلدية إن الجسر القديم لم ينهر، وإن الصورة المتداولة تعود إلى جسر آخر في بلد بعيد.",
    "وأضاف أن فرق الصيانة تفقدت الجسر صباح اليوم، ولم تجد فيه أي ضرر يستدعي إغلاقه أمام الناس.",
)


@pytest.mark.parametrize(
    "line",
    [
        "الآراء المنشورة هنا لا تعبّر بالضرورة عن رأي الموقع.",
        "نرجو قراءة قواعد التعليقات قبل المشاركة.",
        "دیدگاه‌های ارسال شده پس از بررسی نمایش داده می‌شوند.",
        "Comments are closed after three days.",
        "Les commentaires sont fermés sur cet article.",
    ],
    ids=["Arabic opinions", "Arabic rules", "Persian", "English", "French"],
)
def test_a_rule_of_the_discussion_is_known(line: str) -> None:
    assert is_comment_rule(line)


@pytest.mark.parametrize(
    "line",
    [*TEXT, "Le maire n'a fait aucun commentaire à ce sujet.", "नगर निगम ने कुछ नहीं कहा।"],
    ids=["Arabic", "Arabic, second", "French", "Hindi"],
)
def test_a_sentence_of_an_article_is_no_rule(line: str) -> None:
    assert not is_comment_rule(line)


def test_rules_and_the_short_lines_between_them_end_the_article() -> None:
    lines = [*TEXT, "تم إغلاق المناقشة.", "24 ساعة", "اقرأ شروط الاستخدام قبل الكتابة."]

    assert comment_rules_from(lines) == 2


def test_a_paragraph_about_comments_within_the_article_stays() -> None:
    lines = [TEXT[0], "وقال إن التعليقات المسيئة على الصورة حُذفت كلها.", TEXT[1]]

    assert comment_rules_from(lines) == 3
