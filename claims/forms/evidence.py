"""What a person types as evidence of a picture's date, and why some is withdrawn."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from claims.actions.pictures import (
    ENTERED_KINDS,
    ENTERED_ROLES,
    EvidenceEntry,
    missing_field,
)
from claims.domain.address_dates import AddressDate, dates_in_address
from claims.forms.days import DaysField, DaysForm
from claims.forms.intake import PublicAddressField, Upload
from claims.wording import entered_kind
from media_provenance.domain.address_dates import dates_of_address
from media_provenance.domain.date_evidence import (
    EvidenceKind,
    Grade,
    Role,
    instants_of,
    instants_of_local_time,
)
from media_provenance.wording import format_interval
from multilingual.dates import ParsedDate
from multilingual.intervals import DateInterval, InstantInterval

# A screenshot of a whole long page stays below this; what is larger is something else.
MOST_SCREENSHOT_BYTES = 15 * 1024 * 1024
# By so many bytes a picture's type is known.
_SIGNATURE = 12
MOST_NOTE_CHARACTERS = 2000

# Kinds whose date is that of the post or page at the address: there its number must agree. What
# others say of the picture may be of any day.
_DATES_OF_THE_PAGE = frozenset({EvidenceKind.PLATFORM_TIME, EvidenceKind.PUBLISHER_DATE})
# So far apart are the clocks of the first and the last zone on Earth.
_MOST_BETWEEN_ZONES = timedelta(hours=26)

# The zone in words after an ISO date, which the grammar of dates reads only as a letter or offset.
_SAYS_UTC = re.compile(r"(?:\butc|\bgmt|غرينتش)\s*$", re.IGNORECASE)

_MISSING = {
    "first": _("Give the first day: the picture cannot be older."),
    "last": _("Give the last day on which it can have been there."),
    "url": _("Give the address at which others can look this up."),
    "archived_url": _("Give the address of the archived copy."),
    "role": _("The release of a device says only that the picture cannot be older."),
    "note": _("Say who states it, or what in the picture shows it."),
}
_ROLES = {
    Role.SEEN: _("the picture was there on these days"),
    Role.NOT_BEFORE: _("the picture cannot be older than these days"),
}


def _kind_choices() -> list[tuple[str, str]]:
    return [(kind.value, entered_kind(kind)) for kind in ENTERED_KINDS]


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
    screenshot = forms.FileField(
        label=_("Screenshot"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("PNG, JPEG or WebP. It is kept as it is and shown to nobody outside."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=MOST_NOTE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Who states it, or what is to be seen, where there is no address."),
    )
    field_order = (
        *("kind", "role", "url", "archived_url", "first", "last"),
        *("title", "screenshot", "note"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].help_text = _t(
            "For example 2022-08-14, August 2022 or 2022-08-14 10:15 UTC. A time without a zone "
            "is taken as the time of any place on Earth."
        )

    def clean_screenshot(self) -> Upload | None:
        """A screenshot is a picture by its first bytes, whatever its name says."""
        file = cast("Upload | None", self.cleaned_data["screenshot"])
        if file is None:
            return None
        if (file.size or 0) > MOST_SCREENSHOT_BYTES:
            raise forms.ValidationError(_t("The screenshot is too large. The most is 15 MB."))
        head = file.read(_SIGNATURE)
        file.seek(0)
        if not _picture_type(head):
            raise forms.ValidationError(_t("This is not a PNG, JPEG or WebP picture."))
        return file

    def clean(self) -> dict[str, Any]:
        """Say of every entry what it still lacks, beside the field."""
        said = super().clean()
        said["instants"], said["zone_known"] = None, False
        if not self.errors:
            self._read_times(said)
        if not self.errors and (field := missing_field(self.entry)):
            self.add_error(field, str(_MISSING[field]))
        if not self.errors:
            self._compare_with_number(said)
        return said

    def _compare_with_number(self, said: dict[str, Any]) -> None:
        """Refuse dates of a post that the number in its address shows to be of another time."""
        if EvidenceKind(said["kind"]) not in _DATES_OF_THE_PAGE:
            return
        numbers = _numbers_in(said["url"])
        typed = said["instants"] or _utc_instants(said["days"] or DateInterval(None, None))
        if not numbers or any(_may_be_same_time(typed, one) for one in numbers):
            return
        day = format_interval(numbers[0].utc_days, get_language() or settings.LANGUAGE_CODE)
        self.add_error(
            "first" if said["first"] else "last",
            _t("The number in this address says %(day)s. Correct the date, or choose another kind.")
            % {"day": day},
        )

    def _read_times(self, said: dict[str, Any]) -> None:
        """Note the instants where a time of day was written; days alone are weighed as days."""
        written = {
            name: cast(DaysField, self.fields[name]).parsed(said_so)
            for name in ("first", "last")
            if (said_so := str(self.data.get(self.add_prefix(name), "")).strip())
        }
        if all(one.time is None for one in written.values()):
            return
        first, last = (
            _in_utc(one) if one and _SAYS_UTC.search(self.data[self.add_prefix(name)]) else one
            for name, one in (("first", written.get("first")), ("last", written.get("last")))
        )
        earliest = _instants(first).earliest if first else None
        latest = _instants(last or first).latest if last or first else None
        if earliest is not None and latest is not None and earliest > latest:
            self.add_error("last", _t("This lies before the first day. Exchange the two."))
            return
        if latest is not None and latest > timezone.now() and earliest == latest:
            self.add_error("first", _t("This time lies in the future."))
            return
        said["instants"] = InstantInterval(earliest, latest)
        said["zone_known"] = all(
            one.time is not None and one.time.tzinfo is not None for one in (first, last) if one
        )

    @property
    def entry(self) -> EvidenceEntry:
        """The evidence as typed. Only after cleaning."""
        said = self.cleaned_data
        days = said["days"] or DateInterval(None, None)
        shot = cast("Upload | None", said.get("screenshot"))
        data = shot.read() if shot is not None else None
        if shot is not None:
            shot.seek(0)
        return EvidenceEntry(
            kind=EvidenceKind(said["kind"]),
            role=Role(said["role"]),
            days=days,
            url=said["url"],
            archived_url=said["archived_url"],
            title=said["title"],
            note=said["note"],
            instants=said["instants"],
            zone_known=said["zone_known"],
            read_from=self._read_from(days),
            screenshot=data,
            screenshot_type=_picture_type(data[:_SIGNATURE]) if data else "",
        )

    def _read_from(self, days: DateInterval) -> str:
        """Return the part of the address that says the same days, "" where none does."""
        addresses = (self.cleaned_data["url"], self.cleaned_data["archived_url"])
        today = timezone.now()
        return next(
            (
                one.read_from
                for address in addresses
                if address
                for one in dates_in_address(address, as_of=today)
                if one.days == days
            ),
            "",
        )


def with_dates_of_address(data: QueryDict) -> tuple[EvidenceForm, list[AddressDate]]:
    """Return the form as typed, with what its addresses tell filled in where nothing was typed.

    Nothing is refused: what was typed is not judged before it is to be recorded. Also returns
    every date that the addresses hold, the most reliable first, to be shown with its words.
    """
    typed = {
        name: data.get(f"{EvidenceForm.prefix}-{name}", "")
        for name in EvidenceForm.base_fields
        if name != "screenshot"
    }
    now = timezone.now()
    found = [
        one
        for name in ("archived_url", "url")
        if typed[name]
        for one in dates_in_address(typed[name], as_of=now)
    ]
    # An archive's stamp alone is a lead; here a person has the archive's page before them.
    best = next((one for one in found if one.is_usable or one.is_archived), None)
    if best is not None and not typed["first"] and not typed["last"]:
        typed["first"], typed["last"] = best.first_written, best.last_written
        typed["kind"] = best.entered_kind.value
        if best.is_archived and not typed["archived_url"]:
            typed["archived_url"], typed["url"] = typed["url"], best.original_url
    return EvidenceForm(initial=typed), found


def _numbers_in(url: str) -> list[InstantInterval]:
    """Return when the platform's own numbers in an address were given out."""
    return [
        one.when
        for one in dates_of_address(url, as_of=timezone.now())
        if one.usable and one.kind is EvidenceKind.PLATFORM_ID and one.grade is Grade.B
    ]


def _utc_instants(days: DateInterval) -> InstantInterval:
    """Return the days as days of UTC; how far zones lie apart is allowed for where they meet."""
    first, last = days.earliest, days.latest
    return InstantInterval(
        datetime.combine(first, time.min, UTC) if first else None,
        datetime.combine(last, time.max, UTC) if last else None,
    )


def _may_be_same_time(typed: InstantInterval, number: InstantInterval) -> bool:
    """Answer whether the two meet, or lie no farther apart than the zones of the Earth."""
    first, last = number.earliest, number.latest
    too_late = typed.earliest and last and typed.earliest - last > _MOST_BETWEEN_ZONES
    too_early = typed.latest and first and first - typed.latest > _MOST_BETWEEN_ZONES
    return not (too_late or too_early)


def _in_utc(written: ParsedDate) -> ParsedDate:
    """Return the same with UTC as the zone of its time, where it gave none itself."""
    if written.time is None or written.time.tzinfo is not None:
        return written
    return replace(written, time=written.time.replace(tzinfo=UTC))


def _instants(written: ParsedDate | None) -> InstantInterval:
    """Return the instants that a written date or time can mean."""
    if written is None:
        return InstantInterval(None, None)
    days = written.interval
    if written.time is None or not days.is_day or days.earliest is None:
        return instants_of(days)
    # A time without seconds is the whole minute.
    minute = timedelta(seconds=0 if written.time.second else 59)
    zone = written.time.tzinfo
    local = datetime.combine(days.earliest, time(*_clock(written.time)))
    if zone is None:
        spread = instants_of_local_time(local)
        return InstantInterval(
            spread.earliest, (spread.latest or local.replace(tzinfo=UTC)) + minute
        )
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    return InstantInterval(moment, moment + minute)


def _clock(written: time) -> tuple[int, int, int]:
    return written.hour, written.minute, written.second


def _picture_type(head: bytes) -> str:
    """Return the media type that a file begins like, "" for none that is taken."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if head[:4] == b"RIFF" and head[8:12] == b"WEBP" else ""


class WithdrawEvidenceForm(forms.Form):
    """Why a piece of evidence counts no more."""

    reason = forms.CharField(label=_("Why does it count no more?"), max_length=500)

    def __init__(self, *args: Any, evidence: int, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": f"withdraw-{evidence}"})
