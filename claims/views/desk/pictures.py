"""Pictures: the archive, the page of one picture, its matches and its files."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from claims.actions.picture_searches import NothingToSearch, search_harder
from claims.queries import picture_job, picture_uses, pictures_newest_first
from claims.views.access import DeskRequest, desk_page
from claims.views.picture_names import picture_names
from claims.views.shown_match_groups import order_named, shown_orders
from claims.views.shown_outside import shown_outside
from claims.views.shown_pictures import shown_picture
from claims.views.shown_searched import searched_state
from claims.views.shown_work import progress_sentence
from media_provenance.models import RENDITION_SIDES, AssetState, MediaAsset
from media_provenance.queries import RenditionMissing, original_file, rendition_file

PICTURES_PER_PAGE = 48


@require_safe
@desk_page
def pictures(request: DeskRequest) -> HttpResponseBase:
    """All pictures, newest first, or those with a likely copy that nobody has looked at."""
    only_waiting = request.GET.get("waiting") == "1"
    found = pictures_newest_first(only_waiting=only_waiting)
    page = Paginator(found, PICTURES_PER_PAGE).get_page(request.GET.get("page"))
    names = picture_names(page)
    shown = {
        "pictures": page,
        "named": [(asset, names[asset.pk]) for asset in page],
        "only_waiting": only_waiting,
    }
    return render(request, "claims/desk/pictures.html", shown)


@require_safe
@vary_on_headers("HX-Request")
@desk_page
def picture(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """One picture: its matches, in short what is known of its date, and where it stands."""
    asset = get_object_or_404(MediaAsset, pk=pk)
    waits = asset.state == AssetState.STORED
    job = picture_job(asset.pk)
    searched = searched_state(asset, job)
    said = progress_sentence(job) if waits or searched.is_under_way else ""
    if request.method == "GET" and request.htmx:
        progress = {"asset": asset, "job": job, "said": said, "searched": searched}
        if waits:
            return render(request, "claims/desk/_picture_progress.html", progress)
        if searched.is_under_way and request.htmx.target == "searched":
            return render(request, "claims/desk/_picture_searched.html", progress)
        return HttpResponseClientRefresh()
    claim = request.GET.get("claim", "")
    order = order_named(request.GET.get("order", ""))
    shown = shown_picture(asset, first=f"claim:{claim}", order=order)
    context = {
        "asset": asset,
        "shown": shown,
        "waits": waits,
        "job": job if waits else None,
        "said": said,
        "groups": shown.groups,
        "matches_count": shown.matches_count,
        "orders": shown_orders(order),
        "searched": searched,
        "frames": asset.frames.order_by("frame_at", "pk"),
        "uses": picture_uses(asset.pk),
        "claim_asking": claim,
        "outside": shown_outside(asset),
    }
    return render(request, "claims/desk/picture.html", context)


@require_POST
@desk_page
def harder(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Search once more, with more effort, for copies of a stored picture."""
    asset = get_object_or_404(MediaAsset, pk=pk)
    try:
        search_harder(asset, by=request.user)
    except NothingToSearch as nothing:
        messages.error(request, str(nothing))
    else:
        messages.success(request, _("The archive is being searched harder."))
    return redirect(f"{reverse('desk:picture', args=[pk])}#matches")


@require_safe
@desk_page
def copy(request: DeskRequest, pk: UUID, size: int) -> HttpResponseBase:
    """A copy drawn anew from the pixels; what the desk looks at."""
    asset = get_object_or_404(MediaAsset, pk=pk)
    if size not in RENDITION_SIDES:
        raise Http404
    try:
        path = rendition_file(asset, size)
    except RenditionMissing as error:
        raise Http404 from error
    response = FileResponse(path.open("rb"), content_type="image/webp")
    # The bytes under this address never change: the id is made of the file's digest.
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return _inert(response)


@require_safe
@desk_page
def original(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """The file as it came, to be saved and never shown: it is somebody else's bytes."""
    asset = get_object_or_404(MediaAsset, pk=pk)
    try:
        file = original_file(asset).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"{asset.sha256[:12]}.{asset.format.lower()}"
    response = FileResponse(
        file, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    return _inert(response)


def _inert(response: FileResponse) -> FileResponse:
    """Let a browser make nothing of the file but what we say it is."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
