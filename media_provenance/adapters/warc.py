"""Captures as WARC/1.1 files (ISO 28500:2017), the archives' own format.

For what was fetched, uploaded or pasted, byte for byte as it is kept. The same capture gives the
same file: ids come from digests and dates from the capture, so that writing twice writes once. Not
for reading archives, and it fetches nothing.
"""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from media_provenance.domain.archive_rows import archive_digest
from webfetch.client import Hop

__all__ = ["ArchivedThing", "Exchange", "exchange_record", "warc_of"]

_VERSION = "WARC/1.1"
# Ours alone, so that no other software makes the same ids.
_NAMESPACE = uuid.UUID("5f1b1f0e-7c0a-5d3c-9d29-3f0d8d6c2b11")
# These speak of the bytes as they were sent. What is kept has no coding and no chunks, so a reader
# of the file must not look for them; they stay under another name.
_FRAMING = frozenset({b"content-encoding", b"transfer-encoding", b"content-length"})
_SET_ASIDE = b"X-Archive-Orig-"
_URI_CHARACTERS = "%/:?#[]@!$&'()*+,;=-._~"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, without bodies; heads as they went over the wire."""

    url: str
    address: str
    status: int
    request_head: bytes
    response_head: bytes

    @classmethod
    def from_record(cls, record: dict[str, object]) -> Exchange:
        """Read what `exchange_record` wrote.

        Raises:
            KeyError: if a part is missing.
        """
        return cls(
            url=str(record["url"]),
            address=str(record["address"]),
            status=int(str(record["status"])),
            request_head=str(record["request_head"]).encode("latin-1"),
            response_head=str(record["response_head"]).encode("latin-1"),
        )


def exchange_record(hops: Iterable[Hop]) -> list[dict[str, object]]:
    """Return requests and answers as they are stored with a capture (JSON, latin-1 as text)."""
    return [
        {
            "url": hop.url,
            "address": hop.address,
            "status": hop.status,
            "request_head": hop.request_head.decode("latin-1"),
            "response_head": hop.response_head.decode("latin-1"),
        }
        for hop in hops
    ]


@dataclass(frozen=True, slots=True)
class ArchivedThing:
    """What goes into a file.

    Attributes:
        content: the bytes as they are kept; of an answer, its body with the codings removed.
        captured_at: our clock.
        url: where it came from, "" where nobody knows.
        media_type: as declared, "" if it was not.
        exchanges: every request in order; the last was answered with ``content``.
        status, headers: of the answer, where no exchange was kept; None and () where nothing was
            fetched.
        text: of the page, to go in beside it; None where it has none.
    """

    content: bytes
    captured_at: datetime
    url: str = ""
    media_type: str = ""
    exchanges: Sequence[Exchange] = ()
    status: int | None = None
    headers: Sequence[Sequence[str]] = ()
    text: str | None = None


def warc_of(thing: ArchivedThing, *, software: str) -> bytes:
    """Return a compressed WARC file, each record a gzip member of its own.

    Args:
        software: the name and version of ours that goes into the first record.

    Raises:
        ValueError: if the capture's time has no zone.
    """
    if thing.captured_at.tzinfo is None:
        raise ValueError("A capture's time has a zone.")
    target = io.BytesIO()
    writer = WARCWriter(target, gzip=True, warc_version=_VERSION)
    for record in _records(thing, software):
        writer.write_record(record)
    return target.getvalue()


def _records(thing: ArchivedThing, software: str) -> list[ArcWarcRecord]:
    records = _Records(thing)
    fields = f"software: {software}\r\nformat: WARC File Format 1.1\r\n"
    records.add("warcinfo", fields.encode(), kind="application/warc-fields", uri="")
    if thing.exchanges:
        for number, exchange in enumerate(thing.exchanges, start=1):
            is_last = number == len(thing.exchanges)
            head = _honest_head(exchange.response_head, thing.content if is_last else None)
            main = records.add(
                "response",
                head + (thing.content if is_last else b""),
                kind="application/http;msgtype=response",
                uri=exchange.url,
                head=len(head),
                more={"WARC-IP-Address": exchange.address}
                | ({} if is_last else {"WARC-Truncated": "unspecified"}),
            )
            records.add(
                "request",
                exchange.request_head,
                kind="application/http;msgtype=request",
                uri=exchange.url,
                head=len(exchange.request_head),
                more={"WARC-Concurrent-To": main},
            )
    elif thing.status is not None:
        head = _honest_head(_written_head(thing.status, thing.headers), thing.content)
        main = records.add(
            "response",
            head + thing.content,
            kind="application/http;msgtype=response",
            uri=thing.url,
            head=len(head),
        )
    else:
        main = records.add(
            "resource",
            thing.content,
            kind=thing.media_type or "application/octet-stream",
            uri=thing.url or f"urn:sha256:{hashlib.sha256(thing.content).hexdigest()}",
        )
    if thing.text is not None:
        records.add(
            "conversion",
            thing.text.encode(),
            kind="text/plain;charset=utf-8",
            uri=thing.url or f"urn:sha256:{hashlib.sha256(thing.content).hexdigest()}",
            more={"WARC-Refers-To": main},
        )
    return records.made


class _Records:
    """The records of one file; ids are made of the capture, its time and their place."""

    def __init__(self, thing: ArchivedThing) -> None:
        self._date = f"{thing.captured_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
        self._seed = f"{hashlib.sha256(thing.content).hexdigest()} {self._date} {thing.url}"
        self.made: list[ArcWarcRecord] = []

    def add(
        self,
        record_type: str,
        block: bytes,
        *,
        kind: str,
        uri: str,
        head: int = 0,
        more: dict[str, str] | None = None,
    ) -> str:
        """Add a record and return its id.

        Args:
            head: how many bytes of the block come before the payload.
        """
        name = f"{self._seed} {len(self.made)} {record_type}"
        record_id = f"<urn:uuid:{uuid.uuid5(_NAMESPACE, name)}>"
        headers = [("WARC-Type", record_type), ("WARC-Record-ID", record_id)]
        if uri:
            headers.append(("WARC-Target-URI", quote(uri, safe=_URI_CHARACTERS)))
        headers.append(("WARC-Date", self._date))
        headers += list((more or {}).items())
        headers.append(("WARC-Block-Digest", _digest(block)))
        if record_type != "warcinfo":
            headers.append(("WARC-Payload-Digest", _digest(block[head:])))
        self.made.append(
            ArcWarcRecord(
                "warc",
                record_type,
                StatusAndHeaders("", headers, protocol=_VERSION),
                io.BytesIO(block),
                # Given as bytes above: warcio would write header lines its own way.
                None,
                _one_line(kind),
                len(block),
            )
        )
        return record_id


def _digest(data: bytes) -> str:
    # What archives compare by (CDX); our manifests have SHA-256.
    return f"sha1:{archive_digest(data)}"


def _one_line(text: str) -> str:
    """Return a declared media type without what would end a header line."""
    return "".join(character for character in text if character.isprintable()).strip()


def _written_head(status: int, headers: Sequence[Sequence[str]]) -> bytes:
    """Return an answer's head made of what was kept of it: no exchange was."""
    # Without a phrase, which nobody kept; servers may leave it out (RFC 9112, 4).
    lines = [f"HTTP/1.1 {status} "]
    lines += [f"{name}: {value}" for name, value in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def _honest_head(head: bytes, body: bytes | None) -> bytes:
    """Return an answer's head that fits the body as it is kept.

    Args:
        body: None where none is kept.
    """
    end = b"\r\n" if head.endswith(b"\r\n") else b"\n"
    status_line, *lines = head.rstrip(b"\r\n").split(end)
    names = {line.partition(b":")[0].strip().lower() for line in lines}
    if body is not None and not names & {b"content-encoding", b"transfer-encoding"}:
        return head
    kept = [
        _SET_ASIDE + line if line.partition(b":")[0].strip().lower() in _FRAMING else line
        for line in lines
    ]
    kept.append(b"Content-Length: %d" % len(body or b""))
    return end.join([status_line, *kept]) + end + end
