"""``manage startup_checks``: can this installation do its work here?"""

from __future__ import annotations

import argparse

from django.core.checks import Tags, run_checks
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from factcheck.checks import STARTUP


class Command(BaseCommand):
    """Print what is amiss, one sentence each; fail only for what must be put right first."""

    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare nothing but what the command is for."""
        parser.description = _(
            "Check the database, the media folder, the time zone and Arabic text shaping."
        )

    def handle(self, *args: object, **options: object) -> None:
        """Run the checks; errors become one CommandError."""
        found = run_checks(
            tags=[STARTUP, Tags.database],
            include_deployment_checks=True,
            databases=["default"],
        )
        errors = [message for message in found if message.is_serious()]
        for message in found:
            if not message.is_serious():
                self.stderr.write(_("Note: %(note)s") % {"note": message.msg})
        if errors:
            raise CommandError("\n".join(str(message.msg) for message in errors))
        if found:
            self.stdout.write(_("The start-up checks passed, with notes."))
        else:
            self.stdout.write(_("All start-up checks passed."))
