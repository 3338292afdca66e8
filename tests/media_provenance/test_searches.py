"""Searching with a picture that is not stored: what is found, what is kept, what is erased."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override
from PIL import Image
from pytest_django.fixtures import Settings

from jobs import runner
from jobs.models import Job, JobState
from media_provenance import searches
from media_provenance.actions import DecoderGone, PictureRefused, searched_file, store_picture
from media_provenance.adapters import storage
from media_provenance.domain import difference
from media_provenance.domain.likeness import LikenessClass
from media_provenance.domain.picture_headers import RefusalCode
from media_provenance.models import (
    MOST_SEARCHES,
    AssetState,
    Evidence,
    HarderSearch,
    Match,
    MatchClass,
    MediaAsset,
    PictureFeatures,
    PictureSearch,
    SearchEffort,
    SearchState,
)
from media_provenance.pipeline import drawing
from media_provenance.pipeline.drawing import ComparisonKind, ComparisonMissing
from media_provenance.pipeline.searches import (
    SEARCH_PICTURE,
    erase_what_is_due,
    remove_left_over_files,
    search_picture,
)
from media_provenance.queries import (
    RenditionMissing,
    recent_searches,
    search_results,
    searched_copy,
)
from media_provenance.searches import (
    NothingToSearch,
    TooManySearches,
    erase_search,
    keep_searched_picture,
    search_asset_harder,
    search_harder,
    start_search,
)
from media_provenance.tasks import MATCH_PICTURE, erase_old_searches
from media_provenance.wording import refusal_sentence
from tests.factories.pictures import (
    draw_picture,
    jpeg,
    png,
    recompressed,
    stored_picture,
    webp_lossless,
)
from tests.factories.searches import done_search, run_search

pytestmark = pytest.mark.django_db

# A PNG's beginning and nothing behind it: the header is taken, the decoder refuses it.
TORN = png(draw_picture(3))[:400]


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files_of(media: Path, search: PictureSearch) -> list[str]:
    return sorted(path.name for path in (media / search.folder).glob("*"))


# Searching


def test_a_search_finds_the_copy_of_a_stored_picture(alice: User) -> None:
    original = stored_picture(jpeg(draw_picture(1)))
    stored_picture(jpeg(draw_picture(2)))

    search = done_search(recompressed(draw_picture(1)), by=alice)

    assert (search.state, search.effort) == (SearchState.DONE, SearchEffort.NORMAL)
    (result,) = search_results(search)
    assert result.asset == original
    assert result.found.likeness is LikenessClass.COPY
    assert result.found.measures is not None
    assert result.known_since == original.added_at


def test_the_very_same_file_is_found_as_that(alice: User) -> None:
    data = jpeg(draw_picture(1))
    original = stored_picture(data)

    (result,) = search_results(done_search(data, by=alice))

    assert (result.asset, result.found.likeness) == (original, LikenessClass.EXACT)
    assert result.found.same_bytes
    assert result.stored_outline == ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def test_a_search_without_a_copy_says_so_by_an_empty_list(alice: User) -> None:
    stored_picture(jpeg(draw_picture(2)))

    search = done_search(jpeg(draw_picture(1)), by=alice)

    assert (search.state, search_results(search)) == (SearchState.DONE, [])


def test_a_search_adds_nothing_to_the_archive(alice: User) -> None:
    done_search(jpeg(draw_picture(1)), by=alice)

    assert not MediaAsset.objects.exists()
    assert not PictureFeatures.objects.exists()
    assert not Match.objects.exists()
    assert not Evidence.objects.exists()


def test_a_picture_that_is_searched_for_is_not_found_by_the_next_search(alice: User) -> None:
    done_search(jpeg(draw_picture(1)), by=alice)

    search = done_search(recompressed(draw_picture(1)), by=alice)

    assert search.results == []


def test_what_was_removed_since_is_not_among_the_results(alice: User) -> None:
    original = stored_picture(jpeg(draw_picture(1)))
    search = done_search(recompressed(draw_picture(1)), by=alice)

    original.delete()

    assert search_results(search) == []


def test_the_file_and_a_copy_for_the_desk_lie_in_one_folder(alice: User, media: Path) -> None:
    data = jpeg(draw_picture(1, width=1600, height=1200))

    search = done_search(data, by=alice)

    assert files_of(media, search) == ["copy.webp", "file"]
    assert (media / search.file_path).read_bytes() == data
    assert searched_copy(search).read_bytes().startswith(b"RIFF")
    assert (search.width, search.height) == (1600, 1200)


def test_the_file_is_on_disk_before_its_row(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_options: object) -> bool:
        raise storage.DiskRefuses(28, "no room")

    monkeypatch.setattr(storage, "store", refuse)

    with pytest.raises(storage.DiskRefuses):
        start_search(jpeg(draw_picture(1)), by=alice)

    assert not PictureSearch.objects.exists()


def test_two_searches_with_one_picture_are_two(alice: User, bob: User, media: Path) -> None:
    data = jpeg(draw_picture(1))
    first = done_search(data, by=alice)
    second = done_search(data, by=bob)

    erase_search(first)

    assert files_of(media, second) == ["copy.webp", "file"]
    assert PictureSearch.objects.get() == second


@pytest.mark.parametrize("name", ["صورة قديمة.jpg", "à vérifier.jpg", "पुरानी तस्वीर.jpg"])
def test_the_name_of_the_file_is_kept_as_it_came(alice: User, name: str) -> None:
    search = start_search(jpeg(draw_picture(1)), original_name=name, by=alice)

    assert PictureSearch.objects.get(pk=search.pk).original_name == name


# Refusals


@pytest.mark.parametrize("data", [b"", b"<html>not a picture</html>"], ids=["empty", "a page"])
def test_what_is_no_picture_is_refused_and_nothing_is_kept(
    alice: User, media: Path, data: bytes
) -> None:
    with pytest.raises(PictureRefused):
        start_search(data, by=alice)

    assert not PictureSearch.objects.exists()
    assert not list(media.rglob("*"))


@pytest.fixture
def torn_search(alice: User, monkeypatch: pytest.MonkeyPatch) -> PictureSearch:
    """A search with a damaged picture, begun where no decoder was to be had."""
    with monkeypatch.context() as busy:
        busy.setattr(searches, "open_bytes", no_decoder)
        search = start_search(TORN, by=alice)
    run_search(search)
    search.refresh_from_db()
    return search


def no_decoder(*_args: object, **_options: object) -> None:
    raise DecoderGone("none to be had")


def test_a_file_that_does_not_open_is_refused_while_the_person_waits(
    alice: User, media: Path
) -> None:
    with pytest.raises(PictureRefused) as refused:
        start_search(TORN, by=alice)

    assert refused.value.code is RefusalCode.BROKEN
    assert not PictureSearch.objects.exists()
    assert not list(media.rglob("*"))


def test_a_file_that_does_not_open_later_is_refused_and_removed(
    torn_search: PictureSearch, media: Path
) -> None:
    search = torn_search

    assert (search.state, search.refusal) == (SearchState.REFUSED, "broken")
    assert not (media / search.folder).exists()
    with pytest.raises(RenditionMissing):
        searched_copy(search)


def test_a_video_is_not_looked_for_and_the_reason_says_what_to_do(alice: User, media: Path) -> None:
    with pytest.raises(PictureRefused) as refused:
        start_search(b"\0\0\0\x20ftypisom" + bytes(2000), by=alice)

    with override("en"):
        sentence = refusal_sentence(refused.value.code, refused.value.detail)
    assert "Please bring the video in" in sentence
    assert not list(media.rglob("*"))


def test_a_picture_whose_file_is_gone_cannot_be_kept(alice: User, media: Path) -> None:
    search = done_search(jpeg(draw_picture(1)), by=alice)
    (media / search.file_path).unlink()

    with pytest.raises(NothingToSearch):
        keep_searched_picture(search, by=alice)

    assert not MediaAsset.objects.exists()


def test_with_a_refused_file_nothing_more_can_be_done(
    torn_search: PictureSearch, alice: User
) -> None:
    with pytest.raises(NothingToSearch):
        search_harder(torn_search)
    with pytest.raises(NothingToSearch):
        keep_searched_picture(torn_search, by=alice)


def test_nobody_has_more_searches_than_one_may_and_erasing_one_makes_room(
    alice: User, bob: User, media: Path
) -> None:
    data = jpeg(draw_picture(1))
    first, *_rest = [start_search(data, by=alice) for _ in range(MOST_SEARCHES)]
    folders = len(list((media / "searches").iterdir()))

    with override("en"), pytest.raises(TooManySearches, match="Please erase one of them"):
        start_search(data, by=alice)
    others = start_search(data, by=bob)
    erase_search(first)
    again = start_search(data, by=alice)

    assert folders == MOST_SEARCHES
    assert recent_searches(alice)[0] == again
    assert len(recent_searches(alice)) == MOST_SEARCHES
    assert recent_searches(bob) == [others]


# Erasing


def test_erasing_leaves_neither_file_nor_row(alice: User, media: Path) -> None:
    search = done_search(jpeg(draw_picture(1)), by=alice)

    assert erase_search(search)

    assert not (media / search.folder).exists()
    assert not PictureSearch.objects.exists()


def test_erasing_twice_is_erasing_once(alice: User) -> None:
    search = done_search(jpeg(draw_picture(1)), by=alice)
    erase_search(search)

    assert not erase_search(search)


def test_a_row_stays_until_its_files_could_be_removed(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = done_search(jpeg(draw_picture(1)), by=alice)

    def refuse(_path: str) -> bool:
        raise OSError(30, "read-only")

    monkeypatch.setattr(storage, "remove_folder", refuse)

    with pytest.raises(OSError, match="read-only"):
        erase_search(search)

    assert PictureSearch.objects.filter(pk=search.pk).exists()


def test_a_search_that_is_erased_before_its_job_runs_leaves_nothing(
    alice: User, media: Path
) -> None:
    search = start_search(jpeg(draw_picture(1)), by=alice)
    job = Job.objects.get(kind=SEARCH_PICTURE)
    erase_search(search)

    assert runner.run(job.pk) is runner.Ran.DONE

    assert not (media / search.folder).exists()


def test_a_search_that_is_erased_while_it_runs_leaves_nothing(
    alice: User, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = start_search(jpeg(draw_picture(1)), by=alice)

    def erase_then_draw(path: str, data: bytes) -> bool:
        erase_search(search)
        return store(path, data)

    store = storage.store
    monkeypatch.setattr(storage, "store", erase_then_draw)

    assert run_search(search) is runner.Ran.DONE

    assert not (media / search.folder).exists()
    assert not PictureSearch.objects.exists()


def test_searches_are_erased_when_their_time_has_come(
    alice: User, settings: Settings, media: Path
) -> None:
    settings.PICTURE_SEARCH_DAYS = 7
    search = done_search(jpeg(draw_picture(1)), by=alice)
    last_moment = search.asked_at + timedelta(days=7) - timedelta(minutes=1)

    too_early = erase_what_is_due(last_moment)
    in_time = erase_what_is_due(last_moment + timedelta(minutes=2))
    again = erase_what_is_due(last_moment + timedelta(minutes=2))

    assert (too_early, in_time, again) == (0, 1, 0)
    assert not (media / search.folder).exists()


def test_a_search_that_cannot_be_erased_does_not_keep_the_others(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck, other = (start_search(jpeg(draw_picture(seed)), by=alice) for seed in (1, 2))
    remove = storage.remove_folder

    def refuse_one(path: str) -> bool:
        if path == stuck.folder:
            raise OSError(13, "permission denied")
        return remove(path)

    monkeypatch.setattr(storage, "remove_folder", refuse_one)

    erased = erase_what_is_due(timezone.now() + timedelta(days=365))

    assert erased == 1
    assert PictureSearch.objects.get() == stuck
    assert not storage.exists(other.file_path)


def test_the_schedule_names_the_task_that_erases(settings: Settings) -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["erase-old-picture-searches"]

    assert entry["task"] == erase_old_searches.name


def test_a_longer_setting_makes_no_earlier_search_stay(alice: User, settings: Settings) -> None:
    settings.PICTURE_SEARCH_DAYS = 1
    done_search(jpeg(draw_picture(1)), by=alice)
    settings.PICTURE_SEARCH_DAYS = 365

    assert erase_what_is_due(timezone.now() + timedelta(days=2)) == 1


def test_the_schedule_erases_and_removes_what_nobody_knows(alice: User, media: Path) -> None:
    done_search(jpeg(draw_picture(1)), by=alice)
    PictureSearch.objects.update(erase_at=timezone.now(), asked_at=timezone.now() - timedelta(8))
    storage.store("searches/f0000000-0000-4000-8000-000000000001/file", b"left over")

    erase_old_searches()

    # The left over file may still be waiting for its row.
    assert [path.name for path in (media / "searches").iterdir()] == [
        "f0000000-0000-4000-8000-000000000001"
    ]


def test_files_without_a_row_go_once_no_row_can_follow(
    alice: User, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = done_search(jpeg(draw_picture(1)), by=alice)
    storage.store("searches/f0000000-0000-4000-8000-000000000001/file", b"left over")
    storage.store("searches/no id/file", b"left over")
    storage.store("comparisons/77/x.webp", b"of no match")
    monkeypatch.setattr("media_provenance.pipeline.searches.ROW_MAY_FOLLOW", 0)

    assert remove_left_over_files() == 3

    assert [path.name for path in (media / "searches").iterdir()] == [str(known.pk)]
    assert not list((media / "comparisons").iterdir())


# Keeping


def test_a_picture_that_is_kept_comes_into_the_archive_in_the_ordinary_way(alice: User) -> None:
    data = jpeg(draw_picture(1))
    search = done_search(data, original_name="صورة.jpg", by=alice)

    asset = keep_searched_picture(search, by=alice)

    assert (asset.state, asset.added_by, asset.original_name) == (
        AssetState.STORED,
        alice,
        "صورة.jpg",
    )
    assert storage.read(asset.original_path) == data
    assert PictureSearch.objects.get().kept_as == asset


def test_keeping_twice_is_keeping_once(alice: User, bob: User) -> None:
    search = done_search(jpeg(draw_picture(1)), by=alice)
    first = keep_searched_picture(search, by=alice)

    second = keep_searched_picture(search, by=bob)

    assert second == first
    assert first.evidence.count() == 1


def test_what_was_kept_stays_when_the_search_is_erased(alice: User) -> None:
    search = done_search(jpeg(draw_picture(1)), by=alice)
    asset = keep_searched_picture(search, by=alice)

    erase_search(search)

    assert storage.exists(asset.original_path)
    assert MediaAsset.objects.get() == asset


def test_an_erased_search_can_neither_be_kept_nor_searched_again(alice: User) -> None:
    search = done_search(jpeg(draw_picture(1)), by=alice)
    erase_search(search)

    with pytest.raises(NothingToSearch):
        keep_searched_picture(search, by=alice)
    with pytest.raises(NothingToSearch):
        search_harder(search)


# Searching harder


def test_a_harder_search_takes_the_place_of_the_first_answer(alice: User) -> None:
    search = done_search(recompressed(draw_picture(1)), by=alice)
    original = stored_picture(jpeg(draw_picture(1)))

    waiting = search_harder(search)
    before = (waiting.state, waiting.effort)
    run_search(search)

    search.refresh_from_db()
    assert before == (SearchState.WAITING, SearchEffort.NORMAL)
    assert (search.state, search.effort) == (SearchState.DONE, SearchEffort.HARDER)
    assert [one.asset for one in search_results(search)] == [original]


def test_asking_again_while_it_is_searched_harder_starts_nothing(alice: User) -> None:
    search = done_search(jpeg(draw_picture(1)), by=alice)
    search_harder(search)

    search_harder(search)

    jobs = Job.objects.filter(kind=SEARCH_PICTURE, payload__effort="harder")
    assert [(job.state, job.attempts) for job in jobs] == [(JobState.QUEUED, 0)]


def test_asking_again_after_the_work_was_set_aside_tries_it_again(alice: User) -> None:
    search = done_search(jpeg(draw_picture(1)), by=alice)
    search_harder(search)
    Job.objects.filter(payload__effort="harder").update(state=JobState.QUARANTINED)

    search_harder(search)

    assert Job.objects.get(payload__effort="harder").state == JobState.QUEUED


def test_a_normal_search_that_ends_last_does_not_undo_the_harder_one(alice: User) -> None:
    search = start_search(jpeg(draw_picture(1)), by=alice)
    search_harder(search)
    run_search(search)

    runner.run(Job.objects.get(kind=SEARCH_PICTURE, payload__effort="normal").pk)

    search.refresh_from_db()
    assert (search.state, search.effort) == (SearchState.DONE, SearchEffort.HARDER)


def test_the_first_answer_is_shown_while_a_harder_search_waits(alice: User) -> None:
    search = start_search(jpeg(draw_picture(1)), by=alice)
    search_harder(search)

    runner.run(Job.objects.get(kind=SEARCH_PICTURE, payload__effort="normal").pk)

    search.refresh_from_db()
    assert (search.state, search.effort) == (SearchState.WAITING, SearchEffort.NORMAL)


def test_a_stored_picture_is_searched_harder_once_at_a_time(alice: User, bob: User) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))

    first = search_asset_harder(asset, by=alice)
    second = search_asset_harder(asset, by=bob)

    assert second == first
    assert (first.asked_by, first.done_at) == (alice, None)
    assert Job.objects.filter(kind=MATCH_PICTURE, payload__effort="harder").count() == 1


def test_a_stored_picture_says_that_it_was_searched_harder(alice: User) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    asked = search_asset_harder(asset, by=alice)

    runner.run(Job.objects.get(kind=MATCH_PICTURE, payload__effort="harder").pk)

    asset.refresh_from_db()
    asked.refresh_from_db()
    assert asset.search_effort == SearchEffort.HARDER
    assert asked.done_at is not None


def test_a_stored_picture_can_be_searched_harder_again_when_it_is_done(
    alice: User, bob: User
) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    search_asset_harder(asset, by=alice)
    job = Job.objects.get(kind=MATCH_PICTURE, payload__effort="harder")
    runner.run(job.pk)

    search_asset_harder(asset, by=bob)

    assert HarderSearch.objects.count() == 2
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_only_a_picture_that_was_read_is_searched_harder(alice: User) -> None:
    refused = stored_picture(TORN)

    with pytest.raises(NothingToSearch):
        search_asset_harder(refused, by=alice)


# Drawings


def test_a_result_is_drawn_over_the_picture_that_was_searched_for(alice: User, media: Path) -> None:
    original = stored_picture(jpeg(draw_picture(1)))
    search = done_search(recompressed(draw_picture(1)), by=alice)

    path = searched_file(search, original.pk, ComparisonKind.DIFFERENCE)

    assert path.parent == media / search.folder
    assert path.read_bytes().startswith(b"RIFF")


def test_the_very_same_picture_is_drawn_as_differing_nowhere(alice: User) -> None:
    original = stored_picture(png(draw_picture(1)))
    search = done_search(webp_lossless(draw_picture(1)), by=alice)
    (result,) = search_results(search)

    path = searched_file(search, original.pk, ComparisonKind.DIFFERENCE)

    drawn = np.asarray(Image.open(path).convert("RGB")).astype(int)
    assert result.has_files
    assert (drawn[..., 2] - drawn[..., 0] > 60).mean() < 0.001


def test_what_a_search_did_not_find_is_not_drawn(alice: User) -> None:
    other = stored_picture(jpeg(draw_picture(2)))
    search = done_search(jpeg(draw_picture(1)), by=alice)

    with pytest.raises(ComparisonMissing):
        searched_file(search, other.pk, ComparisonKind.ALIGNED)


def test_drawings_of_a_search_are_erased_with_it(alice: User, media: Path) -> None:
    original = stored_picture(jpeg(draw_picture(1)))
    search = done_search(recompressed(draw_picture(1)), by=alice)
    path = searched_file(search, original.pk, ComparisonKind.ALIGNED)

    erase_search(search)

    assert not path.exists()


def test_nothing_is_left_of_a_search_that_is_erased_while_it_is_drawn(
    alice: User, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = stored_picture(jpeg(draw_picture(1)))
    search = done_search(recompressed(draw_picture(1)), by=alice)
    draw = difference.difference_picture

    def draw_slowly(*pixels: Any) -> Any:
        erase_search(search)
        return draw(*pixels)

    monkeypatch.setattr(drawing, "difference_picture", draw_slowly)

    with pytest.raises(ComparisonMissing):
        searched_file(search, original.pk, ComparisonKind.DIFFERENCE)

    assert not (media / search.folder).exists()


# What the table refuses


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"sha256": "no digest"}, "search_sha256_is_hex"),
        ({"state": "lost"}, "search_state_is_known"),
        ({"state": "refused"}, "search_refused_has_reason"),
        ({"refusal": "broken"}, "search_refused_has_reason"),
        ({"effort": "normal"}, "search_effort_has_time"),
        ({"wanted_effort": "hardest"}, "search_effort_is_known"),
        ({"state": "done"}, "search_done_has_time_and_size"),
        ({"erase_at": timezone.now() - timedelta(days=1)}, "search_ends_after_it_began"),
    ],
)
def test_the_table_refuses_what_makes_no_sense(
    alice: User, changes: dict[str, object], constraint: str
) -> None:
    search = start_search(jpeg(draw_picture(1)), by=alice)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PictureSearch.objects.filter(pk=search.pk).update(**changes)


def test_a_search_with_a_lost_file_is_set_aside_for_a_person(alice: User, media: Path) -> None:
    search = start_search(jpeg(draw_picture(1)), by=alice)
    (media / search.file_path).unlink()

    with pytest.raises(FileNotFoundError):
        search_picture({"search": str(search.pk), "effort": "normal"}, lambda _done, _all: None)


# How good the machine's opinion is


def test_match_quality_of_an_empty_archive_says_so(
    capsys: pytest.CaptureFixture[str], speaking_english: None
) -> None:
    call_command("match_quality")

    assert capsys.readouterr().out == "No two pictures were found to be alike yet.\n"


def test_match_quality_counts_decisions_by_band(
    alice: User, capsys: pytest.CaptureFixture[str], speaking_english: None
) -> None:
    one, other, third = (store_picture(png(draw_picture(seed))) for seed in (1, 2, 3))
    _pair(one, other, MatchClass.COPY, distance=12, agreement=0.95, by=alice)
    _pair(one, third, MatchClass.COPY, distance=14, agreement=0.97, by=None)

    call_command("match_quality")

    heading, row = capsys.readouterr().out.splitlines()
    assert heading.split()[:4] == ["class", "rules", "distance", "agreement"]
    assert row.split() == ["copy", "1", "0–15", "0.9+", "1", "0", "0", "1", "100%"]


def _pair(
    one: MediaAsset,
    other: MediaAsset,
    match_class: MatchClass,
    *,
    distance: int,
    agreement: float,
    by: User | None,
) -> None:
    first, second = sorted((one.pk, other.pk))
    Match.objects.create(
        first_id=first,
        second_id=second,
        match_class=match_class,
        likeness_version=1,
        agreement=agreement,
        inliers=30,
        distance=distance,
        homography=[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0],
        decision="undecided" if by is None else "confirmed",
        decided_by=by,
        decided_at=None if by is None else timezone.now(),
    )
