"""What is done with a picture: read it, find its copies, keep its evidence, work out findings.

The steps behind actions and jobs. They ask nobody's permission and decide no rule of dating
(``domain/`` does); whoever calls them has opened the transaction in which they write. Everything
that writes evidence, features, matches or decisions calls ``lock_pictures`` first.
"""

from media_provenance.pipeline.evidence import (
    EvidenceDraft,
    draft_of_metadata,
    draft_of_own_capture,
    precision_of,
    write_evidence,
)
from media_provenance.pipeline.file_metadata import FileFields, fields_of_file, has_exiftool
from media_provenance.pipeline.findings import affected_by, recompute_findings
from media_provenance.pipeline.locks import lock_pictures
from media_provenance.pipeline.matching import (
    MATCH_PICTURE,
    SEARCH_VERSION,
    Matching,
    match_key,
    match_picture,
    record_matches,
)
from media_provenance.pipeline.originals import DecoderStarved, open_original
from media_provenance.pipeline.reading import (
    READING_VERSION,
    PictureReading,
    read_picture,
    record_picture,
)

__all__ = [
    "MATCH_PICTURE",
    "READING_VERSION",
    "SEARCH_VERSION",
    "DecoderStarved",
    "EvidenceDraft",
    "FileFields",
    "Matching",
    "PictureReading",
    "affected_by",
    "draft_of_metadata",
    "draft_of_own_capture",
    "fields_of_file",
    "has_exiftool",
    "lock_pictures",
    "match_key",
    "match_picture",
    "open_original",
    "precision_of",
    "read_picture",
    "recompute_findings",
    "record_matches",
    "record_picture",
    "write_evidence",
]
