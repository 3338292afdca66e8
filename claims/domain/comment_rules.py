"""The rules of a discussion that sites print below an article: who may comment, what is removed.

They are full sentences, so that they pass for the article's last paragraphs. Phrases of websites in
general, never of one article; asked only of what stands last. Not for the comments themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from claims.domain.page_lines import is_paragraph
from multilingual.folding import fold

__all__ = ["comment_rules_from", "is_comment_rule"]

_PHRASES = """
قواعد التعليق|قواعد التعليقات|قواعد النشر|قواعد المناقشة|إرشادات الاستخدام|إرشادات التعليق
|شروط استخدام الموقع|شروط الاستخدام|سياسة الخصوصية|سياسة التعليقات|حظر دخولك|تم حظرك|تم حظر حسابك
|المشاركة في المناقشة|المشاركة في المحادثة|إغلاق المناقشة|إغلاق التعليقات|المشاركة مجددا
|لا توافق على الحظر|مراجعة التعليقات|التعليقات المنشورة|التعليقات الواردة|التعليقات المسيئة
|لا تعبر عن رأي الموقع|لا تعبر بالضرورة عن رأي|تعبر عن رأي أصحابها|تعبر عن آراء أصحابها
|تعكس وجهات نظر أصحابها|تعبر عن وجهة نظر صاحبها|الآراء الواردة أدناه|الموقع غير مسؤول عن التعليقات
|بريدك الإلكتروني لن ينشر|تحتفظ إدارة الموقع بحق
|دیدگاه های ارسال شده|دیدگاه‌های ارسال شده|پیام هایی که حاوی|پیام‌هایی که حاوی|پیام هایی که به غیر
|پیام‌هایی که به غیر|نظرات حاوی|نظرات ارسالی|نظراتی که حاوی|پس از تایید|منتشر نخواهد شد
|انتشار یافته|در انتظار بررسی|غیر قابل انتشار|نظرات بینندگان|نظرات کاربران|نظر شما
|community guidelines|comment policy|comments policy|comments are moderated|comments are closed
|join the discussion|join the conversation|you have been blocked|the opinions expressed in comments
|charte de modération|les commentaires sont fermés|règles de participation
|yorumlarınız onaylandıktan|yorum kuralları|تبصروں سے ادارے کا متفق ہونا|یہ تبصرے قارئین کے ہیں
"""
# So many words in a phrase's line; a paragraph of the article that quotes one is longer or stands
# above others.
_MOST_WORDS = 70


def comment_rules_from(lines: Sequence[str]) -> int:
    """Return the index from which all lines are a discussion's rules; ``len(lines)`` if none are.

    Counted from the end: rules and the short lines between them, up to the last paragraph of
    another kind.
    """
    begins = len(lines)
    for index in range(len(lines) - 1, 0, -1):
        if is_comment_rule(lines[index]):
            begins = index
        elif is_paragraph(lines[index]):
            break
    return begins


def is_comment_rule(line: str) -> bool:
    """Answer whether a line tells readers how to comment."""
    if len(line.split()) > _MOST_WORDS:
        return False
    return _pattern().search(fold(line)) is not None


@cache
def _pattern() -> re.Pattern[str]:
    phrases = (fold(one.strip()) for one in _PHRASES.replace("\n", "").split("|"))
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(one) for one in phrases if one) + ")")
