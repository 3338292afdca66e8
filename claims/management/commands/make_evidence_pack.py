"""`manage.py make_evidence_pack`: write a verdict's evidence pack to a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from claims.actions.packs import write_pack
from claims.adapters.pack_files import PackDamaged
from claims.publishing import NotPublic


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Write a published verdict with all it rests on into one ZIP file that anyone can "
            "check with common tools."
        )
        parser.add_argument("public_id", help=_("the verdict, as in its public address"))
        parser.add_argument("--out", type=Path, required=True, help=_("the file to write"))

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["out"]
        if target.exists():
            message = _("%(path)s exists already: nothing is written over it.")
            raise CommandError(message % {"path": target})
        try:
            contents = write_pack(options["public_id"], target, lambda _done, _total: None)
        except NotPublic as error:
            message = _("There is no published verdict %(id)s.")
            raise CommandError(message % {"id": options["public_id"]}) from error
        except PackDamaged as error:
            message = _(
                "%(name)s is not what was kept: run `manage verify_captures`, and restore it from "
                "a backup."
            )
            raise CommandError(message % {"name": error}) from error
        except FileNotFoundError as error:
            message = _("A file is gone: %(path)s")
            raise CommandError(message % {"path": error.filename}) from error
        self.stdout.write(_("Written: %(path)s") % {"path": target})
        for picture in contents.left_out:
            message = _("Left out, because only a reader sent it in: %(sha256)s")
            self.stdout.write(message % {"sha256": picture.asset.sha256})
        for capture in contents.redacted:
            message = _("Not in it, because it was redacted: %(sha256)s")
            sha256 = capture.thing.bundle.content_sha256
            self.stdout.write(message % {"sha256": sha256})
