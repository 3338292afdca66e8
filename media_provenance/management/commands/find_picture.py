"""`manage.py find_picture FILE`: which stored pictures is this one, a copy of, or like?

The file is not stored and nothing is recorded. What it prints: docs/reference/find-picture.md.
"""

from __future__ import annotations

import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _

from media_provenance.adapters.images import (
    Decoded,
    DecoderGone,
    PictureRefused,
    open_picture,
)
from media_provenance.domain.alteration_facts import alteration_from_record, transform_record
from media_provenance.domain.description import Effort
from media_provenance.domain.likeness import LIKENESS_WORDS
from media_provenance.index import IndexDamaged, IndexNotWritten
from media_provenance.models import MediaAsset
from media_provenance.queries import FoundPicture, find_picture
from media_provenance.wording import (
    alteration_sentence,
    decoder_gone_sentence,
    likeness_label,
    match_sentence,
    refusal_sentence,
)


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Find the stored pictures that are this one, copies of it or like it, the surest first."
        )
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--harder", action="store_true", help=_("search longer, for what is hard to find")
        )
        parser.add_argument("--json", action="store_true", help=_("print one JSON list"))

    def handle(self, *args: Any, **options: Any) -> None:
        data, decoded = open_file(options["file"])
        if not MediaAsset.objects.exists():
            self.stderr.write(
                _(
                    "This archive holds no picture at all. If you meant another one, name its "
                    "folder: ./bayyina manage --data DIR find_picture …"
                )
            )
        found = look_for(
            data, decoded, effort=Effort.HARDER if options["harder"] else Effort.NORMAL
        )
        if options["json"]:
            records = [record_of(one) for one in found]
            self.stdout.write(json.dumps(records, ensure_ascii=False, indent=2))
            return
        for one in found:
            self.stdout.write(line_for(one))
        if not found:
            self.stdout.write(_("No stored picture is like this one."))


def look_for(data: bytes, decoded: Decoded, *, effort: Effort) -> list[FoundPicture]:
    """Return the stored pictures like a file's.

    Raises:
        CommandError: with a sentence, if the index has no answer; that is not "nothing found".
    """
    try:
        return find_picture(
            decoded.pixels,
            sha256=hashlib.sha256(data).hexdigest(),
            pixel_sha256=decoded.pixel_sha256,
            longest_side=max(decoded.width, decoded.height),
            effort=effort,
        )
    except IndexDamaged as damaged:
        raise CommandError(
            _(
                "The picture index is damaged, so nothing was looked for. Run “./bayyina manage "
                "rebuild_index”, then try again."
            )
        ) from damaged
    except IndexNotWritten as refused:
        raise CommandError(
            _(
                "The picture index could not be written, so nothing was looked for. Make room for "
                "it in %(folder)s, then try again."
            )
            % {"folder": settings.INDEX_ROOT}
        ) from refused


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
    """Return a found picture as plain values; docs/reference/find-picture.md says what they mean.

    ``transform`` is how the file differs from the stored picture, null where nothing was measured:
    an exact match differs in nothing.
    """
    record, measures = found.record, found.record.measures
    return {
        "asset": str(found.asset.pk),
        "class": LIKENESS_WORDS[record.likeness],
        "agreement": None if measures is None else measures.agreement,
        "inliers": None if measures is None else measures.inliers,
        "distance": record.distance,
        "transform": (
            None
            if record.alteration is None
            else transform_record(alteration_from_record(record.alteration))
        ),
        "known_since": None if found.known_since is None else found.known_since.isoformat(),
        "words": words_for(found),
    }


def line_for(found: FoundPicture) -> str:
    """Say in one line what it is: class, id, how alike, since when it is known, its desk page."""
    known = (
        _("no date known")
        if found.known_since is None
        else _("known since %(day)s") % {"day": found.known_since.date().isoformat()}
    )
    parts = [likeness_label(found.likeness.value), str(found.asset.pk), words_for(found), known]
    return "  ".join([*parts, reverse("desk:picture", args=[found.asset.pk])])


def words_for(found: FoundPicture) -> str:
    """Say in the active language how the stored picture is like the one in question."""
    record = found.record
    sentence = match_sentence(
        record.likeness.value, same_bytes=record.same_bytes, distance=record.distance
    )
    if record.alteration is None:
        return sentence
    changed = alteration_sentence(alteration_from_record(record.alteration))
    return f"{sentence} {changed}"
