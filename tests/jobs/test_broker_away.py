"""A broker that is gone or mute holds up nobody and loses nothing."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings

from jobs import heartbeat, hints, registry, sweeper
from jobs.models import Job, JobState

pytestmark = pytest.mark.django_db

# So long may somebody wait, in seconds, who uploads twenty pictures while the broker is away.
MOST_SECONDS = 6.0


@pytest.fixture
def mute_broker(tmp_path: Path) -> Iterator[str]:
    """A socket that takes connections and never says a word, as a frozen server does."""
    path = tmp_path / "mute.sock"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen(64)
        yield f"redis+socket://{path}?virtual_host=0"


@pytest.fixture
def use_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Point Celery at another broker, with new connections before and after."""
    # The app itself, and not the proxy that stands for it.
    app = current_app._get_current_object()
    before = app.conf.broker_url

    def use(url: str) -> None:
        app.conf.broker_url = app.conf.broker_write_url = url
        app._pool = app.amqp._producer_pool = None
        hints._ask_again_at = 0.0

    yield use
    use(before)


@pytest.fixture(params=["gone", "mute"])
def broker_away(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    mute_broker: str,
    use_broker: Callable[[str], None],
) -> None:
    gone = f"redis+socket://{tmp_path}/gone.sock?virtual_host=0"
    use_broker({"gone": gone, "mute": mute_broker}[request.param])


def twenty_jobs() -> list[Job]:
    return [Job.objects.create(kind="test.away", key=str(number)) for number in range(20)]


def test_twenty_hints_to_a_broker_that_is_away_cost_seconds_and_no_error(
    broker_away: None,
) -> None:
    jobs = twenty_jobs()
    began_at = time.monotonic()

    sent = [hints.hint(job.pk) for job in jobs]

    assert time.monotonic() - began_at < MOST_SECONDS
    assert not any(sent)
    assert not Job.objects.filter(hinted_at__isnull=False).exists()


def test_the_length_of_a_queue_that_nobody_can_ask_for_is_nought(broker_away: None) -> None:
    began_at = time.monotonic()

    assert hints.queue_length() == 0

    assert time.monotonic() - began_at < MOST_SECONDS


def test_a_broker_that_came_back_is_told_after_a_pause(
    broker_away: None, use_broker: Callable[[str], None]
) -> None:
    first, second = twenty_jobs()[:2]
    hints.hint(first.pk)

    use_broker(settings.CELERY_BROKER_URL)

    assert hints.hint(second.pk)


def test_the_sweeper_shows_itself_between_jobs_that_it_does_itself(broker_away: None) -> None:
    registry.register(
        registry.Kind("test.away", work=lambda payload, progress: None, record=lambda *_: None)
    )
    twenty_jobs()

    sweeper.sweep()

    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    assert heartbeat.is_alive("sweeper")
