"""The commands find_picture, add_pictures and date_picture."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.translation import override
from PIL import Image
from pytest_django.fixtures import Settings

from jobs import heartbeat, runner, sweeper
from jobs.models import Heartbeat, Job, JobState
from media_provenance.actions import record_page_sighting, store_picture
from media_provenance.management.commands.date_picture import event_days
from media_provenance.models import AssetState, Evidence, MediaAsset
from media_provenance.pipeline import reading
from media_provenance.tasks import READ_PICTURE, READ_VIDEO
from multilingual.intervals import DateInterval
from tests.factories.pictures import (
    day,
    draw_picture,
    flat_picture,
    greyscale,
    jpeg,
    mirrored,
    png,
    stored_picture,
    webp_lossless,
)
from tests.factories.videos import FFMPEG, draw_scenes, film

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Any:
    """Run a command and return what it printed as JSON."""
    printed = io.StringIO()
    # In this process, whose transaction is taken back at the end of the test.
    here = ["--jobs", "1"] if arguments[0] == "add_pictures" else []
    call_command(*arguments, *here, "--json", stdout=printed, stderr=io.StringIO())
    return json.loads(printed.getvalue())


def file(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def sighted(asset: MediaAsset, on: str) -> None:
    record_page_sighting(
        asset,
        page_key=f"1:{on}",
        url="https://news.example/",
        title="خبر",
        language="ar",
        published=day(on),
        origin="url",
        read_from=on,
        capture=None,
    )


def test_find_picture_says_of_each_copy_how_it_was_changed(tmp_path: Path) -> None:
    plain = stored_picture(jpeg(draw_picture(1)))
    turned = stored_picture(mirrored(draw_picture(1)))
    sighted(turned, "2019-01-01")
    path = file(tmp_path, "نسخة.png", greyscale(draw_picture(1)))

    with override("en"):
        found = {one["asset"]: one for one in run("find_picture", path)}

    assert set(found) == {str(plain.pk), str(turned.pk)}
    copy = found[str(turned.pk)]
    assert (copy["class"], copy["transform"]["mirrored"]) == ("copy", True)
    assert copy["agreement"] > 0.9
    assert copy["inliers"] > 20
    assert copy["transform"]["crop"] > 0.95
    assert copy["transform"]["rotation"] == pytest.approx(0, abs=1)
    assert "mirrored" in copy["words"]
    assert copy["known_since"].startswith("2019-01-0")
    assert found[str(plain.pk)]["transform"]["mirrored"] is False


def test_find_picture_names_what_exactly_it_prints(tmp_path: Path) -> None:
    stored_picture(jpeg(draw_picture(1)))

    (found,) = run("find_picture", file(tmp_path, "a.jpg", greyscale(draw_picture(1))))

    assert list(found) == [
        "asset",
        "class",
        "agreement",
        "inliers",
        "distance",
        "transform",
        "known_since",
        "words",
    ]
    assert list(found["transform"]) == ["mirrored", "rotation", "scale", "crop", "added"]


def test_find_picture_searches_harder_when_told_to(tmp_path: Path) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))

    (found,) = run("find_picture", file(tmp_path, "a.jpg", greyscale(draw_picture(1))), "--harder")

    assert (found["asset"], found["class"]) == (str(asset.pk), "copy")


def test_find_picture_puts_the_oldest_of_exact_ones_first(tmp_path: Path) -> None:
    newer = stored_picture(png(draw_picture(1)))
    older = stored_picture(webp_lossless(draw_picture(1)))
    sighted(older, "2019-01-01")

    found = run("find_picture", file(tmp_path, "a.png", png(draw_picture(1))))

    assert [one["asset"] for one in found] == [str(older.pk), str(newer.pk)]
    assert [(one["class"], one["transform"]) for one in found] == [("exact", None)] * 2


def test_find_picture_knows_the_very_same_file(tmp_path: Path) -> None:
    data = jpeg(draw_picture(2))
    asset = stored_picture(data)

    (found,) = run("find_picture", file(tmp_path, "a.jpg", data))

    assert (found["asset"], found["class"], found["distance"]) == (str(asset.pk), "exact", None)


def test_find_picture_finds_nothing_among_strangers(tmp_path: Path) -> None:
    stored_picture(jpeg(draw_picture(3)))

    assert run("find_picture", file(tmp_path, "b.jpg", jpeg(draw_picture(4)))) == []


@pytest.mark.parametrize("command", ["find_picture", "date_picture"])
def test_what_is_no_picture_is_answered_with_a_sentence(command: str, tmp_path: Path) -> None:
    path = file(tmp_path, "texte.jpg", b"pas une image")

    with override("en"), pytest.raises(CommandError, match="This is not a picture"):
        run(command, path)


def test_find_picture_speaks_to_people_too(tmp_path: Path) -> None:
    data = jpeg(draw_picture(1))
    asset = stored_picture(data)
    known, unknown = io.StringIO(), io.StringIO()

    with override("en"):
        call_command("find_picture", file(tmp_path, "a.jpg", data), stdout=known)
        call_command("find_picture", file(tmp_path, "b.jpg", jpeg(draw_picture(2))), stdout=unknown)

    assert known.getvalue() == (
        f"exact  {asset.pk}  It is the very same file.  known since {asset.added_at:%Y-%m-%d}"
        f"  /desk/pictures/{asset.pk}/\n"
    )
    assert unknown.getvalue() == "No stored picture is like this one.\n"


def test_find_picture_says_that_an_archive_is_empty(tmp_path: Path) -> None:
    path = file(tmp_path, "a.jpg", jpeg(draw_picture(1)))
    empty, filled = io.StringIO(), io.StringIO()

    with override("en"):
        call_command("find_picture", path, stdout=io.StringIO(), stderr=empty)
        stored_picture(jpeg(draw_picture(2)))
        call_command("find_picture", path, stdout=io.StringIO(), stderr=filled)

    assert empty.getvalue().startswith("This archive holds no picture at all.")
    assert filled.getvalue() == ""


def test_a_flat_picture_is_found_by_its_pixels_only(tmp_path: Path) -> None:
    white = stored_picture(png(flat_picture(255)))
    stored_picture(png(flat_picture(250)))

    found = run("find_picture", file(tmp_path, "w.webp", webp_lossless(flat_picture(255))))

    assert [(one["asset"], one["class"]) for one in found] == [(str(white.pk), "exact")]


def test_find_picture_says_when_there_is_no_such_file(tmp_path: Path) -> None:
    with override("en"), pytest.raises(CommandError, match="cannot be read"):
        run("find_picture", str(tmp_path / "missing.jpg"))


def test_add_pictures_reads_what_it_can_and_names_what_it_cannot(tmp_path: Path) -> None:
    file(tmp_path, "صورة.jpg", jpeg(draw_picture(1)))
    file(tmp_path, "texte.jpg", "été".encode())
    (tmp_path / "inner").mkdir()
    file(tmp_path / "inner", "copy.png", png(draw_picture(2)))
    file(tmp_path, ".hidden.jpg", jpeg(draw_picture(3)))

    record = run("add_pictures", str(tmp_path))

    assert sorted(one["file"] for one in record["added"]) == ["inner/copy.png", "صورة.jpg"]
    assert [(one["file"], one["code"]) for one in record["refused"]] == [
        ("texte.jpg", "not_a_picture")
    ]
    assert MediaAsset.objects.filter(state=AssetState.READ).count() == 2


def test_add_pictures_works_under_a_name_that_others_see(tmp_path: Path) -> None:
    file(tmp_path, "a.jpg", jpeg(draw_picture(1)))
    before = heartbeat.holder()

    run("add_pictures", str(tmp_path))

    shown = Heartbeat.objects.get(role="pictures")
    assert {job.holder for job in Job.objects.all()} == {shown.name}
    assert shown.ended_at is not None
    assert heartbeat.holder() == before


def test_what_a_killed_add_pictures_had_in_hand_is_free_after_half_a_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("jobs.sweeper._database_is_up_long_enough", lambda: True)
    store_picture(jpeg(draw_picture(1)))
    with heartbeat.in_role("pictures"):
        runner.claim(Job.objects.get(kind=READ_PICTURE).pk)
        alive = sweeper.release_the_gone()
        past = timezone.now() - timedelta(seconds=31)
        Heartbeat.objects.update(beat_at=past)
        Job.objects.update(started_at=past)
        silent = sweeper.release_the_gone()

    assert (alive, silent) == (0, 1)


def test_add_pictures_again_adds_nothing(tmp_path: Path) -> None:
    file(tmp_path, "a.jpg", jpeg(draw_picture(1)))
    run("add_pictures", str(tmp_path))

    record = run("add_pictures", str(tmp_path))

    assert (record["added"], len(record["known"])) == ([], 1)
    assert Evidence.objects.count() == 1


def test_add_pictures_names_a_picture_that_breaks_off(tmp_path: Path) -> None:
    whole = jpeg(draw_picture(1))
    file(tmp_path, "a.jpg", whole)
    file(tmp_path, "b.jpg", whole[: len(whole) // 3])

    record = run("add_pictures", str(tmp_path))

    assert [(one["file"], one["code"]) for one in record["refused"]] == [("b.jpg", "broken")]


def test_add_pictures_tells_people_what_was_refused_and_why(tmp_path: Path) -> None:
    file(tmp_path, "a.jpg", jpeg(draw_picture(1)))
    file(tmp_path, "b.jpg", b"")
    printed = io.StringIO()

    with override("en"):
        call_command(
            "add_pictures", str(tmp_path), "--jobs", "1", stdout=printed, stderr=io.StringIO()
        )

    assert printed.getvalue() == (
        "b.jpg: The file is empty. Please choose another one.\n"
        "Added: 1. There already: 0. Refused: 1.\n"
    )


def test_add_pictures_goes_on_after_a_file_that_it_may_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file(tmp_path, "a.jpg", jpeg(draw_picture(1)))
    file(tmp_path, "b.jpg", jpeg(draw_picture(2)))
    read_bytes = Path.read_bytes

    def forbidden(path: Path) -> bytes:
        if path.name == "a.jpg":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", forbidden)

    record = run("add_pictures", str(tmp_path))

    assert [one["file"] for one in record["added"]] == ["b.jpg"]
    assert [(one["file"], one["code"]) for one in record["refused"]] == [("a.jpg", "unreadable")]


def test_add_pictures_says_when_a_picture_is_stored_but_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file(tmp_path, "a.jpg", jpeg(draw_picture(1)))
    file(tmp_path, "b.jpg", jpeg(draw_picture(2)))
    draw = reading._draw_renditions

    def disk_full(asset: MediaAsset, *rest: Any) -> None:
        if asset.original_name == "a.jpg":
            raise OSError(28, "No space left on device")
        draw(asset, *rest)

    monkeypatch.setattr(reading, "_draw_renditions", disk_full)

    record = run("add_pictures", str(tmp_path))

    assert [(one["file"], one["code"]) for one in record["refused"]] == [("a.jpg", "not_read")]


def test_add_pictures_reads_a_video_and_looks_for_each_of_its_frames(
    tmp_path: Path, settings: Settings
) -> None:
    settings.FFMPEG = FFMPEG
    scenes, folder = tmp_path / "scenes", tmp_path / "folder"
    scenes.mkdir()
    folder.mkdir()
    file(folder, "فيديو.mp4", film(draw_scenes(scenes)))

    record = run("add_pictures", str(folder))
    again = run("add_pictures", str(folder))

    (added,) = record["added"]
    video = MediaAsset.objects.get(pk=added["asset"])
    frames = list(video.frames.all())
    assert (video.state, record["refused"], again["known"]) == (AssetState.READ, [], [added])
    assert len(frames) == 4
    assert all(frame.state == AssetState.READ and frame.is_searched for frame in frames)
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    assert not Job.objects.filter(kind=READ_PICTURE, payload={"asset": str(video.pk)}).exists()


def test_add_pictures_carries_on_with_the_frames_of_a_video_that_was_read(
    tmp_path: Path, settings: Settings
) -> None:
    settings.FFMPEG = FFMPEG
    data = film(draw_scenes(tmp_path))
    folder = tmp_path / "folder"
    folder.mkdir()
    file(folder, "film.mp4", data)
    video = store_picture(data)
    runner.run(Job.objects.get(kind=READ_VIDEO).pk)

    record = run("add_pictures", str(folder), "--no-matching")

    assert [one["asset"] for one in record["known"]] == [str(video.pk)]
    states = [(frame.state, frame.is_searched) for frame in video.frames.all()]
    assert states == [(AssetState.READ, False)] * 4


def test_add_pictures_names_a_video_that_cannot_be_read(tmp_path: Path, settings: Settings) -> None:
    settings.FFMPEG = FFMPEG
    file(tmp_path, "a.jpg", jpeg(draw_picture(1)))
    file(tmp_path, "b.mp4", b"\0\0\0\x20ftypisom" + bytes(2000))

    record = run("add_pictures", str(tmp_path))

    assert [(one["file"], one["code"]) for one in record["refused"]] == [("b.mp4", "video_broken")]


def test_add_pictures_fails_when_nothing_can_be_read(tmp_path: Path) -> None:
    file(tmp_path, "a.jpg", b"nothing")

    with override("en"), pytest.raises(CommandError, match="None of the files"):
        run("add_pictures", str(tmp_path))


@pytest.mark.parametrize(("name", "words"), [("", "no files"), ("absent", "no folder")])
def test_add_pictures_needs_a_folder_with_files(tmp_path: Path, name: str, words: str) -> None:
    with override("en"), pytest.raises(CommandError, match=words):
        run("add_pictures", str(tmp_path / name))


def test_add_pictures_shows_how_far_it_is_on_the_error_stream(tmp_path: Path) -> None:
    file(tmp_path, "a.jpg", jpeg(draw_picture(1)))
    file(tmp_path, "b.jpg", jpeg(draw_picture(2)))
    progress, printed = io.StringIO(), io.StringIO()

    call_command("add_pictures", str(tmp_path), "--jobs", "1", stdout=printed, stderr=progress)

    assert "1/2" in progress.getvalue()
    assert "2/2" in progress.getvalue()
    assert "#" not in printed.getvalue()


def test_date_picture_dates_the_same_file_by_its_page(tmp_path: Path) -> None:
    data = jpeg(draw_picture(1))
    sighted(stored_picture(data), "2022-08-14")

    record = run("date_picture", file(tmp_path, "a.jpg", data), "--event", "2024-06-20..2024-06-23")

    assert record["kind"] == "publisher_says_predates"
    assert record["strength"] == "suggested"
    assert record["at_least_days"] == 673
    assert record["existed_by"] == "2022-08-15T11:59:59Z"
    assert [one["kind"] for one in record["evidence"] if one["rests_on"]] == ["publisher_date"]
    assert "at least 673 days" in record["sentence"]["en"]
    assert "673" in record["sentence"]["ar"]


def test_date_picture_tells_of_a_weaker_bound_that_is_earlier() -> None:
    asset = stored_picture(jpeg(draw_picture(1), taken="2021:05:01 10:00:00"))
    sighted(asset, "2022-08-14")
    printed = io.StringIO()

    record = run("date_picture", str(asset.pk), "--event", "2024-06-20")
    with override("en"):
        call_command("date_picture", str(asset.pk), stdout=printed)

    assert [one["strength"] for one in record["bounds"]] == ["suggested", "metadata"]
    assert record["bounds"][0]["existed_by"] == record["existed_by"]
    assert record["bounds"][0]["evidence"] == [
        one["id"] for one in record["evidence"] if one["rests_on"]
    ]
    assert printed.getvalue().splitlines()[:2] == [
        "By its publisher's own date, this picture existed by 14 August 2022.",
        (
            "Weaker evidence puts it earlier: the file itself gives 1 May 2021 as its date. Such "
            "dates can be changed, so this alone is not proof."
        ),
    ]


def test_date_picture_waits_for_a_person_where_a_copy_is_not_confirmed(tmp_path: Path) -> None:
    sighted(stored_picture(jpeg(draw_picture(1))), "2022-08-14")
    path = file(tmp_path, "copy.jpg", mirrored(draw_picture(1)))

    record = run("date_picture", path, "--event", "2024-06")

    assert (record["kind"], record["strength"]) == ("needs_confirmation", "none")


def test_date_picture_reads_the_metadata_of_a_file_that_is_not_stored(tmp_path: Path) -> None:
    path = file(tmp_path, "a.jpg", jpeg(draw_picture(1), taken="2022:08:12 10:00:00"))

    record = run("date_picture", path, "--event", "2024-06-20")

    assert record["kind"] == "metadata_suggests_predates"
    assert record["metadata_day"] == "2022-08-12"
    assert not MediaAsset.objects.exists()


def test_date_picture_takes_the_name_of_a_file_for_no_more_than_a_hint(tmp_path: Path) -> None:
    path = file(tmp_path, "IMG_20220815_123456.jpg", jpeg(draw_picture(1)))

    record = run("date_picture", path, "--event", "2024-06-20")

    (entry,) = record["evidence"]
    assert record["kind"] == "metadata_suggests_predates"
    assert (entry["kind"], entry["grade"], entry["why"]) == ("file_name", "D", "decides")


def test_date_picture_reads_the_metadata_of_a_format_that_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    Image.new("RGB", (8, 8)).save(path, tiffinfo={306: "2022:08:12 10:00:00"})

    record = run("date_picture", str(path), "--event", "2024-06-20")

    assert record["kind"] == "metadata_suggests_predates"
    assert [one["kind"] for one in record["evidence"]] == ["exif_modified"]


def test_date_picture_refuses_a_file_that_says_nothing(tmp_path: Path) -> None:
    path = file(tmp_path, "note.txt", "तस्वीर नहीं".encode())

    with pytest.raises(CommandError, match=r"note\.txt"):
        call_command("date_picture", path)


def test_date_picture_takes_an_id_or_a_digest_and_needs_no_event() -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    sighted(asset, "2022-08-14")

    by_id = run("date_picture", str(asset.pk))
    by_digest = run("date_picture", asset.sha256)

    assert by_id == by_digest
    assert by_id["existed_by"] == "2022-08-15T11:59:59Z"
    assert by_id["at_least_days"] is None
    assert by_id["kind"] is None


def test_date_picture_tells_of_conflicts() -> None:
    asset = stored_picture(jpeg(draw_picture(1), taken="2024:06:21 10:00:00"))
    sighted(asset, "2022-08-14")

    record = run("date_picture", str(asset.pk), "--event", "2024-06-20")

    (conflict,) = record["conflicts"]
    assert conflict["kind"] == "stronger_says_earlier"
    assert conflict["words"]


def test_date_picture_prints_its_sentence_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    asset = stored_picture(jpeg(draw_picture(1)))
    sighted(asset, "2022-08-14")
    printed = io.StringIO()

    with override("en"):
        call_command("date_picture", str(asset.pk), "--event", "2024-06-20", stdout=printed)

    first, limits, *rest = printed.getvalue().splitlines()
    assert "at least 673 days" in first
    assert limits.startswith("It says nothing of who made the picture")
    assert rest[0] == (
        "* C Publication date given by the page: 2022-08-13T10:00:00Z .. 2022-08-15T11:59:59Z"
    )
    assert rest[1].startswith("> Look in web archives for a copy")


@pytest.mark.parametrize("reference", ["nothing", "0" * 64, "8f6f2d0e-5d0b-5c1b-9d3c-0b7f1e2a4c6d"])
def test_date_picture_says_when_it_knows_no_such_picture(reference: str) -> None:
    with override("en"), pytest.raises(CommandError, match="neither a file nor"):
        run("date_picture", reference)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-06-20..2024-06-23", "2024-06-20", "2024-06-23"),
        ("2024-06-20", "2024-06-20", "2024-06-20"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023..2024-01", "2023-01-01", "2024-01-31"),
    ],
)
def test_an_event_is_read_as_whole_days_months_or_years(text: str, first: str, last: str) -> None:
    assert event_days(text) == DateInterval(day(first).earliest, day(last).latest)


@pytest.mark.parametrize("text", ["", "20 June", "2024-13", "2024-06-23..2024-06-20", "٢٠٢٤-٠٦"])
def test_an_event_that_cannot_be_read_is_refused_with_an_example(text: str) -> None:
    with override("en"), pytest.raises(CommandError, match=r"2024-06-20\.\.2024-06-23"):
        call_command("date_picture", "x", "--event", text)
