"""Taking, changing and leaving what the rules suggest, and undoing it.

Each is a plain form. Asked by htmx, the answer is the list with the next suggestion in it, and
the text beside it; asked by a browser without scripts, the page.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from claims.actions.cases import NoSuchWords, NothingClaimed, SpeakerNeeded
from claims.actions.suggestions import (
    DecidedMeanwhile,
    NoSuchPost,
    accept_suggestion,
    reject_suggestion,
    take_post,
    undo_decision,
)
from claims.domain.workflow import CaseStatus
from claims.forms.readings import SuggestionForm
from claims.item_queries import item_reading
from claims.models import Claim, NewsItem, StatementSuggestion, SuggestionState
from claims.permissions import check_can_edit_claim
from claims.views.access import DeskRequest, desk_page
from claims.views.desk.items import decided_context, show_item
from claims.views.suggestion_cards import card_of, place_of
from claims.wording import statement_told


@require_POST
@desk_page
def accept(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Record the statement as it is suggested, of a new claim or of one that is there."""
    check_can_edit_claim(request.user)
    suggestion = _suggestion(pk)
    claim = _chosen(request.POST.get("claim", ""))
    try:
        accept_suggestion(suggestion, claim=claim, by=request.user)
    except NothingClaimed:
        return _refuse(
            request,
            suggestion,
            _(
                "Nothing is claimed in these words alone. Choose the claim they are about, or "
                "change the suggestion and write it."
            ),
        )
    except (SpeakerNeeded, DecidedMeanwhile) as refused:
        return _refuse(request, suggestion, str(refused))
    except NoSuchWords:
        return _refuse(request, suggestion, _gone())
    return _answer(request, suggestion, _("Recorded: %(what)s") % {"what": _lead(suggestion)})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def edit(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Put a suggestion otherwise, and record it so."""
    check_can_edit_claim(request.user)
    suggestion = _suggestion(pk)
    page = item_reading(suggestion.news_item_id)
    card = card_of(suggestion, page)
    form = SuggestionForm(
        request.POST or None, suggestion=suggestion, targets=card.targets, chosen=card.chosen
    )
    is_too_late = False
    if form.is_valid():
        try:
            accept_suggestion(
                suggestion,
                claim=form.cleaned_data.get("claim"),
                by=request.user,
                changes=form.changes(),
            )
        except DecidedMeanwhile as refused:
            form.add_error(None, str(refused))
            is_too_late = True
        except NoSuchWords:
            form.add_error(None, _gone())
        else:
            return _answer(
                request, suggestion, _("Recorded: %(what)s") % {"what": _lead(suggestion)}
            )
    shown = {"item": page.item, "suggestion": suggestion, "form": form, "lead": card.lead}
    status = 409 if is_too_late else 422 if form.is_bound else 200
    return render(request, "claims/desk/suggestion_edit.html", shown, status=status)


@require_POST
@desk_page
def reject(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Leave a suggestion; it is not offered again."""
    suggestion = _suggestion(pk)
    try:
        reject_suggestion(suggestion, by=request.user)
    except DecidedMeanwhile as refused:
        return _refuse(request, suggestion, str(refused))
    return _answer(request, suggestion, _("Left: %(what)s") % {"what": _lead(suggestion)})


@require_POST
@desk_page
def undo(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Offer a suggestion again that was decided about."""
    suggestion = _suggestion(pk)
    undone = undo_decision(suggestion, by=request.user)
    if undone.claim_left is None:
        said = _("Offered again: %(what)s") % {"what": _lead(suggestion)}
    else:
        said = _(
            "Offered again: %(what)s. The claim that was made of it stays; drop it if it is of no "
            "use."
        ) % {"what": _lead(suggestion)}
    return _answer(request, suggestion, said, focus=suggestion.pk)


@require_POST
@desk_page
def post(request: DeskRequest, pk: UUID, number: int) -> HttpResponseBase:
    """Take a post that the item shows or tells of as an appearance of a claim."""
    check_can_edit_claim(request.user)
    item = get_object_or_404(NewsItem, pk=pk)
    claim = _chosen(request.POST.get("claim", ""))
    if claim is None:
        raise Http404
    try:
        take_post(claim, item, number, by=request.user)
    except NoSuchPost as refused:
        messages.error(request, str(refused))
        return redirect("desk:item", pk=pk)
    messages.success(request, _("The post is an appearance of this claim."))
    return redirect(f"{reverse('desk:claim', args=[claim.pk])}#appearances-title")


def _suggestion(pk: int) -> StatementSuggestion:
    return get_object_or_404(StatementSuggestion, pk=pk)


def _chosen(written: str) -> Claim | None:
    """Return the claim that was chosen; None for a new one. Raises Http404 for one of nobody."""
    if not written:
        return None
    try:
        key = UUID(written)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(Claim.objects.exclude(status=CaseStatus.DROPPED), pk=key)


def _lead(suggestion: StatementSuggestion) -> str:
    return statement_told(suggestion.stance, suggestion.speaker, suggestion.claim_text)


def _gone() -> str:
    return _("These words do not stand in the text any more. Load the page again.")


def _answer(
    request: DeskRequest, suggestion: StatementSuggestion, said: str, *, focus: int | None = None
) -> HttpResponseBase:
    """Go on to the next suggestion; ``focus`` names another one."""
    item_id = suggestion.news_item_id
    after = focus if focus is not None else _next(suggestion)
    if request.htmx:
        suggestion.refresh_from_db()
        decided = suggestion.state != SuggestionState.OFFERED
        shown = decided_context(
            item_id, last=suggestion if decided else None, said=said, focus=after
        )
        return render(request, "claims/desk/_item_decided.html", shown)
    messages.success(request, said)
    place = f"suggestion-{after}" if after else "suggestions"
    number = place_of(after, (one[0] for one in _waiting(suggestion))) or 1
    on_page = f"&suggestions={number}" if number > 1 else ""
    return redirect(f"{reverse('desk:item', args=[item_id])}?last={suggestion.pk}{on_page}#{place}")


def _next(suggestion: StatementSuggestion) -> int:
    """The suggestion that waits behind this one, or else the first that waits; 0 for none."""
    ordered = _waiting(suggestion)
    place = (not suggestion.in_title, suggestion.start, suggestion.pk)
    behind = [pk for pk, in_title, start in ordered if (not in_title, start, pk) > place]
    return behind[0] if behind else ordered[0][0] if ordered else 0


def _waiting(suggestion: StatementSuggestion) -> list[tuple[int, bool, int]]:
    """Id, whether in the title, and start of all that wait in the same item, in their order."""
    waiting = StatementSuggestion.objects.filter(
        news_item_id=suggestion.news_item_id, state=SuggestionState.OFFERED
    )
    return list(waiting.values_list("pk", "in_title", "start"))


def _refuse(request: DeskRequest, suggestion: StatementSuggestion, problem: str) -> HttpResponse:
    """Show the list again, with the reason at the suggestion."""
    if request.htmx:
        shown = decided_context(suggestion.news_item_id, refused=suggestion.pk, problem=problem)
        return render(request, "claims/desk/_item_decided.html", shown, status=422)
    return show_item(request, suggestion.news_item_id, refused=suggestion.pk, problem=problem)
