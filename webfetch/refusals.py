"""Why an address was not fetched, in words a program can tell apart.

The texts here are for the desk's log and for developers. Interfaces translate by ``reason``; a
public form must answer the same for every one of them, or it tells strangers which machines exist
inside.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Reason", "Refused", "Stage"]


class Stage(StrEnum):
    """How far a fetch had come."""

    URL = "url"
    TURN = "turn"
    RESOLVE = "resolve"
    ADDRESS = "address"
    CONNECT = "connect"
    TLS = "tls"
    RESPONSE = "response"
    REDIRECT = "redirect"


class Reason(StrEnum):
    """What was wrong; stable codes."""

    URL_TOO_LONG = "url_too_long"
    URL_MALFORMED = "url_malformed"
    SCHEME_NOT_ALLOWED = "scheme_not_allowed"
    CREDENTIALS_IN_URL = "credentials_in_url"
    PORT_NOT_ALLOWED = "port_not_allowed"
    HOST_MALFORMED = "host_malformed"
    HOST_NOT_PUBLIC = "host_not_public"
    OWN_HOST = "own_host"
    NOT_RESOLVED = "not_resolved"
    ADDRESS_NOT_PUBLIC = "address_not_public"
    NO_CONNECTION = "no_connection"
    PEER_DIFFERS = "peer_differs"
    CERTIFICATE_INVALID = "certificate_invalid"
    BUSY = "busy"
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    MALFORMED_RESPONSE = "malformed_response"
    INCOMPLETE_RESPONSE = "incomplete_response"
    CODING_NOT_OFFERED = "coding_not_offered"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    REDIRECT_MALFORMED = "redirect_malformed"


# The network's mood, not the address's fault: trying again later may help.
_PASSING = frozenset(
    {
        Reason.BUSY,
        Reason.NOT_RESOLVED,
        Reason.NO_CONNECTION,
        Reason.TOO_SLOW,
        Reason.INCOMPLETE_RESPONSE,
    }
)


class Refused(Exception):
    """An address that was not fetched, or whose answer was not taken.

    Attributes:
        stage: how far it came.
        reason: a stable code.
        detail: one English phrase with the fact behind it; may hold text a stranger chose, with
            control characters escaped and cut at 200 characters.
    """

    def __init__(self, stage: Stage, reason: Reason, detail: str = "") -> None:
        self.stage = stage
        self.reason = reason
        # Never a raw line break or terminal escape: this ends up in log lines.
        self.detail = detail[:200].encode("unicode_escape").decode("ascii")[:200]
        super().__init__(f"{stage}: {reason}" + (f" ({self.detail})" if detail else ""))

    @property
    def may_pass(self) -> bool:
        """Whether the same fetch may succeed at another time."""
        return self.reason in _PASSING
