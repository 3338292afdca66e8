"""``manage backup FILE``: database and media, as they are at one moment, in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from factcheck.backup_files import BackupError, Manifest
from factcheck.backups import check_backup, make_backup, shortened
from factcheck.progress import StepProgress


class Command(BaseCommand):
    """Works while everything runs. What was written is read back before it gets its name."""

    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the file and the two options."""
        parser.description = _(
            "Write the database and all media to one new file, and read it back. The file holds "
            "what people sent in: keep it private. The secret key and the key of the history are "
            "not in it: keep copies of those elsewhere."
        )
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--verify",
            action="store_true",
            help=_("check a backup that is there, and write nothing"),
        )
        parser.add_argument(
            "--allow-missing",
            action="store_true",
            help=_("go on where media files are missing or damaged; the backup names them"),
        )

    def handle(
        self, *args: object, file: Path, verify: bool, allow_missing: bool, **options: object
    ) -> None:
        """Do it; progress goes to stderr."""
        progress = StepProgress()
        try:
            if verify:
                manifest = check_backup(file, progress)
            else:
                manifest = make_backup(file, progress, allow_missing=allow_missing)
        except BackupError as error:
            raise CommandError(str(error)) from error
        finally:
            progress.end()
        self.stdout.write(_("The backup is whole.") if verify else self._made(file))
        self.stdout.write(summary(manifest))
        if manifest.left_out:
            self.stdout.write(
                _("Left out, because they were missing or damaged: %(paths)s.")
                % {"paths": shortened(list(manifest.left_out))}
            )

    def _made(self, file: Path) -> str:
        message = _(
            "%(path)s is written and read back. It is private: it holds what people sent in. Not "
            "in it are the secret key and the key of the history; keep copies of them elsewhere."
        )
        return message % {"path": file}


def summary(manifest: Manifest) -> str:
    """Return what is in a backup, in one sentence."""
    message = _(
        "Made %(made)s by Bayyina %(product)s: %(rows)s rows, %(files)s media files, "
        "%(size)s MB; the history stands at %(number)s."
    )
    return message % {
        "made": manifest.made_at,
        "product": manifest.product,
        "rows": sum(manifest.rows.values()),
        "files": len(manifest.media),
        "size": f"{manifest.size / 1_000_000:.1f}",
        "number": manifest.head_number,
    }
