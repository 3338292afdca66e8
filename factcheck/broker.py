"""What Celery must be told about its broker, from the address alone.

For: `factcheck.settings`. Pure: connects to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from factcheck.env import ConfigurationError

REDIS_SCHEMES = frozenset({"redis", "rediss", "redis+socket", "sentinel"})
AMQP_SCHEMES = frozenset({"amqp", "amqps", "pyamqp"})

# A broker that is away must be noticed in seconds, and a publish must never hang a request:
# without these, kombu sleeps six seconds over it, even where a call says retry=False.
NO_WAITING = {"max_retries": 0, "interval_start": 0}
CONNECT_SECONDS = 3
# A message that was taken and not done comes back after this long. It must be longer than any
# job may run; what a killed worker had in hand comes back much sooner, by its row.
VISIBILITY_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class BrokerSettings:
    """Celery settings that depend on the kind of broker.

    ``queue_type`` is ``task_default_queue_type``: "classic" or "quorum".
    """

    url: str
    queue: str
    queue_type: str
    transport_options: dict[str, int]


def broker_settings(url: str) -> BrokerSettings:
    """Return the settings for a Redis-type broker or RabbitMQ.

    RabbitMQ gets quorum queues, which are on disk and on several nodes, and confirms each
    message. Their queue has a name of its own, since a queue cannot change its type.

    Raises:
        ConfigurationError: for any other broker. Most of them lose messages for good when a
            worker is killed, and memory:// reaches no other process.
    """
    scheme = urlsplit(url).scheme.lower()
    if scheme in REDIS_SCHEMES:
        timeouts = {"socket_connect_timeout": CONNECT_SECONDS, "socket_timeout": CONNECT_SECONDS}
        options = {**NO_WAITING, **timeouts, "visibility_timeout": VISIBILITY_SECONDS}
        return BrokerSettings(url, "celery", "classic", options)
    if scheme in AMQP_SCHEMES:
        options = {**NO_WAITING, "connect_timeout": CONNECT_SECONDS, "confirm_publish": True}
        return BrokerSettings(url, "bayyina", "quorum", options)
    raise ConfigurationError(
        f"BROKER_URL begins with {scheme!r}. Set it to redis://host:6379/0 for Redis or Valkey, "
        "or to amqp://user:password@host:5672/ for RabbitMQ."
    )
