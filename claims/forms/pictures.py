"""What a person says of two pictures. What they type as evidence is `evidence`'s."""

from __future__ import annotations

from django import forms

from media_provenance.models import Decision


class DecisionForm(forms.Form):
    """What a person says of a match, by the button that was pressed."""

    decision = forms.ChoiceField(choices=Decision.choices)
    note = forms.CharField(required=False, max_length=500)
    seen_from = forms.UUIDField(required=False)
    # The page that the answer leads back to; the picture's where nothing is said.
    back = forms.ChoiceField(
        choices=[("picture", "picture"), ("compare", "compare")], required=False
    )


class SecondWordForm(forms.Form):
    """What a second person says of a match that another confirmed, by the button pressed."""

    CONFIRM = "confirm"
    TAKE_BACK = "take_back"
    word = forms.ChoiceField(choices=[(CONFIRM, CONFIRM), (TAKE_BACK, TAKE_BACK)])
    seen_from = forms.UUIDField(required=False)
    back = forms.ChoiceField(
        choices=[("picture", "picture"), ("compare", "compare")], required=False
    )
