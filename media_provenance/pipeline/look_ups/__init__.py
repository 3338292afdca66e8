"""Asking services elsewhere: what is written before, what is sent, and what comes of it.

Leads prove nothing here. One thing is recorded without a person: a copy that an archive fetched of
a picture's own address, if its bytes are those of our file.
"""

from media_provenance.pipeline.look_ups.asking import Looked, look_up
from media_provenance.pipeline.look_ups.calls import LOOK_UP, begin, begin_fetching
from media_provenance.pipeline.look_ups.copies import copy_evidence
from media_provenance.pipeline.look_ups.lead_drafts import LeadDraft
from media_provenance.pipeline.look_ups.recording import MOST_PAGES, record_look_up

__all__ = [
    "LOOK_UP",
    "MOST_PAGES",
    "LeadDraft",
    "Looked",
    "begin",
    "begin_fetching",
    "copy_evidence",
    "look_up",
    "record_look_up",
]
