"""The small copies that pictures are compared by: what is packed comes back, nearly."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from media_provenance.domain.thumbnails import (
    UnreadableThumbnail,
    pack_thumbnail,
    unpack_colours,
    unpack_thumbnail,
)
from tests.unit.media_provenance.pictures import encoded, scenery

SMALL = scenery(1, width=320, height=213)
GREY = np.asarray(Image.fromarray(SMALL).convert("L"))


def test_the_grey_copy_comes_back_a_few_steps_off_at_most() -> None:
    back = unpack_thumbnail(pack_thumbnail(SMALL))

    assert back.shape == GREY.shape
    assert back.dtype == np.uint8
    assert np.abs(back.astype(int) - GREY).mean() < 3


def test_the_colours_come_back_too() -> None:
    back = unpack_colours(pack_thumbnail(SMALL))

    assert back.shape == SMALL.shape
    assert np.abs(back.astype(int) - SMALL).mean() < 5


def test_a_copy_takes_a_fraction_of_its_pixels() -> None:
    assert len(pack_thumbnail(SMALL)) < GREY.size / 2


def test_the_smallest_picture_is_kept() -> None:
    assert unpack_thumbnail(pack_thumbnail(SMALL[:1, :1])).shape == (1, 1)


@pytest.mark.parametrize(
    "pixels",
    [GREY, SMALL.astype(np.float32), SMALL[:0], SMALL[:, :, :2]],
    ids=["grey", "floats", "empty", "two_channels"],
)
def test_other_shapes_are_refused(pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="shape"):
        pack_thumbnail(pixels)


@pytest.mark.parametrize(
    "packed",
    [b"", b"\xff\xd8\xff", pack_thumbnail(SMALL)[:-500], encoded(SMALL)],
    ids=["nothing", "only_a_signature", "cut_short", "another_format"],
)
def test_bytes_that_are_no_such_copy_are_refused(packed: bytes) -> None:
    with pytest.raises(UnreadableThumbnail):
        unpack_thumbnail(packed)
