"""Posts of social networks that a page embeds, by the markup that the networks hand out.

An embedded post is somebody's own words, so it is kept with whoever posted it. Not for posts that
an article tells of in words (``claims.domain.quoted_posts``) nor for links to an account.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from claims.adapters.page_tree import Element, MarkupLine, is_beside, text_of
from claims.domain.pages import QuotedPost
from multilingual.dates import NotADate, parse_date
from multilingual.intervals import DateInterval

__all__ = ["embedded_posts", "platform_of", "youtube_id"]

# Hosts of the networks and the names we use for them.
_HOSTS = {
    "twitter.com": "x",
    "x.com": "x",
    "platform.twitter.com": "x",
    "facebook.com": "facebook",
    "fb.watch": "facebook",
    "instagram.com": "instagram",
    "t.me": "telegram",
    "telegram.me": "telegram",
    "tiktok.com": "tiktok",
    "youtube.com": "youtube",
    "youtube-nocookie.com": "youtube",
    "youtu.be": "youtube",
    "threads.net": "threads",
    "threads.com": "threads",
    "bsky.app": "bluesky",
    "truthsocial.com": "truth_social",
    "vk.com": "vk",
    "reddit.com": "reddit",
    "dailymotion.com": "dailymotion",
}
# An address of one post, not of an account or of a share button.
_POST_PATHS = {
    "x": re.compile(r"^/(?:#!/)?(?:i(?:/web)?|@?(\w{1,20}))/status(?:es)?/(\d+)"),
    "facebook": re.compile(
        r"^/(?:([\w.-]+)/(?:posts|videos|photos)/|permalink\.php|story\.php|photo|watch|reel/"
        r"|groups/)"
    ),
    "instagram": re.compile(r"^/(?:([\w.]+)/)?(?:p|reel|tv)/[\w-]+"),
    "telegram": re.compile(r"^/(?:s/)?(\w{4,40})/(\d+)"),
    "tiktok": re.compile(r"^/@([\w.-]+)/video/\d+"),
    "youtube": re.compile(r"^/(?:embed/|watch|shorts/|live/|v/)()"),
    "threads": re.compile(r"^/@([\w.]+)/post/"),
    "bluesky": re.compile(r"^/profile/([\w.:-]+)/post/"),
    "truth_social": re.compile(r"^/@(\w+)/(?:posts/)?\d+"),
}
_SHARE = re.compile(
    r"/(?:share|sharer|intent|dialog)(?:[/.?]|$)|/plugins/(?:like|share|page)", re.I
)
_ATTRIBUTION = re.compile(r"^\s*(?:[—–―-]|&mdash;)\s*(.{1,80}?)\s*\(\s*[\u200e\u200f]?@(\w{1,20})")
_HANDLE = re.compile(r"(?:^|[\s(])@([\w.]{2,40})")
_SHARED_BY = re.compile(
    r"(?:shared by|partagée par|منشور بواسطة|تمت مشاركة منشور بواسطة)\s+([^(@]{2,60})", re.I
)
_MOST_POSTS = 50


@dataclass(frozen=True, slots=True)
class _Address:
    """An address of a post, taken apart."""

    platform: str
    account: str
    url: str


def embedded_posts(
    tree: Element,
    lines: Sequence[MarkupLine],
    *,
    absolute: Callable[[str], str | None],
    language: str,
    forgiven: frozenset[Element],
) -> tuple[QuotedPost, ...]:
    """Return the posts that the page embeds, in document order, each address once.

    Args:
        lines: of the page; those with ``post`` set belong to embedded posts.
        absolute: resolves an address of the page.
        language: of the article, in which the day below a post is likely written.
        forgiven: see ``page_tree.is_beside``.
    """
    quoted = {line.post for line in lines if line.post is not None}
    found: dict[str, QuotedPost] = {}
    for element in tree.iter():
        post = None
        if element in quoted:
            post = _of_quote(element, absolute, language)
        elif element.tag in ("iframe", "amp-iframe", "amp-youtube", "amp-twitter", "amp-instagram"):
            post = _of_frame(element, absolute)
        if post is None or is_beside(element, forgiven):
            continue
        found.setdefault(post.url or post.text, post)
        if len(found) >= _MOST_POSTS:
            break
    return tuple(found.values())


def platform_of(address: str) -> str:
    """Return our name for the network an address belongs to, "" for any other site."""
    host = (urlsplit(address).hostname or "").lower()
    for prefix in ("www.", "m.", "mobile.", "web.", "ar-ar."):
        host = host.removeprefix(prefix)
    return _HOSTS.get(host, "")


def youtube_id(address: str) -> str:
    """Return a YouTube video's id, "" if the address has none."""
    if platform_of(address) != "youtube":
        return ""
    parts = urlsplit(address)
    named = parse_qs(parts.query).get("v", [""])[0]
    found = re.search(r"/(?:embed|shorts|live|v)/([\w-]{6,15})", parts.path)
    short = parts.path.strip("/") if parts.hostname == "youtu.be" else ""
    return named or (found.group(1) if found else short)


def _of_quote(
    element: Element, absolute: Callable[[str], str | None], language: str
) -> QuotedPost | None:
    """Read a quotation block: paragraphs of the post, then "— Name (@handle) date"."""
    addresses = list(_addresses(element, absolute))
    own = next((one for one in reversed(addresses) if one.account), None)
    own = own or (addresses[-1] if addresses else None)
    whole = text_of(element)
    words = [text_of(one) for one in element.iter("p")]
    # Without paragraphs the whole is the post, up to who signs it.
    by = next((word for word in words if _SHARED_BY.search(word)), "")
    text = "\n".join(word for word in words if word and word != by)
    signed = re.split(r"\s[—–―]\s(?=[^—–―]{1,100}$)", whole)
    attribution = f"— {signed[-1]}" if len(signed) > 1 else by
    if not text:
        text = signed[0] if attribution else whole
    named = _ATTRIBUTION.match(attribution)
    author = named.group(1) if named else ""
    handle = named.group(2) if named else ""
    if not handle and (in_words := _HANDLE.search(attribution)):
        handle = in_words.group(1)
    account = own.account if own else ""
    if handle:
        account = f"@{handle}"
    if not own and not text:
        return None
    return QuotedPost(
        platform=own.platform if own else _platform_by_class(element),
        account=account,
        author=author or _author_below(attribution),
        url=own.url if own else "",
        text=text,
        posted=_day_of(element, attribution, language),
        span=None,
    )


def _author_below(attribution: str) -> str:
    """Return the name in "A post shared by Name (@handle)", as Instagram writes it."""
    found = _SHARED_BY.search(attribution)
    return found.group(1).strip() if found else ""


def _of_frame(element: Element, absolute: Callable[[str], str | None]) -> QuotedPost | None:
    source = next(
        (
            str(element.get(name))
            for name in ("src", "data-src", "data-lazy-src")
            if element.get(name)
        ),
        "",
    )
    given = (
        element.get("data-videoid") or element.get("data-tweetid") or element.get("data-shortcode")
    )
    if given and str(element.tag).startswith("amp-"):
        source = {
            "amp-youtube": f"https://www.youtube.com/watch?v={given}",
            "amp-twitter": f"https://twitter.com/i/status/{given}",
            "amp-instagram": f"https://www.instagram.com/p/{given}/",
        }.get(element.tag, "")
    address = absolute(source)
    if address is None or not platform_of(address) or _SHARE.search(urlsplit(address).path):
        return None
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    inner = next((query[name][0] for name in ("href", "url") if name in query), "")
    if "id" in query and platform_of(address) == "x":
        inner = f"https://twitter.com/i/status/{query['id'][0]}"
    post = _post_address(inner or address)
    if post is None:
        return None
    title = " ".join(str(element.get("title") or "").split())
    shown = title if post.platform == "youtube" and "youtube" not in title.lower() else ""
    return QuotedPost(post.platform, post.account, "", post.url, shown, None, None)


def _addresses(element: Element, absolute: Callable[[str], str | None]) -> Iterator[_Address]:
    for name in ("cite", "data-instgrm-permalink", "data-href", "data-telegram-post", "data-url"):
        value = str(element.get(name) or "")
        if name == "data-telegram-post" and value:
            value = f"https://t.me/{value}"
        address = _post_address(value)
        if address is not None:
            yield address
    for link in element.iter("a"):
        address = _post_address(absolute(str(link.get("href") or "")) or "")
        if address is not None:
            yield address


def _post_address(address: str) -> _Address | None:
    platform = platform_of(address)
    pattern = _POST_PATHS.get(platform)
    if pattern is None:
        return None
    parts = urlsplit(address)
    is_short = parts.hostname in ("youtu.be", "fb.watch")
    found = pattern.match(unquote(parts.path))
    if found is None and not is_short:
        return None
    name = (found.group(1) if found and found.groups() else "") or ""
    # What follows the question mark is tracking, except where it names the post.
    named = platform == "facebook" or (platform == "youtube" and parts.path == "/watch")
    query = f"?{parts.query}" if named and parts.query else ""
    if video := youtube_id(address):
        return _Address(platform, "", f"https://www.youtube.com/watch?v={video}")
    account = f"@{name}" if name and platform not in ("facebook", "youtube") else name
    return _Address(platform, account, f"https://{parts.netloc}{parts.path}{query}")


def _platform_by_class(element: Element) -> str:
    described = str(element.get("class") or "")
    for word, platform in (
        ("twitter", "x"),
        ("instagram", "instagram"),
        ("tiktok", "tiktok"),
        ("fb-", "facebook"),
        ("telegram", "telegram"),
        ("bluesky", "bluesky"),
    ):
        if word in described:
            return platform
    return ""


def _day_of(element: Element, attribution: str, language: str) -> DateInterval | None:
    """Return the day the post gives itself: in its ``<time>``, its last link, or its last words."""
    written = [str(one.get("datetime") or "") or text_of(one) for one in element.iter("time")]
    written += [text_of(one) for one in list(element.iter("a"))[-1:]]
    after_handle = attribution.rsplit(")", 1)[-1]
    written.append(after_handle)
    for value in written:
        for tongue in dict.fromkeys((language, "en", "ar")):
            try:
                return parse_date(value, language=tongue).interval
            except NotADate:
                # Another language, or no date; the next place follows.
                continue
    return None
