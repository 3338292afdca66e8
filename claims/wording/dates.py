"""Where a date was read, what speaks against it, and how precise it is."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from claims.domain.publication import PublishedConflict
from claims.domain.stored_reading import StoredDate
from media_provenance.wording import format_interval
from multilingual.arabic import isolate
from multilingual.intervals import DateInterval

# Where the date of publication was read, in the order of authority.
DATE_ORIGINS = {
    "jsonld_or_meta": gettext_lazy("from the page's own metadata"),
    "url": gettext_lazy("from the address of the page"),
    "time_element": gettext_lazy("from the time mark beside the title"),
    "byline": gettext_lazy("from the line under the title"),
    "site_header": gettext_lazy("from the head of the site, which may be today's date"),
    "text_mentions": gettext_lazy("from dates mentioned in the text"),
    "editor": gettext_lazy("entered by an editor"),
}

# Why an editor should look at the day of publication.
DATE_CONFLICTS = {
    PublishedConflict.SOURCES_DISAGREE: gettext_lazy(
        "The page gives more than one publication date; the most reliable place was believed."
    ),
    PublishedConflict.RELATIVE_EXPRESSIONS: gettext_lazy(
        "The date is written in words such as “yesterday”, which depend on the day of writing."
    ),
    PublishedConflict.LATER_DAY_IN_TEXT: gettext_lazy(
        "The text tells of a day after its own publication date as of something past."
    ),
    PublishedConflict.LATER_THAN_CAPTURE: gettext_lazy(
        "A date on the page lies after the day it was brought in, so it was not used."
    ),
    PublishedConflict.WEEKDAY: gettext_lazy("The weekday beside the date does not fit it."),
    PublishedConflict.DAY_MONTH_ORDER: gettext_lazy(
        "The date can be read day first or month first, so both are kept."
    ),
    PublishedConflict.CALENDARS: gettext_lazy(
        "The dates of the two calendars beside each other do not agree."
    ),
    PublishedConflict.SITE_HEADER_ONLY: gettext_lazy(
        "The only date stands in the head of the site and may be the day the page was opened."
    ),
    PublishedConflict.COUNTED_FROM_CAPTURE: gettext_lazy(
        "The date was counted back from the day the page was brought in."
    ),
    PublishedConflict.TIME_ZONE: gettext_lazy(
        "Two places on the page give days next to each other, as one moment told in two time zones."
    ),
    PublishedConflict.ONLY_UPDATED: gettext_lazy(
        "Only the day of an update is given; the page was published on it or before."
    ),
}

# How the days of the claimed event are known.
EVENT_ORIGINS = {
    "editor": gettext_lazy("entered by an editor"),
    "appearance": gettext_lazy("the first day on which the claim was seen"),
}


def date_origin(origin: str) -> str:
    """Where a publication date comes from, in words."""
    return str(DATE_ORIGINS.get(origin, origin))


def date_conflict(code: str) -> str:
    """Why an editor should look at a publication date. Raises ValueError for an unknown code."""
    return str(DATE_CONFLICTS[PublishedConflict(code)])


def event_origin(origin: str) -> str:
    """How the days of the claimed event are known, in words."""
    return str(EVENT_ORIGINS.get(origin, origin))


# How precisely a date is written.
_PRECISIONS = {
    "minute": gettext_lazy("a time of day"),
    "day": gettext_lazy("a day"),
    "week": gettext_lazy("a week"),
    "part": gettext_lazy("part of a month or year"),
    "month": gettext_lazy("a month"),
    "season": gettext_lazy("a season"),
    "range": gettext_lazy("from one day to another"),
    "year": gettext_lazy("a year"),
    "decade": gettext_lazy("a decade"),
    "century": gettext_lazy("a century"),
}
_CALENDARS = {
    "hijri": gettext_lazy("Hijri calendar"),
    "jalali": gettext_lazy("Solar Hijri calendar"),
}
# Why the days of a date in a text should be looked at.
_FOUND_DATE_CONFLICTS = {
    "day_month_order": gettext_lazy("can be read day first or month first"),
    "weekday": gettext_lazy("the weekday beside it does not fit"),
    "month_names": gettext_lazy("its two month names are different months"),
    "calendars": gettext_lazy("its two calendars do not agree"),
    "reference": gettext_lazy("depends on the day of publication, which is not known for sure"),
}


def found_date_sentence(found: StoredDate) -> str:
    """Say what a date in a text was read as: its days, how precise, and what speaks against it."""
    days = DateInterval(found.earliest, found.latest)
    said = [
        _("day unknown")
        if days.is_unknown
        else format_interval(days, get_language() or settings.LANGUAGE_CODE),
        str(_PRECISIONS.get(found.precision, found.precision)),
    ]
    if found.time:
        said.append(isolate(found.time))
    if found.calendar in _CALENDARS:
        said.append(str(_CALENDARS[found.calendar]))
    if found.conflict:
        said.append(str(_FOUND_DATE_CONFLICTS.get(found.conflict, found.conflict)))
    return " · ".join(said)
