"""Loopback servers that misbehave, and the world in which a fetch meets them.

The address rule is never relaxed: names resolve to made-up public numbers, and the injected
connect function leads each of those numbers to a port of 127.0.0.1.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, create_server, socket
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from webfetch.client import Budget, Fetched, fetch

PUBLIC = "93.184.215.14"
# Everything a test waits for, in seconds; no rule depends on the numbers.
SHORT = Budget(connect_seconds=0.5, head_seconds=0.5, total_seconds=1.5)
LONG = Budget()

# What a server does with one connection, once the request is read. Ends when the event is set.
Behaviour = Callable[[socket, threading.Event], None]


def says(answer: bytes) -> Behaviour:
    """Send that and close."""

    def behave(connection: socket, over: threading.Event) -> None:
        connection.sendall(answer)

    return behave


def says_for_ever(head: bytes, again: bytes) -> Behaviour:
    """Send the head, and then the same again for as long as somebody takes it, at most 1 GB."""

    def behave(connection: socket, over: threading.Event) -> None:
        connection.sendall(head)
        for _ in range(10**9 // len(again)):
            if over.is_set():
                return
            connection.sendall(again)

    return behave


def drips(head: bytes, drop: bytes) -> Behaviour:
    """Send the head at once, and then a drop every twentieth of a second."""

    def behave(connection: socket, over: threading.Event) -> None:
        connection.sendall(head)
        while not over.wait(0.05):
            connection.sendall(drop)

    return behave


def is_silent(connection: socket, over: threading.Event) -> None:
    """Take the request and never answer."""
    over.wait(10)


def takes_its_time(answer: bytes, seconds: float) -> Behaviour:
    """Answer after a while."""

    def behave(connection: socket, over: threading.Event) -> None:
        time.sleep(seconds)
        connection.sendall(answer)

    return behave


def page(body: bytes = b"hello", *headers: bytes) -> bytes:
    """Return an answer with the length announced."""
    lines = [b"HTTP/1.1 200 OK", b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def redirect(place: bytes, status: bytes = b"302") -> bytes:
    """Return a redirect."""
    return b"HTTP/1.1 %s Elsewhere\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % (status, place)


class Claiming(socket):
    """A loopback connection whose other side has the made-up public number."""

    claimed = PUBLIC

    def getpeername(self) -> tuple[str, int]:
        return (self.claimed, 80)


class World:
    """The outside as a fetch sees it: every look-up, connection and request is on record.

    Attributes:
        dns: a name's answers, one after the other, the last again and again; other names have
            the public number.
        peer: what a connection says is at its other end, if not the number connected to.
        names, connected, requests: what was looked up, connected to, and asked.
        open_now, most_open: connections that the server has open, and the most there were, in
            all ("") and by host.
    """

    def __init__(self, *behaviours: Behaviour, tls: ssl.SSLContext | None = None) -> None:
        self.dns: dict[str, list[Sequence[str]]] = {}
        self.peer: str | None = None
        self.names: list[str] = []
        self.connected: list[str] = []
        self.requests: list[bytes] = []
        self.server_names: list[str | None] = []
        self.open_now: dict[str, int] = {}
        self.most_open: dict[str, int] = {}
        self._behaviours = behaviours
        self._tls = tls
        self._count = threading.Lock()
        self._over = threading.Event()
        self._listener = create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def resolve(self, host: str, port: int, seconds: float) -> Sequence[str]:
        self.names.append(host)
        answers = self.dns.get(host, [[PUBLIC]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def connect(self, address: str, port: int, seconds: float) -> socket:
        self.connected.append(address)
        connection = Claiming(AF_INET, SOCK_STREAM)
        connection.claimed = self.peer or address
        connection.connect(("127.0.0.1", self.port))
        return connection

    def fetch(
        self, url: str = "http://site.example/", budget: Budget = SHORT, **options: Any
    ) -> Fetched:
        return fetch(url, budget=budget, resolve=self.resolve, connect=self.connect, **options)

    def close(self) -> None:
        self._over.set()
        self._listener.close()

    def _listen(self) -> None:
        for number in range(1_000_000):
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            behaviour = self._behaviours[min(number, len(self._behaviours) - 1)]
            threading.Thread(target=self._serve, args=(connection, behaviour), daemon=True).start()

    def _serve(self, connection: socket, behaviour: Behaviour) -> None:
        try:
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                request = connection.recv(65_536)
                self.requests.append(request)
                with self._counted(_host_in(request)):
                    behaviour(connection, self._over)
        except OSError:
            # The fetcher hung up, as it should.
            connection.close()

    @contextmanager
    def _counted(self, host: str) -> Iterator[None]:
        with self._count:
            for key in ("", host):
                self.open_now[key] = self.open_now.get(key, 0) + 1
                self.most_open[key] = max(self.most_open.get(key, 0), self.open_now[key])
        try:
            yield
        finally:
            with self._count:
                for key in ("", host):
                    self.open_now[key] -= 1


def _host_in(request: bytes) -> str:
    return request.partition(b"\r\nHost: ")[2].partition(b"\r\n")[0].decode("ascii")


class Authority:
    """A certificate authority of one test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("test authority")
        self._certificate = self._signed(self._name, self._key, [], is_authority=True)
        self.path = folder / "authority.pem"
        self.path.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def trusted(self) -> ssl.SSLContext:
        """Return what a client needs that trusts this authority alone."""
        return ssl.create_default_context(cafile=str(self.path))

    def server(
        self, *names: str, days: int = 2, self_signed: bool = False
    ) -> tuple[ssl.SSLContext, list[str | None]]:
        """Return a server's side with a certificate for those names, and the names asked for."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(names[0])
        certificate = (
            _certificate(subject, subject, key, key, names, days, is_authority=False)
            if self_signed
            else self._signed(subject, key, names, days=days)
        )
        path = self._folder / "server.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        asked: list[str | None] = []
        context.sni_callback = lambda connection, name, context: asked.append(name)
        return context, asked

    def _signed(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        names: Sequence[str],
        *,
        days: int = 2,
        is_authority: bool = False,
    ) -> x509.Certificate:
        return _certificate(
            subject, self._name, key, self._key, names, days, is_authority=is_authority
        )


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signing: ec.EllipticCurvePrivateKey,
    names: Sequence[str],
    days: int,
    *,
    is_authority: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(
            x509.SubjectAlternativeName([_alternative(name) for name in names]), critical=False
        )
    return builder.sign(signing, hashes.SHA256())


def _alternative(name: str) -> x509.GeneralName:
    if name[0].isdigit():
        return x509.IPAddress(ip_address(name))
    return x509.DNSName(name)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
