"""``manage database_roles``: make the three database roles, or give them their rights anew."""

from __future__ import annotations

import argparse

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from factcheck.database_roles import (
    APPLICATION,
    OWNER,
    READER,
    ROLES,
    grant_statements,
    ownership_statements,
    role_statements,
    run,
    script,
)


class Command(BaseCommand):
    """Print what would be done, do all of it as a superuser, or only the rights as the owner."""

    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the three ways to call it."""
        parser.description = _(
            "Make the database roles that keep the application from changing its history, and "
            "give them their rights."
        )
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--print",
            action="store_true",
            help=_("print the SQL that makes the roles, for a superuser to run before migrating"),
        )
        what.add_argument(
            "--apply",
            metavar="URL",
            help=_("make the roles and hand the tables to the owner, as the superuser of this URL"),
        )
        what.add_argument(
            "--grant",
            action="store_true",
            help=_("give the rights anew, as the owner; prepare does this after migrating"),
        )

    def handle(
        self,
        *args: object,
        apply: str | None = None,
        grant: bool = False,
        **options: object,
    ) -> None:
        """Do what was asked; everything in one transaction."""
        if grant:
            self._grant()
        elif apply:
            self._apply(apply)
        else:
            statements = [*role_statements(dict.fromkeys(ROLES, "")), *ownership_statements(OWNER)]
            self.stdout.write(script(statements))

    def _grant(self) -> None:
        if not settings.AS_OWNER:
            raise CommandError(
                _("Set OWNER_DATABASE_URL to the role that owns the tables; it gives the rights.")
            )
        with transaction.atomic(), connection.cursor() as cursor:
            run(cursor, grant_statements(_user("APPLICATION"), _user("READER")))
        self.stdout.write(_("The database roles have their rights."))

    def _apply(self, url: str) -> None:
        wanted = {
            _user("OWNER") or OWNER: _password("OWNER"),
            _user("APPLICATION") or APPLICATION: _password("APPLICATION"),
            _user("READER") or READER: _password("READER"),
        }
        if len(wanted) < 3:
            raise CommandError(
                _(
                    "DATABASE_URL, OWNER_DATABASE_URL and READER_DATABASE_URL must name three "
                    "different roles."
                )
            )
        owner = next(iter(wanted))
        try:
            with psycopg.connect(url) as server:
                for statement in (*role_statements(wanted), *ownership_statements(owner)):
                    server.execute(statement.encode())
        except psycopg.Error as error:
            message = _("The roles could not be made: %(reason)s")
            raise CommandError(message % {"reason": str(error).strip()}) from error
        self.stdout.write(_("The database roles are there. Now run prepare."))


def _role(name: str) -> dict[str, object]:
    found: dict[str, object] | None = getattr(settings, f"DATABASE_OF_{name}")
    return found or {}


def _user(name: str) -> str:
    return str(_role(name).get("USER", ""))


def _password(name: str) -> str:
    return str(_role(name).get("PASSWORD", ""))
