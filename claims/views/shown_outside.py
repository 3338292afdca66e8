"""What the page of a picture shows of services elsewhere: links, questions, answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from claims.forms.look_elsewhere import ASKED, LookElsewhereForm
from claims.models import NewsItemPicture
from claims.views.shown_work import progress_sentence
from media_provenance.domain.date_evidence import written_days
from media_provenance.domain.outside_links import (
    LinkTemplate,
    OutsideLink,
    links_for,
    read_templates,
)
from media_provenance.look_ups import (
    Operation,
    UnknownProvider,
    calls_about,
    jobs_of,
    public_address,
    services_for,
    traits_of,
)
from media_provenance.models import (
    CallState,
    LeadKind,
    LeadState,
    MediaAsset,
    ProviderCall,
    ProviderLead,
)
from media_provenance.wording import format_number, lead_kind_label, look_up_label, look_up_outcome
from multilingual.intervals import DateInterval, InstantInterval
from webfetch import Refused

# Leads of one answer that are shown; the answer itself is kept whole.
MOST_LEADS = 20


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """A public address at which the picture stands, and the links that look for it there."""

    url: str
    links: Sequence[OutsideLink]


@dataclass(frozen=True, slots=True)
class ServiceButton:
    """A question to a service, as a button; ``leaves`` where the picture is given away."""

    value: str
    label: str
    leaves: bool


@dataclass(frozen=True, slots=True)
class ShownLead:
    """A lead with what may be done with it."""

    lead: ProviderLead
    label: str
    told: Sequence[str]
    may_record: bool
    may_fetch: bool
    may_take_in: bool
    differs: bool

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it."""
        return self.lead.state == LeadState.OPEN

    @property
    def instant(self) -> datetime | None:
        """The instant that it gives; None where it gives days, or nothing."""
        return self.lead.latest if self.lead.earliest == self.lead.latest else None

    @property
    def days(self) -> DateInterval | None:
        """The days as the service wrote them, where it gives days and no instant."""
        if self.instant is not None or self.lead.latest is None:
            return None
        return written_days(InstantInterval(self.lead.earliest, self.lead.latest))


@dataclass(frozen=True, slots=True)
class ShownCall:
    """A question, how it stands, and the first of its leads."""

    call: ProviderCall
    service: str
    label: str
    said: str
    leads: Sequence[ShownLead]
    left_out: int
    may_ask_again: bool


@dataclass(frozen=True, slots=True)
class ShownOutside:
    """Everything of a picture that concerns services elsewhere."""

    addresses: Sequence[KnownAddress]
    upload_pages: Sequence[OutsideLink]
    by_address: Sequence[ServiceButton]
    by_file: Sequence[ServiceButton]
    form: LookElsewhereForm
    calls: Sequence[ShownCall]


def shown_outside(asset: MediaAsset, form: LookElsewhereForm | None = None) -> ShownOutside:
    """Gather it; up to six queries, and nothing is asked of anybody outside."""
    templates = read_templates(settings.OPEN_IN_LINKS)
    known = _known_addresses(asset, templates)
    calls = calls_about(asset)
    first = known[0].url if known else ""
    return ShownOutside(
        addresses=known,
        upload_pages=[
            OutsideLink(one.name, one.template) for one in templates if not one.takes_address
        ],
        by_address=service_buttons(operation for operation in ASKED),
        by_file=service_buttons([Operation.SEARCH_IMAGE]),
        form=form or LookElsewhereForm(initial={"url": first}),
        calls=[shown_call(call) for call in calls],
    )


def _known_addresses(asset: MediaAsset, templates: Sequence[LinkTemplate]) -> list[KnownAddress]:
    found = public_addresses([asset])[asset.pk]
    return [KnownAddress(url, links_for(url, templates)) for url in found]


def public_addresses(assets: Sequence[MediaAsset]) -> dict[UUID, list[str]]:
    """Return at which addresses items had each picture, as far as anybody could open them.

    By the picture's id, the first that came in first; a frame of a video stands where the video
    does. One query.
    """
    wanted = {asset.pk: asset.frame_of_id or asset.pk for asset in assets}
    told = NewsItemPicture.objects.filter(asset__in=set(wanted.values())).exclude(url="")
    found: dict[UUID, list[str]] = {source: [] for source in wanted.values()}
    for picture in told.order_by("news_item__added_at", "pk"):
        try:
            public = public_address(picture.url)
        except Refused:
            # Nobody outside is told of an address of our own network.
            continue
        if picture.asset_id is not None and public not in found[picture.asset_id]:
            found[picture.asset_id].append(public)
    return {asset: found[source] for asset, source in wanted.items()}


def service_buttons(operations: Iterable[Operation]) -> list[ServiceButton]:
    """Return a button for each service that is on and can be asked that."""
    return [
        ServiceButton(
            value=f"{service.traits.name}:{operation.value}",
            label=_("%(service)s: %(what)s")
            % {"service": service.traits.title, "what": look_up_label(operation.value)},
            leaves=service.traits.sends_picture_outside,
        )
        for operation in operations
        for service in services_for(operation)
    ]


def shown_call(call: ProviderCall) -> ShownCall:
    """Return a question with how it stands; a query more while it waits.

    Args:
        call: with its leads fetched.
    """
    try:
        service = traits_of(call.provider).title
    except UnknownProvider:
        service = call.provider
    leads = list(call.leads.all())
    is_waiting = call.state == CallState.WAITING
    # "" where its work was set aside, so that nothing will come by itself.
    progress = progress_sentence(jobs_of([call]).order_by("-pk").first()) if is_waiting else ""
    return ShownCall(
        call=call,
        service=service,
        label=look_up_label(call.operation),
        said=progress or _said(call, len(leads)),
        leads=[_shown_lead(call, lead) for lead in leads[:MOST_LEADS]],
        left_out=max(len(leads) - MOST_LEADS, 0),
        may_ask_again=call.state == CallState.FAILED or (is_waiting and not progress),
    )


def _said(call: ProviderCall, count: int) -> str:
    if call.state == CallState.WAITING:
        return _("The work was set aside. Ask again to take it up.")
    if call.outcome == "found" and count:
        said = ngettext(
            "It answered with %(count)s result. It proves nothing until somebody has looked.",
            "It answered with %(count)s results. They prove nothing until somebody has looked.",
            count,
        )
        return said % {"count": format_number(count, get_language() or "en")}
    return look_up_outcome(call.outcome, call.detail)


_TOLD = ("claim", "claimant", "rating", "likeness", "written")


def _shown_lead(call: ProviderCall, lead: ProviderLead) -> ShownLead:
    is_open = lead.state == LeadState.OPEN
    is_copy = lead.kind == LeadKind.PICTURE_CAPTURE
    was_fetched = "fetched_sha256" in lead.details
    status = lead.details.get("status", 200)
    told = [str(lead.details[name]) for name in _TOLD if lead.details.get(name)]
    return ShownLead(
        lead=lead,
        label=lead_kind_label(lead.kind),
        # What an archive kept may be the page that said "not found".
        told=told if status == 200 else [*told, f"HTTP {status}"],
        may_record=lead.may_be_evidence
        and not is_copy
        and lead.latest is not None
        and bool(call.asset_id),
        may_fetch=is_open and is_copy and not was_fetched,
        may_take_in=is_open and is_copy and was_fetched,
        differs=is_copy and was_fetched and not lead.identical,
    )
