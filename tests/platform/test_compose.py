"""docker-compose.yml names processes that exist; no container engine is needed to see that."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command, get_commands

from factcheck.embedded import programs

REPOSITORY = Path(__file__).resolve().parent.parent.parent
APP_SERVICES = ("prepare", "web", "worker", "sweeper", "schedule", "backup")
# Only these work as the owner of the tables.
AS_OWNER = {"prepare", "backup"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    text = (REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose["services"]
    return found


def test_the_fleet_has_every_part(services: dict[str, dict[str, Any]]) -> None:
    assert set(services) == {*APP_SERVICES, "postgres", "broker", "rabbitmq", "cache"}


@pytest.mark.parametrize("name", APP_SERVICES)
def test_every_process_of_ours_uses_the_one_image(
    services: dict[str, dict[str, Any]], name: str
) -> None:
    assert services[name]["build"] == "."
    assert services[name]["environment"]["DATABASE_URL_FILE"] == "/run/secrets/app_database_url"
    assert (services[name]["read_only"], services[name]["cap_drop"]) == (True, ["ALL"])


def test_only_who_works_on_tables_can_be_their_owner(services: dict[str, dict[str, Any]]) -> None:
    with_address = {
        name
        for name, service in services.items()
        if "OWNER_DATABASE_URL_FILE" in service.get("environment", {})
    }
    with_secret = {
        name
        for name, service in services.items()
        if "owner_database_url" in service.get("secrets", [])
    }

    assert with_address == AS_OWNER
    # The database itself gives the roles their passwords.
    assert with_secret == AS_OWNER | {"postgres"}


def test_only_prepare_may_write_to_the_folder_of_the_history_key(
    services: dict[str, dict[str, Any]],
) -> None:
    mounts = {
        name: mount
        for name, service in services.items()
        for mount in service.get("volumes", [])
        if mount.startswith("keys:") and not mount.endswith(":ro")
    }

    assert set(mounts) == {"prepare"}


def test_all_who_find_pictures_share_one_index_on_a_volume_of_its_own(
    compose: dict[str, Any], services: dict[str, dict[str, Any]]
) -> None:
    places = {
        name: (service["environment"]["INDEX_ROOT"], mount)
        for name, service in services.items()
        for mount in service.get("volumes", [])
        if mount.startswith("index:")
    }
    dockerfile = (REPOSITORY / "Dockerfile").read_text(encoding="utf-8")

    assert set(places) == {"prepare", "web", "worker", "sweeper", "schedule"}
    assert set(places.values()) == {("/srv/bayyina/index", "index:/srv/bayyina/index")}
    assert "index" in compose["volumes"]
    # A volume takes its owner from the folder of the image.
    assert "/srv/bayyina/index" in dockerfile


def test_no_secret_stands_in_a_variable(services: dict[str, dict[str, Any]]) -> None:
    variables = {
        (name, variable): str(value)
        for name, service in services.items()
        for variable, value in service.get("environment", {}).items()
    }
    secret = re.compile(r"PASS|SECRET|KEY|DATABASE_URL|BROKER_URL")

    open_ones = {
        where
        for where, value in variables.items()
        if secret.search(where[1]) and not where[1].endswith("_FILE")
    }

    assert open_ones == set()
    assert [value for value in variables.values() if re.search("://[^/]*:[^/]*@", value)] == []


def test_every_secret_is_made_by_the_script_and_asked_for_by_somebody(
    compose: dict[str, Any], tmp_path: Path
) -> None:
    folder = copied_deploy(tmp_path)
    run = ["sh", str(folder / "make-secrets.sh")]

    subprocess.run(run, check=True, capture_output=True)
    first = {path.name: path.read_text() for path in (folder / "secrets").glob("[a-z]*")}
    subprocess.run(run, check=True, capture_output=True)
    second = {path.name: path.read_text() for path in (folder / "secrets").glob("[a-z]*")}

    assert first == second
    assert set(compose["secrets"]) == set(first)
    assert len(set(first.values())) == len(first)
    assert (folder / "secrets").stat().st_mode & 0o777 == 0o700
    asked = str([service.get("secrets") for service in compose["services"].values()])
    assert [name for name in first if name not in asked] == []


def test_the_script_can_choose_rabbitmq(tmp_path: Path) -> None:
    folder = copied_deploy(tmp_path)

    subprocess.run(
        ["sh", str(folder / "make-secrets.sh"), "--rabbitmq"], check=True, capture_output=True
    )

    address = (folder / "secrets" / "broker_url").read_text().strip()
    configuration = (folder / "secrets" / "rabbitmq_conf").read_text()
    password = re.fullmatch("amqp://bayyina:([0-9a-f]{48})@rabbitmq:5672/%2F", address)
    assert password is not None
    assert f"default_pass = {password[1]}\n" in configuration


def copied_deploy(tmp_path: Path) -> Path:
    """Return a copy of deploy/ without secrets that may lie there."""
    target = tmp_path / "deploy"
    shutil.copytree(
        REPOSITORY / "deploy", target, ignore=shutil.ignore_patterns("secrets"), dirs_exist_ok=True
    )
    return target


def test_only_the_worker_and_the_front_have_a_way_out(compose: dict[str, Any]) -> None:
    networks = {name: service["networks"] for name, service in compose["services"].items()}

    assert compose["networks"]["inside"]["internal"] is True
    assert {name for name, among in networks.items() if among != ["inside"]} == {"worker", "cache"}


def test_the_roles_of_the_fleet_are_those_of_the_code() -> None:
    out = io.StringIO()
    call_command("database_roles", "--print", stdout=out)
    script = (REPOSITORY / "deploy" / "postgres" / "10-roles.sql").read_text(encoding="utf-8")

    assert script.endswith(out.getvalue())
    assert script.removesuffix(out.getvalue()).startswith("-- Made by")


def test_the_backup_of_the_fleet_is_the_command_of_ours(
    services: dict[str, dict[str, Any]],
) -> None:
    shell = services["backup"]["command"]

    assert shell[:2] == ["sh", "-c"]
    assert "python manage.py backup /srv/bayyina/backups/" in shell[2]
    assert "backup" in get_commands()
    assert services["backup"]["profiles"] == ["backup"]


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
