"""``manage check_media``: do rows and media files agree, both ways?"""

from __future__ import annotations

import argparse
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factcheck.progress import StepProgress
from factcheck.stored_files import check_stored_files, disagreement_sentence, set_aside


class Command(BaseCommand):
    """Name what is missing, damaged or nobody's; exit status 1 if there is any."""

    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the two options."""
        parser.description = _(
            "Compare the media folder with the rows: files that are missing, files whose bytes "
            "changed, and files that no row refers to."
        )
        parser.add_argument(
            "--quick", action="store_true", help=_("compare sizes and read no file")
        )
        parser.add_argument(
            "--fix",
            action="store_true",
            help=_("move files that no row refers to into a folder of their own; deletes nothing"),
        )

    def handle(self, *args: object, quick: bool, fix: bool, **options: object) -> None:
        """Check, print each path after what is wrong with it, and say it in one sentence."""
        root = Path(settings.MEDIA_ROOT)
        progress = StepProgress()
        found = check_stored_files(
            root, digests=not quick, on_file=lambda size: progress(_("media"), size)
        )
        progress.end()
        lists = (
            (_("missing"), found.missing),
            (_("damaged"), found.damaged),
            (_("without a row"), found.unclaimed),
        )
        for word, paths in lists:
            for path in paths:
                self.stdout.write(f"{word}: {path}")
        if fix and found.unclaimed:
            aside = set_aside(root, found.unclaimed)
            self.stdout.write(_("Moved to %(folder)s.") % {"folder": aside})
            found.unclaimed = []
        if not found.holds:
            raise CommandError(disagreement_sentence(found))
        self.stdout.write(
            ngettext(
                "Rows and media files agree: %(count)s file.",
                "Rows and media files agree: %(count)s files.",
                found.checked,
            )
            % {"count": found.checked}
        )
