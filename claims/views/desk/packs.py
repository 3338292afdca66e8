"""Evidence packs at the desk: asked for, made in the background, downloaded; and what was kept."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from claims.actions.packs import ask_for_pack, pack_job
from claims.adapters.pack_files import pack_path
from claims.models import Claim
from claims.publishing import NotPublic
from claims.queries import public_revisions
from claims.views.access import DeskRequest, desk_page
from claims.wording import job_reason
from jobs.models import Job, JobState
from media_provenance.models import CaptureBundle, KeptRole, Redaction
from media_provenance.queries import kept_file

_TYPES = {
    KeptRole.WARC: "application/gzip",
    KeptRole.TEXT: "text/plain; charset=utf-8",
    KeptRole.SCREENSHOT: "image/png",
    KeptRole.MANIFEST: "application/json",
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def pack(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """How far the pack of a case's verdict is; a post has it made, anew if there is one."""
    claim = get_object_or_404(Claim.objects.select_related("verdict"), pk=pk)
    public_id = _public_id(claim)
    if request.method == "POST":
        try:
            ask_for_pack(public_id, by=request.user)
        except NotPublic:
            messages.warning(request, _("There is nothing published that could go into a pack."))
        return redirect("desk:pack", pk=claim.pk)
    job = pack_job(public_id) if public_id else None
    made = _made(public_id)
    return render(
        request,
        "claims/desk/pack.html",
        {
            "claim": claim,
            "is_public": _is_public(public_id),
            "is_waiting": job is not None and job.state in _IN_HAND,
            "job": job,
            "reason": _reason(job),
            "made_at": made[0] if made else None,
            "size": made[1] if made else None,
        },
    )


@require_safe
@desk_page
def file(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Give out the pack that was made last, as long as readers may read the verdict."""
    claim = get_object_or_404(Claim.objects.select_related("verdict"), pk=pk)
    public_id = _public_id(claim)
    if not _is_public(public_id) or _made(public_id) is None:
        raise Http404
    return _private(
        FileResponse(
            pack_path(public_id).open("rb"),
            as_attachment=True,
            filename=f"evidence-{public_id}.zip",
            content_type="application/zip",
        )
    )


@require_safe
@desk_page
def kept(request: DeskRequest, number: int, role: str) -> HttpResponseBase:
    """Give out one file that was kept of a capture: the screenshot to look at, others to keep."""
    bundle = get_object_or_404(CaptureBundle, number=number)
    try:
        path = kept_file(bundle, KeptRole(role))
    except (ValueError, KeyError, FileNotFoundError) as error:
        raise Http404 from error
    kind = KeptRole(role)
    return _private(
        FileResponse(
            path.open("rb"),
            as_attachment=kind is not KeptRole.SCREENSHOT,
            filename=f"{number:06d}-{path.name}",
            content_type=_TYPES[kind],
        )
    )


_IN_HAND = (JobState.QUEUED, JobState.RUNNING, JobState.FAILED)


def _public_id(claim: Claim) -> str:
    verdict = getattr(claim, "verdict", None)
    return verdict.public_id if verdict is not None else ""


def _is_public(public_id: str) -> bool:
    return bool(public_id) and (
        public_revisions().filter(text__verdict__public_id=public_id).exists()
    )


def _made(public_id: str) -> tuple[datetime, int] | None:
    """When the pack that lies there was made, and its bytes; None where there is none."""
    if not public_id:
        return None
    try:
        found = pack_path(public_id).stat()
    except FileNotFoundError:
        return None
    made_at = datetime.fromtimestamp(found.st_mtime, UTC)
    if Redaction.objects.filter(redacted_at__gte=made_at).exists():
        # It may hold what was taken away since; it is about to be removed.
        return None
    return made_at, found.st_size


def _reason(job: Job | None) -> str:
    """Why it was not made, "" where nothing stopped it."""
    stopped = job is not None and job.state in (JobState.QUARANTINED, JobState.CANCELLED)
    return job_reason(job.last_error) if job is not None and stopped else ""


def _private(response: FileResponse) -> FileResponse:
    response.headers["Cache-Control"] = "private, no-store"
    return response
