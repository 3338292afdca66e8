"""``manage make_person NAME --role editor``: an account from the command line.

For the first administrator and for scripts; everybody else is made in the admin.
"""

from __future__ import annotations

import argparse
import sys

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from claims.domain.workflow import Role
from claims.permissions import PEOPLE_ROLES

# Letters and digits that are not taken for one another; 16 of them are 79 bits.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
LENGTH = 16


class Command(BaseCommand):
    """Make an account with a role and print its first password."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the name, ``--role`` and ``--password-stdin``."""
        parser.description = _("Make an account with a role, and print its first password.")
        parser.add_argument("name", help=_("the name to sign in with"))
        parser.add_argument(
            "--role",
            action="append",
            required=True,
            choices=sorted(role.value for role in PEOPLE_ROLES),
            help=_("what the person may do; give it more than once for several roles"),
        )
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help=_("read the password from standard input in place of making one"),
        )

    def handle(
        self, *args: object, name: str, role: list[str], password_stdin: bool, **options: object
    ) -> None:
        """Make it, or say what is wrong and change nothing."""
        if User.objects.filter(username=User.normalize_username(name)).exists():
            message = _(
                "There is an account named %(name)s already, and nothing was changed. Choose "
                "another name, or change that account in the administration (/desk/admin/); its "
                "password: “bayyina manage changepassword %(name)s”."
            )
            raise CommandError(message % {"name": name})
        person = User(username=name, is_staff=Role.ADMIN.value in role)
        password = (
            sys.stdin.readline().rstrip("\r\n")
            if password_stdin
            else get_random_string(LENGTH, ALPHABET)
        )
        try:
            person.full_clean(exclude=["password"])
            validate_password(password, person)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with transaction.atomic():
            person.set_password(password)
            person.save()
            person.groups.set([Group.objects.get_or_create(name=one)[0] for one in role])
        self.stdout.write(
            _("%(name)s may sign in now: %(roles)s.") % {"name": name, "roles": ", ".join(role)}
        )
        if not password_stdin:
            self.stdout.write(_("First password: %(password)s") % {"password": password})
            self.stdout.write(_("Hand it over in person, and have it changed on the account page."))
