"""Addresses of pictures: the best of those an element gives, and which are one picture.

Copies in other sizes and formats, at a resizer or in another folder, have one key. Reads names
only: nothing is fetched. Not for which pictures are the article's (``page_pictures.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from claims.adapters.page_tree import Element

__all__ = ["NO_PICTURE", "SOURCE_SETS", "is_of_site", "larger_of", "picture_key", "sources_of"]

NO_PICTURE = re.compile(
    r"(?:^|[^a-z])(?:logo\w*|icons?|favicon|avatar|sprites?|pixel|spacer|blank|placeholder"
    r"|loading|loader|emojis?|button|btn|badge|1x1|gravatar|captcha|transparent|default-?image"
    r"|no-?image|twemoji|smiley|rating|stars?-\d|play-?icon|qr-?code|bar-?code)(?![a-z])"
    r"|\.svg(?:\?|$)|logo[-_.]|[-_]logo|_icon|icon_",
    re.I,
)
_TRACKERS = re.compile(
    r"(?:^|\.)(?:doubleclick\.net|google-analytics\.com|googletagmanager\.com"
    r"|scorecardresearch\.com|quantserve\.com|chartbeat\.net|adservice\.\w+)/"
    r"|facebook\.com/tr$",
    re.I,
)
_LAZY_NAMES = (
    "data-full",
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-url",
    "data-img",
    "data-image",
    "data-hi-res-src",
    "data-full-url",
    "data-large-file",
    "data-orig-file",
    "data-fullsrc",
)
SOURCE_SETS = ("data-srcset", "data-lazy-srcset", "srcset")
_SIZED = re.compile(
    r"(?:[-_.]\d{2,4}x\d{2,4}|[-_]\d{3,4}w|-scaled|@\dx|[-_](?:thumb(?:nail)?|small|medium|large"
    r"|big|xl|xs|orig(?:inal)?))(?=\.\w+$)",
    re.I,
)
# Folders that only name a size: /800x450/, /w_1200,h_630/, /thumbs/, /s_900/, /width-700/.
_SIZE_FOLDER = re.compile(
    r"^(?:\d{2,4}x\d{2,4}|\d{2,4}[xw]|(?:[wh]_?\d{2,4}|c_\w+|f_\w+|q_\w+)(?:,\w+)*|thumbs?|small"
    r"|medium|large|big|original|width-?\d+|s_?\d{2,4}|resize|crop|fit-in|styles|public"
    r"|\d{1,4}/\d{1,4})$",
    re.I,
)
# Folders of a resizer: a width after its word, or a crop's corners and sides one after another.
_SIZE_RUN = re.compile(
    r"/(?:resize|width|crop|w)/\d{2,4}(?=/)|(?:/\d{1,4}){6,}(?=/[^/]*[^\W\d][^/]*$)"
)
# So long a file's name tells it from others by itself.
_TELLING_NAME = 10
# What content systems put between a picture and its copy: Drupal's styles, Polopoly's derivatives.
_DERIVED = (re.compile(r"/styles/[^/]+/(?:public|private)"), re.compile(r"_gen/derivatives/.*$"))
_THUMBNAIL = re.compile(r"(?:^|[^a-z])(?:thumb|small)", re.I)


def is_of_site(address: str) -> bool:
    """Whether an address is that of a logo, an icon or a counter. Of a ``data:`` address only the
    type is looked at: base64 may spell any word.
    """
    if address.startswith("data:"):
        return False
    parts = urlsplit(address)
    # The file's own name counts, and folders that are such a word as a whole.
    folders = unquote(parts.path).split("/")
    is_named = bool(NO_PICTURE.search(folders[-1])) or any(
        NO_PICTURE.fullmatch(folder) for folder in folders[:-1]
    )
    return is_named or bool(_TRACKERS.search(f"{parts.netloc}{parts.path}"))


def sources_of(image: Element) -> Iterator[str]:
    """Yield an image's addresses, the best first: ``src`` may be a placeholder."""
    sizes: list[tuple[float, str]] = []
    # The parser knows no empty <source>, so the image may stand inside one or several.
    holder = next(image.iterancestors("picture"), None)
    sets = [image]
    if image.tag != "source" and holder is not None:
        sets.extend(holder.iter("source"))
    for element in sets:
        for name in SOURCE_SETS:
            sizes.extend(_sized(str(element.get(name) or "")[:20_000]))
    lazy = [str(image.get(name)) for name in _LAZY_NAMES if image.get(name)]
    if sizes:
        yield max(sizes, key=lambda one: one[0])[1]
    yield from lazy
    if image.get("src"):
        yield str(image.get("src"))


def _sized(source_set: str) -> Iterator[tuple[float, str]]:
    """Yield the addresses of a ``srcset`` with their widths; addresses may hold commas."""
    for piece in re.split(r",\s+|(?<=[\dwx]),(?=\S)", source_set.strip()):
        parts = piece.split()
        if not parts or parts[0].startswith("data:"):
            continue
        width = re.match(r"[\d.]+", parts[1]) if len(parts) > 1 else None
        try:
            yield float(width.group()) if width else 1.0, parts[0]
        except ValueError:
            # "1.2.3x" is nobody's width.
            yield 1.0, parts[0]


def picture_key(address: str) -> str:
    """Return what copies of one picture in other sizes have in common, and other pictures not."""
    if address.startswith("data:"):
        return address
    parts = urlsplit(address)
    path = unquote(parts.path)
    for made_by_size in _DERIVED:
        path = made_by_size.sub("", path)
    inner = re.search(r"https?:/{1,2}[^/]+(/.+)$", path)
    if inner:
        # A resizer with the original's address in its own path.
        path = inner.group(1)
    for name, value in parse_qsl(parts.query):
        if name.lower() in ("url", "src", "image", "img", "file", "path") and "/" in value:
            path = urlsplit(value).path
    path = _SIZE_RUN.sub("/", path)
    folders = [folder for folder in path.split("/") if not _SIZE_FOLDER.match(folder)]
    if folders and len(folders[-1]) >= _TELLING_NAME:
        # "/4/5346581.jpg" and "/3/5346581.jpg": one picture, and a number for its size.
        folders = [folder for folder in folders if not re.fullmatch(r"\d", folder)]
    name = _SIZED.sub("", folders[-1]) if folders else ""
    if not re.search(r"[^\W\d_]", name.rsplit(".", 1)[0]) and len(name) < 8:
        # "1.jpg" is many pictures; then the folders and the query tell them apart.
        return f"{parts.netloc}{path}?{parts.query}"
    is_script = not re.search(r"\.(?:jpe?g|png|webp|gif|avif|bmp|jfif)$", name, re.I)
    query = parts.query if is_script else ""
    stem = name if is_script else name.rsplit(".", 1)[0]
    return "/".join([*folders[:-1], stem, query]).lower()


def larger_of(one: str, other: str) -> str:
    """Keep the address the page puts forward, unless only it calls itself a thumbnail."""
    is_small, is_other_small = (_THUMBNAIL.search(address) for address in (one, other))
    return other if is_small and not is_other_small else one
