"""What is found when something of what was kept is changed afterwards."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from media_provenance.models import FIRST_PREVIOUS, CaptureBundle, KeptRole
from media_provenance.pipeline.verifying import BreakCode, verify_kept
from tests.factories.captures import as_somebody_with_every_right, kept_pages, path_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Settings, tmp_path: Path) -> None:
    """Give each test an empty folder: what others kept is no break of its chain."""
    settings.MEDIA_ROOT = tmp_path / "media"


def codes() -> list[str]:
    return [one.code.value for one in verify_kept().breaks]


def test_what_nobody_touched_holds() -> None:
    kept_pages(3)

    report = verify_kept()

    assert report.holds
    assert (report.links, report.files) == (3, 12)
    assert report.head == CaptureBundle.objects.get(number=3).manifest_sha256


def test_nothing_kept_holds_too() -> None:
    assert verify_kept().holds


def change_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("role", [KeptRole.WARC, KeptRole.TEXT, KeptRole.MANIFEST])
@pytest.mark.parametrize(
    ("harm", "code"),
    [(change_a_byte, BreakCode.FILE_CHANGED), (Path.unlink, BreakCode.FILE_MISSING)],
    ids=["changed", "removed"],
)
def test_a_harmed_file_is_found(
    role: KeptRole, harm: Callable[[Path], None], code: BreakCode, settings: Settings
) -> None:
    bundles = kept_pages(3)
    path = bundles[1].path_of(role)

    harm(path_of(path, settings))

    found = verify_kept().breaks
    assert [(one.code, one.number, one.what) for one in found] == [(code, 2, path)]


def test_a_changed_capture_is_found(settings: Settings) -> None:
    bundles = kept_pages(2)
    assert bundles[0].capture is not None

    change_a_byte(path_of(bundles[0].capture.path, settings))

    assert codes() == ["file_changed"]


def test_a_link_that_was_taken_out_is_found() -> None:
    kept_pages(3)

    as_somebody_with_every_right("DELETE FROM media_provenance_capturebundle WHERE number = 2")

    assert codes() == ["link_missing", "link_broken"]


def test_the_newest_links_taken_away_are_found_by_their_manifests() -> None:
    kept_pages(3)

    as_somebody_with_every_right("DELETE FROM media_provenance_capturebundle WHERE number > 1")

    assert codes() == ["manifest_without_row", "manifest_without_row"]


def test_a_chain_written_anew_does_not_have_what_somebody_kept() -> None:
    first, _second = kept_pages(2)

    same = verify_kept(against=first.manifest_sha256)
    other = verify_kept(against="ab" * 32)

    assert same.holds
    assert [one.code for one in other.breaks] == [BreakCode.HEAD_UNKNOWN]


def test_links_in_another_order_are_found() -> None:
    first, second, third = kept_pages(3)

    move = (
        "UPDATE media_provenance_capturebundle SET number = %s, previous_sha256 = %s WHERE id = %s"
    )
    as_somebody_with_every_right(move, 99, "99" * 32, first.pk)
    as_somebody_with_every_right(move, 1, FIRST_PREVIOUS, second.pk)
    as_somebody_with_every_right(move, 3, first.manifest_sha256, third.pk)
    as_somebody_with_every_right(move, 2, second.manifest_sha256, first.pk)

    # The rows fit each other again; the manifests do not.
    assert codes() == ["manifest_differs"] * 3


def test_a_row_that_says_another_address_is_found() -> None:
    bundles = kept_pages(1)
    assert bundles[0].capture is not None
    bundles[0].capture.url = "https://else.example/"
    bundles[0].capture.save()

    assert codes() == ["manifest_differs"]


def test_the_command_tells_what_does_not_hold_and_ends_so(settings: Settings) -> None:
    (bundle,) = kept_pages(1)
    path = bundle.path_of(KeptRole.WARC)
    path_of(path, settings).unlink()
    told = io.StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("verify_captures", "--json", stdout=told)

    answer = json.loads(told.getvalue())
    assert ended.value.code == 1
    assert answer["holds"] is False
    assert answer["breaks"][0]["code"] == "file_missing"
    assert path in answer["breaks"][0]["sentence"]


@pytest.mark.usefixtures("speaking_english")
def test_the_command_says_that_all_holds() -> None:
    (bundle,) = kept_pages(1)
    told = io.StringIO()

    call_command("verify_captures", stdout=told)

    assert "Everything holds." in told.getvalue()
    assert bundle.manifest_sha256 in told.getvalue()


@pytest.mark.usefixtures("speaking_english")
@pytest.mark.parametrize("typed", ["", "5f1b", "é" * 64, "بصمة", "٠" * 64, "ab" * 33])
def test_what_is_no_digest_is_refused_before_anything_is_read(typed: str) -> None:
    told = io.StringIO()

    with pytest.raises(CommandError, match="64 digits"):
        call_command("verify_captures", against=typed, stdout=told)

    assert told.getvalue() == ""


@pytest.mark.usefixtures("speaking_english")
def test_a_digest_may_be_typed_in_capitals_with_spaces_around() -> None:
    (bundle,) = kept_pages(1)
    told = io.StringIO()

    call_command("verify_captures", against=f" {bundle.manifest_sha256.upper()} ", stdout=told)

    assert "Everything holds." in told.getvalue()
