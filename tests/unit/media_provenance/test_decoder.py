"""The decoder and the walls around its children: nothing gets out, and nothing is left behind."""

from __future__ import annotations

import gc
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from media_provenance.adapters import decoder_link
from media_provenance.adapters.child_walls import Wall
from media_provenance.adapters.decoder_link import Decoder, DecoderGone
from media_provenance.adapters.images import (
    PictureRefused,
    RefusalCode,
    missing_walls,
    open_picture,
    read_metadata,
)
from tests.unit.media_provenance.odd_decoder import program
from tests.unit.media_provenance.pictures import encoded, scenery

ROOT = Path(__file__).resolve().parents[3]
PHOTO = scenery(1)
SMALL = encoded(scenery(2, 60, 40))
linux = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="these walls stand on Linux",
)


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Decoder]]:
    """Put an odd decoder in the place of this process's own."""
    made: list[Decoder] = []

    def put(name: str) -> Decoder:
        made.append(Decoder(program(name)))
        monkeypatch.setattr(decoder_link, "_decoder", made[0])
        return made[0]

    yield put
    for one in made:
        one.close()


def refusal_of(data: bytes) -> tuple[RefusalCode, str]:
    with pytest.raises(PictureRefused) as refusal:
        open_picture(data)
    return refusal.value.code, refusal.value.detail


def children_of(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


def descriptors_of(process: int | str) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def wait_until(happened: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.02)
    return happened()


# The walls


@linux
def test_every_wall_stands() -> None:
    assert missing_walls() == frozenset[Wall]()


@linux
@pytest.mark.parametrize("format", ["PNG", "HEIF"], ids=["without threads", "with threads"])
def test_a_child_that_was_taken_over_does_not_get_out(
    odd: Callable[[str], Decoder], format: str
) -> None:
    answer = odd("escape").ask({"task": "picture", "format": format}, SMALL)

    assert answer.parts[0].head["outside"] == []
    assert answer.parts[0].head["tried"] >= 17


@linux
def test_the_decoder_knows_no_secret_and_holds_no_descriptor_of_its_caller(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET_KEY", "CANARY")
    fresh = Decoder()

    process = Path(f"/proc/{fresh.process_id()}")
    environment = process.joinpath("environ").read_bytes()
    targets = [os.readlink(entry) for entry in process.joinpath("fd").iterdir()]  # noqa: PTH115
    place, session = os.readlink(process / "cwd"), os.getsid(fresh.process_id())  # noqa: PTH115
    fresh.close()

    assert b"CANARY" not in environment
    assert sorted(target.partition(":")[0] for target in targets[1:]) == ["socket"]
    assert (place, session != os.getsid(0)) == ("/", True)


@linux
def test_the_decoder_has_one_thread_so_that_forking_is_safe() -> None:
    open_picture(encoded(PHOTO, "AVIF"))

    process = decoder_link.decoder().process_id()

    assert os.listdir(f"/proc/{process}/task") == [str(process)]  # noqa: PTH208


# Children that misbehave


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "code", "detail"),
    [
        ("sleep", RefusalCode.TOOK_TOO_LONG, "time"),
        ("spin", RefusalCode.TOOK_TOO_LONG, "processor time or memory"),
        ("linger", RefusalCode.TOOK_TOO_LONG, "processor time or memory"),
        ("abort", RefusalCode.TOOK_TOO_LONG, "processor time or memory"),
        ("crash", RefusalCode.BROKEN, "decoder stopped"),
        ("gorge", RefusalCode.BROKEN, "decoder stopped"),
        ("lie", RefusalCode.BROKEN, "decoder stopped"),
        ("lie of refusal", RefusalCode.BROKEN, "decoder stopped"),
        ("lie about size", RefusalCode.BROKEN, "decoder stopped"),
        ("lie about digest", RefusalCode.BROKEN, "decoder stopped"),
    ],
)
def test_a_child_that_misbehaves_is_a_refusal_and_nothing_is_left_of_it(
    odd: Callable[[str], Decoder], name: str, code: RefusalCode, detail: str
) -> None:
    decoder = odd(name)
    process = decoder.process_id()

    refusal = refusal_of(SMALL)

    assert refusal == (code, detail)
    assert (decoder.process_id(), children_of(process)) == (process, [])


@linux
@pytest.mark.slow
def test_a_child_is_given_no_more_memory_than_its_limit(odd: Callable[[str], Decoder]) -> None:
    answer = odd("eat").ask({"task": "picture", "format": "PNG"}, SMALL)

    assert answer.parts == ()
    assert answer.cost.peak_bytes - answer.cost.base_bytes < 64 << 20


@pytest.mark.slow
def test_credentials_that_kill_their_reader_do_not_lose_the_picture(
    odd: Callable[[str], Decoder],
) -> None:
    odd("die after the picture")

    decoded = open_picture(encoded(PHOTO))

    assert np.array_equal(decoded.pixels, PHOTO)
    assert (decoded.notes, decoded.credentials) == (("credentials_unreadable",), None)


# The decoder's own life


def test_a_decoder_that_was_killed_is_replaced() -> None:
    former = decoder_link.decoder().process_id()
    os.kill(former, signal.SIGKILL)

    decoded = open_picture(encoded(PHOTO))

    assert np.array_equal(decoded.pixels, PHOTO)
    assert decoder_link.decoder().process_id() != former


HELLO = """{"walls": [], "limits": {}}"""


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("raise SystemExit(1)", id="does not start"),
        pytest.param(
            f"import os, sys; os.write(int(sys.argv[1]), {HELLO!r}.encode() + b'\\n'); "
            "os.read(int(sys.argv[1]), 1)",
            id="ends over every file",
        ),
    ],
)
def test_a_decoder_that_cannot_be_had_says_nothing_about_the_picture(
    monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    hopeless = Decoder((sys.executable, "-I", "-c", source))
    monkeypatch.setattr(decoder_link, "_decoder", hopeless)

    with pytest.raises(DecoderGone):
        open_picture(SMALL)

    hopeless.close()


def test_a_decoder_whose_program_is_gone_says_nothing_about_the_picture(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(decoder_link, "_decoder", Decoder((str(tmp_path / "none"),)))

    with pytest.raises(DecoderGone):
        open_picture(SMALL)


@linux
@pytest.mark.slow
def test_two_hundred_pictures_leave_no_process_and_no_descriptor_behind() -> None:
    open_picture(SMALL)
    process = decoder_link.decoder().process_id()
    gc.collect()
    time.sleep(0.1)
    before = (descriptors_of("self"), descriptors_of(process))

    for _ in range(200):
        open_picture(SMALL)

    # The last report may be read a moment before the decoder has closed its end.
    assert wait_until(lambda: (descriptors_of("self"), descriptors_of(process)) == before)
    assert (decoder_link.decoder().process_id(), children_of(process)) == (process, [])


@pytest.mark.slow
def test_threads_share_a_decoder_and_each_gets_its_own_picture() -> None:
    drawn = [scenery(seed, 90, 60) for seed in range(24)]

    with ThreadPoolExecutor(8) as pool:
        decoded = list(pool.map(lambda pixels: open_picture(encoded(pixels)), drawn))

    pairs = zip(decoded, drawn, strict=True)
    assert [one.pixels.tobytes() == pixels.tobytes() for one, pixels in pairs] == [True] * 24


FORKING = """
import os, pathlib, sys
sys.path.insert(0, sys.argv[1])
from media_provenance.adapters import decoder_link
from media_provenance.adapters.images import open_picture
picture = pathlib.Path(sys.argv[2]).read_bytes()
open_picture(picture)
before = decoder_link.decoder().process_id()
child = os.fork()
if child == 0:
    open_picture(picture)
    own = decoder_link.decoder().process_id()
    decoder_link.decoder().close()
    os._exit(0 if own != before else 1)
_, status = os.waitpid(child, 0)
open_picture(picture)
print(status, before == decoder_link.decoder().process_id())
"""


@pytest.mark.slow
def test_a_forked_process_has_a_decoder_of_its_own(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(SMALL)

    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", FORKING, str(ROOT), str(picture)],
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (run.stdout, run.stderr) == ("0 True\n", "")


WAITING = """
import sys, time
sys.path.insert(0, sys.argv[1])
from media_provenance.adapters import decoder_link
print(decoder_link.decoder().process_id(), flush=True)
time.sleep(60)
"""


@linux
@pytest.mark.slow
def test_the_decoder_ends_with_its_caller_however_that_ends() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITING, str(ROOT)], stdout=subprocess.PIPE, text=True
    ) as caller:
        assert caller.stdout is not None
        process = Path("/proc") / caller.stdout.readline().strip()

        caller.kill()

    assert wait_until(lambda: not (process / "exe").exists())


# What is read beside pixels


def test_metadata_is_read_from_tiff_which_is_not_shown() -> None:
    data = encoded(PHOTO, "TIFF", description="مشهد, été, 景色", date_time="2021:03:04 05:06:07")

    metadata = read_metadata(data)

    assert metadata.fields == {"EXIF:ModifyDate": "2021:03:04 05:06:07"}
    assert (metadata.notes, metadata.credentials) == ((), None)
    assert refusal_of(data) == (RefusalCode.FORMAT_NOT_ACCEPTED, "TIFF")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_metadata_is_read_from_every_format_that_is_shown(format: str) -> None:
    metadata = read_metadata(encoded(PHOTO, format))

    assert (metadata.notes, metadata.credentials) == ((), None)


def test_a_file_that_is_no_picture_has_no_metadata() -> None:
    with pytest.raises(PictureRefused) as refusal:
        read_metadata("ليست صورة".encode())

    assert refusal.value.code is RefusalCode.NOT_A_PICTURE
