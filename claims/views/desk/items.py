"""What came in: the inbox, and the four pages of one news item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
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

from claims.actions.intake import fetch_page_picture, read_again, set_published
from claims.domain.word_changes import Change
from claims.domain.workflow import CaseStatus
from claims.forms.cases import ChooseClaimForm, PublishedDaysForm, RecordClaimForm
from claims.forms.readings import FetchPictureForm, HeadForm, TextForm
from claims.forms.words import searched_words
from claims.item_queries import ItemReadingPage, item_reading
from claims.models import NewsItem, StatementSuggestion
from claims.models.news_item import ReadingState
from claims.permissions import check_can_bring_in
from claims.queries import cases, claims_like, claims_to_join, items_like, new_items, reading_job
from claims.reading import BEING_FETCHED, may_be_fetched
from claims.views.access import DeskRequest, desk_page
from claims.views.desk.item_copies import has_copy
from claims.views.shown_item import normalized_paragraphs, passage_in, shown_lines, shown_text
from claims.views.shown_work import progress_sentence
from claims.views.suggestion_cards import card_of, suggestion_pages
from claims.wording import page_kind_sentence, reading_note, statement_told
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
    """The text of a news item, the page it was read from, and who seems to say what in it."""
    return show_item(request, pk)


@require_safe
@vary_on_headers("HX-Request")
@desk_page
def item_claims(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """The claims made of an item, and making one: of the whole, or of ``start`` to ``end``."""
    return show_item(request, pk, tab="claims")


@require_safe
@vary_on_headers("HX-Request")
@desk_page
def item_pictures(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """The pictures of an item."""
    return show_item(request, pk, tab="pictures")


@require_safe
@desk_page
def item_corrections(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """What was put right in an item's reading, and putting more right."""
    return show_item(request, pk, tab="corrections")


def show_item(
    request: DeskRequest,
    pk: UUID,
    *,
    tab: str = "text",
    record_form: Form | None = None,
    attach_form: Form | None = None,
    published_form: Form | None = None,
    text_form: Form | None = None,
    head_form: Form | None = None,
    conflict: Sequence[Change] = (),
    refused: int | None = None,
    problem: str = "",
    status: int = 422,
) -> HttpResponse:
    """Show one tab, with the form that could not be taken in place of the fresh one.

    A poll by htmx gets the part it asked for: the progress while the item is being read, the
    pictures afterwards; once reading is over the whole page is loaded anew. ``status`` is that of
    a refusal; a page on which nothing was refused is answered 200.
    """
    page = item_page_or_404(pk)
    shown: dict[str, Any] = {
        "tab": tab,
        "item": page.item,
        "page": page,
        "corrections_count": len(page.corrections) + len(page.adrift),
    }
    if tab == "claims":
        shown |= _claims_context(request, page, record_form, attach_form)
    elif tab == "corrections":
        shown |= {
            "published_form": published_form or PublishedDaysForm(initial=_published(page.item)),
            "text_form": text_form or TextForm.of(page.item),
            "head_form": head_form or HeadForm(item=page.item),
            "conflict": conflict,
            "readings": page.item.readings.order_by("-number")[:20],
        }
    elif tab == "pictures":
        shown |= _pictures_context(page)
    else:
        shown |= _reading_context(request, page, refused=refused, problem=problem)
    if request.method == "GET" and request.htmx:
        return _part(request, page, shown)
    if page.item.state == ReadingState.WAITING:
        shown |= _progress(page)
    forms = (record_form, attach_form, published_form, text_form, head_form)
    was_refused = refused is not None or any(form is not None for form in forms)
    return render(request, "claims/desk/item.html", shown, status=status if was_refused else 200)


def _part(request: DeskRequest, page: ItemReadingPage, shown: dict[str, Any]) -> HttpResponse:
    """Answer htmx with the part of the page that it asks for."""
    target = request.htmx.target
    if target == "item-pictures":
        return render(request, "claims/desk/_item_pictures.html", shown)
    if target == "attach":
        return render(request, "claims/desk/_item_attach.html", shown)
    if page.item.state != ReadingState.WAITING:
        return HttpResponseClientRefresh()
    return render(request, "claims/desk/_item_progress.html", shown | _progress(page))


def _progress(page: ItemReadingPage) -> dict[str, Any]:
    job = reading_job(page.first.pk)
    return {"job": job, "said": progress_sentence(job)}


def _claims_context(
    request: DeskRequest,
    page: ItemReadingPage,
    record_form: Form | None,
    attach_form: Form | None,
) -> dict[str, Any]:
    words = searched_words(request.POST.get("words", request.GET.get("claim", "")))
    passage = passage_in(page.item, request.GET)
    selected = (passage.start, passage.end) if passage and not passage.in_title else None
    return {
        "words": words,
        "record_form": record_form
        or RecordClaimForm(
            item=page.item,
            pictures=page.pictures,
            selected=selected,
            words=passage.words if passage else "",
        ),
        "attach_form": attach_form or ChooseClaimForm(listed=claims_to_join(words)),
    }


def _pictures_context(page: ItemReadingPage) -> dict[str, Any]:
    return {
        "pictures": page.pictures,
        "pictures_wait": any(
            one.failure == BEING_FETCHED
            if one.asset is None
            else one.asset.state == AssetState.STORED
            for one in page.pictures
        ),
        "fetchable": {one.pk for one in page.pictures if may_be_fetched(one)},
    }


def _reading_context(
    request: DeskRequest, page: ItemReadingPage, *, refused: int | None, problem: str
) -> dict[str, Any]:
    is_normalized = request.GET.get("text") == "normalized"
    lines, left_out = shown_lines(page)
    last, said = _last_decision(request, page)
    return {
        **marks_context(
            page,
            wanted=request.GET.get("suggestions"),
            decided=request.GET.get("decided"),
            focus=refused,
        ),
        **(_pictures_context(page) if page.item.has_no_page else {}),
        "lines": lines,
        "lines_left_out": left_out,
        "has_copy": has_copy(page.item),
        "beside_page": request.GET.get("beside") == "page" or not (page.offered or page.decided),
        "kind_sentence": page_kind_sentence(page.kind),
        "notes": [reading_note(code) for code in page.notes],
        "links": page.links,
        "is_normalized": is_normalized,
        "normalized": normalized_paragraphs(page.item) if is_normalized else (),
        "resolved_against": _resolved_against(page.item),
        "last": last,
        "last_said": said,
        "focus": None,
        "refused": refused,
        "problem": problem,
    }


def marks_context(
    page: ItemReadingPage,
    *,
    wanted: str | None = None,
    decided: str | None = None,
    focus: int | None = None,
) -> dict[str, Any]:
    """What the text with its marks and the list of suggestions need."""
    pages = suggestion_pages(page, wanted=wanted, decided=decided, focus=focus)
    return {
        "item": page.item,
        "page": page,
        "pages": pages,
        "decided_is_open": decided is not None,
        "cards": [card_of(one, page) for one in pages.offered],
        "shown": shown_text(page, pages.offered.number),
    }


def decided_context(
    pk: UUID,
    *,
    last: StatementSuggestion | None = None,
    said: str = "",
    focus: int | None = None,
    refused: int | None = None,
    problem: str = "",
) -> dict[str, Any]:
    """What is shown after a decision: the list with the undoing of it, and the text anew."""
    to_focus = focus if focus is not None else refused
    return {
        **marks_context(item_page_or_404(pk), focus=to_focus),
        "last": last,
        "last_said": said,
        "focus": to_focus,
        "refused": refused,
        "problem": problem,
    }


def _last_decision(
    request: DeskRequest, page: ItemReadingPage
) -> tuple[StatementSuggestion | None, str]:
    """The decision that was made a moment ago without scripts, as the address names it."""
    wanted = request.GET.get("last", "")
    last = next((one for one in page.decided if str(one.pk) == wanted), None)
    if last is None:
        return None, ""
    told = statement_told(last.stance, last.speaker, last.claim_text)
    return last, f"{last.get_state_display()}: {told}"


def _resolved_against(item: NewsItem) -> Any:
    return item.published_last if item.published_first == item.published_last else None


def item_page_or_404(pk: UUID) -> ItemReadingPage:
    """Everything about the item. Raises Http404."""
    get_object_or_404(NewsItem, pk=pk)
    return item_reading(pk)


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
        return show_item(request, pk, tab="corrections", published_form=form)
    set_published(item, form.cleaned_data["days"], by=request.user)
    messages.success(request, _("The days of publication are saved."))
    return redirect("desk:item", pk=pk)


@require_POST
@desk_page
def fetch(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Have a picture or video of the page fetched that was not fetched with it."""
    check_can_bring_in(request.user)
    form = FetchPictureForm(request.POST, item=get_object_or_404(NewsItem, pk=pk))
    if not form.is_valid():
        messages.error(request, _("Choose a picture of this item."))
    elif fetch_page_picture(form.cleaned_data["picture"], by=request.user):
        messages.success(request, _("It is being fetched."))
    else:
        messages.error(request, _("There is nothing to fetch: it is here, or cannot be taken."))
    return redirect("desk:item_pictures", pk=pk)


@require_POST
@desk_page
def again(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Read once more what could not be read."""
    item = get_object_or_404(NewsItem, pk=pk)
    if read_again(item, by=request.user).state == ReadingState.WAITING:
        messages.success(request, _("It is being read once more."))
    return redirect("desk:item", pk=pk)
