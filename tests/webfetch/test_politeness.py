"""Two at once at one host and eight in all, over every process, with nothing to clean up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.db import connection, connections

from claims.adapters import fetching
from claims.adapters.fetching import fetch_for_desk, own_places
from claims.adapters.politeness import Politeness
from tests.webfetch.servers import LONG, World, page, redirect, says, takes_its_time
from webfetch import Reason, Refused, Stage
from webfetch.client import Budget, fetch

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db
PATIENT = Budget(wait_seconds=60, total_seconds=60)

MakeWorld = Callable[..., World]


@pytest.fixture
def through(monkeypatch: pytest.MonkeyPatch) -> Callable[[World], World]:
    """Let the desk's fetches meet that world."""

    def patch(world: World) -> World:
        met = partial(fetch, budget=PATIENT, resolve=world.resolve, connect=world.connect)
        monkeypatch.setattr(fetching, "fetch", met)
        return world

    return patch


@pytest.mark.slow
def test_fifty_fetches_of_one_host_open_two_connections_at_a_time(
    world: MakeWorld, through: Callable[[World], World]
) -> None:
    server = through(world(takes_its_time(page(), 0.05)))
    urls = [f"http://site.example/{number}" for number in range(50)]

    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(fetch_for_desk, urls))

    assert [answer.status for answer in answers] == [200] * 50
    assert server.most_open["site.example"] == 2


@pytest.mark.slow
def test_fetches_of_many_hosts_open_eight_connections_at_a_time(
    world: MakeWorld, through: Callable[[World], World]
) -> None:
    server = through(world(takes_its_time(page(), 0.3)))
    urls = [f"http://site{number}.example/" for number in range(24)]

    with ThreadPoolExecutor(24) as threads:
        answers = list(threads.map(fetch_for_desk, urls))

    assert [answer.status for answer in answers] == [200] * 24
    assert server.most_open[""] == 8


def test_who_does_not_get_a_turn_in_time_is_told_that_it_may_pass() -> None:
    with (
        Politeness(per_host=1) as first,
        Politeness(per_host=1) as second,
        first.slot("site.example", 0),
        pytest.raises(Refused) as refusal,
        second.slot("site.example", 0.1),
    ):
        pytest.fail("two had the one slot")

    assert (refusal.value.stage, refusal.value.reason) == (Stage.TURN, Reason.BUSY)
    assert refusal.value.may_pass


def test_waiting_for_one_of_all_does_not_keep_others_from_the_host() -> None:
    with (
        Politeness(in_all=1) as first,
        Politeness(in_all=1) as second,
        Politeness(per_host=1, in_all=2) as third,
        first.slot("one.example", 0),
    ):
        with pytest.raises(Refused), second.slot("two.example", 0.1):
            pytest.fail("more than all")
        with third.slot("two.example", 0):
            held = True

    assert held


def test_a_slot_is_free_again_after_a_fetch_that_failed() -> None:
    with Politeness(per_host=1) as first, Politeness(per_host=1) as second:
        with pytest.raises(ZeroDivisionError), first.slot("site.example", 0):
            raise ZeroDivisionError
        with second.slot("site.example", 0):
            held = True

    assert held


def test_a_fetch_holds_its_slot_for_one_hop_at_a_time(
    world: MakeWorld, through: Callable[[World], World]
) -> None:
    server = through(world(says(redirect(b"http://other.example/")), says(page())))

    fetch_for_desk("http://site.example/")

    assert server.names == ["site.example", "other.example"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        assert cursor.fetchone() == (0,)


def test_no_connection_to_the_database_is_left_behind() -> None:
    with Politeness() as limiter:
        with limiter.slot("site.example", 0):
            own = limiter._own
        assert own is not None
        assert own.connection is not None

    assert own.connection is None


def database_url() -> str:
    where = connections["default"].settings_dict
    password = quote(str(where["PASSWORD"]), safe="")
    host = quote(str(where["HOST"]), safe="")
    return (
        f"postgresql://{where['USER']}:{password}@/{where['NAME']}?host={host}&port={where['PORT']}"
    )


HOLD_BOTH = """
import django
django.setup()
from claims.adapters.politeness import Politeness
with Politeness() as one, Politeness() as two:
    with one.slot("site.example", 0), two.slot("site.example", 0):
        print("held", flush=True)
        input()
"""


@pytest.mark.slow
def test_a_killed_process_gives_its_slots_back() -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD_BOTH],
        env={**os.environ, "DATABASE_URL": database_url()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with Politeness() as other:
        with pytest.raises(Refused), other.slot("site.example", 0.2):
            pytest.fail("a third had a slot of two")

        holder.send_signal(signal.SIGKILL)
        holder.wait()
        holder.stdin.close()
        holder.stdout.close()

        with other.slot("site.example", 10):
            held = True

    assert held


@pytest.mark.parametrize(
    "url",
    [
        "http://desk.newsroom.example/",
        "http://DESK.newsroom.example./",
        "http://a.wide.example/",
        "http://wide.example/",
        "http://also.example:8080/",
        "http://45.45.45.45/",
        "http://[2a00:1450::7]/",
        "http://resolves.example/",
    ],
)
def test_our_own_names_and_numbers_are_never_fetched(
    world: MakeWorld, monkeypatch: pytest.MonkeyPatch, settings: Settings, url: str
) -> None:
    settings.PUBLIC_URL = "https://desk.newsroom.example"
    settings.ALLOWED_HOSTS = ["*", ".wide.example", "[::1]"]
    settings.FETCH_REFUSE = ["Also.example", "45.45.45.0/24", "2a00:1450::/32"]
    server = world(says(page()))
    server.dns["resolves.example"] = [["45.45.45.9"]]
    met = partial(fetch, budget=LONG, resolve=server.resolve, connect=server.connect)
    monkeypatch.setattr(fetching, "fetch", met)

    with pytest.raises(Refused) as refusal:
        fetch_for_desk(url)

    assert refusal.value.reason is Reason.OWN_HOST
    assert server.connected == []


def test_a_star_among_the_allowed_hosts_refuses_nobody(
    settings: Settings,
) -> None:
    settings.PUBLIC_URL = "https://desk.newsroom.example"
    settings.ALLOWED_HOSTS = ["*"]

    assert own_places() == {"desk.newsroom.example"}


def test_our_own_name_in_arabic_letters_is_refused_however_it_is_written(
    settings: Settings,
) -> None:
    settings.PUBLIC_URL = "https://بيّنة.example"
    settings.ALLOWED_HOSTS = ["bücher.example", "उदाहरण.example", "web_1"]

    assert own_places() == {
        "xn--ngbc0gpa9a.example",
        "xn--bcher-kva.example",
        "xn--p1b6ci4b4b3a.example",
    }
