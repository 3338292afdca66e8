"""What a verdict cites: one list, the same for all its languages."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims.actions.verdicts import SourcesChanged, get_verdict, save_sources, sources_digest
from claims.forms.sources import SourceForm, SourceFormSet, drafts_of, with_another_row
from claims.forms.words import searched_words
from claims.models import Claim, SourceKind
from claims.permissions import check_can_edit_claim
from claims.queries import text_states
from claims.views.access import DeskRequest, desk_page
from claims.views.desk.texts import LANGUAGES


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def sources(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """The list of what the verdict cites, the same for all its languages."""
    claim = get_object_or_404(Claim.objects.select_related("verdict"), pk=pk)
    check_can_edit_claim(request.user)
    verdict = getattr(claim, "verdict", None)
    current = list(verdict.sources.all()) if verdict else []
    if request.method != "POST":
        rows = SourceFormSet(
            initial=[*(SourceForm.initial_of(one) for one in current), *_proposed_source(request)]
        )
        return _show_sources(request, claim, rows, seen=sources_digest(current))
    seen = request.POST.get("seen", "")
    if "add" in request.POST:
        return _show_sources(request, claim, SourceFormSet(with_another_row(request.POST)), seen)
    rows = SourceFormSet(request.POST)
    if not rows.is_valid():
        return _show_sources(request, claim, rows, seen, status=422)
    try:
        verdict = get_verdict(claim, by=request.user)
        save_sources(verdict, drafts_of(rows), by=request.user, seen=seen)
    except SourcesChanged as conflict:
        now = sources_digest(conflict.current)
        return _show_sources(request, claim, rows, now, theirs=conflict.current, status=409)
    messages.success(request, _("The sources are saved."))
    return redirect("desk:sources", pk=pk)


def _proposed_source(request: DeskRequest) -> list[dict[str, str]]:
    """What a link to this page may fill in, such as another fact-check that an item tells of."""
    given = {
        name: searched_words(request.GET[name])
        for name in ("title", "publisher", "url")
        if name in request.GET
    }
    return [{"kind": SourceKind.FACT_CHECK, **given}] if given.get("title") else []


def _show_sources(
    request: DeskRequest,
    claim: Claim,
    rows: object,
    seen: str,
    *,
    theirs: object = None,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "claim": claim,
        "rows": rows,
        "seen": seen,
        "theirs": theirs,
        "states": text_states(claim, LANGUAGES),
    }
    return render(request, "claims/desk/sources.html", shown, status=status)
