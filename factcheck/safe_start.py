"""What settings may not be together on a machine that others can reach.

Asked while the settings are read, so that no process starts with them: not the pages, not a
worker, not a command. What Django's own `check --deploy` finds is not repeated here.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from factcheck.env import ConfigurationError

# Django's own measure of a key that was made at random (its check security.W009).
SHORTEST_KEY = 50
FEWEST_CHARACTERS = 5
# What stands in examples, in place of a key.
PLACEHOLDERS = ("django-insecure-", "changeme", "change-me", "change_me", "placeholder", "example")

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def check_safe_start(
    *, debug: bool, public_url: str, allowed_hosts: Sequence[str], secret_key: str
) -> None:
    """Stop the start where readers could reach it and it would not be safe.

    Raises:
        ConfigurationError: debugging is on and an address or a host name is not this machine's
            own; or the secret key is short or a placeholder and the address is a public one.
    """
    public_host = urlsplit(public_url).hostname or ""
    if debug and not is_local(public_host):
        raise ConfigurationError(
            "DEBUG is on and PUBLIC_URL is not this machine: error pages would show settings and "
            "texts to everybody. Set DEBUG to 0."
        )
    reachable = [host for host in allowed_hosts if not is_local(host)]
    if debug and reachable:
        raise ConfigurationError(
            f"DEBUG is on and ALLOWED_HOSTS names {reachable[0]}: error pages would show settings "
            "and texts to everybody. Set DEBUG to 0."
        )
    if not is_local(public_host) and is_weak(secret_key):
        raise ConfigurationError(
            "SECRET_KEY is too short or a placeholder, and PUBLIC_URL is not this machine: anybody "
            "could sign in as anybody. Make a key with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )


def is_local(host: str) -> bool:
    """Whether a host name or pattern of ALLOWED_HOSTS can only mean this machine or its network.

    A name without a dot is no public one; a pattern ("*", ".example.org") may be.
    """
    name = host.strip().lower().strip("[]").rstrip(".")
    if name in LOOPBACK or name.endswith(".localhost"):
        return True
    return bool(name) and not any(mark in name for mark in ".*:")


def is_weak(secret_key: str) -> bool:
    """Whether a secret key is too short, of too few characters, or an example."""
    return (
        len(secret_key) < SHORTEST_KEY
        or len(set(secret_key)) < FEWEST_CHARACTERS
        or secret_key.lower().startswith(PLACEHOLDERS)
    )


def check_demo_stays_home(
    *, without_second_factor: bool, public_url: str, allowed_hosts: Sequence[str]
) -> None:
    """Stop the start where the demo's way of signing in would be open to others.

    Raises:
        ConfigurationError: signing in without a second factor, and the address is a public one
            or one of the host names is.
    """
    if not without_second_factor:
        return
    reachable = [host for host in allowed_hosts if not is_local(host)]
    if reachable:
        raise ConfigurationError(
            f"DEMO_WITHOUT_SECOND_FACTOR is on and ALLOWED_HOSTS names {reachable[0]}: editors "
            "could sign in by password alone. Set DEMO_WITHOUT_SECOND_FACTOR to 0."
        )
    if not is_local(urlsplit(public_url).hostname or ""):
        raise ConfigurationError(
            "DEMO_WITHOUT_SECOND_FACTOR is on and PUBLIC_URL is not this machine: editors could "
            "sign in by password alone. Set DEMO_WITHOUT_SECOND_FACTOR to 0."
        )
