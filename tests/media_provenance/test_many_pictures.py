"""Taking in and describing many pictures in processes of their own, killed and started again."""

from __future__ import annotations

import importlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from jobs import heartbeat
from jobs.models import Job, JobState
from media_provenance.domain.description import DESCRIPTION_VERSION
from media_provenance.index.chosen import picture_index
from media_provenance.management.taking_in import ROLE, PictureFile, take_in
from media_provenance.models import (
    AssetState,
    Fingerprint,
    Match,
    MediaAsset,
    PictureFeatures,
)
from media_provenance.queries import find_picture
from media_provenance.tasks import READ_PICTURE
from tests.factories.pictures import (
    draw_picture,
    greyscale,
    jpeg,
    mirrored,
    stored_picture,
)
from tests.platform.stack import wait_for

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def _children_see_this_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Name the database of this test in the environment, where fresh processes look for it."""
    given = urlsplit(os.environ["DATABASE_URL"])
    name = str(connection.settings_dict["NAME"])
    monkeypatch.setenv("DATABASE_URL", urlunsplit(given._replace(path=f"/{name}")))
    yield


def filled(folder: Path, count: int) -> Path:
    for seed in range(count):
        (folder / f"صورة-{seed}.jpg").write_bytes(jpeg(draw_picture(seed)))
    return folder


def add(folder: Path, *options: str) -> Any:
    printed = io.StringIO()
    call_command(
        "add_pictures", str(folder), *options, "--json", stdout=printed, stderr=io.StringIO()
    )
    return json.loads(printed.getvalue())


@pytest.mark.django_db
def test_taking_in_a_picture_costs_few_statements(
    tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    path = tmp_path / "été.jpg"
    path.write_bytes(jpeg(draw_picture(0)))
    heartbeat.beat(ROLE)

    # Each is a millisecond of processor time, of which a picture has 160 in all.
    with django_assert_max_num_queries(29):
        taken = take_in(PictureFile(path, path.name, with_matching=False))

    assert MediaAsset.objects.get(pk=taken.asset).state == AssetState.READ


def forget_descriptions() -> None:
    """Make the archive look as one of an earlier release does after its upgrade."""
    PictureFeatures.objects.all().delete()
    Job.objects.all().delete()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.usefixtures("_children_see_this_database")
def test_several_processes_take_in_a_folder_and_find_its_copies(tmp_path: Path) -> None:
    filled(tmp_path, 3)
    (tmp_path / "doublon.jpg").write_bytes(mirrored(draw_picture(0)))
    (tmp_path / "texte.jpg").write_bytes("ليست صورة".encode())

    record = add(tmp_path, "--jobs", "2")

    assert len(record["added"]) == 4
    assert [(one["file"], one["code"]) for one in record["refused"]] == [
        ("texte.jpg", "not_a_picture")
    ]
    assert MediaAsset.objects.filter(searched_at__isnull=False).count() == 4
    assert Match.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.usefixtures("_children_see_this_database")
def test_nothing_is_lost_or_doubled_when_all_processes_are_killed(tmp_path: Path) -> None:
    filled(tmp_path, 6)
    running = subprocess.Popen(
        [sys.executable, "manage.py", "add_pictures", str(tmp_path), "--jobs", "2"],
        cwd=REPOSITORY,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    begun = wait_for(lambda: MediaAsset.objects.count() >= 2, seconds=60)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    # What they had in hand is free again once they have been silent for half a minute.
    Job.objects.filter(state=JobState.RUNNING).update(lease_until="2020-01-01T00:00:00Z")

    record = add(tmp_path, "--jobs", "2")

    assert begun
    assert len(record["added"]) + len(record["known"]) == 6
    assert MediaAsset.objects.filter(state=AssetState.READ).count() == 6
    assert MediaAsset.objects.filter(searched_at__isnull=False).count() == 6
    assert PictureFeatures.objects.count() == 6
    assert Fingerprint.objects.count() == 12
    assert not Job.objects.exclude(state=JobState.DONE).exists()


@pytest.mark.django_db
def test_without_matching_the_search_is_left_to_the_workers(tmp_path: Path) -> None:
    filled(tmp_path, 2)

    add(tmp_path, "--jobs", "1", "--no-matching")

    assert MediaAsset.objects.filter(state=AssetState.READ, searched_at=None).count() == 2
    assert (
        Job.objects.filter(kind="media_provenance.match_picture", state=JobState.QUEUED).count()
        == 2
    )


@pytest.mark.django_db
def test_a_second_run_with_matching_searches_for_what_the_first_left(tmp_path: Path) -> None:
    filled(tmp_path, 2)
    add(tmp_path, "--jobs", "1", "--no-matching")

    record = add(tmp_path, "--jobs", "1")

    assert len(record["known"]) == 2
    assert not MediaAsset.objects.filter(searched_at=None).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("jobs", ["0", "-1", "two", "65"])
def test_a_number_of_processes_that_cannot_be_is_refused(tmp_path: Path, jobs: str) -> None:
    filled(tmp_path, 1)

    with override("en"), pytest.raises(CommandError, match="number from 1 to 64"):
        add(tmp_path, "--jobs", jobs)


@pytest.mark.django_db
def test_the_index_is_made_again_from_the_database(tmp_path: Path) -> None:
    stored = [stored_picture(jpeg(draw_picture(seed))) for seed in range(2)]
    printed = io.StringIO()

    with override("en"):
        call_command("rebuild_index", stdout=printed, stderr=io.StringIO())

    assert printed.getvalue() == "The index holds 2 pictures.\n"
    assert picture_index().stats().pictures == 2
    assert [one.asset for one in find_picture(draw_picture(1))] == [stored[1]]


@pytest.mark.django_db
def test_an_empty_archive_has_an_index_too() -> None:
    printed = io.StringIO()

    with override("en"):
        call_command("rebuild_index", "--describe", stdout=printed, stderr=io.StringIO())

    assert printed.getvalue() == "The index holds 0 pictures.\n"


@pytest.mark.django_db
def test_pictures_of_an_earlier_release_are_named_and_described_when_asked() -> None:
    stored_picture(jpeg(draw_picture(1)))
    forget_descriptions()
    without, with_describe, progress = io.StringIO(), io.StringIO(), io.StringIO()

    with override("en"):
        call_command("rebuild_index", stdout=without, stderr=io.StringIO())
        call_command(
            "rebuild_index", "--describe", "--jobs", "1", stdout=with_describe, stderr=progress
        )

    assert "1 picture is not described yet" in without.getvalue()
    assert with_describe.getvalue() == "The index holds 1 picture.\n"
    assert "1/1" in progress.getvalue()
    assert PictureFeatures.objects.count() == 1


@pytest.mark.django_db
def test_what_an_earlier_release_described_goes_when_the_present_one_has() -> None:
    described, waiting = (stored_picture(jpeg(draw_picture(seed))) for seed in (1, 2))
    former = {"version": DESCRIPTION_VERSION - 1, "codes": b"", "geometry": b"", "thumbnail": b""}
    PictureFeatures.objects.filter(asset=waiting).update(version=DESCRIPTION_VERSION - 1)
    PictureFeatures.objects.create(asset=described, change=1, **former)

    call_command("rebuild_index", stdout=io.StringIO(), stderr=io.StringIO())

    assert set(PictureFeatures.objects.values_list("asset", "version")) == {
        (described.pk, DESCRIPTION_VERSION),
        (waiting.pk, DESCRIPTION_VERSION - 1),
    }


@pytest.mark.django_db
def test_an_upgrade_asks_for_every_picture_to_be_read_by_the_new_rules() -> None:
    asset = stored_picture(greyscale(draw_picture(1)))
    forget_descriptions()
    migration = importlib.import_module(
        "media_provenance.migrations.0006_regional_codes_in_one_row"
    )

    migration.ask_to_read_again(apps, None)
    migration.ask_to_read_again(apps, None)

    job = Job.objects.get()
    assert (job.kind, job.key, job.state) == (READ_PICTURE, f"{asset.sha256}:4", JobState.QUEUED)
    assert job.payload == {"asset": str(asset.pk)}
