"""What a page tells its reader in place of an article: that it is gone, or for subscribers only.

Phrases of sites in several languages, never those of one article. For pasted text and for HTML;
how much of a page must say so is weighed by who asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from claims.domain.page_parts import PageKind
from multilingual.folding import fold

__all__ = [
    "asks_to_subscribe",
    "is_closing_notice",
    "kind_of_copy",
    "says_not_found",
    "says_one_of",
]

_NOT_FOUND = """
404|page not found|not found|page you requested|page you are looking for|no longer available
|page does not exist|content not found|article not found|file not found|error 404|nothing found
|الصفحة غير موجودة|الصفحه غير موجوده|لم يتم العثور على الصفحة|لم نعثر على الصفحة|عذرا الصفحة
|الصفحة التي تبحث عنها|الصفحة المطلوبة غير|المحتوى غير موجود|المحتوى غير متوفر|خطأ 404
|تم حذف هذا الخبر|هذا الخبر غير موجود|الخبر غير موجود|المقال غير موجود
|الصفحة التي طلبتها|الصفحة التي تحاول الوصول|الصفحة غير متوفرة|الصفحة غير متاحة|لا توجد صفحة بهذا
|صفحه مورد نظر یافت نشد|صفحه یافت نشد|صفحه پیدا نشد|صفحه مورد نظر|یافت نشد|خطای 404
|صفحہ نہیں ملا|صفحہ موجود نہیں|مطلوبہ صفحہ|یہ صفحہ دستیاب نہیں
|پەڕەکە نەدۆزرایەوە|پەڕە نەدۆزرایەوە|لاپەڕەکە نەدۆزرایەوە|پاڼه ونه موندل شوه
|sayfa bulunamadı|aradığınız sayfa|sayfa mevcut değil|404 hatası
|page introuvable|page non trouvée|la page que vous cherchez|la page demandée|erreur 404
"""
_CLOSED = """
subscribe to continue|subscribe to read|to continue reading|already a subscriber|subscribers only
|this article is for subscribers|this content is for subscribers|sign in to read|log in to read
|create a free account to|become a member to|unlock this article|you have reached your limit
|free articles remaining|start your free trial|exclusive to subscribers|register to read
|اشترك لمتابعة القراءة|اشترك لقراءة|لمتابعة القراءة|لقراءة المقال كاملا|هذا المحتوى للمشتركين
|المحتوى متاح للمشتركين|للمشتركين فقط|حصري للمشتركين|سجل الدخول لقراءة|سجل لمتابعة القراءة
|هذه المادة متاحة للمشتركين|هذا المقال للمشتركين|اشترك الآن لقراءة|محتوى مدفوع|مخصص للمشتركين
|لإكمال القراءة|يرجى الاشتراك|تسجيل الدخول للمتابعة
|réservé aux abonnés|réservé à nos abonnés|abonnez-vous pour lire|abonnez-vous pour continuer
|pour lire la suite|il vous reste|déjà abonné|article abonné|lire la suite abonnez
|برای ادامه مطالعه|برای خواندن ادامه|ویژه مشترکین|ویژه مشترکان|برای مشاهده کامل|اشتراک تهیه کنید
|devamını okumak için|abonelere özel|okumak için abone|مکمل خبر پڑھنے کے لیے|صرف سبسکرائبرز
"""
# Of a line so many characters are looked at; a notice stands at its beginning.
_LOOKED_AT = 600
# Under so many characters a copied page may hold a notice in place of an article.
_SHORT_TEXT = 400
_MOST_WORDS = 40
_MOST_WORDS_BELOW = 25
# A notice stands among so many of the first or the last lines.
_MOST_LINES = 200


def says_not_found(*texts: str) -> bool:
    """Answer whether a title or a line says that there is no such page."""
    return says_one_of(_NOT_FOUND, *texts)


def asks_to_subscribe(text: str) -> bool:
    """Answer whether a line asks readers to subscribe before they read on."""
    return says_one_of(_CLOSED, text)


def is_closing_notice(key: str) -> bool:
    """Answer whether a line below the text asks readers to subscribe, from its ``line_key``."""
    words = key.split()
    return len(words) <= _MOST_WORDS_BELOW and _holds(_CLOSED, words)


def kind_of_copy(lines: Sequence[str], dropped: Sequence[str], body: str) -> PageKind | None:
    """Tell what a page copied as text shows in place of an article; ``None`` if it is one.

    Args:
        lines: of the copy, its title first.
        dropped: those that are not in the body; an article may speak of subscribers.
        body: what was read of it.
    """
    if len(body) < _SHORT_TEXT and says_not_found(*_short(lines)):
        return PageKind.NOT_FOUND
    is_closed = len(body) < 2 * _SHORT_TEXT and any(map(asks_to_subscribe, _short(dropped)))
    return PageKind.PAYWALLED if is_closed else None


def _short(lines: Sequence[str]) -> list[str]:
    """Return the short ones of the first and the last lines."""
    is_long = len(lines) > 2 * _MOST_LINES
    looked_at = [*lines[:_MOST_LINES], *lines[-_MOST_LINES:]] if is_long else lines
    return [line for line in looked_at if line.count(" ") < _MOST_WORDS]


def says_one_of(listed: str, *texts: str) -> bool:
    """Answer whether one of the texts holds one of the phrases, divided by "|", as whole words."""
    return any(_holds(listed, _words(fold(text[:_LOOKED_AT]))) for text in texts)


def _words(folded: str) -> list[str]:
    return _NOT_WORDS.sub(" ", folded).split()


def _holds(listed: str, words: list[str]) -> bool:
    phrases = _phrases(listed)
    begun = phrases.keys() & words
    if not begun:
        return False
    line = f" {' '.join(words)} "
    return any(phrase in line for first in begun for phrase in phrases[first])


_NOT_WORDS = re.compile(r"\W+")


@cache
def _phrases(listed: str) -> dict[str, tuple[str, ...]]:
    """Return the phrases of a list by their first words."""
    entries = [words for one in listed.replace("\n", "").split("|") if (words := _words(fold(one)))]
    return {
        first: tuple(f" {' '.join(words)} " for words in entries if words[0] == first)
        for first in {words[0] for words in entries}
    }
