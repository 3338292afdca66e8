"""What people are told while the picture index cannot answer: never that nothing was found."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils.translation import override
from pytest_django.fixtures import Settings

from jobs import runner
from jobs.models import Job, JobState
from media_provenance.actions import ask_when, store_picture
from media_provenance.index import segments
from media_provenance.index.chosen import index_folder
from media_provenance.models import Finding, Match, MediaAsset, PictureSearch, SearchState
from media_provenance.pipeline.searches import SEARCH_PICTURE
from media_provenance.searches import start_search
from media_provenance.tasks import MATCH_PICTURE
from tests.factories.pictures import (
    day,
    draw_picture,
    greyscale,
    jpeg,
    png,
    run_reading,
    stored_picture,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def damaged(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MediaAsset:
    """A stored picture, and an index that is too large to be built again by the way."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.INDEX_ROOT = tmp_path / "index"
    stored = stored_picture(jpeg(draw_picture(1)))
    monkeypatch.setattr(segments, "_QUICKLY_MENDED", 0)
    index_folder().mkdir(parents=True)
    (index_folder() / "manifest.json").write_text("{", "utf-8")
    return stored


def run_out_of_tries(kind: str) -> Job:
    job = Job.objects.filter(kind=kind).latest("pk")
    for _ in range(runner.MOST_ATTEMPTS):
        Job.objects.filter(pk=job.pk).update(due_at=job.created_at)
        runner.run(job.pk)
    job.refresh_from_db()
    return job


def rebuilt() -> str:
    printed = io.StringIO()
    with override("en"):
        call_command("rebuild_index", stdout=printed, stderr=io.StringIO())
    return printed.getvalue()


def test_a_search_without_an_index_is_not_a_search_that_found_nothing(
    damaged: MediaAsset, alice: User
) -> None:
    search = start_search(greyscale(draw_picture(1)), by=alice)

    job = run_out_of_tries(SEARCH_PICTURE)

    search.refresh_from_db()
    assert (job.state, job.last_error[:13]) == (JobState.QUARANTINED, "IndexDamaged:")
    assert (search.state, search.searched_at) == (SearchState.WAITING, None)


def test_a_picture_that_could_not_be_looked_for_is_not_said_to_have_no_older_copy(
    damaged: MediaAsset,
) -> None:
    asset = store_picture(greyscale(draw_picture(1)))
    ask_when(asset, asked_for="test:1", event=day("2024-06-20"))
    run_reading(asset)

    job = run_out_of_tries(MATCH_PICTURE)

    asset.refresh_from_db()
    assert job.state == JobState.QUARANTINED
    assert not asset.is_searched
    assert not Finding.objects.exists()


def test_what_waited_for_the_index_begins_again_when_it_is_rebuilt(
    damaged: MediaAsset, alice: User
) -> None:
    start_search(greyscale(draw_picture(1)), by=alice)
    run_reading(store_picture(greyscale(draw_picture(1))))
    jobs = [run_out_of_tries(kind) for kind in (SEARCH_PICTURE, MATCH_PICTURE)]

    said = rebuilt()

    assert "2 searches that waited for the index begin again." in said
    assert [runner.run(job.pk) for job in jobs] == [runner.Ran.DONE, runner.Ran.DONE]
    assert len(PictureSearch.objects.get().results) == 2
    assert Match.objects.count() == 1


def test_the_command_says_that_nothing_was_looked_for(damaged: MediaAsset, tmp_path: Path) -> None:
    path = tmp_path / "صورة.png"
    path.write_bytes(png(draw_picture(5)))

    with override("en"), pytest.raises(CommandError, match="rebuild_index"):
        call_command("find_picture", str(path))
