"""docker-compose.yml names processes that exist; no container engine is needed to see that."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from factcheck.embedded import programs

REPOSITORY = Path(__file__).resolve().parent.parent.parent
APP_SERVICES = ("prepare", "web", "worker", "sweeper", "schedule")


@pytest.fixture(scope="module")
def services() -> dict[str, dict[str, Any]]:
    text = (REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = yaml.safe_load(text)["services"]
    return found


def test_the_fleet_has_every_part(services: dict[str, dict[str, Any]]) -> None:
    assert set(services) == {*APP_SERVICES, "postgres", "broker", "cache"}


@pytest.mark.parametrize("name", APP_SERVICES)
def test_every_process_of_ours_uses_the_one_image(
    services: dict[str, dict[str, Any]], name: str
) -> None:
    assert services[name]["build"] == "."
    assert services[name]["environment"]["DATABASE_URL"].startswith("postgresql://")


@pytest.mark.parametrize("name", ["prepare", "sweeper"])
def test_every_management_command_exists(services: dict[str, dict[str, Any]], name: str) -> None:
    program, script, command = services[name]["command"][:3]

    assert (program, script) == ("python", "manage.py")
    assert command in get_commands()


@pytest.mark.parametrize("name", ["worker", "schedule"])
def test_celery_runs_in_the_fleet_as_it_does_on_one_machine(
    services: dict[str, dict[str, Any]], name: str
) -> None:
    command = programs.background_commands()[name]

    assert services[name]["command"][1:] == command[1:]


def test_the_web_server_of_the_image_is_the_one_of_up() -> None:
    dockerfile = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")
    words = re.findall(r'"([^"]+)"', dockerfile[dockerfile.index("CMD [") :])

    command = programs.web_command("0.0.0.0", 8000)  # noqa: S104

    assert words[1:] == command[1:]


def test_the_database_of_the_fleet_sees_arabic(services: dict[str, dict[str, Any]]) -> None:
    arguments = services["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]

    assert "--lc-ctype=C.UTF-8" in arguments
    assert "--builtin-locale=C.UTF-8" in arguments


def test_the_uv_of_the_image_is_the_one_of_the_script() -> None:
    script = (REPOSITORY / "bayyina").read_text(encoding="utf-8")
    dockerfile = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")

    version = re.search(r"^UV_VERSION=(\S+)$", script, re.MULTILINE)

    assert version is not None
    assert f"uv=={version[1]}" in dockerfile


def test_every_variable_the_fleet_needs_is_in_the_example(
    services: dict[str, dict[str, Any]],
) -> None:
    example = (REPOSITORY / ".env.example").read_text(encoding="utf-8")
    documented = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))

    needed = set(re.findall(r"\$\{([A-Z_]+)", str(services)))

    assert needed <= documented
    assert set(services["web"]["environment"]) <= documented
