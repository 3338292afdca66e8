"""`manage.py date_picture FILE|ID`: by when did this picture exist, and before an event?

Weighs what is stored about the picture and its matches, and, for a file, what the file says of
itself. Stores and records nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from argparse import ArgumentParser, ArgumentTypeError
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from media_provenance.adapters.images import Decoded
from media_provenance.domain.date_evidence import EvidenceItem, MatchClass, instants_of
from media_provenance.domain.findings import FindingFacts, UpperBound, combine, weaker_bounds
from media_provenance.domain.metadata import observe_metadata
from media_provenance.management.commands.find_picture import open_file
from media_provenance.models import AssetState
from media_provenance.pipeline import draft_of_metadata
from media_provenance.queries import (
    EvidenceView,
    evidence_about,
    evidence_about_found,
    find_asset,
    find_picture,
    items_to_weigh,
)
from media_provenance.wording import (
    conflict_sentence,
    evidence_label,
    finding_sentence,
    weaker_bound_sentence,
)
from multilingual.intervals import DateInterval, InstantInterval

# The languages in which the sentence is always given, whatever the installation's own is.
_SENTENCE_LANGUAGES = ("ar", "en")


class Command(BaseCommand):
    help = "Say by when a picture existed, and whether before an event, with the evidence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("picture", help="a file, or the id or SHA-256 of a stored picture")
        parser.add_argument(
            "--event",
            type=event_days,
            help="days of the claimed event: 2024-06-20..2024-06-23, 2024-06-20, 2024-06 or 2024",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        days: DateInterval | None = options["event"]
        event = InstantInterval(None, None) if days is None else instants_of(days)
        views, own = _evidence(options["picture"])
        items = [*items_to_weigh(views, event), *own]
        facts = combine(items, event, as_of=timezone.now())
        if options["json"]:
            record = _record(facts, items, views, days)
            self.stdout.write(json.dumps(record, ensure_ascii=False, indent=2))
            return
        self.stdout.write(finding_sentence(facts, event=days))
        for bound in _weaker(facts, items, days):
            self.stdout.write(weaker_bound_sentence(bound))
        for item in items:
            rests = "*" if item.id in facts.rests_on else "-"
            dates = f"{_text(item.when.earliest) or '…'} .. {_text(item.when.latest) or '…'}"
            self.stdout.write(f"{rests} {item.grade.value} {evidence_label(item.kind)}: {dates}")


def event_days(text: str) -> DateInterval:
    """Read the days of an event: a day, month or year, or two of these with .. between.

    Raises:
        ArgumentTypeError: with a sentence.
    """
    first, _dots, last = text.partition("..")
    try:
        start, end = _written_days(first), _written_days(last or first)
        return DateInterval(start.earliest, end.latest)
    except ValueError as error:
        raise ArgumentTypeError(
            _("Give the event as %(example)s; this was %(given)s.")
            % {"example": "2024-06-20..2024-06-23", "given": text}
        ) from error


def _written_days(text: str) -> DateInterval:
    parts = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text.strip(), re.ASCII)
    if parts is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in parts.groups())
    if year is None or year < 1:
        raise ValueError(text)
    if month is None:
        return DateInterval(date(year, 1, 1), date(year, 12, 31))
    if day is None:
        return DateInterval(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    return DateInterval.of_day(date(year, month, day))


def _evidence(reference: str) -> tuple[list[EvidenceView], list[EvidenceItem]]:
    """Return what is stored about the picture, and what only the file given says.

    Raises:
        CommandError: if it is neither a file nor a stored picture, or a file that is refused.
    """
    path = Path(reference)
    if not path.exists():
        asset = find_asset(reference)
        if asset is None:
            raise CommandError(
                _("%(given)s is neither a file nor the id of a stored picture.")
                % {"given": reference}
            )
        return evidence_about(asset), []
    data, decoded = open_file(path)
    found = find_picture(
        decoded.pixels,
        sha256=hashlib.sha256(data).hexdigest(),
        pixel_sha256=decoded.pixel_sha256,
    )
    # Of a file that is stored and read, the metadata is evidence already.
    known = any(one.same_bytes and one.asset.state == AssetState.READ for one in found)
    return evidence_about_found(found), [] if known else _metadata_items(decoded)


def _metadata_items(decoded: Decoded) -> list[EvidenceItem]:
    drafts = [
        draft_of_metadata(seen)
        for seen in observe_metadata(decoded.metadata, ingested_at=timezone.now())
        if seen.usable
    ]
    return [
        EvidenceItem(
            id=f"file:{draft.key}",
            kind=draft.kind,
            role=draft.role,
            match=MatchClass.EXACT,
            when=draft.interval,
            grade=draft.grade,
            operator=draft.operator,
            speaks_of=draft.about,
            zone_known=draft.zone_known,
        )
        for draft in drafts
    ]


def _weaker(
    facts: FindingFacts, items: Sequence[EvidenceItem], days: DateInterval | None
) -> tuple[UpperBound, ...]:
    return weaker_bounds(
        items,
        kind=None if days is None else facts.kind,
        strength=facts.strength,
        existed_by_day=facts.existed_by_day,
        conflicts=facts.conflicts,
    )


def _record(
    facts: FindingFacts,
    items: Sequence[EvidenceItem],
    views: Sequence[EvidenceView],
    days: DateInterval | None,
) -> dict[str, Any]:
    by_id = {item.id: item for item in items}
    sources = {view.item.id: view.evidence for view in views}
    weaker = _weaker(facts, items, days)
    sentences = {}
    for language in _SENTENCE_LANGUAGES:
        with override(language):
            said = [finding_sentence(facts, event=days), *map(weaker_bound_sentence, weaker)]
            sentences[language] = " ".join(said)
    return {
        # Without an event there is nothing that the picture could be older than, or fit.
        "kind": None if days is None else facts.kind.value,
        "strength": facts.strength.value,
        "existed_by": _text(facts.existed_by),
        "not_before": _text(facts.not_before),
        "at_least_days": facts.at_least_days,
        "at_least_hours": facts.at_least_hours,
        "metadata_day": None if facts.metadata_day is None else facts.metadata_day.isoformat(),
        "bounds": [
            {
                "strength": bound.strength.value,
                "existed_by": _text(bound.existed_by),
                "evidence": list(bound.rests_on),
            }
            for bound in facts.upper_bounds
        ],
        "evidence": [
            {
                "id": item.id,
                "kind": item.kind.value,
                "role": item.role.value,
                "match": item.match.value,
                "grade": item.grade.value,
                "operator": item.operator,
                "earliest": _text(item.when.earliest),
                "latest": _text(item.when.latest),
                "days": [_day(item.days.earliest), _day(item.days.latest)],
                "source_url": sources[item.id].source_url if item.id in sources else "",
                "asset": str(sources[item.id].asset_id) if item.id in sources else None,
                "rests_on": item.id in facts.rests_on,
            }
            for item in items
        ],
        "conflicts": [
            {
                "item": conflict.item,
                "against": conflict.against,
                "kind": conflict.kind.value,
                "words": conflict_sentence(conflict, by_id),
            }
            for conflict in facts.conflicts
        ],
        "sentence": sentences,
        "rule_version": facts.rule_version,
    }


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
