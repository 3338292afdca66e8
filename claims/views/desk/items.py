"""What came in: the inbox, and the page of one news item."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from claims.actions.intake import read_again, set_published
from claims.domain.workflow import CaseStatus
from claims.forms.cases import ChooseClaimForm, PublishedDaysForm, RecordClaimForm
from claims.forms.words import searched_words
from claims.models import NewsItem
from claims.models.news_item import ReadingState
from claims.queries import (
    ItemPage,
    cases,
    claims_like,
    claims_to_join,
    item_page,
    items_like,
    new_items,
    reading_job,
)
from claims.views.access import DeskRequest, desk_page
from media_provenance.models import AssetState

PER_PAGE = 25


@require_safe
@desk_page
def inbox(request: DeskRequest) -> HttpResponseBase:
    """What nobody has worked on yet: new items, and claims that were received."""
    words = searched_words(request.GET.get("q", ""))
    items, received = new_items(), cases(CaseStatus.RECEIVED)
    if words:
        items, received = items_like(items, words), claims_like(received, words)
    shown = {
        "items": Paginator(items, PER_PAGE).get_page(request.GET.get("page")),
        "received": received[:PER_PAGE],
        "received_count": received.count(),
        "words": words,
        "some_wait": items.filter(state=ReadingState.WAITING).exists(),
    }
    return render(request, "claims/desk/inbox.html", shown)


@require_safe
@vary_on_headers("HX-Request")
@desk_page
def item(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """One news item: what was read, what is missing, and what can be made of it."""
    return show_item(request, pk)


def show_item(
    request: DeskRequest,
    pk: UUID,
    *,
    record_form: Form | None = None,
    attach_form: Form | None = None,
    published_form: Form | None = None,
) -> HttpResponse:
    """Show the page, with the form that could not be taken in place of the fresh one.

    A poll by htmx gets the part it asked for: the progress while the item is being read, the
    pictures afterwards; once reading is over the whole page is loaded anew.
    """
    page = item_page_or_404(pk)
    words = searched_words(request.POST.get("words", request.GET.get("claim", "")))
    refused = record_form or attach_form or published_form
    shown = {
        "item": page.item,
        "pictures": page.pictures,
        "claims": page.claims,
        "job": reading_job(pk) if page.item.state == ReadingState.WAITING else None,
        "pictures_wait": any(
            one.asset is not None and one.asset.state == AssetState.STORED for one in page.pictures
        ),
        "words": words,
        "record_form": record_form or RecordClaimForm(item=page.item, pictures=page.pictures),
        "attach_form": attach_form or ChooseClaimForm(listed=claims_to_join(words)),
        "published_form": published_form or PublishedDaysForm(initial=_published(page.item)),
    }
    if request.method == "GET" and request.htmx:
        target = request.htmx.target
        if target == "item-pictures":
            return render(request, "claims/desk/_item_pictures.html", shown)
        if target == "attach":
            return render(request, "claims/desk/_item_attach.html", shown)
        if page.item.state != ReadingState.WAITING:
            return HttpResponseClientRefresh()
        return render(request, "claims/desk/_item_progress.html", shown)
    status = 422 if refused else 200
    return render(request, "claims/desk/item.html", shown, status=status)


def item_page_or_404(pk: UUID) -> ItemPage:
    """Everything about the item. Raises Http404."""
    get_object_or_404(NewsItem, pk=pk)
    return item_page(pk)


def _published(item: NewsItem) -> dict[str, str]:
    first, last = item.published_first, item.published_last
    return {
        "first": first.isoformat() if first else "",
        "last": last.isoformat() if last and last != first else "",
    }


@require_POST
@desk_page
def published(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Put right the days on which the item was published."""
    item = get_object_or_404(NewsItem, pk=pk)
    form = PublishedDaysForm(request.POST)
    if not form.is_valid():
        return show_item(request, pk, published_form=form)
    set_published(item, form.cleaned_data["days"], by=request.user)
    messages.success(request, _("The days of publication are saved."))
    return redirect("desk:item", pk=pk)


@require_POST
@desk_page
def again(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Read once more what could not be read."""
    item = get_object_or_404(NewsItem, pk=pk)
    if read_again(item, by=request.user).state == ReadingState.WAITING:
        messages.success(request, _("It is being read once more."))
    return redirect("desk:item", pk=pk)
