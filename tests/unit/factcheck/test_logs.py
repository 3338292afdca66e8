"""What is left out of the logs."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest

from factcheck.logs import NotHealth


@pytest.mark.parametrize(
    ("path", "status", "logged"),
    [("/healthz", 503, False), ("/healthz", 500, True), ("/ar/à/", 503, True)],
)
def test_only_the_health_page_that_says_no_is_left_out(
    path: str, status: int, logged: bool
) -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "é", None, None)
    record.request = SimpleNamespace(path=path)
    record.status_code = status

    assert NotHealth().filter(record) is logged


def test_a_record_without_a_request_is_logged() -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "நகரம்", None, None)

    assert NotHealth().filter(record)
