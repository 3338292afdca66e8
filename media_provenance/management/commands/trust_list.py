"""`manage.py trust_list add|list|retire`: the lists by which Content Credentials are judged.

For machines that are set up by script; people paste a list in the administration. What the kinds
are and where the official list is found: docs/how-to/content-credentials.md.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media_provenance.actions import (
    ReasonNeeded,
    TrustListRefused,
    add_trust_list,
    retire_trust_list,
)
from media_provenance.domain.trust_lists import TrustKind
from media_provenance.management.commands.find_picture import read_file
from media_provenance.models import TrustList
from media_provenance.wording import trust_list_problem


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Add, list or retire the lists of trust by which Content Credentials are judged."
        )
        parts = parser.add_subparsers(dest="part", required=True)
        adding = parts.add_parser("add", help=_("put a list in force"))
        adding.add_argument("file", type=Path)
        adding.add_argument(
            "--kind", choices=[kind.value for kind in TrustKind], default=TrustKind.ANCHORS.value
        )
        adding.add_argument("--name", default="", help=_("what people call it"))
        listing = parts.add_parser("list", help=_("print the lists, those in force first"))
        listing.add_argument("--json", action="store_true", help=_("print one JSON list"))
        retiring = parts.add_parser("retire", help=_("take a list out of force; it is kept"))
        retiring.add_argument("id", type=int)
        retiring.add_argument("--reason", default="", help=_("why it is retired"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["part"] == "add":
                self._add(options["file"], TrustKind(options["kind"]), options["name"])
            elif options["part"] == "retire":
                self._retire(options["id"], options["reason"])
            else:
                self._list(as_json=options["json"])
        except TrustListRefused as refused:
            raise CommandError(trust_list_problem(refused.problem, refused.detail)) from refused
        except ReasonNeeded as needed:
            raise CommandError(str(needed)) from needed

    def _add(self, path: Path, kind: TrustKind, name: str) -> None:
        try:
            text = read_file(path).decode()
        except UnicodeDecodeError as error:
            raise CommandError(
                _("%(file)s is not text. Please give the list as PEM.") % {"file": path}
            ) from error
        added = add_trust_list(name or path.name, kind, text)
        self.stdout.write(
            ngettext(
                "List %(id)s is in force, with %(count)s entry. Pictures with Content "
                "Credentials are judged anew.",
                "List %(id)s is in force, with %(count)s entries. Pictures with Content "
                "Credentials are judged anew.",
                added.entries,
            )
            % {"id": added.pk, "count": added.entries}
        )

    def _retire(self, number: int, reason: str) -> None:
        trust_list = TrustList.objects.filter(pk=number).first()
        if trust_list is None:
            raise CommandError(
                _("There is no list %(id)s. “trust_list list” names them all.") % {"id": number}
            )
        retire_trust_list(trust_list, reason=reason)
        self.stdout.write(
            _("List %(id)s is retired and kept. Pictures with Content Credentials are judged anew.")
            % {"id": number}
        )

    def _list(self, *, as_json: bool) -> None:
        lists = TrustList.objects.order_by("retired_at", "pk")
        if as_json:
            records = [_record_of(one) for one in lists]
            self.stdout.write(json.dumps(records, ensure_ascii=False, indent=2))
            return
        for one in lists:
            state = _("in force") if one.retired_at is None else _("retired")
            self.stdout.write(f"{one.pk}  {state}  {one.kind}  {one.entries}  {one.name}")
        if not lists:
            self.stdout.write(_("There is no list of trust yet."))


def _record_of(one: TrustList) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.name,
        "kind": one.kind,
        "entries": one.entries,
        "sha256": one.sha256,
        "added_at": one.added_at.isoformat(),
        "retired_at": None if one.retired_at is None else one.retired_at.isoformat(),
        "retired_reason": one.retired_reason,
    }
