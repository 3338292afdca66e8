"""What a person types about a claim: its words, days, appearances, statements and moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from claims.domain.quotations import find_quotation
from claims.domain.words import has_words
from claims.domain.workflow import CaseStatus
from claims.forms.days import DaysForm
from claims.forms.intake import PublicAddressField
from claims.models import Claim, ClaimantKind, DropReason, NewsItem, NewsItemPicture, Stance
from multilingual.display import language_name
from multilingual.intervals import DateInterval
from multilingual.language import UNKNOWN

# By so much may an event lie after the site's day: it is already tomorrow elsewhere, and the clock
# of a server may be slow.
_AHEAD_OF_THE_CLOCK = timedelta(hours=48)

# Languages offered by name, beside whatever language the reading found.
OFFERED_LANGUAGES = (
    *("ar", "en", "fr", "fa", "tr", "ur", "ckb", "kmr", "ps"),
    *("es", "de", "it", "ru", "hi", "zh-hans"),
)


def language_choices(also: str = "") -> list[tuple[str, str]]:
    """Languages by their own names, with the one that is there already.

    An unknown language has no name of its own: it is named in the reader's language.
    """
    codes = [*OFFERED_LANGUAGES]
    if also and also not in codes:
        codes.insert(0, also)
    reader = get_language() or settings.LANGUAGE_CODE
    return [(code, language_name(code, reader if code == "und" else code)) for code in codes]


class ClaimWordsForm(forms.Form):
    """The claim in its own words, and who made it."""

    text = forms.CharField(
        label=_("The claim, in its own words"), widget=forms.Textarea(attrs={"rows": 3})
    )
    language = forms.ChoiceField(label=_("Language of the claim"))
    restated = forms.CharField(
        label=_("In neutral words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As one checkable sentence, if the claim is not one itself."),
    )
    claimant_name = forms.CharField(
        label=_("Who claims it"),
        required=False,
        max_length=200,
        help_text=_("Leave it empty if nobody is known to have said it first."),
    )
    claimant_kind = forms.ChoiceField(
        label=_("This is"), choices=ClaimantKind.choices, initial=ClaimantKind.PERSON
    )

    def __init__(self, *args: Any, known_language: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["language"])
        field.choices = language_choices(known_language)

    def clean_text(self) -> str:
        """A claim of invisible marks is none."""
        text: str = self.cleaned_data["text"]
        if not has_words(text):
            raise forms.ValidationError(_t("Write the claim in words."))
        return text


class RecordClaimForm(ClaimWordsForm):
    """A claim made of a news item, with the pictures that it was spread with."""

    pictures = forms.MultipleChoiceField(
        label=_("Spread with these pictures"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    # Where the claim stands in the item's text, if it was made of words selected there.
    start = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    end = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self,
        *args: Any,
        item: NewsItem,
        pictures: Sequence[NewsItemPicture],
        selected: tuple[int, int] | None = None,
        words: str = "",
        **kwargs: Any,
    ) -> None:
        stored = [picture for picture in pictures if picture.asset_id is not None]
        # Left out, the first language of the list would be chosen without anybody choosing it.
        language = item.language or UNKNOWN
        kwargs.setdefault(
            "initial",
            {
                "text": words or item.title,
                "start": selected[0] if selected else None,
                "end": selected[1] if selected else None,
                "language": language,
                "pictures": [str(picture.asset_id) for picture in stored if picture.is_lead],
            },
        )
        super().__init__(*args, known_language=language, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["pictures"])
        field.choices = [
            (
                str(picture.asset_id),
                picture.caption[:100]
                or picture.alt[:100]
                or _t("Picture %(number)s") % {"number": picture.position},
            )
            for picture in stored
        ]
        self.stored = stored
        self.item = item
        if not stored:
            del self.fields["pictures"]

    def clean(self) -> dict[str, Any]:
        """Say as ``span`` where the claim stands, as long as its words are there."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        text = str(cleaned.get("text") or "").strip()
        cleaned["span"] = None
        if start is not None and end is not None and text:
            # Words that were put otherwise stand nowhere; a shorter part of them does.
            found = find_quotation(text, self.item.text[start:end])
            cleaned["span"] = (start + found[0], start + found[1]) if found else None
        return cleaned

    @property
    def chosen_pictures(self) -> frozenset[str]:
        """The ids of the pictures that are ticked."""
        return frozenset(self["pictures"].value() or ()) if self.stored else frozenset()


class PublishedDaysForm(DaysForm):
    """When a news item was published; both fields empty say that it is not known."""

    prefix = "published"


class EventForm(DaysForm):
    """When the claimed event happened; both fields empty leave it to the appearances."""

    prefix = "event"
    may_be_open = False
    # It has a sentence and a measure of its own.
    may_be_later = True

    def clean(self) -> dict[str, Any]:
        """A first day in the future is a slip of the year: what is claimed has happened."""
        cleaned = super().clean()
        days = cast("DateInterval | None", cleaned.get("days"))
        first = days.earliest if days is not None else None
        if first is not None and first > timezone.localdate() + _AHEAD_OF_THE_CLOCK:
            self.add_error(
                "first", _t("The event cannot lie in the future: please check the year.")
            )
        return cleaned


class AppearanceForm(DaysForm):
    """A place where the claim was seen that was not brought in."""

    prefix = "appearance"
    url = PublicAddressField(label=_("Address"), required=False)
    platform = forms.CharField(label=_("Platform or publisher"), required=False, max_length=100)
    account = forms.CharField(label=_("Account"), required=False, max_length=200)
    archived_url = PublicAddressField(label=_("Archived copy"), required=False)
    field_order = ("url", "platform", "account", "first", "last", "archived_url")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].label = _("Seen on or from")

    def clean(self) -> dict[str, Any]:
        """An appearance is somewhere: an address or a platform."""
        cleaned = super().clean()
        if not self.errors and not cleaned.get("url") and not cleaned.get("platform"):
            self.add_error("url", _t("Give the address or the platform."))
        return cleaned


class StatementForm(forms.Form):
    """Who says what of the claim, with the words it rests on."""

    prefix = "statement"
    news_item = forms.ModelChoiceField(NewsItem.objects.none(), label=_("In"))
    speaker_name = forms.CharField(label=_("Who speaks"), max_length=200)
    speaker_kind = forms.ChoiceField(
        label=_("This is"), choices=ClaimantKind.choices, initial=ClaimantKind.ORGANIZATION
    )
    stance = forms.ChoiceField(label=_("What they do"), choices=Stance.choices)
    quote = forms.CharField(
        label=_("Their words, copied from the text"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[NewsItem]", self.fields["news_item"])
        field.queryset = claim.news_items.all()
        if claim.news_items.count() == 1:
            field.initial = claim.news_items.get()

    def clean(self) -> dict[str, Any]:
        """Find where the words stand, as ``span``."""
        cleaned = super().clean() or {}
        item, quote = cleaned.get("news_item"), cleaned.get("quote")
        if item is None or not quote:
            return cleaned
        cleaned["span"] = find_quotation(quote, item.text)
        if cleaned["span"] is None:
            self.add_error(
                "quote",
                _t("These words do not stand in the text. Copy them from it without changes."),
            )
        return cleaned


class DropForm(forms.Form):
    """Why a case is dropped."""

    prefix = "drop"
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", "")] + [one for one in DropReason.choices if one[0] != DropReason.MERGED],
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """Another reason has to be told."""
        cleaned = super().clean() or {}
        if cleaned.get("reason") == DropReason.OTHER and not cleaned.get("note"):
            self.add_error("note", _t("Say what the reason is."))
        return cleaned


class ChooseClaimForm(forms.Form):
    """Another claim, chosen from the few that were searched for (``listed``)."""

    claim = forms.ModelChoiceField(
        Claim.objects.exclude(status=CaseStatus.DROPPED),
        label=_("Claim"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a claim."), "invalid_choice": _("Choose a claim.")},
    )

    def __init__(self, *args: Any, listed: Sequence[Claim], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = listed
