"""What is stored about pictures, and what the database will not allow."""

from media_provenance.models.asset import (
    RENDITION_SIDES,
    AssetState,
    MediaAsset,
    SearchEffort,
    asset_id_for,
)
from media_provenance.models.capture import Capture, CaptureKind
from media_provenance.models.capture_bundle import (
    FIRST_PREVIOUS,
    CaptureBundle,
    CheckedBy,
    KeptRole,
    NoScreenshot,
    TimestampToken,
    kept_path,
)
from media_provenance.models.evidence import (
    Evidence,
    EvidenceMethod,
    EvidenceMove,
    EvidenceStep,
    Sighting,
)
from media_provenance.models.features import PictureFeatures, next_change
from media_provenance.models.finding import DatingQuestion, Finding
from media_provenance.models.fingerprint import Fingerprint, bit_text
from media_provenance.models.match import (
    COPY_CLASSES,
    TWO_PERSON_CLASSES,
    Decision,
    Match,
    MatchClass,
)
from media_provenance.models.match_decision import MatchDecision
from media_provenance.models.provider_call import (
    CallState,
    LeadKind,
    LeadState,
    ProviderCall,
    ProviderLead,
    ProviderPace,
)
from media_provenance.models.redaction import Redaction, RedactionReason
from media_provenance.models.searches import (
    MOST_SEARCHES,
    SEARCHES_FOLDER,
    HarderSearch,
    PictureSearch,
    SearchState,
)
from media_provenance.models.trust import TrustList

__all__ = [
    "COPY_CLASSES",
    "FIRST_PREVIOUS",
    "MOST_SEARCHES",
    "RENDITION_SIDES",
    "SEARCHES_FOLDER",
    "TWO_PERSON_CLASSES",
    "AssetState",
    "CallState",
    "Capture",
    "CaptureBundle",
    "CaptureKind",
    "CheckedBy",
    "DatingQuestion",
    "Decision",
    "Evidence",
    "EvidenceMethod",
    "EvidenceMove",
    "EvidenceStep",
    "Finding",
    "Fingerprint",
    "HarderSearch",
    "KeptRole",
    "LeadKind",
    "LeadState",
    "Match",
    "MatchClass",
    "MatchDecision",
    "MediaAsset",
    "NoScreenshot",
    "PictureFeatures",
    "PictureSearch",
    "ProviderCall",
    "ProviderLead",
    "ProviderPace",
    "Redaction",
    "RedactionReason",
    "SearchEffort",
    "SearchState",
    "Sighting",
    "TimestampToken",
    "TrustList",
    "asset_id_for",
    "bit_text",
    "kept_path",
    "next_change",
]
