"""What is stored about claims, and what the database will not allow."""

from claims.models.audit import AuditEvent
from claims.models.claim import (
    Appearance,
    Claim,
    Claimant,
    ClaimantKind,
    ClaimPicture,
    DropReason,
)
from claims.models.finding_alert import AlertResolution, FindingAlert
from claims.models.history import HistoryHead, HistoryKey, SiteEntry, SiteHead
from claims.models.news_item import IntakeKind, NewsItem, NewsItemPicture
from claims.models.rating import MediaCategory, Rating, RatingLabel
from claims.models.reading import (
    ConfidenceClass,
    Reading,
    ReadingCorrection,
    ReadingCorrectionKind,
    SiteLine,
    SiteLineState,
    StatementSuggestion,
    SuggestionState,
)
from claims.models.source import Outlet, SourceKind, SourceReference
from claims.models.statement import Stance, Statement
from claims.models.submission import Submission, SubmissionState
from claims.models.verdict import (
    Correction,
    CorrectionKind,
    PictureRole,
    Revision,
    RevisionPicture,
    StatedFinding,
    Verdict,
    VerdictText,
    new_public_id,
)

__all__ = [
    "AlertResolution",
    "Appearance",
    "AuditEvent",
    "Claim",
    "ClaimPicture",
    "Claimant",
    "ClaimantKind",
    "ConfidenceClass",
    "Correction",
    "CorrectionKind",
    "DropReason",
    "FindingAlert",
    "HistoryHead",
    "HistoryKey",
    "IntakeKind",
    "MediaCategory",
    "NewsItem",
    "NewsItemPicture",
    "Outlet",
    "PictureRole",
    "Rating",
    "RatingLabel",
    "Reading",
    "ReadingCorrection",
    "ReadingCorrectionKind",
    "Revision",
    "RevisionPicture",
    "SiteEntry",
    "SiteHead",
    "SiteLine",
    "SiteLineState",
    "SourceKind",
    "SourceReference",
    "Stance",
    "StatedFinding",
    "Statement",
    "StatementSuggestion",
    "Submission",
    "SubmissionState",
    "SuggestionState",
    "Verdict",
    "VerdictText",
    "new_public_id",
]
