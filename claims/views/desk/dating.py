"""The dates of one picture: what its evidence says, the forms that add to it, second persons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRefresh

from claims.actions.cases import set_event
from claims.actions.pictures import (
    add_evidence,
    check_evidence,
    put_back_evidence,
    uncheck_evidence,
    withdraw_evidence,
)
from claims.domain.address_dates import AddressDate
from claims.domain.event_days import OfferedDays
from claims.forms.cases import EventForm
from claims.forms.evidence import EvidenceForm, WithdrawEvidenceForm, with_dates_of_address
from claims.models import Claim
from claims.permissions import check_can_edit_claim
from claims.queries import days_offered_for, picture_job
from claims.views.access import DeskRequest, desk_page
from claims.views.shown_dating import ShownDating, ShownEvidence, ShownQuestion, shown_dating
from claims.views.shown_work import progress_sentence
from media_provenance.actions import NothingToCheck, OwnEntry
from media_provenance.models import AssetState, Evidence, MediaAsset
from media_provenance.queries import kept_of_picture
from media_provenance.wording import stated_credentials

# Dated facts that are seen without opening anything: the oldest that count.
MOST_EVIDENCE_AT_ONCE = 6


@require_safe
@vary_on_headers("HX-Request")
@desk_page
def dating(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """What is known of a picture's date, and what would make it surer."""
    return _show(request, get_object_or_404(MediaAsset, pk=pk))


@dataclass(frozen=True, slots=True)
class Refused:
    """What was typed and could not be taken, shown in place of the fresh form."""

    evidence_form: EvidenceForm | None = None
    withdrawal: WithdrawEvidenceForm | None = None
    event_form: EventForm | None = None


def _show(
    request: DeskRequest,
    asset: MediaAsset,
    refused: Refused | None = None,
    *,
    filled_in: EvidenceForm | None = None,
    address_dates: Sequence[AddressDate] | None = None,
) -> HttpResponse:
    waits = asset.state == AssetState.STORED
    job = picture_job(asset.pk)
    said = progress_sentence(job) if waits else ""
    if request.method == "GET" and request.htmx:
        if not waits:
            return HttpResponseClientRefresh()
        return render(
            request,
            "claims/desk/_picture_progress.html",
            {"asset": asset, "job": job, "said": said},
        )
    typed = refused or Refused()
    shown = shown_dating(asset, first=f"claim:{request.GET.get('claim', '')}")
    context = {
        "asset": asset,
        "shown": shown,
        "waits": waits,
        "job": job if waits else None,
        "said": said,
        "asked": [_asked(one, typed.event_form) for one in shown.questions],
        "unasked": _unasked(asset, shown, typed.event_form),
        "evidence_form": typed.evidence_form or filled_in or EvidenceForm(),
        "form_is_open": typed.evidence_form is not None or address_dates is not None,
        "address_dates": address_dates,
        "refused_withdrawal": typed.withdrawal,
        "kept": kept_of_picture(asset),
        "credentials": stated_credentials(asset.content_credentials, asset.reading_notes),
        "evidence": _listed_evidence(shown.evidence, typed.withdrawal),
    }
    status = 200 if refused is None else 422
    return render(request, "claims/desk/picture_dating.html", context, status=status)


@dataclass(frozen=True, slots=True)
class AskedEvent:
    """The days of a claim's event, to be set where its finding is read."""

    claim: Claim | None
    question: ShownQuestion | None
    form: EventForm
    offered: list[OfferedDays]

    @property
    def prefix(self) -> str:
        """What the names of the form's fields begin with."""
        return str(self.form.prefix)


def _asked(question: ShownQuestion, refused: EventForm | None) -> AskedEvent:
    if question.claim is None:
        return AskedEvent(None, question, EventForm(), [])
    form, offered = _event_form(question.claim, refused)
    return AskedEvent(question.claim, question, form, offered)


def _unasked(asset: MediaAsset, shown: ShownDating, refused: EventForm | None) -> list[AskedEvent]:
    """Return the picture's claims of whose event the days are not known, so that none asks."""
    asking = {one.claim.pk for one in shown.questions if one.claim is not None}
    claims = Claim.objects.filter(pictures__asset=asset).exclude(pk__in=asking).order_by("added_at")
    return [AskedEvent(one, None, *_event_form(one, refused)) for one in claims]


def _event_form(claim: Claim, refused: EventForm | None) -> tuple[EventForm, list[OfferedDays]]:
    prefix = _event_prefix(claim)
    if refused is not None and refused.prefix == prefix:
        return refused, days_offered_for(claim)
    first, last = claim.event_first, claim.event_last
    by_editor = claim.event_origin == "editor"
    initial = {
        "first": first.isoformat() if first and by_editor else "",
        "last": last.isoformat() if last and by_editor and last != first else "",
    }
    return EventForm(prefix=prefix, initial=initial), days_offered_for(claim)


def _event_prefix(claim: Claim) -> str:
    return f"event-{claim.pk.hex[:12]}"


@dataclass(frozen=True, slots=True)
class ListedEvidence:
    """The evidence of a picture, each with the form that withdraws it: what counts is seen at once.

    ``more_is_open`` where something in the folded part was refused.
    """

    at_once: list[tuple[ShownEvidence, WithdrawEvidenceForm]]
    more: list[tuple[ShownEvidence, WithdrawEvidenceForm]]
    more_is_open: bool
    more_label: str


def _listed_evidence(
    evidence: Iterable[ShownEvidence], refused: WithdrawEvidenceForm | None
) -> ListedEvidence:
    listed = [(one, _withdrawal(one, refused)) for one in evidence]
    counting = [pair for pair in listed if pair[0].counts]
    # What a finding rests on, or a second person is asked about, is never folded away.
    at_once = [
        pair
        for place, pair in enumerate(counting)
        if place < MOST_EVIDENCE_AT_ONCE or pair[0].rests_on or pair[0].waits_for_check
    ]
    more = [pair for pair in listed if pair not in at_once]
    is_weaker = len(at_once) == len(counting)
    return ListedEvidence(
        at_once,
        more,
        more_is_open=any(form.is_bound for _one, form in more),
        more_label=_("Evidence that does not count yet") if is_weaker else _("More evidence"),
    )


def _withdrawal(one: ShownEvidence, refused: WithdrawEvidenceForm | None) -> WithdrawEvidenceForm:
    fresh = WithdrawEvidenceForm(evidence=one.evidence.pk)
    return refused if refused is not None and refused.prefix == fresh.prefix else fresh


@require_POST
@desk_page
def event(request: DeskRequest, pk: UUID, claim: UUID) -> HttpResponseBase:
    """Say, where the finding is read, on which days the claimed event happened."""
    check_can_edit_claim(request.user)
    asset = get_object_or_404(MediaAsset, pk=pk)
    asking = get_object_or_404(Claim, pk=claim, pictures__asset=asset)
    form = EventForm(request.POST, prefix=_event_prefix(asking))
    if not form.is_valid():
        return _show(request, asset, Refused(event_form=form))
    set_event(asking, form.cleaned_data["days"], by=request.user)
    messages.success(request, _("The days of the event are saved."))
    return redirect(f"{reverse('desk:picture_dating', args=[pk])}?claim={claim}")


@require_POST
@desk_page
def evidence(request: DeskRequest, pk: UUID) -> HttpResponseBase:
    """Add a dated fact that a person found, or first read what its address tells."""
    asset = get_object_or_404(MediaAsset, pk=pk)
    check_can_edit_claim(request.user)
    if "read" in request.POST:
        filled_in, found = with_dates_of_address(request.POST)
        return _show(request, asset, filled_in=filled_in, address_dates=found)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, asset, Refused(evidence_form=form))
    added = add_evidence(asset, form.entry, by=request.user)
    messages.success(request, _("The evidence is recorded and the findings are worked out anew."))
    return _to_evidence(added)


@require_POST
@desk_page
def withdraw(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Take a piece of evidence back, with a reason."""
    row = get_object_or_404(Evidence.objects.select_related("asset"), pk=pk)
    check_can_edit_claim(request.user)
    form = WithdrawEvidenceForm(request.POST, evidence=pk)
    if not form.is_valid():
        return _show(request, row.asset, Refused(withdrawal=form))
    withdraw_evidence(pk, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("The evidence is withdrawn and counts no more."))
    return redirect(f"{reverse('desk:picture_dating', args=[row.asset_id])}#evidence")


@require_POST
@desk_page
def put_back(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Let withdrawn evidence stand again."""
    get_object_or_404(Evidence, pk=pk)
    row = put_back_evidence(pk, by=request.user)
    messages.success(request, _("The evidence stands again."))
    return _to_evidence(row)


@require_POST
@desk_page
def check(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Say as a second person that an entry holds, or take that back."""
    row = get_object_or_404(Evidence, pk=pk)
    if request.POST.get("word") == "take_back":
        uncheck_evidence(pk, by=request.user)
        messages.success(request, _("The check is taken back."))
        return _to_evidence(row)
    try:
        check_evidence(pk, by=request.user)
    except (OwnEntry, NothingToCheck) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Checked. The evidence counts with its full grade now."))
    return _to_evidence(row)


def _to_evidence(row: Evidence) -> HttpResponseBase:
    return redirect(f"{reverse('desk:picture_dating', args=[row.asset_id])}#evidence-{row.pk}")
