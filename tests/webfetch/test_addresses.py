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


# First and last number of each special range, by the IANA registries of special purposes, IPv4 and
# IPv6, and the number before and after where that is a public one.
_EDGES = [
    ("0.0.0.0", "0.255.255.255", None, "1.0.0.0"),  # noqa: S104 - an address to refuse
    ("10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"),
    ("100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"),
    ("127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"),
    ("169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"),
    ("172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"),
    ("192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"),
    ("192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"),
    ("192.31.196.0", "192.31.196.255", "192.31.195.255", "192.31.197.0"),
    ("192.52.193.0", "192.52.193.255", "192.52.192.255", "192.52.194.0"),
    ("192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"),
    ("192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"),
    ("192.175.48.0", "192.175.48.255", "192.175.47.255", "192.175.49.0"),
    ("198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"),
    ("198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"),
    ("203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"),
    ("224.0.0.0", "255.255.255.255", "223.255.255.255", None),
    ("168.63.129.16", "168.63.129.16", "168.63.129.15", "168.63.129.17"),
    ("::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", None, "2000::"),
    ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff::", "2001:200::"),
    ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff::", "2001:db9::"),
    ("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff::", "2003::"),
    (
        "2620:4f:8000::",
        "2620:4f:8000:ffff:ffff:ffff:ffff:ffff",
        "2620:4f:7fff::",
        "2620:4f:8001::",
    ),
    ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff::", "3fff:1000::"),
    ("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:ffff::", None),
]


@pytest.mark.parametrize(
    "address", [edge for first, last, _, _ in _EDGES for edge in (first, last)]
)
def test_both_edges_of_each_special_range_are_refused(address: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_address(address)

    assert refusal.value.reason is Reason.ADDRESS_NOT_PUBLIC


@pytest.mark.parametrize(
    "address", [edge for _, _, below, above in _EDGES for edge in (below, above) if edge]
)
def test_the_numbers_beside_each_special_range_are_accepted(address: str) -> None:
    assert str(check_address(address)) == address


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("::ffff:0:8.8.8.8", id="translated"),
        pytest.param("::8.8.8.8", id="compatible"),
        pytest.param("64:ff9b::8.8.8.8", id="NAT64"),
        pytest.param("64:ff9b:1::1", id="local NAT64"),
        pytest.param("2001:0:808:808::1", id="Teredo"),
        pytest.param("2001:10::1", id="ORCHID"),
        pytest.param("2001:20::1", id="ORCHIDv2"),
        pytest.param("2001:4:112::1", id="AS112"),
        pytest.param("2002:808:808::1", id="6to4"),
        pytest.param("2606:4700::5efe:10.0.0.1", id="ISATAP"),
        pytest.param("2606:4700::200:5efe:8.8.8.8", id="ISATAP of a public number"),
        pytest.param("100::", id="discard"),
        pytest.param("100:0:0:1::1", id="dummy prefix"),
        pytest.param("5f00:1::1", id="segment routing"),
        pytest.param("fd00:ec2::254", id="cloud metadata"),
    ],
)
def test_no_form_that_holds_another_number_is_accepted(address: str) -> None:
    with pytest.raises(Refused):
        check_address(address)


@pytest.mark.parametrize(
    "text",
    ["8.8.8.8 ", "8.8.8", "8.8.8.8/32", "٨.٨.٨.٨", "८.८.८.८", "0x8.8.8.8", "08.8.8.8", "[2606::1]"],
)
def test_another_spelling_of_a_public_number_is_not_repaired(text: str) -> None:
    with pytest.raises(Refused):
        check_address(text)


def test_further_ranges_of_an_operator_are_refused() -> None:
    own = networks_of({"45.45.45.0/24", "2a00:1450::/32", "desk.example.org"})

    with pytest.raises(Refused) as refusal:
        check_address("45.45.45.7", refuse=own)

    assert refusal.value.reason is Reason.OWN_HOST
