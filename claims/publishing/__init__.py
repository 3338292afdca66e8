"""What readers get: a revision frozen when it is published, and the frozen read back.

For the action that publishes (``snapshot_of``) and for the public pages and feeds, which show
snapshots and never the rows an editor is working on. Not for deciding whether something may be
published (``domain.workflow``) and not for HTML (``views.public``).
"""

from claims.publishing.freezing import PictureNotReady, preview_of, snapshot_of
from claims.publishing.organization import organization_name
from claims.publishing.pages import (
    NotPublic,
    PublicPage,
    Withdrawn,
    get_page,
    languages_of,
    latest_revisions,
    published_verdict,
)
from claims.publishing.ratings import scale
from claims.publishing.versions import (
    LoggedCorrection,
    PublicVersion,
    PublicVersions,
    correction_log,
    get_versions,
)

__all__ = [
    "LoggedCorrection",
    "NotPublic",
    "PictureNotReady",
    "PublicPage",
    "PublicVersion",
    "PublicVersions",
    "Withdrawn",
    "correction_log",
    "get_page",
    "get_versions",
    "languages_of",
    "latest_revisions",
    "organization_name",
    "preview_of",
    "published_verdict",
    "scale",
    "snapshot_of",
]
