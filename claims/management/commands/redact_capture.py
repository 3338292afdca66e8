"""`manage.py redact_capture`: take the bytes of a capture away, and say in public why.

What stays and how that is shown: docs/explanation/evidence-packs.md.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.actions.redaction import redact_all_again, redact_kept
from media_provenance.actions import (
    DiskRefuses,
    NoteUnreadable,
    NothingToRedact,
    ReasonNeeded,
    RedactedAlready,
    find_capture,
)
from media_provenance.models import RedactionReason
from media_provenance.queries import what_stays
from media_provenance.wording import staying_sentences


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Take the bytes of a capture away for good: the file, its WARC file, text and "
            "screenshot. Its manifest, digests and time stamps stay."
        )
        parser.add_argument(
            "capture", nargs="?", default="", help=_("the SHA-256 of its bytes, or its number")
        )
        parser.add_argument("--reason", choices=RedactionReason.values, help=_("why, in public"))
        parser.add_argument("--note", default="", help=_("a sentence for the public"))
        parser.add_argument(
            "--again",
            action="store_true",
            help=_("do anew what is on record, after a restore or where files came back"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["again"]:
            self._redact(options["capture"], options["reason"], options["note"])
        elif options["capture"]:
            raise CommandError(_("Give either a capture or --again."))
        # Here and now: who asks for this need not wait for a worker.
        try:
            lost, removed = redact_all_again()
        except NoteUnreadable as error:
            message = _(
                "%(path)s is no note of a redaction. Take it away: what the database knows is "
                "written there again by --again."
            )
            raise CommandError(message % {"path": error}) from error
        except DiskRefuses as error:
            message = _("A file cannot be removed: %(path)s. Run --again once that is put right.")
            raise CommandError(message % {"path": error.filename}) from error
        if lost:
            self.stdout.write(
                ngettext(
                    "%(count)s redaction that the database had lost is on record again.",
                    "%(count)s redactions that the database had lost are on record again.",
                    lost,
                )
                % {"count": lost}
            )
        self.stdout.write(
            ngettext("%(count)s file was removed.", "%(count)s files were removed.", removed)
            % {"count": removed}
        )

    def _redact(self, name: str, reason: str | None, note: str) -> None:
        if not name or reason is None:
            raise CommandError(_("Please give the capture and the --reason."))
        try:
            sha256 = find_capture(name).sha256
            left = what_stays(sha256)
            stays = staying_sentences(picture_id=left.picture_id, links=left.links)
            redact_kept(sha256, RedactionReason(reason), note)
        except (NothingToRedact, ReasonNeeded, RedactedAlready) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Redacted: %(sha256)s") % {"sha256": sha256})
        for sentence in stays:
            self.stdout.write(sentence)
