"""Database and media together: into one file, and back.

Used by `manage backup` and `manage restore`. The database goes through PostgreSQL's own pg_dump,
pg_restore and psql; the file's shape is `factcheck.backup_files`, and whether rows and files agree
is `factcheck.stored_files`. docs/adr/0015 has the reasons.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.domain.history import NOTHING_BEFORE
from claims.models import SiteHead
from factcheck.backup_files import (
    DUMP,
    MEDIA,
    BackupError,
    BackupReader,
    BackupWriter,
    DamagedSource,
    Manifest,
    Member,
)
from factcheck.database_roles import quoted
from factcheck.postgres_programs import ProgramFailed, client, target
from factcheck.stored_files import StoredFile, digest_of, stored_files
from media_provenance.index.chosen import remove_index_files

# Told the step, and how many more bytes of it are done.
Report = Callable[[str, int], None]

# What a database holds that was only migrated, prepared and started: nobody's work is in these.
_MADE_BY_MIGRATIONS = frozenset(
    {
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "claims_historykey",
        "claims_rating",
        "claims_ratinglabel",
        "claims_sitehead",
        "django_content_type",
        "django_migrations",
        # Signs of life of workers, which come and go.
        "jobs_heartbeat",
    }
)
# Entries of a dump's table of contents that are left out. Extensions and the schema are there
# already and belong to a superuser; rights and policies name roles, which may be called otherwise
# here, and are given anew (factcheck/database_roles.py).
_LEFT_OUT = re.compile(
    r"\d+; \d+ \d+ "
    r"(?:EXTENSION|SCHEMA|POLICY|ROW SECURITY|ACL|DEFAULT ACL|COMMENT - (?:EXTENSION|SCHEMA)) "
)
# No file of the person's own, nothing printed, and the end at the first error.
_QUIETLY = ("--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1")
_SESSIONS = "django_session"
# Whose rows stay out of a backup. Pictures that were only searched for are to be gone after some
# days, files and rows, and in no copy that lasts longer.
_ROWS_LEFT_OUT = (_SESSIONS, "media_provenance_picturesearch")
# What `_count_again` has psql say, to be said in our own words.
_ROWS_DIFFER = re.compile(r"rows-differ ([a-z0-9_]+) (\d+) (\d+)")
# Lies in MEDIA_ROOT from before the first file is restored until everything was checked.
RESTORE_UNFINISHED = ".restore-unfinished"


class Obstacle(BackupError):
    """The place is not one to restore to; the message says what to do."""


class MissingMedia(BackupError):
    """Rows refer to files that are not there, or not as they were; ``paths`` are their names."""

    def __init__(self, paths: list[str]) -> None:
        message = _(
            "Files are missing from the media folder or damaged, and rows refer to them: "
            "%(paths)s. Look for them with “bayyina manage check_media”; --allow-missing leaves "
            "them out and says so in the backup."
        )
        super().__init__(message % {"paths": shortened(paths)})
        self.paths = paths


# Making a backup


def make_backup(path: Path, report: Report, *, allow_missing: bool = False) -> Manifest:
    """Write database and media, as they are at one moment, to a new file; read it back.

    Works while everything runs. The rows are of one snapshot. The files that they refer to were
    there before them and never change, so copying those afterwards gives the same moment.

    Raises:
        BackupError: saying what is wrong; there is no file then.
    """
    media = Path(settings.MEDIA_ROOT)
    with BackupWriter(path) as writer, _snapshot() as snapshot:
        files = list(stored_files())
        left_out = [file.path for file in files if not (media / file.path).is_file()]
        if left_out and not allow_missing:
            raise MissingMedia(sorted(left_out))
        manifest = _manifest_of_now()
        writer.add_stream(DUMP, _dump(snapshot, report))
        left_out += _copy_media(writer, media, files, set(left_out), report)
        if left_out and not allow_missing:
            raise MissingMedia(sorted(left_out))
        sealed = _replaced(manifest, left_out=left_out, members=writer.members)
        writer.seal(sealed)
        check_backup(writer.unfinished, report)
        writer.put_in_place()
    return sealed


def check_backup(path: Path, report: Report) -> Manifest:
    """Read every byte of a backup and the table of contents of its dump; restore nothing.

    Raises:
        BackupError: if it is cut off, damaged, or made by a newer Bayyina.
    """
    with BackupReader(path) as reader:
        _check_origin(reader.manifest)
        reader.check_digests(lambda count: report(_("reading back"), count))
        _contents(reader)
        return reader.manifest


def _copy_media(
    writer: BackupWriter,
    media: Path,
    files: Iterable[StoredFile],
    missing: set[str],
    report: Report,
) -> list[str]:
    """Copy what is there; return what turned out damaged, or went away meanwhile."""

    def on_bytes(count: int) -> None:
        report(_("media"), count)

    lost = []
    for file in files:
        if file.path in missing:
            continue
        try:
            writer.add_file(MEDIA + file.path, media / file.path, on_bytes, sha256=file.sha256)
        except (DamagedSource, FileNotFoundError):
            lost.append(file.path)
    return lost


@contextlib.contextmanager
def _snapshot() -> Iterator[str]:
    """Read rows as they stand now, here and in pg_dump."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def _manifest_of_now() -> Manifest:
    head = SiteHead.objects.first()
    return Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        product=product_version(),
        site=settings.PUBLIC_URL,
        migrations=tuple(sorted(MigrationLoader(connection).applied_migrations)),
        rows=row_counts(),
        head_number=head.number if head else 0,
        head_hash=head.hash if head else NOTHING_BEFORE,
    )


def _replaced(manifest: Manifest, *, left_out: list[str], members: list[Member]) -> Manifest:
    return Manifest(
        made_at=manifest.made_at,
        product=manifest.product,
        site=manifest.site,
        migrations=manifest.migrations,
        rows=manifest.rows,
        head_number=manifest.head_number,
        head_hash=manifest.head_hash,
        left_out=tuple(sorted(left_out)),
        members=tuple(members),
    )


def row_counts() -> dict[str, int]:
    """Return the number of rows of every table of ours. One count each.

    Of those whose rows stay out of a backup, 0: nobody's work is in them.
    """
    with connection.cursor() as cursor:
        counts = {}
        for table in _tables():
            if table in _ROWS_LEFT_OUT:
                counts[table] = 0
                continue
            cursor.execute(f"SELECT count(*) FROM public.{quoted(table)}")  # noqa: S608 - quoted
            counts[table] = int(cursor.fetchone()[0])
    return counts


def product_version() -> str:
    """Return the version of this Bayyina, such as "0.1.0"."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


# Restoring


class Restore:
    """One restore: checks first, then media, then the database in one transaction.

    Until the database has taken everything, what was there before still stands: files are added
    beside the old ones, and the old tables go in the same transaction in which the new ones
    come. So a restore that is cut off can be started again.
    """

    def __init__(self, reader: BackupReader, report: Report, *, replace: str | None) -> None:
        self.reader = reader
        self.report = report
        self.replace = replace
        self.media = Path(settings.MEDIA_ROOT)
        self.is_continued = False

    @property
    def _mark(self) -> Path:
        return self.media / RESTORE_UNFINISHED

    def check(self) -> None:
        """See that the backup is whole and the place fit for it; change nothing.

        Raises:
            BackupError: for the backup.
            Obstacle: for the place.
        """
        _check_origin(self.reader.manifest)
        self._check_place()
        self.reader.check_digests(lambda count: self.report(_("checking the backup"), count))

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep a second restore out; leave the mark if this one is cut off."""
        self.media.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._mark.open("a+", encoding="ascii") as mark:
            try:
                fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Obstacle(_("Another restore is at work in this media folder.")) from error
            mark.truncate(0)
            mark.write(self.reader.seal)
            mark.flush()
            os.fsync(mark.fileno())
            yield
        self._mark.unlink()

    def bring_media(self) -> None:
        """Put the files in their places; those that are there and sound stay."""
        for member in self.reader.manifest.media:
            path = self.media / member.name.removeprefix(MEDIA)
            if path.is_file() and digest_of(path) == member.sha256:
                self.report(_("media"), member.size)
                continue
            self._bring(member, path)

    def bring_database(self) -> None:
        """Put the backup's tables in the place of those that are there, all or none.

        The picture index goes before them: it must not outlive what it was made from, and where
        this fails it is made again.

        Raises:
            BackupError: naming a table whose rows are not all there, or with PostgreSQL's own
                words; the database is as it was then.
        """
        remove_index_files()
        connection.close()
        try:
            self._pipe_database()
        except ProgramFailed as error:
            if differing := _ROWS_DIFFER.search(error.reason):
                raise BackupError(_rows_differ(*differing.groups())) from error
            raise

    def _pipe_database(self) -> None:
        manifest = self.reader.manifest
        with tempfile.TemporaryDirectory(prefix="bayyina-restore-") as folder:
            wanted = Path(folder) / "contents"
            kept = [line for line in _contents(self.reader) if not _LEFT_OUT.match(line)]
            wanted.write_text("\n".join(kept) + "\n", encoding="utf-8")
            options = ["--no-owner", "--no-privileges", f"--use-list={wanted}", "--file=-"]
            with client("psql", *_QUIETLY, target()) as psql:
                psql.write(f"BEGIN;\n{_CLEAR_AWAY}\n".encode())
                with client("pg_restore", *options) as restore:
                    restore.feed(self._dump_chunks())
                    for chunk in restore.output():
                        psql.write(chunk)
                psql.write(f"{_count_again(manifest.rows)}\nCOMMIT;\n".encode())

    def _dump_chunks(self) -> Iterator[bytes]:
        member = next(one for one in self.reader.manifest.members if one.name == DUMP)
        return self.reader.chunks(member, lambda count: self.report(_("database"), count))

    def _bring(self, member: Member, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.restoring")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            chunks = self.reader.chunks(member, lambda count: self.report(_("media"), count))
            for chunk in chunks:
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        unfinished.replace(path)

    def _check_place(self) -> None:
        others = _other_connections()
        if others:
            message = ngettext(
                "The database is in use by %(count)s other connection: stop web, workers, sweeper "
                "and schedule first (with “./bayyina up”: press Ctrl-C there).",
                "The database is in use by %(count)s other connections: stop web, workers, sweeper "
                "and schedule first (with “./bayyina up”: press Ctrl-C there).",
                others,
            )
            raise Obstacle(message % {"count": others})
        marked = self._mark.read_text(encoding="ascii") if self._mark.exists() else ""
        rows = row_counts()
        used = [table for table, count in rows.items() if count and not _is_seeded(table)]
        files = _has_files(self.media)
        if self.replace is not None:
            self._check_confirmation()
        elif marked and marked == self.reader.seal:
            # Cut off before the tables came, or after they did; both go on from here.
            if used and rows != {**self.reader.manifest.rows, _SESSIONS: 0}:
                raise Obstacle(_in_use(used))
            self.is_continued = True
        elif marked:
            message = _(
                "A restore of another backup was cut off here and left %(folder)s half filled. "
                "Restore that backup again to finish it, or give --replace to restore this one."
            )
            raise Obstacle(message % {"folder": self.media})
        elif used:
            raise Obstacle(_in_use(used))
        elif files:
            message = _(
                "The media folder %(folder)s is not empty: set MEDIA_ROOT to an empty one, or give "
                "--replace."
            )
            raise Obstacle(message % {"folder": self.media})
        self._check_room()

    def _check_confirmation(self) -> None:
        name = str(connection.settings_dict["NAME"])
        if self.replace != name:
            message = _("To replace what is there, type the database's name: --replace %(name)s")
            raise Obstacle(message % {"name": name})

    def _check_room(self) -> None:
        place = next(path for path in (self.media, *self.media.parents) if path.exists())
        needed = sum(
            member.size
            for member in self.reader.manifest.media
            if not (self.media / member.name.removeprefix(MEDIA)).exists()
        )
        free = shutil.disk_usage(place).free
        if free < needed:
            message = _("The media need %(needed)s MB, and %(folder)s has %(free)s MB left.")
            raise Obstacle(
                message
                % {"needed": needed // 1_000_000, "folder": place, "free": free // 1_000_000}
            )


def _in_use(tables: list[str]) -> str:
    message = _(
        "The database is not empty: there are rows in %(tables)s. Restore into a new one, or give "
        "--replace with the database's name."
    )
    return message % {"tables": shortened(tables)}


def _check_origin(manifest: Manifest) -> None:
    known = set(MigrationLoader(None).disk_migrations)
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if unknown or _parts(manifest.product) > _parts(product_version()):
        message = _(
            "The backup was made by Bayyina %(theirs)s, and this is %(ours)s, which lacks some of "
            "its tables: restore it with that version or a newer one."
        )
        raise BackupError(message % {"theirs": manifest.product, "ours": product_version()})


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def _is_seeded(table: str) -> bool:
    return table in _MADE_BY_MIGRATIONS


def _has_files(folder: Path) -> bool:
    return any(path.is_file() for path in folder.rglob("*") if not path.name.startswith("."))


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class AS c"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
            " AND NOT EXISTS (SELECT 1 FROM pg_depend AS d"
            " WHERE d.objid = c.oid AND d.deptype = 'e')"
            " ORDER BY c.relname"
        )
        return [str(name) for (name,) in cursor.fetchall()]


def _other_connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            # Who is no superuser sees of others no more than whether they have a role: the server's
            # own processes have none.
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND usesysid IS NOT NULL"
        )
        return int(cursor.fetchone()[0])


# In the transaction that brings the new ones. What belongs to an extension stays.
_CLEAR_AWAY = """
SET LOCAL client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS vector;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT c.oid::regclass AS thing FROM pg_class AS c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            AND NOT EXISTS (SELECT 1 FROM pg_depend AS d
                WHERE d.objid = c.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', one.thing);
    END LOOP;
    -- Those of columns went with their tables; some belong to none.
    FOR one IN SELECT c.oid::regclass AS thing FROM pg_class AS c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S'
            AND NOT EXISTS (SELECT 1 FROM pg_depend AS d
                WHERE d.objid = c.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('DROP SEQUENCE IF EXISTS %s CASCADE', one.thing);
    END LOOP;
    FOR one IN SELECT p.oid::regprocedure AS thing FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
            AND NOT EXISTS (SELECT 1 FROM pg_depend AS d
                WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', one.thing);
    END LOOP;
END $$;
"""


def _count_again(rows: Mapping[str, int]) -> str:
    """Return SQL that fails where a table has not the rows that the manifest says."""
    checks = "".join(
        f"SELECT count(*) INTO there FROM public.{quoted(table)};"  # noqa: S608 - quoted
        f" IF there <> {count:d} THEN"
        f" RAISE EXCEPTION 'rows-differ {table} {count:d} %', there; END IF;\n"
        for table, count in sorted(rows.items())
        # The first backups counted the sessions that they left out.
        if table != _SESSIONS
    )
    return f"DO $bayyina$ DECLARE there bigint; BEGIN\n{checks}END $bayyina$;"


def _rows_differ(table: str, said: str, there: str) -> str:
    message = _(
        "The backup is damaged: the table %(table)s should have %(said)s rows, and %(there)s came "
        "out of it. Use another copy; the database was not changed."
    )
    return message % {"table": table, "said": said, "there": there}


def _dump(snapshot: str, report: Report) -> Iterator[bytes]:
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    options += [f"--exclude-table-data=public.{table}" for table in _ROWS_LEFT_OUT]
    # Nothing of ours is one, every role may make one, and one of another's ends pg_dump.
    options += ["--no-large-objects"]
    with client("pg_dump", *options, target()) as running:
        for chunk in running.output():
            report(_("database"), len(chunk))
            yield chunk


def _contents(reader: BackupReader) -> list[str]:
    """Return the lines of the dump's table of contents.

    Raises:
        BackupError: if pg_restore cannot read it.
    """
    member = next(one for one in reader.manifest.members if one.name == DUMP)
    with client("pg_restore", "--list", asks_server=False) as running:
        running.feed(reader.chunks(member, lambda _count: None))
        text = b"".join(running.output())
    lines = text.decode().splitlines()
    return [line for line in lines if line and not line.startswith(";")]


def shortened(names: list[str], longest: int = 10) -> str:
    """Return names with commas, the first ten of them."""
    rest = len(names) - longest
    return ", ".join(names[:longest]) + (f" … (+{rest})" if rest > 0 else "")
