"""Claims: the lists, the page of one claim, and what is done to it."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from claims.actions.cases import (
    add_appearance,
    attach_item,
    claim_in_these_words,
    edit_claim,
    get_claimant,
    record_claim,
    record_statement,
    set_event,
)
from claims.actions.workflow import case_moved_already, move_case
from claims.domain.workflow import CaseStatus, IllegalMove
from claims.forms.cases import (
    AppearanceForm,
    ChooseClaimForm,
    ClaimWordsForm,
    DropForm,
    EventForm,
    RecordClaimForm,
    StatementForm,
)
from claims.forms.other_checks import OtherChecksForm
from claims.forms.words import searched_words
from claims.item_queries import claim_sides
from claims.models import Claim, Claimant, ClaimantKind, DropReason, Stance
from claims.permissions import check_can_edit_claim, check_can_move_case
from claims.queries import (
    cases,
    claim_page,
    claim_picture_states,
    claims_like,
    claims_to_join,
    count_cases,
)
from claims.views.access import DeskRequest, desk_page
from claims.views.desk.items import PER_PAGE, item_page_or_404, show_item
from claims.views.shown_checks import shown_checks
from media_provenance.models import MediaAsset
from multilingual.intervals import DateInterval


@require_safe
@desk_page
def claims(request: DeskRequest) -> HttpResponseBase:
    """The claims at one status, of everybody or of the person who looks."""
    wanted = request.GET.get("status", "")
    status = wanted if wanted in set(CaseStatus) else CaseStatus.RESEARCHING.value
    mine = request.GET.get("mine") == "1"
    words = searched_words(request.GET.get("q", ""))
    found = cases(status, assignee=request.user if mine else None)
    if words:
        found = claims_like(found, words)
    shown = {
        "claims": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "status": status,
        "counts": count_cases(),
        "mine": mine,
        "words": words,
    }
    return render(request, "claims/desk/claims.html", shown)


@require_POST
@desk_page
def record(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Make a claim of a news item, or attach the item to a claim that is there."""
    check_can_edit_claim(request.user)
    page = item_page_or_404(pk)
    if request.POST.get("part") == "attach":
        chosen = ChooseClaimForm(
            request.POST, listed=claims_to_join(searched_words(request.POST.get("words", "")))
        )
        if not chosen.is_valid():
            return show_item(request, pk, tab="claims", attach_form=chosen)
        claim = chosen.cleaned_data["claim"]
        attach_item(claim, page.item, by=request.user)
        messages.success(request, _("The item is attached to this claim."))
        return redirect("desk:claim", pk=claim.pk)
    form = RecordClaimForm(request.POST, item=page.item, pictures=page.pictures)
    if not form.is_valid():
        return show_item(request, pk, tab="claims", record_form=form)
    given = form.cleaned_data
    recorded = claim_in_these_words(page.item, given["text"])
    claim = record_claim(
        **_words(given),
        by=request.user,
        news_item=page.item,
        assets=MediaAsset.objects.filter(pk__in=given.get("pictures", [])),
        span=given["span"],
    )
    if recorded is None:
        messages.success(request, _("The claim is recorded."))
    else:
        messages.info(
            request,
            _("This claim was made of the item already; here it is. Nothing was recorded again."),
        )
    return redirect("desk:claim", pk=claim.pk)


@require_safe
@vary_on_headers("HX-Request")
@desk_page
def claim(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Everything about one claim, and what this person may do about it."""
    return show_claim(request, get_object_or_404(Claim, pk=pk))


def show_claim(request: DeskRequest, claim: Claim, **refused: Form) -> HttpResponse:
    """Show the page, with the form that could not be taken in place of the fresh one."""
    page = claim_page(claim.pk, tuple(code for code, _name in settings.LANGUAGES))
    words = searched_words(request.POST.get("words", request.GET.get("into", "")))
    first, last = page.claim.event_first, page.claim.event_last
    by_editor = page.claim.event_origin == "editor"
    refused_checks = cast(OtherChecksForm | None, refused.pop("checks_form", None))
    assets = [picture.asset for picture in page.pictures]
    shown = {
        "page": page,
        "claim": page.claim,
        "pictures": claim_picture_states(page.claim),
        "sides": claim_sides(page.claim),
        "event": DateInterval(first, last),
        "words": words,
        "event_form": EventForm(
            initial={
                "first": first.isoformat() if first and by_editor else "",
                "last": last.isoformat() if last and by_editor and last != first else "",
            }
        ),
        "appearance_form": AppearanceForm(),
        "statement_form": StatementForm(claim=page.claim),
        "drop_form": DropForm(),
        "merge_form": ChooseClaimForm(listed=claims_to_join(words, but=claim.pk)),
        "checks": shown_checks(page.claim, assets, page.sources, refused_checks),
        **refused,
    }
    if request.method == "GET" and request.htmx:
        return render(request, "claims/desk/_claim_merge.html", shown)
    status = 422 if refused or refused_checks is not None else 200
    return render(request, "claims/desk/claim.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def edit(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Change the words of a claim."""
    check_can_edit_claim(request.user)
    claim = get_object_or_404(Claim.objects.select_related("claimant"), pk=pk)
    form = ClaimWordsForm(
        request.POST or None,
        known_language=claim.language,
        initial={
            "text": claim.text,
            "language": claim.language,
            "restated": claim.restated,
            "claimant_name": claim.claimant.name if claim.claimant else "",
            "claimant_kind": claim.claimant.kind if claim.claimant else ClaimantKind.PERSON,
        },
    )
    if form.is_valid():
        edit_claim(claim, by=request.user, **_words(form.cleaned_data))
        messages.success(request, _("The claim is saved."))
        return redirect("desk:claim", pk=pk)
    status = 422 if form.is_bound else 200
    return render(
        request, "claims/desk/claim_edit.html", {"claim": claim, "form": form}, status=status
    )


def _words(given: dict[str, Any]) -> dict[str, Any]:
    """The words of a claim and its claimant, recorded when met for the first time."""
    return {
        "text": given["text"],
        "language": given["language"],
        "restated": given["restated"],
        "claimant": get_claimant(given["claimant_name"], ClaimantKind(given["claimant_kind"])),
    }


@require_POST
@desk_page
def event(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Say on which days the claimed event happened, or leave it to the appearances."""
    check_can_edit_claim(request.user)
    claim = get_object_or_404(Claim, pk=pk)
    form = EventForm(request.POST)
    if not form.is_valid():
        return show_claim(request, claim, event_form=form)
    set_event(claim, form.cleaned_data["days"], by=request.user)
    messages.success(request, _("The days of the event are saved."))
    return redirect("desk:claim", pk=pk)


@require_POST
@desk_page
def appearance(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Add a place where the claim was seen."""
    check_can_edit_claim(request.user)
    claim = get_object_or_404(Claim, pk=pk)
    form = AppearanceForm(request.POST)
    if not form.is_valid():
        return show_claim(request, claim, appearance_form=form)
    given = form.cleaned_data
    add_appearance(
        claim,
        by=request.user,
        url=given["url"],
        platform=given["platform"],
        account=given["account"],
        days=given["days"],
        archived_url=given["archived_url"],
    )
    messages.success(request, _("The appearance is added."))
    return redirect("desk:claim", pk=pk)


@require_POST
@desk_page
def statement(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Record who says what of the claim, by the words copied from a news item."""
    check_can_edit_claim(request.user)
    claim = get_object_or_404(Claim, pk=pk)
    form = StatementForm(request.POST, claim=claim)
    if not form.is_valid():
        return show_claim(request, claim, statement_form=form)
    given = form.cleaned_data
    # Never None: the field is required, and the form strips it.
    speaker = cast(
        Claimant, get_claimant(given["speaker_name"], ClaimantKind(given["speaker_kind"]))
    )
    start, end = given["span"]
    record_statement(
        claim,
        given["news_item"],
        speaker=speaker,
        stance=Stance(given["stance"]),
        start=start,
        end=end,
        by=request.user,
    )
    messages.success(request, _("The statement is recorded."))
    return redirect("desk:claim", pk=pk)


@require_POST
@desk_page
def move(request: DeskRequest, pk: UUID, move: str) -> HttpResponseBase:
    """Make a move of the case; what a move needs is asked for on the claim's page."""
    claim = get_object_or_404(Claim, pk=pk)
    try:
        return _make_move(request, claim, move)
    except IllegalMove:
        # A double click: it is done, and by this person.
        claim.refresh_from_db()
        if not (move in MOVED and case_moved_already(claim, move, by=request.user)):
            raise
    messages.success(request, MOVED[move]())
    return redirect("desk:claim", pk=pk)


def _make_move(request: DeskRequest, claim: Claim, move: str) -> HttpResponseBase:
    check_can_move_case(request.user, claim, move)
    needed: dict[str, Any] = {}
    if move == "drop":
        drop = DropForm(request.POST)
        if not drop.is_valid():
            return show_claim(request, claim, drop_form=drop)
        needed = {
            "reason": DropReason(drop.cleaned_data["reason"]),
            "note": drop.cleaned_data["note"],
        }
    elif move == "merge":
        words = searched_words(request.POST.get("words", ""))
        merge = ChooseClaimForm(request.POST, listed=claims_to_join(words, but=claim.pk))
        if not merge.is_valid():
            return show_claim(request, claim, merge_form=merge)
        needed = {"into": merge.cleaned_data["claim"]}
    move_case(claim.pk, move, by=request.user, **needed)
    messages.success(request, MOVED[move]())
    return redirect("desk:claim", pk=claim.pk)


# What is said after a move; asked for when it is said, in the language of the person.
MOVED = {
    "take_up": lambda: _("You have taken up the case."),
    "drop": lambda: _("The case is dropped. It can be reopened."),
    "merge": lambda: _("The case is merged into the other one. It can be reopened."),
    "reopen": lambda: _("The case is open again."),
}
