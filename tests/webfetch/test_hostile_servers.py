"""Servers that lie, stall, flood and lead astray: real ones on this machine, one for each test."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from socket import socket

import pytest

from tests.webfetch.servers import (
    LONG,
    PUBLIC,
    SHORT,
    Behaviour,
    World,
    drips,
    is_silent,
    page,
    redirect,
    says,
    says_for_ever,
)
from webfetch import Reason, Refused, Stage
from webfetch.client import Budget

MakeWorld = Callable[..., World]
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
GZIPPED = OK + b"Content-Encoding: gzip\r\n\r\n"


def refusal_by(world: World, budget: Budget = SHORT) -> Refused:
    with pytest.raises(Refused) as refusal:
        world.fetch(budget=budget)
    return refusal.value


# Where redirects lead


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        pytest.param(b"http://127.0.0.1/", Reason.ADDRESS_NOT_PUBLIC, id="a private number"),
        pytest.param(b"http://[::ffff:127.0.0.1]/", Reason.ADDRESS_NOT_PUBLIC, id="a mapped one"),
        pytest.param(b"http://169.254.169.254/", Reason.ADDRESS_NOT_PUBLIC, id="cloud metadata"),
        pytest.param(b"http://2130706433/", Reason.HOST_MALFORMED, id="a number in decimal"),
        pytest.param(
            b"http://metadata.google.internal/", Reason.HOST_NOT_PUBLIC, id="an inner name"
        ),
        pytest.param(b"http://localhost/", Reason.HOST_NOT_PUBLIC, id="localhost"),
        pytest.param(b"file:///etc/passwd", Reason.SCHEME_NOT_ALLOWED, id="a file"),
        pytest.param(b"data:text/html,x", Reason.SCHEME_NOT_ALLOWED, id="data"),
        pytest.param(b"gopher://site.example/_", Reason.SCHEME_NOT_ALLOWED, id="gopher"),
        pytest.param(b"http:next", Reason.SCHEME_NOT_ALLOWED, id="a scheme without slashes"),
        pytest.param(b"//127.0.0.1/", Reason.ADDRESS_NOT_PUBLIC, id="a host without scheme"),
        pytest.param(b"///127.0.0.1/", Reason.HOST_MALFORMED, id="three slashes"),
        pytest.param(b"http://a:b@example.com/", Reason.CREDENTIALS_IN_URL, id="credentials"),
        pytest.param(b"http://example.com:22/", Reason.PORT_NOT_ALLOWED, id="another port"),
        pytest.param(rb"http:\\127.0.0.1" + b"\\", Reason.REDIRECT_MALFORMED, id="backslashes"),
        pytest.param(rb"/\127.0.0.1/", Reason.REDIRECT_MALFORMED, id="a hidden host"),
        pytest.param(b"/a\tb", Reason.REDIRECT_MALFORMED, id="a tab within"),
        pytest.param(b"/a\r\nb", Reason.MALFORMED_RESPONSE, id="a line break within"),
        pytest.param(b"/a\r\n b", Reason.MALFORMED_RESPONSE, id="a folded line"),
        pytest.param(b"/a\nX: b", Reason.MALFORMED_RESPONSE, id="half a line break within"),
        pytest.param(b"/a\rX: b", Reason.MALFORMED_RESPONSE, id="a carriage return within"),
        pytest.param(b"/a\x00", Reason.MALFORMED_RESPONSE, id="a NUL within"),
        pytest.param(b"/a\r\nLocation: /b", Reason.REDIRECT_MALFORMED, id="two places"),
        pytest.param(b"/" + b"a" * 100_000, Reason.TOO_LARGE, id="100 kB"),
        pytest.param(b"/" + b"a" * 3_000, Reason.URL_TOO_LONG, id="3 kB"),
        pytest.param("http://١٢٧.٠.٠.١/".encode(), Reason.HOST_MALFORMED, id="Arabic digits"),
        pytest.param("http://é\u200b.example/".encode(), Reason.HOST_MALFORMED, id="no width"),
        pytest.param("http://१२७.०.०.१/".encode(), Reason.HOST_MALFORMED, id="Devanagari digits"),
    ],
)
def test_a_redirect_that_is_refused_opens_no_second_connection(
    world: MakeWorld, place: bytes, reason: Reason
) -> None:
    server = world(says(redirect(place)), says(page()))

    refused = refusal_by(server)

    assert refused.reason is reason
    assert server.connected == [PUBLIC]


@pytest.mark.parametrize("status", [b"301", b"302", b"303", b"307", b"308"])
def test_every_kind_of_redirect_is_judged(world: MakeWorld, status: bytes) -> None:
    server = world(says(redirect(b"http://10.0.0.1/", status)))

    assert refusal_by(server).reason is Reason.ADDRESS_NOT_PUBLIC
    assert server.connected == [PUBLIC]


@pytest.mark.parametrize("status", [b"300", b"304", b"305", b"306"])
def test_what_is_no_redirect_is_not_followed(world: MakeWorld, status: bytes) -> None:
    server = world(says(redirect(b"http://10.0.0.1/", status)))

    assert server.fetch().status == int(status)
    assert server.connected == [PUBLIC]


def test_a_redirect_to_a_name_that_resolves_inside_is_refused(world: MakeWorld) -> None:
    server = world(says(redirect(b"http://other.example/")))
    server.dns["other.example"] = [["10.0.0.8"]]

    assert refusal_by(server).reason is Reason.ADDRESS_NOT_PUBLIC
    assert server.connected == [PUBLIC]


def test_a_relative_redirect_asks_for_the_name_again(world: MakeWorld) -> None:
    server = world(says(redirect(b"/next")), says(page()))
    server.dns["site.example"] = [[PUBLIC], ["93.184.215.15"]]

    fetched = server.fetch()

    assert fetched.final_url == "http://site.example/next"
    assert server.connected == [PUBLIC, "93.184.215.15"]


def test_a_relative_redirect_whose_name_now_leads_inside_is_refused(world: MakeWorld) -> None:
    server = world(says(redirect(b"/next")))
    server.dns["site.example"] = [[PUBLIC], ["127.0.0.1"]]

    assert refusal_by(server).reason is Reason.ADDRESS_NOT_PUBLIC
    assert server.connected == [PUBLIC]


def test_a_loop_ends_after_five_redirects(world: MakeWorld) -> None:
    server = world(says(redirect(b"/")))

    assert refusal_by(server, LONG).reason is Reason.TOO_MANY_REDIRECTS
    assert len(server.connected) == 6


def test_a_chain_of_five_redirects_is_followed(world: MakeWorld) -> None:
    chain = [says(redirect(b"http://site%d.example/" % hop)) for hop in range(5)]
    server = world(*chain, says(page()))

    assert server.fetch(budget=LONG).final_url == "http://site4.example/"


def test_a_chain_of_six_redirects_is_refused(world: MakeWorld) -> None:
    chain = [says(redirect(b"http://site%d.example/" % hop)) for hop in range(6)]
    server = world(*chain, says(page()))

    assert refusal_by(server, LONG).reason is Reason.TOO_MANY_REDIRECTS
    assert len(server.connected) == 6


def test_a_redirect_without_a_place_is_an_answer(world: MakeWorld) -> None:
    server = world(says(b"HTTP/1.1 302 Found\r\nContent-Length: 2\r\n\r\nno"))

    fetched = server.fetch()

    assert (fetched.status, fetched.body) == (302, b"no")


def test_the_bodies_of_redirects_count_towards_the_size(world: MakeWorld) -> None:
    heavy = b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 400\r\n\r\n" + b"x" * 400
    server = world(says(heavy))

    refused = refusal_by(server, Budget(max_bytes=1_000))

    assert refused.reason is Reason.TOO_LARGE
    assert len(server.connected) == 3


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(b'<meta http-equiv=refresh content="0;url=http://127.0.0.1/">', id="refresh"),
        pytest.param(
            b'<img src="http://127.0.0.1/a"><script src="http://127.0.0.1/b"></script>'
            b'<iframe src="http://127.0.0.1/c"></iframe><link rel=preload href="//127.0.0.1/">',
            id="parts of a page",
        ),
    ],
)
def test_nothing_that_a_page_asks_for_is_followed(world: MakeWorld, markup: bytes) -> None:
    server = world(
        says(page(markup, b"Content-Type: text/html", b"Refresh: 0;url=http://10.0.0.1/"))
    )

    assert server.fetch().body == markup
    assert server.connected == [PUBLIC]


# Names and numbers


def test_only_the_first_answer_for_a_name_is_connected_to(world: MakeWorld) -> None:
    server = world(says(page()))
    server.dns["site.example"] = [[PUBLIC], ["127.0.0.1"]]

    server.fetch()

    assert (server.names, server.connected) == (["site.example"], [PUBLIC])


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        [PUBLIC, "10.1.2.3"],
        ["2606:4700::1111", "::1"],
        ["::ffff:10.1.2.3"],
        ["fe80::1%eth0"],
        ["not a number"],
    ],
)
def test_one_bad_answer_for_a_name_opens_no_connection(
    world: MakeWorld, answers: list[str]
) -> None:
    server = world(says(page()))
    server.dns["site.example"] = [answers, [PUBLIC]]

    assert refusal_by(server).reason is Reason.ADDRESS_NOT_PUBLIC
    assert (server.names, server.connected) == (["site.example"], [])


def test_two_of_many_addresses_are_tried(world: MakeWorld) -> None:
    server = world(says(page()))
    server.dns["site.example"] = [[f"93.184.215.{last}" for last in range(1, 201)]]
    tried: list[str] = []

    def closed(address: str, port: int, seconds: float) -> socket:
        tried.append(address)
        raise ConnectionRefusedError("closed")

    server.connect = closed  # type: ignore[method-assign]

    assert refusal_by(server).reason is Reason.NO_CONNECTION
    assert tried == ["93.184.215.1", "93.184.215.2"]


def test_a_connection_that_ended_elsewhere_is_refused_before_a_byte_is_sent(
    world: MakeWorld,
) -> None:
    server = world(says(page()))
    server.peer = "127.0.0.1"

    assert refusal_by(server).reason is Reason.PEER_DIFFERS
    assert server.requests in ([], [b""])


# What is sent


def test_proxies_of_the_environment_are_ignored(
    world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    server = world(says(page()))

    server.fetch()

    assert server.connected == [PUBLIC]
    assert server.requests[0].startswith(b"GET / HTTP/1.1\r\nHost: site.example\r\n")


def test_passwords_in_the_home_folder_are_not_sent(
    world: MakeWorld, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secrets = tmp_path / ".netrc"
    secrets.write_text("machine site.example login me password secret\n")
    secrets.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(secrets))
    server = world(says(page()))

    server.fetch()

    assert b"authorization" not in server.requests[0].lower()


def test_cookies_are_forgotten_between_hops_and_between_fetches(world: MakeWorld) -> None:
    first = b"HTTP/1.1 302 Found\r\nLocation: /b\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n"
    server = world(says(first), says(page(b"x", b"Set-Cookie: c=d")), says(page()))

    server.fetch()
    server.fetch()

    assert [b"cookie" in request.lower() for request in server.requests] == [False] * 3


def test_the_headers_of_a_request_are_a_fixed_list(world: MakeWorld) -> None:
    server = world(says(redirect(b"http://other.example/b")), says(page()))

    server.fetch(user_agent="Mozilla/5.0 (compatible)")

    assert server.requests[1] == (
        b"GET /b HTTP/1.1\r\nHost: other.example\r\nUser-Agent: Mozilla/5.0 (compatible)\r\n"
        b"Accept-Encoding: gzip\r\nConnection: close\r\nAccept: */*\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://site.example/", b"site.example"),
        ("http://site.example:80/", b"site.example"),
        ("http://site.example:8080/", b"site.example:8080"),
        ("http://[2606:4700::1111]:8080/", b"[2606:4700::1111]:8080"),
        ("http://موقع.example/", b"xn--4gbrim.example"),
    ],
)
def test_the_host_header_is_the_name_and_the_port_unless_it_is_the_usual_one(
    world: MakeWorld, url: str, host: bytes
) -> None:
    server = world(says(page()))

    server.fetch(url)

    assert b"\r\nHost: " + host + b"\r\n" in server.requests[0]


# Time


def test_the_time_limits_are_the_promised_ones() -> None:
    limits = Budget()

    assert (limits.connect_seconds, limits.head_seconds, limits.total_seconds) == (5, 10, 20)


@pytest.mark.slow
@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(drips(OK + b"X: ", b"x"), id="a head, byte by byte"),
        pytest.param(drips(b"", b"H"), id="a status line, byte by byte"),
        pytest.param(drips(OK, b"X: y\r\n"), id="a head, line by line"),
        pytest.param(is_silent, id="nothing at all"),
    ],
)
def test_a_head_that_does_not_come_is_left_before_the_whole_time_is_up(
    world: MakeWorld, behaviour: Behaviour
) -> None:
    began = time.monotonic()

    refused = refusal_by(world(behaviour), Budget(head_seconds=0.5, total_seconds=30))

    assert refused.reason is Reason.TOO_SLOW
    assert time.monotonic() - began < 10


@pytest.mark.slow
@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(drips(OK + b"Content-Length: 600\r\n\r\n", b"x"), id="announced"),
        pytest.param(drips(OK + b"\r\n", b"x"), id="not announced"),
        pytest.param(drips(CHUNKED, b"1\r\nx\r\n"), id="in chunks"),
        pytest.param(drips(CHUNKED + b"0\r\n", b"X: y\r\n"), id="trailers"),
    ],
)
def test_a_body_that_comes_byte_by_byte_ends_at_the_one_deadline(
    world: MakeWorld, behaviour: Behaviour
) -> None:
    began = time.monotonic()

    refused = refusal_by(world(behaviour), Budget(total_seconds=1))

    assert refused.reason is Reason.TOO_SLOW
    assert time.monotonic() - began < 5


@pytest.mark.slow
def test_the_time_for_a_head_does_not_reach_beyond_the_deadline(world: MakeWorld) -> None:
    began = time.monotonic()

    refused = refusal_by(world(is_silent), Budget(head_seconds=8, total_seconds=0.4))

    assert refused.reason is Reason.TOO_SLOW
    assert time.monotonic() - began < 5


@pytest.mark.slow
def test_redirects_do_not_push_the_deadline_back(world: MakeWorld) -> None:
    def slow_redirect(connection: socket, over: threading.Event) -> None:
        over.wait(0.4)
        connection.sendall(redirect(b"/"))

    refused = refusal_by(world(slow_redirect), Budget(total_seconds=1, max_redirects=1_000))

    assert refused.reason is Reason.TOO_SLOW


def test_a_number_that_never_answers_is_left_after_the_time_for_connecting(
    world: MakeWorld,
) -> None:
    allowed: list[float] = []

    def no_answer(address: str, port: int, seconds: float) -> socket:
        allowed.append(seconds)
        raise TimeoutError("timed out")

    server = world(says(page()))
    server.connect = no_answer  # type: ignore[method-assign]

    assert refusal_by(server, LONG).reason is Reason.TOO_SLOW
    assert allowed == [5.0]


# Size


def test_a_length_over_the_limit_is_refused_before_the_body_is_read(world: MakeWorld) -> None:
    server = world(drips(OK + b"Content-Length: 10000000000\r\n\r\n", b"x"))

    assert refusal_by(server, Budget(total_seconds=30)).reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    ("head", "again"),
    [
        pytest.param(CHUNKED, b"10000\r\n" + b"x" * 65_536 + b"\r\n", id="in chunks"),
        pytest.param(OK + b"\r\n", b"x" * 65_536, id="until it closes"),
        pytest.param(CHUNKED, (b"1;" + b"e" * 1_000 + b"\r\nx\r\n") * 60, id="chunk extensions"),
    ],
)
def test_an_endless_body_is_left_at_ten_megabytes(
    world: MakeWorld, head: bytes, again: bytes
) -> None:
    sent = 0

    def floods(connection: socket, over: threading.Event) -> None:
        nonlocal sent
        connection.sendall(head)
        while sent < 10**9:
            connection.sendall(again)
            sent += len(again)

    assert refusal_by(world(floods), LONG).reason is Reason.TOO_LARGE
    assert 9_000_000 < sent < 30_000_000


def test_no_more_than_the_announced_bytes_are_taken(world: MakeWorld) -> None:
    server = world(says_for_ever(OK + b"Content-Length: 10\r\n\r\n", b"0123456789" * 1_000))

    fetched = server.fetch()

    assert (fetched.body, fetched.hops[0].response_body) == (b"0123456789", b"0123456789")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(OK + b"Content-Length: 1000\r\n\r\n0123456789", id="a short body"),
        pytest.param(CHUNKED + b"5\r\nhello\r\n", id="no last chunk"),
        pytest.param(CHUNKED + b"0\r\n", id="no end of trailers"),
        pytest.param(GZIPPED + gzip.compress(b"hello")[:-1], id="short gzip"),
        pytest.param(OK + b"Content-Length: 1", id="a short head"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_an_answer_that_breaks_off_is_incomplete(world: MakeWorld, answer: bytes) -> None:
    assert refusal_by(world(says(answer))).reason is Reason.INCOMPLETE_RESPONSE


# Content codings


def bomb_of(megabytes: int) -> bytes:
    """Return one gzip member of so many megabytes of zeros, a thousandth of that in size."""
    block = b"\0" * 1_000_000
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    # Each block after a full flush stands for itself and can be repeated.
    raw.compress(block)
    raw.flush(zlib.Z_FULL_FLUSH)
    again = raw.compress(block) + raw.flush(zlib.Z_FULL_FLUSH)
    return start + again * (megabytes - 1)


@pytest.mark.parametrize(
    ("body", "budget"),
    [
        pytest.param(bomb_of(9_500), LONG, id="10 GB in 10 MB"),
        pytest.param(gzip.compress(b"\0" * 10_000_000), LONG, id="10 MB in 10 kB"),
        pytest.param(
            gzip.compress(bytes(range(256)) * 4) * 60, Budget(max_inflated=50_000), id="the cap"
        ),
        pytest.param(gzip.compress(b"\0" * 1_000_000) * 15, LONG, id="many members"),
        pytest.param(gzip.compress(b"") * 450_000, LONG, id="half a million empty members"),
    ],
)
def test_a_body_that_inflates_too_much_is_refused(
    world: MakeWorld, body: bytes, budget: Budget
) -> None:
    assert refusal_by(world(says(GZIPPED + body)), budget).reason is Reason.TOO_LARGE


def test_an_inflating_body_takes_less_than_64_mb_of_memory(world: MakeWorld) -> None:
    server = world(says(GZIPPED + bomb_of(9_500)))

    # In a process of its own: the server's part of the memory is not the fetcher's.
    measured = subprocess.run(
        [sys.executable, "-m", "tests.webfetch.measure_memory", str(server.port)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={"PATH": os.environ["PATH"]},
    )

    reason, grown = measured.stdout.split()
    assert reason == "too_large"
    assert int(grown) < 64_000_000


def test_much_text_in_little_gzip_is_read_below_the_ratio(world: MakeWorld) -> None:
    text = "".join(f"الخبر رقم {n}، café {n}, समाचार {n}. " for n in range(60_000)).encode()

    assert world(says(GZIPPED + gzip.compress(text))).fetch(budget=LONG).body == text


def test_what_follows_the_gzip_data_is_left_alone(world: MakeWorld) -> None:
    body = gzip.compress(b"hello ") + gzip.compress(b"again") + b"\0" * 512

    fetched = world(says(GZIPPED + body)).fetch()

    assert fetched.body == b"hello again"
    assert fetched.hops[0].response_body == body


def test_gzip_data_across_the_edges_of_what_is_fed_at_once_is_whole(world: MakeWorld) -> None:
    noise = os.urandom(200_000)
    body = gzip.compress(noise[:65_000], 0) + gzip.compress(noise[65_000:], 0)

    assert world(says(GZIPPED + body)).fetch().body == noise


@pytest.mark.parametrize(
    "coding",
    [b"gzip, gzip", b"gzip\r\nContent-Encoding: gzip", b"br", b"zstd", b"compress", b"deflate"],
)
def test_a_coding_that_was_not_offered_is_refused(world: MakeWorld, coding: bytes) -> None:
    packed = gzip.compress(gzip.compress(b"hello"))
    server = world(says(OK + b"Content-Encoding: " + coding + b"\r\n\r\n" + packed))

    assert refusal_by(server).reason is Reason.CODING_NOT_OFFERED


def test_raw_deflate_under_the_name_of_gzip_is_malformed(world: MakeWorld) -> None:
    server = world(says(GZIPPED + zlib.compress(b"hello" * 50, wbits=-15)))

    assert refusal_by(server).reason is Reason.MALFORMED_RESPONSE


# Heads and framing


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(OK + b"X: y\r\n" * 10_000 + b"\r\n", id="10,000 headers"),
        pytest.param(OK + b"X: y\r\n" * 101 + b"\r\n", id="101 headers"),
        pytest.param(OK + b"X: " + b"y" * 1_000_000 + b"\r\n\r\n", id="a header of 1 MB"),
        pytest.param(OK + b"X: " + b"y" * 16_384 + b"\r\n\r\n", id="a header over 16 kB"),
        pytest.param(OK + (b"X: " + b"y" * 16_000 + b"\r\n") * 5 + b"\r\n", id="over 64 kB"),
        pytest.param(OK[:-2] + b"y" * 20_000 + b"\r\n\r\n", id="a long status line"),
        pytest.param(CHUNKED + b"1;" + b"e" * 20_000, id="a long chunk line"),
        pytest.param(CHUNKED + b"0\r\n" + b"X: y\r\n" * 10_000, id="10,000 trailers"),
        pytest.param(CHUNKED + b"0\r\n" + (b"X: " + b"y" * 16_000 + b"\r\n") * 9, id="trailers"),
        pytest.param(CHUNKED + b"FFFFFFF\r\nx", id="a chunk of 268 MB"),
    ],
)
def test_a_head_or_framing_over_the_limits_is_refused(world: MakeWorld, answer: bytes) -> None:
    assert refusal_by(world(says(answer)), LONG).reason is Reason.TOO_LARGE


def test_trailers_without_end_are_refused(world: MakeWorld) -> None:
    server = world(says_for_ever(CHUNKED + b"0\r\n", b"X: y\r\n" * 1_000))

    assert refusal_by(server, LONG).reason is Reason.TOO_LARGE


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"HTTP/1.1 999999 X\r\n\r\n", id="six digits"),
        pytest.param(b"HTTP/1.1 99 X\r\n\r\n", id="two digits"),
        pytest.param(b"HTTP/1.1 600 X\r\n\r\n", id="status 600"),
        pytest.param(b"HTTP/1.1 000 X\r\n\r\n", id="status 0"),
        pytest.param(b"HTTP/1.1  200 X\r\n\r\n", id="two blanks"),
        pytest.param(b"HTTP/2 200\r\n\r\n", id="another version"),
        pytest.param(b"ICY 200 OK\r\n\r\n", id="another protocol"),
        pytest.param(b"<html>hello</html>\n", id="no status line"),
        pytest.param(b"\r\n\r\n", id="empty lines"),
        pytest.param(b"SSH-2.0-OpenSSH_9.6\r\n", id="a greeting"),
        pytest.param(b"HTTP/1.1 101 Switching Protocols\r\n\r\n", id="another protocol offered"),
        pytest.param(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50, id="hints without end"),
        pytest.param(OK + b"X : y\r\n\r\n", id="a blank before the colon"),
        pytest.param(OK + b" X: y\r\n\r\n", id="a blank before the name"),
        pytest.param(OK + b": y\r\n\r\n", id="no name"),
        pytest.param(OK + b"X\r\n\r\n", id="no colon"),
        pytest.param(OK + b"X\xc3\xa9: y\r\n\r\n", id="a name with an accent"),
        pytest.param(OK + b"X: y\r\n folded\r\n\r\n", id="a folded header"),
        pytest.param(OK + b"X: y\x00\r\n\r\n", id="a NUL"),
        pytest.param(OK + b"X: \x1b[31m\r\n\r\n", id="a terminal escape"),
        pytest.param(OK + b"X: y\n\r\n", id="mixed line ends"),
        pytest.param(b"HTTP/1.1 200 OK\nX: y\r\n\n", id="mixed line ends the other way"),
        pytest.param(OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxy", id="two lengths"),
        pytest.param(OK + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\nxy", id="twice"),
        pytest.param(OK + b"Content-Length: 2, 2\r\n\r\nxy", id="a list of lengths"),
        pytest.param(OK + b"Content-Length: +2\r\n\r\nxy", id="a signed length"),
        pytest.param(OK + b"Content-Length: 0x2\r\n\r\nxy", id="a length in hexadecimal"),
        pytest.param(OK + b"Content-Length:\r\n\r\nxy", id="no length"),
        pytest.param(OK + b"Content-Length: 1" + b"0" * 30 + b"\r\n\r\n", id="an absurd length"),
        pytest.param(
            OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            id="a length and chunks",
        ),
        pytest.param(OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", id="two codings"),
        pytest.param(OK + b"Transfer-Encoding: identity\r\n\r\nx", id="another coding"),
        pytest.param(
            OK + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            id="chunked twice",
        ),
        pytest.param(
            b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", id="chunks in 1.0"
        ),
        pytest.param(CHUNKED + b"FFFFFFFFFFFFFFFF\r\nx", id="an absurd chunk"),
        pytest.param(CHUNKED + b"-1\r\nx", id="a negative chunk"),
        pytest.param(CHUNKED + b"0x5\r\nhello\r\n0\r\n\r\n", id="a prefixed chunk"),
        pytest.param(CHUNKED + b"\r\nhello", id="no chunk size"),
        pytest.param(CHUNKED + b"3\r\nhello\r\n0\r\n\r\n", id="a chunk longer than it says"),
        pytest.param(CHUNKED + b"0\r\nno colon\r\n\r\n", id="a malformed trailer"),
        pytest.param(GZIPPED + b"\x1f\x8b" + b"\xff" * 50, id="broken gzip"),
    ],
)
def test_an_answer_that_could_be_read_in_two_ways_is_refused(
    world: MakeWorld, answer: bytes
) -> None:
    refused = refusal_by(world(says(answer)), LONG)

    assert refused.reason in (Reason.MALFORMED_RESPONSE, Reason.TOO_LARGE)
    assert refused.stage is Stage.RESPONSE


def test_continue_without_end_is_refused(world: MakeWorld) -> None:
    server = world(says_for_ever(b"", b"HTTP/1.1 100 Continue\r\n\r\n"))

    assert refusal_by(server, LONG).reason is Reason.MALFORMED_RESPONSE


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" + page(), b"hello", id="one continue"),
        pytest.param(b"HTTP/1.1 200 OK\nX: y\n\nhello", b"hello", id="plain line ends"),
        pytest.param(b"HTTP/1.1 200\r\n\r\nhello", b"hello", id="no reason"),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\nhello", b"hello", id="version 1.0"),
        pytest.param(CHUNKED + b"5 ; a=b\r\nhello\r\n0\r\nX: y\r\n\r\n", b"hello", id="chunks"),
        pytest.param(b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello", b"", id="204"),
        pytest.param(b"HTTP/1.1 304 Not Modified\r\n\r\nhello", b"", id="304"),
        pytest.param(OK + b"X: caf\xe9\r\nContent-Length: 0\r\n\r\n", b"", id="latin-1"),
        pytest.param(OK + b"Content-Encoding: gzip\r\nContent-Length: 0\r\n\r\n", b"", id="empty"),
    ],
)
def test_an_unusual_answer_with_one_reading_is_read(
    world: MakeWorld, answer: bytes, body: bytes
) -> None:
    assert world(says(answer)).fetch().body == body


def test_an_answer_to_head_has_no_body(world: MakeWorld) -> None:
    fetched = world(says(page(b"hello"))).fetch(method="HEAD")

    assert (fetched.status, fetched.body) == (200, b"")


# What is kept


def test_every_hop_is_kept_byte_for_byte(world: MakeWorld) -> None:
    packed = gzip.compress(b"hello")
    framed = b"%x\r\n%s\r\n0\r\nX: y\r\n\r\n" % (len(packed), packed)
    head = OK + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    server = world(says(redirect(b"/b") + b"unread"), says(head + framed))

    fetched = server.fetch()

    assert [hop.request for hop in fetched.hops] == server.requests
    assert [hop.response for hop in fetched.hops] == [redirect(b"/b"), head + framed]
    assert fetched.body == b"hello"
