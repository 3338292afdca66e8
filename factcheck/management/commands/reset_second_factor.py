"""``manage reset_second_factor NAME``: for when no administrator can sign in any more."""

from __future__ import annotations

import argparse

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factcheck.signing_in.factors import reset_second_factor
from factcheck.signing_in.sessions import end_sessions


class Command(BaseCommand):
    """Take all second factors and recovery codes off an account."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the name."""
        parser.description = _("Take all second factors off an account and end its sessions.")
        parser.add_argument("name", help=_("the name to sign in with"))

    def handle(self, *args: object, name: str, **options: object) -> None:
        """Do it; doing it twice takes off nothing."""
        person = User.objects.filter(username=name).first()
        if person is None:
            raise CommandError(_("There is no account named %(name)s.") % {"name": name})
        count = reset_second_factor(person, by=None)
        end_sessions(person)
        self.stdout.write(
            ngettext(
                "%(count)s second factor or set of recovery codes taken off.",
                "%(count)s second factors and sets of recovery codes taken off.",
                count,
            )
            % {"count": count}
        )
