"""Reading Content Credentials (C2PA) out of a file's bytes, without asking anybody.

Runs in a decoder's child, like all that parses hostile bytes. It never fetches: a manifest that
lies elsewhere is reported with its address as text (the library would fetch it by default, from
wherever the picture says), and neither is a certificate's revocation asked for. It judges nothing;
no list of trust is loaded here, so a signer is "trusted" only once one is.
"""

from __future__ import annotations

import io
import json
import math
import re
from typing import Any

import c2pa

from media_provenance.domain.content_credentials import ContentCredentials, CredentialsState
from media_provenance.domain.picture_headers import PictureFormat

__all__ = ["CredentialsElsewhere", "CredentialsUnreadable", "read_credentials"]

# A store as text: the largest of 50 samples of the standard's own has 60 kB, and previews are not
# part of the text.
_MAX_STORE_CHARACTERS = 1 << 20
_MAX_URL_CHARACTERS = 2000

_SETTINGS: dict[str, Any] = {
    "verify": {
        "remote_manifest_fetch": False,
        "ocsp_fetch": False,
        "verify_trust": True,
        "verify_timestamp_trust": True,
    }
}


class CredentialsUnreadable(Exception):
    """The file carries something that is meant as credentials and cannot be read."""


class CredentialsElsewhere(Exception):
    """The manifest lies on a server.

    Attributes:
        url: its address as the file gives it, at most 2,000 characters; text, never to be fetched
            unasked. Perhaps ``""``.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def read_credentials(data: bytes, format: PictureFormat) -> ContentCredentials | None:
    """Return what a file carries, or None if it carries nothing of the kind.

    Costs 13 to 19 ms with credentials, by the size of the file, and next to nothing without.

    Raises:
        CredentialsElsewhere: they lie on a server.
        CredentialsUnreadable: damaged, longer than 1 MiB of text, or of an unknown kind.
    """
    if not any(mark in data for mark in _MARKS):
        return None
    try:
        with c2pa.Context.from_dict(_SETTINGS) as context:
            reader = c2pa.Reader.try_create(format.mime, io.BytesIO(data), context=context)
            if reader is None:
                return None
            with reader:
                return _credentials(str(reader.get_validation_state()), reader.json())
    except c2pa.C2paError as error:
        found = _REMOTE.search(str(error))
        if found:
            raise CredentialsElsewhere(found[1][:_MAX_URL_CHARACTERS]) from error
        raise CredentialsUnreadable(type(error).__name__) from error
    except (ValueError, RecursionError) as error:
        raise CredentialsUnreadable(type(error).__name__) from error


# A file without any of these bytes carries none, and the library need not be asked, which costs
# 2 ms in a new process: the box they lie in (ISO 19566-5) in files of every kind, the property of
# XMP that says where else they lie (C2PA 2.1, 11.4), and the text of PNG, where XMP may be
# compressed.
_MARKS = (b"jumb", b"c2pa", b"C2PA", b"provenance", b"iTXt")
# What the library says instead of fetching.
_REMOTE = re.compile(r"must fetch remote manifests from url\s*(\S*)")


def _credentials(state: str, text: str) -> ContentCredentials:
    if len(text) > _MAX_STORE_CHARACTERS:
        raise CredentialsUnreadable("too long")
    store = _storable(json.loads(text))
    if not isinstance(store, dict):
        raise CredentialsUnreadable("not a manifest store")
    return ContentCredentials(
        state=CredentialsState(state.lower()), codes=_active_codes(store), manifest_store=store
    )


def _active_codes(store: dict[str, Any]) -> tuple[str, ...]:
    results = store.get("validation_results")
    active = results.get("activeManifest") if isinstance(results, dict) else None
    if not isinstance(active, dict):
        return ()
    return tuple(
        f"{outcome}:{entry['code']}"
        for outcome in ("success", "informational", "failure")
        for entry in active.get(outcome) or ()
        if isinstance(entry, dict) and isinstance(entry.get("code"), str)
    )


def _storable(value: Any) -> Any:
    """Return JSON values as a database takes them: no NUL, no lone surrogate, no infinity."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(item) for name, item in value.items()}
    return value
