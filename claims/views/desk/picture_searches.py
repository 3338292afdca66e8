"""Looking for a picture in the archive without adding it: the form, the result, and its end."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
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
from claims.permissions import check_can_bring_in
from claims.queries import search_job
from claims.views.access import DeskRequest, desk_page
from claims.views.disk_refusals import INSUFFICIENT_STORAGE, disk_sentence
from claims.views.drawn_pictures import drawn_picture
from claims.views.shown_matches import (
    COMPARED_SIDE,
    LISTED_SIDE,
    ShownDate,
    ShownSide,
    class_label,
    outline,
    shown_side,
    tone_of,
)
from claims.views.shown_searched import mark_sentences
from claims.views.ways_of_looking import shown_views, view_named
from media_provenance.actions import ComparisonKind, searched_file
from media_provenance.models import PictureSearch, SearchEffort, SearchState
from media_provenance.queries import (
    RenditionMissing,
    SearchResult,
    recent_searches,
    search_results,
    searched_copy,
)
from media_provenance.wording import (
    LikenessNumber,
    alteration_sentence,
    likeness_numbers,
    match_sentence,
    refusal_sentence,
)
from multilingual.display import format_number

log = logging.getLogger(__name__)

# Pictures of a search: erased means gone, so no browser keeps them.
_NEVER_KEPT = "private, no-store"


@dataclass(frozen=True, slots=True)
class ShownSearch:
    """A search in the list of somebody's own."""

    search: PictureSearch
    url: str
    copy_url: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A stored picture that is like the one that was looked for."""

    seen: ShownSide
    other: ShownSide
    class_label: str
    tone: str
    sentence: str
    # What was changed, in words; "" where that was not measured.
    changes: str
    numbers: tuple[LikenessNumber, ...]
    # The page that compares the two; has_files says whether one can be laid over the other.
    compare_url: str
    has_files: bool


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
        "searches": [_listed(one) for one in recent_searches(request.user)],
        "kept_days": settings.PICTURE_SEARCH_DAYS,
    }
    return render(request, "claims/desk/find_picture.html", shown, status=status)


def _listed(search: PictureSearch) -> ShownSearch:
    return ShownSearch(
        search=search,
        url=reverse("desk:search", args=[search.pk]),
        copy_url=reverse("desk:search_copy", args=[search.pk]) if search.width else "",
        outcome=_outcome(search),
    )


def _outcome(search: PictureSearch) -> str:
    if search.state == SearchState.REFUSED:
        return refusal_sentence(search.refusal, search.refusal_detail)
    if search.searched_at is None:
        return _("being searched")
    count = len(search.results)
    if not count:
        return _("nothing found in this archive")
    return ngettext("%(count)s picture found", "%(count)s pictures found", count) % {
        "count": format_number(count, get_language() or "en")
    }


@require_safe
@vary_on_headers("HX-Request")
@desk_page
def search(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """What was found for a picture; while it is looked for, how far that is."""
    found = get_object_or_404(PictureSearch.objects.select_related("asked_by"), pk=pk)
    job = search_job(found.pk) if found.is_waiting else None
    if request.method == "GET" and request.htmx:
        if not found.is_waiting:
            return HttpResponseClientRefresh()
        progress = {"search": found, "job": job}
        return render(request, "claims/desk/_search_progress.html", progress)
    return _show(request, found, {"job": job})


def _show(request: DeskRequest, found: PictureSearch, extra: dict[str, object]) -> HttpResponse:
    is_refused = found.state == SearchState.REFUSED
    is_whole = found.width is not None and not is_refused
    shown = {
        "search": found,
        "results": [_result(found, one) for one in search_results(found)],
        "marks": mark_sentences(found.marks),
        "searched": _searched(found),
        "refusal": refusal_sentence(found.refusal, found.refusal_detail) if is_refused else "",
        "copy_url": reverse("desk:search_copy", args=[found.pk]) if is_whole else "",
        "may_be_harder": is_whole and not found.is_waiting and found.effort == SearchEffort.NORMAL,
        "may_be_kept": is_whole and found.kept_as_id is None,
        **extra,
    }
    return render(request, "claims/desk/picture_search.html", shown)


def _searched(search: PictureSearch) -> str:
    if search.effort == SearchEffort.HARDER:
        return _("Searched with more effort:")
    return _("Searched:") if search.effort else ""


def _result(search: PictureSearch, one: SearchResult, *, size: int = LISTED_SIDE) -> ShownResult:
    found = one.found
    measures = found.measures
    return ShownResult(
        seen=_looked_for(search, one),
        other=shown_side(
            one.asset,
            _("The stored picture"),
            part=one.stored_outline,
            dates=one.dates,
            size=size,
        ),
        class_label=class_label(found.likeness),
        tone=tone_of(found.likeness),
        sentence=match_sentence(
            found.likeness, same_bytes=found.same_bytes, distance=found.distance
        ),
        changes="" if one.alteration is None else alteration_sentence(one.alteration),
        numbers=likeness_numbers(
            inliers=None if measures is None else measures.inliers,
            distance=found.distance,
            agreement=None if measures is None else measures.agreement,
        ),
        compare_url=reverse("desk:search_compare", args=[search.pk, one.asset.pk]),
        has_files=one.has_files,
    )


def _looked_for(search: PictureSearch, one: SearchResult) -> ShownSide:
    no_dates: tuple[ShownDate, ...] = ()
    return ShownSide(
        asset=None,
        name=_("The picture you look for"),
        url=reverse("desk:search_copy", args=[search.pk]),
        page_url="",
        width=search.width,
        height=search.height,
        outline=outline(one.searched_outline),
        dates=no_dates,
    )


@require_safe
@desk_page
def compare(request: DeskRequest, pk: UUID, asset: UUID) -> HttpResponseBase:
    """Compare what is looked for with one of the pictures that were found; ``view`` says how."""
    found = get_object_or_404(PictureSearch, pk=pk)
    chosen = [one for one in search_results(found) if one.asset.pk == asset]
    if not chosen:
        raise Http404
    one = _result(found, chosen[0], size=COMPARED_SIDE)
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
    found = get_object_or_404(PictureSearch, pk=pk)
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
    found = get_object_or_404(PictureSearch, pk=pk)
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
    found = get_object_or_404(PictureSearch, pk=pk)
    try:
        search_again_harder(found, by=request.user)
    except NothingToSearch as nothing:
        messages.error(request, str(nothing))
    return redirect("desk:search", pk=pk)


@require_POST
@desk_page
def keep(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Add what is looked for to the archive."""
    found = get_object_or_404(PictureSearch, pk=pk)
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
    erase_search(get_object_or_404(PictureSearch, pk=pk), by=request.user)
    messages.success(request, _("The search and its picture are erased."))
    return redirect("desk:find_picture")
