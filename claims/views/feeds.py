"""The feed of verdicts, one per language, with the signed head of the site's history.

Whoever keeps the feed keeps a copy of the head outside our reach, and with it the proof.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _

from claims.domain.published import PublishedVerdict
from claims.history import SignedHead, site_head
from claims.models import Revision
from claims.publishing import latest_revisions, organization_name, published_verdict
from claims.queries import claim_hashes, public_revisions
from claims.views.addresses import absolute, verdict_path
from claims.views.public_answers import public_answer

FEED_LENGTH = 50
# Names the elements below in XML; docs/reference/history-format.md describes them.
HISTORY_NAMESPACE = "urn:bayyina:history:1"

# A verdict and the hash that seals its claim's history, "" where there is none.
Entry = tuple[PublishedVerdict, str]

# Only the type checker's Feed takes parameters.
if TYPE_CHECKING:
    _Feed = Feed[Entry, str]
else:
    _Feed = Feed


class HistoryRss(Rss201rev2Feed):
    """RSS 2.0 with the signed head of the site's history and the claim hash of each entry."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:bayyina": HISTORY_NAMESPACE}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        head: SignedHead | None = self.feed["history_head"]
        if head is None:
            return
        handler.startElement("bayyina:head", {"at": head.at.isoformat(), "key": head.key_id})
        handler.addQuickElement("bayyina:number", str(head.number))
        handler.addQuickElement("bayyina:hash", head.hash_hex)
        handler.addQuickElement("bayyina:statement", head.statement)
        handler.addQuickElement("bayyina:signature", head.signature)
        handler.endElement("bayyina:head")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["claim_hash"]:
            handler.addQuickElement("bayyina:claim-hash", item["claim_hash"])


class VerdictFeed(_Feed):
    """RSS 2.0 of the latest verdicts. Every address in it is absolute and public.

    An entry keeps its id and its first date when it is corrected.
    """

    feed_type: type[SyndicationFeed] = HistoryRss

    # Django's stubs promise an HttpResponse; a feed that has not changed is answered by 304.
    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        response: HttpResponse = super().__call__(request, *args, **kwargs)
        return public_answer(request, response)

    def get_object(self, request: HttpRequest, language: str) -> str:
        return language

    def title(self, language: str) -> str:
        return settings.SITE_NAME

    def description(self, language: str) -> str:
        return _("Latest fact-checks by %(organization)s") % {
            "organization": organization_name(language)
        }

    def link(self, language: str) -> str:
        return absolute(reverse("public:home", args=[language]))

    def feed_url(self, language: str) -> str:
        return absolute(reverse("public:feed", args=[language]))

    def feed_extra_kwargs(self, language: str) -> dict[str, Any]:
        return {"history_head": site_head()}

    def items(self, language: str) -> list[Entry]:
        return self.entries(latest_revisions(language))

    def entries(self, revisions: QuerySet[Revision]) -> list[Entry]:
        """Return the first of the revisions as they were frozen, with what seals them."""
        verdicts = [published_verdict(one) for one in revisions[:FEED_LENGTH]]
        sealed = claim_hashes(one.public_id for one in verdicts)
        return [(one, sealed.get(one.public_id, "")) for one in verdicts]

    def item_extra_kwargs(self, item: Entry) -> dict[str, Any]:
        return {"claim_hash": item[1]}

    def item_title(self, item: Entry) -> str:
        return item[0].headline

    def item_description(self, item: Entry) -> str:
        return _("%(rating)s: %(summary)s") % {
            "rating": item[0].rating.label,
            "summary": item[0].summary,
        }

    def item_link(self, item: Entry) -> str:
        return absolute(verdict_path(item[0].language, item[0].public_id))

    def item_guid(self, item: Entry) -> str:
        return f"{item[0].public_id}-{item[0].language}"

    item_guid_is_permalink = False

    def item_author_name(self, item: Entry) -> str:
        return item[0].organization

    def item_pubdate(self, item: Entry) -> datetime:
        return item[0].first_published_at

    def item_updateddate(self, item: Entry) -> datetime:
        return item[0].published_at

    def item_categories(self, item: Entry) -> tuple[str, ...]:
        return (item[0].rating.label,)


class VerdictAtomFeed(VerdictFeed):
    """Atom 1.0 of the verdicts that changed last, corrected ones with the time of correction.

    RSS has no place for that time; whoever collects corrections takes this one. The signed head
    of the history is in the other.
    """

    feed_type = Atom1Feed

    def subtitle(self, language: str) -> str:
        return self.description(language)

    def feed_url(self, language: str) -> str:
        return absolute(reverse("public:atom", args=[language]))

    def items(self, language: str) -> list[Entry]:
        return self.entries(public_revisions(language))

    def feed_extra_kwargs(self, language: str) -> dict[str, Any]:
        return {}

    def item_guid(self, item: Entry) -> str:
        # An id of Atom is an address; a verdict never leaves its own.
        return self.item_link(item)

    def item_extra_kwargs(self, item: Entry) -> dict[str, Any]:
        return {}
