"""The Internet Archive's Wayback Machine: which copies it has of an address, and their bytes.

Asks the CDX index for copies and the replay for one of them, unchanged (``id_``). A copy of a
picture's own address proves something once its bytes are compared; a copy of a page does not say
which pictures stood on it then, since replay fills pages with pictures of other times. The
availability service is not asked: it misses much that the index has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from media_provenance.domain.archive_rows import archive_row_of
from media_provenance.domain.http_dates import parse_http_date
from media_provenance.providers.door import Answer, Door, read_json
from media_provenance.providers.leads import ArchiveCapture, Page, Replay
from media_provenance.providers.outcomes import Outcome, ProviderTrouble
from media_provenance.providers.registry import Operation, Traits

__all__ = ["TRAITS", "Wayback"]

TRAITS = Traits(
    name="wayback",
    title="Wayback Machine",
    operations=(Operation.CAPTURES, Operation.FETCH_CAPTURE),
    needs_key=False,
    # The address is told, and only one that is public already.
    sends_picture_outside=False,
    paid=False,
    # What the edgi-govdata-archiving/wayback client found to be safe: 0.4 searches and 8 replays a
    # second.
    steps={"search": 2.5, "replay": 0.125},
    operator="web.archive.org",
    base_url="https://web.archive.org",
)
_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
# Rows of one answer. An address that is fetched daily has some hundreds of different copies.
_ROWS = 300
_REPLAYED = re.compile(r"/web/([0-9]{14})[a-z_]*/(.+)")
# How the index marks a copy that was the same as an earlier one, and has no answer of its own.
_REVISIT = "warc/revisit"


class Wayback:
    """Asks the Wayback Machine."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def captures(self, url: str, *, cursor: str = "") -> Page[ArchiveCapture]:
        """Return copies of exactly this address, oldest first, each content once in a row.

        Up to 300 at a time. Rows that cannot be read are passed over and counted.

        Raises:
            ProviderTrouble.
        """
        params = {
            "url": url,
            "matchType": "exact",
            "output": "json",
            "fl": ",".join(_FIELDS),
            "collapse": "digest",
            "limit": str(_ROWS),
            "showResumeKey": "true",
        }
        if cursor:
            params["resumeKey"] = cursor
        answer = self._door.get("/cdx/search/cdx", params, sort="search")
        rows, following = _rows_of(answer)
        read = [self._capture_of(row) for row in rows]
        known = [one for one in read if one is not None]
        return Page(tuple(_revisits_resolved(known)), following, len(read) - len(known))

    def _capture_of(self, fields: Sequence[str]) -> ArchiveCapture | None:
        row = archive_row_of(fields)
        if row is None:
            return None
        return ArchiveCapture(
            timestamp=row.captured_at,
            original=row.original,
            media_type=row.media_type,
            status=row.status,
            digest=row.digest,
            archived_url=self._shown_at(row.stamp, row.original),
        )

    def fetch_capture(self, original: str, timestamp: datetime) -> Replay | None:
        """Return the copy nearest to an instant, byte for byte; None where there is none.

        Args:
            timestamp: aware, to the second.

        Raises:
            ProviderTrouble: unreadable also for an answer that does not say when it was archived.
        """
        stamp = f"{timestamp.astimezone(UTC):%Y%m%d%H%M%S}"
        answer = self._door.get(f"/web/{stamp}id_/{original}", sort="replay", also=frozenset({404}))
        if answer.status == 404:
            return None
        moment = parse_http_date(answer.header("memento-datetime"))
        replayed = _REPLAYED.search(answer.final_url)
        if moment is None or replayed is None:
            raise ProviderTrouble(Outcome.UNREADABLE, "no Memento-Datetime")
        return Replay(
            moment=moment,
            archived_url=self._shown_at(replayed[1], replayed[2]),
            body=answer.body,
            media_type=answer.media_type,
            original_status=answer.status,
        )

    def _shown_at(self, stamp: str, original: str) -> str:
        return f"{self._door.base_url}/web/{stamp}/{original}"


def _rows_of(answer: Answer) -> tuple[list[list[str]], str]:
    """Return the rows without their head, and the key of the next page ("" after the last)."""
    said = read_json(answer, list)
    if not all(isinstance(row, list) and all(isinstance(one, str) for one in row) for row in said):
        raise ProviderTrouble(Outcome.UNREADABLE, "rows of another shape")
    if not said:
        return [], ""
    if tuple(said[0]) != _FIELDS:
        raise ProviderTrouble(Outcome.UNREADABLE, "other columns")
    rows = said[1:]
    # The key of the next page stands in a row of its own, behind an empty one.
    if len(rows) >= 2 and rows[-2] == [] and len(rows[-1]) == 1:
        return rows[:-2], rows[-1][0]
    return [row for row in rows if row], ""


def _revisits_resolved(captures: Iterable[ArchiveCapture]) -> Iterable[ArchiveCapture]:
    """Give a copy that only says "as before" the type and status of the one with its digest."""
    earlier: dict[str, ArchiveCapture] = {}
    for capture in captures:
        if capture.media_type == _REVISIT:
            first = earlier.get(capture.digest)
            yield replace(
                capture,
                media_type=first.media_type if first else "",
                status=first.status if first else None,
            )
            continue
        earlier.setdefault(capture.digest, capture)
        yield capture
