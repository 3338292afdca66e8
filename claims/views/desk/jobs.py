"""Background work: what waits, what runs and how far it is, what was set aside and why."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from claims.permissions import check_can_manage_jobs
from claims.queries import jobs_in_hand, jobs_needing_a_person
from claims.views.access import DeskRequest, desk_page
from jobs.actions import try_again
from jobs.models import Job, JobState

MOST_SHOWN = 100


@require_safe
@vary_on_headers("HX-Request")
@desk_page
def jobs(request: DeskRequest) -> HttpResponseBase:
    """The lists of background work; htmx asks for them again every few seconds."""
    in_hand = list(jobs_in_hand()[:MOST_SHOWN])
    shown = {
        "running": [job for job in in_hand if job.state == JobState.RUNNING],
        "waiting": [job for job in in_hand if job.state != JobState.RUNNING],
        "set_aside": list(jobs_needing_a_person()[:MOST_SHOWN]),
    }
    template = "_jobs.html" if request.htmx else "jobs.html"
    return render(request, f"claims/desk/{template}", shown)


@require_POST
@desk_page
def again(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Put a job that was set aside back in the queue."""
    check_can_manage_jobs(request.user)
    if try_again(get_object_or_404(Job, pk=pk)):
        messages.success(request, _("It will be tried again."))
    else:
        messages.info(request, _("Somebody else has seen to it already."))
    return redirect("desk:jobs")
