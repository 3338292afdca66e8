"""/healthz says which part is missing, and nothing that an outsider should not read."""

from __future__ import annotations

import json

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from kombu.exceptions import OperationalError as BrokerError

from factcheck import health
from jobs import heartbeat

pytestmark = pytest.mark.django_db


def ask() -> tuple[int, dict[str, str]]:
    response = health.healthz(RequestFactory().get("/healthz"))
    return response.status_code, json.loads(response.content)


def test_200_when_every_part_works() -> None:
    heartbeat.beat("worker")
    heartbeat.beat("sweeper")

    status, body = ask()

    assert status == 200
    assert set(body.values()) == {"ok"}


def test_503_names_the_process_that_shows_no_sign_of_life() -> None:
    heartbeat.beat("sweeper")

    status, body = ask()

    assert status == 503
    assert body["worker"] == "no sign of life"
    assert body["sweeper"] == "ok"


def test_503_when_the_broker_is_away_without_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise BrokerError("redis://:secret@host:6379 refused")

    monkeypatch.setattr("kombu.Connection.ensure_connection", refuse)

    status, body = ask()

    assert status == 503
    assert body["broker"] == "does not answer"
    assert "secret" not in str(body)


def test_503_when_the_database_is_away_without_its_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OperationalError("password=secret host=db")

    monkeypatch.setattr("django.db.connection.cursor", refuse)

    status, body = ask()

    assert status == 503
    assert body["database"] == "does not answer"
    assert body["worker"] == "unknown"
    assert "secret" not in str(body)


def test_the_answer_is_kept_by_no_cache() -> None:
    response = health.healthz(RequestFactory().get("/healthz"))

    assert "no-store" in response["Cache-Control"]
