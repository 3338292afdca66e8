"""`manage.py read_credentials FILE`: what do a file's Content Credentials say?

And may their time date it? Reads what `read_metadata` reads, and SVG. Stores nothing and asks no
server. What it prints:
docs/how-to/content-credentials.md.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from media_provenance.adapters.certificates import read_trust_list
from media_provenance.adapters.file_credentials import (
    DecoderGone,
    FileCredentials,
    PictureRefused,
    read_file_credentials,
)
from media_provenance.domain.trust_lists import TrustKind, TrustListRefused, TrustSettings
from media_provenance.management.commands.find_picture import read_file
from media_provenance.pipeline.credentials import trust_in_force
from media_provenance.wording import (
    StatedCredentials,
    decoder_gone_sentence,
    refusal_sentence,
    stated_credentials,
    trust_list_problem,
)


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Read the Content Credentials of a file and say whether their time bounds its age."
        )
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--anchors",
            type=Path,
            metavar="PEM",
            help=_("judge by these authorities instead of the lists of this installation"),
        )
        parser.add_argument(
            "--time-stamps",
            type=Path,
            metavar="PEM",
            help=_("trust the time stamps of these authorities"),
        )
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, *args: Any, **options: Any) -> None:
        found = _read(options["file"], _lists(options["anchors"], options["time_stamps"]))
        if options["json"]:
            record = record_of(found)
            self.stdout.write(json.dumps(record, ensure_ascii=False, indent=2))
            return
        notes = ["credentials_unreadable"] if found.error and not found.elsewhere else []
        stated = stated_credentials(found.record, notes)
        if stated is None:
            self.stdout.write(_("The file carries no Content Credentials. That says nothing."))
            return
        for line in _lines(stated):
            self.stdout.write(line)


def record_of(found: FileCredentials) -> dict[str, Any]:
    """Return what was found as plain values; every key is there, whatever was found."""
    reading = found.reading
    codes = (found.record or {}).get("codes", [])
    return {
        "state": None if reading is None else reading.state.value.capitalize(),
        "error": found.error or None,
        "elsewhere": found.elsewhere or None,
        "signer": None if reading is None else reading.signer or reading.signer_name or None,
        "signer_listed": reading is not None and reading.signer_listed,
        "time": (
            None if reading is None or reading.signed_at is None else reading.signed_at.isoformat()
        ),
        "authority": None if reading is None else reading.authority or None,
        "usable_as_upper_bound": reading is not None and reading.bounds_time,
        "why": [] if reading is None else [problem.value for problem in reading.why],
        "declared": [] if reading is None else list(reading.source_types),
        "dates": (
            []
            if reading is None
            else [
                {
                    "field": one.field,
                    "value": one.raw,
                    "role": one.role.value,
                    "grade": one.grade.value,
                    "earliest": _written(one.when.earliest),
                    "latest": _written(one.when.latest),
                }
                for one in reading.dates
            ]
        ),
        "codes": list(codes),
    }


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _lines(stated: StatedCredentials) -> list[str]:
    signer = ", ".join(part for part in (stated.signer, stated.signer_name) if part)
    time = "" if stated.signed_at is None else stated.signed_at.isoformat()
    lines = [
        f"{stated.label}. {stated.meaning}",
        _("Signed by: %(signer)s") % {"signer": signer} if signer else "",
        _("Time of signing: %(time)s") % {"time": time} if time else "",
        stated.bounds,
        *(f"  {problem}" for problem in stated.problems),
        *stated.declared,
        *(
            f"  {one.label or one.code} {one.software} {one.when}".rstrip()
            for one in stated.actions
        ),
        stated.elsewhere,
    ]
    return [line for line in lines if line]


def _read(path: Path, trust: TrustSettings) -> FileCredentials:
    data = read_file(path)
    try:
        return read_file_credentials(data, trust)
    except PictureRefused as refused:
        raise CommandError(f"{path}: {refusal_sentence(refused.code, refused.detail)}") from refused
    except DecoderGone as gone:
        raise CommandError(decoder_gone_sentence()) from gone


def _lists(anchors: Path | None, time_stamps: Path | None) -> TrustSettings:
    if anchors is None and time_stamps is None:
        return trust_in_force()
    return TrustSettings(
        anchors=_list_in(anchors, TrustKind.ANCHORS),
        time_stamps=_list_in(time_stamps, TrustKind.TIME_STAMPS),
    )


def _list_in(path: Path | None, kind: TrustKind) -> str:
    if path is None:
        return ""
    try:
        return read_trust_list(kind, read_file(path).decode()).text
    except UnicodeDecodeError as error:
        raise CommandError(
            _("%(file)s is not text. Please give the list as PEM.") % {"file": path}
        ) from error
    except TrustListRefused as refused:
        said = trust_list_problem(refused.problem, refused.detail)
        raise CommandError(f"{path}: {said}") from refused
