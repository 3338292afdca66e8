"""Read settings from the environment, and say what to do when one is wrong.

For: `factcheck.settings`, the only caller. Not for reading the environment
anywhere else: application code uses `django.conf.settings`.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from webfetch.urls import read_place


class ConfigurationError(Exception):
    """A setting is missing or cannot be used; the message says what to set."""


def text(name: str, default: str | None = None) -> str:
    """Return the variable, or the default; stop with advice when neither exists.

    A variable that is set but empty counts as unset: compose files and shells
    produce empty strings where a person meant "not given".
    """
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is not None:
        return default
    raise ConfigurationError(
        f"{name} is not set. Set it in the environment; .env.example describes every variable."
    )


def flag(name: str, *, default: bool) -> bool:
    """Return a yes/no variable. Accepts 1, true, yes, on and 0, false, no, off."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ConfigurationError(f"{name} is {value!r}. Set it to 1 (on) or 0 (off).")


def number(name: str, default: int, *, least: int = 0) -> int:
    """Return a whole number that is at least ``least``."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal() or int(value) < least:
        raise ConfigurationError(f"{name} is {value!r}. Set it to a whole number from {least} up.")
    return int(value)


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """Return one of these words; the first where none is given."""
    value = os.environ.get(name, "").strip().lower() or allowed[0]
    if value not in allowed:
        raise ConfigurationError(f"{name} is {value!r}. Set it to one of: {', '.join(allowed)}.")
    return value


def names(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return a comma-separated list, without blanks."""
    value = os.environ.get(name, "")
    found = [part.strip() for part in value.split(",") if part.strip()]
    return found or list(default)


def pages(name: str, known: tuple[str, ...]) -> dict[str, str]:
    """Return addresses of pages by what each is, from a comma-separated list of name=address.

    Raises:
        ConfigurationError: for a name that is not known, or an address that is none of the web.
    """
    found = {}
    for entry in names(name):
        what, _sign, address = entry.partition("=")
        if what not in known:
            raise ConfigurationError(
                f"{name} has {what!r}. The names it knows are: {', '.join(known)}."
            )
        if not address.startswith(("http://", "https://")):
            raise ConfigurationError(
                f"{name} has {entry!r}. Write it as {what}=https://example.org/{{language}}/page."
            )
        found[what] = address
    return found


def places(name: str) -> list[str]:
    """Return a comma-separated list of host names, addresses and ranges.

    As `webfetch.urls.read_place` gives them: names in ASCII, ranges in their usual form.

    Raises:
        ConfigurationError: for an entry that is none of these.
    """
    found = []
    for entry in names(name):
        try:
            found.append(read_place(entry))
        except ValueError as error:
            raise ConfigurationError(
                f"{name} has {entry!r}, which is no host name, address or range. Write it like "
                "example.org, .example.org, 198.51.100.7 or 2001:db8:1::/48."
            ) from error
    return found


def secret(name: str, default: str | None = None) -> str:
    """Return a secret from the file that NAME_FILE names, or else from NAME.

    The file wins: it is how container secrets arrive, and a stale variable
    beside it must not silently replace it.
    """
    path = os.environ.get(f"{name}_FILE", "").strip()
    if not path:
        return text(name, default)
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError(
            f"{name}_FILE names {path}, which cannot be read ({error.strerror})."
        ) from error
    if not value:
        raise ConfigurationError(f"{name}_FILE names {path}, which is empty.")
    return value


def is_set(name: str) -> bool:
    """Whether the variable, or the one that names its file, was given."""
    return any(os.environ.get(one, "").strip() for one in (name, f"{name}_FILE"))


def database(name: str) -> dict[str, object]:
    """Parse a postgresql:// URL into Django's DATABASES entry.

    A Unix socket folder is given as a query: ``postgresql:///bayyina?host=/run/postgresql``.
    The address holds a password, so it may come from a file, as in `secret`.

    Raises:
        ConfigurationError: if the scheme is not PostgreSQL's or no database is named.
    """
    url = secret(name)
    parts = urlsplit(url)
    database_name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not database_name:
        raise ConfigurationError(
            f"{name} must look like postgresql://user:password@host:5432/database. "
            "Bayyina runs on PostgreSQL only."
        )
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", None) or unquote(parts.hostname or "")
    port = query.pop("port", None) or str(parts.port or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }
