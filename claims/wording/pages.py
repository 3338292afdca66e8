"""A page as it was read: what kind it is, what became of its lines, what was not found."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from claims.domain.page_parts import LineRole

# What a reading did not find in a page.
READING_GAPS = {
    "no_title": gettext_lazy("No title was found."),
    "no_date": gettext_lazy("No publication date was found."),
    "no_text": gettext_lazy("No text was found on this page."),
    "no_pictures": gettext_lazy("No picture was found on this page."),
    "no_language": gettext_lazy("The language could not be told."),
}


def reading_gap(code: str) -> str:
    """The sentence for something that reading a page did not find."""
    return str(READING_GAPS.get(code, code))


PAGE_KINDS = {
    "pictures": gettext_lazy("This page is only pictures. Look at them, and describe them."),
    "video": gettext_lazy("This page is a video; its words are not read. Watch it at its address."),
    "paywalled": gettext_lazy(
        "The site shows only the beginning of this text without a subscription. Paste the text if "
        "you have it."
    ),
    "not_found": gettext_lazy(
        "The site says on this page that it does not exist. Check the address, or look for it in "
        "an archive."
    ),
    "empty": gettext_lazy("There are no words on this page. Paste its text instead."),
    "other": gettext_lazy(
        "This looks like a list or a home page and not like an article. Bring in the article."
    ),
}


def page_kind_sentence(kind: str) -> str:
    """What to know and do about a page that is no article; "" for an article."""
    return str(PAGE_KINDS.get(kind, ""))


# What became of a line of a page, by the codes of claims.domain.line_roles.
LINE_REASONS = {
    "text": gettext_lazy("part of the text"),
    "standfirst": gettext_lazy("stands between the title and the text"),
    "dateline": gettext_lazy("part of the text; opens with a place and an agency"),
    "post": gettext_lazy("an embedded post"),
    "title": gettext_lazy("the title"),
    "title_copy": gettext_lazy("repeats the title"),
    "above_title": gettext_lazy("stands above the title"),
    "date_above_title": gettext_lazy("a date above the title, which may be today's"),
    "date_line": gettext_lazy("a line that gives the date"),
    "author_line": gettext_lazy("a line that names the author"),
    "byline": gettext_lazy("a line that names the author or gives the date"),
    "place_and_agency": gettext_lazy("a line that names a place and an agency"),
    "post_head": gettext_lazy("names the account and the time of a post"),
    "caption": gettext_lazy("the caption of a picture"),
    "caption_of_name": gettext_lazy("a short line that names whom a picture shows"),
    "caption_copy": gettext_lazy("repeats the caption of a picture"),
    "paragraph_copy": gettext_lazy("repeats a paragraph"),
    "line_copy": gettext_lazy("repeats the line above"),
    "furniture": gettext_lazy("a button, a menu or another part of the site"),
    "link_cue": gettext_lazy("points to another article"),
    "link": gettext_lazy("the title of another article"),
    "tail_heading": gettext_lazy("a heading below the article"),
    "below_article": gettext_lazy("stands below the article"),
    "comments": gettext_lazy("comments of readers, or the form for them"),
    "sources": gettext_lazy("names the article's sources"),
    "tags": gettext_lazy("tags"),
    "sign_off": gettext_lazy("an agency's or a writer's name below the text"),
    "site_line": gettext_lazy("stands on other pages of this site too"),
    "markup": gettext_lazy("the page itself marks it as no part of the text"),
    "editor_kept": gettext_lazy("kept by an editor"),
    "editor_dropped": gettext_lazy("left out by an editor"),
}


# The page marks some lines as something that is part of the article, or that has words of its own.
_MARKED_AS: dict[str, str] = {
    LineRole.POST: "post",
    LineRole.BYLINE: "byline",
    LineRole.STANDFIRST: "standfirst",
    LineRole.REPEATED: "paragraph_copy",
    LineRole.CAPTION: "caption",
    LineRole.TAG: "tags",
    LineRole.COMMENTS: "comments",
}


def line_reason(code: str, role: str = "") -> str:
    """Why a line of a page was kept or left out, in words.

    ``role`` is the line's; of a line that the page itself marks, it tells as what.
    """
    if code == "markup":
        code = _MARKED_AS.get(role, code)
    return str(LINE_REASONS.get(code, code))


# What an editor should know of a page as it was read.
READING_NOTES: dict[str, str | Promise] = {
    "wrong_encoding": gettext_lazy(
        "The page names another encoding than it has; it was read by its bytes."
    ),
    "encoded_twice": gettext_lazy(
        "The page’s letters were encoded twice; they were put right, so compare names with care."
    ),
    "too_long": gettext_lazy(
        "The page is very long; only its beginning was read. The stored copy is whole."
    ),
    "told_to_machines": gettext_lazy(
        "The page shows readers less than it tells search engines; the text is the latter."
    ),
    "needs_script": gettext_lazy(
        "The page is filled in by a script and is empty without it. Save it in a browser and bring "
        "in the file."
    ),
    "cookie_wall": gettext_lazy(
        "The page asks about cookies before it shows anything. Save it in a browser and bring in "
        "the file."
    ),
    "has_amp_version": gettext_lazy("The page also has an AMP version, which may say less."),
    "is_amp_version": gettext_lazy(
        "This is the AMP version of a page; the page itself may say more."
    ),
}


def reading_note(code: str) -> str:
    """Say what an editor should know of a page; the code itself where it has no words."""
    return str(READING_NOTES.get(code, code))
