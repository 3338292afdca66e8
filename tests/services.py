"""The pytest plugin that starts a real PostgreSQL and a real Valkey for one test run.

Loaded with ``-p tests.services`` and not from a conftest: pytest-django reads the settings
while pytest is still starting, and by then the servers must be up and their addresses in the
environment. Each run has servers of its own in a temporary folder, so several runs can go on
at once, and so has each process of a run that goes on in several (``-n 2``). With
BAYYINA_TEST_DATABASE_URL set, that database server is used instead.

A run of nothing but ``tests/unit`` starts no server: those tests may not touch one.
"""

from __future__ import annotations

import argparse
import atexit
import os
import shutil
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from claims.adapters.signing import make_key
from factcheck import translations
from factcheck.embedded.folders import make_run_folder
from factcheck.embedded.services import Services, throwaway_services

REPOSITORY = Path(__file__).resolve().parent.parent
UNIT_TESTS = REPOSITORY / "tests" / "unit"
# What xdist calls the process, in each of its processes.
WORKER = "PYTEST_XDIST_WORKER"

# What tests/unit gets: well-formed addresses at which nobody lives.
NOWHERE = {
    "DATABASE_URL": "postgresql://nobody@/unit_tests_have_no_database?host=/nonexistent",
    "BROKER_URL": "redis+socket:///nonexistent/valkey.sock?virtual_host=0",
    "CACHE_URL": "unix:///nonexistent/valkey.sock?db=1",
}


def _only_unit_tests(arguments: list[str]) -> bool:
    paths = [Path(argument.split("::", 1)[0]).resolve() for argument in arguments]
    return bool(paths) and all(path.is_relative_to(UNIT_TESTS) for path in paths)


def _needs_servers(options: argparse.Namespace) -> bool:
    """Tell whether tests that may ask for servers run in this very process.

    With ``-n`` they run in other processes, which begin as this one does, each with servers of
    its own: no test meets what another one of the same moment stored, cached or queued.
    """
    if getattr(options, "numprocesses", None) and WORKER not in os.environ:
        # A process of xdist loads what -p names too late for the settings.
        os.environ["PYTEST_PLUGINS"] = __name__
        return False
    return not _only_unit_tests(options.file_or_dir)


class _Run:
    """The servers and the temporary folder of one test run."""

    def __init__(self) -> None:
        self.folder = make_run_folder()
        # The database account must be able to pass; what is inside is closed to it or its own.
        self.folder.chmod(0o711)
        self.services: Services | None = None

    def start(self, *, with_servers: bool) -> None:
        environment = dict(NOWHERE)
        if with_servers:
            self.services = throwaway_services(self.folder)
            self.services.start()
            environment = self.services.environment()
            if given := os.environ.get("BAYYINA_TEST_DATABASE_URL"):
                environment["DATABASE_URL"] = given
        media = self.folder / "media"
        media.mkdir()
        data = self.folder / "data"
        data.mkdir()
        os.environ.update(environment)
        static = self.folder / "static"
        static.mkdir()
        os.environ["MEDIA_ROOT"] = str(media)
        os.environ["STATIC_ROOT"] = str(static)
        os.environ["TEMPLATE_DEBUG"] = "1"
        os.environ["BAYYINA_DATA"] = str(data)
        os.environ["HISTORY_KEY_FILE"] = str(data / "history-key.pem")
        make_key(data / "history-key.pem")
        for name in ("OWNER_DATABASE_URL", "READER_DATABASE_URL", "BAYYINA_AS_OWNER"):
            os.environ.pop(name, None)
        os.environ["SECRET_KEY"] = "only-for-tests-and-therefore-no-secret-at-all-0123456789"
        os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1,[::1]"
        os.environ.pop("SECRET_KEY_FILE", None)

    def stop(self) -> None:
        if self.services is not None:
            self.services.stop()
            self.services.guardian.dismiss()
            self.services = None
        shutil.rmtree(self.folder, ignore_errors=True)


def pytest_xdist_auto_num_workers() -> int:
    """Say in how many processes ``-n auto`` runs: two wait for browsers or use the two cores.

    Each takes up to a gigabyte with its servers, so that many cores are no reason for many.
    """
    return max(2, min(4, os.cpu_count() or 2))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """Start the servers before pytest-django, whose hook comes first otherwise, reads settings."""
    run = _Run()
    atexit.register(run.stop)
    early_config.add_cleanup(run.stop)
    try:
        run.start(with_servers=_needs_servers(early_config.known_args_namespace))
        translations.compile_catalogues(REPOSITORY / "locale")
        return (yield)
    except BaseException:
        run.stop()
        sys.stdout.flush()
        raise
