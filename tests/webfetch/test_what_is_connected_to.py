"""Whatever address is given and whatever the resolver answers: no inner number is connected to."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address
from socket import socket

from hypothesis import example, given, settings
from hypothesis import strategies as st

from webfetch import Refused
from webfetch.addresses import check_address
from webfetch.client import fetch

_SCHEMES = st.sampled_from(["http://", "https://", "HTTP://", "ftp://", "http:/", "", "file://"])
_USERS = st.sampled_from(["", "", "", "a@", "a:b@", "127.0.0.1@", "@"])
_SPELLED = st.sampled_from(
    [
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "017700000001",
        "2130706433",
        "127.0.0.1.",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[2606:4700::200:5efe:7f00:1]",
        "[fe80::1%25eth0]",
        "localhost",
        "LOCALHOST.",
        "127。0。0。1",
        "①②⑦.0.0.1",
        "١٢٧.٠.٠.١",
        "site.example",
        "موقع.example",
        "été.example",
        "उदाहरण.example",
        "8.8.8.8",
        "[2606:4700::1111]",
    ]
)
_NUMBERS = st.one_of(
    st.ip_addresses(v=4).map(str),
    st.ip_addresses(v=6).map(str),
    st.sampled_from(["93.184.215.14", "2606:4700::1111"]),
)
_ANSWERS = st.lists(_NUMBERS, max_size=4)
_PORTS = st.sampled_from(["", ":80", ":8080", ":22", ":0", ":080", ":+80", ":99999", ":"])
_TAILS = st.sampled_from(["", "/", "/a", "?b", "#c", "\\@10.0.0.1", "/\r\nX: y", "@10.0.0.1/"])


def is_public_by_another_rule(number: str) -> bool:
    """Ask the standard library, which lets more through than our rule, and for embedded forms."""
    address = ip_address(number)
    if isinstance(address, IPv6Address):
        inner = (address.ipv4_mapped, address.sixtofour, address.teredo)
        if any(inner):
            return False
    return address.is_global and not address.is_multicast


@settings(max_examples=500, deadline=None)
@given(_SCHEMES, _USERS, st.one_of(_SPELLED, _NUMBERS), _PORTS, _TAILS, _ANSWERS)
@example("http://", "", "site.example", "", "/", ["93.184.215.14"])
@example("http://", "", "site.example", "", "/", ["93.184.215.14", "10.0.0.1"])
def test_nothing_but_a_public_number_is_ever_connected_to(
    scheme: str, user: str, host: str, port: str, tail: str, answers: Sequence[str]
) -> None:
    connected: list[str] = []

    def closed(address: str, to_port: int, seconds: float) -> socket:
        connected.append(address)
        raise ConnectionRefusedError("closed")

    refused = None
    try:
        fetch(scheme + user + host + port + tail, resolve=lambda *_: answers, connect=closed)
    except Refused as refusal:
        refused = refusal

    assert refused is not None
    assert [number for number in connected if not is_public_by_another_rule(number)] == []
    assert [str(check_address(number)) for number in connected] == connected
    assert len(connected) <= 2


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_what_the_rule_lets_through_is_global_to_the_standard_library(number: object) -> None:
    try:
        check_address(str(number))
    except Refused:
        return

    assert is_public_by_another_rule(str(number))


def test_a_public_name_is_connected_to_at_all() -> None:
    connected: list[str] = []

    def closed(address: str, port: int, seconds: float) -> socket:
        connected.append(f"{address} {port}")
        raise ConnectionRefusedError("closed")

    try:
        fetch("https://site.example/", resolve=lambda *_: ["93.184.215.14"], connect=closed)
    except Refused:
        connected.append("refused")

    assert connected == ["93.184.215.14 443", "refused"]
