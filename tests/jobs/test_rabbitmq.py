"""Jobs reach a worker over RabbitMQ quorum queues as well, by nothing but BROKER_URL.

Runs where `rabbitmq-server` is installed: a node of its own, in a temporary folder, on ports of
its own. Such a node takes a quarter of a minute to start, so that these run with
`./bayyina test --all` only.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from celery import Celery, current_app
from django.conf import settings
from kombu.connection import Connection
from kombu.exceptions import OperationalError

from factcheck.broker import broker_settings
from jobs import hints
from jobs.models import Job

SCRIPTS = sorted(Path("/usr/lib/rabbitmq/lib").glob("rabbitmq_server-*/sbin"))
REPOSITORY = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db,
    pytest.mark.skipif(
        shutil.which("rabbitmq-server") is None or not SCRIPTS,
        reason="RabbitMQ is not installed here (apt-get install rabbitmq-server).",
    ),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def address_of_test_database() -> str:
    name = settings.DATABASES["default"]["NAME"]
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def wait_for(condition: Callable[[], bool], *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.3)
    return False


def answers(url: str) -> bool:
    try:
        with Connection(url, connect_timeout=2) as connection:  # type: ignore[no-untyped-call]
            connection.ensure_connection(max_retries=1, timeout=2)
    except (OSError, OperationalError):
        return False
    return True


@pytest.fixture(scope="module")
def rabbitmq(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a RabbitMQ node that lives for this module."""
    folder = tmp_path_factory.mktemp("rabbitmq")
    port = free_port()
    (folder / "rabbitmq.conf").write_text(f"listeners.tcp.1 = 127.0.0.1:{port}\n", encoding="ascii")
    (folder / "plugins").write_text("[].\n", encoding="ascii")
    environment = {
        **os.environ,
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"bayyina-test-{port}@localhost",
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_FEATURE_FLAGS_FILE": str(folder / "feature_flags"),
        # The name daemon of Erlang would outlive the test.
        "ERL_EPMD_PORT": str(free_port()),
    }
    with (folder / "output").open("wb") as output:
        # The script itself, not Debian's wrapper, which works in the folders of the system.
        node = subprocess.Popen(
            [SCRIPTS[-1] / "rabbitmq-server"],
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    url = f"amqp://guest:guest@127.0.0.1:{port}//"
    try:
        started = wait_for(lambda: answers(url), seconds=90)
        assert started, (folder / "output").read_text(encoding="utf-8", errors="replace")[-2000:]
        yield url
    finally:
        os.killpg(node.pid, signal.SIGTERM)
        node.wait(timeout=60)
        subprocess.run(["epmd", "-kill"], env=environment, check=False, capture_output=True)


@pytest.fixture
def broker(rabbitmq: str) -> Iterator[str]:
    """Celery of this process works with RabbitMQ."""
    app: Celery = current_app._get_current_object()
    found = broker_settings(rabbitmq)
    before = {
        name: app.conf[name]
        for name in (
            "broker_url",
            "broker_transport_options",
            "task_default_queue",
            "task_default_queue_type",
        )
    }

    def use(**values: object) -> None:
        app.conf.update(values)
        app.conf.broker_write_url = app.conf.broker_read_url = values["broker_url"]
        app._pool = app.amqp._producer_pool = None
        app.amqp.__dict__.pop("queues", None)
        app.amqp.__dict__.pop("router", None)
        app.amqp._rtable = None
        hints._ask_again_at = 0.0

    use(
        broker_url=found.url,
        broker_transport_options=found.transport_options,
        task_default_queue=found.queue,
        task_default_queue_type=found.queue_type,
    )
    yield rabbitmq
    use(**before)


def test_an_absent_queue_has_no_length_and_messages_are_counted(broker: str) -> None:
    jobs = [Job.objects.create(kind="test.amqp", key=key) for key in ("عمل", "é", "काम")]

    before = hints.queue_length()
    sent = [hints.hint(job.pk) for job in jobs]

    assert before == 0
    assert sent == [True, True, True]
    assert wait_for(lambda: hints.queue_length() == 3, seconds=10)


def test_the_queue_is_a_quorum_queue(broker: str) -> None:
    hints.hint(Job.objects.create(kind="test.amqp", key="أ").pk)
    name = broker_settings(broker).queue

    with (
        Connection(broker) as connection,  # type: ignore[no-untyped-call]
        pytest.raises(connection.channel_errors) as refused,
    ):
        connection.default_channel.queue_declare(
            name, durable=True, auto_delete=False, arguments={"x-queue-type": "classic"}
        )

    assert "quorum" in str(refused.value)


def test_a_worker_takes_its_messages_from_there(broker: str, tmp_path: Path) -> None:
    # It does not see the rows of this test, which are never committed: what is shown is that
    # every message is fetched, looked at and acknowledged.
    hints.hint(Job.objects.create(kind="test.amqp", key="ب").pk)
    log = tmp_path / "worker.log"
    command = [sys.executable, "-m", "celery", "-A", "factcheck", "worker", "--pool", "solo"]
    with log.open("wb") as output:
        worker = subprocess.Popen(
            [*command, "--without-gossip", "--without-mingle", "--loglevel", "INFO"],
            env={**os.environ, "BROKER_URL": broker, "DATABASE_URL": address_of_test_database()},
            cwd=REPOSITORY,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        assert wait_for(lambda: b"jobs.run" in log.read_bytes(), seconds=60)
        emptied = wait_for(lambda: hints.queue_length() == 0, seconds=60)
        done = wait_for(lambda: b"succeeded" in log.read_bytes(), seconds=20)
    finally:
        worker.terminate()
        worker.wait(timeout=60)
    assert emptied, log.read_text(encoding="utf-8")
    assert done, log.read_text(encoding="utf-8")
