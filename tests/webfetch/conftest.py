"""A loopback server that answers with the bytes it is told, reached by a made-up public number.

The address rule is never relaxed for tests: the injected resolver names a public address, and the
injected connect function leads that number to 127.0.0.1.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.webfetch.servers import Authority, Behaviour, World

PUBLIC_ADDRESS = "93.184.215.14"


class ConnectionThatClaims(socket.socket):
    """A loopback connection whose peer gives the made-up public address."""

    claimed = PUBLIC_ADDRESS

    def getpeername(self) -> tuple[str, int]:
        return (self.claimed, 80)


class Outside:
    """The world as a fetch sees it: what was asked, what was connected to, what was sent."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.connected: list[str] = []
        self.requests: list[bytes] = []
        self.addresses: Sequence[str] = (PUBLIC_ADDRESS,)
        self._answers: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._released = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def answers(self, *answers: bytes) -> None:
        """Say what each connection in turn is answered; then it is closed."""
        self._answers = list(answers)

    def resolve(self, host: str, port: int, seconds: float) -> Sequence[str]:
        self.names.append(host)
        return self.addresses

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connected.append(address)
        connection = ConnectionThatClaims(socket.AF_INET, socket.SOCK_STREAM)
        connection.connect(self._listener.getsockname())
        return connection

    def close(self) -> None:
        self._released.set()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                self.requests.append(connection.recv(65_536))
                answer = self._answers.pop(0)
                if answer == b"SILENT":
                    self._released.wait(5)
                else:
                    try:
                        connection.sendall(answer)
                    except OSError:
                        continue


@pytest.fixture
def outside() -> Iterator[Outside]:
    world = Outside()
    yield world
    world.close()


@pytest.fixture
def no_connection() -> Callable[[str, int, float], socket.socket]:
    def refuse(address: str, port: int, seconds: float) -> socket.socket:
        raise AssertionError(f"a connection to {address}:{port} was opened")

    return refuse


@pytest.fixture
def world() -> Iterator[Callable[..., World]]:
    """Make a world whose server behaves so at its first connection, so at its second, …"""
    made: list[World] = []

    def make(*behaviours: Behaviour, tls: ssl.SSLContext | None = None) -> World:
        made.append(World(*behaviours, tls=tls))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)
