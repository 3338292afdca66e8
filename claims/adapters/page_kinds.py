"""What sort of page this is when it is not simply an article, and what to tell the editor.

A missing page that answers 200, a subscription wall, a shell that only a script would fill, a home
page, a cookie wall, a video. Judged by the page's own words and markup together, in several
languages, and only where little or no text was read: an article about subscriptions is an article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.adapters.page_json import PageRecords
from claims.adapters.page_tree import Element, MarkupLine, described
from claims.domain.page_lines import is_paragraph
from claims.domain.page_notices import asks_to_subscribe, says_not_found, says_one_of
from claims.domain.pages import PageKind, QuotedPost

__all__ = ["kind_of_page", "notes_of_page"]

_COOKIES = """
we use cookies|we and our partners|before you continue|your privacy choices|accept all cookies
|we value your privacy|consent to the use of cookies|نستخدم ملفات تعريف الارتباط|ملفات الكوكيز
|خصوصيتك تهمنا|nous utilisons des cookies|nos partenaires|gérer les cookies|votre vie privée
|çerezleri kullanıyoruz|çerez politikası|از کوکی
"""
_NO_SCRIPT = """
enable javascript|javascript is disabled|javascript is required|requires javascript
|you need to enable javascript|turn on javascript|checking your browser|just a moment
|verify you are human|ddos protection|attention required|يرجى تفعيل جافا|فعل جافا سكريبت
|تفعيل جافاسكربت|activer javascript|javascript est désactivé
|javascript'i etkinleştirin|جاوا اسکریپت را فعال
"""
# Under so many letters there is no article, whatever kind of page it is.
_SHORT_TEXT = 400
_SHORTEST_TEXT = 120
# Of all the page's words these must be in links, on so many lines, for a list.
_LIST_LINKED = 0.6
_LIST_LINES = 25


def kind_of_page(
    tree: Element,
    records: PageRecords,
    lines: Sequence[MarkupLine],
    *,
    body: str,
    title: str,
    pictures: int,
    posts: Sequence[QuotedPost],
) -> PageKind | None:
    """Return the kind of page, ``None`` for an ordinary article.

    Args:
        lines: of the page, all of them.
        body: the text that was read.
        pictures: number of pictures that were read.
        posts: embedded ones.
    """
    shown = [line for line in lines if not line.is_hidden]
    letters = len(body)
    if letters < _SHORT_TEXT and says_not_found(title, *_headline_words(shown)):
        return PageKind.NOT_FOUND
    if _is_closed(tree, records, shown, letters):
        return PageKind.PAYWALLED
    if letters >= _SHORT_TEXT:
        return PageKind.OTHER if _is_list(records, shown, body) else None
    if _has_video(tree, records, posts) and letters < _SHORT_TEXT:
        return PageKind.VIDEO if letters < _SHORTEST_TEXT or _is_said_video(records) else None
    if _is_list(records, shown, body):
        return PageKind.OTHER
    if letters < _SHORT_TEXT and _is_cookie_wall([line.text for line in shown]):
        return PageKind.OTHER
    if letters < _SHORTEST_TEXT and pictures:
        return PageKind.PICTURES
    return None if body else PageKind.EMPTY


def notes_of_page(
    tree: Element, lines: Sequence[MarkupLine], *, body: str, kind: PageKind | None
) -> tuple[str, ...]:
    """Return what an editor should be told of the page, as codes for ``claims.wording``."""
    notes = []
    words = [line.text for line in lines]
    if len(body) < _SHORT_TEXT and kind is not PageKind.NOT_FOUND:
        if len(body) < _SHORTEST_TEXT and _needs_script(tree, words, body):
            notes.append("needs_script")
        if _is_cookie_wall(words):
            notes.append("cookie_wall")
    if any(str(link.get("rel") or "").lower() == "amphtml" for link in tree.iter("link")):
        notes.append("has_amp_version")
    if tree.get("amp") is not None or tree.get("⚡") is not None:
        notes.append("is_amp_version")
    return tuple(notes)


def _is_cookie_wall(words: Sequence[str]) -> bool:
    """Whether a page asks about cookies and says little else."""
    return sum(map(len, words)) < 4 * _SHORT_TEXT and says_one_of(_COOKIES, *words)


def _headline_words(lines: Sequence[MarkupLine]) -> list[str]:
    """Return the lines that could say "not found": headings and other short lines off the menus."""
    return [
        line.text
        for line in lines
        if line.linked < 0.5
        and not line.beside
        and (len(line.text.split()) <= 15 or line.block.tag in ("h1", "h2", "h3", "p"))
        and len(line.text) < 300
    ]


def _is_closed(
    tree: Element, records: PageRecords, lines: Sequence[MarkupLine], letters: int
) -> bool:
    asked = [
        line for line in lines if len(line.text.split()) <= 40 and asks_to_subscribe(line.text)
    ]
    if records.is_said_to_be_closed:
        # Many outlets say so and give the whole text to whoever asks without scripts.
        return bool(asked) or letters < 3 * _SHORT_TEXT
    has_wall = any(
        isinstance(one.tag, str) and re.search(r"pay-?wall|regwall|subscriber-only", described(one))
        for one in tree.iter("div", "section", "aside", "p")
    )
    return bool(asked) and (has_wall or letters < 2 * _SHORT_TEXT)


def _has_video(tree: Element, records: PageRecords, posts: Sequence[QuotedPost]) -> bool:
    if any(post.platform in ("youtube", "dailymotion", "tiktok") for post in posts):
        return True
    return next(tree.iter("video", "amp-video"), None) is not None or _is_said_video(records)


def _is_said_video(records: PageRecords) -> bool:
    kind = (records.meta("og:type") or "").lower()
    return kind.startswith("video") or bool(
        records.meta("og:video", "og:video:url", "twitter:player") or records.of_type("videoobject")
    )


def _is_list(records: PageRecords, lines: Sequence[MarkupLine], body: str) -> bool:
    """Whether a page is a home page or a list: many links, hardly any running text."""
    if (records.meta("og:type") or "").lower() == "article" or records.of_type("newsarticle"):
        return False
    paragraphs = [line for line in lines if is_paragraph(line.text) and line.linked < 0.3]
    letters = sum(len(line.text) for line in lines) or 1
    linked = sum(line.linked * len(line.text) for line in lines) / letters
    many = sum(line.linked > 0.8 for line in lines) >= _LIST_LINES
    return many and linked >= _LIST_LINKED and len(paragraphs) <= 2 and len(body) < 0.2 * letters


def _needs_script(tree: Element, words: Sequence[str], body: str) -> bool:
    if says_one_of(_NO_SCRIPT, *words):
        return True
    for element in tree.iter("noscript"):
        if says_one_of(_NO_SCRIPT, "".join(element.itertext())):
            return len(" ".join(words)) < _SHORT_TEXT or not body
    if len(" ".join(words)) >= _SHORT_TEXT:
        return False
    is_shell = any(
        element.get("id") in ("root", "app", "__next", "__nuxt", "main-app")
        for element in tree.iter("div", "main")
    )
    has_state = any(
        element.get("id") == "__NEXT_DATA__" or "__NUXT__" in (element.text or "")[:2000]
        for element in tree.iter("script")
    )
    return is_shell or has_state
