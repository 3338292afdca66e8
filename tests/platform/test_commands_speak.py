"""The management commands: one language, one name, and a progress bar that nothing cuts through."""

from __future__ import annotations

import io
import logging
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from factcheck.embedded.supervisor import began_at
from factcheck.management.language import command_language
from tests.platform.stack import REPOSITORY, clean_environment


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ar_LB.UTF-8"}, "ar"),
        ({"LANG": "ar"}, "ar"),
        ({"LANG": "arn_CL.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ar_EG"}, "ar"),
        ({"LANG": "ar_EG", "LC_MESSAGES": "de_DE"}, "en"),
        ({"LANG": "ar_EG", "LC_MESSAGES": "ar_EG", "LC_ALL": "C"}, "en"),
        ({"LANG": "ar_EG", "LC_ALL": ""}, "ar"),
    ],
)
def test_the_locale_of_the_terminal_decides(environment: dict[str, str], language: str) -> None:
    assert command_language(environment) == language


def manage(*arguments: str, language: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", str(REPOSITORY / "manage.py"), *arguments],
        env=clean_environment() | {"LC_ALL": language, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_command_in_english_has_no_word_of_arabic() -> None:
    result = manage("help", "read_page", language="C.UTF-8")

    assert result.stdout.startswith("usage: bayyina manage read_page")
    assert "Prints what was read; stores it only with --save." in " ".join(result.stdout.split())


def test_a_command_in_arabic_says_what_it_is_for_in_arabic() -> None:
    result = manage("help", "read_page", language="ar_LB.UTF-8")

    assert "تقرأ صفحة" in result.stdout
    assert "Prints what was read" not in " ".join(result.stdout.split())


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_line_of_the_log_stands_in_the_progress_bar(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    demo = REPOSITORY / "demo" / "pictures" / "coffee.jpg"
    (tmp_path / "قهوة.jpg").write_bytes(demo.read_bytes())
    before = logging.root.manager.disable

    with caplog.at_level(logging.INFO), translation.override("en"):
        call_command("add_pictures", str(tmp_path), stdout=io.StringIO(), stderr=io.StringIO())

    assert [record.getMessage() for record in caplog.records] == []
    assert logging.root.manager.disable == before


def test_the_clock_of_the_start_goes_on_from_the_script() -> None:
    began = began_at({"BAYYINA_BEGAN": str(int(time.time()) - 40)})

    assert 39 <= time.monotonic() - began <= 43


@pytest.mark.parametrize("left", ["", "soon", "١٧", "1", "99999999999"])
def test_a_beginning_that_cannot_be_is_now(left: str) -> None:
    began = began_at({"BAYYINA_BEGAN": left})

    assert 0 <= time.monotonic() - began < 2


def test_a_wrong_setting_is_one_sentence_and_no_traceback() -> None:
    elsewhere = {
        "DATABASE_URL": "sqlite:///claims.db",
        "BROKER_URL": "redis://localhost:1",
        "CACHE_URL": "redis://localhost:1",
        "SECRET_KEY": "for-a-command-that-signs-nothing",
    }

    result = subprocess.run(
        [sys.executable, str(REPOSITORY / "manage.py"), "check"],
        env=clean_environment() | elsewhere,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert result.returncode == 2
    assert "Bayyina runs on PostgreSQL only." in result.stderr
    assert "Traceback" not in result.stderr


def test_a_command_that_is_interrupted_says_so_in_one_word() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        port = silent.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, str(REPOSITORY / "manage.py"), "check_media"],
            env=clean_environment()
            | {
                "DATABASE_URL": f"postgresql://nobody@127.0.0.1:{port}/none?sslmode=disable",
                "BROKER_URL": "redis://localhost:1",
                "CACHE_URL": "redis://localhost:1",
                "SECRET_KEY": "for-a-command-that-signs-nothing",
                "LC_ALL": "C.UTF-8",
            },
            stderr=subprocess.PIPE,
            text=True,
            # What a shell has put into the background would not hear Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        with process:
            try:
                asked, _address = silent.accept()
                with asked:
                    process.send_signal(signal.SIGINT)
                    _out, said = process.communicate(timeout=60)
            finally:
                process.kill()

    assert (process.returncode, said.strip()) == (130, "Stopped.")
