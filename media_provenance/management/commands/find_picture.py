"""`manage.py find_picture FILE`: which stored pictures is this one, or a copy of?

The file is not stored and nothing is recorded.
"""

from __future__ import annotations

import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from media_provenance.adapters.images import (
    Decoded,
    DecoderGone,
    PictureRefused,
    open_picture,
)
from media_provenance.queries import FoundPicture, find_picture
from media_provenance.wording import (
    decoder_gone_sentence,
    match_sentence,
    orientation_sentence,
    refusal_sentence,
)


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Find the stored pictures that are this one or copies of it, oldest evidence first."
        )
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help=_("print one JSON list"))

    def handle(self, *args: Any, **options: Any) -> None:
        data, decoded = open_file(options["file"])
        found = find_picture(
            decoded.pixels,
            sha256=hashlib.sha256(data).hexdigest(),
            pixel_sha256=decoded.pixel_sha256,
        )
        if options["json"]:
            records = [record_of(one) for one in found]
            self.stdout.write(json.dumps(records, ensure_ascii=False, indent=2))
            return
        for one in found:
            self.stdout.write(f"{one.asset.pk}  {words_for(one)}")
        if not found:
            self.stdout.write(_("No stored picture is like this one."))


def open_file(path: Path) -> tuple[bytes, Decoded]:
    """Return a file's bytes and the picture in it.

    Raises:
        CommandError: with a sentence, if there is no such file or it is not taken.
    """
    data = read_file(path)
    try:
        return data, open_picture(data)
    except PictureRefused as refused:
        raise CommandError(f"{path}: {refusal_sentence(refused.code, refused.detail)}") from refused
    except DecoderGone as gone:
        raise CommandError(decoder_gone_sentence()) from gone


def read_file(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        CommandError: with a sentence, if there is no such file.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(
            _("The file %(file)s cannot be read: %(reason)s.")
            % {"file": path, "reason": error.strerror}
        ) from error


def record_of(found: FoundPicture) -> dict[str, Any]:
    """Return a found picture as plain values; distance is in bits of 256, null where exact."""
    return {
        "asset": str(found.asset.pk),
        "class": str(found.match_class),
        "distance": found.distance,
        "orientation": found.orientation.value,
        "words": words_for(found),
    }


def words_for(found: FoundPicture) -> str:
    """Say in the active language how the stored picture is like the one in question."""
    sentence = match_sentence(
        found.match_class, same_bytes=found.same_bytes, distance=found.distance
    )
    return f"{sentence} {orientation_sentence(found.orientation)}"
