"""`manage.py date_picture FILE|ID`: by when did this picture exist, and before an event?

Weighs what is stored about the picture and its matches, and, for a file, what the file says of
itself: its metadata, its Content Credentials and its name. Stores and records nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
from argparse import ArgumentParser, ArgumentTypeError
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from media_provenance.adapters.images import (
    DecoderGone,
    PictureRefused,
    open_picture,
    read_metadata,
)
from media_provenance.domain.date_evidence import EvidenceItem, MatchClass, instants_of
from media_provenance.domain.findings import (
    FindingFacts,
    ItemStanding,
    combine,
    item_standing,
    told_by_file,
    weaker_bounds,
)
from media_provenance.domain.metadata import observe_metadata
from media_provenance.domain.next_checks import next_checks
from media_provenance.management.commands.find_picture import read_file
from media_provenance.models import AssetState, Evidence
from media_provenance.pipeline import EvidenceDraft, draft_of_metadata, fields_of_file
from media_provenance.pipeline.credentials import drafts_of_credentials, trust_in_force
from media_provenance.pipeline.source_dates import drafts_of_file_name
from media_provenance.queries import (
    EvidenceView,
    asset_facts,
    evidence_about,
    evidence_about_found,
    find_asset,
    find_picture,
    items_to_weigh,
)
from media_provenance.wording import (
    conflict_sentence,
    decoder_gone_sentence,
    evidence_label,
    finding_limits,
    finding_sentence,
    grade_reason,
    next_check_sentence,
    refusal_sentence,
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
        self._say(facts, items, views, days)

    def _say(
        self,
        facts: FindingFacts,
        items: Sequence[EvidenceItem],
        views: Sequence[EvidenceView],
        days: DateInterval | None,
    ) -> None:
        self.stdout.write(finding_sentence(facts, event=days))
        for sentence in _weaker_sentences(facts, items, days):
            self.stdout.write(sentence)
        self.stdout.write(finding_limits(facts))
        for item in items:
            rests = "*" if item.id in facts.rests_on else "-"
            dates = f"{_text(item.when.earliest) or '…'} .. {_text(item.when.latest) or '…'}"
            self.stdout.write(f"{rests} {item.grade.value} {evidence_label(item.kind)}: {dates}")
        by_id = {item.id: item for item in items}
        for conflict in facts.conflicts:
            self.stdout.write(f"! {conflict_sentence(conflict, by_id)}")
        for check in next_checks(items, facts, asset_facts(views)):
            self.stdout.write(f"> {next_check_sentence(check.code)}")


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
    data = read_file(path)
    try:
        decoded = open_picture(data, trust_in_force())
    except PictureRefused as refused:
        return [], _of_unshown_file(path, data, refused)
    except DecoderGone as gone:
        raise CommandError(decoder_gone_sentence()) from gone
    found = find_picture(
        decoded.pixels,
        sha256=hashlib.sha256(data).hexdigest(),
        pixel_sha256=decoded.pixel_sha256,
    )
    # Of a file that is stored and read, the metadata is evidence already.
    known = any(one.same_bytes and one.asset.state == AssetState.READ for one in found)
    drafts = [] if known else _said_by_file(data, decoded.metadata, decoded.credentials)
    return evidence_about_found(found), [_item(one) for one in [*drafts, *_said_by_name(path)]]


def _of_unshown_file(path: Path, data: bytes, refused: PictureRefused) -> list[EvidenceItem]:
    """Return what a file says of itself that pictures are not taken from, such as a TIFF.

    Raises:
        CommandError: if it says nothing of dates, either.
    """
    try:
        read = read_metadata(data, trust_in_force())
        drafts = _said_by_file(data, read.fields, read.credentials)
    except PictureRefused:
        drafts = []
    except DecoderGone as gone:
        raise CommandError(decoder_gone_sentence()) from gone
    if not drafts:
        raise CommandError(f"{path}: {refusal_sentence(refused.code, refused.detail)}") from refused
    return [_item(one) for one in [*drafts, *_said_by_name(path)]]


def _said_by_file(
    data: bytes, quick: Mapping[str, str], credentials: Mapping[str, Any] | None
) -> list[EvidenceDraft]:
    said = fields_of_file(data, quick)
    seen = observe_metadata(said.fields, ingested_at=timezone.now(), damaged=said.damaged)
    drafts = [draft_of_metadata(one) for one in seen if one.usable]
    return [*drafts, *drafts_of_credentials(credentials)]


def _said_by_name(path: Path) -> list[EvidenceDraft]:
    return drafts_of_file_name(path.name, as_of=timezone.now())


def _item(draft: EvidenceDraft) -> EvidenceItem:
    return EvidenceItem(
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


def _weaker_sentences(
    facts: FindingFacts, items: Sequence[EvidenceItem], days: DateInterval | None
) -> list[str]:
    bounds = weaker_bounds(
        items,
        kind=None if days is None else facts.kind,
        strength=facts.strength,
        existed_by_day=facts.existed_by_day,
        conflicts=facts.conflicts,
    )
    return [
        weaker_bound_sentence(bound, of_file=told_by_file(items, bound.rests_on))
        for bound in bounds
    ]


def _record(
    facts: FindingFacts,
    items: Sequence[EvidenceItem],
    views: Sequence[EvidenceView],
    days: DateInterval | None,
) -> dict[str, Any]:
    by_id = {item.id: item for item in items}
    sources = {view.item.id: view.evidence for view in views}
    sentences = _in_each(
        lambda: " ".join(
            [finding_sentence(facts, event=days), *_weaker_sentences(facts, items, days)]
        )
    )
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
        "evidence": [_entry(item, facts, sources.get(item.id)) for item in items],
        "conflicts": [
            {
                "item": conflict.item,
                "against": conflict.against,
                "kind": conflict.kind.value,
                "sets_aside": conflict.kind.sets_aside,
                "words": conflict_sentence(conflict, by_id),
                "sentence": _in_each(partial(conflict_sentence, conflict, by_id)),
            }
            for conflict in facts.conflicts
        ],
        "next_checks": [
            {
                "code": check.code.value,
                "action": check.action.value,
                "evidence": list(check.items),
                "sentence": _in_each(partial(next_check_sentence, check.code)),
            }
            for check in next_checks(items, facts, asset_facts(views))
        ],
        "sentence": sentences,
        "rule_version": facts.rule_version,
    }


def _entry(item: EvidenceItem, facts: FindingFacts, row: Evidence | None) -> dict[str, Any]:
    why = item_standing(item, facts)
    return {
        "id": item.id,
        "kind": item.kind.value,
        "label": _in_each(lambda: evidence_label(item.kind)),
        "role": item.role.value,
        "match": item.match.value,
        "grade": item.grade.value,
        "grade_reason": _in_each(lambda: grade_reason(item.kind, row.grade if row else item.grade)),
        "operator": item.operator,
        "earliest": _text(item.when.earliest),
        "latest": _text(item.when.latest),
        "days": [_day(item.days.earliest), _day(item.days.latest)],
        "source_url": "" if row is None else row.source_url,
        "archived_url": "" if row is None else row.archived_url,
        "asset": None if row is None else str(row.asset_id),
        "usable": why.is_usable,
        "used": why is ItemStanding.DECIDES,
        "rests_on": why is ItemStanding.DECIDES,
        "why": why.value,
    }


def _in_each(say: Callable[[], str]) -> dict[str, str]:
    """Return what is said in each of the languages that are always given."""
    said = {}
    for language in _SENTENCE_LANGUAGES:
        with override(language):
            said[language] = say()
    return said


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
