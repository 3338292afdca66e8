"""What is stored about pictures, and what the database will not allow."""

from media_provenance.models.asset import RENDITION_SIDES, AssetState, MediaAsset, asset_id_for
from media_provenance.models.capture import Capture, CaptureKind
from media_provenance.models.evidence import Evidence, EvidenceMethod, Sighting
from media_provenance.models.finding import DatingQuestion, Finding
from media_provenance.models.fingerprint import Fingerprint
from media_provenance.models.match import Decision, Match, MatchClass

__all__ = [
    "RENDITION_SIDES",
    "AssetState",
    "Capture",
    "CaptureKind",
    "DatingQuestion",
    "Decision",
    "Evidence",
    "EvidenceMethod",
    "Finding",
    "Fingerprint",
    "Match",
    "MatchClass",
    "MediaAsset",
    "Sighting",
    "asset_id_for",
]
