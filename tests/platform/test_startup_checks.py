"""Each start-up check finds its fault and says in one sentence what to do."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from PIL import features
from pytest_django import Settings

from factcheck import checks

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
def test_the_command_says_that_all_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
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
