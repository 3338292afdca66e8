"""What is asked of other fact-checkers about one claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from claims.forms.look_elsewhere import ServiceField
from claims.models import Claim
from media_provenance.look_ups import Operation, Question
from multilingual.display import language_name

# What a claim's page may ask.
ASKED_OF_CHECKERS = (Operation.SEARCH_CLAIMS, Operation.SEARCH_CLAIMS_BY_IMAGE)
# A service takes words in an address; a claim may be a paragraph.
LONGEST_WORDS = 500
_NO_LANGUAGE = frozenset({"", "und"})


class OtherChecksForm(forms.Form):
    """Words and the language to look in, or one of the claim's pictures by its public address.

    Which of the two it is, says the button that was pressed; an address is never taken from what
    is sent.
    """

    prefix = "checks"
    words = forms.CharField(
        label=_("Words to look for"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The service is told these words. Fewer words find more."),
    )
    service = ServiceField(ASKED_OF_CHECKERS)
    picture = forms.UUIDField(required=False, widget=forms.HiddenInput)
    may_leave = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, claim: Claim, addresses: Mapping[UUID, str]
    ) -> None:
        """Take the public addresses of the claim's pictures, by the picture's id."""
        initial = {"words": claim.text[:LONGEST_WORDS], "language": claim.language}
        super().__init__(data, initial=initial)
        self._addresses = addresses
        known = claim.language not in _NO_LANGUAGE
        name = language_name(claim.language, get_language() or "en")
        self.fields["words"].widget.attrs["lang"] = claim.language
        self.fields["language"] = forms.ChoiceField(
            label=_t("Fact-checks in"),
            required=False,
            widget=forms.RadioSelect,
            choices=[*([(claim.language, name)] if known else []), ("", _t("any language"))],
        )

    def clean(self) -> dict[str, Any]:
        """Ask for words, or for a picture that others can open, as the question needs."""
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        if said["service"][1] is Operation.SEARCH_CLAIMS:
            if not said["words"]:
                self.add_error("words", _t("Give the words to look for."))
        elif said["picture"] not in self._addresses:
            self.add_error(None, _t("No public address of this picture is known."))
        return said

    @property
    def provider(self) -> str:
        """The name of the service. Only after cleaning."""
        name: str = self.cleaned_data["service"][0]
        return name

    @property
    def chosen_picture(self) -> UUID | None:
        """Which picture is asked about; None where words are. Only after cleaning."""
        is_words = self.cleaned_data["service"][1] is Operation.SEARCH_CLAIMS
        chosen: UUID | None = None if is_words else self.cleaned_data["picture"]
        return chosen

    @property
    def question(self) -> Question:
        """What is asked. Only after cleaning."""
        said = self.cleaned_data
        operation = said["service"][1]
        if self.chosen_picture is not None:
            return Question(
                operation, url=self._addresses[self.chosen_picture], may_leave=said["may_leave"]
            )
        return Question(operation, text=said["words"], language=said["language"])
