"""Manifests: the same facts give the same bytes, and what is no manifest says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from media_provenance.domain.manifests import FileFacts, Manifest, ManifestUnreadable

MANIFEST = Manifest(
    number=2,
    previous_sha256="ab" * 32,
    made_at=datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    captured_at=datetime(2026, 1, 2, 6, 4, 5, tzinfo=timezone(timedelta(hours=3))),
    kind="fetched",
    content=FileFacts("cd" * 32, "cd" * 32, 12),
    files={"warc": FileFacts("ef.warc.gz", "ef" * 32, 99)},
    url="https://a.example/لقاء",
    final_url="https://a.example/réunion",
    status=200,
    headers=(("X-Title", "बैठक"), ("x-title", "twice")),
    media_type="text/html",
    no_screenshot="no_browser",
    software={"warcio": "1.8.1"},
)


def test_a_manifest_reads_back_as_it_was_written() -> None:
    assert Manifest.from_bytes(MANIFEST.to_bytes()) == MANIFEST


def test_writing_what_was_read_gives_the_same_bytes() -> None:
    raw = MANIFEST.to_bytes()

    assert Manifest.from_bytes(raw).to_bytes() == raw


def test_times_are_written_in_utc() -> None:
    assert b'"captured_at": "2026-01-02T03:04:05.000000+00:00"' in MANIFEST.to_bytes()


def test_words_of_every_script_stand_as_they_are() -> None:
    text = MANIFEST.to_bytes().decode()

    assert "لقاء" in text
    assert "réunion" in text
    assert "बैठक" in text


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format": "something-else/9"}',
        MANIFEST.to_bytes()[:-20],
        MANIFEST.to_bytes().replace(b'"number": 2', b'"number": "two"'),
        b"[" * 5000,
    ],
    ids=["empty", "list", "nothing", "other format", "cut", "word for a number", "deep"],
)
def test_what_is_no_manifest_is_refused(raw: bytes) -> None:
    with pytest.raises(ManifestUnreadable):
        Manifest.from_bytes(raw)
