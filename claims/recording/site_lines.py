"""Learn which lines are a site's own, from the readings of its pages.

The counting is `claims.domain.site_lines`; here is what is compared and what is remembered. Not
for leaving lines out: that is reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claims.domain.page_lines import line_key
from claims.domain.site_lines import recurring_candidates, recurring_lines
from claims.domain.stored_reading import stored_lines
from claims.models import Reading, SiteLine, SiteLineState

# Pages of a site, the newest, of which the lines are compared.
PAGES_COMPARED = 40
# What the column of a line's key holds, in characters.
MOST_KEY = 500


def learnt_lines(site: str) -> frozenset[str]:
    """Return the keys of the lines that are left out of every page of a site. One query."""
    if not site:
        return frozenset()
    learnt = SiteLine.objects.filter(site=site, state=SiteLineState.LEARNT)
    return frozenset(learnt.values_list("key", flat=True))


def learn_site_lines(site: str) -> None:
    """Count which lines stand on many of the site's newest pages, and remember them.

    What a person has said of a line stays.
    """
    if not site:
        return
    newest = (
        Reading.objects.filter(site=site, news_item__part_of__isnull=True)
        .order_by("news_item_id", "-number")
        .distinct("news_item_id")
        .values("pk")
    )
    readings = Reading.objects.filter(pk__in=newest).order_by("-pk")[:PAGES_COMPARED]
    words: dict[str, str] = {}
    pages: dict[str, frozenset[str]] = {}
    stored = readings.values_list("title", "text", "content")
    for title, text, content in stored:
        lines = {
            key: line
            for key, line in recurring_candidates(
                title, text, _captions(content), stored_lines(content)
            ).items()
            if len(key) <= MOST_KEY
        }
        words |= lines
        # An article that was brought in twice, or from the site's pages for telephones, is one.
        pages.setdefault(line_key(title) or text, frozenset(lines))
    found = recurring_lines(pages.values())
    # Others may be learning the same at this moment; what they wrote stays.
    SiteLine.objects.bulk_create(
        [
            SiteLine(site=site, key=one.key, text=words[one.key], pages_seen=one.pages)
            for one in sorted(found, key=lambda one: one.key)
        ],
        update_conflicts=True,
        unique_fields=["site", "key"],
        update_fields=["pages_seen"],
    )


def _captions(content: Mapping[str, Any]) -> list[str]:
    found = content.get("captions")
    return [str(one) for one in found] if isinstance(found, list) else []
