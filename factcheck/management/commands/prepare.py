"""``manage prepare``: everything between "the servers answer" and "the pages may be shown".

Run by `up` at every start and by the deployment once per release, in one process because
each start of Python with Django costs seconds on a small machine.
"""

from __future__ import annotations

import argparse
import io
import time

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

DEMO_COMMAND = "load_demo"


class Command(BaseCommand):
    """Migrate, settle who may do what, run the start-up checks and load the demo newsroom."""

    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare ``--no-demo``."""
        parser.description = _(
            "Migrate the database, give its roles their rights, make the key of the history, "
            "run the start-up checks and load the demo newsroom."
        )
        parser.add_argument(
            "--no-demo", action="store_true", help=_("do not load the demo newsroom")
        )

    def handle(self, *args: object, no_demo: bool, **options: object) -> None:
        """Do the steps, printing each with its time; the first that fails ends it."""
        self._step(_("migrations"), "migrate", interactive=False, verbosity=0)
        if settings.AS_OWNER:
            self._step(_("rights of the database roles"), "database_roles", grant=True)
        self._step(_("key of the history"), "history_key", "make")
        self._step(_("start-up checks"), "startup_checks")
        if no_demo:
            return
        if DEMO_COMMAND in get_commands():
            self._step(_("demo newsroom"), DEMO_COMMAND)
        else:
            self.stdout.write("           " + _("no demo newsroom in this version"))

    def _step(self, title: str, command: str, *arguments: str, **options: object) -> None:
        began_at = time.monotonic()
        # One line per step is what a person waiting for the start wants to read.
        call_command(command, *arguments, stdout=io.StringIO(), stderr=self.stderr, **options)
        self.stdout.write(f"           {title} ({time.monotonic() - began_at:.1f} s)")
