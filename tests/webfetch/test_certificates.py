"""Who a server is, over TLS: verified by name although the connection goes to a number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.webfetch.servers import PUBLIC, Authority, World, is_silent, page, redirect, says
from webfetch import Reason, Refused, Stage
from webfetch.client import Budget, fetch

MakeWorld = Callable[..., World]
ADDRESS = "https://site.example/"


def refusal_by(world: World, authority: Authority, url: str = ADDRESS) -> Refused:
    with pytest.raises(Refused) as refusal:
        world.fetch(url, tls=authority.trusted())
    return refusal.value


def test_a_certificate_that_signed_itself_is_refused(
    world: MakeWorld, authority: Authority
) -> None:
    tls, _ = authority.server("site.example", self_signed=True)
    server = world(says(page()), tls=tls)

    assert refusal_by(server, authority).reason is Reason.CERTIFICATE_INVALID
    assert server.requests == []


@pytest.mark.parametrize(
    "name", ["other.example", "example", "*.site.example", "evil-site.example"]
)
def test_a_certificate_for_another_name_is_refused(
    world: MakeWorld, authority: Authority, name: str
) -> None:
    tls, _ = authority.server(name)
    server = world(says(page()), tls=tls)

    assert refusal_by(server, authority).reason is Reason.CERTIFICATE_INVALID
    assert server.requests == []


def test_a_certificate_for_the_number_does_not_do_for_the_name(
    world: MakeWorld, authority: Authority
) -> None:
    tls, _ = authority.server(PUBLIC)

    refused = refusal_by(world(says(page()), tls=tls), authority)

    assert refused.reason is Reason.CERTIFICATE_INVALID


def test_a_certificate_that_has_run_out_is_refused(world: MakeWorld, authority: Authority) -> None:
    tls, _ = authority.server("site.example", days=-1)

    refused = refusal_by(world(says(page()), tls=tls), authority)

    assert refused.reason is Reason.CERTIFICATE_INVALID


def test_the_systems_authorities_are_asked_where_no_others_are_given(
    world: MakeWorld, authority: Authority
) -> None:
    tls, _ = authority.server("site.example")

    with pytest.raises(Refused) as refusal:
        world(says(page()), tls=tls).fetch(ADDRESS)

    assert refusal.value.reason is Reason.CERTIFICATE_INVALID


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://site.example/", "site.example"),
        ("https://SITE.example:8443/", "site.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://موقع.example/", "xn--4gbrim.example"),
        ("https://उदाहरण.example/", "xn--p1b6ci4b4b3a.example"),
    ],
)
def test_the_name_is_asked_for_and_the_number_is_connected_to(
    world: MakeWorld, authority: Authority, url: str, name: str
) -> None:
    tls, asked = authority.server(name)
    server = world(says(page()), tls=tls)

    fetched = server.fetch(url, tls=authority.trusted())

    assert (fetched.body, asked) == (b"hello", [name])
    assert server.connected == [PUBLIC]


def test_a_number_as_the_host_needs_a_certificate_for_that_number(
    world: MakeWorld, authority: Authority
) -> None:
    tls, _ = authority.server(PUBLIC)

    fetched = world(says(page()), tls=tls).fetch(f"https://{PUBLIC}/", tls=authority.trusted())

    assert fetched.body == b"hello"


def test_a_redirect_from_https_to_http_is_followed_and_on_record(
    world: MakeWorld, authority: Authority
) -> None:
    tls, _ = authority.server("site.example")
    secure = world(says(redirect(b"http://plain.example/")), tls=tls)
    plain = world(says(page()))
    connects = iter([secure.connect, plain.connect])

    fetched = fetch(
        ADDRESS,
        tls=authority.trusted(),
        resolve=secure.resolve,
        connect=lambda *where: next(connects)(*where),
    )

    assert [hop.url for hop in fetched.hops] == [ADDRESS, "http://plain.example/"]
    assert [hop.status for hop in fetched.hops] == [302, 200]


@pytest.mark.slow
def test_a_server_that_never_shakes_hands_is_left(world: MakeWorld, authority: Authority) -> None:
    with pytest.raises(Refused) as refusal:
        world(is_silent).fetch(ADDRESS, Budget(head_seconds=0.3, total_seconds=30))

    assert (refusal.value.stage, refusal.value.reason) == (Stage.TLS, Reason.TOO_SLOW)


def test_plain_text_in_place_of_a_handshake_is_no_connection(world: MakeWorld) -> None:
    with pytest.raises(Refused) as refusal:
        world(says(b"HTTP/1.1 400 Bad Request\r\n\r\n")).fetch(ADDRESS)

    assert refusal.value.stage is Stage.TLS
