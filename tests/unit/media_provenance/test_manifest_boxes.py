"""The time stamp is taken out of hostile boxes, or it is said that they cannot be read."""

from __future__ import annotations

import contextlib
import random
import struct
from typing import Any

import pytest

from media_provenance.domain.manifest_boxes import BoxesUnreadable, time_stamp_of
from tests.unit.media_provenance.pictures import encoded, scenery
from tests.unit.media_provenance.signed_pictures import signed

LABEL = "urn:c2pa:صورة-été-चित्र"
STORE = bytes.fromhex("6332706100110010800000AA00389B71")
OTHER = b"\x00" * 16


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def superbox(label: str, content: bytes, *, kind: bytes = OTHER) -> bytes:
    return box(b"jumb", box(b"jumd", kind + b"\x03" + label.encode() + b"\x00") + content)


def cbor(value: Any) -> bytes:
    """Write what these tests need of CBOR."""
    if isinstance(value, dict):
        return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    return b"\xf6" if value is None else head(0, value)


def head(kind: int, count: int) -> bytes:
    return bytes([kind << 5 | 26]) + struct.pack(">I", count)


def store(header: Any, *, label: str = LABEL) -> bytes:
    signature = box(b"cbor", b"\xd2" + cbor([b"", header, None, b"signature"]))
    manifest = superbox(label, superbox("c2pa.signature", signature))
    return superbox("c2pa", manifest, kind=STORE)


def stamps(*tokens: bytes) -> dict[str, Any]:
    return {"tstTokens": [{"val": token} for token in tokens]}


def read(data: bytes, *, is_jpeg: bool = False) -> bytes | None:
    return time_stamp_of(data, manifest=LABEL, is_jpeg=is_jpeg)


@pytest.mark.parametrize("name", ["sigTst", "sigTst2"])
def test_the_token_is_found_wherever_the_store_lies(name: str) -> None:
    data = b"before" + store({1: 2, name: stamps(b"token")}) + b"after"

    assert read(data) == b"token"


def test_the_pieces_of_a_jpeg_are_joined() -> None:
    whole = store({"sigTst2": stamps(b"t" * 300)})
    cut = 200
    pieces = [whole[:cut], whole[:8] + whole[cut:]]
    segments = b"".join(
        b"\xff\xeb" + struct.pack(">H", 10 + len(piece)) + b"JP\x00\x01" + struct.pack(">I", number)
        + piece
        for number, piece in enumerate(pieces, start=1)
    )  # fmt: skip

    assert read(b"\xff\xd8" + segments + b"\xff\xd9", is_jpeg=True) == b"t" * 300


def test_a_signature_without_a_time_stamp_has_none() -> None:
    assert read(store({1: 2})) is None


@pytest.mark.parametrize(
    "header",
    [
        {"sigTst2": stamps(b"one", b"two")},
        {"sigTst2": stamps(b"one"), "sigTst": stamps(b"two")},
        {"sigTst2": stamps()},
        {"sigTst2": {"tstTokens": ["token"]}},
        {"sigTst2": {"tstTokens": [{"val": "text"}]}},
        {"sigTst2": 5},
    ],
    ids=["two tokens", "two kinds", "no token", "no map", "no bytes", "number"],
)
def test_what_may_be_another_time_stamp_than_the_reader_s_is_not_taken(header: Any) -> None:
    assert read(store(header)) is None


def test_of_two_stores_none_is_chosen() -> None:
    data = store({"sigTst2": stamps(b"good")}) + store({"sigTst2": stamps(b"decoy")})

    with pytest.raises(BoxesUnreadable):
        read(data)


def test_another_manifest_s_time_stamp_is_not_taken() -> None:
    with pytest.raises(BoxesUnreadable):
        read(store({"sigTst2": stamps(b"token")}, label="urn:c2pa:other"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xd2",
        b"\x9f",
        b"\x81" * 60,
        b"\x9a\xff\xff\xff\xff",
        b"\xf6",
        b"\x84\x40\xa1\x80\x40",
    ],
    ids=["empty", "tag alone", "no length", "deep", "long", "nothing", "odd name"],
)
def test_cbor_bombs_and_scraps_are_refused(body: bytes) -> None:
    manifest = superbox(LABEL, superbox("c2pa.signature", box(b"cbor", body)))

    with pytest.raises(BoxesUnreadable):
        read(superbox("c2pa", manifest, kind=STORE))


@pytest.mark.parametrize("seed", range(5))
def test_damaged_boxes_are_refused_and_nothing_worse(seed: int) -> None:
    chance = random.Random(seed)
    whole = store({"sigTst2": stamps(b"token")})

    for _attempt in range(300):
        damaged = bytearray(whole)
        for _flip in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with contextlib.suppress(BoxesUnreadable):
            read(bytes(damaged[: chance.randint(1, len(damaged))]))


def test_a_picture_that_is_signed_without_a_time_stamp_has_none() -> None:
    data = signed(encoded(scenery(3), "PNG"), "image/png")
    at = data.index(b"urn:c2pa:")
    label = data[at : data.index(b"\x00", at)].decode()

    assert time_stamp_of(data, manifest=label, is_jpeg=False) is None
