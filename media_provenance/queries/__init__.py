"""What is known about pictures, gathered for those who show it or weigh it.

Reads only. It decides nothing about dates (``domain/findings.py`` does), says nothing in words
(``wording`` does) and changes no row.
"""

from media_provenance.domain.families import FamilyLink
from media_provenance.queries.captures import (
    KeptThing,
    kept_file,
    kept_of,
    kept_of_picture,
    tokens_of,
)
from media_provenance.queries.comparisons import (
    Comparison,
    MatchOrder,
    SearchResult,
    alteration_of,
    decisions_of,
    harder_search_of,
    homography_of,
    in_order,
    picture_comparison,
    recent_searches,
    search_results,
    searched_copy,
    waiting_matches,
)
from media_provenance.queries.evidence import (
    UNKNOWN_OPERATOR,
    EvidenceView,
    asset_facts,
    evidence_about,
    item_of,
    items_to_weigh,
    known_since,
    own_evidence,
    timeline_of,
)
from media_provenance.queries.families import Apart, Family, Member, family_of
from media_provenance.queries.files import (
    RenditionMissing,
    original_file,
    read_capture,
    rendition_file,
)
from media_provenance.queries.findings import (
    conflicts_of,
    current_finding,
    inputs_of,
    lost_evidence,
    replay,
    replays,
    says_what_was_said,
)
from media_provenance.queries.found import (
    FoundPicture,
    evidence_about_found,
    find_asset,
    find_described,
    find_picture,
    found_records,
)
from media_provenance.queries.matches import (
    LinkedPicture,
    MatchView,
    linked_pictures,
    matches_of,
    turned_back,
)
from media_provenance.queries.quality import match_quality
from media_provenance.queries.redactions import WhatStays, redacted_paths, redactions_of, what_stays

__all__ = [
    "UNKNOWN_OPERATOR",
    "Apart",
    "Comparison",
    "EvidenceView",
    "Family",
    "FamilyLink",
    "FoundPicture",
    "KeptThing",
    "LinkedPicture",
    "MatchOrder",
    "MatchView",
    "Member",
    "RenditionMissing",
    "SearchResult",
    "WhatStays",
    "alteration_of",
    "asset_facts",
    "conflicts_of",
    "current_finding",
    "decisions_of",
    "evidence_about",
    "evidence_about_found",
    "family_of",
    "find_asset",
    "find_described",
    "find_picture",
    "found_records",
    "harder_search_of",
    "homography_of",
    "in_order",
    "inputs_of",
    "item_of",
    "items_to_weigh",
    "kept_file",
    "kept_of",
    "kept_of_picture",
    "known_since",
    "linked_pictures",
    "lost_evidence",
    "match_quality",
    "matches_of",
    "original_file",
    "own_evidence",
    "picture_comparison",
    "read_capture",
    "recent_searches",
    "redacted_paths",
    "redactions_of",
    "rendition_file",
    "replay",
    "replays",
    "says_what_was_said",
    "search_results",
    "searched_copy",
    "timeline_of",
    "tokens_of",
    "turned_back",
    "waiting_matches",
    "what_stays",
]
