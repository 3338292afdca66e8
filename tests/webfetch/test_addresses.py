"""Which numbers may be connected to."""

from __future__ import annotations

import pytest

from webfetch import Reason, Refused
from webfetch.addresses import check_address, networks_of


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.5",
        "192.88.99.1",
        "192.168.1.1",
        "198.19.255.255",
        "198.51.100.9",
        "203.0.113.9",
        "168.63.129.16",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:8.8.8.8",
        "::ffff:127.0.0.1",
        "::7f00:1",
        "64:ff9b::a00:1",
        "100::1",
        "2001::1",
        "2001:db8::8",
        "2002:a00:1::",
        "3fff:fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fe80::1",
        "fe80::1%eth0",
        "2606:4700::1111%eth0",
        "fec0::1",
        "ff0e::1",
        "010.0.0.1",
        "example.com",
        "",
    ],
)
def test_what_is_not_a_public_number_is_refused(address: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_address(address)

    assert refusal.value.reason is Reason.ADDRESS_NOT_PUBLIC


@pytest.mark.parametrize(
    "address",
    [
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "128.0.0.0",
        "172.32.0.0",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700::1111",
        "2001:200::1",
        "3ffe::1",
    ],
)
def test_a_public_number_is_accepted_up_to_the_edges_of_the_special_ranges(address: str) -> None:
    assert str(check_address(address)) == address


def test_further_ranges_of_an_operator_are_refused() -> None:
    own = networks_of({"45.45.45.0/24", "2a00:1450::/32", "desk.example.org"})

    with pytest.raises(Refused) as refusal:
        check_address("45.45.45.7", refuse=own)

    assert refusal.value.reason is Reason.OWN_HOST
