"""Content Credentials are read in a child, by lists that come along, and fetched from nowhere."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import numpy as np
import pytest

from media_provenance.adapters import content_credentials
from media_provenance.adapters.content_credentials import (
    CredentialsElsewhere,
    CredentialsUnreadable,
    read_credentials,
)
from media_provenance.adapters.images import ReadingNote, open_picture, read_metadata
from media_provenance.domain.content_credentials import CredentialsState
from media_provenance.domain.picture_headers import PictureFormat
from media_provenance.domain.trust_lists import TrustSettings
from tests.unit.media_provenance.pictures import encoded, scenery
from tests.unit.media_provenance.signed_pictures import signed, signers_root

PHOTO = scenery(3)
ADDRESS = "http://127.0.0.1:9/manifest.c2pa"


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("title", ["صورة من الأرشيف", "Été à Genève", "रायटर चित्र"])
def test_what_a_signer_wrote_is_read(format: str, title: str) -> None:
    mime = PictureFormat(format).mime

    metadata = read_metadata(signed(encoded(PHOTO, format), mime, title=title))

    assert metadata.notes == ()
    assert metadata.credentials is not None
    store = metadata.credentials["manifest_store"]
    assert store["manifests"][store["active_manifest"]]["title"] == title


def test_an_unknown_signer_s_credentials_are_valid_and_not_trusted() -> None:
    decoded = open_picture(signed(encoded(PHOTO, "JPEG")))

    assert decoded.credentials is not None
    assert decoded.credentials["state"] == CredentialsState.VALID
    assert "success:claimSignature.validated" in decoded.credentials["codes"]
    assert "success:assertion.dataHash.match" in decoded.credentials["codes"]
    assert "failure:signingCredential.untrusted" in decoded.credentials["codes"]


def test_a_picture_altered_after_signing_is_read_and_its_credentials_are_invalid() -> None:
    data = bytearray(signed(encoded(PHOTO, "JPEG", quality=95)))
    data[-2000] ^= 1

    decoded = open_picture(bytes(data))

    assert decoded.pixels.shape == PHOTO.shape
    assert decoded.credentials is not None
    assert decoded.credentials["state"] == CredentialsState.INVALID
    assert "failure:assertion.dataHash.mismatch" in decoded.credentials["codes"]


def test_credentials_that_lie_elsewhere_are_named_and_not_fetched() -> None:
    decoded = open_picture(signed(encoded(PHOTO, "JPEG"), elsewhere=ADDRESS))

    assert decoded.notes == (ReadingNote.CREDENTIALS_ELSEWHERE,)
    assert decoded.credentials == {"url": ADDRESS}


def test_damaged_credentials_do_not_lose_the_picture() -> None:
    data = signed(encoded(PHOTO, "JPEG")).replace(b"jumd", b"jump")

    decoded = open_picture(data)

    assert decoded.pixels.shape == PHOTO.shape
    assert decoded.notes == (ReadingNote.CREDENTIALS_UNREADABLE,)
    assert decoded.credentials is None


def test_a_picture_without_credentials_has_none_and_no_note() -> None:
    decoded = open_picture(encoded(PHOTO))

    assert (decoded.credentials, decoded.notes) == (None, ())


def test_a_store_longer_than_its_limit_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_credentials, "_MAX_STORE_CHARACTERS", 500)
    data = signed(encoded(PHOTO, "JPEG"))

    with pytest.raises(CredentialsUnreadable):
        read_credentials(data, PictureFormat.JPEG.mime)


def test_a_store_holds_nothing_that_a_database_refuses() -> None:
    metadata = read_metadata(signed(encoded(PHOTO, "JPEG"), title="a\x00b"))

    assert metadata.credentials is not None
    assert "\\u0000" not in json.dumps(metadata.credentials)


def test_pixels_are_the_same_with_and_without_credentials() -> None:
    plain = encoded(PHOTO, "PNG")

    with_credentials = open_picture(signed(plain, "image/png"))

    assert np.array_equal(with_credentials.pixels, open_picture(plain).pixels)


class _Counted(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    running = HTTPServer(("127.0.0.1", 0), _Counted)
    _Counted.asked.clear()
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.mark.parametrize("inside_the_child", [True, False])
def test_no_server_that_a_picture_names_is_asked(
    server: HTTPServer, inside_the_child: bool
) -> None:
    address = f"http://127.0.0.1:{server.server_port}/manifest.c2pa"
    data = signed(encoded(PHOTO, "JPEG"), elsewhere=address)

    with contextlib.suppress(CredentialsElsewhere):
        read_metadata(data) if inside_the_child else read_credentials(data, "image/jpeg")

    assert _Counted.asked == []


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_lists_that_come_with_the_request_decide_who_is_trusted(format: str) -> None:
    data = signed(encoded(PHOTO, format), PictureFormat(format).mime)

    by_list = read_metadata(data, TrustSettings(anchors=signers_root()))
    by_none = read_metadata(data)

    assert by_list.credentials is not None
    assert by_none.credentials is not None
    assert (by_list.credentials["state"], by_none.credentials["state"]) == ("trusted", "valid")
    assert by_list.credentials["trust"] != by_none.credentials["trust"]


def test_a_list_of_more_signers_counts_as_the_first() -> None:
    decoded = open_picture(
        signed(encoded(PHOTO, "JPEG")), TrustSettings(user_anchors=signers_root())
    )

    assert decoded.credentials is not None
    assert decoded.credentials["state"] == CredentialsState.TRUSTED
