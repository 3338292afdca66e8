"""Asking services elsewhere about a picture, and deciding what their answers are worth."""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.actions import look_elsewhere as actions
from claims.actions.look_elsewhere import (
    AddressNotPublic,
    LeadNotUsable,
    PictureRefused,
    PictureWouldLeave,
    ProviderOff,
    UnknownProvider,
)
from claims.forms.look_elsewhere import LookElsewhereForm
from claims.permissions import check_can_edit_claim
from claims.views.access import DeskRequest, desk_page
from claims.views.picture_names import picture_names
from claims.views.shown_outside import shown_outside
from media_provenance.look_ups import traits_of
from media_provenance.models import MediaAsset, ProviderCall, ProviderLead
from media_provenance.wording import look_up_label, refusal_sentence

log = logging.getLogger(__name__)


@require_POST
@desk_page
def ask(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Ask a service; where that gives the picture away, ask the person first."""
    asset = get_object_or_404(MediaAsset, pk=pk)
    check_can_edit_claim(request.user)
    form = LookElsewhereForm(request.POST)
    if not form.is_valid():
        return _show_form(request, asset, form)
    try:
        actions.ask_elsewhere(asset, form.provider, form.question, by=request.user)
    except PictureWouldLeave:
        return _confirm(request, asset, form)
    except AddressNotPublic as error:
        form.add_error("url", str(error))
        return _show_form(request, asset, form)
    except UnknownProvider as error:
        raise Http404 from error
    except ProviderOff as error:
        messages.error(request, str(error))
    except ValueError:
        # Only a form that was put together by hand gets here.
        messages.error(request, _("This service cannot be asked that."))
    else:
        messages.success(request, _("The service is being asked. Its answer will stand here."))
    return _back_to(asset.pk)


def _show_form(request: DeskRequest, asset: MediaAsset, form: LookElsewhereForm) -> HttpResponse:
    shown = {
        "asset": asset,
        "name": picture_names([asset])[asset.pk],
        "outside": shown_outside(asset, form),
    }
    return render(request, "claims/desk/look_elsewhere.html", shown, status=422)


def _confirm(request: DeskRequest, asset: MediaAsset, form: LookElsewhereForm) -> HttpResponse:
    question = form.question
    sent = {"sends_file": "1"} if question.sends_file else {"url": question.url}
    hidden = {"may_leave": "1", "what": question.what, **sent}
    shown = {
        "name": picture_names([asset])[asset.pk],
        "service": traits_of(form.provider),
        "service_value": f"{form.provider}:{question.operation.value}",
        "form_url": reverse("desk:look_elsewhere", args=[asset.pk]),
        "hidden": {f"elsewhere-{field}": value for field, value in hidden.items()},
        "button_name": "elsewhere-service",
        "back_url": reverse("desk:picture", args=[asset.pk]),
        "back_label": _("Back to the picture"),
        "label": look_up_label(question.operation.value),
        "question": question,
    }
    return render(request, "claims/desk/look_elsewhere_confirm.html", shown)


def _back_to(asset: UUID) -> HttpResponseBase:
    return redirect(f"{reverse('desk:picture', args=[asset])}#outside")


@require_POST
@desk_page
def again(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Ask once more what was not answered."""
    call = get_object_or_404(ProviderCall, pk=pk)
    check_can_edit_claim(request.user)
    try:
        actions.ask_again(call, by=request.user)
    except ProviderOff as error:
        messages.error(request, str(error))
    except UnknownProvider as error:
        raise Http404 from error
    else:
        messages.success(request, _("The service is being asked. Its answer will stand here."))
    return _back_to(_asset_of(call))


def _asset_of(call: ProviderCall) -> UUID:
    """Return whose page a call belongs to; a call without a picture has no page."""
    if call.asset_id is None:
        raise Http404
    return call.asset_id


def _decided(
    request: DeskRequest, pk: int, act: Callable[[ProviderLead], object], said: str
) -> HttpResponseBase:
    lead = get_object_or_404(ProviderLead.objects.select_related("call"), pk=pk)
    check_can_edit_claim(request.user)
    asset = _asset_of(lead.call)
    try:
        act(lead)
    except (LeadNotUsable, ProviderOff) as error:
        messages.error(request, str(error))
    except UnknownProvider as error:
        raise Http404 from error
    except PictureRefused as refused:
        messages.error(request, refusal_sentence(refused.code, refused.detail))
    except FileNotFoundError as error:
        log.error("answer of a service is gone lead=%s", lead.pk)
        raise Http404 from error
    else:
        messages.success(request, said)
    return _back_to(asset)


@require_POST
@desk_page
def record(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Record a lead as evidence."""
    said = _("The evidence is recorded and the findings are worked out anew.")
    return _decided(request, pk, lambda lead: actions.record_lead(lead, by=request.user), said)


@require_POST
@desk_page
def dismiss(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Dismiss a lead; it stays on record."""
    said = _("The result is dismissed. It stays on record.")
    return _decided(request, pk, lambda lead: actions.dismiss_lead(lead, by=request.user), said)


@require_POST
@desk_page
def fetch(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Fetch an archived copy and compare it."""
    said = _("The copy is being fetched and compared.")
    return _decided(request, pk, lambda lead: actions.fetch_copy(lead, by=request.user), said)


@require_POST
@desk_page
def take_in(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Take in a fetched copy that differs, as a picture of its own."""
    said = _("The copy is in the archive now as a picture of its own, and is compared with others.")
    return _decided(request, pk, lambda lead: actions.take_in_copy(lead, by=request.user), said)
