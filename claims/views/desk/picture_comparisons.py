"""Two pictures beside or on each other, the decision about them, and all copies of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from claims.actions.pictures import confirm_match_too, decide_match, take_back_second_word
from claims.forms.pictures import DecisionForm, SecondWordForm
from claims.views.access import DeskRequest, desk_page
from claims.views.drawn_pictures import drawn_picture
from claims.views.picture_names import picture_names
from claims.views.shown_family import shown_family
from claims.views.shown_matches import compare_url, decision_said, shown_match
from claims.views.shown_sides import COMPARED_SIDE, Known
from claims.views.ways_of_looking import shown_views, view_named
from claims.wording import second_word_sentence
from media_provenance.actions import (
    ComparisonKind,
    NothingToCheck,
    OwnEntry,
    comparison_file,
)
from media_provenance.models import Decision, Match, MatchDecision, MediaAsset
from media_provenance.queries import family_of, picture_comparison
from media_provenance.wording import decision_sentence


@require_safe
@desk_page
def compare(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Compare two pictures, seen from the one that ``from`` names; ``view`` says how."""
    match = get_object_or_404(
        Match.objects.select_related("first", "second", "decided_by", "second_decided_by"), pk=pk
    )
    seen_from = _seen_from(match, request.GET.get("from", ""))
    comparison = picture_comparison(match, seen_from=seen_from)
    known = Known(
        picture_names([comparison.seen, comparison.other]),
        {
            comparison.seen.pk: comparison.seen_dates,
            comparison.other.pk: comparison.other_dates,
        },
    )
    view = view_named(request.GET.get("view", ""), lays_over=comparison.has_files)
    waiting = Match.objects.waiting()
    following = comparison.next_open or waiting.exclude(pk=match.pk).order_by("pk").first()
    shown = {
        "one": shown_match(
            match,
            seen_from,
            known,
            size=COMPARED_SIDE,
            stands_for=match.represents.count(),
        ),
        "view": view,
        "views": shown_views(view, lays_over=comparison.has_files),
        "lays_over": comparison.has_files,
        "aligned_url": _drawing_url(match, seen_from, ComparisonKind.ALIGNED),
        "difference_url": _drawing_url(match, seen_from, ComparisonKind.DIFFERENCE),
        "decisions": [_past(one) for one in comparison.history],
        "next_url": _next_url(following, seen_from),
        "waiting": waiting.count(),
    }
    return render(request, "claims/desk/compare.html", shown)


def _seen_from(match: Match, written: str) -> UUID:
    """Return the one of the two that is named, or else the one that was added last."""
    named = [one.pk for one in (match.first, match.second) if str(one.pk) == written]
    if named:
        return named[0]
    return max((match.first, match.second), key=lambda one: (one.added_at, one.pk)).pk


def _drawing_url(match: Match, seen_from: UUID, kind: ComparisonKind) -> str:
    return reverse("desk:match_drawing", args=[match.pk, seen_from, kind.value])


def _next_url(following: Match | None, seen_from: UUID) -> str:
    """Stay with the picture at hand while pairs of it wait; see others from either."""
    if following is None:
        return ""
    is_of_it = seen_from in (following.first_id, following.second_id)
    return compare_url(following, seen_from if is_of_it else following.first_id)


@dataclass(frozen=True, slots=True)
class PastDecision:
    """What somebody said of a pair before, in words."""

    sentence: str
    note: str
    by: object
    at: object


def _past(row: MatchDecision) -> PastDecision:
    taken_back = row.decision == Decision.UNDECIDED
    if row.is_second:
        sentence = second_word_sentence(taken_back=taken_back)
    elif taken_back:
        sentence = _("The decision was taken back.")
    else:
        sentence = decision_sentence(row.decision)
    return PastDecision(sentence, row.note, row.decided_by, row.decided_at)


@require_safe
@desk_page
def drawing(request: DeskRequest, pk: int, seen_from: UUID, kind: str) -> HttpResponseBase:
    """The other picture laid over the one seen, or where the two differ; drawn when asked for."""
    match = get_object_or_404(Match.objects.select_related("first", "second"), pk=pk)
    kinds = {one.value: one for one in ComparisonKind}
    if kind not in kinds or seen_from not in (match.first_id, match.second_id):
        raise Http404
    # A new measurement of the pair is drawn anew under the same address.
    return drawn_picture(
        partial(comparison_file, match, seen_from=seen_from, kind=kinds[kind]),
        cache_control="private, max-age=300",
    )


@require_POST
@desk_page
def decide(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Say whether two pictures are the same one."""
    match = get_object_or_404(Match, pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Http404
    decided = decide_match(
        match.pk,
        Decision(form.cleaned_data["decision"]),
        by=request.user,
        note=form.cleaned_data["note"],
    )
    messages.success(
        request, decision_said(decided.decision, lacks_second=decided.lacks_second_person)
    )
    return _back(match, form)


@require_POST
@desk_page
def second_word(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Say as a second person that two pictures are the same one, or take that back."""
    match = get_object_or_404(Match, pk=pk)
    form = SecondWordForm(request.POST)
    if not form.is_valid():
        raise Http404
    if form.cleaned_data["word"] == SecondWordForm.TAKE_BACK:
        take_back_second_word(pk, by=request.user)
        messages.success(request, _("The second confirmation is taken back."))
        return _back(match, form)
    try:
        confirm_match_too(pk, by=request.user)
    except (OwnEntry, NothingToCheck) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Confirmed by two people: its evidence counts now."))
    return _back(match, form)


def _back(match: Match, form: DecisionForm | SecondWordForm) -> HttpResponseBase:
    seen_from = form.cleaned_data["seen_from"]
    asset = seen_from if seen_from in (match.first_id, match.second_id) else match.first_id
    if form.cleaned_data["back"] == "compare":
        return redirect(compare_url(match, asset))
    return redirect(f"{reverse('desk:picture', args=[asset])}#match-{match.pk}")


@require_safe
@desk_page
def family(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """All copies of a picture that the archive knows of, those with the oldest evidence first."""
    asset = get_object_or_404(MediaAsset, pk=pk)
    shown = {"asset": asset, "family": shown_family(family_of(asset))}
    return render(request, "claims/desk/family.html", shown)
