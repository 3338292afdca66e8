"""A loopback server that answers as one service does, from a file of requests and answers.

A request that the file does not have is answered with 599 and remembered, so that a test fails
which asks for something the service does not know.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

FILES = Path(__file__).parent.parent / "files" / "providers"


@dataclass(frozen=True)
class Reply:
    """What is sent: the body may be cut off, and the announced length stays."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    keeps_back: int = 0
    waits: bool = False


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


Fault = Callable[[Reply, "Fake"], Reply]


@dataclass
class Fake:
    """One service.

    Attributes:
        exchanges: of the file, those of the chosen case.
        faults: what goes wrong with the first answers, in order; then nothing does.
        asked: every request.
    """

    exchanges: Sequence[Mapping[str, Any]]
    faults: list[Fault] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        assert self.server is not None
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def start(self) -> None:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                fake.answer(self)

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self.over.set()
        assert self.server is not None
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        length = int(handler.headers.get("Content-Length", 0))
        asked = Asked(
            handler.command,
            parts.path,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            dict(handler.headers),
            handler.rfile.read(length),
        )
        self.asked.append(asked)
        reply = self._reply(asked)
        if self.faults:
            reply = self.faults.pop(0)(reply, self)
        if reply.waits:
            self.over.wait(10)
        # Only the status: a date of the server's own would stand beside the file's.
        handler.send_response_only(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value.replace("{base}", self.url))
        handler.send_header("Content-Length", str(len(reply.body)))
        handler.end_headers()
        handler.wfile.write(reply.body[: len(reply.body) - reply.keeps_back])

    def _reply(self, asked: Asked) -> Reply:
        for exchange in self.exchanges:
            request = exchange["request"]
            if (
                request["method"] == asked.method
                and request["path"] == asked.path
                and request.get("query", {}).items() <= asked.query.items()
                and not request.get("without", []) & asked.query.keys()
            ):
                return self._read(exchange["answer"])
        return Reply(599, {"Content-Type": "text/plain"}, b"nothing like it in the file")

    def _read(self, answer: Mapping[str, Any]) -> Reply:
        if "base64" in answer:
            body = base64.b64decode(answer["base64"])
        elif "json" in answer:
            body = json.dumps(answer["json"], ensure_ascii=False).encode()
        else:
            body = answer.get("text", "").replace("{base}", self.url).encode()
        return Reply(answer["status"], answer.get("headers", {}), body)


def fake_of(provider: str, case: str) -> Fake:
    """Return a service that answers as in one case of its file."""
    cases = json.loads((FILES / f"{provider}.json").read_text(encoding="utf-8"))["cases"]
    exchanges = [
        {**one, "request": {**one["request"], "without": set(one["request"].get("without", []))}}
        for one in cases[case]
    ]
    return Fake(exchanges)


# What can go wrong with an answer.


def limited(reply: Reply, _fake: Fake) -> Reply:
    return Reply(429, {"Content-Type": "text/html", "Retry-After": "7"}, b"Too many")


def limited_without_a_word(reply: Reply, _fake: Fake) -> Reply:
    return Reply(429, {"Content-Type": "text/html"}, b"Too many")


def blocked(reply: Reply, _fake: Fake) -> Reply:
    said = "AdministrativeAccessControlException: Blocked Site Error"
    headers = {"Content-Type": "text/html", "X-Archive-Wayback-Runtime-Error": said}
    return Reply(403, headers, b"Blocked")


def broken(reply: Reply, _fake: Fake) -> Reply:
    return Reply(500, {"Content-Type": "text/html"}, b"Oops")


def slow(reply: Reply, _fake: Fake) -> Reply:
    return Reply(reply.status, reply.headers, reply.body, waits=True)


def cut_off(reply: Reply, _fake: Fake) -> Reply:
    """Announce the whole, send half of it and hang up."""
    return Reply(reply.status, reply.headers, reply.body, keeps_back=len(reply.body) // 2 + 1)


def truncated(reply: Reply, _fake: Fake) -> Reply:
    """Send half of it as if it were the whole."""
    return Reply(reply.status, reply.headers, reply.body[: len(reply.body) // 2])


def other_type(reply: Reply, _fake: Fake) -> Reply:
    return Reply(200, {"Content-Type": "text/html"}, b"<title>Please sign in</title>")


def leads_inside(reply: Reply, _fake: Fake) -> Reply:
    return Reply(302, {"Location": "http://10.0.0.7/latest/meta-data/"}, b"")


def leads_to_a_neighbour(reply: Reply, fake: Fake) -> Reply:
    """Lead to this very machine, to another port than the service's."""
    assert fake.server is not None
    port = fake.server.server_address[1] + 1
    return Reply(302, {"Location": f"http://127.0.0.1:{port}/"}, b"")
