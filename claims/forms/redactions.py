"""What an administrator says when a capture is taken away."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from media_provenance.actions import NothingToRedact, find_capture
from media_provenance.models import Capture, RedactionReason
from media_provenance.queries import redactions_of
from media_provenance.wording import REDACTED_BEFORE


class RedactionForm(forms.Form):
    """Which capture, why, and what the public is told; cleaned, ``capture`` is the row."""

    capture = forms.CharField(
        label=gettext_lazy("Capture"),
        max_length=80,
        help_text=gettext_lazy("Its number, or the SHA-256 of its bytes as the desk shows it."),
        widget=forms.TextInput(attrs={"size": 70, "dir": "ltr", "spellcheck": "false"}),
    )
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=RedactionReason.choices)
    note = forms.CharField(
        label=gettext_lazy("Public note"),
        max_length=2000,
        help_text=gettext_lazy("Evidence packs carry it. Name nobody who is to be protected."),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 70, "dir": "auto"}),
    )

    def clean_capture(self) -> Capture:
        try:
            capture = find_capture(str(self.cleaned_data["capture"]))
        except NothingToRedact as error:
            raise ValidationError(str(error)) from error
        if redactions_of([capture.sha256]):
            raise ValidationError(str(REDACTED_BEFORE))
        return capture
