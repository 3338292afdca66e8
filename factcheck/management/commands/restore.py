"""``manage restore FILE``: a backup into an empty place, and what was found there afterwards."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.translation import gettext as _

from claims.adapters.signing import key_id, public_key, read_key
from claims.domain.history import NoSigningKey
from claims.models import HistoryKey
from factcheck.backup_files import DUMP, MEDIA, BackupError, BackupReader
from factcheck.backups import Restore, shortened
from factcheck.management.commands.backup import summary
from factcheck.progress import StepProgress
from factcheck.signing_in.sealing import SealBroken, unseal
from factcheck.stored_files import check_stored_files
from media_provenance.pipeline.redacting import NoteUnreadable, lost_redactions


class Command(BaseCommand):
    """Check, restore, migrate, give rights, verify. Exit status 1 if anything does not hold."""

    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the file and the three options."""
        parser.description = _(
            "Restore a backup into an empty database and media folder, with nothing else running "
            "on them. Restore only files that you made: a backup can carry programs for the "
            "database."
        )
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace",
            metavar="DATABASE",
            help=_(
                "replace what is there; type the database's name to confirm. Media files stay, and "
                "those without a row are named afterwards"
            ),
        )
        parser.add_argument(
            "--against",
            metavar="FILE|URL",
            help=_("a copy of the public head, to see what happened since the backup"),
        )
        parser.add_argument(
            "--verify",
            action="store_true",
            help=_("check that the backup is whole, and restore nothing"),
        )

    def handle(
        self,
        *args: object,
        file: Path,
        replace: str | None,
        against: str | None,
        verify: bool,
        **options: object,
    ) -> None:
        """Do it; progress goes to stderr."""
        if verify:
            call_command("backup", str(file), verify=True, stdout=self.stdout)
            return
        if settings.DATABASE_OF_OWNER is not None and not settings.AS_OWNER:
            raise CommandError(_("Restoring needs the owner's address: OWNER_DATABASE_URL."))
        progress = StepProgress()
        try:
            with BackupReader(file) as reader:
                self._restore(reader, progress, replace)
                self.stdout.write(summary(reader.manifest))
                left_out = set(reader.manifest.left_out)
        except BackupError as error:
            raise CommandError(str(error)) from error
        finally:
            progress.end()
        problems = [
            *self._media_problems(left_out),
            *self._history_problems(against),
            *_lost_redactions(),
        ]
        if problems:
            raise CommandError("\n".join([_("The backup is restored, but:"), *problems]))
        self.stdout.write(_("Restored: the history holds, and rows and media files agree."))
        for note in (self._key_note(), self._secret_note(), self._head_note(against)):
            if note:
                self.stdout.write(note)

    def _restore(self, reader: BackupReader, progress: StepProgress, replace: str | None) -> None:
        sizes = {member.name: member.size for member in reader.manifest.members}
        media = sum(size for name, size in sizes.items() if name.startswith(MEDIA))
        progress.totals = {
            _("checking the backup"): reader.manifest.size,
            _("media"): media,
            _("database"): sizes[DUMP],
        }
        restore = Restore(reader, progress, replace=replace)
        restore.check()
        if restore.is_continued:
            self.stdout.write(_("A restore of this backup was cut off here; going on with it."))
        with restore.alone():
            restore.bring_media()
            restore.bring_database()
            progress.end()
            call_command("migrate", interactive=False, verbosity=0, stdout=io.StringIO())
            if settings.AS_OWNER:
                call_command("database_roles", grant=True, stdout=io.StringIO())
        connections.close_all()

    def _media_problems(self, left_out: set[str]) -> list[str]:
        found = check_stored_files(Path(settings.MEDIA_ROOT), newest=0)
        lists = {
            _("Rows refer to media files that are missing: %(paths)s."): [
                path for path in found.missing if path not in left_out
            ],
            _("Media files are damaged: %(paths)s."): found.damaged,
        }
        if found.unclaimed:
            # With --replace, the files of what was there before.
            self.stdout.write(
                _(
                    "Media files that no row refers to: %(paths)s. “bayyina manage check_media "
                    "--fix” moves them aside."
                )
                % {"paths": shortened(found.unclaimed)}
            )
        return [
            sentence % {"paths": shortened(paths)} for sentence, paths in lists.items() if paths
        ]

    def _history_problems(self, against: str | None) -> list[str]:
        try:
            call_command("verify_history", against=against, stdout=io.StringIO())
        except CommandError as error:
            return [str(error)]
        return []

    def _key_note(self) -> str:
        newest = HistoryKey.objects.order_by("-number").first()
        if newest is None:
            return ""
        path = settings.HISTORY_KEY_FILE
        try:
            held = key_id(public_key(read_key(path)))
        except NoSigningKey:
            held = ""
        if held == newest.key_id:
            return ""
        message = _(
            "Before you start anything, put your copy of the history's key %(key)s at %(path)s, in "
            "place of what is there: without it nothing can be published."
        )
        return message % {"key": newest.key_id, "path": path}

    def _secret_note(self) -> str:
        # Which key sealed them the rows do not say: trying it does.
        if all(_opens(data) for data in Authenticator.objects.values_list("data", flat=True)):
            return ""
        return _(
            "Put your copy of the secret key in its place too (SECRET_KEY, SECRET_KEY_FILE, or "
            "“secret-key” in the data folder): second factors were sealed with another one and do "
            "not open. If it is lost: “bayyina manage reset_second_factor NAME” for each person."
        )

    def _head_note(self, against: str | None) -> str:
        if against:
            return ""
        return _(
            "Whether events are missing since the backup, a copy of the public head shows: "
            "“bayyina manage verify_history --against FILE”."
        )


def _lost_redactions() -> list[str]:
    """Say what was redacted after the backup was made, as notes in the media folder tell."""
    try:
        lost = lost_redactions()
    except NoteUnreadable as error:
        return [_("%(what)s is no note of a redaction.") % {"what": error}]
    if not lost:
        return []
    message = _(
        "What was redacted since the backup is back: %(digests)s. “bayyina manage redact_capture "
        "--again” redacts it anew."
    )
    return [message % {"digests": shortened([note.sha256 for note in lost])}]


def _opens(data: dict[str, str]) -> bool:
    """Answer whether our secret key opens what is sealed of a second factor, if anything is."""
    try:
        # The names that allauth gives to an app's secret and to the seed of recovery codes.
        for name in data.keys() & {"secret", "seed"}:
            unseal(data[name])
    except SealBroken:
        return False
    return True
