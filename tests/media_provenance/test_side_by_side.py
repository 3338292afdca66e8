"""Two at once: what must come out right when workers and people do not wait for each other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import connection, connections, transaction

from jobs import runner
from jobs.models import Job
from media_provenance import pipeline
from media_provenance.actions import ask_when, decide_match, record_page_sighting, store_picture
from media_provenance.models import (
    Decision,
    Evidence,
    Finding,
    Match,
    MatchClass,
    MediaAsset,
    PictureFeatures,
)
from media_provenance.tasks import READ_PICTURE
from tests.factories.pictures import (
    day,
    draw_picture,
    greyscale,
    jpeg,
    mirrored,
    run_matching,
    run_reading,
    stored_picture,
)

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.slow,
]


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Make the calls in threads that start together and return their answers."""
    start = threading.Barrier(len(calls))
    answers: list[object] = [None] * len(calls)

    def call(place: int) -> None:
        try:
            start.wait(10)
            answers[place] = calls[place]()
        except Exception as error:
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=call, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
    return answers


def test_two_copies_read_and_looked_for_at_the_same_moment_find_each_other() -> None:
    assets = [store_picture(jpeg(draw_picture(1))), store_picture(greyscale(draw_picture(1)))]

    def read_and_look(place: int) -> None:
        run_reading(assets[place])
        run_matching(assets[place])

    at_once(lambda: read_and_look(0), lambda: read_and_look(1))

    match = Match.objects.get()
    assert match.match_class == MatchClass.COPY
    assert {match.first, match.second} == set(assets)


def test_features_are_numbered_in_the_order_in_which_they_can_be_seen() -> None:
    assets = [store_picture(jpeg(draw_picture(seed))) for seed in range(4)]
    seen: list[list[int]] = []

    def read(asset: MediaAsset) -> None:
        run_reading(asset)
        seen.append(sorted(PictureFeatures.objects.values_list("change", flat=True)))

    at_once(*(partial(read, asset) for asset in assets))

    # Whoever has read up to a number misses nothing that is seen later.
    longest = sorted(seen, key=len)
    assert [set(longest[3][: len(one)]) == set(one) for one in longest] == [True] * 4


def test_two_people_confirming_at_once_give_one_decision_and_one_finding() -> None:
    alice, bob = (User.objects.create_user(name) for name in ("alice", "bob"))
    original = stored_picture(jpeg(draw_picture(2)))
    copy = stored_picture(mirrored(draw_picture(2)))
    record_page_sighting(
        original,
        page_key="1:x",
        url="https://news.example/",
        title="",
        language="",
        published=day("2022-08-14"),
        origin="url",
        read_from="",
        capture=None,
    )
    question = ask_when(copy, asked_for="test:1", event=day("2024-06-20"))
    match = Match.objects.get()

    at_once(
        lambda: decide_match(match, Decision.CONFIRMED, by=alice),
        lambda: decide_match(match, Decision.CONFIRMED, by=bob),
    )

    match.refresh_from_db()
    assert match.decided_by in (alice, bob)
    assert Finding.objects.filter(question=question).count() == 2
    assert Finding.objects.get(superseded_at=None).kind == "publisher_says_predates"


def test_one_picture_uploaded_twice_at_once_is_one_asset() -> None:
    data = jpeg(draw_picture(3))

    first, second = at_once(lambda: store_picture(data), lambda: store_picture(data))

    assert first == second
    assert MediaAsset.objects.count() == 1
    assert Job.objects.filter(kind=READ_PICTURE).count() == 1
    assert Evidence.objects.filter(kind="own_capture").count() == 2


def test_one_job_taken_by_two_workers_is_done_by_one() -> None:
    store_picture(jpeg(draw_picture(4)))
    job = Job.objects.get(kind=READ_PICTURE)

    ran = at_once(lambda: runner.run(job.pk), lambda: runner.run(job.pk))

    assert sorted(answer.name for answer in ran if isinstance(answer, runner.Ran)) == [
        "DONE",
        "NOT_OURS",
    ]


def test_a_writer_waits_until_the_one_before_has_committed() -> None:
    asset = stored_picture(jpeg(draw_picture(5)))
    order: list[str] = []

    with transaction.atomic():
        pipeline.lock_pictures()
        waiting = threading.Thread(
            target=lambda: (
                ask_when(asset, asked_for="test:1", event=day("2024-06-20")),
                order.append("asked"),
                connections.close_all(),
            )
        )
        waiting.start()
        waiting.join(0.5)
        order.append("committed")
    waiting.join(10)

    assert order == ["committed", "asked"]
    assert not connection.in_atomic_block
