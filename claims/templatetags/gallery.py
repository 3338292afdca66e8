"""Made-up values for the gallery of components, and for nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms, template
from django.core.paginator import Paginator
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from claims.domain.workflow import CaseStatus, TextStatus
from media_provenance.domain.timeline import TimelineItem, timeline
from media_provenance.wording import format_interval
from multilingual.intervals import DateInterval

register = template.Library()

LOOKS = (
    "false",
    "altered",
    "misleading",
    "context",
    "satire",
    "unproven",
    "mostly-true",
    "true",
)


def _kinds() -> list[tuple[str, str]]:
    return [("page", _("Page")), ("picture", _("Picture"))]


class GalleryForm(forms.Form):
    """One field of every kind."""

    address = forms.URLField(assume_scheme="https")
    headline = forms.CharField(max_length=100)
    body = forms.CharField(widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(widget=forms.RadioSelect, choices=_kinds)
    outlet = forms.ChoiceField(required=False, choices=_kinds)
    picture = forms.FileField(required=False)
    sure = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, help_text in (
            ("address", _("Address of the page"), _("It is fetched once and kept.")),
            ("headline", _("Headline"), ""),
            ("body", _("Text"), _("In any language.")),
            ("kind", _("Kind"), ""),
            ("outlet", _("Outlet"), ""),
            ("picture", _("Picture"), ""),
            ("sure", _("I have read this"), ""),
        ):
            self.fields[name].label = label
            self.fields[name].help_text = help_text


@dataclass(frozen=True, slots=True)
class Check:
    label: str
    passed: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    url: str


@register.simple_tag
def gallery() -> dict[str, Any]:
    """Return what the gallery page shows, in the reader's language."""
    language = "ar" if get_language_bidi() else "en"
    return {
        "trail": [Step(_("Inbox"), "?"), Step("صورة à Nîmes", "?")],
        "looks": LOOKS,
        "statuses": [*CaseStatus, *TextStatus],
        "form": GalleryForm(prefix="plain"),
        "wrong_form": GalleryForm({"wrong-address": "nonsense"}, prefix="wrong"),
        "page": Paginator(range(500), 20).page(4),
        "day": date(2022, 8, 14),
        "intervals": [
            DateInterval.of_day(date(2022, 8, 14)),
            DateInterval(date(2022, 8, 1), date(2022, 8, 31)),
            DateInterval(date(2024, 6, 20), date(2024, 6, 23)),
            DateInterval(None, date(2024, 6, 23)),
            DateInterval(None, None),
        ],
        "checks": [
            Check(_("A headline"), passed=True),
            Check(_("Two sources"), passed=False, note=_("Add one more.")),
        ],
        "drawing": timeline(
            [
                _item("a", "BBC News عربي", date(2022, 8, 14), date(2022, 8, 14), decisive=True),
                _item("b", "EXIF DateTimeOriginal", date(2010, 8, 1), date(2010, 8, 31)),
                _item("c", "@libya.now24", date(2024, 6, 21), date(2024, 6, 21)),
                TimelineItem("d", "à Nîmes", "", DateInterval(None, None)),
            ],
            event=_item(
                "event", _("The event"), date(2024, 6, 20), date(2024, 6, 23), role="event"
            ),
            direction="rtl" if language == "ar" else "ltr",
        ),
    }


def _item(
    key: str,
    label: str,
    earliest: date,
    latest: date,
    *,
    role: str = "seen",
    decisive: bool = False,
) -> TimelineItem:
    days = DateInterval(earliest, latest)
    language = "ar" if get_language_bidi() else "en"
    return TimelineItem(
        key, label, format_interval(days, language), days, role=role, decisive=decisive
    )
