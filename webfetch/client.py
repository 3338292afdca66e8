"""Fetches one web address, or says why not.

The whole rule in order: read the address strictly, ask for its name once, judge every answer,
connect to the number, verify the peer and the certificate, read within one budget, and begin again
at the first step for each redirect. It keeps no cookies, obeys no proxy settings, sends no referrer
and follows nothing that a page's text asks for.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urljoin

from webfetch.addresses import Address, check_address, networks_of
from webfetch.http1 import Budget, Response, Stream, decoded_body, read_response
from webfetch.refusals import Reason, Refused, Stage
from webfetch.urls import Target, parse_url

__all__ = [
    "Budget",
    "Connect",
    "Fetched",
    "Hop",
    "Limiter",
    "Resolve",
    "fetch",
    "open_connection",
    "resolve_name",
]

# A name, a port and seconds in; addresses as text out. Raises OSError when there are none.
Resolve = Callable[[str, int, float], Sequence[str]]
# An address, a port and seconds in; a connected socket out. Raises OSError.
Connect = Callable[[str, int, float], socket.socket]

# Says nothing of who is looking: a newsroom may not want to be seen. Operators set their own.
_USER_AGENT = "Mozilla/5.0 (compatible)"
_MAX_ADDRESSES_TRIED = 2
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# What a caller may add for any address. Everything else, above all Authorization, goes only to
# endpoints that the operator has listed.
_HARMLESS_HEADERS = frozenset({"accept", "accept-language", "if-modified-since", "if-none-match"})
# Framing is ours.
_OWN_HEADERS = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "user-agent"}
)


class Limiter(Protocol):
    """Keeps the number of connections to one host, and in all, within bounds."""

    def slot(self, host: str, seconds: float) -> AbstractContextManager[None]:
        """Return what holds a slot for the host while entered.

        Entering may wait, for at most that many seconds, and then raises ``Refused`` with the
        reason ``busy``.
        """
        ...


@dataclass(frozen=True, slots=True)
class Hop:
    """One request and its answer on the way, byte for byte.

    Attributes:
        url: without fragment.
        address: the number that was connected to.
        status: of the answer.
        request_head: as sent, with the empty line.
        response_head: as received, with the empty line. Answers in between ("100 Continue") are
            not kept.
        request_body: as sent, mostly empty.
        response_body: as received: still coded, and with chunk framing where there was any.
            Bytes beyond the end that the head announced were not read.
    """

    url: str
    address: str
    status: int
    request_head: bytes
    response_head: bytes
    request_body: bytes = b""
    response_body: bytes = b""

    @property
    def request(self) -> bytes:
        """The whole request as it went over the wire (in TLS, before encryption)."""
        return self.request_head + self.request_body

    @property
    def response(self) -> bytes:
        """The whole answer as it came over the wire."""
        return self.response_head + self.response_body


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back. Any status from 200 to 599 may; the caller judges.

    Attributes:
        url: as asked for.
        final_url: after redirects, without fragment.
        status: of the last answer.
        headers: of the last answer in order, names as sent, values as latin-1.
        body: of the last answer, content coding removed.
        hops: every request in order; the last is the one answered with ``body``.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    hops: tuple[Hop, ...]

    def header(self, name: str) -> str | None:
        """Return the first value of a header, whatever its case; ``None`` if absent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def media_type(self) -> str:
        """The declared type without parameters, lower-case, ``""`` if none; bytes decide."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()


def resolve_name(host: str, port: int, seconds: float) -> Sequence[str]:
    """Ask the system for a name's addresses, for at most that many seconds.

    Raises:
        TimeoutError: when there is no answer in time. ``getaddrinfo`` cannot be stopped; the
            thread that waits for it ends by itself and blocks nothing.
        OSError: when the name does not exist.
    """
    answers: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            answers.put(error)
        else:
            answers.put([str(entry[4][0]) for entry in found])

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty as error:
        raise TimeoutError(f"no answer for {host} in {seconds:.0f} s") from error
    if isinstance(answer, OSError):
        raise answer
    return answer


def open_connection(address: str, port: int, seconds: float) -> socket.socket:
    """Open a TCP connection to a number. Raises ``OSError``."""
    return socket.create_connection((address, port), timeout=seconds)


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    user_agent: str = _USER_AGENT,
    budget: Budget | None = None,
    limiter: Limiter | None = None,
    allow: frozenset[str] = frozenset(),
    refuse: frozenset[str] = frozenset(),
    tls: ssl.SSLContext | None = None,
    resolve: Resolve = resolve_name,
    connect: Connect = open_connection,
) -> Fetched:
    """Fetch a web address.

    Blocks for at most ``budget.total_seconds``, 20 by default, and with a limiter for at most
    ``budget.wait_seconds`` more.

    Args:
        url: absolute; read by ``parse_url``.
        method: anything but GET and HEAD is for endpoints in ``allow``, and follows no redirect.
        headers: to add; beyond a few harmless ones only for endpoints in ``allow``, and never
            sent on to another origin.
        body: for endpoints in ``allow``.
        user_agent: printable ASCII; the operator's setting.
        budget: what it may cost.
        limiter: holds a slot per host while a hop is under way.
        allow: ``host:port`` of services the operator has set up, which may be inside.
        refuse: own host names, addresses and ranges.
        tls: replaces the system's certificate authorities; names are verified in any case.
        resolve, connect: the outside world, replaced in tests.

    Raises:
        Refused: with stage and reason.
        ValueError: where the caller, not the address, is at fault: a header or method that may
            not be sent to this endpoint.
    """
    budget = budget or Budget()
    clock = _Clock(budget)
    target = parse_url(url, allow=allow, refuse=refuse)
    # Only where the caller itself went may lie inside: no page may redirect to such a service.
    allow &= {target.endpoint}
    asked = _Request(method, dict(headers or {}), body, user_agent)
    asked.check(trusted=bool(allow))
    hops: list[Hop] = []
    origin = target.origin
    while True:
        with clock.turn(limiter, target.host):
            addresses = _addresses(target, allow, refuse, clock.deadline, resolve)
            request = asked.head_for(target, same_origin=target.origin == origin)
            # The bodies of redirects count too: each may be as large as a page.
            read = sum(len(hop.response_body) for hop in hops)
            left = replace(budget, max_bytes=budget.max_bytes - read)
            address, response = _exchange(
                target, addresses, request, asked, left, clock.deadline, tls, connect
            )
        hops.append(
            Hop(
                url=target.url,
                address=str(address),
                status=response.status,
                request_head=request,
                response_head=response.head,
                request_body=asked.body or b"",
                response_body=response.raw_body,
            )
        )
        following = _redirect(response, target, asked, allow, refuse)
        if following is None:
            content = decoded_body(response, budget)
            return Fetched(url, target.url, response.status, response.headers, content, tuple(hops))
        if len(hops) > budget.max_redirects:
            raise Refused(Stage.REDIRECT, Reason.TOO_MANY_REDIRECTS, f"over {budget.max_redirects}")
        target = following


class _Clock:
    """One deadline for all hops; only waiting for a turn pushes it back, and that is limited."""

    def __init__(self, budget: Budget) -> None:
        self._wait = budget.wait_seconds
        self.deadline = time.monotonic() + budget.total_seconds

    @contextmanager
    def turn(self, limiter: Limiter | None, host: str) -> Iterator[None]:
        if limiter is None:
            yield
            return
        began = time.monotonic()
        with limiter.slot(host, self._wait):
            waited = time.monotonic() - began
            self._wait = max(self._wait - waited, 0.0)
            self.deadline += waited
            yield


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    headers: dict[str, str]
    body: bytes | None
    user_agent: str

    def check(self, *, trusted: bool) -> None:
        """Raise ``ValueError`` if the caller asks for what may not be sent there."""
        names = {name.lower() for name in self.headers}
        texts = [self.user_agent, self.method, *self.headers, *self.headers.values()]
        if not all(text.isascii() and text.isprintable() for text in texts):
            raise ValueError("Request headers are printable ASCII.")
        if names & _OWN_HEADERS:
            raise ValueError(f"These headers are set here: {sorted(names & _OWN_HEADERS)}.")
        if trusted:
            return
        if self.method not in ("GET", "HEAD") or self.body is not None:
            raise ValueError("Only an endpoint in the allow-list is sent a body.")
        if names - _HARMLESS_HEADERS:
            raise ValueError(
                "Only an endpoint in the allow-list is sent these headers: "
                f"{sorted(names - _HARMLESS_HEADERS)}."
            )

    def head_for(self, target: Target, *, same_origin: bool) -> bytes:
        """Return the request's head as sent."""
        lines = [
            f"{self.method} {target.path} HTTP/1.1",
            f"Host: {target.authority}",
            f"User-Agent: {self.user_agent}",
            "Accept-Encoding: gzip",
            "Connection: close",
        ]
        if not any(name.lower() == "accept" for name in self.headers):
            lines.append("Accept: */*")
        lines += [
            f"{name}: {value}"
            for name, value in self.headers.items()
            if same_origin or name.lower() in _HARMLESS_HEADERS
        ]
        if self.body is not None:
            lines.append(f"Content-Length: {len(self.body)}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def _addresses(
    target: Target,
    allow: frozenset[str],
    refuse: frozenset[str],
    deadline: float,
    resolve: Resolve,
) -> list[Address]:
    """Return the addresses to try, every one of them judged; one bad answer spoils the set."""
    if target.address is not None:
        answers: Sequence[str] = [str(target.address)]
    else:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Refused(Stage.RESOLVE, Reason.TOO_SLOW, "time is up")
        try:
            answers = resolve(target.host, target.port, left)
        except TimeoutError as error:
            raise Refused(Stage.RESOLVE, Reason.TOO_SLOW, str(error)) from error
        except (OSError, UnicodeError) as error:
            raise Refused(Stage.RESOLVE, Reason.NOT_RESOLVED, target.host) from error
    if not answers:
        raise Refused(Stage.RESOLVE, Reason.NOT_RESOLVED, target.host)
    if target.endpoint in allow:
        numbers = [ip_address(answer) for answer in answers]
    else:
        networks = networks_of(refuse)
        numbers = [check_address(answer, refuse=networks) for answer in answers]
    return list(dict.fromkeys(numbers))


def _exchange(
    target: Target,
    addresses: Sequence[Address],
    request: bytes,
    asked: _Request,
    budget: Budget,
    deadline: float,
    tls: ssl.SSLContext | None,
    connect: Connect,
) -> tuple[Address, Response]:
    address, plain = _connected(target, addresses, budget, deadline, connect)
    handshake_by = min(deadline, time.monotonic() + budget.head_seconds)
    with plain, _secured(plain, target, handshake_by, tls) as connection:
        head_by = time.monotonic() + budget.head_seconds
        stream = Stream(connection, deadline=deadline, head_by=head_by)
        stream.send(request + (asked.body or b""))
        return address, read_response(stream, method=asked.method, budget=budget)


def _connected(
    target: Target,
    addresses: Sequence[Address],
    budget: Budget,
    deadline: float,
    connect: Connect,
) -> tuple[Address, socket.socket]:
    failure: OSError | None = None
    for address in addresses[:_MAX_ADDRESSES_TRIED]:
        seconds = min(budget.connect_seconds, deadline - time.monotonic())
        if seconds <= 0:
            raise Refused(Stage.CONNECT, Reason.TOO_SLOW, "time is up")
        try:
            connection = connect(str(address), target.port, seconds)
        except OSError as error:
            failure = error
            continue
        try:
            peer = str(connection.getpeername()[0])
        except OSError as error:
            # Closed again by the other side before we could ask.
            connection.close()
            failure = error
            continue
        # The last line of defence: whatever was routed or patched, we talk to what was judged.
        if ip_address(peer) != address:
            connection.close()
            raise Refused(Stage.CONNECT, Reason.PEER_DIFFERS, f"{peer} for {address}")
        return address, connection
    reason = Reason.TOO_SLOW if isinstance(failure, TimeoutError) else Reason.NO_CONNECTION
    raise Refused(Stage.CONNECT, reason, str(failure)) from failure


def _secured(
    connection: socket.socket, target: Target, handshake_by: float, tls: ssl.SSLContext | None
) -> socket.socket:
    """Return the connection, for https wrapped with the name verified."""
    if target.scheme == "http":
        return connection
    context = tls or ssl.create_default_context()
    connection.settimeout(max(handshake_by - time.monotonic(), 0.001))
    try:
        return context.wrap_socket(connection, server_hostname=target.host)
    # Python keeps the time limit for the whole handshake, not for each byte of it.
    except ssl.SSLCertVerificationError as error:
        raise Refused(Stage.TLS, Reason.CERTIFICATE_INVALID, error.verify_message) from error
    except TimeoutError as error:
        raise Refused(Stage.TLS, Reason.TOO_SLOW, "handshake") from error
    except OSError as error:
        raise Refused(Stage.TLS, Reason.NO_CONNECTION, str(error)) from error


def _redirect(
    response: Response,
    target: Target,
    asked: _Request,
    allow: frozenset[str],
    refuse: frozenset[str],
) -> Target | None:
    """Return where the answer points, read as strictly as the first address; ``None`` if nowhere.

    Raises:
        Refused: redirect_malformed, or any reason of ``parse_url``.
    """
    places = response.all("location")
    if response.status not in _REDIRECTS or not places:
        return None
    if len(places) > 1 or asked.method not in ("GET", "HEAD"):
        raise Refused(Stage.REDIRECT, Reason.REDIRECT_MALFORMED, "ambiguous redirect")
    place = _as_text(places[0])
    # Joining comes only after the strict reading of what is joined: urljoin drops line breaks.
    if any(character <= " " or character == "\\" for character in place):
        raise Refused(Stage.REDIRECT, Reason.REDIRECT_MALFORMED, place)
    is_relative = not place.startswith("//") and not _has_scheme(place)
    if place.startswith("//"):
        place = f"{target.scheme}:{place}"
    elif is_relative:
        place = urljoin(target.url, place)
    following = parse_url(place, allow=allow, refuse=refuse)
    if is_relative and following.origin != target.origin:
        raise Refused(Stage.REDIRECT, Reason.REDIRECT_MALFORMED, place)
    return following


def _has_scheme(place: str) -> bool:
    scheme, colon, _ = place.partition(":")
    return bool(colon) and scheme.replace("+", "").replace("-", "").replace(".", "").isalnum()


def _as_text(value: str) -> str:
    """Return a header's value as UTF-8 if it is that; servers send Arabic paths raw."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return value
