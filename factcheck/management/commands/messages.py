"""``manage messages``: bring the message catalogues up to date, or check them."""

from __future__ import annotations

import argparse

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from factcheck import translations


class Command(BaseCommand):
    """Update ``locale/*/LC_MESSAGES/django.po`` from the code and the templates."""

    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare ``--check``."""
        parser.description = _(
            "Update the message catalogues; with --check, only say what is missing."
        )
        parser.add_argument(
            "--check",
            action="store_true",
            help=_("change nothing; fail if a catalogue is out of date or a translation missing"),
        )

    def handle(self, *args: object, check: bool, **options: object) -> None:
        """Do it; with --check, raise CommandError when there is something to say."""
        if check:
            if problems := translations.find_problems():
                raise CommandError("\n".join(problems))
            return
        for language, gaps in translations.update_catalogues().items():
            self.stdout.write(
                _("%(language)s: %(count)s to translate") % {"language": language, "count": gaps}
            )
        translations.compile_catalogues()
