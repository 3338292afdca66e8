"""The command lines of our own processes; docker-compose.yml and Dockerfile name the same ones."""

from __future__ import annotations

import sys

from factcheck.embedded.folders import REPOSITORY

WEB_WORKERS = 2
BACKGROUND_WORKERS = 2


def web_command(bind: str, port: int) -> list[str]:
    """Return the command line of the web server."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi"]
    command += ["--host", bind, "--port", str(port), "--workers", str(WEB_WORKERS)]
    command += ["--blocking-threads", "4", "--respawn-failed-workers"]
    return [*command, "--no-access-log", "factcheck.wsgi:application"]


def background_commands() -> dict[str, list[str]]:
    """Return the command lines of what works behind the pages, by name."""
    celery = [sys.executable, "-m", "celery", "-A", "factcheck"]
    worker = [*celery, "worker", "--loglevel", "INFO", "--concurrency", str(BACKGROUND_WORKERS)]
    # The schedule is kept in memory: all of it is "every so often", nothing to remember.
    beat = [*celery, "beat", "--loglevel", "WARNING", "--pidfile="]
    return {
        "worker": [*worker, "--without-gossip", "--without-mingle"],
        "sweeper": [sys.executable, str(REPOSITORY / "manage.py"), "sweep"],
        "schedule": [*beat, "--scheduler", "celery.beat:Scheduler"],
    }
