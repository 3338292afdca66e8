"""Background work that somebody waits for: whether it moves, and what happens if it does not.

For the pages that wait for one job and for the list of all of them. What a job does and why it
stopped is `claims.wording`'s to say.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jobs.heartbeat import EVERY
from jobs.models import Job, JobState
from jobs.queries import Crew, jobs_in_state, look_at_crew
from jobs.runner import MOST_ATTEMPTS
from media_provenance.wording import format_number

# Twice as long as between two signs of life: silence that is worth a word.
WORTH_A_WORD = 2 * EVERY


def progress_sentence(job: Job | None) -> str:
    """Say whether work that somebody waits for moves, in one or two sentences.

    Up to six queries. Of work that was set aside or is over nothing is said: "".
    """
    if job is None:
        return _("It waits for its turn.")
    seen = jobs_in_state(JobState(job.state)).filter(pk=job.pk).first()
    if seen is None:
        # It moved on between two queries.
        return _("It is being done now.")
    if seen.state == JobState.RUNNING:
        return _said_of_running(seen)
    if seen.state not in (JobState.QUEUED, JobState.FAILED):
        return ""
    why = why_it_waits(seen, look_at_crew())
    if why:
        return _("It waits for its turn: %(why)s.") % {"why": why}
    return _("The last try failed; it will be tried again by itself.")


def _said_of_running(job: Job) -> str:
    is_cut_off: bool = getattr(job, "is_cut_off")  # noqa: B009 - an annotation
    silence = unheard_for(job)
    if is_cut_off:
        return _("The worker that had it was cut off. Another one takes it over by itself.")
    if silence:
        said = ngettext(
            "The worker that had it has shown no sign of life for %(count)s second. If it stays "
            "silent, another one takes it over by itself.",
            "The worker that had it has shown no sign of life for %(count)s seconds. If it stays "
            "silent, another one takes it over by itself.",
            silence,
        )
        return said % {"count": _number(silence)}
    if job.attempts > 1:
        return _("It is being done now; this is attempt %(attempt)s of %(most)s.") % {
            "attempt": _number(job.attempts),
            "most": _number(MOST_ATTEMPTS),
        }
    return _("It is being done now.")


def unheard_for(job: Job) -> int:
    """Return for how many seconds the holder of running work is silent; 0 for not long.

    ``job`` is one of `jobs_in_state`.
    """
    silence: timedelta | None = getattr(job, "unheard_for")  # noqa: B009 - an annotation
    if job.state != JobState.RUNNING or silence is None or silence <= WORTH_A_WORD:
        return 0
    return int(silence.total_seconds())


def why_it_waits(job: Job, crew: Crew) -> str:
    """Say why a job that is due is not running; "" when it is not due, or does not wait.

    ``job`` is one of `jobs_in_state`.
    """
    is_due: bool = getattr(job, "is_due")  # noqa: B009 - an annotation, unknown to the model
    is_untold: bool = getattr(job, "is_untold")  # noqa: B009 - as above
    if job.state not in {JobState.QUEUED, JobState.FAILED} or not is_due:
        return ""
    if not crew.has_worker:
        return _("no worker is running")
    if is_untold and crew.has_sweeper:
        return _("the broker, which tells the workers, does not answer")
    return _("waits for a free worker")


def _number(number: int) -> str:
    return format_number(number, get_language() or "en")
