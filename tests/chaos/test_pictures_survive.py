"""Kill a part while pictures are worked on: what the desk has said it has, is read in the end.

Each picture exactly once: one asset, one set of fingerprints, one job, and that one done.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
from collections.abc import Sequence

import pytest

from tests.chaos.newsroom import (
    NO_ANSWER,
    Record,
    Uploader,
    digests,
    kill_part,
    wait_until,
)
from tests.factories.pictures import draw_picture, jpeg
from tests.platform.stack import RunningStack

pytestmark = [pytest.mark.chaos, pytest.mark.slow]

# PDQ and pHash.
FINGERPRINTS_OF_A_PICTURE = 2


def draw(seed: int, count: int) -> list[bytes]:
    """Return pictures that no other test of this module uploads."""
    return [jpeg(draw_picture(seed * 1000 + number)) for number in range(count)]


def assert_each_is_read_once(record: Record, pictures: Sequence[bytes]) -> None:
    wait_until(lambda: record.are_read(pictures), f"all {len(pictures)} pictures read")
    assert record.states(pictures) == [
        (digest, "read", FINGERPRINTS_OF_A_PICTURE) for digest in digests(pictures)
    ]
    wait_until(
        lambda: record.jobs(pictures) == [(digest, "done") for digest in digests(pictures)],
        "one finished job for each picture",
    )


def test_the_worker_is_killed_while_it_works_on_a_picture(
    stack: RunningStack, uploader: Uploader, record: Record
) -> None:
    pictures = draw(1, 6)

    for picture in pictures[:4]:
        uploader.upload(picture)
    wait_until(lambda: record.somebody_works_on(pictures), "a picture being worked on")
    kill_part(stack, "worker")
    for picture in pictures[4:]:
        uploader.upload(picture)

    assert_each_is_read_once(record, pictures)


def test_the_web_process_is_killed_right_after_its_answer(
    stack: RunningStack, uploader: Uploader, record: Record
) -> None:
    pictures = draw(2, 4)

    for picture in pictures[:2]:
        uploader.upload(picture)
    kill_part(stack, "web")
    for picture in pictures[2:]:
        uploader.upload_until_answered(picture)

    assert_each_is_read_once(record, pictures)


def test_the_web_process_is_killed_in_the_middle_of_an_upload(
    stack: RunningStack, uploader: Uploader, record: Record
) -> None:
    (picture,) = draw(3, 1)

    connection = uploader.begin_upload(picture)
    kill_part(stack, "web")
    with pytest.raises(NO_ANSWER):
        connection.getresponse()
    connection.close()
    kept_of_the_half = record.states([picture])
    uploader.upload_until_answered(picture)

    assert kept_of_the_half == []
    assert_each_is_read_once(record, [picture])


def test_the_same_picture_sent_again_for_want_of_an_answer_is_kept_once(
    stack: RunningStack, uploader: Uploader, record: Record
) -> None:
    (picture,) = draw(4, 1)

    # The answer is lost: the client hangs up, and cannot know whether the desk has it.
    uploader.upload(picture)
    kill_part(stack, "web")
    uploader.upload_until_answered(picture)

    assert_each_is_read_once(record, [picture])


def test_the_broker_is_killed_while_a_picture_is_worked_on(
    stack: RunningStack, uploader: Uploader, record: Record
) -> None:
    pictures = draw(5, 6)

    for picture in pictures[:3]:
        uploader.upload(picture)
    wait_until(lambda: record.somebody_works_on(pictures), "a picture being worked on")
    # The supervisor is held, so that the broker stays away while the others are brought in.
    stack.process.send_signal(signal.SIGSTOP)
    try:
        kill_part(stack, "broker")
        for picture in pictures[3:]:
            uploader.upload(picture)
    finally:
        stack.process.send_signal(signal.SIGCONT)

    assert_each_is_read_once(record, pictures)


def test_the_database_is_killed_while_a_picture_is_worked_on(
    stack: RunningStack, uploader: Uploader, record: Record
) -> None:
    pictures = draw(6, 4)

    for picture in pictures:
        uploader.upload(picture)
    wait_until(lambda: record.somebody_works_on(pictures), "a picture being worked on")
    os.kill(stack.leader_of("database"), signal.SIGKILL)
    stack.wait_until_healthy(seconds=60)

    assert_each_is_read_once(record, pictures)


@pytest.mark.long
@pytest.mark.parametrize("seed", [102])
def test_parts_are_killed_one_after_the_other(
    stack: RunningStack, uploader: Uploader, record: Record, seed: int
) -> None:
    pictures = draw(seed, 12)
    # No part more than twice: a job that is cut off three times is set aside for a person.
    victims = random.Random(seed).sample(["worker", "web", "broker", "sweeper"] * 2, 3)

    for position, victim in enumerate(victims):
        for picture in pictures[position * 4 : position * 4 + 4]:
            uploader.upload_until_answered(picture, seconds=60)
        # One that is being started again cannot be killed.
        with contextlib.suppress(LookupError):
            kill_part(stack, victim)
    stack.wait_until_healthy(seconds=90)

    assert_each_is_read_once(record, pictures)
