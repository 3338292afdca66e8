"""What one strict parser accepts, three lenient ones read in the same way."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx
import idna
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from urllib3.util import parse_url as urllib3_parse

from webfetch import Refused
from webfetch.urls import Target, parse_url

ACCEPTED = [
    "https://example.com/a?b=c#frag",
    "HTTP://EXAMPLE.COM/Path",
    "http://example.com.",
    "http://example.com:/",
    "https://example.com:8443?x=1",
    "http://8.8.8.8:8080/",
    "http://[2606:4700::1111]/",
    "http://[2606:4700:0:0::1111]:8080/x",
    "http://xn--fa-hia.de/",
    "https://straße.de/",
    "https://موقع.example/أخبار",
    "https://उदाहरण.example/समाचार",
    "http://127.0.0.1.example.com/",
    "http://example.com/%7Efoo?u=http://127.0.0.1/",
    "http://example.com/@127.0.0.1",
    "http://example.com?@127.0.0.1",
    "http://example.com#@127.0.0.1",
    "http://example.com//127.0.0.1/",
]
ODD = [
    "http://127.0.0.1\\@example.com/",
    "http://example.com\\@127.0.0.1/",
    "http://%31%32%37.0.0.1/",
    "http://example.com\uff0f@127.0.0.1/",
    "http://127。0。0。1/",
    "http://１２７.0.0.1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://exam\u00adple.com/",
    "http://exam\u212aple.com/",
    "http://example.com\t/",
    "http://exa\nmple.com/",
    "http://[::1].example.com/",
    "http://[::1%25eth0]/",
    "http://foo@127.0.0.1:80@example.com/",
]


def plain(host: str | None) -> str:
    """Write a host as others name it in the way ours does: ASCII, no brackets, no last dot."""
    bare = (host or "").strip("[]").removesuffix(".").lower()
    try:
        return str(ip_address(bare))
    except ValueError:
        return bare if bare.isascii() else idna.encode(bare).decode("ascii")


def check_all_agree(text: str, target: Target) -> None:
    assert plain(urlsplit(text).hostname) == target.host
    assert plain(urllib3_parse(text).host) == target.host
    assert plain(httpx.URL(text).raw_host.decode("ascii")) == target.host
    # And of what goes over the wire, which is the reading that counts.
    assert plain(urlsplit(target.url).hostname) == target.host
    assert plain(urllib3_parse(target.url).host) == target.host
    assert plain(httpx.URL(target.url).raw_host.decode("ascii")) == target.host
    assert (urlsplit(text).port or target.port) == target.port


@pytest.mark.parametrize("text", ACCEPTED)
def test_four_parsers_name_the_same_host(text: str) -> None:
    check_all_agree(text, parse_url(text))


@pytest.mark.parametrize("text", ODD)
def test_what_parsers_disagree_about_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_url(text)


_HOSTS = st.lists(
    st.one_of(
        st.sampled_from(["example", "com", "org", "www", "xn--fa-hia", "127", "0", "0x7f", "1"]),
        st.sampled_from(["موقع", "أخبار", "été", "straße", "उदाहरण", "пример", "例え", "①", "ａ"]),
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=4,
).map(".".join)
_TAILS = st.sampled_from(
    [
        "",
        "/",
        "/a b",
        "?x=@y",
        "#@z",
        "/\\",
        ":",
        ":80/",
        ":8080/x",
        ":080/",
        "/é?ا#क",
        "@a.b/",
        "//",
    ]
)
_HEADS = st.sampled_from(["http://", "https://", "HTTP://", "http:/", "http:", "http://u@", "//"])


@settings(max_examples=400, deadline=None)
@given(_HEADS, _HOSTS, _TAILS)
def test_parsers_agree_about_whatever_is_accepted(head: str, host: str, tail: str) -> None:
    text = head + host + tail
    try:
        target = parse_url(text)
    except Refused:
        return

    check_all_agree(text, target)
