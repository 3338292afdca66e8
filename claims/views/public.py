"""The readers' pages: home, verdict, methodology, corrections, and the pictures on them.

They show what was frozen at publication and nothing else; no session, no cookie, no script.
"""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.domain.claimreview import claim_review, media_review
from claims.publishing import (
    NotPublic,
    PublicPage,
    Withdrawn,
    correction_log,
    get_page,
    latest_revisions,
    published_verdict,
    scale,
)
from claims.views.addresses import (
    LanguageLink,
    absolute,
    addresses_of,
    default_link,
    language_link,
    picture_path,
    share_links,
    site_languages,
    verdict_path,
)
from claims.views.public_answers import public_answer
from claims.views.shown import shown_verdict
from media_provenance.domain.date_evidence import Grade
from media_provenance.models import RENDITION_SIDES, MediaAsset
from media_provenance.queries import RenditionMissing, rendition_file
from media_provenance.wording import grade_explanation

VERDICTS_PER_PAGE = 20
CORRECTIONS_PER_PAGE = 50

Item = TypeVar("Item")


def root(request: HttpRequest) -> HttpResponseBase:
    """Lead to the home page in the site's own language."""
    response = redirect("public:home", language=settings.LANGUAGE_CODE)
    return public_answer(request, response)


def home(request: HttpRequest, language: str) -> HttpResponseBase:
    """The latest verdicts, newest first."""
    page = _page(request, Paginator(latest_revisions(language), VERDICTS_PER_PAGE))
    context = {
        "verdicts": [published_verdict(revision) for revision in page.object_list],
        "page": page,
        **_alternates(request, "public:home"),
    }
    return public_answer(request, render(request, "claims/public/home.html", context))


def verdict(request: HttpRequest, language: str, public_id: str) -> HttpResponseBase:
    """One verdict; 410 with its stone where it was withdrawn, and one 404 for all else."""
    page = _get_page(language, public_id)
    if isinstance(page, Withdrawn):
        response = render(request, "claims/public/withdrawn.html", {"stone": page}, status=410)
        return public_answer(request, response)
    return public_answer(
        request,
        render(request, "claims/public/verdict.html", _verdict_context(page)),
        revision=page.revision_id,
        modified_at=page.verdict.published_at,
    )


def picture(
    request: HttpRequest, language: str, public_id: str, asset_id: UUID, size: int
) -> HttpResponseBase:
    """A copy of a picture that a published verdict shows; never the original file."""
    page = _get_page(language, public_id)
    shown = page.verdict.picture(str(asset_id)) if isinstance(page, PublicPage) else None
    if shown is None or size not in RENDITION_SIDES:
        raise Http404
    try:
        copy = rendition_file(MediaAsset(pk=asset_id, sha256=shown.sha256), size)
    except RenditionMissing as error:
        raise Http404 from error
    response = HttpResponse(copy.read_bytes(), content_type="image/webp")
    # The file is inert whatever is in it: no type but ours, no script, no frame.
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Content-Disposition"] = f'inline; filename="{asset_id}-{size}.webp"'
    # Markup and feeds name these addresses so that others can show the picture.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return public_answer(request, response)


def methodology(request: HttpRequest, language: str) -> HttpResponseBase:
    """How claims are checked, what ratings mean and how pictures are dated."""
    context = {
        "ratings": scale(language),
        "grades": [(grade.value, grade_explanation(grade)) for grade in Grade],
        **_alternates(request, "public:methodology"),
    }
    return public_answer(request, render(request, "claims/public/methodology.html", context))


def corrections(request: HttpRequest, language: str) -> HttpResponseBase:
    """The public log of corrections and withdrawals, newest first."""
    page = _page(request, Paginator(correction_log(language), CORRECTIONS_PER_PAGE))
    context = {"page": page, **_alternates(request, "public:corrections")}
    return public_answer(request, render(request, "claims/public/corrections.html", context))


def _get_page(language: str, public_id: str) -> PublicPage | Withdrawn:
    try:
        return get_page(language, public_id)
    except NotPublic as error:
        raise Http404 from error


def _page(request: HttpRequest, paginator: Paginator[Item]) -> Page[Item]:
    try:
        return paginator.page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404(_("This list has no such page.")) from error


def _verdict_context(page: PublicPage) -> dict[str, object]:
    shown = page.verdict
    addresses = addresses_of(shown, page.languages)
    markup = [claim_review(shown, addresses), media_review(shown, addresses)]
    links = [
        language_link(language, verdict_path(language, shown.public_id))
        for language in site_languages()
        if language in page.languages
    ]
    return {
        "shown": shown_verdict(shown, picture_path=picture_path),
        "verdict": shown,
        "markup": [one for one in markup if one is not None],
        "canonical": addresses.page,
        "share": share_links(addresses.page, shown.headline),
        **_links(links),
    }


def _alternates(request: HttpRequest, view_name: str) -> dict[str, object]:
    """Return the addresses of a page that every language of the site has.

    A further page of a list is a page of its own; other parameters are not ours.
    """
    links = [
        language_link(language, reverse(view_name, args=[language]))
        for language in site_languages()
    ]
    further = request.GET.get("page", "1")
    path = request.path if further == "1" else f"{request.path}?page={further}"
    return {"canonical": absolute(path), **_links(links)}


def _links(links: list[LanguageLink]) -> dict[str, object]:
    return {"language_links": links, "default_link": default_link(links)}
