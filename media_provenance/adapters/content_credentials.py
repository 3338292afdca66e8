"""Reading Content Credentials (C2PA) out of a file's bytes, without asking anybody.

Runs in a decoder's child, like all that parses hostile bytes. It never fetches: a manifest that
lies elsewhere is reported with its address as text (the library would fetch it by default, from
wherever the picture says), and neither is a certificate's revocation asked for. The lists of trust
come in with the request; what may be made of a reading is ``domain/content_credentials.py``'s.
"""

from __future__ import annotations

import io
import json
import math
import re
from typing import Any

import c2pa

from media_provenance.adapters.time_stamp_checks import (
    CheckedTimeStamp,
    TimeStampUnreadable,
    check_time_stamp,
)
from media_provenance.domain.content_credentials import ContentCredentials, CredentialsState
from media_provenance.domain.manifest_boxes import BoxesUnreadable, time_stamp_of
from media_provenance.domain.trust_lists import NO_LISTS, TrustSettings

__all__ = ["CredentialsElsewhere", "CredentialsUnreadable", "read_credentials"]

# A store as text: the largest of 50 samples of the standard's own has 60 kB, and previews are not
# part of the text.
_MAX_STORE_CHARACTERS = 1 << 20
_MAX_URL_CHARACTERS = 2000
_MAX_ERROR_CHARACTERS = 200


class CredentialsUnreadable(Exception):
    """The file carries something that is meant as credentials and cannot be read.

    Its text is the library's own error, at most 200 characters: technical, not for readers.
    """


class CredentialsElsewhere(Exception):
    """The manifest lies on a server.

    Attributes:
        url: its address as the file gives it, at most 2,000 characters; text, never to be fetched
            unasked. Perhaps ``""``.
        error: the library's own error.
    """

    def __init__(self, url: str, error: str) -> None:
        super().__init__(url)
        self.url = url
        self.error = error


def read_credentials(
    data: bytes, mime: str, trust: TrustSettings = NO_LISTS, *, ask_always: bool = False
) -> ContentCredentials | None:
    """Return what a file carries, or None if it carries nothing of the kind.

    Costs 13 to 19 ms with credentials, by the size of the file, and next to nothing without: then
    the lists are not looked at either.

    Args:
        data: the file.
        mime: media type by its signature.
        trust: the lists to judge by.
        ask_always: ask the library of files that have no sign of credentials as well, for whoever
            wants its word on a damaged file; costs 2 ms.

    Raises:
        CredentialsElsewhere: they lie on a server.
        CredentialsUnreadable: damaged, longer than 1 MiB of text, or of an unknown kind.
    """
    if not ask_always and not any(mark in data for mark in _MARKS):
        return None
    try:
        with c2pa.Context.from_dict(_settings(trust)) as context:
            reader = c2pa.Reader.try_create(mime, io.BytesIO(data), context=context)
            if reader is None:
                return None
            with reader:
                state, text = str(reader.get_validation_state()), reader.json()
        return _credentials(state, text, data, mime, trust)
    except c2pa.C2paError as error:
        said = f"{type(error).__name__} {error}"
        found = _REMOTE.search(said)
        if found:
            url = found[1][:_MAX_URL_CHARACTERS]
            raise CredentialsElsewhere(url, said[:_MAX_ERROR_CHARACTERS]) from error
        raise CredentialsUnreadable(said[:_MAX_ERROR_CHARACTERS]) from error
    except (ValueError, RecursionError) as error:
        raise CredentialsUnreadable(type(error).__name__) from error


# A file without any of these bytes carries none, and the library need not be asked, which costs
# 2 ms in a new process: the box they lie in (ISO 19566-5) in files of every kind, the property of
# XMP that says where else they lie (C2PA 2.1, 11.4), and the text of PNG, where XMP may be
# compressed.
_MARKS = (b"jumb", b"c2pa", b"C2PA", b"provenance", b"iTXt")
# What the library says instead of fetching.
_REMOTE = re.compile(r"must fetch remote manifests from url\s*(\S*)")


def _settings(trust: TrustSettings) -> dict[str, Any]:
    """Return the library's settings, all that matter named: its defaults fetch from servers."""
    lists = {
        "trust_anchors": trust.anchors,
        "user_anchors": trust.user_anchors,
        "trust_config": trust.purposes,
    }
    return {
        "verify": {
            "remote_manifest_fetch": False,
            "ocsp_fetch": False,
            "verify_trust": True,
            "verify_timestamp_trust": True,
        },
        "trust": {name: text for name, text in lists.items() if text},
    }


def _credentials(
    state: str, text: str, data: bytes, mime: str, trust: TrustSettings
) -> ContentCredentials:
    if len(text) > _MAX_STORE_CHARACTERS:
        raise CredentialsUnreadable("too long")
    store = _storable(json.loads(text))
    if not isinstance(store, dict):
        raise CredentialsUnreadable("not a manifest store")
    stamp = _time_stamp(data, mime, str(store.get("active_manifest")), trust)
    return ContentCredentials(
        state=CredentialsState(state.lower()),
        codes=_active_codes(store),
        manifest_store=store,
        trust=trust.digest,
        stamped_at=None if stamp is None else stamp.moment,
        stamped_by="" if stamp is None else stamp.authority,
        stamp_listed=stamp is not None and stamp.trusted,
    )


def _time_stamp(
    data: bytes, mime: str, manifest: str, trust: TrustSettings
) -> CheckedTimeStamp | None:
    """Return the time stamp as far as it can be checked here, None where it cannot.

    The library has said that it fits; what it does not say is whose it is (``manifest_boxes``).
    Who vouches for signers counts for clocks too, as the library has it: no signer's certificate
    may stamp times.
    """
    try:
        token = time_stamp_of(data, manifest=manifest, is_jpeg=mime == "image/jpeg")
        roots = "\n".join((trust.time_stamps, trust.anchors, trust.user_anchors))
        return None if token is None else check_time_stamp(token, roots)
    except (BoxesUnreadable, TimeStampUnreadable):
        return None


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


# Where a picture was taken may endanger whoever took it: of satellites only the time is kept.
_POSITION = re.compile(r"(?:^|:)(?:GPS(?!TimeStamp|DateStamp)|Location|latitude|longitude)", re.I)


def _storable(value: Any) -> Any:
    """Return JSON values as a database takes them: no NUL, no lone surrogate, no infinity.

    Positions on Earth are left out.
    """
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {
            _storable(name): _storable(item)
            for name, item in value.items()
            if not _POSITION.search(name)
        }
    return value
