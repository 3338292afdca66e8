"""Write verdict texts: drafts, their pictures and sources, and corrections.

Publishing them is ``claims.actions.workflow``. The names that other modules use; each has its
home in one of the modules beside this one.
"""

from claims.actions.verdicts.drafts import PictureDraft, RevisionDraft, clean_body, holds
from claims.actions.verdicts.revisions import (
    EditConflict,
    open_revision,
    save_revision,
    start_correction,
)
from claims.actions.verdicts.shared import (
    SourceDraft,
    SourcesChanged,
    get_verdict,
    save_sources,
    set_media_category,
    sources_digest,
)

__all__ = [
    "EditConflict",
    "PictureDraft",
    "RevisionDraft",
    "SourceDraft",
    "SourcesChanged",
    "clean_body",
    "get_verdict",
    "holds",
    "open_revision",
    "save_revision",
    "save_sources",
    "set_media_category",
    "sources_digest",
    "start_correction",
]
