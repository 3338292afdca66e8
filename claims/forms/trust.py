"""Lists of trust, as administrators paste and retire them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media_provenance.actions import TrustListRefused, read_trust_list
from media_provenance.domain.trust_lists import TrustKind, TrustListProblem, has_private_key
from media_provenance.models import TrustList
from media_provenance.wording import trust_list_problem

if TYPE_CHECKING:
    from django.http import QueryDict

    TrustListModelForm = forms.ModelForm[TrustList]
else:
    TrustListModelForm = forms.ModelForm


class NewTrustListForm(TrustListModelForm):
    """A list that is to be put in force; it is read before it is taken."""

    class Meta:
        model = TrustList
        fields = ("name", "kind", "text")
        help_texts: ClassVar = {
            "name": gettext_lazy("As people know it, with its date: who made it, and when."),
            "text": gettext_lazy(
                "Certificates in PEM form; of purposes, their object identifiers, one a line. "
                "Never a private key."
            ),
        }
        widgets: ClassVar = {
            "text": forms.Textarea(
                attrs={"rows": 20, "cols": 70, "dir": "ltr", "spellcheck": "false"}
            )
        }

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        if has_private_key(str(fields.get("text", ""))):
            # Whatever else is wrong with the form: a page that shows the key again would be stored
            # by browsers and seen over shoulders.
            shown = cast("QueryDict", self.data).copy()
            shown[self.add_prefix("text")] = ""
            self.data = shown
            raise ValidationError({"text": trust_list_problem(TrustListProblem.PRIVATE_KEY)})
        if fields.get("kind") and fields.get("text"):
            try:
                read = read_trust_list(TrustKind(fields["kind"]), fields["text"])
            except TrustListRefused as refused:
                sentence = trust_list_problem(refused.problem, refused.detail)
                raise ValidationError({"text": sentence}) from refused
            if TrustList.objects.in_force().filter(kind=fields["kind"], text=read.text).exists():
                raise ValidationError({"text": trust_list_problem("known_already")})
        return fields


class RetireTrustListForm(TrustListModelForm):
    """Why a list in force is retired. Nothing else of it can be changed."""

    class Meta:
        model = TrustList
        fields = ("retired_reason",)
        help_texts: ClassVar = {
            "retired_reason": gettext_lazy(
                "Saving a reason retires the list. It stays on record, pictures with Content "
                "Credentials are judged anew, and evidence that rested on it is withdrawn."
            )
        }
        widgets: ClassVar = {"retired_reason": forms.Textarea(attrs={"rows": 3, "dir": "auto"})}

    def clean_retired_reason(self) -> str:
        reason = str(self.cleaned_data["retired_reason"]).strip()
        if not reason:
            raise ValidationError(_("Please say why this list is retired."))
        return reason
