"""What a person types about a picture: evidence for its date, and why some is withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.actions.pictures import (
    ENTERED_KINDS,
    ENTERED_ROLES,
    EvidenceEntry,
    missing_field,
)
from claims.forms.days import DaysForm
from claims.forms.intake import PublicAddressField
from media_provenance.domain.date_evidence import EvidenceKind, Role
from media_provenance.models import Decision
from media_provenance.wording import evidence_label
from multilingual.intervals import DateInterval

_MISSING = {
    "first": _("Give the first day: the picture cannot be older."),
    "last": _("Give the last day on which it can have been there."),
    "url": _("Give the address at which others can look this up."),
    "archived_url": _("Give the address of the archived copy."),
    "note": _("Say who states it, or what in the picture shows it."),
}
_ROLES = {
    Role.SEEN: _("the picture was there on these days"),
    Role.NOT_BEFORE: _("the picture cannot be older than these days"),
}


def _kind_choices() -> list[tuple[str, str]]:
    return [(kind.value, evidence_label(kind)) for kind in ENTERED_KINDS]


class EvidenceForm(DaysForm):
    """A dated fact about a picture that a person found."""

    prefix = "evidence"
    may_be_open = True
    kind = forms.ChoiceField(label=_("What gives the date"), choices=_kind_choices)
    role = forms.ChoiceField(
        label=_("It says that"),
        widget=forms.RadioSelect,
        initial=Role.SEEN.value,
        choices=[(role.value, _ROLES[role]) for role in ENTERED_ROLES],
    )
    url = PublicAddressField(label=_("Address"), required=False)
    archived_url = PublicAddressField(label=_("Archived copy"), required=False)
    title = forms.CharField(label=_("Title of the page"), required=False, max_length=300)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who states it, or what is to be seen, where there is no address."),
    )
    field_order = ("kind", "role", "first", "last", "url", "archived_url", "title", "note")

    def clean(self) -> dict[str, Any]:
        """Say of every entry what it still lacks, beside the field."""
        said = super().clean()
        if not self.errors and (field := missing_field(self.entry)):
            self.add_error(field, str(_MISSING[field]))
        return said

    @property
    def entry(self) -> EvidenceEntry:
        """The evidence as typed. Only after cleaning."""
        said = self.cleaned_data
        return EvidenceEntry(
            kind=EvidenceKind(said["kind"]),
            role=Role(said["role"]),
            days=said["days"] or DateInterval(None, None),
            url=said["url"],
            archived_url=said["archived_url"],
            title=said["title"],
            note=said["note"],
        )


class WithdrawEvidenceForm(forms.Form):
    """Why a piece of evidence counts no more."""

    reason = forms.CharField(label=_("Why does it count no more?"), max_length=500)

    def __init__(self, *args: Any, evidence: int, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": f"withdraw-{evidence}"})


class DecisionForm(forms.Form):
    """What a person says of a match, by the button that was pressed."""

    decision = forms.ChoiceField(choices=Decision.choices)
    note = forms.CharField(required=False, max_length=500)
    seen_from = forms.UUIDField(required=False)
    # The page that the answer leads back to; the picture's where nothing is said.
    back = forms.ChoiceField(
        choices=[("picture", "picture"), ("compare", "compare")], required=False
    )
