"""Authorities: a real one on loopback, asked through webfetch and verified both ways."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from media_provenance.adapters.timestamps import (
    AuthorityRefused,
    NotATimestamp,
    ask_authority,
    read_anchors,
    read_stamp,
    request_for,
)
from tests.factories.authority import Authority, authority, make_root, reply_to
from webfetch import Refused

DATA = "لقاء تجاري في آب · réunion à Nîmes · बैठक".encode()
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(scope="module", params=["ec", "rsa"])
def signer(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("authority"), kind=request.param) as running:
        yield running


def test_an_authority_is_asked_and_its_token_verified(signer: Authority) -> None:
    request = request_for(DATA)

    reply = ask_authority(signer.url, request, user_agent="test")
    stamp = read_stamp(reply, request, DIGEST, read_anchors(str(signer.root)))

    assert stamp.checked_by == "client"
    assert stamp.is_trusted
    assert abs(stamp.at - datetime.now(UTC)) < timedelta(minutes=1)
    assert stamp.accuracy_ms == 1500
    assert stamp.policy == "1.3.6.1.4.1.99999.1"
    assert int(stamp.serial, 16) > 0


def test_a_token_of_other_bytes_is_not_believed(signer: Authority) -> None:
    request = request_for(DATA)
    reply = reply_to(signer.folder, request)

    stamp = read_stamp(
        reply, request, hashlib.sha256(DATA + b"!").hexdigest(), read_anchors(str(signer.root))
    )

    assert stamp.checked_by == "nobody"


def test_an_answer_to_another_request_is_not_believed(signer: Authority) -> None:
    reply = reply_to(signer.folder, request_for(DATA))

    stamp = read_stamp(reply, request_for(DATA), DIGEST, read_anchors(str(signer.root)))

    assert stamp.checked_by == "nobody"


def test_a_root_that_vouches_for_nobody_here_is_not_enough(
    signer: Authority, tmp_path: Path
) -> None:
    request = request_for(DATA)
    reply = reply_to(signer.folder, request)
    # Of the same name, so that only its key tells it from the right one.
    other = make_root(tmp_path, "Root of a test", "ec")

    stamp = read_stamp(reply, request, DIGEST, read_anchors(str(other)))

    assert stamp.checked_by == "nobody"


def test_without_anchors_nobody_is_believed(signer: Authority) -> None:
    request = request_for(DATA)
    reply = reply_to(signer.folder, request)

    stamp = read_stamp(reply, request, DIGEST, read_anchors(""))

    assert not stamp.is_trusted


def test_one_changed_byte_of_the_signature_is_seen(signer: Authority) -> None:
    request = request_for(DATA)
    reply = bytearray(reply_to(signer.folder, request))
    reply[-3] ^= 1

    stamp = read_stamp(bytes(reply), request, DIGEST, read_anchors(str(signer.root)))

    assert not stamp.is_trusted


def test_certificates_in_no_order_are_read_by_openssl(tmp_path: Path) -> None:
    with authority(tmp_path, with_chain=True) as signer:
        request = request_for(DATA)
        reply = reply_to(signer.folder, request)

        stamp = read_stamp(reply, request, DIGEST, read_anchors(str(signer.root)))

    assert stamp.is_trusted
    assert stamp.accuracy_ms == 1500
    assert abs(stamp.at - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "reply",
    [b"", b"no such thing", b"\x30\x03\x02\x01\x00", "<html>عطل".encode()],
    ids=["nothing", "text", "short", "page"],
)
def test_what_is_no_answer_says_so(reply: bytes) -> None:
    with pytest.raises((NotATimestamp, AuthorityRefused)):
        read_stamp(reply, request_for(DATA), DIGEST, "")


def test_an_authority_that_is_away_may_be_asked_again() -> None:
    with pytest.raises(Refused) as refused:
        ask_authority("http://127.0.0.1:9/tsr", request_for(DATA), user_agent="test")

    assert refused.value.may_pass


def test_a_file_without_certificates_is_no_anchor(tmp_path: Path) -> None:
    (tmp_path / "anchors.pem").write_text("لا شيء")

    with pytest.raises(ValueError, match="PEM"):
        read_anchors(str(tmp_path / "anchors.pem"))
