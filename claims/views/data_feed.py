"""The feed of all verdicts as schema.org data, for those who collect fact-checks.

In every language of the site, newest change first, in pages that name the next one in their
``Link`` header. Withdrawn verdicts stay in it as dates.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from claims.domain.claimreview import Markup, publisher
from claims.domain.data_feed import data_feed, published_item, withdrawn_item
from claims.domain.workflow import TextStatus
from claims.models import Revision
from claims.publishing import organization_name, published_verdict
from claims.queries import public_languages, revisions_for_the_feed
from claims.views.addresses import (
    absolute,
    addresses_of,
    picture_path,
    policies,
    verdict_path,
)
from claims.views.markup import markup_of
from claims.views.public_answers import public_answer
from claims.views.shown import shown_verdict

VERDICTS_PER_PAGE = 100


def feed(request: HttpRequest) -> HttpResponseBase:
    """One page of the feed; a page that is not there is a 404."""
    try:
        page = Paginator(revisions_for_the_feed(), VERDICTS_PER_PAGE).page(
            request.GET.get("page", 1)
        )
    except InvalidPage as error:
        raise Http404(_("This list has no such page.")) from error
    response = JsonResponse(_document(page), json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Type"] = "application/ld+json; charset=utf-8"
    response.headers["Access-Control-Allow-Origin"] = "*"
    if page.has_next():
        response.headers["Link"] = f'<{_address(page.next_page_number())}>; rel="next"'
    return public_answer(request, response, modified_at=_newest_change(page))


def _document(page: Page[Revision]) -> Markup:
    revisions = list(page.object_list)
    languages = public_languages(one.text.verdict.public_id for one in revisions)
    site_language = settings.LANGUAGE_CODE
    return data_feed(
        url=_address(page.number),
        name=settings.SITE_NAME,
        publisher=publisher(
            organization_name(site_language),
            home=absolute(reverse("public:home", args=[site_language])),
            policies=policies(site_language),
        ),
        items=[_item(one, languages.get(one.text.verdict.public_id, ())) for one in revisions],
        modified_at=_newest_change(page),
    )


def _item(revision: Revision, languages: tuple[str, ...]) -> Markup:
    verdict = published_verdict(revision)
    if revision.status == TextStatus.WITHDRAWN and revision.withdrawn_at is not None:
        return withdrawn_item(
            absolute(verdict_path(verdict.language, verdict.public_id)),
            language=verdict.language,
            created_at=verdict.first_published_at,
            withdrawn_at=revision.withdrawn_at,
        )
    with translation.override(verdict.language):
        shown = shown_verdict(verdict, picture_path=picture_path)
        review, *media = markup_of(shown, addresses_of(verdict, languages))
    return published_item(
        review,
        media[0] if media else None,
        created_at=verdict.first_published_at,
        modified_at=verdict.published_at,
    )


def _newest_change(page: Page[Revision]) -> datetime | None:
    changes = (one.withdrawn_at or one.published_at for one in page.object_list)
    return max((one for one in changes if one is not None), default=None)


def _address(number: int) -> str:
    path = reverse("public:data_feed")
    return absolute(path if number == 1 else f"{path}?page={number}")
