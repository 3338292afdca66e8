"""One strict reading of a web address: refused where two parsers could disagree, never repaired.

Says which host, port and path an address names and whether the name may be asked for at all. A
number that is written as the host is judged here too. It resolves nothing; what a name resolves to
is judged by ``addresses.py`` when it is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote

import idna

from webfetch.addresses import check_address, networks_of
from webfetch.refusals import Reason, Refused, Stage

__all__ = ["Target", "parse_url", "read_place"]

_MAX_CHARACTERS = 2048
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ALLOWED_PORTS = frozenset({80, 443, 8080, 8443})
# Names that lead inside, or nowhere that is public (RFC 6761, 6762, 7686, 8375, 9476; ICANN's
# reserved "internal" and its collisions "corp", "home" and "mail"; and the ones that routers and
# offices use without asking).
_INNER_SUFFIXES = frozenset(
    {
        "alt",
        "arpa",
        "corp",
        "home",
        "i2p",
        "internal",
        "intranet",
        "lan",
        "invalid",
        "local",
        "localdomain",
        "localdomain4",
        "localdomain6",
        "localhost",
        "localhost4",
        "localhost6",
        "mail",
        "onion",
        "private",
        "test",
    }
)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
# How the C library, browsers and we tell an attempt at a number from a name: by its last label.
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff]")


@dataclass(frozen=True, slots=True)
class Target:
    """What an address names.

    Attributes:
        scheme: ``http`` or ``https``.
        host: lower-case name without trailing dot, IDNA-encoded; or an address without brackets.
        port: 1 to 65535.
        path: path and query as sent, percent-encoded ASCII, beginning with ``/``.
        address: the host as a number, where it is written as one.
    """

    scheme: str
    host: str
    port: int
    path: str
    address: IPv4Address | IPv6Address | None

    @property
    def authority(self) -> str:
        """Host with brackets if needed, and the port unless it is the scheme's own."""
        host = f"[{self.host}]" if isinstance(self.address, IPv6Address) else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme and authority, as ``https://example.org``."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The address as fetched, without fragment."""
        return self.origin + self.path

    @property
    def endpoint(self) -> str:
        """``host:port``, as operators write it in an allow-list."""
        return f"{self.host}:{self.port}"


def parse_url(
    text: str, *, allow: frozenset[str] = frozenset(), refuse: frozenset[str] = frozenset()
) -> Target:
    """Read an absolute web address.

    Args:
        text: at most 2,048 characters. Letters of any script may stand in the path, which is then
            percent-encoded, and in the host, if IDNA 2008 has them without mapping.
        allow: ``host:port`` pairs of the operator's own services, for which the rules on ports
            and inner names do not hold.
        refuse: host names that are never fetched, such as the site's own, lower-case; one that
            begins with a dot stands for itself and all names below it. Addresses and ranges in
            it hold for a number that is written as the host.

    Raises:
        Refused: at stage ``url``; at stage ``address`` for a number that is no public one.
    """
    if len(text) > _MAX_CHARACTERS:
        raise _refused(Reason.URL_TOO_LONG, f"{len(text)} characters")
    if _FORBIDDEN.search(text):
        raise _refused(Reason.URL_MALFORMED, "space, control character or backslash")
    scheme, separator, rest = text.partition("://")
    scheme = scheme.lower()
    if not separator or scheme not in _DEFAULT_PORTS:
        raise _refused(Reason.SCHEME_NOT_ALLOWED, scheme)
    authority, path = _split_path(rest)
    if "@" in authority:
        raise _refused(Reason.CREDENTIALS_IN_URL)
    host_text, port_text = _split_port(authority)
    port = _port(port_text, _DEFAULT_PORTS[scheme])
    host, address = _host(host_text)
    target = Target(scheme, host, port, path, address)
    if target.endpoint in allow:
        return target
    _check_public(target)
    if any(_is_named(target.host, name) for name in refuse):
        raise _refused(Reason.OWN_HOST, target.host)
    if target.address is not None:
        check_address(target.address, refuse=networks_of(refuse))
    return target


def read_place(text: str) -> str:
    """Read one entry of a list of places to refuse, as ``parse_url`` compares it.

    Args:
        text: a host name of any script, with a dot before it for all names below it; an address,
            perhaps in brackets; or a range, as ``45.45.45.0/24``.

    Returns:
        The name in lower-case ASCII, or the range (of an address, the address) as text.

    Raises:
        ValueError: if it is none of these. Nothing that looks like a number is taken for a name:
            a mistyped range must not refuse a host that does not exist.
    """
    networks = networks_of([text.removeprefix("[").removesuffix("]")])
    if networks:
        return str(networks[0]).removesuffix("/32" if networks[0].version == 4 else "/128")
    dot = "." if text.startswith(".") else ""
    try:
        name, address = _host(text.removeprefix("."))
    except Refused as error:
        raise ValueError(f"no host name, address or range: {text!r}") from error
    if address is not None:
        raise ValueError(f"an address has no names below it: {text!r}")
    return dot + name


def _refused(reason: Reason, detail: str = "") -> Refused:
    return Refused(Stage.URL, reason, detail)


def _split_path(rest: str) -> tuple[str, str]:
    ends = [at for mark in "/?#" if (at := rest.find(mark)) != -1]
    end = min(ends, default=len(rest))
    path = rest[end:].partition("#")[0]
    if not path.startswith("/"):
        path = "/" + path
    # Everything ASCII stays as it was written, percent signs included.
    try:
        return rest[:end], quote(path, safe="".join(map(chr, range(0x21, 0x7F))))
    except UnicodeEncodeError as error:
        raise _refused(Reason.URL_MALFORMED, "half a surrogate pair") from error


def _split_port(authority: str) -> tuple[str, str]:
    if authority.startswith("["):
        host, bracket, tail = authority.partition("]")
        if not bracket or (tail and not tail.startswith(":")):
            raise _refused(Reason.HOST_MALFORMED, authority)
        return host + bracket, tail[1:]
    host, _, port = authority.partition(":")
    return host, port


def _port(text: str, default: int) -> int:
    if not text:
        return default
    if not re.fullmatch(r"[1-9][0-9]{0,4}", text) or int(text) > 65535:
        raise _refused(Reason.PORT_NOT_ALLOWED, text)
    return int(text)


def _host(text: str) -> tuple[str, IPv4Address | IPv6Address | None]:
    if not text or "%" in text:
        raise _refused(Reason.HOST_MALFORMED, text)
    if text.startswith("["):
        try:
            six = IPv6Address(text[1:-1])
        except AddressValueError as error:
            raise _refused(Reason.HOST_MALFORMED, text) from error
        return str(six), six
    name = _ascii_name(text.removesuffix("."))
    if _NUMERIC_LABEL.fullmatch(name.rpartition(".")[2]):
        # Short, octal, hexadecimal and dotted-with-a-dot forms are other numbers to other
        # parsers; only the canonical one is read.
        try:
            four = IPv4Address(text)
        except AddressValueError as error:
            raise _refused(Reason.HOST_MALFORMED, text) from error
        return str(four), four
    return name, None


def _ascii_name(text: str) -> str:
    """Return the name in lower-case ASCII; nothing is mapped but the case of ASCII letters."""
    name = re.sub(r"[A-Z]", lambda letter: letter[0].lower(), text)
    labels = name.split(".")
    if len(name) > 253 or not all(labels):
        raise _refused(Reason.HOST_MALFORMED, text)
    try:
        ascii_name = ".".join(_ascii_label(label) for label in labels)
    except (idna.IDNAError, UnicodeError) as error:
        raise _refused(Reason.HOST_MALFORMED, text) from error
    if len(ascii_name) > 253:
        raise _refused(Reason.HOST_MALFORMED, text)
    return ascii_name


def _ascii_label(label: str) -> str:
    if not label.isascii():
        # Digits of other scripts are valid in names, but a parser that reads them as digits
        # arrives at a number.
        if label.isnumeric():
            raise idna.IDNAError(f"a number: {label!r}")
        return idna.alabel(label).decode("ascii")
    if not _LABEL.fullmatch(label):
        raise idna.IDNAError(f"not a host label: {label!r}")
    # An encoded label has to be the one encoding of a valid name.
    if label.startswith("xn--") and idna.alabel(idna.ulabel(label)) != label.encode("ascii"):
        raise idna.IDNAError(f"not as it would be encoded: {label!r}")
    return label


def _is_named(host: str, name: str) -> bool:
    return host == name.removeprefix(".") or (name.startswith(".") and host.endswith(name))


def _check_public(target: Target) -> None:
    if target.port not in _ALLOWED_PORTS:
        raise _refused(Reason.PORT_NOT_ALLOWED, str(target.port))
    if target.address is not None:
        return
    *outer, last = target.host.split(".")
    if not outer or last in _INNER_SUFFIXES:
        raise _refused(Reason.HOST_NOT_PUBLIC, target.host)
