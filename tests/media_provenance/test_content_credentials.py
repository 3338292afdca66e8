"""Content Credentials are kept with the reading, and printed by read_credentials."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from media_provenance.actions import add_trust_list
from media_provenance.adapters import decoder_link
from media_provenance.adapters.decoder_link import Decoder
from media_provenance.domain.trust_lists import TrustKind
from media_provenance.models import AssetState, Evidence, TrustList
from tests.factories.pictures import draw_picture, jpeg, png, stored_picture
from tests.unit.media_provenance.signed_pictures import signed, signers_key, signers_root

TITLE = "صورة — été — चित्र"


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>'


def run(command: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def judged(path: Path, *arguments: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(run("read_credentials", str(path), "--json", *arguments))
    return record


def write_root(folder: Path) -> Path:
    path = folder / "root.pem"
    path.write_text(signers_root())
    return path


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
    assert "credentials_elsewhere" in asset.reading_notes


@pytest.mark.django_db
def test_a_picture_without_credentials_has_none() -> None:
    asset = stored_picture(jpeg(draw_picture(7)))

    assert asset.content_credentials is None
    assert "credentials_elsewhere" not in asset.reading_notes


def test_read_credentials_judges_by_the_authorities_that_are_given(tmp_path: Path) -> None:
    picture, anchors = tmp_path / "صورة.jpg", tmp_path / "anchors.pem"
    picture.write_bytes(signed(jpeg(draw_picture(7)), created={"when": "2022-08-16"}))
    anchors.write_text(signers_root())

    record = judged(picture, "--anchors", str(anchors))

    assert (record["state"], record["error"], record["signer"]) == ("Trusted", None, "Tests")
    assert (record["usable_as_upper_bound"], record["why"]) == (False, ["no_time"])
    assert [(one["field"], one["grade"]) for one in record["dates"]] == [("c2pa.created", "C")]
    assert "success:claimSignature.validated" in record["codes"]


def test_read_credentials_reads_a_picture_with_another_name(tmp_path: Path) -> None:
    picture = tmp_path / "été.txt"
    picture.write_bytes(signed(png(draw_picture(7)), "image/png"))

    assert judged(picture, "--anchors", str(write_root(tmp_path)))["state"] == "Trusted"


def test_read_credentials_reads_drawings_that_are_no_pictures_here(tmp_path: Path) -> None:
    drawing = tmp_path / "चित्र.svg"
    drawing.write_bytes(signed(SVG, "image/svg+xml"))

    assert judged(drawing, "--anchors", str(write_root(tmp_path)))["state"] == "Trusted"


def test_read_credentials_says_that_they_lie_elsewhere_and_where(tmp_path: Path) -> None:
    picture = tmp_path / "picture.jpg"
    address = "http://127.0.0.1:9/manifest"
    picture.write_bytes(signed(jpeg(draw_picture(7)), elsewhere=address))

    record = judged(picture, "--anchors", str(write_root(tmp_path)))

    assert (record["state"], record["elsewhere"]) == (None, address)
    assert record["error"].startswith("C2paError Remote: must fetch remote manifests from url http")


def test_read_credentials_names_the_error_of_what_it_cannot_read(tmp_path: Path) -> None:
    picture = tmp_path / "picture.jpg"
    picture.write_bytes(signed(jpeg(draw_picture(7))).replace(b"jumd", b"jump"))

    record = judged(picture, "--anchors", str(write_root(tmp_path)))

    assert (record["state"], record["usable_as_upper_bound"]) == (None, False)
    assert record["error"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "en"])
def test_read_credentials_says_it_in_words_by_the_lists_in_force(
    tmp_path: Path, language: str
) -> None:
    add_trust_list("قائمة", TrustKind.ANCHORS, signers_root())
    picture = tmp_path / "picture.jpg"
    picture.write_bytes(signed(jpeg(draw_picture(7))))

    with translation.override(language):
        said = run("read_credentials", str(picture))

    assert "Tests, Signer of tests" in said
    assert len(said.splitlines()) >= 5


@pytest.mark.django_db
def test_read_credentials_says_that_there_are_none(tmp_path: Path) -> None:
    picture = tmp_path / "bare.jpg"
    picture.write_bytes(jpeg(draw_picture(7)))

    assert len(run("read_credentials", str(picture)).splitlines()) == 1
    assert judged(picture)["state"] is None


@pytest.mark.parametrize("text", ["", "nothing of the kind", signers_key()])
def test_a_list_that_is_none_is_refused_by_read_credentials(tmp_path: Path, text: str) -> None:
    picture, anchors = tmp_path / "picture.jpg", tmp_path / "anchors.pem"
    picture.write_bytes(jpeg(draw_picture(7)))
    anchors.write_text(text)

    with pytest.raises(CommandError, match=str(anchors)):
        judged(picture, "--anchors", str(anchors))


@pytest.mark.django_db
def test_lists_of_trust_are_added_listed_and_retired_by_command(tmp_path: Path) -> None:
    run("trust_list", "add", str(write_root(tmp_path)), "--name", "قائمة — été — सूची")
    (listed,) = json.loads(run("trust_list", "list", "--json"))

    run("trust_list", "retire", str(listed["id"]), "--reason", "قديمة")

    retired = TrustList.objects.get()
    assert (listed["name"], listed["kind"], listed["entries"]) == (retired.name, "anchors", 1)
    assert retired.retired_reason == "قديمة"
    assert "anchors" in run("trust_list", "list")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "/nowhere/list.pem"),
        ("add", __file__),
        ("retire", "4711", "--reason", "why"),
        ("retire", "4711"),
    ],
    ids=["no file", "no list", "no such list", "no reason"],
)
def test_what_cannot_be_done_with_a_list_is_said_in_a_sentence(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run("trust_list", *arguments)


@pytest.mark.parametrize("data", [b"", "قصة".encode(), b"%PDF-1.7"], ids=["empty", "text", "PDF"])
def test_read_metadata_refuses_what_is_no_picture(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)

    with pytest.raises(CommandError, match=str(path)):
        run("read_metadata", str(path))


def test_read_metadata_names_all_that_it_reads(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("ملاحظات", encoding="utf-8")

    with (
        translation.override("en"),
        pytest.raises(CommandError, match="AVIF, TIFF and HEIC"),
    ):
        run("read_metadata", str(path))


def test_read_metadata_says_which_file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="absent"):
        run("read_metadata", str(tmp_path / "absent.jpg"))


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["read_credentials", "read_metadata", "find_picture"])
def test_a_decoder_that_does_not_start_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    picture = tmp_path / "picture.jpg"
    picture.write_bytes(jpeg(draw_picture(7)))
    monkeypatch.setattr(decoder_link, "_decoder", Decoder(("/bin/false",)))

    with pytest.raises(CommandError):
        call_command(command, str(picture))
