"""Which of a page's visible lines are the article.

Two readers are asked: trafilatura in precision mode, and the markup itself. The text is always the
page's own lines, so that words that trafilatura welds or drops come out as they stand; what it
finds says where the article is, and paragraphs between and beside its finds are put back. By rule
and never by host. Not for furniture that only its words betray (``claims.domain.furniture``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

from claims.adapters.page_tree import Element, MarkupLine, role_beside
from claims.domain.page_lines import ends_sentence, is_paragraph
from claims.domain.pages import LineRole

__all__ = ["ArticleLines", "choose_article_lines", "compact", "extracted_text"]

# Trafilatura costs some 50 ms for 1,000 elements; beyond this only the markup is asked.
_MOST_FOR_TRAFILATURA = 10_000
_MOST_LETTERS_FOR_TRAFILATURA = 300_000
# Where precision mode keeps less than this many characters, the default mode is asked as well.
_SHORTEST_BODY = 200
# Letters: a line of this many is not found elsewhere by chance.
_SURE_LETTERS = 25
# So many lines without any of the article end it: what follows is a teaser with the same words.
_WIDEST_GAP = 14
# A part of the page that holds this share of the article is not beside it, whatever its class.
_ARTICLE_SHARE = 0.4
# Trafilatura has missed the article where the markup has so many times its text in one container.
_MISSED_RATIO = 2.0
# Trafilatura leaves out what stands before a link, rarely more than so many letters.
_MOST_TRIED = 400
_LINK_LINE_WORDS = 25
_TEXT_TAGS_LIST = "p h2 h3 h4 h5 h6 li td th blockquote dt dd pre"
_TEXT_TAGS = frozenset(_TEXT_TAGS_LIST.split())
_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ArticleLines:
    """The choice: ``kept`` holds the numbers of the article's lines, and ``roles`` says of every
    other line what it is. ``forgiven`` are elements that are named like furniture and hold the
    article all the same.
    """

    kept: tuple[int, ...]
    roles: dict[int, LineRole]
    forgiven: frozenset[Element]

    @property
    def first(self) -> int | None:
        """Number of the article's first line."""
        return self.kept[0] if self.kept else None


def compact(text: str) -> str:
    """Return a text's letters and digits alone, to find it whatever became of its spaces."""
    return _LETTERS.sub("", text)


def extracted_text(tree: Element, lines: Sequence[MarkupLine], elements: int) -> str:
    """Return the article's text as trafilatura finds it, one paragraph a line; "" if it is not
    asked because the page is too large.
    """
    letters = sum(len(line.text) for line in lines)
    if elements > _MOST_FOR_TRAFILATURA or letters > _MOST_LETTERS_FOR_TRAFILATURA:
        return ""
    # Imported here: half a second, and most processes never read a page.
    from trafilatura import bare_extraction

    def extracted(*, favor_precision: bool) -> str:
        document = bare_extraction(
            deepcopy(tree),
            favor_precision=favor_precision,
            include_comments=False,
            with_metadata=False,
        )
        # The stubless union: a dict only comes back when one is asked for.
        return str(getattr(document, "text", None) or "")

    text = extracted(favor_precision=True)
    if len(text) < _SHORTEST_BODY:
        wider = extracted(favor_precision=False)
        # On a page without an article the default mode gives its menus: want a paragraph.
        if len(wider) > len(text) and any(is_paragraph(line) for line in wider.split("\n")):
            return wider
    return text


def choose_article_lines(lines: Sequence[MarkupLine], extracted: str) -> ArticleLines:
    """Choose the article's lines among all that the page shows.

    Args:
        lines: of the page, numbered from 0.
        extracted: what trafilatura made of the same page; may be empty.
    """
    letters = [compact(line.text) for line in lines]
    found = _found_lines(lines, letters, extracted)
    forgiven = _forgiven(lines, letters, found)
    plain = [_is_plain(line, forgiven) and bool(letters[line.number]) for line in lines]
    found = {number for number in found if plain[number]}
    container = _fullest_container(lines, letters, plain)
    weight = sum(len(letters[number]) for number in found)
    if sum(len(letters[number]) for number in container) > _MISSED_RATIO * weight:
        found |= container
    found = _main_cluster(found, letters)
    kept = _with_restored(lines, letters, found, plain)
    roles = {line.number: _other_role(line, forgiven) for line in lines if line.number not in kept}
    return ArticleLines(tuple(sorted(kept)), roles, forgiven)


def _found_lines(lines: Sequence[MarkupLine], letters: Sequence[str], extracted: str) -> set[int]:
    """Return the numbers of the lines that trafilatura's text holds."""
    whole = compact(extracted)
    own_lines = {compact(one) for one in extracted.split("\n")}
    beginnings = {one[:_SURE_LETTERS] for one in own_lines if len(one) >= _SURE_LETTERS}
    found: set[int] = set()
    for line, text in zip(lines, letters, strict=True):
        if not text:
            continue
        if len(text) >= _SURE_LETTERS:
            # Trafilatura drops links from a paragraph in precision mode, so that only a part
            # of the line may be in its text, or only a part of its text in the line.
            if text in whole or _holds_any(text, beginnings):
                found.add(line.number)
        elif text in own_lines:
            found.add(line.number)
    return found


def _holds_any(text: str, beginnings: set[str]) -> bool:
    starts = range(min(len(text) - _SURE_LETTERS + 1, _MOST_TRIED))
    return any(text[start : start + _SURE_LETTERS] in beginnings for start in starts)


def _forgiven(
    lines: Sequence[MarkupLine], letters: Sequence[str], found: set[int]
) -> frozenset[Element]:
    """Return the elements that are named like furniture and hold much of the article."""
    held: Counter[Element] = Counter()
    total = 0
    # Where nothing was found, long paragraphs stand for the article.
    numbers = found or {line.number for line in lines if is_paragraph(line.text)}
    for number in numbers:
        total += len(letters[number])
        for element in lines[number].beside:
            held[element] += len(letters[number])
    return frozenset(one for one, size in held.items() if size > _ARTICLE_SHARE * total)


def _is_plain(line: MarkupLine, forgiven: frozenset[Element]) -> bool:
    """Whether nothing in the markup speaks against a line being the article's."""
    if line.role is not None or line.is_hidden:
        # An embedded post is kept by its own rule; captions go to their pictures.
        return line.role is LineRole.POST and not line.is_hidden
    if any(element not in forgiven for element in line.beside):
        return False
    is_short = len(line.text.split()) <= _LINK_LINE_WORDS
    return not (line.linked >= 0.8 and is_short and not ends_sentence(line.text))


def _fullest_container(
    lines: Sequence[MarkupLine], letters: Sequence[str], plain: Sequence[bool]
) -> set[int]:
    """Return the paragraphs of the element that holds most running text most directly."""
    scores: Counter[Element] = Counter()
    members: dict[Element, list[int]] = {}
    for line in lines:
        if not plain[line.number] or line.linked > 0.3 or not is_paragraph(line.text):
            continue
        weight = len(letters[line.number])
        near = [line.block, *list(line.block.iterancestors())[:3]]
        for distance, element in enumerate(near):
            if element.tag == "html":
                break
            scores[element] += weight // (distance + 1)
            members.setdefault(element, []).append(line.number)
    if not scores:
        return set()
    best = max(scores, key=lambda element: scores[element])
    return set(members[best])


def _main_cluster(found: set[int], letters: Sequence[str]) -> set[int]:
    """Drop finds that stand far from the others, such as a teaser with the article's words."""
    clusters: list[list[int]] = []
    for number in sorted(found):
        if clusters and number - clusters[-1][-1] <= _WIDEST_GAP:
            clusters[-1].append(number)
        else:
            clusters.append([number])
    if not clusters:
        return set()
    sizes = [sum(len(letters[number]) for number in cluster) for cluster in clusters]
    most = max(sizes)
    # Part of the article beyond a long table or gallery is as long as an article's part.
    kept = [one for one, size in zip(clusters, sizes, strict=True) if size >= 0.3 * most]
    return {number for cluster in kept for number in cluster}


def _with_restored(
    lines: Sequence[MarkupLine], letters: Sequence[str], found: set[int], plain: Sequence[bool]
) -> set[int]:
    """Put back what stands in the midst of the finds, or beside them in the same container."""
    if not found:
        return set()
    containers = {_container(lines[number]) for number in found}
    kept = set(found)
    for number in range(min(found), max(found)):
        line = lines[number]
        if number in kept or not plain[number] or line.linked >= 0.5:
            continue
        in_container = _container(line) in containers
        if in_container or is_paragraph(line.text) or line.block.tag in _TEXT_TAGS:
            kept.add(number)
    for edge, step in ((min(found), -1), (max(found), 1)):
        container = _container(lines[edge])
        missed = 0
        number = edge + step
        while 0 <= number < len(lines) and missed < 4:
            line = lines[number]
            is_text = plain[number] and line.linked < 0.5 and len(line.text.split()) >= 8
            if _container(line) is container and is_text and _is_in_text(line, container):
                kept.add(number)
            else:
                missed += 1
            number += step
    # A line that stands twice in the article's part (a screen reader's copy) is one line.
    return kept


def _is_in_text(line: MarkupLine, container: Element) -> bool:
    return line.block.tag in _TEXT_TAGS or line.block is container


def _container(line: MarkupLine) -> Element:
    """Return the element whose children a line's paragraph and its neighbours are."""
    block = line.block
    parent = block.getparent() if block.tag in _TEXT_TAGS else None
    while parent is not None and parent.tag in ("ul", "ol", "blockquote", "tr", "tbody", "table"):
        parent = parent.getparent()
    return block if parent is None else parent


def _other_role(line: MarkupLine, forgiven: frozenset[Element]) -> LineRole:
    if line.role is not None:
        return line.role
    outside = [element for element in line.beside if element not in forgiven]
    return role_beside(outside[-1]) if outside else LineRole.FURNITURE
