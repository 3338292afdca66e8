"""Reads one HTTP/1.1 answer from a connection that may be hostile.

Knows framing, sizes and deadlines. It does not follow redirects, choose addresses or open
connections (``client.py`` does). ``http.client`` is not used because its time limit starts anew
with every byte, and because it keeps no copy of the head as it was sent.
"""

from __future__ import annotations

import re
import socket
import time
import zlib
from dataclasses import dataclass

from webfetch.refusals import Reason, Refused, Stage

__all__ = ["Budget", "Response", "Stream", "decoded_body", "read_response"]


@dataclass(frozen=True, slots=True)
class Budget:
    """What one fetch may cost, all redirects together unless said otherwise.

    Attributes:
        connect_seconds: for one connection, look-up of the name apart.
        first_byte_seconds: from the request to the first byte of an answer.
        total_seconds: for everything, by a monotonic clock.
        max_bytes: of one body as sent.
        max_inflated: of one body once inflated.
        max_ratio: inflated to sent, looked at from one megabyte on.
        max_headers: lines of one head.
        max_header_bytes: of one line.
        max_head_bytes: of one head.
        max_redirects: hops after the first.
    """

    connect_seconds: float = 5.0
    first_byte_seconds: float = 10.0
    total_seconds: float = 20.0
    max_bytes: int = 10_000_000
    max_inflated: int = 20_000_000
    max_ratio: int = 200
    max_headers: int = 100
    max_header_bytes: int = 16_384
    max_head_bytes: int = 65_536
    max_redirects: int = 5


@dataclass(frozen=True, slots=True)
class Response:
    """One answer: status, headers in order with their names as sent, and the body as sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    head: bytes
    body: bytes

    def header(self, name: str) -> str | None:
        """Return the only or first value of a header, whatever its case; ``None`` if absent."""
        return next(iter(self.all(name)), None)

    def all(self, name: str) -> list[str]:
        """Return every value of a header in order."""
        return [value for key, value in self.headers if key.lower() == name.lower()]


def _malformed(detail: str) -> Refused:
    return Refused(Stage.RESPONSE, Reason.MALFORMED_RESPONSE, detail)


def _too_large(detail: str) -> Refused:
    return Refused(Stage.RESPONSE, Reason.TOO_LARGE, detail)


class Stream:
    """A connection read under one deadline that no number of small answers can push back."""

    def __init__(self, connection: socket.socket, *, deadline: float, first_byte: float) -> None:
        """Take a connected socket and two instants of ``time.monotonic``."""
        self._connection = connection
        self._deadline = deadline
        self._first_byte = first_byte
        self._buffer = bytearray()
        self._ended = False

    def send(self, request: bytes) -> None:
        """Send the whole request. Raises ``Refused``: too_slow or no_connection."""
        self._connection.settimeout(self._left(self._deadline))
        try:
            self._connection.sendall(request)
        except TimeoutError as error:
            raise Refused(Stage.CONNECT, Reason.TOO_SLOW, "sending") from error
        except OSError as error:
            raise Refused(Stage.CONNECT, Reason.NO_CONNECTION, str(error)) from error

    def line(self, limit: int) -> bytes:
        """Return one line with its end.

        Raises:
            Refused: too_large beyond ``limit`` bytes, incomplete_response at the end.
        """
        while (at := self._buffer.find(b"\n")) == -1:
            if len(self._buffer) > limit:
                raise _too_large(f"a line over {limit} bytes")
            if not self._fill():
                raise Refused(Stage.RESPONSE, Reason.INCOMPLETE_RESPONSE, "ended within a line")
        if at >= limit:
            raise _too_large(f"a line over {limit} bytes")
        return self._take(at + 1)

    def exactly(self, count: int) -> bytes:
        """Return that many bytes and no more. Raises ``Refused``: incomplete_response."""
        while len(self._buffer) < count:
            if not self._fill():
                raise Refused(
                    Stage.RESPONSE,
                    Reason.INCOMPLETE_RESPONSE,
                    f"{len(self._buffer)} of {count} bytes",
                )
        return self._take(count)

    def rest(self, limit: int) -> bytes:
        """Return all there is until the connection closes. Raises ``Refused``: too_large."""
        while len(self._buffer) <= limit:
            if not self._fill():
                return self._take(len(self._buffer))
        raise _too_large(f"over {limit} bytes")

    def _take(self, count: int) -> bytes:
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken

    def _fill(self) -> bool:
        """Read once; answer whether anything came."""
        if self._ended:
            return False
        self._connection.settimeout(self._left(min(self._deadline, self._first_byte)))
        try:
            part = self._connection.recv(65_536)
        except TimeoutError as error:
            raise Refused(Stage.RESPONSE, Reason.TOO_SLOW, "waiting for an answer") from error
        except OSError as error:
            raise Refused(Stage.RESPONSE, Reason.INCOMPLETE_RESPONSE, str(error)) from error
        self._first_byte = self._deadline
        self._buffer += part
        self._ended = not part
        return bool(part)

    @staticmethod
    def _left(deadline: float) -> float:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Refused(Stage.RESPONSE, Reason.TOO_SLOW, "time is up")
        return left


_STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-5][0-9]{2})(?: [^\r\n]*)?\r?\n")
_FIELD_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
# Answers in between ("100 Continue") before the real one.
_MAX_INTERIM = 5


def read_response(stream: Stream, *, method: str, budget: Budget) -> Response:
    """Read one answer, its body still in the coding it was sent in.

    Raises:
        Refused: malformed_response, too_large, too_slow, incomplete_response.
    """
    for _ in range(_MAX_INTERIM + 1):
        status, headers, head = _read_head(stream, budget)
        if status >= 200:
            break
    else:
        raise _malformed("no final answer")
    answer = Response(status, headers, head, b"")
    if method == "HEAD" or status in (204, 304):
        return answer
    return Response(status, headers, head, _read_body(stream, answer, budget))


def _read_head(stream: Stream, budget: Budget) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    line = stream.line(budget.max_header_bytes)
    found = _STATUS_LINE.fullmatch(line)
    if found is None:
        raise _malformed("status line")
    head = bytearray(line)
    headers: list[tuple[str, str]] = []
    while (line := stream.line(budget.max_header_bytes)) not in (b"\r\n", b"\n"):
        head += line
        headers.append(_field(line))
        if len(headers) > budget.max_headers or len(head) > budget.max_head_bytes:
            raise _too_large("head")
    return int(found[1]), tuple(headers), bytes(head + line)


def _field(line: bytes) -> tuple[str, str]:
    name, colon, value = line.partition(b":")
    value = value.strip(b" \t\r\n")
    # A bare CR or a NUL within a value is how one header becomes two somewhere down the line.
    if not colon or not _FIELD_NAME.fullmatch(name) or b"\r" in value or b"\x00" in value:
        raise _malformed("header")
    return name.decode("ascii"), value.decode("latin-1")


def _read_body(stream: Stream, answer: Response, budget: Budget) -> bytes:
    codings = answer.all("transfer-encoding")
    lengths = set(answer.all("content-length"))
    if codings:
        if lengths or [coding.lower() for coding in codings] != ["chunked"]:
            raise _malformed("framing")
        return _read_chunks(stream, budget)
    if not lengths:
        return stream.rest(budget.max_bytes)
    length = lengths.pop()
    if lengths or not re.fullmatch(r"[0-9]{1,18}", length):
        raise _malformed("content-length")
    if int(length) > budget.max_bytes:
        raise _too_large(f"{length} bytes announced")
    return stream.exactly(int(length))


def _read_chunks(stream: Stream, budget: Budget) -> bytes:
    body = bytearray()
    while True:
        size_text = stream.line(1024).split(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", size_text):
            raise _malformed("chunk size")
        size = int(size_text, 16)
        if size == 0:
            break
        if len(body) + size > budget.max_bytes:
            raise _too_large(f"over {budget.max_bytes} bytes")
        body += stream.exactly(size)
        if stream.line(2) not in (b"\r\n", b"\n"):
            raise _malformed("chunk end")
    for _ in range(budget.max_headers):
        if stream.line(budget.max_header_bytes) in (b"\r\n", b"\n"):
            return bytes(body)
    raise _too_large("trailers")


# Below this no ratio is looked at: a short text of one letter is no bomb.
_RATIO_FROM = 1_000_000
_STEP = 65_536


def decoded_body(response: Response, budget: Budget) -> bytes:
    """Return the body without its content coding; only identity and gzip were offered.

    Raises:
        Refused: coding_not_offered; too_large beyond the cap or the ratio; malformed_response or
            incomplete_response for broken gzip data.
    """
    codings = [value.strip().lower() for value in response.all("content-encoding")]
    if not response.body or codings in ([], [""], ["identity"]):
        return response.body
    if codings not in (["gzip"], ["x-gzip"]):
        raise Refused(Stage.RESPONSE, Reason.CODING_NOT_OFFERED, ", ".join(codings))
    return _inflated(response.body, budget)


def _inflated(body: bytes, budget: Budget) -> bytes:
    out = bytearray()
    left = body
    # A gzip file may hold several members; what follows the last is padding and left alone.
    while left[:2] == b"\x1f\x8b":
        engine = zlib.decompressobj(16 + zlib.MAX_WBITS)
        while not engine.eof:
            try:
                part = engine.decompress(left, _STEP)
            except zlib.error as error:
                raise _malformed("gzip data") from error
            left = engine.unconsumed_tail
            if not part and not left and not engine.eof:
                raise Refused(Stage.RESPONSE, Reason.INCOMPLETE_RESPONSE, "gzip data")
            out += part
            if len(out) > budget.max_inflated:
                raise _too_large(f"over {budget.max_inflated} bytes inflated")
            if len(out) > _RATIO_FROM and len(out) > budget.max_ratio * len(body):
                raise _too_large(f"inflates more than {budget.max_ratio} times")
        left = engine.unused_data
    if not out and body[:2] != b"\x1f\x8b":
        raise _malformed("gzip data")
    return bytes(out)
