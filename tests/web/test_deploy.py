"""What goes into production: Django's own checks are clean, and an unsafe start is refused."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from factcheck.env import ConfigurationError
from factcheck.safe_start import check_safe_start, is_local, is_weak
from tests.repository.tree import ROOT

GOOD_KEY = "k3Yq-w8Zr_T5vB1nM7xC2pL9sD4fG6hJ0aQeUiOyRtWbNzXcVm"
# What an operator fills in: the lines of .env.example that have no value of their own.
FILLED_IN = {
    "PUBLIC_URL": "https://factcheck.example.org",
    "ALLOWED_HOSTS": "factcheck.example.org",
}
# What deploy/make-secrets.sh leaves in files, by the name of the secret.
SECRETS = {
    "secret_key": GOOD_KEY,
    "app_database_url": "postgresql://bayyina_app:s4mplePassw0rd@postgres:5432/bayyina",
    "reader_database_url": "postgresql://bayyina_reader:s4mplePassw0rd@postgres:5432/bayyina",
    "broker_url": "redis://broker:6379/0",
}
# Of this machine and of the tests; nothing of what a server is configured by.
KEPT = ("PATH", "HOME", "LANG", "PYTHONPATH", "VIRTUAL_ENV", "TMPDIR")


def example_variables() -> dict[str, str]:
    """Read the lines of .env.example that are not commented out."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("=") for line in lines if "=" in line and not line.startswith("#")]
    return {name: value for name, _equals, value in pairs}


def with_variables(text: str, variables: Mapping[str, str]) -> str:
    """Put variables into a value, as compose does: ${NAME}, ${NAME:-else} and ${NAME:?say}."""

    def value_of(found: re.Match[str]) -> str:
        name, operator, rest = found[1], found[2] or "", found[3] or ""
        if variables.get(name):
            return variables[name]
        assert operator != ":?", rest
        return rest

    return re.sub(r"\$\{(\w+)(:[-?])?([^}]*)\}", value_of, text)


def signing_key(folder: Path) -> Path:
    """Make a key for the history, as an operator has one on every machine that publishes."""
    file = folder / "history-key.pem"
    file.write_bytes(
        Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
    )
    file.chmod(0o600)
    return file


def secret_files(folder: Path) -> dict[str, str]:
    """Write the secrets of the fleet; return the path of each where the containers have it."""
    folder.mkdir(exist_ok=True)
    for name, value in SECRETS.items():
        (folder / name).write_text(f"{value}\n", encoding="utf-8")
    return {f"/run/secrets/{name}": str(folder / name) for name in SECRETS}


def production(tmp_path: Path, **others: str) -> dict[str, str]:
    """Return the environment of the web container, on folders of this machine."""
    files = secret_files(tmp_path / "secrets")
    variables = {**example_variables(), **FILLED_IN}
    compose: dict[str, Any] = yaml.safe_load(
        (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    )
    declared = compose["services"]["web"]["environment"]
    return {
        **{name: os.environ[name] for name in KEPT if name in os.environ},
        **variables,
        **{
            name: files.get(str(value)) or with_variables(str(value), variables)
            for name, value in declared.items()
        },
        "MEDIA_ROOT": str(tmp_path),
        "STATIC_ROOT": str(tmp_path),
        "HISTORY_KEY_FILE": str(signing_key(tmp_path)),
        **others,
    }


def run(environment: Mapping[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        env=dict(environment),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_checks_for_deployment_are_clean_with_the_settings_of_the_fleet(
    tmp_path: Path,
) -> None:
    checked = run(production(tmp_path), "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "no issues" in checked.stdout


def test_cookies_and_hosts_are_for_tls_in_the_fleet(tmp_path: Path) -> None:
    asked = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE,"
        " s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.DEBUG)"
    )

    told = run(production(tmp_path, DJANGO_SETTINGS_MODULE="factcheck.settings"), "-c", asked)

    assert told.stdout.split() == ["True", "True", "True", "31536000", "False"], told.stderr


@pytest.mark.parametrize(
    ("name", "value", "setting"),
    [
        ("SECRET_KEY", GOOD_KEY[::-1], "s.SECRET_KEY"),
        ("DATABASE_URL", "postgresql://u:p%C3%A9@db/b", "s.DATABASES['default']['PASSWORD']"),
        ("BROKER_URL", "redis://:s@b:6379/0", "s.CELERY_BROKER_URL"),
        ("CACHE_URL", "redis://:s@b:6379/1", "s.CACHES['default']['LOCATION']"),
    ],
)
def test_a_secret_comes_from_its_file_where_there_is_one(
    tmp_path: Path, name: str, value: str, setting: str
) -> None:
    file = tmp_path / "secret"
    file.write_text(value + "\n", encoding="utf-8")
    environment = production(tmp_path, DJANGO_SETTINGS_MODULE="factcheck.settings")

    told = run(
        {**environment, f"{name}_FILE": str(file), "PYTHONIOENCODING": "utf-8"},
        "-c",
        f"from django.conf import settings as s; print({setting})",
    )

    assert told.stdout.strip() == ("pé" if name == "DATABASE_URL" else value), told.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "BROKER_URL", "CACHE_URL"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    missing = str(tmp_path / "لا شيء")

    told = run(production(tmp_path, **{f"{name}_FILE": missing}), "-c", "import factcheck.settings")

    assert told.returncode != 0
    assert f"{name}_FILE" in told.stderr


SAFE = {
    "debug": False,
    "public_url": "https://factcheck.example.org",
    "allowed_hosts": ["factcheck.example.org"],
    "secret_key": GOOD_KEY,
}
HERE = {"public_url": "http://localhost:8000", "allowed_hosts": ["localhost"]}


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({}, id="in public, as it should be"),
        pytest.param({**HERE, "debug": True, "secret_key": "dev"}, id="debugging here"),
        pytest.param(
            {**HERE, "debug": True, "allowed_hosts": ["127.0.0.1", "[::1]", "a.localhost", "web"]},
            id="names of this machine and its network",
        ),
    ],
)
def test_a_safe_start_is_not_hindered(given: dict[str, Any]) -> None:
    check_safe_start(**{**SAFE, **given})


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"debug": True}, "PUBLIC_URL"),
        ({**HERE, "debug": True, "allowed_hosts": ["*"]}, "ALLOWED_HOSTS"),
        ({**HERE, "debug": True, "allowed_hosts": ["localhost", ".example.org"]}, "ALLOWED_HOSTS"),
        ({**HERE, "debug": True, "allowed_hosts": ["مثال.example"]}, "ALLOWED_HOSTS"),
        ({**HERE, "debug": True, "allowed_hosts": ["[2001:db8::1]"]}, "ALLOWED_HOSTS"),
        ({**HERE, "debug": True, "allowed_hosts": ["192.0.2.7"]}, "ALLOWED_HOSTS"),
        ({"secret_key": "dev"}, "SECRET_KEY"),
        ({"secret_key": "changeme" * 10}, "SECRET_KEY"),
        ({"secret_key": "django-insecure-" + GOOD_KEY}, "SECRET_KEY"),
        ({"secret_key": "ab" * 40}, "SECRET_KEY"),
    ],
)
def test_an_unsafe_start_is_refused_with_what_to_set(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        check_safe_start(**{**SAFE, **given})


def test_no_process_starts_with_a_short_key_in_public(tmp_path: Path) -> None:
    told = run(
        production(tmp_path, SECRET_KEY="short", SECRET_KEY_FILE=""),
        "-c",
        "import factcheck.settings",
    )

    assert told.returncode != 0
    assert "SECRET_KEY is too short" in told.stderr


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST.", "web"])
def test_a_name_of_this_machine_is_local(host: str) -> None:
    assert is_local(host)


@pytest.mark.parametrize("host", ["", "*", ".example", "example.org", "[::2]", "10.0.0.1"])
def test_any_other_name_is_not(host: str) -> None:
    assert not is_local(host)


def test_a_key_from_the_advice_is_not_weak() -> None:
    assert not is_weak(GOOD_KEY)
