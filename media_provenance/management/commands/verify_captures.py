"""`manage.py verify_captures`: does everything that was kept of captures still hold?

Reads every file, follows the chain of manifests and verifies every time stamp. Changes nothing.
Ends with 1 where something does not hold.
"""

from __future__ import annotations

import json
import re
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media_provenance.management.progress_bar import draw_bar
from media_provenance.pipeline.verifying import KeptReport, RedactedLink, verify_kept
from media_provenance.wording.captures import break_of_kept, redacted_sentence


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Read every file that was kept of captures, follow the chain of manifests and verify "
            "the time stamps. Changes nothing; ends with 1 if something does not hold."
        )
        parser.add_argument(
            "--against",
            metavar="SHA256",
            help=_("the digest of a manifest, kept elsewhere, that must be in the chain"),
        )
        parser.add_argument("--json", action="store_true", help=_("answer as JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        against = _digest(options["against"])
        if options["json"]:
            report = verify_kept(against=against)
            self.stdout.write(json.dumps(_as_json(report), ensure_ascii=False, indent=1))
        else:
            report = verify_kept(
                lambda done, total: draw_bar(self.stderr, done, total, step=_("read")),
                against=against,
            )
            self._tell(report)
        if not report.holds:
            sys.exit(1)

    def _tell(self, report: KeptReport) -> None:
        for link in report.redacted:
            self.stdout.write(_redacted(link))
        for one in report.breaks:
            self.stdout.write(break_of_kept(one.code, number=one.number, what=one.what))
        self.stdout.write(
            ngettext(
                "%(count)s link of the chain, %(files)s files, %(tokens)s time stamps.",
                "%(count)s links of the chain, %(files)s files, %(tokens)s time stamps.",
                report.links,
            )
            % {"count": report.links, "files": report.files, "tokens": report.tokens}
        )
        if report.not_kept:
            self.stdout.write(
                ngettext(
                    "%(count)s capture is not kept yet: `manage keep_captures` does it.",
                    "%(count)s captures are not kept yet: `manage keep_captures` does it.",
                    report.not_kept,
                )
                % {"count": report.not_kept}
            )
        if report.unread_tokens:
            self.stdout.write(
                ngettext(
                    "%(count)s time stamp cannot be read here: it needs openssl.",
                    "%(count)s time stamps cannot be read here: they need openssl.",
                    report.unread_tokens,
                )
                % {"count": report.unread_tokens}
            )
        if report.holds:
            self.stdout.write(_("Everything holds."))
            if report.head:
                self.stdout.write(_("The newest manifest is %(digest)s.") % {"digest": report.head})
        else:
            self.stdout.write(
                ngettext(
                    "%(count)s thing does not hold.",
                    "%(count)s things do not hold.",
                    len(report.breaks),
                )
                % {"count": len(report.breaks)}
            )


def _digest(typed: str | None) -> str:
    """Return the digest to look for, "" where none was asked for; an empty one is refused."""
    if typed is None:
        return ""
    if not re.fullmatch(r"[0-9a-fA-F]{64}", typed.strip()):
        raise CommandError(
            _(
                "“%(typed)s” is no SHA-256: give the 64 digits (0–9, a–f) of a manifest’s digest "
                "after --against."
            )
            % {"typed": typed}
        )
    return typed.strip()


def _redacted(link: RedactedLink) -> str:
    redaction = link.redaction
    return redacted_sentence(
        number=link.number,
        day=redaction.redacted_at.date().isoformat(),
        reason=redaction.get_reason_display(),
        note=redaction.note,
    )


def _as_json(report: KeptReport) -> dict[str, object]:
    return {
        "holds": report.holds,
        "links": report.links,
        "files": report.files,
        "tokens": report.tokens,
        "unread_tokens": report.unread_tokens,
        "not_kept": report.not_kept,
        "head": report.head,
        "redacted": [
            {
                "number": link.number,
                "sha256": link.redaction.sha256,
                "files": link.files,
                "reason": link.redaction.reason,
                "note": link.redaction.note,
                "redacted_at": link.redaction.redacted_at.isoformat(),
            }
            for link in report.redacted
        ],
        "breaks": [
            {
                "code": one.code.value,
                "number": one.number,
                "what": one.what,
                "sentence": break_of_kept(one.code, number=one.number, what=one.what),
            }
            for one in report.breaks
        ],
    }
