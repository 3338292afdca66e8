"""Bring something to the desk: four plain forms on one page."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from claims.actions.intake import (
    Brought,
    IntakeRefused,
    bring_in_address,
    bring_in_file,
    bring_in_pictures,
    bring_in_text,
)
from claims.forms.intake import AddressForm, PageFileForm, PicturesForm, TextForm, Upload, bytes_of
from claims.permissions import check_can_bring_in
from claims.views.access import DeskRequest, desk_page
from claims.views.disk_refusals import DISK_REFUSES, INSUFFICIENT_STORAGE, disk_sentence
from claims.wording import refusal_sentence

log = logging.getLogger(__name__)

FORMS: dict[str, type[Form]] = {
    "address": AddressForm,
    "text": TextForm,
    "page": PageFileForm,
    "pictures": PicturesForm,
}
# Beside which field the reason for a refusal is shown, where it is not about the address.
MAIN_FIELDS = {"address": "url", "text": "text", "page": "file", "pictures": "uploads"}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def intake(request: DeskRequest) -> HttpResponseBase:
    """Take an address, a text, a page file or pictures; ``part`` says which form was sent."""
    check_can_bring_in(request.user)
    forms: dict[str, Form] = {part: kind(initial=_initial(request)) for part, kind in FORMS.items()}
    part = request.POST.get("part", "")
    if request.method != "POST" or part not in FORMS:
        return render(request, "claims/desk/intake.html", {"forms": forms})
    form = forms[part] = FORMS[part](request.POST, request.FILES)
    status = 422
    if form.is_valid():
        try:
            brought = BRING_IN[part](form, request)
        except IntakeRefused as refusal:
            field = "url" if refusal.code == "address_refused" else MAIN_FIELDS[part]
            form.add_error(field, refusal_sentence(refusal.code))
        except OSError as error:
            # Files are written before their rows, so there is no row that speaks of this one.
            if error.errno not in DISK_REFUSES:
                raise
            log.exception("upload not kept part=%s", part)
            form.add_error(MAIN_FIELDS[part], disk_sentence(error))
            status = INSUFFICIENT_STORAGE
        else:
            _say_what_happened(request, brought)
            return redirect("desk:item", pk=brought.item.pk)
    return render(request, "claims/desk/intake.html", {"forms": forms}, status=status)


def _initial(request: DeskRequest) -> dict[str, str]:
    """What a link to this page may fill in, such as one dragged to a browser's bookmarks."""
    return {name: request.GET[name] for name in ("url", "text") if name in request.GET}


def _address(form: Form, request: DeskRequest) -> Brought:
    return Brought(bring_in_address(form.cleaned_data["url"], by=request.user))


def _text(form: Form, request: DeskRequest) -> Brought:
    given = form.cleaned_data
    return Brought(bring_in_text(given["text"], by=request.user, url=given["url"]))


def _page(form: Form, request: DeskRequest) -> Brought:
    upload: Upload = form.cleaned_data["file"]
    item = bring_in_file(
        bytes_of(upload), by=request.user, name=upload.name or "", url=form.cleaned_data["url"]
    )
    return Brought(item)


def _pictures(form: Form, request: DeskRequest) -> Brought:
    given = form.cleaned_data
    return bring_in_pictures(
        [(upload.name or "", bytes_of(upload)) for upload in given["uploads"]],
        by=request.user,
        page_url=given["url"],
        note=given["note"],
        published=given["days"],
    )


BRING_IN: dict[str, Callable[[Form, DeskRequest], Brought]] = {
    "address": _address,
    "text": _text,
    "page": _page,
    "pictures": _pictures,
}


def _say_what_happened(request: DeskRequest, brought: Brought) -> None:
    messages.success(request, _("It was brought in."))
    for name, code in brought.refused:
        messages.warning(
            request,
            _("“%(name)s” was not taken. %(reason)s")
            % {"name": name, "reason": refusal_sentence(code)},
        )
