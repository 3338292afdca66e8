"""Answers to alerts: a published verdict says something else of a picture than the evidence."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from claims.actions.finding_alerts import (
    AlertAnswered,
    NoteNeeded,
    say_it_still_holds,
    take_up_alert,
)
from claims.models import FindingAlert
from claims.views.access import DeskRequest, desk_page

MOST_OF_A_NOTE = 2000


@require_POST
@desk_page
def take_up(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Say that one looks into it, so that others need not."""
    alert = get_object_or_404(FindingAlert, pk=pk)
    try:
        take_up_alert(pk, by=request.user)
    except AlertAnswered:
        messages.info(request, _already())
    return redirect("desk:revision", pk=alert.revision_id)


@require_POST
@desk_page
def still_holds(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Say why the verdict holds all the same."""
    alert = get_object_or_404(FindingAlert, pk=pk)
    note = request.POST.get("note", "").replace("\0", "")[:MOST_OF_A_NOTE]
    try:
        say_it_still_holds(pk, note=note, by=request.user)
    except AlertAnswered:
        messages.info(request, _already())
    except NoteNeeded:
        messages.error(request, _("Say in a few words why the verdict still holds."))
    else:
        messages.success(request, _("It is noted that the verdict still holds."))
    return redirect("desk:revision", pk=alert.revision_id)


def _already() -> str:
    return _("Somebody has answered this already, or the text was corrected in the meantime.")
