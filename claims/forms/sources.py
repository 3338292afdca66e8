"""What a person types to list the sources of a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from claims.actions.verdicts import SourceDraft
from claims.forms.cases import language_choices
from claims.forms.days import DaysField
from claims.forms.intake import PublicAddressField
from claims.models import SourceKind, SourceReference
from multilingual.intervals import DateInterval


class SourceForm(forms.Form):
    """One source. A row without any words is passed over."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SourceKind.choices)
    title = forms.CharField(label=_("Title"), required=False, max_length=300)
    publisher = forms.CharField(label=_("Publisher"), required=False, max_length=200)
    url = PublicAddressField(label=_("Address"), required=False)
    archived_url = PublicAddressField(label=_("Archived copy"), required=False)
    quote = forms.CharField(
        label=_("Quotation"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    accessed_on = DaysField(label=_("Read on"))
    removed = forms.BooleanField(label=_("Remove this source"), required=False)
    field_order = (
        "title",
        "kind",
        "publisher",
        "language",
        "url",
        "archived_url",
        "quote",
        "accessed_on",
        "removed",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = str((self.initial or {}).get("language", ""))
        self.fields["language"] = forms.ChoiceField(
            label=_t("Language"),
            required=False,
            choices=[("", _t("not given")), *language_choices(known)],
        )
        self.order_fields(self.field_order)

    def clean_accessed_on(self) -> DateInterval | None:
        """A source was read on one day."""
        days: DateInterval | None = self.cleaned_data["accessed_on"]
        if days is not None and not days.is_day:
            raise forms.ValidationError(_t("Give one day, as in 2024-06-23."))
        return days

    def clean(self) -> dict[str, Any]:
        """A source that says anything has a title."""
        said = super().clean() or {}
        if said.get("removed"):
            self.errors.clear()
            return said
        if not said.get("title") and not self.is_empty:
            self.add_error("title", _t("Give the source a title."))
        return said

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed in the row. Only while or after cleaning."""
        words = ("title", "publisher", "url", "archived_url", "quote", "accessed_on")
        return not any(self.cleaned_data.get(name) for name in words) and not self.errors

    @property
    def draft(self) -> SourceDraft | None:
        """The source as typed, None for a row that is empty or removed. Only after `is_valid`."""
        said = self.cleaned_data
        if said.get("removed") or self.is_empty:
            return None
        days: DateInterval | None = said["accessed_on"]
        return SourceDraft(
            title=said["title"],
            kind=said["kind"],
            publisher=said["publisher"],
            language=said["language"],
            url=said["url"],
            archived_url=said["archived_url"],
            quote=said["quote"],
            accessed_on=days.earliest if days else None,
        )

    @staticmethod
    def initial_of(source: SourceReference) -> dict[str, Any]:
        """Return what the fields hold for a source that is there."""
        return {
            "kind": source.kind,
            "title": source.title,
            "publisher": source.publisher,
            "language": source.language,
            "url": source.url,
            "archived_url": source.archived_url,
            "quote": source.quote,
            "accessed_on": source.accessed_on.isoformat() if source.accessed_on else "",
        }


# Generic for the type checker only.
if TYPE_CHECKING:
    SourceFormSetBase = forms.BaseFormSet[SourceForm]
else:
    SourceFormSetBase = forms.BaseFormSet


# The list of sources; rows are added by a button, without a script.
SourceFormSet = forms.formset_factory(SourceForm, extra=1, max_num=100, absolute_max=200)


def drafts_of(rows: forms.BaseFormSet[SourceForm]) -> list[SourceDraft]:
    """Return the sources as typed, in order. Only after `is_valid`."""
    return [draft for draft in (row.draft for row in rows.forms) if draft is not None]


def with_another_row(data: QueryDict) -> QueryDict:
    """Return what was typed with one more empty row."""
    again = data.copy()
    again["form-TOTAL_FORMS"] = str(int(again.get("form-TOTAL_FORMS", "0") or 0) + 1)
    return again
