"""What people may do with services elsewhere: ask one, ask again, and say what a lead is worth.

Who may do it is asked by the caller, who knows the people: there are no permissions in this app.
Which services there are, and what asking them gives away, is ``providers``'.
"""

from media_provenance.actions import PictureRefused
from media_provenance.look_ups.asking import (
    Question,
    ask,
    ask_again,
    calls_about,
    calls_for,
    jobs_of,
)
from media_provenance.look_ups.leads import (
    dismiss_lead,
    fetch_copy,
    record_lead,
    take_in_copy,
    take_up_lead,
)
from media_provenance.look_ups.refusals import (
    AddressNotPublic,
    LeadNotUsable,
    PictureWouldLeave,
    ProviderOff,
)
from media_provenance.look_ups.states import ServiceState, service_states, traits_of
from media_provenance.pipeline.look_ups import LOOK_UP
from media_provenance.providers.door import public_address
from media_provenance.providers.outcomes import Outcome
from media_provenance.providers.registry import Operation, Traits
from media_provenance.providers.services import UnknownProvider, services_for

__all__ = [
    "LOOK_UP",
    "AddressNotPublic",
    "LeadNotUsable",
    "Operation",
    "Outcome",
    "PictureRefused",
    "PictureWouldLeave",
    "ProviderOff",
    "Question",
    "ServiceState",
    "Traits",
    "UnknownProvider",
    "ask",
    "ask_again",
    "calls_about",
    "calls_for",
    "dismiss_lead",
    "fetch_copy",
    "jobs_of",
    "public_address",
    "record_lead",
    "service_states",
    "services_for",
    "take_in_copy",
    "take_up_lead",
    "traits_of",
]
