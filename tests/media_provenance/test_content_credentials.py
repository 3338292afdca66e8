"""What a file says of itself is kept with the reading, and printed by read_metadata."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from media_provenance.adapters import decoder_link
from media_provenance.adapters.decoder_link import Decoder
from media_provenance.models import AssetState, Evidence
from tests.factories.pictures import draw_picture, jpeg, stored_picture
from tests.unit.media_provenance.pictures import encoded
from tests.unit.media_provenance.signed_pictures import signed

TITLE = "صورة — été — चित्र"


def printed(*arguments: str) -> str:
    out = io.StringIO()
    call_command("read_metadata", *arguments, stdout=out)
    return out.getvalue()


def printed_record(path: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(printed(str(path), "--json"))
    return record


@pytest.mark.django_db
def test_content_credentials_are_kept_and_no_evidence_rests_on_them() -> None:
    asset = stored_picture(signed(jpeg(draw_picture(7)), title=TITLE))

    assert asset.content_credentials is not None
    store = asset.content_credentials["manifest_store"]
    assert asset.state == AssetState.READ
    assert asset.content_credentials["state"] == "valid"
    assert store["manifests"][store["active_manifest"]]["title"] == TITLE
    assert not Evidence.objects.filter(asset=asset, kind__startswith="content_credentials").exists()


@pytest.mark.django_db
def test_credentials_that_lie_elsewhere_are_kept_as_an_address() -> None:
    data = signed(jpeg(draw_picture(7)), elsewhere="http://127.0.0.1:9/manifest")

    asset = stored_picture(data)

    assert asset.content_credentials == {"url": "http://127.0.0.1:9/manifest"}
    assert asset.reading_notes == ["credentials_elsewhere"]


@pytest.mark.django_db
def test_a_picture_without_credentials_has_none() -> None:
    asset = stored_picture(jpeg(draw_picture(7)))

    assert (asset.content_credentials, asset.reading_notes) == (None, [])


def test_read_metadata_prints_what_a_scan_says_of_itself(tmp_path: Path) -> None:
    scan = tmp_path / "مسح.tiff"
    scan.write_bytes(encoded(draw_picture(7), "TIFF", date_time="2021:03:04 05:06:07"))

    record = printed_record(scan)

    assert record["fields"] == {"EXIF:ModifyDate": "2021:03:04 05:06:07"}
    assert (record["notes"], record["credentials"]) == ([], None)


def test_read_metadata_prints_content_credentials(tmp_path: Path) -> None:
    picture = tmp_path / "signed.jpg"
    picture.write_bytes(signed(jpeg(draw_picture(7)), title=TITLE))

    assert printed_record(picture)["credentials"]["state"] == "valid"
    assert TITLE in printed(str(picture))


def test_read_metadata_says_that_there_is_nothing(tmp_path: Path) -> None:
    picture = tmp_path / "bare.jpg"
    picture.write_bytes(jpeg(draw_picture(7)))

    assert len(printed(str(picture)).splitlines()) == 1


@pytest.mark.parametrize("data", [b"", "قصة".encode(), b"%PDF-1.7"], ids=["empty", "text", "PDF"])
def test_read_metadata_refuses_what_is_no_picture(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)

    with pytest.raises(CommandError, match=str(path)):
        printed(str(path))


def test_read_metadata_names_all_that_it_reads(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("ملاحظات", encoding="utf-8")

    with (
        translation.override("en"),
        pytest.raises(CommandError, match="AVIF, TIFF and HEIC"),
    ):
        printed(str(path))


def test_read_metadata_says_which_file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="absent"):
        printed(str(tmp_path / "absent.jpg"))


@pytest.mark.parametrize("command", ["read_metadata", "find_picture"])
def test_a_decoder_that_does_not_start_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    picture = tmp_path / "picture.jpg"
    picture.write_bytes(jpeg(draw_picture(7)))
    monkeypatch.setattr(decoder_link, "_decoder", Decoder(("/bin/false",)))

    with pytest.raises(CommandError):
        call_command(command, str(picture))
