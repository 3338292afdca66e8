"""Where on a copied page the article's text begins and ends.

A copy of a whole page ("select all") has a menu above the article and boxes below it, some with
sentences of their own. The text is where the running paragraphs stand close together. Only for
pages without markup; HTML is narrowed by ``claims.adapters``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claims.domain.bylines import says_published
from claims.domain.furniture import LineKind
from claims.domain.page_lines import PageLine, ends_sentence
from claims.domain.page_titles import first_text, is_running_text

__all__ = ["MainText", "main_text"]

# So many lines in a row that end no sentence do not stand inside an article, but for its lists.
_LEAST_GAP = 15
# With a heading such as "most read" or "comments" among them, so many are enough.
_LEAST_MARKED_GAP = 6
# A cluster of paragraphs of this share of the largest is the article's too, behind a list; behind
# such a heading it has to be of about the same size.
_LEAST_SHARE = 0.35
_LEAST_MARKED_SHARE = 0.75
# Below the last paragraph so many lines are the site's, if some are known for furniture; without
# any such line, and if there are more than a list would have.
_LEAST_TAIL = 8
_LEAST_FURNITURE = 3
_LEAST_TAIL_WITHOUT = 40
_MOST_BYLINE_WORDS = 14


@dataclass(frozen=True, slots=True)
class MainText:
    """Indexes of lines: the text begins at ``start``, and from ``tail`` on nothing is of it.

    Both are the number of lines where there is no text, or nothing below it.
    """

    start: int
    tail: int


@dataclass(slots=True)
class _Cluster:
    """Paragraphs that stand close together; ``is_marked`` where "most read" stands above them."""

    start: int
    end: int
    words: int
    is_marked: bool


def main_text(lines: Sequence[PageLine], ends: Sequence[int]) -> MainText:
    """Find the article's text among the lines of a page.

    Args:
        lines: of one article, or of a page read as one.
        ends: as ``wrapped_lines.paragraph_ends`` tells them.
    """
    first = first_text(lines, ends)
    if any(line.hint is not None for line in lines):
        return MainText(first, len(lines))
    clusters = _clusters(lines, ends, _below_byline(lines, ends, first))
    if not clusters:
        return MainText(first, len(lines))
    kept = _beside_the_largest(clusters)
    tail = kept[-1].end
    while tail < len(lines) and lines[tail].is_text and ends_sentence(lines[tail].text):
        tail += 1
    return MainText(kept[0].start, tail if _is_of_the_site(lines[tail:]) else len(lines))


def _below_byline(lines: Sequence[PageLine], ends: Sequence[int], first: int) -> int:
    """Return where the text begins that stands below a line such as "published on …".

    What runs above that line is the site's, if it is short beside what runs below.
    """
    total = sum(line.words for line in lines[first:] if line.is_paragraph)
    above = 0
    for index in range(first, len(lines)):
        line = lines[index]
        if line.is_paragraph:
            above += line.words
            if above > _LEAST_SHARE * total:
                return first
        elif line.words <= _MOST_BYLINE_WORDS and _says_day(line.text):
            return first_text(lines, ends, index + 1)
    return first


def _says_day(text: str) -> bool:
    return any(map(str.isdigit, text)) and says_published(text)


def _clusters(lines: Sequence[PageLine], ends: Sequence[int], first: int) -> list[_Cluster]:
    """Return the groups of running paragraphs that stand close together, from ``first`` on."""
    clusters: list[_Cluster] = []
    index, gap, is_marked = first, 0, False
    while index < len(lines):
        end = ends[index]
        if is_running_text(lines, ends, index):
            words = sum(line.words for line in lines[index:end])
            if clusters and gap < (_LEAST_MARKED_GAP if is_marked else _LEAST_GAP):
                clusters[-1].end, clusters[-1].words = end, clusters[-1].words + words
            else:
                clusters.append(_Cluster(index, end, words, is_marked))
            gap, is_marked = 0, False
        else:
            gap += not ends_sentence(lines[index].text) and not lines[index].is_item
            is_marked = is_marked or lines[index].kind in (LineKind.TAIL, LineKind.COMMENTS)
        index = end
    return clusters


def _beside_the_largest(clusters: Sequence[_Cluster]) -> Sequence[_Cluster]:
    """Return the largest cluster and those near it that a list, and not the site, divides off."""
    at = max(range(len(clusters)), key=lambda place: clusters[place].words)
    most = clusters[at].words
    first = last = at
    while first > 0 and _belongs(clusters[first - 1], clusters[first], most):
        first -= 1
    while last + 1 < len(clusters) and _belongs(clusters[last + 1], clusters[last + 1], most):
        last += 1
    return clusters[first : last + 1]


def _belongs(cluster: _Cluster, below_gap: _Cluster, most: int) -> bool:
    share = _LEAST_MARKED_SHARE if below_gap.is_marked else _LEAST_SHARE
    return cluster.words >= share * most


def _is_of_the_site(below: Sequence[PageLine]) -> bool:
    """Whether the lines below the last paragraph are boxes and menus and not a list."""
    unfinished = [line for line in below if not ends_sentence(line.text)]
    furniture = sum(not line.is_text for line in below)
    if furniture >= _LEAST_FURNITURE:
        return len(unfinished) >= _LEAST_TAIL
    return len(unfinished) >= _LEAST_TAIL_WITHOUT
