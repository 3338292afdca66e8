"""WARC files: bytes as they were kept, heads as they were received, and warcio's own check."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from media_provenance.adapters.warc import ArchivedThing, Exchange, warc_of

PAGE = "<title>لقاء</title><p>Réunion à Nîmes<p>बैठक".encode()
HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Place: caf\xe9\r\n"
    b"Content-Encoding: gzip\r\nContent-Length: 12\r\n\r\n"
)
FETCHED = ArchivedThing(
    content=PAGE,
    captured_at=datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    url="https://a.example/لقاء",
    media_type="text/html",
    exchanges=(
        Exchange(
            "http://a.example/",
            "93.184.215.14",
            301,
            b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n",
            b"HTTP/1.1 301 Moved\r\nLocation: https://a.example/1\r\nContent-Length: 5\r\n\r\n",
        ),
        Exchange(
            "https://a.example/1",
            "93.184.215.14",
            200,
            b"GET /1 HTTP/1.1\r\nHost: a.example\r\nUser-Agent: test\r\n\r\n",
            HEAD,
        ),
    ),
    text="لقاء\nRéunion à Nîmes\nबैठक\n",
)
UPLOADED = ArchivedThing(PAGE, FETCHED.captured_at, media_type="text/html")
LONG_AGO = replace(FETCHED, exchanges=(), status=200, headers=(("Content-Type", "text/html"),))


def written(thing: ArchivedThing) -> bytes:
    return warc_of(thing, software="Bayyina 0")


def types(data: bytes) -> list[str]:
    return [record.rec_type for record in ArchiveIterator(io.BytesIO(data))]


@pytest.mark.parametrize(
    "thing", [FETCHED, UPLOADED, LONG_AGO], ids=["fetched", "uploaded", "without an exchange"]
)
def test_the_archives_own_tool_finds_every_digest_right(
    thing: ArchivedThing, tmp_path: Path
) -> None:
    (tmp_path / "a.warc.gz").write_bytes(written(thing))

    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", "a.warc.gz"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0
    assert checked.stdout.count("digest pass") == len(types(written(thing)))


def test_one_changed_byte_is_found_by_it(tmp_path: Path) -> None:
    changed = gzip.decompress(written(FETCHED)).replace(b"GET /1", b"GET /2")
    (tmp_path / "a.warc").write_bytes(changed)

    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "a.warc"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 1


def test_every_step_of_a_fetch_is_there() -> None:
    assert types(written(FETCHED)) == [
        "warcinfo",
        "response",
        "request",
        "response",
        "request",
        "conversion",
    ]


def test_a_capture_without_its_exchange_has_an_answer_and_no_invented_request() -> None:
    assert types(written(LONG_AGO)) == ["warcinfo", "response", "conversion"]


def test_an_upload_is_a_resource_under_the_name_of_its_digest() -> None:
    records = list(ArchiveIterator(io.BytesIO(written(UPLOADED))))

    assert records[1].rec_type == "resource"
    assert records[1].rec_headers.get_header("WARC-Target-URI").startswith("urn:sha256:")


def test_the_answers_body_is_what_was_kept() -> None:
    bodies = [
        record.content_stream().read()
        for record in ArchiveIterator(io.BytesIO(written(FETCHED)))
        if record.rec_type == "response"
    ]

    assert bodies == [b"", PAGE]


def test_heads_stand_as_they_were_received() -> None:
    text = gzip.decompress(written(FETCHED))

    assert b"X-Place: caf\xe9\r\n" in text
    # Nothing is coded any more; the server's own words stay under another name.
    assert b"X-Archive-Orig-Content-Encoding: gzip\r\n" in text
    assert b"\r\nContent-Encoding" not in text


def test_the_same_capture_gives_the_same_file() -> None:
    assert written(FETCHED) == written(replace(FETCHED))


def test_another_time_of_capture_gives_other_records() -> None:
    later = replace(FETCHED, captured_at=datetime(2026, 1, 2, 3, 4, 6, tzinfo=UTC))

    assert written(FETCHED) != written(later)


def test_a_media_type_cannot_add_a_header_line() -> None:
    sly = replace(UPLOADED, media_type="text/html\r\nWARC-Target-URI: https://else.example/")

    assert b"\r\nWARC-Target-URI: https://else" not in gzip.decompress(written(sly))
