"""The kinds of background work of this app, registered for `jobs`.

Nothing is done here: the halves of the work stand in `pipeline`.
"""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from jobs.registry import Kind, register
from media_provenance import pipeline
from media_provenance.adapters.images import DecoderGone
from media_provenance.adapters.storage import DiskRefuses
from media_provenance.adapters.timestamps import AuthorityRefused, OpensslMissing
from media_provenance.index import IndexDamaged, IndexNotWritten
from media_provenance.pipeline import (
    captures,
    credentials,
    look_ups,
    reading,
    redacting,
    searches,
    stamping,
    videos,
)
from webfetch import Refused

log = logging.getLogger(__name__)

READ_PICTURE = reading.READ_PICTURE
READ_VIDEO = videos.READ_VIDEO
MATCH_PICTURE = pipeline.MATCH_PICTURE
# What opens a picture may find the machine too busy, or the disk full; what looks for one may find
# the index being built again.
_PASSING = (
    IndexDamaged,
    IndexNotWritten,
    pipeline.DecoderStarved,
    DecoderGone,
    DiskRefuses,
    ConnectionError,
    TimeoutError,
)


key_of = reading.reading_key


register(
    Kind(
        name=READ_PICTURE,
        work=pipeline.read_picture,
        record=pipeline.record_picture,
        passing_errors=_PASSING,
    )
)
register(
    Kind(
        name=READ_VIDEO,
        work=videos.read_video,
        record=videos.record_video,
        passing_errors=(*_PASSING, videos.FfmpegMissing),
    )
)
register(
    Kind(
        name=MATCH_PICTURE,
        work=pipeline.match_picture,
        record=pipeline.record_matches,
        passing_errors=_PASSING,
    )
)
register(
    Kind(
        name=searches.SEARCH_PICTURE,
        work=searches.search_picture,
        record=searches.record_search,
        passing_errors=_PASSING,
    )
)
register(
    Kind(
        name=captures.KEEP,
        work=captures.keep_files,
        record=captures.record_kept,
        passing_errors=(DiskRefuses, ConnectionError, TimeoutError),
    )
)
register(
    Kind(
        name=redacting.REDACT,
        work=redacting.take_files_away,
        record=redacting.record_taken_away,
        passing_errors=(DiskRefuses, ConnectionError, TimeoutError),
    )
)
register(
    Kind(
        name=stamping.STAMP,
        work=stamping.get_stamp,
        record=stamping.record_stamp,
        # An authority that is away, or busy, is asked again.
        passing_errors=(Refused, AuthorityRefused, OpensslMissing, ConnectionError, TimeoutError),
    )
)
register(
    Kind(
        name=look_ups.LOOK_UP,
        work=look_ups.look_up,
        record=look_ups.record_look_up,
        passing_errors=(DiskRefuses,),
    )
)

register(
    Kind(
        name=credentials.JUDGE_ALL_CREDENTIALS,
        work=credentials.gather_credentials,
        record=credentials.record_gathered,
        passing_errors=(ConnectionError, TimeoutError),
    )
)
register(
    Kind(
        name=credentials.JUDGE_CREDENTIALS,
        work=credentials.judge_credentials,
        record=credentials.record_judged,
        passing_errors=_PASSING,
    )
)


@shared_task(name="media_provenance.erase_old_searches", ignore_result=True)
def erase_old_searches() -> None:
    """Once an hour: erase the searches whose time has come, and what nobody's row knows."""
    erased = searches.erase_what_is_due(timezone.now())
    log.info("searches erased: %s, folders: %s", erased, searches.remove_left_over_files())
