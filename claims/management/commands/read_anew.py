"""Read stored pages anew with the present reader; corrections are applied again.

For after an upgrade. What is read already by the present reader is passed over, so that a run
that was stopped goes on where it was. Nothing is fetched.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.item_queries import stale_items
from claims.models import NewsItem
from claims.reading import read_item, record_reading
from claims.recording.items import first_of
from media_provenance.actions import DiskRefuses


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Read news items anew from their stored copies with the present reader. What people "
            "put right stays. Stopped and run again, it goes on where it was."
        )
        parser.add_argument("items", metavar="ITEM", nargs="*", type=UUID)
        parser.add_argument(
            "--all", action="store_true", help=_("all items that an older reader read")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["items"]) == options["all"]:
            raise CommandError(_("Name the items to read anew, or give --all; not both."))
        ids = list(self._chosen(options["items"]))
        read, failed = 0, 0
        for number, item_id in enumerate(ids, start=1):
            if self._read(item_id):
                read += 1
            else:
                failed += 1
            self._show(number, len(ids))
        self.stdout.write(
            ngettext("%(count)s item was read anew.", "%(count)s items were read anew.", read)
            % {"count": read}
        )
        if failed:
            self.stdout.write(
                ngettext(
                    "%(count)s item has no copy that can be read; it was left as it is.",
                    "%(count)s items have no copy that can be read; they were left as they are.",
                    failed,
                )
                % {"count": failed}
            )

    def _chosen(self, items: list[UUID]) -> Iterator[UUID]:
        if not items:
            yield from stale_items().values_list("pk", flat=True)
            return
        found = NewsItem.objects.select_related("part_of").in_bulk(items)
        for pk in items:
            if pk not in found:
                raise CommandError(_("There is no news item %(item)s.") % {"item": pk})
        yield from dict.fromkeys(first_of(found[pk]).pk for pk in items)

    def _read(self, item_id: UUID) -> bool:
        """Read one item; returns whether there was a page."""
        payload = {"item": str(item_id), "anew": True}
        try:
            reading = read_item(payload, lambda done, total: None)
            record_reading(payload, reading)
        except DiskRefuses as error:
            raise CommandError(str(error)) from error
        return reading.page is not None

    def _show(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            width = 30
            bar = "#" * (done * width // total)
            end = "\n" if done == total else ""
            sys.stderr.write(f"\r[{bar:<{width}}] {done}/{total}{end}")
            sys.stderr.flush()
