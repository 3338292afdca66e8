"""What every picture index must do. A new engine is added to the fixture's list, no more.

How the engine with files of its own goes about it is in tests/unit/media_provenance/
test_segments.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from media_provenance.domain.description import PictureDescription, StoredDescription
from media_provenance.domain.fingerprints import Algorithm, Fingerprint, Orientation
from media_provenance.domain.picture_quality import QualityMark
from media_provenance.domain.regions import STORED_WINDOWS, WHOLE, Region
from media_provenance.index import IndexEntry, PictureIndex
from media_provenance.index.chosen import (
    fold_index,
    index_folder,
    picture_index,
    remove_index_files,
)
from media_provenance.index.postgres import PostgresIndex
from media_provenance.index.record import PostgresRecord
from media_provenance.index.segments import SegmentIndex
from media_provenance.models import MediaAsset, PictureFeatures, asset_id_for
from media_provenance.pipeline.reading import keep_description
from tests.unit.media_provenance.described_pictures import asked, described, flipped

pytestmark = pytest.mark.django_db

Make = Callable[[], PictureIndex]


def in_postgres(tmp_path: Path) -> PictureIndex:
    return PostgresIndex()


def in_segments(tmp_path: Path) -> PictureIndex:
    return SegmentIndex(tmp_path / "index", PostgresRecord())


@pytest.fixture(params=[in_postgres, in_segments], ids=["postgres", "segments"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Open the engine once more, as another process would."""
    return lambda: request.param(tmp_path)


@pytest.fixture
def index(make: Make) -> PictureIndex:
    return make()


def store(index: PictureIndex, number: int, stored: StoredDescription | None = None) -> UUID:
    """Describe a picture in the record, and tell the index."""
    stored = stored or described(number)
    sha256 = f"{number:064x}"
    asset, _ = MediaAsset.objects.get_or_create(
        id=asset_id_for(sha256), sha256=sha256, byte_size=1, format="PNG"
    )
    said = {part.name: getattr(stored, part.name) for part in fields(StoredDescription)}
    pdq = Fingerprint(Algorithm.PDQ, 1, stored.regions.bits[0].tobytes(), 100)
    phash = Fingerprint(Algorithm.PHASH, 1, bytes(8), None)
    colour = np.repeat(stored.thumbnail[:, :, None], 3, axis=2)
    keep_description(asset, PictureDescription(**said, pdq=pdq, phash=phash, colour=colour))
    index.add(next(one for one in PostgresRecord().changes_after(0) if one.asset_id == asset.pk))
    return asset.pk


def ids(index: PictureIndex, stored: StoredDescription, *, bits: int = 0) -> list[UUID]:
    return [one.asset_id for one in index.candidates(asked(stored, bits=bits))]


def test_codes_as_far_apart_as_a_match_may_be_are_near(index: PictureIndex) -> None:
    asset_id = store(index, 1)

    (found,) = index.candidates(asked(described(1), bits=31))

    assert (found.asset_id, found.distance) == (asset_id, 31)


@pytest.mark.parametrize("make_index", [in_postgres, in_segments], ids=["postgres", "segments"])
@pytest.mark.parametrize("bits", [61, 128])
def test_codes_further_apart_than_a_candidate_may_be_are_not(
    make_index: Callable[[Path], PictureIndex], bits: int, tmp_path: Path
) -> None:
    index = make_index(tmp_path)
    store(index, 1)

    assert ids(index, described(1), bits=bits) == []


def test_the_engine_of_last_resort_keeps_to_what_decides_alone() -> None:
    index = PostgresIndex()
    store(index, 1)

    assert ids(index, described(1), bits=32) == []


def test_the_engine_in_files_proposes_what_needs_a_comparison(tmp_path: Path) -> None:
    index = in_segments(tmp_path)
    asset_id = store(index, 1)

    assert ids(index, described(1), bits=60) == [asset_id]


def test_the_first_and_the_last_bit_are_compared(index: PictureIndex) -> None:
    stored = described(1)
    store(index, 1, stored)
    stored.regions.bits[:, 0] ^= 0x80
    stored.regions.bits[:, -1] ^= 0x01

    (found,) = index.candidates(asked(stored, bits=0))

    assert found.distance == 2


def test_the_nearest_comes_first(index: PictureIndex) -> None:
    near, far = described(2), described(3)
    near.regions.bits[:] = flipped(described(1).regions.bits[0], 3)
    far.regions.bits[:] = flipped(described(1).regions.bits[0], 20)
    far_id, near_id = store(index, 3, far), store(index, 2, near)

    assert ids(index, described(1)) == [near_id, far_id]


def test_a_picture_comes_once_with_its_nearest_window(index: PictureIndex) -> None:
    stored = described(1)
    stored.regions.bits[:] = [flipped(stored.regions.bits[0], far) for far in range(9, -1, -1)]
    asset_id = store(index, 1, stored)

    (found,) = index.candidates(asked(stored, bits=9))

    assert (found.asset_id, found.distance) == (asset_id, 0)
    assert found.hint.region is not None
    assert found.hint.region.stored_region == STORED_WINDOWS[9]


def test_the_window_that_was_near_is_named(index: PictureIndex) -> None:
    stored = described(1)
    store(index, 1, stored)
    window = described(2)
    window.regions.bits[0] = stored.regions.bits[4]

    (found,) = index.candidates(asked(window, bits=0))

    assert found.hint.region is not None
    assert found.hint.region.stored_region == STORED_WINDOWS[4]
    assert found.hint.region.query_region == WHOLE


@pytest.mark.parametrize(
    ("orientation", "mirrored"),
    [
        (Orientation.ROTATED_90, False),
        (Orientation.MIRRORED, True),
        (Orientation.MIRRORED_ROTATED_270, True),
    ],
)
def test_the_orientation_is_named(
    index: PictureIndex, orientation: Orientation, mirrored: bool
) -> None:
    store(index, 1)

    (found,) = index.candidates(asked(described(1), bits=0, orientation=orientation))

    assert found.hint.region is not None
    assert (found.hint.region.orientation, found.hint.mirrored) == (orientation, mirrored)


@pytest.mark.parametrize("mark", [QualityMark.FLAT, QualityMark.TINY, QualityMark.MOSTLY_TEXT])
def test_a_picture_that_says_too_little_is_not_proposed(
    index: PictureIndex, mark: QualityMark
) -> None:
    stored = described(1, marks=frozenset({mark}))
    store(index, 1, stored)

    assert ids(index, stored) == []


@pytest.mark.parametrize("mark", [QualityMark.FLAT, QualityMark.TINY, QualityMark.MOSTLY_TEXT])
def test_a_query_that_says_too_little_finds_nothing(index: PictureIndex, mark: QualityMark) -> None:
    store(index, 1)

    assert index.candidates(asked(described(1), bits=0, marks=frozenset({mark}))) == []


def test_a_photograph_on_a_page_of_text_is_looked_up_still(index: PictureIndex) -> None:
    asset_id = store(index, 1)
    box = Region((0.1, 0.1, 0.6, 0.6))
    text = frozenset({QualityMark.MOSTLY_TEXT})

    (found,) = index.candidates(asked(described(1), bits=0, marks=text, region=box))

    assert found.asset_id == asset_id


@pytest.mark.parametrize("quality", [0, 49])
def test_codes_of_low_quality_are_not_compared(index: PictureIndex, quality: int) -> None:
    stored = described(1, quality=quality)
    store(index, 1, stored)
    store(index, 2)

    assert ids(index, stored) == []
    assert index.candidates(asked(described(2), bits=0, quality=quality)) == []


def test_describing_a_picture_again_replaces_what_was_there(index: PictureIndex) -> None:
    asset_id = store(index, 1)

    assert store(index, 1, described(11)) == asset_id

    assert ids(index, described(1)) == []
    assert ids(index, described(11)) == [asset_id]


def test_a_picture_that_was_erased_is_not_proposed(index: PictureIndex, make: Make) -> None:
    asset_id = store(index, 1)
    ids(index, described(1))

    MediaAsset.objects.filter(pk=asset_id).delete()
    index.remove(asset_id)

    assert ids(index, described(1)) == []
    assert ids(make(), described(1)) == []


def test_forgetting_a_picture_that_is_not_there_is_no_error(index: PictureIndex) -> None:
    index.remove(UUID(int=9))

    assert index.stats().pictures == 0


def test_another_process_sees_a_new_picture(index: PictureIndex, make: Make) -> None:
    other = make()
    ids(other, described(1))

    asset_id = store(index, 1)

    assert ids(other, described(1)) == [asset_id]


def test_a_rebuild_keeps_everything(index: PictureIndex, make: Make) -> None:
    stored = [store(index, number) for number in range(5)]
    told: list[int] = []

    index.rebuild(PostgresRecord().changes_after(0), progress=told.append)

    assert [ids(index, described(number)) for number in range(5)] == [[one] for one in stored]
    assert [ids(make(), described(number)) for number in range(5)] == [[one] for one in stored]
    assert told[-1] == 5


def test_an_empty_index_proposes_nothing(index: PictureIndex) -> None:
    assert ids(index, described(1)) == []
    assert (index.stats().pictures, index.stats().codes) == (0, 0)


def test_it_counts_what_it_has(index: PictureIndex) -> None:
    store(index, 1)
    store(index, 2)

    stats = index.stats()

    assert (stats.pictures, stats.codes) == (2, 20)
    assert stats.watermark <= PostgresRecord().newest_change()


# The record that they all read


def test_the_record_gives_back_what_was_described() -> None:
    marks = frozenset({QualityMark.MOSTLY_TEXT})
    stored = described(1, marks=marks)
    asset_id = store(PostgresIndex(), 1, stored)

    (entry,) = PostgresRecord().changes_after(0)
    loaded = PostgresRecord().load([asset_id, UUID(int=9)])

    assert (entry.asset_id, entry.by_hash, entry.by_features) == (asset_id, False, True)
    assert np.array_equal(entry.local.codes, stored.local.codes)
    assert np.array_equal(entry.regions.bits, stored.regions.bits)
    assert list(loaded) == [asset_id]
    assert loaded[asset_id].marks == marks
    assert loaded[asset_id].thumbnail.shape == stored.thumbnail.shape


def test_the_record_gives_changes_in_their_order_and_only_later_ones() -> None:
    first, second = store(PostgresIndex(), 1), store(PostgresIndex(), 2)
    store(PostgresIndex(), 1)
    changes: list[IndexEntry] = list(PostgresRecord().changes_after(0))

    assert [one.asset_id for one in changes] == [second, first]
    assert [one.asset_id for one in PostgresRecord().changes_after(changes[0].change)] == [first]
    assert PostgresRecord().newest_change() >= changes[1].change


def test_the_newest_change_does_not_fall_when_a_picture_is_erased() -> None:
    asset_id = store(PostgresIndex(), 1)
    before = PostgresRecord().newest_change()

    MediaAsset.objects.filter(pk=asset_id).delete()

    assert PostgresRecord().newest_change() == before


# Which one it is


def test_the_setting_chooses_the_engine(settings: Settings, tmp_path: Path) -> None:
    settings.INDEX_ROOT = tmp_path
    settings.PICTURE_INDEX = "segments"
    assert asdict(picture_index().stats())["backend"] == "segments"

    settings.PICTURE_INDEX = "postgres"
    assert asdict(picture_index().stats())["backend"] == "postgres"
    assert not fold_index()


def test_the_files_are_those_of_this_database(settings: Settings, tmp_path: Path) -> None:
    settings.INDEX_ROOT = tmp_path

    assert index_folder().parent == tmp_path
    assert index_folder() == index_folder()


def test_tables_that_were_made_anew_begin_with_another_folder(
    settings: Settings, tmp_path: Path
) -> None:
    settings.INDEX_ROOT = tmp_path
    before = index_folder()
    table = PictureFeatures._meta.db_table

    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO of_yesterday")
        cursor.execute(f"CREATE TABLE {table} (LIKE of_yesterday)")

    assert index_folder() != before


def test_the_files_of_this_database_are_removed_and_those_of_others_stay(
    settings: Settings, tmp_path: Path
) -> None:
    settings.INDEX_ROOT = tmp_path
    other = index_folder().with_name("v1-00000000000000ff-16384-16999")
    for folder in (index_folder(), other):
        folder.mkdir()
        (folder / "manifest.json").write_text("{}")

    remove_index_files()

    assert [path.name for path in tmp_path.iterdir()] == [other.name]
