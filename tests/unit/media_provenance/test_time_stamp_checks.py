"""A time stamp is trusted if its authority is on the list, however its answer is written."""

from __future__ import annotations

import contextlib
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import rfc3161_client

from media_provenance.adapters.time_stamp_checks import (
    TimeStampUnreadable,
    check_time_stamp,
    shipped_time_stamp_roots,
)
from tests.factories.authority import authority, make_root, reply_to

WORDS = "لقاء في آب · réunion à Nîmes · बैठक".encode()


@pytest.fixture(scope="module", params=[("ec", False), ("rsa", False), ("rsa", True)])
def answer(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[bytes, str]:
    """Return an authority's answer and its root; openssl writes two certificates unsorted."""
    kind, with_chain = request.param
    folder = tmp_path_factory.mktemp("authority")
    asked = rfc3161_client.TimestampRequestBuilder().data(WORDS).cert_request(cert_request=True)
    with authority(folder, kind=kind, with_chain=with_chain) as running:
        reply = reply_to(running.folder, asked.build().as_bytes())
        return reply, running.root.read_text()


def test_an_authority_on_the_list_is_trusted(answer: tuple[bytes, str]) -> None:
    reply, root = answer

    checked = check_time_stamp(reply, shipped_time_stamp_roots() + root)

    assert checked.trusted
    assert checked.authority == "Time stamps of a test"
    assert abs(checked.moment - datetime.now(UTC)) < timedelta(minutes=5)


def test_an_authority_that_is_on_no_list_is_not_trusted(
    answer: tuple[bytes, str], tmp_path: Path
) -> None:
    reply, _root = answer
    other = make_root(tmp_path, "Root of a test", "ec").read_text()

    assert not check_time_stamp(reply, other).trusted
    assert not check_time_stamp(reply, shipped_time_stamp_roots()).trusted
    assert not check_time_stamp(reply, "").trusted


def test_scraps_are_no_time_stamps(answer: tuple[bytes, str]) -> None:
    reply, root = answer

    for scrap in (b"", b"\x30", reply[:-1], reply + b"x", WORDS, b"\x30\x80" + reply):
        with pytest.raises(TimeStampUnreadable):
            check_time_stamp(scrap, root)


def test_an_altered_answer_is_never_trusted_with_another_time(answer: tuple[bytes, str]) -> None:
    reply, root = answer
    chance = random.Random(7)
    true_moment = check_time_stamp(reply, root).moment

    moments = set()
    for _attempt in range(60):
        altered = bytearray(reply)
        altered[chance.randrange(len(altered))] ^= 1 << chance.randrange(8)
        with contextlib.suppress(TimeStampUnreadable):
            checked = check_time_stamp(bytes(altered), root)
            moments |= {checked.moment} if checked.trusted else set()

    assert moments <= {true_moment}
