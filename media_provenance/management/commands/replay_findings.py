"""`manage.py replay_findings [ID …]`: does every finding follow from the evidence that it keeps?

Works each one out again by the rule that it was made by. Changes nothing.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from media_provenance.domain.findings import UnknownRule
from media_provenance.models import Finding
from media_provenance.queries import replays
from media_provenance.wording import format_number


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Work findings out again from the evidence they keep, and name those that differ."
        )
        parser.add_argument("finding", nargs="*", type=UUID, help=_("all of them without an id"))

    def handle(self, *args: Any, **options: Any) -> None:
        found = Finding.objects.order_by("recorded_at", "pk")
        if options["finding"]:
            found = found.filter(pk__in=options["finding"])
        different = [finding.pk for finding in found.iterator() if not _holds(finding)]
        for pk in different:
            self.stderr.write(_("Finding %(id)s does not follow from what it keeps.") % {"id": pk})
        if different:
            raise CommandError(
                _("Findings or what they keep were altered, or a newer release made them.")
            )
        count = found.count()
        said = ngettext(
            "%(count)s finding follows from what it keeps.",
            "%(count)s findings follow from what they keep.",
            count,
        )
        self.stdout.write(said % {"count": format_number(count, get_language() or "en")})


def _holds(finding: Finding) -> bool:
    try:
        return replays(finding)
    except (UnknownRule, KeyError, ValueError):
        # What cannot be read does not follow from anything.
        return False
