"""Which numbers may be connected to: public unicast addresses and nothing else.

IPv6 is judged by what is allowed, IPv4 by the whole registry of special purposes, because every
list of forbidden IPv6 forms has turned out to have a hole. Names are ``urls.py``'s business.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from webfetch.refusals import Reason, Refused, Stage

__all__ = ["Address", "Network", "check_address", "networks_of"]

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# IANA IPv4 Special-Purpose Address Registry, all rows, with multicast and the reserved block; and
# one host address that a cloud uses for its own agents although it looks public.
_IPV4_REFUSED = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "168.63.129.16/32",
    )
)
# Global unicast is all of 2000::/3 (RFC 4291, IANA). Mapped, translated, unique-local, link-local
# and multicast forms lie outside it.
_IPV6_GLOBAL = IPv6Network("2000::/3")
# Inside it: protocol assignments with Teredo, documentation twice, 6to4, whose addresses hold an
# IPv4 address that nobody has checked, and the sink for questions about inner addresses (AS112,
# RFC 7534), as in the IPv4 list.
_IPV6_REFUSED = tuple(
    IPv6Network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
# ISATAP (RFC 5214) puts an IPv4 address behind one of these, in the interface half of an address
# under any prefix whatever.
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})


def check_address(address: str | Address, *, refuse: Iterable[Network] = ()) -> Address:
    """Return the address if it may be connected to.

    Args:
        address: as the resolver gave it; textual forms other than the canonical are not repaired.
        refuse: further ranges, such as the site's own public addresses.

    Raises:
        Refused: address_not_public, also for what is no address at all; own_host for ``refuse``.
    """
    try:
        number = ip_address(address)
    except ValueError as error:
        raise Refused(Stage.ADDRESS, Reason.ADDRESS_NOT_PUBLIC, str(address)) from error
    if isinstance(number, IPv4Address):
        public = not any(number in network for network in _IPV4_REFUSED)
    else:
        # A zone ("%eth0") names an interface of ours.
        public = (
            number.scope_id is None
            and number in _IPV6_GLOBAL
            and not any(number in network for network in _IPV6_REFUSED)
            and (int(number) >> 32) & 0xFFFF_FFFF not in _ISATAP
        )
    if not public:
        raise Refused(Stage.ADDRESS, Reason.ADDRESS_NOT_PUBLIC, str(number))
    if any(number in network for network in refuse if network.version == number.version):
        raise Refused(Stage.ADDRESS, Reason.OWN_HOST, str(number))
    return number


def networks_of(refused: Iterable[str]) -> tuple[Network, ...]:
    """Return the addresses and ranges among those texts; host names are left to ``urls``."""
    return tuple(network for text in refused if (network := _network(text)) is not None)


def _network(text: str) -> Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None
