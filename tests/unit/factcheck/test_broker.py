"""The address of the broker decides what Celery is told about it."""

from __future__ import annotations

import pytest

from factcheck.broker import broker_settings
from factcheck.env import ConfigurationError


@pytest.mark.parametrize(
    "url",
    ["redis://host:6379/0", "rediss://host/1", "redis+socket:///مجلد/v.sock", "REDIS://h"],
)
def test_a_redis_type_broker_has_a_visibility_timeout_and_answers_within_seconds(url: str) -> None:
    found = broker_settings(url)

    assert (found.url, found.queue, found.queue_type) == (url, "celery", "classic")
    assert found.transport_options == {
        "max_retries": 0,
        "interval_start": 0,
        "socket_connect_timeout": 3,
        "socket_timeout": 3,
        "visibility_timeout": 3600,
    }


@pytest.mark.parametrize("url", ["amqp://user:é@host:5672//", "amqps://host/", "pyamqp://host//"])
def test_rabbitmq_has_quorum_queues_and_confirms_what_is_sent(url: str) -> None:
    found = broker_settings(url)

    assert (found.url, found.queue_type) == (url, "quorum")
    assert found.transport_options == {
        "max_retries": 0,
        "interval_start": 0,
        "connect_timeout": 3,
        "confirm_publish": True,
    }


def test_the_quorum_queue_does_not_bear_the_name_of_a_classic_one() -> None:
    assert broker_settings("amqp://host//").queue != broker_settings("redis://host").queue


@pytest.mark.parametrize(
    "url",
    ["memory://", "filesystem://", "sqs://", "postgresql://host/x", "host:6379", "", "كسر://"],
)
def test_another_broker_is_refused_with_what_to_set(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"BROKER_URL.*redis://host:6379/0.*amqp://"):
        broker_settings(url)


def test_the_message_quotes_no_password() -> None:
    with pytest.raises(ConfigurationError) as refused:
        broker_settings("memory://user:secret@host")

    assert "secret" not in str(refused.value)
