"""A whole fetch against a loopback server that answers as it is told."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from tests.webfetch.conftest import PUBLIC_ADDRESS, ConnectionThatClaims, Outside
from webfetch import Reason, Refused, Stage
from webfetch.client import Budget, Fetched, fetch

PAGE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 5\r\n\r\nhello"
)
SHORT = Budget(connect_seconds=1, head_seconds=0.3, total_seconds=2)

Connect = Callable[[str, int, float], socket.socket]


def get(outside: Outside, url: str = "http://news.example/", budget: Budget = SHORT) -> Fetched:
    return fetch(url, budget=budget, resolve=outside.resolve, connect=outside.connect)


def refusal_of(outside: Outside, answer: bytes, budget: Budget = SHORT) -> Reason:
    outside.answers(answer)
    with pytest.raises(Refused) as refusal:
        get(outside, budget=budget)
    return refusal.value.reason


def redirect_to(place: bytes) -> bytes:
    return b"HTTP/1.1 302 Found\r\nLocation: " + place + b"\r\nContent-Length: 0\r\n\r\n"


def test_a_page_comes_back_with_its_heads_as_sent(outside: Outside) -> None:
    outside.answers(PAGE)

    fetched = get(outside, "http://news.example:8080/a?b")

    assert (fetched.status, fetched.body, fetched.media_type) == (200, b"hello", "text/html")
    assert fetched.hops[0].request_head == outside.requests[0]
    assert fetched.hops[0].response_head == PAGE.removesuffix(b"hello")
    assert outside.requests[0].startswith(b"GET /a?b HTTP/1.1\r\nHost: news.example:8080\r\n")


def test_the_connection_goes_to_the_number_that_was_judged(outside: Outside) -> None:
    outside.answers(PAGE)

    get(outside)

    assert (outside.names, outside.connected) == (["news.example"], [PUBLIC_ADDRESS])


def test_nothing_of_ours_is_sent(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9/")
    outside.answers(
        b"HTTP/1.1 302 Found\r\nLocation: /next\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n",
        PAGE,
    )

    get(outside)

    sent = b"".join(outside.requests).lower()
    assert [b"cookie" in sent, b"referer" in sent, b"authorization" in sent] == [False] * 3
    assert outside.connected == [PUBLIC_ADDRESS, PUBLIC_ADDRESS]


@pytest.mark.parametrize(
    "answers",
    [["10.0.0.1"], [PUBLIC_ADDRESS, "127.0.0.1"], ["::ffff:10.0.0.1"], ["::1", PUBLIC_ADDRESS]],
)
def test_one_inner_address_among_the_answers_refuses_the_name(
    answers: Sequence[str], no_connection: Connect
) -> None:
    with pytest.raises(Refused) as refusal:
        fetch(
            "http://rebind.example/",
            resolve=lambda host, port, seconds: answers,
            connect=no_connection,
        )

    assert refusal.value.reason is Reason.ADDRESS_NOT_PUBLIC


def test_an_inner_number_is_refused_without_a_look_up(no_connection: Connect) -> None:
    def no_look_up(host: str, port: int, seconds: float) -> Sequence[str]:
        raise AssertionError("a name was looked up")

    with pytest.raises(Refused) as refusal:
        fetch("http://192.168.0.1/", resolve=no_look_up, connect=no_connection)

    assert refusal.value.reason is Reason.ADDRESS_NOT_PUBLIC


def test_a_name_without_addresses_is_not_resolved(no_connection: Connect) -> None:
    with pytest.raises(Refused) as refusal:
        fetch("http://gone.example/", resolve=lambda *_: [], connect=no_connection)

    assert (refusal.value.stage, refusal.value.may_pass) == (Stage.RESOLVE, True)


def test_a_peer_other_than_the_judged_address_is_refused(outside: Outside) -> None:
    outside.answers(PAGE)
    outside.addresses = ["93.184.215.99"]

    with pytest.raises(Refused) as refusal:
        get(outside)

    assert refusal.value.reason is Reason.PEER_DIFFERS


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        (b"http://127.0.0.1/", Reason.ADDRESS_NOT_PUBLIC),
        (b"http://[::ffff:127.0.0.1]/", Reason.ADDRESS_NOT_PUBLIC),
        (b"//10.0.0.1/", Reason.ADDRESS_NOT_PUBLIC),
        (b"http://metadata.google.internal/", Reason.HOST_NOT_PUBLIC),
        (b"file:///etc/hosts", Reason.SCHEME_NOT_ALLOWED),
        (b"data:text/html,x", Reason.SCHEME_NOT_ALLOWED),
        (b"http://a:b@news.example/", Reason.CREDENTIALS_IN_URL),
        (b"http://news.example:22/", Reason.PORT_NOT_ALLOWED),
        (b"http:\\\\127.0.0.1\\", Reason.REDIRECT_MALFORMED),
        (b"/a\tb", Reason.REDIRECT_MALFORMED),
        (b"/a\r\nLocation: /b", Reason.REDIRECT_MALFORMED),
    ],
)
def test_every_redirect_is_judged_as_strictly_as_the_first_address(
    outside: Outside, place: bytes, reason: Reason
) -> None:
    assert refusal_of(outside, redirect_to(place)) is reason
    assert len(outside.connected) == 1


@pytest.mark.parametrize(
    ("place", "path"),
    [
        (b"/next", b"/next"),
        (b"next?x=1", b"/section/next?x=1"),
        ("/صورة".encode(), b"/%D8%B5%D9%88%D8%B1%D8%A9"),
        ("/très".encode(), b"/tr%C3%A8s"),
        ("/चित्र".encode(), b"/%E0%A4%9A%E0%A4%BF%E0%A4%A4%E0%A5%8D%E0%A4%B0"),
    ],
)
def test_a_relative_redirect_is_followed_and_the_name_asked_for_again(
    outside: Outside, place: bytes, path: bytes
) -> None:
    outside.answers(redirect_to(place), PAGE)

    fetched = get(outside, "http://news.example/section/page")

    assert outside.requests[1].startswith(b"GET " + path + b" HTTP/1.1\r\n")
    assert outside.names == ["news.example", "news.example"]
    assert [hop.status for hop in fetched.hops] == [302, 200]


def test_five_redirects_are_followed(outside: Outside) -> None:
    outside.answers(*[redirect_to(b"/again")] * 5, PAGE)

    assert get(outside).status == 200


def test_the_sixth_redirect_is_refused(outside: Outside) -> None:
    outside.answers(*[redirect_to(b"/again")] * 6)

    with pytest.raises(Refused) as refusal:
        get(outside)

    assert refusal.value.reason is Reason.TOO_MANY_REDIRECTS


def test_a_redirect_without_a_place_is_an_answer(outside: Outside) -> None:
    outside.answers(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")

    assert get(outside).status == 302


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"<html>no status line</html>\r\n\r\n", id="no status line"),
        pytest.param(b"HTTP/1.1 999999 X\r\n\r\n", id="status of six digits"),
        pytest.param(b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", id="header without colon"),
        pytest.param(b"HTTP/1.1 200 OK\r\nA: 1\r\n folded\r\n\r\n", id="folded header"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nx", id="negative length"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy", id="two lengths"
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            id="length and chunks",
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n",
            id="absurd chunk",
        ),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" * 50, id="endless continue"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot gzip at all", id="false gzip"
        ),
    ],
)
def test_a_malformed_answer_is_refused(outside: Outside, answer: bytes) -> None:
    assert refusal_of(outside, answer) is Reason.MALFORMED_RESPONSE


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n", id="announced"),
        pytest.param(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 60_000, id="not announced"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + (b"4000\r\n" + b"x" * 0x4000 + b"\r\n") * 4,
            id="in chunks",
        ),
        pytest.param(b"HTTP/1.1 200 OK\r\nA: " + b"x" * 20_000 + b"\r\n\r\n", id="long header"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"A: 1\r\n" * 101 + b"\r\n", id="many headers"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"x" * 900_000),
            id="gzip over the cap",
        ),
    ],
)
def test_an_answer_over_the_budget_is_refused(outside: Outside, answer: bytes) -> None:
    budget = Budget(total_seconds=5, max_bytes=50_000, max_inflated=800_000)

    assert refusal_of(outside, answer, budget) is Reason.TOO_LARGE


def test_a_gzip_bomb_is_refused_by_its_ratio(outside: Outside) -> None:
    bomb = gzip.compress(b"\0" * 5_000_000)

    reason = refusal_of(outside, b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + bomb)

    assert reason is Reason.TOO_LARGE


def test_gzip_is_inflated(outside: Outside) -> None:
    text = "نص الخبر, café, समाचार".encode()
    outside.answers(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
        + gzip.compress(text[:10])
        + gzip.compress(text[10:])
    )

    assert get(outside).body == text


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort", id="short body"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Le", id="ends in the head"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", id="ends in a chunk"
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"hello")[:-9],
            id="ends in the gzip data",
        ),
    ],
)
def test_an_incomplete_answer_is_never_taken_for_a_whole_one(
    outside: Outside, answer: bytes
) -> None:
    assert refusal_of(outside, answer) is Reason.INCOMPLETE_RESPONSE


def test_chunks_are_joined(outside: Outside) -> None:
    outside.answers(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nA: b\r\n\r\n"
    )

    assert get(outside).body == b"hello"


def test_never_more_than_the_announced_bytes_are_read(outside: Outside) -> None:
    outside.answers(PAGE + b"and much more")

    assert get(outside).body == b"hello"


@pytest.mark.parametrize("coding", [b"br", b"zstd", b"deflate", b"gzip, gzip"])
def test_a_coding_that_was_not_offered_is_refused(outside: Outside, coding: bytes) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: " + coding + b"\r\n\r\nxxxx"

    assert refusal_of(outside, answer) is Reason.CODING_NOT_OFFERED


@pytest.mark.slow
def test_a_silent_server_is_left_after_the_time_for_a_first_byte(outside: Outside) -> None:
    assert refusal_of(outside, b"SILENT") is Reason.TOO_SLOW


def test_a_closed_port_is_no_connection(outside: Outside) -> None:
    def closed(address: str, port: int, seconds: float) -> socket.socket:
        raise ConnectionRefusedError("closed")

    with pytest.raises(Refused) as refusal:
        fetch("http://news.example/", resolve=outside.resolve, connect=closed)

    assert refusal.value.reason is Reason.NO_CONNECTION


def test_plain_text_where_a_certificate_was_expected_is_no_connection(outside: Outside) -> None:
    outside.answers(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with pytest.raises(Refused) as refusal:
        get(outside, "https://news.example/")

    assert refusal.value.stage is Stage.TLS


@pytest.mark.parametrize(
    "extra", [{"method": "POST"}, {"body": b"x"}, {"headers": {"Authorization": "secret"}}]
)
def test_secrets_and_bodies_go_only_to_listed_endpoints(
    extra: dict[str, object], no_connection: Connect
) -> None:
    with pytest.raises(ValueError, match="allow-list"):
        fetch("http://news.example/", connect=no_connection, **extra)  # type: ignore[arg-type]


def test_an_operators_inner_service_gets_method_headers_and_body(outside: Outside) -> None:
    outside.addresses = ["10.0.0.7"]
    outside.answers(PAGE)

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        connection = ConnectionThatClaims(socket.AF_INET, socket.SOCK_STREAM)
        connection.claimed = "10.0.0.7"
        connection.connect(outside._listener.getsockname())
        return connection

    fetch(
        "http://embeddings:9000/v1",
        method="POST",
        headers={"Authorization": "Bearer key"},
        body=b"{}",
        allow=frozenset({"embeddings:9000"}),
        resolve=outside.resolve,
        connect=connect,
    )

    assert outside.requests[0].startswith(b"POST /v1 HTTP/1.1\r\nHost: embeddings:9000\r\n")
    assert b"Authorization: Bearer key\r\nContent-Length: 2\r\n\r\n" in outside.requests[0]


def test_no_page_can_redirect_to_an_operators_inner_service(outside: Outside) -> None:
    outside.answers(redirect_to(b"http://embeddings:9000/"))

    with pytest.raises(Refused) as refusal:
        fetch(
            "http://news.example/",
            allow=frozenset({"embeddings:9000"}),
            resolve=outside.resolve,
            connect=outside.connect,
        )

    assert refusal.value.stage is Stage.URL


@pytest.mark.parametrize("agent", ["bad\r\nagent", "وكيل"])
def test_a_user_agent_that_would_break_the_request_is_the_callers_mistake(
    agent: str, no_connection: Connect
) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        fetch("http://news.example/", user_agent=agent, connect=no_connection)


class SlowTurns:
    """A limiter that makes everybody wait; notes for whom, and for how long at most."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.asked: list[tuple[str, float]] = []

    @contextmanager
    def slot(self, host: str, seconds: float) -> Iterator[None]:
        self.asked.append((host, seconds))
        time.sleep(self.seconds)
        yield


@pytest.mark.slow
def test_waiting_for_a_turn_is_not_taken_from_the_time_for_the_fetch(outside: Outside) -> None:
    outside.answers(PAGE)

    fetched = fetch(
        "http://news.example/",
        budget=Budget(total_seconds=0.4),
        limiter=SlowTurns(0.6),
        resolve=outside.resolve,
        connect=outside.connect,
    )

    assert fetched.status == 200


def test_all_hops_together_wait_no_longer_than_the_budget_says(outside: Outside) -> None:
    turns = SlowTurns(0.05)
    outside.answers(redirect_to(b"http://other.example/"), PAGE)

    fetch(
        "http://news.example/",
        budget=Budget(wait_seconds=0.07),
        limiter=turns,
        resolve=outside.resolve,
        connect=outside.connect,
    )

    assert [host for host, _ in turns.asked] == ["news.example", "other.example"]
    assert turns.asked[0][1] == 0.07
    assert turns.asked[1][1] <= 0.02


def test_a_connection_that_closes_before_it_can_be_asked_who_it_is_is_no_connection(
    outside: Outside,
) -> None:
    def closes_at_once(address: str, port: int, seconds: float) -> socket.socket:
        return socket.socket(socket.AF_INET, socket.SOCK_STREAM)

    with pytest.raises(Refused) as refusal:
        fetch("http://news.example/", resolve=outside.resolve, connect=closes_at_once)

    assert refusal.value.reason is Reason.NO_CONNECTION
