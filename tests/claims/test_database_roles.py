"""The three database roles: what the application and the reader cannot do, asked of PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg.errors import InsufficientPrivilege
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from claims.models import AuditEvent
from claims.views.sides import answering_readers, is_for_readers
from factcheck.database_roles import APPLICATION, OWNER, READER, grant_statements, run
from factcheck.embedded.folders import make_run_folder
from factcheck.embedded.services import throwaway_services
from factcheck.routing import PublicPagesRouter
from jobs import runner
from jobs.models import Job
from media_provenance.actions import store_picture
from media_provenance.pipeline.videos import READ_VIDEO
from media_provenance.searches import erase_search
from media_provenance.tasks import MATCH_PICTURE, READ_PICTURE
from tests.factories.claims import CLAIMS, submission
from tests.factories.pictures import draw_picture, jpeg
from tests.factories.searches import done_search
from tests.factories.verdicts import Desk, claim_with_source, drafted, published
from tests.factories.videos import FFMPEG, draw_scenes, film

pytestmark = pytest.mark.slow
# Rows that other connections see, in a database that is emptied afterwards: takes seconds.
with_rows = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def desk(reporter: User, editor: User, publisher: User) -> Desk:
    return Desk(reporter, editor, publisher)


Connected = psycopg.Connection[tuple[object, ...]]


def connected_as(role: str) -> Connected:
    wanted = connection.get_connection_params()
    return psycopg.connect(dbname=wanted["dbname"], host=wanted["host"], user=role, autocommit=True)


@pytest.fixture(scope="module")
def rights(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Give the roles their rights in the database of this run; they stay."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        run(cursor, grant_statements(APPLICATION, READER))


@pytest.fixture
def application(rights: None) -> Iterator[Connected]:
    with connected_as(APPLICATION) as connected:
        yield connected


@pytest.fixture
def reader(rights: None) -> Iterator[Connected]:
    with connected_as(READER) as connected:
        yield connected


@pytest.fixture
def newsroom(transactional_db: None, desk: Desk) -> None:
    """One verdict published, one draft, and a reader's message."""
    published(drafted(claim_with_source(desk), desk), desk)
    drafted(claim_with_source(desk, text=CLAIMS["hi"]), desk)
    submission("رسالة من قارئ")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims_auditevent SET name = 'x'",
        "DELETE FROM claims_auditevent",
        "UPDATE claims_reading SET text = 'x'",
        "DELETE FROM claims_reading",
        "UPDATE media_provenance_matchdecision SET note = 'x'",
        "DELETE FROM media_provenance_matchdecision",
        "UPDATE media_provenance_capturebundle SET number = 7",
        "DELETE FROM media_provenance_timestamptoken",
        "UPDATE media_provenance_redaction SET note = 'x'",
        "TRUNCATE claims_auditevent CASCADE",
        "ALTER TABLE claims_auditevent DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "UPDATE claims_sitehead SET number = 0",
        "DROP TABLE claims_auditevent CASCADE",
        "CREATE OR REPLACE FUNCTION claims_join_site() RETURNS trigger LANGUAGE sql AS ''",
        "INSERT INTO claims_siteentry VALUES (99, gen_random_uuid(), 1, 'x', 'x', 'x')",
        "DELETE FROM claims_historyhead",
        "UPDATE claims_historykey SET public = 'x'",
        "CREATE TEMPORARY TABLE events (LIKE claims_auditevent)",
        "CREATE TABLE events (id bigint)",
        "CREATE TRIGGER t BEFORE INSERT ON claims_claim EXECUTE FUNCTION claims_chain_event()",
        "SELECT setval('claims_auditevent_id_seq', 1)",
        f"SET ROLE {OWNER}",
        "DELETE FROM django_migrations",
    ],
)
def test_the_application_cannot(application: Connected, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        application.execute(statement.encode())


@with_rows
def test_the_application_adds_events_and_cannot_forge_their_place(
    newsroom: None, application: Connected
) -> None:
    claim = AuditEvent.objects.order_by("pk")[0].claim

    row = application.execute(
        'INSERT INTO claims_auditevent (claim_id, name, "values", at, number, hash)'
        " VALUES (%s, 'case.noted', '{}', '2001-01-01', 1, 'x') RETURNING number, hash",
        [claim.pk],
    ).fetchone()

    assert row is not None
    stored = AuditEvent.objects.filter(claim=claim).latest("number")
    assert row == (stored.number, stored.hash)
    assert stored.number == claim.events.count()
    assert stored.at.year > 2001


@with_rows
def test_the_application_does_its_ordinary_work(newsroom: None, application: Connected) -> None:
    changed = application.execute("UPDATE claims_claim SET restated = 'à'")
    removed = application.execute("DELETE FROM claims_submission")

    assert (changed.rowcount, removed.rowcount) == (2, 1)


@pytest.mark.django_db
def test_videos_and_searches_are_worked_on_with_the_applications_rights(
    rights: None, reporter: User, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT, settings.FFMPEG = tmp_path, FFMPEG
    (tmp_path / "scenes").mkdir()
    movie = film(draw_scenes(tmp_path / "scenes"))
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APPLICATION}")

    video = store_picture(movie)
    ran = [runner.run(job.pk) for job in Job.objects.filter(kind=READ_VIDEO)]
    ran += [runner.run(job.pk) for job in Job.objects.filter(kind=READ_PICTURE)]
    ran += [runner.run(job.pk) for job in Job.objects.filter(kind=MATCH_PICTURE)]
    search = done_search(jpeg(draw_picture(5)), by=reporter)
    erase_search(search)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")

    assert set(ran) == {runner.Ran.DONE}
    assert video.frames.exclude(searched_at=None).count() == 4


@pytest.mark.parametrize(
    "table",
    [
        "media_provenance_mediaasset",
        "media_provenance_picturesearch",
        "claims_submission",
        "auth_user",
        "django_session",
        "claims_siteentry",
        "jobs_job",
    ],
)
def test_the_reader_does_not_even_see(reader: Connected, table: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        reader.execute(f"TABLE {table}".encode())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE claims_revision SET headline = 'x'",
        "INSERT INTO claims_rating (key, position) VALUES ('x', 1)",
        "DELETE FROM claims_historyhead",
    ],
)
def test_the_reader_writes_nothing(reader: Connected, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        reader.execute(statement.encode())


@with_rows
def test_no_draft_leaves_by_the_reader_whatever_is_asked(newsroom: None, reader: Connected) -> None:
    statuses = reader.execute("SELECT DISTINCT status FROM claims_revision").fetchall()
    names = reader.execute("SELECT DISTINCT name FROM claims_auditevent").fetchall()
    claims = reader.execute("SELECT text FROM claims_claim").fetchall()

    assert statuses == [("published",)]
    assert names == [("text.publish",)]
    assert len(claims) == 1
    assert claims[0][0] != CLAIMS["hi"]


@pytest.mark.django_db
def test_giving_the_rights_again_changes_nothing(application: Connected) -> None:
    with connection.cursor() as cursor:
        run(cursor, grant_statements(APPLICATION, READER))

    with pytest.raises(InsufficientPrivilege):
        application.execute("UPDATE claims_auditevent SET name = 'x'")


def test_the_sql_for_a_superuser_can_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("database_roles", "--print")

    said = capsys.readouterr().out
    assert all(f'CREATE ROLE "{role}" LOGIN' in said for role in (OWNER, APPLICATION, READER))


def test_rights_are_given_by_the_owner_only() -> None:
    with pytest.raises(CommandError, match="OWNER_DATABASE_URL"):
        call_command("database_roles", "--grant")


def test_public_pages_ask_as_the_reader_and_nothing_else_does() -> None:
    router = PublicPagesRouter()

    token = answering_readers.set(True)
    in_public = router.db_for_read(AuditEvent), router.db_for_write(AuditEvent)
    answering_readers.reset(token)

    assert in_public == ("reader", "reader")
    assert (router.db_for_read(AuditEvent), router.db_for_write(AuditEvent)) == (None, None)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/ar/", True),
        ("/en/v/abc/history/", True),
        ("/.well-known/bayyina-history.json", True),
        ("/data/feed.json", True),
        ("/healthz", False),
        ("/desk/", False),
        ("/", False),
    ],
)
def test_which_addresses_are_for_readers(path: str, expected: bool) -> None:
    assert is_for_readers(path, {"ar", "en"}) is expected


def test_tables_from_before_there_were_roles_change_hands() -> None:
    folder = make_run_folder()
    folder.chmod(0o711)
    services = throwaway_services(folder)
    services.start()
    try:
        with psycopg.connect(services.database.url, autocommit=True) as superuser:
            superuser.execute("CREATE TABLE old (id bigint GENERATED ALWAYS AS IDENTITY)")
            superuser.execute("CREATE FUNCTION old_rule() RETURNS int LANGUAGE sql AS 'SELECT 1'")

            services.database.settle_roles()

            owners = superuser.execute(
                "SELECT relowner::regrole::text FROM pg_class WHERE relname LIKE 'old%'"
                " UNION SELECT proowner::regrole::text FROM pg_proc WHERE proname = 'old_rule'"
            ).fetchall()
    finally:
        services.stop()
        services.guardian.dismiss()

    assert owners == [(OWNER,)]
