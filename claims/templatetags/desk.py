"""What the desk's templates ask: may this person do that, and what do we call it.

No rule stands here: every answer is `claims.permissions`' or `claims.wording`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext

from claims import permissions, wording
from claims.domain.event_days import DaysOrigin
from claims.wording import PictureName
from jobs.models import Job
from media_provenance.models import Finding
from media_provenance.wording import (
    evidence_label,
    finding_sentence,
    format_number,
    withdrawal_reason,
)
from multilingual.intervals import DateInterval

register = template.Library()

# Characters of a picture's name in a link or heading.
_MOST_OF_A_NAME = 80


@register.simple_tag(takes_context=True)
def can(context: RequestContext, what: str, *about: object) -> bool:
    """Ask the permission of that name for the person who looks at the page.

    ``{% can "move_case" claim "drop" as may_drop %}`` is `permissions.can_move_case`.

    Raises:
        AttributeError: there is no such permission.
    """
    rule = getattr(permissions, f"can_{what}")
    user = getattr(context.request, "user", AnonymousUser())
    return bool(rule(user, *about))


@register.simple_tag
def days(first: Any, last: Any) -> DateInterval:
    """Make the interval of two columns, for ``{% date_interval %}``; None leaves a side open."""
    return DateInterval(first, last)


@register.filter
def refusal(code: str) -> str:
    """The sentence for a refusal at intake, in reading or of a picture."""
    return wording.refusal_sentence(code)


@register.filter
def reading_gap(code: str) -> str:
    """The sentence for something that reading did not find."""
    return wording.reading_gap(code)


@register.filter
def date_origin(origin: str) -> str:
    """Where a publication date was read, in words."""
    return wording.date_origin(origin)


@register.filter
def date_conflict(code: str) -> str:
    """Why an editor should look at a publication date."""
    return wording.date_conflict(code)


@register.filter
def event_origin(origin: str) -> str:
    """How the days of the claimed event are known, in words."""
    return wording.event_origin(origin)


@register.filter
def move_label(move: str) -> str:
    """What the button of a move says."""
    return wording.move_label(move)


@register.filter
def job_label(job: Job) -> str:
    """What a job does, in words."""
    return wording.job_label(job.kind)


@register.simple_tag
def statement_lead(stance: str, speaker: str | None) -> str:
    """Who does what with the words that follow; without a speaker, somebody who is not named."""
    return wording.statement_lead(stance, speaker or "")


@register.filter
def side_label(stance: str) -> str:
    """The head over those who take this stance to a claim."""
    return wording.side_label(stance)


@register.simple_tag
def history(name: str, values: Mapping[str, Any]) -> str:
    """What was done, in words."""
    return wording.history_sentence(name, values)


@register.filter
def finding_says(finding: Finding) -> str:
    """The finding as one or two whole sentences, measured against the event it was asked about."""
    event = DateInterval(finding.event_first_day, finding.event_last_day)
    return finding_sentence(finding, event=event)


@register.filter
def days_origin(origin: DaysOrigin) -> str:
    """Where days that are offered for an event were found."""
    return wording.days_origin(origin)


@register.filter
def evidence_kind(kind: str) -> str:
    """What a kind of evidence is called."""
    return evidence_label(kind)


@register.filter
def withdrawal(reason: str) -> str:
    """Why evidence was withdrawn: the system's own reasons in the reader's language."""
    return withdrawal_reason(reason)


@register.filter
def unconfirmed(match_class: str) -> str:
    """What a copy of that class is called while nobody has confirmed it."""
    return wording.unconfirmed_label(match_class)


@register.filter
def needs_decision(count: int) -> str:
    """How many likely copies of a picture wait for a person."""
    return ngettext(
        "%(count)s likely copy waits for your decision.",
        "%(count)s likely copies wait for your decision.",
        count,
    ) % {"count": format_number(count, get_language() or "en")}


@register.filter
def named(name: PictureName) -> SafeString:
    """Show what a picture is called, in its own language and direction, so long as a line is."""
    words = Truncator(name.words).chars(_MOST_OF_A_NAME)
    if not name.language:
        return format_html('<bdi dir="auto">{}</bdi>', words)
    return format_html('<bdi lang="{}" dir="auto">{}</bdi>', name.language, words)
