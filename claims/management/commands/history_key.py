"""``manage history_key``: make, show or replace the key that signs the history."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from claims.adapters.signing import make_key
from claims.domain.history import NoSigningKey
from claims.history import introduce_key, replace_key
from claims.models import HistoryKey
from claims.wording import no_key_sentence


class Command(BaseCommand):
    """The private key stays in its file; the database and the public document hold the rest."""

    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the one word that says what to do."""
        parser.description = _("Make, show or replace the key that signs the head of the history.")
        parser.add_argument(
            "action",
            choices=["make", "show", "rotate"],
            help=_(
                "make: a key where there is none; show: the public keys; rotate: a new key, which "
                "the old one introduces"
            ),
        )

    def handle(self, *args: object, action: str, **options: object) -> None:
        """Do it; what is wrong with a key becomes one sentence."""
        path = Path(settings.HISTORY_KEY_FILE)
        try:
            if action == "make":
                self._make(path)
            elif action == "rotate":
                self._rotate(path)
        except NoSigningKey as error:
            raise CommandError(no_key_sentence(error)) from error
        except OSError as error:
            message = _("The key file %(path)s cannot be written (%(reason)s).")
            raise CommandError(message % {"path": path, "reason": error.strerror}) from error
        for key in HistoryKey.objects.order_by("number"):
            self.stdout.write(f"{key.key_id}  {key.public}  {key.since:%Y-%m-%d %H:%M} UTC")

    def _make(self, path: Path) -> None:
        if not path.exists():
            if HistoryKey.objects.exists():
                # A new file would be a stranger to this history, and hide that the old is lost.
                raise NoSigningKey("missing", str(path))
            path.parent.mkdir(parents=True, exist_ok=True)
            make_key(path)
            self.stdout.write(_("A new key is in %(path)s.") % {"path": path})
        introduce_key(path)

    def _rotate(self, path: Path) -> None:
        new = path.with_name(f"{path.name}.next")
        former = path.with_name(f"{path.name}.until-{datetime.now(UTC):%Y%m%dT%H%M%S}")
        # The next key is on disk before the database knows of it, and in its place only after: a
        # stop in between is made good by calling this again.
        if not new.exists():
            make_key(new)
        replace_key(path, new)
        path.rename(former)
        new.rename(path)
        self.stdout.write(
            _("The new key is in %(path)s; the former one, now of no more use, in %(former)s.")
            % {"path": path, "former": former}
        )
