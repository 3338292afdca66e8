"""What is asked of a service elsewhere about one picture."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from claims.forms.intake import PublicAddressField
from media_provenance.look_ups import Operation, Question

# What the desk of a picture may ask; fetching a copy is a button of its lead.
ASKED = (
    Operation.CAPTURES,
    Operation.LISTINGS,
    Operation.SEARCH_IMAGE,
    Operation.SEARCH_CLAIMS_BY_IMAGE,
    Operation.SAVE,
)
_ABOUT_PAGES = frozenset({Operation.LISTINGS, Operation.SAVE})


class ServiceField(forms.CharField):
    """A service's name and what it is asked, with a colon between, by the button pressed."""

    def __init__(self, asked: Collection[Operation], **options: Any) -> None:
        super().__init__(**{"max_length": 80, "widget": forms.HiddenInput, **options})
        self._asked = {operation.value for operation in asked}

    def clean(self, value: Any) -> tuple[str, Operation]:
        """Return the service's name and what it is asked."""
        name, _colon, operation = str(super().clean(value)).partition(":")
        if operation not in self._asked:
            raise forms.ValidationError(_t("Choose one of the services."))
        return name, Operation(operation)


class LookElsewhereForm(forms.Form):
    """An address, and which service is asked what about it; or the file itself is sent.

    ``may_leave`` is the answer of the page that asks before a picture is given away.
    """

    prefix = "elsewhere"
    url = PublicAddressField(
        label=_("Address"),
        required=False,
        help_text=_("The public address of the picture, or of a page on which it stands."),
    )
    what = forms.ChoiceField(
        label=_("This is the address of"),
        widget=forms.RadioSelect,
        initial="picture",
        choices=[("picture", _("the picture itself")), ("page", _("a page with the picture"))],
    )
    service = ServiceField(ASKED)
    sends_file = forms.BooleanField(required=False, widget=forms.HiddenInput)
    may_leave = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for an address where the file is not sent."""
        said = super().clean() or self.cleaned_data
        if not self.errors and not said["sends_file"] and not said["url"]:
            self.add_error("url", _t("Give the address of the picture or of the page."))
        return said

    @property
    def provider(self) -> str:
        """The name of the service. Only after cleaning."""
        name: str = self.cleaned_data["service"][0]
        return name

    @property
    def question(self) -> Question:
        """What is asked. Only after cleaning."""
        said = self.cleaned_data
        operation = said["service"][1]
        sends_file = said["sends_file"] and operation is Operation.SEARCH_IMAGE
        return Question(
            operation,
            url="" if sends_file else said["url"],
            what="page" if operation in _ABOUT_PAGES else said["what"],
            sends_file=sends_file,
            may_leave=said["may_leave"],
        )
