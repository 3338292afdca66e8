"""Sentences of findings: whether a picture is older than an event, and what that does not say.

What the evidence is called stands in ``evidence.py``; what is decided, in ``domain/findings.py``.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from media_provenance.domain.findings import FindingKind, Strength, UpperBound
from media_provenance.wording.shown_dates import format_date, format_interval, format_number
from multilingual.intervals import DateInterval


class StatedFinding(Protocol):
    """What a finding's sentence is made of; ``FindingFacts`` and the Finding row both have it."""

    @property
    def kind(self) -> str: ...
    @property
    def strength(self) -> str: ...
    @property
    def existed_by_day(self) -> date | None: ...
    @property
    def metadata_day(self) -> date | None: ...
    @property
    def not_before_day(self) -> date | None: ...
    @property
    def at_least_days(self) -> int | None: ...
    @property
    def at_least_hours(self) -> int | None: ...
    @property
    def told_by_file(self) -> bool: ...


def finding_sentence(finding: StatedFinding, *, event: DateInterval | None) -> str:
    """Return the finding as one or two whole sentences in the active language.

    Args:
        finding: the facts.
        event: days of the event as the claim gives them; ``None`` if no event was asked about.
    """
    kind = FindingKind(finding.kind)
    if event is None:
        return _sentence_without_event(finding)
    when = _interval(event)
    if kind in (
        FindingKind.PREDATES,
        FindingKind.LIKELY_PREDATES,
        FindingKind.PUBLISHER_SAYS_PREDATES,
    ):
        return _predates(kind, finding, when)
    if kind is FindingKind.METADATA_SUGGESTS_PREDATES:
        return _suggests(finding, when)
    if kind is FindingKind.MADE_AFTER_EVENT:
        return _made_after(finding, when)
    if kind is FindingKind.NEEDS_CONFIRMATION:
        return _needs_confirmation()
    return gettext(
        "We found no copy from before the event (%(event)s). That does not prove that the picture "
        "shows it."
    ) % {"event": when}


def _needs_confirmation() -> str:
    return gettext(
        "A picture that looks the same was found. Until a person confirms that it is the same "
        "picture, its date proves nothing."
    )


def _suggests(finding: StatedFinding, when: str) -> str:
    values = {"day": _day(finding.metadata_day), "event": when}
    if finding.told_by_file:
        return (
            gettext(
                "The file itself gives %(day)s as its date, before the event (%(event)s). Such "
                "dates can be changed, so this alone is not proof."
            )
            % values
        )
    return (
        gettext(
            "Whoever shared or described this picture dates it to %(day)s, before the event "
            "(%(event)s). Anyone can choose such a date, so this alone is not proof."
        )
        % values
    )


def _predates(kind: FindingKind, finding: StatedFinding, when: str) -> str:
    values = {"day": _day(finding.existed_by_day), "event": when}
    days, hours = finding.at_least_days, finding.at_least_hours
    if hours is not None:
        if hours == 0:
            return _shortly_before(kind) % values
        return _hours_before(kind, hours) % {**values, "count": _number(hours)}
    if days is None:
        raise ValueError(f"A finding of kind {kind} says how long before the event.")
    return _days_before(kind, days) % {**values, "count": _number(days)}


def _days_before(kind: FindingKind, days: int) -> str:
    if kind is FindingKind.PREDATES:
        return ngettext(
            "This picture existed by %(day)s, at least %(count)s day before the event (%(event)s).",
            "This picture existed by %(day)s, at least %(count)s days before the event "
            "(%(event)s).",
            days,
        )
    if kind is FindingKind.LIKELY_PREDATES:
        return ngettext(
            "This picture appears to have existed by %(day)s, at least %(count)s day before the "
            "event (%(event)s).",
            "This picture appears to have existed by %(day)s, at least %(count)s days before the "
            "event (%(event)s).",
            days,
        )
    return ngettext(
        "By its publisher's own date, this picture existed by %(day)s, at least %(count)s day "
        "before the event (%(event)s).",
        "By its publisher's own date, this picture existed by %(day)s, at least %(count)s days "
        "before the event (%(event)s).",
        days,
    )


def _hours_before(kind: FindingKind, hours: int) -> str:
    if kind is FindingKind.PREDATES:
        return ngettext(
            "This picture existed by %(day)s, at least %(count)s hour before the event "
            "(%(event)s).",
            "This picture existed by %(day)s, at least %(count)s hours before the event "
            "(%(event)s).",
            hours,
        )
    if kind is FindingKind.LIKELY_PREDATES:
        return ngettext(
            "This picture appears to have existed by %(day)s, at least %(count)s hour before the "
            "event (%(event)s).",
            "This picture appears to have existed by %(day)s, at least %(count)s hours before the "
            "event (%(event)s).",
            hours,
        )
    return ngettext(
        "By its publisher's own date, this picture existed by %(day)s, at least %(count)s hour "
        "before the event (%(event)s).",
        "By its publisher's own date, this picture existed by %(day)s, at least %(count)s hours "
        "before the event (%(event)s).",
        hours,
    )


def _shortly_before(kind: FindingKind) -> str:
    if kind is FindingKind.PREDATES:
        return gettext(
            "This picture existed by %(day)s, less than an hour before the event (%(event)s) "
            "can have begun."
        )
    if kind is FindingKind.LIKELY_PREDATES:
        return gettext(
            "This picture appears to have existed by %(day)s, less than an hour before the event "
            "(%(event)s) can have begun."
        )
    return gettext(
        "By its publisher's own date, this picture existed by %(day)s, less than an hour before "
        "the event (%(event)s) can have begun."
    )


def _made_after(finding: StatedFinding, when: str) -> str:
    values = {"day": _day(finding.not_before_day), "event": when}
    strength = Strength(finding.strength)
    if strength is Strength.ESTABLISHED:
        return (
            gettext(
                "This picture cannot be older than %(day)s, so it was made after the event "
                "(%(event)s)."
            )
            % values
        )
    if strength is Strength.METADATA and finding.told_by_file:
        return (
            gettext(
                "The file itself gives %(day)s as the day it was taken, after the event "
                "(%(event)s). Such dates can be changed, so this alone is not proof."
            )
            % values
        )
    if strength is Strength.METADATA:
        return (
            gettext(
                "There is a sign that this picture is no older than %(day)s, which is after the "
                "event (%(event)s). Anyone could have put it there, so this alone is not proof."
            )
            % values
        )
    return (
        gettext(
            "This picture appears to be no older than %(day)s, and so to have been made after the "
            "event (%(event)s)."
        )
        % values
    )


def weaker_bound_sentence(bound: UpperBound, *, of_file: bool = True) -> str:
    """Say that weaker evidence than the finding's own puts the picture earlier.

    Args:
        bound: one of ``domain.findings.weaker_bounds``.
        of_file: whether the file itself says so (``domain.findings.told_by_file``), where only
            metadata or somebody's word does.

    Raises:
        ValueError: for an established bound, than which none is stronger, or for no strength.
    """
    if bound.strength is Strength.SUPPORTED:
        sentence = gettext(
            "Weaker evidence puts it earlier: it appears to have existed by %(day)s."
        )
    elif bound.strength is Strength.SUGGESTED:
        sentence = gettext(
            "Weaker evidence puts it earlier: by its publisher's own date, it existed by %(day)s."
        )
    elif bound.strength is Strength.METADATA and of_file:
        sentence = gettext(
            "Weaker evidence puts it earlier: the file itself gives %(day)s as its date. Such "
            "dates can be changed, so this alone is not proof."
        )
    elif bound.strength is Strength.METADATA:
        sentence = gettext(
            "Weaker evidence puts it earlier: whoever shared or described it dates it to %(day)s. "
            "Anyone can choose such a date, so this alone is not proof."
        )
    else:
        raise ValueError(f"A bound that is {bound.strength} is never the weaker one.")
    return sentence % {"day": _day(bound.day)}


def _sentence_without_event(finding: StatedFinding) -> str:
    if FindingKind(finding.kind) is FindingKind.NEEDS_CONFIRMATION:
        return _needs_confirmation()
    if finding.existed_by_day is not None:
        sentence = {
            Strength.ESTABLISHED: gettext("This picture existed by %(day)s."),
            Strength.SUPPORTED: gettext("This picture appears to have existed by %(day)s."),
        }.get(
            Strength(finding.strength),
            gettext("By its publisher's own date, this picture existed by %(day)s."),
        )
        return sentence % {"day": _day(finding.existed_by_day)}
    if finding.metadata_day is not None:
        sentence = (
            gettext(
                "The file itself gives %(day)s as its date. Such dates can be changed, so this "
                "alone is not proof."
            )
            if finding.told_by_file
            else gettext(
                "Whoever shared or described this picture dates it to %(day)s. Anyone can choose "
                "such a date, so this alone is not proof."
            )
        )
        return sentence % {"day": _day(finding.metadata_day)}
    return gettext("No date was found for this picture.")


def finding_limits(finding: StatedFinding) -> str:
    """Return the sentence that says what the finding does not say."""
    kind = FindingKind(finding.kind)
    if kind is FindingKind.COMPATIBLE_NOT_PROVEN:
        return gettext("That no older copy was found may only mean that none was looked at.")
    if kind is FindingKind.MADE_AFTER_EVENT:
        return gettext("It says nothing of who made the picture or where.")
    if kind is FindingKind.NEEDS_CONFIRMATION:
        return gettext("Pictures that look alike may show the same place at different times.")
    return gettext("It says nothing of who made the picture, where, or how much older it is.")


_METADATA_LABELS: dict[FindingKind, Promise] = {
    FindingKind.MADE_AFTER_EVENT: gettext_lazy("Metadata suggests it was made after the event"),
}
_FINDING_LABELS: dict[FindingKind, Promise] = {
    FindingKind.PREDATES: gettext_lazy("Predates the event"),
    FindingKind.LIKELY_PREDATES: gettext_lazy("Likely predates the event"),
    FindingKind.PUBLISHER_SAYS_PREDATES: gettext_lazy("Publisher says it predates the event"),
    FindingKind.METADATA_SUGGESTS_PREDATES: gettext_lazy("Metadata suggests it predates the event"),
    FindingKind.COMPATIBLE_NOT_PROVEN: gettext_lazy("Compatible, not proven"),
    FindingKind.MADE_AFTER_EVENT: gettext_lazy("Made after the event"),
    FindingKind.NEEDS_CONFIRMATION: gettext_lazy("Needs a person to confirm the match"),
}
_STRENGTH_LABELS: dict[Strength, Promise] = {
    Strength.ESTABLISHED: gettext_lazy("established"),
    Strength.SUPPORTED: gettext_lazy("supported"),
    Strength.SUGGESTED: gettext_lazy("suggested"),
    Strength.METADATA: gettext_lazy("from metadata only"),
    Strength.NONE: gettext_lazy("no bound"),
}


def finding_label(kind: str, strength: str = Strength.NONE) -> str:
    """Return the few words of a finding's badge, as careful as what it rests on.

    Args:
        kind: of the finding.
        strength: of the finding; without it, what the kind is called.

    Raises:
        ValueError: for an unknown kind or strength.
    """
    named = FindingKind(kind)
    if Strength(strength) is Strength.METADATA and named in _METADATA_LABELS:
        return str(_METADATA_LABELS[named])
    return str(_FINDING_LABELS[named])


def strength_label(strength: str) -> str:
    """Return one or two words. Raises ``ValueError`` for an unknown strength."""
    return str(_STRENGTH_LABELS[Strength(strength)])


def _language() -> str:
    return get_language() or "en"


def _day(day: date | None) -> str:
    if day is None:
        raise ValueError("This kind of finding is stated with a day.")
    return format_date(day, _language())


def _interval(interval: DateInterval) -> str:
    return format_interval(interval, _language())


def _number(number: int) -> str:
    return format_number(number, _language())
