"""What people and the apps above may do to pictures, and what follows from it.

Each function is one transaction and leaves all findings as the evidence then stands. Who may do
it is asked by the caller, who knows the people: there are no permissions in this app.
"""

from media_provenance.actions.evidence import (
    check_evidence,
    put_back_evidence,
    record_evidence,
    uncheck_evidence,
    withdraw_evidence,
)
from media_provenance.actions.files import have_kept, store_capture, store_picture
from media_provenance.actions.matches import (
    confirm_match_too,
    decide_match,
    take_back_second_word,
)
from media_provenance.actions.questions import ask_when, stop_asking
from media_provenance.actions.redaction import (
    NothingToRedact,
    RedactedAlready,
    find_capture,
    redact_again,
    redact_capture,
)
from media_provenance.actions.refusals import (
    EventUnbounded,
    NothingToCheck,
    OwnEntry,
    ReasonNeeded,
)
from media_provenance.actions.sightings import (
    record_page_address,
    record_page_sighting,
    record_picture_address,
    withdraw_page_sightings,
)
from media_provenance.actions.trust import add_trust_list, retire_trust_list
from media_provenance.adapters.certificates import ListedCertificate, ReadTrustList, read_trust_list
from media_provenance.adapters.images import DecoderGone, PictureRefused
from media_provenance.adapters.storage import DiskRefuses
from media_provenance.domain.trust_lists import TrustListRefused
from media_provenance.pipeline import EvidenceDraft, lock_pictures, precision_of
from media_provenance.pipeline.drawing import (
    ComparisonKind,
    ComparisonMissing,
    comparison_file,
    searched_file,
)
from media_provenance.pipeline.redacting import NoteUnreadable

__all__ = [
    "ComparisonKind",
    "ComparisonMissing",
    "DecoderGone",
    "DiskRefuses",
    "EventUnbounded",
    "EvidenceDraft",
    "ListedCertificate",
    "NoteUnreadable",
    "NothingToCheck",
    "NothingToRedact",
    "OwnEntry",
    "PictureRefused",
    "ReadTrustList",
    "ReasonNeeded",
    "RedactedAlready",
    "TrustListRefused",
    "add_trust_list",
    "ask_when",
    "check_evidence",
    "comparison_file",
    "confirm_match_too",
    "decide_match",
    "find_capture",
    "have_kept",
    "lock_pictures",
    "precision_of",
    "put_back_evidence",
    "read_trust_list",
    "record_evidence",
    "record_page_address",
    "record_page_sighting",
    "record_picture_address",
    "redact_again",
    "redact_capture",
    "retire_trust_list",
    "searched_file",
    "stop_asking",
    "store_capture",
    "store_picture",
    "take_back_second_word",
    "uncheck_evidence",
    "withdraw_evidence",
    "withdraw_page_sightings",
]
