"""`manage.py read_metadata FILE`: what does a file say of itself?

Its metadata fields and Content Credentials, as they stand in it and judged by nobody: whoever made
the file wrote them. Reads more formats than pictures are shown from (TIFF, HEIC). Stores nothing.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from media_provenance.adapters.images import (
    DecoderGone,
    FileMetadata,
    PictureRefused,
    read_metadata,
)
from media_provenance.domain.picture_headers import RefusalCode
from media_provenance.management.commands.find_picture import read_file
from media_provenance.wording import decoder_gone_sentence, reading_note, refusal_sentence


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Read what a file says of itself: metadata and Content Credentials, without judging."
        )
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help=_("print one JSON object"))

    def handle(self, *args: Any, **options: Any) -> None:
        metadata = _metadata_of(options["file"])
        if options["json"]:
            record = {
                "fields": metadata.fields,
                "notes": list(metadata.notes),
                "credentials": metadata.credentials,
            }
            self.stdout.write(json.dumps(record, ensure_ascii=False, indent=2))
            return
        for name, value in sorted(metadata.fields.items()):
            self.stdout.write(f"{name}: {value}")
        if metadata.credentials is not None:
            self.stdout.write(json.dumps(metadata.credentials, ensure_ascii=False, indent=2))
        for note in metadata.notes:
            self.stdout.write(reading_note(note))
        if not (metadata.fields or metadata.credentials or metadata.notes):
            self.stdout.write(_("The file says nothing of itself."))


def _metadata_of(path: Path) -> FileMetadata:
    data = read_file(path)
    try:
        return read_metadata(data)
    except PictureRefused as refused:
        if refused.code in (RefusalCode.NOT_A_PICTURE, RefusalCode.FORMAT_NOT_ACCEPTED):
            message = _(
                "%(file)s is no picture that this command reads. It reads JPEG, PNG, GIF, WebP, "
                "AVIF, TIFF and HEIC files."
            )
            raise CommandError(message % {"file": path}) from refused
        raise CommandError(f"{path}: {refusal_sentence(refused.code, refused.detail)}") from refused
    except DecoderGone as gone:
        raise CommandError(decoder_gone_sentence()) from gone
