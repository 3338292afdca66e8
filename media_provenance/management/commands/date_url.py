"""`manage.py date_url ADDRESS`: which dates are in an address, a number or a file's name?

Reads only the characters that are given: it opens no connection and stores nothing.
"""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from media_provenance.domain.address_dates import dates_of_address, notes_on_address
from media_provenance.domain.dated_sources import DatedSource, SourceNote
from media_provenance.domain.file_name_dates import dates_in_file_name
from media_provenance.domain.id_times import date_of_id, find_id_kind
from media_provenance.wording import evidence_label, role_label, source_note, source_why

# www.example.org/2022/08/15/ as people copy it, without what stands before it.
_WITHOUT_SCHEME = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?/.*", re.DOTALL)


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Read the dates in a web address, in the name of a file, or in a number whose kind is "
            "given (as x_status:1098230906194546688). Opens no connection."
        )
        parser.add_argument("address", help=_("a web address, a file's name, or KIND:NUMBER"))
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, *args: Any, **options: Any) -> None:
        given = options["address"].strip()
        if not given:
            raise CommandError(_("Give a web address, a file's name, or KIND:NUMBER."))
        dates, notes = dates_of(given, as_of=timezone.now())
        if options["json"]:
            record = {
                "url": given,
                "dates": [_record(one) for one in dates],
                "notes": [note.value for note in notes],
            }
            self.stdout.write(json.dumps(record, ensure_ascii=False, indent=2))
            return
        for one in dates:
            self.stdout.write(
                f"{one.grade.value} {evidence_label(one.kind)}: {one.value} "
                f"({role_label(one.role)}; {one.operator or '?'}). {source_why(one.why)}"
            )
        for note in notes:
            self.stdout.write(source_note(note))
        if not (dates or notes):
            self.stdout.write(_("There is no date in it."))


def dates_of(given: str, *, as_of: datetime) -> tuple[Sequence[DatedSource], Sequence[SourceNote]]:
    """Return the dates in an address, a number with its kind before it, or a file's name."""
    name, _colon, number = given.partition(":")
    kind = find_id_kind(name)
    if kind is not None:
        one = date_of_id(kind, number, as_of=as_of)
        return ([] if one is None else [one]), []
    if _WITHOUT_SCHEME.fullmatch(given):
        given = f"https://{given}"
    if re.match(r"[a-z][a-z0-9+.-]*:/", given, re.IGNORECASE):
        return dates_of_address(given, as_of=as_of), notes_on_address(given, as_of=as_of)
    return dates_in_file_name(given, as_of=as_of), []


def _record(one: DatedSource) -> dict[str, object]:
    return {
        "field": one.field,
        "value": one.value,
        "earliest": _text(one.when.earliest),
        "latest": _text(one.when.latest),
        "precision": one.precision,
        "zone_known": one.zone_known,
        "kind": one.kind.value,
        "role": one.role.value,
        "grade": one.grade.value,
        "operator": one.operator,
        "usable": one.usable,
        "why": one.why.value,
        "read_from": one.read_from,
        "id": one.identifier,
    }


def _text(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    # To the millisecond, as the numbers of platforms have it; finer only where there is more.
    timespec = "microseconds" if moment.microsecond % 1000 else "milliseconds"
    if moment.microsecond == 0:
        timespec = "seconds"
    return moment.isoformat(timespec=timespec).replace("+00:00", "Z")
