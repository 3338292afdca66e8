"""The manifest of what was kept of a capture: digests of files, linked to the one before.

Pure: writes and reads the text, knows no files and no clock. The same facts give the same bytes,
so that a digest says the same everywhere; anyone can check one with ``sha256sum`` and a text
editor.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

__all__ = ["MANIFEST_FORMAT", "FileFacts", "Manifest", "ManifestUnreadable"]

MANIFEST_FORMAT = "bayyina-capture-manifest/1"


class ManifestUnreadable(ValueError):
    """Bytes that are no manifest of this format."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file: its name in a pack or under MEDIA_ROOT, SHA-256 in hexadecimal, size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was kept of one capture.

    Attributes:
        number: place in the chain, from 1.
        previous_sha256: of the manifest before this one; 64 zeros for the first.
        made_at, captured_at: our clock, UTC.
        kind: how we came by it: fetched, uploaded, pasted; original for a picture's own file.
        url, final_url: as asked for and after redirects, "" where nothing was fetched.
        status, headers: of the answer; None and () where nothing was fetched.
        content: the bytes as they were kept, under the name of their digest.
        files: by role: warc, text, screenshot.
        no_screenshot: why there is none, "" where there is one.
        software: names and versions of what made them.
    """

    number: int
    previous_sha256: str
    made_at: datetime
    captured_at: datetime
    kind: str
    content: FileFacts
    files: Mapping[str, FileFacts]
    url: str = ""
    final_url: str = ""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    media_type: str = ""
    no_screenshot: str = ""
    software: Mapping[str, str] | None = None

    def to_bytes(self) -> bytes:
        """Return the manifest as it stands in its file: JSON, UTF-8, keys in order."""
        document = {
            "format": MANIFEST_FORMAT,
            "number": self.number,
            "previous_manifest_sha256": self.previous_sha256,
            "made_at": _written(self.made_at),
            "captured_at": _written(self.captured_at),
            "kind": self.kind,
            "url": self.url,
            "final_url": self.final_url,
            "status": self.status,
            "headers": [list(header) for header in self.headers],
            "media_type": self.media_type,
            "content": _facts(self.content),
            "files": {role: _facts(file) for role, file in self.files.items()},
            "no_screenshot": self.no_screenshot,
            "software": dict(self.software or {}),
        }
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
        return f"{text}\n".encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Manifest:
        """Read a manifest.

        Raises:
            ManifestUnreadable: if it is of another format, or lacks something.
        """
        try:
            document = json.loads(raw)
            if document["format"] != MANIFEST_FORMAT:
                raise ManifestUnreadable(f"format {document['format']!r}")
            return cls(
                number=int(document["number"]),
                previous_sha256=str(document["previous_manifest_sha256"]),
                made_at=datetime.fromisoformat(document["made_at"]),
                captured_at=datetime.fromisoformat(document["captured_at"]),
                kind=str(document["kind"]),
                content=_read_facts(document["content"]),
                files={str(role): _read_facts(one) for role, one in document["files"].items()},
                url=str(document["url"]),
                final_url=str(document["final_url"]),
                status=None if document["status"] is None else int(document["status"]),
                headers=tuple((str(name), str(value)) for name, value in document["headers"]),
                media_type=str(document["media_type"]),
                no_screenshot=str(document["no_screenshot"]),
                software={str(name): str(one) for name, one in document["software"].items()},
            )
        except ManifestUnreadable:
            raise
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ManifestUnreadable(type(error).__name__) from error


def _facts(file: FileFacts) -> dict[str, object]:
    return {"name": file.name, "sha256": file.sha256, "size": file.size}


def _read_facts(document: Mapping[str, object]) -> FileFacts:
    return FileFacts(str(document["name"]), str(document["sha256"]), int(str(document["size"])))


def _written(moment: datetime) -> str:
    """Return an instant in UTC, to the microsecond.

    Raises:
        ValueError: without a zone.
    """
    if moment.tzinfo is None:
        raise ValueError("An instant has a zone.")
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f+00:00}"
