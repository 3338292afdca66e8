"""All metadata of a stored picture: read once in full, kept as evidence once, damaged or not."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from pytest_django.fixtures import Settings

from media_provenance.domain.picture_headers import ReadingNote
from media_provenance.models import AssetState, Evidence, MediaAsset
from media_provenance.pipeline import fields_of_file, has_exiftool
from media_provenance.pipeline.reading import read_picture, record_picture
from tests.factories.dated_files import TAKEN, dated_file, needs_exiftool
from tests.factories.pictures import stored_picture

ENTRY = [
    "field",
    "value",
    "earliest",
    "latest",
    "role",
    "grade",
    "usable",
    "why",
    "explanation",
]


def printed(path: Path, *options: str) -> str:
    out = io.StringIO()
    with override("en"):
        call_command("read_metadata", str(path), *options, stdout=out)
    return out.getvalue()


def entries(path: Path) -> dict[str, dict[str, Any]]:
    """Return what the command prints of a file, by field."""
    found: list[dict[str, Any]] = json.loads(printed(path, "--json"))
    return {entry["field"]: entry for entry in found}


def written(folder: Path, data: bytes, name: str = "صورة été चित्र.jpg") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def dates_of(asset: MediaAsset) -> set[tuple[str, str]]:
    """Return where each date from the file's own fields was read, with its role."""
    rows = Evidence.objects.filter(asset=asset, operator="file")
    return {(row.read_from.partition(" ")[0], row.role) for row in rows}


def read_again(asset: MediaAsset) -> None:
    payload = {"asset": str(asset.pk)}
    record_picture(payload, read_picture(payload, lambda done, of: None))
    asset.refresh_from_db()


@pytest.fixture(params=["", "off"], ids=["in full", "reduced"])
def either_way(request: pytest.FixtureRequest, settings: Settings) -> str:
    settings.EXIFTOOL = request.param
    # `./bayyina test` installs it where it may; the reduced way is tested everywhere.
    if not request.param and not has_exiftool():
        pytest.skip("exiftool is not installed here")
    return str(request.param)


def test_every_field_is_printed_with_what_it_proves(either_way: str, tmp_path: Path) -> None:
    found = entries(written(tmp_path, dated_file()))

    assert list(found["ExifIFD:DateTimeOriginal"]) == ENTRY
    assert found["ExifIFD:DateTimeOriginal"] == {
        "field": "ExifIFD:DateTimeOriginal",
        "value": "2022:08:14 11:30:12",
        "earliest": "2022-08-14T08:30:12Z",
        "latest": "2022-08-14T08:30:12Z",
        "role": "captured",
        "grade": "D",
        "usable": True,
        "why": "camera_clock",
        "explanation": "When the picture was taken, by the camera's clock. Anyone can change it.",
    }
    assert found["XMP-xmp:CreateDate"]["value"] == "2022:08:15 09:00:00+03:00"
    assert found["XMP-photoshop:DateCreated"]["role"] == "captured"
    assert (found["GPS:GPSTimeStamp"]["usable"], found["GPS:GPSTimeStamp"]["role"]) == (False, None)
    assert found["ExifIFD:OffsetTimeOriginal"]["why"] == "belongs_to_another"


@needs_exiftool
def test_both_readers_print_the_same_of_common_fields(tmp_path: Path, settings: Settings) -> None:
    path = written(tmp_path, dated_file("PNG"), "a.png")
    settings.EXIFTOOL = ""
    full = entries(path)
    settings.EXIFTOOL = "off"
    quick = entries(path)

    note = quick.pop("*")

    assert quick.items() <= full.items()
    assert full["PNG:Datecreate"]["role"] == "saved"
    assert (note["usable"], note["why"], note["value"]) == (False, "metadata_reduced", None)


@needs_exiftool
def test_a_date_in_a_png_with_a_wrong_checksum_is_not_used(tmp_path: Path) -> None:
    whole = dated_file("PNG")
    at = whole.index(b"tIME") + 5

    found = entries(written(tmp_path, whole[:at] + b"\xe4" + whole[at + 1 :], "a.png"))

    assert not [entry for entry in found.values() if entry["usable"]]
    assert found["PNG:ModifyDate"]["why"] == "damaged"


@needs_exiftool
@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "dessin.svg"),
        (b"BM" + bytes(60), "a.bmp"),
    ],
)
def test_what_only_exiftool_reads_is_answered_too(tmp_path: Path, data: bytes, name: str) -> None:
    assert entries(written(tmp_path, data, name)) == {}


@needs_exiftool
def test_people_are_told_what_each_date_is(tmp_path: Path, settings: Settings) -> None:
    settings.EXIFTOOL = ""

    lines = printed(written(tmp_path, dated_file())).splitlines()

    assert "ExifIFD:DateTimeOriginal: 2022:08:14 11:30:12 (said to have been taken)" in lines
    assert "ExifIFD:SubSecTimeOriginal: 016" in lines


def test_people_are_told_that_metadata_is_reduced(tmp_path: Path, settings: Settings) -> None:
    settings.EXIFTOOL = "off"

    assert "libimage-exiftool-perl" in printed(written(tmp_path, dated_file()))


def test_what_nobody_reads_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no picture that this command reads"):
        printed(written(tmp_path, b"PK\x03\x04", "a.zip"))


@pytest.mark.django_db
def test_what_the_file_says_becomes_evidence(either_way: str) -> None:
    asset = stored_picture(dated_file())

    assert asset.state == AssetState.READ
    assert dates_of(asset) == {
        ("ExifIFD:DateTimeOriginal", "captured"),
        ("ExifIFD:CreateDate", "saved"),
        ("IFD0:ModifyDate", "saved"),
        ("GPS:GPSDateStamp", "captured"),
        ("XMP-xmp:CreateDate", "saved"),
        ("XMP-xmp:MetadataDate", "saved"),
        ("XMP-photoshop:DateCreated", "captured"),
    }
    assert ("metadata_reduced" in asset.reading_notes) is (either_way == "off")
    assert asset.metadata["IFD0:Make"] == "Kamera"


@needs_exiftool
@pytest.mark.django_db
def test_a_second_reading_by_another_reader_adds_nothing(settings: Settings) -> None:
    settings.EXIFTOOL = "off"
    asset = stored_picture(dated_file())
    before = set(Evidence.objects.values_list("pk", flat=True))
    settings.EXIFTOOL = ""

    read_again(asset)

    assert set(Evidence.objects.values_list("pk", flat=True)) == before
    assert "metadata_reduced" not in asset.reading_notes


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("exif_original", f"metadata:EXIF:DateTimeOriginal:{TAKEN} +03:00"),
        ("xmp_date", "metadata:XMP:DateCreated:2022-08-14"),
        ("gps_time", "metadata:EXIF:GPSDateStamp:2022:08:14 08:30:12"),
    ],
)
def test_evidence_of_an_older_release_is_not_written_twice(
    either_way: str, kind: str, key: str
) -> None:
    asset = stored_picture(dated_file())
    (evidence,) = Evidence.objects.filter(asset=asset, kind=kind, role="captured")
    evidence.key = key
    evidence.save(update_fields=["key"])
    count = Evidence.objects.count()

    read_again(asset)

    assert Evidence.objects.count() == count


@pytest.mark.django_db
def test_dates_that_contradict_each_other_become_no_evidence(either_way: str) -> None:
    asset = stored_picture(dated_file(saved="2008:07:31 17:32:06"))

    assert not {"exif_original", "exif_modified"} & set(
        Evidence.objects.filter(asset=asset).values_list("kind", flat=True)
    )


def test_a_file_over_which_exiftool_fails_is_read_without(
    tmp_path: Path, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "exiftool"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o700)
    settings.EXIFTOOL = str(broken)

    said = fields_of_file(dated_file(), {"EXIF:ModifyDate": "2022:08:15 09:00:00"})

    assert said.fields == {"IFD0:ModifyDate": "2022:08:15 09:00:00"}
    assert [note.value for note in said.notes] == ["metadata_reduced"]
    assert "no answer" in caplog.text


@needs_exiftool
def test_what_exiftool_read_is_not_said_to_be_unread(settings: Settings) -> None:
    settings.EXIFTOOL = ""
    notes = (ReadingNote.EXIF_UNREADABLE, ReadingNote.COLOURS_UNREADABLE)

    said = fields_of_file(dated_file(), {}, notes)

    assert said.notes == (ReadingNote.COLOURS_UNREADABLE,)
