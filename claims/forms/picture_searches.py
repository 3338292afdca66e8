"""A picture to look for. Whether it is taken is the action's to say."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class FindPictureForm(forms.Form):
    """A picture from anywhere, to be looked for among those that are stored."""

    prefix = "find"
    file = forms.FileField(
        label=_("Picture to look for"),
        help_text=_("JPEG, PNG, GIF, WebP or AVIF, at most 20 MB."),
        # The gate says of an empty file what is wrong with it, as of any other.
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/*", "data-takes-pictures": ""}),
    )
