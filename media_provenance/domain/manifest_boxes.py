"""The time stamp inside a file's Content Credentials: where it lies, byte for byte.

The C2PA reader says that a time stamp fits its signature, and in claims of the first version calls
every authority trusted without looking (`claim.rs` of c2pa-rs: no trust check for them). So the
token is taken out here, for ``adapters/time_stamps.py`` to check against the lists of trust.

Reads boxes (JUMBF, ISO 19566-5) and CBOR (RFC 8949) as far as that needs, of hostile bytes, within
bounds. Says nothing of whether anything is valid.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

__all__ = ["BoxesUnreadable", "time_stamp_of"]

# The description of a manifest store: its length, type and content type (C2PA 2.2, 11.1.4.1),
# toggles (one byte) and label.
_STORE_TYPE = bytes.fromhex("6332706100110010800000AA00389B71")
_SIGNATURE_LABEL = "c2pa.signature"
# Deeper or longer than any signature's header: a bomb.
_DEEPEST = 16
_MOST_BOXES = 4096
_MOST_ITEMS = 4096


class BoxesUnreadable(Exception):
    """The boxes are not as the standard has them, or there are two stores."""


def time_stamp_of(data: bytes, *, manifest: str, is_jpeg: bool) -> bytes | None:
    """Return the time stamp with which a manifest was signed, None where it has none or several.

    Args:
        data: the file.
        manifest: label of the manifest, as the reader calls the active one.
        is_jpeg: a JPEG, which carries the store in pieces; elsewhere it lies in one.

    Returns:
        DER: an answer of a time-stamping authority (RFC 3161), or its token alone.

    Raises:
        BoxesUnreadable: there is no single store in the file, or it is damaged.
    """
    try:
        store = _store_in(_joined_pieces(data) if is_jpeg else data)
        for label, content in _boxes_with_labels(store):
            if label == manifest:
                return _time_stamp_in(_signature_in(content))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise BoxesUnreadable("damaged") from error
    raise BoxesUnreadable("no such manifest")


def _joined_pieces(data: bytes) -> bytes:
    """Join what APP11 segments of a JPEG carry (ISO 19566-5, D.2)."""
    boxes: dict[int, list[tuple[int, bytes]]] = {}
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in (0xD9, 0xDA):
            break
        if marker == 0xFF or marker == 0x01 or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        body = data[at + 4 : at + 2 + length]
        if marker == 0xEB and body[:2] == b"JP" and len(body) >= 16:
            number, order = struct.unpack_from(">HI", body, 2)
            boxes.setdefault(number, []).append((order, body[8:]))
        at += 2 + max(length, 2)
    return b"".join(
        piece if order == pieces[0][0] else piece[_header_length(piece) :]
        for pieces in (sorted(found, key=lambda one: one[0]) for found in boxes.values())
        for order, piece in pieces
    )


def _header_length(box: bytes) -> int:
    """Return the bytes of a box's head, which every piece of it repeats."""
    return 16 if box[:4] == b"\x00\x00\x00\x01" else 8


def _store_in(data: bytes) -> bytes:
    """Return the content of the only manifest store in these bytes."""
    marks: list[int] = []
    at = data.find(_STORE_TYPE)
    while at != -1 and len(marks) < 2:
        # length (4), "jumb", length (4), "jumd", then the type.
        if data[at + 16 : at + 22] == b"\x03c2pa\x00" and data[at - 4 : at] == b"jumd":
            marks.append(at - 16)
        at = data.find(_STORE_TYPE, at + 1)
    if len(marks) != 1 or marks[0] < 0 or data[marks[0] + 4 : marks[0] + 8] != b"jumb":
        raise BoxesUnreadable("not one manifest store")
    (length,) = struct.unpack_from(">I", data, marks[0])
    return data[marks[0] + 8 : marks[0] + length]


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give type and content of each box."""
    at = 0
    for _number in range(_MOST_BOXES):
        if at + 8 > len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, at + 8)
            head = 16
        elif length == 0:
            length = len(data) - at
        if length < head or at + length > len(data):
            raise BoxesUnreadable("a box of the wrong length")
        yield kind, data[at + head : at + length]
        at += length
    raise BoxesUnreadable("too many boxes")


def _boxes_with_labels(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give label and content (after its description) of each superbox."""
    for kind, content in _boxes(data):
        if kind != b"jumb":
            continue
        (length, first) = struct.unpack_from(">I4s", content, 0)
        if first != b"jumd" or not 25 <= length <= len(content):
            raise BoxesUnreadable("a box without a description")
        description = content[8:length]
        label = b""
        if description[16] & 0x02:
            label = description[17:].split(b"\x00", 1)[0]
        yield label.decode(), content[length:]


def _signature_in(manifest: bytes) -> bytes:
    for label, content in _boxes_with_labels(manifest):
        if label == _SIGNATURE_LABEL:
            for kind, body in _boxes(content):
                if kind == b"cbor":
                    return body
    raise BoxesUnreadable("no signature")


def _time_stamp_in(signature: bytes) -> bytes | None:
    """Return the one token in the header of a COSE signature that the signer did not sign."""
    parts = _Cbor(signature).value()
    if not (isinstance(parts, list) and len(parts) == 4 and isinstance(parts[1], dict)):
        raise BoxesUnreadable("not a signature")
    containers = [parts[1][name] for name in ("sigTst2", "sigTst") if name in parts[1]]
    if len(containers) != 1 or not isinstance(containers[0], dict):
        return None
    tokens = containers[0].get("tstTokens")
    if not isinstance(tokens, list) or len(tokens) != 1 or not isinstance(tokens[0], dict):
        return None
    token = tokens[0].get("val")
    return token if isinstance(token, bytes) else None


class _Cbor:
    """Reads one CBOR value, without what no COSE signature holds (floats come out as None)."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._items = 0

    def value(self, depth: int = 0) -> Any:
        self._items += 1
        if depth > _DEEPEST or self._items > _MOST_ITEMS:
            raise BoxesUnreadable("too deep or too long")
        kind, argument = self._head()
        if kind in (0, 1):
            return argument if kind == 0 else -1 - argument
        if kind == 2:
            return self._take(argument)
        if kind == 3:
            return self._take(argument).decode()
        if kind == 4:
            return [self.value(depth + 1) for _number in range(self._count(argument))]
        if kind == 5:
            return dict(self._pair(depth) for _number in range(self._count(argument)))
        if kind == 6:
            return self.value(depth + 1)
        return {20: False, 21: True}.get(argument)

    def _pair(self, depth: int) -> tuple[Any, Any]:
        name = self.value(depth + 1)
        if not isinstance(name, (int, str, bytes)):
            raise BoxesUnreadable("a name of the wrong kind")
        return name, self.value(depth + 1)

    def _count(self, argument: int) -> int:
        if argument > _MOST_ITEMS:
            raise BoxesUnreadable("too long")
        return argument

    def _head(self) -> tuple[int, int]:
        """Return the major type and its argument; lengths that are not given are refused."""
        first = self._take(1)[0]
        kind, short = first >> 5, first & 0x1F
        if short < 24:
            return kind, short
        if short > 27:
            raise BoxesUnreadable("a length that is not given")
        return kind, int.from_bytes(self._take(1 << (short - 24)), "big")

    def _take(self, count: int) -> bytes:
        piece = self._data[self._at : self._at + count]
        if len(piece) != count:
            raise BoxesUnreadable("cut short")
        self._at += count
        return piece
