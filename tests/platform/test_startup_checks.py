"""Each start-up check finds its fault and says in one sentence what to do."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from PIL import features
from pytest_django import Settings

from factcheck import checks
from factcheck.database_roles import APPLICATION
from factcheck.embedded.postgres import ROLE
from media_provenance.adapters import decoder_link
from media_provenance.adapters.child_walls import Wall
from media_provenance.adapters.decoder_link import Decoder

GOOD = {"vector": "0.8.6", "pg_trgm": "1.6"}


@pytest.mark.django_db
def test_the_embedded_database_passes() -> None:
    assert checks.check_database(None, databases=["default"]) == []


@pytest.mark.parametrize(
    ("major", "extensions", "sees_arabic", "code"),
    [
        (15, GOOD, True, "factcheck.E004"),
        (18, {"vector": "0.8.6"}, True, "factcheck.E005"),
        (18, {"pg_trgm": "1.6"}, True, "factcheck.E006"),
        (18, GOOD | {"vector": "0.6.2"}, True, "factcheck.E006"),
        (18, GOOD, False, "factcheck.E007"),
    ],
    ids=["too old", "no trigrams", "no vectors", "vectors too old", "blind to Arabic"],
)
def test_an_unfit_server_is_named(
    major: int, extensions: dict[str, str], sees_arabic: bool, code: str
) -> None:
    problems = checks.problems_of_server(
        major=major, extensions=extensions, sees_arabic=sees_arabic
    )

    assert [problem.id for problem in problems] == [code]


def test_pgvector_0_10_is_newer_than_0_7() -> None:
    problems = checks.problems_of_server(
        major=18, extensions=GOOD | {"vector": "0.10.0"}, sees_arabic=True
    )

    assert problems == []


def test_a_zone_other_than_utc_is_refused(settings: Settings) -> None:
    settings.TIME_ZONE = "Asia/Beirut"

    assert [problem.id for problem in checks.check_time_zone(None)] == ["factcheck.E001"]


def test_a_media_folder_that_is_a_file_is_refused(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "media").write_text("", encoding="ascii")
    settings.MEDIA_ROOT = tmp_path / "media"

    problems = checks.check_media_folder(None)

    assert [problem.id for problem in problems] == ["factcheck.E002"]
    assert str(tmp_path / "media") in problems[0].msg


def test_a_media_folder_not_made_yet_is_fine(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "not" / "yet"

    assert checks.check_media_folder(None) == []
    assert not (tmp_path / "not").exists()


def test_without_arabic_shaping_only_the_share_cards_are_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(features, "check", {"raqm": True, "fribidi": False}.get)

    problems = checks.check_arabic_shaping(None)

    assert [problem.id for problem in problems] == ["factcheck.W001"]
    assert not problems[0].is_serious()


@pytest.mark.django_db
def test_the_command_says_that_all_is_well(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    # The tests work as a superuser; an installation works as this role.
    settings.DATABASE_OF_APPLICATION = {"USER": APPLICATION}
    # Not every machine has it.
    settings.EXIFTOOL = "off"
    monkeypatch.setattr(features, "check", {"raqm": True, "fribidi": True}.get)
    printed = io.StringIO()

    with translation.override("en"):
        call_command("startup_checks", stdout=printed)

    assert printed.getvalue() == "All start-up checks passed.\n"


@pytest.mark.django_db
def test_the_command_says_that_there_are_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "check", {"raqm": True, "fribidi": False}.get)
    printed, notes = io.StringIO(), io.StringIO()

    with translation.override("en"):
        call_command("startup_checks", stdout=printed, stderr=notes)

    assert printed.getvalue() == "The start-up checks passed, with notes.\n"
    assert notes.getvalue().startswith("Note: ")


@pytest.mark.django_db
def test_the_command_fails_with_the_sentence(settings: Settings) -> None:
    settings.TIME_ZONE = "America/Chicago"

    with translation.override("en"), pytest.raises(CommandError, match="Set TIME_ZONE to UTC"):
        call_command("startup_checks")


@pytest.mark.django_db
def test_an_application_that_could_alter_its_history_is_noted(settings: Settings) -> None:
    settings.DATABASE_OF_APPLICATION = {"USER": ROLE}

    found = checks.check_history_is_out_of_reach(None, databases=["default"])

    assert [message.id for message in found] == ["factcheck.W002"]
    assert "OWNER_DATABASE_URL" in str(found[0].msg)


def test_missing_walls_around_the_picture_decoder_are_noted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    missing = frozenset({Wall.SYSTEM_CALLS, Wall.PROCESSES})
    monkeypatch.setattr(checks, "missing_walls", lambda: missing)

    found = checks.check_picture_walls(None)

    assert [message.id for message in found] == ["factcheck.W003"]
    assert "processes, system_calls" in str(found[0].msg)
    assert not found[0].is_serious()


def test_a_picture_decoder_that_does_not_start_stops_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hopeless = Decoder((sys.executable, "-I", "-c", "raise SystemExit(1)"))
    monkeypatch.setattr(decoder_link, "_decoder", hopeless)

    found = checks.check_picture_walls(None)

    assert [message.id for message in found] == ["factcheck.E009"]


def test_every_wall_stands_here() -> None:
    assert checks.check_picture_walls(None) == []


def test_a_missing_history_key_stops_the_start(settings: Settings, tmp_path: Path) -> None:
    settings.HISTORY_KEY_FILE = tmp_path / "مفتاح.pem"

    found = checks.check_history_key(None)

    assert [message.id for message in found] == ["factcheck.E008"]


def test_a_restore_that_was_cut_off_is_warned_of(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    before = checks.check_restore_is_over(None)
    (tmp_path / ".restore-unfinished").write_text("", encoding="ascii")

    after = checks.check_restore_is_over(None)

    assert (before, [problem.id for problem in after]) == ([], ["factcheck.W004"])
    assert str(tmp_path) in after[0].msg


def test_without_exiftool_metadata_is_read_in_part_and_that_is_noted(settings: Settings) -> None:
    settings.EXIFTOOL = "/nowhere/exiftool"

    found = checks.check_metadata_reader(None)

    assert [message.id for message in found] == ["factcheck.W005"]
    assert "libimage-exiftool-perl" in str(found[0].msg)
    assert not found[0].is_serious()


def test_whoever_switched_exiftool_off_is_not_told_again(settings: Settings) -> None:
    settings.EXIFTOOL = "off"

    assert checks.check_metadata_reader(None) == []


def test_what_keeps_captures_needs_nothing() -> None:
    assert checks.check_what_keeps_captures(None) == []


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("SCREENSHOT_BROWSER", "/nowhere/متصفح", "factcheck.W007"),
        ("TIMESTAMP_ANCHORS", "/nowhere/racines-é.pem", "factcheck.E012"),
        ("TIMESTAMP_ANCHORS", __file__, "factcheck.E012"),
        ("TIMESTAMP_AUTHORITIES", ["https://tsa.example/"], "factcheck.W008"),
    ],
    ids=["no browser", "no file", "no certificate", "nobody believed"],
)
def test_what_would_keep_captures_and_cannot_is_named(
    name: str, value: str | list[str], code: str, settings: Settings
) -> None:
    setattr(settings, name, value)

    assert [problem.id for problem in checks.check_what_keeps_captures(None)] == [code]
