"""Captures for tests, stored by the action and kept as a worker would."""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from pytest_django.fixtures import Settings

from jobs import runner
from jobs.models import Job
from media_provenance.actions import store_capture
from media_provenance.models import Capture, CaptureBundle, CaptureKind
from media_provenance.pipeline.captures import KEEP
from media_provenance.pipeline.stamping import STAMP
from webfetch.client import Hop

PAGE = (
    "<html lang=ar dir=rtl><title>لقاء تجاري في آب</title>"
    "<h1>لقاء تجاري في آب</h1><p>Une réunion tenue à Nîmes<p>बैठक</html>"
).encode()


def captured_page(number: int = 1, *, data: bytes = PAGE) -> Capture:
    """Return a page as the fetcher would have brought it; it is not kept yet."""
    url = f"https://earlier.example/{number}"
    hop = Hop(
        url=url,
        address="93.184.215.14",
        status=200,
        request_head=f"GET /{number} HTTP/1.1\r\nHost: earlier.example\r\n\r\n".encode(),
        response_head=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        response_body=data,
    )
    return store_capture(
        data,
        kind=CaptureKind.FETCHED,
        url=url,
        final_url=url,
        status=200,
        headers=[("Content-Type", "text/html")],
        media_type="text/html",
        hops=[hop],
    )


def run_keeping() -> None:
    """Run every job that waits to keep something, and then those that have it signed."""
    for kind in (KEEP, STAMP):
        for job in Job.objects.filter(kind=kind).order_by("pk"):
            runner.run(job.pk)


def kept_pages(count: int) -> list[CaptureBundle]:
    """Return the links of so many kept pages, in order."""
    for number in range(1, count + 1):
        captured_page(number, data=PAGE.replace(b"</html>", b"<p>%d</html>" % number))
    run_keeping()
    return list(CaptureBundle.objects.order_by("number"))


def path_of(relative: str, settings: Settings) -> Path:
    """Return where a kept file lies, by its path below the media folder."""
    return Path(settings.MEDIA_ROOT) / relative


def as_somebody_with_every_right(statement: str, *values: str | int | bytes) -> None:
    """Change rows with the triggers switched off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
