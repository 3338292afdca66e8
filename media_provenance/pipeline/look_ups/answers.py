"""Keeping what a service answered: its body under MEDIA_ROOT, and the row of it."""

from __future__ import annotations

import hashlib

from media_provenance.adapters.warc import exchange_record
from media_provenance.models import Capture, CaptureKind, ProviderCall
from media_provenance.pipeline.captures import ask_to_keep
from media_provenance.providers.door import Answer

__all__ = ["capture_of", "keep_answer"]


def capture_of(call: ProviderCall, answer: Answer) -> Capture:
    """Return the row of an answer, not yet written; its path is where the body belongs."""
    return Capture(
        kind=CaptureKind.FETCHED,
        url=answer.url,
        final_url=answer.final_url,
        status=answer.status,
        headers=[list(header) for header in answer.headers],
        exchange=exchange_record(answer.hops),
        media_type=answer.media_type[:100],
        sha256=hashlib.sha256(answer.body).hexdigest(),
        byte_size=len(answer.body),
        captured_by_id=call.asked_by_id,
    )


def keep_answer(call: ProviderCall, answer: Answer) -> Capture:
    """Write the row of an answer whose body lies under MEDIA_ROOT."""
    capture = capture_of(call, answer)
    capture.save(force_insert=True)
    ask_to_keep(capture)
    return capture
