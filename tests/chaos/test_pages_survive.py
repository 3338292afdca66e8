"""Take the disk or the database away while people are at work: they are told, and nothing is lost.

The pages come from the product's own web server, and 120 jobs are under way behind them.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.chaos.disks import Disk, make_disk
from tests.chaos.front import find_nginx, write_configuration
from tests.chaos.installation import Ask, Installation, Outcome, Workload
from tests.chaos.newsroom import NO_ANSWER, Record, Uploader, digests, sign_in
from tests.factories.pictures import draw_picture, jpeg
from tests.platform.stack import free_port

pytestmark = [pytest.mark.chaos, pytest.mark.long]

JOBS = 120
SECONDS_WITHOUT_DATABASE = 30
# As long as a shared cache may show a page without asking (s-maxage of public answers).
SECONDS_FRESH = 20
# In three scripts, to be found again in the form that comes back.
NOTE = "ملاحظة · où est passé l'été · हिन्दी"


def is_shown(somebody: Uploader, path: str) -> bool:
    """Answer whether a page is shown; nobody may be there yet to answer at all."""
    with contextlib.suppress(*NO_ANSWER):
        return somebody.get(path)[0] == 200
    return False


@pytest.fixture
def disk(ground: Installation, request: pytest.FixtureRequest) -> Iterator[Disk]:
    made = make_disk(ground.folder / f"media-{request.node.name[-20:]}")
    yield made
    made.close()


@pytest.fixture
def desk(ground: Installation, disk: Disk) -> Iterator[Uploader]:
    """Somebody signed in, whose files go to that disk; everything is at work."""
    port = free_port()
    ground.start_web(port, disk.variables())
    ground.start_worker(extra=disk.variables())
    ground.start_sweeper()
    somebody = Uploader(port, sign_in(ground.manage))

    ground.wait_until(lambda: is_shown(somebody, "/en/"), "the first page", seconds=60)
    yield somebody
    # Before the disk is taken away under it.
    ground.clear()


@pytest.fixture
def record(ground: Installation) -> Record:
    return Record(ground.database.url)


def assert_every_row_has_its_file(ground: Installation, folder: Path, picture: bytes) -> None:
    rows = ground.rows(
        "SELECT sha256 FROM media_provenance_mediaasset WHERE sha256 = %s", digests([picture])
    )
    assert len(rows) == 1
    assert [path for (digest,) in rows for path in folder.rglob(f"*{digest}*")]


@pytest.mark.parametrize(
    ("refuse", "sentence"),
    [
        pytest.param("fill", "There is no room left on this server", id="full"),
        pytest.param("make_read_only", "This server cannot write files", id="read-only"),
    ],
)
def test_the_media_folder_is(
    ground: Installation,
    workload: Workload,
    judge: Callable[[Outcome], None],
    disk: Disk,
    desk: Uploader,
    record: Record,
    refuse: str,
    sentence: str,
) -> None:
    before, refused, after = (jpeg(draw_picture(seed)) for seed in (701, 702, 703))
    desk.upload(before)
    ground.wait_until(lambda: record.are_read([before]), "the first picture read", seconds=60)
    workload.ask(Ask("chaos.effect", JOBS))

    workload.strike()
    getattr(disk, refuse)()
    status, page = desk.send(refused, note=NOTE)
    kept_of_the_refused = record.states([refused])
    shown, _page = desk.get("/desk/pictures/")
    disk.recover()
    desk.upload(after)
    ground.wait_until(lambda: record.are_read([after]), "the next picture read", seconds=60)
    outcome = workload.outcome()

    judge(outcome)
    assert (outcome.done, outcome.set_aside) == (JOBS, 0)
    assert (status, shown) == (507, 200)
    assert sentence in page
    assert NOTE.replace("'", "&#x27;") in page
    assert kept_of_the_refused == []
    assert not list(disk.folder.rglob(f"*{digests([refused])[0]}*"))
    assert_every_row_has_its_file(ground, disk.folder, before)
    assert_every_row_has_its_file(ground, disk.folder, after)


def test_the_database_is_away_for_30_seconds(
    ground: Installation, workload: Workload, judge: Callable[[Outcome], None], desk: Uploader
) -> None:
    workload.ask(Ask("chaos.effect", JOBS))
    workload.wait_until_done(20)
    answers: set[tuple[str, int]] = set()
    told: list[str] = []

    workload.strike()
    began = time.monotonic()
    ground.kill("database", signal.SIGINT)
    while time.monotonic() < began + SECONDS_WITHOUT_DATABASE:
        ground.look_after()
        for path in ("/en/", "/ar/", "/en/feed.xml", "/desk/"):
            status, page = desk.get(path)
            answers.add((path, status))
            told.append(page)
        time.sleep(1)
    ground.start_database()
    outcome = workload.outcome()
    after = {path: desk.get(path)[0] for path in ("/en/", "/ar/", "/en/feed.xml", "/desk/")}

    judge(outcome)
    assert (outcome.done, outcome.set_aside) == (JOBS, 0)
    assert answers == {("/en/", 503), ("/ar/", 503), ("/en/feed.xml", 503), ("/desk/", 503)}
    assert not [page for page in told if "Traceback" in page or "OperationalError" in page]
    assert after == {"/en/": 200, "/ar/": 200, "/en/feed.xml": 200, "/desk/": 200}


@pytest.mark.skipif(find_nginx() is None, reason="nginx is not installed on this machine")
def test_the_front_cache_serves_what_it_has_while_the_database_is_away(
    ground: Installation, desk: Uploader
) -> None:
    nginx, port = find_nginx(), free_port()
    assert nginx is not None
    configuration = write_configuration(ground.folder / "front", web_port=desk.port, port=port)
    ground.start_front(nginx, configuration)
    reader = Uploader(port, "nobody=signed-in")
    ground.wait_until(lambda: is_shown(reader, "/en/"), "a page through the cache", seconds=20)

    ground.kill("database", signal.SIGINT)
    # Older than the cache may show it without asking.
    time.sleep(SECONDS_FRESH + 1)
    kept, not_kept = reader.get("/en/"), reader.get("/en/corrections/")
    ground.start_database()

    assert (kept[0], not_kept[0]) == (200, 503)
    assert "</html>" in kept[1]
