"""Background work: what waits and why, what runs and how far it is, what was set aside and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from claims.models import NewsItem, Revision
from claims.permissions import check_can_manage_jobs
from claims.views.access import DeskRequest, desk_page
from claims.views.picture_names import picture_names
from claims.views.shown_work import unheard_for, why_it_waits
from claims.wording import PictureName, job_label, job_reason, time_taken
from jobs.actions import cancel, try_again
from jobs.models import Job, JobState
from jobs.queries import Crew, jobs_in_state, look_at_crew
from jobs.registry import known_kinds
from jobs.runner import MOST_ATTEMPTS
from media_provenance.models import MediaAsset

# Shown of each state where all states stand below each other, and on a page of one state.
FEW, MANY = 20, 50
# Work that ended is shown as far back as this: for the rest there is the database.
MOST_OVER = 50
# In the order of the page: first what needs a person.
HEADINGS = {
    JobState.QUARANTINED: gettext_lazy("Set aside, needs a person"),
    JobState.RUNNING: gettext_lazy("Running"),
    JobState.FAILED: gettext_lazy("Failed, will be tried again"),
    JobState.QUEUED: gettext_lazy("Waiting"),
    JobState.DONE: gettext_lazy("Done lately"),
    JobState.CANCELLED: gettext_lazy("Given up"),
}
NOTHING = {
    JobState.QUARANTINED: gettext_lazy("Nothing was set aside."),
    JobState.RUNNING: gettext_lazy("Nothing is running."),
    JobState.FAILED: gettext_lazy("Nothing has failed."),
    JobState.QUEUED: gettext_lazy("Nothing is waiting."),
    JobState.DONE: gettext_lazy("Nothing was done yet."),
    JobState.CANCELLED: gettext_lazy("Nothing was given up."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A job with what is said of it; an empty text says nothing.

    ``item``, ``picture`` and ``revision`` are what it is about, where there is such a row.
    ``unheard_for`` is how many seconds its holder has been silent; 0 is not worth a word.
    """

    job: Job
    why_it_waits: str
    reason: str
    took: str
    unheard_for: int
    item: NewsItem | None
    picture: PictureName | None
    revision: Revision | None


@dataclass(frozen=True, slots=True)
class Section:
    """The jobs in one state; ``count`` is of all of them, ``lines`` of those shown."""

    state: JobState
    heading: str
    nothing: str
    count: int
    lines: list[Line]


@require_safe
@vary_on_headers("HX-Request")
@desk_page
def jobs(request: DeskRequest) -> HttpResponseBase:
    """The lists of background work; htmx asks for them again every few seconds.

    ``?state=`` and ``?kind=`` choose; what is not known chooses nothing.
    """
    kinds = known_kinds()
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    wanted = [state for state in HEADINGS if state == request.GET.get("state", "")]
    crew = look_at_crew()
    shown: dict[str, object] = {
        "crew": crew,
        "states": HEADINGS.items(),
        "chosen_state": wanted[0] if wanted else "",
        "kinds": [(name, job_label(name)) for name in kinds],
        "chosen_kind": kind,
        "most_attempts": MOST_ATTEMPTS,
    }
    if wanted:
        found = jobs_in_state(wanted[0], kind)
        page = Paginator(found, MANY).get_page(request.GET.get("page"))
        count = page.paginator.count
        shown |= {"page": page, "sections": [_section(wanted[0], page, count, crew)]}
    else:
        shown |= {"sections": [_first_of(state, kind, crew) for state in HEADINGS]}
    template = "_jobs.html" if request.htmx else "jobs.html"
    return render(request, f"claims/desk/{template}", shown)


def _first_of(state: JobState, kind: str, crew: Crew) -> Section:
    found = jobs_in_state(state, kind)
    if state in {JobState.DONE, JobState.CANCELLED}:
        over = list(found[:MOST_OVER])
        return _section(state, over, len(over), crew)
    return _section(state, found[:FEW], found.count(), crew)


def _section(state: JobState, found: Iterable[Job], count: int, crew: Crew) -> Section:
    jobs = list(found)
    subjects = _Subjects(
        items=NewsItem.objects.defer("text").in_bulk(_named(jobs, "item")),
        pictures=picture_names(MediaAsset.objects.in_bulk(_named(jobs, "asset")).values()),
        revisions=Revision.objects.select_related("text").in_bulk(_named(jobs, "revision")),
    )
    lines = [_line(job, crew, subjects) for job in jobs]
    return Section(state, str(HEADINGS[state]), str(NOTHING[state]), count, lines)


@dataclass(frozen=True, slots=True)
class _Subjects:
    """What the jobs of a section are about, by key."""

    items: dict[UUID, NewsItem]
    pictures: dict[UUID, PictureName]
    revisions: dict[UUID, Revision]


def _key(job: Job, name: str) -> UUID | None:
    """Return the key under a name of the payload; None where there is none."""
    key = job.payload.get(name)
    return UUID(key) if key else None


def _named(jobs: list[Job], name: str) -> list[UUID]:
    return [key for job in jobs if (key := _key(job, name))]


def _line(job: Job, crew: Crew, subjects: _Subjects) -> Line:
    took = ""
    if job.state == JobState.DONE and job.started_at and job.finished_at:
        # The clock of the database may have been set back in between.
        took = time_taken(max(job.finished_at - job.started_at, timedelta()))
    reason = job_reason(job.last_error) if job.last_error else ""
    item, asset, revision = (_key(job, name) for name in ("item", "asset", "revision"))
    return Line(
        job=job,
        why_it_waits=why_it_waits(job, crew),
        reason=reason,
        took=took,
        unheard_for=unheard_for(job),
        item=subjects.items.get(item) if item else None,
        picture=subjects.pictures.get(asset) if asset else None,
        revision=subjects.revisions.get(revision) if revision else None,
    )


@require_POST
@desk_page
def again(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Put a job that was set aside or given up back in the queue."""
    check_can_manage_jobs(request.user)
    if try_again(get_object_or_404(Job, pk=pk)):
        messages.success(request, _("It will be tried again."))
    else:
        messages.info(request, _("Somebody else has seen to it already."))
    return redirect("desk:jobs")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def give_up(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Ask whether to give up a job that waits or was set aside, and do it."""
    check_can_manage_jobs(request.user)
    job = get_object_or_404(Job, pk=pk)
    if request.method != "POST":
        shown = {"job": job, "reason": job_reason(job.last_error) if job.last_error else ""}
        return render(request, "claims/desk/job_give_up.html", shown)
    if cancel(job):
        messages.success(request, _("It was given up. You can take it up again from “Given up”."))
    else:
        messages.info(request, _("It is running or over: there is nothing to give up."))
    return redirect("desk:jobs")
