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
        wait_seconds: for a turn, where a limiter is given; beside ``total_seconds``.
        connect_seconds: for one connection, look-up of the name apart.
        head_seconds: from the request to the last byte of the answer's head, and for a TLS
            handshake; one byte a second does not push it back.
        total_seconds: for everything but waiting for a turn, by a monotonic clock.
        max_bytes: of all bodies as received, framing and coding included.
        max_inflated: of one body once inflated.
        max_ratio: inflated to sent, looked at from one megabyte on.
        max_headers: lines of one head.
        max_header_bytes: of one line.
        max_head_bytes: of one head, and of the trailers after a chunked body.
        max_redirects: hops after the first.
    """

    wait_seconds: float = 8.0
    connect_seconds: float = 5.0
    head_seconds: float = 10.0
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
    """One answer.

    Attributes:
        status: 200 to 599.
        headers: in order, names as sent, values as latin-1 without the blanks around them.
        head: the status line and headers as received; answers in between (100 to 199) are not
            in it.
        body: with its content coding and without chunk framing.
        raw_body: the body as received, with chunk framing and trailers where there were any.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    head: bytes
    body: bytes
    raw_body: bytes

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

    def __init__(self, connection: socket.socket, *, deadline: float, head_by: float) -> None:
        """Take a connected socket and two instants of ``time.monotonic``."""
        self._connection = connection
        self._deadline = deadline
        self._read_by = min(deadline, head_by)
        self._buffer = bytearray()
        self._ended = False

    def head_is_read(self) -> None:
        """From here on only the deadline counts."""
        self._read_by = self._deadline

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
        # One copy and not two: a body may be as large as the budget.
        with memoryview(self._buffer) as everything:
            taken = bytes(everything[:count])
        del self._buffer[:count]
        return taken

    def _fill(self) -> bool:
        """Read once; answer whether anything came."""
        if self._ended:
            return False
        self._connection.settimeout(self._left(self._read_by))
        try:
            part = self._connection.recv(65_536)
        except TimeoutError as error:
            raise Refused(Stage.RESPONSE, Reason.TOO_SLOW, "waiting for an answer") from error
        except OSError as error:
            raise Refused(Stage.RESPONSE, Reason.INCOMPLETE_RESPONSE, str(error)) from error
        self._buffer += part
        self._ended = not part
        return bool(part)

    @staticmethod
    def _left(deadline: float) -> float:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Refused(Stage.RESPONSE, Reason.TOO_SLOW, "time is up")
        return left


_STATUS_LINE = re.compile(rb"HTTP/(1\.[01]) ([1-5][0-9]{2})(?: [^\x00-\x08\x0a-\x1f\x7f]*)?(\r?\n)")
_FIELD_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
# A chunk's size with what may be written behind it, in bytes; nobody needs more than a few.
_MAX_CHUNK_LINE = 1024
# Answers in between ("100 Continue") before the real one.
_MAX_INTERIM = 5


def read_response(stream: Stream, *, method: str, budget: Budget) -> Response:
    """Read one answer to the end of its body.

    Args:
        method: of the request: an answer to HEAD has no body, whatever its headers say.
        budget: ``max_bytes`` is for this body alone.

    Raises:
        Refused: malformed_response, too_large, too_slow, incomplete_response. Nothing that two
            parsers could frame differently is repaired, though no connection is used twice.
    """
    for _ in range(_MAX_INTERIM + 1):
        version, status, headers, head = _read_head(stream, budget)
        if status >= 200:
            break
        # We never ask to change the protocol.
        if status == 101:
            raise _malformed("status 101")
    else:
        raise _malformed("no final answer")
    stream.head_is_read()
    answer = Response(status, headers, head, b"", b"")
    if method == "HEAD" or status in (204, 304):
        return answer
    body, raw_body = _read_body(stream, answer, version, budget)
    return Response(status, headers, head, body, raw_body)


def _read_head(
    stream: Stream, budget: Budget
) -> tuple[bytes, int, tuple[tuple[str, str], ...], bytes]:
    line = stream.line(budget.max_header_bytes)
    found = _STATUS_LINE.fullmatch(line)
    if found is None:
        raise _malformed("status line")
    lines, headers = _read_fields(stream, budget, line_end=found[3])
    return found[1], int(found[2]), headers, line + lines


def _read_fields(
    stream: Stream, budget: Budget, *, line_end: bytes
) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """Return the lines up to and with the empty one, and what they say."""
    lines = bytearray()
    headers: list[tuple[str, str]] = []
    while (line := stream.line(budget.max_header_bytes)) != line_end:
        lines += line
        # Mixed line ends are how one header becomes two for one reader and not for another: what
        # is left of another end than the first line's is a control character, and refused.
        headers.append(_field(line.removesuffix(line_end)))
        if len(headers) > budget.max_headers or len(lines) > budget.max_head_bytes:
            raise _too_large("head")
    return bytes(lines + line), tuple(headers)


def _field(line: bytes) -> tuple[str, str]:
    name, colon, value = line.partition(b":")
    value = value.strip(b" \t")
    if not colon or not _FIELD_NAME.fullmatch(name) or _CONTROL.search(value):
        raise _malformed("header")
    return name.decode("ascii"), value.decode("latin-1")


def _read_body(
    stream: Stream, answer: Response, version: bytes, budget: Budget
) -> tuple[bytes, bytes]:
    """Return the body without and with its framing."""
    codings = answer.all("transfer-encoding")
    lengths = answer.all("content-length")
    if codings:
        # HTTP/1.0 knows no chunks: what claims both was put together by hand.
        chunked = [coding.lower() for coding in codings] == ["chunked"]
        if lengths or not chunked or version == b"1.0":
            raise _malformed("framing")
        return _read_chunks(stream, budget)
    if not lengths:
        body = stream.rest(budget.max_bytes)
        return body, body
    # Said twice is refused even where both agree; a later reader may believe either.
    if len(lengths) > 1 or not re.fullmatch(r"[0-9]{1,18}", lengths[0]):
        raise _malformed("content-length")
    if int(lengths[0]) > budget.max_bytes:
        raise _too_large(f"{lengths[0]} bytes announced")
    body = stream.exactly(int(lengths[0]))
    return body, body


def _read_chunks(stream: Stream, budget: Budget) -> tuple[bytes, bytes]:
    body, raw = bytearray(), bytearray()
    while True:
        line = stream.line(_MAX_CHUNK_LINE)
        raw += line
        size_text = line.partition(b";")[0].strip(b" \t\r\n")
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", size_text):
            raise _malformed("chunk size")
        size = int(size_text, 16)
        # Framing counts: chunks of one byte with a long line each are a large answer too.
        if len(raw) + size > budget.max_bytes:
            raise _too_large(f"over {budget.max_bytes} bytes")
        if size == 0:
            break
        part = stream.exactly(size)
        end = stream.line(2)
        if end not in (b"\r\n", b"\n"):
            raise _malformed("chunk end")
        body += part
        raw += part + end
    # What trailers say is believed by nobody; they are only read to the end.
    line_end = b"\r\n" if line.endswith(b"\r\n") else b"\n"
    trailers, _ = _read_fields(stream, budget, line_end=line_end)
    raw += trailers
    return bytes(body), bytes(raw)


# Below this no ratio is looked at: a short text of one letter is no bomb.
_RATIO_FROM = 1_000_000
_STEP = 65_536
_GZIP_MAGIC = b"\x1f\x8b"
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
# Members of one gzip body. Servers send one; a body of nothing but empty ones costs much time
# and inflates to nothing.
_MAX_MEMBERS = 64


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
    if body[:2] != _GZIP_MAGIC:
        raise _malformed("gzip data")
    out = bytearray()
    at = members = 0
    # A gzip file may hold several members; what follows the last is padding and left alone, as
    # browsers do.
    while body[at : at + 2] == _GZIP_MAGIC:
        members += 1
        if members > _MAX_MEMBERS:
            raise _too_large(f"over {_MAX_MEMBERS} gzip members")
        at = _inflate_member(body, at, out, budget)
    return bytes(out)


def _inflate_member(body: bytes, at: int, out: bytearray, budget: Budget) -> int:
    """Append what the member that begins there holds; return where it ends."""
    engine = zlib.decompressobj(_GZIP_WINDOW)
    left = b""
    while not engine.eof:
        if not left:
            # Fed in windows: zlib hands back what it has not used, and handing back a whole
            # body again and again would cost the square of its length.
            left = body[at : at + _STEP]
            at += len(left)
        try:
            part = engine.decompress(left, _STEP)
        except zlib.error as error:
            raise _malformed("gzip data") from error
        left = engine.unconsumed_tail
        if not part and not left and at == len(body) and not engine.eof:
            raise Refused(Stage.RESPONSE, Reason.INCOMPLETE_RESPONSE, "gzip data")
        out += part
        if len(out) > budget.max_inflated:
            raise _too_large(f"over {budget.max_inflated} bytes inflated")
        if len(out) > _RATIO_FROM and len(out) > budget.max_ratio * len(body):
            raise _too_large(f"inflates more than {budget.max_ratio} times")
    return at - len(engine.unused_data)
