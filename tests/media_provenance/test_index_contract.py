"""What every picture index must do. A new engine is added to the fixture's list, no more."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from media_provenance.domain.fingerprints import (
    PDQ_MATCH_DISTANCE,
    Algorithm,
    Fingerprint,
    Orientation,
)
from media_provenance.index import PictureIndex
from media_provenance.index.postgres import PostgresIndex
from media_provenance.models import MediaAsset, asset_id_for

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[PostgresIndex], ids=["postgres"])
def index(request: pytest.FixtureRequest) -> PictureIndex:
    make: Callable[[], PictureIndex] = request.param
    return make()


def asset_id(digit: str) -> UUID:
    sha256 = digit * 64
    asset = MediaAsset.objects.create(
        id=asset_id_for(sha256), sha256=sha256, byte_size=1, format="PNG"
    )
    return asset.pk


def pdq(
    flipped: int = 0, *, quality: int = 100, version: int = 1, inverted: bool = False
) -> Fingerprint:
    """A fingerprint that differs from ``pdq(0)`` in that many bits; inverted, in all others."""
    number = (1 << flipped) - 1
    if inverted:
        number ^= (1 << 256) - 1
    return Fingerprint(Algorithm.PDQ, version, number.to_bytes(32, "big"), quality)


def upright(fingerprint: Fingerprint) -> dict[Orientation, Fingerprint]:
    return {Orientation.IDENTITY: fingerprint}


def test_the_radius_is_inclusive_and_exact(index: PictureIndex) -> None:
    inside, outside = asset_id("a"), asset_id("b")
    index.add(inside, pdq(PDQ_MATCH_DISTANCE))
    index.add(outside, pdq(PDQ_MATCH_DISTANCE + 1))

    found = index.candidates(upright(pdq()), radius=PDQ_MATCH_DISTANCE)

    assert [(one.asset_id, one.distance) for one in found] == [(inside, 31)]


def test_the_nearest_comes_first(index: PictureIndex) -> None:
    far, near = asset_id("a"), asset_id("b")
    index.add(far, pdq(20))
    index.add(near, pdq(3))

    found = index.candidates(upright(pdq()), radius=31)

    assert [one.asset_id for one in found] == [near, far]


def test_the_first_and_last_bit_are_compared(index: PictureIndex) -> None:
    stored = asset_id("a")
    index.add(stored, pdq())
    ends = Fingerprint(Algorithm.PDQ, 1, b"\x80" + bytes(30) + b"\x01", 100)

    (found,) = index.candidates(upright(ends), radius=2)

    assert found.distance == 2


def test_the_orientation_that_is_nearest_is_named_once(index: PictureIndex) -> None:
    stored = asset_id("a")
    index.add(stored, pdq(10))
    query = {Orientation.IDENTITY: pdq(0), Orientation.MIRRORED: pdq(8)}

    found = index.candidates(query, radius=31)

    assert [(one.orientation, one.distance) for one in found] == [(Orientation.MIRRORED, 2)]


def test_of_equal_distances_the_plainest_orientation_is_named(index: PictureIndex) -> None:
    stored = asset_id("a")
    index.add(stored, pdq())
    query = {Orientation.MIRRORED: pdq(4), Orientation.IDENTITY: pdq(4)}

    (found,) = index.candidates(query, radius=31)

    assert found.orientation is Orientation.IDENTITY


def test_pictures_that_say_too_little_are_not_proposed(index: PictureIndex) -> None:
    index.add(asset_id("a"), pdq(quality=49))
    kept = asset_id("b")
    index.add(kept, pdq(quality=50))

    found = index.candidates(upright(pdq()), radius=31)

    assert [one.asset_id for one in found] == [kept]


def test_versions_are_not_compared_with_each_other(index: PictureIndex) -> None:
    index.add(asset_id("a"), pdq(version=2))

    assert list(index.candidates(upright(pdq(version=1)), radius=31)) == []


def test_adding_again_replaces(index: PictureIndex) -> None:
    stored = asset_id("a")
    index.add(stored, pdq(inverted=True))

    index.add(stored, pdq(5))

    (found,) = index.candidates(upright(pdq()), radius=31)
    assert found.distance == 5


def test_what_is_removed_is_not_found_and_may_be_removed_again(index: PictureIndex) -> None:
    stored = asset_id("a")
    index.add(stored, pdq())

    index.remove(stored)
    index.remove(stored)

    assert list(index.candidates(upright(pdq()), radius=256)) == []


def test_other_fingerprints_are_refused(index: PictureIndex) -> None:
    phash = Fingerprint(Algorithm.PHASH, 1, bytes(8), None)

    with pytest.raises(ValueError, match="PDQ"):
        index.add(asset_id("a"), phash)
    with pytest.raises(ValueError, match="PDQ"):
        index.candidates(upright(phash), radius=31)


def test_an_empty_or_mixed_query_is_refused(index: PictureIndex) -> None:
    mixed = {Orientation.IDENTITY: pdq(version=1), Orientation.MIRRORED: pdq(version=2)}

    with pytest.raises(ValueError, match="one picture"):
        index.candidates({}, radius=31)
    with pytest.raises(ValueError, match="one picture"):
        index.candidates(mixed, radius=31)
