"""Write what was read of a news item into rows, with what people put right in it.

The names that other modules use; each has its home in one of the modules beside this one.
"""

from claims.recording.items import READER_VERSION, family_of, first_of, lock_item, parts_of
from claims.recording.places import host_of, own_address, record_sightings, set_outlet, site_of
from claims.recording.suggestions import claim_key

__all__ = [
    "READER_VERSION",
    "claim_key",
    "family_of",
    "first_of",
    "host_of",
    "lock_item",
    "own_address",
    "parts_of",
    "record_sightings",
    "set_outlet",
    "site_of",
]
