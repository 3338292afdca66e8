"""What a person types to put a reading right, or a suggestion before it is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from claims.actions.suggestions import SuggestionChanges
from claims.domain.speaker_kinds import kind_of_speaker
from claims.domain.words import has_words
from claims.forms.cases import language_choices
from claims.models import (
    Claim,
    ClaimantKind,
    NewsItem,
    NewsItemPicture,
    Stance,
    StatementSuggestion,
)
from claims.models.news_item import ReadingState
from multilingual.language import UNKNOWN


class TextForm(forms.Form):
    """The whole text of an item; ``version`` says which one it was made of."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("An empty line parts two paragraphs."),
    )

    @classmethod
    def of(cls, item: NewsItem) -> TextForm:
        """Return the form as it is opened."""
        return cls(initial={"version": item.text_version, "text": item.text})

    def clean_text(self) -> str:
        """A form sends its lines with two characters at the end of each; a text has one."""
        text: str = self.cleaned_data["text"]
        if not has_words(text):
            raise forms.ValidationError(
                _t("The text may not be emptied. Take out only what does not belong to it.")
            )
        return text.replace("\r\n", "\n")


class HeadForm(forms.Form):
    """Title, author and language, with what they were when the form was opened."""

    prefix = "head"
    title = forms.CharField(label=_("Title"), required=False, max_length=500)
    author = forms.CharField(label=_("Author"), required=False, max_length=300)
    language = forms.ChoiceField(label=_("Language"))
    title_before = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    author_before = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    language_before = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, item: NewsItem, **kwargs: Any) -> None:
        language = item.language or UNKNOWN
        kwargs.setdefault(
            "initial",
            {
                "title": item.title,
                "author": item.author,
                "language": language,
                "title_before": item.title,
                "author_before": item.author,
                "language_before": item.language,
            },
        )
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["language"])
        field.choices = language_choices(language)

    def clean(self) -> dict[str, Any]:
        """A title can be put right, and not be taken away."""
        cleaned = super().clean() or {}
        if cleaned.get("title_before") and not has_words(cleaned.get("title") or ""):
            self.add_error("title", _t("The title may not be emptied. Write the right one."))
        return cleaned


class MovePictureForm(forms.Form):
    """Which picture of an item belongs to which article of the same page."""

    picture = forms.ModelChoiceField(NewsItemPicture.objects.none())
    to = forms.ModelChoiceField(NewsItem.objects.none())

    def __init__(self, *args: Any, item: NewsItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = item.part_of_id or item.pk
        pictures = cast("forms.ModelChoiceField[NewsItemPicture]", self.fields["picture"])
        pictures.queryset = item.pictures.all()
        parts = cast("forms.ModelChoiceField[NewsItem]", self.fields["to"])
        parts.queryset = NewsItem.objects.filter(
            Q(pk=first) | Q(part_of_id=first), state=ReadingState.READ
        ).exclude(pk=item.pk)


class FetchPictureForm(forms.Form):
    """Which picture or video of an item is to be fetched now."""

    picture = forms.ModelChoiceField(NewsItemPicture.objects.none())

    def __init__(self, *args: Any, item: NewsItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pictures = cast("forms.ModelChoiceField[NewsItemPicture]", self.fields["picture"])
        pictures.queryset = item.pictures.all()


class SuggestionForm(forms.Form):
    """A suggestion as a person puts it: who speaks, who passed it on, what they do and say."""

    speaker = forms.CharField(label=_("Who speaks"), required=False, max_length=200)
    speaker_kind = forms.ChoiceField(
        label=_("This is"), choices=ClaimantKind.choices, initial=ClaimantKind.ORGANIZATION
    )
    relay = forms.CharField(
        label=_("Passed on by"),
        required=False,
        max_length=200,
        help_text=_("Who tells of these words, if it is not the item itself."),
    )
    stance = forms.ChoiceField(label=_("What they do"), choices=Stance.choices)
    claim_text = forms.CharField(
        label=_("What is claimed"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    language = forms.ChoiceField(label=_("Language of the claim"))
    claim = forms.ModelChoiceField(
        Claim.objects.none(),
        label=_("Of which claim it is"),
        required=False,
        empty_label=_("a new one, in these words"),
    )

    def __init__(
        self,
        *args: Any,
        suggestion: StatementSuggestion,
        targets: Sequence[Claim],
        chosen: UUID | None = None,
        **kwargs: Any,
    ) -> None:
        language = suggestion.language or UNKNOWN
        kwargs.setdefault(
            "initial",
            {
                "speaker": suggestion.speaker,
                "speaker_kind": kind_of_speaker(suggestion.speaker) or ClaimantKind.ORGANIZATION,
                "relay": suggestion.relay,
                "stance": suggestion.stance,
                "claim_text": suggestion.claim_text,
                "language": language,
            },
        )
        super().__init__(*args, **kwargs)
        languages = cast(forms.ChoiceField, self.fields["language"])
        languages.choices = language_choices(language)
        claims = cast("forms.ModelChoiceField[Claim]", self.fields["claim"])
        claims.queryset = Claim.objects.filter(pk__in=[claim.pk for claim in targets])
        claims.initial = chosen
        if not targets:
            del self.fields["claim"]

    def clean(self) -> dict[str, Any]:
        """A statement is somebody's, and about something."""
        cleaned = super().clean() or {}
        if not cleaned.get("speaker") and cleaned.get("stance") != Stance.REPORTS:
            self.add_error(
                "speaker", _t("Say who speaks. Only what is reported may have nobody named.")
            )
        if not cleaned.get("claim") and not has_words(cleaned.get("claim_text") or ""):
            self.add_error("claim_text", _t("Write the claim in words, or choose one."))
        return cleaned

    def changes(self) -> SuggestionChanges:
        """Return what was typed, as the action takes it."""
        given = self.cleaned_data
        return {
            "speaker": given["speaker"],
            "speaker_kind": ClaimantKind(given["speaker_kind"]),
            "relay": given["relay"],
            "stance": Stance(given["stance"]),
            "claim_text": given["claim_text"],
            "language": given["language"],
        }
