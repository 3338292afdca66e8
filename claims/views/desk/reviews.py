"""Verdict texts reviewed, published and corrected, and the lists of what waits and what is out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.actions.verdicts import start_correction
from claims.actions.workflow import move_text, text_moved_already
from claims.domain.workflow import TEXT_MOVES, IllegalMove, NotReady, TextStatus
from claims.forms.verdicts import CorrectionForm, ReasonForm, ScheduleForm, WithdrawForm
from claims.models import CorrectionKind, Revision
from claims.permissions import (
    can_answer_alert,
    can_edit_revision,
    can_move_text,
    check_can_move_text,
    wrote,
)
from claims.publishing import PictureNotReady
from claims.queries import (
    former_revision,
    missing_of_each,
    open_alerts,
    public_revisions,
    review_queue,
    text_states,
)
from claims.views.access import DeskRequest, desk_page
from claims.views.desk.texts import (
    LANGUAGES,
    checklist,
    difference_rows,
    get_revision,
    published_path,
)
from claims.views.shown_alerts import shown_alerts
from claims.wording import missing_sentences, picture_not_ready_sentence

TEXTS_PER_PAGE = 25


@require_safe
@desk_page
def queue(request: DeskRequest) -> HttpResponseBase:
    """The texts that wait for a second person or for publication, longest waiting first."""
    page = Paginator(review_queue(), TEXTS_PER_PAGE).get_page(request.GET.get("page"))
    missing = missing_of_each(list(page))
    lines = [(one, len(missing[one.pk]), wrote(request.user, one)) for one in page]
    shown = {
        "page": page,
        "lines": lines,
        "finding_alerts": shown_alerts(open_alerts()),
        "may_answer": can_answer_alert(request.user),
    }
    return render(request, "claims/desk/queue.html", shown)


@require_safe
@desk_page
def published(request: DeskRequest) -> HttpResponseBase:
    """What readers can read now, newest first."""
    found = public_revisions().select_related("rating", "text__verdict__claim")
    page = Paginator(found, TEXTS_PER_PAGE).get_page(request.GET.get("page"))
    lines = [(one, published_path(one)) for one in page]
    return render(request, "claims/desk/published.html", {"page": page, "lines": lines})


@require_safe
@desk_page
def review(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """One revision beside the last published one, with what may be done with it."""
    return _show_review(request, get_revision(pk))


def _show_review(
    request: DeskRequest,
    revision: Revision,
    *,
    forms: dict[str, Form] | None = None,
    problems: list[str] | None = None,
) -> HttpResponse:
    """Show the page, with forms that could not be taken in place of the fresh ones."""
    fresh: dict[str, Form] = {
        "return_form": ReasonForm(),
        "withdraw_form": WithdrawForm(),
        "schedule_form": ScheduleForm(),
    }
    former = former_revision(revision)
    shown = {
        "revision": revision,
        "claim": revision.text.verdict.claim,
        "text_language": revision.text.language,
        "former": former,
        "rows": difference_rows(revision, former),
        "checks": checklist(revision),
        "states": text_states(revision.text.verdict.claim, LANGUAGES),
        "moves": {name: can_move_text(request.user, revision, name) for name in TEXT_MOVES},
        "may_correct": can_move_text(request.user, revision, "correct"),
        "may_edit": can_edit_revision(request.user, revision),
        "is_own": wrote(request.user, revision),
        "public_path": published_path(revision) if revision.status == TextStatus.PUBLISHED else "",
        "problems": problems or [],
        "finding_alerts": shown_alerts(open_alerts(claim=revision.text.verdict.claim_id)),
        "may_answer": can_answer_alert(request.user),
        **fresh,
        **(forms or {}),
    }
    status = 409 if problems else 422 if forms else 200
    return render(request, "claims/desk/review.html", shown, status=status)


@require_POST
@desk_page
def move(request: DeskRequest, pk: UUID, move: str) -> HttpResponseBase:
    """Make one move of a revision; what it needs stands in the form of that move."""
    if move not in TEXT_MOVES:
        raise Http404
    revision = get_revision(pk)
    try:
        return _make_move(request, revision, move)
    except IllegalMove:
        # A double click: it is done, and by this person.
        revision.refresh_from_db()
        if not text_moved_already(revision, move, by=request.user):
            raise
    messages.success(request, _moved(revision))
    return redirect("desk:revision", pk=pk)


def _make_move(request: DeskRequest, revision: Revision, move: str) -> HttpResponseBase:
    check_can_move_text(request.user, revision, move)
    form = _move_form(request, move)
    if form is not None and not form.is_valid():
        return _show_review(request, revision, forms={f"{move}_form": form})
    said = form.cleaned_data if form else {}
    try:
        moved = move_text(
            revision.pk,
            move,
            by=request.user,
            reason=said.get("reason", ""),
            publish_at=said.get("publish_at"),
        )
    except NotReady as refused:
        return _show_review(request, revision, problems=missing_sentences(refused.missing))
    except PictureNotReady:
        return _show_review(request, revision, problems=[picture_not_ready_sentence()])
    messages.success(request, _moved(moved))
    return redirect("desk:revision", pk=revision.pk)


def _move_form(request: DeskRequest, move: str) -> Form | None:
    if move == "return":
        return ReasonForm(request.POST)
    if move == "withdraw":
        return WithdrawForm(request.POST)
    return ScheduleForm(request.POST) if move == "schedule" else None


def _moved(revision: Revision) -> str:
    return _("Done. The text is now: %(status)s.") % {"status": revision.get_status_display()}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def correct(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Start a new version of a published text, with what it puts right."""
    revision = get_revision(pk)
    check_can_move_text(request.user, revision, "correct")
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft = start_correction(
            pk,
            kind=CorrectionKind(form.cleaned_data["kind"]),
            public_note=form.cleaned_data["public_note"],
            by=request.user,
        )
        messages.success(
            request,
            _("A new version is begun. Readers see the published one until this replaces it."),
        )
        if not can_edit_revision(request.user, draft):
            return redirect("desk:revision", pk=draft.pk)
        text = draft.text
        return redirect("desk:verdict", pk=text.verdict.claim_id, language=text.language)
    shown = {
        "revision": revision,
        "claim": revision.text.verdict.claim,
        "text_language": revision.text.language,
        "form": form,
    }
    return render(request, "claims/desk/correct.html", shown, status=422 if form.is_bound else 200)
