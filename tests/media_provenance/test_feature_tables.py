"""What the tables of features, codes and matches refuse, and what their numbers promise."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from media_provenance.models import (
    AssetState,
    Match,
    MatchClass,
    MediaAsset,
    PictureFeatures,
    SearchEffort,
    asset_id_for,
    next_change,
)

pytestmark = pytest.mark.django_db

IDENTITY = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
MEASURED: dict[str, Any] = {
    "likeness_version": 1,
    "agreement": 0.8,
    "inliers": 20,
    "homography": IDENTITY,
}


def asset(digit: str, **fields: Any) -> MediaAsset:
    sha256 = digit * 64
    return MediaAsset.objects.create(
        id=asset_id_for(sha256), sha256=sha256, byte_size=1, format="PNG", **fields
    )


def read_asset(digit: str, **fields: Any) -> MediaAsset:
    return asset(digit, state=AssetState.READ, width=4, height=3, pixel_sha256=digit * 64, **fields)


def match(**fields: Any) -> Match:
    first, second = sorted((asset("a").pk, asset("b").pk))
    return Match.objects.create(first_id=first, second_id=second, **fields)


def refuses(constraint: str) -> Any:
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize("match_class", [MatchClass.COPY, MatchClass.LIKELY_COPY])
def test_a_measured_pair_is_taken(match_class: MatchClass) -> None:
    kept = match(match_class=match_class, distance=256, **MEASURED)

    kept.refresh_from_db()
    assert (kept.agreement, kept.inliers, kept.homography) == (0.8, 20, IDENTITY)


def test_an_exact_match_is_not_measured() -> None:
    with refuses("match_is_measured_whole_or_not_at_all"):
        match(match_class=MatchClass.EXACT, **MEASURED)


@pytest.mark.parametrize("missing", ["likeness_version", "agreement", "inliers", "homography"])
def test_a_measure_without_the_others_is_refused(missing: str) -> None:
    with refuses("match_is_measured_whole_or_not_at_all"):
        match(match_class=MatchClass.COPY, **{**MEASURED, missing: None})


@pytest.mark.parametrize("agreement", [-0.01, 1.01])
def test_an_agreement_out_of_range_is_refused(agreement: float) -> None:
    with refuses("match_is_measured_whole_or_not_at_all"):
        match(match_class=MatchClass.COPY, **{**MEASURED, "agreement": agreement})


@pytest.mark.parametrize("match_class", [MatchClass.LIKELY_COPY, MatchClass.SAME_PLACE])
def test_what_only_pixels_can_tell_needs_its_measures(match_class: MatchClass) -> None:
    with refuses("match_class_has_its_measures"):
        match(match_class=match_class, distance=3)


@pytest.mark.parametrize(
    ("match_class", "distance"), [(MatchClass.COPY, 257), (MatchClass.EXACT, 0)]
)
def test_a_distance_that_cannot_be_is_refused(match_class: MatchClass, distance: int) -> None:
    with refuses("match_distance_fits_class"):
        match(match_class=match_class, distance=distance)


def test_a_class_that_is_not_known_is_refused() -> None:
    with refuses("match_class_is_known"):
        match(match_class="identical")


@pytest.mark.parametrize(
    "fields",
    [
        {"searched_at": timezone.now()},
        {"search_version": 1},
        {"search_effort": SearchEffort.HARDER},
        {"searched_at": timezone.now(), "search_version": 1},
        {"searched_at": timezone.now(), "search_version": 1, "search_effort": "lazily"},
    ],
    ids=["no_version", "no_time", "only_effort", "no_effort", "unknown_effort"],
)
def test_a_search_says_when_by_which_rules_and_how_hard(fields: dict[str, Any]) -> None:
    with refuses("asset_searched_says_when_and_how"):
        read_asset("a", **fields)


def test_what_was_not_read_was_not_searched() -> None:
    with refuses("asset_searched_was_read"):
        asset("a", searched_at=timezone.now(), search_version=1, search_effort="normal")


def test_a_frame_has_its_video_and_its_time() -> None:
    video = asset("a", state=AssetState.READ, duration=timedelta(seconds=60))

    frame = read_asset("b", frame_of=video, frame_at=timedelta(seconds=37))

    assert list(video.frames.all()) == [frame]
    with transaction.atomic(), refuses("asset_frame_has_video_and_time"):
        read_asset("c", frame_of=video)
    with transaction.atomic(), refuses("asset_frame_has_video_and_time"):
        read_asset("c", frame_at=timedelta(seconds=1))


def test_a_picture_that_was_read_has_pixels_unless_it_is_a_video() -> None:
    with refuses("asset_read_has_pixels"):
        asset("a", state=AssetState.READ)


def features(stored: MediaAsset, **fields: Any) -> PictureFeatures:
    given = {"version": 1, "change": 1, "codes": b"", "geometry": b"", "thumbnail": b"", **fields}
    return PictureFeatures.objects.create(asset=stored, **given)


def test_changes_are_numbered_upwards_each_time_one_is_written() -> None:
    first, second = (features(asset(digit), change=next_change()) for digit in "ab")
    first.refresh_from_db()
    second.refresh_from_db()

    PictureFeatures.objects.filter(asset=first.asset).update(change=next_change())

    written = PictureFeatures.objects.get(asset=first.asset).change
    assert 0 < first.change < second.change < written


def test_features_are_kept_once_a_version() -> None:
    stored = asset("a")
    features(stored, version=1, change=1)
    features(stored, version=2, change=2)

    with transaction.atomic(), refuses("pkey"):
        PictureFeatures.objects.create(
            asset=stored, version=1, change=3, codes=b"", geometry=b"", thumbnail=b""
        )


@pytest.mark.parametrize(
    ("change", "constraint"), [(0, "features_change_is_positive")], ids=["zero"]
)
def test_a_change_has_a_number(change: int, constraint: str) -> None:
    with refuses(constraint):
        PictureFeatures.objects.create(
            asset=asset("a"), version=1, change=change, codes=b"", geometry=b"", thumbnail=b""
        )


def test_a_quality_over_a_hundred_is_refused() -> None:
    with refuses("features_region_quality_is_of_a_hundred"):
        features(asset("a"), region_bits="01" * 256, region_quality=[100, 101])


@pytest.mark.parametrize("bits", ["", "01" * 127, "01" * 256], ids=["none", "short", "long"])
def test_bits_that_are_not_of_so_many_regions_are_refused(bits: str) -> None:
    with refuses("features_region_bits_fit_quality"):
        features(asset("a"), region_bits=bits, region_quality=[100])


def test_what_looks_random_is_stored_without_trying_to_compress_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, attstorage FROM pg_attribute"
            " WHERE attrelid = 'media_provenance_picturefeatures'::regclass"
            " AND atttypid IN ('bytea'::regtype, 'bit varying'::regtype)"
            " ORDER BY attname"
        )
        kept = [(name, str(storage)) for name, storage in cursor.fetchall()]

    assert kept == [("codes", "e"), ("geometry", "e"), ("region_bits", "e"), ("thumbnail", "e")]


def test_features_go_with_their_picture() -> None:
    stored = asset("a")
    PictureFeatures.objects.create(
        asset=stored, version=1, change=1, codes=b"", geometry=b"", thumbnail=b""
    )

    stored.delete()

    assert not PictureFeatures.objects.exists()


# The tables before `0006_regional_codes_in_one_row`, in which each code was a row


def _migrated_to(name: str) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate([("media_provenance", name)])
    return MigrationExecutor(connection).loader.project_state(("media_provenance", name)).apps


def _migrate_forward() -> None:
    """Bring every app to its newest tables: those that build on ours went back with them."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_codes_of_regions_move_into_one_row_and_back() -> None:
    stored = asset("a")
    features(stored, region_bits="01" * 128 + "10" * 128, region_quality=[100, 7])
    features(asset("b"), change=2)

    try:
        before = _migrated_to("0005_searches_and_decisions")
        codes = before.get_model("media_provenance", "RegionalCode").objects.order_by("place")
        rows = list(codes.values_list("asset_id", "version", "place", "bits", "quality"))
    finally:
        _migrate_forward()

    assert rows == [
        (stored.pk, 1, 0, "01" * 128, 100),
        (stored.pk, 1, 1, "10" * 128, 7),
    ]
    moved = PictureFeatures.objects.order_by("change").values_list("region_bits", "region_quality")
    assert list(moved) == [("01" * 128 + "10" * 128, [100, 7]), ("", [])]
