"""How values look on a page: dates, numbers, technical values, badges, icons, fields.

Presentation only. What a person may do is asked elsewhere; what a finding says is worded in
``media_provenance.wording``; what a date *is* stands in ``multilingual``.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.forms.widgets import EmailInput, PasswordInput, Textarea, TextInput, URLInput
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language

from claims import wording
from claims.domain.workflow import CaseStatus, TextStatus
from media_provenance.domain.timeline import TimelineDrawing
from media_provenance.wording import format_date, format_interval, format_number
from multilingual import arabic, display
from multilingual.intervals import DateInterval

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

register = template.Library()

# What a status looks like: the chip's tone, and whether its ring is filled (the end of a road).
# The word is always beside it, so the look only helps the eye down a list.
STATUS_LOOKS: dict[str, tuple[str, bool]] = {
    CaseStatus.RECEIVED: ("plain", False),
    CaseStatus.RESEARCHING: ("warn", False),
    CaseStatus.ANSWERED: ("good", True),
    CaseStatus.DROPPED: ("plain", True),
    TextStatus.DRAFT: ("plain", False),
    TextStatus.IN_REVIEW: ("warn", False),
    TextStatus.APPROVED: ("good", False),
    TextStatus.SCHEDULED: ("good", False),
    TextStatus.PUBLISHED: ("good", True),
    TextStatus.SUPERSEDED: ("plain", True),
    TextStatus.WITHDRAWN: ("bad", True),
}

# Icons that point forward in the text and must turn with it. A check mark or a clock must not.
MIRRORED_ICONS = frozenset({"arrow"})


@register.filter
def ltr(value: object) -> SafeString:
    """Keep a technical value (address, digest, size, handle, ISO date) left to right, in one piece.

    Without it "1600×900" reads "900×1600" in an Arabic sentence.
    """
    return format_html('<bdi dir="ltr">{}</bdi>', value)


@register.filter
def isolated(text: str) -> str:
    """Wrap text in Unicode isolates, where markup cannot say ``<bdi>``: inside SVG."""
    return arabic.isolate(text)


@register.filter
def direction(language: str) -> str:
    """Return ``rtl`` or ``ltr`` for a language code."""
    return arabic.direction(language)


@register.filter
def day(value: date, language: str = "") -> SafeString:
    """Show a day in the reader's language, or the one given, with its machine form.

    A ``datetime`` is shown as its UTC day.
    """
    on = localtime(value).date() if isinstance(value, datetime) else value
    return format_html(
        '<time datetime="{}">{}</time>', on.isoformat(), format_date(on, _reader(language))
    )


@register.filter
def clock(value: timedelta) -> SafeString:
    """Show a time from the start of a video, in hours where there are any: 1:02:03 or 0:07."""
    return format_html('<bdi dir="ltr">{}</bdi>', display.format_clock(value))


@register.filter
def moment(value: datetime, language: str = "") -> SafeString:
    """Show an instant as its UTC day and minute, with its machine form."""
    at = localtime(value)
    return format_html(
        '<time datetime="{}">{} <bdi dir="ltr">{} UTC</bdi></time>',
        at.isoformat(timespec="seconds"),
        format_date(at.date(), _reader(language)),
        at.strftime("%H:%M"),
    )


@register.filter
def language_called(code: str) -> str:
    """What a language is called in the reader's language."""
    return display.language_name(code, _reader(""))


@register.filter
def person_name(user: AbstractUser) -> str:
    """What a person is called: the full name, or the user name where there is none."""
    return user.get_full_name() or user.get_username()


@register.filter
def platform_name(platform: str) -> str:
    """A network's name as it is shown: "TikTok" for ``tiktok``; what a person typed as it is."""
    return wording.platform_name(platform)


@register.filter
def number(value: int | float, language: str = "") -> str:
    """Show a number with the separators of the reader's language."""
    return format_number(value, _reader(language))


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one symbol of ``static/icons.svg``. It is decoration: the word stands beside it."""
    css_class = "icon icon-mirrored" if name in MIRRORED_ICONS else "icon"
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"'
        ' focusable="false"><use href="{}#{}"></use></svg>',
        css_class,
        static("icons.svg"),
        name,
    )


@register.inclusion_tag("_components/rating_badge.html")
def rating_badge(
    look: str, label: str, language: str = "", *, plain: bool = False
) -> dict[str, Any]:
    """Show a rating by word, shape and colour; see the component for its inputs."""
    return {
        "look": look,
        "label": label,
        "language": _reader(language),
        "plain": plain,
    }


@register.inclusion_tag("_components/status_chip.html")
def status_chip(status: str, label: str) -> dict[str, Any]:
    """Show where a case or a revision stands.

    Raises:
        KeyError: for a status that has no look; a test holds the table complete.
    """
    tone, filled = STATUS_LOOKS[status]
    return {"label": label, "tone": tone, "filled": filled}


@register.inclusion_tag("_components/date_interval.html")
def date_interval(interval: DateInterval, origin: str = "", language: str = "") -> dict[str, Any]:
    """Show an interval no more precisely than it is known, and where it was read."""
    return {
        "text": "" if interval.is_unknown else format_interval(interval, _reader(language)),
        "iso": _iso(interval),
        "is_day": interval.is_day,
        "origin": origin,
    }


@register.inclusion_tag("_components/timeline.html")
def timeline_drawing(
    drawing: TimelineDrawing, title: str, name: str = "timeline"
) -> dict[str, Any]:
    """Draw a timeline and its table twin; ``name`` makes the ids unique on the page."""
    return {"drawing": drawing, "title": title, "name": name}


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """Render a field's control with the direction that its content has.

    Addresses and passwords are left to right in every language. Text follows what is typed, and
    sends its direction along (``dirname``). A direction set on the widget itself is kept.
    """
    control = field.field.widget
    attrs: dict[str, Any] = {}
    if "dir" not in control.attrs:
        if isinstance(control, URLInput | EmailInput | PasswordInput):
            attrs = {"dir": "ltr"}
        elif isinstance(control, TextInput | Textarea) and control.__class__.__name__ in _TEXT:
            attrs = {"dir": "auto", "dirname": f"{field.html_name}.dir"}
    return field.as_widget(attrs=attrs)


# NumberInput and the date inputs are TextInputs too, but what they hold has no direction.
_TEXT = frozenset({"TextInput", "Textarea"})


@register.filter
def is_choice_group(field: BoundField) -> bool:
    """Whether a field is a set of radio buttons or check boxes, which needs a legend."""
    return field.use_fieldset


@register.filter
def is_single_check(field: BoundField) -> bool:
    """Whether a field is one check box, whose label stands behind it."""
    return field.widget_type == "checkbox"


@register.simple_tag
def page_numbers(page: Page[Any]) -> list[int | str]:
    """Return the page numbers to offer, with an ellipsis for those left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


def _reader(language: str) -> str:
    return language or get_language() or "en"


def _iso(interval: DateInterval) -> str:
    """Return an interval in EDTF, as ``2022-08-14`` or ``2024-06-20/2024-06-23`` (open: ``..``)."""
    if interval.earliest is not None and interval.is_day:
        return interval.earliest.isoformat()
    start = interval.earliest.isoformat() if interval.earliest else ".."
    end = interval.latest.isoformat() if interval.latest else ".."
    return f"{start}/{end}"
