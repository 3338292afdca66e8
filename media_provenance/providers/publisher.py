"""A publisher's own site map or feed: when it says that a page came out.

Asked at the publisher's own address, by paths that most systems use, one after the other until one
of them lists the page. The publisher can write there what it likes: the dates are its word.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils import timezone

from media_provenance.domain.feed_dates import FeedUnreadable, dates_in_feed
from media_provenance.providers.door import Door
from media_provenance.providers.leads import Listed, Page
from media_provenance.providers.outcomes import Outcome, ProviderTrouble
from media_provenance.providers.registry import Operation, Traits

__all__ = ["PATHS", "TRAITS", "Publisher"]

TRAITS = Traits(
    name="publisher",
    title="Publisher",
    operations=(Operation.LISTINGS,),
    needs_key=False,
    sends_picture_outside=False,
    paid=False,
    steps={"listing": 1.0},
    operator="",
)
# News site maps list the last days, and feeds the last entries: the whole site map comes first.
PATHS = ("/sitemap.xml", "/sitemap_news.xml", "/feed/", "/rss.xml", "/atom.xml")
_NOT_THERE = frozenset({400, 404, 405, 410})


class Publisher:
    """Asks the site of one page."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def listings(self, url: str, *, cursor: str = "") -> Page[Listed]:
        """Return what one list of the site says of a page; the cursor names the next list.

        Args:
            url: of the page.
            cursor: the path of the list, "" for the first.

        Raises:
            ProviderTrouble.
        """
        path = cursor or PATHS[0]
        parts = urlsplit(url)
        site = self._door.base_url or f"{parts.scheme}://{parts.netloc}"
        answer = self._door.get(path, sort="listing", also=_NOT_THERE, base_url=site)
        following = PATHS[PATHS.index(path) + 1 :][:1] if path in PATHS else ()
        elsewhere: Page[Listed] = Page((), following[0] if following else "")
        if answer.status != 200:
            return elsewhere
        try:
            dates = dates_in_feed(answer.body, url=url, as_of=timezone.now())
        except FeedUnreadable as error:
            if following:
                return elsewhere
            raise ProviderTrouble(Outcome.UNREADABLE, error.reason) from error
        listed = tuple(Listed(url, source) for source in dates if source.usable)
        return Page(listed) if listed else elsewhere
