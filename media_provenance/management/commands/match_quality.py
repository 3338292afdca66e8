"""`manage.py match_quality`: how often were people of the machine's opinion?

Reads decisions and prints counts. It tunes nothing.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from media_provenance.domain.likeness import LIKENESS_WORDS, LikenessClass
from media_provenance.domain.match_quality import Band, QualityRow
from media_provenance.queries import match_quality
from media_provenance.wording import format_percent


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _(
            "Count what people decided on the pairs that were found, by class, distance and "
            "agreement."
        )
        parser.add_argument("--json", action="store_true", help=_("print one JSON list"))

    def handle(self, *args: Any, **options: Any) -> None:
        rows = match_quality()
        if options["json"]:
            records = [record_of(row) for row in rows]
            self.stdout.write(json.dumps(records, ensure_ascii=False, indent=2))
            return
        if not rows:
            self.stdout.write(_("No two pictures were found to be alike yet."))
            return
        for line in _aligned([_headings(), *(_cells(row) for row in rows)]):
            self.stdout.write(line)


def record_of(row: QualityRow) -> dict[str, Any]:
    """Return a row as plain values.

    ``distance`` and ``agreement`` are pairs of an inclusive lower and an exclusive upper end (null:
    no upper end), or null where nothing was measured. ``confirmed_share`` is of those confirmed or
    rejected, 0 to 1, null without any.
    """
    share = row.confirmed_share
    return {
        "class": LIKENESS_WORDS[LikenessClass(row.match_class)],
        "likeness_version": row.version,
        "distance": _ends(row.distance),
        "agreement": _ends(row.agreement),
        "confirmed": row.confirmed,
        "rejected": row.rejected,
        "unsure": row.unsure,
        "undecided": row.undecided,
        "confirmed_share": None if share is None else round(share, 4),
    }


def _ends(band: Band) -> list[float | None] | None:
    return [band.least, band.below] if band.is_measured else None


def _headings() -> list[str]:
    return [
        _("class"),
        _("rules"),
        _("distance"),
        _("agreement"),
        _("confirmed"),
        _("rejected"),
        _("unsure"),
        _("undecided"),
        _("share confirmed"),
    ]


def _cells(row: QualityRow) -> list[str]:
    share = row.confirmed_share
    return [
        LIKENESS_WORDS[LikenessClass(row.match_class)],
        "–" if row.version is None else str(row.version),
        _written(row.distance),
        _written(row.agreement),
        str(row.confirmed),
        str(row.rejected),
        str(row.unsure),
        str(row.undecided),
        "–" if share is None else format_percent(share, get_language() or "en"),
    ]


def _written(band: Band) -> str:
    """Write a band as 0–15 or 0.8–0.9; the upper end of a share is not part of it."""
    if not band.is_measured:
        return "–"
    if band.below is None:
        return f"{band.least:g}+"
    # Distances are whole bits, so that their upper end can be written as the last one of the band.
    last = band.below - 1 if band.below > 1 else band.below
    return f"{band.least:g}–{last:g}"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
