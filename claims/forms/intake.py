"""What a person types or chooses to bring something to the desk.

Whether it can be taken is the action's to say; the views put its sentence beside the field.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from claims.actions.intake import IntakeRefused, public_address
from claims.forms.days import DaysForm
from media_provenance.domain.video_frames import video_format_of

if TYPE_CHECKING:
    Upload = UploadedFile[bytes]
else:
    Upload = UploadedFile


# By so many bytes a video is known.
_SIGNATURE = 12
# A scheme, such as "javascript:" or "mailto:"; "example.org:8080" and "localhost:80" have none.
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?![0-9])", re.IGNORECASE)


class AddressField(forms.CharField):
    """A web address; one typed without its scheme gets https. The fetcher judges the rest."""

    def __init__(self, **options: Any) -> None:
        # Not type="url": a browser would refuse what we can complete, before we see it.
        widget = forms.TextInput(attrs={"dir": "ltr", "inputmode": "url", "autocomplete": "off"})
        super().__init__(**{"widget": widget, "max_length": 2048, **options})

    def to_python(self, value: Any) -> str:
        address = super().to_python(value) or ""
        return f"https://{address}" if address and not _SCHEME.match(address) else address


class PublicAddressField(AddressField):
    """An address that is shown and never fetched, so that the form itself has to judge it."""

    def validate(self, value: Any) -> None:
        """Let pass what a reader could follow; a sentence beside the field for the rest."""
        super().validate(value)
        if not value:
            return
        if not value.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(_t("Give an address that begins with http or https."))
        try:
            public_address(value)
        except IntakeRefused as refused:
            raise forms.ValidationError(
                _t(
                    "This is not a public web address. Copy it from the address line of the "
                    "browser."
                )
            ) from refused


class SeveralFiles(forms.FileInput):
    """A file input that takes many files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Upload]:
        """Return all the files, and not the last one as the parent does."""
        return list(files.getlist(name))


class PicturesField(forms.FileField):
    """Many files; cleans to a list of them. Empty ones are let through, to be refused with why."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        """Clean each file; none at all is an error of the field."""
        return [super(PicturesField, self).clean(one, initial) for one in data or [None]]


class AddressForm(forms.Form):
    """An address to be fetched."""

    prefix = "address"
    url = AddressField(
        label=_("Address of the page"), help_text=_("It is fetched once, read and kept.")
    )


class TextForm(forms.Form):
    """A pasted text."""

    prefix = "text"
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("As copied from the page or message, in any language. Menus may be in it."),
    )
    url = AddressField(label=_("Address it came from"), required=False)


class PageFileForm(forms.Form):
    """A saved page or text file."""

    prefix = "page"
    file = forms.FileField(
        label=_("Saved page"),
        help_text=_(
            "An .html or .txt file of at most 20 MB; a .txt file of at most 400,000 characters."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".html,.htm,.xhtml,.txt,text/html,text/plain"}),
    )
    url = AddressField(label=_("Address it came from"), required=False)


class PicturesForm(DaysForm):
    """Pictures, with the page they came from and when it was published, where known."""

    prefix = "pictures"
    uploads = PicturesField(
        label=_("Pictures or videos"),
        allow_empty_file=True,
        widget=SeveralFiles(attrs={"accept": "image/*,video/*,.mkv"}),
    )
    url = AddressField(label=_("Address of the page they came from"), required=False)
    note = forms.CharField(
        label=_("What is this?"),
        required=False,
        max_length=300,
        help_text=_("A few words by which the desk will find it again."),
    )
    field_order = ("uploads", "url", "first", "last", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].label = _("Published there on or from")
        self.fields["uploads"].help_text = _(
            "JPEG, PNG, GIF, WebP or AVIF, at most 20 MB each and 20 at once. Videos (MP4, MOV, "
            "WebM, MKV, AVI) of at most %(most)s MB; pictures are taken out of them."
        ) % {"most": settings.VIDEO_LIMIT // 2**20}


def bytes_of(upload: Upload) -> bytes:
    """Read an upload, at most one byte more than is taken, so that the action can refuse it.

    A video may be larger than anything else.
    """
    beginning = bytes(upload.read(_SIGNATURE))
    is_video = video_format_of(beginning) is not None
    most = settings.VIDEO_LIMIT if is_video else settings.UPLOAD_LIMIT
    return beginning + bytes(upload.read(most + 1 - len(beginning)))
