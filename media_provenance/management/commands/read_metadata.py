"""`manage.py read_metadata FILE`: what does a file say of its own dates, and is any of it of use?

Every dated field with what it means and whether it may be used, and the Content Credentials as they
stand in the file. Whoever made the file wrote all of it, so that nothing here is more than a hint.
Reads more formats than pictures are shown from, stores nothing. See docs/reference/.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from media_provenance.adapters.exiftool import suffix_for
from media_provenance.adapters.images import (
    DecoderGone,
    FileMetadata,
    PictureRefused,
    read_metadata,
)
from media_provenance.domain.metadata import MetadataObservation, observe_metadata
from media_provenance.domain.picture_headers import ReadingNote, RefusalCode
from media_provenance.management.commands.find_picture import read_file
from media_provenance.pipeline import fields_of_file
from media_provenance.wording import (
    decoder_gone_sentence,
    metadata_explanation,
    reading_note,
    reduced_metadata_sentence,
    refusal_sentence,
    role_label,
)

# What the gate does not read and exiftool may: another format, or a file that is broken to Pillow.
_LEFT_TO_EXIFTOOL = frozenset(
    {RefusalCode.NOT_A_PICTURE, RefusalCode.FORMAT_NOT_ACCEPTED, RefusalCode.BROKEN}
)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a file says of itself."""

    seen: list[MetadataObservation]
    notes: tuple[ReadingNote, ...]
    credentials: dict[str, Any] | None


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Read what a file says of its own dates, and whether any of it may be used."
        )
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--json", action="store_true", help=_("print a JSON list, one object for each field")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        said = _said_by(options["file"])
        if options["json"]:
            records = [_record(seen) for seen in said.seen]
            if ReadingNote.METADATA_REDUCED in said.notes:
                records.append(_note_on_reduction())
            self.stdout.write(json.dumps(records, ensure_ascii=False, indent=2))
            return
        for seen in said.seen:
            role = "" if seen.role is None or not seen.usable else f" ({role_label(seen.role)})"
            self.stdout.write(f"{seen.field}: {seen.value}{role}")
            self.stdout.write(f"    {metadata_explanation(seen)}")
        if said.credentials is not None:
            self.stdout.write(json.dumps(said.credentials, ensure_ascii=False, indent=2))
        for note in said.notes:
            reduced = note is ReadingNote.METADATA_REDUCED
            self.stdout.write(reduced_metadata_sentence() if reduced else reading_note(note))
        if not (said.seen or said.credentials or said.notes):
            self.stdout.write(_("The file says nothing of its dates."))


def _said_by(path: Path) -> _Said:
    """Return what a file says of itself.

    Raises:
        CommandError: if it cannot be read.
    """
    data = read_file(path)
    gate = _read_by_the_gate(path, data)
    said = fields_of_file(data, gate.fields, gate.notes)
    seen = observe_metadata(said.fields, ingested_at=timezone.now(), damaged=said.damaged)
    return _Said(seen, said.notes, gate.credentials)


def _read_by_the_gate(path: Path, data: bytes) -> FileMetadata:
    try:
        return read_metadata(data)
    except PictureRefused as refused:
        if refused.code in _LEFT_TO_EXIFTOOL and suffix_for(data) is not None:
            return FileMetadata({}, (), None)
        if refused.code in (RefusalCode.NOT_A_PICTURE, RefusalCode.FORMAT_NOT_ACCEPTED):
            message = _(
                "%(file)s is no picture that this command reads. It reads JPEG, PNG, GIF, WebP, "
                "AVIF, TIFF and HEIC files, and with exiftool also raw files of cameras, PSD, SVG "
                "and colour profiles."
            )
            raise CommandError(message % {"file": path}) from refused
        raise CommandError(f"{path}: {refusal_sentence(refused.code, refused.detail)}") from refused
    except DecoderGone as gone:
        raise CommandError(decoder_gone_sentence()) from gone


def _record(seen: MetadataObservation) -> dict[str, Any]:
    return {
        "field": seen.field,
        "value": seen.value,
        "earliest": None if seen.when is None else _text(seen.when.earliest),
        "latest": None if seen.when is None else _text(seen.when.latest),
        "role": None if seen.role is None else seen.role.value,
        "grade": seen.grade.value,
        "usable": seen.usable,
        "why": seen.why,
        "explanation": metadata_explanation(seen),
    }


def _note_on_reduction() -> dict[str, Any]:
    """An entry of no field, so that whoever reads the list alone knows that some may be missing."""
    nothing = dict.fromkeys(("value", "earliest", "latest", "role", "grade"))
    return {
        "field": "*",
        **nothing,
        "usable": False,
        "why": ReadingNote.METADATA_REDUCED.value,
        "explanation": reduced_metadata_sentence(),
    }


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%SZ}".zfill(20)
