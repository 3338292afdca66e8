"""Looking for a picture in the archive without adding it: the form, the result, and its end."""

from __future__ import annotations

import logging
from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from claims.actions.picture_searches import (
    DiskRefuses,
    NothingToSearch,
    PictureRefused,
    TooManySearches,
    erase_search,
    keep_searched_picture,
    search_again_harder,
    start_search,
)
from claims.forms.intake import bytes_of
from claims.forms.picture_searches import FindPictureForm
from claims.permissions import check_can_bring_in, check_can_see_search
from claims.queries import search_job
from claims.views.access import DeskRequest, desk_page
from claims.views.disk_refusals import INSUFFICIENT_STORAGE, disk_sentence
from claims.views.drawn_pictures import drawn_picture
from claims.views.shown_searched import mark_sentences
from claims.views.shown_searches import effort_label, listed_search, shown_results
from claims.views.shown_sides import COMPARED_SIDE
from claims.views.shown_work import progress_sentence
from claims.views.ways_of_looking import shown_views, view_named
from media_provenance.actions import ComparisonKind, searched_file
from media_provenance.models import PictureSearch, SearchEffort, SearchState
from media_provenance.queries import RenditionMissing, recent_searches, searched_copy
from media_provenance.wording import refusal_sentence

log = logging.getLogger(__name__)

# Pictures of a search: erased means gone, so no browser keeps them.
_NEVER_KEPT = "private, no-store"


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def find(request: DeskRequest) -> HttpResponseBase:
    """Take a picture to look for, and list what this person looked for before."""
    check_can_bring_in(request.user)
    is_sent = request.method == "POST"
    form = FindPictureForm(request.POST, request.FILES) if is_sent else FindPictureForm()
    status = 422 if is_sent else 200
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            begun = start_search(bytes_of(upload), name=upload.name or "", by=request.user)
        except PictureRefused as refused:
            form.add_error("file", refusal_sentence(refused.code, refused.detail))
        except TooManySearches as error:
            form.add_error("file", str(error))
        except DiskRefuses as error:
            log.exception("picture to look for not kept")
            form.add_error("file", disk_sentence(error))
            status = INSUFFICIENT_STORAGE
        else:
            return redirect("desk:search", pk=begun.pk)
    shown = {
        "form": form,
        "searches": [listed_search(one) for one in recent_searches(request.user)],
        "kept_days": settings.PICTURE_SEARCH_DAYS,
    }
    return render(request, "claims/desk/find_picture.html", shown, status=status)


@require_safe
@vary_on_headers("HX-Request")
@desk_page
def search(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """What was found for a picture; while it is looked for, how far that is."""
    found = _search_of(request, pk)
    progress: dict[str, object] = {"search": found}
    if found.is_waiting:
        job = search_job(found.pk)
        progress |= {"job": job, "said": progress_sentence(job)}
    if request.method == "GET" and request.htmx:
        if not found.is_waiting:
            return HttpResponseClientRefresh()
        return render(request, "claims/desk/_search_progress.html", progress)
    return _show(request, found, progress)


def _search_of(request: DeskRequest, pk: UUID) -> PictureSearch:
    """Return the search, if it is this person's to see."""
    found = get_object_or_404(PictureSearch.objects.select_related("asked_by"), pk=pk)
    check_can_see_search(request.user, found)
    return found


def _show(request: DeskRequest, found: PictureSearch, progress: dict[str, object]) -> HttpResponse:
    is_refused = found.state == SearchState.REFUSED
    is_whole = found.width is not None and not is_refused
    shown = {
        "results": shown_results(found),
        "marks": mark_sentences(found.marks),
        "searched": effort_label(found),
        "refusal": refusal_sentence(found.refusal, found.refusal_detail) if is_refused else "",
        "copy_url": reverse("desk:search_copy", args=[found.pk]) if is_whole else "",
        "may_be_harder": is_whole and not found.is_waiting and found.effort == SearchEffort.NORMAL,
        "may_be_kept": is_whole and found.kept_as_id is None,
        **progress,
    }
    return render(request, "claims/desk/picture_search.html", shown)


@require_safe
@desk_page
def compare(request: DeskRequest, pk: UUID, asset: UUID) -> HttpResponseBase:
    """Compare what is looked for with one of the pictures that were found; ``view`` says how."""
    found = _search_of(request, pk)
    results = shown_results(found, size=COMPARED_SIDE)
    one = next((one for one in results if one.other.asset and one.other.asset.pk == asset), None)
    if one is None:
        raise Http404
    view = view_named(request.GET.get("view", ""), lays_over=one.has_files)
    shown = {
        "search": found,
        "one": one,
        "view": view,
        "views": shown_views(view, lays_over=one.has_files),
        "lays_over": one.has_files,
        "aligned_url": _drawing_url(found, asset, ComparisonKind.ALIGNED),
        "difference_url": _drawing_url(found, asset, ComparisonKind.DIFFERENCE),
    }
    return render(request, "claims/desk/search_compare.html", shown)


def _drawing_url(search: PictureSearch, asset: UUID, kind: ComparisonKind) -> str:
    return reverse("desk:search_drawing", args=[search.pk, asset, kind.value])


@require_safe
@desk_page
def drawing(request: DeskRequest, pk: UUID, asset: UUID, kind: str) -> HttpResponseBase:
    """A found picture laid over the one that is looked for, or where the two differ."""
    found = _search_of(request, pk)
    kinds = {one.value: one for one in ComparisonKind}
    if kind not in kinds:
        raise Http404
    return drawn_picture(
        partial(searched_file, found, asset, kinds[kind]), cache_control=_NEVER_KEPT
    )


@require_safe
@desk_page
def copy(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """A copy of what is looked for, drawn anew from its pixels; gone with the search."""
    found = _search_of(request, pk)
    try:
        file = searched_copy(found).open("rb")
    except (RenditionMissing, FileNotFoundError) as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/webp")
    response.headers["Cache-Control"] = _NEVER_KEPT
    return response


@require_POST
@desk_page
def harder(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Look once more, with more effort."""
    found = _search_of(request, pk)
    try:
        search_again_harder(found, by=request.user)
    except NothingToSearch as nothing:
        messages.error(request, str(nothing))
    return redirect("desk:search", pk=pk)


@require_POST
@desk_page
def keep(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Add what is looked for to the archive."""
    found = _search_of(request, pk)
    check_can_bring_in(request.user)
    try:
        asset = keep_searched_picture(found, by=request.user)
    except NothingToSearch as nothing:
        messages.error(request, str(nothing))
        return redirect("desk:search", pk=pk)
    except DiskRefuses as error:
        log.exception("picture looked for not kept in the archive search=%s", pk)
        messages.error(request, disk_sentence(error))
        return redirect("desk:search", pk=pk)
    messages.success(request, _("It is in the archive now, and compared with all others."))
    return redirect("desk:picture", pk=asset.pk)


@require_POST
@desk_page
def erase(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Erase what was looked for and what was found, now."""
    erase_search(_search_of(request, pk), by=request.user)
    messages.success(request, _("The search and its picture are erased."))
    return redirect("desk:find_picture")
