"""The feed of verdicts, one per language."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.domain.published import PublishedVerdict
from claims.publishing import latest_revisions, organization_name, published_verdict
from claims.views.addresses import absolute, verdict_path
from claims.views.public_answers import public_answer

FEED_LENGTH = 50

# Only the type checker's Feed takes parameters.
if TYPE_CHECKING:
    _Feed = Feed[PublishedVerdict, str]
else:
    _Feed = Feed


class VerdictFeed(_Feed):
    """RSS 2.0 of the latest verdicts. Every address in it is absolute and public.

    An entry keeps its id and its first date when it is corrected.
    """

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

    def items(self, language: str) -> list[PublishedVerdict]:
        return [published_verdict(one) for one in latest_revisions(language)[:FEED_LENGTH]]

    def item_title(self, item: PublishedVerdict) -> str:
        return item.headline

    def item_description(self, item: PublishedVerdict) -> str:
        return _("%(rating)s: %(summary)s") % {
            "rating": item.rating.label,
            "summary": item.summary,
        }

    def item_link(self, item: PublishedVerdict) -> str:
        return absolute(verdict_path(item.language, item.public_id))

    def item_guid(self, item: PublishedVerdict) -> str:
        return f"{item.public_id}-{item.language}"

    item_guid_is_permalink = False

    def item_author_name(self, item: PublishedVerdict) -> str:
        return item.organization

    def item_pubdate(self, item: PublishedVerdict) -> datetime:
        return item.first_published_at

    def item_updateddate(self, item: PublishedVerdict) -> datetime:
        return item.published_at

    def item_categories(self, item: PublishedVerdict) -> tuple[str, ...]:
        return (item.rating.label,)
