"""One strict reading of a web address."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webfetch import Reason, Refused, Stage
from webfetch.urls import parse_url, read_place


@pytest.mark.parametrize(
    ("text", "fetched"),
    [
        ("https://example.com/a?b=c#part", "https://example.com/a?b=c"),
        ("HTTP://EXAMPLE.com:80/Path", "http://example.com/Path"),
        ("http://example.com.", "http://example.com/"),
        ("https://example.com:8443?x=1", "https://example.com:8443/?x=1"),
        ("http://[2606:4700::1111]:8080/", "http://[2606:4700::1111]:8080/"),
        (
            "http://example.com/?next=http://127.0.0.1/",
            "http://example.com/?next=http://127.0.0.1/",
        ),
        (
            "https://example.com/أخبار/صورة",
            "https://example.com/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D8%B5%D9%88%D8%B1%D8%A9",
        ),
        ("https://example.com/é/%C3%A9", "https://example.com/%C3%A9/%C3%A9"),
        ("https://उदाहरण.example/", "https://xn--p1b6ci4b4b3a.example/"),
        ("https://موقع.example/", "https://xn--4gbrim.example/"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ],
)
def test_an_address_is_read_as_it_will_be_fetched(text: str, fetched: str) -> None:
    assert parse_url(text).url == fetched


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ftp://example.com/", Reason.SCHEME_NOT_ALLOWED),
        ("file:///etc/hosts", Reason.SCHEME_NOT_ALLOWED),
        ("example.com/page", Reason.SCHEME_NOT_ALLOWED),
        ("//example.com/", Reason.SCHEME_NOT_ALLOWED),
        ("http:/example.com/", Reason.SCHEME_NOT_ALLOWED),
        ("javascript:alert(1)", Reason.SCHEME_NOT_ALLOWED),
        ("http://", Reason.HOST_MALFORMED),
        ("http:///path", Reason.HOST_MALFORMED),
        ("http://me:secret@example.com/", Reason.CREDENTIALS_IN_URL),
        ("http://example.com@10.0.0.1/", Reason.CREDENTIALS_IN_URL),
        ("http://example.com\\@10.0.0.1/", Reason.URL_MALFORMED),
        ("http://example.com/\r\nX-Added: 1", Reason.URL_MALFORMED),
        ("http://127.0.0.1\x00.example.com/", Reason.URL_MALFORMED),
        (" http://example.com/", Reason.URL_MALFORMED),
        ("http://exa mple.com/", Reason.URL_MALFORMED),
        ("http://%31%30.0.0.1/", Reason.HOST_MALFORMED),
        ("http://10.1/", Reason.HOST_MALFORMED),
        ("http://0x0a000001/", Reason.HOST_MALFORMED),
        ("http://012.0.0.1/", Reason.HOST_MALFORMED),
        ("http://167772161/", Reason.HOST_MALFORMED),
        ("http://10.0.0.1./", Reason.HOST_MALFORMED),
        ("http://[::1/", Reason.HOST_MALFORMED),
        ("http://[fe80::1%25eth0]/", Reason.HOST_MALFORMED),
        ("http://a..example/", Reason.HOST_MALFORMED),
        ("http://-a.example/", Reason.HOST_MALFORMED),
        ("http://ⓔxample.com/", Reason.HOST_MALFORMED),
        ("http://１０.0.0.1/", Reason.HOST_MALFORMED),
        ("http://10。0。0。1/", Reason.HOST_MALFORMED),
        ("http://exa\u200bmple.com/", Reason.HOST_MALFORMED),
        ("http://xn--zzzzz-.example/", Reason.HOST_MALFORMED),
        ("http://example.com:22/", Reason.PORT_NOT_ALLOWED),
        ("http://example.com:080/", Reason.PORT_NOT_ALLOWED),
        ("http://example.com:٨٠/", Reason.PORT_NOT_ALLOWED),
        ("http://example.com:70000/", Reason.PORT_NOT_ALLOWED),
        ("http://localhost/", Reason.HOST_NOT_PUBLIC),
        ("http://database/", Reason.HOST_NOT_PUBLIC),
        ("http://metadata.google.internal/", Reason.HOST_NOT_PUBLIC),
        ("http://printer.LOCAL./", Reason.HOST_NOT_PUBLIC),
        ("http://site.onion/", Reason.HOST_NOT_PUBLIC),
        ("http://1.0.0.127.in-addr.arpa/", Reason.HOST_NOT_PUBLIC),
        ("https://example.com/" + "a" * 2048, Reason.URL_TOO_LONG),
        ("http:example.com/", Reason.SCHEME_NOT_ALLOWED),
        ("http:\t//example.com/", Reason.URL_MALFORMED),
        ("http+unix://example.com/", Reason.SCHEME_NOT_ALLOWED),
        ("http://example.com\u2028/", Reason.URL_MALFORMED),
        ("http://example.com\u3000/", Reason.HOST_MALFORMED),
        ("http://example.com\uff0e/", Reason.HOST_MALFORMED),
        ("http://example.com\u2024org/", Reason.HOST_MALFORMED),
        ("http://example.com../", Reason.HOST_MALFORMED),
        ("http://./", Reason.HOST_MALFORMED),
        ("http://a_b.example/", Reason.HOST_MALFORMED),
        ("http://a-.example/", Reason.HOST_MALFORMED),
        ("http://exam\u00adple.com/", Reason.HOST_MALFORMED),
        ("http://exam\u212aple.com/", Reason.HOST_MALFORMED),
        ("http://\u202egro.example/", Reason.HOST_MALFORMED),
        ("http://a\u0301.example/", Reason.HOST_MALFORMED),
        ("http://xn--.example/", Reason.HOST_MALFORMED),
        ("http://xn--abc-.example/", Reason.HOST_MALFORMED),
        ("http://xn--a-.example/", Reason.HOST_MALFORMED),
        ("http://١٢٧.٠.٠.١/", Reason.HOST_MALFORMED),
        ("http://१२७.०.०.१/", Reason.HOST_MALFORMED),
        ("http://۱۲۷.۰.۰.۱/", Reason.HOST_MALFORMED),
        ("http://127.0.0.0x1/", Reason.HOST_MALFORMED),
        ("http://1.2.3.4.5/", Reason.HOST_MALFORMED),
        ("http://256.1.1.1/", Reason.HOST_MALFORMED),
        ("http://[1.2.3.4]/", Reason.HOST_MALFORMED),
        ("http://[v1.a]/", Reason.HOST_MALFORMED),
        ("http://[]/", Reason.HOST_MALFORMED),
        ("http://::1/", Reason.PORT_NOT_ALLOWED),
        ("http://example.com:+80/", Reason.PORT_NOT_ALLOWED),
        ("http://example.com:0/", Reason.PORT_NOT_ALLOWED),
        ("http://example.com:8_0/", Reason.PORT_NOT_ALLOWED),
        ("http://example.com:80:80/", Reason.PORT_NOT_ALLOWED),
        ("http://host.docker.internal/", Reason.HOST_NOT_PUBLIC),
        ("http://localhost.localdomain/", Reason.HOST_NOT_PUBLIC),
        ("http://router.home.arpa/", Reason.HOST_NOT_PUBLIC),
        ("http://a.test/", Reason.HOST_NOT_PUBLIC),
        ("http://a.invalid/", Reason.HOST_NOT_PUBLIC),
    ],
)
def test_an_address_that_two_parsers_could_read_differently_is_refused(
    text: str, reason: Reason
) -> None:
    with pytest.raises(Refused) as refusal:
        parse_url(text)

    assert (refusal.value.stage, refusal.value.reason) == (Stage.URL, reason)


def test_an_operators_own_service_may_lie_inside_and_on_any_port() -> None:
    target = parse_url("http://embeddings:9000/v1", allow=frozenset({"embeddings:9000"}))

    assert target.url == "http://embeddings:9000/v1"


def test_only_the_listed_port_of_an_operators_service_is_opened() -> None:
    with pytest.raises(Refused):
        parse_url("http://embeddings:9001/", allow=frozenset({"embeddings:9000"}))


@pytest.mark.parametrize(
    "text",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://168.63.129.16/",
        "https://[::1]:8443/",
        "http://[::ffff:8.8.8.8]/",
        "http://[2606:4700::5efe:7f00:1]/",
    ],
)
def test_a_number_that_is_no_public_one_is_refused_where_it_is_read(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_url(text)

    assert refusal.value.reason is Reason.ADDRESS_NOT_PUBLIC


def test_an_operators_own_service_may_be_given_by_an_inner_number() -> None:
    target = parse_url("http://10.0.0.7:9000/v1", allow=frozenset({"10.0.0.7:9000"}))

    assert target.host == "10.0.0.7"


@pytest.mark.parametrize(
    "text",
    ["https://newsroom.example/", "https://a.newsroom.example/", "https://45.45.45.7/"],
)
def test_all_names_below_a_refused_one_and_all_numbers_of_a_refused_range_are_refused(
    text: str,
) -> None:
    with pytest.raises(Refused) as refusal:
        parse_url(text, refuse=frozenset({".newsroom.example", "45.45.45.0/24"}))

    assert refusal.value.reason is Reason.OWN_HOST


def test_a_name_that_only_ends_alike_is_another_name() -> None:
    target = parse_url(
        "https://our-newsroom.example/", refuse=frozenset({".newsroom.example", "newsroom.example"})
    )

    assert target.host == "our-newsroom.example"


def test_the_sites_own_name_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        parse_url("https://desk.example.org/", refuse=frozenset({"desk.example.org"}))

    assert refusal.value.reason is Reason.OWN_HOST


def test_a_refusals_detail_never_carries_control_characters_into_a_log() -> None:
    refusal = Refused(Stage.URL, Reason.URL_MALFORMED, "a\r\nb\x1b[31m" + "x" * 10_000)

    assert refusal.detail.startswith("a\\r\\nb\\x1b[31m")
    assert len(refusal.detail) <= 200


_PIECES = st.one_of(
    st.sampled_from(["http", "https", "://", ":", "/", "\\", "@", "[", "]", ".", "%", "#", "?"]),
    st.sampled_from(["example.com", "127.0.0.1", "127.1", "0x7f", "localhost", "::1", "\x00"]),
    st.sampled_from(["a", "80", "8080", "١", "ａ", "é", "अ"]),
)


@given(st.lists(_PIECES, max_size=8).map(lambda pieces: "http://" + "".join(pieces)))
def test_what_is_accepted_names_the_same_host_to_the_standard_library(text: str) -> None:
    try:
        target = parse_url(text)
    except Refused:
        return

    assert urlsplit(target.url).hostname == target.host


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Example.org.", "example.org"),
        (".example.org", ".example.org"),
        ("موقع.example", "xn--4gbrim.example"),
        (".bücher.example", ".xn--bcher-kva.example"),
        ("उदाहरण.example", "xn--p1b6ci4b4b3a.example"),
        ("198.51.100.7", "198.51.100.7"),
        ("198.51.100.7/24", "198.51.100.0/24"),
        ("2001:db8:1::/48", "2001:db8:1::/48"),
        ("[::1]", "::1"),
    ],
)
def test_a_place_to_refuse_is_read_as_addresses_are(text: str, place: str) -> None:
    assert read_place(text) == place


@pytest.mark.parametrize(
    "text",
    [
        "198.51.100.0/33",
        "198.51.100/24",
        "198.51.100.0-198.51.100.9",
        "198.51.100.300",
        "198.51.100.*",
        ".198.51.100.7",
        "2001:db8::/129",
        "2001:db8:1::/48/",
        "https://example.org/",
        "example.org:443",
        "*.example.org",
        "exam ple.org",
        "..example.org",
        "",
    ],
)
def test_what_is_no_name_and_no_range_is_not_taken_for_a_place(text: str) -> None:
    with pytest.raises(ValueError, match=r"no host name|no names below"):
        read_place(text)


def test_a_name_of_ours_in_its_own_script_is_known_by_its_encoded_form() -> None:
    with pytest.raises(Refused) as refusal:
        parse_url("https://xn--4gbrim.example/", refuse=frozenset({read_place("موقع.example")}))

    assert refusal.value.reason is Reason.OWN_HOST
