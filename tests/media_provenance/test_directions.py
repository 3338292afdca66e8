"""Which way round a pair is told, against an edit that is known, through the real tables."""

from __future__ import annotations

import numpy as np
import pytest

from media_provenance.models import Match
from media_provenance.queries import Comparison, picture_comparison
from tests.factories.pictures import Pixels, draw_picture, jpeg, stored_picture

pytestmark = pytest.mark.django_db

# Places in the edited picture and where they were in the original, as fractions of the sides. Of
# the original the left fifth and a tenth above and below are gone; the rest was mirrored, then
# turned by a quarter, clockwise: what was right is above, what was above is right.
PLACES = [
    ((0.5, 0.5), (0.6, 0.5)),
    ((1.0, 0.0), (1.0, 0.1)),
    ((0.0, 0.0), (1.0, 0.9)),
    ((0.3, 0.25), (0.8, 0.66)),
]


def edited(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    part = pixels[height // 10 : height * 9 // 10, width // 5 :]
    return np.ascontiguousarray(np.rot90(np.fliplr(part), -1))


def moved(comparison: Comparison, place: tuple[float, float]) -> tuple[float, float]:
    assert comparison.homography is not None
    x, y, scale = comparison.homography @ (*place, 1.0)
    return float(x / scale), float(y / scale)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
@pytest.mark.parametrize("first", ["original", "edit"])
def test_a_mirrored_and_turned_crop_lies_where_it_was_cut_from_whichever_came_first(
    seed: int, first: str
) -> None:
    files = {"original": jpeg(draw_picture(seed)), "edit": jpeg(edited(draw_picture(seed)))}
    names = sorted(files, key=lambda name: name != first)
    stored = {name: stored_picture(files[name]) for name in names}
    match = Match.objects.get()

    of_edit = picture_comparison(match, seen_from=stored["edit"].pk)
    of_original = picture_comparison(match, seen_from=stored["original"].pk)

    for in_edit, in_original in PLACES:
        assert moved(of_edit, in_edit) == pytest.approx(in_original, abs=0.01)
        assert moved(of_original, in_original) == pytest.approx(in_edit, abs=0.01)
    assert of_edit.alteration is not None
    assert of_original.alteration is not None
    assert of_edit.alteration.mirrored
    assert of_edit.alteration.rotation == pytest.approx(90, abs=0.5)
    assert of_edit.alteration.crop == pytest.approx(0.64, abs=0.01)
    assert of_original.alteration.shown == pytest.approx(0.64, abs=0.01)
    assert min(x for x, _ in of_original.seen_outline) == pytest.approx(0.2, abs=0.02)
    assert of_original.seen_outline == of_edit.other_outline
