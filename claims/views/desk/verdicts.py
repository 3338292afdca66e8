"""Verdict texts written and previewed; ``reviews`` is what becomes of them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from claims.actions.stated_findings import (
    put_finding_in,
    take_finding_anew,
    take_finding_out,
)
from claims.actions.verdicts import (
    EditConflict,
    holds,
    open_revision,
    save_revision,
    set_media_category,
)
from claims.actions.workflow import move_text, text_moved_already
from claims.domain.workflow import Approved, IllegalMove, NotReady
from claims.forms.verdicts import RevisionForm, with_version
from claims.models import Claim, MediaCategory, Revision
from claims.permissions import can_edit_revision, check_can_start_verdict
from claims.publishing import preview_of
from claims.queries import findings_to_cite, open_revision_of, text_states
from claims.views.access import DeskRequest, desk_page
from claims.views.desk.texts import (
    LANGUAGES,
    NEW,
    Row,
    checklist,
    conflict_rows,
    get_revision,
    verdict_form,
)
from claims.views.shown import shown_verdict
from claims.views.shown_stated import stated_block
from claims.wording import approved_sentence, illegal_move_sentence, missing_sentences


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def edit(request: DeskRequest, pk: UUID, language: str) -> HttpResponseBase:
    """Write the text of one language; a published one is corrected and not edited."""
    claim = get_object_or_404(Claim.objects.select_related("verdict"), pk=pk)
    revision = _open_revision_of_claim(claim, language)
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


def _open_revision_of_claim(claim: Claim, language: str) -> Revision | None:
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
        also = form.cleaned_data["media_also"]
        set_media_category(saved.text.verdict, category, also=also, by=request.user)
    except Approved:
        # The words are saved; what all languages share has to wait, and is said to.
        messages.warning(request, approved_sentence())
    then = request.POST.get("then", "")
    if then == "submit":
        return _submit(request, saved)
    if _change_stated(request, saved, then):
        messages.success(request, _("Saved, and the findings in the text with it."))
        return redirect(f"{reverse('desk:verdict', args=[claim.pk, language])}#stated-title")
    messages.success(request, _("Saved."))
    if then == "sources":
        return redirect("desk:sources", pk=claim.pk)
    if then == "preview":
        return redirect("desk:preview", pk=saved.pk)
    return redirect("desk:verdict", pk=claim.pk, language=language)


def _change_stated(request: DeskRequest, revision: Revision, then: str) -> bool:
    """Do to the findings in the text what the button says; False for another button.

    Raises:
        Http404: for a finding that is not the claim's, or not in the text.
    """
    step, _colon, key = then.partition(":")
    if step == "put_in":
        offered = {str(one.pk): one for one in findings_to_cite(revision.text.verdict.claim)}
        if key not in offered:
            raise Http404
        put_finding_in(revision.pk, offered[key], by=request.user)
        return True
    change = {"renew": take_finding_anew, "take_out": take_finding_out}.get(step)
    if change is None:
        return False
    stated = {str(one.pk): one.pk for one in revision.stated_findings.all()}
    if key not in stated:
        raise Http404
    change(stated[key], by=request.user)
    return True


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
    findings = findings_to_cite(claim, cited=revision.finding_id if revision else None)
    shown = {
        "claim": claim,
        "text_language": language,
        "revision": revision,
        "form": form,
        "findings": findings,
        "stated": stated_block(revision, findings, language),
        "checks": checklist(revision) if revision else [],
        "states": text_states(claim, LANGUAGES),
        "sources": list(claim.verdict.sources.all()) if hasattr(claim, "verdict") else [],
        "conflict": rows,
        "problem": problem,
    }
    status = 409 if rows or problem else 422 if form.is_bound else 200
    return render(request, "claims/desk/verdict.html", shown, status=status)


@require_safe
@desk_page
def preview(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """The text as readers will see it, in its own language."""
    revision = get_revision(pk)
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
