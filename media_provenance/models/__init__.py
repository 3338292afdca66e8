"""What is stored about pictures, and what the database will not allow."""

from media_provenance.models.asset import (
    RENDITION_SIDES,
    AssetState,
    MediaAsset,
    SearchEffort,
    asset_id_for,
)
from media_provenance.models.capture import Capture, CaptureKind
from media_provenance.models.evidence import Evidence, EvidenceMethod, Sighting
from media_provenance.models.features import PictureFeatures, next_change
from media_provenance.models.finding import DatingQuestion, Finding
from media_provenance.models.fingerprint import Fingerprint, bit_text
from media_provenance.models.match import COPY_CLASSES, Decision, Match, MatchClass
from media_provenance.models.match_decision import MatchDecision
from media_provenance.models.searches import (
    MOST_SEARCHES,
    SEARCHES_FOLDER,
    HarderSearch,
    PictureSearch,
    SearchState,
)

__all__ = [
    "COPY_CLASSES",
    "MOST_SEARCHES",
    "RENDITION_SIDES",
    "SEARCHES_FOLDER",
    "AssetState",
    "Capture",
    "CaptureKind",
    "DatingQuestion",
    "Decision",
    "Evidence",
    "EvidenceMethod",
    "Finding",
    "Fingerprint",
    "HarderSearch",
    "Match",
    "MatchClass",
    "MatchDecision",
    "MediaAsset",
    "PictureFeatures",
    "PictureSearch",
    "SearchEffort",
    "SearchState",
    "Sighting",
    "asset_id_for",
    "bit_text",
    "next_change",
]
