"""What a person types to write, review and correct a verdict text."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from claims.actions.verdicts import PictureDraft, RevisionDraft
from claims.domain.media_categories import ContradictingCategories, check_media_categories
from claims.models import (
    CorrectionKind,
    MediaCategory,
    PictureRole,
    Rating,
    Revision,
    RevisionPicture,
)
from media_provenance.models import Finding, MediaAsset
from media_provenance.wording import finding_label

# Longer ones are cut in feeds and by search; said to the writer, not enforced.
HEADLINE_READS_WELL = 100
SUMMARY_READS_WELL = 240

_ONLY_PARAGRAPHS = re.compile(r'\s*(?:<p(?: dir="auto")?>[^<]*</p>\s*)*')


def body_to_type(body: str) -> str:
    """Return a stored body for the field: plain text where it is nothing but paragraphs.

    Whoever writes without the editor is spared the markup, and an Arabic text the disorder that
    tags make of its lines. What `clean_body` makes of the plain text is the same body again.
    """
    if not _ONLY_PARAGRAPHS.fullmatch(body):
        return body
    return "\n\n".join(html.unescape(words) for words in re.findall(r">([^<]+)</p>", body))


class PictureForm(forms.Form):
    """Whether the text shows one picture, as what, and in which words."""

    shown = forms.BooleanField(label=_("Show this picture in the text"), required=False)
    role = forms.ChoiceField(label=_("It is shown"), choices=PictureRole.choices)
    alt = forms.CharField(
        label=_("What is to be seen on it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For readers who cannot see it, in the language of the text."),
    )
    caption = forms.CharField(label=_("Caption"), required=False, max_length=500)

    def __init__(self, *args: Any, asset: MediaAsset, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": f"picture-{asset.pk}"})
        self.asset = asset

    @property
    def draft(self) -> PictureDraft:
        """The picture as typed. Only after `is_valid`."""
        said = self.cleaned_data
        return PictureDraft(self.asset.pk, said["role"], said["alt"], said["caption"])


class RevisionForm(forms.Form):
    """One verdict text with its pictures; nothing is required to save a draft.

    ``version`` is the one the writer started from, 0 for a text that is not there yet.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    rating = forms.ModelChoiceField(
        Rating.objects.filter(in_use=True).prefetch_related("labels"),
        label=_("Rating"),
        to_field_name="key",
        required=False,
        widget=forms.RadioSelect,
        empty_label=None,
    )
    claim_text = forms.CharField(
        label=_("The claim in this language"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    headline = forms.CharField(
        label=_("Headline"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"data-reads-well": HEADLINE_READS_WELL}),
    )
    summary = forms.CharField(
        label=_("What we found, in two sentences"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-reads-well": SUMMARY_READS_WELL}),
    )
    body = forms.CharField(
        label=_("How we checked"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "data-prose": ""}),
        help_text=_("Leave an empty line between paragraphs. Sources have a list of their own."),
    )
    media_category = forms.ChoiceField(
        label=_("What the verdict means for the picture"),
        required=False,
        choices=MediaCategory.choices,
        help_text=_("For other services that read our verdicts (MediaReview)."),
    )
    media_also = forms.MultipleChoiceField(
        label=_("What the picture is besides"),
        required=False,
        choices=[one for one in MediaCategory.choices if one[0]],
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "An old picture that nobody altered can be both: in a wrong context, and original."
        ),
    )

    def __init__(
        self,
        *args: Any,
        language: str,
        assets: Sequence[MediaAsset],
        findings: Sequence[Finding],
        shown: Mapping[UUID, RevisionPicture] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("claim_text", "headline", "summary", "body"):
            self.fields[name].widget.attrs["lang"] = language
        if findings:
            self.fields["finding"] = forms.ChoiceField(
                label=_t("Finding about a picture's date that the text rests on"),
                required=False,
                widget=forms.RadioSelect,
                choices=[("", _t("none"))]
                + [
                    (str(finding.pk), finding_label(finding.kind, finding.strength))
                    for finding in findings
                ],
            )
        self.pictures = [
            self._picture(asset, position, language, shown or {})
            for position, asset in enumerate(assets)
        ]

    def _picture(
        self,
        asset: MediaAsset,
        position: int,
        language: str,
        shown: Mapping[UUID, RevisionPicture],
    ) -> PictureForm:
        picture = shown.get(asset.pk)
        first = PictureRole.CIRCULATED if position == 0 else PictureRole.EARLIER
        form = PictureForm(
            self.data if self.is_bound else None,
            asset=asset,
            initial={
                "shown": picture is not None,
                "role": picture.role if picture else first,
                "alt": picture.alt if picture else "",
                "caption": picture.caption if picture else "",
            },
        )
        for name in ("alt", "caption"):
            form.fields[name].widget.attrs["lang"] = language
        return form

    def is_valid(self) -> bool:
        """Whether the text and all of its pictures can be saved."""
        return all([super().is_valid(), *(picture.is_valid() for picture in self.pictures)])

    def clean(self) -> dict[str, Any]:
        """What is said of the picture does not contradict itself."""
        said = super().clean() or {}
        first, also = said.get("media_category", ""), said.get("media_also", [])
        if also and not first:
            self.add_error(
                "media_category", _t("First say what the verdict means for the picture.")
            )
        try:
            check_media_categories([first, *also])
        except ContradictingCategories as refused:
            other = MediaCategory(refused.other).label
            self.add_error(
                "media_also",
                _t("A picture that is “%(other)s” is not original. Choose one of the two.")
                % {"other": other},
            )
        return said

    @property
    def draft(self) -> RevisionDraft:
        """Everything as typed. Only after `is_valid`."""
        said = self.cleaned_data
        return RevisionDraft(
            rating_key=said["rating"].key if said["rating"] else "",
            claim_text=said["claim_text"],
            headline=said["headline"],
            summary=said["summary"],
            body=said["body"],
            finding_id=UUID(said["finding"]) if said.get("finding") else None,
            pictures=tuple(
                picture.draft for picture in self.pictures if picture.cleaned_data["shown"]
            ),
        )

    @staticmethod
    def initial_of(revision: Revision) -> dict[str, Any]:
        """Return what the fields hold for a revision that is there."""
        return {
            "version": revision.version,
            "rating": revision.rating.key if revision.rating else None,
            "claim_text": revision.claim_text,
            "headline": revision.headline,
            "summary": revision.summary,
            "body": body_to_type(revision.body),
            "finding": str(revision.finding_id or ""),
            "media_category": revision.text.verdict.media_category,
            "media_also": revision.text.verdict.media_also,
        }


def with_version(data: QueryDict, version: int) -> QueryDict:
    """Return what was typed, to be saved over the version that is there now."""
    again = data.copy()
    again["version"] = str(version)
    return again


class ReasonForm(forms.Form):
    """Why a text is returned."""

    reason = forms.CharField(
        label=_("What should be changed?"), widget=forms.Textarea(attrs={"rows": 3})
    )


class WithdrawForm(forms.Form):
    """Why a published text is withdrawn; readers see this."""

    prefix = "withdraw"
    reason = forms.CharField(
        label=_("Reason, which readers will see"), widget=forms.Textarea(attrs={"rows": 3})
    )


class ScheduleForm(forms.Form):
    """When a text is to be published."""

    publish_at = forms.DateTimeField(
        label=_("Publish at"),
        help_text=_("In UTC."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean_publish_at(self) -> Any:
        """The field has no zone; ours is UTC."""
        at = self.cleaned_data["publish_at"].astimezone(UTC)
        if at <= timezone.now():
            raise forms.ValidationError(_t("Choose a time in the future."))
        return at


class CorrectionForm(forms.Form):
    """What a new version of a published text puts right."""

    kind = forms.ChoiceField(
        label=_("This is"), choices=CorrectionKind.choices, widget=forms.RadioSelect
    )
    public_note = forms.CharField(
        label=_("What it puts right, in words for readers"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
