"""The site's name before an article's first sentence, taken off it. For ``article.py``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claims.adapters.page_body import ArticleLines
from claims.adapters.page_tree import MarkupLine, renumbered
from claims.domain.page_lines import is_same_line
from claims.domain.pages import LineRole

__all__ = ["without_site_opening"]

# "المدينة نيوز :- " or "Agency – " before the first sentence.
_SITE_OPENING = re.compile(r"([^:–—-]{3,40}?)\s*(?::\s*-|-\s*:|[:–—-])\s*")


def without_site_opening(
    lines: list[MarkupLine], chosen: ArticleLines, names: Sequence[str]
) -> tuple[list[MarkupLine], ArticleLines]:
    """Set "Site name :-" before the first sentence apart.

    Args:
        lines: of the page.
        chosen: those of the article.
        names: what the page calls itself.

    Returns:
        The lines, one of them divided where it opens so, and the article's among them.
    """
    for number in chosen.kept[:4]:
        line = lines[number]
        opening = _SITE_OPENING.match(line.text)
        if opening is None or not any(is_same_line(opening.group(1), name) for name in names):
            continue
        cut = opening.end()
        if cut >= len(line.text):
            continue
        pieces = [replace(line, text=line.text[:cut].rstrip()), replace(line, text=line.text[cut:])]
        lines = renumbered([*lines[:number], *pieces, *lines[number + 1 :]])
        kept = tuple(one if one < number else one + 1 for one in chosen.kept)
        roles = {one if one < number else one + 1: role for one, role in chosen.roles.items()} | {
            number: LineRole.FURNITURE
        }
        return lines, ArticleLines(kept, roles, chosen.forgiven)
    return lines, chosen
