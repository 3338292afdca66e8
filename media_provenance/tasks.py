"""The kinds of background work of this app, registered for `jobs`.

Nothing is done here: the halves of the work stand in `pipeline`.
"""

from __future__ import annotations

from jobs.registry import Kind, register
from media_provenance import pipeline
from media_provenance.adapters.images import DecoderGone
from media_provenance.adapters.storage import DiskRefuses

READ_PICTURE = "media_provenance.read_picture"


def key_of(sha256: str) -> str:
    """Return the key of the job that reads the picture with this digest, once per version."""
    return f"{sha256}:{pipeline.READING_VERSION}"


register(
    Kind(
        name=READ_PICTURE,
        work=pipeline.read_picture,
        record=pipeline.record_picture,
        passing_errors=(
            pipeline.DecoderStarved,
            DecoderGone,
            DiskRefuses,
            ConnectionError,
            TimeoutError,
        ),
    )
)
