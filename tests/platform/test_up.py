"""`manage.py up`, started for real; the tests share one stack and run in this order."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.platform.stack import RunningStack, manage, processes_of, wait_for

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    data = tmp_path_factory.mktemp("a folder") / "غرفة الأخبار – Zürich – デモ"
    running = RunningStack(data)
    running.wait_until_healthy()
    yield running
    running.kill()
    wait_for(lambda: not processes_of(data), seconds=15)


def test_all_parts_are_at_work(stack: RunningStack) -> None:
    status, state = stack.health()

    assert status == 200
    assert state == {
        "status": "ok",
        "database": "ok",
        "broker": "ok",
        "worker": "ok",
        "sweeper": "ok",
    }


def test_the_output_tells_the_address_and_the_data_folder(stack: RunningStack) -> None:
    output = stack.output.read_text(encoding="utf-8")

    assert f"http://localhost:{stack.port}/" in output
    assert str(stack.data) in output


def test_the_output_says_when_background_work_has_begun(stack: RunningStack) -> None:
    said = wait_for(
        lambda: "everything is at work" in stack.output.read_text(encoding="utf-8"), seconds=10
    )

    assert said


def test_everything_lasting_is_in_the_data_folder(stack: RunningStack) -> None:
    names = {path.name for path in stack.data.iterdir()}

    assert {"database", "broker", "media", "logs", "secret-key"} <= names
    assert (stack.data / "secret-key").stat().st_mode & 0o777 == 0o600


def test_no_server_listens_on_the_network(stack: RunningStack) -> None:
    database_port, broker_port = 5432, 6379
    settings = (stack.data / "stack.env").read_text(encoding="utf-8")

    assert "host=/" in settings
    assert "redis+socket:///" in settings
    assert f":{database_port}" not in settings
    assert f":{broker_port}" not in settings


def test_a_management_command_uses_the_running_stack(stack: RunningStack) -> None:
    result = manage("startup_checks", data=stack.data)

    assert result.returncode == 0, result.stderr
    assert "No stack runs" not in result.stderr


def test_a_second_stack_on_the_same_folder_is_refused(stack: RunningStack) -> None:
    result = manage("up", "--port", str(stack.port), data=stack.data)

    assert result.returncode == 2
    assert f"process {stack.process.pid}" in result.stderr
    assert "--data" in result.stderr


def test_a_port_that_is_taken_is_refused(stack: RunningStack, tmp_path: Path) -> None:
    result = manage("up", "--port", str(stack.port), data=tmp_path / "other")

    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "choose another with --port" in result.stderr
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("part", ["web", "worker", "sweeper", "schedule", "broker", "database"])
def test_a_part_that_is_killed_comes_back(stack: RunningStack, part: str) -> None:
    killed = stack.leader_of(part)

    os.kill(killed, signal.SIGKILL)

    assert wait_for(lambda: _leads_anew(stack, part, killed), seconds=20)
    stack.wait_until_healthy(seconds=40)


def _leads_anew(stack: RunningStack, part: str, former: int) -> bool:
    try:
        return stack.leader_of(part) != former
    except LookupError:
        return False


def test_health_is_503_and_says_why_while_the_database_is_away(stack: RunningStack) -> None:
    database = stack.leader_of("database")

    # The supervisor is held, so that it cannot bring the database back while we look.
    stack.process.send_signal(signal.SIGSTOP)
    os.kill(database, signal.SIGKILL)
    away = wait_for(lambda: stack.health()[0] == 503, seconds=15)
    _, state = stack.health()
    stack.process.send_signal(signal.SIGCONT)

    assert away
    assert state["database"] == "does not answer"
    stack.wait_until_healthy(seconds=40)


def test_nothing_is_left_when_the_supervisor_is_killed(stack: RunningStack) -> None:
    assert len(processes_of(stack.data)) > 8

    stack.kill()

    assert wait_for(lambda: not processes_of(stack.data), seconds=12), processes_of(stack.data)


def test_the_next_start_on_the_same_folder_keeps_the_key_and_stops_in_order(
    stack: RunningStack,
) -> None:
    key = (stack.data / "secret-key").read_text(encoding="ascii")

    again = RunningStack(stack.data)
    again.wait_until_healthy()
    status = again.stop()

    assert status == 0
    assert processes_of(stack.data) == set()
    assert (stack.data / "secret-key").read_text(encoding="ascii") == key
    assert not (stack.data / "stack.env").exists()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", again.port)) != 0


def test_a_management_command_starts_the_servers_itself_when_none_run(
    stack: RunningStack,
) -> None:
    result = manage("startup_checks", data=stack.data)

    assert result.returncode == 0, result.stderr
    assert f"No stack runs on {stack.data}" in result.stderr
    assert processes_of(stack.data) == set()


def test_a_copy_of_the_folder_holds_the_whole_newsroom(stack: RunningStack, tmp_path: Path) -> None:
    copy = tmp_path / "copied elsewhere"
    # As `cp -r` would: what root copies belongs to root afterwards.
    shutil.copytree(stack.data, copy)

    result = manage("migrate", "--check", data=copy)

    assert result.returncode == 0, result.stderr


def test_the_first_command_on_a_new_folder_finds_its_tables(tmp_path: Path) -> None:
    result = manage("sweep", "--once", data=tmp_path / "new")

    assert result.returncode == 0, result.stderr
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_a_folder_of_another_postgresql_is_refused_and_left_alone(tmp_path: Path) -> None:
    cluster = tmp_path / "database"
    cluster.mkdir()
    (cluster / "PG_VERSION").write_text("15\n", encoding="ascii")

    result = manage("up", data=tmp_path)

    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "PostgreSQL 15" in result.stderr
    assert [path.name for path in tmp_path.rglob("*")] == ["database", "PG_VERSION"]
