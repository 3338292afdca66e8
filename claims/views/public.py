"""The readers' pages: home, verdict and its history, methodology, corrections, and the pictures.

They show what was frozen at publication and nothing else; no session, no cookie, no script.
"""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.history import SignedHead, head_document, head_of_verdict, history_of
from claims.publishing import (
    NotPublic,
    PublicPage,
    PublicVersions,
    Withdrawn,
    correction_log,
    get_page,
    get_versions,
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
    policies,
    share_links,
    site_languages,
    verdict_path,
)
from claims.views.markup import markup_of
from claims.views.public_answers import public_answer
from claims.views.shown import shown_verdict
from claims.views.shown_versions import ShownVersion, shown_versions
from claims.views.verdict_json import stone_record, verdict_record
from claims.wording import policy_label
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
    head = head_of_verdict(public_id)
    if isinstance(page, Withdrawn):
        return _stone(request, page, head)
    return public_answer(
        request,
        render(request, "claims/public/verdict.html", _verdict_context(page, head)),
        revision=page.revision_id,
        modified_at=page.verdict.published_at,
    )


def verdict_json(request: HttpRequest, language: str, public_id: str) -> HttpResponseBase:
    """The verdict for programs: what its page says, its history and the signed head."""
    page = _get_page(language, public_id)
    versions, head = _history(language, public_id)[1], head_of_verdict(public_id)
    if isinstance(page, Withdrawn):
        return _open_data(request, stone_record(page, versions, head), status=410)
    return _open_data(request, verdict_record(page, versions, head))


def history(request: HttpRequest, language: str, public_id: str) -> HttpResponseBase:
    """Every version that was ever public, what changed in it, and how to check that."""
    known, versions = _history(language, public_id)
    current = known.current
    context = {
        "versions": versions,
        "public_id": public_id,
        "text_language": language,
        "headline": current.verdict.headline if current and current.verdict else "",
        "is_withdrawn": current is None,
        "head": head_of_verdict(public_id),
        "canonical": absolute(reverse("public:history", args=[language, public_id])),
    }
    return public_answer(request, render(request, "claims/public/history.html", context))


def version(request: HttpRequest, language: str, public_id: str, number: int) -> HttpResponseBase:
    """An earlier version as it was; the current one stands at its own address."""
    known = _get_versions(language, public_id)
    wanted = known.version(number)
    if wanted is None:
        raise Http404
    if wanted.is_current:
        return public_answer(request, redirect(verdict_path(language, public_id)))
    if wanted.verdict is None:
        stone = next(one.withdrawn for one in known.versions if one.withdrawn is not None)
        return _stone(request, stone, head_of_verdict(public_id))
    newer = [one for one in known.versions if one.number > number]
    context = {
        "shown": shown_verdict(wanted.verdict, picture_path=picture_path),
        "version": wanted,
        "newer": newer[-1],
        "canonical": absolute(verdict_path(language, public_id)),
    }
    return public_answer(request, render(request, "claims/public/version.html", context))


def history_head(request: HttpRequest) -> HttpResponseBase:
    """The signed heads of the whole site's history and the keys to check them with."""
    return _open_data(request, head_document())


def picture(
    request: HttpRequest, language: str, public_id: str, asset_id: UUID, size: int
) -> HttpResponseBase:
    """A copy of a picture that a public version of a verdict shows; never the original file."""
    shown = _get_versions(language, public_id).picture(str(asset_id))
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
        "policies": [
            {"label": policy_label(name), "url": page}
            for name, page in policies(language).items()
            if name in settings.POLICY_PAGES
        ],
        **_alternates(request, "public:methodology"),
    }
    return public_answer(request, render(request, "claims/public/methodology.html", context))


def corrections(request: HttpRequest, language: str) -> HttpResponseBase:
    """The public log of corrections and withdrawals, newest first."""
    page = _page(request, Paginator(correction_log(language), CORRECTIONS_PER_PAGE))
    context = {"page": page, **_alternates(request, "public:corrections")}
    return public_answer(request, render(request, "claims/public/corrections.html", context))


def _stone(request: HttpRequest, stone: Withdrawn, head: SignedHead | None) -> HttpResponseBase:
    context = {"stone": stone, "head": head}
    return public_answer(
        request, render(request, "claims/public/withdrawn.html", context, status=410)
    )


def _open_data(
    request: HttpRequest, record: dict[str, object], *, status: int = 200
) -> HttpResponseBase:
    """Answer with JSON that a program on any site may read: it is public and holds no session."""
    response = JsonResponse(
        record, status=status, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return public_answer(request, response)


def _history(language: str, public_id: str) -> tuple[PublicVersions, list[ShownVersion]]:
    known = _get_versions(language, public_id)
    entries = history_of(known.claim_id, public=True, language=language)
    return known, shown_versions(known.versions, entries)


def _get_versions(language: str, public_id: str) -> PublicVersions:
    try:
        return get_versions(language, public_id)
    except NotPublic as error:
        raise Http404 from error


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


def _verdict_context(page: PublicPage, head: SignedHead | None) -> dict[str, object]:
    shown = page.verdict
    addresses = addresses_of(shown, page.languages)
    worded = shown_verdict(shown, picture_path=picture_path)
    links = [
        language_link(language, verdict_path(language, shown.public_id))
        for language in site_languages()
        if language in page.languages
    ]
    return {
        "shown": worded,
        "verdict": shown,
        "head": head,
        "markup": markup_of(worded, addresses),
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
