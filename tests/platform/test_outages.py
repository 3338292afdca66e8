"""What readers and editors are told while the database or the disk is away."""

from __future__ import annotations

import errno
import os

import psycopg
import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from factcheck.outages import server_error


def answer(error: Exception, language: str = "en") -> HttpResponse:
    """What the handler answers while this error is being handled."""
    request = RequestFactory().get("/")
    with translation.override(language):
        try:
            raise error
        except type(error):
            return server_error(request)


def database_error(cause: type[psycopg.Error]) -> OperationalError:
    error = OperationalError("host=db password=secret")
    error.__cause__ = cause("host=db password=secret")
    return error


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(database_error(psycopg.OperationalError), id="nobody answers"),
        pytest.param(database_error(psycopg.errors.AdminShutdown), id="stopped"),
        pytest.param(database_error(psycopg.errors.CrashShutdown), id="crashed"),
        pytest.param(database_error(psycopg.errors.CannotConnectNow), id="starting"),
        pytest.param(database_error(psycopg.errors.TooManyConnections), id="full"),
        pytest.param(database_error(psycopg.errors.ConnectionFailure), id="connection lost"),
        pytest.param(InterfaceError("the connection is closed"), id="connection closed"),
    ],
)
def test_503_while_the_database_is_away(error: Exception) -> None:
    response = answer(error)

    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert response["Cache-Control"] == "no-store"
    page = response.content.decode()
    assert "The database does not answer" in page
    assert "secret" not in page


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", 'lang="ar" dir="rtl"'), ("en", 'lang="en" dir="ltr"')]
)
@pytest.mark.parametrize(
    "error", [OperationalError("away"), OSError(errno.ENOSPC, "full")], ids=["database", "disk"]
)
def test_the_page_stands_in_the_language_of_its_reader(
    error: Exception, language: str, direction: str
) -> None:
    assert direction in answer(error, language).content.decode()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_507_when_the_disk_takes_nothing(number: int) -> None:
    response = answer(OSError(number, os.strerror(number), "/srv/media/ab"))

    assert response.status_code == 507
    assert "/srv/media" not in response.content.decode()


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(database_error(psycopg.errors.DeadlockDetected), id="deadlock"),
        pytest.param(database_error(psycopg.errors.QueryCanceled), id="statement too slow"),
        pytest.param(OSError(errno.ENOENT, "no such file"), id="file missing"),
        pytest.param(ValueError("ours"), id="our own fault"),
    ],
)
def test_500_for_what_is_our_own_fault(error: Exception) -> None:
    assert answer(error).status_code == 500
