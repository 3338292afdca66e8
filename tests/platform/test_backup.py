"""A backup and back: database, media and history, into an empty place and into others."""

from __future__ import annotations

import io
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone, translation
from psycopg import sql
from psycopg.errors import InsufficientPrivilege
from pytest_django.fixtures import Settings

from claims.history import head_document
from claims.models import Claim
from claims.wording import job_reason
from factcheck.backup_files import (
    DUMP,
    BackupError,
    BackupReader,
    BackupWriter,
    Manifest,
    no_report,
)
from factcheck.backups import MissingMedia, Obstacle, Restore, check_backup, make_backup
from factcheck.database_roles import APPLICATION, OWNER, READER, ownership_statements
from factcheck.embedded.postgres import database_url
from factcheck.embedded.processes import wait_until
from factcheck.signing_in.sealing import seal
from factcheck.stored_files import UNCLAIMED, check_stored_files
from factcheck.tasks import CHECK_MEDIA, check_media_tonight
from jobs import runner
from jobs.actions import enqueue
from jobs.models import Job, JobState
from media_provenance.actions import store_capture
from media_provenance.models import Capture, CaptureKind
from media_provenance.pipeline.redacting import RedactionNote
from media_provenance.searches import start_search
from tests.factories.claims import CLAIMS, submission
from tests.factories.pictures import draw_picture, jpeg, stored_picture
from tests.factories.verdicts import Desk, claim_with_source, drafted, published
from tests.platform.stack import REPOSITORY, clean_environment

pytestmark = [
    pytest.mark.slow,
    # A snapshot is of rows that were committed.
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

PAGE = "<p>قال الشاهد إنّه رأى، l'été passé, और सब देखा</p>".encode()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def newsroom(media: Path, reporter: User, editor: User, publisher: User) -> Claim:
    """One verdict published, one draft, a reader's message, a picture and two equal captures.

    Somebody is signed in.
    """
    desk = Desk(reporter, editor, publisher)
    claim = claim_with_source(desk)
    published(drafted(claim, desk), desk)
    drafted(claim_with_source(desk, text=CLAIMS["hi"]), desk)
    submission("رسالة من قارئة: c'était où ?")
    stored_picture(jpeg(draw_picture(3)))
    store_capture(PAGE, kind=CaptureKind.PASTED)
    store_capture(PAGE, kind=CaptureKind.PASTED)
    Session.objects.create(session_key="z" * 32, expire_date=timezone.now() + timedelta(hours=1))
    return claim


def ignored(_step: str, _count: int) -> None:
    """Progress that nobody watches."""


@pytest.fixture
def backup(newsroom: Claim, tmp_path: Path) -> Path:
    path = tmp_path / "one.backup"
    make_backup(path, ignored)
    return path


def server_address(role: str, database: str) -> str:
    host = Path(str(connection.get_connection_params()["host"]))
    return database_url(host, role).replace("/bayyina?", f"/{database}?")


@pytest.fixture
def empty_database(newsroom: Claim) -> Iterator[str]:
    """Return the name of a database without tables, which the owner's role has."""
    name = "restored_here"
    superuser = str(connection.settings_dict["USER"])
    with psycopg.connect(server_address(superuser, "postgres"), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        with psycopg.connect(server_address(superuser, name)) as made:
            for statement in ownership_statements(OWNER):
                made.execute(statement.encode())
        yield name
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def environment_there(database: str, media: Path) -> dict[str, str]:
    """Return the variables of an operator with three roles."""
    return clean_environment() | {
        "DATABASE_URL": server_address(APPLICATION, database),
        "OWNER_DATABASE_URL": server_address(OWNER, database),
        "READER_DATABASE_URL": server_address(READER, database),
        "BROKER_URL": django_settings.CELERY_BROKER_URL,
        "CACHE_URL": django_settings.CACHES["default"]["LOCATION"],
        "SECRET_KEY": "for-a-restore-that-signs-nothing-0123456789-0123456789",
        "HISTORY_KEY_FILE": str(django_settings.HISTORY_KEY_FILE),
        "MEDIA_ROOT": str(media),
        "INDEX_ROOT": str(media.with_name("picture-index")),
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
    }


def run_there(*arguments: str, database: str, media: Path) -> subprocess.CompletedProcess[str]:
    """Run a command on another database, to its end."""
    return subprocess.run(
        [sys.executable, str(REPOSITORY / "manage.py"), *arguments],
        env=environment_there(database, media),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def killed_there(*arguments: str, database: str, media: Path, when: Callable[[], bool]) -> int:
    """Start a command on another database and kill it when asked; return how it ended."""
    process = subprocess.Popen(
        [sys.executable, str(REPOSITORY / "manage.py"), *arguments],
        env=environment_there(database, media),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_until(lambda: when() or process.poll() is not None, seconds=60)
    process.kill()
    return process.wait()


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_what_was_backed_up_stands_in_an_empty_place(
    backup: Path, newsroom: Claim, media: Path, empty_database: str, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps(head_document()), encoding="utf-8")
    there = tmp_path / "there"

    result = run_there(
        "restore", str(backup), "--against", str(kept), database=empty_database, media=there
    )

    assert result.stderr.splitlines()[-1].startswith("  database:")
    assert (result.returncode, "Restored: the history holds" in result.stdout) == (0, True)
    assert files_below(there) == files_below(media)
    with psycopg.connect(server_address(APPLICATION, empty_database)) as application:
        texts = {text for (text,) in application.execute("SELECT text FROM claims_claim")}
        assert texts == {newsroom.text, CLAIMS["hi"]}
        with pytest.raises(InsufficientPrivilege):
            application.execute("UPDATE claims_auditevent SET name = 'x'")
    with psycopg.connect(server_address(READER, empty_database)) as reader:
        seen = reader.execute("SELECT DISTINCT status FROM claims_revision").fetchall()
        assert seen == [("published",)]


def test_a_restore_does_not_go_over_what_is_there_unless_told_by_name(
    backup: Path, media: Path, empty_database: str, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    run_there("restore", str(backup), database=empty_database, media=there)
    (there / "captures" / "00").mkdir(parents=True)
    stray = there / "captures" / "00" / ("00" * 32)
    stray.write_bytes(b"of what was there before")

    refused = run_there("restore", str(backup), database=empty_database, media=there)
    unnamed = run_there(
        "restore", str(backup), "--replace", "yes", database=empty_database, media=there
    )
    replaced = run_there(
        "restore", str(backup), "--replace", empty_database, database=empty_database, media=there
    )

    assert (refused.returncode, "The database is not empty" in refused.stderr) == (1, True)
    assert f"--replace {empty_database}" in unnamed.stderr
    assert (replaced.returncode, stray.name in replaced.stdout) == (0, True)
    assert stray.exists()


def test_a_restore_says_what_was_redacted_since_the_backup_was_made(
    backup: Path, empty_database: str, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    run_there("restore", str(backup), database=empty_database, media=there)
    # As the redaction of a capture leaves it beside the media, whatever becomes of the database.
    made = RedactionNote("5e" * 32, "order", "أمر محكمة", datetime(2026, 11, 2, tzinfo=UTC))
    note = there / "redactions" / f"{made.sha256}.json"
    note.parent.mkdir()
    note.write_bytes(made.to_bytes())

    replaced = run_there(
        "restore", str(backup), "--replace", empty_database, database=empty_database, media=there
    )
    again = run_there("redact_capture", "--again", database=empty_database, media=there)
    verified = run_there("verify_captures", database=empty_database, media=there)

    assert (replaced.returncode, made.sha256 in replaced.stderr) == (1, True)
    assert again.returncode == 0, again.stderr
    assert verified.returncode == 0, verified.stdout


def test_the_picture_index_does_not_outlive_the_tables_it_was_made_from(
    backup: Path, empty_database: str, tmp_path: Path
) -> None:
    there, index = tmp_path / "there", tmp_path / "picture-index"
    run_there("restore", str(backup), database=empty_database, media=there)
    run_there("rebuild_index", database=empty_database, media=there)
    made = {path.name for path in index.iterdir()}

    run_there(
        "restore", str(backup), "--replace", empty_database, database=empty_database, media=there
    )
    left = list(index.iterdir())
    run_there("rebuild_index", database=empty_database, media=there)

    assert (len(made), left) == (1, [])
    assert not {path.name for path in index.iterdir()} & made


def test_a_restore_that_was_cut_off_is_finished_by_the_same_backup_only(
    backup: Path, media: Path, empty_database: str, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    shutil.copytree(media / "captures", there / "captures")
    with BackupReader(backup) as reader:
        (there / ".restore-unfinished").write_text(reader.seal, encoding="ascii")
        wanted = reader.manifest.media
    other = tmp_path / "other.backup"
    store_capture(b"une page de plus", kind=CaptureKind.PASTED)
    make_backup(other, ignored)

    refused = run_there("restore", str(other), database=empty_database, media=there)
    finished = run_there("restore", str(backup), database=empty_database, media=there)

    assert "half filled" in refused.stderr
    assert "going on with it" in finished.stdout
    assert finished.returncode == 0
    assert set(files_below(there)) == {one.name.removeprefix("media/") for one in wanted}


@pytest.mark.parametrize("arrived", [1, 60])
def test_a_restore_that_is_killed_is_finished_by_starting_it_again(
    newsroom: Claim, media: Path, empty_database: str, tmp_path: Path, arrived: int
) -> None:
    for number in range(80):
        store_capture(PAGE + bytes([number]) * 500_000, kind=CaptureKind.PASTED)
    backup, there = tmp_path / "one.backup", tmp_path / "there"
    make_backup(backup, ignored)

    status = killed_there(
        "restore",
        str(backup),
        database=empty_database,
        media=there,
        when=lambda: len(list((there / "captures").rglob("?" * 64))) >= arrived,
    )
    tables = tables_in(empty_database)
    finished = run_there("restore", str(backup), database=empty_database, media=there)

    assert (status, tables) == (-signal.SIGKILL, 0)
    assert finished.returncode == 0, finished.stderr
    assert files_below(there) == files_below(media)


def tables_in(database: str) -> int:
    with psycopg.connect(server_address(OWNER, database)) as owner:
        counted = owner.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        return int(str((counted.fetchone() or ("",))[0]))


def test_a_dump_that_fails_half_way_changes_no_row(
    backup: Path, newsroom: Claim, media: Path, empty_database: str, tmp_path: Path
) -> None:
    there, wrong = tmp_path / "there", tmp_path / "wrong.backup"
    run_there("restore", str(backup), database=empty_database, media=there)
    with BackupReader(backup) as reader, BackupWriter(wrong) as writer:
        said = reader.manifest
        dump = next(member for member in said.members if member.name == DUMP)
        writer.add_stream(DUMP, reader.chunks(dump, no_report))
        writer.seal(changed(said, writer, rows={**said.rows, "claims_claim": 77}))
        writer.put_in_place()

    result = run_there(
        "restore", str(wrong), "--replace", empty_database, database=empty_database, media=there
    )

    assert (result.returncode, "ERROR" in result.stderr) == (1, False)
    assert "the table claims_claim should have 77 rows, and 2 came out of it" in result.stderr
    with psycopg.connect(server_address(APPLICATION, empty_database)) as application:
        assert application.execute("SELECT count(*) FROM claims_claim").fetchone() == (2,)


def test_a_backup_that_counted_the_sessions_it_left_out_can_be_restored(
    backup: Path, empty_database: str, tmp_path: Path
) -> None:
    older = tmp_path / "older.backup"
    with BackupReader(backup) as reader, BackupWriter(older) as writer:
        for member in reader.manifest.members:
            writer.add_stream(member.name, reader.chunks(member, no_report))
        rows = {**reader.manifest.rows, "django_session": 3}
        writer.seal(changed(reader.manifest, writer, rows=rows))
        writer.put_in_place()

    result = run_there("restore", str(older), database=empty_database, media=tmp_path / "there")

    assert (result.returncode, "Restored: the history holds" in result.stdout) == (0, True)


def test_second_factors_that_the_secret_key_does_not_open_are_told_of(
    newsroom: Claim, reporter: User, empty_database: str, tmp_path: Path
) -> None:
    # There, the secret key is another one.
    Authenticator.objects.create(user=reporter, type="totp", data={"secret": seal("JBSWY3DP")})
    path = tmp_path / "one.backup"
    make_backup(path, ignored)

    result = run_there("restore", str(path), database=empty_database, media=tmp_path / "there")

    assert (result.returncode, "reset_second_factor NAME" in result.stdout) == (0, True)


def on_new_folder(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command with a data folder and no server named."""
    return subprocess.run(
        [sys.executable, str(REPOSITORY / "manage.py"), *arguments],
        env=clean_environment() | {"BAYYINA_DATA": str(folder), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_no_data_folder_is_made_for_a_backup_that_is_damaged(backup: Path, tmp_path: Path) -> None:
    damaged, folder = tmp_path / "damaged.backup", tmp_path / "مجلد جديد"
    with BackupReader(backup) as reader:
        dump = next(one for one in reader.manifest.members if one.name == DUMP)
    raw = bytearray(backup.read_bytes())
    raw[512 + dump.size // 2] ^= 1
    damaged.write_bytes(raw)

    result = on_new_folder("restore", str(damaged), folder=folder)

    assert result.returncode == 2
    assert "database.dump is not what the manifest says" in result.stderr
    assert not folder.exists()


def test_a_backup_is_verified_without_a_server(backup: Path, tmp_path: Path) -> None:
    folder = tmp_path / "données"

    result = on_new_folder("backup", "--verify", str(backup), folder=folder)

    assert (result.returncode, "The backup is whole." in result.stdout) == (0, True)
    assert not folder.exists()


def changed(
    said: Manifest,
    writer: BackupWriter,
    *,
    rows: dict[str, int] | None = None,
    product: str = "",
    migrations: tuple[tuple[str, str], ...] = (),
) -> Manifest:
    """Return the manifest of another backup with the members that were written."""
    return Manifest(
        made_at=said.made_at,
        product=product or said.product,
        site=said.site,
        migrations=migrations or said.migrations,
        rows=rows or said.rows,
        head_number=said.head_number,
        head_hash=said.head_hash,
        members=tuple(writer.members),
    )


@pytest.mark.parametrize(
    "difference",
    [{"product": "99.0.0"}, {"migrations": (("claims", "9999_of_next_year"),)}],
    ids=["version", "migration"],
)
def test_a_backup_of_a_newer_bayyina_is_refused(
    backup: Path, tmp_path: Path, difference: dict[str, str]
) -> None:
    newer = tmp_path / "newer.backup"
    with BackupReader(backup) as reader, BackupWriter(newer) as writer:
        writer.add_stream(DUMP, [b"PGDMP"])
        writer.seal(changed(reader.manifest, writer, **difference))  # type: ignore[arg-type]
        writer.put_in_place()

    with pytest.raises(BackupError, match="was made by Bayyina"):
        check_backup(newer, ignored)


def test_nobody_may_be_at_work_on_the_database(backup: Path) -> None:
    name = str(connection.settings_dict["NAME"])
    role = str(connection.settings_dict["USER"])

    with (
        BackupReader(backup) as reader,
        psycopg.connect(server_address(role, name)),
        pytest.raises(Obstacle, match="in use by 1 other"),
    ):
        Restore(reader, ignored, replace=name).check()


def test_a_backup_reads_back_and_holds_no_sign_in_of_anybody(backup: Path) -> None:
    out = io.StringIO()
    call_command("backup", str(backup), verify=True, stdout=out)

    assert "The backup is whole." in out.getvalue()
    with BackupReader(backup) as reader:
        assert reader.manifest.rows["django_session"] == 0
        assert reader.manifest.rows["claims_claim"] == 2
        assert len([one for one in reader.manifest.media if "/captures/" in one.name]) == 1


def test_pictures_that_were_only_searched_for_are_in_no_backup(
    newsroom: Claim, reporter: User, media: Path, empty_database: str, tmp_path: Path
) -> None:
    search = start_search(jpeg(draw_picture(77)), by=reporter)
    path, there = tmp_path / "with-a-search.backup", tmp_path / "there"

    make_backup(path, ignored)
    result = run_there("restore", str(path), database=empty_database, media=there)

    assert (media / search.file_path).is_file()
    assert (result.returncode, (there / "searches").exists()) == (0, False)
    with psycopg.connect(server_address(APPLICATION, empty_database)) as application:
        rows = application.execute("SELECT count(*) FROM media_provenance_picturesearch")
        assert rows.fetchone() == (0,)


def test_a_large_object_that_any_role_can_make_is_left_out_and_stops_no_backup(
    newsroom: Claim, tmp_path: Path
) -> None:
    # In the snapshot of a backup that runs as the owner, one of another role's ends pg_dump.
    with connection.cursor() as cursor:
        cursor.execute("SELECT lo_from_bytea(0, 'स्थान'::text::bytea)")
        number = cursor.fetchone()[0]
    path = tmp_path / "one.backup"

    make_backup(path, ignored)

    with connection.cursor() as cursor:
        cursor.execute("SELECT lo_unlink(%s)", [number])
    with BackupReader(path) as reader:
        dump = b"".join(reader.chunks(reader.manifest.members[0], lambda _count: None))
    assert b"BLOB METADATA" not in dump


def test_a_file_that_is_gone_stops_the_backup_and_is_named(
    newsroom: Claim, media: Path, tmp_path: Path
) -> None:
    capture = Capture.objects.all()[0]
    (media / capture.path).unlink()
    path = tmp_path / "one.backup"

    with pytest.raises(MissingMedia, match=capture.sha256):
        make_backup(path, ignored)
    assert not path.exists()

    assert make_backup(path, ignored, allow_missing=True).left_out == (capture.path,)


def test_a_file_that_was_changed_stops_the_backup_and_is_named(
    newsroom: Claim, media: Path, tmp_path: Path
) -> None:
    capture = Capture.objects.all()[0]
    (media / capture.path).write_bytes(PAGE[::-1])

    with pytest.raises(CommandError, match=capture.sha256):
        call_command("backup", str(tmp_path / "one.backup"))

    assert list(tmp_path.glob("one.backup*")) == []


def test_rows_and_files_that_agree_are_said_to(newsroom: Claim) -> None:
    out = io.StringIO()
    call_command("check_media", stdout=out)

    assert "agree: 4 files" in out.getvalue()


def test_check_media_names_what_is_missing_damaged_or_nobodys(newsroom: Claim, media: Path) -> None:
    capture = Capture.objects.all()[0]
    (media / capture.path).write_bytes(PAGE[::-1])
    original = next(path for path in (media / "originals").rglob("*") if path.is_file())
    original.unlink()
    stray = media / "captures" / "صورة قديمة"
    stray.write_bytes(b"?")

    found = check_stored_files(media, newest=0)
    quick = check_stored_files(media, newest=0, digests=False)
    recent = check_stored_files(media)

    assert found.missing == [str(original.relative_to(media))]
    assert (found.damaged, quick.damaged) == ([capture.path], [])
    assert (found.unclaimed, recent.unclaimed) == (["captures/صورة قديمة"], [])


def test_what_is_nobodys_is_moved_and_not_deleted(
    newsroom: Claim, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stray = media / "captures" / "été"
    stray.write_bytes(b"?")
    monkeypatch.setattr("factcheck.stored_files.time.time", lambda: 9e9)
    out = io.StringIO()

    call_command("check_media", fix=True, stdout=out)

    assert "without a row: captures/été" in out.getvalue()
    assert (media / UNCLAIMED / "captures" / "été").read_bytes() == b"?"
    assert not stray.exists()


def test_the_night_compares_rows_and_media_and_sets_what_it_found_aside(
    newsroom: Claim, media: Path
) -> None:
    check_media_tonight()
    agreed = Job.objects.get(kind=CHECK_MEDIA)
    runner.run(agreed.pk)
    agreed.refresh_from_db()
    next(path for path in (media / "originals").rglob("*") if path.is_file()).unlink()
    later = enqueue(CHECK_MEDIA, "another night", {})

    runner.run(later.pk)

    later.refresh_from_db()
    assert (agreed.state, later.state) == (JobState.DONE, JobState.QUARANTINED)
    assert later.last_error.startswith("FilesDisagree: ")
    with translation.override("en"):
        assert "check_media" in job_reason(later.last_error)
