"""Record claims, where they were seen and what they say happened when.

The names that other modules use; each has its home in one of the modules beside this one.
"""

from claims.actions.cases.appearances import (
    MOST_PLATFORM,
    add_appearance,
    add_picture,
    attach_item,
    fitting_address,
    set_event,
)
from claims.actions.cases.claims import (
    NothingClaimed,
    claim_in_these_words,
    edit_claim,
    get_claimant,
    record_claim,
)
from claims.actions.cases.quotes import NoSuchWords
from claims.actions.cases.statements import (
    SpeakerNeeded,
    StatementDetails,
    record_statement,
    remove_statement,
)

__all__ = [
    "MOST_PLATFORM",
    "NoSuchWords",
    "NothingClaimed",
    "SpeakerNeeded",
    "StatementDetails",
    "add_appearance",
    "add_picture",
    "attach_item",
    "claim_in_these_words",
    "edit_claim",
    "fitting_address",
    "get_claimant",
    "record_claim",
    "record_statement",
    "remove_statement",
    "set_event",
]
