"""Verdict texts: written, previewed, reviewed, published, corrected; and their sources."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims.actions.verdicts import (
    EditConflict,
    SourcesChanged,
    get_verdict,
    holds,
    open_revision,
    save_revision,
    save_sources,
    set_media_category,
    sources_digest,
    start_correction,
)
from claims.actions.workflow import move_text, text_moved_already
from claims.domain.workflow import TEXT_MOVES, Approved, IllegalMove, NotReady, TextStatus
from claims.forms.verdicts import (
    CorrectionForm,
    ReasonForm,
    RevisionForm,
    ScheduleForm,
    SourceForm,
    SourceFormSet,
    WithdrawForm,
    drafts_of,
    with_another_row,
    with_version,
)
from claims.forms.words import searched_words
from claims.models import Claim, CorrectionKind, MediaCategory, Revision, SourceKind
from claims.permissions import (
    can_edit_revision,
    can_move_text,
    check_can_edit_claim,
    check_can_move_text,
    check_can_start_verdict,
    wrote,
)
from claims.publishing import PictureNotReady, preview_of
from claims.queries import (
    findings_to_cite,
    former_revision,
    missing_of_each,
    open_revision_of,
    public_revisions,
    review_queue,
    text_states,
)
from claims.views.access import DeskRequest, desk_page
from claims.views.desk.texts import (
    NEW,
    Row,
    checklist,
    conflict_rows,
    difference_rows,
    published_path,
    verdict_form,
)
from claims.views.shown import shown_verdict
from claims.wording import (
    approved_sentence,
    illegal_move_sentence,
    missing_sentences,
    picture_not_ready_sentence,
)

TEXTS_PER_PAGE = 25
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


# Writing


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def edit(request: DeskRequest, pk: UUID, language: str) -> HttpResponseBase:
    """Write the text of one language; a published one is corrected and not edited."""
    claim = get_object_or_404(Claim.objects.select_related("verdict"), pk=pk)
    revision = open_revision_of_claim(claim, language)
    if request.method != "POST" and (elsewhere := _not_here(request, claim, language, revision)):
        return redirect("desk:revision", pk=elsewhere.pk)
    check_can_start_verdict(request.user)
    form = verdict_form(claim, language, revision, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, claim, language, form)
        except IllegalMove as moved_on:
            if revision is not None and _sent_already(request, revision, form):
                return _sent_to_review(request, revision)
            problem = illegal_move_sentence(moved_on)
            return _show_editor(request, claim, language, revision, form, problem=problem)
    return _show_editor(request, claim, language, revision, form)


def _not_here(
    request: DeskRequest, claim: Claim, language: str, revision: Revision | None
) -> Revision | None:
    """The revision to be looked at instead, where there is none that this person may write in."""
    if revision is not None:
        return None if can_edit_revision(request.user, revision) else revision
    state = next(one for one in text_states(claim, LANGUAGES) if one.language == language)
    return state.published


def open_revision_of_claim(claim: Claim, language: str) -> Revision | None:
    """The revision being worked on in a language, if any."""
    verdict = getattr(claim, "verdict", None)
    text = verdict.texts.filter(language=language).first() if verdict else None
    return open_revision_of(text.pk) if text else None


def _save(
    request: DeskRequest, claim: Claim, language: str, form: RevisionForm
) -> HttpResponseBase:
    revision = open_revision(claim, language, by=request.user)
    version: int = form.cleaned_data["version"]
    if version == NEW and revision.version == 1:
        version = revision.version  # as it was opened just now, with nothing written in it
    try:
        saved = save_revision(revision.pk, form.draft, version=version, by=request.user)
    except EditConflict as conflict:
        return _show_conflict(request, claim, language, conflict)
    category = MediaCategory(form.cleaned_data["media_category"])
    try:
        set_media_category(saved.text.verdict, category, by=request.user)
    except Approved:
        # The words are saved; what all languages share has to wait, and is said to.
        messages.warning(request, approved_sentence())
    then = request.POST.get("then", "")
    if then == "submit":
        return _submit(request, saved)
    messages.success(request, _("Saved."))
    if then == "sources":
        return redirect("desk:sources", pk=claim.pk)
    if then == "preview":
        return redirect("desk:preview", pk=saved.pk)
    return redirect("desk:verdict", pk=claim.pk, language=language)


def _submit(request: DeskRequest, revision: Revision) -> HttpResponseBase:
    try:
        move_text(revision.pk, "submit", by=request.user)
    except NotReady as refused:
        messages.warning(request, _("Saved, but not yet ready for review:"))
        for sentence in missing_sentences(refused.missing):
            messages.warning(request, sentence)
        text = revision.text
        return redirect("desk:verdict", pk=text.verdict.claim_id, language=text.language)
    return _sent_to_review(request, revision)


def _sent_to_review(request: DeskRequest, revision: Revision) -> HttpResponseBase:
    messages.success(request, _("Saved. A second person is asked to review the text."))
    return redirect("desk:revision", pk=revision.pk)


def _sent_already(request: DeskRequest, revision: Revision, form: RevisionForm) -> bool:
    """Whether this is a second click of "Save and ask for review", with the same words."""
    revision.refresh_from_db()
    return (
        request.POST.get("then") == "submit"
        and text_moved_already(revision, "submit", by=request.user)
        and holds(revision, form.draft)
    )


def _show_conflict(
    request: DeskRequest, claim: Claim, language: str, conflict: EditConflict
) -> HttpResponse:
    """Show both versions, with the later one still in the form: saving again overwrites."""
    typed = with_version(request.POST, conflict.current.version)
    form = verdict_form(claim, language, conflict.current, typed)
    form.is_valid()
    rows = conflict_rows(conflict)
    return _show_editor(request, claim, language, conflict.current, form, rows=rows)


def _show_editor(
    request: DeskRequest,
    claim: Claim,
    language: str,
    revision: Revision | None,
    form: RevisionForm,
    *,
    rows: list[Row] | None = None,
    problem: str = "",
) -> HttpResponse:
    """Show the form; with ``rows`` or a ``problem`` what was typed is in it and not saved."""
    shown = {
        "claim": claim,
        "text_language": language,
        "revision": revision,
        "form": form,
        "findings": findings_to_cite(claim, cited=revision.finding_id if revision else None),
        "checks": checklist(revision) if revision else [],
        "states": text_states(claim, LANGUAGES),
        "sources": list(claim.verdict.sources.all()) if hasattr(claim, "verdict") else [],
        "conflict": rows,
        "problem": problem,
    }
    status = 409 if rows or problem else 422 if form.is_bound else 200
    return render(request, "claims/desk/verdict.html", shown, status=status)


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


@require_safe
@desk_page
def preview(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """The text as readers will see it, in its own language."""
    revision = _get_revision(pk)
    with translation.override(revision.text.language):
        seen = preview_of(revision, at=timezone.now())
        shown = {
            "shown": shown_verdict(
                seen,
                picture_path=lambda _verdict, picture, size: reverse(
                    "desk:picture_copy", args=[picture.asset_id, size]
                ),
            ),
            "revision": revision,
            "on_phone": request.GET.get("width") == "phone",
        }
        response = render(request, "claims/desk/preview.html", shown)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Language"] = revision.text.language
    return response


# Reviewing and publishing


@require_safe
@desk_page
def queue(request: DeskRequest) -> HttpResponseBase:
    """The texts that wait for a second person or for publication, longest waiting first."""
    page = Paginator(review_queue(), TEXTS_PER_PAGE).get_page(request.GET.get("page"))
    missing = missing_of_each(list(page))
    lines = [(one, len(missing[one.pk]), wrote(request.user, one)) for one in page]
    return render(request, "claims/desk/queue.html", {"page": page, "lines": lines})


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
    return _show_review(request, _get_revision(pk))


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
    revision = _get_revision(pk)
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
    revision = _get_revision(pk)
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


def _get_revision(pk: UUID) -> Revision:
    found = Revision.objects.select_related(
        "text__verdict__claim", "rating", "author", "approved_by", "finding", "correction"
    )
    return get_object_or_404(found, pk=pk)
