"""The script `bayyina`: what a newcomer types."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent.parent / "bayyina"


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(SCRIPT), *arguments],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", **variables},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("word", ["help", "--help", "-h"])
def test_help_names_every_command(word: str) -> None:
    result = run(word)

    assert result.returncode == 0
    assert all(
        f"./bayyina {command}" in result.stdout
        for command in ("up", "test", "check", "manage", "bench", "help")
    )


def test_a_command_that_does_not_exist_is_said_and_refused() -> None:
    result = run("serve")

    assert result.returncode == 2
    assert result.stderr.endswith("There is no command 'serve'.\n")


@pytest.mark.parametrize("name", ["../manage", "none-such"])
def test_a_benchmark_that_does_not_exist_is_refused(name: str) -> None:
    result = run("bench", name)

    assert result.returncode == 2
    assert f"There is no benchmark '{name}'" in result.stderr


def test_bench_without_a_name_lists_the_benchmarks() -> None:
    result = run("bench")

    assert result.returncode == 2
    assert "no benchmark" not in result.stderr
    assert "  picture_copies\n" in result.stderr
    assert "  statements\n" in result.stderr


# A checkout whose Python says what it was called with, and does nothing.
SAYING_PYTHON = """#!/bin/sh
case "$*" in
    '-m uv --version') echo 'uv 0.13.9' ;;
    '-m uv sync'*) echo "certificates of the system: ${UV_SYSTEM_CERTS:-unset}" ;;
    '-m pytest'*) echo "tests: $*"; exit "${TESTS_END_WITH:-0}" ;;
    *manage.py*) echo "data: ${BAYYINA_DATA:-unset}; began: ${BAYYINA_BEGAN:-unset}; $*" ;;
esac
"""


@pytest.fixture
def saying(tmp_path: Path) -> Path:
    """The script in a checkout of its own."""
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").write_text(SAYING_PYTHON, encoding="utf-8")
    (programs / "python").chmod(0o755)
    (tmp_path / "uv.lock").write_text("", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    copy = tmp_path / "bayyina"
    copy.write_text(SCRIPT.read_text(encoding="utf-8"), encoding="utf-8")
    copy.chmod(0o755)
    return copy


def run_copy(copy: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(copy), *arguments],
        # Named, so that none is installed for a script that is only looked at.
        env={"PATH": "/usr/bin:/bin", "HOME": str(copy.parent), "EXIFTOOL": "off", **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("folder", ["/srv/غرفة الأخبار", "/srv/Rédaction à part", "/srv/編集部"])
def test_manage_takes_the_data_folder_before_the_command(saying: Path, folder: str) -> None:
    apart = run_copy(saying, "manage", "--data", folder, "read_page", "--json", "a b.html")
    joined = run_copy(saying, "manage", f"--data={folder}", "read_page", "--json", "a b.html")

    assert f"data: {folder};" in apart.stdout
    assert apart.stdout.endswith("manage.py read_page --json a b.html\n")
    assert f"data: {folder};" in joined.stdout
    assert joined.stdout.endswith("manage.py read_page --json a b.html\n")


def test_manage_leaves_options_behind_the_command_alone(saying: Path) -> None:
    result = run_copy(saying, "manage", "loaddata", "--data", "x")

    assert "data: unset;" in result.stdout
    assert result.stdout.endswith("manage.py loaddata --data x\n")


def test_a_data_option_without_a_folder_is_refused(saying: Path) -> None:
    result = run_copy(saying, "manage", "--data")

    assert result.returncode == 2
    assert result.stderr == "Say which folder: ./bayyina manage --data DIR COMMAND …\n"


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        ([], "-m pytest -m not long -n auto --dist worksteal"),
        (
            ["tests/claims", "-k", "été or صورة"],
            "-m pytest -m not long tests/claims -k été or صورة",
        ),
        (["--chaos"], "-m pytest tests/chaos -m chaos and long"),
        (["--all"], "-m pytest"),
    ],
    ids=["everything", "a part", "chaos", "all"],
)
def test_everything_is_tested_in_several_processes_and_a_part_in_one(
    saying: Path, arguments: list[str], given: str
) -> None:
    result = run_copy(saying, "test", *arguments, CHROMIUM="/bin/true")

    assert result.stdout.endswith(f"tests: {given}\n")


@pytest.mark.parametrize("arguments", [[], ["tests/claims"]], ids=["everything", "a part"])
def test_the_script_fails_as_the_tests_fail(saying: Path, arguments: list[str]) -> None:
    result = run_copy(saying, "test", *arguments, CHROMIUM="/bin/true", TESTS_END_WITH="1")

    assert result.returncode == 1


def test_up_is_told_when_the_script_began(saying: Path) -> None:
    result = run_copy(saying, "up")

    assert re.search(r"began: \d{10};", result.stdout)


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """The system's programs without exiftool, with root's id and an apt-get that keeps a list."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for program in Path("/usr/bin").iterdir():
        if program.name not in ("exiftool", "apt-get", "id"):
            (programs / program.name).symlink_to(program)
    for name, lines in (("id", "echo 0"), ("apt-get", 'echo "$*" >>"$HOME/asked"; exit "$ENDS"')):
        (programs / name).write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    return programs


def test_exiftool_is_installed_where_that_may_be(saying: Path, bare_machine: Path) -> None:
    result = run_copy(saying, "up", EXIFTOOL="", PATH=str(bare_machine), ENDS="0")

    assert "install -y -qq --no-install-recommends libimage-exiftool-perl" in (
        saying.parent / "asked"
    ).read_text("utf-8")
    assert "metadata of pictures is read in part" not in result.stderr
    assert "began: " in result.stdout


def test_without_exiftool_it_goes_on_and_says_so_and_tries_once(
    saying: Path, bare_machine: Path
) -> None:
    first = run_copy(saying, "up", EXIFTOOL="", PATH=str(bare_machine), ENDS="1")
    second = run_copy(saying, "up", EXIFTOOL="", PATH=str(bare_machine), ENDS="1")

    assert (saying.parent / "asked").read_text("utf-8").count("update") == 1
    assert "metadata of pictures is read in part" in first.stderr
    assert "metadata of pictures is read in part" in second.stderr
    assert "began: " in second.stdout


@pytest.mark.skipif(
    not Path("/etc/ssl/certs/ca-certificates.crt").exists(),
    reason="the system keeps no certificates where Debian does",
)
def test_the_installer_trusts_the_certificates_of_the_system(saying: Path) -> None:
    result = run_copy(saying, "manage", "check")

    assert "certificates of the system: 1\n" in result.stdout


def test_what_somebody_set_about_certificates_stays(saying: Path) -> None:
    result = run_copy(saying, "manage", "check", UV_SYSTEM_CERTS="0")

    assert "certificates of the system: 0\n" in result.stdout


def test_the_script_is_plain_posix_shell() -> None:
    checked = subprocess.run(["sh", "-n", str(SCRIPT)], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stderr


def test_without_a_fitting_python_one_sentence_says_what_to_install(tmp_path: Path) -> None:
    copy = tmp_path / "bayyina"
    copy.write_text(SCRIPT.read_text(encoding="utf-8"), encoding="utf-8")
    copy.chmod(0o755)

    result = subprocess.run(
        [str(copy), "up"],
        env={"PATH": "/usr/bin:/bin", "BAYYINA_PYTHON": "python3.9", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "Python 3.11, 3.12 or 3.13" in result.stderr
