"""Pictures made to be like everything, or like nothing: read and searched, linked to none."""

from __future__ import annotations

import io
import resource
from collections.abc import Callable

import numpy as np
import pytest
from django.contrib.auth.models import User
from PIL import Image, ImageDraw

from media_provenance.models import AssetState, Match, SearchState
from tests.factories.pictures import Pixels, draw_picture, jpeg, png, stored_picture
from tests.factories.searches import done_search

pytestmark = pytest.mark.django_db

# Processor seconds of reading, matching and searching one of these, in a worker that is shared.
MOST_SECONDS = 3.0


def _cells(size: int) -> Pixels:
    y, x = np.mgrid[:1200, :1600]
    board = ((x // size + y // size) % 2 * 255).astype(np.uint8)
    return np.repeat(board[:, :, None], 3, axis=2)


def _stripes() -> Pixels:
    stripes = np.zeros((900, 1200, 3), dtype=np.uint8)
    stripes[:, ::2] = 255
    return stripes


def _noise() -> Pixels:
    return np.random.default_rng(1).integers(0, 256, (900, 1200, 3), dtype=np.uint8)


def _same_spot_everywhere() -> Pixels:
    """One drawing hundreds of times: every keypoint is like every other."""
    tile = np.asarray(Image.fromarray(draw_picture(9)).resize((60, 60)))
    return np.tile(tile, (16, 20, 1))


def _page_of_text() -> Pixels:
    page = Image.new("RGB", (1200, 1600), "white")
    pen = ImageDraw.Draw(page)
    for line in range(60):
        pen.text((40, 20 + 26 * line), "Żółty wół; 速報 " * 9, fill="black")
    return np.asarray(page)


def _of_size(width: int, height: int) -> Pixels:
    return np.random.default_rng(2).integers(0, 256, (height, width, 3), dtype=np.uint8)


HOSTILE: dict[str, Callable[[], Pixels]] = {
    "one pixel": lambda: _of_size(1, 1),
    "one line": lambda: _of_size(2048, 1),
    "one column": lambda: _of_size(1, 2048),
    "black": lambda: np.zeros((900, 1200, 3), dtype=np.uint8),
    "white": lambda: np.full((900, 1200, 3), 255, dtype=np.uint8),
    "noise": _noise,
    "stripes": _stripes,
    "chessboard": lambda: _cells(50),
    "fine chessboard": lambda: _cells(8),
    "one drawing many times": _same_spot_everywhere,
    "a page of text": _page_of_text,
}


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _large(file: bytes) -> bytes:
    """Enlarge: a file of its own with the same content."""
    image = Image.open(io.BytesIO(file))
    target = io.BytesIO()
    image.resize((image.width * 2, image.height * 2), Image.Resampling.NEAREST).save(target, "PNG")
    return target.getvalue()


@pytest.mark.slow
def test_none_is_linked_to_any_other_nor_to_a_photograph() -> None:
    stored_picture(jpeg(draw_picture(1)))

    states = {name: stored_picture(png(make())).state for name, make in HOSTILE.items()}

    assert set(states.values()) == {AssetState.READ}
    assert not Match.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_searched_for_in_bounded_time(name: str, alice: User) -> None:
    file = png(HOSTILE[name]())
    stored_picture(file)
    stored_picture(jpeg(draw_picture(1)))
    began = _seconds()

    search = done_search(_large(file), by=alice)

    assert search.state == SearchState.DONE
    assert _seconds() - began < MOST_SECONDS
