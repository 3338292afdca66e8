"""Asking other fact-checkers about a claim, and deciding what their reviews are worth."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.actions.look_elsewhere import (
    AddressNotPublic,
    LeadNotUsable,
    PictureWouldLeave,
    ProviderOff,
    UnknownProvider,
    ask_again,
    dismiss_lead,
)
from claims.actions.other_checks import ask_checkers, cite_review
from claims.forms.other_checks import OtherChecksForm
from claims.models import Claim
from claims.permissions import check_can_edit_claim
from claims.queries import reference_of
from claims.views.access import DeskRequest, desk_page
from claims.views.desk.cases import show_claim
from claims.views.picture_names import picture_names
from claims.views.shown_checks import addresses_to_ask
from media_provenance.look_ups import traits_of
from media_provenance.models import MediaAsset, ProviderCall, ProviderLead
from media_provenance.wording import look_up_label


@require_POST
@desk_page
def ask(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Ask a service for fact-checks; where that tells a picture's address, ask the person first."""
    claim = get_object_or_404(Claim, pk=pk)
    check_can_edit_claim(request.user)
    assets = [one.asset for one in claim.pictures.select_related("asset")]
    form = OtherChecksForm(request.POST, claim=claim, addresses=addresses_to_ask(assets))
    if not form.is_valid():
        return show_claim(request, claim, checks_form=form)
    asset = next((one for one in assets if one.pk == form.chosen_picture), None)
    try:
        ask_checkers(claim, form.provider, form.question, by=request.user, asset=asset)
    except PictureWouldLeave:
        return _confirm(request, claim, asset, form)
    except UnknownProvider as error:
        raise Http404 from error
    except (AddressNotPublic, ProviderOff) as error:
        messages.error(request, str(error))
    except ValueError:
        # Only a form that was put together by hand gets here.
        messages.error(request, _("This service cannot be asked that."))
    else:
        messages.success(request, _("The service is being asked. Its answer will stand here."))
    return _back_to(claim.pk)


def _confirm(
    request: DeskRequest, claim: Claim, asset: MediaAsset | None, form: OtherChecksForm
) -> HttpResponse:
    if asset is None:
        # Words never need this question.
        raise Http404
    question = form.question
    shown = {
        "name": picture_names([asset])[asset.pk],
        "service": traits_of(form.provider),
        "label": look_up_label(question.operation.value),
        "question": question,
        "form_url": reverse("desk:checks_ask", args=[claim.pk]),
        "hidden": {"checks-may_leave": "1", "checks-picture": str(asset.pk)},
        "button_name": "checks-service",
        "service_value": f"{form.provider}:{question.operation.value}",
        "back_url": reverse("desk:claim", args=[claim.pk]),
        "back_label": _("Back to the claim"),
    }
    return render(request, "claims/desk/look_elsewhere_confirm.html", shown)


def _back_to(claim: UUID) -> HttpResponseBase:
    return redirect(f"{reverse('desk:claim', args=[claim])}#other-checks")


@require_POST
@desk_page
def again(request: DeskRequest, claim: UUID, pk: UUID) -> HttpResponseBase:
    """Ask once more what was not answered."""
    call = get_object_or_404(ProviderCall, pk=pk, asked_for=reference_of(claim))
    check_can_edit_claim(request.user)
    try:
        ask_again(call, by=request.user)
    except ProviderOff as error:
        messages.error(request, str(error))
    except UnknownProvider as error:
        raise Http404 from error
    else:
        messages.success(request, _("The service is being asked. Its answer will stand here."))
    return _back_to(claim)


@require_POST
@desk_page
def cite(request: DeskRequest, claim: UUID, pk: int) -> HttpResponseBase:
    """Record a review as a source of the verdict."""
    lead = _lead_of(claim, pk)
    check_can_edit_claim(request.user)
    try:
        cite_review(get_object_or_404(Claim, pk=claim), lead, by=request.user)
    except LeadNotUsable as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The fact-check stands among the sources now."))
    return _back_to(claim)


@require_POST
@desk_page
def dismiss(request: DeskRequest, claim: UUID, pk: int) -> HttpResponseBase:
    """Dismiss a review; it stays on record."""
    lead = _lead_of(claim, pk)
    check_can_edit_claim(request.user)
    try:
        dismiss_lead(lead, by=request.user)
    except LeadNotUsable as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The result is dismissed. It stays on record."))
    return _back_to(claim)


def _lead_of(claim: UUID, pk: int) -> ProviderLead:
    """Return a lead of what was asked for this claim."""
    found = ProviderLead.objects.select_related("call")
    return get_object_or_404(found, pk=pk, call__asked_for=reference_of(claim))
